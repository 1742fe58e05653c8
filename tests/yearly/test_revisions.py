"""Revisions: what an edition had published against the data of today, and the corrections that tell of it."""

from __future__ import annotations

import shutil

import pytest
from tests.conftest import SyntheticPackage

from behindbars.errors import DataError, ProjectError
from behindbars.package import load
from behindbars.package.reading import read_contents
from behindbars.yearly.revisions import (
    PUBLISHED,
    cells_of,
    published_contents,
    revision_faults,
    revisions,
)


def freeze(package: SyntheticPackage, year: int = 2024) -> None:
    """Keep a copy of the tables, as publishing does."""
    folder = package.folder / PUBLISHED / str(year)
    folder.mkdir(parents=True)
    for file in package.folder.iterdir():
        if file.is_file():
            shutil.copy(file, folder)


def correct(package: SyntheticPackage, table: str, row: str, country: str = "", **cells: str) -> None:
    entry = {"id": f"K{len(package.tables['corrections']) + 1}", "year": "2024", "table": table, "row": row}
    texts = {"what_en": "Synthetic.", "why_en": "Synthetic.", "noticed_by": "Nobody", "date": "2025-08-01"}
    package.tables["corrections"].append(entry | {"country": country} | texts | cells)
    package.write()


def faults(package: SyntheticPackage):
    return revision_faults(load(package.folder))


def told(package: SyntheticPackage, year: int = 2024):
    """List revisions: kind, table, row, and the cell."""
    data = load(package.folder)
    kept, now = published_contents(data.folder, year), read_contents(data.folder, data.descriptor)[0]
    if kept is None:
        return []
    found = revisions(cells_of(kept), cells_of(now), data.years, year)
    columns = ["kind", "table", "row", "column", "old", "new"]
    return list(found[columns].itertuples(index=False, name=None))


@pytest.fixture
def published(package: SyntheticPackage) -> SyntheticPackage:
    freeze(package)
    return package


def test_without_a_copy_nothing_is_a_revision(package):
    assert published_contents(package.folder, 2024) is None
    assert told(package) == []
    assert faults(package) == []


def test_what_is_as_it_was_published_is_no_revision(published):
    assert published_contents(published.folder, 2024)
    assert told(published) == []
    assert faults(published) == []


def test_a_changed_cell_is_listed_and_needs_a_correction(published):
    published.put("observations", 7, low="10", high="10", note="Synthetic note.")
    assert told(published) == [
        ("changed", "observations", "O07", "low", "9", "10"),
        ("changed", "observations", "O07", "high", "9", "10"),
        ("changed", "observations", "O07", "note", "", "Synthetic note."),
    ]
    [fault] = faults(published)
    assert (fault.file, fault.row, fault.column, fault.value) == ("observations.csv", 7, "low", "10")
    assert "an entry in corrections.csv for observations O07 (XXA), edition of 2024: it published '9'" in str(fault)
    assert "also changed: high, note" in str(fault)
    correct(published, "observations", "O07")
    assert faults(published) == []


def test_how_a_number_or_a_date_is_written_is_no_change(published):
    published.put("observations", 7, low="9.0", period="2024-01/2024-12")
    assert told(published) == []


def test_what_no_reader_sees_is_no_change(published):
    published.put("safeguards", 2, finding_ru="Synthetic.")
    assert told(published) == []


@pytest.mark.parametrize(
    ("table", "row", "cells"),
    [
        ("safeguards", 2, {"law": "absent"}),
        ("cases", 2, {"answer_en": "Synthetic answer."}),
        ("events", 2, {"date": "2024-09-14"}),
        ("recommendations", 2, {"text_en": "Another."}),
        ("signatories", 2, {"name_en": "Another organisation"}),
    ],
)
def test_every_table_of_an_edition_is_compared(published, table, row, cells):
    published.put(table, row, **cells)
    assert [(kind, where, column) for kind, where, _, column, *_ in told(published)] == [("changed", table, *cells)]
    assert [fault.file for fault in faults(published)] == [f"{table}.csv"]


def test_a_finding_of_another_country_is_another_row(published):
    published.put("safeguards", 2, law="absent")
    correct(published, "safeguards", "Q2", "XXB")
    messages = [str(fault) for fault in faults(published)]
    assert any("safeguards Q2 (XXA)" in message for message in messages)
    assert any(message.startswith("corrections.csv, row 2") for message in messages)
    published.put("corrections", 2, country="XXA")
    assert faults(published) == []


def test_a_removed_row_needs_a_correction_and_keeps_its_name(published):
    published.tables["events"].pop(0)
    published.write()
    assert told(published) == [("removed", "events", "D2", "", "", "")]
    [fault] = faults(published)
    assert (fault.file, fault.row) == ("events.csv", 0)
    assert "no longer there" in str(fault)
    correct(published, "events", "D2", "XXA")
    assert faults(published) == []


def test_a_row_of_the_statement_that_is_added_needs_one_and_context_does_not(published):
    published.add("observations", 7, id="O20", indicator="sentence", series="register", low="3", high="3")
    assert [fault.row for fault in faults(published)] == [17]
    correct(published, "observations", "O20")
    published.add("observations", 15, id="O21", year="2024", period="2024")
    assert [kind for kind, *_ in told(published)] == ["added", "added"]
    assert faults(published) == []


def test_older_context_belongs_to_the_edition_that_published_it_first(published):
    published.put("observations", 15, low="91", high="91")
    assert told(published) == [
        ("changed", "observations", "O15", "low", "90", "91"),
        ("changed", "observations", "O15", "high", "90", "91"),
    ]
    correct(published, "observations", "O15")
    assert faults(published) == []
    published.add("observations", 15, id="O30", year="2019", period="2019")
    assert len(told(published)) == 2


def test_a_new_edition_is_no_revision_of_the_last_one(published):
    published.begin_2025()
    published.repeat_in_2025("observations", 7, period="2025", low="1", high="1")
    assert told(published) == []
    assert faults(published) == []


def test_a_correction_of_what_was_never_changed_is_a_fault(published):
    correct(published, "observations", "O07")
    [fault] = faults(published)
    assert (fault.file, fault.row, fault.column, fault.value) == ("corrections.csv", 2, "row", "O07")
    assert "that is not as the edition of 2024 published it" in str(fault)


@pytest.mark.parametrize(
    "cells",
    [{"row": "O99"}, {"year": "2023"}, {"table": "events"}, {"country": "XXB"}],
    ids=["row", "year", "table", "country"],
)
def test_a_correction_of_a_row_that_is_not_there_is_a_fault_even_without_a_copy(package, cells):
    correct(package, "observations", "O07")
    package.tables["corrections"][0].update(cells)
    package.write()
    [fault] = faults(package)
    assert (fault.file, fault.row, fault.column) == ("corrections.csv", 2, "row")
    assert "the id of a row of " in str(fault)


def test_a_correction_that_was_published_with_its_row_stays(package):
    package.put("observations", 7, low="10", high="10")
    correct(package, "observations", "O07")
    freeze(package)
    assert faults(package) == []
    package.put("observations", 7, low="11", high="11")
    assert [fault.file for fault in faults(package)] == ["observations.csv"]
    correct(package, "observations", "O07")
    assert faults(package) == []


def test_a_copy_that_was_damaged_is_a_fault_of_the_copy(published):
    copy = published.folder / PUBLISHED / "2024" / "observations.csv"
    copy.write_text(copy.read_text("utf-8").replace("exact", "exactly"), "utf-8")
    assert {fault.file for fault in faults(published)} == {"published/2024/observations.csv"}
    with pytest.raises(DataError, match="published/2024/observations"):
        told(published)


def test_a_copy_of_an_older_descriptor_is_compared_as_far_as_it_goes(package):
    fields = next(item for item in package.descriptor["resources"] if item["name"] == "observations")["schema"][
        "fields"
    ]
    note = fields.pop()
    assert note["name"] == "note"
    package.write()
    freeze(package)
    fields.append(note)
    package.put("observations", 7, note="Synthetic note.")
    assert told(package) == []


def test_a_descriptor_that_was_published_broken_is_named(published):
    (published.folder / PUBLISHED / "2024" / "datapackage.json").write_text('{"name": "synthetic"}', "utf-8")
    with pytest.raises(ProjectError, match=r"datapackage\.json"):
        faults(published)
