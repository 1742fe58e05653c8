"""Fonts inside a page hold what the page uses, and are the same bytes each time."""

from __future__ import annotations

import base64
import re
from io import BytesIO

import pytest
import uharfbuzz
from fontTools.ttLib import TTFont

from behindbars.fonts import FACES, Face, static_faces
from behindbars.render.webfont import font_faces

CHARACTERS = set("AVTo0123456789 Қңfi≥ʻ")


def embedded(css: str) -> list[TTFont]:
    return [TTFont(BytesIO(base64.b64decode(data))) for data in re.findall(r"base64,([^)]+)\)", css)]


def width(content: bytes, text: str, **features: bool) -> int:
    """Give the width of a text in thousandths of its size, as a browser sets it."""
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    uharfbuzz.shape(uharfbuzz.Font(uharfbuzz.Face(content)), buffer, features)
    return sum(position.x_advance for position in buffer.glyph_positions)


def test_every_face_holds_the_characters_and_few_others():
    faces = embedded(font_faces(CHARACTERS))
    assert len(faces) == len(FACES)
    for font in faces:
        held = set(font.getBestCmap())
        assert held == {ord(character) for character in CHARACTERS}
        assert font.flavor == "woff2"


def test_figures_are_of_one_width():
    for font in embedded(font_faces(CHARACTERS)):
        names = font.getBestCmap()
        widths = [font["hmtx"].metrics[names[ord(figure)]][0] for figure in "0123456789"]
        assert max(widths) - min(widths) <= 1  # of 1000: rounding, when a face was cut


def test_same_characters_give_the_same_bytes():
    assert font_faces(CHARACTERS) == font_faces(set(CHARACTERS))


@pytest.mark.parametrize("face", FACES, ids=lambda face: face.style)
def test_text_is_set_as_with_the_whole_face(face: Face):
    [font] = embedded(font_faces(CHARACTERS, [face]))
    font.flavor = None
    font.save(plain := BytesIO())
    cut, whole = plain.getvalue(), static_faces()[face.file]
    for text in ("AVATA To", "2024 ≥ 10", "Қңfi", "ʻ"):
        assert width(cut, text) == width(whole, text)
    assert width(cut, "AVAV") < width(cut, "AVAV", kern=False)
