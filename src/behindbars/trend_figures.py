"""The charts of values over the years of any chapter, one function a cell: trends, counts that grow."""

from __future__ import annotations

from calendar import month_abbr, month_name
from collections.abc import Sequence
from dataclasses import replace

from behindbars.chapter import Chapter, citation_line, evidence, records, told_by, words
from behindbars.charts.trend import Panel, Point
from behindbars.charts.trend import trend as trend_chart
from behindbars.country_text import absent
from behindbars.dataset import Observation
from behindbars.dates import Period, decimal_year
from behindbars.figure import Figure, Text
from behindbars.markdown import escape
from behindbars.trends import Trend, accumulation, trends
from behindbars.values import Direction, Status, direction
from behindbars.wording import capital, listing, spelled


def trend(chapter: Chapter, indicator: str) -> Figure | Text:
    """Draw an indicator over the years, one panel for each series; all countries in a regional chapter."""
    country = chapter.country.iso3 if chapter.country.kind == "country" else None
    found = trends(chapter.dataset, indicator, chapter.year, country=country)
    label = chapter.dataset.indicators[indicator].label_en
    if not found:
        return Text(
            f"No series of {escape(label)} in {escape(chapter.name)} has two years that could be compared, "
            "so there is no trend to draw."
        )
    panels = [_panel(chapter, one, name_country=country is None) for one in found]
    rows = [row for one in found for row in one.observations]
    headline = told_by(rows, _trend_headline(chapter, found, label))
    alone = ": each panel is one series on its own scale" if len(panels) > 1 else ""
    doubt = "; * marks a figure of less than high confidence" if any(row.confidence != "high" for row in rows) else ""
    spec = trend_chart(
        panels,
        headline,
        f"{capital(label)} by year, {chapter.name}{alone}; missing years stay gaps{doubt}{_earlier(chapter, rows)}",
        citation_line(chapter, rows),
    )
    said = "; ".join(
        f"{panel.title}: {', '.join(f'{words(row)} in {row.period.words()}' for row in one.observations)}"
        for panel, one in zip(panels, found, strict=True)
    )
    return chapter.figure(
        f"{indicator.replace('_', '-')}-trend",
        spec,
        caption=f"{capital(label)} over the years, {chapter.name}",
        alt=f"{headline}. {said}.",
        table=evidence(chapter.dataset, rows, f"{capital(label)} by year and series", name_country=country is None),
        data=records(chapter.dataset, rows),
    )


def _panel(chapter: Chapter, one: Trend, *, name_country: bool) -> Panel:
    series = chapter.dataset.series[one.series].label_en
    title = f"{chapter.dataset.countries[one.country].name_en}: {series}" if name_country else capital(series)
    return Panel(
        title, _what_is_counted(one), tuple(_point(row, row.period.sort_key[1].year) for row in one.observations)
    )


def _what_is_counted(one: Trend) -> str:
    """Name what each context source counts, by year: the wording of one series may change with its sources."""
    years: dict[str, list[str]] = {}
    for row in one.observations:
        if row.is_context and row.note:
            years.setdefault(row.note, []).append(str(row.year))
    return "; ".join(f"{listing(counted)}: {note}" for note, counted in years.items())


def _point(row: Observation, year: float) -> Point:
    value = row.value
    # A part of a year is said with its value: ten months do not compare with twelve.
    start, end = (month_abbr[day.month] for day in row.period.sort_key)
    part = "" if row.period.text.isdigit() else f" ({start}–{end})"
    return Point(
        year,
        value.low,
        value.high,
        str(value.status),
        words(row) + part,
        context=row.is_context,
        sure=row.confidence == "high",
    )


def _trend_headline(chapter: Chapter, found: Sequence[Trend], label: str) -> str:
    """Say where the series that reach this edition's whole year rose or fell since their first year."""
    current = [one for one in found if _ends(one)[1].period == Period.parse(str(chapter.year))]
    if not current:
        few = {1: "not complete", 2: "neither complete"}.get(len(found), "none of them complete")
        return f"{capital(spelled(len(found)))} series of {label}, {few} to {chapter.year}"
    if len(found) == 1:
        first, last = _ends(current[0])
        direction = _direction(current[0])
        if direction == INCOMPARABLE:
            return f"{capital(label)} {direction}: {_at(first)}, {_at(last)}"
        return f"{capital(label)} {direction} from {_at(first)} to {_at(last)}"
    places: dict[str, list[str]] = {}
    for one in current:
        where = chapter.dataset.countries[one.country].name_en
        places.setdefault(_direction(one), []).append(where)
    said = listing([f"{direction} in {listing(names)}" for direction, names in places.items()])
    return f"{capital(label)} {said}, each series on its own terms"


def _at(row: Observation) -> str:
    # Who reported a zero is said beside its mark and in the table.
    amount = "zero" if row.value.status is Status.REPORTED_ZERO else words(row)
    return f"{amount} in {row.period.words()}"


def _ends(one: Trend) -> tuple[Observation, Observation]:
    """Give the first and last observation that have a number."""
    known = [row for row in one.observations if row.value.known]
    return known[0], known[-1]


INCOMPARABLE = "cannot be compared"
"""Said of two values that overlap: neither a rise nor a fall can be told."""
DIRECTIONS = {
    Direction.ROSE: "rose",
    Direction.FELL: "fell",
    Direction.LEVEL: "ended level",
    Direction.OPEN: INCOMPARABLE,
}


def _direction(one: Trend) -> str:
    """Say how the last known value of a series stands to its first; level only if they are equal."""
    first, last = _ends(one)
    return DIRECTIONS[direction(first.value, last.value)]


def growth(chapter: Chapter, indicator: str) -> Figure | Text:
    """Draw a count that grows with time, each value as its source gives it."""
    counted = chapter.observations(indicator=indicator)
    if not any(row.breakdown == "total" and row.case is None and row.year <= chapter.year for row in counted):
        return absent(chapter, chapter.dataset.indicators[indicator].label_en)
    found = accumulation(chapter.dataset, chapter.country.iso3, indicator, chapter.year)
    rows = list(found.observations)
    label = chapter.dataset.indicators[indicator].label_en
    definition = chapter.dataset.indicators[indicator].definition_en
    last = rows[-1]
    headline = told_by([last], f"{capital(words(last))} {label} by {_month(last)}{_whose(chapter, last)}")
    spec = trend_chart(
        [
            Panel(
                "",
                "",
                tuple(
                    replace(_point(row, decimal_year(row.period.sort_key[1], 0)), words=f"{words(row)}, {_month(row)}")
                    for row in rows
                ),
            )
        ],
        headline,
        f"{chapter.name}, count up to each date{_earlier(chapter, rows)}. {definition}",
        citation_line(chapter, rows),
        cumulative=True,
    )
    said = "; ".join(f"by {_month(row)} {words(row)}" for row in rows)
    return chapter.figure(
        indicator.replace("_", "-"),
        spec,
        caption=f"{capital(label)}, cumulative",
        alt=f"{headline}. {capital(said)}.",
        table=evidence(chapter.dataset, rows, f"{capital(label)}, cumulative count"),
        data=records(chapter.dataset, rows),
    )


def _earlier(chapter: Chapter, rows: Sequence[Observation]) -> str:
    """Say in the line under the headline that full marks are not all of this edition's statement."""
    others = any(_of_earlier_statement(chapter, row) for row in rows)
    return "; full marks: this and earlier statements, as the table tells" if others else ""


def _whose(chapter: Chapter, row: Observation) -> str:
    return f", as the statement on {row.year} said" if _of_earlier_statement(chapter, row) else ""


def _of_earlier_statement(chapter: Chapter, row: Observation) -> bool:
    return not row.is_context and row.source != chapter.statement.key


def _month(row: Observation) -> str:
    end = row.period.sort_key[1]
    return f"{month_name[end.month]} {end.year}"
