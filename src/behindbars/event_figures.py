"""The timelines of any chapter, one function a cell: cases, events, milestones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from behindbars.chapter import Chapter, citation, citation_line, told_by
from behindbars.charts.timeline import Event as Mark
from behindbars.charts.timeline import timeline
from behindbars.dataset import Event
from behindbars.figure import Figure, Text
from behindbars.markdown import Table, escape
from behindbars.wording import capital, counted, listing, spelled

LASTING = frozenset({"detention", "event", "finding", "monitoring"})
"""Kinds of events that go on through the whole of an interval; others happen at some time within it."""
MILESTONES = frozenset(
    {"cat_report", "cat_review", "convention_against_torture", "criminal_code", "law", "npm_law", "opcat"}
)
"""Kinds of events that are steps of treaties and laws."""
OWN_RECORD = frozenset({"finding", "publication", "statistics", "submission"})
"""Kinds that record the statement's own making rather than what happened; left out of the regional timeline."""
TURNING_POINTS = frozenset({"death", "detention", "verdict"})
"""Kinds of events of one person's case that the regional timeline shows; the country's chapter shows all."""
MOST_SPOKEN = 10
"""Most events that an alternative text names one by one; the table beneath always has all of them."""


def case_timeline(chapter: Chapter) -> Figure | Text:
    """Draw the dated facts of the country's cases, one lane for each case."""
    titles = {case.id: case.title_en for case in chapter.dataset.cases if case.year == chapter.year}
    events = [event for event in chapter.events if event.case in titles]
    dated = [case for case in titles if sum(event.case == case for event in events) > 1]
    events = [event for event in events if event.case in dated]
    if not events:
        return Text("No case here has more than one date in the statement, so there is no timeline to draw.")
    names = [titles[case] for case in dated]
    headline = f"{listing(names)}: what happened, and what followed"
    return _events_figure(
        chapter,
        "cases",
        events,
        {event.id: titles[event.case or ""] for event in events},
        headline,
        f"{_facts(dated)}, {chapter.name}",
        _facts(dated),
    )


def _facts(cases: Sequence[str]) -> str:
    return f"Dated facts of {'the case' if len(cases) == 1 else 'the cases'}"


def milestones(chapter: Chapter) -> Figure | Text:
    """Draw treaty and legal milestones of all countries, one lane for each country."""
    events = _regional_events(chapter, MILESTONES, named=True)
    joined = [event for event in events if event.kind == "convention_against_torture"]
    countries = chapter.dataset.countries_of(chapter.year)
    headline = f"Treaty and legal milestones in {spelled(len(countries))} countries"
    if {event.country for event in joined} == {country.iso3 for country in countries}:
        by = max(event.date.sort_key[1] for event in joined).year
        every = f"All {spelled(len(countries))} countries"
        headline = told_by(joined, f"{every} had joined the Convention against Torture by {by}")
    return _regional_figure(chapter, "milestones", events, headline, "Treaty and legal milestones")


def happenings(chapter: Chapter) -> Figure | Text:
    """Draw what happened in all countries, one lane for each country: events, deaths, verdicts."""
    individual = {case.id for case in chapter.dataset.cases if case.kind == "individual"}
    events = [
        event
        for event in _regional_events(chapter, MILESTONES | OWN_RECORD, named=False)
        if event.case not in individual or event.kind in TURNING_POINTS
    ]
    deaths = sum(event.kind == "death" for event in events)
    # The picture leaves events out: that no death is in it says nothing of the statement.
    died = f", {counted(deaths, 'death')} in custody" if deaths else " shown, no death in custody"
    among = f"{died} among them" if len(events) > 1 else " shown"
    headline = f"{capital(counted(len(events), 'dated event'))}{among}"
    return _regional_figure(chapter, "events", events, headline, "Events")


def _regional_events(chapter: Chapter, kinds: frozenset[str], *, named: bool) -> list[Event]:
    """List dated events of all countries whose kind is among those named, or is not among them.

    A context row on what the statement itself tells, at the same date, is left out of the picture.
    """
    events = [
        event
        for country in chapter.dataset.countries_of(chapter.year)
        for event in chapter.events_of(country.iso3)
        if (event.kind in kinds) == named and event.date.start and not (event.case and named)
    ]
    own = {(event.country, event.kind, event.date.text) for event in events if not event.is_context}
    return [
        event for event in events if not event.is_context or (event.country, event.kind, event.date.text) not in own
    ]


def _regional_figure(chapter: Chapter, kind: str, events: list[Event], headline: str, title: str) -> Figure | Text:
    if not events:
        return Text(f"The edition of {chapter.year} has no dated facts to draw here: {title.lower()}.")
    first = min(event.date.sort_key[0] for event in events).year
    countries = chapter.dataset.countries
    return _events_figure(
        chapter,
        kind,
        events,
        {event.id: countries[event.country].name_en for event in events},
        headline,
        f"{title} by country, {first} to {chapter.published.year}",
        title,
    )


def _events_figure(
    chapter: Chapter,
    kind: str,
    events: Sequence[Event],
    lanes: dict[str, str],
    headline: str,
    subtitle: str,
    title: str,
) -> Figure:
    lanes = lanes if len(set(lanes.values())) > 1 else dict.fromkeys(lanes, "")
    events = sorted(events, key=lambda event: (list(lanes.values()).index(lanes[event.id]), event.date.sort_key))
    marks = [
        Mark(
            lanes[event.id],
            event.date.words(),
            event.event_en,
            event.date.start,
            event.date.end,
            lasting=_lasts(event),
            uncertain=event.date.uncertain or event.date.approximate,
            context=event.is_context,
        )
        for event in events
    ]
    rows = [
        [
            escape(_placed(event, lanes)),
            escape(_told(event)),
            ("Context: " if event.is_context else "") + citation(event),
        ]
        for event in events
    ]
    if len(events) > MOST_SPOKEN:
        counts = Counter(lanes[event.id] for event in events)
        said = listing([f"{lane} {count}" for lane, count in counts.items()])
        said = f"{title} by country: {said}; the table below names each"
    else:
        said = "; ".join(f"{_placed(event, lanes)}: {event.event_en}" for event in events)
    return chapter.figure(
        kind,
        timeline(marks, headline, subtitle + _reading(events), citation_line(chapter, events), until=chapter.published),
        caption=f"{title}, {chapter.name}",
        alt=f"Timeline. {headline}. {said}.",
        table=Table("", f"{title}, {chapter.name}", ("When", "What", "Source"), rows, (30, 44, 26)),
        data=[
            {
                "id": event.id,
                "country": event.country,
                "date": event.date.text,
                "kind": event.kind,
                "event": event.event_en,
                "outcome": event.outcome_en,
                "source": event.source,
                "locator": event.locator,
                "confidence": event.confidence,
                "note": event.note,
            }
            for event in events
        ],
    )


def _lasts(event: Event) -> bool:
    return event.kind in LASTING and "/" in event.date.text


def _reading(events: Sequence[Event]) -> str:
    """Say what each kind of mark that occurs stands for."""
    said = {
        "a dot or a line with caps: at some time within the span shown": not all(_lasts(event) for event in events),
        "a bar: all through the span": any(_lasts(event) for event in events),
        "a dotted ring: date inferred": any(event.date.uncertain or event.date.approximate for event in events),
        "hollow marks: context from other public sources": any(event.is_context for event in events),
    }
    return "".join(f"; {words}" for words, occurs in said.items() if occurs)


def _placed(event: Event, lanes: dict[str, str]) -> str:
    lane = lanes[event.id]
    return f"{lane}, {event.date.words()}" if lane else event.date.words()


def _told(event: Event) -> str:
    outcome = f": {event.outcome_en}" if event.outcome_en else ""
    return event.event_en + outcome
