"""The list of sources, ``references.bib``: every ``source`` in the tables is a key of it."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bibtexparser.entrypoint import parse_string
from bibtexparser.model import Block, DuplicateBlockKeyBlock, DuplicateFieldKeyBlock, Entry, ParsingFailedBlock
from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db

from behindbars.errors import Fault
from behindbars.fonts import lacking
from behindbars.package.periods import date_meant, readable

FILE = "references.bib"
OTHER_LETTERS = "Write it with other letters, such as Latin or Cyrillic ones."
"""What to do about a letter that the typeface lacks."""
# The parsers also log what they cannot read; our faults say it once.
for _parser in ("bibtexparser", "pylatexenc"):
    logging.getLogger(_parser).addHandler(logging.NullHandler())
_EDITION = re.compile(r"edition (\d{4})")
_KEY = re.compile(r"@\s*\w+\s*[{(]\s*([^,\s}]+)")
_URL = re.compile(r"https?://\S", re.IGNORECASE)
_DOI = re.compile(r"(doi:|https?://(dx\.)?doi\.org/)?10\.\S+", re.IGNORECASE)
_SCHEME = re.compile(r"\b([a-z][a-z0-9+.-]*):(?=//)|\b(javascript|vbscript|data|file|blob):(?=\S)", re.IGNORECASE)
"""What begins an address, in a text of any kind: a page must link to none that runs, or opens a reader's own file."""
_AUTHORS = re.compile(r"\s+and\s+(?![^{]*})")
"""What stands between two authors; "and" between braces is part of a name."""
_SIGN = re.compile(r"\\([&%$#_{}])")
"""A sign that BibTeX would take for its own, as it is written in a text."""
_TILDE = re.compile(r"\{\\textasciitilde\s*\}|\\textasciitilde(\{\}|\s)?|\\~(\{\})?")
_PRINTED = ("title", "author", "shorttitle", "note", "date", "year", "urldate", "url")
"""Fields that are read here; of the others only Pandoc reads some, which knows LaTeX."""


@dataclass(frozen=True)
class Reference:
    """One source.

    Attributes
    ----------
    key : str
        Its key, the ``source`` of the tables.
    title, author : str
        As plain text; authors are separated by semicolons.
    date : str or None
        Date of publication, EDTF.
    url : str or None
        Address.
    short_title : str or None
        Short title, for labels.
    is_statement : bool
        Whether it is a joint statement that an edition is made of; every other source is context.
    note : str or None
        Remark.
    is_synthetic : bool
        Whether it is made up, for tests and exercises.
    edition : int or None
        Year of the edition that a statement is the source of: the keyword ``edition 2024``.
    accessed : str or None
        Day on which it was read, EDTF.
    """

    key: str
    title: str
    author: str
    date: str | None = None
    url: str | None = None
    short_title: str | None = None
    is_statement: bool = False
    note: str | None = None
    is_synthetic: bool = False
    edition: int | None = None
    accessed: str | None = None


def read_references(path: Path) -> tuple[dict[str, Reference], list[Fault]]:
    """Read a BibTeX file: the sources by key, in order, and every fault.

    An entry with a fault is among the sources, so that rows which cite it are not reported too.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        return {}, [Fault(path.name, 0, "", f"{error.strerror}", "the list of sources", "Add the file.")]
    except UnicodeDecodeError as error:
        row = error.object[: error.start].count(b"\n") + 1
        return {}, [Fault(path.name, row, "", "", "text in UTF-8", "Save the file in UTF-8.")]
    return parse_references(text, path.name)


def parse_references(text: str, file: str = FILE) -> tuple[dict[str, Reference], list[Fault]]:
    """Read the text of a BibTeX file, or a part of it, as `read_references` does."""
    references: dict[str, Reference] = {}
    faults: list[Fault] = []
    for block in parse_string(text).blocks:
        row = (block.start_line or 0) + 1
        if isinstance(block, Entry):
            entry = _reference(block)
            references[entry.key] = entry
            faults += [*_entry_faults(entry, file, row), *_field_faults(block, file)]
        elif fault := _block_fault(block, file, row):
            faults.append(fault)
            if key := _KEY.match((block.raw or "").strip()):
                references.setdefault(key[1], Reference(key[1], "", ""))
    if not references and not faults:
        faults.append(Fault(file, 0, "", "", "at least one source", "Add the sources of the tables."))
    return references, faults


def one_statement_an_edition(references: Mapping[str, Reference]) -> Iterator[Fault]:
    """Find two statements of one edition."""
    first: dict[int, str] = {}
    for key, reference in references.items():
        if reference.edition is not None and first.setdefault(reference.edition, key) != key:
            expected = f"one statement for the edition of {reference.edition}; {first[reference.edition]} is one"
            yield Fault(FILE, 0, "keywords", key, expected, "Correct the keywords of one of them.")


def _reference(entry: Entry) -> Reference:
    raw = {field.key.lower(): str(field.value) for field in entry.fields}
    fields = {name: plain(text) for name, text in raw.items() if name in (*_PRINTED, "keywords")}
    keywords = {word.strip().lower() for word in fields.get("keywords", "").split(",")}
    return Reference(
        key=entry.key,
        title=fields.get("title", ""),
        author="; ".join("et al." if name == "others" else name for name in authors(raw.get("author", ""))),
        date=fields.get("date") or fields.get("year") or None,
        url=address(raw.get("url", "")) or None,
        short_title=fields.get("shorttitle") or None,
        is_statement="statement" in keywords,
        note=fields.get("note") or None,
        is_synthetic="synthetic" in keywords,
        edition=next((int(match[1]) for word in keywords if (match := _EDITION.fullmatch(word))), None),
        accessed=fields.get("urldate") or None,
    )


def authors(text: str) -> list[str]:
    """List the authors that a field of BibTeX names, as plain text; ``others`` stands for those not named."""
    return [plain(name) for name in _AUTHORS.split(text)]


def address(text: str) -> str:
    """Take BibTeX's escapes out of an address."""
    return _SIGN.sub(r"\1", _TILDE.sub("~", text.strip()))


def plain(text: str) -> str:
    r"""Take BibTeX's braces and escapes out of a text, and write the letters that its commands stand for.

    A command that stands for no letter stays, with its backslash.

    >>> plain(r"{Caf{\'e}} \v{C} \& \unknown")
    'Café Č & \\unknown'
    """
    if "\\" in _SIGN.sub("", text) or "``" in text:
        signs = re.sub(r"(?<!\\)[&%$#]", r"\\\g<0>", text)  # bare, they would begin a comment or a formula
        with suppress(Exception):  # of a command without its arguments it raises errors of any kind
            return " ".join(_decoder().latex_to_text(signs).replace("--", "–").split())
    return " ".join(re.sub(r"\\([&%$#_{}])|[{}]", r"\1", text).replace("--", "–").split())


def for_pandoc(text: str) -> str:
    """Write a list of sources as Pandoc reads it rightly: it leaves the escapes in an address, and many commands."""
    for entry in parse_string(text).entries if "\\" in text else ():
        for field in entry.fields:
            name, value = field.key.lower(), str(field.value)
            if name == "url":
                text = text.replace(value, address(value))
            elif name in _PRINTED and "\\" in re.sub(r"\\[&%$#_]", "", value) and not re.search(r"\\[{}]", value):
                decoded = _decoder(keeps_groups=True).latex_to_text(value)
                text = text.replace(value, re.sub(r"[&%$#_]", r"\\\g<0>", decoded))
    return text


@cache
def _decoder(*, keeps_groups: bool = False) -> LatexNodes2Text:
    """Make what writes the letters of LaTeX's commands; those that it does not know, or would carry out, stay."""
    kept, known = {"simplify_repl": lambda node: node.latex_verbatim()}, get_default_latex_context_db()
    known.set_unknown_macro_spec(MacroTextSpec("", **kept))
    known.add_context_category(
        "kept", [MacroTextSpec(name, **kept) for name in ("input", "include", "today", "url")], prepend=True
    )
    return LatexNodes2Text(latex_context=known, keep_braced_groups=keeps_groups)


def _entry_faults(entry: Reference, file: str, row: int) -> list[Fault]:
    faults = [
        Fault(file, row, column, "", f"a value in the entry {entry.key!r}", f"Add {column} = {{…}}.")
        for column, value in (("title", entry.title), ("author", entry.author))
        if not value
    ]
    for column, text in (("date", entry.date), ("urldate", entry.accessed)):
        if text and not readable(text):
            meant = date_meant(text)
            remedy = f"Correct the entry {entry.key!r}, or leave the date out if it is not known."
            remedy = f"Write {meant}." if meant else remedy
            faults.append(Fault(file, row, column, text, "a date such as 2025-06-26 or 2025", remedy))
    if entry.is_statement and entry.edition is None:
        expected = "the year of the edition that a statement is the source of"
        remedy = f"Write keywords = {{statement, edition 2024}} in the entry {entry.key!r}, with the right year."
        faults.append(Fault(file, row, "keywords", "statement", expected, remedy))
    return faults


def _field_faults(entry: Entry, file: str) -> Iterator[Fault]:
    """Find addresses that lead not to the web, commands in what is read, and letters that the typeface lacks."""
    for field in entry.fields:
        name, text, row = field.key.lower(), str(field.value).strip(), (field.start_line or 0) + 1
        schemes = {(match[1] or match[2]).lower() for match in _SCHEME.finditer(text)}
        if name == "doi" and text and not _DOI.fullmatch(text):
            yield Fault(file, row, name, text, "a DOI such as 10.1000/182", "Write it so, or leave it out.")
        elif (name == "url" and text and not _URL.match(text)) or schemes - {"http", "https", "doi"}:
            expected = "an address that begins with https:// or http://"
            yield Fault(file, row, name, text, expected, "Write the whole of it, or leave it out.")
        elif name in _PRINTED and "\\" in (address(text) if name == "url" else plain(text)):
            remedy = "Write the letter or the sign itself, and leave the command out."
            yield Fault(file, row, name, text, "text without commands of LaTeX, but for letters and signs", remedy)
        if lacks := lacking(text):
            yield Fault(file, row, name, text, f"letters that the typeface has, not {lacks}", OTHER_LETTERS)


def _block_fault(block: Block, file: str, row: int) -> Fault | None:
    if isinstance(block, DuplicateBlockKeyBlock):
        return Fault(file, row, "", block.key, "a key of its own", "Delete or rename one of the two.")
    if isinstance(block, DuplicateFieldKeyBlock):
        repeated = ", ".join(sorted(block.duplicate_keys))
        return Fault(file, row, "", repeated, "each field once in an entry", "Delete one of the two.")
    if isinstance(block, ParsingFailedBlock):
        found = (block.raw or "").strip().split("\n")[0][:60]
        remedy = "Close every brace, and put a comma between the fields."
        return Fault(file, row, "", found, "a complete BibTeX entry", remedy)
    return None
