"""The words of each figure: headline, subtitle, caption, alternative text, the line below, and the table beneath.

For each measure a function gives the facts; the sentences are the attributes of one message of the catalogue, such as
``cascade.headline``, ``cascade.caption`` and ``cascade.alt``.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from behindbars.errors import ParameterError
from behindbars.measures.frames import rows, value_of
from behindbars.report import facts, grid_facts
from behindbars.report.display import FigureText, plain_table
from behindbars.report.draft import CODE
from behindbars.report.facts import own_rows
from behindbars.report.text import bullets, cite_all, evidence, lacking, records, said_of, source_line
from behindbars.words.markdown import escape

if TYPE_CHECKING:
    from behindbars.report.edition import Edition


OBSERVED = {"indicator_name", "words", "when", "who", "source", "locator"}
"""Columns by which a frame is known as one of observations."""
WORTH_DRAWING = 2
"""Numbers from which a cascade is drawn: fewer are told in a line each."""
FACTS = {**facts.FACTS, **grid_facts.FACTS}
"""What is said of the figure of each measure."""


def figure_text(edition: Edition, frame: pd.DataFrame) -> FigureText | None:
    """Word the figure of a measure; None for a frame that is of no measure.

    Parameters
    ----------
    edition : Edition
        The edition.
    frame : DataFrame
        From one of `measures`: its ``attrs["measure"]`` says which.
    """
    measure = frame.attrs.get("measure", "")
    if measure not in FACTS or (measure == "gap" and len(frame) > 1):
        return None
    found = FACTS[measure](edition, frame)
    given = {"place": edition.name, "year": str(edition.year), "draft": len(edition.questions) > 0, **found.given}

    def say(part: str, **more: Any) -> str:
        return edition.words.say(f"{found.name}.{part}", **given, **more).strip()

    headline = found.headline or say("headline")
    source = source_line(edition, found.used)
    table = found.table or evidence(edition, found.used)
    return FigureText(
        headline=headline,
        subtitle=say("subtitle"),
        caption=say("caption"),
        alt=say("alt", headline=headline),
        source=say("source", source=source) if edition.words.has(f"{found.name}.source") else source,
        table=replace(table, caption=say("table")),
        data=found.data or records(found.used),
    )


def own_text(edition: Edition, name: str, frame: pd.DataFrame, told: dict[str, str]) -> FigureText:
    """Word a figure of an analyst's own, of which the catalogue knows nothing."""
    missing = [part for part in ("caption", "alt") if not told[part]]
    if missing:
        raise ParameterError(
            f"edition.show({name!r}, …) needs {' and '.join(f'{part}=…' for part in missing)}: the caption says what "
            "the chart shows; the alternative text (alt) what it says, with its numbers, for readers who cannot see it."
        )
    observed = set(frame) >= OBSERVED
    table = evidence(edition, frame) if observed else plain_table(frame)
    data = records(frame) if observed else [dict(zip(map(str, frame), row, strict=True)) for row in rows(frame)]
    source = source_line(edition, frame, hollow=False) if observed else ""
    table = replace(table, caption=told["caption"])
    return FigureText(told["headline"] or told["caption"], "", told["caption"], told["alt"], source, table, data)


def why_nothing(edition: Edition, frame: pd.DataFrame) -> str:
    """Say why there is no figure where a measure found nothing to draw; Markdown; empty where there is something."""
    words, about = edition.words, frame.attrs
    measure = about.get("measure", "").replace("_", "-")
    if measure == "gap" and frame.empty:
        return lacking(edition, "furthest.nothing", year=str(edition.year))
    if measure == "gap" and frame["reason"].notna().all():
        return words.say("gap.nothing", what=escape(words.clauses(dict.fromkeys(frame["reason"]))))
    if measure == "cascade":
        told = rows(frame[frame["id"].notna()])
        if sum(value_of(row).known for row in told) >= WORTH_DRAWING:
            return ""
        silent = lacking(edition, "cascade.nothing", year=str(edition.year), place=escape(edition.name))
        return bullets(said_of(told, words)) or silent
    if len(frame):
        return ""
    if "refused" in about:
        return _refused(edition, own_rows(edition, about["ids"].split()), about["refused"])
    message = f"{measure}.nothing"
    given = {"place": escape(edition.name), "year": str(edition.year)}
    codes = about.get("indicators") or [about[name] for name in ("indicator",) if name in about]
    labels = [edition.package.text("indicators", code, "label", words.lang) for code in codes]
    given["what"] = escape(words.listing(labels))
    if series := about.get("series"):
        given["series"] = escape(edition.package.text("series", series, "label", words.lang))
    if not words.has(message):
        message = "nothing.series" if series else "nothing"
    return lacking(edition, message, **given)


def _refused(edition: Edition, used: pd.DataFrame, reason: str) -> str:
    """Give the two values of a study of which no interval can be drawn, and the reason."""
    words, (share, participants) = edition.words, rows(used)
    if used["status"].eq(CODE).any():
        return words.say("value-to-be-completed.sentence")
    return words.say(
        "survey.refused",
        label=escape(share.indicator_name),
        share=escape(share.words),
        participants=escape(participants.words),
        cited=cite_all([share, participants], words),
        reason=escape(reason),
    )
