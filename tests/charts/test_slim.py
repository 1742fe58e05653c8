"""An svg is written without what nobody sees or hears, and looks as Vega drew it."""

from __future__ import annotations

import io
from xml.etree import ElementTree

import altair as alt
import pytest
import vl_convert
from PIL import Image, ImageChops

from behindbars.charts.picture import _slim, svg, vega_lite_of

SVG = "http://www.w3.org/2000/svg"


def slimmed(content: str) -> ElementTree.Element:
    root = ElementTree.fromstring(f'<svg xmlns="{SVG}">{content}</svg>')
    _slim(root)
    return root


def names(root: ElementTree.Element) -> list[str]:
    return [element.tag.rpartition("}")[2] for element in root.iter()][1:]


def test_what_cannot_be_seen_is_left_out() -> None:
    assert names(slimmed('<g><g/></g><path display="none"/><path d=""/><path d="M1,1"/>')) == ["path"]


def test_groups_that_say_nothing_are_left_out_and_their_order_stays() -> None:
    content = (
        '<g class="a"><path/><g transform="translate(0,0)"><text/></g></g><g transform="translate(1,0)"><line/></g>'
    )
    assert names(slimmed(content)) == ["path", "text", "g", "line"]


def test_what_is_said_of_the_whole_is_not_said_of_parts() -> None:
    [path] = slimmed('<g aria-label="Group" role="x"><path aria-hidden="true" fill="#12436D"/></g>')
    assert path.attrib == {"fill": "#12436D"}


@pytest.mark.parametrize(
    ("attribute", "before", "after"),
    [
        ("opacity", "1", None),
        ("stroke-width", "1", None),
        ("stroke-width", "1.5", "1.5"),
        ("d", "M0,0h111.60000000000002v-0.125Z", "M0,0h111.6v-0.12Z"),
        ("transform", "translate(1.2345,2)", "translate(1.23,2)"),
        ("fill", "#12436D", "#12436D"),
    ],
)
def test_defaults_are_left_out_and_only_lengths_are_rounded(attribute: str, before: str, after: str | None) -> None:
    assert slimmed(f'<path {attribute}="{before}"/>')[0].get(attribute) == after


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
