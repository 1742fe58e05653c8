"""How to cite an edition and the statement that it is made from, in the forms that programs of references read."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from behindbars.dates import readable
from behindbars.edition import Edition
from behindbars.errors import ProjectError
from behindbars.references import Reference

FILE = "CITATION.cff"
DOI = re.compile(r"https?://(?:dx\.)?doi\.org/(10\.\S+)")
_BIBTEX = {"\\": r"\textbackslash{}", **{character: f"\\{character}" for character in "{}&%$#_"}}
_BIBTEX |= {"~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}


@dataclass(frozen=True)
class Publication:
    """What ``CITATION.cff`` says of the project.

    Attributes
    ----------
    authors : tuple of str
        Who made the edition.
    version : str
        Version of software and data.
    licences : tuple of str
        Identifiers of the licences.
    """

    authors: tuple[str, ...]
    version: str
    licences: tuple[str, ...]


@dataclass(frozen=True)
class Work:
    """A work as it is cited.

    Attributes
    ----------
    key : str
        Identifier in the citing list of sources.
    kind : {"book", "report"}
        As CSL names it.
    authors : tuple of str
        Organisations or whole names, in order.
    title : str
        With the subtitle.
    date : str or None
        Date of publication, EDTF.
    version : str or None
        Version.
    url : str or None
        Address; one of doi.org is a DOI.
    lang : str or None
        Language, BCP 47.
    """

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
        known = re.match(r"\d{4}(-\d{2})?(?(1)(-\d{2})?)", self.date or "")
        return known[0].split("-") if known else []

    def plain(self) -> str:
        """Cite as one line of text."""
        period = readable(self.date)
        sentences = [
            "; ".join(self.authors),
            self.title,
            f"Version {self.version}" if self.version else "",
            period.words() if period else "no date",
        ]
        text = ". ".join(filter(None, sentences))
        return f"{text}. {self.url or ''}".strip()

    def bibtex(self) -> str:
        """Cite in BibTeX."""
        fields = {
            "author": " and ".join(f"{{{_bibtex(author)}}}" for author in self.authors),
            "title": f"{{{_bibtex(self.title)}}}",
            "date": "-".join(self.date_parts),
            "year": self.date_parts[0] if self.date_parts else "",
            "version": _bibtex(self.version or ""),
            "doi": self.doi or "",
            "url": self.url or "",
        }
        lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
        kind = "book" if self.kind == "book" else "misc"
        return f"@{kind}{{{self.key},\n" + ",\n".join(lines) + "\n}"

    def csl(self) -> str:
        """Cite in CSL-JSON."""
        item: dict[str, Any] = {
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
        lines = [("TY", "BOOK" if self.kind == "book" else "RPRT")]
        lines += [("AU", author) for author in self.authors]
        lines += [
            ("TI", self.title),
            ("PY", self.date_parts[0] if self.date_parts else ""),
            ("DA", "/".join(self.date_parts)),
            ("ET", self.version or ""),
            ("DO", self.doi or ""),
            ("UR", self.url or ""),
            ("LA", self.lang or ""),
        ]
        return "\n".join([*(f"{tag}  - {value}" for tag, value in lines if value), "ER  - "])


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
    authors = tuple(name for author in _list(content.get("authors")) if (name := _name(author)))
    version, licences = content.get("version"), tuple(map(str, _list(content.get("license"))))
    missing = [name for name, value in (("authors", authors), ("version", version), ("license", licences)) if not value]
    if missing:
        raise ProjectError(f"{FILE} lacks {', '.join(missing)}: it says how to cite the edition.")
    return Publication(authors, str(version), licences)


def edition_work(edition: Edition, publication: Publication, url: str | None = None) -> Work:
    """Give an edition as it is cited; `url` is its own address, if it is known."""
    return Work(
        key=edition.output_file.replace(" ", "-"),
        kind="book",
        authors=publication.authors,
        title=f"{edition.title}. {edition.subtitle}",
        date=edition.date.isoformat(),
        # The version is that of the newest edition; of another one it would be wrong.
        version=publication.version if publication.version.startswith(f"{edition.year}.") else None,
        url=url,
        lang=edition.lang,
    )


def statement_work(statement: Reference) -> Work:
    """Give the statement as it is cited."""
    authors = tuple(statement.author.split("; "))
    return Work(statement.key, "report", authors, statement.title, statement.date, url=statement.url)


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value] if value else []


def _name(author: Any) -> str:
    if not isinstance(author, Mapping):
        return ""
    parts = [author.get("name"), author.get("given-names"), author.get("name-particle"), author.get("family-names")]
    return " ".join(str(part) for part in parts if part)


def _bibtex(text: str) -> str:
    return "".join(_BIBTEX.get(character, character) for character in text)
