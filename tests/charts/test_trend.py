"""Every figure is made up."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import pytest
from tests.charts.svg import Drawing

from behindbars.charts.trend import Panel, Point, trend
from behindbars.theme import INNER, NARROW, NARROW_INNER, WIDE


def counted(year: float, number: float, **more: Any) -> Point:
    return Point(year, number, number, "exact", str(number), **more)


def panel(*points: Point) -> Panel:
    return Panel("Synthetic", "made up", points)


def page(spec: dict[str, Any]) -> dict[str, Any]:
    return {name: part for name, part in spec.items() if name != "usermeta"}


def both(spec: dict[str, Any]) -> list[dict[str, Any]]:
    return [page(spec), spec["usermeta"]["narrow"]]


YEARLY = (
    *(counted(2010 + n, number) for n, number in enumerate((9, 1, 8, 8, 2, 9, 0.5))),
    Point(2017, 1, None, "more_than", "more than 1"),
    Point(2018, None, None, "not_published", "not published"),
    Point(2019, None, None, "none_known", "none known", context=True),
    Point(2020, 0, 0, "reported_zero", "zero, as reported", sure=False),
    Point(2021, 4, 7, "range", "4 to 7"),
    Point(2022, None, 7, "up_to", "up to 7 (Jan–Oct)"),
)
UPRISING = (
    Point(2022.99, 0, 0, "reported_zero", "none, according to the source, December 2022", context=True),
    Point(2023.25, 3, 3, "exact", "3, March 2023", context=True),
    Point(2025.99, 10, 15, "range", "10 to 15, December 2025"),
)
"""Synthetic counts up to dates."""


@pytest.mark.parametrize(
    ("panels", "cumulative"),
    [([YEARLY], False), ([YEARLY] * 5, False), ([YEARLY[:3], YEARLY[4:6]], False), ([UPRISING], True)],
)
def test_words_are_inside_and_apart_on_page_and_phone(panels: Sequence[tuple[Point, ...]], cumulative: bool) -> None:
    units = ("made up", "2017, 2018 and 2019: made up, with a note that needs more than one line of its panel")
    drawn = [Panel(f"Synthetic {n}", units[n % 2], points) for n, points in enumerate(panels)]
    spec = trend(drawn, "Synthetic", "made up", "made up", cumulative=cumulative)
    for one, width in zip(both(spec), (WIDE, NARROW), strict=True):
        drawing = Drawing(one)
        assert drawing.width == width
        assert drawing.outside == []
        assert drawing.overlapping == []
        assert min(text.size for text in drawing.texts) >= 12
        printed = " ".join(text.text for text in drawing.texts)
        assert all(word in printed for points in panels for point in points for word in point.words.split())


def test_panels_stand_two_across_on_a_page_and_below_each_other_on_a_phone(drawn: Any) -> None:
    panels = [panel(counted(2017, n), counted(2018, 7)) for n in range(1, 6)]
    wide, narrow = both(trend(panels, "", "", ""))
    axes = [[drawn(one).data[f"axis_{n}"][0] for n in range(1, 6)] for one in (wide, narrow)]
    assert [axis["x"] for axis in axes[0]] == [0, 322, 0, 322, 0]
    assert axes[0][0]["y"] == axes[0][1]["y"] < axes[0][2]["y"] == axes[0][3]["y"]
    assert all(axis["x"] == 0 and axis["x2"] == NARROW_INNER for axis in axes[1])
    assert len({axis["y"] for axis in axes[1]}) == 5
    (alone,) = (drawn(page(trend(panels[:1], "", "", ""))).data["axis_1"][0],)
    assert (alone["x"], alone["x2"]) == (0, INNER)


def test_only_consecutive_years_are_joined(drawn: Any) -> None:
    points = [counted(2017, 5), counted(2018, 7), counted(2020, 6), counted(2021, 4)]
    for one in both(trend([panel(*points)], "", "", "")):
        spec = drawn(one)
        x = {row["year"]: row["x"] for row in spec.data["panel_1"]}
        lines = [(line["x"], line["x2"]) for line in spec.data["lines_1"]]
        assert lines == [(x[2017], x[2018]), (x[2020], x[2021])]


def test_bounds_and_words_are_not_joined(drawn: Any) -> None:
    points = [
        counted(2017, 5),
        Point(2018, 4, 6, "range", "4 to 6"),
        counted(2019, 5),
        Point(2020, None, None, "unknown", "not known"),
        counted(2021, 5),
    ]
    for one in both(trend([panel(*points)], "", "", "")):
        assert drawn(one).data["lines_1"] == []


def test_panels_share_their_years_but_no_line_and_no_scale(drawn: Any) -> None:
    first = panel(counted(2017, 5), counted(2018, 7))
    second = panel(counted(2019, 50), counted(2024, 70))
    for one in both(trend([first, second], "", "", "")):
        spec = drawn(one)
        assert [row["end"] for row in spec.data["panel_1"]] == [5, 7]
        assert [row["end"] for row in spec.data["panel_2"]] == [50, 70]
        for number, least in ((1, 7), (2, 70)):
            highest = min(spec.data[f"panel_{number}"], key=lambda row: row["y"])
            assert highest["end"] == least
        assert [spec.words.count(str(year)) for year in (2018, 2020, 2022, 2024)] == [2] * 4


def test_value_of_less_confidence_has_an_asterisk(drawn: Any) -> None:
    for one in both(trend([panel(counted(2017, 5, sure=False), counted(2018, 7))], "", "", "")):
        assert {"5*", "7"} <= set(drawn(one).words)


def test_cumulative_counts_stand_at_their_dates_and_are_not_joined(drawn: Any) -> None:
    for one in both(trend([panel(*UPRISING)], "", "", "", cumulative=True)):
        spec = drawn(one)
        rows = spec.data["panel_1"]
        assert rows[1]["x"] - rows[0]["x"] < rows[2]["x"] - rows[1]["x"]
        assert [(line["x"], line["x2"]) for line in spec.data["lines_1"]] == [(row["x"], row["x"]) for row in rows]


def test_the_sign_of_a_slot_stands_in_its_middle(drawn: Any) -> None:
    slot = Point(2024, None, None, "not_published", "not published")
    for one in both(trend([panel(*(counted(2010 + n, 5) for n in range(14)), slot)], "", "", "")):
        datum = drawn(one).data["panel_1"][-1]
        signs = re.findall(r'<path [^>]*translate\(([\d.]+),[^>]*stroke-linecap="round"', Drawing(one).svg)
        assert [float(x) for x in signs] == [pytest.approx((datum["left"] + datum["right"]) / 2)]


def test_wrong_order_of_time_and_broken_years_are_refused() -> None:
    with pytest.raises(ValueError, match="in the order of time"):
        trend([panel(counted(2018, 1), counted(2017, 1))], "", "", "")
    with pytest.raises(ValueError, match="belong to whole years"):
        trend([panel(counted(2018.5, 1))], "", "", "")
    with pytest.raises(ValueError, match="at least one series"):
        trend([], "", "", "")
