from __future__ import annotations

from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from behindbars import fonts
from behindbars.fonts import FACES, FAMILY, Face

REGULAR, ITALIC, SEMIBOLD, BOLD, BOLD_ITALIC = FACES
ALPHABETS = "ӘәҒғҚқҢңӨөҰұҮүҺһІі ӢӣӮӯҲҳҶҷ Ўў ʻʼ ŞşÇçÄäŽžŇňÝý ≥≤→←–“”"
each_face = pytest.mark.parametrize("face", FACES, ids=lambda face: face.file)


def test_a_folder_holds_the_faces_and_their_licence(tmp_path: Path) -> None:
    fonts.copy_fonts(tmp_path / "fonts")
    copied = {path.name: path.read_bytes() for path in (tmp_path / "fonts").iterdir()}
    licence = copied.pop("LICENSE")
    assert b"SIL OPEN FONT LICENSE" in licence
    assert b"Reserved Font Name" not in licence.partition(b"PREAMBLE")[0], "cut faces may keep the name"
    assert copied == {face.file: face.path.read_bytes() for face in FACES}


@each_face
def test_family_weight_and_slope_alone_select_a_face(face: Face) -> None:
    font = TTFont(face.path)
    assert font["name"].getBestFamilyName() == FAMILY
    assert "fvar" not in font
    assert font["OS/2"].usWeightClass == face.weight
    assert bool(font["OS/2"].fsSelection & 0x01) is face.italic


@each_face
def test_a_face_holds_the_alphabets_of_the_region(face: Face) -> None:
    assert not set(map(ord, ALPHABETS)) - set(TTFont(face.path).getBestCmap())


def test_tools_measure_and_browsers_accept_the_name_as_it_is() -> None:
    # vl-convert takes a family whose name holds a digit for unknown; CSS takes it for no name at all.
    assert FAMILY.replace(" ", "").isalpha()
