"""The fact sheets of an edition: for each country one tagged A4 page, set by Typst."""

from __future__ import annotations

import json
import re
import tempfile
from dataclasses import asdict
from pathlib import Path

from behindbars.brand import FILE as BRAND_FILE
from behindbars.brand import ROLES, read_brand
from behindbars.chapter import open_chapter
from behindbars.edition import Edition, read_edition
from behindbars.errors import RenderError
from behindbars.factsheet import fact_sheet
from behindbars.render import FACT_SHEETS
from behindbars.render.typeset import typeset
from behindbars.sheet import FactSheet
from behindbars.steps.step import Files, StepError
from behindbars.wording import NOT_MENTIONED

DESIGN = "_extensions/edition/factsheet.typ"
ONE_PAGE = "It is one page, with no text cut and none below 9 pt: shorten the data, or leave rows out."
TOO_LONG = re.compile(r"too long for one page: (.*)")
"""How the design says that a sheet does not fit."""


def make(folder: Path, *, year: int, country: str) -> Files:
    """Make the fact sheet of a country from a folder that holds all it is made from; as `render_sheet`.

    Raises
    ------
    StepError
        If it does not fit on one page, by how much.
    """
    edition = read_edition(folder, year)
    sheet = fact_sheet(open_chapter(country=country, year=year, data=str(folder / "data")))
    try:
        page = render_sheet(sheet, edition, folder)
    except RenderError as error:
        if TOO_LONG.search(str(error)):
            raise StepError(f"{_too_long(sheet, str(error))}. {ONE_PAGE}") from error
        raise
    return {f"{FACT_SHEETS}/{sheet.slug}-{sheet.year}.pdf": page}


def render_sheet(sheet: FactSheet, edition: Edition, project: Path) -> bytes:
    """Set one fact sheet as a PDF that conforms to PDF/UA-1.

    Raises
    ------
    RenderError
        If it does not fit on one page, or with what Typst said.
    """
    brand = read_brand(project / BRAND_FILE)
    content = asdict(sheet) | {
        "title": f"{sheet.country}: fact sheet, {edition.title}, {sheet.year}",
        "edition": edition.title,
        "kind": f"Fact sheet, {'draft of the ' if sheet.draft else ''}edition of {sheet.year}",
        "lang": edition.lang,
        "imprint": imprint(sheet, edition),
        "font": brand.family,
        "colors": {key: getattr(brand, role) for role, key in ROLES.items()},
    }
    # Text reaches Typst as data, in a file of its own: nothing in it can become markup.
    with tempfile.TemporaryDirectory(dir=project) as aside:
        data = Path(aside) / "factsheet.json"
        data.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
        place = data.relative_to(project).as_posix()
        return typeset(f'#import "/{DESIGN}": factsheet\n#factsheet(json("/{place}"))\n', project, edition)


def imprint(sheet: FactSheet, edition: Edition) -> tuple[tuple[str, str], ...]:
    """Say where the facts come from, what the sheet is a summary of, and how to cite it; each with its lead."""
    return (
        (
            "Source.",
            f"“{sheet.statement}”, joint NGO statement of {sheet.published}, in the words of this edition"
            f"{': ' if sheet.address else ''}{sheet.address}. "
            f"{sheet.section}1 is its first paragraph on {sheet.country}, R1 its first recommendation; "
            f"“{NOT_MENTIONED}” means that it does not speak of it, though another source may.",
        ),
        (
            "Summary.",
            "All values, findings, cases and limits, and figures of other sources, are in the full edition, "
            f"{edition.output_file}.pdf.",
        ),
        (
            "Cite as:",
            f"{edition.title}: the reproducible edition, {sheet.year}. Fact sheet {sheet.country}; statement of "
            f"{sheet.published}.",
        ),
    )


def _too_long(sheet: FactSheet, said: str) -> str:
    """Name a sheet that does not fit, by how much, and its longest text."""
    texts = {f"the finding on {row.topic!r}": row.finding for row in sheet.safeguards}
    texts |= {f"the recommendation {row.subject!r}": row.text for row in sheet.asks}
    if sheet.case:
        texts[f"the case {sheet.case.title!r}"] = f"{sheet.case.summary} {sheet.case.answer}"
    longest = max(texts, key=lambda name: len(texts[name]), default="")
    hint = f"; the longest text is {longest}, {len(texts[longest])} characters" if longest else ""
    match = TOO_LONG.search(said)
    return f"{sheet.country}: {match[1] if match else said}{hint}"
