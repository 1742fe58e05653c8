"""The vocabulary of marks. Every figure is made up."""

from __future__ import annotations

import re

import pytest
import vl_convert
from altair import SCHEMA_VERSION

from behindbars.charts import marks, slots
from behindbars.charts.bars import Panel, Row, bars
from behindbars.charts.interval import Row as Interval
from behindbars.charts.interval import intervals

VL_VERSION = ".".join(SCHEMA_VERSION.removeprefix("v").split(".")[:2])
Values = dict[str, tuple[float | None, float | None, str]]


def bar_svg(status: str, values: Values, *, context: bool = False, words: str = "same words") -> str:
    low, high, _ = values[status]
    row = Row("synthetic", low, high, status, words, context)
    return vl_convert.vegalite_to_svg(bars([Panel("", "", (row,))], "", "", ""), vl_version=VL_VERSION)


def interval_svg(status: str, values: Values) -> str:
    low, high, _ = values[status]
    row = Interval("synthetic", low, high, status, "same words")
    return vl_convert.vegalite_to_svg(intervals([row], "", "", ""), vl_version=VL_VERSION)


def shapes(svg: str) -> tuple[str, ...]:
    """Every drawn path with its fill and dashes, whatever its colour; and nothing printed."""
    paths = re.findall(r"<path [^>]*>", svg)
    return tuple(sorted(re.sub(r'"#(?!FFFFFF)[0-9A-Fa-f]{6}"', '"colour"', path) for path in paths))


def test_statuses_are_those_of_the_data(values: Values) -> None:
    assert set(marks.STATUSES) == set(values)


@pytest.mark.parametrize("draw", [bar_svg, interval_svg])
def test_every_status_is_drawn_in_its_own_way(draw: object, values: Values) -> None:
    assert callable(draw)
    drawn = {status: shapes(draw(status, values)) for status in values if status != "about"}
    assert len(set(drawn.values())) == len(drawn)


def test_about_differs_from_exact_in_words_only(values: Values) -> None:
    assert shapes(bar_svg("about", values)) == shapes(bar_svg("exact", values))
    assert values["about"][2] != values["exact"][2]


@pytest.mark.parametrize("status", marks.NUMBERED)
def test_context_differs_from_the_statement_without_colour(status: str, values: Values) -> None:
    def filled(svg: str) -> int:
        return len(re.findall(r'<path [^>]*fill="#12436D"', svg))

    own, other = bar_svg(status, values), bar_svg(status, values, context=True)
    assert filled(own) > 0 or status == "up_to"
    assert filled(other) == 0
    assert 'font-style="italic"' in other
    assert 'font-style="italic"' not in own


@pytest.mark.parametrize("status", slots.WORDED)
def test_what_has_no_number_has_a_sign_and_words_and_no_bar(status: str, values: Values) -> None:
    svg = bar_svg(status, values, words="words in the slot")
    assert "words in the slot" in svg
    assert "#12436D" not in svg
    assert len(re.findall(r'stroke-linecap="round"', svg)) == 1


def test_signs_close_their_outlines_without_the_command_that_vega_drops() -> None:
    paths = [*slots.SIGNS.values(), marks.ARROW, marks.BACK_ARROW, marks.ZERO]
    assert not [path for path in paths if "Z" in path.upper()]


def test_unknown_status_is_refused() -> None:
    with pytest.raises(ValueError, match="'guess' is not a status; expected one of exact, about"):
        marks.record(Row("synthetic", 1, 1, "guess", "1"), 100)


@pytest.mark.parametrize(
    ("low", "high", "status"),
    [(None, 1, "exact"), (1, None, "range"), (None, 1, "at_least"), (1, None, "up_to"), (None, None, "reported_zero")],
)
def test_status_without_its_number_is_refused(low: float | None, high: float | None, status: str) -> None:
    with pytest.raises(ValueError, match=f"the status {status} needs its number"):
        marks.record(Row("synthetic", low, high, status, "words"), 100)


def test_whole_numbers_are_written_alike() -> None:
    whole, real = (marks.record(Row("synthetic", n, n, "exact", "4"), 100) for n in (4, 4.0))
    assert repr(whole) == repr(real)
    assert marks.record(Row("synthetic", 4.5, 4.5, "exact", "4.5"), 100)["low"] == 4.5
