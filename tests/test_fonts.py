from __future__ import annotations

from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from behindbars import fonts
from behindbars.fonts import FACES, Face

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
def test_a_face_holds_the_alphabets_of_the_region(face: Face) -> None:
    assert not set(map(ord, ALPHABETS)) - set(TTFont(face.path).getBestCmap())
