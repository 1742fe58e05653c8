"""What a notebook cell returns: text or a figure, as a display bundle.

A figure's bundle holds Markdown for the edition, the Vega-Lite specification for
JupyterLab and the regression checks, and plain text. Its identity, its alternative text and
its table travel inside the specification, so that an executed notebook holds all that the
export step needs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from behindbars.markdown import Table, attribute, escape
from behindbars.specification import VEGALITE_MIME

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Text:
    """Markdown that a notebook cell shows.

    Parameters
    ----------
    markdown : str
        Markdown of the kind that both renderers understand.
    """

    markdown: str

    def __str__(self) -> str:
        return self.markdown

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return {"text/markdown": self.markdown, "text/plain": self.markdown}


@dataclass(frozen=True)
class Figure:
    """A chart with its caption, its alternative text and its table.

    Parameters
    ----------
    id : str
        Identifier and file name without ending; a reference to it is ``@fig-<id>``.
    spec : dict
        Complete Vega-Lite 6 specification; ``usermeta.narrow`` holds that for a phone.
    caption : str
        What the figure shows: measure, place and period; plain text.
    alt : str
        What the chart says, with its numbers, on one line; plain text.
    table : Table
        The data of the chart, as printed beneath it.
    data : sequence of dict
        The same data for the figure's csv: one mapping a row, the same keys in each.
    folder : str
        Folder of the charts, relative to the notebook.
    """

    id: str
    spec: dict[str, Any]
    caption: str
    alt: str
    table: Table
    data: Sequence[dict[str, Any]]
    folder: str

    @property
    def markdown(self) -> str:
        """The image with its caption and alternative text, and the table beneath."""
        image = (
            f'![{escape(self.caption)}]({self.folder}/{self.id}.svg){{#fig-{self.id} fig-alt="{attribute(self.alt)}"}}'
        )
        return f"{image}\n\n{self.table.markdown()}"

    def frame(self) -> pd.DataFrame:
        """Give the figure's data as a table for further work: one row for each value, as in its csv."""
        import pandas as pd

        return pd.DataFrame(list(self.data))

    @property
    def specification(self) -> dict[str, Any]:
        """The specification, with what the export step needs in its ``usermeta``."""
        usermeta = {
            "figure": self.id,
            "caption": self.caption,
            "alt": " ".join(self.alt.split()),
            "data": [dict(row) for row in self.data],
            **self.spec.get("usermeta", {}),
        }
        return {**self.spec, "usermeta": usermeta}

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return {
            VEGALITE_MIME: self.specification,
            "text/markdown": self.markdown,
            "text/plain": f"{self.caption}: {self.alt}",
        }
