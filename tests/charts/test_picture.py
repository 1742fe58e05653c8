"""An svg is complete, typeface included, and as wide as it is told; a png is the same picture. All data are made up."""

from __future__ import annotations

import base64
import io
import re
from typing import Any
from xml.etree import ElementTree

import altair as alt
import pytest
import vl_convert
from fontTools.ttLib import TTFont
from PIL import Image, ImageChops
from tests.conftest import ROOT

from behindbars.charts.picture import png, svg
from behindbars.fonts import FAMILY

SVG = "{http://www.w3.org/2000/svg}"
FACE = re.compile(r"font-weight: (\d+); font-style: (\w+); src: url\(data:font/woff2;base64,([^)]+)\)")


def words(*texts: str, **look: Any) -> alt.Chart:
    chart: alt.Chart = alt.Chart(alt.InlineData(values=[{"text": text} for text in texts])).mark_text(**look)
    return chart.encode(text="text:N")


def drawn(chart: alt.TopLevelMixin, **more: Any) -> str:
    spec = chart.properties(background="#FEDCBA").configure(font=FAMILY).to_dict()
    return svg(spec, "synthetic", 'A <synthetic> "chart"', "Says a < b & no more", **more)


def faces(picture: str) -> dict[tuple[str, str], set[str]]:
    """Give the characters of each face inside an svg, by weight and style."""
    return {
        (weight, style): set(map(chr, TTFont(io.BytesIO(base64.b64decode(data))).getBestCmap()))
        for weight, style, data in FACE.findall(picture)
    }


def test_it_says_what_it_is() -> None:
    root = ElementTree.fromstring(drawn(words("a")))
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "synthetic-title synthetic-description"
    title, description = (root.find(f"{SVG}{name}") for name in ("title", "desc"))
    assert title is not None
    assert title.text == 'A <synthetic> "chart"'
    assert description is not None
    assert description.text == "Says a < b & no more"


def test_it_holds_each_face_that_it_uses_with_the_characters_in_use() -> None:
    layers = alt.layer(
        words("Қазақстан", "Өзбекстан ≥ 4"),
        words("347", fontWeight=600),
        words("ab", fontWeight="bold", fontStyle="italic"),
    )
    assert faces(drawn(layers)) == {
        ("400", "normal"): set("ҚазақстанӨбек≥ 4"),
        ("600", "normal"): set("347"),
        ("700", "italic"): set("ab"),
    }


def test_a_weight_that_the_typeface_does_not_have_is_the_nearest() -> None:
    assert faces(drawn(words("a", fontWeight=500))) == {("400", "normal"): {"a"}}
    assert faces(drawn(words("a", fontWeight=900))) == {("700", "normal"): {"a"}}


def test_words_of_two_lines_are_all_in_it() -> None:
    assert faces(drawn(words("ab|cd", lineBreak="|"))) == {("400", "normal"): set("abcd")}


def test_what_is_not_set_in_the_typeface_brings_no_face() -> None:
    assert "<style>" not in drawn(alt.Chart(alt.InlineData(values=[{}])).mark_point())
    assert "<style>" not in drawn(words("a", font="serif"))


def test_words_are_measured_in_the_typeface() -> None:
    # Where vl-convert does not know a family, it takes 7.5 px for each letter, whichever it is.
    def width(text: str) -> float:
        return float(ElementTree.fromstring(drawn(words("x").properties(title=text, width=20))).attrib["width"])

    assert width("W" * 40) > 2 * width("i" * 40)


def test_it_is_as_wide_as_it_is_told() -> None:
    narrow = ElementTree.fromstring(drawn(words("a")))
    wide = ElementTree.fromstring(drawn(words("a"), width=624))
    assert wide.attrib["width"] == "624"
    assert wide.attrib["height"] == narrow.attrib["height"]
    assert wide.attrib["viewBox"] == f"0 0 624 {narrow.attrib['height']}"
    background = wide.find(f"{SVG}rect")
    assert background is not None
    assert background.attrib == {"width": "624", "height": narrow.attrib["height"], "fill": "#FEDCBA"}
    assert [ElementTree.tostring(part) for part in wide.iter(f"{SVG}text")] == [
        ElementTree.tostring(part) for part in narrow.iter(f"{SVG}text")
    ]
    assert Image.open(io.BytesIO(png(drawn(words("a"), width=624)))).width == 2 * 624


def test_a_chart_of_an_unknown_vega_lite_is_refused() -> None:
    spec = words("a").to_dict() | {"$schema": "https://example.org/vega-lite.json"}
    with pytest.raises(ValueError, match="names no version of Vega-Lite"):
        svg(spec, "synthetic", "", "")


@pytest.mark.parametrize("name", ["kazakhstan-gap", "regional-overview-furthest", "kazakhstan-cascade"])
def test_a_png_is_what_vl_convert_would_draw(name: str) -> None:
    # The last two are of sizes whose ratio is rounded.
    picture = (ROOT / "figures" / "2024" / f"{name}.svg").read_text(encoding="utf-8")
    ours, theirs = (
        Image.open(io.BytesIO(made)).convert("RGBA") for made in (png(picture), vl_convert.svg_to_png(picture, scale=2))
    )
    assert ours.size == theirs.size
    assert ImageChops.difference(ours, theirs).getbbox() is None


@pytest.mark.parametrize(
    ("picture", "said"),
    [
        ("<svg></svg>", "does not state its size"),
        ('<svg width="9" height="9" viewBox="0 0 9 9"><g></svg>', "image format"),
    ],
)
def test_what_is_no_svg_is_refused(picture: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        png(picture)
