"""What stands on each sheet of a worksheet, before anything of Excel: its lines as a frame, and what is locked."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
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
from behindbars.report.draft import AS_LAST_YEAR, CARRIED, OF_A_COUNTRY, asked_after, question_of, questions_after
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
FORMAT = "behindbars worksheet 2"


@dataclass(frozen=True)
class Sheet:
    """One sheet of a worksheet.

    In front of the columns of its table, its lines have `GUIDES` where rows of the last edition are asked for again:
    the first lines are these questions, whose index is their identifier; ``open`` says which of them have no answer.
    An empty cell is None, and ``locked`` ones nobody changes.
    """

    name: str
    table: Table
    lines: pd.DataFrame
    locked: pd.DataFrame
    open: pd.Series

    @property
    def questions(self) -> pd.DataFrame:
        """Those of its lines that are questions."""
        return self.lines.iloc[: len(self.open)]

    @property
    def guides(self) -> list[str]:
        """Its columns that are none of the table."""
        return [column for column in self.lines.columns if column not in self.table.columns]

    @property
    def telling(self) -> list[str]:
        """The columns that do not say which thing is asked for: all are empty as long as nobody answered."""
        identity = IDENTITY.get(self.table.name, "year" if is_yearly(self.table) else "").split()
        return [column for column in self.table.columns if re.sub(OTHER_LANGUAGE, "", column) not in identity]


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
        *(_plain(table, _held(package, table, year), year) for table in yearly),
        answers,
        *([_silence(package, asked)] if any(len(sheet.open) for sheet in asked) else []),
        _sources(package),
        *(_plain(table, package.frames[table.name]) for table in others),
    ]


def _held(package: DataPackage, table: Table, year: int) -> pd.DataFrame:
    frame = package.frames[table.name]
    return frame[frame["year"].eq(year)]


def _sheet(name: str, table: Table, *parts: tuple[pd.DataFrame, Collection[str]], open_: Any = ()) -> Sheet:
    """Put the parts of a sheet below each other; with each goes which of its columns are locked."""
    lines = pd.concat([frame.astype(object) for frame, _ in parts])
    locked = [pd.DataFrame({name: name in held for name in lines}, index=frame.index) for frame, held in parts]
    return Sheet(name, table, lines.where(lines.notna(), None), pd.concat(locked), pd.Series(open_, dtype=bool))


def _spare(columns: Iterable[str], **filled: Any) -> tuple[pd.DataFrame, Collection[str]]:
    """Give the empty rows for what is new, and what is locked there."""
    frame = pd.DataFrame(index=range(SPARE_ROWS), columns=[*columns], dtype="object")
    return frame.assign(**filled), [*GUIDES, *filled] if QUESTION in columns else [*filled]


def _plain(table: Table, frame: pd.DataFrame, year: int | None = None) -> Sheet:
    spare = _spare(table.columns, **({} if year is None else {"year": year}))
    return _sheet(table.name, table, (frame[[*table.columns]], table.primary_key), spare)


def _asked(package: DataPackage, table: Table, year: int, words: Words) -> Sheet:
    """Lay out a table whose rows are asked for again: a line for each row of the last edition, then what is new."""
    now, last = _held(package, table, year), questions_after(package, table.name, year)
    plain = _plain(table, now, year)
    if last.empty:
        return plain
    now = now.set_index(pd.Index([question_of(table.name, row) for row in rows(now)], dtype=str))[[*table.columns]]
    last = last.set_index("question", drop=False)
    lines = last.assign(year=year)[[*table.columns]].astype(object)
    lines[plain.telling] = None
    answered = lines.index.intersection(now.index)
    lines.loc[answered] = now.loc[answered].astype(object)
    answers = package.frames["answers"]
    confirmed = answers[answers["year"].eq(year) & answers["answer"].eq(AS_LAST_YEAR)].set_index("question")
    guides = [_guides(package, table.name, row, year, words, confirmed) for row in rows(last)]
    asked = pd.DataFrame(guides, index=last.index, columns=GUIDES).join(lines)
    new, (spare, held) = now.drop(answered).reindex(columns=asked.columns), _spare(asked.columns, year=year)
    spare.loc[:0, HELP] = words.say("worksheet-spare")
    identifying = [column for column in table.columns if column not in plain.telling]
    parts = (asked, [*GUIDES[:3], *identifying]), (new, [*GUIDES, *table.primary_key]), (spare, held)
    return _sheet(table.name, table, *parts, open_=last["state"].eq("open"))


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
    if table == "observations":
        value = words.value(value_of(row), row.reporter, context=row.context, verbatim=row.verbatim, unit=True)
        given |= {"value": value, "period": words.period(row.period)}
    if table == "safeguards":
        sides = {side: getattr(row, side) for side in ("law", "practice") if getattr(row, side)}
        told = {side: status_words(package, row.topic, status, words) for side, status in sides.items()}
        coded = {s: told[s] if told[s] == sides[s] else words.say("coded", label=told[s], code=sides[s]) for s in sides}
        given["sides"] = words.clauses(words.say("said-side", side=side, words=coded[side]) for side in coded)
    return words.say(f"said-{table}", **given)


def _answers(package: DataPackage, table: Table, year: int, checks: pd.DataFrame | None) -> Sheet:
    """Lay out the questions of the check that are open, and the answers that were given to others."""
    given = _held(package, table, year)[[*table.columns]]
    given = given[~given["question"].str.startswith(tuple(f"{name}/" for name in CARRIED))]
    asked = pd.DataFrame(columns=["question", "asked"]) if checks is None else checks[["question", "asked"]]
    known = asked.merge(given[["question", "asked"]], how="left", indicator=True)["_merge"].eq("both")
    asked = asked[~known.to_numpy()].assign(year=year).reindex(columns=[*table.columns])
    # An answer to a question that is asked anew, in other words, gives its place to that question.
    given, held = given[~given["question"].isin(asked["question"])], {*table.columns} - {ANSWER}
    return _sheet(QUESTIONS, table, (asked, held), (given, held), open_=[True] * len(asked))


def _silence(package: DataPackage, asked: Sequence[Sheet]) -> Sheet:
    """Lay out a line for each country, with how much is open there now."""
    open_ = pd.concat([places(sheet, package)[sheet.open] for sheet in asked]).value_counts()
    countries = package.frames["countries"].rename(columns={"name_en": "place", "iso3": "country"})
    counts = countries["country"].map(open_).fillna(0).astype(int)
    lines = countries[["place", "country"]].assign(**{"still open": counts})
    return _sheet(SILENCE.name, SILENCE, (lines.reindex(columns=[*SILENCE.columns]), SILENCE.primary_key))


def places(sheet: Sheet, package: DataPackage) -> pd.Series:
    """Give the country in whose chapter the answer to each question of a sheet stands."""
    asked = sheet.questions
    return asked["country"] if sheet.name in OF_A_COUNTRY else pd.Series(package.region, index=asked.index)


def _sources(package: DataPackage) -> Sheet:
    frame = pd.DataFrame([row.values for row in data_of(package)[SOURCES.name]], columns=[*SOURCES.columns])
    sheet = _plain(SOURCES, frame)
    statements = [reference.key for reference in package.statements.values()]
    sheet.locked["keywords"] = sheet.lines["key"].isin(statements)  # they say which edition a statement is of
    return sheet


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
