"""Editions for tests of publishing: of a few files, but with a true manifest."""

import csv
import json
import shutil
from pathlib import Path

from tests.small import rows_of, write_rows

from behindbars.build import read_book
from behindbars.build.manifest import FILE as MANIFEST
from behindbars.build.manifest import Manifest, checksum, checksums
from behindbars.build.sources import own_sources
from behindbars.package import load
from behindbars.report.display import VEGALITE_MIME
from behindbars.yearly.review import review

PAGE = '<!DOCTYPE html><html lang="en"><title>Synthetic</title><main>Synthetic edition of {year}</main></html>'
CHART = {
    "title": {"text": "Synthetic finding"},
    "usermeta": {"figure": "synthetic-chart", "caption": "Synthetic <chart>", "alt": "Synthetic."},
}
NOTEBOOK = {"cells": [{"cell_type": "code", "source": [], "outputs": [{"data": {VEGALITE_MIME: CHART}}]}]}


def add_year(project: Path, year: int) -> None:
    """Give a project a synthetic statement and a profile for another year."""
    with (project / "data" / "references.bib").open("a", encoding="utf-8") as stream:
        stream.write(
            f"\n@misc{{synthetic{year}, title = {{Synthetic statement}}, author = {{Nobody}}, "
            f"date = {{{year + 1}-06-26}}, url = {{https://example.org/{year}}}, urldate = {{{year + 1}-07-01}}, "
            f"keywords = {{statement, edition {year}}}}}\n"
        )
    profile = (project / "_quarto-2024.yml").read_text(encoding="utf-8")
    profile = profile.replace("2025", str(year + 1)).replace("2024", str(year))
    (project / f"_quarto-{year}.yml").write_text(profile, encoding="utf-8")


def sign_and_answer(project: Path, year: int) -> None:
    """Let the organisations of 2024 sign a synthetic statement, and answer what is asked of its edition."""
    signatories, answers = project / "data" / "signatories.csv", project / "data" / "answers.csv"
    lines = signatories.read_text("utf-8").splitlines()[1:]
    with signatories.open("a", encoding="utf-8", newline="") as stream:
        for line in lines:
            stream.write(line.replace(",2024,", f",{year},", 1).replace("statement2025", f"synthetic{year}") + "\n")
    years = load(project / "data").years
    asked = [
        (each, *row) for each in years for row in review(project, each).questions[["question", "asked"]].to_numpy()
    ]
    rows = [[each, question, text, "Synthetic.", "Nobody", "2026-07-01"] for each, question, text in asked]
    with answers.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows(
            [["year", "question", "asked", "answer", "name", "date"], *rows]
        )


def pretend_to_build(project: Path, year: int = 2024, *, renderer: str = "embedded") -> None:
    """Put an edition of a few files in place, as a build would."""
    book = read_book(project, year)
    out, figures = project / "outputs" / str(year), project / "figures" / str(year)
    for folder in (out, figures):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    for chapter in book.notebooks:
        (project / chapter).write_text(json.dumps(NOTEBOOK), encoding="utf-8")
    files = {f"{book.output_file}.html": PAGE.format(year=year)}
    if renderer != "embedded":
        files = {"book/index.html": PAGE.format(year=year), "book/site_libs/style.css": "p {}"}
    files |= {f"{book.output_file}.docx": "Word", f"fact-sheets/kazakhstan-{year}.pdf": "sheet"}
    for name, text in files.items():
        (out / name).parent.mkdir(exist_ok=True)
        (out / name).write_text(text, encoding="utf-8")
    for ending, text in {"svg": "<svg/>", "json": json.dumps(CHART), "csv": "a\n1\n"}.items():
        (figures / f"synthetic-chart.{ending}").write_text(text, encoding="utf-8")
    seal(project, year, renderer=renderer)


def seal(project: Path, year: int = 2024, *, renderer: str = "embedded") -> None:
    """Write the manifest of what is in place now, as a build would."""
    out, figures = project / "outputs" / str(year), project / "figures" / str(year)
    (out / MANIFEST).unlink(missing_ok=True)
    made = [file for folder in (out, figures) for file in folder.rglob("*") if file.is_file()]
    sources = own_sources(project, read_book(project, year))
    manifest = Manifest(
        renderer=renderer,
        parameters={"year": year},
        inputs={name: checksum(content) for name, content in sources.items()},
        outputs=checksums(project, made),
    )
    manifest.write(out / MANIFEST)


def repeat_rows(project: Path, year: int) -> None:
    """Let a synthetic edition say again what the statement of 2024 says."""
    for file in (project / "data").glob("*.csv"):
        if file.stem == "events":  # each happens once
            continue
        heading, *rows = rows_of(project, file.stem)
        named = [dict(zip(heading, row, strict=True)) for row in rows]
        own = [row for row in named if row.get("year") == "2024" and row.get("source") == "statement2025"]
        again = [(row | {"year": str(year), "source": f"synthetic{year}"}).values() for row in own]
        write_rows(project, file.stem, [heading, *rows, *again])
