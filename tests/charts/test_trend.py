"""Every figure is made up."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pytest

from behindbars.charts.trend import Panel, Point, trend
from behindbars.fonts import measure
from behindbars.theme import INNER


def counted(year: float, number: float, **more: Any) -> Point:
    return Point(year, number, number, "exact", str(number), **more)


def panel(*points: Point) -> Panel:
    return Panel("Synthetic", "made up", points)


def test_only_consecutive_years_are_joined(drawn: Any) -> None:
    points = [counted(2017, 5), counted(2018, 7), counted(2020, 6), counted(2021, 4)]
    spec = drawn(trend([panel(*points)], "", "", ""))
    lines = spec.data["lines_1"]
    x = {row["year"]: row["x"] for row in spec.data["panel_1"]}
    assert [(line["x"], line["x2"]) for line in lines] == [(x[2017], x[2018]), (x[2020], x[2021])]


def test_bounds_and_words_are_not_joined(drawn: Any) -> None:
    points = [
        counted(2017, 5),
        Point(2018, 4, 6, "range", "4 to 6"),
        counted(2019, 5),
        Point(2020, None, None, "unknown", "not known"),
        counted(2021, 5),
    ]
    assert drawn(trend([panel(*points)], "", "", "")).data["lines_1"] == []


def test_panels_do_not_share_a_line_and_all_years_are_named(drawn: Any) -> None:
    first = panel(counted(2017, 5), counted(2018, 7))
    second = panel(counted(2019, 50), counted(2024, 70))
    spec = drawn(trend([first, second], "", "", ""))
    assert [row["end"] for row in spec.data["panel_1"]] == [5, 7]
    assert [row["end"] for row in spec.data["panel_2"]] == [50, 70]
    for year in range(2017, 2025):
        assert spec.words.count(str(year)) == 2


def test_every_value_is_labelled_and_no_label_overlaps(drawn: Any) -> None:
    points = [
        *(counted(2010 + n, number) for n, number in enumerate((9, 1, 8, 8, 2, 9, 0.5))),
        Point(2017, 1, None, "more_than", "more than 1"),
        Point(2018, None, None, "not_published", "not published"),
        Point(2019, None, None, "none_known", "none known"),
        Point(2020, 0, 0, "reported_zero", "zero, as reported"),
    ]
    rows = [row for row in drawn(trend([panel(*points)], "", "", "")).data["words_1"] if row["size"] == 13][1:]
    boxes = []
    for row in rows:
        half = measure(row["text"], 13) / 2
        boxes.append((row["x"] - half, row["x"] + half, row["y"] - 6, row["y"] + 6))
        assert row["x"] - half >= 0
        assert row["x"] + half <= INNER
    for one, other in combinations(boxes, 2):
        assert one[1] <= other[0] or other[1] <= one[0] or one[3] <= other[2] or other[3] <= one[2]
    printed = " ".join(row["text"] for row in rows)
    for point in points:
        assert all(word in printed for word in point.words.split())


def test_value_of_less_confidence_has_an_asterisk(drawn: Any) -> None:
    words = drawn(trend([panel(counted(2017, 5, sure=False), counted(2018, 7))], "", "", "")).words
    assert "5*" in words
    assert "7" in words


def test_cumulative_counts_stand_at_their_dates_and_are_not_joined(drawn: Any) -> None:
    points = [
        Point(2022.99, 0, 0, "reported_zero", "none by December 2022", context=True),
        Point(2023.25, 3, 3, "exact", "3 by March 2023", context=True),
        Point(2025.5, 10, 15, "range", "10 to 15 by June 2025"),
    ]
    spec = drawn(trend([panel(*points)], "", "", "", cumulative=True))
    rows = spec.data["panel_1"]
    assert rows[1]["x"] - rows[0]["x"] < rows[2]["x"] - rows[1]["x"]
    assert [(line["x"], line["x2"]) for line in spec.data["lines_1"]] == [(row["x"], row["x"]) for row in rows]


def test_wrong_order_of_time_and_broken_years_are_refused() -> None:
    with pytest.raises(ValueError, match="in the order of time"):
        trend([panel(counted(2018, 1), counted(2017, 1))], "", "", "")
    with pytest.raises(ValueError, match="belong to whole years"):
        trend([panel(counted(2018.5, 1))], "", "", "")
    with pytest.raises(ValueError, match="at least one series"):
        trend([], "", "", "")
