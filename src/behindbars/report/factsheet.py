"""What the fact sheet of a country says: one page of the statement's findings, for a reader with two minutes.

The page has room for few rows. Those that the column ``sheet`` of findings and cases picks stand on it, in that order;
where it picks none, rules choose, the same for every country and year:

- *Findings*: the three whose gravest status, in law or in practice, is the gravest; ties in the order of the grid.
- *Case*: the first in the order of the table to which no verdict belongs; where each has one, the first.
- *Asks*: at most four of the recommendations that name a topic found wanting here. Those on the findings shown
  come first, then those with most such topics, then the order of the statement, in which they are printed.

Rows are left out, sentences never. Nothing here is context: every value and finding is the statement's.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from behindbars import measures
from behindbars.measures.cascade import STAGES, stage_names
from behindbars.measures.frames import of_edition, rows
from behindbars.measures.grids import GRAVITY, UNMET
from behindbars.report.country import counted_in, in_numbers
from behindbars.report.draft import CODE
from behindbars.report.edition import Edition
from behindbars.report.facts import in_edition, place_words
from behindbars.report.text import is_told_of, lacking, places_of
from behindbars.words import capital

MOST_FINDINGS, MOST_ASKS = 3, 4


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
        - ``finding``, ``support``, ``finding_source``: the furthest that the statement follows complaints; what share
          of them is without a known conviction, and the country's numbers; where all of it stands
        - ``track``: ``stages`` (names), ``at`` (place of the furthest among them, from 0), ``short`` (the value),
          ``status`` and ``alt`` (the same in words)
        - ``findings``, ``findings_note``: ``topic``, ``finding``, ``source``; what they are a choice of
        - ``case`` (None where there is none), ``case_note``: ``title``, ``summary``, ``answer``, ``source``
        - ``asks``, ``asks_note``: ``subject``, ``text``, ``source``
        - ``statement``, ``published``, ``address``, ``section``: title, date and address of the statement, and the
          letter with which its paragraphs on the country begin, "none" where there are none
    """
    edition = _statement_only(edition)
    words, statement = edition.words, edition.statement
    furthest = rows(measures.furthest(edition))[0]
    country = edition.package.row("countries", edition.code)
    counted = counted_in(edition)
    used = edition.observations[edition.observations["id"].isin([*furthest.ids.split(), *counted["id"]])]
    findings, topics = _findings(edition)
    asked = len(edition.questions)
    return {
        "country": edition.name,
        "slug": str(country["slug"]),
        "year": edition.year,
        "draft": asked > 0,
        "labels": {name: words.say(f"sheet-label-{name}") for name in LABELS},
        "finding": capital(in_edition(edition, furthest.words)),
        "support": [_gap(edition), _numbers(edition, counted, furthest.ids.split())],
        "finding_source": _places(edition, used),
        "track": _track(edition, furthest),
        "findings": findings,
        "findings_note": _choice(edition, "sheet-findings", len(topics), "situation-none"),
        **_case(edition),
        **_asks(edition, [row["code"] for row in findings]),
        "statement": statement.title,
        "published": words.period(statement.date) if statement.date else words.say("edition-undated"),
        "address": statement.url or "",
        "section": str(country["section"]) if is_told_of(edition) else "none",
    }


LABELS = ("track", "findings", "case", "response", "asks")
"""Headings and leads of the sheet."""


def _statement_only(edition: Edition) -> Edition:
    """Leave out context and other years: a page that travels alone holds the statement's own findings."""

    def own(frame: pd.DataFrame) -> pd.DataFrame:
        return of_edition(frame[~frame["context"]], edition)

    found = own(edition.safeguards)
    return replace(
        edition,
        observations=own(edition.observations),
        safeguards=found.assign(status=found["practice"].astype(object).fillna(found["law"].astype(object))),
        cases=own(edition.cases),
    )


def _places(edition: Edition, frame: pd.DataFrame) -> str:
    """Name the places of rows in their sources, each once: "Statement, K3, K4"."""
    comma, places = edition.words.say("comma"), places_of(frame)
    named = edition.words.clauses(comma.join([edition.sources[key], *locators]) for key, locators in places.items())
    for grade in sorted(set(frame.get("confidence", [])) - {"high"}):
        named = edition.words.say("sheet-doubt", places=named, confidence=str(grade))
    return named


def _gap(edition: Edition) -> str:
    """Say what share of the complaints is without a known conviction, where it can be computed."""
    words, row = edition.words, rows(measures.gap(edition))[0]
    if row.reason is not None:
        return ""
    period = words.when(row.period)
    said = words.say("sheet-gap", frequency=row.frequency, share=row.words, series=row.series, period=period)
    return f"{capital(said)} {row.remark or ''}".rstrip()


def _numbers(edition: Edition, counted: pd.DataFrame, told: list[str]) -> str:
    """Tell the country's numbers, but those that the headline tells; or say that there is none."""
    if counted.empty:
        return lacking(edition, "sheet-no-numbers", place=edition.name)
    others = rows(counted[~counted["id"].isin(told)])
    return in_numbers(others, edition.words) if others else ""


def _track(edition: Edition, row: Any) -> dict[str, Any]:
    """Say how far the statement follows complaints, stage by stage."""
    names = list(stage_names(edition).categories)
    said = place_words(edition.words, row)
    return {"stages": names, "at": STAGES.index(row.stage), "short": row.short, "status": row.status, "alt": said}


def _choice(edition: Edition, message: str, n: int, none: str) -> str:
    """Say what the rows shown are a choice of, or that there are none."""
    return edition.words.say(message, n=n) if n else lacking(edition, none, place=edition.name)


def _findings(edition: Edition) -> tuple[list[dict[str, Any]], list[str]]:
    """Word the findings of the sheet, and list the topics of all that the statement speaks of, the gravest first."""
    spoken = edition.safeguards[edition.safeguards["status"].ne(CODE)]
    gravest = spoken.assign(gravity=spoken["status"].map(GRAVITY.index)).sort_values("gravity", kind="stable")
    gravest = gravest.drop_duplicates("topic")
    in_grid = gravest[gravest["topic"].isin(edition.topics.dropna(subset="grid")["topic"])]
    picked = spoken[spoken["sheet"].notna()].sort_values("sheet", kind="stable")
    chosen = picked if len(picked) else in_grid[:MOST_FINDINGS]
    told = [
        {
            "code": row.topic,
            "topic": capital(row.topic_name),
            "finding": _whole(edition, row),
            "source": _places(edition, spoken[spoken["id"].eq(row.id)]),
        }
        for row in rows(chosen)
    ]
    return told, list(gravest["topic"])


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
    open_cases = [row for row in cases if row.id not in decided]
    case = [*sorted((row for row in cases if row.sheet), key=lambda row: row.sheet), *open_cases, *cases][0]
    source = _places(edition, edition.cases[edition.cases["id"].eq(case.id)])
    return {
        "case": {"title": case.title, "summary": case.summary, "answer": case.answer, "source": source},
        "case_note": note,
    }


def _asks(edition: Edition, shown: list[str]) -> dict[str, Any]:
    """Choose the recommendations that concern the country most; they are printed in the order of the statement."""
    words = edition.words
    wanting = set(edition.safeguards[edition.safeguards["status"].isin(UNMET)]["topic"])
    own = of_edition(edition.recommendations, edition)
    every = rows(own[own["kind"].eq("recommendation")])

    def rank(row: Any) -> tuple[int, int]:
        topics = wanting.intersection((row.topics or "").split())
        return -len(topics.intersection(shown)), -len(topics)

    concerned = sorted((row for row in every if rank(row) != (0, 0)), key=rank)[:MOST_ASKS]
    asks = [
        {"subject": row.short, "text": row.text, "source": _places(edition, own[own["id"].eq(row.id)])}
        for row in every
        if row in concerned
    ]
    none = lacking(edition, "sheet-asks-none", place=edition.name, told=is_told_of(edition))
    return {"asks": asks, "asks_note": words.say("sheet-asks", n=len(asks), all=len(every)) if asks else none}
