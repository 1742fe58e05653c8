"""What holds for every form. Every figure is made up."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import altair as alt
import pytest
import vl_convert

from behindbars.charts.bars import Panel as BarPanel
from behindbars.charts.bars import Row as BarRow
from behindbars.charts.bars import bars
from behindbars.charts.dots import Row as DotRow
from behindbars.charts.dots import dots
from behindbars.charts.grid import SIGNS, Cell, grid
from behindbars.charts.interval import Row as IntervalRow
from behindbars.charts.interval import intervals
from behindbars.charts.timeline import Event, timeline
from behindbars.charts.trend import Panel, Point, trend
from behindbars.theme import WIDTH

VL_VERSION = ".".join(alt.SCHEMA_VERSION.removeprefix("v").split(".")[:2])
TEXTS = (
    "A synthetic headline that says what the chart shows and is so long that it needs a second line",
    "Synthetic measure, place and time",
    "Source: made up",
)
VALUES: dict[str, tuple[float | None, float | None]] = {
    "exact": (40, 40),
    "about": (40, 40),
    "range": (30, 50),
    "at_least": (40, None),
    "more_than": (40, None),
    "up_to": (None, 40),
    "reported_zero": (0, 0),
    **dict.fromkeys(("none_known", "some", "unknown", "not_published", "not_addressed"), (None, None)),
}


def draw_bars() -> dict[str, Any]:
    panels = [
        BarPanel(
            f"Synthetic {context}",
            "made up",
            tuple(BarRow(status, *numbers, status, f"{status} words", context) for status, numbers in VALUES.items()),
        )
        for context in (False, True)
    ]
    return bars(panels, *TEXTS)


def draw_dots() -> dict[str, Any]:
    return dots(DotRow(120, 120, "exact", "120 made up"), DotRow(4, 6, "range", "4 to 6 made up"), *TEXTS)


def draw_intervals() -> dict[str, Any]:
    rows = [IntervalRow(status, *numbers, status, f"{status} words") for status, numbers in VALUES.items()]
    return intervals([*rows, IntervalRow("point", 20, 40, "range", "20 to 40", True, 30)], *TEXTS)


def draw_grid() -> dict[str, Any]:
    columns, halves = ("A", "B"), ("law", "practice")
    cells = [Cell(row, column, row, f"{row} words", half) for row in SIGNS for column in columns for half in halves]
    return grid(list(SIGNS), columns, cells, *TEXTS, halves=halves)


def draw_timeline() -> dict[str, Any]:
    day, later = date(2022, 1, 1), date(2024, 12, 31)
    events = [
        Event("A", "one day", "synthetic", day, day),
        Event("A", "within", "synthetic", day, later, uncertain=True),
        Event("A", "through", "synthetic", day, later, lasting=True),
        Event("B", "by", "synthetic", None, later, context=True),
        Event("B", "since", "synthetic", day, None, lasting=True),
    ]
    return timeline(events, *TEXTS)


def draw_trend() -> dict[str, Any]:
    points = [Point(2000 + n, *numbers, status, status) for n, (status, numbers) in enumerate(VALUES.items())]
    return trend([Panel("Synthetic", "made up", tuple(points))], *TEXTS)


def draw_cumulative() -> dict[str, Any]:
    points = (Point(2022.99, 0, 0, "reported_zero", "none"), Point(2025.5, 4, 5, "range", "4 to 5", True, False))
    return trend([Panel("", "", points)], *TEXTS, cumulative=True)


FORMS = [draw_bars, draw_dots, draw_intervals, draw_grid, draw_timeline, draw_trend, draw_cumulative]
form = pytest.mark.parametrize("draw", FORMS)
Draw = Callable[[], dict[str, Any]]


@form
def test_the_same_rows_give_the_same_bytes(draw: Draw) -> None:
    first, second = (json.dumps(draw(), ensure_ascii=False, allow_nan=False) for _ in range(2))
    assert first == second


@form
def test_all_data_are_inside_and_named(draw: Draw) -> None:
    text = json.dumps(draw())
    assert not re.search(r'"datasets"|"url"|data-[0-9a-f]{8}|view_\d|param_\d', text)
    names = re.findall(r'\], "name": "(\w+)"\}', text)
    assert len(names) == text.count('"data": {') > 1
    assert len(set(names)) == len(names)


@form
def test_whatever_theme_the_session_has_the_figure_is_ours(draw: Draw) -> None:
    before = draw()
    with alt.theme.enable("dark"):
        assert draw() == before


@form
def test_svg_has_the_width_of_the_page_and_no_warning(draw: Draw, capfd: pytest.CaptureFixture[str]) -> None:
    spec = draw()
    vl_convert.vegalite_to_vega(spec, vl_version=VL_VERSION, show_warnings=True)
    svg = vl_convert.vegalite_to_svg(spec, vl_version=VL_VERSION)
    captured = capfd.readouterr()
    assert captured.out + captured.err == ""
    assert re.search(r'<svg [^>]*width="(\d+)"', svg)[1] == str(WIDTH)  # type: ignore[index]


@form
def test_no_text_is_smaller_than_12_px_and_all_is_of_one_family(draw: Draw) -> None:
    svg = vl_convert.vegalite_to_svg(draw(), vl_version=VL_VERSION)
    texts = re.findall(r"<text [^>]*>", svg)
    assert texts
    assert all(float(re.search(r'font-size="([\d.]+)px"', text)[1]) >= 12 for text in texts)  # type: ignore[index]
    assert all("font-family=\"'Source Sans 3'\"" in text for text in texts)


@form
def test_nothing_lies_outside_the_page(draw: Draw) -> None:
    svg = vl_convert.vegalite_to_svg(draw(), vl_version=VL_VERSION)
    height = float(re.search(r'height="(\d+)"', svg)[1])  # type: ignore[index]
    origin = re.search(r'<g fill="none" stroke-miterlimit="10" transform="translate\(([\d.]+),([\d.]+)\)"', svg)
    assert origin
    for x, y in re.findall(r'<text [^>]*transform="translate\(([-\d.]+),([-\d.]+)\)', svg):
        assert 0 <= float(x) + float(origin[1]) <= WIDTH
        assert 0 <= float(y) + float(origin[2]) <= height


@form
def test_headline_subtitle_and_source_are_there(draw: Draw) -> None:
    spec = draw()
    assert " ".join(spec["title"]["text"]) == TEXTS[0]
    assert len(spec["title"]["text"]) == 2
    assert " ".join(spec["title"]["subtitle"]) == TEXTS[1]
    assert TEXTS[2] in json.dumps(spec)


def test_svg_bytes_are_stable() -> None:
    svgs = {vl_convert.vegalite_to_svg(draw_bars(), vl_version=VL_VERSION) for _ in range(2)}
    assert len(svgs) == 1
