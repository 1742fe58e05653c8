"""What the notebook of a country shows, one function a cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from behindbars.cascade import STAGES, at_stage, cascades
from behindbars.chapter import Chapter, citation, when, words
from behindbars.dataset import Observation, Safeguard
from behindbars.draft import is_placeholder
from behindbars.figure import Text
from behindbars.grids import safeguards, status_words
from behindbars.markdown import Table, attribute, context_note, escape, foreign
from behindbars.values import Status
from behindbars.wording import TO_BE_COMPLETED, capital, counted, listing

DOUBTFUL = (Status.UNKNOWN, Status.NOT_PUBLISHED, Status.SOME, Status.NONE_KNOWN)

LANGUAGES = {"kk": "Kazakh", "ky": "Kyrgyz", "ru": "Russian", "tg": "Tajik", "tk": "Turkmen", "uz": "Uzbek"}
"""Names of languages in English, by their codes."""


def absent(chapter: Chapter, what: str) -> Text:
    """Say that the edition has nothing of what a cell shows: a new year may lack what an older one had."""
    return Text(f"For {escape(chapter.name)}, the edition of {chapter.year} gives no number here: {escape(what)}.")


def other_names(chapter: Chapter) -> Text:
    """Print the country's name in its own language and in Russian, as far as they were recorded."""
    country = chapter.country
    languages: dict[str, list[str]] = {}
    for name, lang in ((country.name_own, country.lang_own), (country.name_ru, "ru")):
        if name and lang:
            languages.setdefault(name, []).append(lang)
    return Text(
        "; ".join(
            f"{foreign(name, langs[0])} in {listing([LANGUAGES.get(lang, lang) for lang in langs])}"
            for name, langs in languages.items()
        )
    )


def to_be_completed(chapter: Chapter) -> Text:
    """List what the chapter of a draft has still to answer; nothing in a finished edition."""
    if not chapter.open:
        return Text("")
    lines = "\n".join(f"- {escape(line)}" for line in _still_open(chapter))
    heading = f"This is a draft: {counted(len(chapter.open), 'question')} of the last edition still open"
    return Text(f'::: {{.callout-warning title="{attribute(heading)}"}}\n{lines}\n:::')


def _still_open(chapter: Chapter) -> list[str]:
    """Name the questions of a country; of the region only how many each country has, or the list would be endless."""
    if chapter.country.kind == "country":
        return [question.asked for question in chapter.open]
    codes = Counter(question.country or chapter.country.iso3 for question in chapter.open)
    return [
        f"{country.name_en}: {counted(codes[iso3], 'question')}"
        for iso3, country in chapter.dataset.countries.items()
        if codes[iso3]
    ]


def has_total(chapter: Chapter, indicator: str, series: str) -> bool:
    """Whether this edition's year has a total of an indicator in a series."""
    rows = chapter.observations(year=chapter.year, indicator=indicator, series=series)
    return any(row.breakdown == "total" for row in rows)


def situation(chapter: Chapter) -> Text:
    """Tell the situation in the statement's findings, one paragraph for each of its paragraphs."""
    paragraphs: dict[tuple[str, str], list[Safeguard]] = {}
    for finding in chapter.dataset.safeguards:
        here = (finding.country, finding.year) == (chapter.country.iso3, chapter.year)
        if here and not is_placeholder(finding):
            paragraphs.setdefault((finding.source, finding.locator), []).append(finding)
    told = "\n\n".join(
        " ".join(escape(finding.finding_en) for finding in findings) + " " + citation(findings[0])
        for findings in paragraphs.values()
    )
    if told:
        return Text(told)
    if chapter.open:
        return Text(f"{capital(TO_BE_COMPLETED)}.")
    return Text(f"The statement makes no finding on law or practice in {escape(chapter.name)}.")


def who_counts_what(chapter: Chapter) -> Text:
    """Set the series side by side: who keeps each, and what it says. None is mixed with another."""
    rows = []
    for series in chapter.dataset.series.values():
        for context in (False, True):
            found = [
                row
                for row in chapter.observations(series=series.id)
                if row.is_context == context
                and row.breakdown == "total"
                and row.case is None
                and row.year <= chapter.year
                and (context or row.year == chapter.year)
            ]
            if found:
                rows.append(
                    [
                        escape(capital(series.label_en)),
                        "Context" if context else "Statement",
                        escape(series.definition_en),
                        _said_by_place(chapter, found),
                    ]
                )
    caption = f"Who counts what in {chapter.name}; figures of single cases stand with the cases"
    columns = ("Series", "From", "What it is", "What it says")
    return Text(Table(chapter.figure_id("series"), caption, columns, rows, (16, 11, 30, 43)).markdown())


def _said_by_place(chapter: Chapter, found: list[Observation]) -> str:
    """Print values, those that stand in one place of one source with one citation."""
    by_place: dict[str, list[str]] = {}
    for row in found:
        label = chapter.dataset.indicators[row.indicator].label_en
        said = f"{escape(label)}, {escape(when(row))}: {escape(words(row))}"
        by_place.setdefault(citation(row), []).append(said)
    return "; ".join(f"{'; '.join(said)} {cited}" for cited, said in by_place.items())


def law_and_practice(chapter: Chapter) -> Text:
    """Set law against practice, topic by topic, where the statement speaks of either."""
    rows = []
    for cell in safeguards(chapter.dataset, chapter.year, country=chapter.country.iso3):
        if not cell.mentioned:
            continue
        topic = chapter.dataset.topics[cell.topic]
        law, practice = (status_words(chapter.dataset, cell.topic, one) for one in (cell.law, cell.practice))
        cited = dict.fromkeys(citation(finding) for finding in cell.findings)
        rows.append([escape(capital(topic.label_en)), escape(law), escape(practice), " ".join(cited)])
    caption = f"Law against practice in {chapter.name}"
    columns = ("Safeguard or practice", "In law", "In practice", "Source")
    return Text(Table(chapter.figure_id("law-practice"), caption, columns, rows, (36, 20, 24, 20)).markdown())


def cases(chapter: Chapter) -> Text:
    """Tell each case with its figures, and the response to it."""
    parts = []
    for case in chapter.dataset.cases:
        if (case.country, case.year) == (chapter.country.iso3, chapter.year):
            told = [
                f"### {escape(case.title_en)}",
                escape(case.summary_en),
                f"**Response.** {escape(case.answer_en)} {citation(case)}",
            ]
            figures = [row for row in chapter.observations(year=chapter.year) if row.case == case.id]
            if figures:
                told.append("\n".join(f"- {_said_of(chapter, row)}" for row in figures))
            parts.append("\n\n".join(told))
    return Text("\n\n".join(parts) or f"The statement tells no case from {escape(chapter.name)}.")


def not_known(chapter: Chapter) -> Text:
    """List what is not known: values without a number, stages and safeguards that nobody speaks of."""
    dataset = chapter.dataset
    found = [row for row in chapter.observations(year=chapter.year) if not row.is_context]
    lines = [f"- {_said_of(chapter, row)}" for row in found if row.value.status in DOUBTFUL]
    cascade = cascades(dataset, chapter.country.iso3, chapter.year)
    silent = [STAGES[stage].lower() for stage in STAGES if not at_stage(cascade, stage)]
    if silent:
        lines.append(f"- Stages of the cascade that the statement does not address: {escape(listing(silent))}.")
    topics = [
        dataset.topics[cell.topic].label_en
        for cell in safeguards(dataset, chapter.year, country=chapter.country.iso3)
        if not cell.mentioned
    ]
    if topics:
        lines.append(f"- Safeguards on which the statement is silent here: {escape(listing(topics))}.")
    return Text("\n".join(lines) or "Every stage and every safeguard of this edition is mentioned.")


def _said_of(chapter: Chapter, row: Observation) -> str:
    label = capital(chapter.dataset.indicators[row.indicator].label_en)
    series = chapter.dataset.series[row.series].label_en
    return f"{escape(label)} ({escape(series)}; period {escape(when(row))}): {escape(words(row))} {citation(row)}."


def reading_notes(chapter: Chapter) -> Text:
    """List what a reader must know to use the figures on this country; those from context come apart."""
    own = [row for row in chapter.observations(year=chapter.year) if not row.is_context]
    context = [row for row in chapter.observations() if row.is_context and row.year <= chapter.year]
    parts = [_notes(chapter, own)]
    if any(row.note for row in context):
        parts.append(context_note(_notes(chapter, context, dated=True)))
    return Text("\n\n".join(part for part in parts if part) or "No figure in this chapter comes with a note.")


def _notes(chapter: Chapter, rows: Sequence[Observation], *, dated: bool = False) -> str:
    said: dict[str, list[str]] = {}
    for row in rows:
        if row.note:
            label = chapter.dataset.indicators[row.indicator].label_en
            named = label if row.breakdown == "total" else f"{label}, {row.breakdown}"
            time = f", {when(row)}" if dated else ""
            said.setdefault(row.note, []).append(f"{named} ({chapter.dataset.series[row.series].label_en}{time})")
    return "\n".join(
        f"- **{escape(capital(listing(names)))}.** {escape(capital(note.rstrip('.')))}." for note, names in said.items()
    )


def sources(chapter: Chapter) -> Text:
    """List the sources of the chapter: the statement, then earlier ones, then context, with what each gives."""
    dataset = chapter.dataset
    own = chapter.statement.key
    given: dict[str, set[str]] = {}
    for row in chapter.observations():
        if row.year <= chapter.year:
            given.setdefault(row.source, set()).add(dataset.indicators[row.indicator].label_en)
    earlier = [key for key in given if dataset.references[key].is_statement and key != own]
    roles = {own: "every finding, case and figure not marked as context"} | dict.fromkeys(
        earlier, "figures of earlier years"
    )
    lines = [f"- *{escape(dataset.references[key].title)}* [@{key}]: {role}." for key, role in roles.items()]
    others = sorted((key for key in given if key not in roles), key=lambda key: dataset.references[key].author)
    if others:
        body = "\n".join(
            f"- {escape(dataset.references[key].author)}: *{escape(dataset.references[key].title)}* [@{key}], "
            f"for {escape(listing(sorted(given[key])))}."
            for key in others
        )
        lines.append("\n" + context_note(body, "Context: other public sources used in this chapter"))
    return Text("\n".join(lines))


def values(chapter: Chapter, indicators: Sequence[str]) -> Text:
    """List the values of indicators in words, each with its period, its reporter and its source.

    Context values come apart from those of the statement.
    """
    lines: dict[bool, list[str]] = {False: [], True: []}
    for indicator in indicators:
        for row in chapter.observations(year=chapter.year, indicator=indicator):
            if row.breakdown == "total":
                note = f" {escape(capital(row.note.rstrip('.')))}." if row.note and row.is_context else ""
                lines[row.is_context].append(f"- {_said_of(chapter, row)}{note}")
    if not lines[False] + lines[True]:
        return absent(chapter, listing([chapter.dataset.indicators[indicator].label_en for indicator in indicators]))
    parts = ["\n".join(lines[False])]
    if lines[True]:
        parts.append(context_note("\n".join(lines[True])))
    return Text("\n\n".join(part for part in parts if part))


def where_all(chapter: Chapter, said: str, indicators: Sequence[str], *, case: str | None = None) -> Text:
    """Say something of several values where this edition has a number for each of them; else nothing."""
    known = {
        row.indicator
        for row in chapter.observations(year=chapter.year, statement_only=True)
        if row.breakdown == "total" and row.case == case and row.value.known
    }
    return Text(escape(said) if known.issuperset(indicators) else "")


def warning(chapter: Chapter, topic: str) -> Text:
    """Set the findings on one topic apart as a warning."""
    found = [
        row
        for row in chapter.dataset.safeguards
        if (row.country, row.topic, row.year) == (chapter.country.iso3, topic, chapter.year)
    ]
    title = capital(chapter.dataset.topics[topic].label_en)
    if not found:
        return Text(f"The edition of {chapter.year} has no finding on this in {escape(chapter.name)}: {escape(title)}.")
    body = " ".join(f"{escape(row.finding_en)} {citation(row)}" for row in found)
    return Text(f'::: {{.callout-warning title="{attribute(title)}"}}\n{body}\n:::')


def said_and_found(chapter: Chapter, indicator: str, series: str, topics: Sequence[str]) -> Text:
    """Set what the state says beside what was found, finding by finding."""
    label = chapter.dataset.indicators[indicator].label_en
    if not has_total(chapter, indicator, series):
        return absent(chapter, f"{label} ({chapter.dataset.series[series].label_en})")
    row = chapter.observation(indicator, series)
    rows = [
        [
            f"{escape(capital(label))}: {escape(words(row))} {citation(row)}",
            f"{escape(finding.finding_en)} {citation(finding)}",
        ]
        for finding in chapter.dataset.safeguards
        if finding.topic in topics and (finding.country, finding.year) == (chapter.country.iso3, chapter.year)
    ]
    if not rows:
        return Text(f"{_said_of(chapter, row)} The edition has no finding to set beside it.")
    for later in rows[1:]:
        later[0] = ""
    caption = f"What the state reported, and what stands against it, {chapter.name}"
    identifier = chapter.figure_id("said-and-found")
    return Text(
        Table(
            identifier, caption, ("What the state reported", "What the Committee and the authors say"), rows, (34, 66)
        ).markdown()
    )
