"""What a person wrote in a worksheet, as rows of tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from behindbars.codes import nearest
from behindbars.dataset import Dataset
from behindbars.errors import Fault
from behindbars.questions import CARRIED, RowQuestion, question_id, row_questions
from behindbars.schema import Package, Table
from behindbars.tables import Row, check_rows
from behindbars.wording import NOT_MENTIONED
from behindbars.worksheet.intake import Intake, read_state, refuse_other_copy
from behindbars.worksheet.layout import (
    ANSWERS,
    CODES,
    GONE,
    GUIDES,
    MARK,
    QUESTIONS,
    START,
    STATE,
    by_question,
    identity,
    is_yearly,
    key_of,
    worksheet_tables,
)
from behindbars.worksheet.naming import Naming, Texts
from behindbars.worksheet.record import read_record
from behindbars.worksheet.spreadsheet import Grid, cell_text, open_book, other_columns, read_grid
from behindbars.worksheet.texts import NAME, code_meant


def read_worksheet(
    file: Path, package: Package, dataset: Dataset, data: Mapping[str, Sequence[Row]], today: date, project: Path
) -> Intake:
    """Read a worksheet.

    Parameters
    ----------
    file : Path
        The workbook.
    package, dataset, data
        The data as it is now: its descriptor, its records, and its rows by table.
    today : datetime.date
        Date of the answers.
    project : Path
        The project folder, which keeps what was imported last.

    Raises
    ------
    ProjectError
        It is no worksheet of this project that can be read.
    """
    book = open_book(file)
    intake = read_state(book, file.name, package, dataset)
    record = read_record(project, file, intake.state)
    if record:
        intake.base, intake.was = record.digests, record.values
    reader = _Reader(book, intake, dataset, data, today, record.given if record else {})
    for name, table in worksheet_tables(package):
        if name in book.sheetnames and hasattr(book[name], "iter_rows"):
            reader.read_table(name, table)
    reader.look_at_sheets([START, *(name for name, _ in worksheet_tables(package))])
    if record:
        refuse_other_copy(intake, record, [table for _, table in worksheet_tables(package)])
    return intake


class _Reader:
    """Reads the sheets of a worksheet one after the other."""

    def __init__(
        self,
        book: Any,
        intake: Intake,
        dataset: Dataset,
        data: Mapping[str, Sequence[Row]],
        today: date,
        named: Mapping[str, Mapping[str, int]],
    ) -> None:
        self.book, self.intake, self.dataset, self.data, self.today = book, intake, dataset, data, today
        self.questions: dict[str, dict[str, RowQuestion]] = {name: {} for name in CARRIED}
        for question in row_questions(dataset, intake.year):
            self.questions[question.table][question.id] = question
        self.given = {row.text("question"): row for row in data[ANSWERS] if row.values.get("year") == intake.year}
        self.last = {
            name: by_question(data[name], name, next(iter(asked.values())).last.year) if asked else {}
            for name, asked in self.questions.items()
        }
        self.naming = Naming(intake, dataset, data, named)
        self.name: str | None = None

    def look_at_sheets(self, needed: Sequence[str]) -> None:
        """Report sheets that are missing, and note those that are not read."""
        others = [name for name in self.book.sheetnames if name not in (*needed, CODES, STATE)]
        for name in needed:
            if name in self.book.sheetnames and hasattr(self.book[name], "iter_rows"):
                continue
            meant = nearest(name, others)
            remedy = f"Rename the sheet {meant!r} to {name!r}." if meant else "Take it from a new export."
            self.intake.faults.append(Fault(self.intake.file, 0, "", "", f"the sheet {name!r}", remedy))
            others = [other for other in others if other != meant]
        self.intake.notes += [f"The sheet {name!r} is not a part of the worksheet: not read." for name in others]

    def read_table(self, sheet: str, table: Table) -> None:
        """Read a sheet into the rows of its table."""
        asked = self.questions.get(table.name, {})
        fields = {item.name: item for item in table.fields} | ({GONE: None} if asked else {})
        grid = read_grid(self.book[sheet], self.intake.file, fields)
        self.intake.grids[grid.where] = grid
        known = [name for name in grid.header if name in table.columns]
        if set(known) != set(table.columns) or len(known) != len(table.columns) or (asked and GONE not in grid.header):
            self._refuse_header(grid, table, bool(asked))
            return
        own = dict.fromkeys((*GUIDES, *table.columns))
        self.intake.notes += [f"Sheet {sheet}, {column}: not read." for column in other_columns(grid, own)]
        self.intake.faults += grid.misread.values()
        order = {name: position for position, name in enumerate(asked)}
        records: list[tuple[int, int, Texts]] = []
        for number, texts in grid.rows.items():
            row = {column: texts.get(column, "") for column in table.columns}
            if sheet == QUESTIONS:
                kept, place = self._answer(grid, number, row), 0
            else:
                identifier = question_id(table.name, row.get("id", ""), row.get("country"))
                kept = self._row(grid, number, row, texts.get(GONE, ""), table, asked.get(identifier))
                place = order.get(identifier, len(order))
            if kept:
                records.append((place, number, row))
        records.sort(key=lambda record: record[:2])
        self.naming.name_new(grid, table, [(number, row) for _, number, row in records])
        self._add(grid, table, [(number, row) for _, number, row in records])

    def _refuse_header(self, grid: Grid, table: Table, asked: bool) -> None:
        others = [name for name in grid.header if name and name not in GUIDES]
        _, faults = check_rows(others, [], replace(table, may_be_empty=True), grid.where)
        if asked and GONE not in grid.header:
            remedy = "Put the column back; take it from a new export."
            faults.append(Fault(grid.where, 1, GONE, "", f"the column {GONE!r}", remedy))
        self.intake.faults += faults

    def _row(self, grid: Grid, number: int, row: Texts, mark: str, table: Table, question: RowQuestion | None) -> bool:
        """Decide whether a row is one of the table, and take an x as an answer."""
        intake = self.intake
        if is_yearly(table) and (number, "year") not in grid.misread:
            if row["year"].strip() not in ("", str(intake.year)):
                expected = f"{intake.year}, the year of this worksheet"
                remedy = "Correct it. Rows of other years are changed in the table's own file."
                intake.faults.append(Fault(grid.where, number, "year", row["year"], expected, remedy))
            row["year"] = str(intake.year)
        is_empty = not any(text.strip() for name, text in row.items() if name != "year" or not is_yearly(table))
        written = {name: text.strip() for name, text in row.items()}
        is_untouched = question is not None and written == self._prefilled(question, table)
        if not mark.strip() or (number, GONE) in grid.misread:
            return not (is_empty or is_untouched)
        expected = ""
        if mark.strip().lower() != MARK:
            expected, remedy = f"{MARK}, or nothing", "Write what is found in the other columns."
        elif question is None:
            expected, remedy = "nothing, as this row answers no question", "Delete the x."
        elif not is_untouched:
            expected = "nothing, as the row is filled in: it is mentioned, or it is not"
            remedy = "Delete the x, or empty the yellow cells of the row."
        if expected or question is None:
            intake.faults.append(Fault(grid.where, number, GONE, mark, expected, remedy))
            return not (is_empty or is_untouched)
        self._mark(grid, number, question)
        return False

    def _prefilled(self, question: RowQuestion, table: Table) -> Texts:
        filled = identity(question, self.last[table.name][question.id])
        return {name: str(filled[name]) if filled.get(name) is not None else "" for name in table.columns}

    def _mark(self, grid: Grid, number: int, question: RowQuestion) -> None:
        """Take an x: what the last edition had is not mentioned."""
        table = self.dataset.package.table(ANSWERS)
        before = self.given.get(question.id)
        if before and before.text("answer") == NOT_MENTIONED:
            self.intake.rows.setdefault(ANSWERS, []).append(before)
            return
        texts = {"year": str(self.intake.year), "question": question.id, "asked": question.asked}
        key = key_of({"year": self.intake.year, "question": question.id}, table)
        if key in self.intake.base.get(ANSWERS, {}) and not before:
            self.intake.withdrawn.append(key)
            return
        texts |= {"answer": NOT_MENTIONED, **self._signature()}
        rows, faults = check_rows(table.columns, [(number, [texts[name] for name in table.columns])], table, grid.where)
        self.intake.rows.setdefault(ANSWERS, []).extend(rows)
        self.intake.faults += faults

    def _answer(self, grid: Grid, number: int, row: Texts) -> bool:
        """Decide whether a row of the sheet of questions is an answer, and sign it where it is new."""
        if not row["answer"].strip():
            return False
        question, intake = row["question"], self.intake
        row["year"] = row["year"] or str(intake.year)
        before = self.given.get(question)
        if question not in intake.base.get(QUESTIONS, {}) and not before:
            remedy = "Delete the row; questions come with the export."
            intake.faults.append(
                Fault(grid.where, number, "question", question, "a question of this worksheet", remedy)
            )
        if not before or any(before.text(name) != row[name].strip() for name in ("answer", "asked")):
            row |= self._signature()
        else:  # the cells of name and day are empty until the worksheet is exported anew
            row |= {name: before.text(name) for name in ("name", "date") if not row[name].strip()}
        return True

    def _signature(self) -> Texts:
        """Give the name on the first sheet, and the day."""
        if self.name is None:
            self.name = self._read_name()
        return {"name": self.name, "date": self.today.isoformat()}

    def _read_name(self) -> str:
        where, cell = f"{self.intake.file}, sheet {START}", None
        for row in self.book[START].iter_rows() if START in self.book.sheetnames else ():
            if str(row[0].value or "").strip() == NAME:
                cell = row[1] if len(row) > 1 else None
                text = cell_text(cell).strip() if cell is not None and cell.data_type in ("s", "n") else ""
                if text:
                    return text
                break
        place = cell.coordinate if cell is not None else ""
        remedy = "Write it in the yellow cell: an answer is kept with who gave it."
        self.intake.faults.append(
            Fault(where, cell.row if cell is not None else 0, NAME, "", "your name", remedy, place)
        )
        return "?"

    def _add(self, grid: Grid, table: Table, records: Sequence[tuple[int, Texts]]) -> None:
        cells = [(number, [row[name] for name in table.columns]) for number, row in records]
        rows, faults = check_rows(table.columns, cells, replace(table, may_be_empty=True), grid.where)
        misread = grid.misread
        fields = {field.name: field for field in table.fields}
        for fault in faults:
            enum = fields[fault.column].enum if fault.column in fields else ()
            code = code_meant(fault.column, fault.value, self.dataset) if enum else None
            if (fault.row, fault.column) not in misread:
                told = replace(fault, remedy=f"Perhaps {code!r} was meant.") if code in enum else fault
                self.intake.faults.append(told)
        self.intake.rows.setdefault(table.name, []).extend(
            replace(
                row,
                values={name: None if (row.number, name) in misread else value for name, value in row.values.items()},
            )
            for row in rows
        )
