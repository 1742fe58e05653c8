"""Answer together what a statement leaves out: all questions on a country, by one name and day, each kept as a row."""

from __future__ import annotations

from codecs import BOM_UTF8
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
from behindbars.package.reading import read_contents, read_rows
from behindbars.package.writing import rewrite_csv
from behindbars.report.draft import open_questions

ANSWERS = "answers"


def open_by_country(project: Path, year: int) -> dict[str, pd.DataFrame]:
    """Give the open questions of an edition by the country in whose chapter the answer stands, as `open_questions`.

    Raises
    ------
    DataError, ProjectError
        If the data has faults, or there is no such edition.
    """
    read_book(project, year)
    package = load(project / "data")
    asked = open_questions(package, year, words_in("en"))
    place = asked["country"].fillna(package.region)
    return {country: asked[place.eq(country)] for country in package.frames["countries"]["iso3"] if country in {*place}}


def answer_not_mentioned(project: Path, year: int, countries: Collection[str], name: str, today: date) -> int:
    """Answer every open question on some countries with "not mentioned"; give how many were answered.

    Raises
    ------
    ParameterError
        If no question on one of the countries is open, or there is no name; nothing is written then.
    DataError, ProjectError
        If the data has faults, or another process is at work.
    """
    with stage(project) as aside:
        asked, package = open_by_country(aside, year), load(aside / "data")
        faults = [] if name.strip() else ["An answer is kept with who gave it: add your name with --name."]
        if closed := [country for country in countries if country not in asked]:
            there = ", ".join(asked) or "none"
            faults.append(f"No question of {year} is open on {', '.join(closed)}; countries with open ones: {there}.")
        if faults:
            raise ParameterError("\n".join(faults))
        table = package.descriptor.table(ANSWERS)
        file, before = aside / "data" / table.file, read_contents(aside / "data", package.descriptor)[0].table(ANSWERS)
        answers = [
            (number, [str(year), one.question, one.asked, NOT_MENTIONED, name.strip(), today.isoformat()])
            for number, one in enumerate(rows(pd.concat([asked[country] for country in countries])), start=1)
        ]
        given = read_rows(["year", "question", "asked", "answer", "name", "date"], answers, table, table.file)[0]
        pairs = [*((row, row) for row in before), *((None, row) for row in given)]
        content = file.read_bytes()
        mark = BOM_UTF8 if content.startswith(BOM_UTF8) else b""
        file.write_bytes(mark + rewrite_csv(content.decode("utf-8-sig"), table, pairs).encode())
        load(aside / "data")
        put_in_place(aside, project, [f"data/{table.file}"])
    return len(answers)
