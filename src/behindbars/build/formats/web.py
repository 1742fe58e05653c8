"""The HTML edition: one file from Pandoc, without Quarto, that asks for nothing from anywhere.

It knows the Markdown that the notebooks and chapters of this project use, and stops with a list
of everything else. Configuration, list of sources and colours are those of Quarto.
"""

from __future__ import annotations

import base64
import hashlib
import html
import re
from itertools import count
from pathlib import Path
from urllib.parse import quote

from behindbars.brand import FILE as BRAND_FILE
from behindbars.brand import ROLES, Brand, read_brand
from behindbars.build.apart import Files
from behindbars.build.book import default_year, read_book
from behindbars.build.formats.collect import ChapterText
from behindbars.build.formats.pandoc import HERE, read_texts, write_document
from behindbars.build.formats.svg import inline_svg
from behindbars.build.notebooks import NARROW
from behindbars.build.product import check_product
from behindbars.charts.webfont import font_faces
from behindbars.errors import RenderError, refuse

FILES = re.compile(
    r'<div class="chart">\n<img src="(?P<picture>[^"]+)" alt="(?P<alt>[^"]*)"\s*/?>\n</div>'
    r'|<a download href="(?P<downloads>[^"]+)"></a>'
)
"""Where files of figures belong: a picture, or all that may be downloaded of it."""
POLICY, STYLES, SCRIPT = "{{policy}}", "{{styles}}", "{{script}}"
"""Where the template takes these; before any text of the edition."""
KINDS = {
    ".svg": ("chart as SVG", "image/svg+xml"),
    ".png": ("chart as PNG", "image/png"),
    ".csv": ("data as CSV", "text/csv;charset=utf-8"),
}
"""What may be downloaded by the name's ending, in words and as a media type."""
SAFE = ' !"$()*+,/:;<=>?@[]^`{|}'
"""What may stand in a data address within single quotes as it is; the rest is percent-encoded."""


def make(folder: Path, *, year: int) -> Files:
    """Make the edition as one HTML file that asks for nothing from anywhere, and look whether all of it is there.

    Raises
    ------
    RenderError
        Listing every fault, or all that the page lacks.
    """
    book = read_book(folder, year)
    page = write_document(book, folder, to="html", template="edition.html").decode("utf-8")
    script = (HERE / "edition.js").read_text(encoding="utf-8")
    styles = brand_css(folder / BRAND_FILE) + (HERE / "edition.css").read_text(encoding="utf-8")
    characters = set(html.unescape(page) + styles + script)
    page = _with_pictures(page, folder)
    styles = font_faces(characters) + styles
    for place, text in ((POLICY, policy(styles, script)), (STYLES, styles), (SCRIPT, script)):
        page = page.replace(place, text, 1)
    check_product([page], book, folder)
    return {f"{book.output_file}.html": page.encode()}


def document(text: ChapterText, project: Path) -> str:
    """Turn a text into a page of its own without a script: as plain as a chapter, with one heading, and its sources.

    Sources, colours and typeface are those of the project.

    Raises
    ------
    RenderError
        Listing what in the text is not known here, or leads nowhere.
    ProjectError
        If the configuration of the project is broken.
    """
    shared = read_book(project, default_year(project))
    metadata = {"title": text.title, "lang": shared.lang, "link-citations": True, "single": True}
    read = read_texts([text], shared, project.resolve(), metadata)
    written = write_document(shared, project.resolve(), to="html", template="document.html", document=read)
    page = written.decode("utf-8")
    styles = "".join((HERE / name).read_text(encoding="utf-8") for name in ("edition.css", "document.css"))
    styles = brand_css(project / BRAND_FILE) + styles
    styles = font_faces(set(html.unescape(page) + styles)) + styles
    return page.replace(POLICY, policy(styles), 1).replace(STYLES, styles, 1)


def policy(styles: str, script: str | None = None) -> str:
    """Write the content security policy: what the page holds itself, this style and this script, and nothing else.

    Both are exactly what stands between the tags; no script may run if there is none.
    """
    scripts = "" if script is None else f"script-src {_digest(script)}; "
    return (
        f"default-src 'none'; style-src {_digest(styles)}; {scripts}"
        "img-src data:; font-src data:; base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode('ascii')}'"


def brand_css(file: Path) -> str:
    """Write the colours of page and charts, light and dark, and the family.

    A chart inside the page names the colours of the light brand; rules give each of them the colour of the
    scheme in use. Paper is always light.
    """
    light, dark = read_brand(file), read_brand(file, dark=True)
    charts = "\n".join(
        f'.chart [{paint}="{getattr(light, role)}" i] {{ {paint}: var(--brand-{role}); }}'
        for role in ROLES
        for paint in ("fill", "stroke")
    )
    return (
        f":root {{ color-scheme: light; --brand-family: '{light.family}';{_colors(light)} }}\n"
        f"@media screen and (prefers-color-scheme: dark) {{\n"
        f':root:not([data-scheme="light"]) {{ color-scheme: dark;{_colors(dark)} }}\n}}\n'
        f'@media screen {{\n:root[data-scheme="dark"] {{ color-scheme: dark;{_colors(dark)} }}\n}}\n'
        f"{charts}\n"
    )


def _colors(brand: Brand) -> str:
    return "".join(f" --brand-{role}: {getattr(brand, role)};" for role in ROLES)


def _with_pictures(page: str, project: Path) -> str:
    """Put pictures and downloads themselves in the places of their addresses."""
    faults: list[str] = []
    number = count(1)

    def written(match: re.Match[str]) -> str:
        try:
            if match["downloads"]:
                return _downloads(html.unescape(match["downloads"]), project)
            return _picture(html.unescape(match["picture"]), match["alt"], project, f"chart-{next(number)}")
        except RenderError as error:
            faults.append(str(error))
            return ""

    page = FILES.sub(written, page)
    refuse(RenderError, "These files of figures cannot be shown:", dict.fromkeys(faults))
    return page


def _picture(source: str, alt: str, project: Path, prefix: str) -> str:
    """Write a picture with its alternative text, which is escaped already; the prefix is that of its ids."""
    file = _inside(project / source, project)
    if file.suffix == ".png":
        return f'<div class="chart"><img src=\'{_data_url(file)}\' alt="{alt}"></div>'
    drawings = inline_svg(file, prefix)
    narrow = file.with_name(f"{file.stem}{NARROW}.svg")
    if narrow.exists():
        for_phones = inline_svg(_inside(narrow, project), f"{prefix}{NARROW}")
        drawings = f'<div class="wide">{drawings}</div><div class="narrow">{for_phones}</div>'
    return f'<div class="chart" role="img" aria-label="{alt}">{drawings}</div>'


def _downloads(source: str, project: Path) -> str:
    """Write links that download the files that lie beside a picture under its name, each holding the file itself."""
    files = [(project / source).with_suffix(ending) for ending in KINDS]
    found = [_inside(file, project) for file in files if file.exists()]
    return ", ".join(
        f"<a download=\"{html.escape(file.name)}\" href='{_data_url(file)}'>{KINDS[file.suffix][0]}</a>"
        for file in found
    )


def _data_url(file: Path) -> str:
    """Write a file as a data address; text is percent-encoded as little as a browser needs: shorter than base64."""
    media, content = KINDS[file.suffix][1], file.read_bytes()
    if file.suffix == ".png":
        return f"data:{media};base64,{base64.b64encode(content).decode('ascii')}"
    return f"data:{media},{quote(content, safe=SAFE)}"


def _inside(file: Path, project: Path) -> Path:
    name = file.relative_to(project).as_posix()
    if not file.exists():
        raise RenderError(f"{name}: this does not exist")
    if not file.resolve().is_relative_to(project.resolve()):
        raise RenderError(f"{name}: this is outside the project")
    return file
