"""Every cell is made up."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from behindbars.charts.grid import FILLED, SIGNS, Cell, grid
from behindbars.theme import INNER

TOPICS = [f"Synthetic safeguard number {n}" for n in range(18)]
PLACES = ["Kazakhstan", "Kyrgyzstan", "Tajikistan", "Turkmenistan", "Uzbekistan"]
HALVES = ("law", "practice")


def cells(status: str = "partial") -> list[Cell]:
    return [Cell(topic, place, status, "partial", half) for topic in TOPICS for place in PLACES for half in HALVES]


def test_safeguards_are_told_apart_by_shape_alone() -> None:
    kinds = ("in_place", "partial", "absent", "not_implemented", "threatened", "harmful", "not_addressed", "unknown")
    assert len({(SIGNS[kind], FILLED.get(kind)) for kind in kinds}) == len(kinds)


def test_publications_are_told_apart_by_shape_alone() -> None:
    kinds = ("published", "reported_to_un", "not_published", "not_known", "others_only", "not_addressed")
    assert len({(SIGNS[kind], FILLED.get(kind)) for kind in kinds}) == len(kinds)


def test_large_grid_fits_a_page(drawn: Any) -> None:
    spec = grid(TOPICS, PLACES, cells(), "Synthetic", "Synthetic", "Made up", halves=HALVES)
    data = drawn(spec).data["cells"]
    assert len(data) == 18 * 5 * 2
    assert len({(cell["x"], cell["y"]) for cell in data}) == len(data)
    assert max(cell["x"] for cell in data) < INNER
    assert spec["height"] < 1000
    assert all(place in drawn(spec).words for place in PLACES)


def test_lines_of_a_column_do_not_overlap(drawn: Any) -> None:
    long = [Cell(c.row, c.column, c.status, "made up and rather long", c.half) for c in cells()]
    rows = drawn(grid(TOPICS, PLACES, long, "", "", "", halves=HALVES)).data["words"]
    for x in {row["x"] for row in rows}:
        column = sorted(row["y"] for row in rows if row["x"] == x)
        assert all(later - earlier >= 14 for earlier, later in pairwise(column))


def test_missing_repeated_and_foreign_cells_are_refused() -> None:
    for wrong in (cells()[1:], [*cells(), cells()[0]], [*cells(), Cell("Else", "Else", "partial", "")]):
        with pytest.raises(ValueError, match="one cell for each row, column and half"):
            grid(TOPICS, PLACES, wrong, "", "", "", halves=HALVES)


def test_status_without_a_sign_is_refused() -> None:
    with pytest.raises(ValueError, match="'guess' has no sign"):
        grid(TOPICS, PLACES, cells("guess"), "", "", "", halves=HALVES)
