"""The fact sheets of an edition: for each country one tagged A4 page, set by Typst."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from behindbars.brand import FILE as BRAND_FILE
from behindbars.brand import ROLES, read_brand
from behindbars.build.apart import Files, WorkError
from behindbars.build.book import Book, read_book
from behindbars.build.cover import imprint as published_by
from behindbars.build.formats import FACT_SHEETS
from behindbars.build.formats.pdf import typeset
from behindbars.charts.knowing import mark_svg
from behindbars.errors import RenderError
from behindbars.measures.frames import words_in
from behindbars.report.edition import open_edition
from behindbars.report.factsheet import fact_sheet

DESIGN = "_extensions/edition/factsheet.typ"
ONE_PAGE = "It is one page, with no text cut and none below 9 pt: shorten the data, or leave rows out."
IMPRINT = ("source", "summary", "cite")
"""Parts of the imprint, by their names in the catalogue."""
TOO_LONG = re.compile(r"too long for one page: (.*)")
"""How the design says that a sheet does not fit."""


def make(folder: Path, *, year: int, country: str) -> Files:
    """Make the fact sheet of a country from a folder that holds all it is made from.

    Raises
    ------
    WorkError
        If it does not fit on one page, by how much.
    """
    book = read_book(folder, year)
    sheet = fact_sheet(open_edition(year, country, book.lang, project=folder))
    try:
        page = render_sheet(sheet, book, folder)
    except RenderError as error:
        if not (by := TOO_LONG.search(str(error))):
            raise
        raise WorkError(f"{sheet['country']}: {by[1]}{_longest(sheet)}. {ONE_PAGE}") from error
    return {f"{FACT_SHEETS}/{sheet['slug']}-{sheet['year']}.pdf": page}


def render_sheet(sheet: dict[str, Any], book: Book, project: Path) -> bytes:
    """Set one fact sheet as a PDF that conforms to PDF/UA-1.

    Raises
    ------
    RenderError
        If it does not fit on one page, or with what Typst said.
    """
    brand, words = read_brand(project / BRAND_FILE), words_in(book.lang)
    content = sheet | {
        "title": words.say("sheet-title", place=sheet["country"], edition=book.title, year=str(sheet["year"])),
        "edition": book.title,
        "kind": words.say("sheet-kind", year=str(sheet["year"]), draft=sheet["draft"]),
        "lang": book.lang,
        "imprint": imprint(sheet, book),
        "track": sheet["track"] | {"mark": mark_svg(sheet["track"]["status"])},
        "font": brand.family,
        "colors": {key: getattr(brand, role) for role, key in ROLES.items()},
    }
    # Text reaches Typst as data: nothing in it can become markup.
    source = f'#import "/{DESIGN}": factsheet\n#factsheet(json(bytes(sys.inputs.sheet)))\n'
    return typeset(source, project, book, sheet=json.dumps(content, ensure_ascii=False))


def imprint(sheet: dict[str, Any], book: Book) -> list[tuple[str, str]]:
    """Say where a sheet comes from and how to cite it: headings and texts, plain."""
    given = {
        "edition": book.title,
        "file": book.output_file,
        "place": sheet["country"],
        "year": str(sheet["year"]),
        **{name: sheet[name] for name in ("statement", "published", "section")},
        "address": sheet["address"] or "none",
        "imprint": published_by(book),
    }
    say = words_in(book.lang).say
    return [(say(f"sheet-imprint-{name}"), say(f"sheet-imprint-{name}.text", **given)) for name in IMPRINT]


def _longest(sheet: dict[str, Any]) -> str:
    """Name the longest text of a sheet, if it has any."""
    texts = {f"the finding on {row['topic']!r}": row["finding"] for row in sheet["findings"]}
    texts |= {f"the recommendation {row['subject']!r}": row["text"] for row in sheet["asks"]}
    if case := sheet["case"]:
        texts[f"the case {case['title']!r}"] = f"{case['summary']} {case['answer']}"
    longest = max(texts, key=lambda name: len(texts[name]), default="")
    return f"; the longest text is {longest}, {len(texts[longest])} characters" if longest else ""
