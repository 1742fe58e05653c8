"""A grid on a phone: each row is a block that lists its columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import ceil

from behindbars.charts.cells import BLOCK_SPACE, SIGN, SPACING, Cell, Cells, Sheet
from behindbars.fonts import measure, wrap
from behindbars.theme import LABEL, SEMIBOLD, SMALL, Line, centred, line_height


def blocks(sheet: Sheet, rows: Sequence[str], columns: Sequence[str], cells: Cells, halves: Sequence[str]) -> None:
    """Make each row a block: its columns with their signs and words, one below the other."""
    step = line_height(SMALL) + 2
    left = ceil(max(measure(column, SMALL) for column in columns)) + SPACING - 2
    pitch = (sheet.inner - left) / len(halves)
    for row in rows:
        if sheet.height:
            sheet.lines.append((0, sheet.height, sheet.inner, sheet.height))
            sheet.height += BLOCK_SPACE / 2
        names = wrap(row, sheet.inner, LABEL, SEMIBOLD)
        sheet.letters += centred(names, 0, sheet.height + line_height(LABEL) * len(names) / 2, weight=SEMIBOLD)
        sheet.height += line_height(LABEL) * len(names) + 2
        groups = [[cells[row, column, half] for half in halves] for column in columns]
        silent = [group[0] for group in groups if all(cell.silent for cell in group)]
        for group in groups:
            if group[0] not in silent:
                sheet.letters.append(Line(group[0].column, 0, sheet.height + step / 2, SMALL))
                _list(sheet, group, left, pitch)
        if silent:
            column = ", ".join(cell.column for cell in silent)
            together = replace(silent[0], column=column, half="", words=f"{silent[0].words}: {column}")
            _list(sheet, [together], 0, sheet.inner)
        sheet.height += BLOCK_SPACE / 2


def _list(sheet: Sheet, cells: Sequence[Cell], left: float, pitch: float) -> None:
    """Print cells one after the other, each at the next stop that is free."""
    step = line_height(SMALL) + 2
    x = left
    sheet.height += step / 2
    for cell in cells:
        text = cell.words if not cell.half else cell.half if cell.silent else f"{cell.half}: {cell.words}"
        width = SIGN * len(cell.statuses) + measure(text, SMALL)
        if x > left and x + width > sheet.inner:
            x = left
            sheet.height += step
        words_at = sheet.put(cell, x, sheet.height)
        x += pitch * ceil((width + SPACING) / pitch)
        for n, line in enumerate(wrap(text, sheet.inner - words_at, SMALL)):
            sheet.height += line_height(SMALL) if n else 0
            sheet.letters.append(Line(line, words_at, sheet.height, SMALL, color=cell.color))
    sheet.height += step / 2
