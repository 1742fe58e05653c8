"""Trends: series apart, gaps kept, a growing count with its range."""

import json
from dataclasses import replace

import pytest

from behindbars import trend_figures
from behindbars.chapter import open_chapter
from behindbars.dates import Period, decimal_year
from behindbars.figure import Text
from behindbars.values import Status, Value
from tests.charts.svg import Drawing
from tests.test_gap import restated


def test_a_trend_keeps_its_series_apart_and_its_gaps(chapters):
    figure = trend_figures.trend(chapters["UZB"], "complaints")
    assert "Prosecutor General: 197 in 2017" in figure.alt
    assert "158 in January to October 2024" in figure.alt


def test_every_value_is_drawn_on_page_and_phone(region, chapters):
    for chapter in (region, *chapters.values()):
        figure = trend_figures.trend(chapter, "complaints")
        if isinstance(figure, Text):
            continue
        for spec in (figure.spec, figure.spec["usermeta"]["narrow"]):
            drawing = Drawing(spec)
            texts = [text.text.rstrip("*") for text in drawing.texts]
            assert all(record["words"] in texts for record in figure.data)
            assert drawing.outside == drawing.overlapping == []


def test_the_trend_of_the_region_leaves_room_on_its_page(region):
    assert Drawing(trend_figures.trend(region, "complaints").spec).height < 720


def test_where_there_is_no_trend_it_is_said(chapters):
    assert "no trend to draw" in str(trend_figures.trend(chapters["TKM"], "complaints"))


def test_a_growing_count_keeps_its_range(chapters):
    figure = trend_figures.growth(chapters["KAZ"], "january_2022_officials_convicted")
    assert [record["words"] for record in figure.data] == ["none, according to the source", "9", "40 to 50"]


def complaints(chapter, first, last):
    """Tell the headline of Tajikistan's complaints with other values in the first and the last year."""
    dataset = restated(restated(chapter.dataset, "X24", value=first), "N18", value=last)
    return trend_figures.trend(replace(chapter, dataset=dataset), "complaints").alt.partition(". ")[0]


@pytest.mark.parametrize(
    ("first", "last", "headline"),
    [
        ((66, 66), (17, 17), "Complaints fell from 66 in 2017 to 17 in 2024"),
        ((9, 9), (17, 17), "Complaints rose from 9 in 2017 to 17 in 2024"),
        ((17, 17), (17, 17), "Complaints ended level from 17 in 2017 to 17 in 2024"),
        ((10, 20), (17, 17), "Complaints cannot be compared: 10 to 20 in 2017, 17 in 2024"),
        ((66, 66), (0, 0), "Complaints fell from 66 in 2017 to zero in 2024"),
        ((66, 66), (None, None), "One series of complaints, not complete to 2024"),
    ],
)
def test_a_headline_says_no_more_than_the_values(chapters, first, last, headline):
    def value(low, high):
        if low is None:
            return Value(None, None, Status.UNKNOWN, "complaints")
        if high == 0:
            return Value(0, 0, Status.REPORTED_ZERO, "complaints")
        return Value(low, high, Status.EXACT if low == high else Status.RANGE, "complaints")

    assert complaints(chapters["TJK"], value(*first), value(*last)) == headline


def test_a_growing_count_says_what_its_indicator_counts(chapters):
    chapter = chapters["KAZ"]
    indicator = "january_2022_officials_convicted"
    other = replace(chapter.dataset.indicators[indicator], definition_en="Synthetic definition.")
    dataset = replace(chapter.dataset, indicators={**chapter.dataset.indicators, indicator: other})
    subtitle = " ".join(trend_figures.growth(replace(chapter, dataset=dataset), indicator).spec["title"]["subtitle"])
    assert "Synthetic definition." in subtitle
    assert "convicted of torture" not in subtitle


def test_where_nothing_grows_it_is_said(chapters):
    text = trend_figures.growth(chapters["TJK"], "january_2022_officials_convicted")
    assert (
        str(text) == "For Tajikistan, the edition of 2024 gives no number here: officials convicted over January 2022."
    )


@pytest.mark.parametrize("year", [2023, 2024])
def test_the_last_day_of_a_year_is_364_or_365_days_into_it(chapters, year):
    row = replace(chapters["KAZ"].dataset.observation_rows[0], period=Period.parse(str(year)))
    days = 366 if year == 2024 else 365
    assert decimal_year(row.period.sort_key[1], 0) == pytest.approx(year + (days - 1) / days)


def test_a_value_of_an_earlier_statement_is_told_from_this_one(package):
    package.begin_2025()
    package.repeat_in_2025("observations", 7, period="2025")
    for name in ("O02", "O03", "O04", "O05", "O06", "O08", "O09", "O10"):
        row = {"year": "2025", "question": f"observations/{name}", "asked": "Synthetic?", "answer": "not mentioned"}
        package.tables["answers"].append(row | {"name": "Nobody", "date": "2026-07-01"})
    package.write()
    chapter = open_chapter(country="XXA", year=2025, data=str(package.folder))
    older = trend_figures.growth(chapter, "complaints")
    assert "20 synthetic complaints by December 2024, as the statement on 2024 said" in older.alt
    newer = trend_figures.growth(chapter, "cases_registered")
    assert newer.alt.startswith("9 synthetic cases_registered by December 2025.")
    assert all("this and earlier statements" in json.dumps(one.spec) for one in (older, newer))
    first = trend_figures.growth(open_chapter(country="XXA", year=2024, data=str(package.folder)), "complaints")
    assert "earlier statements" not in json.dumps(first.spec)
    assert "statement on" not in first.alt
