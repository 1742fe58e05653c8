"""Every event is made up."""

from __future__ import annotations

from datetime import date
from itertools import combinations
from typing import Any

import pytest

from behindbars.charts.timeline import Event, timeline
from behindbars.fonts import measure
from behindbars.theme import INNER

WORDS = "a synthetic event with a long clause that needs more than one line"


def crowd() -> list[Event]:
    events = []
    for month in range(1, 13):
        start = date(2024, month, 1)
        events.append(Event(f"Lane {month % 2}", f"{month}/2024", WORDS, start, start))
        events.append(Event(f"Lane {month % 2}", f"from {month}/2024", WORDS, start, date(2025, 6, 1), lasting=True))
    return [*events, Event("Lane 0", "since long ago", WORDS, date(2010, 1, 1), None, lasting=True)]


def test_no_label_overlaps_another(drawn: Any) -> None:
    rows = [row for row in drawn(timeline(crowd(), "", "", "")).data["words"] if row["align"] != "center"]
    boxes = []
    for row in rows:
        width = measure(row["text"], row["size"], row["weight"])
        left = row["x"] - width * (row["align"] == "right")
        boxes.append((left, left + width, row["y"] - row["size"] / 2, row["y"] + row["size"] / 2, row["text"]))
        assert left >= -0.5
        assert left + width <= INNER + 0.5
    for one, other in combinations(boxes, 2):
        apart = one[1] <= other[0] or other[1] <= one[0] or one[3] <= other[2] or other[3] <= one[2]
        assert apart, (one, other)


def test_order_of_events_does_not_matter_within_a_lane() -> None:
    events = [event for event in crowd() if event.lane == "Lane 0"]
    assert timeline(events, "", "", "") == timeline(events[::-1], "", "", "")


@pytest.mark.parametrize(
    ("event", "status"),
    [
        (Event("", "one day", "x", date(2020, 1, 1), date(2020, 1, 1)), "exact"),
        (Event("", "that year", "x", date(2020, 1, 1), date(2020, 12, 31)), "range"),
        (Event("", "by then", "x", None, date(2020, 12, 31)), "up_to"),
        (Event("", "since then", "x", date(2020, 1, 1), None), "at_least"),
    ],
)
def test_time_is_drawn_no_more_precisely_than_it_is_known(event: Event, status: str, drawn: Any) -> None:
    (row,) = drawn(timeline([event], "", "", "")).data["events"]
    assert row["status"] == status


def test_open_end_is_drawn_to_the_day_of_the_source_and_no_further(drawn: Any) -> None:
    event = Event("", "since May 2022", "x", date(2022, 5, 1), None, lasting=True)
    (row,) = drawn(timeline([event], "", "", "", until=date(2025, 6, 26))).data["events"]
    assert row["status"] == "at_least"
    assert row["high"] == pytest.approx(2025.485, abs=0.001)


def test_lanes_and_years_are_named(drawn: Any) -> None:
    words = drawn(timeline(crowd(), "", "", "")).words
    assert {"Lane 0", "Lane 1", "2010", "2024"} <= set(words)


def test_event_without_date_or_with_a_wrong_end_is_refused() -> None:
    with pytest.raises(ValueError, match="'x' has no date"):
        timeline([Event("", "", "x", None, None)], "", "", "")
    with pytest.raises(ValueError, match="ends before it starts"):
        timeline([Event("", "", "x", date(2020, 1, 2), date(2020, 1, 1))], "", "", "")
    with pytest.raises(ValueError, match="at least one event"):
        timeline([], "", "", "")
