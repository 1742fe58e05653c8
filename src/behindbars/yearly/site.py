"""What a published site is made of: the folder of an edition, and the pages around the editions.

Each page is one file without a script that asks for nothing from anywhere, in the look of the editions. What it says is
in ``templates/site``.
"""

from __future__ import annotations

import html
import json
from importlib import resources
from pathlib import Path, PurePosixPath
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from behindbars.brand import FILE as BRAND
from behindbars.build import Book
from behindbars.build.cover import read_cover
from behindbars.build.formats.quarto import BOOK
from behindbars.build.formats.web import brand_css, policy
from behindbars.build.manifest import FILE as MANIFEST
from behindbars.build.manifest import checksum, read_manifest
from behindbars.charts.webfont import font_faces
from behindbars.errors import ProjectError
from behindbars.fonts import FACES
from behindbars.measures.frames import words_in
from behindbars.package import DataPackage
from behindbars.yearly.citation import DOI, bibtex, csl, edition_work, plain, statement_work

EDITION = "edition.json"
"""File in the folder of each edition, that the list of editions is made from."""
TOLD = ("year", "title", "subtitle", "lang", "output_file", "date", "date_words", "finding", "files", "site")
"""What it tells."""
GENERATOR = '<meta name="generator" content="behindbars publish">'
"""In every page."""
INDEX, DOWNLOADS, CITE = "index.html", "downloads.html", "cite.html"
CHARTS, NOTEBOOKS = "charts", "notebooks"
MORE = """
<p class="more"><a href="downloads.html">Downloads</a> · <a href="cite.html">How to cite</a> ·
<a href="../index.html">All editions</a></p>
"""
"""What the first page of an edition leads to."""
COMMON = frozenset(map(chr, range(0x20, 0x7F))) | frozenset("\xa0·×–—‘’“”…")
"""Characters of the typeface in every page: the fonts of most pages are then the same, and cut once."""
PAGES = Environment(
    loader=PackageLoader("behindbars", "templates/site"), autoescape=True, trim_blocks=True, undefined=StrictUndefined
)
STYLES = resources.files("behindbars") / "templates" / "site" / "site.css"
PAGES.tests["in_folder"] = lambda name, folder: name.startswith(f"{folder}/")


def page(project: Path, name: str, **values: Any) -> bytes:
    """Write a page from its template; the project gives colours and typeface."""
    given = {"book": None, "here": name, "generator": Markup(GENERATOR), "policy": "", "styles": "", **values}
    template = PAGES.get_template(name)
    characters = COMMON | set(html.unescape(template.render(given)))
    faces = font_faces(characters, [face for face in FACES if not face.italic])
    styles = faces + brand_css(project / BRAND) + STYLES.read_text(encoding="utf-8")
    return template.render(given | {"policy": policy(styles), "styles": Markup(styles)}).encode("utf-8")


def folder_of(project: Path, book: Book, package: DataPackage, site: str | None) -> dict[str, bytes]:
    """Compose the folder of an edition from what was built: its files by their names; the same project gives the same.

    Parameters
    ----------
    site : str or None
        Address that all editions are found at, or the DOI of this one; None if it is not known.

    Raises
    ------
    ProjectError
        If the edition has no first page, or two files go by one name.
    """
    files = _built(project, book)
    if taken := [name for name in (DOWNLOADS, CITE) if name in files]:
        raise ProjectError(f"The book has a page {taken[0]}, which publishing needs. Rename the chapter.")
    first = files.get(INDEX) or files.get(f"{book.output_file}.html") or b""
    files[INDEX] = _with_links(first.decode("utf-8"), book.year).encode("utf-8")
    statement = package.statements[book.year]
    address = site if site is None or DOI.fullmatch(site) else f"{site}/{book.year}/"
    works = {"The edition": edition_work(book, address), "The statement": statement_work(statement)}
    captions = {
        PurePosixPath(name).stem: json.loads(content)["usermeta"]["caption"]
        for name, content in files.items()
        if name.startswith(f"{CHARTS}/") and name.endswith(".json")
    }
    date = str(statement.date)
    described = {
        **{name: getattr(book, name) for name in ("year", "title", "subtitle", "lang", "output_file")},
        "date": date,
        "date_words": words_in(book.lang).period(date),
        "finding": read_cover(book, project).finding,
        "files": sorted({PurePosixPath(name).parts[0] for name in files}),
        "site": site,
    }
    listed = {
        "files": dict(files),
        "checksums": {name: checksum(content) for name, content in files.items()},
        "captions": captions,
        "countries": package.frames["countries"].set_index("slug")[f"name_{book.lang}"].to_dict(),
    }
    forms = {
        title: {"Text": plain(work), "BibTeX": bibtex(work), "CSL-JSON": csl(work)} for title, work in works.items()
    }
    cited = {"works": forms, "licence": words_in(book.lang).say("edition-licence"), "address": address}
    files[DOWNLOADS] = page(project, DOWNLOADS, book=book, lang=book.lang, **listed)
    files[CITE] = page(project, CITE, book=book, lang=book.lang, **cited)
    files[EDITION] = (json.dumps(described, indent=2, ensure_ascii=False, sort_keys=True) + "\n").encode("utf-8")
    return files


def _built(project: Path, book: Book) -> dict[str, bytes]:
    """Read what was built, by its name in the published folder: pages of a book at the top, charts in a folder."""
    out, figures = f"outputs/{book.year}", f"figures/{book.year}"
    files = {MANIFEST: (project / out / MANIFEST).read_bytes()}
    for name in read_manifest(project / out / MANIFEST).outputs:
        path = PurePosixPath(name)
        if path.is_relative_to(figures):
            goal = CHARTS / path.relative_to(figures)
        elif path.is_relative_to(f"{out}/{BOOK}"):
            goal = path.relative_to(f"{out}/{BOOK}")
        else:
            goal = NOTEBOOKS / path.relative_to(out) if path.suffix == ".ipynb" else path.relative_to(out)
        if goal.as_posix() in files:
            raise ProjectError(f"Two files of the edition would be published as {goal}: {name} is one. Rename it.")
        files[goal.as_posix()] = (project / name).read_bytes()
    return files


def _with_links(first: str, year: int) -> str:
    """Add to the first page, of either renderer, the way to the downloads, the citation and the other editions."""
    for place, end in (('<p class="imprint">', "</p>"), ("</main>", "")):
        if place in first:
            at = first.index(end, first.index(place)) + len(end)
            return first[:at] + MORE + first[at:]
    raise ProjectError(f"outputs/{year} has no first page to publish. Build the edition again.")
