"""Grid: rows by columns of signs, in words or with a key; each cell whole or in halves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import ceil
from typing import Any, Literal

from behindbars.brand import find_brand
from behindbars.charts.signs import SIGNS, signs
from behindbars.fonts import measure, wrap
from behindbars.theme import (
    INNER,
    LABEL,
    SEMIBOLD,
    SMALL,
    Layer,
    Line,
    Segment,
    Spec,
    centred,
    finish,
    for_page_and_phone,
    lettering,
    line_height,
    rules,
)

WIDEST_NAME, WIDEST_LONE_NAME = 116, 170
"""Widest name of a row beside signs with words, and beside signs alone, px."""
SIGN, SPACING, HALF_SPACE, KEY_SPACE = 18, 5, 12, 10
"""Room of a sign, and space between columns, between halves and between entries of the key, px."""
ROW_SPACE, BLOCK_SPACE = 7, 14
"""Space between rows, and between blocks, px."""


@dataclass(frozen=True)
class Cell:
    """One cell, or one half of it: its statuses, and the same in words."""

    row: str
    column: str
    statuses: tuple[str, ...]
    words: str
    half: str = ""

    @property
    def silent(self) -> bool:
        """Whether no source in use speaks of it."""
        return self.statuses == ("not_mentioned",)

    @property
    def color(self) -> Literal["ink", "muted"]:
        """Colour of its words."""
        return "muted" if self.silent else "ink"


_Cells = Mapping[tuple[str, str, str], Cell]


@dataclass
class _Sheet:
    """What is drawn, and how far down it reaches, px."""

    inner: float
    height: float = 0
    letters: list[Line] = field(default_factory=list)
    signs: list[dict[str, Any]] = field(default_factory=list)
    lines: list[Segment] = field(default_factory=list)

    def put(self, cell: Cell, x: float, y: float) -> float:
        """Draw a cell's signs side by side from `x`, and give the place after them."""
        for n, status in enumerate(cell.statuses):
            place = {"x": round(x + SIGN * n + 7, 1), "y": round(y, 1)}
            names = {"row": cell.row, "column": cell.column, "half": cell.half}
            self.signs.append({**names, "status": str(status), "words": cell.words, **place})
        return x + SIGN * len(cell.statuses)

    def heads(self, columns: Sequence[str], left: float, pitch: float) -> None:
        """Name the columns."""
        heads = [wrap(column, pitch - SPACING, LABEL, SEMIBOLD) for column in columns]
        lowest = max(len(lines) for lines in heads)
        for n, lines in enumerate(heads):
            middle = self.height + line_height(LABEL) * (lowest - len(lines) / 2)
            self.letters += centred(lines, left + pitch * n, middle, weight=SEMIBOLD)
        self.height += line_height(LABEL) * lowest

    def row(self, label: Sequence[str], content: float) -> float:
        """Begin a row below a rule, and give its middle."""
        tall = max(content, line_height(LABEL) * len(label)) + ROW_SPACE
        self.lines.append((0, self.height, self.inner, self.height))
        self.height += tall
        self.letters += centred(list(label), 0, self.height - tall / 2)
        return self.height - tall / 2


@for_page_and_phone
def grid(
    rows: Sequence[str],
    columns: Sequence[str],
    cells: Sequence[Cell],
    headline: str,
    subtitle: str,
    source: str,
    *,
    halves: Sequence[str] = ("",),
    key: Mapping[str, str] | None = None,
    inner: float = INNER,
) -> Spec:
    """Draw a grid in which every row, column and half has its cell.

    On a page it is a table. On a phone each row is a block that lists the columns, and last those
    of which no source speaks.

    Parameters
    ----------
    rows, columns : sequence of str
        Names, in the order of drawing.
    cells : sequence of Cell
        Exactly one for each row, column and half.
    headline, subtitle, source : str
        Message; measure, place and time; source and notes.
    halves : sequence of str
        Names of the halves of each cell (law, practice); a whole cell has none.
    key : mapping, optional
        Words of each status. If given, signs stand alone on a page, explained above the table, and
        halves side by side; else each sign has the words of its cell beside it.
    inner : float
        Width that the chart may use, px.

    Returns
    -------
    dict
        Vega-Lite specification.

    Raises
    ------
    ValueError
        If a cell is missing, comes twice, or belongs nowhere; a status has no sign, or no words in
        the key; or there are halves and no key.
    """
    placed = _arrange(rows, columns, cells, halves, key)
    brand = find_brand()
    sheet = _Sheet(inner)
    if inner < INNER:
        _blocks(sheet, rows, columns, placed, halves)
    elif key:
        _matrix(sheet, rows, columns, placed, halves, key)
    else:
        _table(sheet, rows, columns, placed)
    layers: list[Layer] = [
        rules("between", sheet.lines, brand.pale),
        lettering("words", sheet.letters, brand),
        signs("cells", sheet.signs, brand),
    ]
    return finish(layers, sheet.height, headline, subtitle, source, inner)


def _arrange(
    rows: Sequence[str],
    columns: Sequence[str],
    cells: Sequence[Cell],
    halves: Sequence[str],
    key: Mapping[str, str] | None,
) -> _Cells:
    placed = {(cell.row, cell.column, cell.half): cell for cell in cells}
    expected = {(row, column, half) for row in rows for column in columns for half in halves}
    if not expected or len(placed) < len(cells) or set(placed) != expected:
        odd = sorted(set(placed) ^ expected)
        raise ValueError(f"a grid needs one cell for each row, column and half; check {odd or 'repeated cells'}")
    if any(halves) and not key:
        raise ValueError("a grid with halves needs a key of its signs")
    for cell in cells:
        if not cell.statuses:
            raise ValueError(f"{cell.row}, {cell.column}: a cell needs a status; silence is 'not_mentioned'")
        for status in cell.statuses:
            if status not in SIGNS:
                raise ValueError(f"{status!r} has no sign; expected one of {', '.join(SIGNS)}")
            if key and status not in key:
                raise ValueError(f"{status!r} has no words in the key; it has {', '.join(key)}")
    return placed


def _labels(rows: Sequence[str], widest: float) -> tuple[list[list[str]], float]:
    """Break the names of the rows into lines, and give the place right of them."""
    labels = [wrap(row, widest, LABEL) for row in rows]
    return labels, ceil(max(measure(line, LABEL) for lines in labels for line in lines)) + 2 * SPACING


def _table(sheet: _Sheet, rows: Sequence[str], columns: Sequence[str], cells: _Cells) -> None:
    """Stand the words of each cell beside its sign."""
    labels, left = _labels(rows, WIDEST_NAME)
    pitch = (sheet.inner - left) / len(columns)
    sheet.heads(columns, left, pitch)
    sheet.height += SPACING
    for row, label in zip(rows, labels, strict=True):
        inside = [cells[row, column, ""] for column in columns]
        broken = [wrap(cell.words, pitch - SIGN * len(cell.statuses) - SPACING, SMALL) for cell in inside]
        middle = sheet.row(label, line_height(SMALL) * max(len(lines) for lines in broken))
        for n, (cell, lines) in enumerate(zip(inside, broken, strict=True)):
            x = sheet.put(cell, left + pitch * n, middle)
            sheet.letters += centred(lines, x, middle, size=SMALL, color=cell.color)


def _matrix(
    sheet: _Sheet,
    rows: Sequence[str],
    columns: Sequence[str],
    cells: _Cells,
    halves: Sequence[str],
    key: Mapping[str, str],
) -> None:
    """Let signs stand alone below their key, each centred on the name of its half."""
    used = {status for cell in cells.values() for status in cell.statuses}
    _key(sheet, [Cell("", "", (status,), words) for status, words in key.items() if status in used])
    labels, left = _labels(rows, WIDEST_LONE_NAME)
    pitch = (sheet.inner - left) / len(columns)
    top = sheet.height
    sheet.heads(columns, left, pitch)
    middles, x = {}, 0.0
    for half in halves:
        width = max(measure(half, SMALL), SIGN)
        middles[half] = x + width / 2
        x += width + HALF_SPACE
    if any(halves):
        y = sheet.height + line_height(SMALL) / 2
        places = [(half, left + pitch * n + x) for n in range(len(columns)) for half, x in middles.items()]
        sheet.letters += [Line(half, x, y, SMALL, color="muted", align="center") for half, x in places]
        sheet.height += line_height(SMALL)
    sheet.height += SPACING / 2
    for row, label in zip(rows, labels, strict=True):
        middle = sheet.row(label, SIGN - 2)
        for n, column in enumerate(columns):
            group = [cells[row, column, half] for half in halves]
            across = list(middles.values())
            if all(cell.silent for cell in group):  # one silence, not one for each half
                group, across = group[:1], [(across[0] + across[-1]) / 2]
            for cell, x in zip(group, across, strict=True):
                sheet.put(cell, left + pitch * n + x - SIGN * (len(cell.statuses) - 1) / 2 - 7, middle)
    edges = [left + pitch * n - SPACING + 2 for n in range(len(columns))]
    sheet.lines += [(x, top, x, sheet.height) for x in edges]


def _key(sheet: _Sheet, entries: Sequence[Cell]) -> None:
    """Explain each sign once, in as many lines as it takes."""
    x, y = 0.0, line_height(SMALL) / 2
    for entry in entries:
        width = SIGN + measure(entry.words, SMALL)
        if x and x + width > sheet.inner:
            x, y = 0, y + line_height(SMALL) + 2
        words_at = sheet.put(entry, x, y)
        sheet.letters.append(Line(entry.words, words_at, y, SMALL, color=entry.color))
        x += width + KEY_SPACE
    sheet.height = y + line_height(SMALL) / 2 + SPACING * 2


def _blocks(sheet: _Sheet, rows: Sequence[str], columns: Sequence[str], cells: _Cells, halves: Sequence[str]) -> None:
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


def _list(sheet: _Sheet, cells: Sequence[Cell], left: float, pitch: float) -> None:
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
