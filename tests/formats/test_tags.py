"""The tags of the PDF: nothing is at fault in them, and each check notices the damage that it is there for."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Operator, Pdf
from tests.formats.rendering import render_pdf
from tests.formats.tag_checks import CHECKS
from tests.formats.tags import Tags

from behindbars.build.book import read_book
from behindbars.build.formats.collect import collect

MORE = """
## Lists

- First synthetic point
- Second [synthetic address](https://example.org/)
    - Nested synthetic point

### Deeper

1. Synthetic step
2. Another step
"""


@pytest.fixture(scope="module")
def rendered(shared_project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with everything that the edition may hold; one chart is tall, so that it floats."""
    project = tmp_path_factory.mktemp("tags") / "project"
    shutil.copytree(shared_project, project)
    index = project / "index.qmd"
    index.write_text(index.read_text(encoding="utf-8") + MORE, encoding="utf-8")
    chart = project / "figures/2023/region-grid.svg"
    chart.write_text(chart.read_text(encoding="utf-8").replace('200"', '640"'), encoding="utf-8")
    render_pdf(read_book(project, 2023), project, project / "out.pdf")
    return project


@pytest.fixture
def pdf(rendered: Path) -> Pdf:
    return pikepdf.open(BytesIO((rendered / "out.pdf").read_bytes()))


@pytest.mark.parametrize("check", CHECKS)
def test_nothing_is_at_fault(check: Callable[[Tags], Any], pdf: Pdf) -> None:
    assert list(check(Tags(pdf))) == []


def test_everything_that_is_checked_is_there(pdf: Pdf) -> None:
    tags = {element.tag for element in Tags(pdf).elements}
    assert tags >= {"H1", "H2", "H3", "P", "L", "LI", "LBody", "Table", "TH", "TD", "Figure", "Caption", "Link", "Note"}
    assert tags >= {"TOC", "TOCI"}


def anchors(markdown: str) -> list[str]:
    """List the beginnings of headings, paragraphs, captions and items of a chapter, in its order."""
    found = []
    for block in re.split(r"\n\n+", markdown):
        caption = re.search(r"^: (.+?) \{#|^!\[(.+?)(?: \[@.*)?\]\(", block, re.M)
        text = (caption[1] or caption[2]) if caption else block.lstrip("#-1. ")
        words = re.match(r"[\w ,’]+", text)
        if words and not block.startswith(":::\n"):
            found.append(words[0].strip())
    return found


def order(rendered: Path, pdf: Pdf) -> tuple[list[str], list[str]]:
    """Give what the chapters say and what the structure says, as far as the structure says it in the same order."""
    edition = read_book(rendered, 2023)
    written = [anchor for chapter in collect(edition, rendered) for anchor in anchors(chapter.markdown)]
    tags = Tags(pdf)
    chapters = [number for number, element in enumerate(tags.root.kids[0].kids) if element.tag == "H1"]
    said = " ".join(tags.words(element) for element in tags.root.kids[0].kids[chapters[1] :])
    read, at = [], 0
    for anchor in written:
        found = said.find(anchor, at)
        if found >= 0:
            read.append(anchor)
            at = found + len(anchor)
    return written, read


def test_it_is_read_in_the_order_of_its_chapters(rendered: Path, pdf: Pdf) -> None:
    written, read = order(rendered, pdf)
    assert len(written) > 15
    assert read == written


def test_another_order_is_noticed(rendered: Path, pdf: Pdf) -> None:
    document = pdf.Root.StructTreeRoot.K[0]
    kids = list(document.K)
    at = next(number for number, kid in enumerate(kids) if str(kid.S) == "/H2")
    kids[at], kids[at + 1] = kids[at + 1], kids[at]
    document.K = Array(kids)
    written, read = order(rendered, pdf)
    assert read != written


def test_running_heads_are_not_read(pdf: Pdf) -> None:
    tags = Tags(pdf)
    said = [tags.words(element) for element in tags.named("P")]
    assert said.count("Synthetic Title, Made Up") == 1  # the cover


def first(pdf: Pdf, name: str) -> Dictionary:
    return next(element.node for element in Tags(pdf).elements if str(element.node.S) == name)


def rewrite(pdf: Pdf, page: int, change: Callable[[list[Any]], list[Any]]) -> None:
    """Change the instructions that draw a page."""
    instructions = change(list(pikepdf.parse_content_stream(pdf.pages[page])))
    pdf.pages[page].Contents = pdf.make_stream(pikepdf.unparse_content_stream(instructions))


def metadata(key: str) -> Callable[[Pdf], None]:
    def remove(pdf: Pdf) -> None:
        with pdf.open_metadata(set_pikepdf_as_editor=False) as open_metadata:
            del open_metadata[key]

    return remove


def unmarked(instructions: list[Any]) -> list[Any]:
    """Take the marks off all artifacts."""
    kept, marks = [], []
    for operands, operator in instructions:
        name = str(operator)
        if name in {"BDC", "BMC"}:
            marks.append(str(operands[0]))
        if name not in {"BDC", "BMC", "EMC"} or marks[-1] != "/Artifact":
            kept.append((operands, operator))
        if name == "EMC":
            marks.pop()
    return kept


def renumbered(instructions: list[Any]) -> list[Any]:
    return [
        ([operands[0], Dictionary(MCID=999)], operator)
        if str(operator) == "BDC" and operands[1].get("/MCID") == 0
        else (operands, operator)
        for operands, operator in instructions
    ]


def around(instructions: list[Any]) -> list[Any]:
    return [([Name.Artifact], Operator("BMC")), *instructions, ([], Operator("EMC"))]


def rename(before: str, after: str) -> Callable[[Pdf], None]:
    return lambda pdf: first(pdf, before).__setitem__("/S", Name(after))


def attribute(name: str, key: str) -> Callable[[Pdf], None]:
    return lambda pdf: first(pdf, name).A[0].__delitem__(key)


def lost_annotation(pdf: Pdf) -> None:
    link = first(pdf, "/Link")
    link.K = Array([kid for kid in link.K if not (isinstance(kid, Dictionary) and "/Obj" in kid)])


def swapped_parents(pdf: Pdf) -> None:
    row = pdf.Root.StructTreeRoot.ParentTree.Nums[1]
    row[0], row[2] = row[2], row[0]


def bookmark(pdf: Pdf) -> None:
    pdf.Root.Outlines.First.Next.Dest[0] = pdf.pages[0].obj


def font(pdf: Pdf, subtype: str) -> Dictionary:
    fonts = (thing for thing in pdf.objects if isinstance(thing, Dictionary) and thing.get("/Type") == Name.Font)
    return next(thing for thing in fonts if str(thing.Subtype).startswith(subtype))


def unembedded(pdf: Pdf) -> None:
    descriptor = font(pdf, "/CIDFont").FontDescriptor
    del descriptor[next(key for key in descriptor if key.startswith("/FontFile"))]


DAMAGES: list[tuple[str, str, Callable[[Pdf], Any]]] = [
    ("declarations", "not say that it is tagged", lambda pdf: pdf.Root.MarkInfo.__setitem__("/Marked", False)),
    ("declarations", "no language", lambda pdf: pdf.Root.__delitem__("/Lang")),
    ("declarations", "the name of the file", lambda pdf: pdf.Root.__delitem__("/ViewerPreferences")),
    ("declarations", "no title", metadata("dc:title")),
    ("declarations", "PDF/UA-1", metadata("pdfuaid:part")),
    ("headings", "level 3 follows one of level 1", rename("/H2", "/H3")),
    ("headings", "level 2 follows one of level 0", rename("/H1", "/H2")),
    ("figures", "no alternative text", lambda pdf: first(pdf, "/Figure").__delitem__("/Alt")),
    ("figures", "no alternative text", lambda pdf: first(pdf, "/Figure").__setitem__("/Alt", " ")),
    ("figures", "no place", attribute("/Figure", "/BBox")),
    ("tables", "without scope", attribute("/TH", "/Scope")),
    ("tables", "columns", lambda pdf: first(pdf, "/TR").K.__delitem__(0)),
    ("tables", "columns", lambda pdf: first(pdf, "/TH").A[0].__setitem__("/ColSpan", 2)),
    ("tables", "P stands in Table", rename("/THead", "/P")),
    ("lists", "no body", rename("/LBody", "/Lbl")),
    ("lists", "P stands in L", rename("/LI", "/P")),
    ("links", "not in the structure", lost_annotation),
    ("links", "does not say where", lambda pdf: pdf.pages[1].Annots[0].__delitem__("/Contents")),
    ("links", "leads nowhere", lambda pdf: pdf.Root.Names.__delitem__("/Dests")),
    ("links", "leads nowhere", lambda pdf: pdf.pages[1].Annots[0].__setitem__("/Dest", pikepdf.String("elsewhere"))),
    ("links", "does not know its element", lambda pdf: pdf.pages[1].Annots[0].__setitem__("/StructParent", 0)),
    ("content", "outside of all tags", lambda pdf: rewrite(pdf, 2, unmarked)),
    ("content", "in one another", lambda pdf: rewrite(pdf, 2, around)),
    ("content", "is on no page", lambda pdf: rewrite(pdf, 2, renumbered)),
    ("content", "in no element", lambda pdf: rewrite(pdf, 2, renumbered)),
    ("content", "in 2 elements", lambda pdf: first(pdf, "/P").K.append(0)),
    ("parents", "does not know its element", swapped_parents),
    ("parents", "does not know its element", lambda pdf: pdf.pages[3].obj.__delitem__("/StructParents")),
    ("bookmarks", "no bookmark leads to '1", lambda pdf: pdf.Root.__delitem__("/Outlines")),
    ("bookmarks", "no bookmark leads to '1", bookmark),
    ("fonts", "is not in the file", unembedded),
    ("fonts", "which letters", lambda pdf: font(pdf, "/Type0").__delitem__("/ToUnicode")),
]


@pytest.mark.parametrize(("name", "fault", "damage"), DAMAGES, ids=[f"{name}-{fault}" for name, fault, _ in DAMAGES])
def test_damage_is_noticed(name: str, fault: str, damage: Callable[[Pdf], Any], pdf: Pdf) -> None:
    damage(pdf)
    check = next(check for check in CHECKS if check.__name__ == f"check_{name}")
    assert any(fault in said for said in check(Tags(pdf)))
