"""Fonts inside a page or a picture hold what it uses, and are the same bytes each time."""

from __future__ import annotations

import base64
import re
from io import BytesIO

import pytest
import uharfbuzz
from fontTools.ttLib import TTFont

from behindbars.charts.webfont import font_face, font_faces
from behindbars.fonts import FACES, Face

CHARACTERS = frozenset("AVTo0123456789 Қңfi≥ʻ")
each_face = pytest.mark.parametrize("face", FACES, ids=lambda face: face.file)


def embedded(css: str) -> list[TTFont]:
    return [TTFont(BytesIO(base64.b64decode(data))) for data in re.findall(r"base64,([^)]+)\)", css)]


def plain(font: TTFont) -> bytes:
    """Write a font without compression."""
    font.flavor = None
    font.save(buffer := BytesIO())
    return buffer.getvalue()


def width(content: bytes, text: str, **features: bool) -> int:
    """Give the width of a text in thousandths of its size, as a browser sets it."""
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    uharfbuzz.shape(uharfbuzz.Font(uharfbuzz.Face(content)), buffer, features)
    return sum(position.x_advance for position in buffer.glyph_positions)


def test_every_face_holds_the_characters_and_no_others():
    faces = embedded(font_faces(CHARACTERS))
    assert len(faces) == len(FACES)
    for font in faces:
        assert set(font.getBestCmap()) == set(map(ord, CHARACTERS))
        assert font.flavor == "woff2"


@each_face
def test_a_page_can_set_figures_of_one_width(face: Face):
    [font] = embedded(font_faces(CHARACTERS, [face]))
    cut = plain(font)
    assert len({width(cut, figure, tnum=True) for figure in "0123456789"}) == 1
    assert width(cut, "1") < width(cut, "1", tnum=True)


@each_face
def test_text_is_set_as_with_the_whole_face(face: Face):
    [font] = embedded(font_face(face, CHARACTERS))
    cut, whole = plain(font), face.path.read_bytes()
    for text in ("AVATA To", "2024 ≥ 10", "Қңfi", "ʻ"):
        assert width(cut, text) == width(whole, text)
    assert width(cut, "AVAV") < width(cut, "AVAV", kern=False)
