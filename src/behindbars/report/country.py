"""The sections of a chapter, one function each: what the statement says, who counts what, what is not known."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
from babel import Locale

from behindbars import measures
from behindbars.measures.frames import of_edition, rows, totals, value_of
from behindbars.measures.grids import SIDES
from behindbars.report.display import Text
from behindbars.report.draft import CODE
from behindbars.report.edition import Edition
from behindbars.report.figures import why_nothing
from behindbars.report.text import (
    bullets,
    callout,
    citation,
    context_note,
    heading,
    lacking,
    said_of,
    text,
)
from behindbars.words import capital
from behindbars.words.markdown import Table, escape, foreign

DOUBTFUL = ("unknown", "not_published", "some", "none_known")
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
        counts = questions["country"].fillna(edition.code).value_counts()
        lines = [
            words.say("draft.place", place=escape(row[f"name_{words.lang}"]), n=int(counts[row["iso3"]]))
            for _, row in edition.package.frames["countries"].iterrows()
            if row["iso3"] in counts
        ]
    return text(edition, callout("warning", words.say("draft", n=len(questions)), bullets(lines)))


def situation(edition: Edition) -> Text:
    """Tell the situation in the statement's findings, one paragraph for each of its paragraphs."""
    words = edition.words
    found = of_edition(edition.safeguards, edition)
    found = found[found["country"].eq(edition.code) & found["law"].ne(CODE) & found["practice"].ne(CODE)]
    paragraphs: dict[tuple[str, str], list[Any]] = {}
    for row in rows(found):
        paragraphs.setdefault((row.source, row.locator), []).append(row)
    told = [
        " ".join([*(escape(row.finding) for row in group), citation(group[0], words)]) for group in paragraphs.values()
    ]
    silent = lacking(edition, "situation-none", place=escape(edition.name))
    return text(edition, f"## {words.say('section-situation', region=edition.country is None)}", *(told or [silent]))


def who_counts_what(edition: Edition) -> Text:
    """Set the series side by side: who keeps each, and what it says. None is mixed with another."""
    words = edition.words
    found = totals(edition.observations)
    found = found[found["context"] | found["year"].eq(edition.year)]
    cells = [
        [
            escape(capital(series["series_name"].iloc[0])),
            words.say("from-context" if context else "from-statement"),
            escape(edition.package.row("series", str(code))[f"definition_{words.lang}"]),
            _said_by_place(edition, series),
        ]
        for (code, context), series in found.groupby(["series", "context"], observed=True)
    ]
    if not cells:
        return text(
            edition, f"## {words.say('section-series')}", lacking(edition, "series-none", place=escape(edition.name))
        )
    columns = [words.say(f"column-{name}") for name in ("series", "from", "what-it-is", "what-it-says")]
    caption = words.say("series.caption", place=edition.name)
    table = Table(f"{edition.slug}-series", caption, columns, cells, (16, 11, 30, 43)).markdown()
    return text(edition, f"## {words.say('section-series')}", table)


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


def law_and_practice(edition: Edition) -> Text:
    """Set law against practice, topic by topic, where the statement speaks of either."""
    words, grid = edition.words, measures.safeguards(edition)
    findings = {row.id: citation(row, words) for row in rows(of_edition(edition.safeguards, edition))}
    cells = []
    for topic, found in grid[grid["ids"].ne("")].groupby("topic_name", observed=True, sort=False):
        sides = [found[found["side"].eq(side)]["words"] for side in SIDES]
        ids = dict.fromkeys(" ".join(found["ids"]).split())
        said = [words.listing(side) if len(side) else words.say("value-not-mentioned") for side in sides]
        cited = dict.fromkeys(findings[one] for one in sorted(ids, key=list(findings).index))
        cells.append([escape(capital(str(topic))), *map(escape, said), " ".join(cited)])
    head = f"## {words.say('section-law-and-practice')}"
    if not cells:
        return text(edition, head, lacking(edition, "law-and-practice-none", place=escape(edition.name)))
    columns = [words.say(f"column-{name}") for name in ("safeguard", "law", "practice", "source")]
    caption = words.say("law-and-practice.caption", place=edition.name)
    return text(
        edition, head, Table(f"{edition.slug}-law-practice", caption, columns, cells, (36, 20, 24, 20)).markdown()
    )


def cases(edition: Edition) -> Text:
    """Tell each case with its figures, and the response to it."""
    words = edition.words
    parts = []
    observed = of_edition(edition.observations, edition)
    for case in rows(of_edition(edition.cases, edition)):
        figures = observed[observed["case"].eq(case.id)]
        parts += [
            f"### {escape(case.title)}",
            escape(case.summary),
            words.say("case-response", answer=escape(case.answer), cited=citation(case, words)),
            bullets([said_of(row, words) for row in rows(figures)]),
        ]
    silent = lacking(edition, "case-none", place=escape(edition.name))
    return text(edition, f"## {words.say('section-cases')}", *(parts or [silent]))


def not_known(edition: Edition) -> Text:
    """List what is not known: values without a number, stages and safeguards that nobody speaks of."""
    words = edition.words
    found = of_edition(edition.observations, edition)
    found = found[~found["context"] & found["status"].isin(DOUBTFUL)]
    stages = measures.cascade(edition)
    spoken = set(stages["stage"][stages["id"].notna()])
    silent = stages.drop_duplicates("stage").loc[lambda frame: ~frame["stage"].isin(spoken), "stage_name"]
    grid = measures.safeguards(edition)
    topics = grid.groupby("topic_name", sort=False)["ids"].agg("".join).loc[lambda ids: ids.eq("")].index
    lines = [said_of(row, words) for row in rows(found)]
    if len(silent):
        lines.append(words.say("not-known.stages", stages=escape(words.listing(name.lower() for name in silent))))
    if len(topics):
        lines.append(words.say("not-known.safeguards", topics=escape(words.listing(topics))))
    return text(edition, f"## {words.say('section-not-known')}", bullets(lines) or lacking(edition, "not-known-none"))


def reading_notes(edition: Edition) -> Text:
    """List what a reader must know to use the figures on this country; those from context come apart."""
    found = edition.observations
    own = _notes(edition, found[found["year"].eq(edition.year) & ~found["context"]])
    context = _notes(edition, found[found["context"]], dated=True)
    words = edition.words
    parts = [own, context_note(edition, context)]
    head = f"## {words.say('section-reading-notes')}"
    return text(edition, head, *(parts if own or context else [words.say("reading-notes-none")]))


def _notes(edition: Edition, found: pd.DataFrame, *, dated: bool = False) -> str:
    words = edition.words
    said: dict[str, list[str]] = {}
    for row in rows(found):
        if row.note:
            what = words.say(
                "what" if row.breakdown == "total" else "what.group", what=row.indicator_name, group=row.group
            )
            message = "noted.dated" if dated else "noted"
            said.setdefault(row.note, []).append(words.say(message, what=what, series=row.series_name, period=row.when))
    return bullets(
        [
            words.say("note", what=escape(capital(words.listing(named))), note=escape(capital(note.rstrip("."))))
            for note, named in said.items()
        ]
    )


def sources(edition: Edition) -> Text:
    """List the sources of the chapter: the statement, then earlier ones, then context, with what each gives."""
    words, references = edition.words, edition.package.references
    given: dict[str, set[str]] = {}
    for row in rows(edition.observations):
        given.setdefault(row.source, set()).add(row.indicator_name)
    own = edition.statement.key
    earlier = [key for key in given if references[key].is_statement and key != own]
    lines = [
        words.say(
            "source.own" if key == own else "source.earlier", title=escape(references[key].title), cited=f"[@{key}]"
        )
        for key in [own, *earlier]
    ]
    others = sorted((key for key in given if not references[key].is_statement), key=lambda key: references[key].author)
    body = bullets(
        [
            words.say(
                "source.context",
                author=escape(references[key].author),
                title=escape(references[key].title),
                cited=f"[@{key}]",
                what=escape(words.listing(sorted(given[key]))),
            )
            for key in others
        ]
    )
    return text(
        edition,
        f"## {words.say('section-sources')}",
        bullets(lines),
        context_note(edition, body, "context-note.sources"),
    )


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
        lines[row.context].append(f"{said_of(row, words)} {note}".rstrip())
    if found.empty:
        return text(edition, head, why_nothing(edition, found))
    return text(edition, head, bullets(lines[False]), context_note(edition, bullets(lines[True])))


def set_beside(edition: Edition, frame: pd.DataFrame) -> Text:
    """Lead into values that are set beside each other and not divided; nothing where one of them has no number.

    Parameters
    ----------
    edition : Edition
        The edition.
    frame : DataFrame
        From `measures.values`, with the title of a message that has an introduction.
    """
    known = {row.indicator for row in rows(frame) if value_of(row).known}
    intro = f"{frame.attrs['title']}.intro"
    return text(edition, edition.words.say(intro) if known.issuperset(frame.attrs["indicators"]) else "")


def warning(edition: Edition, topic: str) -> Text:
    """Set the findings on one topic apart as a warning, under the heading of a section of that name."""
    words = edition.words
    head = str(heading(edition, topic))
    found = of_edition(edition.safeguards, edition).query("topic == @topic")
    title = capital(edition.package.row("topics", topic)[f"label_{words.lang}"])
    body = " ".join(f"{escape(row.finding)} {citation(row, words)}" for row in rows(found))
    if not body:
        given = {"year": str(edition.year), "place": escape(edition.name), "topic": escape(title)}
        return text(edition, head, lacking(edition, "warning-none", **given))
    return text(edition, head, callout("warning", title, body))


def said_and_found(edition: Edition, indicator: str, series: str, topics: Sequence[str]) -> Text:
    """Set what the state says beside what was found, finding by finding, under a heading of its own."""
    words = edition.words
    said = measures.values(edition, [indicator], series=series)
    found = of_edition(edition.safeguards, edition).query("topic in @topics")
    head = str(heading(edition, "said-and-found", said[said["status"].eq("reported_zero")]))
    if said.empty:
        return text(edition, head, why_nothing(edition, said))
    row = rows(said)[0]
    if found.empty:
        return text(edition, head, words.say("said-alone", said=said_of(row, words)))
    value = words.say(
        "said", what=escape(capital(row.indicator_name)), words=escape(row.words), cited=citation(row, words)
    )
    findings = [f"{escape(finding.finding)} {citation(finding, words)}" for finding in rows(found)]
    cells = [[value if n == 0 else "", finding] for n, finding in enumerate(findings)]
    columns = [words.say("column-state-reported"), words.say("column-others-say")]
    caption = words.say("said-and-found.caption", place=edition.name)
    return text(edition, head, Table(f"{edition.slug}-said-and-found", caption, columns, cells, (34, 66)).markdown())
