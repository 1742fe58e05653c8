"""Signs of a status: of law and practice, of what is published, and of what has no number."""

from __future__ import annotations

from typing import Any

import altair as alt

from behindbars.brand import Brand
from behindbars.charts import slots
from behindbars.theme import at_pixels

_DISC = "M0.8,0A0.8,0.8,0,1,1,-0.8,0A0.8,0.8,0,1,1,0.8,0"
FILLED = {
    "in_place": _DISC,
    "partial": "M0,-0.8A0.8,0.8,0,0,0,0,0.8L0,-0.8",
    "harmful": "M-0.9,-0.75L0.9,-0.75L0,0.9L-0.9,-0.75",
    "published": _DISC,
    "reported_to_un": "M0,-0.8A0.8,0.8,0,0,0,0,0.8L0,-0.8",
}
"""Filled part of the signs that have one."""
SIGNS = {
    "in_place": _DISC,
    "partial": _DISC,
    "absent": "M-0.7,-0.7L0.7,0.7M-0.7,0.7L0.7,-0.7",
    "not_implemented": _DISC + "M-0.8,0.8L0.8,-0.8",
    "threatened": "M0,-0.9L0.95,0.75L-0.95,0.75L0,-0.9M0,-0.3L0,0.15M0,0.45L0,0.5",
    "harmful": "M-0.9,-0.75L0.9,-0.75L0,0.9L-0.9,-0.75",
    "published": _DISC,
    "reported_to_un": _DISC,
    "others_only": _DISC,
    **slots.SIGNS,
}
"""Sign of each status: of law and practice, of what is published, and of what has no number."""


def signs(name: str, data: list[dict[str, Any]], brand: Brand) -> alt.LayerChart:
    """Draw the sign of each status at its place.

    Parameters
    ----------
    name : str
        Name of the layer's data, unique in the figure.
    data : list of dict
        Records with a `status` that has a sign, and `x` and `y`, px.
    brand : Brand
        Colours.
    """
    base = alt.Chart()
    filled = base.transform_filter(alt.FieldOneOfPredicate(field="status", oneOf=list(FILLED)))
    scale = alt.Scale(domain=list(FILLED), range=list(FILLED.values()))
    fill = filled.mark_point(size=slots.SIGN, opacity=1, fill=slots.ink(brand), stroke=None).encode(
        shape=alt.Shape("status", type="nominal", legend=None, scale=scale), **at_pixels()
    )
    line = slots.signs(base, brand, SIGNS, **at_pixels())
    apart = alt.Resolve(scale=alt.ScaleResolveMap(shape="independent"))
    return alt.LayerChart(data=alt.InlineData(values=data, name=name), layer=[fill, line], resolve=apart)
