"""Importing a worksheet: what a person wrote goes into the data, all of it or nothing."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

import pandas as pd

from behindbars.build.project import put_in_place, stage
from behindbars.errors import BehindBarsError, DataError, Fault
from behindbars.measures.frames import words_in
from behindbars.package import DataPackage, load
from behindbars.package.checking import check, check_table
from behindbars.package.descriptor import Table
from behindbars.package.references import Reference, one_statement_an_edition, parse_references
from behindbars.package.rows import Cell, Contents, Row
from behindbars.package.rules import RULES
from behindbars.package.writing import Pair, entry_faults, rewrite
from behindbars.report.draft import open_questions
from behindbars.words import Words
from behindbars.yearly.beginning import renewed_profile
from behindbars.yearly.review import shortened
from behindbars.yearly.worksheet.book import export_worksheet
from behindbars.yearly.worksheet.layout import QUESTIONS, SOURCES, is_yearly
from behindbars.yearly.worksheet.reading import Intake

Change = tuple[Table, list[Pair]]
"""A table, and each of its rows as it is and as it is to be."""
Checks = Callable[[Path, int], pd.DataFrame]
"""Gives what the check asks of an edition of a project: ``question`` (its identifier) and ``asked`` (in words)."""


def import_worksheet(project: Path, file: Path, today: date, checks: Checks | None = None) -> list[str]:
    """Put what a person wrote in a worksheet into the data; say what changed.

    The worksheet is then written anew, if anything changed, and what was filled in stays beside it.

    Parameters
    ----------
    checks : callable, optional
        Gives what the check asks once the data is in place.

    Raises
    ------
    DataError
        The worksheet, or the data with it, has faults; all of them are listed and nothing is written.
    ProjectError
        The file is no worksheet of this project, or the data changed since its export.
    OSError
        A file cannot be written; the data is then as it was.
    """
    words = words_in("en")
    with stage(project) as aside:
        intake, changes, files = propose(aside / "data", file, today)
        for name, data in files.items():
            (aside / "data" / name).write_bytes(data)
        package, names = load(aside / "data"), [f"data/{name}" for name in files]
        asked = pd.DataFrame(columns=["question", "asked"])
        if checks:
            asked = checks(aside, intake.year)  # first, as it can fail too
        if profile := renewed_profile(aside, package, intake.year):
            names.append(f"_quarto-{intake.year}.yml")
            (aside / names[-1]).write_text(profile, encoding="utf-8", newline="\n")
        if names:
            put_in_place(aside, project, names)
    open_ = open_questions(package, intake.year, words)
    reopened = open_.loc[~open_["question"].isin(intake.open["question"]), "question"].tolist()
    lines = [*change_words(changes, reopened, file.name, words), *intake.notes]
    if files:
        lines.append(_renewed(project, file, intake.year, asked))
    counted = Counter([*open_["table"], *[QUESTIONS] * len(asked)])
    if not counted:
        return [*lines, "No question is open."]
    are_open = "question is still open" if counted.total() == 1 else "questions are still open"
    parts = ", ".join(f"{number} on the sheet {name}" for name, number in counted.items())
    return [*lines, f"{counted.total()} {are_open}: {parts}."]


def _renewed(project: Path, file: Path, year: int, checks: pd.DataFrame | None) -> str:
    """Write a worksheet anew, as the data is another now; say so, or why it could not be done."""
    kept = file.with_name(f"{file.stem}-imported.xlsx")
    try:
        kept.write_bytes(file.read_bytes())
        export_worksheet(project, year, file, checks, replace=True)
    except (BehindBarsError, OSError) as error:
        return f"{file.name} could not be written anew ({error}): make it with behindbars export before you go on."
    return f"{file.name} was written anew: go on in it. What you had filled in is kept as {kept.name}."


def is_imported(project: Path, file: Path) -> bool:
    """Whether a worksheet, as it was saved last, holds nothing that the data has not: it can be written anew."""
    try:
        intake, _, files = propose(project / "data", file, date.today())
        return not files and not intake.notes
    except BehindBarsError:
        return False


def propose(folder: Path, file: Path, today: date) -> tuple[Intake, list[Change], dict[str, bytes]]:
    """Find what an import would change: each table, and what is then in the files; it raises as `import_worksheet`."""
    package, files = load(folder), dict[str, bytes]()
    intake = Intake(file, package, words_in("en"), today)
    tables = [table for table in (*package.descriptor.tables, SOURCES) if table.name in intake.rows]
    changes = [(table, placed(table, intake)) for table in tables]
    for table, pairs in changes:
        if any(map(_differs, pairs)):
            files[table.file] = rewrite((folder / table.file).read_bytes(), table, pairs)
    bibliography = files.get(SOURCES.file) or (folder / SOURCES.file).read_bytes()
    if faults := _faults(package, intake, changes, parse_references(bibliography.decode("utf-8-sig"))[0]):
        raise DataError(faults)
    return intake, changes, files


def _differs(pair: Pair) -> bool:
    old, new = pair
    return not old or not new or old.values != new.values


def placed(table: Table, intake: Intake) -> list[Pair]:
    """Put the rows of a sheet in the places of those with the same key; new ones come after the last of the year."""

    def key(row: Row) -> tuple[Cell, ...]:
        return tuple(row.values.get(column) for column in table.primary_key)

    wanted = defaultdict[tuple[Cell, ...], list[Row]](list)
    for row in intake.rows[table.name]:
        wanted[key(row)].append(row)
    pairs, end = list[Pair](), len(intake.data[table.name])
    for number, old in enumerate(intake.data[table.name], start=1):
        if is_yearly(table) and old.values["year"] != intake.year:
            pairs.append((old, old))
        else:
            same = wanted[key(old)]
            pairs.append((old, same.pop(0) if same else None))
            end = number
    pairs[end:end] = [(None, row) for rows in wanted.values() for row in rows]
    return pairs


def _faults(
    package: DataPackage, intake: Intake, changes: Sequence[Change], references: Mapping[str, Reference]
) -> list[Fault]:
    """Check the data as it would be by the same rules as the data as it is; each fault once, at its cell."""
    faults, rows = list[Fault](), {table.name: [new for _, new in pairs if new] for table, pairs in changes}
    for table, pairs in changes:
        where = f"{intake.file}, sheet {table.name}"
        if table is SOURCES:
            found, references = _source_faults(package, where, pairs, references)
            faults += found
        elif not rows[table.name] and not table.may_be_empty:
            faults.append(Fault(where, 0, "", "an empty table", "at least one row", "Put the rows back."))
    rows.pop(SOURCES.name, None)
    faults += check(Contents(package.descriptor, rows, references), RULES)
    # What a cell should have held is said once: nothing else is known of one that cannot be read.
    first = {(one.file, one.row, one.column or one.expected): one for one in [*intake.faults, *faults][::-1]}
    return [*map(intake.in_cell, first.values())]


def _source_faults(
    package: DataPackage, where: str, pairs: Sequence[Pair], references: Mapping[str, Reference]
) -> tuple[list[Fault], dict[str, Reference]]:
    """Check the list of sources; give those at fault among them too, or whoever cites one would be a fault."""
    statements, found = {reference.key: reference for reference in package.statements.values()}, list[Fault]()
    for old, new in pairs:
        if old and (statement := statements.get(old.text("key"))):
            words, now = old.text("keywords"), references.get(statement.key, statement)
            expected = f"the keywords {words!r}, separated by commas"
            if not new:
                lost = f"the statement of the edition {statement.edition}, with {expected}"
                found.append(Fault(where, 0, "", statement.key, lost, "Put its row back."))
            elif new.text("keywords") != words and now.edition != statement.edition:
                found.append(new.fault("keywords", expected, "Write them so: they name the edition."))
    found += check_table([new for _, new in pairs if new], SOURCES)
    for pair in filter(_differs, pairs):
        found += entry_faults(pair[1], SOURCES) if pair[1] else []
    rows = {new.text("key"): new for _, new in pairs if new}
    known = statements | {key: references.get(key) or Reference(key, "", "") for key in rows if key not in statements}
    for fault in one_statement_an_edition(known):
        found.append(rows[fault.value].fault("keywords", fault.expected, fault.remedy))
    return found, known


def change_words(changes: Sequence[Change], reopened: Sequence[str], file: str, words: Words) -> list[str]:
    """Say what changed, a line for each: what was removed first, and which questions are open again by it."""
    removed, others = list[str](), list[str]()
    for table, pairs in changes:
        gone, added = [old for old, new in pairs if old and not new], [new for old, new in pairs if new and not old]
        changed = [(old, new) for old, new in pairs if old and new and old.values != new.values]
        what = "Answers taken back" if table.name == "answers" else f"Removed from {table.name}"
        removed += [f"{what}, as the worksheet has them no longer: {_keys(gone, table)}."] if gone else []
        if table.name == "answers":
            count = len(added) + len(changed)
            others += [f"{count} {'answer' if count == 1 else 'answers'} recorded."] if count else []
            continue
        noun = "row" if len(added) == 1 else "rows"
        others += [f"{table.name}: {len(added)} {noun} added: {_keys(added, table)}."] if added else []
        for old, new in changed:
            columns = [column for column in table.columns if old.values.get(column) != new.values.get(column)]
            others.append(f"{table.name}: {_keys([new], table)} changed: {words.listing(columns)}.")
    if not removed and not others:
        return [f"{file} says what the data has already."]
    again = [f"Open again: {shortened(reopened)}."] if reopened else []
    return [f"The data now has what {file} says:", *(f"  {line}" for line in (*removed, *again, *others))]


def _keys(rows: Sequence[Row], table: Table) -> str:
    keys = [column for column in table.primary_key if column != "year"]
    return shortened([" ".join(str(row.values[column]) for column in keys) for row in rows])
