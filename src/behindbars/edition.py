"""An edition: what ``_quarto.yml`` and the profile of its year say of the book."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any

import yaml

from behindbars.errors import ProjectError

SHARED = "_quarto.yml"
PROFILE = re.compile(r"_quarto-(\d{4})\.yml")
CHAPTER_ENDINGS = (".qmd", ".ipynb")


@dataclass(frozen=True)
class Edition:
    """One yearly edition.

    Attributes
    ----------
    year : int
        Year that the edition reports on.
    title, subtitle : str
        As printed on the cover.
    date : date
        Date of publication.
    authors : tuple of str
        As printed on the cover, in this order.
    lang : str
        Language of the text, BCP 47.
    chapters : tuple of str
        Files of the chapters, relative to the project, in reading order.
    output_file : str
        Name of the finished files, without ending.
    bibliography, csl : str
        The list of sources and the citation style, relative to the project.
    """

    year: int
    title: str
    subtitle: str
    date: date
    authors: tuple[str, ...]
    lang: str
    chapters: tuple[str, ...]
    output_file: str
    bibliography: str
    csl: str


def available_years(project: Path) -> list[int]:
    """List the years for which the project has a profile, in order."""
    return sorted(int(match[1]) for file in project.iterdir() if (match := PROFILE.fullmatch(file.name)))


def default_year(project: Path) -> int:
    """Find the year of the edition that is built when none is named.

    Raises
    ------
    ProjectError
        If ``_quarto.yml`` names none, or one without a profile.
    """
    profile = str(_section(_read(project / SHARED), "profile").get("default"))
    if not re.fullmatch(r"\d{4}", profile):
        raise ProjectError(f'{SHARED}: profile: default: expected a year such as "2024", found {profile!r}.')
    _check_year(project, int(profile))
    return int(profile)


def read_edition(project: Path, year: int) -> Edition:
    """Read an edition from the shared configuration and the profile of its year.

    Parameters
    ----------
    project : Path
        The project folder.
    year : int
        Year that the edition reports on.

    Raises
    ------
    ProjectError
        If there is no such edition, naming those that there are; or listing every
        entry that is missing or not as it must be.
    """
    _check_year(project, year)
    config = _merge(_read(project / SHARED), _read(project / f"_quarto-{year}.yml"))
    book = _section(config, "book")
    faults: list[str] = []

    def text(section: dict[str, Any], key: str, where: str = "") -> str:
        value = section.get(key)
        if isinstance(value, str) and value.strip():
            return value.strip()
        faults.append(f"{where}{key}: expected text, found {value!r}")
        return ""

    edition = Edition(
        year=year,
        title=text(book, "title", "book: "),
        subtitle=text(book, "subtitle", "book: "),
        date=_date(book.get("date"), faults),
        authors=_texts(book.get("author"), "book: author", faults),
        lang=text(config, "lang"),
        chapters=_chapters(book.get("chapters"), faults),
        output_file=text(book, "output-file", "book: "),
        bibliography=text(config, "bibliography"),
        csl=text(config, "csl"),
    )
    if faults:
        heading = f"{SHARED} and _quarto-{year}.yml are not as they must be:"
        raise ProjectError("\n".join([heading, *(f"  {fault}" for fault in faults)]))
    return edition


def _check_year(project: Path, year: int) -> None:
    years = available_years(project)
    if year in years:
        return
    if not years:
        raise ProjectError(f"{project} has no edition: no file _quarto-<year>.yml.")
    nearest = min(years, key=lambda other: abs(other - year))
    listed = ", ".join(map(str, years))
    raise ProjectError(
        f"There is no edition {year}. Editions: {listed}. "
        f"For a new one, copy _quarto-{nearest}.yml to _quarto-{year}.yml and change what is in it."
    )


def _read(file: Path) -> dict[str, Any]:
    try:
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise ProjectError(f"{file.name} cannot be read: {error.strerror}.") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ProjectError(f"{file.name} is not readable YAML: {error}") from error
    return content if isinstance(content, dict) else {}


def _merge(shared: dict[str, Any], profile: dict[str, Any]) -> dict[str, Any]:
    """Lay a profile over the shared configuration, section by section, as Quarto does."""
    merged = dict(shared)
    for key, value in profile.items():
        below = merged.get(key)
        merged[key] = _merge(below, value) if isinstance(below, dict) and isinstance(value, dict) else value
    return merged


def _section(content: dict[str, Any], key: str) -> dict[str, Any]:
    section = content.get(key)
    return section if isinstance(section, dict) else {}


def _date(value: Any, faults: list[str]) -> date:
    # YAML reads an unquoted date as a date, a quoted one as text.
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        faults.append(f"book: date: expected a date such as 2025-06-26, found {value!r}")
        return date.min


def _texts(value: Any, where: str, faults: list[str]) -> tuple[str, ...]:
    values = [value] if isinstance(value, str) else value
    if isinstance(values, list) and values and all(isinstance(item, str) and item.strip() for item in values):
        return tuple(values)
    faults.append(f"{where}: expected a list of texts, found {value!r}")
    return ()


def _chapters(value: Any, faults: list[str]) -> tuple[str, ...]:
    chapters = _texts(value, "book: chapters", faults)
    for chapter in chapters:
        path = PurePosixPath(chapter)
        if path.suffix not in CHAPTER_ENDINGS:
            faults.append(f"book: chapters: expected a .qmd or .ipynb file, found {chapter!r}")
        elif path.is_absolute() or ".." in path.parts:
            faults.append(f"book: chapters: expected a file inside the project, found {chapter!r}")
    stems = [PurePosixPath(chapter).stem for chapter in chapters]
    for stem in sorted({stem for stem in stems if stems.count(stem) > 1}):
        faults.append(f"book: chapters: expected each name once, found {stem!r} more than once")
    return chapters
