"""Two editions compared: each kind of change, and what is not one. Every figure is synthetic."""

from __future__ import annotations

import pandas as pd
import pytest
from tests.conftest import SyntheticPackage

from behindbars import measures
from behindbars.measures.changes import verdict
from behindbars.report import open_edition
from behindbars.report.edition import Edition

NUMBER = {"low": "9", "high": "9", "status": "exact"}
OBSERVATIONS = {
    name: row for row, name in enumerate(("O02", "O03", "O04", "O05", "O06", "O07", "O08", "O09", "O10"), start=2)
}


@pytest.fixture
def package(package: SyntheticPackage) -> SyntheticPackage:
    """The synthetic package with the statement of a second edition that repeats nothing yet."""
    package.begin_2025()
    return package


def opened(package: SyntheticPackage, year: int = 2025) -> Edition:
    """Open an edition of the package, as from a notebook of its project."""
    project = package.folder.parent
    if not (project / "_quarto.yml").exists():
        (project / "_quarto.yml").touch()
    return open_edition(year, project=project)


def changes(package: SyntheticPackage, table: str) -> pd.DataFrame:
    return measures.changes(opened(package), table)


def of(found: pd.DataFrame) -> list[tuple[str, str]]:
    """List what became of the rows of a table, by their identifiers."""
    return list(zip(found["id_after"].fillna(found["id_before"]), found["change"], strict=True))


def change(package: SyntheticPackage, identifier: str) -> str | None:
    """Give what became of one value; None if it stayed."""
    found = changes(package, "observations")
    mine = found[found["id_before"].eq(identifier) | found["id_after"].eq(identifier)]["change"]
    return mine.iloc[0] if len(mine) else None


def repeat(package: SyntheticPackage, identifier: str, **cells: str) -> None:
    package.repeat_in_2025("observations", OBSERVATIONS[identifier], **{"period": "2025"} | cells)


def answer(package: SyntheticPackage, question: str, year: str = "2025") -> None:
    row = {"year": year, "question": question, "asked": "Synthetic?", "answer": "not mentioned"}
    package.tables["answers"].append(row | {"name": "Nobody", "date": "2026-07-01"})
    package.write()


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"low": "12", "high": "12"}, "rose"),
        ({"low": "5", "high": "5"}, "fell"),
        ({"low": "12", "high": "15", "status": "range"}, "rose"),
        ({"low": "12", "high": "", "status": "at_least"}, "rose"),
        ({"low": "9", "high": "", "status": "more_than"}, "rose"),
        ({"low": "", "high": "4", "status": "up_to"}, "fell"),
        ({"low": "12", "high": "12", "status": "about"}, "rose"),
        ({"low": "0", "high": "0", "status": "reported_zero"}, "fell"),
        ({"low": "8", "high": "11", "status": "range"}, "open"),
        ({"low": "12", "high": "12", "period": "2024"}, "restated"),
        ({"low": "12", "high": "12", "period": "2024-01/2024-12"}, "restated"),
        ({"status": "about"}, "status"),
    ],
)
def test_two_numbers_rise_or_fall_if_all_that_they_may_be_does(package, cells, expected):
    repeat(package, "O07", **cells)
    assert change(package, "O07") == expected


@pytest.mark.parametrize(
    "cells",
    [
        {"period": "2025-01/2025-10"},
        {"period": "2024/2025"},
        {"period": "2025~"},
        {"period": "../2025"},
        {"series": "coalition"},
        {"indicator": "victims"},
        {"outcome_of": "complaints", "series": "register"},
    ],
)
def test_what_may_not_be_compared_neither_rose_nor_fell(package, cells):
    if "outcome_of" in cells:
        repeat(package, "O02", id="O20", series="register", low="30", high="30")
    repeat(package, "O07", low="12", high="12", **cells)
    assert change(package, "O07") == "open"


def test_what_is_measured_may_be_of_periods_of_any_length(package):
    package.put("observations", 12, low="20", high="20", status="exact")
    package.repeat_in_2025("observations", 12, low="25", high="25", period="2025-01/2025-10")
    assert change(package, "O12") == "rose"


CONTEXT = {"source": "made_up_context", "locator": "para 1", "confidence": "medium", "series": "coalition"}


def test_rows_of_one_thing_that_are_more_than_two_are_not_paired(package):
    package.add("observations", OBSERVATIONS["O07"], id="X1", **CONTEXT)
    for name, period in (("X2", "2025"), ("X3", "2025-01/2025-06")):
        package.add("observations", OBSERVATIONS["O07"], id=name, year="2025", period=period, **CONTEXT)
    assert [change(package, name) for name in ("X1", "X2", "X3")] == ["unanswered", "new", "new"]


def test_the_columns_are_those_of_the_table_twice(package):
    repeat(package, "O02", low="25", high="25")
    edition = opened(package)
    found = measures.changes(edition, "observations")
    [rose] = found[found["change"].eq("rose")].to_dict("records")
    assert (rose["key"], rose["country"]) == ("observations/O02", "XXA")
    assert (rose["low_before"], rose["low_after"], rose["words_after"]) == (20, 25, "25")
    for side in ("before", "after"):
        assert {f"{name}_{side}" for name in edition.observations} <= set(found)
    assert found["low_after"].isna().sum() == len(found) - 1


def test_an_earlier_edition_can_be_named(package):
    repeat(package, "O07")
    edition = opened(package)
    assert len(measures.changes(edition, "observations", 2024)) == len(measures.changes(edition, "observations"))
    assert set(measures.changes(edition, "observations", 2022)["change"]) == {"new", "unanswered"}


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("absent", "partial", "better"),
        ("partial", "in_place", "better"),
        ("harmful", "in_place", "better"),
        ("in_place", "threatened", "worse"),
        ("partial", "threatened", "worse"),
        ("threatened", "absent", "worse"),
        ("threatened", "harmful", "worse"),
        ("threatened", "in_place", "better"),
        ("partial", "harmful", "worse"),
        ("threatened", "partial", "unranked"),
        ("absent", "harmful", "unranked"),
        ("harmful", "not_implemented", "unranked"),
        ("in_place", "in_place", None),
        (None, "partial", "spoken"),
        ("partial", None, "unspoken"),
        (None, None, None),
    ],
)
def test_how_a_status_moves(before, after, expected):
    assert verdict(before, after) == expected
