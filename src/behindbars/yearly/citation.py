"""How to cite a work, in the forms that programs of references read, and what CITATION.cff says of the project."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from behindbars.build import Book
from behindbars.build.formats.pandoc import bundled
from behindbars.errors import ProjectError
from behindbars.measures.frames import words_in
from behindbars.package.references import Reference

FILE = "CITATION.cff"
DOI = re.compile(r"https?://(?:dx\.)?doi\.org/(10\.\S+)")
DATE = re.compile(r"\d{4}(-\d{2})?(?(1)(-\d{2})?)")
"""A year, month or day, at the beginning of a date in EDTF."""
Work = Mapping[str, Any]
"""A work as CSL-JSON has it."""


def work(key: str, kind: str, authors: Sequence[str], title: str, date: str | None, **more: str | None) -> Work:
    """Give a work as CSL-JSON has it: its date is EDTF, its ``URL`` perhaps that of a DOI."""
    known, doi = DATE.match(date or ""), DOI.fullmatch(more.get("URL") or "")
    item = {
        "id": key,
        "type": kind,
        "author": [{"literal": author} for author in authors],
        "title": title,
        "issued": {"date-parts": [[int(part) for part in known[0].split("-")]]} if known else None,
        "DOI": doi[1] if doi else None,
        **more,
    }
    return {name: value for name, value in item.items() if value}


def plain(cited: Work) -> str:
    """Cite a work as one line of text."""
    authors, version = "; ".join(author["literal"] for author in cited["author"]), cited.get("version")
    date = "no date"
    if "issued" in cited:
        known = "-".join(f"{part:02}" for part in cited["issued"]["date-parts"][0])
        date = words_in(cited.get("language", "en")).period(known)
    parts = [authors, cited["title"], f"Version {version}" if version else "", date]
    return f"{'. '.join(filter(None, parts))}. {cited.get('URL', '')}".strip()


def csl(cited: Work) -> str:
    """Cite a work in CSL-JSON."""
    return json.dumps([cited], indent=2, ensure_ascii=False)


def bibtex(cited: Work) -> str:
    """Cite a work in BibTeX, as Pandoc writes it."""
    command = [bundled(), "--sandbox", "--from=csljson", "--to=biblatex", "--wrap=none", "--eol=lf"]
    done = subprocess.run(command, input=csl(cited).encode(), capture_output=True, check=True)
    return done.stdout.decode().strip()


@dataclass(frozen=True)
class Publication:
    """What ``CITATION.cff`` says: who made the edition, its version, and the identifiers of its licences."""

    authors: tuple[str, ...]
    version: str
    licences: tuple[str, ...]


def edition_work(book: Book, publication: Publication, url: str | None = None) -> Work:
    """Give an edition as it is cited; `url` is its own address, if it is known."""
    # The version is that of the newest edition; of another one it would be wrong.
    version = publication.version if publication.version.startswith(f"{book.year}.") else None
    title, key = f"{book.title}. {book.subtitle}", book.output_file.replace(" ", "-")
    return work(
        key, "book", publication.authors, title, book.date.isoformat(), version=version, URL=url, language=book.lang
    )


def statement_work(statement: Reference) -> Work:
    """Give a statement as it is cited."""
    authors = statement.author.split("; ")
    return work(statement.key, "report", authors, statement.title, statement.date, URL=statement.url)


def read_publication(project: Path) -> Publication:
    """Read ``CITATION.cff``.

    Raises
    ------
    ProjectError
        Listing everything that is missing in it.
    """
    try:
        content = yaml.safe_load((project / FILE).read_text(encoding="utf-8"))
    except OSError as error:
        raise ProjectError(f"{FILE} cannot be read: {error.strerror}. It says how to cite the edition.") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ProjectError(f"{FILE} is not readable YAML: {error}") from error
    content = content if isinstance(content, dict) else {}
    found: dict[str, Any] = {
        "authors": tuple(filter(None, map(_name, _list(content.get("authors"))))),
        "version": content.get("version"),
        "license": tuple(map(str, _list(content.get("license")))),
    }
    if missing := [name for name, value in found.items() if not value]:
        raise ProjectError(f"{FILE} lacks {', '.join(missing)}: it says how to cite the edition.")
    return Publication(found["authors"], str(found["version"]), found["license"])


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value] if value else []


def _name(author: Any) -> str:
    """Give the name of an organisation, or of a person from its parts."""
    parts = ("name", "given-names", "name-particle", "family-names") if isinstance(author, Mapping) else ()
    return " ".join(str(author[part]) for part in parts if author.get(part))
