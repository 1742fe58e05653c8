"""The charts of a country's chapter: what they say is what the data say, in marks, words and table."""

import pytest

from behindbars import country_figures
from behindbars.errors import IncomparableError
from behindbars.figure import Figure, Text
from tests.conftest import CODES


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
    assert "4 of 347, about 1 in 87" in figure.alt
    assert str(figure.spec).count("'unit'") >= 347


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
