"""The charts of a country's notebook, one function a cell."""

from __future__ import annotations

from collections.abc import Sequence

from behindbars.cascade import STAGES, Cascade, cascades
from behindbars.cascade_text import cascade_headline
from behindbars.chapter import Chapter, citation_line, cite_all, evidence, records, told_by, words
from behindbars.charts.bars import Panel, Row, bars
from behindbars.charts.dots import dots
from behindbars.charts.interval import Row as IntervalRow
from behindbars.charts.interval import intervals
from behindbars.country_text import absent, has_total
from behindbars.dataset import Observation
from behindbars.errors import IncomparableError
from behindbars.figure import Figure, Text
from behindbars.gap import NoGap, impunity_gap
from behindbars.gap_group import gap_group, mark_words, numbers
from behindbars.markdown import escape
from behindbars.survey import survey_share
from behindbars.theme import Spec
from behindbars.values import COUNTED_UNITS, Status
from behindbars.wording import NOT_MENTIONED, by_whom, capital, listing, one_of, span, unit_words, value_words


def bar_row(category: str, observation: Observation | None) -> Row:
    """Make a row of a bar chart; a value that nobody speaks of is a row all the same."""
    if observation is None:
        return Row(category, None, None, "not_mentioned", NOT_MENTIONED)
    return Row(category, *numbers(observation), words(observation), observation.is_context)


def cascade_panel(cascade: Cascade, title: str, below: str = "") -> Panel:
    """Make the panel of one series of the cascade, every stage in its place."""
    rows = tuple(bar_row(name, cascade.stages[stage]) for stage, name in STAGES.items())
    return Panel(title, below, rows)


def one_panel(rows: Sequence[tuple[str, Observation]]) -> list[Panel]:
    """Make a single panel of named values."""
    return [Panel("", "", tuple(bar_row(capital(label), row) for label, row in rows))]


def figure_of(
    chapter: Chapter,
    kind: str,
    spec: Spec,
    rows: Sequence[Observation],
    *,
    caption: str,
    alt: str,
    table: str,
    name_country: bool = False,
) -> Figure:
    """Make a figure whose table and csv hold these observations; `table` is the caption of the table."""
    evident = evidence(chapter.dataset, rows, table, name_country=name_country)
    return chapter.figure(kind, spec, caption=caption, alt=alt, table=evident, data=records(chapter.dataset, rows))


def cascade(chapter: Chapter) -> Figure:
    """Draw the accountability cascade of the country, one panel for each of the statement's series."""
    found = cascades(chapter.dataset, chapter.country.iso3, chapter.year)
    panels = [cascade_panel(one, capital(chapter.dataset.series[one.series].label_en)) for one in found] or [
        Panel("", "", tuple(bar_row(name, None) for name in STAGES.values()))
    ]
    rows = [row for one in found for row in one.observations]
    headline = cascade_headline(chapter, found)
    spec = bars(
        panels,
        headline,
        f"The accountability cascade, {chapter.name}, edition {chapter.year}"
        + (": each series apart, on its own scale" if len(panels) > 1 else ""),
        citation_line(chapter, rows),
    )
    return figure_of(
        chapter,
        "cascade",
        spec,
        rows,
        caption=f"The accountability cascade in {chapter.name}",
        alt=f"{headline}. " + " ".join(_spoken(chapter, one) for one in found),
        table=f"Stages of the cascade in {chapter.name} that the statement speaks of",
    )


def _spoken(chapter: Chapter, cascade: Cascade) -> str:
    """Tell a panel in words: every stage that is mentioned, and how many are not."""
    said = [
        f"{name.lower()} {words(row)}"
        for name, row in zip(STAGES.values(), cascade.stages.values(), strict=True)
        if row
    ]
    silent = len(STAGES) - len(said)
    rest = f"; {silent} of {len(STAGES)} stages not mentioned" if silent else ""
    return f"{capital(chapter.dataset.series[cascade.series].label_en)}: {', '.join(said)}{rest}."


def breakdown(chapter: Chapter, indicator: str, series: str) -> Figure | Text:
    """Draw an indicator by the groups that make up its total."""
    rows = [
        row
        for row in chapter.observations(year=chapter.year, indicator=indicator, series=series)
        if row.breakdown != "total" and not row.is_context
    ]
    rows.sort(key=lambda row: row.value.low or 0)
    label = chapter.dataset.indicators[indicator].label_en
    if not rows or not has_total(chapter, indicator, series):
        return absent(chapter, f"{label} by group")
    total = chapter.observation(indicator, series)
    headline = f"Of {words(total, unit=True)}, {words(rows[-1])} came from {rows[-1].breakdown}"
    spec = bars(
        one_panel([(row.breakdown, row) for row in rows]),
        headline,
        f"{capital(label)} to the {chapter.dataset.series[series].label_en} by group, "
        f"{chapter.name}, {total.period.words()}",
        citation_line(chapter, rows),
    )
    said = listing([f"{words(row)} from {row.breakdown}" for row in rows])
    return figure_of(
        chapter,
        f"{indicator.replace('_', '-')}-by-group",
        spec,
        [*rows, total],
        caption=f"{capital(label)} by group, {chapter.name}, {total.period.words()}",
        alt=f"{headline}: {said}.",
        table=f"{capital(label)} by group, with their total",
    )


def outcomes(chapter: Chapter, series: str) -> Figure | Text:
    """Draw what became of the complaints of one series, refusals included."""
    rows = [
        row
        for row in chapter.observations(year=chapter.year, series=series)
        if row.breakdown == "total" and row.case is None
    ]
    whole = next((row for row in rows if chapter.dataset.indicators[row.indicator].stage == 1), None)
    parts = [row for row in rows if whole and row.outcome_of == whole.indicator]
    name = chapter.dataset.series[series].label_en
    if whole is None or not parts:
        return absent(chapter, f"complaints to the {name} and their outcomes")
    parts.sort(key=lambda row: -(row.value.low or 0))
    labels = {row.id: chapter.dataset.indicators[row.indicator].label_en for row in rows}
    top = parts[0]
    headline = told_by([whole, *parts], f"Of {words(whole, unit=True)}, {words(top)} ended in {labels[top.id]}")
    spec = bars(
        one_panel([(labels[row.id], row) for row in (whole, *parts)]),
        headline,
        f"What became of the complaints, {name}, {chapter.name}, {whole.period.words()}",
        citation_line(chapter, [whole, *parts]),
    )
    said = listing([f"{labels[row.id]} {words(row)}" for row in parts])
    return figure_of(
        chapter,
        f"{series}-outcomes",
        spec,
        [whole, *parts],
        caption=f"Outcomes of complaints, {name}, {chapter.name}, {whole.period.words()}",
        alt=f"{headline}. {capital(said)}.",
        table=f"Complaints and their outcomes, {name}",
    )


def side_by_side(
    chapter: Chapter, kind: str, title: str, indicators: Sequence[str], *, case: str | None = None
) -> Figure | Text:
    """Draw values of this edition beside each other, each a bar of its own; they are not divided.

    Parameters
    ----------
    chapter : Chapter
        The chapter.
    kind : str
        Name of the figure within the chapter.
    title : str
        What is set side by side, as a noun phrase.
    indicators : sequence of str
        Indicators of one unit, in order.
    case : str, optional
        Case that the values belong to.

    Raises
    ------
    IncomparableError
        If the indicators count different units: one scale cannot hold them.
    """
    rows = [
        row
        for indicator in indicators
        for row in chapter.observations(year=chapter.year, indicator=indicator, statement_only=True)
        if row.breakdown == "total" and row.case == case and row.value.status is not Status.NOT_PUBLISHED
    ]
    units = {row.value.unit for row in rows}
    if not rows:
        return absent(chapter, listing([chapter.dataset.indicators[indicator].label_en for indicator in indicators]))
    if len(units) != 1:
        raise IncomparableError(f"{title}: one scale cannot hold {', '.join(sorted(units))}")
    labels = [chapter.dataset.indicators[row.indicator].label_en.removesuffix(" in the case") for row in rows]
    said = [_named(row, label) for row, label in zip(rows, labels, strict=True)]
    spec = bars(
        one_panel(list(zip(labels, rows, strict=True))),
        capital("; ".join(said)),
        f"{title}, {chapter.name}: {unit_words(units.pop())}",
        citation_line(chapter, rows),
    )
    return figure_of(
        chapter,
        kind,
        spec,
        rows,
        caption=f"{title}, {chapter.name}",
        alt=f"{title}: {'; '.join(said)}.",
        table="The values, and where they stand" if len(rows) > 1 else "The value, and where it stands",
    )


def _named(row: Observation, label: str) -> str:
    """Name a value with what it counts, in the order that its words ask for."""
    if row.value.status is Status.NONE_KNOWN:
        return f"no {one_of(label)} known to {by_whom(row.reporter)}"
    return f"{words(row)} {label}" if row.value.unit in COUNTED_UNITS and row.value.known else f"{label}: {words(row)}"


def gap_marks(chapter: Chapter) -> Figure | Text:
    """Draw one mark for each complaint, with those that led to a conviction picked out."""
    gap = impunity_gap(chapter.dataset, chapter.country.iso3, chapter.year)
    if isinstance(gap, NoGap):
        return Text(f"No mark can stand for a complaint here: {escape(gap.reason)}.")
    rows = [gap.complaints, gap.convictions]
    group = gap_group(chapter.dataset, gap, "")
    whole, part = group.whole.words, group.picked.words
    spec = dots(
        [group],
        capital(f"{whole}, {part}") if gap.none else capital(f"{part} beside {whole}: {gap.frequency}"),
        f"Complaints to the {chapter.dataset.series[gap.complaints.series].label_en}, {chapter.name}, "
        f"{gap.complaints.period.words()}. {mark_words([group])}".rstrip(),
        f"{citation_line(chapter, rows)} {gap.convictions.note or ''}".rstrip(),
    )
    return figure_of(
        chapter,
        "gap",
        spec,
        rows,
        caption=f"The impunity gap in {chapter.name}, one mark for each complaint",
        alt=f"{whole}, {part}; {group.note}.",
        table="Complaints and the convictions that the statement says resulted from them",
    )


def survey(chapter: Chapter, share: str, participants: str, series: str) -> Figure | Text:
    """Draw a survey's share with its Wilson interval.

    Parameters
    ----------
    chapter : Chapter
        The chapter.
    share, participants : str
        Indicators of the share and of the size of the sample.
    series : str
        The survey.
    """
    label = capital(chapter.dataset.indicators[share].label_en)
    if not all(has_total(chapter, indicator, series) for indicator in (share, participants)):
        return absent(
            chapter, f"{chapter.dataset.indicators[share].label_en} ({chapter.dataset.series[series].label_en})"
        )
    rows = [chapter.observation(share, series), chapter.observation(participants, series)]
    try:
        found = survey_share(rows[0].value, rows[1].value)
    except (IncomparableError, ValueError) as error:
        said = f"{label}: {words(rows[0])} of {words(rows[1])}"
        return Text(f"{escape(said)} {cite_all(rows)}. There is no interval to draw: {escape(str(error))}.")
    counted = value_words(found.count, rows[0].reporter)
    interval = f"{span(found.lower, found.upper)} per cent"
    headline = f"{label}: {words(rows[0])} of {words(rows[1])}, {counted}"
    spec = intervals(
        [
            IntervalRow("As the study reports it", *numbers(rows[0]), words(rows[0])),
            IntervalRow(
                f"If {counted.removeprefix('at least ')}: 95 per cent interval",
                found.lower,
                found.upper,
                "range",
                interval,
                point=100 * found.count.bounds[0] / rows[1].value.bounds[0],
            ),
        ],
        headline,
        f"Per cent of the participants, {chapter.name}; the date of the study is not stated",
        citation_line(chapter, rows) + " Wilson interval for the smallest count that the report allows, which is "
        "our calculation; a higher count would move it up. How participants were chosen is not stated.",
    )
    return figure_of(
        chapter,
        "survey",
        spec,
        rows,
        caption=f"{label}, {chapter.name}",
        alt=f"{headline}. Wilson interval at 95 per cent for the smallest such count: {interval}.",
        table="What the study reports",
    )
