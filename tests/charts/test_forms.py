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
from tests.charts.svg import Drawing
from tests.test_brand import contrast

from behindbars.brand import Brand, find_brand
from behindbars.charts.bars import Panel as BarPanel
from behindbars.charts.bars import Row as BarRow
from behindbars.charts.bars import bars
from behindbars.charts.cells import Cell
from behindbars.charts.dots import Group, dots
from behindbars.charts.dots import Row as DotRow
from behindbars.charts.grid import grid
from behindbars.charts.interval import Row as IntervalRow
from behindbars.charts.interval import intervals
from behindbars.charts.signs import SIGNS
from behindbars.charts.timeline import Event, timeline
from behindbars.charts.trend import Panel, Point, trend
from behindbars.theme import NARROW, SMALL, WIDE

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
    **dict.fromkeys(
        ("none_known", "some", "unknown", "not_published", "not_mentioned", "to_be_completed"), (None, None)
    ),
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
    groups = [
        Group(f"{status} {picked}", DotRow(*VALUES[status], status, f"{status} whole"), row, "made up")
        for status in VALUES
        for picked, row in (
            ("part", DotRow(4, 6, "range", "4 to 6 made up")),
            ("nothing", DotRow(None, None, "not_published", "a synthetic reason that is told at some length")),
        )
    ]
    return dots(groups, *TEXTS)


def draw_intervals() -> dict[str, Any]:
    rows = [IntervalRow(status, *numbers, status, f"{status} words") for status, numbers in VALUES.items()]
    return intervals([*rows, IntervalRow("point", 20, 40, "range", "20 to 40", True, 30)], *TEXTS)


def draw_grid() -> dict[str, Any]:
    columns, halves = ("A", "B"), ("law", "practice")
    cells = [Cell(row, column, (row,), f"{row} words", half) for row in SIGNS for column in columns for half in halves]
    return grid(list(SIGNS), columns, cells, *TEXTS, halves=halves, key={status: f"{status} words" for status in SIGNS})


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


def narrow(spec: dict[str, Any]) -> dict[str, Any]:
    return spec["usermeta"]["narrow"]  # type: ignore[no-any-return]


@pytest.fixture(scope="module", params=FORMS, ids=lambda draw: draw.__name__)
def spec(request: pytest.FixtureRequest) -> dict[str, Any]:
    return request.param()  # type: ignore[no-any-return]


@pytest.fixture(scope="module", params=["page", "phone"])
def drawing(spec: dict[str, Any], request: pytest.FixtureRequest) -> Drawing:
    return Drawing(spec if request.param == "page" else narrow(spec))


@pytest.fixture
def brand() -> Brand:
    return find_brand()


@form
def test_the_same_rows_give_the_same_bytes(draw: Draw) -> None:
    first, second = (json.dumps(draw(), ensure_ascii=False, allow_nan=False) for _ in range(2))
    assert first == second


@pytest.mark.parametrize("width", ["page", "phone"])
def test_all_data_are_inside_and_named(spec: dict[str, Any], width: str) -> None:
    text = json.dumps({**spec, "usermeta": None} if width == "page" else narrow(spec))
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
def test_vega_has_no_warning(draw: Draw, capfd: pytest.CaptureFixture[str]) -> None:
    spec = draw()
    for one in (spec, narrow(spec)):
        vl_convert.vegalite_to_vega(one, vl_version=VL_VERSION, show_warnings=True)
        vl_convert.vegalite_to_svg(one, vl_version=VL_VERSION)
    captured = capfd.readouterr()
    assert captured.out + captured.err == ""


def test_a_figure_is_as_wide_as_a_page_and_again_as_a_phone(spec: dict[str, Any]) -> None:
    assert (Drawing(spec).width, Drawing(narrow(spec)).width) == (WIDE, NARROW)


def test_a_phone_has_a_layout_of_its_own(spec: dict[str, Any]) -> None:
    page, phone = Drawing(spec), Drawing(narrow(spec))
    assert phone.height > page.height
    assert "usermeta" not in narrow(spec)


def test_no_text_is_smaller_than_12_px_and_all_is_of_one_family(drawing: Drawing) -> None:
    assert drawing.texts
    assert min(text.size for text in drawing.texts) >= SMALL
    texts = re.findall(r"<text [^>]*>", drawing.svg)
    assert all("font-family=\"'Source Sans 3'\"" in text for text in texts)


def test_every_word_is_inside_the_frame(drawing: Drawing) -> None:
    assert drawing.outside == []


def test_no_words_overlap(drawing: Drawing) -> None:
    assert drawing.overlapping == []


def test_words_and_marks_stand_out_from_the_page(drawing: Drawing, brand: Brand) -> None:
    words = {text.color for text in drawing.texts}
    marks = drawing.colors - {brand.background, brand.pale}
    assert all(contrast(color, brand.background) >= 4.5 for color in words)
    assert all(contrast(color, brand.background) >= 3 for color in marks)


def test_every_colour_is_the_brands(drawing: Drawing, brand: Brand) -> None:
    assert drawing.colors | {text.color for text in drawing.texts} <= {
        getattr(brand, role) for role in ("ink", "background", "statement", "muted", "gap", "pale", "outline")
    }


def test_headline_subtitle_and_source_are_there(spec: dict[str, Any]) -> None:
    assert len(spec["title"]["text"]) == 2
    for one in (spec, narrow(spec)):
        assert " ".join(one["title"]["text"]) == TEXTS[0]
        assert " ".join(one["title"]["subtitle"]) == TEXTS[1]
        assert TEXTS[2] in json.dumps(one)


def test_svg_bytes_are_stable() -> None:
    svgs = {vl_convert.vegalite_to_svg(draw_bars(), vl_version=VL_VERSION) for _ in range(2)}
    assert len(svgs) == 1
