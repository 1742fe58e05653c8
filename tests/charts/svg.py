"""What a drawn chart holds, read from its svg."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import combinations
from typing import Any
from xml.etree import ElementTree

import vl_convert

from behindbars.export import vega_lite_of
from behindbars.fonts import measure

SVG = "{http://www.w3.org/2000/svg}"
ASCENT, DESCENT = 0.68, 0.2
"""Height of a capital and depth of a descender, in sizes of the text."""


@dataclass(frozen=True)
class Text:
    """A line of text and its box, px."""

    text: str
    size: float
    color: str
    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: Text) -> bool:
        """Whether two boxes share more than a hair."""
        return (
            min(self.right, other.right) - max(self.left, other.left) > 0.5
            and min(self.bottom, other.bottom) - max(self.top, other.top) > 0.5
        )


class Drawing:
    """A chart as drawn: its size, its lines of text, its colours and its dotted lines."""

    def __init__(self, spec: dict[str, Any]) -> None:
        self.svg = vl_convert.vegalite_to_svg(spec, vl_version=vega_lite_of(spec))
        root = ElementTree.fromstring(self.svg)
        self.width, self.height = float(root.attrib["width"]), float(root.attrib["height"])
        self.texts: list[Text] = []
        self.colors: set[str] = set()
        self.dots: list[tuple[str, float, int]] = []
        self._walk(root, 0, 0)

    def _walk(self, node: ElementTree.Element, x: float, y: float) -> None:
        if move := re.match(r"translate\(([-\d.e]+),([-\d.e]+)\)", node.attrib.get("transform", "")):
            x, y = x + float(move[1]), y + float(move[2])
        if node.tag == f"{SVG}text":
            self._text(node, x, y)
            return
        self.colors |= {node.attrib[key] for key in ("fill", "stroke") if node.attrib.get(key, "none") != "none"}
        dotted = node.tag == f"{SVG}line" and node.attrib.get("stroke-dasharray", "").startswith("0,")
        if dotted and node.attrib["stroke"] != "#FFFFFF":  # the holes of hollow dots are no dots
            step = float(node.attrib["stroke-dasharray"].split(",")[1])
            count = int(float(node.attrib["x2"]) / step) + 1
            self.dots.append((node.attrib["stroke"], float(node.attrib["stroke-width"]), count))
        for child in node:
            self._walk(child, x, y)

    def _text(self, node: ElementTree.Element, x: float, y: float) -> None:
        size = float(node.attrib["font-size"].removesuffix("px"))
        weight = int(node.attrib.get("font-weight", "normal").replace("normal", "400"))
        for line in list(node) or [node]:
            y += float(line.attrib.get("dy", 0))
            text = line.text or ""
            width = measure(text, size, weight)
            left = x - width * {"start": 0, "middle": 0.5, "end": 1}[node.attrib["text-anchor"]]
            box = (left, y - ASCENT * size, left + width, y + DESCENT * size)
            self.texts.append(Text(text, size, node.attrib["fill"], *box))

    @property
    def outside(self) -> list[str]:
        """Lines of text that are not wholly inside."""
        return [
            text.text
            for text in self.texts
            if text.left < -0.5 or text.top < -0.5 or text.right > self.width + 0.5 or text.bottom > self.height + 0.5
        ]

    @property
    def overlapping(self) -> list[tuple[str, str]]:
        """Pairs of lines of text that overlap."""
        return [(one.text, other.text) for one, other in combinations(self.texts, 2) if one.overlaps(other)]
