"""Every figure is made up."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from behindbars.charts.dots import Row, dots
from behindbars.theme import INNER

WHOLE = Row(120, 120, "exact", "120 synthetic complaints")


@pytest.mark.parametrize(
    ("picked", "certain", "possible"),
    [
        (Row(4, 4, "exact", "4"), 4, 0),
        (Row(4, 4, "about", "about 4"), 4, 0),
        (Row(4, 7, "range", "4 to 7"), 4, 3),
        (Row(4, None, "at_least", "at least 4"), 4, 0),
        (Row(4, None, "more_than", "more than 4"), 5, 0),
        (Row(None, 7, "up_to", "up to 7"), 0, 7),
        (Row(0, 0, "reported_zero", "zero"), 0, 0),
        (Row(None, None, "unknown", "not known"), 0, 0),
    ],
)
def test_one_mark_for_each_unit(picked: Row, certain: int, possible: int, drawn: Any) -> None:
    units = drawn(dots(WHOLE, picked, "", "", "")).data["units"]
    assert len(units) == 120
    assert len({(unit["x"], unit["y"]) for unit in units}) == 120
    count = Counter(unit["picked"] for unit in units)
    assert (count["certain"], count["possible"]) == (certain, possible)


@pytest.mark.parametrize("total", [1, 10, 17, 51, 250, 251, 347, 2000])
def test_marks_stay_on_the_page(total: int, drawn: Any) -> None:
    row = Row(total, total, "exact", f"{total} synthetic")
    units = drawn(dots(row, Row(1, 1, "exact", "1"), "", "", "")).data["units"]
    assert len(units) == total
    assert all(0 < unit["x"] < INNER for unit in units)


def test_unknown_part_is_told_in_a_slot(drawn: Any) -> None:
    spec = drawn(dots(WHOLE, Row(None, None, "not_published", "not published"), "", "", ""))
    assert [row["words"] for row in spec.data["picked"]] == ["not published"]
    assert "120 synthetic complaints" in spec.words


@pytest.mark.parametrize(
    "whole", [Row(100, 100, "about", "about 100"), Row(2.5, 2.5, "exact", "2.5"), Row(9999, 9999, "exact", "9,999")]
)
def test_whole_that_is_not_a_count_of_marks_is_refused(whole: Row) -> None:
    with pytest.raises(ValueError, match="exact whole number from 1 to 2000"):
        dots(whole, Row(1, 1, "exact", "1"), "", "", "")


def test_part_larger_than_the_whole_is_refused() -> None:
    with pytest.raises(ValueError, match="'100 to 121' is more than the whole"):
        dots(WHOLE, Row(100, 121, "range", "100 to 121"), "", "", "")
