"""A chart on its page: the message above it, the source below, and the same chart for a phone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial, wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

import altair as alt
import pandas as pd
from altair.utils.schemapi import debug_mode

from behindbars.brand import find_brand
from behindbars.charts.theme import HEADLINE, LABEL, PAGE, PHONE, SMALL, lines

Drawn = TypeVar("Drawn", bound=alt.TopLevelMixin)
P = ParamSpec("P")
FORM = "form"
"""Where a chart keeps what drew it: among the `attrs` of its data, which every chart made from it has, too."""
UNCHANGED = "_unchanged"
"""Attribute of a chart that is as its form drew it."""
SHARED = ("data", "transform", "params", "resolve")
"""What the parts of a chart share."""
TOP_ONLY = ("$schema", "datasets", "usermeta", "config", "background", "padding", "autosize")
"""What only a whole chart may have, and none of its parts."""
TOP = ("title", "config", "background", "padding", "autosize")
"""What may be changed of a chart and holds for any width."""
AROUND = 110
"""What is left of a phone's width for the axis beside a chart of one's own, px."""


class Recipe(partial):  # type: ignore[type-arg]
    """A form with all it was given but the width; pandas copies the `attrs` of a frame again and again."""

    def __deepcopy__(self, memo: Any) -> Recipe:
        return self


def form(draw: Callable[Concatenate[pd.DataFrame, P], Drawn]) -> Callable[Concatenate[pd.DataFrame, P], Drawn]:
    """Make a function from a frame to a chart a form: at ease with an empty frame, and drawn anew by `phone`."""

    @wraps(draw)
    def drawn(frame: pd.DataFrame, /, *args: P.args, **kwargs: P.kwargs) -> Drawn:
        # Altair would validate each part by itself: the tests validate all of it, once.
        with debug_mode(False):
            chart: Any = draw(frame, *args, **kwargs) if len(frame) else alt.Chart(frame.iloc[:, :1]).mark_point()
        recipe = Recipe(drawn, frame, *args, **kwargs)
        for data in frames_in(chart):
            data.attrs = {FORM: recipe}
        object.__setattr__(chart, UNCHANGED, True)  # which no copy of the chart has
        return chart  # type: ignore[no-any-return]

    return drawn


def frames_in(chart: Any) -> Iterator[pd.DataFrame]:
    """Go through the frames that a chart and its parts draw."""
    if isinstance(data := _part(chart, "data"), pd.DataFrame):
        yield data
    for name in ("layer", "hconcat", "vconcat", "concat", "spec"):
        parts = _part(chart, name)
        for part in parts if isinstance(parts, list) else [parts]:
            if isinstance(part, alt.SchemaBase):
                yield from frames_in(part)


def _part(chart: Any, name: str) -> Any:
    """Give a part of a chart; None where it has none."""
    part = chart._get(name, None)
    return None if part is alt.Undefined else part


def frame_of(chart: alt.TopLevelMixin) -> pd.DataFrame | None:
    """Give the frame that a chart was made of: the one that a form was given, or the first that the chart draws."""
    for frame in frames_in(chart):
        recipe = frame.attrs.get(FORM)
        return recipe.args[0] if recipe else frame
    return None


def phone(chart: alt.TopLevelMixin) -> Any:
    """Give the same chart for a phone.

    A form draws it anew, with what was changed of the chart and holds for any width: title, configuration, background.
    If anything else was changed, and for a chart of one's own, it is the same chart, made to fit.

    Parameters
    ----------
    chart : altair chart
        From a form, as it is or changed; or any other.
    """
    recipe = next((frame.attrs.get(FORM) for frame in frames_in(chart)), None)
    if recipe is None:
        return fitted(chart)
    if UNCHANGED in vars(chart):
        return recipe(width=PHONE)
    before, now = recipe().to_dict(validate=False), chart.to_dict(validate=False)
    changed = {name for name in {*before, *now} if before.get(name) != now.get(name)}
    if not changed <= set(TOP):
        return fitted(chart)
    drawn = recipe(width=PHONE)
    for name in changed:
        setattr(drawn, name, getattr(chart, name))
    return drawn


def fitted(chart: Any, width: int = PHONE) -> Any:
    """Make any chart fit a width, px: parts that stand side by side stand below each other."""
    chart = chart.copy()
    if isinstance(chart, alt.HConcatChart):
        kept = {name: part for name in (*TOP, *SHARED) if (part := _part(chart, name)) is not None}
        return alt.vconcat(*(fitted(part, width) for part in chart.hconcat), **kept)
    if isinstance(chart, alt.Chart | alt.LayerChart):
        return chart.properties(width=width - AROUND)
    for name in ("vconcat", "concat"):
        if parts := _part(chart, name):
            setattr(chart, name, [fitted(part, width) for part in parts])
    if part := _part(chart, "spec"):
        chart.spec = fitted(part, width)
    if isinstance(chart, alt.ConcatChart | alt.FacetChart | alt.RepeatChart):
        chart.columns = 1
    return chart


def titled(chart: Any, headline: str, subtitle: str = "", source: str = "", *, width: int = PAGE) -> dict[str, Any]:
    """Put the message above a chart and its source below it, in Vega-Lite.

    Parameters
    ----------
    chart : altair chart
        Any chart.
    headline, subtitle, source : str
        The message; measure, place and time; source and notes. What is empty takes no room.
    width : int
        Width of everything, px.

    Returns
    -------
    dict
        The specification. Of one more chart around this one, Altair would copy all parts once more.
    """
    brand = find_brand()

    def broken(text: str, size: int) -> list[str]:
        return lines(text, width - 4, size).split("\n") if text else []

    head = alt.Title(
        broken(headline, HEADLINE),
        subtitle=broken(subtitle, LABEL),
        fontSize=HEADLINE,
        lineHeight=21,
        offset=14,
        subtitleFontSize=LABEL,
        subtitleLineHeight=16,
        subtitlePadding=5,
        frame="bounds",
    )
    foot = alt.Title(
        broken(source, SMALL),
        orient="bottom",
        frame="bounds",
        color=brand.muted,
        fontSize=SMALL,
        fontWeight="normal",
        lineHeight=15,
    )
    inner = chart.to_dict(validate=False)
    top = {name: inner.pop(name) for name in TOP_ONLY if name in inner}
    if "title" in inner:  # a chart has one title
        inner = {"vconcat": [inner]}
    return {**top, "title": head.to_dict(), "vconcat": [{**inner, "title": foot.to_dict()}]}
