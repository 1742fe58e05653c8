"""A chart looks the same wherever it is shown, though its typeface is not installed: it is inside the file."""

from __future__ import annotations

import base64
import io
import re
from pathlib import Path
from typing import Any

import pytest
from fontTools.ttLib import TTFont
from PIL import Image, ImageChops
from playwright.sync_api import BrowserContext, Page

from behindbars.fonts import FAMILY

CASCADE, GRID, TIMELINE = "kazakhstan-cascade", "regional-overview-safeguards", "regional-overview-milestones"
NOWHERE = "Installed Nowhere"
"""Stands for the family, as some machine may have that."""
FACE = re.compile(r"font-weight: (\d+); font-style: (\w+); src: url\(data:font/woff2;base64,([^)]+)\)")
LINES = """async () => {
    await document.fonts.ready;
    const lines = [...document.querySelectorAll("text")]
        .flatMap(text => text.children.length ? [...text.children] : [text])
        .filter(line => line.textContent.trim());
    const boxes = lines.map(line => line.getBoundingClientRect().toJSON());
    // Without kerning and ligatures a line is as wide as its letters together.
    document.documentElement.style.fontKerning = "none";
    document.documentElement.style.fontVariantLigatures = "none";
    return lines.map((line, index) => {
        const style = getComputedStyle(line);
        return {
            text: line.textContent,
            face: [style.fontWeight, style.fontStyle],
            size: parseFloat(style.fontSize),
            width: line.getComputedTextLength(),
            box: boxes[index],
        };
    });
}"""
SIZE = "(({width, height}) => [width, height])(document.documentElement.viewBox.baseVal)"
LOADED = "[...document.fonts].filter(face => face.status === 'loaded').length"
charts = pytest.mark.parametrize("svg", [CASCADE, GRID, TIMELINE], indirect=True)


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A page that is larger than a chart."""
    page = context.new_page()
    page.set_viewport_size({"width": 800, "height": 1200})
    return page


@pytest.fixture
def svg(request: pytest.FixtureRequest, built: Path) -> str:
    """A chart of the edition, by its name."""
    file = built / "figures" / "2024" / f"{request.param}.svg"
    return file.read_text(encoding="utf-8").replace(FAMILY, NOWHERE)


def without_typeface(svg: str) -> str:
    return re.sub(r"<style>.*?</style>", "", svg)


def faces(svg: str) -> dict[tuple[str, str], TTFont]:
    """Read the faces inside an svg, by weight and style."""
    return {(weight, style): TTFont(io.BytesIO(base64.b64decode(font))) for weight, style, font in FACE.findall(svg)}


def width(line: dict[str, Any], font: TTFont) -> float:
    """Add up how wide the letters of a line are, px."""
    names = font.getBestCmap()
    advances = [font["hmtx"][names[ord(letter)]][0] for letter in line["text"]]
    return float(sum(advances) * line["size"] / font["head"].unitsPerEm)


def shown_alone(page: Page, svg: str, file: Path) -> None:
    file.write_text(svg, encoding="utf-8")
    page.goto(file.as_uri())


def shown_in_a_page(page: Page, svg: str, file: Path) -> None:
    file.write_text(svg, encoding="utf-8")
    around = file.with_suffix(".html")
    around.write_text(f'<body style="margin: 0; font: 16px monospace"><img src="{file.name}">', encoding="utf-8")
    page.goto(around.as_uri())


def faults(page: Page, svg: str, faces: dict[tuple[str, str], TTFont], file: Path) -> list[str]:
    """List the lines of a chart that are not inside it, or not as wide as its typeface makes them."""
    shown_alone(page, svg, file)
    lines = page.evaluate(LINES)
    assert len(lines) > 10
    right, bottom = page.evaluate(SIZE)
    outside = [
        f"outside: {line['text']}"
        for line in lines
        if line["box"]["left"] < 0
        or line["box"]["top"] < 0
        or line["box"]["right"] > right
        or line["box"]["bottom"] > bottom
    ]
    other = [
        f"{line['width']} px: {line['text']}"
        for line in lines
        if line["width"] != pytest.approx(width(line, faces[tuple(line["face"])]), rel=0.005, abs=0.1)
    ]
    return outside + other


def picture(page: Page) -> Image.Image:
    return Image.open(io.BytesIO(page.screenshot())).convert("L")


def differing(one: Image.Image, other: Image.Image) -> int:
    """Count the pixels in which two pictures differ visibly."""
    return sum(ImageChops.difference(one, other).point(lambda value: value > 32).histogram()[1:])


@charts
def test_every_word_is_whole_and_inside(page: Page, svg: str, tmp_path: Path) -> None:
    inside = faces(svg)
    assert faults(page, svg, inside, tmp_path / "chart.svg") == []
    assert page.evaluate(LOADED) == len(inside) > 1
    # And where the typeface is missing, that is seen.
    assert faults(page, without_typeface(svg), inside, tmp_path / "bare.svg")
    assert page.evaluate(LOADED) == 0


@charts
def test_it_looks_the_same_in_a_page_of_another_typeface(page: Page, svg: str, tmp_path: Path) -> None:
    shown_alone(page, svg, tmp_path / "chart.svg")
    alone = picture(page)
    shown_in_a_page(page, svg, tmp_path / "chart.svg")
    assert differing(picture(page), alone) < 20
    shown_in_a_page(page, without_typeface(svg), tmp_path / "bare.svg")
    assert differing(picture(page), alone) > 1000
