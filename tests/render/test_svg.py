"""Charts inside a page: unique ids, no name of their own, nothing but a picture, nothing twice."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from behindbars.errors import RenderError
from behindbars.render.svg import inline_svg

OPEN = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9"'


def write(folder: Path, content: str, attributes: str = "") -> Path:
    file = folder / "synthetic.svg"
    file.write_text(f"{OPEN} {attributes}>{content}</svg>", encoding="utf-8")
    return file


def inlined(folder: Path, content: str, attributes: str = "") -> Tag:
    svg = BeautifulSoup(inline_svg(write(folder, content, attributes), "fig-a"), "html.parser").svg
    assert isinstance(svg, Tag)
    return svg


def test_ids_and_references_to_them_are_the_page_s_own(tmp_path: Path) -> None:
    content = '<clipPath id="c"><path/></clipPath><path clip-path="url(#c)"/><use xlink:href="#c"/>'
    first = inline_svg(write(tmp_path, content), "fig-a")
    second = inline_svg(write(tmp_path, content), "fig-b")
    assert 'id="fig-a-1"' in first
    assert "url(#fig-a-1)" in first
    assert 'href="#fig-a-1"' in first
    assert "fig-a" not in second
    assert "viewBox" in first  # the case of names is kept


def test_names_are_left_to_the_page(tmp_path: Path) -> None:
    content = '<title id="t">Caption</title><desc id="d">Said</desc><g aria-label="Group" role="x"><path/></g>'
    svg = inlined(tmp_path, content, 'role="img" aria-labelledby="t d"')
    assert svg["aria-hidden"] == "true"
    assert not svg.find_all(["title", "desc"])
    assert not [tag for tag in svg.find_all(True) if "role" in tag.attrs or "aria-label" in tag.attrs]


def test_what_cannot_be_seen_is_left_out(tmp_path: Path) -> None:
    content = '<defs><clipPath id="unused"><path/></clipPath></defs><g><g/></g><path display="none"/><path d="M1,1"/>'
    assert [tag.name for tag in inlined(tmp_path, content).find_all(True)] == ["path"]


def test_defaults_are_left_out_unless_something_around_differs(tmp_path: Path) -> None:
    content = (
        '<text font-weight="400" font-family="A">a</text>'
        '<g font-weight="600"><text font-weight="400" opacity="1">b</text></g>'
    )
    first, second = inlined(tmp_path, content).find_all("text")
    assert first.attrs == {}
    assert second.attrs == {"font-weight": "400"}


@pytest.mark.parametrize(
    ("attribute", "before", "after"),
    [
        ("d", "M0,0h111.60000000000002v-0.125Z", "M0,0h111.6v-0.12Z"),
        ("transform", "translate(1.2345,2)", "translate(1.23,2)"),
        ("transform", "scale(0.00345)", "scale(0.00345)"),
        ("fill", "#12436D", "#12436D"),
    ],
)
def test_only_lengths_are_rounded(tmp_path: Path, attribute: str, before: str, after: str) -> None:
    assert inlined(tmp_path, f'<path {attribute}="{before}"/>').path[attribute] == after


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ("<script>x()</script>", "<script>"),
        ("<style>*{color:red}</style>", "<style>"),
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
