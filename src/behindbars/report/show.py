"""A chart becomes a figure of the edition: with message, source, caption, alternative text, table and phone form."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import altair as alt
import pandas as pd

from behindbars import charts
from behindbars.errors import ParameterError
from behindbars.measures.frames import rows
from behindbars.report.display import Figure, Text, plain_table
from behindbars.report.figures import FigureText, figure_text, why_nothing
from behindbars.report.text import evidence, records, source_line, text

if TYPE_CHECKING:
    from behindbars.report.edition import Edition

OBSERVED = {"indicator_name", "words", "when", "who", "source", "locator"}
"""Columns by which a frame is known as one of observations."""


def show(
    edition: Edition, name: str, chart: alt.TopLevelMixin, frame: pd.DataFrame | None, **told: str
) -> Figure | Text:
    """Make a figure of a chart; as `Edition.show`."""
    frame = charts.frame_of(chart) if frame is None else frame
    if frame is None:
        raise ParameterError(f"edition.show({name!r}, …) finds no frame in the chart: hand it over as frame=…")
    if nothing := why_nothing(edition, frame):
        return text(edition, nothing)
    said = figure_text(edition, frame) or _own(edition, name, frame, told)
    given: dict[str, Any] = {part: words for part, words in told.items() if words}
    said = replace(said, **given)
    page, phone = (
        charts.titled(drawn, said.headline, said.subtitle, said.source, width=width)
        for drawn, width in ((chart, charts.PAGE), (charts.phone(chart), charts.PHONE))
    )
    identifier = f"{edition.slug}-{name}"
    table = replace(said.table, id=f"{identifier}-data")
    return Figure(
        identifier,
        page,
        phone,
        said.caption,
        said.alt,
        table,
        said.data,
        edition.figures,
        edition.sources,
        said.headline,
    )


def _own(edition: Edition, name: str, frame: pd.DataFrame, told: dict[str, str]) -> FigureText:
    """Word a figure of an analyst's own, of which the catalogue knows nothing."""
    lacking = [part for part in ("caption", "alt") if not told[part]]
    if lacking:
        raise ParameterError(
            f"edition.show({name!r}, …) needs {' and '.join(f'{part}=…' for part in lacking)}: the caption says what "
            "the chart shows; the alternative text (alt) what it says, with its numbers, for readers who cannot see it."
        )
    observed = set(frame) >= OBSERVED
    table = evidence(edition, frame, told["caption"]) if observed else plain_table(frame, told["caption"])
    data = records(frame) if observed else [dict(zip(map(str, frame), row, strict=True)) for row in rows(frame)]
    source = source_line(edition, frame, hollow=False) if observed else ""
    return FigureText(told["headline"] or told["caption"], "", told["caption"], told["alt"], source, table, data)
