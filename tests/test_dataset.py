"""Whatever stands in the files of a data package, it is read or refused, with every fault in words."""

from __future__ import annotations

import csv
import json
from contextlib import suppress
from pathlib import Path

import pandas as pd
import pytest
from frictionless import Package, system
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from behindbars.errors import DataError, ProjectError
from behindbars.package import load
from tests.conftest import SYNTHETIC, SyntheticPackage


def test_the_error_lists_every_fault_in_words(package: SyntheticPackage) -> None:
    package.put("observations", 11, high="3")
    package.put("events", 2, date="soon")
    with pytest.raises(DataError) as caught:
        package.load()
    lines = str(caught.value).splitlines()
    assert lines[0] == "2 faults in the data:"
    assert lines[1].startswith("  events.csv, row 2, column date: found 'soon', expected")
    assert lines[2].startswith("  observations.csv, row 11, column high: found '3', expected")


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


@pytest.mark.parametrize(
    ("table", "column"), [("cases", "person"), ("observations", "status"), ("safeguards", "source")]
)
def test_a_descriptor_without_a_column_of_ours_is_refused(package: SyntheticPackage, table: str, column: str) -> None:
    schema = next(item for item in package.descriptor["resources"] if item["name"] == table)["schema"]
    schema["fields"] = [field for field in schema["fields"] if field["name"] != column]
    for row in package.tables[table]:
        row.pop(column, None)
    package.write()
    with pytest.raises(ProjectError, match=f"no column '{column}' of table '{table}'"):
        package.load()


def test_a_descriptor_without_a_table_of_ours_is_refused(package: SyntheticPackage) -> None:
    package.descriptor["resources"] = [
        item for item in package.descriptor["resources"] if item["name"] != "signatories"
    ]
    (package.folder / "datapackage.json").write_text(json.dumps(package.descriptor), "utf-8")
    with pytest.raises(ProjectError, match="no table 'signatories'"):
        package.load()


cells = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.sampled_from(
    ["0", "-1", "1e9", "2024", "exact", "unknown", "C1", "XXA", "..", "2024/2023", "made_up_context"]
)
places = [
    (table, row, column)
    for table, rows in SYNTHETIC.items()
    for row, cells_ in enumerate(rows, start=2)
    for column in cells_
]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
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
