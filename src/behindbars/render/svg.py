"""Charts inside a page: an svg becomes part of the HTML, under ids of its own."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

from behindbars.errors import RenderError

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
HREFS = ("href", f"{{{XLINK}}}href")
FORBIDDEN = ("script", "style", "foreignObject", "image", "iframe")
"""Elements that could run, reach out of the chart, or style the page around it."""
_URL = re.compile(r"url\(#([^)]+)\)")

ElementTree.register_namespace("", SVG)
ElementTree.register_namespace("xlink", XLINK)


def inline_svg(file: Path, figure: str, alt: str) -> str:
    """Read an svg as an element of an HTML page.

    Its accessible name is `alt` and nothing else: its title, if any, repeats the caption,
    which the page prints beneath.

    Parameters
    ----------
    file : Path
        The chart.
    figure : str
        Id of the figure in the page; begins the ids inside the chart.
    alt : str
        Alternative text.

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
    elements = list(root.iter())
    new_ids = {
        old: f"{figure}-{number}"
        for number, old in enumerate(dict.fromkeys(e.get("id") for e in elements if e.get("id")), start=1)
    }
    for element in elements:
        _check(element, file)
        for name, value in element.attrib.items():
            if name == "id":
                element.set(name, new_ids[value])
            elif name in HREFS:
                element.set(name, "#" + new_ids.get(value[1:], value[1:]))
            else:
                element.set(name, _URL.sub(lambda match: f"url(#{new_ids.get(match[1], match[1])})", value))
    _name(root, alt)
    return ElementTree.tostring(root, encoding="unicode").strip()


def _check(element: ElementTree.Element, file: Path) -> None:
    name = element.tag.rpartition("}")[2]
    if name in FORBIDDEN:
        raise RenderError(f"{file.name}: a chart must not hold <{name}>")
    for attribute, value in element.attrib.items():
        if attribute.lower().startswith("on") or (attribute in HREFS and not value.startswith("#")):
            raise RenderError(f"{file.name}: a chart must not hold {attribute}={value!r}")


def _name(root: ElementTree.Element, alt: str) -> None:
    """Make the alternative text the one accessible name of the picture."""
    root.set("role", "img")
    root.attrib.pop("aria-label", None)
    root.attrib.pop("aria-labelledby", None)
    description = root.find(f"{{{SVG}}}desc")
    if description is not None and description.text == alt and description.get("id"):
        root.set("aria-labelledby", description.get("id", ""))
    else:
        root.set("aria-label", alt)
