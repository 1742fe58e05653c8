"""Markdown that both renderers understand, made from text that is only text.

Everything that comes from a table of the data package passes through `escape`:
it can never become a heading, a link, a citation, a shortcode or raw HTML.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>&#|@$^~])")
_LINE_START = re.compile(r"^([-+:=]|\(?\w{1,5}[.)](?=\s|$))")
"""What begins a list, a caption or a heading where a paragraph begins."""
_TYPOGRAPHY = re.compile(r"-(?=-)|\.(?=\.\.)")
"""What Pandoc would turn into a dash or an ellipsis."""


def escape(text: str) -> str:
    """Escape plain text so that it shows as itself, on one line."""
    text = " ".join(text.split())
    text = _SPECIAL.sub(r"\\\1", text)
    text = _TYPOGRAPHY.sub(r"\\\g<0>", text)
    return _LINE_START.sub(lambda match: f"{match[1][:-1]}\\{match[1][-1]}", text)


def attribute(text: str) -> str:
    """Escape plain text for a quoted attribute such as ``fig-alt``, on one line."""
    return " ".join(text.split()).replace("&", "&amp;").replace("\\", "\\\\").replace('"', "”").replace("{{<", "{ {<")


def foreign(text: str, lang: str) -> str:
    """Mark plain text as being in another language (BCP 47), so that it is read out and broken as such."""
    return f"[{escape(text)}]{{lang={lang}}}"


def cite(source: str, locator: str, *, named: bool = True) -> str:
    """Cite the place in a source: ``[@joint2024, p. 3]``; of one that need not be named, the place alone.

    A paragraph is cited by its code, which needs no word before it. A locator that was not recorded is left out, and
    the list of sources says so.
    """
    if locator == "not recorded":
        return f"[@{source}]"
    place = f"{{{locator}}}" if re.fullmatch(r"[A-Z]\d+", locator) else escape(locator)
    return f"[{'' if named else '-'}@{source}, {place}]"


@dataclass(frozen=True)
class Table:
    """A table with a caption, printed as a pipe table.

    Parameters
    ----------
    id : str
        Identifier without its prefix; a reference to it is ``@tbl-<id>``.
    caption : str
        What the table shows; plain text.
    columns : sequence of str
        Headings; plain text.
    rows : sequence of sequence of str
        Cells; already Markdown, one line each.
    widths : sequence of int
        Relative widths of the columns.
    """

    id: str
    caption: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[int]

    def markdown(self) -> str:
        """Print the table, with its caption if it has one; relative widths reach both editions through the dashes."""
        # Pandoc applies the dashes' widths only if a line is longer than its column setting (72).
        dashes = ["-" * max(3, round(width * 100 / sum(self.widths))) for width in self.widths]
        lines = [
            _line([escape(column) for column in self.columns]),
            _line(dashes),
            *(_line(row) for row in self.rows),
            *(["", f": {escape(self.caption)} {{#tbl-{self.id}}}"] if self.caption else []),
        ]
        return "\n".join(lines)


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"
