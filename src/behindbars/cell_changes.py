"""What differs between two runs of a notebook, cell by cell and in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from pathlib import Path
from textwrap import shorten

from nbformat import NotebookNode

from behindbars.notebook import read_notebook
from behindbars.shown import Drawing, Grid, Shown, headings, read_shown, sentences
from behindbars.specification import COVER, NARROW

MARKUP = "only the form of what it shows changed: its words and numbers are the same"
LOOK = "only its look changed; its data are the same"
CELLS, LINES = 20, 12
"""How many cells, and how many lines of each, are told of a long list."""
LONG, AROUND = 160, 8
"""Sentences of more characters than the first are shortened to what differs, and so many words around it."""
SHORT = 60
"""Characters of a cell that are shown of a row, or may help to name it."""


@dataclass(frozen=True)
class Change:
    """What changed in one cell.

    Attributes
    ----------
    where : str
        Notebook, cell and nearest heading.
    lines : tuple of str
        What changed, one thing each.
    figures : tuple of str
        Identifiers of the figures that changed.
    """

    where: str
    lines: tuple[str, ...]
    figures: tuple[str, ...] = ()


def told(changes: Sequence[Change], *, everything: bool = False) -> Iterator[str]:
    """Tell changes line by line, a long list shortened with a count.

    Parameters
    ----------
    changes : sequence of Change
        The changes.
    everything : bool
        Whether to tell all of them.
    """
    for change in changes if everything else changes[:CELLS]:
        shortened = len(change.lines) > LINES and not everything
        yield f"{change.where}:"
        yield from (f"  {line}" for line in (change.lines[: LINES - 1] if shortened else change.lines))
        if shortened:
            yield f"  and {len(change.lines) - LINES + 1} more changes in this place"
    if len(changes) > CELLS and not everything:
        yield f"And {len(changes) - CELLS} more places; --all shows everything."


def notebook_changes(reference: Path, executed: Path) -> list[Change]:
    """Compare what the cells of a notebook show.

    Parameters
    ----------
    reference, executed : Path
        The notebook as it was accepted, and as it was run now; with the same cells.
    """
    old, new = read_notebook(reference).cells, read_notebook(executed).cells
    changes, above, title = [], "", ""
    for number, (before, after) in enumerate(zip_longest(old, new), 1):
        cell: NotebookNode = before if after is None else after
        if cell.cell_type == "markdown":
            found = headings(cell.source)
            title, above = title or (found[0] if found else ""), found[-1] if found else above
            continue
        lines, figures = _cell_changes(read_shown(before), read_shown(after))
        if not lines and _outputs(before) != _outputs(after):
            lines = [MARKUP]
        if lines:
            under = f", under “{above}”" if above and above != title else ""
            name = f"{title} ({reference.name})" if title else reference.name
            changes.append(Change(f"{name}, cell {number}{under}", tuple(lines), tuple(figures)))
    return changes


def _outputs(cell: NotebookNode | None) -> list[tuple[str, object]]:
    """Give what the regression checks compare of a cell."""
    outputs = cell.get("outputs", []) if cell else []
    return [(output.output_type, output.get("data", output.get("text"))) for output in outputs]


def chart_changes(reference: Path, drawn: Path, told_of: Sequence[str]) -> list[Change]:
    """Compare the pictures of two folders, but for figures whose change is told of already.

    Parameters
    ----------
    reference, drawn : Path
        Folders of svg files: as accepted, and as drawn now.
    told_of : sequence of str
        Identifiers of these figures.
    """
    old, new = ({file.stem: file.read_bytes() for file in folder.glob("*.svg")} for folder in (reference, drawn))
    kinds: dict[str, list[str]] = {}
    for stem in sorted(old.keys() | new.keys()):
        kind = "is new" if stem not in old else "is gone" if stem not in new else LOOK if old[stem] != new[stem] else ""
        figure = stem.removesuffix(NARROW)
        if kind and figure not in told_of and not (figure == COVER and told_of):
            kinds.setdefault(kind, []).append(stem)
    where = f"Pictures in figures/{drawn.name}"
    return [Change(where, tuple(f"{stem}: {kind}" for kind, stems in kinds.items() for stem in stems))] if kinds else []


def _cell_changes(old: Shown, new: Shown) -> tuple[list[str], list[str]]:
    """Tell what changed in a cell, and which figures."""
    lines, figures = _text_changes(old.sentences, new.sentences), []
    tables = {}
    for name in [*old.tables, *(name for name in new.tables if name not in old.tables)]:
        tables[name] = _table_changes(old.tables.get(name), new.tables.get(name))
    for name in [*old.figures, *(name for name in new.figures if name not in old.figures)]:
        # A chart's own table tells the same as its data, in the words of the edition.
        own = tables.pop(f"{name}-data", [])
        if found := _figure_changes(old.figures.get(name), new.figures.get(name), own):
            figures.append(name)
            drawing = new.figures.get(name) or old.figures[name]
            lines += _under(f"figure {name} ({drawing.caption})", found)
    for name, found in tables.items():
        table = new.tables.get(name) or old.tables[name]
        lines += _under(f"table {name} ({table.caption})" if table.caption else "table", found)
    return lines, figures


def _under(title: str, lines: Sequence[str]) -> list[str]:
    """Put one line beside a title, several beneath it."""
    if len(lines) == 1:
        return [f"{title}: {lines[0]}"]
    return [f"{title}:", *(f"  {line}" for line in lines)] if lines else []


def _text_changes(old: Sequence[str], new: Sequence[str], what: str = "") -> list[str]:
    """Tell sentences that changed, the old beside the new."""
    lines = []
    for kind, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            for before, after in zip_longest(old[i:j], new[k:m]):
                was, now = _shortened(before or "", after or "")
                lines += [f"{what}old: {was}"] if was else []
                lines += [f"{what}new: {now}"] if now else []
    return lines


def _shortened(old: str, new: str) -> tuple[str, str]:
    """Cut what long sentences have in common, but for some words around what differs."""
    if max(len(old), len(new)) <= LONG:
        return old, new
    was, now = old.split(), new.split()
    start = _common(was, now)
    end = _common(was[:start:-1], now[:start:-1])
    if 2 * (start + end) < min(len(was), len(now)):
        return old, new
    first, last = max(0, start - AROUND), max(0, end - AROUND)
    old, new = (
        " ".join(["…"] * bool(first) + words[first : len(words) - last] + ["…"] * bool(last)) for words in (was, now)
    )
    return old, new


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """Count how many words are the same before the first that differs."""
    return next(
        (place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )


def _figure_changes(old: Drawing | None, new: Drawing | None, table: Sequence[str]) -> list[str]:
    if old is None or new is None:
        return ["the figure is new" if old is None else "the figure is gone"]
    lines = list(table) or _table_changes(old.data, new.data)
    for what, was, now in (("caption", old.caption, new.caption), ("headline", old.headline, new.headline)):
        lines += _text_changes([was], [now], f"{what}, ")
    # The alternative text begins with the headline, which is told already.
    before, after = ([part for part in sentences(each.alt) if part != f"{each.headline}."] for each in (old, new))
    lines += _text_changes(before, after, "alternative text, ")
    return lines or ([LOOK] if old.specification != new.specification else [])


def _table_changes(old: Grid | None, new: Grid | None) -> list[str]:
    """Tell the cells that changed by row and column, and the rows that came or went."""
    if old is None or new is None:
        grid, kind = (new, "new") if old is None else (old, "gone")
        return [f"the table is {kind}, with {len(grid.rows) if grid else 0} rows"]
    lines = [f"caption: {old.caption} → {new.caption}"] if old.caption != new.caption else []
    if old.columns != new.columns:
        lines.append(f"columns: {', '.join(old.columns)} → {', '.join(new.columns)}")
    for before, after in _paired(old, new):
        if before is None or after is None:
            row, kind = (after, "new row") if before is None else (before, "row gone")
            lines.append(f"{kind}: {' | '.join(shorten(cell, SHORT, placeholder=' …') for cell in row or () if cell)}")
            continue
        name = _row_name(before, after, old, new)
        for column, *cells in zip(new.columns, before, after, strict=False):
            if cells[0] != cells[1]:
                was, now = _shortened(*cells)
                lines.append(f"{name}, {column}: {was or 'empty'} → {now or 'empty'}")
    return lines


Row = tuple[str, ...]


def _paired(old: Grid, new: Grid) -> Iterator[tuple[Row | None, Row | None]]:
    """Pair rows that differ with the one they most likely were; a row without one came or went."""
    for kind, i, j, k, m in SequenceMatcher(None, old.rows, new.rows, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        left = list(new.rows[k:m])
        for before in old.rows[i:j]:
            after = max(left, key=lambda row: _alike(before, row), default=None)
            if after is not None and (before[:1] == after[:1] or _alike(before, after) == len(before) - 1):
                left.remove(after)
                yield before, after
            else:
                yield before, None
        yield from ((None, after) for after in left)


def _alike(one: Row, other: Row) -> int:
    """Count equal cells; the first names the row, and weighs more than all others."""
    return sum(a == b for a, b in zip(one, other, strict=False)) + len(one) * (one[:1] == other[:1])


def _row_name(before: Row, after: Row, old: Grid, new: Grid) -> str:
    """Name a row by its first cell, and by others that stayed where several rows have the same."""
    first = after[0] or "row without a name"
    if sum(row[:1] == before[:1] for row in (*old.rows, *new.rows)) <= 2:
        return first
    stayed = [now for was, now in zip(before[1:], after[1:], strict=False) if was == now and 0 < len(now) < SHORT]
    return ", ".join([first, *stayed[:2]])
