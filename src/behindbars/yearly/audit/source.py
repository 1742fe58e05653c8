"""The file of a statement as blocks of text, in order; Pandoc may take no more time or memory than is set here."""

from __future__ import annotations

import codecs
import subprocess
import tempfile
import zipfile
from pathlib import Path

import lxml.html

from behindbars.build.formats.pandoc import bundled
from behindbars.errors import SourceError
from behindbars.yearly.audit.pdf import read_pdf
from behindbars.yearly.audit.sections import Block, block, paragraphs

SECONDS, MEMORY = 30, 2**30
"""What Pandoc may take to read a file, in seconds and bytes."""
_MOST_BYTES, _MOST_CHARACTERS = 20_000_000, 500_000
_SUFFIXES = (".txt", ".md", ".html", ".htm", ".docx", ".pdf")
_WRITER = Path(__file__).with_name("blocks.lua")
_OUT_OF_MEMORY = 251  # with which Pandoc ends
_SIGNATURES = {
    b"%PDF-": ("a PDF", ".pdf"),
    b"PK\x03\x04": ("a Word document or another archive", ".docx"),
    b"\xd0\xcf\x11\xe0": ("a document of an old version of Word; save it as .docx and name that", ".docx"),
    b"{\\rtf": ("rich text; save it as .docx and name that", ".docx"),
    b"<!doctype html": ("HTML", ".html"),
    b"<html": ("HTML", ".html"),
}
_ASIDE = ("nav", "aside", "script", "style", "template", "noscript", "svg", "button", "select", "textarea")


def read_blocks(path: Path) -> list[Block]:
    """Read the file of a statement: .txt, .md, .html, .htm, .docx or .pdf.

    Raises
    ------
    SourceError
        The file is of another kind, is not what its name says, has no text, cannot be decoded, or takes more than is
        allowed; the message says what to do.
    """
    name, suffix = path.name, path.suffix.lower()
    if suffix not in _SUFFIXES:
        raise SourceError(f"{name} is not a file that can be read: name one that ends in {', '.join(_SUFFIXES)}.")
    if not path.is_file():
        raise SourceError(f"There is no file {path}.")
    if path.stat().st_size > _MOST_BYTES:
        raise SourceError(f"{name} is larger than {_MOST_BYTES / 1e6:g} MB. Save it without its pictures.")
    start = path.read_bytes().lstrip()[:20].lower()
    if not start:
        raise SourceError(f"{name} is empty. Save the statement in it again.")
    for signature, (kind, right) in _SIGNATURES.items():
        if start.startswith(signature.lower()) and right not in (suffix, f"{suffix}l"):
            raise SourceError(f"{name} is not {suffix} but {kind}. Give it the right ending ({right}).")
    try:
        blocks = _read(path)
    except (subprocess.TimeoutExpired, MemoryError, RecursionError) as error:
        raise SourceError(
            f"{name} takes more than {SECONDS} seconds or {MEMORY >> 20} MB to be read: it is damaged, or nested very "
            "deeply. Copy the text of the statement into a new document, and save that."
        ) from error
    if not blocks:
        raise SourceError(f"{name} holds no text. Save the statement in it again, as text and not as a picture.")
    if sum(len(one.text) for one in blocks) > _MOST_CHARACTERS:
        raise SourceError(f"{name} holds more than {_MOST_CHARACTERS:,} characters of text. Name the statement alone.")
    return blocks


def _read(path: Path) -> list[Block]:
    suffix, data = path.suffix.lower(), path.read_bytes()
    if suffix == ".pdf":
        blocks = [block(paragraph) for paragraph in read_pdf(path)]
    elif suffix == ".docx":
        blocks = _pandoc(path, "docx", _checked(path, data))
    elif suffix == ".txt":
        blocks = [block(paragraph) for paragraph in paragraphs(_decode(path, data).splitlines())]
    elif suffix == ".md":
        blocks = _pandoc(path, "markdown", _decode(path, data).encode())
    else:
        blocks = _pandoc(path, "html", _main_part(path, _decode(path, data)))
    return [one for one in blocks if one.text]


def _decode(path: Path, data: bytes) -> str:
    encoding = "utf-16" if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise SourceError(
            f"{path.name} is not written in UTF-8: byte 0x{data[error.start]:02x} at place {error.start + 1} cannot be "
            "read, as in a file of an old Windows encoding (1251, 1252). Open it in an editor and save it as UTF-8."
        ) from error
    if "\0" in text:
        raise SourceError(f"{path.name} is not a text. Save the statement as text in UTF-8.")
    return text


def _main_part(path: Path, text: str) -> bytes:
    """Give a web page without what stands beside its text; of one that marks its main part, that part."""
    if not text.lstrip().startswith("<"):
        raise SourceError(f"{path.name} is not HTML. If it is plain text, give it the ending .txt.")
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True)
    page = lxml.html.document_fromstring(text.encode(), parser)
    if any(error.level_name == "FATAL" for error in parser.error_log):
        raise RecursionError  # and what is nested too deeply is not there
    parts = page.xpath("//main | //article | //*[@role='main']")
    main = max(parts, key=lambda part: len(part.text_content()), default=page)
    for element in list(main.iter("main")):
        element.tag = "div"  # Pandoc would read one main part inside another twice
    # The main part may begin with a header of its own, which holds the title; its footer, too, stands beside the text.
    for element in list(main.iter(*_ASIDE, "footer", *(() if parts else ("head", "header")))):
        element.drop_tree()
    return bytes(lxml.html.tostring(main, encoding="utf-8"))


def _checked(path: Path, data: bytes) -> bytes:
    """Give a Word document, if it is one and no larger than the limit when it is unpacked."""
    try:
        with zipfile.ZipFile(path) as archive:
            archive.getinfo("word/document.xml")
            unpacked = sum(file.file_size for file in archive.infolist())
    except (zipfile.BadZipFile, KeyError) as error:
        raise SourceError(
            f"{path.name} is not a Word document, or is broken. Open it in Word or LibreOffice and save it as .docx."
        ) from error
    if unpacked > MEMORY:
        raise MemoryError
    return data


def _pandoc(path: Path, kind: str, data: bytes) -> list[Block]:
    """Read a document with Pandoc, without the user's settings or any other file."""
    command = [bundled(), "+RTS", f"-M{MEMORY >> 1}", "-RTS", f"--from={kind}", f"--to={_WRITER}", "--sandbox"]
    with tempfile.TemporaryDirectory() as folder:
        command.append(f"--data-dir={folder}")
        done = subprocess.run(command, cwd=folder, input=data, capture_output=True, check=False, timeout=SECONDS)
    if done.returncode == _OUT_OF_MEMORY:
        raise MemoryError
    if done.returncode:
        raise SourceError(f"{path.name} cannot be read as {kind}. Open it, and save it again as a file of that kind.")
    lines = (line.partition("\t") for line in done.stdout.decode().split("\n"))
    return [block(text, kind) for kind, _, text in lines]
