"""Charts inside a page: unique ids, no name of their own, nothing but a picture, nothing twice."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from behindbars.build.formats.svg import inline_svg
from behindbars.errors import RenderError

OPEN = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9"'


def write(folder: Path, content: str, attributes: str = "") -> Path:
    file = folder / "synthetic.svg"
    file.write_text(f"{OPEN} {attributes}>{content}</svg>", encoding="utf-8")
    return file


def test_ids_and_references_to_them_are_the_page_s_own(tmp_path: Path) -> None:
    content = '<clipPath id="c"><path/></clipPath><path clip-path="url(#c)"/><use xlink:href="#c"/>'
    first = inline_svg(write(tmp_path, content), "fig-a")
    second = inline_svg(write(tmp_path, content), "fig-b")
    assert 'id="fig-a-1"' in first
    assert "url(#fig-a-1)" in first
    assert 'href="#fig-a-1"' in first
    assert "fig-a" not in second
    assert "viewBox" in first  # the case of names is kept


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ("<script>x()</script>", "<script>"),
        ("<style>*{color:red}</style>", "<style>"),
        ("<style>@font-face { font-family: A } *{color:red}</style>", "<style>"),
        ("<g><style>@font-face { font-family: A }</style></g>", "<style>"),
        ('<path style="fill:red"/>', "style="),
        ('<meta http-equiv="refresh" content="0;url=https://example.org"/>', "<meta>"),
        ('<SCRIPT href="#x">x()</SCRIPT>', "<SCRIPT>"),
        ("<p>words</p>", "<p>"),
        ('<set attributeName="fill" to="red"/>', "<set>"),
        ('<path STYLE="fill:red"/>', "STYLE="),
        ('<path HREF="https://example.org/"/>', "HREF="),
        ('<path fill="URL(https://example.org/x.svg#a)"/>', "fill="),
        ('<path xlink:href="https://example.org/"/>', "href="),
        ('<image href="https://example.org/x.png"/>', "<image>"),
        ('<use href="https://example.org/x.svg#a"/>', "href="),
        ('<path fill="url(https://example.org/x.svg#a)"/>', "fill="),
        ('<g onload="x()"/>', "onload="),
    ],
)
def test_anything_but_a_picture_is_refused(tmp_path: Path, content: str, found: str) -> None:
    with pytest.raises(RenderError, match=found):
        inline_svg(write(tmp_path, content), "fig-a")


def test_damaged_file_is_named(tmp_path: Path) -> None:
    file = tmp_path / "synthetic.svg"
    file.write_text("<svg", encoding="utf-8")
    with pytest.raises(RenderError, match=r"synthetic\.svg is not a readable svg"):
        inline_svg(file, "fig-a")


def test_names_are_left_to_the_page(tmp_path: Path) -> None:
    content = '<title id="t">Caption</title><desc id="d">Said</desc><g aria-label="Group" role="x"><path/></g>'
    svg = BeautifulSoup(inline_svg(write(tmp_path, content, 'role="img" aria-labelledby="t d"'), "fig-a"), "xml").svg
    assert svg["aria-hidden"] == "true"
    assert not svg.find_all(["title", "desc"])
    assert not [tag for tag in svg.find_all(True) if "role" in tag.attrs or "aria-label" in tag.attrs]
