"""What an edition says and what its measures find, as lines of a table: ``edition | part | other cells | promise``.

Editions: KAZ to UZB and region are the real ones of 2024; A, B and all are synthetic, A25 and all25 are their drafts
of 2025. A part is a figure's (``gap.headline``; ``gap.nothing`` where it is not drawn), a measure's column
(``gap:reason``, the rows separated by semicolons), a section (``key_findings``) or a fact sheet's
(``sheet.case.title``). Other cells are those of one observation or more: a status with its numbers, column=code, or
gone. A promise is the whole (=), a part (~), or no part (!) of what is said, on one line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import reduce
from pathlib import Path
from typing import Any

import pandas as pd

from behindbars import measures, report
from behindbars.report.edition import Edition
from behindbars.report.factsheet import fact_sheet
from behindbars.report.figures import why_nothing
from tests.editions import edited, texts, value

STUDY = {"share": "study_abuse_reported", "participants": "study_participants", "series": "study"}
MEASURES: dict[str, Callable[[Any], pd.DataFrame]] = {
    "cascade": measures.cascade,
    "gap": measures.gap,
    "trend": lambda data: measures.trends(data, "complaints"),
    "growth": lambda data: measures.growth(data, "january_2022_officials_convicted"),
    "furthest": measures.furthest,
    "officials": lambda data: measures.values(data, ["officials_convicted", "officials_acquitted"], context=True),
    "group": lambda data: measures.breakdown(data, "complaints", "coalition"),
    "outcomes": lambda data: measures.outcomes(data, "prosecutor"),
    "survey": lambda data: measures.survey(data, **STUDY),
}
"""Measures of an edition or of a frame of its observations."""
OF_EDITIONS: dict[str, Callable[[Any], pd.DataFrame]] = {
    "transparency": measures.transparency,
    "safeguards": measures.safeguards,
    "milestones": measures.milestones,
    "events": measures.happenings,
}
SECTIONS: dict[str, Callable[[Edition], Any]] = {
    "prosecutions": lambda edition: report.listed(edition, ["prosecutions"]),
    "articles": lambda edition: report.listed(edition, ["torture_article_cases", "other_articles_cases"]),
}


def lines(test: str, name: str) -> list[str]:
    """Read the table of a test, which stands beside it."""
    text = (Path(test).parent / name).read_text("utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def holds(line: str, known: Mapping[str, Edition]) -> str:
    """Hold an edition to its promise; give what is wrong."""
    name, part, changes, said = re.split(r" *\| *", line, maxsplit=3)
    rows = {row.split()[0]: cells_of(row.split()[1:]) for row in changes.split(";") if row.strip()}
    text, how, promised = part_of(edited(known[name], rows) if rows else known[name], part), said[0], said[2:]
    kept = {"=": text == promised, "~": promised in text, "!": promised not in text}[how]
    return "" if kept else text or "nothing"


def cells_of(words: list[str]) -> dict[str, Any] | None:
    """Read the other cells of a row: a status with its numbers, and columns with their codes; None if it is gone."""
    if words == ["gone"]:
        return None
    cells: dict[str, Any] = {name: code or None for name, code in (word.split("=") for word in words if "=" in word)}
    kinds: dict[str, Callable[[str], Any]] = {"stage": int, "year": int, "context": lambda code: code == "yes"}
    cells |= {name: kind(cells[name]) for name, kind in kinds.items() if name in cells}
    status, *numbers = [word for word in words if "=" not in word] or [""]
    low, high = [*map(float, numbers), None, None][:2]
    ends = {"exact": (low, low), "about": (low, low), "up_to": (None, low), "reported_zero": (0, 0)}
    return cells | (value(*ends.get(status, (low, high)), status) if status else {})


def part_of(edition: Edition, part: str) -> str:
    """Give a part of an edition as text, on one line."""
    name, _, path = part.partition(".")
    measure, _, column = part.partition(":")
    found: Any
    if name == "sheet":
        found = reduce(lambda one, key: one[int(key) if key.isdigit() else key], path.split("."), fact_sheet(edition))
    elif column:
        cells = (MEASURES | OF_EDITIONS)[measure](edition)[column].astype(object)
        found = "; ".join(
            "-" if pd.isna(cell) else f"{cell:g}" if isinstance(cell, float) else str(cell) for cell in cells
        )
    elif name in MEASURES | OF_EDITIONS:
        frame = (MEASURES | OF_EDITIONS)[name](edition)
        found = why_nothing(edition, frame) if path == "nothing" else getattr(texts(edition, frame), path)
    else:
        found = SECTIONS.get(name, getattr(report, name, None))(edition)
    return " ".join(str(found).split())
