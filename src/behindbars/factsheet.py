"""What the fact sheet of a country says: one page of the statement's findings, for a reader with two minutes.

The page has room for few rows, so rules choose them, the same for every country and year:

- *Safeguards*: the three whose gravest status, in law or in practice, is the gravest; ties in the order of the grid.
- *Case*: the first in the order of the table to which no verdict belongs; where each has one, the first.
- *Asks*: at most four of the recommendations that name a topic found wanting here. Those on the safeguards shown
  come first, then those with most such topics, then the order of the statement, in which they are printed.

Rows are left out, sentences never. Nothing here is context: every value and finding is the statement's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from behindbars.cascade import STAGES, Cascade, at_stage, cascades
from behindbars.cascade_text import cascade_headline
from behindbars.chapter import Chapter, when, words
from behindbars.dataset import Observation, Recommendation, Safeguard
from behindbars.dates import Period
from behindbars.gap import Gap, impunity_gap
from behindbars.grids import GRAVITY, Publication, SafeguardCell, safeguards, status_words, transparency
from behindbars.region_text import UNMET
from behindbars.sheet import Ask, CascadeRow, CaseText, FactSheet, SafeguardText, StageWords
from behindbars.values import Status
from behindbars.wording import NOT_MENTIONED, TO_BE_COMPLETED, capital, spelled, value_words

MOST_SAFEGUARDS, MOST_ASKS = 3, 4
OF_TORTURE = "complaints of torture and ill-treatment"


def fact_sheet(chapter: Chapter) -> FactSheet:
    """Choose and word what the fact sheet of a country says.

    Parameters
    ----------
    chapter : Chapter
        The country's chapter.
    """
    chapter = _statement_only(chapter)
    found = cascades(chapter.dataset, chapter.country.iso3, chapter.year)
    cells = safeguards(chapter.dataset, chapter.year, country=chapter.country.iso3)
    mentioned = [cell for cell in cells if cell.law or cell.practice]
    shown = sorted(mentioned, key=_gravity)[:MOST_SAFEGUARDS]
    case, case_note = _case(chapter)
    asks, asks_note = _asks(chapter, [cell.topic for cell in shown])
    statement = chapter.statement
    return FactSheet(
        country=chapter.name,
        slug=chapter.country.slug,
        year=chapter.year,
        draft=bool(chapter.open),
        finding=cascade_headline(chapter, found),
        support=(_gap(chapter), _numbers(chapter, found)),
        finding_source=_places(chapter, [row for cascade in found for row in cascade.observations]),
        stages=tuple(STAGES.values()),
        cascade=tuple(_cascade_row(chapter, cascade) for cascade in found)
        or (CascadeRow("The statement", "", tuple(StageWords(NOT_MENTIONED) for _ in STAGES), ""),),
        safeguards=tuple(_safeguard(chapter, cell) for cell in shown),
        safeguards_note=f"The gravest first, of {spelled(len(mentioned))} that the statement speaks of"
        if shown
        else f"The statement speaks of no safeguard in {chapter.name}.",
        case=case,
        case_note=case_note,
        asks=asks,
        asks_note=asks_note,
        statement=statement.title,
        published=Period.parse(statement.date).words() if statement.date else "date not recorded",
        address=statement.url or "",
        section=chapter.country.section,
    )


def _statement_only(chapter: Chapter) -> Chapter:
    """Leave out context: a page that travels alone holds the statement's own findings."""
    data = chapter.dataset
    own = replace(
        data,
        observation_rows=tuple(row for row in data.observation_rows if not row.is_context),
        safeguards=tuple(row for row in data.safeguards if not row.is_context),
        cases=tuple(row for row in data.cases if not row.is_context),
    )
    return replace(chapter, dataset=own)


def _places(chapter: Chapter, rows: Sequence[Any]) -> str:
    """Name the places of rows in their sources, each once: "Statement, K3, K4"."""
    places: dict[str, list[str]] = {}
    for row in rows:
        locators = places.setdefault(row.source, [])
        if row.locator != "not recorded" and row.locator not in locators:
            locators.append(row.locator)
    references = {key: chapter.dataset.references[key] for key in places}
    named = [", ".join([references[key].short_title or references[key].title, *places[key]]) for key in places]
    doubt = sorted({getattr(row, "confidence", "high") for row in rows} - {"high"})
    return "; ".join(named) + "".join(f" ({grade} confidence)" for grade in doubt)


def _gap(chapter: Chapter) -> str:
    gap = impunity_gap(chapter.dataset, chapter.country.iso3, chapter.year)
    if not isinstance(gap, Gap):
        return f"The share of {OF_TORTURE} without a known conviction cannot be computed: {gap.reason}."
    share = value_words(gap.share, gap.convictions.reporter)
    series = chapter.dataset.series[gap.complaints.series].label_en
    said = (
        f"{capital(gap.frequency)}: by our calculation, {share} of the {OF_TORTURE} are without a known conviction "
        f"({series}, {when(gap.complaints)}). "
    )
    return f"{said}{gap.convictions.note or ''}".rstrip()


def _numbers(chapter: Chapter, found: Sequence[Cascade]) -> str:
    """Say of how many stages there is a number, and how many of the numbers are the state's own."""
    known = sum(any(row.value.known for row in at_stage(found, stage)) for stage in STAGES)
    by_state = sum(
        cell.publication in (Publication.PUBLISHED, Publication.REPORTED_TO_UN)
        for cell in transparency(chapter.dataset, chapter.year)
        if cell.country == chapter.country.iso3
    )
    text = f"Of the {spelled(len(STAGES))} stages from complaint to conviction, the statement gives a number for"
    if not known:
        return f"{text} none."
    if known == 1:
        return f"{text} one, and that is {'the state’s own' if by_state else 'not the state’s'}."
    return f"{text} {spelled(known)}; {spelled(by_state)} of them {'is' if by_state < 2 else 'are'} the state’s own."


def _cascade_row(chapter: Chapter, cascade: Cascade) -> CascadeRow:
    """Word a row; its values carry their own periods only where these differ."""
    periods = list(dict.fromkeys(when(row) for row in cascade.observations))

    def said(row: Observation | None) -> StageWords:
        if row is None:
            return StageWords(NOT_MENTIONED)
        own = f" ({when(row)})" if len(periods) > 1 else ""
        return StageWords(words(row) + own, True, row.value.known and row.value.status is not Status.REPORTED_ZERO)

    return CascadeRow(
        capital(chapter.dataset.series[cascade.series].label_en),
        capital(periods[0]) if len(periods) == 1 else "",
        tuple(said(row) for row in cascade.stages.values()),
        _places(chapter, cascade.observations),
    )


def _gravity(cell: SafeguardCell) -> int:
    return min(GRAVITY.index(status) for status in cell.law + cell.practice)


def _safeguard(chapter: Chapter, cell: SafeguardCell) -> SafeguardText:
    status = GRAVITY[_gravity(cell)]
    finding = next(row for row in cell.findings if status in (row.law, row.practice))
    return SafeguardText(
        topic=capital(chapter.dataset.topics[cell.topic].label_en),
        law=status_words(chapter.dataset, cell.topic, cell.law),
        practice=status_words(chapter.dataset, cell.topic, cell.practice),
        finding=_whole(chapter, finding),
        source=_places(chapter, cell.findings),
    )


def _whole(chapter: Chapter, finding: Safeguard) -> str:
    """Give a finding with the one that it continues: Q34b cannot be read without Q34."""
    before = finding.id.rstrip("abcdefghijklmnopqrstuvwxyz")
    begun = [
        row.finding_en
        for row in chapter.dataset.safeguards
        if row.id == before != finding.id and (row.country, row.year) == (finding.country, finding.year)
    ]
    return " ".join([*begun, finding.finding_en])


def _case(chapter: Chapter) -> tuple[CaseText | None, str]:
    cases = [row for row in chapter.dataset.cases if (row.country, row.year) == (chapter.country.iso3, chapter.year)]
    if not cases:
        return None, f"The statement tells no case from {chapter.name}."
    decided = {event.case for event in chapter.events if event.kind == "verdict"}
    case = next((row for row in cases if row.id not in decided), cases[0])
    note = "The only one in the statement" if len(cases) == 1 else f"One of {spelled(len(cases))} in the statement"
    return CaseText(case.title_en, case.summary_en, case.answer_en, _places(chapter, [case])), note


def _asks(chapter: Chapter, shown: Sequence[str]) -> tuple[tuple[Ask, ...], str]:
    wanting = {
        row.topic
        for row in chapter.dataset.safeguards
        if (row.country, row.year) == (chapter.country.iso3, chapter.year) and (row.practice or row.law) in UNMET
    }
    every = [row for row in chapter.dataset.recommendations if (row.year, row.kind) == (chapter.year, "recommendation")]

    def rank(row: Recommendation) -> tuple[int, int]:
        return -len(wanting.intersection(row.topics, shown)), -len(wanting.intersection(row.topics))

    concerned = sorted((row for row in every if wanting.intersection(row.topics)), key=rank)[:MOST_ASKS]
    asks = tuple(Ask(row.short_en, row.text_en, _places(chapter, [row])) for row in every if row in concerned)
    if not asks and chapter.open:
        return asks, f"{capital(TO_BE_COMPLETED)}."
    if not asks:
        return asks, f"None of the statement’s recommendations is on a topic found wanting in {chapter.name}."
    return asks, f"{capital(spelled(len(asks)))} of its {spelled(len(every))} recommendations to all governments"
