"""Every cell is made up."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from tests.charts.svg import Drawing

from behindbars.charts.cells import Cell
from behindbars.charts.grid import grid
from behindbars.theme import INNER, NARROW, NARROW_INNER, WIDE

TOPICS = [f"Synthetic safeguard number {n}" for n in range(18)]
PLACES = ["Kazakhstan", "Kyrgyzstan", "Tajikistan", "Turkmenistan", "Uzbekistan"]
HALVES = ("law", "practice")
WORDS = {
    "in_place": "in place",
    "partial": "partial",
    "absent": "absent",
    "not_implemented": "not implemented",
    "threatened": "under threat",
    "harmful": "against victims",
    "unknown": "not known",
    "not_mentioned": "not mentioned",
}
TEXTS = ("A synthetic headline", "Synthetic measure, place and time", "Source: made up")


def halved(*statuses: str) -> list[Cell]:
    """Cells of every topic, place and half with the same statuses."""
    words = " and ".join(WORDS.get(status, status) for status in statuses)
    return [Cell(topic, place, statuses, words, half) for topic in TOPICS for place in PLACES for half in HALVES]


def mixed() -> list[Cell]:
    """Cells with all statuses in turn, single and in pairs, and with silence of one half and of both."""
    kinds = list(WORDS)
    found = []
    for n, cell in enumerate(halved("partial")):
        statuses = (kinds[n % 8], kinds[(n + 3) % 8])[: 1 + (n % 7 == 0)] if n % 3 else ("not_mentioned",)
        words = " and ".join(WORDS[status] for status in statuses)
        found.append(Cell(cell.row, cell.column, statuses, words, cell.half))
    return found


def whole() -> list[Cell]:
    kinds = list(WORDS)
    return [
        Cell(topic, place, (kinds[(n + m) % 8],), WORDS[kinds[(n + m) % 8]])
        for n, topic in enumerate(TOPICS)
        for m, place in enumerate(PLACES)
    ]


def safeguards() -> dict[str, Any]:
    return grid(TOPICS, PLACES, mixed(), *TEXTS, halves=HALVES, key=WORDS)


def publications() -> dict[str, Any]:
    return grid(TOPICS, PLACES, whole(), *TEXTS)


@pytest.mark.parametrize("draw", [safeguards, publications])
def test_words_are_inside_and_apart_on_page_and_phone(draw: Any) -> None:
    spec = draw()
    for one, width in ((spec, WIDE), (spec["usermeta"]["narrow"], NARROW)):
        drawing = Drawing(one)
        assert drawing.width == width
        assert drawing.outside == []
        assert drawing.overlapping == []
        assert min(text.size for text in drawing.texts) >= 12


def test_large_grid_leaves_room_on_its_page(drawn: Any) -> None:
    spec = safeguards()
    assert spec["height"] < 640
    assert set(PLACES) <= set(drawn(page(spec)).words)


def page(spec: dict[str, Any]) -> dict[str, Any]:
    return {name: part for name, part in spec.items() if name != "usermeta"}


def test_on_a_page_every_cell_has_its_signs_in_its_own_place(drawn: Any) -> None:
    signs = [sign for sign in drawn(page(safeguards())).data["cells"] if sign["row"]]
    cells = mixed()
    silent = {(cell.row, cell.column) for cell in cells if cell.silent and cell.half == "law"}
    silent &= {(cell.row, cell.column) for cell in cells if cell.silent and cell.half == "practice"}
    assert silent
    for cell in cells:
        own = [sign["status"] for sign in signs if is_of(sign, cell)]
        one_dash_for_both = cell.half == "practice" and (cell.row, cell.column) in silent
        assert own == ([] if one_dash_for_both else list(cell.statuses))
    assert len({(sign["x"], sign["y"]) for sign in signs}) == len(signs)
    assert all(6 < sign["x"] < INNER - 6 for sign in signs)


def is_of(sign: dict[str, Any], cell: Cell) -> bool:
    return (sign["row"], sign["column"], sign["half"]) == (cell.row, cell.column, cell.half)


def test_signs_of_a_page_do_not_touch(drawn: Any) -> None:
    signs = drawn(page(safeguards())).data["cells"]
    for y in {sign["y"] for sign in signs}:
        line = sorted(sign["x"] for sign in signs if sign["y"] == y)
        assert all(later - earlier >= 16 for earlier, later in pairwise(line))


def test_the_key_names_the_signs_that_occur_and_no_other(drawn: Any) -> None:
    only = grid(TOPICS, PLACES, halved("absent", "partial"), *TEXTS, halves=HALVES, key=WORDS)
    keyed = [sign["status"] for sign in drawn(page(only)).data["cells"] if not sign["row"]]
    assert keyed == ["partial", "absent"]
    assert {"partial", "absent"} <= set(drawn(page(only)).words)


def test_on_a_phone_every_cell_is_told_in_words(drawn: Any) -> None:
    for spec, cells in ((safeguards(), mixed()), (publications(), whole())):
        narrow = drawn(spec["usermeta"]["narrow"])
        signs = narrow.data["cells"]
        assert all(6 < sign["x"] < NARROW_INNER - 6 for sign in signs)
        for cell in cells:
            own = [sign["status"] for sign in signs if is_of(sign, cell)]
            together = [sign for sign in signs if sign["row"] == cell.row and cell.column in sign["column"].split(", ")]
            assert own == list(cell.statuses) or (cell.silent and together[0]["status"] == "not_mentioned")
        printed = " ".join(narrow.words)
        for cell in cells:
            if not cell.silent:
                assert (f"{cell.half}: {cell.words}" if cell.half else cell.words) in printed


def test_silence_of_both_halves_is_one_dash_and_of_one_half_its_own(drawn: Any) -> None:
    cells = [
        Cell("topic", "A", ("not_mentioned",), "not mentioned", "law"),
        Cell("topic", "A", ("not_mentioned",), "not mentioned", "practice"),
        Cell("topic", "B", ("not_mentioned",), "not mentioned", "law"),
        Cell("topic", "B", ("absent",), "absent", "practice"),
    ]
    spec = grid(["topic"], ["A", "B"], cells, "", "", "", halves=HALVES, key=WORDS)
    for one in (page(spec), spec["usermeta"]["narrow"]):
        signs = [sign for sign in drawn(one).data["cells"] if sign["row"]]
        assert sorted((sign["column"], sign["status"]) for sign in signs) == [
            ("A", "not_mentioned"),
            ("B", "absent"),
            ("B", "not_mentioned"),
        ]
    assert {"not mentioned: A", "law", "practice: absent"} <= set(drawn(spec["usermeta"]["narrow"]).words)


def test_lines_of_a_column_do_not_overlap() -> None:
    long = [Cell(c.row, c.column, c.statuses, "made up and rather long, with many words", "") for c in whole()]
    spec = grid(TOPICS, PLACES, long, *TEXTS)
    assert Drawing(spec).overlapping == []
    assert Drawing(spec["usermeta"]["narrow"]).overlapping == []


@pytest.mark.parametrize("count", [6, 7, 12])
def test_columns_that_do_not_fit_go_on_below(drawn: Any, count: int) -> None:
    places = [*PLACES, *(f"Made up {n} Turkmenistan" for n in range(count - len(PLACES)))]
    cells = [
        Cell(topic, place, ("partial",), "partial", half) for topic in TOPICS for place in places for half in HALVES
    ]
    words = [replace(cell, half="") for cell in cells if cell.half == "law"]
    alone, worded = grid(TOPICS, places, cells, *TEXTS, halves=HALVES, key=WORDS), grid(TOPICS, places, words, *TEXTS)
    for spec in (alone, worded):
        drawing = Drawing(spec)
        assert drawing.outside == []
        assert drawing.overlapping == []
    placed = {(sign["row"], sign["column"], sign["half"]) for sign in drawn(page(alone)).data["cells"]}
    assert placed - {("", "", "")} == {(cell.row, cell.column, cell.half) for cell in cells}
    assert len(drawn(page(worded)).data["cells"]) == len(words)


def test_missing_repeated_and_foreign_cells_are_refused() -> None:
    cells = halved("partial")
    for wrong in (cells[1:], [*cells, cells[0]], [*cells, Cell("Else", "Else", ("partial",), "")]):
        with pytest.raises(ValueError, match="one cell for each row, column and half"):
            grid(TOPICS, PLACES, wrong, "", "", "", halves=HALVES, key=WORDS)


@pytest.mark.parametrize(
    ("statuses", "key", "message"),
    [
        (("guess",), WORDS, "'guess' has no sign"),
        (("published",), WORDS, "'published' has no words in the key"),
        ((), WORDS, "a cell needs a status"),
        (("partial",), None, "a grid with halves needs a key"),
    ],
)
def test_status_without_a_sign_or_without_words_is_refused(statuses: Any, key: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        grid(TOPICS, PLACES, halved(*statuses), "", "", "", halves=HALVES, key=key)
