"""The worksheet of an edition as an Excel workbook: an analyst fills it in, ``behindbars import`` reads it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet as ExcelSheet

from behindbars.brand import Brand, find_brand
from behindbars.errors import ProjectError
from behindbars.schema import Field
from behindbars.worksheet import bibliography
from behindbars.worksheet.cells import TEXT, height, new_book, width, write_cell
from behindbars.worksheet.layout import (
    CODES,
    FORMAT,
    GONE,
    GUIDES,
    HELP,
    LONGEST,
    MARK,
    SPARE_ROWS,
    STATE,
    CheckQuestion,
    Line,
    Sheet,
    Worksheet,
    compose,
)
from behindbars.worksheet.record import forget_record
from behindbars.worksheet.start import FILL, write_start
from behindbars.worksheet.texts import CODES as WORDS
from behindbars.worksheet.texts import GUIDE_MEANINGS, SPARE, meaning

HEADING = 1
"""The row of the headings, counted from 0; what they mean stands above them."""
ESCAPE = "x005F_"
"""What workbooks write for a character that they cannot hold: readers take it away."""
NARROWEST, WIDEST, GUIDE_WIDTH = 10, 42, 36
PRINTED_SPARE = 12
_MESSAGE, _TITLE = 255, 32  # characters that Excel shows in a message beside a cell
_ALLOWED = (
    *("format_cells", "format_columns", "format_rows", "insert_rows", "delete_rows"),
    *("insert_hyperlinks", "sort", "autofilter"),
)


def export_worksheet(
    project: Path, year: int, out: Path, questions: Sequence[CheckQuestion] = (), *, replace: bool = False
) -> Worksheet:
    """Write the worksheet of an edition.

    Parameters
    ----------
    project : Path
        The project folder.
    year : int
        Edition year.
    out : Path
        The workbook, ``.xlsx``.
    questions : sequence of CheckQuestion
        Open questions that are not about a row of the last edition.
    replace : bool
        Whether to write over a workbook that is there: somebody may have worked in it.

    Returns
    -------
    Worksheet
        What it holds.

    Raises
    ------
    ProjectError
        There is such a workbook already, or Excel cannot hold a text.
    DataError, ParameterError
        As `compose` raises them.
    """
    if out.suffix.lower() != ".xlsx":
        raise ProjectError(f"{out.name}: a worksheet is an Excel workbook; give it a name that ends in .xlsx.")
    if out.exists() and not replace:
        raise ProjectError(
            f"{out.name} is there already, and somebody may have worked in it. Import it first, and move it away; "
            "or choose another name with --to; or write over it with --replace."
        )
    worksheet = compose(project / "data", year, questions)
    _check_texts(worksheet)
    title = f"{worksheet.package.title}: worksheet of {year}"
    # The day of the writing would make every copy another one.
    with new_book(out, title, date(year, 1, 1)) as book:
        _Writer(book, worksheet, find_brand(project)).write()
    forget_record(project, out)
    return worksheet


def _check_texts(worksheet: Worksheet) -> None:
    """Refuse texts that would not come back as they are."""
    found = [
        f"  {sheet.name}, {' '.join(str(line.values.get(key)) for key in sheet.table.primary_key)}, column {column}"
        for sheet in worksheet.sheets
        for line in sheet.lines
        for column, value in line.values.items()
        if isinstance(value, str) and (len(value) > LONGEST or ESCAPE in value)
    ]
    if found:
        heading = f"A cell of Excel holds {LONGEST:,} characters, and no {ESCAPE}. Change these texts first:"
        raise ProjectError("\n".join([heading, *found]))


class _Writer:
    """Writes the sheets of a worksheet into a workbook."""

    def __init__(self, book: Workbook, worksheet: Worksheet, brand: Brand) -> None:
        self.book, self.worksheet, self.brand = book, worksheet, brand
        self.codes: dict[tuple[str, str], str] = {}
        self.lists: dict[str, str] = {}

    def write(self) -> None:
        first = HEADING + 2
        write_start(self.book, self.worksheet, self.brand, first)
        sheets = [(sheet, self.book.add_worksheet(sheet.name)) for sheet in self.worksheet.sheets]
        self._write_codes()
        for sheet, _ in sheets:
            self._name_list(sheet)
        for sheet, excel in sheets:
            self._write_sheet(sheet, excel)
        self._write_state()

    @lru_cache(maxsize=64)  # noqa: B019 - a workbook has few formats, and the writer lives as long as it
    def _format(self, kind: str, *, locked: bool = True, text: bool = True) -> Format:
        shared = {"valign": "top", "text_wrap": True, "locked": locked, "border": 1, "border_color": self.brand.pale}
        kinds: Mapping[str, Mapping[str, object]] = {
            "heading": {"bold": True, "font_color": "#FFFFFF", "bg_color": self.brand.statement},
            "meaning": {"valign": "bottom", "font_size": 8, "font_color": self.brand.muted, "border": 0},
            "guide": {"font_color": self.brand.ink, "bg_color": self.brand.background},
            "help": {"font_size": 9, "font_color": self.brand.muted, "italic": True},
            "cell": {"bg_color": "#EEEEEE" if locked else FILL},
        }
        return self.book.add_format({**shared, **kinds[kind], **({"num_format": TEXT} if text else {})})

    def _write_codes(self) -> None:
        sheet = self.book.add_worksheet(CODES)
        for column, (name, size) in enumerate((("sheet", 18), ("column", 14), ("code", 28), ("in words", 70))):
            sheet.set_column(column, column, size)
            sheet.write_string(0, column, name, self._format("heading"))
        row = 1
        for table, field in self._enumerated():
            start = row + 1
            for code in field.enum:
                for column, text in enumerate((table, field.name, code, WORDS.get(field.name, {}).get(code, ""))):
                    sheet.write_string(row, column, text, self._format("guide"))
                row += 1
            self.codes[table, field.name] = f"={CODES}!$C${start}:$C${row}"
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, row - 1, 3)
        sheet.fit_to_pages(1, 0)
        sheet.protect("", dict.fromkeys(("format_columns", "autofilter"), True))

    def _enumerated(self) -> Iterator[tuple[str, Field]]:
        for sheet in self.worksheet.sheets:
            for field in sheet.table.fields:
                if field.enum:
                    yield sheet.name, field

    def _name_list(self, sheet: Sheet) -> None:
        """Name the keys of a table, with those that a person adds: drop-downs of other sheets show them."""
        if not sheet.spare:
            return
        letter = xl_col_to_name(sheet.headings.index(sheet.table.primary_key[0]))
        first, last = HEADING + 2, HEADING + 1 + len(sheet.lines) + SPARE_ROWS
        cells = f"'{sheet.name}'!${letter}${first}:${letter}${last}"
        # Only as far as it is filled: empty cells in a list would allow every text.
        start, _, _ = cells.partition(":")
        self.lists[sheet.table.name] = f"list_{sheet.table.name}"
        self.book.define_name(f"list_{sheet.table.name}", f"={start}:INDEX({cells},MAX(1,COUNTA({cells})))")

    def _write_sheet(self, sheet: Sheet, excel: ExcelSheet) -> None:
        fields = {field.name: field for field in sheet.table.fields}
        spare = [sheet.spare] * SPARE_ROWS if sheet.spare else []
        lines: list[Line] = [*sheet.lines, *spare]
        last = max(HEADING + len(lines), HEADING + 1)
        for column, heading in enumerate(sheet.headings):
            field = fields.get(heading)
            excel.set_column(column, column, self._width(sheet, heading))
            words = meaning(field) if field else GUIDE_MEANINGS[heading]
            excel.write_string(HEADING - 1, column, words, self._format("meaning"))
            excel.write_string(HEADING, column, heading, self._format("heading"))
            text = field is None or field.type == "string"
            guide = heading in GUIDES and heading != GONE
            kind = ("help" if heading == HELP else "guide") if guide else "cell"
            for row, line in enumerate(lines, start=HEADING + 1):
                # Only a question can be answered by "not mentioned".
                locked = guide or heading in line.locked or (heading == GONE and not line.is_question)
                style = self._format(kind, locked=locked, text=text)
                write_cell(excel, row, column, line.values.get(heading), style, style)
            excel.data_validation(HEADING + 1, column, last, column, self._rule(sheet, heading, field))
        if spare and GUIDES[0] in sheet.headings:
            column = sheet.headings.index(HELP)
            excel.write_string(HEADING + 1 + len(sheet.lines), column, SPARE, self._format("help"))
        self._set_heights(sheet, excel, fields)
        excel.freeze_panes(HEADING + 1, 1)
        excel.autofilter(HEADING, 0, last, len(sheet.headings) - 1)
        excel.protect("", dict.fromkeys(_ALLOWED, True))
        excel.set_landscape()
        excel.set_paper(8)
        excel.fit_to_pages(1, 0)
        excel.print_area(0, 0, HEADING + len(sheet.lines) + PRINTED_SPARE, len(sheet.headings) - 1)
        excel.repeat_rows(HEADING)
        excel.set_footer("&C&A, page &P of &N")

    def _set_heights(self, sheet: Sheet, excel: ExcelSheet, fields: Mapping[str, Field]) -> None:
        """Make every row as high as its texts: not every program does it by itself."""
        wide = {heading: self._width(sheet, heading) for heading in sheet.headings}
        words = {name: meaning(fields[name]) if name in fields else GUIDE_MEANINGS[name] for name in sheet.headings}
        excel.set_row(HEADING - 1, height((words[name], wide[name], 8) for name in sheet.headings))
        excel.set_row(HEADING, height((name, wide[name], 11) for name in sheet.headings))
        for row, line in enumerate(sheet.lines, start=HEADING + 1):
            texts = {name: str(value) for name, value in line.values.items() if value is not None}
            sizes = [(text, wide[name], 9 if name == HELP else 11) for name, text in texts.items() if name in wide]
            excel.set_row(row, height(sizes))

    def _width(self, sheet: Sheet, heading: str) -> int:
        if heading == GONE:
            return NARROWEST + 2
        if heading in GUIDES:
            return GUIDE_WIDTH
        field = next(field for field in sheet.table.fields if field.name == heading)
        values = [*sheet.samples.get(heading, ()), *field.enum]
        least = 14 if field.type == "string" else NARROWEST
        return width(heading, values, least, WIDEST)

    def _rule(self, sheet: Sheet, heading: str, field: Field | None) -> dict[str, object]:
        """Say what Excel lets a person write in a column, and what it tells them."""
        if heading == GONE:
            words = "Choose x if the new statement no longer speaks of this. Leave the rest of the row empty."
            return self._list(heading, [MARK], words, "Only x can stand here, or nothing.")
        if field is None:
            return {"validate": "any"}
        words = meaning(field)
        source = self._source(sheet, field)
        if source:
            refusal = "Choose from the list. If what you need is not in it, add it first where the list comes from."
            return self._list(heading, source, words, refusal)
        rule: dict[str, object] = {"validate": "any"}
        if field.type != "string":
            low, high = field.minimum, field.maximum
            rule = {"validate": "integer" if field.type == "integer" else "decimal", "criteria": "between"}
            rule |= {"minimum": -1e15 if low is None else low, "maximum": 1e15 if high is None else high}
            rule |= {"error_title": "A number is needed", "error_message": _number_words(field)}
        return {**rule, **_prompt(heading, words)}

    def _source(self, sheet: Sheet, field: Field) -> str | None:
        """Find where the list of a column stands."""
        if field.name == "source":
            return f"=list_{bibliography.NAME}"
        for key in sheet.table.foreign_keys:
            if key.columns == (field.name,) and key.table in self.lists:
                return f"=list_{key.table}"
        return self.codes.get((sheet.name, field.name))

    def _list(self, heading: str, source: str | list[str], words: str, refusal: str) -> dict[str, object]:
        refused = {"error_title": "Not in the list", "error_message": refusal}
        return {"validate": "list", "source": source, **refused, **_prompt(heading, words)}

    def _write_state(self) -> None:
        """Write what the import needs to know; a person need not see it."""
        sheet = self.book.add_worksheet(STATE)
        package = self.worksheet.package
        rows = [("format", FORMAT), ("package", package.name), ("version", package.version)]
        rows.append(("year", str(self.worksheet.year)))
        for row, cells in enumerate([*rows, *self.worksheet.base]):
            for column, text in enumerate(cells):
                sheet.write_string(row, column, text)
        sheet.very_hidden()


def _number_words(field: Field) -> str:
    kind = "a whole number" if field.type == "integer" else "a number"
    least = "" if field.minimum is None else f", at least {field.minimum:g}"
    most = "" if field.maximum is None else f", at most {field.maximum:g}"
    return f"Write {kind}{least}{most}: digits only, no unit. Leave the cell empty if no number is given."


def _prompt(heading: str, words: str) -> dict[str, object]:
    short = words if len(words) <= _MESSAGE else f"{words[: _MESSAGE - 1].rstrip()}…"
    return {"input_title": heading[:_TITLE], "input_message": short}
