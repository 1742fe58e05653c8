"""Formats written as a build writes them: the document first, then the format from it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from behindbars.build.book import Book
from behindbars.build.formats import DOCUMENT, pandoc, pdf, web, word


def read_document(book: Book, project: Path) -> bytes:
    """Read the chapters of a project as one document."""
    return pandoc.make(project, year=book.year)[DOCUMENT]


def _render(module: Any, book: Book, project: Path, out: Path) -> None:
    (project / DOCUMENT).write_bytes(read_document(book, project))
    [content] = module.make(project, year=book.year).values()
    out.write_bytes(content)


def render_html(book: Book, project: Path, out: Path) -> None:
    """Render an edition as one HTML file."""
    _render(web, book, project, out)


def render_pdf(book: Book, project: Path, out: Path) -> None:
    """Render an edition as one PDF."""
    _render(pdf, book, project, out)


def render_docx(book: Book, project: Path, out: Path) -> None:
    """Render an edition as one Word document."""
    _render(word, book, project, out)
