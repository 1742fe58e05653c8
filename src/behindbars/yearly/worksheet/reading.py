"""What a person wrote in a worksheet, as rows of tables."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pandas as pd

from behindbars.errors import Fault, ProjectError
from behindbars.measures.changes import NOT_MENTIONED
from behindbars.package import DataPackage
from behindbars.package.descriptor import Field, Table
from behindbars.package.reading import Row, read_rows
from behindbars.report.draft import AS_LAST_YEAR, CARRIED, question_of
from behindbars.words import Words
from behindbars.yearly.review import shortened
from behindbars.yearly.worksheet.cells import Grid, open_book, read_grid
from behindbars.yearly.worksheet.layout import (
    ANSWER,
    CODES,
    FORMAT,
    QUESTION,
    QUESTIONS,
    SILENCE,
    START,
    STATE,
    Sheet,
    answers_to,
    compose,
    data_of,
    is_yearly,
    places,
    state_of,
)

PLACE = ["year", "source", "locator", "confidence"]
"""Columns in which a row that repeats one of the last edition may differ from it."""
_NUMBERED = re.compile(r"([A-Za-z]*)([0-9]+)")


class Intake:
    """What was read of a worksheet: rows by their table, faults of the sheets by themselves, and notes for a person.

    A table whose sheet cannot be read has no rows here.

    Raises
    ------
    ProjectError
        It is no worksheet of this project, or the data is no longer what it was at the export.
    """

    def __init__(self, file: Path, package: DataPackage, words: Words, today: date) -> None:
        self.file, self.package, self.today, self.label = file.name, package, today, words.say("worksheet-name")
        self.book = open_book(file)
        self.year = year_of(self.book, file.name, package)
        self.data = data_of(package)
        self.given = {row.text("question"): row for row in self.data["answers"] if row.values["year"] == self.year}
        self.answered: set[str] = set()
        self.name = ""
        self.rows: dict[str, list[Row]] = {}
        self.grids: dict[str, Grid] = {}
        self.faults: list[Fault] = []
        self.notes: list[str] = []
        self._read(compose(package, self.year, words))

    def in_cell(self, fault: Fault) -> Fault:
        """Name the cell of a fault that is one of this worksheet's."""
        grid = self.grids.get(fault.file)
        if not grid or fault.cell:
            return fault
        row = grid.heading if fault.row == 1 else fault.row  # a table knows its heading as row 1
        letter = grid.letter(fault.column)
        return replace(fault, row=row, cell=f"{letter}{row}" if letter and row else "")

    def _read(self, sheets: Sequence[Sheet]) -> None:
        own = {START, CODES, STATE, *(sheet.name for sheet in sheets)}
        others = [name for name in self.book.sheetnames if name not in own]
        for sheet in sheets:
            if sheet.name in self.book.sheetnames and hasattr(self.book[sheet.name], "iter_rows"):
                self._read_sheet(sheet, sheets)
            else:
                remedy = "Give the sheet its name again, or take it from a new export."
                self.faults.append(Fault(self.file, 0, "", "", f"the sheet {sheet.name!r}", remedy))
        self.notes += [f"The sheet {name!r} is not a part of the worksheet: not read." for name in others]

    def _read_sheet(self, sheet: Sheet, sheets: Sequence[Sheet]) -> None:
        guides = [Field(name, "string") for name in sheet.guides if name == ANSWER]
        fields = {one.name: one for one in (*sheet.table.fields, *guides)}
        grid = read_grid(self.book[sheet.name], self.file, fields)
        self.grids[grid.where] = grid
        header = [name for name in grid.header.values() if name in fields or (name and name not in sheet.lines)]
        if sorted(name for name in header if name in fields) != sorted(fields):
            table = replace(sheet.table, fields=(*fields.values(),), may_be_empty=True)
            self.faults += read_rows(header, [], table, grid.where)[1]
            return
        for letter, name in grid.header.items():
            if name not in sheet.lines:
                column = f"{letter} ({name})" if name else f"{letter}, which has no heading"
                self.notes.append(f"Sheet {sheet.name}, column {column}: not read.")
        self.faults += grid.misread.values()
        if sheet.table is SILENCE:
            self._read_silence(grid, sheets)
        else:
            texts = self._check_answers(grid) if sheet.name == QUESTIONS else self._table_rows(grid, sheet)
            self._add(grid, sheet.table, texts)

    def _tell(self, grid: Grid, which: pd.Series, column: str, expected: str, remedy: str = "") -> None:
        """Report the cells of a column in the rows for which ``which`` is true."""
        remedy = remedy or "Empty the cell, or the yellow cells of the row."
        cells = grid.texts.loc[which, column].items()
        self.faults += [Fault(grid.where, int(str(row)), column, text, expected, remedy) for row, text in cells]

    def _table_rows(self, grid: Grid, sheet: Sheet) -> pd.DataFrame:
        """Give the rows that a sheet has for its table, and take the answers that stand in place of others."""
        texts = grid.texts.copy()
        if is_yearly(sheet.table):
            texts["year"] = self._years(grid, sheet.table)
        bare = texts.apply(lambda column: column.str.strip())
        if sheet.questions.empty:
            kept: pd.DataFrame = texts[bare.drop(columns=["year"] * is_yearly(sheet.table)).ne("").any(axis=1)]
            return kept
        is_told = bare[sheet.telling].ne("").any(axis=1)
        question = pd.Series([question_of(sheet.name, row) for row in bare.itertuples()], index=texts.index, dtype=str)
        answer, asked = bare[ANSWER].str.lower().str.split().str.join(" "), question.isin(sheet.questions.index)
        is_row = is_told | (~asked & bare.drop(columns=["year", ANSWER]).ne("").any(axis=1))
        allowed = answers_to(sheet.name)
        gone, again = (asked & answer.eq(one) & answer.isin(allowed) for one in (NOT_MENTIONED, AS_LAST_YEAR))
        last = self._last(sheet).reindex(question).set_axis(texts.index)
        differs = bare[last.columns].ne("") & bare[last.columns].ne(last)
        self._tell(grid, answer.ne("") & ~asked, ANSWER, "nothing, as this row answers no question")
        self._tell(grid, answer.ne("") & asked & ~answer.isin(allowed), ANSWER, f"{' or '.join(allowed)}, or nothing")
        self._tell(grid, answer.ne("") & asked & question.duplicated(keep=False), ANSWER, "one line for each question")
        self._tell(grid, gone & is_row, ANSWER, "nothing, as the row is filled in: it is mentioned, or it is not")
        differs = differs.drop(columns=PLACE, errors="ignore").any(axis=1)
        self._tell(grid, again & differs, ANSWER, "nothing, as the row says something else than the last edition")
        texts[last.columns] = texts[last.columns].mask(bare[last.columns].eq("") & again.to_frame().to_numpy(), last)
        for row in texts.index[gone | again]:
            self._answer(grid, row, sheet, question[row], answer[row], *self._signature())
        self.answered |= {*question[asked & (is_row | answer.ne(""))]}
        order = {name: position for position, name in enumerate(sheet.questions.index)}
        rank = question[is_row | again].map(order).fillna(len(order)).sort_values(kind="stable")
        return texts.loc[[*rank.index]]

    def _years(self, grid: Grid, table: Table) -> pd.Series:
        """Fill in the year; a row that the data has keeps it, and what is new may be context of another one."""
        year, own = grid.texts["year"].str.strip(), str(self.year)
        other, remedy = ~year.isin(["", own]), "Correct it. Rows of other years are changed in their own worksheet."
        if "id" in table.columns:
            other &= grid.texts["id"].isin([row.text("id") for row in self.data[table.name]])
        self._tell(grid, other, "year", f"{own}, the year of this worksheet", remedy)
        return year.where(year.ne(""), own)

    def _last(self, sheet: Sheet) -> pd.DataFrame:
        """Give the texts of the last edition, by the questions after them, as they would be repeated."""
        before = max(year for year in self.package.years if year < self.year)
        rows = [row.texts for row in self.data[sheet.name] if row.values["year"] == before]
        last = pd.DataFrame(rows, columns=[*sheet.table.columns], dtype=str).assign(year=str(self.year))
        last.index = pd.Index([question_of(sheet.name, row) for row in last.itertuples()])
        of_a_statement = last["source"].isin([reference.key for reference in self.package.statements.values()])
        last.loc[of_a_statement, "source"] = self.package.statements[self.year].key
        last.loc[of_a_statement, "locator"] = "not recorded"
        return last

    def _check_answers(self, grid: Grid) -> pd.DataFrame:
        """Give the answers to the questions of the check; what is new is signed."""
        texts = grid.texts[grid.texts["answer"].str.strip().ne("")].copy()
        for row, line in texts.iterrows():
            before = self.given.get(line["question"])
            if before and all(before.text(name) == line[name].strip() for name in ("answer", "asked")):
                texts.loc[row, ["name", "date"]] = [before.text("name"), before.text("date")]
            else:
                texts.loc[row, ["name", "date"]] = self._signature()
        return texts

    def _read_silence(self, grid: Grid, sheets: Sequence[Sheet]) -> None:
        """Answer all that is still open of a country by the name and the day in its line."""
        lines = grid.texts.apply(lambda column: column.str.strip())
        named, dated, remedy = lines["name"].ne(""), lines["date"].ne(""), "Fill it in, or empty the line."
        self._tell(grid, dated & ~named, "name", "your name", remedy)
        self._tell(grid, named & ~dated, "date", "the day on which you looked, such as 2026-07-01", remedy)
        for row, line in lines[named & dated].iterrows():
            for sheet in (sheet for sheet in sheets if sheet.name in CARRIED):
                place = places(sheet, self.package)
                for question in place.index[place.eq(line["country"]) & ~place.index.isin(self.answered)]:
                    self._answer(grid, row, sheet, question, NOT_MENTIONED, line["name"], line["date"])

    def _answer(self, grid: Grid, row: Any, sheet: Sheet, question: str, answer: str, name: str, day: str) -> None:
        """Take an answer, or the one that was given before if it is the same."""
        before = self.given.get(question)
        if before and before.text("answer") == answer:
            self.rows.setdefault("answers", []).append(before)
            return
        cells = {"year": str(self.year), "question": question, "asked": sheet.questions.at[question, QUESTION]}
        texts = pd.DataFrame([{**cells, "answer": answer, "name": name, "date": day}], index=[row])
        self._add(grid, self.package.descriptor.table("answers"), texts)

    def _signature(self) -> list[str]:
        """Give the name on the first sheet, and the day; a fault, once, where there is no name."""
        if not self.name:
            self.name, cell = _name(self.book, self.label)
            if not self.name:
                where, row = f"{self.file}, sheet {START}", int(cell[1:] or 0)
                remedy = "Write it in the yellow cell: an answer is kept with who gave it."
                self.faults.append(Fault(where, row, self.label, "", "your name", remedy, cell))
                self.name = "?"
        return [self.name, self.today.isoformat()]

    def _add(self, grid: Grid, table: Table, texts: pd.DataFrame) -> None:
        """Add rows to a table; new ones without an identifier get one."""
        if "id" in table.primary_key:
            self._name_new(grid, table, texts)
        cells = zip(texts.index, texts[[*table.columns]].to_numpy().tolist(), strict=True)
        rows, faults = read_rows(table.columns, cells, replace(table, may_be_empty=True), grid.where)
        self.faults += faults
        for row in rows:
            unread = {name: None for number, name in grid.misread if number == row.number}
            rows[rows.index(row)] = replace(row, values={**row.values, **unread})
        self.rows.setdefault(table.name, []).extend(rows)

    def _name_new(self, grid: Grid, table: Table, texts: pd.DataFrame) -> None:
        data, editions = self.data[table.name], {0, *self.package.years}
        taken = [row.text("id") for row in data] + [*texts["id"].str.strip()]
        numbers = next_identifiers([row.text("id") for row in data if row.values.get("year", 0) in editions], taken)
        for row in texts.index[texts["id"].str.strip().eq("")]:
            # Codes such as those of topics are chosen by a person; organisations have names to make them of.
            name = identifier_of(str(texts.at[row, "name_en"]), taken) if "name_en" in texts else next(numbers, "")
            texts.loc[row, "id"] = name
            taken.append(name)
            if name:
                self.notes.append(f"{grid.where.rpartition(', ')[2].capitalize()}, row {row}: id {name}.")


def name_in(file: Path, words: Words) -> str:
    """Find the name that a person wrote on the first sheet of a worksheet; "" where there is none."""
    return _name(open_book(file), words.say("worksheet-name"))[0]


def _name(book: Any, label: str) -> tuple[str, str]:
    for heading, name in book[START].iter_rows(max_row=100, max_col=2) if START in book.sheetnames else ():
        if heading.value == label:
            return str(name.value or "").strip() if name.data_type in ("s", "n") else "", f"B{heading.row}"
    return "", ""


def year_of(book: Any, file: str, package: DataPackage) -> int:
    """Give the edition year of a worksheet, or raise a ProjectError if it does not belong to the data as it is now."""
    cells = list(book[STATE].iter_rows(min_row=2, max_col=3, values_only=True)) if STATE in book.sheetnames else []
    before = pd.DataFrame(cells, columns=["table", "row", "checksum"]).fillna("").astype(str)
    head = before[before["table"].eq("worksheet")].set_index("row")["checksum"]
    if head.get("format") != FORMAT:
        raise ProjectError(
            f"{file} is no worksheet that this version of behindbars wrote, or its hidden sheet {STATE!r} is lost. "
            "Make one with behindbars export, and enter your answers there."
        )
    if head["package"] != package.name:
        raise ProjectError(f"{file} is the worksheet of another project: {head['package']}.")
    year, years = int(head["year"]) if head["year"].isdigit() else 0, ", ".join(map(str, package.years))
    if year not in package.years:
        raise ProjectError(
            f"{file} is the worksheet of the edition {year}; references.bib has statements of the editions {years}."
        )
    both = before.merge(
        state_of(package, year), "outer", on=["table", "row"], suffixes=("_before", "_now"), indicator="what"
    )
    both = both[both["checksum_before"].ne(both["checksum_now"])]
    both["what"] = both["what"].map({"left_only": "removed", "right_only": "added", "both": "changed"}).astype(str)
    changes = both.groupby(["table", "what"])["row"].agg(lambda names: shortened([*names]))
    if len(changes):
        heading = f"The data is no longer what it was when {file} was exported; nothing was written. Since then:"
        advice = (
            f"Export a new worksheet (behindbars export --year {year} --to FILE.xlsx), and enter there what is new."
        )
        told = changes.reset_index().to_numpy()
        lines = [f"  {table}: {names} {what}." if names else f"  {table} {what}." for table, what, names in told]
        raise ProjectError("\n".join([heading, *lines, advice]))
    return year


def next_identifiers(usual: Sequence[str], taken: Iterable[str]) -> Iterator[str]:
    """Go through the free identifiers of a table: from its usual ones on; nothing where they are words.

    >>> next(next_identifiers(["N01", "N30", "N29b", "X7"], ["N01", "N30", "X7"]))
    'N31'
    """
    numbered = [match for name in usual if (match := _NUMBERED.fullmatch(name))]
    if usual and not numbered:
        return
    letters = Counter(match[1] for match in numbered).most_common(1)[0][0] if numbered else ""
    width = max((len(match[2]) for match in numbered if match[1] == letters), default=1)
    numbers = [int(match[2]) for name in taken if (match := _NUMBERED.fullmatch(name)) and match[1] == letters]
    yield from (f"{letters}{number:0{width}}" for number in count(max(numbers, default=0) + 1))


def identifier_of(name: str, taken: Collection[str]) -> str:
    """Make an identifier of a name in Latin letters.

    >>> identifier_of("Réseau «Freedom», 1st branch", {"reseau_freedom_1st_branch"})
    'reseau_freedom_1st_branch_2'
    """
    plain = normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    word = re.sub(r"[^a-z0-9]+", "_", plain).strip("_").lstrip("0123456789_")
    names = (word if number == 1 else f"{word}_{number}" for number in count(1))
    return next(name for name in names if name not in taken) if word else ""
