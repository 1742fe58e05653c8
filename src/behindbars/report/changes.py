"""The sections of the chapter on what changed since the last edition, which a comparison of two editions prints too."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd

from behindbars import measures
from behindbars.measures.changes import CHANGES, is_of_another_source, sides
from behindbars.measures.frames import of_edition, rows, value_of
from behindbars.measures.grids import SIDES, status_words
from behindbars.measures.trends import change_reasons
from behindbars.package.values import COUNTED_UNITS, WITHHELD, Direction, difference
from behindbars.report.display import Text
from behindbars.report.edition import Edition
from behindbars.report.text import bullets, citation, cite_all, text
from behindbars.report.years import distance
from behindbars.words import Words, capital
from behindbars.words.markdown import Table, escape
from behindbars.words.words import MEASURED_UNITS

OF_COUNTRIES = ("observations", "safeguards", "cases")
"""Tables whose changes are told country by country."""
OF_ALL = ("recommendations", "signatories")
TITLES = ("title", "name", "short")
"""Columns that name a case, a signatory or a recommendation."""
MOST_IN_A_PARAGRAPH = 2
"""Most sentences that stand in a paragraph of their own; more are a list."""


def changes(edition: Edition, first: int | None = None) -> Text:
    """Count what changed by country, as a table.

    Parameters
    ----------
    edition : Edition
        The later edition, of the region.
    first : int, optional
        Year of the earlier edition; that before this one if not given. Of the first edition, it is said that it is.
    """
    words, found = edition.words, _found(edition, OF_COUNTRIES, first)
    if not found:
        return text(edition, words.say("changes-first", year=str(edition.year)))
    cells = []
    for country in _countries(edition):
        here = [_codes(frame[frame["country"].eq(country.iso3)]) for frame in found.values()]
        if country.kind == "country" or any(map(len, here)):
            cells.append([escape(country.name), *(_counted(codes, words) for codes in here)])
    columns = [words.say(f"column-{name}") for name in ("country", "values", "law-practice", "cases")]
    caption = words.say("changes.caption", **_years(edition, found["observations"]))
    return text(edition, Table("what-changed", caption, columns, cells, (19, 33, 28, 20)).markdown())


def changes_by_country(edition: Edition, first: int | None = None) -> Text:
    """Tell the changes of each country, and of the region, that has any; the parameters are those of `changes`."""
    found = _found(edition, OF_COUNTRIES, first)
    parts = []
    for country in _countries(edition):
        here = {table: frame[frame["country"].eq(country.iso3)] for table, frame in found.items()}
        if told := _told(edition, here, country):
            parts += [f"## {escape(country.name)}", *told]
    return text(edition, *parts)


def asked_and_signed(edition: Edition, first: int | None = None) -> Text:
    """Tell what changed in the recommendations, and who signed and no longer signs; as `changes`."""
    parts = []
    for table, frame in _found(edition, OF_ALL, first).items():
        if told := _told(edition, {table: frame}):
            parts += [f"## {edition.words.say(f'change-{table}.section')}", *told]
    return text(edition, *parts)


def _found(edition: Edition, tables: Sequence[str], first: int | None) -> dict[str, pd.DataFrame]:
    """Find what changed in tables since the earlier edition; nothing where there is none."""
    first = first or edition.package.edition_before(edition.year)
    return {table: measures.changes(edition, table, first) for table in tables} if first else {}


def _years(edition: Edition, found: pd.DataFrame) -> dict[str, str]:
    return {"first": str(found.attrs["first"]), "last": str(edition.year)}


def _countries(edition: Edition) -> list[Any]:
    countries = edition.package.frames["countries"]
    return rows(countries.rename(columns={f"name_{edition.words.lang}": "name"}))


def _codes(found: pd.DataFrame) -> pd.Series:
    """List what became of things; of a finding that moved, how its law and its practice did."""
    moved = found["change"].eq("changed") if "law" in found else found["change"].isna()
    codes: pd.Series = pd.concat(
        [found["change"][~moved], *(found.loc[moved, side] for side in SIDES if side in found)]
    )
    return codes


def _counted(codes: pd.Series, words: Words) -> str:
    counts = codes.value_counts()
    said = [words.say("changes.count", n=int(counts[code]), change=code) for code in CHANGES if counts.get(code)]
    return words.clauses(said) or words.say("changes.none")


def _told(edition: Edition, found: dict[str, pd.DataFrame], country: Any = None) -> list[str]:
    """Tell the changes of tables: of each what is not as it was, what is new and what is gone; last, what is open."""
    words, parts, missing = edition.words, [], []
    for table, frame in found.items():
        years = _years(edition, frame)
        if unanswered := int(frame["change"].eq("unanswered").sum()):
            missing.append(words.say(f"change-{table}.count", n=unanswered))
        if table == "safeguards":
            parts.append(_moved(edition, frame[frame["change"].eq("changed")], years, country))
        for group, sentences in _sentences(edition, table, frame, years).items():
            lead = f"change-{table}.lead-{group}"
            if not words.has(lead):
                parts.append(bullets(sentences) if len(sentences) > MOST_IN_A_PARAGRAPH else " ".join(sentences))
            elif sentences:
                parts.append(f"{words.say(lead, **years)}\n\n{bullets(sentences)}")
    if missing:
        parts.append(words.say("changes-unanswered", **years, missing=words.listing(missing)))
    return [part for part in parts if part]


def _sentences(edition: Edition, table: str, found: pd.DataFrame, years: dict[str, str]) -> dict[str, list[str]]:
    """Write a sentence on each change, in three groups; findings that moved stand in a table."""
    groups: dict[str, list[str]] = {"changed": [], "new": [], "gone": []}
    found = found[found["change"].ne("unanswered") & ~(found["change"].eq("changed") & (table == "safeguards"))]
    for change, (before, after) in zip(found["change"], sides(found), strict=True):
        message, given = _FACTS[table](edition, change, before, after)
        cited = _cited([row for row in (before, after) if row], edition.words)
        said = edition.words.say(f"change-{table}.{message}", **years, **given, cited=cited)
        groups[change if change in groups else "changed"].append(said)
    return groups


def _cited(there: Sequence[Any], words: Words) -> str:
    """Cite one row, or those of two editions in one bracket; of less than high confidence is said in which edition."""
    words = words.of("")  # of two statements, both are named
    if len(there) == 1:
        return citation(there[0], words)
    cited = cite_all(there, words)
    for row in there:
        if (getattr(row, "confidence", None) or "high") != "high":
            cited = words.say("cited-with-doubt.edition", cited=cited, confidence=row.confidence, year=str(row.year))
    return cited


_Facts = tuple[str, dict[str, Any]]
"""Which sentence of the catalogue tells a change, and what it refers to."""


def _value(edition: Edition, change: str, before: Any, after: Any) -> _Facts:
    words, row = edition.words, after or before
    case = edition.cases.loc[edition.cases["id"].eq(row.case), "title"]
    what = words.say(
        "change-what" if row.breakdown == "total" else "change-what.group",
        what=row.indicator_name,
        where=case.iloc[-1] if len(case) else row.series_name,
        group=row.group,
    )
    given: dict[str, Any] = {
        "what": escape(what),
        "context": all(one.context for one in (before, after) if one),
        "at": words.at(row.period),
        "reporter": words.say("reporter", reporter=row.reporter, context=row.context),
    }
    for name, one in (("old", before), ("new", after)):
        if one:
            dated = "value-dated.zero" if one.status == "reported_zero" else "value-dated"
            given[name] = escape(one.words)
            given[f"{name}_dated"] = escape(words.say(dated, words=one.words, at=words.at(one.period)))
    if before and after:
        return _two_values(edition, change, before, after, given)
    if change == "new" and row.status in WITHHELD:
        return "withheld", {**given, "counted": row.unit in COUNTED_UNITS}
    return "first-of-state" if change == "published" else change, given


def _two_values(edition: Edition, change: str, before: Any, after: Any, given: dict[str, Any]) -> _Facts:
    """Say also how far the two are apart, or why that cannot be said, and whether others report the later one."""
    words, old, new = edition.words, value_of(before), value_of(after)
    given |= {"zero": after.status == "reported_zero", "old_reporter": "", "reporters": "same", "origin": "same"}
    if before.reporter != after.reporter and old.known and new.known:
        given["old_reporter"] = words.say("reporter", reporter=before.reporter, context=before.context)
        given["reporters"] = "another" if given["old_reporter"] == given["reporter"] else "differ"
    if is_of_another_source(before, after, edition):
        given["origin"] = "authors" if before.context == after.context else "before" if before.context else "after"
    if change in ("rose", "fell"):
        given["apart"] = escape(distance(difference(old, new), Direction(change), words))
    if change == "open":
        reasons = change_reasons(before, after, words)
        given["reasons"] = escape(words.listing(reasons or [words.say("reason-overlap")]))
        if not reasons and after.unit in MEASURED_UNITS and before.status == after.status == "up_to":
            return "limit-rose" if after.high > before.high else "limit-fell", given
    return change, given


def _finding(edition: Edition, change: str, before: Any, after: Any) -> _Facts:
    row, now = after or before, of_edition(edition.safeguards, edition)
    coded = [_status(edition, row, side) for side in SIDES if getattr(row, side)]
    given = {"topic": escape(row.topic_name), "coded": edition.words.clauses(coded), "finding": escape(row.finding)}
    another = (now["country"].eq(row.country) & now["topic"].eq(row.topic)).any()
    return change, {**given, "another": bool(another)}


def _status(edition: Edition, row: Any, side: str, move: str = "") -> str:
    """Print the status of a law or practice; with how it moved there, if that is given."""
    said = escape(status_words(edition.package, row.topic, getattr(row, side) or "not_mentioned", edition.words))
    return edition.words.say("side-status.moved" if move else "side-status", side=side, status=said, move=move)


def _moved(edition: Edition, found: pd.DataFrame, years: dict[str, str], country: Any) -> str:
    """Set the findings whose status moved against what they were, as a table."""
    words, cells = edition.words, []
    for (before, after), law, practice in zip(sides(found), *(found[side] for side in SIDES), strict=True):
        moves = {side: move for side, move in zip(SIDES, (law, practice), strict=True) if pd.notna(move)}
        was = words.clauses(_status(edition, before, side) for side in moves)
        now = words.clauses(_status(edition, after, side, move) for side, move in moves.items())
        found_now = f"{escape(after.finding)} {_cited([before, after], words)}"
        cells.append([escape(capital(after.topic_name)), was, now, found_now])
    columns = [words.say("column-safeguard"), *years.values(), words.say("column-found-now")]
    caption = words.say("change-safeguards.moved", place=country.name)
    table = Table(f"{country.slug.replace('_', '-')}-moved", caption, columns, cells, (20, 18, 22, 40))
    return table.markdown() if cells else ""


def _text(edition: Edition, change: str, before: Any, after: Any) -> _Facts:
    """Give the words of a case, a recommendation or a signatory, as they are and as they were."""
    row = after or before
    given: dict[str, Any] = {"title": escape(next(getattr(row, name) for name in TITLES if hasattr(row, name)))}
    for name in ("summary", "answer", "text"):
        old, new = (escape(getattr(one, name, None) or "") for one in (before, after))
        given |= {name: new, f"old_{name}": old, f"{name}_moved": old != new}
    return change, given


_FACTS: dict[str, Callable[[Edition, str, Any, Any], _Facts]] = {
    "observations": _value,
    "safeguards": _finding,
    **dict.fromkeys(("cases", "recommendations", "signatories"), _text),
}
