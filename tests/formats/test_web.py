"""The HTML of a synthetic edition, looked at as a reader's machine does; without a browser, so without its script."""

from __future__ import annotations

import base64
import hashlib
import re
import shutil
from collections import Counter
from collections.abc import Callable
from copy import copy
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote_to_bytes

import nbformat
import pytest
from bs4 import BeautifulSoup, Tag
from nbformat.v4 import new_markdown_cell
from syrupy.assertion import SnapshotAssertion
from tests.formats.conftest import figure, make_project, write_chart
from tests.formats.rendering import render_html

from behindbars.build.book import read_book
from behindbars.errors import RenderError

ALT = "Synthetic: 4 of 10 <units> & ”more”, a range"
FIGURES = ["fig-region-grid", "fig-region-second", "fig-pair", "fig-atlantis-bars"]
MORE = f"""## More of it

{figure("pair")}

| Stage | Value |
|:------|------:|
| First | 4 |

: The values of the pair {{#tbl-pair-data}}

Words of [Бишкек]{{lang=ru}}, see @tbl-pair-data:

- a point [@synthetic_russian]
- another

| State | Authors |
|:------|:--------|
| one | two |
| | three |

: Without names of rows {{#tbl-nameless}}

### Deeper^[A note on a heading.] [@synthetic_context]

The end.
"""
RUSSIAN = """@online{synthetic_russian,
  author = {{Синтетический источник}}, title = {{Синтетический заголовок}}, shorttitle = {{Synthetic 2020}},
  date = {2020}, langid = {russian},
}
"""


@pytest.fixture(scope="module")
def web_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project that holds every construct; no test changes it."""
    project = make_project(tmp_path_factory.mktemp("web"))
    write_chart(project, "pair")
    write_chart(project, "pair-narrow")
    sources = project / "data/references.bib"
    sources.write_text(sources.read_text(encoding="utf-8") + RUSSIAN, encoding="utf-8")
    file = project / "outputs/2023/region.ipynb"
    notebook = nbformat.read(file, as_version=4)
    notebook.cells.append(new_markdown_cell(MORE, id="more"))
    nbformat.write(notebook, file)
    return project


@pytest.fixture(scope="module")
def html_file(web_project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("html") / "out.html"
    render_html(read_book(web_project, 2023), web_project, out)
    return out


@pytest.fixture(scope="module")
def page(html_file: Path) -> BeautifulSoup:
    return BeautifulSoup(html_file.read_text(encoding="utf-8"), "html.parser")


def by_id(page: BeautifulSoup, identifier: str) -> Tag:
    found = page.find(id=identifier)
    assert isinstance(found, Tag), identifier
    return found


def markup(tag: Tag) -> str:
    """Write an element with its pictures and downloads left out."""
    tag = copy(tag)
    for svg in tag.find_all("svg"):
        svg.replace_with("…")
    for link in tag.find_all("a", download=True):
        link["href"] = link["href"].partition(",")[0] + ",…"
    return str(tag)


@pytest.mark.parametrize(
    ("construct", "selector"),
    [
        ("cover", ".cover"),
        ("contents", ".contents-long > ol > li:nth-of-type(2)"),
        ("chapter heading", "#region > h2"),
        ("section heading", "#region-finding"),
        ("heading with a note and a citation", "#region h4"),
        ("paragraph with a note and a citation", "#region-K3"),
        ("words in another language", "#region-p3"),
        ("list", "#region ul"),
        ("figure", "#fig-pair"),
        ("its table and downloads", "#fig-pair + details"),
        ("plain table", "#tbl-edition"),
        ("callout", ".callout"),
        ("callout of context", ".context"),
        ("notes", ".footnotes"),
        ("source", ".csl-entry"),
        ("source in another language", "#ref-synthetic_russian"),
    ],
)
def test_construct(page: BeautifulSoup, construct: str, selector: str, snapshot: SnapshotAssertion) -> None:
    tag = page.select_one(selector)
    assert isinstance(tag, Tag)
    assert markup(tag) == snapshot(name=construct)


def test_the_policy_allows_this_style_and_this_script_and_nothing_else(page: BeautifulSoup) -> None:
    def digest(text: str) -> str:
        return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()

    [policy] = page.find_all("meta", {"http-equiv": "Content-Security-Policy"})
    [style], [script] = page.find_all("style"), page.find_all("script")
    assert policy["content"] == (
        f"default-src 'none'; style-src 'sha256-{digest(style.string)}'; script-src 'sha256-{digest(script.string)}'; "
        "img-src data:; font-src data:; base-uri 'none'; form-action 'none'"
    )
    assert policy.sourceline < style.sourceline < script.sourceline


def test_no_attribute_styles_or_runs(page: BeautifulSoup) -> None:
    for tag in page.find_all(True):
        assert "style" not in tag.attrs, tag
        assert not [name for name in tag.attrs if name.startswith("on")], tag


def test_the_page_asks_for_nothing(page: BeautifulSoup) -> None:
    assert not page.find_all(["iframe", "object", "embed", "form", "base", "audio", "video", "image"])
    assert [link["href"] for link in page.find_all("link")] == ["data:,"]  # else a browser asks for favicon.ico
    for name in ("srcset", "poster", "ping", "background", "srcdoc"):
        assert not page.find_all(attrs={name: True})
    assert not [tag for tag in page.find_all(src=True) if not tag["src"].startswith("data:")]
    assert {tag.name for tag in page.find_all(href=re.compile("^http"))} == {"a"}
    assert set(re.findall(r"url\((\S{5})", page.style.string)) == {"data:"}
    assert "@import" not in page.style.string
    for word in ("fetch", "XMLHttpRequest", "import", "Storage", "cookie", "innerHTML", "eval"):
        assert word not in page.script.string


def test_cover_says_the_finding_and_shows_it(page: BeautifulSoup) -> None:
    assert page.html["lang"] == "en"
    assert page.title.string == "Synthetic Title, Made Up: A synthetic subtitle"
    cover = page.select_one(".cover")
    assert cover.h1.get_text() == "Synthetic Title, Made Up"
    assert cover.select_one(".finding").get_text() == "A synthetic finding: 4 of 10"
    assert cover.select_one(".chart")["aria-label"] == "Synthetic: 4 of 10 <units> & “more”, a range"
    assert [item.get_text() for item in cover.find_all("li")] == [
        "First Synthetic Signatory",
        "Second Synthetic Signatory",
    ]
    assert (cover.time["datetime"], cover.time.get_text()) == ("2023-06-26", "26 June 2023")


def test_headings_are_in_order(page: BeautifulSoup) -> None:
    levels = [int(heading.name[1]) for heading in page.find_all(re.compile(r"^h\d$"))]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_ids_are_unique_and_every_link_inside_leads_somewhere(page: BeautifulSoup) -> None:
    counts = Counter(tag["id"] for tag in page.find_all(id=True))
    assert {identifier for identifier, count in counts.items() if count > 1} == set()
    inside = [tag["href"][1:] for tag in page.find_all("a", href=re.compile("^#"))]
    assert inside
    assert set(inside) <= set(counts)


def test_chart_without_a_drawing_for_phones_is_shown_as_it_is(project: Path, tmp_path: Path) -> None:
    (project / "figures/2023/region-grid-narrow.svg").unlink()
    render_html(read_book(project, 2023), project, tmp_path / "out.html")
    page = BeautifulSoup((tmp_path / "out.html").read_text(encoding="utf-8"), "html.parser")
    chart = by_id(page, "fig-region-grid").select_one(".chart")
    assert [child.name for child in chart.find_all(True, recursive=False)] == ["svg"]


def test_table_of_a_figure_is_folded_under_it_and_no_other(page: BeautifulSoup) -> None:
    folded = by_id(page, "tbl-pair-data").find_parent("details")
    assert folded.find_previous_sibling("figure")["id"] == "fig-pair"
    assert folded.summary.get_text() == "Table\u00a02.2 and downloads"
    others = [tag["id"] for tag in page.select(".table") if not tag.find_parent("details")]
    assert others == ["tbl-edition", "tbl-nameless", "tbl-long"]
    assert not page.find("details", open=True)


def test_downloads_are_the_files_themselves(page: BeautifulSoup, web_project: Path) -> None:
    links = page.select(".downloads a")
    assert [link["download"].partition(".")[2] for link in links] == ["svg", "png", "csv"] * len(FIGURES)
    for link in links:
        head, _, data = link["href"].partition(",")
        content = base64.b64decode(data) if head.endswith(";base64") else unquote_to_bytes(data)
        assert content == (web_project / "figures/2023" / link["download"]).read_bytes()


def test_code_and_plain_output_stay_hidden(page: BeautifulSoup) -> None:
    assert "hidden_code" not in str(page)
    assert "hidden text" not in str(page)


def test_what_needs_the_script_is_hidden_without_it(page: BeautifulSoup) -> None:
    for selector in (".search", ".scheme", ".results"):
        [tag] = page.select(selector)
        assert tag.has_attr("hidden")
    assert not page.main.find(hidden=True)


def test_cover_without_its_picture_is_refused(project: Path, tmp_path: Path) -> None:
    (project / "figures/2023/cover.svg").unlink()
    with pytest.raises(RenderError, match=r"cover\.svg: this does not exist"):
        render_html(read_book(project, 2023), project, tmp_path / "out.html")


def test_png_is_embedded_with_its_alternative_text(project: Path, add: Callable[[str], None], tmp_path: Path) -> None:
    (project / "figures/2023/dot.png").write_bytes(b"\x89PNG\r\n\x1a\nsynthetic")
    add('![Dot](../../figures/2023/dot.png){#fig-dot fig-alt="A <dot>"}')
    render_html(read_book(project, 2023), project, tmp_path / "out.html")
    page = BeautifulSoup((tmp_path / "out.html").read_text(encoding="utf-8"), "html.parser")
    dot = by_id(page, "fig-dot")
    assert dot.img["src"].startswith("data:image/png;base64,")
    assert dot.img["alt"] == "A <dot>"
    assert [link["download"] for link in dot.find_next_sibling("details").select("a")] == ["dot.png"]


@pytest.mark.parametrize("name", ["region-grid.svg", "region-grid-narrow.svg", "region-grid.csv"])
def test_file_outside_the_project_is_refused_even_through_a_link(project: Path, tmp_path: Path, name: str) -> None:
    chart = project / "figures/2023" / name
    outside = tmp_path.parent / f"{tmp_path.name}-{name}"
    shutil.move(chart, outside)
    chart.symlink_to(outside)
    with pytest.raises(RenderError, match=f"{name}: .* outside the project"):
        render_html(read_book(project, 2023), project, tmp_path / "out.html")
    assert not (tmp_path / "out.html").exists()
