"""What the fact sheet of a country says: one page of the statement's findings, for a reader with two minutes.

The page has room for few rows, so rules choose them, the same for every country and year:

- *Safeguards*: the three whose gravest status, in law or in practice, is the gravest; ties in the order of the grid.
- *Case*: the first in the order of the table to which no verdict belongs; where each has one, the first.
- *Asks*: at most four of the recommendations that name a topic found wanting here. Those on the safeguards shown
  come first, then those with most such topics, then the order of the statement, in which they are printed.

Rows are left out, sentences never. Nothing here is context: every value and finding is the statement's.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from behindbars import measures
from behindbars.measures.cascade import STAGES
from behindbars.measures.frames import rows, value_of
from behindbars.measures.grids import GRAVITY, SIDES, UNMET, Publication
from behindbars.report.edition import Edition
from behindbars.report.facts import cascade_headline
from behindbars.report.text import lacking
from behindbars.words import capital

MOST_SAFEGUARDS, MOST_ASKS = 3, 4
PUBLIC = (Publication.PUBLISHED, Publication.REPORTED_TO_UN)


def fact_sheet(edition: Edition) -> dict[str, Any]:
    """Choose and word what the fact sheet of a country says, as plain text.

    Parameters
    ----------
    edition : Edition
        The edition of a country.

    Returns
    -------
    dict
        - ``country``, ``slug``, ``year``, ``draft`` (bool), ``labels`` (headings by name)
        - ``finding``, ``support`` (sentences), ``finding_source``: the headline of the cascade and what supports it
        - ``stages`` (names), ``cascade``: for each series its ``series``, ``period``, ``source`` and ``stages``, each
          with ``words``, ``mentioned`` and ``number`` (whether there is one, other than zero)
        - ``safeguards``, ``safeguards_note``: ``topic``, ``law``, ``practice``, ``finding``, ``source``; what they are
          a choice of
        - ``case`` (None where there is none), ``case_note``: ``title``, ``summary``, ``answer``, ``source``
        - ``asks``, ``asks_note``: ``subject``, ``text``, ``source``
        - ``statement``, ``published``, ``address``, ``section``: title, date and address of the statement, and the
          letter with which its paragraphs on the country begin
    """
    edition = _statement_only(edition)
    words, statement = edition.words, edition.statement
    stages = measures.cascade(edition)
    safeguards, topics = _safeguards(edition)
    return {
        "country": edition.name,
        "slug": str(edition.package.row("countries", edition.code)["slug"]),
        "year": edition.year,
        "draft": len(edition.questions) > 0,
        "labels": {name: words.say(f"sheet-label-{name}") for name in LABELS},
        "finding": cascade_headline(edition, stages),
        "support": [_gap(edition), _numbers(edition, stages)],
        "finding_source": _places(edition, stages[stages["id"].notna()]),
        "stages": list(stages["stage_name"].cat.categories),
        "cascade": [_cascade_row(edition, part) for _, part in stages.groupby("series", observed=True, dropna=False)],
        "safeguards": safeguards,
        "safeguards_note": _choice(edition, "sheet-safeguards", len(topics), "law-and-practice-none"),
        **_case(edition),
        **_asks(edition, topics[:MOST_SAFEGUARDS]),
        "statement": statement.title,
        "published": words.period(statement.date) if statement.date else words.say("edition-undated"),
        "address": statement.url or "",
        "section": str(edition.package.row("countries", edition.code)["section"]),
    }


LABELS = ("cascade", "rows-apart", "series", "safeguards", "law", "practice", "case", "response", "asks")
"""Headings and leads of the sheet."""


def _statement_only(edition: Edition) -> Edition:
    """Leave out context and other years: a page that travels alone holds the statement's own findings."""

    def own(frame: pd.DataFrame) -> pd.DataFrame:
        return frame[~frame["context"] & frame["year"].eq(edition.year)]

    return replace(
        edition,
        observations=own(edition.observations),
        safeguards=own(edition.safeguards),
        cases=own(edition.cases),
    )


def _places(edition: Edition, frame: pd.DataFrame) -> str:
    """Name the places of rows in their sources, each once: "Statement, K3, K4"."""
    places: dict[str, list[str]] = {}
    for row in rows(frame):
        locators = places.setdefault(edition.sources[row.source], [])
        if row.locator != "not recorded" and row.locator not in locators:
            locators.append(row.locator)
    comma = edition.words.say("comma")
    named = edition.words.clauses(comma.join([source, *locators]) for source, locators in places.items())
    grades = sorted(set(frame.get("confidence", pd.Series(dtype=str))) - {"high"})
    for grade in grades:
        named = edition.words.say("sheet-doubt", places=named, confidence=str(grade))
    return named


def _gap(edition: Edition) -> str:
    """Say what share of the complaints is without a known conviction, or why it cannot be computed."""
    words, row = edition.words, rows(measures.gap(edition))[0]
    if row.reason is not None:
        return words.say("sheet-no-gap", reason=row.reason)
    period = words.when(row.period)
    said = words.say("sheet-gap", frequency=row.frequency, share=row.words, series=row.series, period=period)
    return f"{capital(said)} {row.remark or ''}".rstrip()


def _numbers(edition: Edition, stages: pd.DataFrame) -> str:
    """Say of how many stages there is a number, and how many of the numbers are the state's own; not in a draft."""
    known = {row.stage for row in rows(stages[stages["id"].notna()]) if value_of(row).known}
    cells = measures.transparency(edition)
    own = int(cells[cells["country"].eq(edition.code)]["status"].isin(PUBLIC).sum())
    return lacking(edition, "sheet-numbers", stages=len(STAGES), known=len(known), own=own)


def _choice(edition: Edition, message: str, n: int, none: str) -> str:
    """Say what the rows shown are a choice of, or that there are none."""
    return edition.words.say(message, n=n) if n else lacking(edition, none, place=edition.name)


def _cascade_row(edition: Edition, stages: pd.DataFrame) -> dict[str, Any]:
    """Word a row; its values carry their own periods only where these differ."""
    words, told = edition.words, stages[stages["id"].notna()]
    periods = list(dict.fromkeys(told["when"]))

    def said(row: Any) -> dict[str, Any]:
        if row.id is None:
            return {"words": row.words, "mentioned": False, "number": False}
        shown = words.say("sheet-dated", words=row.words, period=row.when) if len(periods) > 1 else row.words
        return {"words": shown, "mentioned": True, "number": value_of(row).known and row.status != "reported_zero"}

    series = stages["series_name"].iloc[0]
    return {
        "series": capital(series) or words.say("sheet-statement"),
        "period": capital(periods[0]) if len(periods) == 1 else "",
        "stages": [said(row) for row in rows(stages)],
        "source": _places(edition, told),
    }


def _safeguards(edition: Edition) -> tuple[list[dict[str, Any]], list[str]]:
    """Word the gravest safeguards, and list the topics of all that the statement speaks of, the gravest first."""
    words, grid = edition.words, measures.safeguards(edition)
    spoken = grid[grid["ids"].ne("")].assign(gravity=lambda frame: frame["status"].map(GRAVITY.index))
    gravest = spoken.groupby("topic", sort=False)["gravity"].min().sort_values(kind="stable")
    told = []
    for topic, gravity in gravest[:MOST_SAFEGUARDS].items():
        here = spoken[spoken["topic"].eq(str(topic))]
        findings = edition.safeguards[edition.safeguards["id"].isin(" ".join(here["ids"]).split())]
        status = GRAVITY[gravity]
        finding = rows(findings[findings["law"].eq(status) | findings["practice"].eq(status)])[0]
        sides = {
            side: words.listing(here[here["side"].eq(side)]["words"]) or words.say("value-not-mentioned")
            for side in SIDES
        }
        told.append(
            {
                "topic": capital(here["topic_name"].iloc[0]),
                **sides,
                "finding": _whole(edition, finding),
                "source": _places(edition, findings),
            }
        )
    return told, list(gravest.index)


def _whole(edition: Edition, finding: Any) -> str:
    """Give a finding with the one that it continues: Q34b cannot be read without Q34."""
    before = finding.id.rstrip("abcdefghijklmnopqrstuvwxyz")
    begun = edition.safeguards[edition.safeguards["id"].eq(before) & edition.safeguards["id"].ne(finding.id)]["finding"]
    return " ".join([*begun, finding.finding])


def _case(edition: Edition) -> dict[str, Any]:
    cases = rows(edition.cases)
    note = _choice(edition, "sheet-cases", len(cases), "case-none")
    if not cases:
        return {"case": None, "case_note": note}
    decided = set(edition.events[edition.events["kind"].eq("verdict")]["case"])
    case = next((row for row in cases if row.id not in decided), cases[0])
    source = _places(edition, edition.cases[edition.cases["id"].eq(case.id)])
    return {
        "case": {"title": case.title, "summary": case.summary, "answer": case.answer, "source": source},
        "case_note": note,
    }


def _asks(edition: Edition, shown: list[str]) -> dict[str, Any]:
    """Choose the recommendations that concern the country most; they are printed in the order of the statement."""
    words = edition.words
    status = edition.safeguards["practice"].astype(object).fillna(edition.safeguards["law"].astype(object))
    wanting = set(edition.safeguards[status.isin(UNMET)]["topic"])
    asked = edition.recommendations
    every = rows(asked[asked["year"].eq(edition.year) & asked["kind"].eq("recommendation")])

    def rank(row: Any) -> tuple[int, int]:
        topics = wanting.intersection((row.topics or "").split())
        return -len(topics.intersection(shown)), -len(topics)

    concerned = sorted((row for row in every if rank(row) != (0, 0)), key=rank)[:MOST_ASKS]
    asks = [
        {
            "subject": row.short,
            "text": row.text,
            "source": _places(edition, asked[asked["id"].eq(row.id) & asked["year"].eq(edition.year)]),
        }
        for row in every
        if row in concerned
    ]
    none = lacking(edition, "sheet-asks-none", place=edition.name)
    return {"asks": asks, "asks_note": words.say("sheet-asks", n=len(asks), all=len(every)) if asks else none}
