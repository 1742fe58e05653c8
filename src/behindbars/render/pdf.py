"""The PDF edition: one tagged file from Pandoc and Typst, without Quarto, in the design that Quarto uses too."""

from __future__ import annotations

from pathlib import Path

from behindbars.brand import FILE as BRAND_FILE
from behindbars.brand import ROLES, read_brand
from behindbars.edition import Edition, read_edition
from behindbars.render import DOCUMENT, PARTIALS
from behindbars.render.collect import collect
from behindbars.render.pandoc import HERE, read_document, write_document
from behindbars.render.typeset import typeset
from behindbars.steps.step import Files

EXTENSION = Path("_extensions", "edition")


def render_pdf(edition: Edition, project: Path, out: Path, document: bytes | None = None) -> None:
    """Render an edition as one tagged PDF that conforms to PDF/UA-1.

    Parameters
    ----------
    edition : Edition
        The edition; its date is the PDF's.
    project : Path
        Folder with the project's layout: configuration, data, executed notebooks and charts.
    out : Path
        The file to write.
    document : bytes, optional
        What `read_document` gives of the edition; it is read if not given.

    Raises
    ------
    RenderError
        Listing every fault, or what Typst said; nothing is written then.
    """
    project = project.resolve()
    brand = read_brand(project / BRAND_FILE)
    colors = [{"name": key, "value": getattr(brand, role).removeprefix("#")} for role, key in ROLES.items()]
    source = write_document(
        document or read_document(collect(edition, project), edition, project),
        edition,
        project,
        to="typst",
        template=HERE / "edition.typ",
        partials=tuple(project / EXTENSION / name for name in PARTIALS),
        metadata={"brand-color": colors, "mainfont": brand.family},
    )
    out.write_bytes(typeset(source, project, edition))


def make(folder: Path, *, year: int) -> Files:
    """Make the PDF of an edition from a folder that holds all it is made from; as `render_pdf`."""
    edition = read_edition(folder, year)
    out = folder / f"{edition.output_file}.pdf"
    render_pdf(edition, folder, out, (folder / DOCUMENT).read_bytes())
    return {out.name: out.read_bytes()}
