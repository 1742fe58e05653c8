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
    if isinstance(data := getattr(chart, "data", None), pd.DataFrame):
        yield data
    for name in ("layer", "hconcat", "vconcat", "concat", "spec"):
        parts = getattr(chart, name, None)
        for part in parts if isinstance(parts, list) else [parts]:
            if isinstance(part, alt.SchemaBase):
                yield from frames_in(part)


def frame_of(chart: alt.TopLevelMixin) -> pd.DataFrame | None:
    """Give the frame that a chart was made of: the one that a form was given, or the first that the chart draws."""
    for frame in frames_in(chart):
        recipe = frame.attrs.get(FORM)
        return recipe.args[0] if recipe else frame
    return None


def phone(chart: alt.TopLevelMixin) -> dict[str, Any]:
    """Give the specification of the same chart for a phone.

    A form draws it anew, with what was changed of the chart and holds for any width: title, configuration, background.
    If anything else was changed, and for a chart of one's own, it is the same chart, made to fit.

    Parameters
    ----------
    chart : altair chart
        From a form, as it is or changed; or any other.
    """
    recipe = next((frame.attrs.get(FORM) for frame in frames_in(chart)), None)
    if recipe is None:
        return fitted(chart.to_dict(validate=False))
    drawn: dict[str, Any] = recipe(width=PHONE).to_dict(validate=False)
    if UNCHANGED in vars(chart):
        return drawn
    before, now = recipe().to_dict(validate=False), chart.to_dict(validate=False)
    changed = {name for name in {*before, *now} if before.get(name) != now.get(name)}
    if not changed <= set(TOP):
        return fitted(now)
    return drawn | {name: now[name] for name in changed if name in now}


def fitted(spec: dict[str, Any]) -> dict[str, Any]:
    """Make any chart fit a phone: parts that stand side by side stand below each other."""
    spec = {"vconcat" if name == "hconcat" else name: part for name, part in spec.items()}
    for name in ("vconcat", "concat"):
        if name in spec:
            spec[name] = [fitted(part) for part in spec[name]]
    if "spec" in spec:
        spec["spec"] = fitted(spec["spec"])
    if "mark" in spec or "layer" in spec:
        spec["width"] = PHONE - AROUND
    elif "vconcat" not in spec:
        spec["columns"] = 1
    return spec


def titled(
    spec: dict[str, Any], headline: str, subtitle: str = "", source: str = "", *, width: int = PAGE
) -> dict[str, Any]:
    """Put the message above a chart and its source below it, in Vega-Lite.

    Parameters
    ----------
    spec : dict
        Specification of any chart.
    headline, subtitle, source : str
        The message; measure, place and time; source and notes. What is empty takes no room.
    width : int
        Width of everything, px.
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
    top = {name: part for name, part in spec.items() if name in TOP_ONLY}
    inner = {name: part for name, part in spec.items() if name not in TOP_ONLY}
    if "title" in inner:  # a chart has one title
        inner = {"vconcat": [inner]}
    return {**top, "title": head.to_dict(), "vconcat": [{**inner, "title": foot.to_dict()}]}
