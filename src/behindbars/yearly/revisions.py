"""Revisions: what an edition had published, against what the data says of it now.

When an edition is published, its data package is kept as it was. Whatever changes afterwards in the rows that it
published is a revision, and readers are told of each in the table of corrections.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd

from behindbars.errors import DataError, Fault
from behindbars.measures.frames import rows
from behindbars.package import DataPackage
from behindbars.package.checking import check
from behindbars.package.descriptor import read_package
from behindbars.package.needs import EDITION_TABLES
from behindbars.package.periods import readable
from behindbars.package.reading import read_contents
from behindbars.package.rows import Contents, Row

PUBLISHED = "published"
"""Folder of the data package that keeps the data of each published edition, by its year."""
ROW = ["table", "row", "country", "year"]


def published_contents(data: Path, year: int) -> Contents | None:
    """Read the data package as the edition of a year was published from it; None where no copy is kept.

    Raises
    ------
    DataError, ProjectError
        If it cannot be read.
    """
    folder = data / PUBLISHED / str(year)
    if not folder.is_dir():
        return None
    package = read_package(folder)
    # It has the rows of its edition only: of a table, that may be none.
    tables = tuple(replace(table, may_be_empty=True) for table in package.tables)
    contents, faults = read_contents(folder, replace(package, tables=tables))
    faults += check(contents, ())
    if faults:
        remedy = "This is the data as it was published: restore it from the last good version."
        raise DataError([replace(one, file=f"{PUBLISHED}/{year}/{one.file}", remedy=remedy) for one in faults])
    return contents


def cells_of(contents: Contents) -> pd.DataFrame:
    """List the cells of the tables of an edition, but for texts in other languages, which no edition prints."""
    cells = []
    for table in EDITION_TABLES:
        for row in contents.table(table):
            source = contents.references.get(row.text("source"))
            context = source is not None and not source.is_statement
            place = (table, row.text("id"), row.text("country"), row.values["year"], row.number, context)
            for column in row.texts:
                if not column.endswith("_ru"):
                    cells.append((*place, column, row.texts[column].strip(), _meaning(row, column)))
            cells.append((*place, "", "", ""))  # for the row as a whole
    columns = [*ROW, "number", "context", "column", "text", "meaning"]
    return pd.DataFrame(cells, columns=columns).reset_index(names="order")


def _meaning(row: Row, column: str) -> str:
    """Give what a cell says: how a number or a date is written makes no difference."""
    period = readable(row.text(column)) if column in ("period", "date") else None
    if period:
        return str((period.start, period.end, period.approximate, period.uncertain))
    return str(row.values[column])


def revisions(published: pd.DataFrame, now: pd.DataFrame, years: tuple[int, ...], year: int) -> pd.DataFrame:
    """List what is not as an edition had published it: a merge of cells as they were published with those of today.

    An edition publishes its own rows, and those of context that are older than it and younger than the edition before.

    Returns
    -------
    DataFrame
        One row is a cell that changed, or a row of a table that came or went: ``table``, ``row`` (its id), ``country``
        and ``year``; ``kind`` (changed, added, removed); ``column``, ``old`` and ``new`` as they are written, no column
        for a whole row; ``number`` of the row in the file, 0 where it was removed; ``context`` (bool).
    """
    found = published.merge(now, how="outer", on=[*ROW, "column"], suffixes=("_old", "_new"), indicator="kind")
    found["kind"] = found["kind"].astype(str).map({"both": "changed", "left_only": "removed", "right_only": "added"})
    found = found.sort_values(["order_old", "order_new"], kind="stable")
    # A cell that only one of them has is of a row that came or went, or of a column that the descriptor got since.
    differs = found["meaning_old"].ne(found["meaning_new"]) & found["kind"].eq("changed")
    found = found[differs | (found["column"].eq("") & found["kind"].ne("changed"))]
    found = _of_edition(found, years, year)
    found = found[found["kind"].ne("added") | found["year"].eq(year)]  # older context may be added at any time
    return found.assign(
        old=found["text_old"].fillna(""),
        new=found["text_new"].fillna(""),
        number=found["number_new"].fillna(0).astype(int),
        context=found["context_new"].fillna(found["context_old"]).astype(bool),
    )


def _of_edition(cells: pd.DataFrame, years: tuple[int, ...], year: int) -> pd.DataFrame:
    """Keep the rows that an edition was the first to publish: its own, and context younger than the edition before."""
    before = max((other for other in years if other < year), default=0)
    return cells[cells["year"].between(before + 1, year) & (year in years)]


def revision_faults(package: DataPackage) -> list[Fault]:
    """Find revisions that readers are not told of, and corrections of what was never changed.

    Raises
    ------
    ProjectError
        If the descriptor of a published copy cannot be read.
    """
    now = read_contents(package.folder, package.descriptor)[0]
    cells, corrections = cells_of(now), package.frames["corrections"]
    faults: list[Fault] = []
    for year in sorted({*package.years, *corrections["year"]}):
        own, found = corrections[corrections["year"].eq(year)], _of_edition(cells, package.years, year)
        expected, remedy = f"the id of a row of {{}} in the edition of {year}", "Correct table, row, year or country."
        try:
            copy = published_contents(package.folder, year)
        except DataError as error:
            faults += error.faults
            continue
        if copy:
            # What was published together with its correction is in the copy as it was corrected.
            own = own[~own["id"].isin(copy.by("corrections"))]
            found = revisions(cells_of(copy), cells, package.years, year)
            expected = f"the id of a row of {{}} that is not as the edition of {year} published it"
            remedy = "Delete the correction, or correct what it names."
        told = _told(found, own)
        for one in rows(own[~own["id"].isin(told["id"])]):
            place = one.table + (", with its country," if one.table == "safeguards" or one.country else "")
            faults.append(now.by("corrections")[one.id].fault("row", expected.format(place), remedy))
        if copy:
            missing = found.merge(told[ROW].drop_duplicates(), how="left", on=ROW, indicator="told")
            missing = missing[missing["told"].eq("left_only") & ~(missing["kind"].eq("added") & missing["context"])]
            faults += [_untold(revision, year) for _, revision in missing.groupby(ROW, sort=False)]
    return sorted(faults)


def _told(found: pd.DataFrame, corrections: pd.DataFrame) -> pd.DataFrame:
    """Pair rows with the corrections that name them; only of a finding must a correction name the country."""
    named = corrections[["id", "table", "row", "country"]].rename(columns={"country": "named"})
    pairs = found.merge(named.astype({"table": str}), on=["table", "row"])
    left_out = pairs["named"].isna() & pairs["table"].ne("safeguards")
    return pairs[left_out | pairs["named"].eq(pairs["country"])]


def _untold(revision: pd.DataFrame, year: int) -> Fault:
    """Ask for the correction of a row that was revised."""
    first = revision.iloc[0]
    where = f"{first['table']} {first['row']}" + (f" ({first['country']})" if first["country"] else "")
    expected = f"an entry in corrections.csv for {where}, edition of {year}: "
    expected += {
        "added": "the row was not in it",
        "removed": "the row was in it and is no longer there",
        "changed": f"it published {first['old']!r}",
    }[first["kind"]]
    if len(revision) > 1:
        expected += f"; also changed: {', '.join(revision['column'][1:])}"
    remedy = "Say there what was corrected and why, or put back what was published."
    return Fault(f"{first['table']}.csv", int(first["number"]), first["column"], first["new"], expected, remedy)
