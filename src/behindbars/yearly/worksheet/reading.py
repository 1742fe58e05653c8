"""What a person wrote in a worksheet, as rows of tables."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from itertools import count
from pathlib import Path
from unicodedata import normalize

import pandas as pd
from openpyxl import Workbook

from behindbars.errors import Fault, ProjectError
from behindbars.measures.changes import NOT_MENTIONED
from behindbars.measures.frames import rows
from behindbars.package import DataPackage
from behindbars.package.descriptor import Field, Table
from behindbars.package.reading import read_rows
from behindbars.package.rows import Row
from behindbars.report.draft import AS_LAST_YEAR, CARRIED, open_questions, question_of, questions_after
from behindbars.words import Words
from behindbars.yearly.review import shortened
from behindbars.yearly.worksheet import layout
from behindbars.yearly.worksheet.cells import Grid, open_book, read_grid
from behindbars.yearly.worksheet.layout import ANSWER, QUESTION, QUESTIONS, SILENCE, START, STATE, Sheet

PLACE = ["year", "source", "locator", "confidence"]
"""Columns in which a row that repeats one of the last edition may differ from it."""
SIGNED = ["asked", "name", "date"]
"""What an answer keeps as long as it is the same."""
EMPTY = "Empty the cell, or the yellow cells of the row."


class Intake:
    """What was read of a worksheet: rows by their table, faults of the sheets by themselves, and notes for a person.

    A table whose sheet cannot be read has no rows here; ``open`` are the questions to which the data has no answer.

    Raises
    ------
    ProjectError
        It is no worksheet of this project, or the data is no longer what it was at the export.
    """

    def __init__(self, file: Path, package: DataPackage, words: Words, today: date) -> None:
        self.file, self.package, self.words, self.today = file.name, package, words, today
        self.book = open_book(file)
        self.year = year_of(self.book, file.name, package)
        self.data, answers = layout.data_of(package), package.frames["answers"]
        self.given = answers[answers["year"].eq(self.year)].set_index("question")[[ANSWER, *SIGNED]]
        self.rows: dict[str, list[Row]] = {}
        self.grids: dict[str, Grid] = {}
        self.faults: list[Fault] = []
        sheets = layout.compose(package, self.year, words)
        own = {START, layout.CODES, STATE, *(sheet.name for sheet in sheets)}
        others = [name for name in self.book.sheetnames if name not in own]
        self.notes = [f"The sheet {name!r} is not a part of the worksheet: not read." for name in others]
        self.open = open_questions(package, self.year, words)
        self.answered: set[str] = set()
        for sheet in sheets:
            if grid := self._grid(sheet):
                self._read(grid, sheet)

    def in_cell(self, fault: Fault) -> Fault:
        """Name the cell of a fault that is one of this worksheet's."""
        grid = self.grids.get(fault.file)
        if not grid or fault.cell:
            return fault
        row = grid.heading if fault.row == 1 else fault.row  # a table knows its heading as row 1
        letter = next((letter for letter, name in grid.header.items() if name == fault.column), "")
        return replace(fault, row=row, cell=f"{letter}{row}" if letter and row else "")

    def _grid(self, sheet: Sheet) -> Grid | None:
        """Read the cells of a sheet; None if it is missing or has not the columns that it needs, which is a fault."""
        found = next((found for found in self.book.worksheets if found.title == sheet.name), None)
        if found is None:
            remedy = "Give the sheet its name again, or take it from a new export."
            self.faults.append(Fault(self.file, 0, "", "", f"the sheet {sheet.name!r}", remedy))
            return None
        guides = [Field(name, "string") for name in sheet.guides if name == ANSWER]
        fields = {one.name: one for one in (*sheet.table.fields, *guides)}
        grid = read_grid(found, self.file, fields)
        self.grids[grid.where] = grid
        header = [name for name in grid.header.values() if name in fields or (name and name not in sheet.lines)]
        if sorted(name for name in header if name in fields) != sorted(fields):
            table = replace(sheet.table, fields=(*fields.values(),), may_be_empty=True)
            self.faults += read_rows(header, [], table, grid.where)[1]
            return None
        for letter, name in grid.header.items():
            if name not in sheet.lines:
                column = f"{letter} ({name})" if name else f"{letter}, which has no heading"
                self.notes.append(f"Sheet {sheet.name}, column {column}: not read.")
        self.faults += grid.misread.values()
        return grid

    def _tell(self, grid: Grid, which: pd.Series, column: str, expected: str, remedy: str = EMPTY) -> None:
        """Report the cells of a column in the rows for which ``which`` is true."""
        cells = grid.texts.loc[which, column].items()
        self.faults += [Fault(grid.where, int(str(row)), column, text, expected, remedy) for row, text in cells]

    def _read(self, grid: Grid, sheet: Sheet) -> None:
        """Take the rows of a sheet, and the answers in it."""
        texts, bare = grid.texts.copy(), grid.texts.apply(lambda column: column.str.strip())
        if sheet.table is SILENCE:
            self._answer_all(grid, bare)
            return
        if sheet.name == QUESTIONS:
            self._answer(grid, texts.loc[bare[ANSWER].ne(""), ["question", "asked", ANSWER]])
            return
        is_filled = (bare != "").any(axis=1)
        if layout.is_yearly(sheet.table):
            is_filled = (bare.drop(columns=["year", ANSWER], errors="ignore") != "").any(axis=1)
            texts["year"] = bare["year"].where(bare["year"].ne(""), str(self.year))
            other, expected = texts["year"].ne(str(self.year)), f"{self.year}, the year of this worksheet"
            if "id" in texts:  # what is new may be context of another year
                other &= bare["id"].isin([row.text("id") for row in self.data[sheet.table.name]])
            remedy = "Correct it. Rows of other years are changed in their own worksheet."
            self._tell(grid, other, "year", expected, remedy)
        texts = self._take_answers(grid, sheet, texts, bare, is_filled) if len(sheet.open) else texts[is_filled]
        self._add(grid, sheet.table, texts)

    def _take_answers(
        self, grid: Grid, sheet: Sheet, texts: pd.DataFrame, bare: pd.DataFrame, is_filled: pd.Series
    ) -> pd.DataFrame:
        """Take the answers that stand in place of rows; give the rows, and those that are as last year."""
        asked = sheet.questions.index
        names = pd.Series([question_of(sheet.name, row) for row in rows(bare)], index=bare.index, dtype=str)
        answer, allowed = bare[ANSWER].str.lower().str.split().str.join(" "), layout.answers_to(sheet.name)
        is_asked, is_given = names.isin(asked), answer.ne("")
        is_row = (bare[layout.telling(sheet.table)] != "").any(axis=1) | (~is_asked & is_filled)
        taken = is_asked & answer.isin(allowed)
        again, gone = taken & answer.eq(AS_LAST_YEAR), taken & answer.eq(NOT_MENTIONED)
        last = self._last(sheet).reindex(names).set_axis(texts.index)
        is_empty = bare[last.columns] == ""
        differs = (~is_empty & bare[last.columns].ne(last)).drop(columns=PLACE, errors="ignore").any(axis=1)
        for which, expected in (
            (is_given & ~is_asked, "nothing, as this row answers no question"),
            (is_given & is_asked & ~taken, f"{' or '.join(allowed)}, or nothing"),
            (is_given & is_asked & names.duplicated(keep=False), "one line for each question"),
            (gone & is_row, "nothing, as the row is filled in: it is mentioned, or it is not"),
            (again & differs, "nothing, as the row says something else than the last edition"),
        ):
            self._tell(grid, which, ANSWER, expected)
        texts[last.columns] = texts[last.columns].mask(is_empty.mul(again, axis=0), last)
        words = names.map(sheet.questions[QUESTION])
        self._answer(grid, pd.DataFrame({"question": names, "asked": words, ANSWER: answer})[taken])
        self.answered |= {*names[is_row | is_given]}
        order = names.map({name: place for place, name in enumerate(asked)}).fillna(len(asked))
        return texts.loc[order[is_row | again].sort_values(kind="stable").index]

    def _last(self, sheet: Sheet) -> pd.DataFrame:
        """Give what the last edition had, by the questions after it, as it would be repeated."""
        last = questions_after(self.package, sheet.name, self.year).set_index("question").assign(year=self.year)
        last.loc[~last["context"], ["source", "locator"]] = [self.package.statements[self.year].key, "not recorded"]
        return last[[*sheet.table.columns]].astype("str").fillna("")

    def _answer_all(self, grid: Grid, lines: pd.DataFrame) -> None:
        """Answer all that is still open of a country by the name and the day in its line."""
        named, dated, remedy = lines["name"].ne(""), lines["date"].ne(""), "Fill it in, or empty the line."
        self._tell(grid, dated & ~named, "name", "your name", remedy)
        self._tell(grid, named & ~dated, "date", "the day on which you looked, such as 2026-07-01", remedy)
        signed = lines.loc[named & dated, ["country", "name", "date"]].reset_index(names="row")
        left = self.open[~self.open["question"].isin(self.answered)]
        both = signed.merge(left, on="country").set_index("row")
        self._answer(grid, both[["question", *SIGNED]].assign(**{ANSWER: NOT_MENTIONED}))

    def _answer(self, grid: Grid, answers: pd.DataFrame) -> None:
        """Take answers; one that was given before keeps who gave it and when, and others are signed now."""
        now = answers.reindex(columns=["question", ANSWER, *SIGNED]).astype(object).assign(year=str(self.year))
        before = self.given.reindex(now["question"]).set_axis(now.index)
        # What is asked of a row of the last edition is the same, in whatever words.
        is_asked_again = before["asked"].eq(now["asked"]) | now["question"].str.split("/").str[0].isin(CARRIED)
        is_same = before[ANSWER].eq(now[ANSWER].str.strip()) & is_asked_again
        now[SIGNED] = now[SIGNED].mask(is_same, before[SIGNED])
        if (unsigned := now["name"].isna()).any():
            name, cell = name_in(self.book, self.words)
            if not name:
                where, label = f"{self.file}, sheet {START}", self.words.say("worksheet-name")
                remedy = "Write it in the yellow cell: an answer is kept with who gave it."
                self.faults.append(Fault(where, int(cell[1:] or 0), label, "", "your name", remedy, cell))
            now.loc[unsigned, ["name", "date"]] = [name or "?", self.today.isoformat()]
        self._add(grid, self.package.descriptor.table("answers"), now)

    def _add(self, grid: Grid, table: Table, texts: pd.DataFrame) -> None:
        """Add rows to a table; new ones without an identifier get one."""
        if "id" in table.primary_key:
            data, years = self.data[table.name], {None, *self.package.years}
            usual = [row.text("id") for row in data if row.values.get("year") in years]
            taken = {*texts["id"].str.strip(), *(row.text("id") for row in data)}
            for row in texts.index[texts["id"].str.strip().eq("")]:
                name = str(texts.at[row, "name_en"]) if "name_en" in texts else None
                if identifier := new_identifier(usual, taken, name):
                    texts.loc[row, "id"] = identifier
                    taken.add(identifier)
                    self.notes.append(f"Sheet {table.name}, row {row}: id {identifier}.")
        cells = zip(texts.index, texts[[*table.columns]].to_numpy().tolist(), strict=True)
        found, faults = read_rows(table.columns, cells, replace(table, may_be_empty=True), grid.where)
        self.faults += faults
        known = self.rows.setdefault(table.name, [])
        for row in found:
            unread = {name: None for number, name in grid.misread if number == row.number}
            known.append(replace(row, values={**row.values, **unread}))


def name_in(book: Workbook, words: Words) -> tuple[str, str]:
    """Find the name that a person wrote on the first sheet of a worksheet, and its cell; "" where there is none."""
    label = words.say("worksheet-name")
    for heading, name in book[START].iter_rows(max_row=100, max_col=2) if START in book.sheetnames else ():
        if heading.value == label:
            return str(name.value or "").strip() if name.data_type in ("s", "n") else "", f"B{heading.row}"
    return "", ""


def year_of(book: Workbook, file: str, package: DataPackage) -> int:
    """Give the edition year of a worksheet, or raise a ProjectError if it does not belong to the data as it is now."""
    cells = list(book[STATE].iter_rows(min_row=2, max_col=3, values_only=True)) if STATE in book.sheetnames else []
    before = pd.DataFrame(cells, columns=["table", "row", "checksum"]).fillna("").astype(str)
    head = before.loc[before["table"].eq("worksheet") & before["checksum"].eq(layout.FORMAT), "row"]
    if head.empty:
        raise ProjectError(
            f"{file} is no worksheet that this version of behindbars wrote, or its hidden sheet {STATE!r} is lost. "
            "Make one with behindbars export, and enter your answers there."
        )
    year = int(head.item())
    both = before.merge(layout.state_of(package, year), "outer", on=["table", "row"], indicator="what")
    both = both[both["checksum_x"].ne(both["checksum_y"])]
    if both.empty:
        return year
    both["what"] = both["what"].map({"left_only": "removed", "right_only": "added", "both": "changed"}).astype(str)
    told = both.groupby(["table", "what"])["row"].agg(lambda names: shortened([*names]))
    lines = [f"  {f'{table}: {names}'.rstrip(': ')} {what}." for table, what, names in told.reset_index().to_numpy()]
    heading = f"The data is no longer what it was when {file} was exported; nothing was written. Since then:"
    remedy = f"Export a new worksheet (behindbars export --year {year} --to FILE.xlsx), and enter there what is new."
    raise ProjectError("\n".join([heading, *lines, remedy]))


def new_identifier(usual: Sequence[str], taken: Collection[str], name: str | None = None) -> str:
    """Give a new identifier: the next one of the usual kind, or, where it has a name, made of that in Latin letters.

    Where identifiers are words without a name, such as those of topics, a person chooses: "".

    >>> new_identifier(["N01", "N30", "N29b", "X7"], ["N01", "N30", "X7"])
    'N31'
    >>> new_identifier([], {"reseau_freedom_1st_branch"}, "Réseau «Freedom», 1st branch")
    'reseau_freedom_1st_branch_2'
    """
    if name is not None:
        plain = normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
        word = re.sub(r"[^a-z0-9]+", "_", plain).strip("_").lstrip("0123456789_")
        names = (word if number == 1 else f"{word}_{number}" for number in count(1))
        return next(name for name in names if name not in taken) if word else ""
    kinds = pd.Series([*usual], dtype=str).str.extract(r"^([A-Za-z]*)[0-9]+$")[0].dropna()
    if len(usual) and kinds.empty:
        return ""
    letters = kinds.mode().get(0, "")
    ends = [one.removeprefix(letters) for one in taken if re.fullmatch(rf"{letters}[0-9]+", one)]
    return f"{letters}{max(map(int, ends), default=0) + 1:0{max(map(len, ends), default=1)}}"
