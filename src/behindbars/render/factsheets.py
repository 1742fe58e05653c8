"""The fact sheets of an edition: for each country one tagged A4 page, set by Typst."""

from __future__ import annotations

import json
import re
import tempfile
from dataclasses import asdict
from pathlib import Path

from behindbars.brand import FILE as BRAND_FILE
from behindbars.brand import ROLES, read_brand
from behindbars.chapter import chapter_of
from behindbars.dataset import load
from behindbars.edition import Edition
from behindbars.errors import RenderError
from behindbars.factsheet import fact_sheet
from behindbars.render.typeset import typeset
from behindbars.run import declared_parameters
from behindbars.sheet import FactSheet
from behindbars.wording import NOT_MENTIONED

DESIGN = "_extensions/edition/factsheet.typ"
TOO_LONG = re.compile(r"too long for one page: (.*)")
"""How the design says that a sheet does not fit."""


def render_factsheets(edition: Edition, project: Path, folder: Path) -> list[Path]:
    """Render a fact sheet for each country that the edition has a notebook on.

    Parameters
    ----------
    edition : Edition
        The edition; its date is that of the files.
    project : Path
        Folder with the project's layout: configuration, data and notebooks.
    folder : Path
        Where the files are written; it is made if need be.

    Returns
    -------
    list of Path
        The files, ``<slug>-<year>.pdf``, in the order of the edition's chapters.

    Raises
    ------
    RenderError
        Listing every sheet that does not fit on one page, or what Typst said; nothing is written then.
    """
    project = project.resolve()
    pages: dict[str, bytes] = {}
    faults = []
    for sheet in fact_sheets(edition, project):
        try:
            pages[f"{sheet.slug}-{sheet.year}.pdf"] = render_sheet(sheet, edition, project)
        except RenderError as error:
            if not TOO_LONG.search(str(error)):
                raise
            faults.append(_too_long(sheet, str(error)))
    if faults:
        heading = "A fact sheet is one page, with no text cut and none below 9 pt. Shorten the data, or leave rows out:"
        raise RenderError("\n".join([heading, *(f"  {fault}" for fault in faults)]))
    folder.mkdir(parents=True, exist_ok=True)
    for name, page in pages.items():
        (folder / name).write_bytes(page)
    return [folder / name for name in pages]


def fact_sheets(edition: Edition, project: Path) -> list[FactSheet]:
    """Choose and word the fact sheet of each country that the edition has a notebook on."""
    dataset = load(project / "data")
    return [fact_sheet(chapter_of(dataset, edition.year, country)) for country in countries(edition, project)]


def countries(edition: Edition, project: Path) -> list[str]:
    """List the countries, as ISO 3166-1 codes, that the notebooks of an edition declare as their parameter."""
    notebooks = [project / chapter for chapter in edition.chapters if chapter.endswith(".ipynb")]
    declared = [declared_parameters(notebook) for notebook in notebooks]
    return [parameters["country"] for parameters in declared if "country" in parameters]


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
