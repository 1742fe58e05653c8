"""The folder that editions are published in: what is in it already, and whether it may be written to."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from behindbars.archive import CHECKSUMS
from behindbars.project import visible_files
from behindbars.publishing.differences import shortened

MARKER = ".behindbars"
"""File that says that a folder is one for editions."""
EDITION = "edition.json"
"""File in the folder of each edition, that the list of editions is made from."""
GENERATOR = '<meta name="generator" content="behindbars publish">'
"""In every page of the list of editions."""
SITE = re.compile(r"https?://[^\s\"'<>\\\\?#]+")
"""Address of a site, or of a DOI."""
PAGES = ("index.html", "404.html")
RESERVED = ("_extensions", "data", "docs", "figures", "notebooks", "outputs", "src", "tests")
"""Folders of the project that hold something else."""


@dataclass(frozen=True)
class PublishedEdition:
    """One edition, as the list of editions tells of it.

    Attributes
    ----------
    year : int
        Year that it reports on.
    title, subtitle : str
        As printed on the cover.
    date : str
        Date of the statement, EDTF.
    date_words : str
        The same in words.
    finding : str
        The sentence on the cover.
    lang : str
        Language, BCP 47.
    holds : tuple of tuple of str
        What there is: its name, and its file in the folder of the edition.
    site : str or None
        Address that all editions are found at, if it is known.
    """

    year: int
    title: str
    subtitle: str
    date: str
    date_words: str
    finding: str
    lang: str
    holds: tuple[tuple[str, str], ...]
    site: str | None = None

    def json(self) -> str:
        """Write the contents of the file `EDITION`."""
        return json.dumps(asdict(self), indent=2, ensure_ascii=False, sort_keys=True) + "\n"


def read_published(folder: Path) -> tuple[list[PublishedEdition], list[str]]:
    """Read which editions a folder holds.

    Parameters
    ----------
    folder : Path
        A folder; it need not exist.

    Returns
    -------
    tuple of list of PublishedEdition and list of str
        The editions, newest first, and a message for each that cannot be read.
    """
    editions, faults = [], []
    for file in sorted(folder.glob(f"*/{EDITION}"), reverse=True):
        try:
            edition = _edition(json.loads(file.read_text(encoding="utf-8")))
            if str(edition.year) != file.parent.name:
                raise ValueError(f"it is of {edition.year}")
            if not file.with_name(CHECKSUMS).is_file():
                raise ValueError(f"there is no {CHECKSUMS} beside it")
            editions.append(edition)
        except (OSError, ValueError, TypeError, KeyError) as error:
            name = f"{file.parent.name}/{EDITION}"
            faults.append(f"{name} is no description of an edition ({error}). Restore it, or move its folder away.")
    return sorted(editions, key=lambda edition: -edition.year), faults


def _edition(content: Any) -> PublishedEdition:
    edition = PublishedEdition(**{**content, "holds": tuple((str(name), str(file)) for name, file in content["holds"])})
    texts = [edition.title, edition.subtitle, edition.date, edition.date_words, edition.finding, edition.lang]
    if type(edition.year) is not int or not all(isinstance(text, str) for text in texts):
        raise ValueError("a value of another kind than expected")
    if edition.site is not None and not SITE.fullmatch(edition.site):
        raise ValueError("an address of another kind than expected")
    return edition


def destination_faults(folder: Path, project: Path, year: int) -> list[str]:
    """List why an edition may not be published in a folder: what is not ours is never overwritten.

    Parameters
    ----------
    folder : Path
        The folder; it need not exist.
    project : Path
        The project folder.
    year : int
        Edition year.

    Returns
    -------
    list of str
        Reasons, each with its remedy; none if it may.
    """
    if folder.is_symlink() and not folder.exists():
        return [f"{folder} is a link that leads nowhere. Name another folder."]
    if folder.exists() and not folder.is_dir():
        return [f"{folder} is a file. Name a folder."]
    above = [place for place in (folder, *folder.resolve().parents) if place.exists()]
    if _same(folder, project):
        return [f"{folder} is the project itself. Name another folder, such as site."]
    for name in RESERVED:
        if any(_same(place, project / name) for place in above):
            return [f"{folder} is in {name}/ of the project, which holds something else. Name another folder."]
    hidden = folder.resolve()
    if hidden.is_relative_to(project.resolve()) and any(
        part.startswith(".") for part in hidden.relative_to(project.resolve()).parts
    ):
        return [f"{folder} is in a hidden folder of the project. Name another folder, such as site."]
    return _strangers(folder, year)


def _same(one: Path, other: Path) -> bool:
    return one.exists() and other.exists() and one.samefile(other)


def _strangers(folder: Path, year: int) -> list[str]:
    visible = [path.name for path in sorted(folder.glob("*")) if not path.name.startswith(".")]
    ours = (folder / MARKER).is_file() or any(folder.glob(f"*/{EDITION}"))
    if visible and not ours:
        return [f"{folder} is not empty and holds no editions: {shortened(visible)}. Name an empty or a new folder."]
    faults = [
        f"{folder / name} was not made by this program. Move it away, or name another folder."
        for name in PAGES
        if (folder / name).exists() and GENERATOR not in _text(folder / name)
    ]
    place = folder / str(year)
    if place.is_symlink() or (place.exists() and not place.is_dir()):
        return [*faults, f"{place} is a link or a file. Move it away."]
    known = {line.split("  ", 1)[-1] for line in _text(place / CHECKSUMS).splitlines()} | {CHECKSUMS}
    found = [name for file in visible_files(place) if (name := file.relative_to(place).as_posix()) not in known]
    if found:
        faults.append(
            f"{place} holds files that were not published: {shortened(found)}. Move them away: the folder of an "
            "edition is replaced as a whole."
        )
    return faults


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
