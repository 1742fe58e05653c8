"""Begin something new: the edition of another year, the chapter of another country."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

import nbformat
from jinja2 import Template

from behindbars.build import Book, available_years, read_book
from behindbars.build.apart import write
from behindbars.build.notebooks import declared_parameters, set_parameter
from behindbars.build.project import put_in_place, stage
from behindbars.errors import ParameterError, ProjectError
from behindbars.package import DataPackage, load
from behindbars.package.periods import readable
from behindbars.package.references import FILE as REFERENCES
from behindbars.package.references import parse_references
from behindbars.report.draft import open_questions
from behindbars.words import Words, capital

TEMPLATES = files("behindbars") / "templates"
COUNTRY, CHANGES = "country.ipynb", "what_changed.ipynb"
OPEN = capital(Words("en").say("value-to-be-completed"))
"""Title and author of a statement that nobody has recorded yet."""
ENTRY = """

@online{{{key},
  author = {{{{{open}}}}},
  title = {{{{{open}}}}},
  shorttitle = {{{{Statement {next}}}}},
  keywords = {{statement, edition {year}}},
}}
"""
"""How the statement of a new edition stands among the sources, until it is recorded."""
RENEWED = (
    "# Made by behindbars; while this line stands, behindbars import keeps subtitle, date and signatories up to date."
)
STATEMENT_DAY = (6, 26)
"""Month and day on which the statements are published: the International Day in Support of Victims of Torture."""


@dataclass(frozen=True)
class Imprint:
    """What the cover of an edition takes from its data: the organisations that signed its statement, in order.

    As long as the date of the statement is not known, it is that on which statements are published. A draft has open
    questions, or no such day.
    """

    subtitle: str
    date: date
    signatories: tuple[str, ...]
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
    names = tuple(signed) or (capital(words.say("value-to-be-completed")),)
    return Imprint(said, day or date(year + 1, *STATEMENT_DAY), names, is_draft)


def profile_text(package: DataPackage, book: Book) -> str:
    """Write the profile of an edition as Quarto reads it: its chapters stay, its cover is that of the data."""
    template = Template(
        (TEMPLATES / "profile.yml").read_text(encoding="utf-8"), trim_blocks=True, keep_trailing_newline=True
    )
    text: str = template.render(
        renewed=RENEWED,
        book=book,
        cover=imprint(package, book.year, book.lang),
        inside={chapter for part in book.parts for chapter in part.chapters},
        quoted=lambda text: json.dumps(text, ensure_ascii=False),  # a JSON text is a YAML text
    )
    return text


def renewed_profile(project: Path, package: DataPackage, year: int) -> str | None:
    """Write the profile of an edition anew if its data say something else; None if not, or if a person keeps it."""
    file = project / f"_quarto-{year}.yml"
    if not file.is_file() or not (kept := file.read_text(encoding="utf-8")).startswith(RENEWED):
        return None
    text = profile_text(package, read_book(project, year))
    return text if text != kept else None


def begin_year(project: Path, year: int, *, skip: bool = False) -> list[Path]:
    """Begin the edition of a new year: its statement among the sources, its profile, the chapter on what changed.

    Nothing is filled in: what the last edition said becomes questions, and the edition is a draft until
    each of them is answered.

    Parameters
    ----------
    skip : bool
        Whether years may be left out between the last edition and this one.

    Returns
    -------
    list of Path
        The files that were written, all or none of them; none, too, if the edition exists: it is left alone.

    Raises
    ------
    ParameterError
        If the year is not the one after the last edition.
    DataError, ProjectError
        If the project as it stands has faults, or the last edition has no profile.
    """
    if year in available_years(project):
        return []
    package = load(project / "data")
    last = max((other for other in package.years if other != year), default=0)
    if year < last:
        raise ParameterError(f"The last edition is that of {last}; a new one must be of a later year, not of {year}.")
    if year > last + 1 and not skip:
        raise ParameterError(
            f"The last edition is that of {last}, so the next one is that of {last + 1}, not of {year}. "
            "If no statement was made on the years between, add --skip-years."
        )
    contents: dict[str, bytes] = {}
    if year not in package.years:
        key = f"statement{year + 1}"
        if key in package.references:
            raise ProjectError(
                f"{REFERENCES} has an entry {key!r} already, which is not the statement of {year}. Give it another key."
            )
        entry = ENTRY.format(key=key, open=OPEN, next=year + 1, year=year)
        package = replace(package, references={**package.references, **parse_references(entry)[0]})
        sources = (project / "data" / REFERENCES).read_bytes().rstrip()
        contents[f"data/{REFERENCES}"] = sources + entry.encode("utf-8")
    if not (project / "notebooks" / CHANGES).exists():
        contents[f"notebooks/{CHANGES}"] = _notebook(CHANGES, year=year)
    contents[f"_quarto-{year}.yml"] = profile_text(package, _next(read_book(project, last), year)).encode("utf-8")
    return _write(project, contents)


def _next(last: Book, year: int) -> Book:
    """Give a new edition the chapters of the last one, and the one on what changed behind the first notebook."""
    names = {chapter: [chapter.replace(f"outputs/{last.year}/", f"outputs/{year}/")] for chapter in last.chapters}
    changes = f"outputs/{year}/{CHANGES}"
    if [changes] not in names.values():
        names[last.notebooks[0]].append(changes)

    def of_the_next(chapters: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(name for chapter in chapters for name in names[chapter])

    parts = tuple(replace(part, chapters=of_the_next(part.chapters)) for part in last.parts)
    output_file = f"{last.output_file.removesuffix(f'-{last.year}')}-{year}"
    chapters = of_the_next(last.chapters)
    # Who publishes it is likely to be the same; when, is not.
    return replace(last, year=year, output_file=output_file, chapters=chapters, parts=parts, version="1", issued="")


def add_country(project: Path, iso3: str, year: int) -> list[Path]:
    """Make the notebook of a country, and put it into an edition behind the last country there.

    Returns
    -------
    list of Path
        The files that were written, all or none of them; none, too, if the country has its chapter already.

    Raises
    ------
    ParameterError
        If there is no such country.
    DataError, ProjectError
        If the project as it stands has faults.
    """
    package = load(project / "data")
    try:
        country = package.country(iso3)
    except ParameterError as error:
        add = "A new country is first added to data/countries.csv, or on the sheet countries of a worksheet."
        raise ParameterError(f"{error} {add}") from error
    if iso3 == package.region:
        raise ParameterError(f"{iso3} is the region, which has its notebook.")
    book = read_book(project, year)
    name, profile = f"{country['slug']}.ipynb", f"_quarto-{year}.yml"
    contents: dict[str, bytes] = {}
    if not (project / "notebooks" / name).exists():
        contents[f"notebooks/{name}"] = _notebook(COUNTRY, country=iso3, year=year)
    chapter = f"outputs/{year}/{name}"
    if chapter not in book.chapters:
        parameters = {other: declared_parameters(project / "notebooks" / Path(other).name) for other in book.notebooks}
        last = [book.chapters[-1], *(other for other, given in parameters.items() if "country" in given)][-1]
        text = (project / profile).read_bytes().decode("utf-8")
        contents[profile] = _insert(text, chapter, last).encode("utf-8")
    return _write(project, contents)


def _insert(profile: str, chapter: str, last: str) -> str:
    """Put a chapter behind another one, and leave the rest of the file as a person wrote it."""
    lines = profile.splitlines(keepends=True)
    for number, line in enumerate(lines):
        if line.strip().removeprefix("- ").strip("\"'") == last:
            written = line.rstrip("\r\n")
            ending = line.removeprefix(written) or "\n"
            lines[number : number + 1] = [written + ending, written.replace(last, chapter) + ending]
            return "".join(lines)
    raise ProjectError(f"The profile lists its chapters in a way that cannot be added to: put in {chapter} by hand.")


def _write(project: Path, contents: Mapping[str, bytes]) -> list[Path]:
    """Write files of the project, all of them or none."""
    if contents:
        with stage(project) as folder:
            write(contents, folder)
            put_in_place(folder, project, list(contents))
    return [project / name for name in contents]


def _notebook(template: str, **parameters: Any) -> bytes:
    """Make a notebook from a template, with other defaults of its parameters."""
    notebook = nbformat.reads((TEMPLATES / template).read_text(encoding="utf-8"), as_version=4)
    for name, value in parameters.items():
        set_parameter(notebook, name, value)
    text: str = nbformat.writes(notebook)
    return f"{text}\n".encode()
