"""The embedded renderer: one HTML file and one PDF from Pandoc and Typst, without Quarto.

It knows the Markdown that the notebooks and chapters of this project use, and stops with a list
of everything else. Configuration, list of sources, colours and page design are those of Quarto.
"""

from __future__ import annotations

import base64
import html
import re
import tempfile
from datetime import UTC, datetime, time
from pathlib import Path

import typst

from behindbars.brand import FILE as BRAND_FILE
from behindbars.brand import ROLES, Brand, read_brand
from behindbars.edition import Edition
from behindbars.errors import RenderError
from behindbars.fonts import static_fonts
from behindbars.project import CACHE
from behindbars.render.collect import collect
from behindbars.render.pandoc import HERE, convert
from behindbars.render.svg import inline_svg
from behindbars.render.webfont import font_faces

EXTENSION = Path("_extensions", "edition")
PARTIALS = ("typst-template.typ", "page.typ", "typst-show.typ")
IMAGE = re.compile(r'(<figure id="([^"]+)">\n<div [^>]*>\n)<img src="([^"]+)" alt="([^"]*)">')
STYLES = "/* styles */"


def render_html(edition: Edition, project: Path, out: Path) -> None:
    """Render an edition as one HTML file that asks for nothing from anywhere.

    Parameters
    ----------
    edition : Edition
        The edition.
    project : Path
        Folder with the project's layout: configuration, data, executed notebooks and charts.
    out : Path
        The file to write.

    Raises
    ------
    RenderError
        Listing every fault; nothing is written then.
    """
    project = project.resolve()
    brand = read_brand(project / BRAND_FILE)
    _check_language(edition)
    page = _with_images(
        convert(collect(edition, project), edition, project, to="html", template=HERE / "edition.html"),
        project,
    )
    styles = "\n".join(
        [
            font_faces(static_fonts(project / CACHE / "fonts"), set(html.unescape(page))),
            _brand_css(brand),
            (HERE / "edition.css").read_text(encoding="utf-8"),
        ]
    )
    out.write_text(page.replace(STYLES, styles, 1), encoding="utf-8", newline="\n")


def render_pdf(edition: Edition, project: Path, out: Path) -> None:
    """Render an edition as one tagged PDF that conforms to PDF/UA-1.

    Parameters
    ----------
    edition : Edition
        The edition; its date is the PDF's.
    project : Path
        Folder with the project's layout: configuration, data, executed notebooks and charts.
    out : Path
        The file to write.

    Raises
    ------
    RenderError
        Listing every fault, or what Typst said; nothing is written then.
    """
    project = project.resolve()
    brand = read_brand(project / BRAND_FILE)
    _check_language(edition)
    colors = [{"name": key, "value": getattr(brand, role).removeprefix("#")} for role, key in ROLES.items()]
    source = convert(
        collect(edition, project),
        edition,
        project,
        to="typst",
        template=HERE / "edition.typ",
        partials=tuple(project / EXTENSION / name for name in PARTIALS),
        metadata={"brand-color": colors, "mainfont": brand.family, "papersize": "a4"},
    )
    out.write_bytes(_compile(source, project, edition))


def _compile(source: str, project: Path, edition: Edition) -> bytes:
    with tempfile.TemporaryDirectory(dir=project) as aside:
        main = Path(aside) / f"{edition.output_file}.typ"
        main.write_text(source, encoding="utf-8", newline="\n")
        compiler = typst.Compiler(
            main,
            root=project,
            font_paths=[static_fonts(project / CACHE / "fonts")],
            ignore_system_fonts=True,
        )
        try:
            pdf, warnings = compiler.compile_with_warnings(
                format="pdf",
                pdf_standards=["ua-1"],
                timestamp=datetime.combine(edition.date, time(), UTC),
            )
        except typst.TypstError as error:
            raise RenderError(f"Typst failed:\n{error.diagnostic or error.message}".rstrip()) from error
    if warnings:
        said = "\n".join((warning.diagnostic or warning.message).rstrip() for warning in warnings)
        raise RenderError(f"Typst warned, so nothing was written:\n{said}")
    if not isinstance(pdf, bytes):
        raise RenderError("Typst made no PDF.")
    return pdf


def _with_images(page: str, project: Path) -> str:
    """Put each picture itself in the place of its address."""
    faults: list[str] = []

    def embed(match: re.Match[str]) -> str:
        opening, *texts = match.groups()
        figure, source, alt = (html.unescape(text) for text in texts)
        file = (project / source).resolve()
        try:
            if not file.is_relative_to(project):
                raise RenderError(f"{source} is outside the project")
            if file.suffix == ".svg":
                return opening + inline_svg(file, figure, alt)
        except RenderError as error:
            faults.append(f"{figure}: {error}")
            return opening
        data = base64.b64encode(file.read_bytes()).decode("ascii")
        return f'{opening}<img src="data:image/png;base64,{data}" alt="{html.escape(alt)}">'

    page = IMAGE.sub(embed, page)
    if faults:
        raise RenderError("\n".join(["These images cannot be shown:", *(f"  {fault}" for fault in faults)]))
    return page


def _check_language(edition: Edition) -> None:
    if edition.lang.partition("-")[0] != "en":
        raise RenderError(f"The embedded renderer has words for English only, not for {edition.lang!r}.")


def _brand_css(brand: Brand) -> str:
    colors = "".join(f"  --brand-{role}: {getattr(brand, role)};\n" for role in ROLES)
    return f":root {{\n{colors}  --brand-family: '{brand.family}';\n}}"
