"""What each figure of grids and of events says, as `facts` does for those of values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

import pandas as pd

from behindbars.measures.frames import of_edition, rows
from behindbars.measures.grids import SIDES, Publication
from behindbars.report.draft import CODE
from behindbars.report.facts import Facts, in_edition, own_rows, told_by
from behindbars.report.text import citation
from behindbars.words import capital
from behindbars.words.markdown import Table, escape

if TYPE_CHECKING:
    from behindbars.report.edition import Edition

MOST_SPOKEN = 10
"""Most events that an alternative text names one by one; the table beneath always has all of them."""


def _transparency(edition: Edition, frame: pd.DataFrame) -> Facts:
    words, counts = edition.words, Counter(frame["status"])
    published = frame[frame["status"].eq(Publication.PUBLISHED)]["country_name"].drop_duplicates()
    message = "transparency.headline-some" if len(published) else "transparency.headline-none"
    kinds = [kind for kind in Publication if counts[kind] or kind is not Publication.TO_BE_COMPLETED]
    each = [words.say("count", what=words.say("publication", status=str(kind)), n=counts[kind]) for kind in kinds]
    cells = frame.pivot(index="stage_name", columns="country_name", values="words")
    by_country = frame.sort_values(["country", "stage"])
    given = {"told": counts[Publication.REPORTED_TO_UN], "cells": len(frame), "counts": words.clauses(each)}
    return Facts(
        "transparency",
        own_rows(edition, " ".join(by_country["ids"]).split()),
        {**given, "elsewhere": words.say("elsewhere")},
        in_edition(edition, words.say(message, places=words.listing(published))),
        Table(
            "",
            "",
            (words.say("column-stage"), *cells.columns),
            [[escape(stage), *map(escape, row)] for stage, row in zip(cells.index, cells.to_numpy(), strict=True)],
            (20, *[16] * len(cells.columns)),
        ),
        [row._asdict() for row in rows(by_country[["country", "stage_name", "status", "words", "ids"]])],
    )


def _safeguards(edition: Edition, frame: pd.DataFrame) -> Facts:
    words = edition.words
    findings = of_edition(edition.safeguards, edition)
    told = rows(findings)
    spoken = frame[frame["ids"].ne("") & frame["status"].ne(CODE)]
    points = spoken.groupby(["topic", "country", "side"], observed=True)["status"].agg(set)
    in_place = points.map(lambda found: found == {"in_place"}).astype(bool)
    message = "safeguards.headline-wanting" if in_place.sum() * 2 < len(points) else "safeguards.headline"
    message = message if len(points) else "safeguards.headline-none"
    graded = spoken["status_name"].value_counts(sort=False).reindex(frame["status_name"].cat.categories, fill_value=0)
    by_status = [words.say("count", what=status, n=int(n)) for status, n in graded.items() if n]
    topics, places = frame["topic_name"].drop_duplicates(), frame["country_name"].drop_duplicates()
    mentioned = spoken.drop_duplicates(["topic", "country"])["country_name"].value_counts()
    counted = mentioned.reindex(places, fill_value=0).items()
    by_country = [words.say("safeguards.country", place=place, n=int(n), topics=len(topics)) for place, n in counted]
    cells: dict[tuple[str, str], list[Any]] = {}
    for row in rows(frame):
        cells.setdefault((row.topic_name, row.country_name), []).append(row)
    return Facts(
        "safeguards",
        findings[findings["topic"].isin(frame["topic"])],
        {"points": len(points), "by_status": words.listing(by_status), "by_country": words.clauses(by_country)},
        in_edition(edition, words.say(message)),
        Table(
            "",
            "",
            (words.say("column-topic"), *places),
            [
                [escape(capital(topic)), *(_cell(edition, cells[topic, place], told) for place in places)]
                for topic in topics
            ],
            (20, *[16] * len(places)),
        ),
        [_topic_row(cell, told) for cell in cells.values()],
    )


def _cell(edition: Edition, cell: Sequence[Any], findings: Sequence[Any]) -> str:
    """Print what is found on a topic in a country, with its places."""
    words, spoken = edition.words, [row for row in cell if row.ids]
    if not spoken:
        return words.say("value-not-mentioned")
    sides = [
        words.say("safeguards.side", side=side, words=escape(words.listing(row.words for row in part)))
        for side, part in groupby(spoken, key=lambda row: row.side_name)
    ]
    return f"{words.clauses(sides)} {' '.join(dict.fromkeys(citation(row, words) for row in _of(spoken, findings)))}"


def _of(cell: Sequence[Any], findings: Sequence[Any]) -> list[Any]:
    """Give the findings that a cell of the grid rests on."""
    ids = " ".join(row.ids for row in cell).split()
    return [row for row in findings if row.id in ids and row.country == cell[0].country]


def _topic_row(cell: Sequence[Any], findings: Sequence[Any]) -> dict[str, Any]:
    """Give what is found on a topic in a country as a row of the csv."""
    here = _of(cell, findings)
    return {
        "country": cell[0].country,
        "topic": cell[0].topic,
        **{side: " ".join(row.status for row in cell if row.ids and row.side == side) for side in SIDES},
        "findings": " ".join(row.id for row in here),
        "locators": " ".join(dict.fromkeys(row.locator for row in here)),
    }


def _events(edition: Edition, frame: pd.DataFrame) -> Facts:
    words, name = edition.words, frame.attrs["measure"].replace("_", "-")
    lanes = list(frame["lane"].drop_duplicates())
    told = rows(frame)
    placed = [words.say("events.placed", lane=row.lane, when=row.when) if len(lanes) > 1 else row.when for row in told]
    if len(told) > MOST_SPOKEN:
        counts = Counter(frame["lane"])
        said = words.say(
            f"{name}.counted",
            counts=words.listing(words.say("events.count", lane=lane, n=counts[lane]) for lane in lanes),
        )
    else:
        said = words.clauses(
            words.say("events.event", placed=where, event=row.event) for where, row in zip(placed, told, strict=True)
        )
    within = ~frame["lasting"].astype(bool)
    reading = words.say(
        "events.reading",
        within=bool(within.any()),
        lasting=bool((~within).any()),
        uncertain=bool(frame["uncertain"].any()),
        context=bool(frame["context"].any()),
    )
    given = {"lanes": len(lanes), "names": words.listing(lanes), "countries": len(edition.countries)}
    given |= {"first": str(frame["first"].min().year), "last": str(edition.published.year)}
    given |= {"reading": reading, "said": said}
    cells = [
        [
            escape(where),
            escape(words.say("events.outcome", event=row.event, outcome=row.outcome) if row.outcome else row.event),
            words.say("events.context", cited=citation(row, words)) if row.context else citation(row, words),
        ]
        for where, row in zip(placed, told, strict=True)
    ]
    columns = [words.say(f"column-{column}") for column in ("when", "happened", "source")]
    recorded = ["id", "country", "date", "kind", "event", "outcome", "source", "locator", "confidence", "note"]
    headline = _all_joined(edition, frame) if name == "milestones" else ""
    data = [row._asdict() for row in rows(frame[recorded])]
    return Facts(name, frame, given, headline, Table("", "", columns, cells, (30, 44, 26)), data)


def _all_joined(edition: Edition, frame: pd.DataFrame) -> str:
    """Say by when all countries had joined the Convention; nothing where one had not."""
    joined = frame[frame["kind"].eq("convention_against_torture")]
    if set(joined["country"]) != set(edition.countries["country"]):
        return ""
    by = str(joined["last"].max().year)
    return told_by(edition, joined, edition.words.say("milestones.all-joined", countries=len(edition.countries), by=by))


FACTS: dict[str, Callable[[Edition, pd.DataFrame], Facts]] = {
    "transparency": _transparency,
    "safeguards": _safeguards,
    "milestones": _events,
    "happenings": _events,
}
"""What is said of the figure of each measure."""
