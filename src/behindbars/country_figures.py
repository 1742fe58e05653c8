"""The charts of a country's notebook, one function a cell."""

from __future__ import annotations

from collections.abc import Sequence

from behindbars.cascade import STAGES, Cascade, cascades
from behindbars.chapter import Chapter, citation_line, evidence, records, told_by, words
from behindbars.charts.bars import Panel, Row, bars
from behindbars.charts.dots import MOST, dots
from behindbars.charts.dots import Row as DotRow
from behindbars.charts.interval import Row as IntervalRow
from behindbars.charts.interval import intervals
from behindbars.country_text import absent, cascade_headline, has_total
from behindbars.dataset import Observation
from behindbars.errors import IncomparableError
from behindbars.figure import Figure, Text
from behindbars.gap import Gap, NoGap, impunity_gap
from behindbars.markdown import escape
from behindbars.region_text import cite_all
from behindbars.survey import survey_share
from behindbars.values import COUNTED_UNITS, Status
from behindbars.wording import NOT_ADDRESSED, by_whom, capital, listing, one_of, span, unit_words, value_words

SILENT = "not_addressed"


def bar_row(category: str, observation: Observation | None) -> Row:
    """Make a row of a bar chart; a value that nobody speaks of is a row all the same."""
    if observation is None:
        return Row(category, None, None, SILENT, NOT_ADDRESSED)
    value = observation.value
    return Row(category, value.low, value.high, str(value.status), words(observation), observation.is_context)


def cascade_panel(cascade: Cascade, title: str) -> Panel:
    """Make the panel of one series of the cascade, every stage in its place."""
    rows = tuple(bar_row(name, cascade.stages[stage]) for stage, name in STAGES.items())
    return Panel(title, "", rows)


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
        + (": each column is one series, on its own scale" if len(panels) > 1 else ""),
        citation_line(chapter, rows),
    )
    caption = f"The accountability cascade in {chapter.name}"
    return chapter.figure(
        "cascade",
        spec,
        caption=caption,
        alt=f"{headline}. " + " ".join(_spoken(chapter, one) for one in found),
        table=evidence(chapter.dataset, rows, f"Stages of the cascade in {chapter.name} that the statement speaks of"),
        data=records(chapter.dataset, rows),
    )


def _spoken(chapter: Chapter, cascade: Cascade) -> str:
    """Tell a panel in words: every stage that is addressed, and how many are not."""
    said = [
        f"{name.lower()} {words(row)}"
        for name, row in zip(STAGES.values(), cascade.stages.values(), strict=True)
        if row
    ]
    silent = len(STAGES) - len(said)
    rest = f"; {silent} of {len(STAGES)} stages not addressed" if silent else ""
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
    largest = rows[-1]
    headline = f"Of {words(total, unit=True)}, {words(largest)} came from {largest.breakdown}"
    spec = bars(
        [Panel("", "", tuple(bar_row(capital(row.breakdown), row) for row in rows))],
        headline,
        f"{capital(label)} to the {chapter.dataset.series[series].label_en} by group, "
        f"{chapter.name}, {total.period.words()}",
        citation_line(chapter, rows),
    )
    said = listing([f"{words(row)} from {row.breakdown}" for row in rows])
    return chapter.figure(
        f"{indicator.replace('_', '-')}-by-group",
        spec,
        caption=f"{capital(label)} by group, {chapter.name}, {total.period.words()}",
        alt=f"{headline}: {said}.",
        table=evidence(chapter.dataset, [*rows, total], f"{capital(label)} by group, with their total"),
        data=records(chapter.dataset, [*rows, total]),
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
        [Panel("", "", tuple(bar_row(capital(labels[row.id]), row) for row in (whole, *parts)))],
        headline,
        f"What became of the complaints, {name}, {chapter.name}, {whole.period.words()}",
        citation_line(chapter, [whole, *parts]),
    )
    said = listing([f"{labels[row.id]} {words(row)}" for row in parts])
    return chapter.figure(
        f"{series}-outcomes",
        spec,
        caption=f"Outcomes of complaints, {name}, {chapter.name}, {whole.period.words()}",
        alt=f"{headline}. {capital(said)}.",
        table=evidence(chapter.dataset, [whole, *parts], f"Complaints and their outcomes, {name}"),
        data=records(chapter.dataset, [whole, *parts]),
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
        [Panel("", "", tuple(bar_row(capital(label), row) for row, label in zip(rows, labels, strict=True)))],
        capital("; ".join(said)) if len(rows) > 1 else f"{title}: {words(rows[0])}",
        f"{title}, {chapter.name}: {unit_words(units.pop())}",
        citation_line(chapter, rows),
    )
    return chapter.figure(
        kind,
        spec,
        caption=f"{title}, {chapter.name}",
        alt=f"{title}: {'; '.join(said)}.",
        table=evidence(chapter.dataset, rows, f"{title}, {chapter.name}"),
        data=records(chapter.dataset, rows),
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
    whole, part = words(gap.complaints, unit=True), gap.outcome
    share = value_words(gap.share, gap.convictions.reporter)
    said = f"{whole} and {part}: {gap.frequency}; {share} of the complaints are without a known conviction."
    if not _drawable(gap):
        return Text(f"No mark can stand for each complaint here. {escape(capital(said))} {cite_all(rows)}")
    spec = dots(
        DotRow(*_numbers(gap.complaints), whole),
        DotRow(*_numbers(gap.convictions), part),
        f"{whole}, {part}" if gap.none else f"{part} beside {whole}: {gap.frequency}",
        f"One mark is one complaint to the {chapter.dataset.series[gap.complaints.series].label_en}, "
        f"{chapter.name}, {gap.complaints.period.words()}",
        f"{citation_line(chapter, rows)} {gap.convictions.note or ''}".rstrip(),
    )
    return chapter.figure(
        "gap",
        spec,
        caption=f"The impunity gap in {chapter.name}, one mark for each complaint",
        alt=said,
        table=evidence(
            chapter.dataset, rows, "Complaints and the convictions that the statement says resulted from them"
        ),
        data=records(chapter.dataset, rows),
    )


def _drawable(gap: Gap) -> bool:
    """Whether single marks can show a gap: an exact whole number of complaints, and no more convictions."""
    whole, part = gap.complaints.value, gap.convictions.value
    if whole.status is not Status.EXACT or whole.low is None or whole.low != int(whole.low):
        return False
    return 1 <= whole.low <= MOST and (part.high or 0) <= whole.low


def _numbers(row: Observation) -> tuple[float | None, float | None, str]:
    return row.value.low, row.value.high, str(row.value.status)


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
        return absent(chapter, f"the {chapter.dataset.series[series].label_en}: {label}")
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
            IntervalRow("As the study reports it", *_numbers(rows[0]), words(rows[0])),
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
        citation_line(chapter, rows) + " Wilson interval for the smallest count that the report allows; a higher "
        "count would move it up. How participants were chosen is not stated.",
    )
    return chapter.figure(
        "survey",
        spec,
        caption=f"{label}, {chapter.name}",
        alt=f"{headline}. Wilson interval at 95 per cent for the smallest such count: {interval}.",
        table=evidence(chapter.dataset, rows, "What the study reports"),
        data=records(chapter.dataset, rows),
    )
