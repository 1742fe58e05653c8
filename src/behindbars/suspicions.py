"""What in an edition may be right, but must be looked at by a person once: each is a question."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from behindbars.chapter import when, words
from behindbars.comparison.definitions import DefinitionChange
from behindbars.dataset import EDITION_TABLES, Answer, Dataset, Observation
from behindbars.questions import last_edition, row_questions, still_open
from behindbars.values import Status
from behindbars.wording import by_whom, counted, listing

FEW = 5
"""Counts below this could let a reader find out who is meant."""
FOLD = 3
"""A value that grew or shrank by more than this factor is asked about."""
TOLD = (("value", "observations"), ("finding", "safeguards"), ("case", "cases"))


@dataclass(frozen=True)
class Question:
    """A question about an edition that a person answers once.

    Attributes
    ----------
    id : str
        Its identifier in the table of answers: ``few/TJK/N18``.
    asked : str
        The question, in words.
    answer : Answer or None
        The answer, if one was given to just these words: other words are another question.
    """

    id: str
    asked: str
    answer: Answer | None


_Asked = Iterator[tuple[str, str]]


def suspicions(dataset: Dataset, year: int, definitions: Sequence[DefinitionChange] = ()) -> list[Question]:
    """Ask about everything in an edition that may be right, but often is a mistake.

    Parameters
    ----------
    dataset : Dataset
        The data package.
    year : int
        Edition year.
    definitions : sequence of DefinitionChange
        What indicators, series and topics mean otherwise than when the last edition was published.
    """
    given = {(answer.question, answer.asked): answer for answer in dataset.answers if answer.year == year}
    asked = dict(pair for ask in SUSPICIONS for pair in ask(dataset, year))
    asked |= dict(_redefined(change) for change in definitions)
    return [Question(name, text, given.get((name, text))) for name, text in asked.items()]


def coverage(dataset: Dataset, year: int) -> _Asked:
    """Ask about countries of which the statement says less than the last one did, or nothing."""
    before = last_edition(dataset, year)
    if before is None:
        return
    # As long as questions on a country are open, it is clear why there is less.
    unanswered = {question.country for question in still_open(row_questions(dataset, year))}
    for country in (row for row in dataset.countries_of(year) if row.iso3 not in unanswered):
        lost = []
        now_any = 0
        for noun, table in TOLD:
            told = Counter(
                row.year for row in dataset.rows(table) if row.country == country.iso3 and not row.is_context
            )
            now_any += told[year]
            if told[year] < told[before]:
                lost.append(f"{told[year]} {noun}{'' if told[year] == 1 else 's'} in place of {told[before]}")
        if lost and not now_any:
            text = f"{country.name_en}: the edition of {year} has nothing, that of {before} had. Does the statement say"
            yield f"silent/{country.iso3}", f"{text} nothing on this country?"
        elif lost:
            text = f"{country.name_en}: {listing(lost)}, as compared with the edition of {before}. Is this all that"
            yield f"coverage/{country.iso3}", f"{text} the statement says?"


def threefold(dataset: Dataset, year: int) -> _Asked:
    """Ask about values that are more than three times the one before, or less than a third of it."""
    for row in _values(dataset, year):
        earlier = _before(dataset, row)
        if earlier and _differ(row, earlier):
            yield (
                f"threefold/{row.id}",
                f"{_named(dataset, row)}: {words(row)} ({when(row)}); before, {words(earlier)} ({when(earlier)}). "
                "Is the change real?",
            )


def _values(dataset: Dataset, year: int) -> list[Observation]:
    return [row for row in dataset.observation_rows if row.year == year and row.value.known]


def _before(dataset: Dataset, row: Observation) -> Observation | None:
    """Find the value before of the same thing: same series, indicator and group, an earlier period."""
    earlier = [
        other
        for other in dataset.observation_rows
        if (other.country, other.indicator, other.series, other.breakdown, other.case)
        == (row.country, row.indicator, row.series, row.breakdown, row.case)
        and other.value.known
        and other.period.sort_key < row.period.sort_key
        and other.year <= row.year
    ]
    return max(earlier, key=lambda other: (other.period.sort_key, other.year), default=None)


def _differ(row: Observation, earlier: Observation) -> bool:
    """Whether two values differ more than threefold, at whichever bound both have."""
    pairs = [
        sorted((one, other))
        for one, other in ((row.value.low, earlier.value.low), (row.value.high, earlier.value.high))
        if one is not None and other is not None
    ]
    return any(large > FOLD * small for small, large in pairs)


def another_source(dataset: Dataset, year: int) -> _Asked:
    """Ask about things that are now counted by somebody else, or in another way, than in the last edition."""
    before = last_edition(dataset, year)
    last = {row.id: row for row in dataset.observation_rows if row.year == before}
    for row in dataset.observation_rows:
        old = last.get(row.id) if row.year == year else None
        if old is None:
            continue
        changed = [
            f"{column} {new} in place of {was}"
            for column, new, was in (
                ("indicator", row.indicator, old.indicator),
                ("series", row.series, old.series),
                ("breakdown", row.breakdown, old.breakdown),
                ("reporter", _by(row), _by(old)),
                ("source", _kind(row), _kind(old)),
            )
            if new != was
        ]
        if changed:
            yield (
                f"meaning/{row.id}",
                f"{_named(dataset, row)}: {listing(changed)}. Is it still the same that is counted?",
            )


def _by(row: Observation) -> str:
    return by_whom(row.reporter, context=row.is_context)


def _kind(row: Observation) -> str:
    return "context" if row.is_context else "the statement"


def few(dataset: Dataset, year: int) -> _Asked:
    """Ask about groups so small that someone in them could be found out."""
    small: dict[tuple[str, str, str, str], list[Observation]] = {}
    for row in _values(dataset, year):
        number = row.value.high if row.value.high is not None else row.value.low
        if row.breakdown != "total" and row.value.status is not Status.REPORTED_ZERO and 0 < (number or 0) < FEW:
            small.setdefault((row.country, row.indicator, row.series, row.period.text), []).append(row)
    for rows in small.values():
        said = listing([f"{words(row)} ({row.breakdown})" for row in rows])
        yield (
            f"few/{rows[0].id}",
            f"{_named(dataset, rows[0], breakdown=False)}: {said}. Has the source published these numbers, "
            "and can nobody be identified by them?",
        )


def never_accessed(dataset: Dataset, year: int) -> _Asked:
    """Ask about sources, new in this edition, of which it is not recorded when they were read."""
    before = last_edition(dataset, year) or 0
    cited = {row.source for table in EDITION_TABLES for row in dataset.rows(table) if before < row.year <= year}
    without = [key for key, reference in dataset.references.items() if key in cited and not reference.accessed]
    if without:
        yield (
            "access",
            f"{counted(len(without), 'source')} without a date of access (urldate): {', '.join(without)}. "
            "When was each of them read?",
        )


def _redefined(change: DefinitionChange) -> tuple[str, str]:
    """Ask about a definition that changed since the last edition was published."""
    name = f"meaning/{change.table}/{change.row}" + (f"/{change.column}" if change.column else "")
    if not change.column:
        return name, f"{change.table}: {change.row} ({change.old}) is gone. Do older values still mean the same?"
    told = f"“{change.new}” in place of “{change.old}”"
    return name, f"{change.table}, {change.row}, {change.column}: {told}. Do older values still mean the same?"


def unlinked(dataset: Dataset, year: int) -> _Asked:
    """Ask about recommendations to which neither topics nor indicators are given: no finding stands beside them."""
    for row in dataset.recommendations:
        if (row.year, row.kind) == (year, "recommendation") and not (row.topics or row.indicators):
            yield (
                f"unlinked/{row.id}",
                f"Recommendation {row.id}, “{row.short_en}”: no topics and no indicators show whether it is met, so no "
                "finding stands beside it. Is that so?",
            )


def _named(dataset: Dataset, row: Observation, *, breakdown: bool = True) -> str:
    parts = [
        dataset.countries[row.country].name_en,
        dataset.indicators[row.indicator].label_en,
        *([row.breakdown] if breakdown and row.breakdown != "total" else []),
        dataset.series[row.series].label_en,
    ]
    return ", ".join(parts)


SUSPICIONS: tuple[Callable[[Dataset, int], _Asked], ...] = (
    coverage,
    threefold,
    another_source,
    few,
    never_accessed,
    unlinked,
)
"""Every suspicion; each yields the identifiers and the words of its questions."""
