"""Revisions: what an edition had published, against what the data says of it now.

When an edition is published, its data package is kept as it was. Whatever changes afterwards in the rows
that it published is a revision, and readers are told of each in the table of corrections.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from behindbars.contents import Contents, read_contents
from behindbars.dataset import EDITION_TABLES, Correction, Dataset
from behindbars.dates import readable
from behindbars.errors import DataError, Fault
from behindbars.project import PUBLISHED as PUBLISHED_FOLDER
from behindbars.schema import read_package
from behindbars.tables import Cell, Row
from behindbars.wording import listing

PUBLISHED = PUBLISHED_FOLDER.name
CORRECTIONS = "corrections.csv"
OTHER_LANGUAGE = "_ru"
"""How the columns end that no reader of an edition sees."""
_KEYS = ("id", "year", "country")
_DATES = ("period", "date")


@dataclass(frozen=True)
class Revision:
    """One row that is not as its edition had published it.

    Attributes
    ----------
    year : int
        The edition.
    table, row : str
        Name of the table, identifier of the row.
    country : str or None
        Code of the row's country, where the table has one.
    kind : {"changed", "added", "removed"}
        What became of it.
    cells : tuple of (column, old, new)
        The cells that changed, as they are written; none where the whole row was added or removed.
    number : int
        The row in the file as it is now; 0 where it was removed.
    is_context : bool
        Whether its source is another than a statement.
    """

    year: int
    table: str
    row: str
    country: str | None
    kind: Literal["changed", "added", "removed"]
    cells: tuple[tuple[str, str, str], ...]
    number: int
    is_context: bool

    @property
    def needs_correction(self) -> bool:
        """Whether readers must be told: context that is added later takes nothing back."""
        return not (self.kind == "added" and self.is_context)


def is_published(data: Path, year: int) -> bool:
    """Whether a copy of the data package is kept as the edition of a year was published from it."""
    return (data / PUBLISHED / str(year)).is_dir()


def revisions(data: Path, dataset: Dataset, year: int) -> list[Revision]:
    """List the rows that are not as an edition had published them.

    An edition publishes its own rows, and those of context that are older than it and younger than the
    edition before. Of rows that were added, only those of the year itself count.

    Parameters
    ----------
    data : Path
        Folder of the data package.
    dataset : Dataset
        The same data package, valid.
    year : int
        Edition year; without a copy of what it published, there is nothing to list.

    Raises
    ------
    DataError, ProjectError
        If the copy cannot be read.
    """
    if not is_published(data, year):
        return []
    return list(_revisions(published_contents(data, year), _now(data, dataset), dataset.years, year))


def published_contents(data: Path, year: int) -> Contents:
    """Read the data package as the edition of a year was published from it.

    Raises
    ------
    DataError, ProjectError
        If it cannot be read.
    """
    folder = data / PUBLISHED / str(year)
    contents, faults = read_contents(folder, read_package(folder))
    if faults:
        remedy = "This is the data as it was published: restore it from the last good version."
        raise DataError([replace(one, file=f"{PUBLISHED}/{year}/{one.file}", remedy=remedy) for one in faults])
    return contents


def _now(data: Path, dataset: Dataset) -> Contents:
    return read_contents(data, dataset.package)[0]


def edition_of(years: tuple[int, ...], year: int) -> int | None:
    """Give the edition that first published the rows of a year: its own, or the next; None if it is still to come."""
    return min((edition for edition in years if edition >= year), default=None)


def _revisions(old: Contents, new: Contents, years: tuple[int, ...], year: int) -> Iterator[Revision]:
    for table in EDITION_TABLES:
        before, after = (_rows(contents, table, years, year) for contents in (old, new))
        for key, row in before.items():
            now = after.get(key)
            if now is None:
                yield _revision(table, year, "removed", row, old)
            elif cells := _changed(row, now):
                yield replace(_revision(table, year, "changed", now, new), cells=cells)
        for key, row in after.items():
            if key not in before and row.values["year"] == year:
                yield _revision(table, year, "added", row, new)


def _rows(contents: Contents, table: str, years: tuple[int, ...], year: int) -> Mapping[tuple[Cell, ...], Row]:
    """Give the rows that an edition published, by what identifies them."""
    rows = [row for row in contents.table(table) if isinstance(row.values.get("year"), int)]
    country = "country" if table == "safeguards" else "year"
    return {
        (row.values["id"], row.values["year"], row.values[country]): row
        for row in rows
        if edition_of(years, int(row.values["year"] or 0)) == year
    }


def _revision(
    table: str, year: int, kind: Literal["changed", "added", "removed"], row: Row, contents: Contents
) -> Revision:
    reference = contents.references.get(row.text("source"))
    number = 0 if kind == "removed" else row.number
    is_context = reference is not None and not reference.is_statement
    return Revision(year, table, row.text("id"), row.text("country") or None, kind, (), number, is_context)


def _changed(old: Row, new: Row) -> tuple[tuple[str, str, str], ...]:
    """List the cells that read otherwise; how a number or a date is written makes no difference."""
    columns = [name for name in new.values if name in old.values and not name.endswith(OTHER_LANGUAGE)]
    return tuple(
        (name, old.texts[name].strip(), new.texts[name].strip())
        for name in columns
        if (name not in _KEYS or name == "country") and not _same(name, old, new)
    )


def _same(column: str, old: Row, new: Row) -> bool:
    if column in _DATES:
        return readable(old.text(column)) == readable(new.text(column))
    return old.values[column] == new.values[column]


def revision_faults(data: Path, dataset: Dataset) -> list[Fault]:
    """Find revisions that readers are not told of, and corrections of what was never changed.

    Parameters
    ----------
    data : Path
        Folder of the data package.
    dataset : Dataset
        The same data package, valid.

    Returns
    -------
    list of Fault
        Empty where no edition is published and no correction names a row that is not there.

    Raises
    ------
    ProjectError
        If the descriptor of a published copy cannot be read.
    """
    now = _now(data, dataset)
    faults: list[Fault] = []
    kept: dict[int, Contents] = {}
    for year in (year for year in dataset.years if is_published(data, year)):
        try:
            kept[year] = published_contents(data, year)
        except DataError as error:
            faults += error.faults
    numbers = {row.text("id"): row for row in now.table("corrections")}
    for year, published in kept.items():
        found = list(_revisions(published, now, dataset.years, year))
        # What was published together with its correction is in the copy as it was corrected.
        told = {row.text("id") for row in published.table("corrections")}
        since = [one for one in dataset.corrections if one.year == year and one.id not in told]
        faults += [
            _untold(revision)
            for revision in found
            if revision.needs_correction and not any(_tells(one, revision) for one in since)
        ]
        expected = f"a row that is not as the edition of {year} published it"
        faults += [
            numbers[one.id].fault("row", expected, "Delete the correction, or correct what it names.")
            for one in since
            if _names(one, (published, now), dataset.years) and not any(_tells(one, revision) for revision in found)
        ]
    for one in dataset.corrections:
        places = (now, kept[one.year]) if one.year in kept else (now,)
        if not _names(one, places, dataset.years):
            expected = f"the id of a row of {one.table} in the edition of {one.year}"
            expected += ", and its country" if one.table == "safeguards" or one.country else ""
            faults.append(numbers[one.id].fault("row", expected, "Correct table, row, year or country."))
    return sorted(faults)


def _names(correction: Correction, places: Iterable[Contents], years: tuple[int, ...]) -> bool:
    """Whether a correction names a row that is there, or was published."""
    return any(
        row.text("id") == correction.row and correction.country in _countries(correction.table, row.text("country"))
        for contents in places
        for row in _rows(contents, correction.table, years, correction.year).values()
    )


def _countries(table: str, country: str) -> tuple[str | None, ...]:
    """Give what a correction may name as a row's country: only in the key of a finding does it tell rows apart."""
    return (country,) if table == "safeguards" else (None, country or None)


def _tells(correction: Correction, revision: Revision) -> bool:
    same = (correction.year, correction.table, correction.row) == (revision.year, revision.table, revision.row)
    return same and correction.country in _countries(revision.table, revision.country or "")


def _untold(revision: Revision) -> Fault:
    """Ask for the correction of a row that was revised."""
    where = f"{revision.table} {revision.row}" + (f" ({revision.country})" if revision.country else "")
    expected = f"an entry in {CORRECTIONS} for {where}, edition of {revision.year}"
    remedy = "Say there what was corrected and why, or put back what was published."
    file = f"{revision.table}.csv"
    if revision.kind != "changed":
        done = "was not in it" if revision.kind == "added" else "was in it and is no longer there"
        return Fault(file, revision.number, "", "", f"{expected}: the row {done}", remedy)
    column, old, new = revision.cells[0]
    others = [name for name, _, _ in revision.cells[1:]]
    more = f"; also changed: {listing(others)}" if others else ""
    return Fault(file, revision.number, column, new, f"{expected}: it published {old!r}{more}", remedy)
