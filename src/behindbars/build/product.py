"""Look at a finished edition: every chapter, every figure and every alternative text must be in it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from lxml import html

from behindbars.build.book import Book
from behindbars.build.formats.collect import collect
from behindbars.build.notebooks import read_cells, specifications
from behindbars.errors import RenderError, refuse


def check_product(pages: Iterable[str], book: Book, folder: Path) -> None:
    """Check that the pages of an edition hold every chapter, every figure and its alternative text.

    Raises
    ------
    RenderError
        Listing everything that is missing.
    """
    trees = [html.document_fromstring(page, html.HTMLParser(huge_tree=True)) for page in pages]

    def found(path: str) -> list[Any]:
        return [each for tree in trees for each in tree.xpath(path)]

    ids = set(found("//@id"))
    headings = "\n".join(heading.text_content() for heading in found("//h1 | //h2"))
    descriptions = [description.text_content() for description in found("//desc")]
    said = [_plain(text) for text in (*found("//@alt | //@aria-label"), *descriptions)]
    missing = [f"the chapter {text.title!r}" for text in collect(book, folder) if text.title not in headings]
    for notebook in (folder / chapter for chapter in book.notebooks):
        metas = [spec["usermeta"] for spec in specifications(notebook.read_bytes())]
        if not metas and _lacks_figures(notebook):
            missing.append(f"any figure of {notebook.stem}")
        for meta in metas:
            if f"fig-{meta['figure']}" not in ids:
                missing.append(f"the figure {meta['figure']} of {notebook.stem}")
            elif not any(_plain(meta["alt"])[:60] in text for text in said):
                missing.append(f"the alternative text of the figure {meta['figure']} of {notebook.stem}")
    refuse(RenderError, "The rendered edition lacks:", missing)


def _plain(text: str) -> str:
    return re.sub(r"[\"“”]", "", text)  # in an attribute of Markdown, straight quotes cannot stand


def _lacks_figures(notebook: Path) -> bool:
    """Whether a cell calls for a figure and shows nothing: a chapter may be all words, and so may what it calls for."""
    cells = [cell for cell in read_cells(notebook) if cell["cell_type"] == "code"]
    return any(".show(" in cell["source"] and not cell["outputs"] for cell in cells)
