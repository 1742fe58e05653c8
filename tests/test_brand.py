from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from behindbars.brand import Brand, find_brand, read_brand
from behindbars.errors import ProjectError
from behindbars.fonts import FACES

FILE = Path(__file__).parents[1] / "_brand.yml"


def luminance(color: str) -> float:
    """Relative luminance as WCAG 2.2 defines it; also how a colour prints in grey."""
    channels = [int(color[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.fixture(params=[False, True], ids=["light", "dark"])
def scheme(request: pytest.FixtureRequest) -> Brand:
    return read_brand(FILE, dark=request.param)


@pytest.fixture
def brand() -> Brand:
    return read_brand(FILE)


@pytest.mark.parametrize("role", ["ink", "muted", "gap"])
def test_text_has_contrast(scheme: Brand, role: str) -> None:
    assert contrast(getattr(scheme, role), scheme.background) >= 4.5


@pytest.mark.parametrize("role", ["statement", "gap", "outline"])
def test_marks_have_contrast(scheme: Brand, role: str) -> None:
    assert contrast(getattr(scheme, role), scheme.background) >= 3


@pytest.mark.parametrize("role", ["statement", "outline"])
def test_outlines_stand_out_from_the_pale_fill(scheme: Brand, role: str) -> None:
    assert contrast(getattr(scheme, role), scheme.pale) >= 3


def test_gap_is_told_from_the_statement_in_greyscale(brand: Brand) -> None:
    assert contrast(brand.gap, brand.statement) >= 1.9


def test_family_is_the_one_whose_faces_are_made(brand: Brand) -> None:
    fonts = yaml.safe_load(FILE.read_text(encoding="utf-8"))["typography"]["fonts"]
    assert [font["family"] for font in fonts] == [brand.family]
    named = {(Path(file["path"]).name, file["weight"], file["style"] == "italic") for file in fonts[0]["files"]}
    assert named == {(face.file, face.weight, face.italic) for face in FACES}


def test_missing_dark_colour_is_refused_by_name(tmp_path: Path) -> None:
    file = tmp_path / "_brand.yml"
    file.write_text(FILE.read_text(encoding="utf-8").replace("blue-dark:", "blue-night:"), encoding="utf-8")
    with pytest.raises(ProjectError, match=r"primary: .*'blue-dark'"):
        read_brand(file, dark=True)


def test_missing_brand_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match=r"No _brand\.yml in"):
        find_brand(tmp_path)


def test_every_fault_is_listed(tmp_path: Path) -> None:
    file = tmp_path / "_brand.yml"
    file.write_text("color: {foreground: '#12345', background: white, primary: 7}\n", encoding="utf-8")
    with pytest.raises(ProjectError) as caught:
        read_brand(file)
    message = str(caught.value)
    for part in ("foreground", "'#12345'", "background", "primary", "secondary", "tertiary", "light", "dark", "family"):
        assert part in message


def test_broken_yaml_is_one_message(tmp_path: Path) -> None:
    file = tmp_path / "_brand.yml"
    file.write_text("color: [", encoding="utf-8")
    with pytest.raises(ProjectError, match="not readable YAML"):
        read_brand(file)
