"""Every figure is made up."""

from __future__ import annotations

import json
from typing import Any

import pytest

from behindbars.charts.interval import Row, intervals


def test_row_without_a_number_gives_its_reason_in_its_place(drawn: Any) -> None:
    reason = (
        "the synthetic source counts neither the complaints nor anything that came of them, and says so nowhere at all"
    )
    rows = [Row("A", 10, 20, "range", "10 to 20"), Row("B", None, None, "unknown", reason)]
    data = drawn(intervals(rows, "", "", "")).data["rows"]
    assert [row["category"] for row in data] == ["A", "B"]
    assert data[1]["words"].replace("\n", " ") == reason
    assert data[1]["lines"] > 1
    assert data[1]["y"] > data[0]["y"]


def test_scale_is_always_0_to_100(drawn: Any) -> None:
    spec = intervals([Row("A", 40, 41, "range", "40 to 41")], "", "", "", unit="%")
    assert '"domain": [0, 100]' in json.dumps(spec)
    assert {"0", "25", "50", "75", "100 %"} <= set(drawn(spec).words)


def test_on_a_phone_names_stand_above_the_marks_and_words_below(drawn: Any) -> None:
    rows = [Row("A", 10, 20, "range", "10 to 20"), Row("B", None, None, "unknown", "not known")]
    found = drawn(intervals(rows, "", "", "")["usermeta"]["narrow"])
    names = {row["text"]: row["y"] for row in found.data["words"]}
    a, b = found.data["rows"]
    assert names["A"] < a["y"] < a["said"] < names["B"] < b["said"]


@pytest.mark.parametrize("low", [0, 0.5, 99.5, 100])
def test_arrows_at_the_ends_of_the_scale_stay_inside(low: float) -> None:
    rows = [Row("A", low, None, "at_least", "at least"), Row("B", None, low or 1, "up_to", "up to")]
    spec = intervals(rows, "", "", "")
    for one in (spec, spec["usermeta"]["narrow"]):
        (left, right) = next(axis["range"] for axis in scales(one))
        reach = 0.95 * 484**0.5  # the shape of an arrow is 1.9 half widths long
        assert reach <= left
        assert right + reach <= one["width"]


def scales(node: Any) -> Any:
    """Find the scales with ends."""
    if isinstance(node, dict):
        if "range" in node and node.get("domain") == [0, 100]:
            yield node
        for child in node.values():
            yield from scales(child)
    elif isinstance(node, list):
        for child in node:
            yield from scales(child)


@pytest.mark.parametrize(
    "row",
    [
        Row("A", -1, 5, "range", "wrong"),
        Row("A", 5, 101, "range", "wrong"),
        Row("A", 5, 4, "range", "wrong"),
        Row("A", 5, 9, "range", "wrong", point=10),
    ],
)
def test_numbers_in_the_wrong_order_are_refused(row: Row) -> None:
    with pytest.raises(ValueError, match="expected 0 ≤ low ≤ point ≤ high ≤ 100"):
        intervals([row], "", "", "")


def test_point_without_a_range_is_refused() -> None:
    with pytest.raises(ValueError, match="belongs to a range, not to at_least"):
        intervals([Row("A", 5, None, "at_least", "wrong", point=6)], "", "", "")


def test_repeated_category_and_no_rows_are_refused() -> None:
    row = Row("A", 5, 5, "exact", "5")
    with pytest.raises(ValueError, match="comes twice"):
        intervals([row, row], "", "", "")
    with pytest.raises(ValueError, match="at least one row"):
        intervals([], "", "", "")
