"""A chapter opens on what exists, and prints every row with its source."""

import shutil

import pytest

from behindbars.chapter import citation, citation_line, evidence, open_chapter, records, reporter, words
from behindbars.errors import DataError, ParameterError
from tests.conftest import PROJECT

DATA = str(PROJECT / "data")


@pytest.fixture(scope="module")
def kazakhstan():
    return open_chapter(country="KAZ", year=2024, data=DATA)


def row(chapter, identifier):
    return next(one for one in chapter.dataset.observation_rows if one.id == identifier)


def test_a_chapter_without_country_is_the_regions():
    chapter = open_chapter(year=2024, data=DATA)
    assert chapter.country.kind == "region"
    assert chapter.figure_id("gaps") == "regional-overview-gaps"


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"country": "KAS"}, "KAZ"),
        ({"year": 2031}, "year is 2031; there are statements for the editions of: 2024"),
        ({"lang": "fr"}, "lang is 'fr'; an edition can be built in: en"),
    ],
)
def test_a_value_that_does_not_exist_names_those_that_do(given, message):
    with pytest.raises(ParameterError, match=message):
        open_chapter(**{"country": "KAZ", "year": 2024, "lang": "en", "data": DATA} | given)


def test_the_day_of_publication_comes_from_the_statement(kazakhstan):
    assert kazakhstan.published.isoformat() == "2025-06-26"


def test_context_after_the_publication_is_not_in_the_edition(kazakhstan):
    assert {"M01", "D06"} <= {event.id for event in kazakhstan.events}
    assert all(event.date.sort_key[0] <= kazakhstan.published for event in kazakhstan.events if event.is_context)


def test_the_one_value_asked_for_is_found_or_the_question_refused(kazakhstan):
    assert kazakhstan.observation("complaints", "coalition").id == "N01"
    with pytest.raises(ParameterError, match="0 values of complaints in series prosecutor"):
        kazakhstan.observation("complaints", "prosecutor")


def test_context_is_told_apart_in_its_reporter_and_its_confidence(kazakhstan):
    assert reporter(row(kazakhstan, "N03")) == "The authorities"
    assert reporter(row(kazakhstan, "X01")) == "An NGO (context)"
    assert citation(row(kazakhstan, "N01")) == "[@statement2025, para. K3]"
    assert citation(row(kazakhstan, "X02")) == "[@kibhr2021, para 1-2], medium confidence"


def test_the_source_line_sets_the_statement_before_context(kazakhstan):
    rows = [row(kazakhstan, identifier) for identifier in ("X02", "N03", "N01")]
    assert citation_line(kazakhstan, rows) == (
        "Source: Statement 2025, K3, K4. Context, hollow marks: KIBHR 2021, para 1-2. "
        "Some rows are of medium confidence; the table says which."
    )


def test_the_table_beneath_a_chart_says_what_when_who_and_where(kazakhstan):
    table = evidence(kazakhstan.dataset, [row(kazakhstan, "N08")], "Synthetic caption")
    assert table.rows == [
        [
            "Officials convicted over January 2022",
            "40 to 50",
            "January 2022 to June 2025",
            "The authors",
            "[@statement2025, para. K6]",
        ]
    ]


def test_the_csv_of_a_chart_keeps_low_high_status_and_source(kazakhstan):
    [record] = records(kazakhstan.dataset, [row(kazakhstan, "N07")])
    assert (record["low"], record["high"], record["status"], record["obs_status"]) == (None, None, "unknown", "O")
    assert record["words"] == words(row(kazakhstan, "N07")) == "not known"
    assert (record["source"], record["locator"]) == ("statement2025", "K4")


def test_a_fault_in_the_data_stops_a_chapter(tmp_path):
    shutil.copytree(DATA, tmp_path / "data")
    (tmp_path / "data" / "cases.csv").unlink()
    with pytest.raises(DataError, match=r"cases\.csv"):
        open_chapter(country="KAZ", year=2024, data=str(tmp_path / "data"))
