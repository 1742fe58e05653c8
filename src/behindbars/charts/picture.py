"""A chart as a picture: an svg that is complete, the typeface included, and a png of it."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache
from typing import Any
from xml.etree import ElementTree

import oxipng
import typst
import vl_convert

from behindbars.charts.webfont import font_face
from behindbars.fonts import FACES, FAMILY, Face, kept_fonts

PIXELS_PER_INCH = 144
"""Of a png: two for each px of the svg, which Typst takes for a point."""
SCHEMA = re.compile(r"/v(\d+\.\d+)[^/]*\.json$")
"""How the address of a specification's schema ends: with the version of Vega-Lite that draws it."""
SIZE = re.compile(r'width="([\d.]+)" height="([\d.]+)" viewBox="0 0 [\d.]+ [\d.]+"')
"""How the head of an svg states it."""
PAGE = """#set page(width: {width}pt, height: {height}pt, margin: 0pt)
#place(image(bytes(sys.inputs.svg), width: {side}pt, height: {side}pt))
"""
SVG = "http://www.w3.org/2000/svg"
UNHEARD = re.compile(r"aria-.*|role|class|pointer-events")
"""Attributes for which the title and the description of the whole speak."""
DEFAULTS = {
    "font-style": "normal",
    "font-weight": "normal",
    "opacity": "1",
    "stroke-width": "1",
    "transform": "translate(0,0)",
    "x2": "0",
    "y2": "0",
}
"""What holds anyway: Vega writes nothing else around it."""
FINE = re.compile(r"-?\d+\.\d{3,}")
CIRCLE = re.compile(
    r'<path transform="translate\(([^,]+),([^)]+)\)" d="M([\d.]+),0A\3,\3,0,1,1,-\3,0A\3,\3,0,1,1,\3,0"'
)
"""A circle as Vega writes it."""
WEIGHTS = {"normal": 400, "bold": 700}
"""Names of weights in CSS."""


ElementTree.register_namespace("", SVG)
ElementTree.register_namespace("xlink", "http://www.w3.org/1999/xlink")


def svg(spec: dict[str, Any], identifier: str, title: str, description: str, width: float | None = None) -> str:
    """Draw a chart as an svg that looks the same everywhere.

    It has the role of a picture, a title and a description, and holds the typeface: each face that it sets words
    in, cut down to their characters.

    Parameters
    ----------
    spec : dict
        Vega-Lite specification.
    identifier : str
        Unique in a page; begins the ids of title and description.
    title, description : str
        Plain text.
    width : float, optional
        Least width of the svg, px; as wide as what it shows if not given.

    Raises
    ------
    ValueError
        If it cannot be drawn.
    """
    use_typeface()
    drawn = vl_convert.vegalite_to_svg(spec, vl_version=vega_lite_of(spec))
    root = ElementTree.fromstring(drawn)
    if width is not None:
        _widen(root, width)
    style = _style(root)
    _slim(root)
    label, details = f"{identifier}-title", f"{identifier}-description"
    root.attrib |= {"role": "img", "aria-labelledby": f"{label} {details}"}
    for place, (name, text) in enumerate((("title", title), ("desc", description), ("style", style))):
        element = ElementTree.Element(f"{{{SVG}}}{name}")
        element.text = text
        root.insert(place, element)
    root[0].set("id", label)
    root[1].set("id", details)
    if not style:
        del root[2]
    return CIRCLE.sub(r'<circle cx="\1" cy="\2" r="\3"', ElementTree.tostring(root, encoding="unicode"))


def png(svg: str) -> bytes:
    """Draw an svg as a png with two pixels for each of its px.

    vl-convert draws the same picture, as it has the same library for it, but in four times as long: for each letter
    it opens the file of the face anew.

    Raises
    ------
    ValueError
        If it states no size, or cannot be drawn.
    """
    if not (stated := SIZE.search(svg)):
        raise ValueError("its svg does not state its size")
    width, height = map(float, stated.groups())
    # As a square, whose sides are in no ratio that could be rounded: it would be drawn larger, and shrunk again.
    side = max(width, height)
    square = SIZE.sub(f'width="{side:g}" height="{side:g}" viewBox="0 0 {side:g} {side:g}"', svg, count=1)
    try:
        drawn = typst.compile(
            PAGE.format(width=width, height=height, side=side).encode("utf-8"),
            font_paths=_typst_fonts(),
            format="png",
            ppi=PIXELS_PER_INCH,
            sys_inputs={"svg": square},
        )
    except typst.TypstError as error:
        raise ValueError(error.message) from error
    # Rows of flat colour need no filter.
    return oxipng.optimize_from_memory(drawn, level=1, filter=[oxipng.RowFilter.NoOp])


@lru_cache(maxsize=1)
def use_typeface() -> None:
    """Let vl-convert measure words in the typeface. A process that is forked after its first chart would hang."""
    vl_convert.register_font_directory(kept_fonts().name)


def vega_lite_of(spec: dict[str, Any]) -> str:
    """Give the version of Vega-Lite that a specification is written for, such as ``6.1``.

    Raises
    ------
    ValueError
        If its schema names none.
    """
    version = SCHEMA.search(spec["$schema"])
    if not version:
        raise ValueError(f"its schema is {spec['$schema']!r}, which names no version of Vega-Lite")
    return version[1]


@lru_cache(maxsize=1)
def _typst_fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, font_paths=[kept_fonts().name])


def _widen(root: ElementTree.Element, width: float) -> None:
    """Give an svg and its background a width, px, unless it is wider; what it shows stays at the left."""
    if float(root.get("width", 0)) < width:
        for element in (root, root.find(f"{{{SVG}}}rect")):
            if element is not None:
                element.set("width", f"{width:g}")
        root.set("viewBox", f"0 0 {width:g} {root.get('height')}")


def _slim(parent: ElementTree.Element) -> None:
    """Leave out what cannot be seen or heard, which is most of what Vega writes, and more digits than can be seen."""
    for element in list(parent):
        _slim(element)
        unseen = element.get("display") == "none" or element.get("opacity") == "0" or element.get("d") == ""
        unseen |= element.get("class") == "background" and not {"fill", "stroke"} & element.attrib.keys()
        if unseen or (element.tag == f"{{{SVG}}}g" and len(element) == 0):
            parent.remove(element)
            continue
        for name, value in list(element.attrib.items()):
            if UNHEARD.fullmatch(name) or DEFAULTS.get(name) == value:
                del element.attrib[name]
            elif name in ("d", "transform"):
                element.set(name, FINE.sub(lambda match: f"{round(float(match[0]), 2):g}", value))
        if element.tag == f"{{{SVG}}}g" and not element.attrib:  # a group that says nothing
            place = list(parent).index(element)
            parent[place : place + 1] = list(element)


def _style(root: ElementTree.Element) -> str:
    """Write the typeface of an svg as a style of it."""
    letters: dict[Face, set[str]] = defaultdict(set)
    for text in root.iter(f"{{{SVG}}}text"):
        if FAMILY in text.get("font-family", ""):
            letters[_face(text)].update(*text.itertext())
    return "".join(font_face(face, frozenset(letters[face])) for face in FACES if letters[face])


def _face(text: ElementTree.Element) -> Face:
    """Find the face that a text is set in: of its slope, the one that is nearest in weight."""
    named = text.get("font-weight", "normal")
    weight, italic = WEIGHTS.get(named) or int(named), text.get("font-style") == "italic"
    return min((face for face in FACES if face.italic is italic), key=lambda face: abs(face.weight - weight))
