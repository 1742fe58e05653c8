"""What a cell shows: text, or a figure with its table.

A build, the regression checks and papermill get Markdown, and of a figure its specification: the same bytes each time.
Whoever works in JupyterLab or VS Code sees the same as readers will: citations and tables in words, and the chart
drawn from what the cell holds now.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from html import escape as html_escape
from itertools import count
from typing import Any

import altair as alt
import mistune
import pandas as pd
from IPython.core.getipython import get_ipython

from behindbars.charts.picture import svg
from behindbars.measures.frames import rows
from behindbars.words import Words
from behindbars.words.markdown import Table, attribute, escape

MOST_ROWS, MOST_COLUMNS = 60, 12
"""Most rows and columns of a frame that a page shows."""
SVG_MIME = "image/svg+xml"
VEGALITE_MIME = "application/vnd.vegalite.v6+json"
"""MIME type under which an executed notebook holds the specification of a figure."""


def is_watched() -> bool:
    """Whether somebody works in the notebook, in JupyterLab or VS Code: not papermill, nbconvert, nbval or Quarto."""
    shell = get_ipython()
    return "JPY_SESSION_NAME" in os.environ or (shell is not None and "__vsc_ipynb_file__" in shell.user_ns)


def prepare_display(slug: str, words: Words) -> None:
    """Have charts and frames that a cell shows by itself shown in the look of the edition, without any network.

    A chart is drawn as svg, in the edition's theme. A frame is a Markdown table in a build, so that Quarto and the
    embedded renderer print it alike; as each of a chapter's tables it has a number, and its caption says its size.
    """
    alt.theme.enable("behindbars")
    alt.renderers.register("behindbars", _drawn)
    alt.renderers.enable("behindbars")
    numbers = count(1)

    def printed(frame: pd.DataFrame) -> str:
        caption = words.say("frame", rows=len(frame), columns=frame.shape[1])
        return replace(plain_table(frame), id=f"{slug}-frame-{next(numbers)}", caption=caption).markdown()

    shell = get_ipython()
    if shell and shell.display_formatter and not is_watched():
        formatters = shell.display_formatter.formatters
        formatters["text/html"].for_type(pd.DataFrame, lambda frame: None)
        formatters["text/markdown"].for_type(pd.DataFrame, printed)


def _drawn(spec: dict[str, Any], **options: Any) -> dict[str, str]:
    return {"text/html" if is_watched() else SVG_MIME: svg(spec, "chart", "", "")}


def plain_table(frame: pd.DataFrame) -> Table:
    """Print a frame as it is, as much of it as a page holds."""
    shown = frame.iloc[:MOST_ROWS, :MOST_COLUMNS]
    cells = [["" if cell is None else escape(str(cell)) for cell in row] for row in rows(shown)]
    if shown.shape != frame.shape:
        cells.append([f"… {frame.shape[0]} × {frame.shape[1]}", *[""] * (shown.shape[1] - 1)])
    return Table("", "", [str(column) for column in shown], cells, [1] * shown.shape[1])


@dataclass(frozen=True)
class Text:
    """Markdown that a cell shows.

    Parameters
    ----------
    markdown : str
        Markdown of the kind that Quarto and the embedded renderer understand.
    sources : mapping of str to str
        Short titles of the sources that it may cite, by their keys.
    """

    markdown: str
    sources: Mapping[str, str] = field(default_factory=dict, repr=False)

    def __str__(self) -> str:
        return self.markdown

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        shown = readable(self.markdown, self.sources) if is_watched() else self.markdown
        return {"text/markdown": shown, "text/plain": self.markdown}


@dataclass(frozen=True)
class FigureText:
    """The words of a figure, as plain text.

    Parameters
    ----------
    headline, subtitle : str
        The message above the chart; what it measures.
    caption : str
        What the figure shows: measure, place and period.
    alt : str
        What the chart says, with its numbers, on one line.
    source : str
        The line below the chart.
    table : Table
        The data of the chart, as printed beneath it.
    data : sequence of dict
        The same data for the figure's csv: one mapping a row, the same keys in each.
    """

    headline: str
    subtitle: str
    caption: str
    alt: str
    source: str
    table: Table
    data: Sequence[dict[str, Any]]


@dataclass(frozen=True)
class Figure(FigureText):
    """A chart with its words and its table.

    Parameters
    ----------
    id : str
        Identifier and file name without ending; a reference to it is ``@fig-<id>``.
    spec, phone : dict
        Complete Vega-Lite specifications, for a page and for a phone.
    folder : str
        Folder of the charts, relative to the notebook.
    sources : mapping of str to str
        Short titles of the sources that it may cite, by their keys.
    """

    id: str
    spec: dict[str, Any]
    phone: dict[str, Any]
    folder: str
    sources: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def markdown(self) -> str:
        """The image with its caption and alternative text, and the table beneath."""
        alt = attribute(self.alt)
        image = f'![{escape(self.caption)}]({self.folder}/{self.id}.svg){{#fig-{self.id} fig-alt="{alt}"}}'
        return f"{image}\n\n{self.table.markdown()}"

    @property
    def specification(self) -> dict[str, Any]:
        """The specification for a page; its ``usermeta`` holds that for a phone, and what else its files need."""
        usermeta = {
            "figure": self.id,
            "caption": self.caption,
            "alt": " ".join(self.alt.split()),
            "headline": self.headline,
            "data": [dict(row) for row in self.data],
            "narrow": self.phone,
        }
        return {**self.spec, "usermeta": usermeta}

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        plain = f"{self.caption}: {self.alt}"
        if is_watched():
            return {"text/html": self._html(), "text/plain": plain}
        return {VEGALITE_MIME: self.specification, "text/markdown": self.markdown, "text/plain": plain}

    def _html(self) -> str:
        """Draw the chart as it is now; its table opens beneath."""
        drawn = svg(self.spec, self.id, self.caption, self.alt)
        table = mistune.html(readable(self.table.markdown(), self.sources))
        caption = html_escape(self.caption)
        summary = html_escape(self.table.caption)
        details = f"<details><summary>{summary}</summary>{table}</details>"
        return f"<figure>{drawn}<figcaption>{caption}</figcaption>{details}</figure>"


_READABLE = (
    (re.compile(r"^: (.*?) *\{#tbl-[^}]*\}$", re.MULTILINE), r"*\1*"),
    (re.compile(r'^::: \{[^}]*title="([^"]*)"\}$', re.MULTILINE), r"**\1**\n"),
    (re.compile(r"^:::$", re.MULTILINE), ""),
    (re.compile(r"\[((?:\\.|[^\]\\])*)\]\{[^}]*\}"), r"\1"),
    (re.compile(r"\(?@(?:fig|tbl)-([\w-]+)\)?"), r"(\1)"),
)
"""What Quarto understands and a notebook does not: captions, callouts, languages and references."""
_CITATION = re.compile(r"(?<!\\)\[(-?@[^\]]+)\]")


def readable(markdown: str, sources: Mapping[str, str]) -> str:
    """Turn the Markdown of the edition into Markdown that reads well in a notebook."""

    def cited(match: re.Match[str]) -> str:
        places = re.sub(r"-@[\w:.-]*\w, ", "", match[1])  # the own statement is not named
        places = re.sub(r"\{([A-Z]\d+)\}", r"\1", places)
        places = re.sub(r"@([\w:.-]*\w)", lambda key: sources.get(key[1], key[1]), places)
        return f"({places})"

    markdown = _CITATION.sub(cited, markdown)
    for pattern, words in _READABLE:
        markdown = pattern.sub(words, markdown)
    return markdown
