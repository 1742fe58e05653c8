"""The profile of an edition, ``_quarto-<year>.yml``: what its cover takes from the data, and its chapters."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path

from jinja2 import Template

from behindbars.build import Book, read_book
from behindbars.package import DataPackage
from behindbars.package.periods import readable
from behindbars.report.draft import open_questions
from behindbars.words import Words, capital

TEMPLATE = files("behindbars") / "templates" / "profile.yml"
RENEWED = (
    "# Made by behindbars; as long as this line stands, behindbars import keeps subtitle, date and authors up to date."
)
STATEMENT_DAY = (6, 26)
"""Month and day on which the statements are published: the International Day in Support of Victims of Torture."""


@dataclass(frozen=True)
class Imprint:
    """What the cover of an edition takes from its data.

    Attributes
    ----------
    subtitle : str
        Below the title.
    date : date
        Of the statement; as long as it is not known, the day on which statements are published.
    authors : tuple of str
        The organisations that signed, in the order of the table.
    is_draft : bool
        Whether questions are open, or the day of the statement is not known.
    """

    subtitle: str
    date: date
    authors: tuple[str, ...]
    is_draft: bool


def imprint(package: DataPackage, year: int, lang: str = "en") -> Imprint:
    """Read from the data what the cover of an edition says."""
    words = Words(lang)
    published = readable(package.statements[year].date)
    day = published.end if published and published.is_day and published.end else None
    signatories = package.frames["signatories"]
    signed = signatories.loc[signatories["year"].eq(year), f"name_{lang}"]
    is_draft = day is None or len(open_questions(package, year, words)) > 0
    said = words.say("cover", year=str(year), draft=is_draft, published=words.period(day.isoformat()) if day else "")
    authors = tuple(signed) or (capital(words.say("value-to-be-completed")),)
    return Imprint(said, day or date(year + 1, *STATEMENT_DAY), authors, is_draft)


def profile_text(package: DataPackage, book: Book) -> str:
    """Write the profile of an edition as Quarto reads it: its chapters stay, its cover is that of the data."""
    template = Template(TEMPLATE.read_text(encoding="utf-8"), trim_blocks=True, keep_trailing_newline=True)
    text: str = template.render(
        renewed=RENEWED,
        book=book,
        cover=imprint(package, book.year, book.lang),
        inside={chapter for part in book.parts for chapter in part.chapters},
        quoted=lambda text: json.dumps(text, ensure_ascii=False),  # a JSON text is a YAML text
    )
    return text


def renewed_profile(project: Path, package: DataPackage, year: int) -> str | None:
    """Write the profile of an edition anew if its data say something else, and if the profile is ours to write.

    Returns
    -------
    str or None
        None if it is up to date, or if a person keeps it: its first line says so.
    """
    file = project / f"_quarto-{year}.yml"
    if not file.is_file() or not (kept := file.read_text(encoding="utf-8")).startswith(RENEWED):
        return None
    text = profile_text(package, read_book(project, year))
    return text if text != kept else None
