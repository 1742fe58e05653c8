"""The look of every chart: sizes, line breaks, and the Altair theme made of the brand's colours and typeface."""

from __future__ import annotations

from textwrap import wrap
from typing import Any

import altair as alt
import pandas as pd

from behindbars.brand import find_brand
from behindbars.words import capital

PAGE, PHONE = 624, 304
"""Width of a complete chart, px: on a page, where 168 mm make its smallest words 9 pt, and on a phone."""
OWN_WIDTH = 540
"""Width of a chart that states none, without what stands beside its axes, px."""
BESIDE = 480
"""Width from which panels and words stand beside each other, px; in less they stand one below the other."""

HEADLINE, LARGE, LABEL, SMALL = 17, 15, 13, 12
"""Sizes of text, px: headline; numbers that are to be seen first; labels; notes and axes. Nothing is smaller."""
SEMIBOLD = 600
LINE = 16
"""Distance of two lines of labels, px."""
LATIN, CYRILLIC = 0.46, 0.53
"""Width of a usual character, in parts of the size of the text.

Words are broken into lines by it, with the size of the text in reserve: of a hundred lines, ninety-nine are no wider.
No place needs to be more exact, as Vega measures what it lays out.
"""


def lines(text: str, width: float, size: int = LABEL) -> str:
    """Break a text into lines no wider than `width`, px, and no word in two."""
    usual = CYRILLIC if any("Ѐ" <= letter <= "ӿ" for letter in text) else LATIN
    return "\n".join(wrap(text, max(6, round((width / size - 1) / usual)), break_long_words=False))


def usual_width(text: str, size: int = LABEL) -> float:
    """Estimate the width of the longest line of a text, px."""
    usual = CYRILLIC if any("Ѐ" <= letter <= "ӿ" for letter in text) else LATIN
    return size * (1 + usual * max(map(len, text.split("\n"))))


def broken_labels() -> dict[str, Any]:
    """Say how an axis prints names of several lines, their middle at the tick."""
    several = alt.condition("indexof(datum.value || '', '\\n') > 0", alt.value(-LINE / 2), alt.value(0))
    return {"labelExpr": "split(datum.label, '\\n')", "labelOffset": several}


def in_order(values: pd.Series) -> list[str]:
    """List the values of a column, each once: in their own order if they are ordered, else as they come."""
    found = values.drop_duplicates()
    return [str(value) for value in (found.sort_values() if isinstance(values.dtype, pd.CategoricalDtype) else found)]


def capitals(values: pd.Series) -> pd.Series:
    """Begin each text with a capital."""
    return values.astype(str).map(capital)


def count_lines(text: str) -> int:
    """Count the lines of a text that was broken."""
    return text.count("\n") + 1


@alt.theme.register("behindbars", enable=True)
def behindbars() -> alt.theme.ThemeConfig:
    """Make the theme of the project that the current folder lies in."""
    brand = find_brand()
    small = {"labelColor": brand.ink, "labelFontSize": SMALL, "labelLimit": 0, "title": None}
    config: Any = {
        "font": brand.family,
        "background": brand.background,
        "padding": 2,
        "lineBreak": "\n",
        "mark": {"aria": False},  # a chart has one alternative text, not one for each mark
        "view": {"stroke": None, "continuousWidth": OWN_WIDTH, "discreteWidth": OWN_WIDTH},
        "bar": {"fill": brand.statement},
        "point": {"fill": brand.statement, "stroke": brand.statement, "opacity": 1},
        "line": {"stroke": brand.statement},
        "text": {
            "align": "left",
            "baseline": "middle",
            "color": brand.ink,
            "fontSize": LABEL,
            "lineHeight": LINE,
        },
        "title": {
            "anchor": "start",
            "color": brand.ink,
            "fontSize": LABEL,
            "fontWeight": SEMIBOLD,
            "frame": "group",
            "lineHeight": LINE,
            "offset": 8,
            "subtitleColor": brand.muted,
            "subtitleFontSize": SMALL,
            "subtitleLineHeight": 15,
            "subtitlePadding": 2,
        },
        "header": {
            **small,
            "labelAnchor": "start",
            "labelFontSize": LABEL,
            "labelFontWeight": SEMIBOLD,
            "labelPadding": 6,
        },
        "axis": {**small, "domainColor": brand.outline, "gridColor": brand.pale, "tickColor": brand.outline},
        "axisX": {"labelAngle": 0, "labelColor": brand.muted},
        "axisY": {"labelFontSize": LABEL, "labelLineHeight": LINE},
        "legend": {**small, "orient": "top"},
        "concat": {"spacing": 16},
    }
    return alt.theme.ThemeConfig(config=config)
