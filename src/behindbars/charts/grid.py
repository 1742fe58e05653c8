"""Grid: rows by columns of signs, in words or with a key; each cell whole or in halves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import ceil

from behindbars.brand import find_brand
from behindbars.charts.blocks import blocks
from behindbars.charts.cells import BLOCK_SPACE, SIGN, SPACING, Cell, Cells, Sheet
from behindbars.charts.signs import SIGNS, signs
from behindbars.fonts import measure, wrap
from behindbars.theme import (
    INNER,
    LABEL,
    SEMIBOLD,
    SMALL,
    Layer,
    Line,
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
HALF_SPACE, KEY_SPACE = 12, 10
"""Space between halves and between entries of the key, px."""


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

    On a page it is a table; columns that do not fit beside the others go on below. On a phone each
    row is a block that lists the columns, and last those of which no source speaks.

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
    sheet = Sheet(inner)
    if inner < INNER:
        blocks(sheet, rows, columns, placed, halves)
    elif key:
        used = {status for cell in placed.values() for status in cell.statuses}
        _key(sheet, [Cell("", "", (status,), words) for status, words in key.items() if status in used])
        _matrix(sheet, rows, columns, placed, halves)
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
) -> Cells:
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


def _table(sheet: Sheet, rows: Sequence[str], columns: Sequence[str], cells: Cells) -> None:
    """Stand the words of each cell beside its sign."""
    labels, left = _labels(rows, WIDEST_NAME)
    words = max(_widest_word(cell.words, SMALL) + SIGN * len(cell.statuses) for cell in cells.values())
    for band, pitch in _bands(sheet, columns, left, words):
        sheet.heads(band, left, pitch)
        sheet.height += SPACING
        for row, label in zip(rows, labels, strict=True):
            inside = [cells[row, column, ""] for column in band]
            broken = [wrap(cell.words, pitch - SIGN * len(cell.statuses) - SPACING, SMALL) for cell in inside]
            middle = sheet.row(label, line_height(SMALL) * max(len(lines) for lines in broken))
            for n, (cell, lines) in enumerate(zip(inside, broken, strict=True)):
                x = sheet.put(cell, left + pitch * n, middle)
                sheet.letters += centred(lines, x, middle, size=SMALL, color=cell.color)


def _bands(sheet: Sheet, columns: Sequence[str], left: float, content: float) -> Iterator[tuple[Sequence[str], float]]:
    """Share out the columns, as many beside each other as their names and `content`, px, allow; the rest go below."""
    widest = max(content, *(_widest_word(column, LABEL, SEMIBOLD) for column in columns)) + SPACING
    across = max(1, min(len(columns), int((sheet.inner - left) / widest)))
    across = ceil(len(columns) / ceil(len(columns) / across))  # bands of like size
    for first in range(0, len(columns), across):
        sheet.height += BLOCK_SPACE if first else 0
        yield columns[first : first + across], (sheet.inner - left) / across


def _widest_word(text: str, size: float, weight: int = 400) -> float:
    return max(measure(word, size, weight) for word in text.split())


def _matrix(
    sheet: Sheet,
    rows: Sequence[str],
    columns: Sequence[str],
    cells: Cells,
    halves: Sequence[str],
) -> None:
    """Let signs stand alone, each centred on the name of its half."""
    labels, left = _labels(rows, WIDEST_LONE_NAME)
    content = sum(max(measure(half, SMALL), SIGN) + HALF_SPACE for half in halves) - HALF_SPACE
    for band, pitch in _bands(sheet, columns, left, content):
        _band(sheet, rows, labels, band, cells, halves, left, pitch)


def _band(
    sheet: Sheet,
    rows: Sequence[str],
    labels: Sequence[Sequence[str]],
    columns: Sequence[str],
    cells: Cells,
    halves: Sequence[str],
    left: float,
    pitch: float,
) -> None:
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


def _key(sheet: Sheet, entries: Sequence[Cell]) -> None:
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
