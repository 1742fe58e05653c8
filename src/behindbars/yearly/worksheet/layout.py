"""What stands on each sheet of a worksheet, before anything of Excel: its lines as a frame, and what is locked."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from behindbars.measures.changes import NOT_MENTIONED
from behindbars.measures.frames import rows, value_of
from behindbars.measures.grids import status_words
from behindbars.package import DataPackage
from behindbars.package.descriptor import DESCRIPTOR, Table, table_of
from behindbars.package.reading import Row, read_contents
from behindbars.package.references import FILE as REFERENCES
from behindbars.package.writing import reference_rows
from behindbars.report.draft import (
    AS_LAST_YEAR,
    CARRIED,
    OF_A_COUNTRY,
    asked_after,
    question_of,
    questions_after,
)
from behindbars.report.frames import OTHER_LANGUAGE
from behindbars.words import Words

START, CODES, STATE, QUESTIONS = "start", "codes", "state", "questions"
"""Sheets that are no table; the last is the table of answers, by a name that says what to do there."""
SOURCES, SILENCE = map(table_of, json.loads(Path(__file__).with_name("sheets.json").read_text("utf-8"))["resources"])
"""The list of sources, and a line for each country: a name and a day answer all that is still open there."""
QUESTION, SAID, HELP, ANSWER = GUIDES = ("question", "last edition", "help", "answer")
"""Columns in front of those of a table whose rows are asked for again."""
IDENTITY: Mapping[str, str] = {
    "observations": "id country year indicator series breakdown case",
    "safeguards": "id country year topic",
    "cases": "id country year kind title person",
    "recommendations": "id year kind",
    "signatories": "id year name short country",
}
"""Columns, in any language, that say which thing is asked for; the others say what the new edition tells of it."""
FORMAT = "behindbars worksheet 2"


@dataclass(frozen=True)
class Sheet:
    """One sheet of a worksheet.

    In front of the columns of its table, its lines have `GUIDES` where rows of the last edition are asked for again:
    the first ``asked`` lines are these questions, whose index is their identifier. An empty cell is None, ``locked``
    ones nobody changes, and ``spare`` stands in each of the empty rows below (None where nobody adds rows).
    """

    name: str
    table: Table
    lines: pd.DataFrame
    locked: pd.DataFrame
    asked: int = 0
    spare: Mapping[str, Any] | None = None

    @property
    def questions(self) -> pd.DataFrame:
        """Those of its lines that are questions."""
        return self.lines.iloc[: self.asked]

    @property
    def guides(self) -> list[str]:
        """Its columns that are none of the table."""
        return [column for column in self.lines.columns if column not in self.table.columns]

    @property
    def telling(self) -> list[str]:
        """The columns that do not say which thing is asked for: all are empty as long as nobody answered."""
        identity = IDENTITY.get(self.table.name, "year" if is_yearly(self.table) else "").split()
        return [column for column in self.table.columns if re.sub(OTHER_LANGUAGE, "", column) not in identity]

    @property
    def open(self) -> pd.Series:
        """Which of its questions have no answer: neither one in words, nor a cell that each row needs."""
        needed = [column for column in self.telling if self.table.field(column).required]
        columns = [ANSWER] if self.name == QUESTIONS else [ANSWER, *needed[:1]]
        return self.questions.reindex(columns=columns).isna().all(axis=1)


def is_yearly(table: Table) -> bool:
    """Whether a worksheet holds only the rows of its year; a correction is of any year."""
    return "year" in table.columns and table.name != "corrections"


def answers_to(table: str) -> list[str]:
    """List what can be answered in place of a row; a number is read anew each year."""
    return [NOT_MENTIONED] if table == "observations" else [NOT_MENTIONED, AS_LAST_YEAR]


def compose(package: DataPackage, year: int, words: Words, checks: pd.DataFrame | None = None) -> list[Sheet]:
    """Lay out the sheets of an edition's worksheet, in the order in which a person works.

    ``checks`` is what the check asks: ``question`` (its identifier) and ``asked`` (in words).
    """
    tables = {table.name: table for table in package.descriptor.tables}
    asked = [_asked(package, tables.pop(name), year, words) for name in CARRIED]
    answers = _answers(package, tables.pop("answers"), year, checks)
    yearly = [table for table in tables.values() if is_yearly(table)]
    others = [table for table in tables.values() if not is_yearly(table)]
    return [
        *asked,
        *(_plain(table, _held(package, table, year), {"year": year}) for table in yearly),
        answers,
        *([_silence(package, asked)] if any(sheet.asked for sheet in asked) else []),
        _sources(package),
        *(_plain(table, package.frames[table.name], {}) for table in others),
    ]


def _held(package: DataPackage, table: Table, year: int) -> pd.DataFrame:
    frame = package.frames[table.name]
    return frame[frame["year"].eq(year)]


def _plain(table: Table, frame: pd.DataFrame, spare: Mapping[str, Any] | None) -> Sheet:
    lines = _cells(frame, table.columns)
    return Sheet(table.name, table, lines, _locked(lines, table.primary_key), spare=spare)


def _asked(package: DataPackage, table: Table, year: int, words: Words) -> Sheet:
    """Lay out a table whose rows are asked for again: a line for each row of the last edition, then what is new."""
    now = _held(package, table, year)
    names = pd.Index([question_of(table.name, row) for row in rows(now)], dtype=str)
    sheet = _plain(table, now.set_index(names), {"year": year})
    last = questions_after(package, table.name, year).set_index("question", drop=False)
    if last.empty:
        return sheet
    lines = _cells(last.assign(year=year), table.columns)
    lines[sheet.telling] = None
    lines = lines.astype(object)
    answered = lines.index.intersection(sheet.lines.index)
    lines.loc[answered] = sheet.lines.loc[answered]
    confirmed = package.frames["answers"].query("year == @year and answer == @AS_LAST_YEAR").set_index("question")
    guides = [_guides(package, table.name, row, year, words, confirmed) for row in rows(last)]
    asked = pd.DataFrame(guides, index=last.index, columns=GUIDES).join(lines)
    new = sheet.lines.drop(answered).reindex(columns=asked.columns)
    identifying = [column for column in table.columns if column not in sheet.telling]
    locked = pd.concat([_locked(asked, [*GUIDES[:3], *identifying]), _locked(new, [*GUIDES, *table.primary_key])])
    both = pd.concat([asked.astype(object), new.astype(object)])
    return Sheet(table.name, table, _cells(both, both.columns), locked, len(asked), {"year": year})


def _guides(
    package: DataPackage, table: str, row: Any, year: int, words: Words, confirmed: pd.DataFrame
) -> list[str | None]:
    """Write what stands in front of a line; of a row that was confirmed, by whom and when."""
    asked, said = asked_after(package, table, row, year, words), said_of(package, table, row, words)
    if row.question in confirmed.index:
        name, day = confirmed.loc[row.question, ["name", "date"]]
        return [asked, said, words.say("worksheet-confirmed", name=name, date=day), AS_LAST_YEAR]
    given = {} if table != "observations" else {"unit": row.unit, "n": 0, "breakdown": row.breakdown}
    help_ = words.say(f"help-{table}", outcome_of=getattr(row, "outcome_of", None) or "none", **given)
    return [asked, said, help_, NOT_MENTIONED if row.state == NOT_MENTIONED else None]


def said_of(package: DataPackage, table: str, row: Any, words: Words) -> str:
    """Say what an edition said in a row, with the codes of what it names: the new answer is written with them."""

    def labels(named: str, codes: str | None, column: str = "label") -> str:
        found = {code: package.text(named, code, column, words.lang) for code in (codes or "").split()}
        return words.listing(words.say("coded", code=code, label=label) for code, label in found.items()) or "none"

    def text(column: str) -> str:
        return str(getattr(row, f"{column}_{words.lang}"))

    reference = package.references[row.source]
    given = {"where": words.say("where", source=reference.short_title or reference.title, place=row.locator)}
    match table:
        case "observations":
            value = words.value(value_of(row), row.reporter, context=row.context, verbatim=row.verbatim, unit=True)
            given |= {"value": value, "period": words.period(row.period)}
            given |= {"outcome_of": labels("indicators", row.outcome_of), "case": labels("cases", row.case, "title")}
        case "safeguards":
            sides = {side: getattr(row, side) for side in ("law", "practice") if getattr(row, side)}
            told = {side: _status(package, row.topic, status, words) for side, status in sides.items()}
            clauses = words.clauses(words.say("said-side", side=side, words=status) for side, status in told.items())
            given |= {"sides": clauses, "finding": text("finding")}
        case "cases":
            given |= {"summary": text("summary"), "answer": text("answer")}
        case "recommendations":
            listed = {name: labels(name, getattr(row, name)) for name in ("topics", "indicators")}
            given |= {"text": text("text"), **listed}
    return words.say(f"said-{table}", **given)


def _status(package: DataPackage, topic: str, status: str, words: Words) -> str:
    """Name the status of a safeguard, and its code where that is another word."""
    named = status_words(package, topic, status, words)
    return named if named == status else words.say("coded", label=named, code=status)


def _answers(package: DataPackage, table: Table, year: int, checks: pd.DataFrame | None) -> Sheet:
    """Lay out the questions of the check that are open, and the answers that were given to others."""
    given = _held(package, table, year)
    given = given[~given["question"].str.startswith(tuple(f"{name}/" for name in CARRIED))]
    asked = pd.DataFrame(columns=["question", "asked"]) if checks is None else checks[["question", "asked"]]
    known = asked.merge(given[["question", "asked"]], how="left", indicator=True)["_merge"].eq("both")
    asked = asked[~known.to_numpy()].assign(year=year).reindex(columns=[*table.columns])
    # An answer to a question that is asked anew, in other words, gives its place to that question.
    given = given[~given["question"].isin(asked["question"])]
    lines = pd.concat([_cells(asked, table.columns), _cells(given, table.columns)], ignore_index=True)
    locked = _locked(lines, [name for name in table.columns if name != ANSWER])
    return Sheet(QUESTIONS, table, lines, locked, len(asked))


def _silence(package: DataPackage, asked: Sequence[Sheet]) -> Sheet:
    """Lay out a line for each country, with how much is open there now."""
    open_ = pd.concat([places(sheet, package)[sheet.open] for sheet in asked]).value_counts()
    countries = package.frames["countries"].rename(columns={"name_en": "place", "iso3": "country"})
    counts = countries["country"].map(open_).fillna(0).astype(int)
    lines = countries[["place", "country"]].assign(**{"still open": counts})
    return _plain(SILENCE, lines.reindex(columns=[*SILENCE.columns]), None)


def places(sheet: Sheet, package: DataPackage) -> pd.Series:
    """Give the country in whose chapter the answer to each question of a sheet stands."""
    asked = sheet.questions
    return asked["country"] if sheet.name in OF_A_COUNTRY else pd.Series(package.region, index=asked.index)


def _sources(package: DataPackage) -> Sheet:
    frame = pd.DataFrame([row.values for row in data_of(package)[SOURCES.name]], columns=[*SOURCES.columns])
    sheet = _plain(SOURCES, frame, {})
    statements = [reference.key for reference in package.statements.values()]
    sheet.locked["keywords"] = sheet.lines["key"].isin(statements)  # they say which edition a statement is of
    return sheet


def _cells(frame: pd.DataFrame, columns: Iterable[str]) -> pd.DataFrame:
    """Give columns as they are written; None in an empty cell."""
    cells = frame[[*columns]].astype(object)
    return cells.where(cells.notna(), None)


def _locked(lines: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    return pd.DataFrame({heading: heading in columns for heading in lines.columns}, index=lines.index)


def data_of(package: DataPackage) -> dict[str, Sequence[Row]]:
    """Read the rows of each table, and of the list of sources, as they are written."""
    contents, _ = read_contents(package.folder, package.descriptor)
    text = (package.folder / REFERENCES).read_bytes().decode("utf-8-sig")
    return {**contents.rows, SOURCES.name: reference_rows(text, SOURCES)}


def state_of(package: DataPackage, year: int) -> pd.DataFrame:
    """Say whose worksheet it is, and what the data is: by ``table`` and ``row`` (its key), the ``checksum`` of each."""
    found = [("worksheet", *item) for item in {"format": FORMAT, "package": package.name, "year": str(year)}.items()]
    found.append((DESCRIPTOR, "", hashlib.sha256((package.folder / DESCRIPTOR).read_bytes()).hexdigest()))
    for name, data in data_of(package).items():
        table = SOURCES if name == SOURCES.name else package.descriptor.table(name)
        for row in data:
            key = " ".join(str(row.values[column]) for column in table.primary_key)
            found.append((name, key, hashlib.sha256(json.dumps(row.values).encode()).hexdigest()[:16]))
    return pd.DataFrame(found, columns=["table", "row", "checksum"])
