"""The charts of a country's chapter: what they say is what the data say, in marks, words and table."""

from dataclasses import replace

import pytest

from behindbars import country_figures
from behindbars.chapter import open_chapter
from behindbars.errors import IncomparableError
from behindbars.figure import Figure, Text
from behindbars.values import Status, Value
from tests.charts.svg import Drawing
from tests.conftest import CODES
from tests.test_gap import restated


@pytest.mark.parametrize("code", CODES)
def test_a_cascade_tells_every_addressed_stage_in_words(chapters, code):
    figure = country_figures.cascade(chapters[code])
    for record in figure.data:
        assert record["words"] in figure.alt
    assert len(figure.table.rows) == len(figure.data)


@pytest.mark.parametrize(
    ("code", "headline"),
    [
        ("KAZ", "347 complaints, 4 convictions"),
        ("KGZ", "No official convicted from about June 2015 to June 2025, according to the authors"),
        ("TJK", "17 complaints counted; the statement does not say what came of them"),
        ("TKM", "The state reports zero prosecutions; no other stage can be followed"),
        ("UZB", "No case under the torture article known to the authors; comprehensive statistics are lacking"),
    ],
)
def test_a_cascade_states_its_message(chapters, code, headline):
    assert country_figures.cascade(chapters[code]).alt.startswith(headline)


def test_the_gap_is_one_mark_a_complaint(chapters):
    figure = country_figures.gap_marks(chapters["KAZ"])
    assert isinstance(figure, Figure)
    assert figure.alt == (
        "347 complaints, 4 convictions; 4 of 347, about 1 in 87: 98.8 per cent without a known conviction."
    )
    for spec in (figure.spec, figure.spec["usermeta"]["narrow"]):
        assert sum(count for _, _, count in Drawing(spec).dots) == 347


def test_where_there_is_no_gap_the_reason_is_said(chapters):
    text = country_figures.gap_marks(chapters["UZB"])
    assert isinstance(text, Text)
    assert "complaints not published" in str(text)


def test_the_survey_says_its_bound_and_its_interval(chapters):
    figure = country_figures.survey(chapters["KGZ"], "study_abuse_reported", "study_participants", "study")
    assert "more than 20 per cent of 444, at least 89" in figure.alt
    assert "16.6 to 24.0 per cent" in figure.alt


def test_the_prosecutors_outcomes_include_the_refusals(chapters):
    figure = country_figures.outcomes(chapters["KGZ"], "prosecutor")
    assert [record["low"] for record in figure.data] == [151, 143, 6, 2]
    assert all(record["source"] == "24kg2025" for record in figure.data)


def test_a_breakdown_adds_up_to_its_total(chapters):
    figure = country_figures.breakdown(chapters["TJK"], "complaints", "coalition")
    *parts, total = figure.data
    assert {record["breakdown"] for record in parts} == {"women", "children", "men"}
    assert sum(record["low"] for record in parts) == total["low"] == 17


def test_values_of_two_units_are_not_drawn_on_one_scale(chapters):
    with pytest.raises(IncomparableError, match="persons, years"):
        country_figures.side_by_side(
            chapters["KAZ"], "x", "Synthetic", ["case_persons_detained", "officer_sentence"], case="C01"
        )


def zero(unit="convictions"):
    return Value(0, 0, Status.REPORTED_ZERO, unit)


def with_row(chapter, identifier, **fields):
    return replace(chapter, dataset=restated(chapter.dataset, identifier, **fields))


def test_no_conviction_reads_well(chapters):
    chapter = with_row(chapters["KAZ"], "N02", value=zero())
    assert country_figures.cascade(chapter).alt.startswith("347 complaints, no convictions. ")
    marks = country_figures.gap_marks(chapter)
    assert marks.alt == "347 complaints, no convictions; none of 347: 100 per cent without a known conviction."
    assert marks.spec["title"]["text"] == ["347 complaints, no convictions"]


def test_a_synthetic_zero_reads_well(package):
    package.put("observations", 6, low="0", high="0", status="reported_zero")
    chapter = open_chapter(country="XXA", year=2024, data=str(package.folder))
    assert country_figures.cascade(chapter).alt.startswith("20 complaints, no convictions. ")


@pytest.mark.parametrize(
    ("low", "high", "status", "said", "marks"),
    [
        (350, 350, "about", "4 of about 350, about 1 in 88", 350),
        (3000, 3000, "exact", "4 of 3,000, 1 in 750", 3000),
        (340, 350, "range", "4 of 340 to 350", 350),
        (340, None, "at_least", "at least 340 complaints", 340),
        (12000, 12000, "exact", "4 of 12,000, 1 in 3,000", 0),
    ],
)
def test_complaints_known_in_any_way_have_their_marks(chapters, low, high, status, said, marks):
    chapter = with_row(chapters["KAZ"], "N01", value=Value(low, high, Status(status), "complaints"))
    figure = country_figures.gap_marks(chapter)
    assert said in figure.alt
    assert sum(count for _, _, count in Drawing(figure.spec).dots) == marks


def test_a_part_that_may_exceed_the_whole_may_be_all_of_it(chapters):
    chapter = with_row(chapters["KAZ"], "N02", value=Value(2, 400, Status.RANGE, "convictions"))
    figure = country_figures.gap_marks(chapter)
    assert "2 to 400 of 347" in figure.alt
    assert "hollow marks may or may not be" in " ".join(figure.spec["title"]["subtitle"])


def test_a_headline_does_not_deny_a_later_stage(package):
    chapter = open_chapter(country="XXA", year=2024, data=str(package.folder))
    chapter = with_row(with_row(chapter, "O06", outcome_of=None), "O02", case="C1")
    chapter = with_row(chapter, "O06", case="C1")
    headline = country_figures.cascade(chapter).alt.partition(". ")[0]
    assert headline == "9 cases counted; the last stage with a number: 7 synthetic suspects"


def test_a_zero_beside_another_stage_does_not_stand_alone(chapters):
    chapter = chapters["TKM"]
    row = next(row for row in chapter.dataset.observation_rows if row.id == "N23")
    complaints = replace(row, id="made up", indicator="complaints", value=Value(3, 3, Status.EXACT, "complaints"))
    rows = (*chapter.dataset.observation_rows, complaints)
    chapter = replace(chapter, dataset=replace(chapter.dataset, observation_rows=rows))
    assert country_figures.cascade(chapter).alt.startswith("The state reports zero prosecutions. ")


def test_a_share_that_allows_no_interval_is_said_in_words(chapters):
    chapter = with_row(chapters["KGZ"], "N15", value=Value(None, 20, Status.UP_TO, "percent"))
    text = country_figures.survey(chapter, "study_abuse_reported", "study_participants", "study")
    assert "up to 20 per cent of 444" in str(text)
    assert "no interval" in str(text)


@pytest.mark.parametrize(
    "draw",
    [
        lambda chapter: country_figures.breakdown(chapter, "complaints", "coalition"),
        lambda chapter: country_figures.outcomes(chapter, "prosecutor"),
        lambda chapter: country_figures.side_by_side(chapter, "x", "Synthetic", ["case_persons_detained"], case="C01"),
        lambda chapter: country_figures.survey(chapter, "study_abuse_reported", "study_participants", "study"),
    ],
)
@pytest.mark.parametrize("code", CODES)
def test_a_year_without_such_figures_says_so(chapters, code, draw):
    text = draw(replace(chapters[code], year=2030))
    assert isinstance(text, Text)
    assert str(text).endswith(".")
    assert "the edition of 2030 gives no number here: " in str(text)
