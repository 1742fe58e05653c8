"""A statement's file as blocks of text: paragraphs, headings and items of lists, in order."""

from __future__ import annotations

import codecs
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from behindbars.audit.source_blocks import Block, begins_item
from behindbars.audit.source_pandoc import read_with_pandoc
from behindbars.audit.source_pdf import read_pdf
from behindbars.errors import SourceError

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_SIGNATURES = (
    (b"%PDF-", "a PDF", ".pdf"),
    (b"PK\x03\x04", "a Word document or another archive", ".docx"),
    (b"\xd0\xcf\x11\xe0", "a document of an old version of Word; save it as .docx and name that", ".docx"),
    (b"{\\rtf", "rich text; save it as .docx and name that", ".docx"),
)
_HTML = re.compile(r"<(?:!doctype\s+html|html|body|div|p|h[1-6]|article)\b", re.IGNORECASE)
_MAIN = re.compile(r"<(main|article)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_ASIDE = r"<({})\b.*?</\1\s*>"  # what stands beside the text of a page
_WRAPPED = 200  # characters; a longer line was not broken to fit a page, and is a paragraph


def read_blocks(path: Path) -> list[Block]:
    """Read the file of a statement: .txt, .html, .htm, .docx or .pdf.

    Raises
    ------
    SourceError
        The file is of another kind, is not what its name says, has no text, or cannot be decoded;
        the message says what to do.
    """
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise SourceError(f"{path.name} is not a file that can be read: name one that ends in {', '.join(_READERS)}.")
    if not path.is_file():
        raise SourceError(f"There is no file {path}.")
    data = path.read_bytes()
    if not data.strip():
        raise SourceError(f"{path.name} is empty. Save the statement in it again.")
    for signature, kind, suffix in _SIGNATURES:
        if data.startswith(signature) and suffix != path.suffix.lower():
            raise SourceError(f"{path.name} is not {path.suffix} but {kind}. Give it the right ending ({suffix}).")
    blocks = [block for block in reader(path, data) if block.text]
    if not blocks:
        raise SourceError(f"{path.name} holds no text. Save the statement in it again, as text and not as a picture.")
    return blocks


def _decode(path: Path, data: bytes) -> str:
    encoding = next((encoding for bom, encoding in _BOMS if data.startswith(bom)), "utf-8")
    try:
        text = data.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise SourceError(
            f"{path.name} is not written in UTF-8: byte 0x{data[error.start]:02x} at place {error.start + 1} cannot be "
            "read, as in a file of an old Windows encoding (1251, 1252). Open it in an editor and save it as UTF-8."
        ) from error
    if hidden := re.search(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]", text):
        raise SourceError(
            f"{path.name} is not a text: it holds the character U+{ord(hidden[0]):04X}. "
            "Save the statement as text in UTF-8."
        )
    return text


def _read_txt(path: Path, data: bytes) -> Iterator[Block]:
    """Read plain text: blank lines separate paragraphs, and so does every end of a line that was not wrapped."""
    text = _decode(path, data)
    if _HTML.match(text.lstrip()):
        raise SourceError(f"{path.name} is not plain text but HTML. Give it the right ending (.html).")
    lines = text.splitlines()
    wrapped = all(len(line) <= _WRAPPED for line in lines)
    parts: list[str] = []
    for line in [*lines, ""]:
        if parts and (not line.strip() or not wrapped or begins_item(line.strip(), parts[-1])):
            yield Block(" ".join(parts))
            parts = []
        if line.strip():
            parts.append(line.strip())
    if parts:
        yield Block(" ".join(parts))


def _read_html(path: Path, data: bytes) -> Iterator[Block]:
    """Read a web page; of one that marks its main part, that part."""
    text = _decode(path, data)
    if not _HTML.search(text):
        raise SourceError(f"{path.name} is not HTML. If it is plain text, give it the ending .txt.")
    parts = [match[0] for match in _MAIN.finditer(text)]
    # The main part may begin with a header of its own, which holds the title.
    aside = "nav|aside|script|style|form" + ("" if parts else "|header|footer")
    text = re.sub(_ASIDE.format(aside), "", max(parts, key=len, default=text), flags=re.IGNORECASE | re.DOTALL)
    yield from read_with_pandoc(path, "html", text.encode())


def _read_docx(path: Path, data: bytes) -> Iterator[Block]:
    try:
        with zipfile.ZipFile(path) as archive:
            if "word/document.xml" not in archive.namelist():
                raise zipfile.BadZipFile
    except zipfile.BadZipFile as error:
        raise SourceError(
            f"{path.name} is not a Word document, or is broken. Open it in Word or LibreOffice and save it as .docx."
        ) from error
    yield from read_with_pandoc(path, "docx", data)


def _read_pdf(path: Path, data: bytes) -> list[Block]:
    return read_pdf(path)


_READERS: Mapping[str, Callable[[Path, bytes], Any]] = {
    ".txt": _read_txt,
    ".html": _read_html,
    ".htm": _read_html,
    ".docx": _read_docx,
    ".pdf": _read_pdf,
}
