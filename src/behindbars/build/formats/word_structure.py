"""The structure of the Word edition: what Pandoc's writer leaves out of pictures, tables and links."""

from __future__ import annotations

from typing import Any

from docx.document import Document
from docx.opc.oxml import serialize_part_xml
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.shared import Cm, Length
from docx.table import Table

TEXT_WIDTH = Cm(16.8)
"""At this width, the smallest words of a chart are 9 pt high."""
PICTURE_HEIGHT = Cm(21.5)
"""Greatest height of a picture: its caption has to fit on the same page."""
SHORT_TABLE = 10
"""A table of so many rows or fewer stays on one page."""
FIRST_ROWS = 4
"""So many rows of any other, its head among them, stay together."""
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


def set_pictures(document: Document) -> None:
    """Give pictures the width of the text and a neutral name; Pandoc names each by its file."""
    for number, shape in enumerate(document.inline_shapes, start=1):
        inline: Any = shape._inline
        image = inline.graphic.graphicData.pic.nvPicPr.cNvPr
        del image.attrib["descr"]
        inline.docPr.attrib.pop("title", None)
        inline.docPr.name = image.name = f"Picture {number}"
        scale = min(TEXT_WIDTH / shape.width, PICTURE_HEIGHT / shape.height)
        shape.width, shape.height = Length(round(shape.width * scale)), Length(round(shape.height * scale))


def set_tables(document: Document) -> None:
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


def locale(language: str) -> str:
    """Name a language as Word knows it: ``en`` is ``en-GB``."""
    return LOCALES.get(language, language)


def set_runs(name: str, content: bytes) -> bytes:
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
        language.set(qn("w:val"), locale(language.get(qn("w:val"))))
    return serialize_part_xml(root)
