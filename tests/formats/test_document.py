"""Every format is written from one document, at any time and in any order."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from behindbars.build.book import Book, read_book
from behindbars.build.formats.collect import collect
from behindbars.build.formats.pandoc import read_document
from behindbars.build.formats.pdf import render_pdf
from behindbars.build.formats.web import render_html
from behindbars.build.formats.word import render_docx

from .conftest import make_project

FORMATS: dict[str, Callable[[Book, Path, Path, bytes | None], None]] = {
    "html": render_html,
    "pdf": render_pdf,
    "docx": render_docx,
}


@pytest.fixture(scope="module")
def document(shared_project: Path) -> bytes:
    book = read_book(shared_project, 2023)
    return read_document(collect(book, shared_project), book, shared_project)


def test_the_document_depends_on_the_project_not_on_its_place(document: bytes, tmp_path: Path) -> None:
    elsewhere = make_project(tmp_path / "elsewhere")
    book = read_book(elsewhere, 2023)
    assert read_document(collect(book, elsewhere), book, elsewhere) == document


def test_formats_written_at_the_same_time_are_those_written_alone(
    document: bytes, shared_project: Path, tmp_path: Path
) -> None:
    book = read_book(shared_project, 2023)
    with ProcessPoolExecutor(len(FORMATS), mp_context=get_context("spawn")) as pool:
        running = [
            pool.submit(render, book, shared_project, tmp_path / f"together.{name}", document)
            for name, render in FORMATS.items()
        ]
    for done in running:
        done.result()
    for name, render in FORMATS.items():
        alone = tmp_path / f"alone.{name}"
        render(book, shared_project, alone, None)
        assert (tmp_path / f"together.{name}").read_bytes() == alone.read_bytes()
