"""What the chapter "What changed" shows, one function a cell; the comparison of two editions prints the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from behindbars.chapter import Chapter, citation
from behindbars.comparison.changes import Change, Comparison, Fate, FindingChange, ValueChange, ValueKind, Verdict
from behindbars.comparison.compare import compare
from behindbars.comparison.sentences import (
    case_sentences,
    citations,
    finding_cells,
    new_finding,
    value_sentence,
)
from behindbars.dataset import Country, Dataset, Recommendation, Safeguard, Signatory
from behindbars.draft import without_placeholders
from behindbars.figure import Text
from behindbars.markdown import Table, escape
from behindbars.questions import last_edition
from behindbars.region_text import correction_list
from behindbars.values import Direction
from behindbars.wording import capital, counted, listing, spelled

KINDS = {
    ValueKind.PUBLISHED: "now with a number",
    ValueKind.SILENT: "no longer with a number",
    ValueKind.STATUS: "known in another way",
    ValueKind.TELLER: "from another reporter or source",
    ValueKind.NEW: "new",
    ValueKind.GONE: "no longer mentioned",
    ValueKind.UNANSWERED: "not answered yet",
}
DIRECTIONS = {
    Direction.ROSE: "rose",
    Direction.FELL: "fell",
    Direction.LEVEL: "level",
    Direction.OPEN: "changed, not comparable",
}
VERDICTS = {
    Verdict.BETTER: "better",
    Verdict.WORSE: "worse",
    Verdict.OTHER: "changed, neither better nor worse",
    Verdict.NEW: "spoken of anew",
    Verdict.GONE: "no longer spoken of",
}
FATES = {
    Fate.NEW: "new",
    Fate.CHANGED: "moved",
    Fate.GONE: "no longer mentioned",
    Fate.UNANSWERED: "not answered yet",
}
"""How changes are counted, in this order."""
TOLD = (ValueKind.NUMBER, ValueKind.STATUS, ValueKind.TELLER, ValueKind.PUBLISHED, ValueKind.SILENT)
"""Values that are told of together, in this order."""
NO_CHANGE = "no change"


def overview(chapter: Chapter) -> Text:
    """Count the changes since the last edition by country; of the first edition, say that it is the first."""
    comparison = _since_last(chapter)
    if comparison is None:
        return Text(f"The edition of {chapter.year} is the first: there is no earlier one to compare it with.")
    return Text(overview_of(chapter.dataset, comparison))


def countries(chapter: Chapter) -> Text:
    """Tell the changes of each country that has any."""
    comparison = _since_last(chapter)
    if comparison is None:
        return Text("")
    return Text("\n\n".join(sections(chapter.dataset, comparison)))


def asked_and_signed(chapter: Chapter) -> Text:
    """Tell what changed in the recommendations, and who signed and no longer signs."""
    comparison = _since_last(chapter)
    return Text("" if comparison is None else as_a_whole(comparison))


def corrections(chapter: Chapter) -> Text:
    """List the corrections of this edition and of those before it."""
    listed = correction_list(chapter.dataset, [one for one in chapter.dataset.corrections if one.year <= chapter.year])
    return Text(f"## Corrections\n\n{listed}" if listed else "")


def _since_last(chapter: Chapter) -> Comparison | None:
    before = last_edition(chapter.dataset, chapter.year)
    if before is None:
        return None
    return compare(without_placeholders(chapter.dataset, chapter.open), before, chapter.year)


def overview_of(dataset: Dataset, comparison: Comparison) -> str:
    """Count the changes by country, as a table."""
    first, last = comparison.first, comparison.last
    rows = []
    for country in dataset.countries.values():
        values = Counter(_kind(one) for one in comparison.values if one.row.country == country.iso3)
        findings = Counter(
            label for one in comparison.findings if one.row.country == country.iso3 for label in _verdicts(one)
        )
        cases = Counter(FATES[one.fate] for one in comparison.cases if one.row.country == country.iso3)
        if country.kind == "country" or values or findings or cases:
            orders = (
                (values, (*DIRECTIONS.values(), *KINDS.values())),
                (findings, (*VERDICTS.values(), *FATES.values())),
                (cases, FATES.values()),
            )
            rows.append([escape(country.name_en), *(_counts(counter, order) for counter, order in orders)])
    caption = f"Changes from the edition of {first} to that of {last}, by country"
    columns = ("Country", "Values", "Law and practice", "Cases")
    return Table("what-changed", caption, columns, rows, (19, 33, 28, 20)).markdown()


def _kind(change: ValueChange) -> str:
    return DIRECTIONS[change.direction] if change.direction else KINDS[change.kind]


def _verdicts(change: FindingChange) -> list[str]:
    return [VERDICTS[one] for one in (change.law, change.practice) if one] or [FATES[change.fate]]


def _counts(counter: Counter[str], order: Iterable[str]) -> str:
    return escape("; ".join(f"{counter[label]} {label}" for label in order if counter[label]) or NO_CHANGE)


def sections(dataset: Dataset, comparison: Comparison) -> list[str]:
    """Write a section on each country, and on the region, that has a change to tell of."""
    told = ((country, _section(dataset, comparison, country)) for country in dataset.countries.values())
    return [f"## {escape(country.name_en)}\n\n{text}" for country, text in told if text]


def _section(dataset: Dataset, comparison: Comparison, country: Country) -> str:
    first, last = comparison.first, comparison.last
    values = [one for one in comparison.values if one.row.country == country.iso3]

    def sentences(*kinds: ValueKind) -> list[str]:
        return [value_sentence(dataset, one, first, last) for kind in kinds for one in values if one.kind is kind]

    def new(*, known: bool) -> list[str]:
        those = (one for one in values if one.kind is ValueKind.NEW and one.row.value.known is known)
        return [value_sentence(dataset, one, first, last) for one in those]

    parts = [
        _items(sentences(*TOLD)),
        _lead("New figures:", new(known=True)),
        _items(new(known=False)),
        _lead("No longer mentioned, as the editors confirmed:", sentences(ValueKind.GONE)),
        *_findings(dataset, comparison, country),
        *_cases(comparison, country),
        _unanswered(comparison, country),
    ]
    return "\n\n".join(part for part in parts if part)


def _items(sentences: list[str]) -> str:
    """Print one or two sentences as a paragraph, more as a list."""
    return " ".join(sentences) if len(sentences) < 3 else _bullets(sentences)


def _bullets(items: Iterable[str]) -> str:
    return "\n".join(f"- {item}" for item in items)


def _lead(lead: str, items: list[str]) -> str:
    return f"{lead}\n\n{_bullets(items)}" if items else ""


def _findings(dataset: Dataset, comparison: Comparison, country: Country) -> list[str]:
    found = [one for one in comparison.findings if one.row.country == country.iso3]
    moved = [finding_cells(dataset, one) for one in found if one.fate is Fate.CHANGED]
    new = [new_finding(dataset, one.row) for one in found if one.fate is Fate.NEW]
    gone = [one.row for one in found if one.fate is Fate.GONE]
    parts = []
    if moved:
        caption = f"Law and practice that moved in {country.name_en}"
        columns = ("Safeguard or practice", str(comparison.first), str(comparison.last), "What is found now")
        identifier = f"{country.slug.replace('_', '-')}-moved"
        parts.append(Table(identifier, caption, columns, moved, (20, 18, 22, 40)).markdown())
    parts.append(_lead(f"Findings that the edition of {comparison.first} did not have:", new))
    return [*parts, _no_longer_found(dataset, comparison, country, gone)]


def _no_longer_found(dataset: Dataset, comparison: Comparison, country: Country, gone: list[Safeguard]) -> str:
    """Tell which findings are gone; those on topics of which the later edition still speaks come apart."""
    rows = dataset.rows("safeguards")
    still = {row.topic for row in rows if (row.country, row.year) == (country.iso3, comparison.last)}
    sentences = []
    if silent := [row for row in gone if row.topic not in still]:
        topics = dict.fromkeys(dataset.topics[row.topic].label_en for row in silent)
        sentences.append(
            f"The statement on {comparison.last} no longer makes these findings, as the editors confirmed: "
            f"{escape(listing(list(topics)))} {citations(silent)}."
        )
    for topic in dict.fromkeys(row.topic for row in gone if row.topic in still):
        those = [row for row in gone if row.topic == topic]
        label, are = escape(dataset.topics[topic].label_en), "is" if len(those) == 1 else "are"
        sentences.append(
            f"Of the findings of the edition of {comparison.first} on {label}, {spelled(len(those))} {are} no longer "
            f"made, as the editors confirmed {citations(those)}; that of {comparison.last} has another on it."
        )
    return " ".join(sentences)


def _cases(comparison: Comparison, country: Country) -> list[str]:
    found = [one for one in comparison.cases if one.row.country == country.iso3]

    def told(fate: Fate) -> list[str]:
        return [case_sentences(one, comparison.first, comparison.last) for one in found if one.fate is fate]

    return [
        _lead("Cases of which there is news:", told(Fate.CHANGED)),
        _lead("Cases told for the first time:", told(Fate.NEW)),
        _items(told(Fate.GONE)),
    ]


def _unanswered(comparison: Comparison, country: Country) -> str:
    nouns = (("value", comparison.values), ("finding", comparison.findings), ("case", comparison.cases))
    missing = []
    for noun, changes in nouns:
        count = sum(one.fate is Fate.UNANSWERED and one.row.country == country.iso3 for one in changes)
        if count:
            missing.append(counted(count, noun))
    if not missing:
        return ""
    return f"Not answered yet, and neither gone nor there: {listing(missing)} of the edition of {comparison.first}."


def as_a_whole(comparison: Comparison) -> str:
    """Tell what changed in the recommendations, and who signed and no longer signs."""
    parts = []
    if asked := _recommendations(comparison):
        parts += ["## What is asked", asked]
    if signed := _signatories(comparison):
        parts += ["## Who signed", signed]
    return "\n\n".join(parts)


def _recommendations(comparison: Comparison) -> str:
    def those(fate: Fate) -> list[Change[Recommendation]]:
        return [one for one in comparison.recommendations if one.fate is fate]

    reworded = [
        f"**{escape(new.short_en)}.** {escape(new.text_en)} In the edition of {comparison.first}: "
        f"{escape(old.text_en)} {citation(old)} {citation(new)}"
        for old, new in ((one.before, one.after) for one in those(Fate.CHANGED))
        if old and new
    ]
    new = [f"**{escape(one.row.short_en)}.** {escape(one.row.text_en)} {citation(one.row)}" for one in those(Fate.NEW)]
    gone = [f"{escape(one.row.short_en)} {citation(one.row)}" for one in those(Fate.GONE)]
    open_ = len(those(Fate.UNANSWERED))
    parts = [
        _lead("New:", new),
        _lead("Worded otherwise:", reworded),
        f"No longer asked, as the editors confirmed: {listing(gone)}." if gone else "",
        f"Not answered yet: {counted(open_, 'recommendation')} of the edition of {comparison.first}." if open_ else "",
    ]
    return "\n\n".join(part for part in parts if part)


def _signatories(comparison: Comparison) -> str:
    def names(fate: Fate) -> list[Signatory]:
        return [one.row for one in comparison.signatories if one.fate is fate]

    first, last = comparison.first, comparison.last
    parts = []
    for fate, told in (
        (Fate.NEW, f"signed the statement on {last}, and not that on {first}"),
        (Fate.GONE, f"signed the statement on {first}, and not that on {last}"),
    ):
        if rows := names(fate):
            places = dict.fromkeys(citation(row) for row in rows)
            parts.append(f"{capital(escape(listing([row.name_en for row in rows])))} {told} {' '.join(places)}.")
    if open_ := len(names(Fate.UNANSWERED)):
        one = "signatory" if open_ == 1 else "signatories"
        parts.append(f"Of {spelled(open_)} {one} of the edition of {first} it is not answered yet whether they signed.")
    return " ".join(parts)
