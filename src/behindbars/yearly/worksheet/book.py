"""The worksheet of an edition as an Excel workbook: an analyst fills it in, ``behindbars import`` reads it."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
from xlsxwriter import Workbook
from xlsxwriter.utility import xl_range_abs

from behindbars.brand import Brand, find_brand
from behindbars.errors import ParameterError, ProjectError, refuse
from behindbars.excel import TEXT, new_book, width
from behindbars.measures.frames import words_in
from behindbars.package import DataPackage, load
from behindbars.package.descriptor import Field
from behindbars.words import Words
from behindbars.yearly.worksheet import layout
from behindbars.yearly.worksheet.cells import open_book
from behindbars.yearly.worksheet.layout import ANSWER, QUESTIONS, SILENCE, Sheet
from behindbars.yearly.worksheet.reading import name_in

HEADING, STEPS = 1, range(1, 10)
"""The row of the headings, counted from 0, below what they mean; the steps in which it is filled in."""
LONGEST = 32_767
"""Characters that a cell of Excel can hold."""
FILL, GREY = "#FFF6CC", "#EEEEEE"
"""Fill of a cell in which a person writes, and of one in which nobody does."""
ALLOWED = ("format_cells", "format_columns", "format_rows", "insert_rows", "delete_rows", "sort", "autofilter")
"""What Excel lets a person do in a sheet whose grey cells are locked."""
_CUT = -2  # what xlsxwriter returns for a text that a cell cannot hold


def export_worksheet(
    project: Path, year: int, out: Path, checks: pd.DataFrame | None = None, *, replace: bool = False
) -> int:
    """Write the worksheet of an edition; give how many questions are open.

    Parameters
    ----------
    checks : DataFrame, optional
        What the check asks of the edition: ``question`` (its identifier) and ``asked`` (in words).
    replace : bool
        Whether to write over a workbook that is there: somebody may have worked in it. The name in it is kept.

    Raises
    ------
    ProjectError
        There is such a workbook already, or Excel cannot hold a text.
    DataError
        The data has faults.
    ParameterError
        The list of sources has no statement of that year.
    """
    if out.suffix.lower() != ".xlsx":
        raise ProjectError(f"{out.name}: a worksheet is an Excel workbook; give it a name that ends in .xlsx.")
    if out.exists() and not replace:
        raise ProjectError(
            f"{out.name} is there already, and somebody may have worked in it. Import it first, and move it away; "
            "or choose another name with --to; or write over it with --replace."
        )
    package, words, name = load(project / "data"), words_in("en"), ""
    if year not in package.years:
        entry = f"the entry of its statement, with keywords = {{statement, edition {year}}}"
        raise ParameterError(f"There is no edition {year} yet. Add to references.bib {entry}.")
    with suppress(ProjectError):
        name = name_in(open_book(out), words)[0]
    sheets = layout.compose(package, year, words, checks)
    # The day of the writing would make every copy another one.
    with new_book(out, f"{package.descriptor.title}: worksheet of {year}", date(year, 1, 1)) as book:
        _Writer(book, package, year, words, find_brand(project)).write(sheets, name)
    return sum(int(sheet.open.sum()) for sheet in sheets)


class _Writer:
    """Writes the sheets of a worksheet into a workbook."""

    def __init__(self, book: Workbook, package: DataPackage, year: int, words: Words, brand: Brand) -> None:
        self.book, self.package, self.year, self.words = book, package, year, words
        self.codes: dict[Any, str] = {}  # where the codes stand, by sheet and column
        self.too_long: list[str] = []
        framed = {"border": 1, "border_color": brand.pale}
        kinds: dict[str, dict[str, Any]] = {
            "label": {"bold": True, "font_color": brand.statement, "align": "left"},
            "meaning": {"valign": "bottom", "font_size": 8, "font_color": brand.muted},
            "heading": {"bold": True, "font_color": "#FFFFFF", "bg_color": brand.statement, **framed},
            "guide": {"font_color": brand.ink, "bg_color": brand.background, **framed},
            "text": {"bg_color": GREY, **framed},
            "number": {"bg_color": GREY, "num_format": "General", **framed},
            "open text": {"bg_color": FILL, "locked": False, **framed},
            "open number": {"bg_color": FILL, "locked": False, "num_format": "General", **framed},
        }
        shared = {"valign": "top", "text_wrap": True, "num_format": TEXT}
        self.formats = {kind: book.add_format({**shared, **look}) for kind, look in kinds.items()}

    def write(self, sheets: list[Sheet], name: str) -> None:
        self._write_start([sheet for sheet in sheets if len(sheet.open)], name)
        excel = [self.book.add_worksheet(sheet.name) for sheet in sheets]
        self._write_codes([(sheet.name, field) for sheet in sheets for field in sheet.table.fields])
        for sheet, written in zip(sheets, excel, strict=True):
            self._write_sheet(sheet, written)
        heading = f"A cell of Excel holds {LONGEST:,} characters. Shorten these texts first:"
        refuse(ProjectError, heading, self.too_long)
        self._write_frame(layout.STATE, layout.state_of(self.package, self.year)).very_hidden()  # nobody need see it

    def _write_start(self, asked: list[Sheet], name: str) -> None:
        """Write the first sheet: what the worksheet is, how to fill it in, and what is still open."""
        excel, say = self.book.add_worksheet(layout.START), self.words.say
        excel.set_column(0, 0, 22)
        excel.set_column(1, 1, 104)
        steps = [say("worksheet-step", n=step, file=f"worksheet-{self.year}.xlsx") for step in STEPS]
        lines = [
            (say("worksheet-title", year=str(self.year)), ""),
            ("", ""),
            (say("worksheet-edition"), str(self.year)),
            (say("worksheet-statement"), self.package.statements[self.year].title),
            (say("worksheet-version"), self.package.descriptor.version),
            (say("worksheet-about"), say("worksheet-about.text")),
            *zip([say("worksheet-steps"), *[""] * len(steps)], steps, strict=False),
            ("", ""),
            (say("worksheet-name"), name),
            ("", ""),
            (say("worksheet-open"), say("worksheet-open.sheet")),
            *((str(int(sheet.open.sum())), sheet.name) for sheet in asked),
        ]
        for row, (label, text) in enumerate(lines):
            excel.write(row, 0, label, self.formats["label"])
            excel.write(row, 1, text, self.formats["open text" if label == say("worksheet-name") else "guide"])
        excel.protect("", dict.fromkeys(ALLOWED, True))
        excel.activate()

    def _write_codes(self, fields: list[tuple[str, Field]]) -> None:
        """Write what each code means, and note where the codes of each column stand."""
        codes = [(name, field.name, code) for name, field in fields for code in field.enum]
        headings = [self.words.say("worksheet-codes", column=name) for name in ("table", "column", "code", "words")]
        frame = pd.DataFrame([(*code, code_words(self.words, *code[1:])) for code in codes], columns=headings)
        excel = self._write_frame(layout.CODES, frame)
        excel.set_column(0, 2, 22)
        excel.set_column(3, 3, 70)
        excel.protect("", dict.fromkeys(ALLOWED, True))
        for key, rows in frame.groupby(headings[:2]).indices.items():
            self.codes[key] = f"={layout.CODES}!{xl_range_abs(rows[0] + 1, 2, rows[-1] + 1, 2)}"

    def _write_frame(self, name: str, frame: pd.DataFrame) -> Any:
        excel = self.book.add_worksheet(name)
        excel.write_row(0, 0, frame.columns, self.formats["heading"])
        for row, cells in enumerate(frame.itertuples(index=False), start=1):
            excel.write_row(row, 0, cells, self.formats["guide"])
        return excel

    def _write_sheet(self, sheet: Sheet, excel: Any) -> None:
        """Write a table: its headings and what they mean, and its lines; name the list of its keys."""
        fields = {field.name: field for field in sheet.table.fields}
        first, last = HEADING + 1, HEADING + max(len(sheet.lines), 1)
        for column, heading in enumerate(sheet.lines.columns):
            field, (meaning, columns, allowed) = fields.get(heading), self._column(sheet, heading)
            kind = "text" if field is None or field.type == "string" else "number"
            excel.set_column(column, column, columns)
            excel.write(HEADING - 1, column, meaning, self.formats["meaning"])
            excel.write(HEADING, column, heading, self.formats["heading"])
            for row, (value, held) in enumerate(zip(sheet.lines[heading], sheet.locked, strict=True), start=first):
                look = "guide" if field is None and heading != ANSWER else kind if heading in held else f"open {kind}"
                if excel.write(row, column, value, self.formats[look]) == _CUT:
                    key = " ".join(map(str, sheet.lines.iloc[row - first][[*sheet.table.primary_key]]))
                    self.too_long.append(f"{sheet.name}, {key}, column {heading}")
            if allowed:
                title, remedy = self.words.say("prompt-list"), self.words.say("prompt-list.remedy")
                rule = {"validate": "list", "source": allowed, "error_title": title, "error_message": remedy}
                excel.data_validation(first, column, last, column, rule)
            if (heading,) == sheet.table.primary_key[:1] and sheet.name not in (QUESTIONS, SILENCE.name):
                keys = f"'{sheet.name}'!{xl_range_abs(first, column, last, column)}"
                # Only as far as it is filled: empty cells in a list would allow every text.
                filled = f"={keys.partition(':')[0]}:INDEX({keys},MAX(1,COUNTA({keys})))"
                self.book.define_name(f"list_{sheet.table.name}", filled)
        excel.freeze_panes(first, 1)
        excel.autofilter(HEADING, 0, last, len(sheet.lines.columns) - 1)
        excel.protect("", dict.fromkeys(ALLOWED, True))

    def _column(self, sheet: Sheet, heading: str) -> tuple[str, int, str | list[str] | None]:
        """Say what a column means, how wide it is, and what a person may write there, if there is a list of it."""
        if heading in sheet.guides:
            allowed = layout.answers_to(sheet.name)
            meaning = self.words.say("worksheet-guide", column=heading.replace(" ", "-"), repeats=len(allowed) > 1)
            return (meaning, 14, allowed) if heading == ANSWER else (meaning, 36, None)
        field, frame = sheet.table.field(heading), self.package.frames.get(sheet.table.name, sheet.lines)
        must = "audited" if heading == "verbatim" else "yes" if field.required else "no"
        meaning = self.words.say("worksheet-meaning", what=field.description or heading, must=must)
        lists = {key.column: f"=list_{key.table}" for key in sheet.table.foreign_keys}
        lists |= {"source": f"=list_{layout.SOURCES.name}"}
        narrowest = 14 if field.type == "string" else 10
        columns = width(heading, [*frame[heading].dropna(), *field.enum], narrowest, 42)
        return meaning, columns, lists.get(heading) or self.codes.get((sheet.name, heading))


def code_words(words: Words, column: str, code: str) -> str:
    """Say what a code means; "" where it explains itself."""
    message = f"code-{column}"
    return words.say(message, status=code, reporter=code, context=False) if words.has(message) else ""
