"""The cover of an edition: its first chart, and the finding that the chart states."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path

from behindbars.build.book import Book
from behindbars.build.notebooks import COVER, specifications
from behindbars.errors import RenderError


@dataclass(frozen=True)
class Cover:
    """What the cover says and shows: the headline of a chart, and its picture without it, relative to the project."""

    finding: str
    alt: str
    picture: str
    imprint: str

    @property
    def markdown(self) -> dict[str, str]:
        """Each by its name, as Markdown that shows it."""
        from behindbars.words.markdown import escape  # with all words, for which whoever only looks need not wait

        return {name: escape(text) for name, text in asdict(self).items()}


def read_cover(book: Book, project: Path) -> Cover:
    """Read the cover from the first notebook of an edition.

    Raises
    ------
    RenderError
        If the edition has no notebook, or its first one no chart.
    """
    notebook = next(iter(book.notebooks), None)
    specs = specifications((project / notebook).read_bytes()) if notebook else []
    if not specs:
        raise RenderError(f"The cover shows the first chart of {notebook or 'the first notebook'}; there is none.")
    title = specs[0]["title"]["text"]
    finding = title if isinstance(title, str) else " ".join(title)
    return Cover(finding, specs[0]["usermeta"]["alt"], f"figures/{book.year}/{COVER}.svg", imprint(book))


def imprint(book: Book) -> str:
    """Say who publishes an edition, when, in which version, and where readers can write."""
    from behindbars.measures.frames import words_in

    words = words_in(book.lang)
    return words.say(
        "imprint" if book.publisher else "imprint.none",
        publisher=book.publisher,
        date=words.period(book.issued) if book.issued else "none",
        version=book.version or "none",
        contact=book.contact or "none",
    )
