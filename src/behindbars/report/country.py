"""The sections of a chapter, one function each: what the statement says, who counts what, what is not known."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import pandas as pd
from babel import Locale

from behindbars import measures
from behindbars.measures.cascade import CONVICTIONS
from behindbars.measures.frames import labelled, of_edition, rows, totals
from behindbars.package.values import COUNTED_UNITS
from behindbars.report.display import Text
from behindbars.report.draft import CODE
from behindbars.report.edition import Edition
from behindbars.report.figures import why_nothing
from behindbars.report.text import (
    bullets,
    callout,
    citation,
    heading,
    said_of,
    section,
    text,
    what_of,
)
from behindbars.words import Words, capital
from behindbars.words.markdown import Table, escape, foreign

TOLD = ("exact", "about", "range", "at_least", "more_than")
"""Statuses of the numbers that the situation is told with; a bound above, and a zero, are told in its findings."""
DOUBTFUL = ("unknown", "not_published", "not_comprehensive", "some", "none_known")
"""Statuses of values without a number that the statement speaks of."""


def names(edition: Edition) -> Text:
    """Print the country's name in its own language and in Russian, as far as they were recorded."""
    country = edition.package.row("countries", edition.code)
    languages: dict[str, list[str]] = {}
    for name, lang in ((country["name_own"], country["lang_own"]), (country["name_ru"], "ru")):
        if pd.notna(name) and pd.notna(lang) and lang != edition.words.lang:
            languages.setdefault(name, []).append(lang)
    words = edition.words
    told = [
        words.say(
            "name-in",
            name=foreign(name, langs[0]),
            languages=words.listing(Locale(lang).get_display_name(words.locale) or lang for lang in langs),
        )
        for name, langs in languages.items()
    ]
    return text(edition, words.clauses(told))


def to_be_completed(edition: Edition) -> Text:
    """List what the chapter of a draft has still to answer; nothing in a finished edition."""
    words, questions = edition.words, edition.questions
    if edition.country:
        lines = [escape(asked) for asked in questions["asked"]]
    else:  # of each country only how many, or the list would be endless
        counts = questions["country"].value_counts()
        lines = [
            words.say("draft.place", place=escape(row[f"name_{words.lang}"]), n=int(counts[row["iso3"]]))
            for _, row in edition.package.frames["countries"].iterrows()
            if row["iso3"] in counts
        ]
    return text(edition, callout("warning", words.say("draft", n=len(questions)), bullets(lines)))


def situation(edition: Edition) -> Text:
    """Tell the situation in the statement's findings and numbers, one paragraph for each of its paragraphs."""
    words = edition.words
    found = of_edition(edition.safeguards, edition)
    found = found[found["country"].eq(edition.code) & found["law"].ne(CODE) & found["practice"].ne(CODE)]
    paragraphs: dict[tuple[str, str], tuple[list[Any], list[Any]]] = {}
    for which, frame in enumerate((found, counted_in(edition))):
        for row in rows(frame):
            paragraphs.setdefault((row.source, row.locator), ([], []))[which].append(row)
    told = []
    for _, (said, counted) in sorted(paragraphs.items(), key=lambda one: _place(one[0])):
        findings = [escape(row.finding) for row in said]
        numbers = [escape(in_numbers(counted, words))] if counted else []
        told.append(" ".join([*findings, *numbers, citation([*said, *counted][0], words)]))
    return section(edition, "situation", *told, none="situation-none")


def _place(paragraph: tuple[str, str]) -> tuple[str, int, str]:
    """Give the place of a paragraph in the order of its source."""
    source, locator = paragraph
    digits = re.search(r"\d+", locator)
    return source, int(digits[0]) if digits else 0, locator


def counted_in(edition: Edition) -> pd.DataFrame:
    """Take the numbers that the situation is told with: the statement's own counts and shares of a whole country."""
    found = totals(of_edition(edition.observations, edition))
    found = found[~found["context"] & found["status"].isin(TOLD) & found["country"].eq(edition.country or "")]
    return found[found["unit"].isin([*COUNTED_UNITS, "percent"])]


def in_numbers(counted: Sequence[Any], words: Words) -> str:
    """Tell numbers in one sentence, those of one series and time together; plain text."""
    told: dict[tuple[str, str], list[str]] = {}
    # A share is told with what it is a share of, and not beside it: the people whom the same study asked.
    studies = {row.series for row in counted if row.unit == "percent"}
    asked = {row.series: row for row in counted if row.unit == "persons" and row.series in studies}
    for row in counted:
        if asked.get(row.series) is row:
            continue
        said, whole = labelled(row, words), asked.get(row.series)
        if row.unit == "percent":
            message = "situation-numbers.share" if whole else "situation-numbers.value"
            said = words.say(message, label=row.indicator_name, words=row.words, whole=whole.words if whole else "")
        if row.stage == CONVICTIONS and row.outcome_of:
            said = words.say("situation-numbers.outcome", said=said)
        told.setdefault((row.series_name, row.when if row.start else ""), []).append(said)
    each = [
        words.say(
            "situation-numbers.dated" if period else "situation-numbers.counted",
            said=words.listing(said),
            series=series,
            period=period,
        )
        for (series, period), said in told.items()
    ]
    return words.say("situation-numbers", said=words.clauses(each))


def who_counts_what(edition: Edition) -> Text:
    """Set the series side by side: who keeps each, and what it says. None is mixed with another."""
    words = edition.words
    found = totals(edition.observations)
    found = found[found["context"] | found["year"].eq(edition.year)]
    cells = [
        [
            words.say(
                "series.from-context" if context else "series", series=escape(capital(series["series_name"].iloc[0]))
            ),
            escape(edition.package.row("series", str(code))[f"definition_{words.lang}"]),
            _said_by_place(edition, series),
        ]
        for (code, context), series in found.groupby(["series", "context"], observed=True)
    ]
    columns = [words.say(f"column-{name}") for name in ("series", "what-it-is", "what-it-says")]
    caption = words.say("series.caption", place=edition.name)
    table = Table(f"{edition.slug}-series", caption, columns, cells, (18, 30, 52)).markdown() if cells else ""
    return section(edition, "series", table, none="series-none")


def _said_by_place(edition: Edition, found: pd.DataFrame) -> str:
    """Print values, those that stand in one place of one source with one citation."""
    words = edition.words
    by_place: dict[str, list[str]] = {}
    for row in rows(found):
        said = words.say(
            "series.value", what=escape(row.indicator_name), period=escape(row.when), words=escape(row.words)
        )
        by_place.setdefault(citation(row, words), []).append(said)
    return words.clauses(f"{words.clauses(said)} {cited}" for cited, said in by_place.items())


def cases(edition: Edition) -> Text:
    """Tell each case, and the response to it."""
    words = edition.words
    parts = []
    for case in rows(of_edition(edition.cases, edition)):
        parts += [
            f"### {escape(case.title)}",
            escape(case.summary),
            words.say("case-response", answer=escape(case.answer), cited=citation(case, words)),
        ]
    return section(edition, "cases", *parts, none="case-none")


def not_known(edition: Edition) -> Text:
    """List what is not known beside the stages told before: values without a number, and what nobody speaks of."""
    words = edition.words
    found = of_edition(edition.observations, edition)
    found = found[~found["context"] & found["status"].isin(DOUBTFUL) & found["stage"].isna()]
    stages = measures.cascade(edition)
    spoken = set(stages["stage"][stages["id"].notna()])
    silent = stages.drop_duplicates("stage").loc[lambda frame: ~frame["stage"].isin(spoken), "stage_name"]
    grid = measures.safeguards(edition)
    topics = grid.groupby("topic_name", sort=False)["ids"].agg("".join).loc[lambda ids: ids.eq("")].index
    lines = said_of(rows(found), words)
    if len(silent):
        lines.append(words.say("not-known.stages", stages=escape(words.listing(name.lower() for name in silent))))
    if len(topics):
        lines.append(words.say("not-known.safeguards", topics=escape(words.listing(topics))))
    return section(edition, "not-known", bullets(lines), none="not-known-none")


def reading_notes(edition: Edition) -> Text:
    """List what a reader must know to use the statement's figures on this country."""
    words = edition.words
    found = of_edition(edition.observations, edition)
    said: dict[str, list[str]] = {}
    for row in rows(found[~found["context"]]):
        if row.note:
            said.setdefault(row.note, []).append(what_of(row, words, series=True))
    lines = [
        words.say("note", what=escape(capital(words.listing(named))), note=escape(capital(note.rstrip("."))))
        for note, named in said.items()
    ]
    return section(edition, "reading-notes", bullets(lines) or words.say("reading-notes-none"))


def listed(edition: Edition, indicators: Sequence[str], *, section: str = "") -> Text:
    """List the values of indicators in words, each with its period, its reporter and its source; context comes apart.

    Parameters
    ----------
    edition : Edition
        The edition.
    indicators : sequence of str
        What is counted.
    section : str
        Name of the section whose heading stands above; no heading if not given.
    """
    words = edition.words
    head = str(heading(edition, section)) if section else ""
    found = measures.values(edition, indicators, context=True)
    lines: dict[bool, list[str]] = {False: [], True: []}
    for row in rows(found):
        note = words.say("listed-note", note=escape(capital(row.note.rstrip(".")))) if row.note and row.context else ""
        lines[row.context].append(f"{said_of([row], words)[0]} {note}".rstrip())
    if found.empty:
        return text(edition, head, why_nothing(edition, found))
    context = callout("note .context", words.say("context-note"), bullets(lines[True]))
    return text(edition, head, bullets(lines[False]), context)
