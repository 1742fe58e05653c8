from __future__ import annotations

import csv
import json
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from frictionless import Package, system
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from behindbars.dataset import load
from behindbars.dates import Period
from behindbars.errors import DataError, ParameterError, ProjectError
from behindbars.values import Status, Value
from tests.conftest import SYNTHETIC, SyntheticPackage


def test_rows_become_typed_records(package: SyntheticPackage) -> None:
    dataset = package.load()
    row = dataset.observation_rows[9]
    assert row.value == Value(4, 6, Status.RANGE, "complaints")
    assert row.period == Period.parse("2023-01/2024-06")
    assert (row.year, row.case, row.is_context) == (2024, None, False)
    assert dataset.events[1].date.uncertain
    assert dataset.recommendations[0].topics == ("definition", "amnesty")
    assert dataset.recommendations[0].indicators == ("complaints",)
    assert dataset.indicators["complaints"].stage == 1
    assert dataset.indicators["share"].stage is None
    assert (dataset.safeguards[0].law, dataset.safeguards[0].practice) == ("partial", None)
    assert len(dataset.observation_rows) == len(SYNTHETIC["observations"])


def test_context_is_told_from_the_statement(package: SyntheticPackage) -> None:
    dataset = package.load()
    assert [row.id for row in dataset.observation_rows if row.is_context] == ["O15", "O16"]
    assert dataset.years == (2024,)
    assert [country.iso3 for country in dataset.countries_of(2024)] == ["XXA", "XXB"]


@pytest.mark.parametrize(
    ("filters", "identifiers"),
    [
        ({"country": "XXB", "year": 2024}, ["O11", "O12", "O13", "O14"]),
        ({"country": "XXB", "indicator": "complaints"}, ["O11", "O15", "O16"]),
        ({"country": "XXB", "indicator": "complaints", "statement_only": True}, ["O11"]),
        ({"series": "register", "country": "XXA"}, ["O07", "O08", "O09", "O10"]),
        ({"country": "XCA"}, []),
    ],
)
def test_observations_are_filtered(
    package: SyntheticPackage, filters: dict[str, object], identifiers: list[str]
) -> None:
    found = package.load().observations(**filters)  # type: ignore[arg-type]
    assert [row.id for row in found] == identifiers


def test_an_unknown_country_is_answered_with_the_nearest(package: SyntheticPackage) -> None:
    dataset = package.load()
    assert dataset.country("XXA").name_en == "Synthetic A"
    with pytest.raises(ParameterError, match="perhaps XXA was meant"):
        dataset.country("xxa")
    for unknown in ("France", "XA"):  # XA is as near to XXA as to XCA
        with pytest.raises(ParameterError, match="there are XXA, XXB, XCA"):
            dataset.country(unknown)


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
    assert after == before
    assert after.observation_rows[10].value.low == 20.5


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
        assert len(package.load().observation_rows) == len(SYNTHETIC["observations"])
    package.put(table, row, **{column: before})


def test_the_project_data_is_valid(project_data: Path) -> None:
    dataset = load(project_data)
    assert 2024 in dataset.years
    assert {country.slug for country in dataset.countries.values()} == {
        *("kazakhstan", "kyrgyzstan", "tajikistan", "turkmenistan", "uzbekistan", "regional_overview")
    }


def test_the_project_data_is_valid_for_frictionless(project_data: Path) -> None:
    with system.use_context(trusted=True):
        report = Package(str(project_data / "datapackage.json")).validate()
    assert report.valid, report.flatten(["title", "rowNumber", "fieldName", "message"])
    assert len(report.tasks) == 13


def test_loading_needs_no_pandas(project_data: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from behindbars.dataset import load; "
        f"load(Path({str(project_data)!r})); print({{'pandas', 'altair'}} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
