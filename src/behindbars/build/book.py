"""An edition: what ``_quarto.yml`` and the profile of its year say of the book."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

import yaml

from behindbars.errors import ProjectError

SHARED = "_quarto.yml"
PROFILE = re.compile(r"_quarto-(\d{4})\.yml")
FILE_NAME = re.compile(r"\w[\w .-]*")
"""Name of the finished files, without ending: letters, digits, spaces, dots and hyphens."""
CHAPTER_ENDINGS = (".qmd", ".ipynb")
INSIDE = "a file inside the project"
YEARS = range(1980, 2108)
"""Years that the date of a file in a zip can have."""
HOME = ("index.qmd", "index.ipynb")
"""The first chapter is one of these; Quarto makes no book without it, and moves it to the front."""
TOLD = {"publisher": "publisher", "contact": "contact", "version": "version", "issued": "date"}
"""What an edition says of itself, and the keys of its section ``edition``."""
APART = ("appendices", "references")
"""Chapters that Quarto takes from elsewhere than the list of chapters."""


@dataclass(frozen=True)
class Part:
    """A part of the book: at least one of its chapters under a title in Markdown. Numbers run on through all parts."""

    title: str
    chapters: tuple[str, ...]


@dataclass(frozen=True)
class Book:
    """One yearly edition.

    Attributes
    ----------
    year : int
        Year that the edition reports on.
    title, subtitle
        As printed on the cover.
    date : date
        Date of publication.
    lang : str
        Language of the text, BCP 47.
    signatories : tuple of str
        Who signed the statement that the edition is made from: the authors of that, not of the edition.
    chapters : tuple of str
        Files of all chapters, relative to the project, in reading order.
    output_file : str
        Name of the finished files, without ending.
    bibliography, csl : str
        The list of sources and the citation style, relative to the project.
    publisher, contact, version, issued : str
        Who publishes the edition, where readers can write, which version it is, and its day; each may be empty.
    """

    year: int
    title: str
    subtitle: str
    date: date
    lang: str
    signatories: tuple[str, ...]
    chapters: tuple[str, ...]
    output_file: str
    bibliography: str
    csl: str
    parts: tuple[Part, ...] = ()
    publisher: str = ""
    contact: str = ""
    version: str = ""
    issued: str = ""

    @property
    def notebooks(self) -> list[str]:
        """Files of the chapters that are notebooks as they were run."""
        return [chapter for chapter in self.chapters if chapter.endswith(".ipynb")]

    @property
    def moment(self) -> datetime:
        """The moment that all files of the edition are dated by: the beginning of its date, UTC."""
        return datetime.combine(self.date, time(), UTC)


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


def with_default_year(config: str, year: int) -> str:
    """Name another edition in ``_quarto.yml`` as the one that is built; all else in its text stays.

    Raises
    ------
    ProjectError
        If it has no default profile to change.
    """
    node: yaml.Node | None = yaml.compose(config)
    for name in ("profile", "default"):
        pairs = node.value if isinstance(node, yaml.MappingNode) else []
        node = next((value for key, value in pairs if key.value == name), None)
    if not isinstance(node, yaml.ScalarNode):
        raise ProjectError(f'{SHARED}: profile: default: expected a year such as "2024".')
    return f'{config[: node.start_mark.index]}"{year}"{config[node.end_mark.index :]}'


def read_book(project: Path, year: int) -> Book:
    """Read an edition from the shared configuration and the profile of its year.

    Raises
    ------
    ProjectError
        If there is no such edition, naming those that there are; or listing every entry that is not as it must be.
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

    def checked(value: str, where: str, fits: Callable[[str], object], expected: str) -> str:
        if value and not fits(value):
            faults.append(f"{where}: expected {expected}, found {value!r}")
        return value

    chapters, parts = _chapters(book, year, faults)
    found = Book(
        year=year,
        title=text(book, "title", "book: "),
        subtitle=text(book, "subtitle", "book: "),
        date=_date(book.get("date"), faults),
        lang=text(config, "lang"),
        signatories=_texts(_section(config, "edition").get("signatories"), "edition: signatories", faults),
        chapters=chapters,
        output_file=checked(text(book, "output-file", "book: "), "book: output-file", FILE_NAME.fullmatch, "a name"),
        bibliography=checked(text(config, "bibliography"), "bibliography", _is_inside, INSIDE),
        csl=checked(text(config, "csl"), "csl", _is_inside, INSIDE),
        parts=parts,
        **{name: _told(config, key, faults) for name, key in TOLD.items()},
    )
    if faults:
        heading = f"{SHARED} and _quarto-{year}.yml are not as they must be:"
        raise ProjectError("\n".join([heading, *(f"  {fault}" for fault in faults)]))
    return found


def _told(config: dict[str, Any], key: str, faults: list[str]) -> str:
    """Read what an edition says of itself; it may stay empty."""
    value = _section(config, "edition").get(key)
    value = value.isoformat() if isinstance(value, date) else "" if value is None else value
    if not isinstance(value, str):
        faults.append(f"edition: {key}: expected text, in quotation marks, found {value!r}")
        return ""
    if key == "date" and value:
        _date(value, faults, "edition: date")
    return value.strip()


def _check_year(project: Path, year: int) -> None:
    years = available_years(project)
    if not years:
        raise ProjectError(f"{project} has no edition: no file _quarto-<year>.yml.")
    if year not in years:
        hint = f"Editions: {', '.join(map(str, years))}. A new one is begun with behindbars new-year {year}."
        raise ProjectError(f"There is no edition {year}. {hint}")


def _read(file: Path) -> dict[str, Any]:
    try:
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise ProjectError(f"{file.name} cannot be read: {error.strerror}.") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ProjectError(f"{file.name} is not readable YAML: {error}") from error
    return content if isinstance(content, dict) else {}


def _merge(shared: dict[str, Any], profile: dict[str, Any]) -> dict[str, Any]:
    """Lay a profile over the shared configuration as Quarto does: section by section, lists joined."""
    merged = dict(shared)
    for key, value in profile.items():
        below = merged.get(key)
        if isinstance(below, dict) and isinstance(value, dict):
            merged[key] = _merge(below, value)
        elif below and value and (isinstance(below, list) or isinstance(value, list)):
            above, under = (item if isinstance(item, list) else [item] for item in (value, below))
            merged[key] = under + [item for item in above if item not in under]
        else:
            merged[key] = value
    return merged


def _section(content: dict[str, Any], key: str) -> dict[str, Any]:
    section = content.get(key)
    return section if isinstance(section, dict) else {}


def _date(value: Any, faults: list[str], where: str = "book: date") -> date:
    # YAML reads an unquoted date as a date, a quoted one as text.
    value = value.isoformat() if isinstance(value, date) else value
    try:
        day = date.fromisoformat(str(value))
        if day.year in YEARS:
            return day
    except ValueError:
        pass
    faults.append(f"{where}: expected a date such as 2025-06-26, found {value!r}")
    return date.min


def _texts(value: Any, where: str, faults: list[str]) -> tuple[str, ...]:
    values = [value] if isinstance(value, str) else value
    if isinstance(values, list) and values and all(isinstance(item, str) and item.strip() for item in values):
        return tuple(values)
    faults.append(f"{where}: expected a list of texts, found {value!r}")
    return ()


def _is_inside(name: str) -> bool:
    """Whether a file's name, as any system would take it, stays in the project, and is no option of a program."""
    path = PureWindowsPath(name)  # which knows both kinds of slashes
    return not path.anchor and ".." not in path.parts and not name.startswith("-")


def _chapters(book: dict[str, Any], year: int, faults: list[str]) -> tuple[tuple[str, ...], tuple[Part, ...]]:
    """Read all chapters in reading order, and the parts that some of them belong to."""
    where = "book: chapters"
    entries = book.get("chapters")
    if not isinstance(entries, list) or not entries or entries[0] not in HOME:
        faults.append(f"{where}: expected a list that begins with {HOME[0]}, found {entries!r}")
        return (), ()
    chapters: list[str] = []
    parts: list[Part] = []
    for entry in entries:
        if isinstance(entry, str):
            chapters.append(entry)
        elif isinstance(entry, dict) and entry.keys() == {"part", "chapters"}:
            title, files = entry["part"], _texts(entry["chapters"], f"{where}: part: chapters", faults)
            if not isinstance(title, str) or not title.strip() or title.endswith(CHAPTER_ENDINGS):
                faults.append(f"{where}: part: expected a title (a file is no title here), found {title!r}")
            parts.append(Part(str(title).strip(), files))
            chapters += files
        else:
            faults.append(f"{where}: expected a file, or a part with its title and its chapters, found {entry!r}")
    for chapter in chapters:
        if PurePosixPath(chapter).suffix not in CHAPTER_ENDINGS:
            faults.append(f"{where}: expected a .qmd or .ipynb file, found {chapter!r}")
        elif not _is_inside(chapter):
            faults.append(f"{where}: expected {INSIDE}, found {chapter!r}")
        elif chapter.endswith(".ipynb") and PurePosixPath(chapter).parent != PurePosixPath("outputs", str(year)):
            faults.append(f"{where}: expected a notebook as it was run, in outputs/{year}/, found {chapter!r}")
    stems = [PurePosixPath(chapter).stem for chapter in chapters]
    for stem in sorted({stem for stem in stems if stems.count(stem) > 1}):
        faults.append(f"{where}: expected each name once, found {stem!r} more than once")
    faults += [f"book: {key}: expected every chapter under {where}" for key in APART if key in book]
    return tuple(chapters), tuple(parts)
