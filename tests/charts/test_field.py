"""Marks that can be counted, in tens and hundreds."""

from __future__ import annotations

import pytest

from behindbars.brand import find_brand
from behindbars.charts.field import HIGH, Field, Kind, fit, runs


def test_marks_stand_in_rows_of_ten_and_blocks_of_a_hundred() -> None:
    field = Field(10, 2)
    places = [field.place(mark) for mark in range(350)]
    assert len(set(places)) == 350
    assert places[0] == (5, 5)
    assert places[9] == (95, 5)
    assert places[10] == (5, 15)
    assert places[100] == (115, 5)
    assert places[200] == (5, 115)


@pytest.mark.parametrize("number", [1, 9, 10, 11, 100, 101, 199, 200, 201, 347])
def test_a_field_is_as_large_as_its_marks(number: int) -> None:
    field = Field(10, 2)
    places = [field.place(mark) for mark in range(number)]
    assert field.height(number) == max(y for _, y in places) + 5
    assert field.width(number) >= max(x for x, _ in places) + 5


@pytest.mark.parametrize("numbers", [[17], [347, 17], [5000, 17], [600] * 6])
@pytest.mark.parametrize("width", [300, 470])
def test_fields_are_as_wide_as_the_room_and_not_too_high(numbers: list[int], width: float) -> None:
    field = fit(numbers, width)
    assert max(field.width(number) for number in numbers) <= width
    assert sum(field.height(number) for number in numbers) <= HIGH


def test_a_field_may_be_as_high_as_the_words_beside_it() -> None:
    assert fit([347] * 6, 470, free=110).pitch > fit([347] * 6, 470).pitch
    assert fit([347] * 6, 470, free=110) == fit([347], 470)


def test_no_field_at_all_has_a_scale_too() -> None:
    assert fit([], 470).pitch > 0
    assert fit([0, 0], 300, free=110).pitch > 0


def test_a_run_is_of_one_kind_and_within_one_row() -> None:
    kinds: list[Kind] = ["picked"] * 4 + ["perhaps picked"] * 2 + ["counted"] * 17
    found = runs(kinds, Field(10, 2), 100, 50, find_brand(), context=False)
    assert [(run["kind"], run["count"]) for run in found] == [
        ("picked", 4),
        ("perhaps picked", 2),
        ("counted", 4),
        ("counted", 10),
        ("counted", 3),
    ]
    assert [run["hollow"] for run in found] == [False, True, False, False, False]
    # The dots of a line stand at its start and every 10 px after; its end is beyond the last by half of that.
    assert [(run["x"], run["x2"], run["y"]) for run in found[:2]] == [(105, 140, 55), (145, 160, 55)]
