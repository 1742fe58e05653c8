"""Both renderers agree: what the embedded one makes of a sample, against a written expectation of Quarto's result.

The sample is a small book in `sample/` that holds every construct of the chapters. `sample/expected.yml` says for
each construct what Quarto's own code does with it, in words and as fragments of its HTML and Typst, and where the
embedded renderer departs from that by choice. Only the embedded renderer runs here: Quarto need not be there.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from bs4 import BeautifulSoup, NavigableString, Tag
from tests.formats.conftest import ROOT, write_chart
from tests.formats.rendering import read_document, render_pdf

from behindbars.build.book import Book, read_book
from behindbars.build.formats import PARTIALS
from behindbars.build.formats.collect import notebook_markdown
from behindbars.build.formats.pandoc import bundled, write_document
from behindbars.build.formats.pdf import EXTENSION

SAMPLE = Path(__file__).parent / "sample"
EXPECTED: list[dict[str, Any]] = yaml.safe_load((SAMPLE / "expected.yml").read_text(encoding="utf-8"))
CHARTS = ("atlantis-bars", "atlantis-second", "lemuria-bars", "lemuria-second", "cover")

KEPT = {"h1", "h2", "h3", "p", "ul", "ol", "li", "em", "strong", "code", "sup", "a", "img", "table", "tr", "th", "td"}
"""Elements with a meaning; of all others only the content counts."""
BLOCKS = re.compile(r"[ \n]*(</?(?:h\d|p|ul|ol|li|table|t[rhd]|caption|callout|title|img|fig-|tbl-|ref-)[^>]*>)[ \n]*")
ADDED = "[aria-hidden=true], .downloads, summary"
"""What the embedded renderer adds for readers of one long page: addresses of paragraphs, and files of charts."""
UNWRAPPED = "a.self, a.label, li > p, .callout-title p"
"""Headings and captions that link to themselves, and what has an address although it is no paragraph."""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("agreement") / "project"
    shutil.copytree(SAMPLE, folder)
    shutil.copytree(ROOT / "_extensions", folder / "_extensions")
    for name in ("_brand.yml", "data/edition.csl"):
        shutil.copyfile(ROOT / name, folder / name)
    for chart in CHARTS:
        write_chart(folder, chart)
        write_chart(folder, f"{chart}-narrow")
    return folder


@pytest.fixture(scope="module")
def book(project: Path) -> Book:
    return read_book(project, 2023)


@pytest.fixture(scope="module")
def document(book: Book, project: Path) -> bytes:
    return read_document(book, project)


@pytest.fixture(scope="module")
def page(document: bytes, book: Book, project: Path) -> str:
    return write_document(book, project, to="html", template="edition.html", document=document).decode("utf-8")


@pytest.fixture(scope="module")
def typst(document: bytes, book: Book, project: Path) -> str:
    partials = tuple(project / EXTENSION / name for name in PARTIALS)
    source = write_document(book, project, to="typst", template="edition.typ", partials=partials, document=document)
    return squeezed(source.decode("utf-8"))


def reduced(page: str) -> str:
    """Reduce a page to what it means: elements of `KEPT`, captions, callouts, ids of figures, tables and sources.

    The heading of a chapter is an h1, as on Quarto's pages; here the edition's title is the h1 of the one page.
    """
    soup = BeautifulSoup(page, "html.parser")
    main = soup.main or soup
    for added in main.select(ADDED):
        added.decompose()
    for element in main.select(UNWRAPPED):
        element.unwrap()
    for level in (2, 3, 4) if soup.main else ():
        for heading in main.find_all(f"h{level}"):
            heading.name = f"h{level - 1}"
    for cell in main.select("th[scope=row]"):
        cell.name = "td"
    for caption in main.select("table > caption"):
        caption.find_parent("table").insert_before(caption)
    return BLOCKS.sub(r"\1", re.sub(r"[ \n]+", " ", "".join(_meaning(main))))


def _meaning(element: Tag) -> Iterator[str]:
    identifier, classes = str(element.get("id", "")), element.get("class") or []
    if re.match(r"(fig|tbl|ref)-[\w-]+$", identifier) and "-caption" not in identifier:
        yield f"<{identifier}>"
    name = element.name if element.name in KEPT else ""
    closing = name
    if "callout" in classes:
        name, closing = f"callout {element.get('aria-label')}", "callout"
    elif "callout-title" in classes:
        name = closing = "title"
    elif element.name in ("caption", "figcaption"):
        name = closing = "caption"
    elif element.name == "span" and element.get("lang"):
        name, closing = f"span {element['lang']}", "span"
    elif name == "a":
        name = f"a {str(element['href']).rpartition('#')[2]}"
    elif name == "img":
        yield f"<img {element['alt']}>"
        return
    if name:
        yield f"<{name}>"
    for child in element.children:
        if isinstance(child, Tag):
            yield from _meaning(child)
        elif type(child) is NavigableString:
            yield str(child)
    if closing:
        yield f"</{closing}>"


def squeezed(source: str) -> str:
    """Remove the white space of Typst source that means nothing."""
    return re.sub(r"(?<=[\[(,]) | (?=[\]),])", "", " ".join(source.split()))


def test_html_says_what_quarto_s_pages_say(page: str) -> None:
    html = reduced(page)
    for entry in EXPECTED:
        piece = BLOCKS.sub(r"\1", " ".join(entry["html"].split())).strip().replace("~", "\xa0")
        assert html.startswith(piece), (entry["construct"], html[: len(piece)], piece)
        html = html[len(piece) :].lstrip()
    assert html == ""


def test_typst_holds_the_calls_that_quarto_writes(typst: str) -> None:
    body = typst[typst.index("= Reading") :]
    for entry in EXPECTED:
        for call in map(squeezed, entry["typst"]):
            assert call in body, (entry["construct"], call)
            body = body[body.index(call) + len(call) :]


def test_parts_head_their_chapters_in_the_contents(page: str) -> None:
    """As in the contents of Quarto's pages; a part has no number, and the numbers run on."""
    contents = BeautifulSoup(page, "html.parser").select("nav.contents-long > ol > li")
    assert [("part" in (entry.get("class") or []), entry.a.get_text().strip()) for entry in contents] == [
        (False, "1 Reading"),
        (False, "Preface"),
        (True, "Countries"),
        (False, "2 Atlantis"),
        (False, "3 Lemuria"),
        (True, "Behind the figures"),
        (False, "4 Method"),
        (False, "Sources"),
    ]


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs pdftotext")
def test_pdf_numbers_references_by_chapter_and_opens_parts(book: Book, project: Path, tmp_path: Path) -> None:
    """The numbers that HTML has from Pandoc, the PDF has from Typst; the text of both must be the same."""
    out = tmp_path / "out.pdf"
    render_pdf(book, project, out)
    done = subprocess.run(["pdftotext", "-raw", out, "-"], capture_output=True, text=True, check=True)
    text = " ".join(done.stdout.split())
    for said in (
        "comes first, Table 1.1; the figure of another chapter is Figure 2.1.",
        "See Figure 2.1, Table 2.1 and Table 1.1;",
        "Only the number, 3.1; two at once, Figure 2.2, Table 1.1.",
        "Figure 3.2: A second figure",
        "Table 2.1: Synthetic values",
    ):
        assert said in text
    assert text.count("Countries") == text.count("Behind the figures") == 2  # in the contents, and where they open


def test_sample_holds_every_construct_of_the_chapters() -> None:
    """A construct that is new to a notebook or a chapter must come into the sample, and be compared."""
    sample = {name for file in chapters(SAMPLE) for name in constructs(file)}
    new = {name: file.name for file in chapters(ROOT) for name in constructs(file) - sample}
    assert new == {}


def chapters(folder: Path) -> list[Path]:
    return sorted([*folder.glob("*.qmd"), *folder.glob("notebooks/*.ipynb"), *folder.glob("outputs/2023/*.ipynb")])


def constructs(file: Path) -> set[str]:
    """Name the constructs of a chapter, each with what is special about it and with what it stands in."""
    text = notebook_markdown(file) if file.suffix == ".ipynb" else file.read_text(encoding="utf-8")
    done = subprocess.run(
        [bundled(), "--from=markdown", "--to=json"], input=text, capture_output=True, text=True, check=True
    )
    return set(_named(json.loads(done.stdout)["blocks"], ""))


WORDS = {"Str", "Space", "Para", "Plain"}
HOLDERS = {"Header", "Table", "Figure", "BulletList", "OrderedList", "Note", "Div", "Link"}
NO_ATTRIBUTES: tuple[str, list[str], list[list[str]]] = ("", [], [])


def _named(element: Any, holder: str) -> Iterator[str]:
    if isinstance(element, list):
        for item in element:
            yield from _named(item, holder)
    elif isinstance(element, dict) and "t" in element:
        kind = element["t"]
        content = element["c"] if isinstance(element.get("c"), list) else []
        identifier, classes, pairs = next(filter(_is_attributes, content), NO_ATTRIBUTES)
        if "cell-output" not in classes:
            marks = [*(f".{name}" for name in classes), *(key for key, _ in pairs), *_marks(kind, content, identifier)]
            if kind not in WORDS:
                yield " ".join([kind, *marks, *(["in", holder] if holder else [])])
            holder = kind if kind in HOLDERS else holder
        if kind in ("Figure", "Table"):
            yield from _named(content[1], f"caption of {kind}")
            content = content[2:]
        yield from _named(content, holder)
    elif isinstance(element, dict):
        for item in element.values():
            yield from _named(item, holder)


def _is_attributes(item: Any) -> bool:
    return isinstance(item, list) and len(item) == 3 and isinstance(item[0], str) and isinstance(item[1], list)


def _marks(kind: str, content: Any, identifier: str) -> list[str]:
    if kind == "Header":
        return [f"level {content[0]}"]
    if kind == "Link":
        return ["address" if ":" in content[2][0] else "chapter"]
    if kind == "Div":
        return [identifier]
    if kind == "Cite":
        kinds = {re.match("(?:(fig|tbl)-)?", one["citationId"])[1] or "source" for one in content[0]}
        modes = {one["citationMode"]["t"] for one in content[0]}
        place = ["with a place"] if any(one["citationSuffix"] for one in content[0]) else []
        return [*sorted(kinds), *sorted(modes), *place, *(["several"] if len(content[0]) > 1 else [])]
    return []
