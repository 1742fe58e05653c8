"""Answer together what a statement leaves out: all questions on a country, by one name and day, each kept as a row."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from pathlib import Path

import pandas as pd

from behindbars.build import read_book
from behindbars.build.project import put_in_place, stage
from behindbars.errors import ParameterError
from behindbars.measures.changes import NOT_MENTIONED
from behindbars.measures.frames import rows, words_in
from behindbars.package import load
from behindbars.package.reading import read_rows, read_table
from behindbars.package.writing import rewrite
from behindbars.report.draft import open_questions


def open_by_country(project: Path, year: int) -> dict[str, pd.DataFrame]:
    """Give the open questions of an edition, as `open_questions`, by their country, in the order of the countries.

    Raises
    ------
    DataError, ProjectError
        If the data has faults, or there is no such edition.
    """
    read_book(project, year)
    package = load(project / "data")
    asked = dict([*open_questions(package, year, words_in("en")).groupby("country")])
    return {country: asked[country] for country in package.frames["countries"]["iso3"] if country in asked}


def answer_not_mentioned(project: Path, year: int, countries: Collection[str], name: str, today: date) -> int:
    """Answer every open question on some countries with "not mentioned"; give how many were answered.

    Raises
    ------
    ParameterError
        If no question on one of the countries is open, or there is no name; nothing is written then.
    DataError, ProjectError
        If the data has faults, or there is no such edition, or another process is at work.
    """
    with stage(project) as aside:
        asked = open_by_country(aside, year)
        faults = [] if name.strip() else ["An answer is kept with who gave it: add your name with --name."]
        if closed := [country for country in countries if country not in asked]:
            there = ", ".join(asked) or "none"
            faults.append(f"No question of {year} is open on {', '.join(closed)}; countries with open ones: {there}.")
        if faults:
            raise ParameterError("\n".join(faults))
        table = load(aside / "data").descriptor.table("answers")
        file = aside / "data" / table.file
        answers = [
            [str(year), one.question, one.asked, NOT_MENTIONED, name.strip(), today.isoformat()]
            for country in countries
            for one in rows(asked[country])
        ]
        columns = ["year", "question", "asked", "answer", "name", "date"]
        before, given = read_table(file, table)[0], read_rows(columns, enumerate(answers), table, table.file)[0]
        pairs = [*((row, row) for row in before), *((None, row) for row in given)]
        file.write_bytes(rewrite(file.read_bytes(), table, pairs))
        load(aside / "data")
        put_in_place(aside, project, [f"data/{table.file}"])
    return len(answers)
