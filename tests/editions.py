"""Editions for tests: of the real data, of the made-up package, and of either with other cells, which are synthetic."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd

from behindbars import charts, measures, report
from behindbars.measures.frames import words_in
from behindbars.package import load
from behindbars.report.display import Figure, FigureText, Text
from behindbars.report.edition import Edition, edition_of
from behindbars.report.figures import figure_text, why_nothing
from behindbars.words import Words
from tests.conftest import DATA, PROJECT

NOTEBOOKS = {
    "KAZ": "kazakhstan",
    "KGZ": "kyrgyzstan",
    "TJK": "tajikistan",
    "TKM": "turkmenistan",
    "UZB": "uzbekistan",
    None: "regional_overview",
}
"""The notebook of each chapter, by the country; the region has none."""
OF_COUNTRIES = ("observations", "safeguards", "cases", "events")
"""Tables of which each row is of a country."""


def opened(country: str | None = None, folder: Path = DATA, year: int = 2024, words: Words | None = None) -> Edition:
    """Open an edition of a folder of data, which needs no project around it."""
    return edition_of(load(folder), folder.parent, year, country, words or words_in("en"))


def reopened(edition: Edition, country: str | None = None, year: int | None = None, **frames: pd.DataFrame) -> Edition:
    """Open an edition again with other tables in its package, whatever the checks would say of them."""
    package = replace(edition.package, frames={**edition.package.frames, **frames})
    return edition_of(package, edition.project, year or edition.year, country or edition.country, edition.words)


def restated(edition: Edition, identifier: str, **cells: Any) -> Edition:
    """Open an edition again with other cells in one of its observations."""
    return edited(edition, {identifier: cells})


def edited(edition: Edition, changes: Mapping[str, Mapping[str, Any] | None]) -> Edition:
    """Open an edition again with other cells in its observations, by their identifiers, or without a row of them.

    Of a row that two editions have, ``O02@2025`` is that of one.
    """
    frame = edition.package.frames["observations"]
    for name, cells in changes.items():
        identifier, _, year = name.partition("@")
        rows = frame["id"].eq(identifier) & (frame["year"].eq(int(year)) if year else True)
        assert rows.any(), name
        frame = frame[~rows] if cells is None else changed(frame, rows, cells)
    return reopened(edition, observations=frame)


def changed(frame: pd.DataFrame, rows: pd.Series, cells: Mapping[str, Any]) -> pd.DataFrame:
    """Copy a table with other cells in some of its rows."""
    other = frame.astype(object)
    for column, cell in cells.items():
        other.loc[rows, column] = cell
    return other.astype(frame.dtypes)


def of(region: Edition, *codes: str) -> Edition:
    """Open the edition of the region with the rows of these countries only."""
    frames = region.package.frames
    return reopened(region, **{table: frames[table][frames[table]["country"].isin(codes)] for table in OF_COUNTRIES})


def value(low: float | None, high: float | None, status: str) -> dict[str, Any]:
    """Give the cells of a value."""
    return {"low": low, "high": high, "status": status}


def row(edition: Edition, identifier: str) -> Any:
    """Give one observation of an edition."""
    return next(one for one in measures.frames.rows(edition.observations) if one.id == identifier)


def texts(edition: Edition, frame: pd.DataFrame) -> FigureText:
    """Word the figure of a frame in which there is something to draw."""
    assert not why_nothing(edition, frame)
    said = figure_text(edition, frame)
    assert said
    return said


def chapter(edition: Edition, slug: str = "") -> tuple[dict[str, Figure | Text], list[pd.DataFrame]]:
    """Run the cells of a notebook on an edition: what each of them shows, and the frames of the measures."""
    notebook = nbformat.read(PROJECT / "notebooks" / f"{slug or NOTEBOOKS[edition.country]}.ipynb", as_version=4)
    names = {"charts": charts, "measures": measures, "report": report, "open_edition": lambda **_: edition}
    shown = {}
    for cell in notebook.cells:
        tree = ast.parse(cell.source)
        tree.body = [node for node in tree.body if not isinstance(node, ast.ImportFrom)]
        last = ast.Expression(tree.body.pop().value) if isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, cell.id, "exec"), names)
        if last:
            shown[cell.id] = eval(compile(last, cell.id, "eval"), names)
    return shown, [frame for frame in names.values() if isinstance(frame, pd.DataFrame)]


def said_in(edition: Edition, slug: str = "") -> str:
    """Print all that a chapter says: as Markdown, and above and below its charts."""
    shown, frames = chapter(edition, slug)
    figures = [texts(edition, frame) for frame in frames if not why_nothing(edition, frame)]
    told = [part for said in figures for part in (said.headline, said.subtitle, said.alt, said.source)]
    return "\n\n".join([*(one.markdown for one in shown.values()), *told])
