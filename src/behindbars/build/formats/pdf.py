"""The PDF edition: one tagged file from Pandoc and Typst, without Quarto, in the design that Quarto uses too."""

from __future__ import annotations

from pathlib import Path

from behindbars.brand import FILE as BRAND_FILE
from behindbars.brand import ROLES, read_brand
from behindbars.build.apart import Files
from behindbars.build.book import Book, read_book
from behindbars.build.formats import DOCUMENT, PARTIALS
from behindbars.build.formats.collect import collect
from behindbars.build.formats.pandoc import HERE, read_document, write_document
from behindbars.build.formats.typeset import typeset

EXTENSION = Path("_extensions", "edition")


def render_pdf(book: Book, project: Path, out: Path, document: bytes | None = None) -> None:
    """Render an edition as one tagged PDF that conforms to PDF/UA-1.

    Raises
    ------
    RenderError
        Listing every fault, or what Typst said; nothing is written then.
    """
    project = project.resolve()
    brand = read_brand(project / BRAND_FILE)
    colors = [{"name": key, "value": getattr(brand, role).removeprefix("#")} for role, key in ROLES.items()]
    source = write_document(
        document or read_document(collect(book, project), book, project),
        book,
        project,
        to="typst",
        template=HERE / "edition.typ",
        partials=tuple(project / EXTENSION / name for name in PARTIALS),
        metadata={"brand-color": colors, "mainfont": brand.family},
    )
    out.write_bytes(typeset(source, project, book))


def make(folder: Path, *, year: int) -> Files:
    """Make the PDF of an edition from a folder that holds all it is made from; as `render_pdf`."""
    book = read_book(folder, year)
    out = folder / f"{book.output_file}.pdf"
    render_pdf(book, folder, out, (folder / DOCUMENT).read_bytes())
    return {out.name: out.read_bytes()}
