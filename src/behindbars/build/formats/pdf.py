"""The PDF edition: one tagged file from Pandoc and Typst, without Quarto, in the design that Quarto uses too."""

from __future__ import annotations

import tempfile
from pathlib import Path

import typst

from behindbars.brand import FILE as BRAND_FILE
from behindbars.brand import ROLES, read_brand
from behindbars.build.apart import Files
from behindbars.build.book import Book, read_book
from behindbars.build.formats import PARTIALS
from behindbars.build.formats.pandoc import write_document
from behindbars.errors import RenderError
from behindbars.fonts import kept_fonts

EXTENSION = Path("_extensions", "edition")


def make(folder: Path, *, year: int) -> Files:
    """Make the PDF of an edition from a folder that holds all it is made from.

    Raises
    ------
    RenderError
        Listing every fault, or what Typst said.
    """
    book, brand = read_book(folder, year), read_brand(folder / BRAND_FILE)
    colors = [{"name": key, "value": getattr(brand, role).removeprefix("#")} for role, key in ROLES.items()]
    source = write_document(
        book,
        folder,
        to="typst",
        template="edition.typ",
        partials=[folder / EXTENSION / name for name in PARTIALS],
        metadata={"brand-color": colors, "mainfont": brand.family},
    )
    return {f"{book.output_file}.pdf": typeset(source.decode("utf-8"), folder, book)}


def typeset(source: str, folder: Path, book: Book, **inputs: str) -> bytes:
    """Set a Typst document as a PDF that conforms to PDF/UA-1.

    Parameters
    ----------
    source : str
        The document; absolute paths in it begin at `folder`.
    book : Book
        Its date is the PDF's.
    **inputs : str
        Texts that the document finds in ``sys.inputs``.

    Raises
    ------
    RenderError
        With what Typst said, warnings included.
    """
    with tempfile.TemporaryDirectory(dir=folder) as aside:
        main = Path(aside) / f"{book.output_file}.typ"
        main.write_text(source, encoding="utf-8", newline="\n")
        fonts = [Path(kept_fonts().name)]
        compiler = typst.Compiler(main, root=folder, font_paths=fonts, ignore_system_fonts=True, sys_inputs=inputs)
        try:
            pdf, warnings = compiler.compile_with_warnings(format="pdf", pdf_standards=["ua-1"], timestamp=book.moment)
        except typst.TypstError as error:
            raise RenderError(f"Typst failed:\n{error.diagnostic or error.message}".rstrip()) from error
    if warnings:
        said = "\n".join((warning.diagnostic or warning.message).rstrip() for warning in warnings)
        raise RenderError(f"Typst warned, so nothing was written:\n{said}")
    assert isinstance(pdf, bytes)
    return pdf
