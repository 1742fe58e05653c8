"""What a drawn chart holds, read from its svg."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from typing import Any
from xml.etree import ElementTree

import uharfbuzz

from behindbars.charts import picture
from behindbars.fonts import FACES

SVG = "{http://www.w3.org/2000/svg}"
ASCENT, DESCENT = 0.68, 0.2
"""Height of a capital and depth of a descender, in sizes of the text."""
HAIR = 0.5
"""What two boxes may share, px."""


@dataclass(frozen=True)
class Text:
    """A line of text and its box, px."""

    text: str
    size: float
    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: Text) -> bool:
        """Whether two boxes share more than a hair."""
        across = min(self.right, other.right) - max(self.left, other.left)
        return across > HAIR and min(self.bottom, other.bottom) - max(self.top, other.top) > HAIR


class Drawing:
    """A chart as it is published: its size, its lines of text, and the picture itself."""

    def __init__(self, chart: Any) -> None:
        self.svg = picture.svg(
            chart if isinstance(chart, dict) else chart.to_dict(), "synthetic", "Synthetic", "Synthetic."
        )
        root = ElementTree.fromstring(self.svg)
        self.width, self.height = float(root.attrib["width"]), float(root.attrib["height"])
        self.texts = [line for line in _texts(root, (0.0, 0.0, 0.0)) if line.text.strip()]

    @property
    def said(self) -> str:
        """All words, in the order of drawing."""
        return " ".join(text.text for text in self.texts)

    @property
    def outside(self) -> list[str]:
        """Lines of text that are not wholly inside."""
        inside = (-HAIR, -HAIR, self.width + HAIR, self.height + HAIR)
        left, top, right, bottom = inside
        return [
            text.text
            for text in self.texts
            if text.left < left or text.top < top or text.right > right or text.bottom > bottom
        ]

    @property
    def overlapping(self) -> list[tuple[str, str]]:
        """Pairs of lines of text that overlap."""
        return [(one.text, other.text) for one, other in combinations(self.texts, 2) if one.overlaps(other)]

    @property
    def in_grey(self) -> str:
        """The picture without its words, in grey."""
        plain = re.sub(r"<text[^>]*/>|<(text|style|title|desc)\b.*?</\1>", "", self.svg, flags=re.DOTALL)
        return re.sub(r"#[0-9A-Fa-f]{6}", _grey, plain)


def _grey(color: re.Match[str]) -> str:
    red, green, blue = (int(color[0][n : n + 2], 16) for n in (1, 3, 5))
    return f"grey {round((0.3 * red + 0.59 * green + 0.11 * blue) / 16)}"


def _texts(node: ElementTree.Element, at: tuple[float, float, float]) -> Iterator[Text]:
    """Go through the lines of text below a node that stands at a place (px) and is turned by an angle (degrees)."""
    at = _moved(node, at)
    if node.tag != f"{SVG}text":
        for child in node:
            yield from _texts(child, at)
        return
    size = float(node.attrib["font-size"].removesuffix("px"))
    down = 0.0
    for line in list(node) or [node]:
        down += float(line.get("dy", 0))
        width = width_of(line.text or "", size, _face(node))
        left = -width * {"start": 0, "middle": 0.5, "end": 1}[node.get("text-anchor", "start")]
        corners = [(left, down - ASCENT * size), (left + width, down + DESCENT * size)]
        (one, top), (other, bottom) = (_turned(corner, at) for corner in corners)
        yield Text(line.text or "", size, min(one, other), min(top, bottom), max(one, other), max(top, bottom))


def _moved(node: ElementTree.Element, at: tuple[float, float, float]) -> tuple[float, float, float]:
    steps = node.get("transform", "")
    if move := re.search(r"translate\(([-\d.e]+),\s*([-\d.e]+)\)", steps):
        at = (*_turned((float(move[1]), float(move[2])), at), at[2])
    if turn := re.search(r"rotate\(([-\d.e]+)", steps):
        at = (at[0], at[1], at[2] + float(turn[1]))
    return at


def _turned(point: tuple[float, float], at: tuple[float, float, float]) -> tuple[float, float]:
    x, y, angle = at
    sine, cosine = math.sin(math.radians(angle)), math.cos(math.radians(angle))
    return x + point[0] * cosine - point[1] * sine, y + point[0] * sine + point[1] * cosine


def _face(node: ElementTree.Element) -> int:
    """Give the number of the face that a text is set in."""
    weight = int({"normal": "400", "bold": "700"}.get(named := node.get("font-weight", "400"), named))
    italic = node.get("font-style") == "italic"
    fitting = [face for face in FACES if face.italic is italic]
    return FACES.index(min(fitting, key=lambda face: abs(face.weight - weight)))


def width_of(text: str, size: float, face: int = 0) -> float:
    """Give the width of a line as a browser sets it, px."""
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    font = _font(face)
    uharfbuzz.shape(font, buffer)
    return float(sum(position.x_advance for position in buffer.glyph_positions or ()) * size / font.face.upem)


@cache
def _font(face: int) -> uharfbuzz.Font:
    return uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(FACES[face].path))))
