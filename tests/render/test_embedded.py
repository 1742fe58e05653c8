"""The HTML and the PDF of a synthetic edition, looked at as a reader's machine does."""

from __future__ import annotations

import html as entities
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import typst
from bs4 import BeautifulSoup, Tag

from behindbars.edition import read_edition
from behindbars.errors import RenderError
from behindbars.render.embedded import render_html, render_pdf

ALT = "Synthetic: 4 of 10 <units> & ”more”, a range"
FIGURES = ["fig-region-grid", "fig-region-second", "fig-atlantis-bars"]


@pytest.fixture(scope="session")
def html_file(shared_project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("html") / "out.html"
    render_html(read_edition(shared_project, 2023), shared_project, out)
    return out


@pytest.fixture(scope="session")
def page(html_file: Path) -> BeautifulSoup:
    return BeautifulSoup(html_file.read_text(encoding="utf-8"), "html.parser")


@pytest.fixture(scope="session")
def pdf_file(shared_project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("pdf") / "out.pdf"
    render_pdf(read_edition(shared_project, 2023), shared_project, out)
    return out


@pytest.fixture(scope="session")
def pdf(pdf_file: Path) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(pdf_file) as opened:
        yield opened


def by_id(page: BeautifulSoup, identifier: str) -> Tag:
    found = page.find(id=identifier)
    assert isinstance(found, Tag), identifier
    return found


def test_the_page_asks_for_nothing(page: BeautifulSoup) -> None:
    policy = page.find("meta", {"http-equiv": "Content-Security-Policy"})
    assert policy["content"] == ("default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:")
    assert not page.find_all(["script", "link", "iframe", "object", "embed", "form"])
    assert not [tag for tag in page.find_all(src=True) if not tag["src"].startswith("data:")]
    assert set(re.findall(r"url\((\S{5})", page.style.string)) == {"data:"}
    assert "@import" not in page.style.string


def test_cover(page: BeautifulSoup) -> None:
    assert page.html["lang"] == "en"
    assert page.title.string == "Synthetic Title, Made Up: A synthetic subtitle"
    cover = page.find("header")
    assert cover.h1.get_text() == "Synthetic Title, Made Up"
    assert [item.get_text() for item in cover.find_all("li")] == ["First Synthetic Author", "Second Synthetic Author"]
    assert (cover.time["datetime"], cover.time.get_text()) == ("2023-06-26", "26 June 2023")


def test_headings_are_in_order(page: BeautifulSoup) -> None:
    levels = [int(heading.name[1]) for heading in page.find_all(re.compile(r"^h\d$"))]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_landmarks_and_skip_link(page: BeautifulSoup) -> None:
    skip = page.body.find("a")
    assert "skip" in skip["class"]
    assert by_id(page, skip["href"][1:]).name == "main"
    assert all(nav["aria-label"] == "Contents" for nav in page.find_all("nav"))
    chapters = [item.a.get_text(" ", strip=True) for item in page.select(".contents-long > ol > li")]
    assert chapters == ["1 Reading", "2 The region", "3 Atlantis", "4 Sources"]


def test_ids_are_unique_and_every_link_inside_leads_somewhere(page: BeautifulSoup) -> None:
    counts = Counter(tag["id"] for tag in page.find_all(id=True))
    assert {identifier for identifier, count in counts.items() if count > 1} == set()
    inside = [tag["href"][1:] for tag in page.find_all("a", href=re.compile("^#"))]
    assert inside
    assert set(inside) <= set(counts)


def test_figures_are_inlined_with_one_name_each(page: BeautifulSoup) -> None:
    figures = page.main.find_all("figure")
    assert [figure["id"] for figure in figures] == FIGURES
    for figure in figures:
        assert not figure.find("img")
        assert figure.svg["role"] == "img"
        assert by_id(page, figure.svg["aria-labelledby"]).get_text() == ALT
        assert not figure.svg.get("aria-label")
    text = figures[0].svg.find("text")
    assert text["font-family"] == "'Source Sans 3'"
    assert "font-family: 'Source Sans 3'" in page.style.string


def test_figures_and_tables_are_numbered_by_chapter(page: BeautifulSoup) -> None:
    captions = [" ".join(caption.get_text().split()) for caption in page.find_all(["figcaption", "caption"])]
    assert captions == [
        "Table 2.1: Synthetic values",
        "Figure 2.1: A synthetic figure",
        "Figure 2.2: A synthetic figure",
        "Figure 3.1: Bars (Statement, para. K1)",
        "Table 3.1: Synthetic values",
    ]


def test_references_are_resolved_across_chapters(page: BeautifulSoup) -> None:
    links = {link.get_text(): link["href"] for link in page.select("a.reference")}
    assert links == {
        "Table\u00a02.1": "#tbl-edition",
        "Figure\u00a03.1": "#fig-atlantis-bars",
        "Figure\u00a02.1": "#fig-region-grid",
    }
    assert "@fig" not in page.main.get_text()
    assert "@tbl" not in page.main.get_text()


def test_tables_have_headers_and_scroll_under_a_name(page: BeautifulSoup) -> None:
    for table in page.main.find_all("table"):
        assert {cell["scope"] for cell in table.thead.find_all("th")} == {"col"}
        assert all(row.find("th")["scope"] == "row" for row in table.tbody.find_all("tr"))
        around = table.parent
        assert around["tabindex"] == "0"
        assert by_id(page, around["aria-labelledby"]).find_parent("caption")


def test_citations_lead_to_the_list_of_sources(page: BeautifulSoup) -> None:
    citation = page.select_one(".citation")
    assert citation.get_text() == "(Report 2018, para.\u00a07)"
    assert by_id(page, citation.a["href"][1:])
    entries = [" ".join(entry.get_text().split()) for entry in page.select(".csl-entry")]
    assert entries == [
        "Another Synthetic Body. A synthetic report. May 2018. Page title not recorded. Cited as “Report 2018”.",
        "Synthetic Organisation. A synthetic statement. 26 June 2023. https://example.org/statement, "
        "accessed 3 February 2024. Cited as “Statement”.",
    ]


def test_context_is_told_apart(page: BeautifulSoup) -> None:
    own, context = page.select(".callout")
    assert "context" not in own["class"]
    assert "context" in context["class"]
    assert context["aria-label"] == "Context from other public sources"


def test_code_and_plain_output_stay_hidden(html_file: Path) -> None:
    text = html_file.read_text(encoding="utf-8")
    assert "hidden" not in text.partition("</style>")[2]


def test_notes_stand_at_the_end_of_their_chapter(page: BeautifulSoup) -> None:
    note = page.select_one(".footnotes li")
    assert note.get_text().startswith("A synthetic note.")
    assert note.find_parent("section")["id"] == "region"


def test_both_files_are_the_same_bytes_each_time(
    shared_project: Path, html_file: Path, pdf_file: Path, tmp_path: Path
) -> None:
    edition = read_edition(shared_project, 2023)
    render_html(edition, shared_project, tmp_path / "out.html")
    render_pdf(edition, shared_project, tmp_path / "out.pdf")
    assert (tmp_path / "out.html").read_bytes() == html_file.read_bytes()
    assert (tmp_path / "out.pdf").read_bytes() == pdf_file.read_bytes()


def test_nothing_is_left_in_the_project(shared_project: Path, html_file: Path, pdf_file: Path) -> None:
    assert not list(shared_project.glob("tmp*"))
    assert not list(shared_project.rglob("*.typ"))[3:]  # the three files of the design


def test_image_outside_the_project_is_refused_even_through_a_link(project: Path, tmp_path: Path) -> None:
    chart = project / "figures/2023/region-grid.svg"
    outside = tmp_path.parent / f"{tmp_path.name}-outside.svg"
    shutil.move(chart, outside)
    chart.symlink_to(outside)
    with pytest.raises(RenderError, match="is outside the project"):
        render_html(read_edition(project, 2023), project, tmp_path / "out.html")


def test_png_is_embedded_with_its_alternative_text(project: Path, add: Callable[[str], None], tmp_path: Path) -> None:
    (project / "figures/2023/dot.png").write_bytes(b"\x89PNG\r\n\x1a\nsynthetic")
    add('![Dot](../../figures/2023/dot.png){#fig-dot fig-alt="A <dot>"}')
    render_html(read_edition(project, 2023), project, tmp_path / "out.html")
    page = BeautifulSoup((tmp_path / "out.html").read_text(encoding="utf-8"), "html.parser")
    assert page.find("img")["src"].startswith("data:image/png;base64,")
    assert page.find("img")["alt"] == "A <dot>"


def elements(node: Any) -> Iterator[pikepdf.Dictionary]:
    """Walk the structure elements of a tagged PDF."""
    if isinstance(node, pikepdf.Array):
        for child in node:
            yield from elements(child)
    elif isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            yield node
        if "/K" in node:
            yield from elements(node.K)


@pytest.fixture(scope="session")
def tags(pdf: pikepdf.Pdf) -> list[pikepdf.Dictionary]:
    return list(elements(pdf.Root.StructTreeRoot.K))


def tagged(tags: list[pikepdf.Dictionary], name: str) -> list[pikepdf.Dictionary]:
    return [tag for tag in tags if str(tag.S) == name]


def test_pdf_says_that_it_is_accessible(pdf: pikepdf.Pdf) -> None:
    assert bool(pdf.Root.MarkInfo.Marked)
    assert str(pdf.Root.Lang).startswith("en")
    assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
    with pdf.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"] == "Synthetic Title, Made Up"
    assert str(pdf.docinfo["/Author"]) == "First Synthetic Author, Second Synthetic Author"
    assert str(pdf.docinfo["/CreationDate"]).startswith("D:20230626")


def test_pdf_figures_have_their_alternative_text(tags: list[pikepdf.Dictionary]) -> None:
    alts = [str(tag.Alt) for tag in tagged(tags, "/Figure") if "/Alt" in tag]
    assert alts == [ALT] * len(FIGURES)
    assert len(tagged(tags, "/Caption")) == len(FIGURES) + 2


def test_pdf_tables_have_headers(tags: list[pikepdf.Dictionary]) -> None:
    tables = tagged(tags, "/Table")
    assert len(tables) == 2
    for table in tables:
        headers = tagged(list(elements(table.K)), "/TH")
        assert len(headers) == 3
        assert all(str(header.A[0].Scope) == "/Column" for header in headers)


def test_pdf_has_headings_and_bookmarks(pdf: pikepdf.Pdf, tags: list[pikepdf.Dictionary]) -> None:
    assert tagged(tags, "/H1")
    assert tagged(tags, "/H2")
    with pdf.open_outline() as outline:
        titles = [item.title for item in outline.root]
    assert titles == ["1 Reading", "2 The region", "3 Atlantis", "4 Sources"]


def test_pdf_is_a4_and_holds_its_fonts(pdf: pikepdf.Pdf) -> None:
    assert len(pdf.pages) > 6  # the long table runs over a page
    assert [round(float(length)) for length in pdf.pages[0].MediaBox] == [0, 0, 595, 842]
    fonts = {str(font.BaseFont).partition("+")[2] for page in pdf.pages for font in page.Resources.Font.values()}
    assert fonts
    assert all(font.startswith("SourceSans3") for font in fonts)


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs pdftotext")
def test_both_editions_say_the_same_numbers(page: BeautifulSoup, pdf_file: Path) -> None:
    done = subprocess.run(["pdftotext", "-layout", pdf_file, "-"], capture_output=True, text=True, check=True)
    pattern = r"(?:Figure|Table)\s\d+\.\d+"
    in_pdf = Counter(" ".join(label.split()) for label in re.findall(pattern, done.stdout))
    text = entities.unescape(page.main.get_text())
    in_html = Counter(" ".join(label.split()) for label in re.findall(pattern, text))
    assert in_pdf == in_html
    heads = re.findall(r"^\s*Stage\s+Value\s+Source$", done.stdout, re.MULTILINE)
    assert len(heads) == 3  # two tables, of which one runs over a page


def test_typst_s_warnings_stop_the_edition(project: Path, tmp_path: Path) -> None:
    template = project / "_extensions/edition/typst-template.typ"
    template.write_text(
        template.read_text(encoding="utf-8").replace("set text(font: font)", 'set text(font: "Synthetic Font")'),
        encoding="utf-8",
    )
    with pytest.raises(RenderError, match="unknown font family"):
        render_pdf(read_edition(project, 2023), project, tmp_path / "out.pdf")
    assert not (tmp_path / "out.pdf").exists()


def test_the_design_takes_a_callout_as_quarto_writes_it(shared_project: Path, tmp_path: Path) -> None:
    design = (shared_project / "_extensions/edition/typst-template.typ").read_text(encoding="utf-8")
    call = (
        '#block[#callout(body: [Text], title: [Note], background_color: rgb("#dae6fb"), '
        'icon_color: rgb("#0758E5"), icon: none, body_background_color: white)]'
    )
    main = tmp_path / "main.typ"
    main.write_text(f"{design}\n{call}", encoding="utf-8")
    assert typst.compile(main, format="pdf")


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs pdftotext")
def test_chart_taller_than_a_page_is_shown_whole(project: Path, tmp_path: Path) -> None:
    chart = project / "figures/2023/region-grid.svg"
    tall = chart.read_text(encoding="utf-8").replace("680 200", "680 4000").replace('"200"', '"4000"')
    chart.write_text(tall.replace("</svg>", '<text x="9" y="3990">lowest</text></svg>'), encoding="utf-8")
    out = tmp_path / "out.pdf"
    render_pdf(read_edition(project, 2023), project, out)
    done = subprocess.run(["pdftotext", "-bbox", out, "-"], capture_output=True, text=True, check=True)
    [place] = re.findall(r'yMax="([\d.]+)">lowest<', done.stdout)
    assert 0 < float(place) < 842
