"""Changes between two editions in words: one sentence for each, with the citations of both."""

from __future__ import annotations

from collections.abc import Sequence

from behindbars.chapter import words
from behindbars.comparison.changes import Change, FindingChange, ValueChange, ValueKind, Verdict
from behindbars.dataset import Case, Dataset, Observation, Safeguard
from behindbars.dates import at
from behindbars.grids import status_words
from behindbars.markdown import cite, escape
from behindbars.values import COUNTED_UNITS, WITHHELD, Direction, Status, Value
from behindbars.wording import MEASURED_UNITS, by_whom, capital, listing, value_words

MOVED = {
    Verdict.BETTER: "better",
    Verdict.WORSE: "worse",
    Verdict.OTHER: "neither better nor worse",
    Verdict.NEW: "not spoken of before",
    Verdict.GONE: "not spoken of now",
}
"""How the status of a law or practice moved, as printed."""


def citations(rows: Sequence[Observation | Safeguard | Case]) -> str:
    """Cite several rows in one bracket, each place once; confidence that is less than high is said with its year."""
    places = dict.fromkeys(cite(row.source, row.locator)[1:-1] for row in rows)
    doubts = dict.fromkeys(f"{row.confidence} confidence for {row.year}" for row in rows if row.confidence != "high")
    return ", ".join([f"[{'; '.join(places)}]", *doubts])


def thing(dataset: Dataset, row: Observation) -> str:
    """Name what a value counts, and in which series or case; plain text, to stand inside a sentence."""
    label = dataset.indicators[row.indicator].label_en
    case = next((one.title_en for one in dataset.cases if one.id == row.case), None)
    where = case or dataset.series[row.series].label_en
    return f"{label} ({where})" if row.breakdown == "total" else f"{label} ({where}, {row.breakdown})"


def amount(row: Observation) -> str:
    """Print a value inside a sentence; a zero is put down to who reports it, between commas."""
    said = words(row)
    return f"{said}," if row.value.status is Status.REPORTED_ZERO else said


def distance(apart: Value, way: Direction) -> str:
    """Say how far apart two values are: "64 more", "at least 3 fewer", "5 percentage points less"."""
    said = value_words(apart, "ngo")
    if apart.unit == "percent":
        said = said.removesuffix(" per cent") + (
            " percentage point" if apart.low == apart.high == 1 else " percentage points"
        )
    less = "less" if apart.unit in MEASURED_UNITS else "fewer"
    return f"{said} {'more' if way is Direction.ROSE else less}"


def value_sentence(dataset: Dataset, change: ValueChange, first: int, last: int) -> str:
    """Tell what became of a value; Markdown."""
    before, after = change.before, change.after
    what = thing(dataset, change.row)
    rows = [row for row in (before, after) if row]
    if before and after:
        said = _both(change, before, after, what, first, last)
    elif after:
        said = _new(change, after, what, first)
    else:
        assert before is not None
        silence = "there is no newer figure for" if before.is_context else f"the statement on {last} does not mention"
        said = f"{silence} {what}; in the edition of {first}: {words(before)}"
    opening = "Context: " if all(row.is_context for row in rows) else ""
    return f"{opening}{escape(said if opening else capital(said))} {citations(rows)}."


def _both(change: ValueChange, before: Observation, after: Observation, what: str, first: int, last: int) -> str:
    old, new = f"{amount(before)} {at(before.period)}", f"{amount(after)} {at(after.period)}"
    told = _told(change, before, after, first, last)
    match change.kind:
        case ValueKind.NUMBER if change.difference and change.direction:
            verb = str(change.direction)
            return f"{what} {verb} from {old} to {new}, {distance(change.difference, change.direction)}{told}"
        case ValueKind.NUMBER:
            if (
                not change.reasons
                and after.value.unit in MEASURED_UNITS
                and (moved := _limit(before.value, after.value))
            ):
                return f"{what}: {old}, and {new}; the upper limit {moved}{told}"
            why = listing(list(change.reasons)) or "the two overlap"
            return f"{what}: {old}, and {new}; whether this is a rise or a fall cannot be told, as {why}{told}"
        case ValueKind.PUBLISHED:
            whom = by_whom(after.reporter, context=after.is_context)
            by = "" if after.value.status is Status.REPORTED_ZERO else f" reported by {whom}"
            return (
                f"for {what} there is now a number{by}, {new}; in the edition of {first} it was {words(before)}{told}"
            )
        case ValueKind.SILENT:
            return f"for {what} there is no longer a number: it was {old}, and is now {words(after)}{told}"
        case ValueKind.STATUS:
            was, now = _known_as(before, "was"), _known_as(after, "is")
            return f"{what}: in the edition of {first} {was}; in that of {last} {now}{told}"
        case _:
            return f"the figure for {what} is the same, {words(after)}{told}"


def _limit(before: Value, after: Value) -> str:
    """Say how an upper limit moved, such as that of a penalty; nothing where not both are only that."""
    if before.status is not after.status or after.status is not Status.UP_TO:
        return ""
    low, high = before.bounds[1], after.bounds[1]
    return "rose" if low < high else "fell" if high < low else ""


def _known_as(row: Observation, verb: str) -> str:
    """Say how a value is known; a number needs a verb before it."""
    number = row.value.known and row.value.status is not Status.REPORTED_ZERO
    return f"the number {verb} {words(row)}" if number else words(row)


def _told(change: ValueChange, before: Observation, after: Observation, first: int, last: int) -> str:
    """Say that somebody else reports the value now, or where it comes from, if that is not the statement twice."""
    clauses = []
    if change.reporter and before.value.known and after.value.known:
        old, new = (by_whom(row.reporter, context=row.is_context) for row in (before, after))
        clauses.append(
            f"{old} reported it for {first}, {new} for {last}" if old != new else "another source reports it"
        )
    if before.is_context != after.is_context:
        clauses.append(f"the figure of {first if before.is_context else last} is context, not the statement’s")
    elif change.source:
        clauses.append("the two figures come from sources by different authors")
    return "".join(f"; {clause}" for clause in clauses)


def _new(change: ValueChange, after: Observation, what: str, first: int) -> str:
    if after.value.status in WITHHELD:
        who = "a source from context" if after.is_context else "the statement"
        are = "are" if after.value.unit in COUNTED_UNITS else "is"
        return f"{who} now says that {what} {are} {words(after)}"
    said = f"{amount(after)} {at(after.period)}"
    if change.kind is ValueKind.PUBLISHED:
        whom = by_whom(after.reporter, context=after.is_context)
        return f"there is now a figure of {whom} for {what}, {said}; the edition of {first} had none of theirs"
    return f"{what}: {said}"


def finding_cells(dataset: Dataset, change: FindingChange) -> list[str]:
    """Print a finding whose status changed as cells of a table: topic, then, now, what is found now; Markdown."""
    before, after = change.before, change.after
    assert before is not None
    assert after is not None
    old, new = [], []
    for side, moved, was, now in (
        ("law", change.law, before.law, after.law),
        ("practice", change.practice, before.practice, after.practice),
    ):
        if moved:
            old.append(f"in {side}: {_status(dataset, after, was)}")
            new.append(f"in {side}: {_status(dataset, after, now)} ({MOVED[moved]})")
    topic = capital(dataset.topics[after.topic].label_en)
    found = f"{escape(after.finding_en)} {citations([before, after])}"
    return [escape(topic), escape("; ".join(old)), escape("; ".join(new)), found]


def new_finding(dataset: Dataset, finding: Safeguard) -> str:
    """Tell a finding that the earlier edition did not have; Markdown."""
    sides = (("law", finding.law), ("practice", finding.practice))
    coded = listing([f"in {side} {_status(dataset, finding, status)}" for side, status in sides if status])
    topic = capital(dataset.topics[finding.topic].label_en)
    return f"**{escape(topic)}**, {escape(coded)}. {escape(finding.finding_en)} {citations([finding])}"


def _status(dataset: Dataset, finding: Safeguard, status: str | None) -> str:
    return status_words(dataset, finding.topic, (status,) if status else ())


def case_sentences(change: Change[Case], first: int, last: int) -> str:
    """Tell what is new of a case; Markdown."""
    before, after = change.before, change.after
    title = f"**{escape(change.row.title_en)}.**"
    if before and after:
        parts = [
            f"{name} {escape(new)} In the edition of {first}: {escape(old)}"
            for name, old, new in (
                ("What happened:", before.summary_en, after.summary_en),
                ("The response:", before.answer_en, after.answer_en),
            )
            if old != new
        ]
        return f"{title} {' '.join(parts)} {citations([before, after])}"
    if after:
        return f"{title} {escape(after.summary_en)} The response: {escape(after.answer_en)} {citations([after])}"
    return f"{title} The statement on {last} does not mention this case {citations([change.row])}."
