"""What each figure of values says: the facts that its sentences refer to, and the rows that it rests on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pandas as pd

from behindbars import measures
from behindbars.measures.cascade import CONVICTIONS, STAGES
from behindbars.measures.frames import labelled, of_edition, rows, value_of
from behindbars.package.values import PUBLISHING
from behindbars.words import Words, capital
from behindbars.words.markdown import Table

if TYPE_CHECKING:
    from behindbars.report.edition import Edition


MOST_WITHOUT = 95
"""Share of the complaints without a known conviction, in per cent, from which almost nobody is held to account."""


@dataclass(frozen=True)
class Facts:
    """What is to be said of a figure.

    Attributes
    ----------
    name : str
        The message whose attributes are its sentences: headline, subtitle, caption, alt, table and, where more than the
        sources stands below the chart, source.
    used : DataFrame
        Rows that it rests on, for the line of sources.
    given : dict
        What the sentences refer to.
    headline : str
        Its headline, where that is no attribute of the message.
    table : Table, optional
        The table beneath, without its caption; one of the rows that it rests on if not given.
    data : list of dict
        The rows of its csv; those that it rests on if not given.
    """

    name: str
    used: pd.DataFrame
    given: dict[str, Any]
    headline: str = ""
    table: Table | None = None
    data: list[dict[str, Any]] = field(default_factory=list)


def in_edition(edition: Edition, said: str) -> str:
    """Give a headline; a draft states no finding before its questions are answered."""
    asked = len(edition.questions)
    return edition.words.say("headline-draft", n=asked) if asked else said


def told_by(edition: Edition, found: pd.DataFrame, said: str) -> str:
    """Begin a headline with "Context" where nothing of it comes from the statement."""
    return edition.words.say("headline-context", said=said) if found["context"].all() else said


def own_rows(edition: Edition, ids: Sequence[str]) -> pd.DataFrame:
    """Give the observations of this edition with these identifiers, in their order."""
    own = of_edition(edition.observations, edition).drop_duplicates("id")
    return own.set_index("id", drop=False).loc[list(ids)]


def _cascade_headline(edition: Edition, told: pd.DataFrame) -> str:
    """State the message of a country's cascade in one line: what came of the complaints, or how far one can follow."""
    words, gaps = edition.words, rows(measures.gap(edition))
    if gaps and gaps[0].reason is None:
        said = words.say("cascade.gap", complaints=gaps[0].whole_words, convictions=gaps[0].part_words)
        return in_edition(edition, said)
    return in_edition(edition, _furthest(words, rows(told)))


def _furthest(words: Words, found: Sequence[Any]) -> str:
    """Say how far one can follow the complaints where it is not known what came of them."""

    def say(message: str, row: Any, **more: Any) -> str:
        given = {"one": row.indicator_one, "label": row.indicator_name, "at": words.at(row.period)}
        return words.say(f"cascade.{message}", reporter=row.reporter, context=row.context, **given, **more)

    for row in sorted(found, key=lambda row: -row.stage):
        if row.status == "reported_zero":
            alone = not any(value_of(other).known and other.stage != row.stage for other in found)
            state = "state-zero-alone" if alone else "state-zero"
            return say(state if row.reporter == "state_to_cat" else "zero", row)
    for row in sorted(found, key=lambda row: row.stage):
        if value_of(row).known:
            value = words.value(value_of(row), row.reporter, context=row.context, unit=True)
            after = [one for one in found if value_of(one).known and (one.series, one.stage) > (row.series, row.stage)]
            later = [one for one in after if one.series == row.series]
            if not later:
                return say("counted", row, value=value, n=row.low or row.high)
            return say("followed", row, value=value, last=labelled(max(later, key=lambda one: one.stage), words))
        if row.status == "none_known":
            # That statistics are lacking is the statement's claim on one country, not a rule for all.
            lacking = any(other.status in PUBLISHING for other in found)
            return say("none-known-lacking" if lacking else "none-known", row)
    return words.say("cascade.no-stage")


def _cascade(edition: Edition, frame: pd.DataFrame) -> Facts:
    spoken = frame["id"].notna()
    panels = [part for _, part in frame.groupby(["country", "series"], observed=True)]
    given = {"series": len(panels), "said": " ".join(_panel_words(edition, part) for part in panels)}
    return Facts("cascade", frame[spoken], given, _cascade_headline(edition, frame[spoken]))


def _panel_words(edition: Edition, stages: pd.DataFrame) -> str:
    """Tell a panel in words: every stage that is mentioned, and how many are not."""
    words, silent = edition.words, stages["id"].isna()
    said = [_stage_words(edition, row, row.stage_name.lower()) for row in rows(stages[~silent])]
    return words.say(
        "cascade.series",
        series=capital(stages["series_name"].iloc[0]),
        said=words.say("comma").join(said),
        silent=int(silent.sum()),
        stages=len(STAGES),
    )


def _stage_words(edition: Edition, row: Any, stage: str) -> str:
    return edition.words.say("cascade.stage", stage=stage, words=row.words)


def _gap(edition: Edition, frame: pd.DataFrame) -> Facts:
    words, row = edition.words, rows(frame)[0]
    given = {"complaints": row.whole_words, "convictions": row.part_words, "frequency": row.frequency, "note": row.note}
    given |= {"series": row.series, "period": words.period(row.period), "remark": row.remark or ""}
    given["marks"] = _mark_words(words, row)
    headline = words.say("gap.headline-none", **given) if row.part_high == 0 else ""
    return Facts("gap", own_rows(edition, row.ids.split()), given, headline)


def _mark_words(words: Words, row: Any) -> str:
    """Say in a sentence what single marks are; nothing where there are none."""
    if not (most := max(row.whole_low or 0, row.whole_high or 0)):
        return ""
    picked = max(row.part_low or 0, row.part_high or 0) > 0
    unsure = not {"range", "up_to"}.isdisjoint([row.whole_status, row.part_status])
    return words.say("gap-marks", hundred=most >= 100, picked=picked, unsure=unsure)


def place_words(words: Words, row: Any) -> str:
    """Say how far complaints can be followed in a country; a silent one has no stage to name."""
    message = "furthest.place-silent" if row.status == "not_mentioned" else "furthest.place"
    return words.say(message, place=row.country_name, words=row.words, stage=row.stage_name)


def _furthest_stage(edition: Edition, frame: pd.DataFrame) -> Facts:
    words = edition.words
    said = [place_words(words, row) for row in rows(frame)]
    counted = frame["stage"].eq(CONVICTIONS) & frame["status"].ne("reported_zero")
    few = frame["without"].astype("Float64").ge(MOST_WITHOUT).fillna(False)
    headline = "furthest.headline" if few.any() and few[counted].all() else "furthest.headline-counted"
    given = {"said": words.clauses(said), "elsewhere": words.say("elsewhere")}
    used = own_rows(edition, " ".join(frame["ids"]).split())
    return Facts("furthest", used, given, in_edition(edition, words.say(headline)))


def _breakdown(edition: Edition, frame: pd.DataFrame) -> Facts:
    words, (*groups, total) = edition.words, rows(frame)
    given = {
        "label": total.indicator_name,
        "series": total.series_name,
        "period": total.when,
        "total": words.value(value_of(total), total.reporter, unit=True),
        "most": groups[-1].words,
        "group": groups[-1].group,
        "said": words.listing(words.say("breakdown.group", words=row.words, group=row.group) for row in groups),
    }
    known = value_of(groups[-1]).known and value_of(total).known
    headline = "" if known else words.say("breakdown.caption", place=edition.name, **given)
    return Facts("breakdown", frame, given, headline)


def _outcomes(edition: Edition, frame: pd.DataFrame) -> Facts:
    words, (whole, *parts) = edition.words, rows(frame)
    given = {
        "whole": words.value(value_of(whole), whole.reporter, context=whole.context, unit=True),
        "top": parts[0].words,
        "label": parts[0].indicator_name,
        "series": whole.series_name,
        "period": whole.when,
        "said": words.listing(_stage_words(edition, row, row.indicator_name) for row in parts),
        "place": edition.name,
    }
    known = all(value_of(row).known for row in (whole, parts[0]))
    said = words.say("outcomes.headline" if known else "outcomes.caption", **given)
    return Facts("outcomes", frame, given, told_by(edition, frame, said))


def _survey(edition: Edition, frame: pd.DataFrame) -> Facts:
    used = own_rows(edition, frame["ids"].iloc[0].split())
    share, participants = rows(used)
    given = {"label": share.indicator_name, "share": share.words, "participants": participants.words}
    given |= {"count": frame.attrs["count"], "interval": frame["words"].iloc[1]}
    return Facts("survey", used, given)


def _trend(edition: Edition, frame: pd.DataFrame) -> Facts:
    words = edition.words
    panels = [part for _, part in frame.groupby(["country", "series"], observed=True, sort=False)]
    told = [
        words.say(
            "trend.series",
            panel=part["panel"].iloc[0],
            said=words.say("comma").join(_at(edition, row, row.words) for row in rows(part)),
        )
        for part in panels
    ]
    given = {
        "label": frame["indicator_name"].iloc[0],
        "series": len(panels),
        "doubt": not frame["sure"].all(),
        "earlier": _is_earlier(edition, frame),
        "said": words.clauses(told),
    }
    said = _trend_headline(edition, [rows(part) for part in panels], given["label"])
    return Facts("trend", frame, given, told_by(edition, frame, said))


def _at(edition: Edition, row: Any, amount: str) -> str:
    return edition.words.say("trend.value", words=amount, period=row.when)


def _trend_headline(edition: Edition, series: Sequence[Sequence[Any]], label: str) -> str:
    """Say what the series that reaches this edition's whole year counted in its first year and in its last."""
    words = edition.words
    ends = [[row for row in part if value_of(row).known] for part in series]
    current = [known for known in ends if known[-1].period == str(edition.year)]
    if not current:
        return words.say("trend.incomplete", n=len(series), label=label, year=str(edition.year))
    if len(series) > 1:
        return words.say("trend.several", n=len(series), label=label)
    # What a series counts changes with its sources, and gaps hide what lay between: nothing is said to rise or fall.
    zero = words.say("value-zero-alone")  # who reported it is said beside its mark and in the table
    first, last = (
        _at(edition, row, zero if row.status == "reported_zero" else row.words)
        for row in current[0][:: len(current[0]) - 1]
    )
    return words.say("trend.stated", label=label, first=first, last=last)


def _is_earlier(edition: Edition, frame: pd.DataFrame) -> bool:
    """Whether full marks are not all of this edition's statement."""
    return bool((~frame["context"] & frame["source"].ne(edition.statement.key)).any())


def _growth(edition: Edition, frame: pd.DataFrame) -> Facts:
    words, last = edition.words, rows(frame)[-1]
    told = [words.say("growth.value", month=words.month(row.period), words=row.words) for row in rows(frame)]
    given = {
        "label": last.indicator_name,
        "last": labelled(last, words),
        "words": last.words,
        "month": words.month(last.period),
        "definition": edition.package.text("indicators", last.indicator, "definition", words.lang),
        "earlier": _is_earlier(edition, frame),
        "said": words.clauses(told),
    }
    message = "growth.headline-earlier" if _is_earlier(edition, frame[-1:]) else "growth.headline-own"
    if last.status == "reported_zero" or not value_of(last).known:
        message = "growth.headline-worded"
    said = words.say(message, **given, year=str(last.year))
    return Facts("growth", frame, given, told_by(edition, frame[-1:], said))


FACTS: dict[str, Callable[[Edition, pd.DataFrame], Facts]] = {
    "cascade": _cascade,
    "furthest": _furthest_stage,
    "gap": _gap,
    "breakdown": _breakdown,
    "outcomes": _outcomes,
    "survey": _survey,
    "trend": _trend,
    "growth": _growth,
}
"""What is said of the figure of each measure."""
