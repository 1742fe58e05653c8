from __future__ import annotations

from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from behindbars import fonts

REGULAR, ITALIC, SEMIBOLD, BOLD, BOLD_ITALIC = fonts.FACES
ALPHABETS = "ӘәҒғҚқҢңӨөҰұҮүҺһІі ӢӣӮӯҲҳҶҷ Ўў ʻʼ ŞşÇçÄäŽžŇňÝý ≥≤→←–“”"


@pytest.fixture
def one_face(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cutting a face takes seconds: one stands for all."""
    monkeypatch.setattr(fonts, "FACES", (SEMIBOLD,))


@pytest.mark.usefixtures("one_face")
def test_faces_are_cut_once_and_the_same_each_time(tmp_path: Path) -> None:
    first = fonts.static_fonts(tmp_path / "first")
    second = fonts.static_fonts(tmp_path / "second")
    assert sorted(path.name for path in first.iterdir()) == ["LICENSE.txt", SEMIBOLD.file, "VERSION.txt"]
    for path in first.iterdir():
        assert path.read_bytes() == (second / path.name).read_bytes()
    before = (first / SEMIBOLD.file).stat().st_mtime_ns
    assert fonts.static_fonts(first) == first
    assert (first / SEMIBOLD.file).stat().st_mtime_ns == before


@pytest.mark.usefixtures("one_face")
def test_faces_of_another_version_are_replaced(tmp_path: Path) -> None:
    (tmp_path / SEMIBOLD.file).write_bytes(b"old")
    (tmp_path / "VERSION.txt").write_text("old", encoding="utf-8")
    fonts.static_fonts(tmp_path)
    assert TTFont(tmp_path / SEMIBOLD.file)["OS/2"].usWeightClass == 600


@pytest.mark.parametrize(
    ("face", "family", "style"),
    [(SEMIBOLD, "Source Sans 3 SemiBold", "Regular"), (BOLD_ITALIC, "Source Sans 3", "Bold Italic")],
)
def test_family_and_weight_alone_select_a_face(
    face: fonts.Face, family: str, style: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fonts, "FACES", (face,))
    font = TTFont(fonts.static_fonts(tmp_path) / face.file)
    assert "fvar" not in font
    assert font["name"].getBestFamilyName() == "Source Sans 3"
    assert font["name"].getDebugName(1) == family
    assert font["name"].getDebugName(2) == style
    assert font["OS/2"].usWeightClass == face.weight
    assert bool(font["OS/2"].fsSelection & 0x01) is face.italic
    assert bool(font["OS/2"].fsSelection & 0x20) is (face.weight == 700)
    assert not set(map(ord, ALPHABETS)) - set(font.getBestCmap())


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
