"""The profile of an edition, ``_quarto-<year>.yml``: what it takes from the data, and its text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from behindbars.dataset import Dataset
from behindbars.dates import readable
from behindbars.edition import Edition, read_edition
from behindbars.questions import row_questions, still_open
from behindbars.wording import TO_BE_COMPLETED, capital

DRAFT = "draft, to be completed"
"""What the subtitle of an edition says as long as questions are open."""
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
    """

    subtitle: str
    date: date
    authors: tuple[str, ...]


def imprint(dataset: Dataset, year: int) -> Imprint:
    """Read from the data what the cover of an edition says."""
    published = readable(dataset.statements[year].date)
    day = published.end if published and published.is_day and published.end else date(year + 1, *STATEMENT_DAY)
    signed = tuple(row.name_en for row in dataset.signatories if row.year == year)
    topic = f"Torture in Central Asia in {year}"
    if still_open(row_questions(dataset, year)) or not published or not published.is_day:
        return Imprint(f"{topic}: {DRAFT}", day, signed or (capital(TO_BE_COMPLETED),))
    return Imprint(f"{topic}: the joint NGO statement of {published.words()} as a reproducible edition", day, signed)


def profile_text(dataset: Dataset, year: int, like: Edition) -> str:
    """Write the profile of an edition.

    Parameters
    ----------
    dataset : Dataset
        The data package, with the statement of the year.
    year : int
        Edition year.
    like : Edition
        The edition whose chapters it takes over: the last one, or the edition itself.

    Returns
    -------
    str
        YAML, as Quarto reads it.
    """
    cover = imprint(dataset, year)
    base = like.output_file.removesuffix(f"-{like.year}")
    lines = [
        RENEWED,
        "project:",
        f"  output-dir: outputs/{year}/book",
        "",
        "book:",
        f"  subtitle: {_quoted(cover.subtitle)}",
        f"  date: {_quoted(cover.date.isoformat())}",
        "  # The organisations that signed the statement, as in data/signatories.csv.",
        "  author:",
        *(f"    - {_quoted(name)}" for name in cover.authors),
        f"  output-file: {base}-{year}",
        "  # The first chart of the edition, without its headline; behindbars adds the finding in words.",
        f"  cover-image: figures/{year}/cover.svg",
        '  cover-image-alt: "The impunity gap as a picture; the chapter on the region says it in words"',
        "  chapters:",
        *_chapters(like, year),
        "",
    ]
    return "\n".join(lines)


def renewed_profile(project: Path, dataset: Dataset, year: int) -> str | None:
    """Write the profile of an edition anew if its data say something else, and if the profile is ours to write.

    Returns
    -------
    str or None
        None if it is up to date, or if a person keeps it: its first line says so.
    """
    file = project / f"_quarto-{year}.yml"
    if not file.is_file() or not (kept := file.read_text(encoding="utf-8")).startswith(RENEWED):
        return None
    text = profile_text(dataset, year, read_edition(project, year))
    return text if text != kept else None


def _chapters(like: Edition, year: int) -> Iterator[str]:
    parts = {part.chapters[0]: part for part in like.parts}
    inside = {chapter for part in like.parts for chapter in part.chapters}
    for chapter in like.chapters:
        if part := parts.get(chapter):
            yield f"    - part: {_quoted(part.title)}"
            yield "      chapters:"
        name = f"outputs/{year}/{chapter.rpartition('/')[2]}" if chapter.endswith(".ipynb") else chapter
        yield f"    {'    ' if chapter in inside else ''}- {name}"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)  # a JSON text is a YAML text
