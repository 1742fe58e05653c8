"""The first sheet of a worksheet: what it is, how to fill it in, and what is still open."""

from __future__ import annotations

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name

from behindbars.brand import Brand
from behindbars.worksheet.cells import height
from behindbars.worksheet.layout import GONE, IDENTITY, QUESTION, QUESTIONS, START, Sheet, Worksheet
from behindbars.worksheet.texts import ABOUT, NAME, OPEN, STEPS, TITLE

FILL = "#FFF6CC"
"""Fill of a cell in which a person writes."""
_WIDE = 104  # characters in the column of texts


def write_start(book: Workbook, worksheet: Worksheet, brand: Brand, first_row: int) -> None:
    """Write the sheet; the other sheets have their first row of data in ``first_row``, counted from 1."""
    sheet = book.add_worksheet(START)
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 1, _WIDE)
    plain = {"valign": "top", "text_wrap": True, "num_format": "@"}
    heading = book.add_format(
        {**plain, "bold": True, "font_size": 20, "font_color": brand.statement, "text_wrap": False}
    )
    muted = book.add_format({**plain, "font_color": brand.muted})
    text, bold = book.add_format(plain), book.add_format({**plain, "bold": True, "font_color": brand.statement})
    number = book.add_format({"bold": True, "align": "left", "valign": "top"})
    name = book.add_format({**plain, "bg_color": FILL, "border": 1, "border_color": brand.outline, "locked": False})

    def write(row: int, label: str, words: str, style: object = text, least: int = 0) -> None:
        sheet.write_string(row, 0, label, bold)
        sheet.write_string(row, 1, words, style)
        sheet.set_row(row, least or height([(words, _WIDE, 11)]))

    sheet.write_string(0, 0, TITLE.format(year=worksheet.year), heading)
    sheet.set_row(0, 32)
    write(1, "Edition", f"{worksheet.year}", muted)
    write(2, "Statement", worksheet.title, muted)
    write(3, "Version of the data", worksheet.package.version, muted)
    write(5, "What this is", ABOUT)
    for position, step in enumerate(STEPS):
        words = step.format(file=f"worksheet-{worksheet.year}.xlsx")
        write(7 + position, "How to fill it in" if position == 0 else "", f"{position + 1}. {words}")
    row = 8 + len(STEPS)
    write(row, NAME, "", name, 22)
    prompt = {"validate": "any", "input_title": NAME, "input_message": "Needed for the answers that you give."}
    sheet.data_validation(row, 1, row, 1, prompt)
    row += 2
    sheet.write_string(row, 0, OPEN, bold)
    sheet.write_string(row, 1, "on the sheet", muted)
    for item in worksheet.sheets:
        asked = [line for line in item.lines if line.is_question]
        if not asked and item.name != QUESTIONS:
            continue
        row += 1
        sheet.write_formula(row, 0, _open_formula(item, len(item.lines), first_row), number, count_open(item))
        sheet.write_url(row, 1, f"internal:'{item.name}'!A1", text, item.name)
    sheet.protect("", {"format_columns": True, "format_rows": True, "format_cells": True})
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.activate()


def answer_column(sheet: Sheet) -> str:
    """Name the column that is empty as long as a question of the sheet is open."""
    if sheet.name == QUESTIONS:
        return "answer"
    fields = sheet.table.fields
    return next(field.name for field in fields if field.required and field.name not in IDENTITY[sheet.name])


def count_open(sheet: Sheet) -> int:
    """Count the questions of a sheet that have neither an answer nor an x."""
    asked = [line for line in sheet.lines if line.is_question]
    column = answer_column(sheet) if asked else ""
    return sum(not line.values.get(column) and not line.values.get(GONE) for line in asked)


def _open_formula(sheet: Sheet, lines: int, first_row: int) -> str:
    """Count, as the person works, the questions that have neither an answer nor an x."""

    def cells(heading: str) -> str:
        letter = xl_col_to_name(sheet.headings.index(heading))
        return f"'{sheet.name}'!${letter}${first_row}:${letter}${first_row + max(lines, 1) - 1}"

    empty = [f'({cells(heading)}="")' for heading in (answer_column(sheet), GONE) if heading in sheet.headings]
    return "=SUMPRODUCT(" + "*".join([f'({cells(QUESTION)}<>"")', *empty]) + ")"
