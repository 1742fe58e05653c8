"""The file of a statement as blocks of text, in order: read in a process that may take no more than is set here."""

from __future__ import annotations

import codecs
import json
import subprocess
from contextlib import suppress
from pathlib import Path

import lxml.html
import psutil

from behindbars.build.apart import GRACE, Files, Work, WorkError, do_apart
from behindbars.build.formats.pandoc import bundled
from behindbars.errors import RenderError, SourceError
from behindbars.yearly.audit.pdf import read_pdf
from behindbars.yearly.audit.sections import Block, block, paragraphs

SECONDS, MEMORY = 30, 2**30
"""What reading a file may take, in seconds and bytes; Windows and macOS hold Pandoc alone to the memory."""
_MOST_BYTES, _MOST_CHARACTERS = 20_000_000, 500_000
_SUFFIXES = (".txt", ".md", ".html", ".htm", ".docx", ".pdf")
_KINDS = {"docx": "a Word document", "html": "a web page", "markdown": "a text in Markdown", "pdf": "a PDF"}
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
    data = path.read_bytes()
    start = data.lstrip()[:20].lower()
    if not start:
        raise SourceError(f"{name} is empty. Save the statement in it again.")
    for signature, (kind, right) in _SIGNATURES.items():
        if start.startswith(signature.lower()) and right not in (suffix, f"{suffix}l"):
            raise SourceError(f"{name} is not {suffix} but {kind}. Give it the right ending ({right}).")
    work = Work(name, f"{__name__}:read_apart", {name: data}, {"name": name}, limit=SECONDS - GRACE)
    try:
        outcome = do_apart(work)
    except RenderError as error:
        raise SourceError(str(error)) from None
    if isinstance(outcome, WorkError):
        raise SourceError(
            f"{name} takes more than {SECONDS} seconds or {MEMORY >> 20} MB to be read: it is damaged, or nested very "
            "deeply. Copy the text of the statement into a new document, and save that."
        ) from outcome
    blocks = [Block(*each) for each in json.loads(outcome[name])]
    if not blocks:
        raise SourceError(f"{name} holds no text. Save the statement in it again, as text and not as a picture.")
    if sum(len(one.text) for one in blocks) > _MOST_CHARACTERS:
        raise SourceError(f"{name} holds more than {_MOST_CHARACTERS:,} characters of text. Name the statement alone.")
    return blocks


def read_apart(folder: Path, *, name: str) -> Files:
    """Read the file in a folder within the limit of memory, and give its blocks as JSON under its name."""
    with suppress(ImportError, OSError, ValueError):
        import resource

        most = psutil.Process().memory_info().vms + MEMORY
        resource.setrlimit(resource.RLIMIT_AS, (most, resource.getrlimit(resource.RLIMIT_AS)[1]))
    try:
        blocks = _blocks(folder / name)
    except (SourceError, OSError, MemoryError, RecursionError):
        raise
    except Exception as error:  # a library may fail in many ways on a broken file
        kind = _KINDS.get(Path(name).suffix[1:], "a text")
        raise SourceError(
            f"{name} is not {kind} that can be read ({type(error).__name__}). Open it in the program that made it, "
            "save it anew, and try again; if that does not help, copy its text into a new document, and save that."
        ) from error
    return {name: json.dumps([each for each in blocks if each.text]).encode()}


def _blocks(path: Path) -> list[Block]:
    name, suffix, data = path.name, path.suffix.lower(), path.read_bytes()
    if suffix == ".pdf":
        return [block(paragraph) for paragraph in read_pdf(path)]
    if suffix == ".txt":
        return [block(paragraph) for paragraph in paragraphs(_decode(name, data).splitlines())]
    if suffix == ".docx":
        return _pandoc(name, "docx", data)
    if suffix == ".md":
        return _pandoc(name, "markdown", _decode(name, data).encode())
    return _pandoc(name, "html", _main_part(name, _decode(name, data)))


def _decode(name: str, data: bytes) -> str:
    encoding = "utf-16" if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise SourceError(
            f"{name} is not written in UTF-8: byte 0x{data[error.start]:02x} at place {error.start + 1} cannot be "
            "read, as in a file of an old Windows encoding (1251, 1252). Open it in an editor and save it as UTF-8."
        ) from error
    if "\0" in text:
        raise SourceError(f"{name} is not a text. Save the statement as text in UTF-8.")
    return text


def _main_part(name: str, text: str) -> bytes:
    """Give a web page without what stands beside its text; of one that marks its main part, that part."""
    if not text.lstrip().startswith("<"):
        raise SourceError(f"{name} is not HTML. If it is plain text, give it the ending .txt.")
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


def _pandoc(name: str, kind: str, data: bytes) -> list[Block]:
    """Read a document with Pandoc, without the user's settings or any other file."""
    command = [bundled(), "+RTS", f"-M{MEMORY >> 1}", "-RTS", f"--from={kind}", f"--to={_WRITER}", "--sandbox"]
    done = subprocess.run([*command, "--data-dir=."], input=data, capture_output=True, check=False)
    if done.returncode == _OUT_OF_MEMORY:
        raise MemoryError
    if done.returncode:
        raise SourceError(
            f"{name} is not {_KINDS[kind]}, or is broken. Open it in Word, LibreOffice or what else made it, and save "
            f"it as {Path(name).suffix}."
        )
    lines = (line.partition("\t") for line in done.stdout.decode().split("\n"))
    return [block(text, kind) for kind, _, text in lines]
