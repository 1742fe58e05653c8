"""A draft: what nobody has answered yet stands in it as "to be completed", never as silence or as a number."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from behindbars.measures.changes import NOT_MENTIONED
from behindbars.measures.frames import rows
from behindbars.package import DataPackage
from behindbars.words import Words

CARRIED = ("observations", "safeguards", "cases", "recommendations", "signatories")
"""Tables whose rows are asked for again in the next edition."""
CODE = "to_be_completed"
"""Status of what nobody has answered for; no table may hold it."""
AS_LAST_YEAR = "as last year"
"""What a person answers where it says again what the last edition had; the row of the new edition repeats it."""
OF_A_COUNTRY = ("observations", "safeguards", "cases")
"""Those of them whose rows belong to the chapter of a country; that of a signatory says only where it works."""


def open_questions(package: DataPackage, year: int, words: Words) -> pd.DataFrame:
    """Ask after every row of the last edition to which the new one has neither a row nor an answer.

    Parameters
    ----------
    package : DataPackage
        The data.
    year : int
        Edition year.
    words : Words
        The language of the questions.

    Returns
    -------
    DataFrame
        A row for each open question: ``table`` and ``id`` of the row, ``country`` in whose chapter the answer stands
        (the region, where it is of none), ``question`` (its identifier in the table of answers), ``asked`` (in words),
        ``context``. Empty for the first edition.
    """
    found: list[tuple[Any, ...]] = []
    for table in CARRIED:
        for row in rows(questions_after(package, table, year).query("state == 'open'")):
            country = row.country if table in OF_A_COUNTRY else package.region
            asked = asked_after(package, table, row, year, words)
            found.append((table, row.id, country, row.question, asked, row.context))
    return pd.DataFrame(found, columns=["table", "id", "country", "question", "asked", "context"])


def questions_after(package: DataPackage, table: str, year: int) -> pd.DataFrame:
    """Give the rows of a table that the last edition had, and what became of each in a new one.

    Returns
    -------
    DataFrame
        The columns of the table, ``question`` (the identifier of the question after the row), and ``state``: answered
        by a row of the new edition, not mentioned, as a person answered, or open. Empty for the first edition.
    """
    before = package.edition_before(year) or 0
    frame, answers = package.frames[table], package.frames["answers"]
    frame = frame[frame["year"].isin([before, year])]
    frame = frame.assign(question=[question_of(table, row) for row in rows(frame)], state="open")
    last, new = (frame[frame["year"].eq(one)].copy() for one in (before, year))
    given = answers[answers["year"].eq(year) & answers["answer"].eq(NOT_MENTIONED)]
    last.loc[last["question"].isin(given["question"]), "state"] = "not mentioned"
    last.loc[last["question"].isin(new["question"]), "state"] = "answered"
    return last


def question_of(table: str, row: Any) -> str:
    """Name the question after a row; the country counts where it is part of the table's key."""
    return f"{table}/{row.country}/{row.id}" if table == "safeguards" else f"{table}/{row.id}"


def asked_after(package: DataPackage, table: str, row: Any, year: int, words: Words) -> str:
    """Ask what the new edition says of a row of the last one."""

    def text(name: str, code: str, column: str) -> str:
        return str(package.row(name, code)[f"{column}_{words.lang}"])

    given: dict[str, Any] = {"year": str(year), "id": row.id}
    if table in OF_A_COUNTRY:
        given["place"] = text("countries", row.country, "name")
    match table:
        case "observations":
            given |= {"what": text("indicators", row.indicator, "label"), "series": text("series", row.series, "label")}
            group = words.say("group", group=row.breakdown)
            given |= {"breakdown": row.breakdown, "group": group, "case": row.case or "none"}
        case "safeguards":
            given["topic"] = text("topics", row.topic, "label")
        case "cases":
            given["title"] = getattr(row, f"title_{words.lang}")
        case "recommendations":
            given |= {"kind": row.kind, "short": getattr(row, f"short_{words.lang}")}
        case "signatories":
            given["name"] = getattr(row, f"name_{words.lang}")
    return words.say(f"question-{table}", **given)


def with_placeholders(package: DataPackage, questions: pd.DataFrame, words: Words) -> DataPackage:
    """Put a placeholder into a new edition for each row of the last one that nobody has answered for.

    Those after context rows get none: the statement may not be silent, but another source need not speak.

    Parameters
    ----------
    package : DataPackage
        The data.
    questions : DataFrame
        The open questions.
    words : Words
        The language of the placeholders.
    """
    if questions.empty:
        return package
    year = max(package.years)
    before = package.edition_before(year) or 0
    written = words.say("value-to-be-completed.sentence")
    place: dict[str, Any] = {"year": year, "source": package.statements[year].key, "locator": "not recorded"}
    no_value: dict[str, Any] = {"low": pd.NA, "high": pd.NA, "verbatim": None, "note": None}
    filled: dict[str, dict[str, Any]] = {
        "observations": {"period": str(year), "status": CODE, **no_value},
        "safeguards": {"law": CODE, "practice": CODE, f"finding_{words.lang}": written},
        "cases": {f"summary_{words.lang}": written, f"answer_{words.lang}": written},
        "recommendations": {f"text_{words.lang}": written},
        "signatories": {"note": words.say("value-to-be-completed")},
    }
    frames = dict(package.frames)
    asked = questions[~questions["context"]]
    for table in asked["table"].unique():
        frame = frames[table]
        coded = frame.columns.intersection(["status", "law", "practice"])
        frame = frame.astype(dict.fromkeys(coded, object))  # as no code of a table says it
        question = pd.Series([question_of(table, row) for row in rows(frame)], index=frame.index)
        last = frame[frame["year"].eq(before) & question.isin(asked["question"])]
        new = last.assign(**place, **filled[table])
        new[coded] = new[coded].where(last[coded].notna(), None)
        frames[table] = pd.concat([frame, new.astype(frame.dtypes)], ignore_index=True)
    return replace(package, frames=frames)
