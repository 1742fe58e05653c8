"""Begin something new: the edition of another year, the chapter of another country."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import nbformat

from behindbars.dataset import Dataset, load
from behindbars.edition import Edition, available_years, read_edition
from behindbars.errors import ParameterError, ProjectError
from behindbars.notebook import PARAMETERS_TAG
from behindbars.parameters import declared_parameters
from behindbars.profile import profile_text
from behindbars.project import put_in_place, stage
from behindbars.references import FILE as REFERENCES
from behindbars.references import Reference
from behindbars.wording import TO_BE_COMPLETED, capital

TEMPLATES = files("behindbars") / "templates"
COUNTRY, CHANGES = "country.ipynb", "what_changed.ipynb"
OPEN = capital(TO_BE_COMPLETED)
"""Title and author of a statement that nobody has recorded yet."""


def begin_year(project: Path, year: int, *, skip: bool = False) -> list[Path]:
    """Begin the edition of a new year: its statement among the sources, its profile, the chapter on what changed.

    Nothing is filled in: what the last edition said becomes questions, and the edition is a draft until
    each of them is answered.

    Parameters
    ----------
    project : Path
        The project folder.
    year : int
        Year that the new edition reports on.
    skip : bool
        Whether years may be left out between the last edition and this one.

    Returns
    -------
    list of Path
        The files that were written; none if the edition exists: it is left alone.

    Raises
    ------
    ParameterError
        If the year is not the one after the last edition.
    DataError, ProjectError
        If the project as it stands has faults, or the last edition has no profile.
    OSError
        If a file cannot be written; nothing has changed then.
    """
    if year in available_years(project):
        return []
    dataset = load(project / "data")
    last = max((other for other in dataset.years if other != year), default=0)
    if year < last:
        raise ParameterError(f"The last edition is that of {last}; a new one must be of a later year, not of {year}.")
    if year > last + 1 and not skip:
        raise ParameterError(
            f"The last edition is that of {last}, so the next one is that of {last + 1}, not of {year}. "
            "If no statement was made on the years between, add --skip-years."
        )
    contents: dict[Path, bytes] = {}
    if year not in dataset.years:
        references = project / "data" / REFERENCES
        statement = _statement(dataset, year)
        contents[references] = references.read_bytes().rstrip() + _entry(statement).encode("utf-8")
        dataset = replace(dataset, references={**dataset.references, statement.key: statement})
    like = read_edition(project, last)
    changes = project / "notebooks" / CHANGES
    if not changes.exists():
        contents[changes] = _notebook(CHANGES, year=year)
    like = _with_changes(like)
    contents[project / f"_quarto-{year}.yml"] = profile_text(dataset, year, like).encode("utf-8")
    return _write(project, contents)


def _statement(dataset: Dataset, year: int) -> Reference:
    key = f"statement{year + 1}"
    if key in dataset.references:
        raise ProjectError(
            f"{REFERENCES} has an entry {key!r} already, which is not the statement of {year}. Give it another key."
        )
    return Reference(key, OPEN, OPEN, short_title=f"Statement {year + 1}", is_statement=True, edition=year)


def _entry(statement: Reference) -> str:
    fields = {"author": statement.author, "title": statement.title, "shorttitle": statement.short_title}
    lines = [f"  {name} = {{{{{value}}}}}," for name, value in fields.items()]
    lines.append(f"  keywords = {{statement, edition {statement.edition}}},")
    return "\n".join(["", "", f"@online{{{statement.key},", *lines, "}", ""])


def _with_changes(like: Edition) -> Edition:
    """Put the chapter on what changed behind the first notebook, if it is not there yet."""
    if any(chapter.endswith(f"/{CHANGES}") for chapter in like.chapters):
        return like
    first = next(n for n, chapter in enumerate(like.chapters) if chapter.endswith(".ipynb"))
    added, before = f"outputs/{like.year}/{CHANGES}", like.chapters[first]
    parts = tuple(replace(part, chapters=_after(part.chapters, before, added)) for part in like.parts)
    return replace(like, chapters=_after(like.chapters, before, added), parts=parts)


def _after(chapters: tuple[str, ...], before: str, added: str) -> tuple[str, ...]:
    """Put a chapter behind another one, where that is among them."""
    return tuple(name for one in chapters for name in ((one, added) if one == before else (one,)))


def add_country(project: Path, iso3: str, year: int) -> list[Path]:
    """Make the notebook of a country, and put it into an edition behind the last country there.

    Parameters
    ----------
    project : Path
        The project folder.
    iso3 : str
        ISO 3166-1 alpha-3 code of a country in the table of countries.
    year : int
        Edition year.

    Returns
    -------
    list of Path
        The files that were written; none if the country has its chapter already.

    Raises
    ------
    ParameterError
        If there is no such country.
    DataError, ProjectError
        If the project as it stands has faults.
    OSError
        If a file cannot be written; nothing has changed then.
    """
    dataset = load(project / "data")
    try:
        country = dataset.country(iso3)
    except ParameterError as error:
        add = "A new country is first added to data/countries.csv, or on the sheet countries of a worksheet."
        raise ParameterError(f"{error} {add}") from error
    if country.kind != "country":
        raise ParameterError(f"{iso3} is the region, which has its notebook.")
    edition = read_edition(project, year)
    name = f"{country.slug}.ipynb"
    contents: dict[Path, bytes] = {}
    notebook, profile = project / "notebooks" / name, project / f"_quarto-{year}.yml"
    if not notebook.exists():
        contents[notebook] = _notebook(COUNTRY, title=country.name_en, country=iso3, year=year)
    chapter = f"outputs/{year}/{name}"
    if chapter not in edition.chapters:
        last = [other for other in edition.chapters if _is_of_a_country(project, other)] or [edition.chapters[-1]]
        contents[profile] = _insert(profile.read_bytes().decode("utf-8"), chapter, last[-1]).encode("utf-8")
    return _write(project, contents)


def _is_of_a_country(project: Path, chapter: str) -> bool:
    notebook = project / "notebooks" / Path(chapter).name
    return chapter.endswith(".ipynb") and "country" in declared_parameters(notebook)


def _insert(profile: str, chapter: str, last: str) -> str:
    """Put a chapter behind another one, and leave the rest of the file as a person wrote it."""
    lines = profile.splitlines(keepends=True)
    for number, line in enumerate(lines):
        if line.strip().removeprefix("- ").strip("\"'") == last:
            ending = line[len(line.rstrip("\r\n")) :] or "\n"
            both = (line.rstrip("\r\n") + ending, line.rstrip("\r\n").replace(last, chapter) + ending)
            return "".join([*lines[:number], *both, *lines[number + 1 :]])
    raise ProjectError(f"The profile lists its chapters in a way that cannot be added to: put in {chapter} by hand.")


def _write(project: Path, contents: Mapping[Path, bytes]) -> list[Path]:
    """Write files of the project, all of them or none."""
    if contents:
        with stage(project) as folder:
            names = [file.relative_to(project).as_posix() for file in contents]
            for name, content in zip(names, contents.values(), strict=True):
                (folder / name).write_bytes(content)
            put_in_place(folder, project, names)
    return list(contents)


def _notebook(template: str, *, title: str = "", **parameters: str | int) -> bytes:
    """Make a notebook from a template: its title and the defaults of its parameters."""
    notebook = nbformat.reads((TEMPLATES / template).read_text(encoding="utf-8"), as_version=4)
    for cell in notebook.cells:
        if PARAMETERS_TAG in cell.metadata.get("tags", []):
            lines = [line.partition(" = ") for line in cell.source.splitlines()]
            cell.source = "\n".join(
                f"{name} = {json.dumps(parameters[name]) if name in parameters else value}" for name, _, value in lines
            )
    if title:
        notebook.cells[0].source = f"# {title}"
    text: str = nbformat.writes(notebook)
    return f"{text}\n".encode()
