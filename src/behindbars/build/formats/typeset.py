"""Typst: sets a document in the typeface of the project as a tagged PDF."""

from __future__ import annotations

import tempfile
from pathlib import Path

import typst

from behindbars.build.book import Book
from behindbars.errors import RenderError
from behindbars.fonts import kept_fonts


def typeset(source: str, project: Path, book: Book) -> bytes:
    """Set a Typst document as a PDF that conforms to PDF/UA-1.

    Parameters
    ----------
    source : str
        The document; absolute paths in it begin at the project folder.
    project : Path
        Folder with the project's layout.
    book : Book
        The edition; its date is the PDF's.

    Raises
    ------
    RenderError
        With what Typst said, warnings included.
    """
    with tempfile.TemporaryDirectory(dir=project) as aside:
        main = Path(aside) / f"{book.output_file}.typ"
        main.write_text(source, encoding="utf-8", newline="\n")
        compiler = typst.Compiler(
            main,
            root=project,
            font_paths=[Path(kept_fonts().name)],
            ignore_system_fonts=True,
        )
        try:
            pdf, warnings = compiler.compile_with_warnings(
                format="pdf",
                pdf_standards=["ua-1"],
                timestamp=book.moment,
            )
        except typst.TypstError as error:
            raise RenderError(f"Typst failed:\n{error.diagnostic or error.message}".rstrip()) from error
    if warnings:
        said = "\n".join((warning.diagnostic or warning.message).rstrip() for warning in warnings)
        raise RenderError(f"Typst warned, so nothing was written:\n{said}")
    if not isinstance(pdf, bytes):
        raise RenderError("Typst made no PDF.")
    return pdf
