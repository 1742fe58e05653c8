"""Charts inside a page: unique ids, one accessible name, nothing but a picture."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from behindbars.errors import RenderError
from behindbars.render.svg import inline_svg

OPEN = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9"'


def write(folder: Path, content: str, attributes: str = "") -> Path:
    file = folder / "synthetic.svg"
    file.write_text(f"{OPEN} {attributes}>{content}</svg>", encoding="utf-8")
    return file


def test_ids_and_references_to_them_are_the_page_s_own(tmp_path: Path) -> None:
    content = '<clipPath id="c"><path/></clipPath><g clip-path="url(#c)"/><use xlink:href="#c"/>'
    first = inline_svg(write(tmp_path, content), "fig-a", "Alt")
    second = inline_svg(write(tmp_path, content), "fig-b", "Alt")
    assert 'id="fig-a-1"' in first
    assert "url(#fig-a-1)" in first
    assert 'href="#fig-a-1"' in first
    assert "fig-a" not in second
    assert "viewBox" in first  # the case of names is kept


def test_description_that_says_the_same_is_the_one_name(tmp_path: Path) -> None:
    content = '<title id="t">Caption</title><desc id="d">Said &amp; done</desc>'
    text = inline_svg(write(tmp_path, content, 'aria-labelledby="t d"'), "fig-a", "Said & done")
    svg = BeautifulSoup(text, "html.parser").svg
    assert svg["role"] == "img"
    assert svg.find(id=svg["aria-labelledby"]).get_text() == "Said & done"
    assert "aria-label" not in svg.attrs


def test_alternative_text_is_the_name_where_the_chart_has_another(tmp_path: Path) -> None:
    content = '<title id="t">Caption</title><desc id="d">Other words</desc>'
    text = inline_svg(write(tmp_path, content, 'aria-labelledby="t d"'), "fig-a", 'Said "so"')
    svg = BeautifulSoup(text, "html.parser").svg
    assert svg["aria-label"] == 'Said "so"'
    assert "aria-labelledby" not in svg.attrs


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ("<script>x()</script>", "<script>"),
        ("<style>*{color:red}</style>", "<style>"),
        ('<image href="https://example.org/x.png"/>', "<image>"),
        ('<use href="https://example.org/x.svg#a"/>', "href="),
        ('<g onload="x()"/>', "onload="),
    ],
)
def test_anything_but_a_picture_is_refused(tmp_path: Path, content: str, found: str) -> None:
    with pytest.raises(RenderError, match=found):
        inline_svg(write(tmp_path, content), "fig-a", "Alt")


def test_damaged_file_is_named(tmp_path: Path) -> None:
    file = tmp_path / "synthetic.svg"
    file.write_text("<svg", encoding="utf-8")
    with pytest.raises(RenderError, match=r"synthetic\.svg is not a readable svg"):
        inline_svg(file, "fig-a", "Alt")
