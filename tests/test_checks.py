"""Each rule: one cell of the synthetic package is spoilt, and exactly that cell is reported."""

from __future__ import annotations

import csv
from collections.abc import Mapping

import pytest

from tests.conftest import SYNTHETIC, SyntheticPackage
from tests.corruptions import SPOILT


def test_the_synthetic_package_is_valid(package: SyntheticPackage) -> None:
    package.load()


@pytest.mark.parametrize(("table", "row", "column", "cells"), SPOILT)
def test_the_spoilt_cell_is_reported_and_no_other(
    package: SyntheticPackage, table: str, row: int, column: str, cells: Mapping[str, str]
) -> None:
    package.put(table, row or 4, **cells)  # row 0: a fault of the whole file, made in row 4
    assert package.cells() == [(f"{table}.csv", row, column)]


@pytest.mark.parametrize(
    ("table", "row", "cells"),
    [
        ("observations", 2, {"low": "25", "high": "25", "note": "The breakdown is incomplete."}),
        ("observations", 10, {"low": "9", "high": "9", "note": "Several suspects for one victim."}),
        ("observations", 8, {"low": "9", "status": "at_least"}),
        ("observations", 13, {"low": "", "high": "", "status": "none_known"}),
        ("events", 2, {"event_en": "Резолюция №\u00a0562 — «правила»"}),
        ("recommendations", 2, {"topics": "", "indicators": ""}),
        ("observations", 4, {"breakdown": "adults"}),
        ("observations", 7, {"locator": "I2"}),
        ("observations", 7, {"locator": "R0"}),
        ("events", 2, {"locator": "title"}),
        ("observations", 15, {"locator": "B3"}),
        ("observations", 7, {"period": "2025-06"}),
        ("observations", 7, {"period": "2025-06-26/2026"}),
        ("observations", 12, {"period": "../2025-06"}),
        ("observations", 12, {"low": "0"}),
    ],
)
def test_what_is_allowed(package: SyntheticPackage, table: str, row: int, cells: Mapping[str, str]) -> None:
    package.put(table, row, **cells)
    package.load()


def test_parts_of_other_kinds_are_not_added_to_women_men_and_children(package: SyntheticPackage) -> None:
    package.add("observations", like=3, id="X1", breakdown="torture", low="15", high="15")
    package.add("observations", like=3, id="X2", breakdown="ill_treatment", low="5", high="5")
    package.load()


def test_reported_zero_counts_as_a_part(package: SyntheticPackage) -> None:
    package.put("observations", 5, low="0", high="0", status="reported_zero")
    assert package.cells() == [("observations.csv", 2, "low")]


def test_one_value_in_two_rows(package: SyntheticPackage) -> None:
    row = package.add("observations", like=7, id="X1", period="2024-01/2024-12")
    fault = package.faults()[0]
    assert (fault.row, fault.column, "row 7" in fault.expected) == (row, "", True)
    package.put("observations", row, source="made_up_context", confidence="low")
    package.load()


def test_values_of_two_cases_are_two_values(package: SyntheticPackage) -> None:
    package.add("cases", like=3, id="C3")
    package.add("observations", like=14, id="X1", case="C3")
    package.load()


def test_an_outcome_needs_the_same_period(package: SyntheticPackage) -> None:
    package.put("observations", 6, period="2023")
    assert package.cells() == [("observations.csv", 6, "outcome_of")]


def test_a_made_up_source_is_refused_in_a_real_package(package: SyntheticPackage) -> None:
    package.descriptor["name"] = "behind-bars-beyond-justice"
    package.write()
    faults = package.faults()
    assert {(fault.column, fault.expected) for fault in faults} == {("source", "a source that is not marked synthetic")}
    cited = sum(bool(row.get("source")) for rows in package.tables.values() for row in rows)
    assert len(faults) == cited


def test_an_unknown_code_is_answered_with_the_nearest(package: SyntheticPackage) -> None:
    package.put("observations", 11, indicator="complaint")
    assert "'complaints'" in package.faults()[0].remedy


def test_a_code_is_one_of_its_list_and_of_the_table_that_it_refers_to(package: SyntheticPackage) -> None:
    schema = next(one for one in package.descriptor["resources"] if one["name"] == "events")["schema"]
    country = next(field for field in schema["fields"] if field["name"] == "country")
    country["constraints"]["enum"] = ["XXA", "XXC"]
    package.put("events", 2, country="XXC")
    assert [(fault.row, fault.expected) for fault in package.faults()] == [
        (2, "a value of countries.iso3"),
        (3, "one of XXA, XXC"),
    ]


@pytest.mark.parametrize(
    ("row", "column", "text", "named", "meant"),
    [
        (2, "status", "eхact", "х is a Cyrillic letter that looks like the Latin x. ", "Perhaps 'exact' was meant."),
        (
            2,
            "indicator",
            "complaintѕ",
            "ѕ is a Cyrillic letter that looks like the Latin s. ",
            "Perhaps 'complaints' was",
        ),
        (
            2,
            "source",
            "mаdе_up_statement",
            "а is a Cyrillic letter that looks like the Latin a; е is a ",
            "Perhaps 'made",
        ),
        (2, "id", "О02", "О is a Cyrillic letter that looks like the Latin O. ", "Write O02."),
    ],
)
def test_a_cyrillic_letter_in_a_code_is_named(
    package: SyntheticPackage, row: int, column: str, text: str, named: str, meant: str
) -> None:
    package.put("observations", row, **{column: text})
    (fault,) = package.faults()
    assert fault.remedy.startswith(named)
    assert meant in fault.remedy


@pytest.mark.parametrize("blank", ["NA", "n/a", "N/A", "-", "–", "#N/A"])
@pytest.mark.parametrize(
    ("row", "column", "other"),
    [
        (13, "high", {"status": "none_known", "low": ""}),
        (2, "note", {}),
        (2, "outcome_of", {}),
        (14, "case", {}),
    ],
)
def test_where_nothing_is_known_the_cell_is_left_empty(
    package: SyntheticPackage, row: int, column: str, other: dict[str, str], blank: str
) -> None:
    package.put("observations", row, **{column: blank}, **other)
    faults = package.faults()
    assert {(fault.row, fault.column) for fault in faults} == {(row, column)}
    assert {fault.remedy for fault in faults} == {"Leave the cell empty, as nothing is known."}


def test_what_must_be_there_is_not_left_empty(package: SyntheticPackage) -> None:
    package.put("safeguards", 3, finding_en="n/a")
    package.put("observations", 2, status="NA")
    assert [fault.remedy for fault in package.faults()] == ["Use one of these codes.", "Write the text."]


def test_a_letter_that_the_typeface_lacks_is_told_at_its_cell(package: SyntheticPackage) -> None:
    package.put("events", 2, event_en="Закон №\u00a05 о Ӣ, ғ и ҳ: q\u0301, и\u0306, non\u2011breaking, \u202fthin")
    package.load()
    package.put("events", 2, event_en="a law, 法")
    bibliography = package.folder / "references.bib"
    bibliography.write_text(bibliography.read_text("utf-8").replace("Synthetic context", "Synthetic 法"), "utf-8")
    assert [(fault.file, fault.row, fault.column) for fault in package.faults()] == [
        ("events.csv", 2, "event_en"),
        ("references.bib", 6, "title"),
    ]
    assert {fault.expected for fault in package.faults()} == {"letters that the typeface has, not 法 (U+6CD5)"}


def test_many_faults_are_all_reported_at_once(package: SyntheticPackage) -> None:
    spoilt = [
        ("countries", 3, "slug", "Beland"),
        ("indicators", 2, "unit", "complaint"),
        ("observations", 7, "series", "registry"),
        ("observations", 11, "high", "3"),
        ("observations", 14, "status", "upto"),
        ("observations", 15, "period", "2022-13"),
        ("safeguards", 3, "practice", "harmfull"),
        ("cases", 3, "person", ""),
        ("events", 3, "date", "April"),
        ("recommendations", 2, "topics", "nothing"),
        ("signatories", 2, "source", "nobody"),
    ]
    for table, row, column, text in spoilt:
        package.put(table, row, **{column: text})
    bibliography = package.folder / "references.bib"
    bibliography.write_text(bibliography.read_text("utf-8").replace("author = {Nobody},", ""), "utf-8")
    assert package.cells() == sorted([*((f"{t}.csv", r, c) for t, r, c, _ in spoilt), ("references.bib", 5, "author")])


MAY_BE_EMPTY = ["answers", "corrections", "labels"]


@pytest.mark.parametrize("table", MAY_BE_EMPTY)
def test_tables_that_need_no_rows_need_a_heading(package: SyntheticPackage, table: str) -> None:
    heading = (package.folder / f"{table}.csv").read_text("utf-8").splitlines()[0]
    (package.folder / f"{table}.csv").write_text(heading, "utf-8")
    assert package.load()
    (package.folder / f"{table}.csv").write_text("", "utf-8")
    assert package.cells() == [(f"{table}.csv", 0, "")]


@pytest.mark.parametrize("table", [table for table in SYNTHETIC if table not in MAY_BE_EMPTY])
def test_a_table_without_rows_is_one_fault(package: SyntheticPackage, table: str) -> None:
    path = package.folder / f"{table}.csv"
    for text in (path.read_text("utf-8").splitlines()[0], "", "\ufeff"):
        path.write_text(text, "utf-8")
        assert package.cells() == [(f"{table}.csv", 0, "")]
    path.unlink()
    assert package.cells() == [(f"{table}.csv", 0, "")]


@pytest.mark.parametrize("table", SYNTHETIC)
def test_a_missing_column_is_one_fault(package: SyntheticPackage, table: str) -> None:
    path = package.folder / f"{table}.csv"
    for column in package.columns(table)[:: len(package.columns(table)) - 1]:  # the first and the last
        columns = [other for other in package.columns(table) if other != column]
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, columns, restval="", extrasaction="ignore")
            writer.writeheader()
            writer.writerows(package.tables[table])
        assert package.cells() == [(path.name, 1, column)]


@pytest.mark.parametrize(
    ("table", "row", "column"),
    [("countries", 2, "iso3"), ("series", 3, "id"), ("indicators", 2, "id"), ("topics", 2, "id"), ("cases", 3, "id")],
)
def test_an_empty_key_is_one_fault(package: SyntheticPackage, table: str, row: int, column: str) -> None:
    package.put(table, row, **{column: ""})
    assert package.cells() == [(f"{table}.csv", row, column)]


def test_a_second_region_is_reported_with_the_first(package: SyntheticPackage) -> None:
    package.put("countries", 3, kind="region")
    fault = package.faults()[0]
    assert (fault.row, fault.column, "row 3" in fault.expected) == (4, "kind", True)


def test_an_unknown_short_code_is_answered_with_the_list(package: SyntheticPackage) -> None:
    package.put("events", 2, country="XA")
    assert package.faults()[0].remedy == "Use one of XCA, XXA, XXB, or add it to countries."


def test_a_row_that_was_cut_is_one_fault(package: SyntheticPackage) -> None:
    path = package.folder / "cases.csv"
    lines = path.read_text("utf-8").splitlines()
    path.write_text("\n".join([*lines[:2], lines[2].rpartition(",")[0]]), "utf-8")
    assert package.cells() == [("cases.csv", 3, "")]
