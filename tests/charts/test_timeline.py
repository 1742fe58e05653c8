"""Every event is made up."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.charts.svg import Drawing

from behindbars.charts.timeline import DOT, Event, timeline
from behindbars.theme import INNER, NARROW, NARROW_INNER, WIDE

WORDS = "a synthetic event with a long clause that needs more than one line on a phone, if not on a page"


def crowd() -> list[Event]:
    events = []
    for month in range(1, 13):
        start = date(2024, month, 1)
        events.append(Event(f"Lane {month % 2}", f"{month}/2024", WORDS[: month * 8], start, start))
        events.append(Event(f"Lane {month % 2}", f"from {month}/2024", WORDS, start, date(2025, 6, 1), lasting=True))
    return [
        *events,
        Event("Lane 0", "since long ago", WORDS, date(2010, 1, 1), None, lasting=True),
        Event("Lane 1", "New Year", "synthetic", date(2010, 1, 1), date(2010, 1, 1), uncertain=True),
        Event("Lane 1", "last day", "synthetic", date(2025, 12, 31), date(2025, 12, 31), context=True),
        Event("Lane 1", "by the last day, date not given", "synthetic", None, date(2025, 12, 31)),
    ]


def page(spec: dict[str, Any]) -> dict[str, Any]:
    return {name: part for name, part in spec.items() if name != "usermeta"}


def both(spec: dict[str, Any]) -> list[dict[str, Any]]:
    return [page(spec), spec["usermeta"]["narrow"]]


def test_words_are_inside_and_apart_on_page_and_phone() -> None:
    for one, width in zip(both(timeline(crowd(), "Synthetic", "made up", "made up")), (WIDE, NARROW), strict=True):
        drawing = Drawing(one)
        assert drawing.width == width
        assert drawing.outside == []
        assert drawing.overlapping == []
        assert min(text.size for text in drawing.texts) >= 12


def test_every_event_is_told_with_its_date_and_has_its_mark_inside(drawn: Any) -> None:
    for one, inner in zip(both(timeline(crowd(), "", "", "")), (INNER, NARROW_INNER), strict=True):
        found = drawn(one)
        rows = found.data["events"]
        assert sorted(row["when"] for row in rows) == sorted(event.when for event in crowd())
        assert {event.when for event in crowd()} <= set(found.words)
        printed = " ".join(found.words)
        assert all(word in printed for event in crowd() for word in event.words.split())
        left, right = ends(one)
        for row in rows:
            place = left + (right - left) * (row["middle"] - 2010) / 16
            assert DOT / 2 <= place <= inner - DOT / 2


def ends(node: Any) -> tuple[float, float]:
    """Ends of the axis of the years."""
    if isinstance(node, dict):
        if "domain" in node and node.get("domain") == [2010, 2026]:
            return node["range"][0], node["range"][1]
        node = list(node.values())
    for child in node if isinstance(node, list) else []:
        if (found := ends(child)) != (0, 0):
            return found
    return 0, 0


def test_a_lane_is_named_beside_it_on_a_page_and_above_it_on_a_phone(drawn: Any) -> None:
    wide, narrow = both(timeline(crowd(), "", "", ""))
    for one, above in ((wide, False), (narrow, True)):
        name = next(row for row in drawn(one).data["words"] if row["text"] == "Lane 1")
        highest = min(row["y"] for row in drawn(one).data["events"] if row["lane"] == "Lane 1")
        assert (highest - name["y"] > 12) == above
    assert ends(wide)[0] > 40
    assert ends(narrow)[0] < 10


def test_order_of_events_does_not_matter_within_a_lane() -> None:
    events = [event for event in crowd() if event.lane == "Lane 0"]
    assert timeline(events, "", "", "") == timeline(events[::-1], "", "", "")


def test_events_stand_in_the_order_of_time_from_above(drawn: Any) -> None:
    events = [Event("", str(year), "synthetic", date(year, 1, 1), date(year, 1, 1)) for year in range(1995, 2025, 5)]
    for one in both(timeline(events, "", "", "")):
        heights = [row["y"] for row in drawn(one).data["events"]]
        assert heights == sorted(heights)


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
    for one in both(timeline([event], "", "", "")):
        (row,) = drawn(one).data["events"]
        assert row["status"] == status


def test_a_dot_stands_for_no_longer_than_it_is_wide(drawn: Any) -> None:
    start = date(1995, 1, 1)
    events = [Event("", str(n), "x", start, date(1994 + n, 12, 31)) for n in range(1, 4)]
    far = Event("", "later", "x", date(2025, 1, 1), date(2025, 1, 1))
    for one, inner in zip(both(timeline([*events, far], "", "", "")), (INNER, NARROW_INNER), strict=True):
        year = (inner - DOT) / 31
        for n, row in enumerate(drawn(one).data["events"][:3], 1):
            assert (row["status"] == "exact") == (n * year < DOT)


def test_open_end_is_drawn_to_the_day_of_the_source_and_no_further(drawn: Any) -> None:
    event = Event("", "since May 2022", "x", date(2022, 5, 1), None, lasting=True)
    for one in both(timeline([event], "", "", "", until=date(2025, 6, 26))):
        (row,) = drawn(one).data["events"]
        assert row["status"] == "at_least"
        assert row["high"] == pytest.approx(2025.485, abs=0.001)


def test_lanes_and_years_are_named(drawn: Any) -> None:
    wide, narrow = both(timeline(crowd(), "", "", ""))
    assert {"Lane 0", "Lane 1", "2011", "2015", "2025"} <= set(drawn(wide).words)
    assert {"Lane 0", "Lane 1", "2010", "2015", "2025"} <= set(drawn(narrow).words)


def test_no_line_of_a_year_runs_through_words(drawn: Any) -> None:
    for one in both(timeline(crowd(), "", "", "")):
        texts = [text for text in Drawing(one).texts if text.size == 12]
        origin = one["padding"]["left"], one["padding"]["top"]
        for line in drawn(one).data["years"]:
            x, y, y2 = line["x"] + origin[0], line["y"] + origin[1], line["y2"] + origin[1]
            for text in texts:
                assert not (text.left < x < text.right and y < text.top + 1 and text.bottom - 1 < y2), (line, text)


def test_event_without_date_or_with_a_wrong_end_is_refused() -> None:
    with pytest.raises(ValueError, match="'x' has no date"):
        timeline([Event("", "", "x", None, None)], "", "", "")
    with pytest.raises(ValueError, match="ends before it starts"):
        timeline([Event("", "", "x", date(2020, 1, 2), date(2020, 1, 1))], "", "", "")
    with pytest.raises(ValueError, match="at least one event"):
        timeline([], "", "", "")
