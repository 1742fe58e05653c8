"""Charts inside a page: an svg becomes part of the HTML, under its own ids and without what the page says already."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

from behindbars.errors import RenderError

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
HREFS = ("href", f"{{{XLINK}}}href")
REACHING = ("href", "src")
ALLOWED = ("svg", "g", "defs", "clipPath", "path", "line", "rect", "circle", "text", "tspan", "use", "title", "desc")
"""All that a chart is drawn with. Others could run, reach out of the chart, or end the svg where HTML is read."""
SAID_AROUND = (f"{{{SVG}}}title", f"{{{SVG}}}desc")
SAID = {"role", "aria-label", "aria-labelledby", "class", "font-family", "version"}
"""Attributes for which the page speaks: names, and the family of text."""
_FACES = re.compile(r"(@font-face\s*\{[^{}]*\}\s*)+")
_URL = re.compile(r"url\(#([^)]+)\)")
_ELSEWHERE = re.compile(r"url\((?!#)", re.IGNORECASE)

ElementTree.register_namespace("", SVG)
ElementTree.register_namespace("xlink", XLINK)


def inline_svg(file: Path, prefix: str) -> str:
    """Read an svg as an element of an HTML page.

    It has no accessible name of its own: the page says the alternative text around it. The typeface of
    its text is the page's, and the one inside the file stays there.

    The ids inside begin with a prefix: one of its own for each chart of a page.

    Raises
    ------
    RenderError
        If the file is no svg, or holds anything but a picture.
    """
    try:
        root = ElementTree.parse(file).getroot()
    except ElementTree.ParseError as error:
        raise RenderError(f"{file.name} is not a readable svg: {error}") from error
    if root.tag != f"{{{SVG}}}svg":
        raise RenderError(f"{file.name} is not an svg")
    for child in list(root):
        # The page says title and description itself: the caption, and the alternative text.
        if child.tag in SAID_AROUND or (child.tag == f"{{{SVG}}}style" and _FACES.fullmatch(child.text or "")):
            root.remove(child)
    ids: dict[str, str] = {}
    for element in root.iter():
        _check(element, file)
        for name in SAID & element.attrib.keys():
            del element.attrib[name]
        if own := element.get("id"):
            ids.setdefault(own, f"{prefix}-{len(ids) + 1}")
    for element in root.iter():
        for name, value in element.attrib.items():
            if name == "id":
                element.set(name, ids[value])
            elif name in HREFS:
                element.set(name, "#" + ids.get(value[1:], value[1:]))
            else:
                element.set(name, _URL.sub(lambda match: f"url(#{ids.get(match[1], match[1])})", value))
    root.set("aria-hidden", "true")
    return ElementTree.tostring(root, encoding="unicode").strip()


def _check(element: ElementTree.Element, file: Path) -> None:
    name = element.tag.rpartition("}")[2]
    if name not in ALLOWED or element.tag != f"{{{SVG}}}{name}":
        raise RenderError(f"{file.name}: a chart must not hold <{name}>")
    for attribute, value in element.attrib.items():
        kind = attribute.rpartition("}")[2].lower()
        reaches_out = (kind in REACHING and not value.startswith("#")) or _ELSEWHERE.search(value)
        if kind.startswith("on") or kind == "style" or reaches_out:
            raise RenderError(f"{file.name}: a chart must not hold {attribute}={value!r}")
