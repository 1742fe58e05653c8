"""The charts of the chapters: what they say is what the data say, in marks, words and table."""

import re

import pytest

from behindbars import country_figures, region_figures, time_figures
from behindbars.errors import IncomparableError
from behindbars.figure import Figure, Text
from tests.test_texts import CODES, chapters, region

__all__ = ["chapters", "region"]


@pytest.mark.parametrize("code", CODES)
def test_a_cascade_tells_every_addressed_stage_in_words(chapters, code):
    figure = country_figures.cascade(chapters[code])
    for record in figure.data:
        assert record["words"] in figure.alt
    assert len(figure.table.rows) == len(figure.data)


@pytest.mark.parametrize(
    ("code", "headline"),
    [
        ("KAZ", "Of 347 complaints, 4 led to a conviction"),
        ("KGZ", "No official convicted from about June 2015 to June 2025"),
        ("TJK", "17 complaints counted; what came of them is not published"),
        ("TKM", "The state reports zero prosecutions; no other stage can be followed"),
        ("UZB", "No case under the torture article that the authors know of, and no statistics that could tell more"),
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
    assert "More than 20 per cent" in figure.alt
    assert "at least 89 people of 444" in figure.alt or "at least 89 of 444" in figure.alt
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


def test_every_country_has_its_gap_or_its_reason(region):
    figure = region_figures.gaps(region)
    for name in ("Kazakhstan 98.8 per cent", "Kyrgyzstan cannot", "Tajikistan cannot", "Turkmenistan cannot"):
        assert name in figure.alt


def test_every_country_and_series_has_its_panel(region):
    figure = region_figures.cascades(region)
    titles = set(re.findall(r"(Kazakhstan|Kyrgyzstan|Tajikistan|Turkmenistan|Uzbekistan), ", figure.alt))
    assert len(titles) == 5


def test_the_grids_have_all_their_cells(region):
    assert len(region_figures.transparency(region).data) == 30
    assert len(region_figures.safeguards(region).data) == 90


def test_a_trend_keeps_its_series_apart_and_its_gaps(chapters):
    figure = time_figures.trend(chapters["UZB"], "complaints")
    assert "Prosecutor General: 2017 197" in figure.alt
    assert "January to October 2024 158" in figure.alt


def test_where_there_is_no_trend_it_is_said(chapters):
    assert "no trend to draw" in str(time_figures.trend(chapters["TKM"], "complaints"))


def test_a_growing_count_keeps_its_range(chapters):
    figure = time_figures.growth(chapters["KAZ"], "january_2022_officials_convicted")
    assert [record["words"] for record in figure.data] == ["none, according to the source", "9", "40 to 50"]


def test_a_case_is_told_in_the_order_of_its_dates(chapters):
    figure = time_figures.case_timeline(chapters["TKM"])
    assert [record["id"] for record in figure.data] == ["D20", "D21", "D19b"]


def test_an_event_that_the_statement_tells_is_not_drawn_twice(region):
    reviews = [
        record
        for record in time_figures.milestones(region).data
        if (record["country"], record["kind"], record["date"]) == ("TKM", "cat_review", "2025-04")
    ]
    assert [record["source"] for record in reviews] == ["statement2025"]


def test_every_milestone_of_the_context_is_drawn(region):
    drawn = {record["id"] for record in time_figures.milestones(region).data}
    assert {f"M{number:02}" for number in range(1, 19)} - drawn == {"M14"}
