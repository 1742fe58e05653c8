"""An svg is written without what nobody sees or hears, and looks as Vega drew it."""

from __future__ import annotations

import io

import altair as alt
import vl_convert
from PIL import Image, ImageChops

from behindbars.charts.picture import svg, vega_lite_of


def test_it_looks_as_vega_drew_it() -> None:
    data = alt.InlineData(values=[{"x": n / 3, "y": n, "name": f"Synthetic {n}"} for n in range(7)])
    base = alt.Chart(data).encode(x="x:Q", y="name:N")
    marks = base.mark_bar(), base.mark_rule(), base.mark_text(dx=9).encode(text="name:N")
    chart = alt.vconcat(alt.layer(*marks), base.mark_tick().encode(color="y:O")).properties(title="Synthetic")
    spec = chart.to_dict()
    plain = vl_convert.vegalite_to_svg(spec, vl_version=vega_lite_of(spec))
    ours = svg(spec, "synthetic", "", "")
    assert len(ours) < 0.8 * len(plain)
    pictures = [Image.open(io.BytesIO(vl_convert.svg_to_png(each))).convert("RGB") for each in (plain, ours)]
    assert pictures[0].size == pictures[1].size
    assert ImageChops.difference(*pictures).getbbox() is None
