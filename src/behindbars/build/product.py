"""Look at a finished edition: every chapter, every figure and every alternative text must be in it."""

from __future__ import annotations

from collections.abc import Iterable
from html.parser import HTMLParser
from pathlib import Path

from behindbars.build.notebooks import read_cells, specifications
from behindbars.errors import RenderError


class _Page(HTMLParser):
    """Collects the ids, the headings and the alternative texts of a page."""

    HEADINGS = ("h1", "h2")
    ALTERNATIVE = "desc"

    def __init__(self) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.headings: list[str] = []
        self.alternatives: list[str] = []
        self._open: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.ids.add(given.get("id") or "")
        self.alternatives.append(given.get("alt") or given.get("aria-label") or "")
        if tag in self.HEADINGS or tag == self.ALTERNATIVE:
            self._open = self.headings if tag in self.HEADINGS else self.alternatives
            self._open.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in self.HEADINGS or tag == self.ALTERNATIVE:
            self._open = None

    def handle_data(self, data: str) -> None:
        if self._open is not None:
            self._open[-1] += data


def check_product(pages: Iterable[Path], notebooks: Iterable[Path], titles: Iterable[str]) -> None:
    """Check that the pages of an edition hold every chapter, every figure and its alternative text.

    Raises
    ------
    RenderError
        Listing everything that is missing.
    """
    page = _Page()
    for file in pages:
        page.feed(file.read_text(encoding="utf-8"))
    headings = "\n".join(page.headings)
    missing = [f"the chapter {title!r}" for title in titles if title not in headings]
    for notebook in notebooks:
        metas = [spec["usermeta"] for spec in specifications(notebook.read_bytes())]
        if not metas and _lacks_figures(notebook):
            missing.append(f"any figure of {notebook.stem}")
        for meta in metas:
            if f"fig-{meta['figure']}" not in page.ids:
                missing.append(f"the figure {meta['figure']} of {notebook.stem}")
            elif not any(meta["alt"][:60] in text for text in page.alternatives):
                missing.append(f"the alternative text of the figure {meta['figure']} of {notebook.stem}")
    if missing:
        raise RenderError("\n".join(["The rendered edition lacks:", *(f"  {what}" for what in missing)]))


def _lacks_figures(notebook: Path) -> bool:
    """Whether a cell calls for a figure and shows nothing: a chapter may be all words, and so may what it calls for."""
    cells = [cell for cell in read_cells(notebook) if cell["cell_type"] == "code"]
    return any(".show(" in cell["source"] and not cell["outputs"] for cell in cells)
