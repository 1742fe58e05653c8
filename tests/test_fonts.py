from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

from behindbars import fonts

REGULAR, ITALIC, SEMIBOLD, BOLD, BOLD_ITALIC = fonts.FACES
ALPHABETS = "ӘәҒғҚқҢңӨөҰұҮүҺһІі ӢӣӮӯҲҳҶҷ Ўў ʻʼ ŞşÇçÄäŽžŇňÝý ≥≤→←–“”"


def test_faces_are_the_same_in_every_folder_and_written_once(tmp_path: Path) -> None:
    first = fonts.static_fonts(tmp_path / "first")
    fonts.static_faces.cache_clear()
    second = fonts.static_fonts(tmp_path / "second")
    assert {path.name for path in first.iterdir()} == {face.file for face in fonts.FACES} | {"LICENSE.txt"}
    for path in first.iterdir():
        assert path.read_bytes() == (second / path.name).read_bytes()
    before = (first / SEMIBOLD.file).stat().st_mtime_ns
    assert fonts.static_fonts(first) == first
    assert (first / SEMIBOLD.file).stat().st_mtime_ns == before


def test_a_face_that_is_old_damaged_or_gone_is_put_back(tmp_path: Path) -> None:
    folder = fonts.static_fonts(tmp_path)
    (folder / SEMIBOLD.file).write_bytes(b"old")
    (folder / BOLD.file).unlink()
    fonts.static_fonts(folder)
    assert {path.name: path.read_bytes() for path in folder.glob("*.ttf")} == fonts.static_faces()


@pytest.mark.parametrize(
    ("face", "family", "style"),
    [
        (REGULAR, "Source Sans 3", "Regular"),
        (ITALIC, "Source Sans 3", "Italic"),
        (SEMIBOLD, "Source Sans 3 SemiBold", "Regular"),
        (BOLD, "Source Sans 3", "Bold"),
        (BOLD_ITALIC, "Source Sans 3", "Bold Italic"),
    ],
)
def test_family_and_weight_alone_select_a_face(face: fonts.Face, family: str, style: str) -> None:
    font = TTFont(BytesIO(fonts.static_faces()[face.file]))
    assert not {"fvar", "gvar", "HVAR", "STAT", "DSIG"} & set(font.keys())
    assert font["name"].getBestFamilyName() == "Source Sans 3"
    assert font["name"].getDebugName(1) == family
    assert font["name"].getDebugName(2) == style
    assert font["OS/2"].usWeightClass == face.weight
    assert bool(font["OS/2"].fsSelection & 0x01) is face.italic
    assert bool(font["OS/2"].fsSelection & 0x20) is (face.weight == 700)
    assert not set(map(ord, ALPHABETS)) - set(font.getBestCmap())


def test_a_face_is_as_heavy_as_fonttools_cuts_it() -> None:
    variable = TTFont(fonts.UPRIGHT)
    peer = instantiateVariableFont(variable, {"wght": 600}, inplace=True)
    face = TTFont(BytesIO(fonts.static_faces()[SEMIBOLD.file]))
    for character in "Agқ8≥":
        names = [font.getBestCmap()[ord(character)] for font in (face, peer)]
        boxes = [
            (font["hmtx"][name][0], *(getattr(font["glyf"][name], side) for side in ("xMin", "yMin", "xMax", "yMax")))
            for font, name in zip((face, peer), names, strict=True)
        ]
        assert all(abs(one - other) <= 1 for one, other in zip(*boxes, strict=True)), character


@pytest.mark.parametrize(("face"), [REGULAR, SEMIBOLD, BOLD], ids=lambda face: face.style)
def test_a_width_is_that_in_the_static_face(face: fonts.Face) -> None:
    font = TTFont(BytesIO(fonts.static_faces()[face.file]))
    for character in f"Wi0 {ALPHABETS}":
        name = font.getBestCmap()[ord(character)]
        assert fonts.measure(character, 1000, face.weight) == font["hmtx"][name][0]
    assert fonts.measure("\U0001f600", 1000, face.weight) == font["hmtx"][font.getGlyphOrder()[0]][0], (
        "the sign for what is lacking"
    )


def test_measure_grows_with_size_weight_and_text() -> None:
    assert fonts.measure("", 13) == 0
    assert fonts.measure("Қазақстан", 26) == pytest.approx(2 * fonts.measure("Қазақстан", 13))
    assert fonts.measure("complaints", 13, 600) > fonts.measure("complaints", 13)
    assert fonts.measure("ab", 10) == pytest.approx(fonts.measure("a", 10) + fonts.measure("b", 10))


def test_wrap_keeps_every_word_within_the_width() -> None:
    text = "none known to the authors of the statement"
    lines = fonts.wrap(text, 90, 13)
    assert " ".join(lines) == text
    assert len(lines) > 1
    assert all(fonts.measure(line, 13) <= 90 for line in lines)


def test_wrap_leaves_a_long_word_whole_and_keeps_line_breaks() -> None:
    assert fonts.wrap("uninterruptedly so", 10, 13) == ["uninterruptedly", "so"]
    assert fonts.wrap("one\ntwo", 500, 13) == ["one", "two"]
    assert fonts.wrap("", 500, 13) == [""]
