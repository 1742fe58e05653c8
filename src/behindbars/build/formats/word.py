"""The Word edition: one docx from Pandoc, for coalitions that go on writing where the edition ends.

Pandoc makes the document; `word_structure` and `word_design` give it what Pandoc's writer cannot.
The file holds no name, path or time of the machine that made it, no macro and no field that asks to be updated,
and points outside itself only where a source has an address.
"""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path
from string import Template
from xml.sax.saxutils import escape

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE as RELATION

from behindbars.brand import FILE as BRAND_FILE
from behindbars.brand import read_brand
from behindbars.build.apart import Files
from behindbars.build.book import Book, read_book
from behindbars.build.formats.archive import zipped
from behindbars.build.formats.pandoc import write_document
from behindbars.build.formats.word_design import design_parts, set_page
from behindbars.build.formats.word_structure import locale, set_pictures, set_runs, set_tables
from behindbars.errors import RenderError

UNNEEDED = (RELATION.EXTENDED_PROPERTIES, RELATION.CUSTOM_PROPERTIES, RELATION.COMMENTS, RELATION.WEB_SETTINGS)
"""Parts that say which program wrote the file and where its inputs were, or that are empty."""
ADDRESSES = ("http://", "https://", "mailto:")
DESCRIPTION = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" \
xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" \
xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>$title</dc:title><dc:subject>$subtitle</dc:subject>\
<dc:creator/><cp:lastModifiedBy/>\
<dcterms:created xsi:type="dcterms:W3CDTF">${day}T00:00:00Z</dcterms:created>\
<dcterms:modified xsi:type="dcterms:W3CDTF">${day}T00:00:00Z</dcterms:modified>\
<dc:language>$locale</dc:language></cp:coreProperties>
"""
FIRST = "[Content_Types].xml"
EPOCH = date(1980, 1, 1)
"""The date of every file inside the docx: the earliest that a zip can hold."""


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
    set_pictures(word, folder)
    set_tables(word)
    set_page(word, book)
    _drop_unneeded(word)
    _check_links(word)
    parts = design_parts(word, brand, book) | {"docProps/core.xml": _description(book)}
    return {f"{book.output_file}.docx": _pack(word, parts)}


def _description(book: Book) -> bytes:
    """State what the document is, and nothing about who made the file."""
    texts = {
        "title": book.title,
        "subtitle": book.subtitle,
        "locale": locale(book.lang),
        "day": book.date.isoformat(),
    }
    return Template(DESCRIPTION).substitute({key: escape(text) for key, text in texts.items()}).encode("utf-8")


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
    faults = [
        relation.target_ref
        for part in document.part.package.iter_parts()
        for relation in part.rels.values()
        if relation.is_external
        and not (relation.reltype == RELATION.HYPERLINK and relation.target_ref.lower().startswith(ADDRESSES))
    ]
    if faults:
        lines = (f"  {fault}" for fault in sorted(set(faults)))
        raise RenderError("\n".join(["The Word edition cannot link to these:", *lines]))


def _pack(document: Document, parts: dict[str, bytes]) -> bytes:
    """Write a document, some parts in their final form, so that the same content is the same bytes."""
    saved = io.BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as source:
        names = sorted(source.namelist(), key=lambda name: (name != FIRST, name))
        return zipped({name: parts.get(name) or set_runs(name, source.read(name)) for name in names}, EPOCH)
