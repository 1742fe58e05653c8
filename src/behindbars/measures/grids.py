"""Two grids: what each state publishes of the cascade, and the state of the safeguards."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

import pandas as pd

from behindbars.measures.cascade import STAGES, stage_names
from behindbars.measures.frames import (
    STATE_REPORTERS,
    marked,
    observations_of,
    of_edition,
    rows,
    totals,
    value_of,
    words_of,
)
from behindbars.package import DataPackage
from behindbars.package.values import Status
from behindbars.words import Words

GRAVITY = ("absent", "not_implemented", "harmful", "threatened", "partial", "unknown", "in_place", "to_be_completed")
"""Statuses of a law or practice, the gravest for people in detention first."""
UNMET = GRAVITY[: GRAVITY.index("partial") + 1]
"""Those of them that are found wanting."""
SAFEGUARDS = (
    "in_place", "partial", "absent", "not_implemented", "threatened", "unknown", "to_be_completed", "harmful",
    "not_mentioned",
)  # fmt: skip
"""Statuses of a law or practice, and silence, in the order of a chart's key."""
SIDES = ("law", "practice")


class Publication(StrEnum):
    """What is public of one stage in one country, according to the statement."""

    PUBLISHED = "published"
    REPORTED_TO_UN = "reported_to_un"
    NOT_PUBLISHED = "not_published"
    NOT_COMPREHENSIVE = "not_comprehensive"
    NOT_KNOWN = "unknown"
    OTHERS_ONLY = "others_only"
    NOT_MENTIONED = "not_mentioned"
    TO_BE_COMPLETED = "to_be_completed"


def transparency(data: Any) -> pd.DataFrame:
    """Find what each state publishes of each stage, according to the statement.

    Parameters
    ----------
    data : Edition
        An edition.

    Returns
    -------
    DataFrame
        A row for each stage and country, none left out: ``stage``, ``stage_name``, ``country``, ``country_name``,
        ``status`` (a `Publication`), ``words``, and ``ids``, the identifiers of the statement's observations of this
        stage, separated by spaces.
    """
    words = words_of(data)
    found = of_edition(totals(observations_of(data)), data)
    found = found[~found["context"] & found["stage"].notna()]
    stages = pd.DataFrame({"stage": STAGES, "stage_name": stage_names(data)})
    grid = stages.merge(data.countries[["country", "country_name"]], how="cross")
    by_place: dict[tuple[int, str], list[Any]] = {}
    for row in rows(found):
        by_place.setdefault((row.stage, row.country), []).append(row)
    here = [by_place.get((row.stage, row.country), []) for row in rows(grid)]
    grid = grid.assign(
        status=[str(_publication(each)) for each in here], ids=[" ".join(row.id for row in each) for each in here]
    )
    return marked(
        grid.assign(words=[words.say("publication", status=status) for status in grid["status"]]),
        "transparency",
        data,
    )


def _publication(stage: Sequence[Any]) -> Publication:
    """Say what is public of a stage from all that the statement says of it."""
    by_state = {row.reporter for row in stage if row.reporter in STATE_REPORTERS and value_of(row).known}
    if by_state:
        return Publication.PUBLISHED if "authorities" in by_state else Publication.REPORTED_TO_UN
    statuses = {row.status for row in stage}
    for status in (Status.TO_BE_COMPLETED, Status.NOT_PUBLISHED, Status.NOT_COMPREHENSIVE, Status.UNKNOWN):
        if status in statuses:
            return Publication(str(status))
    return Publication.OTHERS_ONLY if stage else Publication.NOT_MENTIONED


def safeguards(data: Any) -> pd.DataFrame:
    """Arrange the findings on law and practice by topic and country.

    Parameters
    ----------
    data : Edition
        An edition.

    Returns
    -------
    DataFrame
        A row for each status of each topic of the grid, in its order, country and side (law, practice): ``topic``,
        ``topic_name``, ``country``, ``country_name``, ``side``, ``side_name``, ``status``, ``status_name`` (its words
        in every topic), ``words`` (its words on this topic), ``ids`` of the findings, separated by spaces. Where the
        statement does not speak of a side, the status is ``not_mentioned``; two findings that say the same are one row.
    """
    words = words_of(data)
    found = of_edition(data.safeguards, data)
    sides = [
        found[["topic", "country", "id", side]]
        .rename(columns={side: "status"})
        .assign(side=side)
        .dropna(subset="status")
        for side in SIDES
    ]
    each = pd.concat(sides).astype({"status": str})
    each = (
        each.groupby(["topic", "country", "side", "status"], sort=False, observed=True)["id"]
        .agg(" ".join)
        .reset_index()
    )
    topics = data.topics[data.topics["grid"].notna()].sort_values("grid")
    grid = (
        topics[["topic", "topic_name", "harmful"]]
        .merge(data.countries[["country", "country_name"]], how="cross")
        .merge(
            pd.DataFrame({"side": SIDES, "side_name": [words.say("side", side=side) for side in SIDES]}), how="cross"
        )
        .merge(each.rename(columns={"id": "ids"}), how="left", on=["topic", "country", "side"])
        .fillna({"status": "not_mentioned", "ids": ""})
    )
    names = {status: words.say("safeguard", status=status) for status in SAFEGUARDS}
    harmful = grid["status"].eq("harmful") & grid["harmful"].notna()
    grid["words"] = grid["harmful"].where(harmful, grid["status"].map(names))
    grid["status_name"] = pd.Categorical(grid["status"].map(names), categories=list(names.values()), ordered=True)
    return marked(grid.drop(columns="harmful"), "safeguards", data)


def status_words(package: DataPackage, topic: str, status: str, words: Words) -> str:
    """Print a status of law or practice in the words of its topic."""
    harmful = package.row("topics", topic)[f"harmful_{words.lang}"]
    return str(harmful) if status == "harmful" and pd.notna(harmful) else words.say("safeguard", status=status)
