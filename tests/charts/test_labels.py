"""Words find their place. Every figure is made up."""

from __future__ import annotations

from itertools import combinations
from typing import Any

from behindbars.charts.labels import Box, place
from behindbars.fonts import measure
from behindbars.theme import LABEL


def mark(x: float, y: float, words: str, status: str = "exact", foot: float | None = None) -> dict[str, Any]:
    return {
        "x": x,
        "y": y,
        "foot": y if foot is None else foot,
        "words": words,
        "status": status,
        "context": False,
    }


def boxes(data: list[dict[str, Any]], **options: Any) -> list[Box]:
    found = []
    for line in place(data, [], 0, 300, **{"lowest_below": True, **options}).words:
        half = measure(line.text, LABEL) / 2
        found.append(Box(line.x - half, line.y - 5, line.x + half, line.y + 5))
    return found


def test_words_stand_above_and_the_lowest_below() -> None:
    high, low, last = boxes([mark(50, -50, "50"), mark(150, -30, "30"), mark(250, -50, "50")])
    assert high.y2 < -50
    assert low.y > -30
    assert last.y2 < -50


def test_words_of_counts_that_stand_alone_are_not_below() -> None:
    _, low, _ = boxes([mark(50, -50, "50"), mark(150, -30, "30"), mark(250, -50, "50")], lowest_below=False)
    assert low.y2 < -30


def test_a_crowd_keeps_apart_and_inside() -> None:
    found = boxes([mark(10 + 12 * n, -30, f"many words {n}") for n in range(20)])
    assert all(not one.meets(other) for one, other in combinations(found, 2))
    assert all(box.x >= 0 and box.x2 <= 300 and box.y2 < 0 for box in found)


def test_words_far_from_their_mark_are_led_to_it() -> None:
    near, crowded = [mark(145, -12, "alone")], [mark(x, -12, "many words") for x in (100, 145, 190)]
    assert place(near, [], 0, 300, lowest_below=False).leaders == []
    ((x, y, x2, y2),) = place(crowded, [], 0, 300, lowest_below=False).leaders
    assert (x, x2) == (145, 145)
    assert -12 > y > y2


def test_words_stay_off_both_ends_of_a_range_and_off_its_line() -> None:
    data = [mark(100, -60, "4 to 6", "range", foot=-20), mark(130, -40, "a long label")]
    words = boxes(data)[-1]
    assert not words.meets(Box(98, -60, 102, -20))


def test_values_without_a_number_get_slots_that_do_not_meet() -> None:
    data = [mark(100 + 10 * n, 0, "not known", "unknown") for n in range(3)]
    top = place(data, [], 0, 300, lowest_below=True).top
    slots = [Box(datum["left"], datum["upper"], datum["right"], datum["lower"]) for datum in data]
    assert all(not one.meets(other) for one, other in combinations(slots, 2))
    assert top <= min(slot.y for slot in slots)
