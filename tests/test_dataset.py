"""Whatever stands in the files of a data package, it is read or refused, with every fault in words."""

from __future__ import annotations

import csv
from contextlib import suppress
from pathlib import Path

import pandas as pd
from frictionless import Package, system
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from behindbars.errors import DataError
from behindbars.package import load
from tests.conftest import SYNTHETIC, SyntheticPackage


def test_tables_saved_by_a_spreadsheet_with_semicolons_are_the_same(package: SyntheticPackage) -> None:
    before = package.load()
    for path in package.folder.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as stream:
            rows = [[cell.replace("20.5", "20,5") for cell in row] for row in csv.reader(stream)]
        with path.open("w", encoding="utf-8-sig", newline="") as stream:
            csv.writer(stream, delimiter=";").writerows(rows)
    after = package.load()
    for name, frame in before.frames.items():
        pd.testing.assert_frame_equal(after.frames[name], frame)
    assert after.references == before.references
    assert after.frames["observations"]["low"][10] == 20.5


cells = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.sampled_from(
    ["0", "-1", "1e9", "2024", "exact", "unknown", "C1", "XXA", "..", "2024/2023", "made_up_context"]
)
places = [
    (table, row, column)
    for table, rows in SYNTHETIC.items()
    for row, cells_ in enumerate(rows, start=2)
    for column in cells_
]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20, deadline=None)
@given(place=st.sampled_from(places), text=cells)
def test_whatever_stands_in_a_cell_the_data_is_read_or_refused(
    package: SyntheticPackage, place: tuple[str, int, str], text: str
) -> None:
    table, row, column = place
    before = package.tables[table][row - 2][column]
    package.put(table, row, **{column: text})
    with suppress(DataError):  # and no other error
        assert len(package.load().frames["observations"]) == len(SYNTHETIC["observations"])
    package.put(table, row, **{column: before})


def test_the_project_data_is_valid(project_data: Path) -> None:
    data = load(project_data)
    assert 2024 in data.years
    assert set(data.frames["countries"]["slug"]) == {
        *("kazakhstan", "kyrgyzstan", "tajikistan", "turkmenistan", "uzbekistan", "regional_overview")
    }


def test_the_project_data_is_valid_for_frictionless(project_data: Path) -> None:
    with system.use_context(trusted=True):
        report = Package(str(project_data / "datapackage.json")).validate()
    assert report.valid, report.flatten(["title", "rowNumber", "fieldName", "message"])
    assert len(report.tasks) == 13
