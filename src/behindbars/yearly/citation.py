"""How to cite a work, in the forms that programs of references read."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Mapping, Sequence
from typing import Any

from behindbars.build import Book
from behindbars.build.formats.pandoc import bundled
from behindbars.measures.frames import words_in
from behindbars.package.references import Reference

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


def edition_work(book: Book, url: str | None = None) -> Work:
    """Give an edition as it is cited, by what its profile says of it; `url` is its own address, if it is known."""
    authors = [book.publisher or words_in(book.lang).say("edition-authors", title=book.title)]
    title, key = f"{book.title}. {book.subtitle}", book.output_file.replace(" ", "-")
    date = book.issued or book.date.isoformat()
    return work(key, "book", authors, title, date, version=book.version, URL=url, language=book.lang)


def statement_work(statement: Reference) -> Work:
    """Give a statement as it is cited."""
    authors = statement.author.split("; ")
    return work(statement.key, "report", authors, statement.title, statement.date, URL=statement.url)
