"""Charts of made-up values, one of each form, with all that it can draw. Every figure is synthetic."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from behindbars import charts
from behindbars.charts import PAGE, PHONE

VALUES: dict[str, tuple[float | None, float | None, str]] = {
    "exact": (40, 40, "40"),
    "range": (30, 40, "30 to 40"),
    "at_least": (40, None, "at least 40"),
    "more_than": (40, None, "more than 40"),
    "up_to": (None, 40, "up to 40"),
    "about": (40, 40, "about 40"),
    "reported_zero": (0, 0, "zero, as the authorities reported"),
    "none_known": (None, None, "none known to the authors"),
    "some": (None, None, "“a handful of prosecutions”, no number given"),
    "unknown": (None, None, "not known"),
    "not_published": (None, None, "not published"),
    "not_comprehensive": (None, None, "no comprehensive statistics"),
    "not_mentioned": (None, None, "not mentioned"),
    "to_be_completed": (None, None, "to be completed"),
}
"""Low, high and words of each status."""
FINDINGS = ["in_place", "partial", "absent", "not_implemented", "threatened", "harmful", "unknown", "not_mentioned"]
PUBLICATION = [
    "published",
    "reported_to_un",
    "not_published",
    "not_comprehensive",
    "unknown",
    "others_only",
    "to_be_completed",
]
WIDTHS = (PAGE, PHONE)


def values(*statuses: str, context: bool = False) -> pd.DataFrame:
    """Make a frame with a row for each status; for all of them if none is named."""
    rows = [(status, *VALUES[status], context) for status in statuses or VALUES]
    frame = pd.DataFrame(rows, columns=["status", "low", "high", "words", "context"])
    frame = frame.astype({"low": "Float64", "high": "Float64"})
    return frame.assign(name=[f"Synthetic {n}" for n in range(len(frame))])


def as_bars(frame: pd.DataFrame, width: int = PAGE) -> Any:
    return charts.bars(frame, "name", width=width)


def as_panels(frame: pd.DataFrame, width: int = PAGE) -> Any:
    """Draw the values twice, as by two series of one country."""
    series = (frame.assign(country="Synthetic A", series=f"synthetic series {n}") for n in (1, 2))
    return charts.bars(pd.concat(series), "name", ["country", "series"], width=width)


def as_intervals(frame: pd.DataFrame, width: int = PAGE) -> Any:
    return charts.intervals(frame, "name", width=width)


def as_points(frame: pd.DataFrame, width: int = PAGE) -> Any:
    return charts.points(frame.assign(time=range(2012, 2012 + len(frame)), sure=True), words="words", width=width)


def as_growth(frame: pd.DataFrame, width: int = PAGE) -> Any:
    """Draw the values as counts up to a date, two years apart."""
    timed = frame.assign(time=[2012.5 + 2 * n for n in range(len(frame))], sure=True)
    return charts.points(timed, words="words", cumulative=True, width=width)


def as_wholes(frame: pd.DataFrame, width: int = PAGE) -> Any:
    """Draw the values as the complaints, without a conviction."""
    whole = frame.drop(columns="name").add_prefix("whole_")
    part = {"part_low": pd.NA, "part_high": pd.NA, "part_status": "not_mentioned", "part_words": "no part"}
    return charts.marks(whole.assign(country_name=frame["name"], note="", **part), width=width)


def as_parts(frame: pd.DataFrame, width: int = PAGE) -> Any:
    """Draw the values as convictions among 120 complaints."""
    part = frame.drop(columns=["name", "context"]).add_prefix("part_")
    whole = {"whole_low": 120, "whole_high": 120, "whole_status": "exact", "whole_words": "120 complaints"}
    return charts.marks(part.assign(country_name=frame["name"], note="A note.", **whole), width=width)


def as_tracks(frame: pd.DataFrame, width: int = PAGE) -> Any:
    """Draw each value as the furthest of six stages, the second first."""
    names = [f"Synthetic stage {n}" for n in range(6)]
    stages = pd.Categorical([names[(n + 1) % 6] for n in range(len(frame))], names, ordered=True)
    short = frame["status"].str.replace("_", " ")
    return charts.tracks(frame.assign(stage=stages, short=short), "name", "stage", width=width)


VALUED: dict[str, Callable[..., Any]] = {
    "bars": as_bars,
    "panels": as_panels,
    "intervals": as_intervals,
    "points": as_points,
    "growth": as_growth,
    "wholes": as_wholes,
    "parts": as_parts,
    "tracks": as_tracks,
}
"""Forms that draw values."""


def findings(statuses: list[str] = FINDINGS) -> pd.DataFrame:
    """Make a row for each status, in the second half of a cell of whose first half nobody speaks."""
    frame = pd.DataFrame({"topic": [f"Synthetic topic {n}" for n in range(len(statuses))], "status": statuses})
    frame = pd.concat([frame.assign(half="law", status="not_mentioned"), frame.assign(half="practice")])
    frame = pd.concat([frame.assign(country=f"Country {letter}") for letter in "ABCDE"])
    return frame.assign(status_name=frame["status"].str.replace("_", " "), words=frame["status"].str.replace("_", " "))


EVENTS: list[tuple[str, str, str | None, str | None, bool, bool]] = [
    ("12 May 2021", "A day", "2021-05-12", "2021-05-12", False, False),
    ("2022", "Some time in the year, in more words than a line holds", "2022-01-01", "2022-12-31", False, False),
    ("2021 or 2022", "Some time in two years", "2021-01-01", "2022-12-31", False, False),
    ("by June 2023, date not given", "Open start", None, "2023-06-30", False, False),
    ("from June 2023", "Open end", "2023-06-01", None, False, False),
    ("2021 to 2022", "All through", "2021-01-01", "2022-12-31", True, False),
    ("since March 2022", "All through, open end", "2022-03-01", None, True, False),
    ("until March 2022", "All through, open start", None, "2022-03-01", True, False),
    ("April 2023 (uncertain)", "Inferred", "2023-04-01", "2023-04-30", False, True),
]


def events() -> pd.DataFrame:
    """Make an event of each kind, in two lanes."""
    frame = pd.DataFrame(EVENTS, columns=["when", "event", "start", "end", "lasting", "uncertain"])
    days = {end: pd.to_datetime(frame[end]) for end in ("start", "end")}
    return frame.assign(**days, context=False, lane=["Lane A"] * 5 + ["Lane B"] * 4)


def as_timeline(frame: pd.DataFrame, width: int = PAGE) -> Any:
    return charts.timeline(frame, "lane", until=pd.Timestamp("2025-06-26"), width=width)


def as_grid(frame: pd.DataFrame, width: int = PAGE) -> Any:
    return charts.grid(frame, "topic", "country", half="half", width=width)


def as_publication(frame: pd.DataFrame, width: int = PAGE) -> Any:
    return charts.grid(frame, "topic", "country", words="words", width=width)


ALL: dict[str, tuple[Callable[..., Any], Callable[[], pd.DataFrame]]] = {
    **{name: (form, values) for name, form in VALUED.items()},
    "timeline": (as_timeline, events),
    "grid": (as_grid, findings),
    "publication": (as_publication, lambda: findings(PUBLICATION).query("half == 'practice'")),
}
"""Every form with a frame of all that it can draw."""


LONG = "a synthetic text of so many words that it needs several lines on a page, and on a phone more than that"
"""A text that no line holds."""


def drawn(name: str, width: int = PAGE, rows: int | None = None, **cells: Any) -> Any:
    """Draw all that a form can draw, or its first rows, with other cells in each row."""
    form, frame = ALL[name]
    return form(frame().head(rows or 1000).assign(**cells), width=width)
