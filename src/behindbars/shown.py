"""What a notebook cell shows, taken apart: sentences as plain text, tables, and figures with their data."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from nbformat import NotebookNode

from behindbars.specification import VEGALITE_MIME

_KINDS = {"fig": "figure", "tbl": "table"}
_HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*(?:\{[^{}]*\})?$", re.MULTILINE)
_IMAGE = re.compile(r"^!\[.*\]\([^)]*\)\{.*\}$")
_CAPTION = re.compile(r"^: (.*?)\s*\{#tbl-([\w-]+)\}$")
_FENCE = re.compile(r"^:::.*?(?:title=\"(.*)\")?\}?$")
_DASHES = re.compile(r"^\|(\s*:?-+:?\s*\|)+$")
_SENTENCE = re.compile(r"(?<!para\.)(?<=[.!?])\s+(?=[\w“‘])")
_PLAIN = (
    (re.compile(r"\[@([^\]]+)\]"), lambda match: f"({match[1].replace('@', '')})"),
    (re.compile(r"(?<!\\)\^\[([^\]]*)\]"), lambda match: f"(note: {match[1]})"),
    (re.compile(r"(?<!\\)\[((?:\\.|[^\]\\])*)\](?:\{[^}]*\}|\([^)]*\))"), lambda match: match[1]),
    (re.compile(r"(?<!\\)@(fig|tbl)-([\w-]+)"), lambda match: f"{_KINDS[match[1]]} {match[2]}"),
    (re.compile(r"(?<!\\)[*`]+"), lambda match: ""),
    (re.compile(r"\\(.)"), lambda match: match[1]),
    (re.compile(r"^(#{1,6}|[-+]|\d+\.)\s+"), lambda match: ""),
)
"""What is Markdown only, and what it is in plain text."""


@dataclass(frozen=True)
class Grid:
    """A table in plain text.

    Attributes
    ----------
    caption : str
        What it shows; empty where it has no caption.
    columns : tuple of str
        Headings.
    rows : tuple of tuple of str
        Cells.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Drawing:
    """A figure: its caption, headline and alternative text, its data, and all of its specification."""

    caption: str
    headline: str
    alt: str
    data: Grid
    specification: Mapping[str, Any]


@dataclass
class Shown:
    """What one cell shows; tables and figures by their identifiers."""

    sentences: list[str] = field(default_factory=list)
    tables: dict[str, Grid] = field(default_factory=dict)
    figures: dict[str, Drawing] = field(default_factory=dict)


def read_shown(cell: NotebookNode | None) -> Shown:
    """Take apart what a cell shows; nothing for a cell that is not there.

    Parameters
    ----------
    cell : NotebookNode or None
        A code cell with its outputs.
    """
    shown = Shown()
    for output in cell.get("outputs", []) if cell else []:
        data = output.get("data", {})
        if specification := data.get(VEGALITE_MIME):
            meta = specification["usermeta"]
            shown.figures[meta["figure"]] = _drawing(specification, meta)
        _read_markdown(data.get("text/markdown", ""), shown)
    return shown


def headings(markdown: str) -> list[str]:
    """List the headings of Markdown, as plain text."""
    return [plain(match[1]) for match in _HEADING.finditer(markdown)]


def plain(markdown: str) -> str:
    """Take out of one line of Markdown what is Markdown only."""
    for pattern, text in _PLAIN:
        markdown = pattern.sub(text, markdown)
    return " ".join(markdown.split())


def sentences(text: str) -> list[str]:
    """Split plain text into sentences."""
    return [part for part in _SENTENCE.split(text) if part]


def _drawing(specification: Mapping[str, Any], meta: Mapping[str, Any]) -> Drawing:
    rows: Iterable[Mapping[str, Any]] = meta["data"]
    columns = tuple(dict.fromkeys(name for row in rows for name in row))
    title = (specification.get("title") or {}).get("text", "")
    return Drawing(
        caption=meta["caption"],
        headline=title if isinstance(title, str) else " ".join(title),
        alt=meta["alt"],
        data=Grid("", columns, tuple(tuple(_cell(row.get(name)) for name in columns) for row in rows)),
        specification=specification,
    )


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:g}" if isinstance(value, float) else str(value)


def _read_markdown(markdown: str, shown: Shown) -> None:
    """Sort the lines into sentences and tables; pictures are known from their specifications."""
    rows: list[tuple[str, ...]] = []

    def close(caption: str = "", identifier: str = "") -> None:
        if rows:
            name = identifier or f"{len(shown.tables) + 1}"
            shown.tables[name] = Grid(caption, rows[0], tuple(rows[1:]))
            rows.clear()

    for line in (line.strip() for line in markdown.splitlines()):
        if line.startswith("|"):
            if not _DASHES.match(line):
                rows.append(tuple(plain(cell.strip()) for cell in re.split(r"(?<!\\)\|", line)[1:-1]))
        elif match := _CAPTION.match(line):
            close(plain(match[1]), match[2])
        elif line and not _IMAGE.match(line):
            close()
            fence = _FENCE.match(line)
            shown.sentences += sentences(plain((fence[1] or "") if fence else line))
    close()
