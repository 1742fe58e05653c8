"""A small edition of the region and two countries, and what a build of it does; it is made in a few seconds."""

from __future__ import annotations

import csv
import hashlib
import io
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import nbformat

from behindbars.build import How, build
from behindbars.build.project import CACHE
from tests.conftest import copy_project

REGION, FIRST, SECOND = "regional_overview", "kyrgyzstan", "tajikistan"
CODE = "KGZ"
YEAR = 2024
KEPT = ("open_edition", "situation(", "furthest(", "cascade", "trends(")
"""Cells of the notebooks that stay."""
PLACES = (f"outputs/{YEAR}", f"figures/{YEAR}", "outputs/fonts")


def small_edition(folder: Path) -> Path:
    """Copy the project, and leave of its edition the region and two countries, with some of their cells."""
    copy_project(folder)
    profile = folder / f"_quarto-{YEAR}.yml"
    lines = profile.read_text(encoding="utf-8").splitlines(keepends=True)
    slugs = {notebook.stem for notebook in (folder / "notebooks").glob("*.ipynb")} - {REGION, FIRST, SECOND}
    dropped = ("reading.qmd", "method.qmd", *(f"/{slug}.ipynb" for slug in slugs))
    profile.write_text("".join(line for line in lines if not line.strip().endswith(dropped)), encoding="utf-8")
    (folder / "index.qmd").write_text("# How to read this edition\n\nSynthetic.\n", encoding="utf-8")
    for slug in slugs:
        (folder / "notebooks" / f"{slug}.ipynb").unlink()
    for slug in (REGION, FIRST, SECOND):
        edit_notebook(folder, slug, _shorten)
    return folder


def _shorten(notebook: nbformat.NotebookNode) -> None:
    notebook.cells = [
        cell
        for cell in notebook.cells
        if "parameters" in cell.metadata.get("tags", ())
        or (cell.cell_type == "markdown" and cell.source.startswith("# "))
        or (cell.cell_type == "code" and any(word in cell.source for word in KEPT))
    ]


def edit_notebook(project: Path, slug: str, change: Callable[[nbformat.NotebookNode], None]) -> None:
    """Change a notebook."""
    file = project / "notebooks" / f"{slug}.ipynb"
    notebook = nbformat.read(file, as_version=4)
    change(notebook)
    nbformat.write(notebook, file)


def edit(file: Path, old: str, new: str) -> None:
    """Replace the first place of a text in a file by another one."""
    text = file.read_bytes().decode("utf-8")
    assert old in text, f"{file.name} holds no {old!r}"
    file.write_bytes(text.replace(old, new, 1).encode("utf-8"))


def rows_of(project: Path, table: str) -> list[list[str]]:
    """Read a table: its heading, and its rows."""
    text = (project / "data" / f"{table}.csv").read_bytes().decode("utf-8")
    return list(csv.reader(io.StringIO(text, newline="")))


def write_rows(project: Path, table: str, rows: Iterable[Iterable[str]]) -> None:
    """Write a table."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(rows)
    (project / "data" / f"{table}.csv").write_bytes(text.getvalue().encode("utf-8"))


def change(project: Path, table: str, identifier: str, **cells: str) -> None:
    """Change cells of one row, by its id."""
    heading, *rows = rows_of(project, table)
    row = next(row for row in rows if row[heading.index("id")] == identifier)
    for column, text in cells.items():
        row[heading.index(column)] = text
    write_rows(project, table, [heading, *rows])


def told_by_build(project: Path, **how: Any) -> list[str]:
    """Build, and give what the build tells."""
    told: list[str] = []
    build(project, YEAR, renderer="embedded", how=How(told=told.append, **how))
    return told


def checksums(project: Path) -> dict[str, str]:
    """Compute the checksum of each file of the edition in place."""
    return {
        file.relative_to(project).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for place in PLACES
        for file in (project / place).rglob("*")
        if file.is_file()
    }


def copy_of(project: Path, folder: Path) -> Path:
    """Copy a project with all that was made before."""
    shutil.copytree(project, folder)
    return folder


def without_results(project: Path, folder: Path) -> Path:
    """Copy a project without anything that was made."""
    shutil.copytree(project, folder, ignore=lambda place, names: {CACHE, "outputs", "figures"} & {*names})
    return folder


def from_nothing(project: Path, folder: Path) -> dict[str, str]:
    """Build a project from nothing, in another folder, and give the checksums of the edition."""
    without_results(project, folder)
    build(folder, YEAR, renderer="embedded")
    found = checksums(folder)
    shutil.rmtree(folder)
    return found
