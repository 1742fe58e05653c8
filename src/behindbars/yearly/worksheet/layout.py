"""What stands on each sheet of a worksheet, before anything of Excel: its lines as a frame, and what is locked."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from behindbars.measures.changes import NOT_MENTIONED
from behindbars.measures.frames import rows, value_of
from behindbars.measures.grids import status_words
from behindbars.package import DataPackage
from behindbars.package.descriptor import DESCRIPTOR, Table, table_of
from behindbars.package.reading import read_contents
from behindbars.package.references import FILE as REFERENCES
from behindbars.package.rows import Row
from behindbars.package.writing import reference_rows
from behindbars.report.draft import AS_LAST_YEAR, CARRIED, asked_after, open_questions, question_of, questions_after
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
CITING = {"outcome_of": "indicators", "indicators": "indicators", "topics": "topics", "case": "cases"}
"""Columns that hold codes of another table, whose words are told with them."""
SPARE_ROWS = 200
"""Empty rows for what is new."""
FORMAT = "behindbars worksheet 3"
Part = tuple[pd.DataFrame, Collection[str]]
"""Lines of a sheet, and the columns in which nobody changes anything there."""


@dataclass(frozen=True)
class Sheet:
    """One sheet of a worksheet.

    In front of the columns of its table, its lines have `GUIDES` where rows of the last edition are asked for again:
    the first lines are these questions, whose index is their identifier; ``open`` says which of them have no answer.
    An empty cell is None; ``locked`` are, for each line, the columns in which nobody changes anything.
    """

    name: str
    table: Table
    lines: pd.DataFrame
    locked: list[Collection[str]]
    open: pd.Series

    @property
    def questions(self) -> pd.DataFrame:
        """Those of its lines that are questions."""
        return self.lines.iloc[: len(self.open)]

    @property
    def guides(self) -> list[str]:
        """Its columns that are none of the table."""
        return [column for column in self.lines.columns if column not in self.table.columns]


def is_yearly(table: Table) -> bool:
    """Whether a worksheet holds only the rows of its year; a correction is of any year."""
    return "year" in table.columns and table.name != "corrections"


def telling(table: Table) -> list[str]:
    """List the columns that do not say which thing is asked for: all are empty as long as nobody answered."""
    identity = IDENTITY.get(table.name, "year" if is_yearly(table) else "").split()
    return [column for column in table.columns if re.sub(OTHER_LANGUAGE, "", column) not in identity]


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
    plain = [_sheet(table, *_rows(table, package.frames[table.name], year)) for table in tables.values()]
    silence = [_silence(package, year, words)] if any(len(sheet.open) for sheet in asked) else []
    yearly = [sheet for sheet in plain if is_yearly(sheet.table)]
    others = [sheet for sheet in plain if not is_yearly(sheet.table)]
    return [*asked, *yearly, answers, *silence, _sources(package, year), *others]


def _sheet(table: Table, *parts: Part, name: str = "", is_open: Any = ()) -> Sheet:
    """Put the parts of a sheet below each other."""
    lines = pd.concat([frame.astype(object) for frame, _ in parts])
    locked = [held for frame, held in parts for _ in frame.index]
    return Sheet(name or table.name, table, lines.where(lines.notna(), None), locked, pd.Series(is_open, dtype=bool))


def _rows(table: Table, frame: pd.DataFrame, year: int) -> tuple[Part, Part]:
    """Give the rows of a table that are in a worksheet, and empty ones for what is new."""
    filled = {"year": year} if is_yearly(table) else {}
    spare = pd.DataFrame(filled, index=range(SPARE_ROWS), columns=[*table.columns], dtype=object)
    kept = frame[frame["year"].eq(year)] if filled else frame
    return (kept[[*table.columns]], [*GUIDES, *table.primary_key]), (spare, [*GUIDES, *filled])


def _asked(package: DataPackage, table: Table, year: int, words: Words) -> Sheet:
    """Lay out a table whose rows are asked for again: a line for each row of the last edition, then what is new."""
    (now, held), (spare, filled) = _rows(table, package.frames[table.name], year)
    last = questions_after(package, table.name, year).set_index("question", drop=False)
    if last.empty:
        return _sheet(table, (now, held), (spare, filled))
    now = now.set_index(pd.Index([question_of(table.name, row) for row in rows(now)], dtype=str))
    lines = last.assign(year=year)[[*table.columns]].astype(object)
    lines[telling(table)] = None
    answered = lines.index.intersection(now.index)
    lines.loc[answered] = now.loc[answered].astype(object)
    answers = package.frames["answers"]
    confirmed = answers[answers["year"].eq(year) & answers["answer"].eq(AS_LAST_YEAR)].set_index("question")
    guides = [_guides(package, table.name, row, year, words, confirmed) for row in rows(last)]
    asked = pd.DataFrame(guides, index=last.index, columns=GUIDES).join(lines)
    spare.loc[:0, HELP] = words.say("worksheet-spare")
    identity = {*table.columns} - {*telling(table)}
    parts = (asked, [*GUIDES[:3], *identity]), (now.drop(answered), held), (spare, filled)
    return _sheet(table, *parts, is_open=last["state"].eq("open"))


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
    reference, lang = package.references[row.source], words.lang
    given = {"where": words.say("where", source=reference.short_title or reference.title, place=row.locator)}
    given |= {column.removesuffix(f"_{lang}"): str(cell) for column, cell in row._asdict().items()}
    for column in CITING.keys() & row._asdict().keys():
        named, text = CITING[column], "title" if column == "case" else "label"
        found = {code: package.text(named, code, text, lang) for code in (getattr(row, column) or "").split()}
        given[column] = words.listing(words.say("coded", code=code, label=found[code]) for code in found) or "none"
    if "sheet" in given:
        given["sheet"] = str(row.sheet or "none")
    if table == "observations":
        value = words.value(value_of(row), row.reporter, context=row.context, verbatim=row.verbatim, unit=True)
        period = words.period(row.period)
        said = period if period == row.period else words.say("coded", label=period, code=row.period)
        given |= {"value": value, "period": said, "note": row.note or "none"}
    if table == "safeguards":
        sides = {side: getattr(row, side) for side in ("law", "practice") if getattr(row, side)}
        told = {side: status_words(package, row.topic, status, words) for side, status in sides.items()}
        coded = {s: told[s] if told[s] == sides[s] else words.say("coded", label=told[s], code=sides[s]) for s in sides}
        given["sides"] = words.clauses(words.say("said-side", side=side, words=coded[side]) for side in coded)
    return words.say(f"said-{table}", **given)


def _answers(package: DataPackage, table: Table, year: int, checks: pd.DataFrame | None) -> Sheet:
    """Lay out the questions of the check that are open, and the answers that were given to others."""
    asked = pd.DataFrame(columns=["question", "asked"]) if checks is None else checks
    asked = asked.assign(year=year, answer=None).reindex(columns=[*table.columns])
    (given, _), _ = _rows(table, package.frames[table.name], year)
    # An answer to a question that is asked anew, in other words, gives its place to that question.
    given = given[~given["question"].isin(asked["question"]) & ~given["question"].str.split("/").str[0].isin(CARRIED)]
    held = {*table.columns} - {ANSWER}
    return _sheet(table, (asked, held), (given, held), name=QUESTIONS, is_open=[True] * len(asked))


def _silence(package: DataPackage, year: int, words: Words) -> Sheet:
    """Lay out a line for each country, with how much is open there now."""
    open_, countries = open_questions(package, year, words)["country"], package.frames["countries"]
    counts = countries["iso3"].map(open_.value_counts()).fillna(0).astype(int)
    lines = pd.DataFrame({"place": countries["name_en"], "country": countries["iso3"], "still open": counts})
    return _sheet(SILENCE, (lines.reindex(columns=[*SILENCE.columns]), SILENCE.primary_key))


def _sources(package: DataPackage, year: int) -> Sheet:
    """Lay out the list of sources; the keywords of a statement say which edition it is of."""
    sources = pd.DataFrame([row.values for row in data_of(package)[SOURCES.name]], columns=[*SOURCES.columns])
    is_statement = sources["key"].isin([reference.key for reference in package.statements.values()])
    (_, held), spare = _rows(SOURCES, sources, year)
    return _sheet(SOURCES, (sources[is_statement], [*held, "keywords"]), (sources[~is_statement], held), spare)


def data_of(package: DataPackage) -> dict[str, Sequence[Row]]:
    """Read the rows of each table, and of the list of sources, as they are written."""
    contents, _ = read_contents(package.folder, package.descriptor)
    text = (package.folder / REFERENCES).read_bytes().decode("utf-8-sig")
    return {**contents.rows, SOURCES.name: reference_rows(text, SOURCES)}


def state_of(package: DataPackage, year: int) -> pd.DataFrame:
    """Say what a worksheet is made from: by ``table`` and ``row`` (its key), the ``checksum`` of each."""
    descriptor = hashlib.sha256((package.folder / DESCRIPTOR).read_bytes()).hexdigest()
    found, data = [("worksheet", str(year), FORMAT), (DESCRIPTOR, "", descriptor)], data_of(package)
    for table in (*package.descriptor.tables, SOURCES):
        for row in data[table.name]:
            key = " ".join(str(row.values[column]) for column in table.primary_key)
            found.append((table.name, key, hashlib.sha256(json.dumps(row.values).encode()).hexdigest()[:16]))
    return pd.DataFrame(found, columns=["table", "row", "checksum"])
