"""A source that takes too much time or memory ends in one clear message, soon, and takes nothing else with it."""

from __future__ import annotations

import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from tests.yearly.audit.made_up_statement import write_docx, write_html, write_pdf, write_txt

from behindbars.errors import SourceError
from behindbars.yearly.audit import source

PAGE = "<!doctype html><html><body>{}</body></html>"


def open_tags(path: Path) -> Path:
    path.write_text(PAGE.format("<div><b><i><p>x " * 33_000), "utf-8")
    return path


def deep_html(path: Path) -> Path:
    path.write_text(PAGE.format("<div>" * 5_000 + "x" + "</div>" * 5_000), "utf-8")
    return path


def _with_body(path: Path, body: bytes) -> Path:
    write_docx(path)
    with zipfile.ZipFile(path) as before:
        files = {name: before.read(name) for name in before.namelist()}
    files["word/document.xml"] = files["word/document.xml"].replace(b"<w:body>", b"<w:body>" + body)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as after:
        for name, content in files.items():
            after.writestr(name, content)
    return path


def deep_docx(path: Path) -> Path:
    start, end = b"<w:tbl><w:tr><w:tc>", b"<w:p/></w:tc></w:tr></w:tbl>"
    return _with_body(path, start * 20_000 + end * 20_000)


def large_docx(path: Path) -> Path:
    return _with_body(path, b"<w:p><w:r><w:t>" + b" " * 2**29 + b"</w:t></w:r></w:p>")


def looping_pdf(path: Path) -> Path:
    """Write a page that draws a form that draws another one ten times, nine times over."""
    with pikepdf.new() as pdf:
        form = pdf.make_stream(b"BT ET", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 9, 9])
        for _ in range(9):
            resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=form))
            form = pdf.make_stream(b"/F Do " * 10, Subtype=pikepdf.Name.Form, BBox=[0, 0, 9, 9], Resources=resources)
        page = pdf.add_blank_page()
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=form))
        page.Contents = pdf.make_stream(b"/F Do")
        pdf.save(path)
    return path


def exploding_pdf(path: Path) -> Path:
    """Write a page whose contents are two gigabytes of spaces."""
    compress = zlib.compressobj(9)
    part = compress.compress(b" " * 2**24) + compress.flush(zlib.Z_FULL_FLUSH)
    again = zlib.compressobj(9)
    data = again.compress(part) + again.compress(part[2:] * 127) + again.flush()
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page()
        contents = pdf.make_stream(b"")
        contents.write(data, filter=pikepdf.Array([pikepdf.Name.FlateDecode, pikepdf.Name.FlateDecode]))
        page.Contents = contents
        pdf.save(path, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return path


@pytest.mark.parametrize(
    ("suffix", "write"),
    [
        (".html", open_tags),
        (".html", deep_html),
        (".docx", deep_docx),
        (".docx", large_docx),
        (".pdf", looping_pdf),
        (".pdf", exploding_pdf),
    ],
)
def test_what_takes_too_much_is_refused_soon(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str, write: Callable[[Path], Path]
) -> None:
    source.read_blocks(write_txt(tmp_path / "statement.txt"))  # so that what reads is ready
    monkeypatch.setattr(source, "SECONDS", 5)
    path = write(tmp_path / f"statement{suffix}")
    begun = time.monotonic()
    with pytest.raises(SourceError, match=r"takes more than 5 seconds or 1024 MB to be read.* Copy the text"):
        source.read_blocks(path)
    assert time.monotonic() - begun < 15


@pytest.mark.parametrize(("suffix", "write"), [(".html", write_html), (".docx", write_docx), (".pdf", write_pdf)])
def test_a_file_of_many_words_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str, write: Callable[[Path], Path]
) -> None:
    path = write(tmp_path / f"statement{suffix}")
    monkeypatch.setattr(source, "_MOST_CHARACTERS", 500)
    with pytest.raises(SourceError, match="more than 500 characters of text"):
        source.read_blocks(path)
    monkeypatch.setattr(source, "_MOST_BYTES", 1000)
    with pytest.raises(SourceError, match=r"larger than 0.001 MB"):
        source.read_blocks(path)
