"""A text on a page of its own, outside of an edition: one HTML file without a script, that asks for nothing."""

from __future__ import annotations

import html
from pathlib import Path

from behindbars.brand import FILE as BRAND_FILE
from behindbars.build.book import default_year, read_book
from behindbars.build.formats.collect import ChapterText
from behindbars.build.formats.pandoc import HERE, read_texts, write_document
from behindbars.build.formats.web import POLICY, STYLES, brand_css, policy
from behindbars.charts.webfont import font_faces


def document(text: ChapterText, project: Path) -> str:
    """Turn a text into a page, in the look of the editions.

    Parameters
    ----------
    text : ChapterText
        One heading of the first level, and the list of sources at the end; as plain as a chapter.
    project : Path
        The project folder: for sources, colours and typeface.

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
