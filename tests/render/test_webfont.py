"""Fonts inside a page hold what the page uses, and are the same bytes each time."""

from __future__ import annotations

import base64
import re
from io import BytesIO
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

from behindbars.fonts import FACES
from behindbars.render.webfont import FEATURES, encoded, font_faces

CHARACTERS = set("Ab0123456789 Қң≥ʻ")


def embedded(css: str) -> list[TTFont]:
    return [TTFont(BytesIO(base64.b64decode(data))) for data in re.findall(r"base64,([^)]+)\)", css)]


def test_every_face_holds_the_characters_and_few_others(fonts: Path) -> None:
    faces = embedded(font_faces(fonts, CHARACTERS))
    assert len(faces) == len(FACES)
    for font in faces:
        held = set(font.getBestCmap())
        assert held >= {ord(character) for character in CHARACTERS}
        assert len(held) < 30
        assert font.flavor == "woff2"


def test_figures_are_of_one_width(fonts: Path) -> None:
    for font in embedded(font_faces(fonts, CHARACTERS)):
        names = font.getBestCmap()
        widths = [font["hmtx"].metrics[names[ord(figure)]][0] for figure in "0123456789"]
        assert max(widths) - min(widths) <= 1  # of 1000: rounding, when a face was cut


def test_same_characters_give_the_same_bytes(fonts: Path) -> None:
    assert font_faces(fonts, CHARACTERS) == font_faces(fonts, set(CHARACTERS))


def test_what_is_not_read_would_have_changed_nothing(fonts: Path) -> None:
    file = fonts / FACES[0].file
    font = TTFont(file, recalcTimestamp=False)
    options = Options(layout_features=FEATURES, notdef_outline=True, hinting=False)
    subsetter = Subsetter(options)
    subsetter.populate(text="".join(CHARACTERS))
    subsetter.subset(font)
    font.flavor = "woff2"
    font.save(whole := BytesIO())
    assert encoded(file, frozenset(CHARACTERS)) == whole.getvalue()
