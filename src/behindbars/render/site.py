"""The pages around the editions: their list, the downloads of one, how to cite it, and the page for wrong addresses.

Each is one file without a script, that asks for nothing from anywhere, in the look of the editions.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from pathlib import Path
from string import Template
from urllib.parse import quote

from behindbars.brand import FILE as BRAND_FILE
from behindbars.edition import Edition
from behindbars.fonts import FACES
from behindbars.publishing.citation import Publication, Work
from behindbars.publishing.destination import GENERATOR, PublishedEdition
from behindbars.render.pandoc import HERE
from behindbars.render.web import brand_css, policy
from behindbars.render.webfont import font_faces

PLACES = (("index.html", "The edition"), ("downloads.html", "Downloads"), ("cite.html", "How to cite"))
"""Pages of an edition that lead to each other."""
LIST = "../index.html"
COMMON = frozenset(map(chr, range(0x20, 0x7F))) | frozenset("\xa0·×–—‘’“”…")
"""Characters of the typeface in every page: the fonts of most pages are then the same, and cut once."""
UNITS = ("bytes", "KB", "MB", "GB")


@dataclass(frozen=True)
class Download:
    """A file to download: its name in the folder of the edition, what it is, its size (bytes) and its checksum."""

    name: str
    what: str
    size: int
    digest: str


@dataclass(frozen=True)
class Group:
    """Downloads of one kind, under one title; folded are those that are many."""

    title: str
    about: str
    files: Sequence[Download]
    folded: bool = False

    @property
    def id(self) -> str:
        """What a link leads to it by."""
        return self.title.lower().replace(" ", "-")


def list_page(project: Path, editions: Sequence[PublishedEdition]) -> str:
    """Write the list of editions.

    Parameters
    ----------
    project : Path
        The project folder: for colours and typeface.
    editions : sequence of PublishedEdition
        The editions, newest first; at least one.
    """
    title = editions[0].title
    entries = "\n".join(_entry(edition) for edition in editions)
    count = "One edition" if len(editions) == 1 else f"{len(editions)} editions, the newest first"
    body = f'<h1>{escape(title)}</h1>\n<p class="lead">{count}.</p>\n<ol class="editions">\n{entries}\n</ol>'
    return _page(project, f"{title}: all editions", body, lang=editions[0].lang)


def _entry(edition: PublishedEdition) -> str:
    year = edition.year
    holds = "\n".join(
        f'<li><a href="{_href(f"{year}/{file}")}">{escape(name)}</a></li>' for name, file in edition.holds
    )
    return (
        f'<li lang="{escape(edition.lang)}">\n'
        f'<h2><a href="{year}/index.html"><span class="year">{year}</span> {escape(edition.title)}</a></h2>\n'
        f"<p>{escape(edition.subtitle)}</p>\n"
        f'<p class="finding">{escape(edition.finding)}</p>\n'
        f'<p class="quiet">Made from the statement of '
        f'<time datetime="{escape(edition.date)}">{escape(edition.date_words)}</time>. What there is:</p>\n'
        f'<ul class="holds" aria-label="What there is of {year}">\n{holds}\n</ul>\n</li>'
    )


def downloads_page(project: Path, edition: Edition, groups: Iterable[Group]) -> str:
    """Write the page of downloads of an edition: what each is, how large, and its checksum.

    Parameters
    ----------
    project : Path
        The project folder: for colours and typeface.
    edition : Edition
        The edition.
    groups : iterable of Group
        Its files.
    """
    parts = [
        f'<h1>Downloads</h1>\n<p class="lead">{escape(edition.title)}, the edition of {edition.year}.</p>',
        '<p class="quiet">The long number beneath each file is its SHA-256 checksum. Whoever has the file can see '
        'with it that nothing was changed; <a href="SHA256SUMS" download>SHA256SUMS</a> lists the checksums of all '
        "files for <code>sha256sum --check</code>.</p>",
        *map(_group, groups),
    ]
    return _page(project, f"Downloads: {edition.title}, {edition.year}", "\n".join(parts), edition, "downloads.html")


def _group(group: Group) -> str:
    items = "\n".join(
        f'<li><a href="{_href(file.name)}" download>{escape(file.name.rpartition("/")[2])}</a> '
        f'<span class="size">{size_words(file.size)}</span>'
        f"<p>{escape(file.what)}</p><code>{file.digest}</code></li>"
        for file in group.files
    )
    listed = f'<ul class="files">\n{items}\n</ul>'
    if group.folded:
        listed = f"<details>\n<summary>All {len(group.files)} files</summary>\n{listed}\n</details>"
    about = f"<p>{escape(group.about)}</p>\n" if group.about else ""
    return f'<section id="{group.id}">\n<h2>{escape(group.title)}</h2>\n{about}{listed}\n</section>'


def cite_page(project: Path, edition: Edition, works: Sequence[tuple[str, Work]], publication: Publication) -> str:
    """Write the page that says how to cite an edition, as text to copy.

    Parameters
    ----------
    project : Path
        The project folder: for colours and typeface.
    edition : Edition
        The edition.
    works : sequence of tuple of str and Work
        What is cited, each under a title; the first is the edition itself.
    publication : Publication
        Authors, version and licences.
    """
    unknown = (
        ""
        if works[0][1].url
        else '<p class="quiet">This copy does not know its own address: add the one where you read it.</p>\n'
    )
    parts = [
        f'<h1>How to cite</h1>\n<p class="lead">{escape(edition.title)}, the edition of {edition.year}.</p>\n'
        "<p>Cite the edition for its data, charts and text, and the statement for what it says. A figure that the "
        "edition marks as context has a source of its own: cite that.</p>\n"
        f"<p>Licences: {escape(', '.join(publication.licences))}.</p>\n{unknown}".rstrip()
    ]
    for title, work in works:
        forms = (("Text", work.plain()), ("BibTeX", work.bibtex()), ("CSL-JSON", work.csl()), ("RIS", work.ris()))
        shown = "\n".join(f"<h3>{name}</h3>\n<pre>{escape(text)}</pre>" for name, text in forms)
        parts.append(f"<section>\n<h2>{escape(title)}</h2>\n{shown}\n</section>")
    return _page(project, f"How to cite: {edition.title}, {edition.year}", "\n".join(parts), edition, "cite.html")


def wrong_address_page(project: Path, title: str, lang: str, site: str | None) -> str:
    """Write the page that a host shows at an address where there is nothing; it links only where it knows the way."""
    way = (
        f'<p><a href="{escape(site)}/">All editions</a></p>'
        if site
        else "<p>The list of all editions is at the beginning of this site: shorten the address to find it.</p>"
    )
    body = f"<h1>Nothing is at this address</h1>\n<p>The page was moved, or the address has a mistake.</p>\n{way}"
    return _page(project, f"Nothing at this address: {title}", body, lang=lang)


def link_from(page: str) -> str | None:
    """Add to the first page of an edition the way to its downloads, to its citation and to the other editions.

    Parameters
    ----------
    page : str
        The page of either renderer.

    Returns
    -------
    str or None
        The page with the links, None if it has no place for them.
    """
    others = (*PLACES[1:], (LIST, "All editions"))
    links = " · ".join(f'<a href="{file}">{name}</a>' for file, name in others)
    for place, end in (('<p class="date">', "</p>"), ("</main>", "")):
        if place in page:
            at = page.index(end, page.index(place)) + len(end)
            return f'{page[:at]}\n<p class="more">{links}</p>\n{page[at:]}'
    return None


def size_words(size: int) -> str:
    """Write a size in bytes as a reader compares it: 1.4 MB."""
    number, unit = float(size), 0
    while number >= 999.5 and unit < len(UNITS) - 1:
        number, unit = number / 1000, unit + 1
    return f"{number:.1f} {UNITS[unit]}" if number < 9.95 and unit else f"{number:.0f} {UNITS[unit]}"


def _page(
    project: Path, title: str, body: str, edition: Edition | None = None, here: str = "", lang: str = "en"
) -> str:
    """Write a page; one of an edition has the way to its other pages above."""
    above = ""
    if edition:
        links = ((LIST, "All editions"), *PLACES)
        current = {here: ' aria-current="page"'}
        items = "".join(f'<li><a href="{file}"{current.get(file, "")}>{name}</a></li>' for file, name in links)
        above, lang = f'<nav aria-label="This edition"><ol>{items}</ol></nav>\n', edition.lang
    styles = brand_css(project / BRAND_FILE) + _text("site.css")
    characters = COMMON | frozenset(html.unescape(title + above + body))
    styles = _faces(characters) + styles
    return Template(_text("site.html")).substitute(
        lang=escape(lang),
        policy=policy(styles),
        generator=GENERATOR,
        styles=styles,
        title=escape(title),
        above=above,
        body=body,
    )


@lru_cache(maxsize=8)
def _faces(characters: frozenset[str]) -> str:
    faces = [face for face in FACES if not face.italic]
    return font_faces(characters, faces)


def _text(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")


def _href(name: str) -> str:
    return escape(quote(name, safe="/#"))
