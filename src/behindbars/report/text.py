"""Pieces that all sections share: citations, tables of values, callouts, headings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from behindbars.measures.frames import of_edition, rows
from behindbars.package.values import SDMX_STATUS
from behindbars.report.display import Text
from behindbars.report.draft import OF_A_COUNTRY
from behindbars.words import Words, capital
from behindbars.words.markdown import Table, attribute, cite, escape

if TYPE_CHECKING:
    from behindbars.report.edition import Edition


def text(edition: Edition, *parts: str) -> Text:
    """Show paragraphs, lists and tables one below the other; empty ones are left out."""
    return Text("\n\n".join(part for part in parts if part), edition.sources)


def heading(edition: Edition, section: str) -> Text:
    """Show the heading of a section, and what leads into it.

    Parameters
    ----------
    edition : Edition
        The edition.
    section : str
        Name of the section in the catalogue: the message ``section-<name>``, its introduction ``.intro``.
    """
    message, words = f"section-{section}", edition.words
    intro = words.say(f"{message}.intro") if words.has(f"{message}.intro") else ""
    return text(edition, f"## {words.say(message, region=edition.country is None)}", intro)


def section(edition: Edition, name: str, *parts: str, none: str = "") -> Text:
    """Show a section with its heading; where it has no parts, what the message `none` says."""
    silent = "" if any(parts) else lacking(edition, none, place=escape(edition.name))
    return text(edition, str(heading(edition, name)), *parts, silent)


def title(edition: Edition, chapter: str = "region") -> Text:
    """Show the heading of the chapter: the name of its country, or of a chapter on all (``region``, ``changes``)."""
    words = edition.words
    name = edition.name if edition.country else words.say(f"title-{chapter}")
    code = f"{edition.package.row('countries', edition.code)['section']}2"
    codes = ""
    if chapter == "region" and is_told_of(edition):
        codes = words.say("title-codes", code=code, cited=f"[@{words.statement}]")
    return text(edition, f"# {escape(name)}", codes)


def is_told_of(edition: Edition) -> bool:
    """Whether the statement tells anything of the country; of a draft, whether anybody may find that it does."""
    own = [of_edition(getattr(edition, table), edition) for table in OF_A_COUNTRY]
    return not edition.questions.empty or any((~frame["context"]).any() for frame in own)


def citation(row: Any, words: Words) -> str:
    """Cite the source and place of any row, in Markdown; less than high confidence is said."""
    cited = cite(row.source, row.locator, named=row.source != words.statement)
    confidence = getattr(row, "confidence", None) or "high"
    return cited if confidence == "high" else words.say("cited-with-doubt", cited=cited, confidence=confidence)


def cite_all(cited: Sequence[Any], words: Words) -> str:
    """Cite several rows in one bracket, each place once."""
    inner = dict.fromkeys(cite(row.source, row.locator, named=row.source != words.statement)[1:-1] for row in cited)
    return f"[{'; '.join(inner)}]"


def lacking(edition: Edition, message: str, **given: Any) -> str:
    """Say that there is nothing; in a draft only that it is to be completed, as nobody may have answered yet."""
    words = edition.words
    return words.say(message, **given) if edition.questions.empty else words.say("value-to-be-completed.sentence")


def bullets(items: Sequence[str]) -> str:
    """Print a list."""
    return "\n".join(f"- {item}" for item in items)


def callout(kind: str, heading: str, body: str) -> str:
    """Set text apart under a heading of its own: ``warning``, or ``note .context`` for what is not the statement's."""
    return f'::: {{.callout-{kind} title="{attribute(heading)}"}}\n{body}\n:::' if body else ""


def what_of(row: Any, words: Words, *, series: bool = False, place: bool = False) -> str:
    """Name what a value counts: its group, and its series and country where they are wanted."""
    message = "what" if row.breakdown == "total" else "what.group"
    said = words.say(message, what=row.indicator_name, group=row.group)
    said = words.say("what.series", what=said, series=row.series_name) if series else said
    return words.say("what.place", what=said, place=row.country_name) if place else said


def said_of(found: Sequence[Any], words: Words) -> list[str]:
    """Tell values with series, period and source, as lines of a list, those that say the same together; Markdown."""
    names: dict[tuple[str, str, str, str], list[str]] = {}
    for row in found:
        names.setdefault((row.series_name, row.when, row.words, citation(row, words)), []).append(row.indicator_name)
    return [
        words.say(
            "said-of",
            what=escape(words.listing(named)),
            series=escape(series),
            period=escape(when),
            words=escape(said),
            cited=cited,
        )
        for (series, when, said, cited), named in names.items()
    ]


def evidence(edition: Edition, frame: pd.DataFrame) -> Table:
    """Print observations as the table beneath a chart: what, how many, when, who says so, where.

    Where they are of several series or countries, each is named with its own. Values from context are in italics.
    """
    words = edition.words
    several, places = frame["series"].nunique() > 1, edition.country is None
    cells = [
        [
            escape(capital(what_of(row, words, series=several, place=places))),
            f"*{escape(row.words)}*" if row.context else escape(row.words),
            escape(row.when),
            escape(row.who),
            citation(row, words),
        ]
        for row in rows(frame)
    ]
    columns = [words.say(f"column-{name}") for name in ("what", "value", "period", "who", "source")]
    return Table("", "", columns, cells, (27, 20, 17, 15, 21))


RECORDED = (
    "id", "country", "period", "indicator", "series", "breakdown", "unit", "low", "high", "status", "obs_status",
    "words", "reporter", "source", "locator", "confidence", "note",
)  # fmt: skip
"""Columns of the csv of a chart of observations."""


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Print observations as the rows of a figure's csv, with their SDMX status."""
    frame = frame.assign(obs_status=[SDMX_STATUS[status] for status in frame["status"]])
    return [row._asdict() for row in rows(frame[[*RECORDED]])]


def places_of(frame: pd.DataFrame) -> dict[str, list[str]]:
    """List the places of rows by their sources, each once."""
    places: dict[str, list[str]] = {}
    for row in rows(frame):
        kept = places.setdefault(row.source, [])
        if row.locator != "not recorded" and row.locator not in kept:
            kept.append(row.locator)
    return places


def source_line(edition: Edition, frame: pd.DataFrame, *, hollow: bool = True) -> str:
    """Name the sources of a chart for the line beneath it: the statement first, context apart, hollow or not."""
    words = edition.words
    said: dict[bool, list[str]] = {True: [], False: []}
    for key, locators in places_of(frame).items():
        reference = edition.package.references[key]
        named = words.say("comma").join([edition.sources[key], *sorted(locators)])
        if (reference.date or "") > edition.published.isoformat():
            named = words.say("source-line.later", source=named)
        said[reference.is_statement].append(named)
    doubtful = sorted({row.confidence for row in rows(frame)} - {"high"})
    parts = [
        words.say("source-line", sources=words.clauses(said[True])) if said[True] else "",
        words.say("source-line.context", hollow=hollow, sources=words.clauses(said[False])) if said[False] else "",
        words.say("source-line.doubt", first=doubtful[0], last=doubtful[-1]) if doubtful else "",
    ]
    return " ".join(part for part in parts if part)
