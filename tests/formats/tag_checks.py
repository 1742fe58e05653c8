"""Checks of a PDF's tags: PDF/UA-1 (ISO 14289-1) as far as a program can tell, for what the edition uses.

Each check gives its faults in words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

from pikepdf import Dictionary, Name, Pdf
from tests.formats.tags import Element, Tags

PARTS = {"L": {"LI", "L", "Caption"}, "LI": {"Lbl", "LBody"}, "Table": {"Caption", "THead", "TBody", "TFoot", "TR"}}


def check_declarations(tags: Tags) -> Iterator[str]:
    root = tags.pdf.Root
    if not root.get("/MarkInfo", {}).get("/Marked"):
        yield "it does not say that it is tagged"
    if not str(root.get("/Lang", "")):
        yield "it has no language"
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle"):
        yield "the window would show the name of the file, not the title"
    with tags.pdf.open_metadata() as metadata:
        if not metadata.get("dc:title"):
            yield "it has no title"
        if metadata.get("pdfuaid:part") != "1":
            yield "it does not say that it is PDF/UA-1"


def check_headings(tags: Tags) -> Iterator[str]:
    levels = [0, *(int(element.tag[1]) for element in tags.elements if re.fullmatch("H[1-6]", element.tag))]
    if len(levels) == 1:
        yield "it has no headings"
    for before, after in pairwise(levels):
        if after > before + 1:
            yield f"a heading of level {after} follows one of level {before}"


def check_figures(tags: Tags) -> Iterator[str]:
    for figure in tags.named("Figure"):
        if not str(figure.node.get("/Alt", "")).strip():
            yield "a figure has no alternative text"
        box = [float(edge) for edge in figure.attribute("/BBox") or (0, 0, 0, 0)]
        if box[0] >= box[2] or box[1] >= box[3]:
            yield "a figure has no place on its page"


def check_tables(tags: Tags) -> Iterator[str]:
    for table in tags.named("Table"):
        heads = [element for element in table.walk() if element.tag == "TH"]
        if not heads or any(str(head.attribute("/Scope")) not in {"/Column", "/Row", "/Both"} for head in heads):
            yield "a table has a head without scope, or none"
        if len(set(_widths(table))) != 1:
            yield f"the rows of a table have {sorted(set(_widths(table)))} columns"
    yield from _wrong_parts(tags, "Table")


def _widths(table: Element) -> list[int]:
    """Count the columns of every row, cells that reach across columns and rows included."""
    rows = [element for element in table.walk() if element.tag == "TR"]
    widths = [0] * len(rows)
    for number, row in enumerate(rows):
        for cell in row.kids:
            if isinstance(cell, Element) and cell.tag in {"TH", "TD"}:
                for below in range(number, min(number + int(cell.attribute("/RowSpan") or 1), len(rows))):
                    widths[below] += int(cell.attribute("/ColSpan") or 1)
    return widths


def _wrong_parts(tags: Tags, *names: str) -> Iterator[str]:
    for element in tags.named(*names):
        for kid in element.kids:
            if not isinstance(kid, Element) or kid.tag not in PARTS[element.tag]:
                yield f"{kid.tag if isinstance(kid, Element) else 'bare content'} stands in {element.tag}"


def check_lists(tags: Tags) -> Iterator[str]:
    yield from _wrong_parts(tags, "L", "LI")
    for item in tags.named("LI"):
        if not any(isinstance(kid, Element) and kid.tag == "LBody" for kid in item.kids):
            yield "an item of a list has no body"


def check_links(tags: Tags) -> Iterator[str]:
    held = {note.objgen: link for link in tags.named("Link") for note in link.annotations}
    parents = _parents(tags.pdf)
    for number, page in enumerate(tags.pdf.pages, start=1):
        for note in page.get("/Annots", []):
            link = held.get(note.objgen)
            if link is None:
                yield f"page {number}: a link is not in the structure"
            elif not tags.words(link):
                yield f"page {number}: a link has no words"
            elif not _same(parents.get(int(note.get("/StructParent", -1))), link.node):
                yield f"page {number}: a link does not know its element"
            if "/A" not in note and tags.target(note.get("/Dest")) < 0:
                yield f"page {number}: a link leads nowhere"
            if not str(note.get("/Contents", "")).strip():
                yield f"page {number}: a link does not say where it leads"


def check_content(tags: Tags) -> Iterator[str]:
    yield from tags.untagged
    held = Counter(kid for element in tags.elements for kid in element.kids if isinstance(kid, tuple))
    for number, count in held.items():
        if count > 1:
            yield f"content {number} is in {count} elements"
        if number not in tags.text:
            yield f"content {number} is on no page"
    for number in tags.text.keys() - held.keys():
        yield f"content {number} is in no element"


def _parents(pdf: Pdf) -> dict[int, Any]:
    numbers = list(pdf.Root.StructTreeRoot.get("/ParentTree", {}).get("/Nums", []))
    return {int(key): value for key, value in zip(numbers[::2], numbers[1::2], strict=True)}


def _same(one: Any, other: Any) -> bool:
    """Tell whether two are one object of the file: elements may say the same and be different ones."""
    return one is not None and other is not None and one.objgen == other.objgen


def check_parents(tags: Tags) -> Iterator[str]:
    parents = _parents(tags.pdf)
    nodes = {kid: element.node for element in tags.elements for kid in element.kids if isinstance(kid, tuple)}
    for page, number in tags.text:
        row = parents.get(int(tags.pdf.pages[page].get("/StructParents", -1)), [])
        if number >= len(row) or not _same(row[number], nodes.get((page, number))):
            yield f"content {number} of page {page + 1} does not know its element"


def _letters_of(title: str) -> str:
    return re.sub(r"\W", "", title)


def check_bookmarks(tags: Tags) -> Iterator[str]:
    found: set[tuple[str, int]] = set()
    with tags.pdf.open_outline() as outline:
        entries = list(outline.root)
        for entry in entries:
            entries += entry.children
            found.add((_letters_of(entry.title), tags.target(entry.destination)))
    for heading in tags.named("H1", "H2", "H3"):
        page = next(kid[0] for kid in heading.kids if isinstance(kid, tuple))
        if (_letters_of(tags.words(heading)), page) not in found:
            yield f"no bookmark leads to {tags.words(heading)!r} on page {page + 1}"


def check_fonts(tags: Tags) -> Iterator[str]:
    for thing in tags.pdf.objects:
        if isinstance(thing, Dictionary) and thing.get("/Type") == Name.Font:
            if str(thing.Subtype).startswith("/CIDFont"):
                if not {"/FontFile2", "/FontFile3"} & set(thing.FontDescriptor.keys()):
                    yield f"{thing.BaseFont} is not in the file"
            elif "/ToUnicode" not in thing:
                yield f"{thing.BaseFont} does not say which letters it shows"


CHECKS: list[Callable[[Tags], Iterator[str]]] = [
    check_declarations,
    check_headings,
    check_figures,
    check_tables,
    check_lists,
    check_links,
    check_content,
    check_parents,
    check_bookmarks,
    check_fonts,
]
