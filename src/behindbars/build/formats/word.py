"""The Word edition: one docx from Pandoc, for coalitions that go on writing where the edition ends.

Pandoc makes the document; here it gets the structure that Pandoc's writer leaves out of pictures, tables and links, and
its look: page, styles and palette, with the brand's colours and typeface.
The file holds no name, path or time of the machine that made it, no macro and no field that asks to be updated,
and points outside itself only where a source has an address.
"""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from pathlib import Path, PurePosixPath
from string import Template
from typing import Any
from xml.sax.saxutils import escape

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE as RELATION
from docx.opc.oxml import serialize_part_xml
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Length
from docx.table import Table

from behindbars.brand import FILE as BRAND_FILE
from behindbars.brand import ROLES, Brand, read_brand
from behindbars.build.apart import Files
from behindbars.build.book import Book, read_book
from behindbars.build.formats.archive import zipped
from behindbars.build.formats.pandoc import HERE, write_document
from behindbars.errors import RenderError, refuse

UNNEEDED = (RELATION.EXTENDED_PROPERTIES, RELATION.CUSTOM_PROPERTIES, RELATION.COMMENTS, RELATION.WEB_SETTINGS)
"""Parts that say which program wrote the file and where its inputs were, or that are empty."""
ADDRESSES = ("http://", "https://", "mailto:")
FIRST = "[Content_Types].xml"
EPOCH = date(1980, 1, 1)
"""The date of every file inside the docx: the earliest that a zip can hold."""
TEXT_WIDTH = Cm(16.8)
"""At this width, the smallest words of a chart are 9 pt high."""
PICTURE_HEIGHT = Cm(21.5)
"""Greatest height of a picture: its caption has to fit on the same page."""
SHORT_TABLE = 10
"""A table of so many rows or fewer stays on one page."""
FIRST_ROWS = 4
"""So many rows of any other, its head among them, stay together."""
PAGE_WIDTH, PAGE_HEIGHT = Cm(21), Cm(29.7)
MARGIN = Length((PAGE_WIDTH - TEXT_WIDTH) // 2)
PARTS = ("word/styles.xml", "word/fontTable.xml", "word/settings.xml", "word/theme/theme1.xml", "docProps/core.xml")
"""Parts of the file that say how it looks, and what it is; the template of each has its name, after ``edition-``."""
PLAIN = ("BodyText", "FirstParagraph", "Compact")
"""Ids of Pandoc's styles of text, which have others in their place inside tables and boxes."""
BOXES = ("Callout", "Context")
TEXT_PARTS = ("word/document.xml", "word/footnotes.xml")
LOCALES = {
    "en": "en-GB",
    "kk": "kk-KZ",
    "ky": "ky-KG",
    "ru": "ru-RU",
    "tg": "tg-Cyrl-TJ",
    "tk": "tk-TM",
    "uz": "uz-Latn-UZ",
}
"""Languages as Word knows them, with a country; any other stays as it is."""
TINT = 0.4
"""How much of the brand's pale colour is in the fill of a callout."""


def make(folder: Path, *, year: int) -> Files:
    """Make the Word edition from a folder that holds all it is made from.

    Raises
    ------
    RenderError
        Listing every fault.
    """
    book, brand = read_book(folder, year), read_brand(folder / BRAND_FILE)
    made = write_document(book, folder, to="docx", template="edition.openxml")
    word = docx.Document(io.BytesIO(made))
    _set_pictures(word, folder)
    _set_tables(word)
    _set_page(word, book)
    _drop_unneeded(word)
    _check_links(word)
    return {f"{book.output_file}.docx": _pack(word, _design_parts(brand, book))}


def _set_pictures(document: Document, project: Path) -> None:
    """Give pictures the width of the text and a neutral name; Pandoc names each by its file.

    Raises
    ------
    RenderError
        Listing every picture that lies outside the project, links followed.
    """
    faults = []
    for number, shape in enumerate(document.inline_shapes, start=1):
        inline: Any = shape._inline
        image = inline.graphic.graphicData.pic.nvPicPr.cNvPr
        source = image.attrib.pop("descr")
        if not (project / source).resolve().is_relative_to(project.resolve()):
            faults.append(f"{source} is outside the project")
        inline.docPr.attrib.pop("title", None)
        inline.docPr.name = image.name = f"Picture {number}"
        scale = min(TEXT_WIDTH / shape.width, PICTURE_HEIGHT / shape.height)
        shape.width, shape.height = Length(round(shape.width * scale)), Length(round(shape.height * scale))
    refuse(RenderError, "These images cannot be shown:", faults)


def _set_tables(document: Document) -> None:
    """Set tables over the width of the text, with rows that stay whole, and boxes with text of their own."""
    for table in document.tables:
        name = table._tbl.tblStyle_val or ""
        if name in BOXES:
            _set_box(table, name)
        else:
            _set_table(table)
    for paragraph in document.paragraphs:
        # Pandoc keeps neighbouring tables apart by an empty paragraph; a caption between them does so already.
        if len(paragraph._p) == 0:
            following = paragraph._p.getnext()
            if following is not None and following.tag == qn("w:tbl"):
                paragraph._p.style = "Spacer"
            else:
                paragraph._p.getparent().remove(paragraph._p)


def _set_table(table: Table) -> None:
    grid = table._tbl.tblGrid.gridCol_lst
    total = sum(column.w or 0 for column in grid)
    for column in grid:
        column.w = Length(round(TEXT_WIDTH * (column.w or 0) / total))
    # The first cell of a row says what the row is about.
    table._tbl.tblPr.find(qn("w:tblLook")).set(qn("w:firstColumn"), "1")
    rows = list(table.rows)
    together = len(rows) if len(rows) <= SHORT_TABLE else FIRST_ROWS
    for number, row in enumerate(rows):
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        style = "TableHeading" if row._tr.xpath("w:trPr/w:tblHeader") else "TableText"
        for cell, column in zip(row.cells, grid, strict=True):
            if not table.autofit:
                cell.width = column.w or 0
            for paragraph in cell.paragraphs:
                paragraph._p.style = style
                if number < together - 1:
                    paragraph.paragraph_format.keep_with_next = True


def _set_box(table: Table, name: str) -> None:
    title, *paragraphs = table.cell(0, 0).paragraphs
    for paragraph in paragraphs:
        if paragraph._p.style in PLAIN:
            paragraph._p.style = f"{name}Text"
    caption = OxmlElement("w:tblCaption")
    caption.set(qn("w:val"), title.text)
    table._tbl.tblPr.append(caption)


def _set_runs(name: str, content: bytes) -> bytes:
    """Tell links inside the document from addresses, and name languages as Word does, in a part by its name."""
    if name not in TEXT_PARTS:
        return content
    root: Any = parse_xml(content)
    for link in root.iter(qn("w:hyperlink")):
        target = link.get(qn("w:anchor"))
        if target is not None:
            for style in link.iter(qn("w:rStyle")):
                if style.val == "Hyperlink":
                    style.val = "Citation" if target.startswith("ref-") else "InternalLink"
    for language in root.iter(qn("w:lang")):
        name = language.get(qn("w:val"))
        language.set(qn("w:val"), LOCALES.get(name, name))
    return serialize_part_xml(root)


def _drop_unneeded(document: Document) -> None:
    for relations in (document.part.package.rels, document.part.rels):
        for name in [name for name, relation in relations.items() if relation.reltype in UNNEEDED]:
            del relations[name]
    # Pandoc gives the notes every address of the document.
    notes = document.part.part_related_by(RELATION.FOOTNOTES)
    for name in [name for name in notes.rels if f'"{name}"'.encode() not in notes.blob]:
        del notes.rels[name]


def _check_links(document: Document) -> None:
    """Refuse whatever Word would fetch, or open other than as an address that the reader chose."""
    faults = {
        relation.target_ref
        for part in document.part.package.iter_parts()
        for relation in part.rels.values()
        if relation.is_external
        and not (relation.reltype == RELATION.HYPERLINK and relation.target_ref.lower().startswith(ADDRESSES))
    }
    refuse(RenderError, "The Word edition cannot link to these:", sorted(faults))


def _pack(document: Document, parts: dict[str, bytes]) -> bytes:
    """Write a document, some parts in their final form, so that the same content is the same bytes."""
    saved = io.BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as source:
        names = sorted(source.namelist(), key=lambda name: (name != FIRST, name))
        return zipped({name: parts.get(name) or _set_runs(name, source.read(name)) for name in names}, EPOCH)


def _set_page(document: Document, book: Book) -> None:
    """Set the page: A4, with the edition's title and the page number at the foot of all but the cover."""
    section = document.sections[0]
    section.page_width, section.page_height = PAGE_WIDTH, PAGE_HEIGHT
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = MARGIN
    section.gutter = Cm(0)
    section.header_distance = section.footer_distance = Cm(1.25)
    section.different_first_page_header_footer = True
    footer = section.footer.paragraphs[0]
    footer.add_run(f"{' '.join(book.title.split())}\t")
    footer._p.append(parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr=" PAGE "><w:r><w:t>2</w:t></w:r></w:fldSimple>'))


def _design_parts(brand: Brand, book: Book) -> dict[str, bytes]:
    """Make the parts of a docx that say how it looks, and what it is, by their names inside it."""
    words = {role: getattr(brand, role).removeprefix("#") for role in ROLES}
    words |= {
        "tint": _tint(brand),
        "family": escape(brand.family, {'"': "&quot;"}),
        "locale": LOCALES.get(book.lang, book.lang),
    }
    words |= {"title": escape(book.title), "subtitle": escape(book.subtitle), "day": book.date.isoformat()}
    parts = {}
    for name in PARTS:
        template = HERE / f"edition-{PurePosixPath(name).name}"
        text = re.sub(r"<!--.*?-->\n", "", template.read_text(encoding="utf-8"), flags=re.DOTALL)
        parts[name] = Template(text).substitute(words).encode()
    return parts


def _tint(brand: Brand) -> str:
    pairs = zip(bytes.fromhex(brand.pale[1:]), bytes.fromhex(brand.background[1:]), strict=True)
    return bytes(round(TINT * pale + (1 - TINT) * background) for pale, background in pairs).hex().upper()
