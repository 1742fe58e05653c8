"""How to cite a work, in the forms that programs of references read, and what CITATION.cff says of the project."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from behindbars.build import Book
from behindbars.errors import ProjectError
from behindbars.measures.frames import words_in
from behindbars.package.references import Reference

FILE = "CITATION.cff"
DOI = re.compile(r"https?://(?:dx\.)?doi\.org/(10\.\S+)")
DATE = re.compile(r"\d{4}(-\d{2})?(?(1)(-\d{2})?)")
"""A year, month or day, at the beginning of a date in EDTF."""
BIBTEX = str.maketrans({
    "\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "{}&%$#_"},
})  # fmt: skip
"""How BibTeX writes what would be markup there."""


@dataclass(frozen=True)
class Work:
    """A work as it is cited: its kind is ``book`` or ``report``, its date EDTF, its address perhaps that of a DOI."""

    key: str
    kind: str
    authors: tuple[str, ...]
    title: str
    date: str | None
    version: str | None = None
    url: str | None = None
    lang: str | None = None

    @property
    def doi(self) -> str | None:
        """The DOI, without the address of the resolver."""
        match = DOI.fullmatch(self.url or "")
        return match[1] if match else None

    @property
    def date_parts(self) -> list[str]:
        """Year, month and day, as far as they are known."""
        known = DATE.match(self.date or "")
        return known[0].split("-") if known else []

    def plain(self) -> str:
        """Cite as one line of text."""
        version = f"Version {self.version}" if self.version else ""
        date = words_in(self.lang or "en").period(self.date) if self.date else "no date"
        text = ". ".join(filter(None, ["; ".join(self.authors), self.title, version, date]))
        return f"{text}. {self.url or ''}".strip()

    def bibtex(self) -> str:
        """Cite in BibTeX."""
        fields = {
            "author": " and ".join(f"{{{author.translate(BIBTEX)}}}" for author in self.authors),
            "title": f"{{{self.title.translate(BIBTEX)}}}",
            "date": "-".join(self.date_parts),
            "year": self.date_parts[0] if self.date_parts else "",
            "version": (self.version or "").translate(BIBTEX),
            "doi": self.doi,
            "url": self.url,
        }
        lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
        return "\n".join([f"@{'book' if self.kind == 'book' else 'misc'}{{{self.key},", ",\n".join(lines), "}"])

    def csl(self) -> str:
        """Cite in CSL-JSON."""
        item = {
            "id": self.key,
            "type": self.kind,
            "author": [{"literal": author} for author in self.authors],
            "title": self.title,
            "issued": {"date-parts": [[int(part) for part in self.date_parts]]} if self.date_parts else None,
            "version": self.version,
            "DOI": self.doi,
            "URL": self.url,
            "language": self.lang,
        }
        return json.dumps([{name: value for name, value in item.items() if value}], indent=2, ensure_ascii=False)

    def ris(self) -> str:
        """Cite in RIS."""
        lines = [
            ("TY", "BOOK" if self.kind == "book" else "RPRT"),
            *(("AU", author) for author in self.authors),
            ("TI", self.title),
            ("PY", "".join(self.date_parts[:1])),
            ("DA", "/".join(self.date_parts)),
            ("ET", self.version),
            ("DO", self.doi),
            ("UR", self.url),
            ("LA", self.lang),
        ]
        return "\n".join([*(f"{tag}  - {value}" for tag, value in lines if value), "ER  - "])


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
    return Work(key, "book", publication.authors, title, book.date.isoformat(), version, url, book.lang)


def statement_work(statement: Reference) -> Work:
    """Give a statement as it is cited."""
    authors = tuple(statement.author.split("; "))
    return Work(statement.key, "report", authors, statement.title, statement.date, url=statement.url)


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
