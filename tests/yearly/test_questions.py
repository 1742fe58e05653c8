"""What a new edition must answer of the last one."""

from __future__ import annotations

from collections import Counter

import pytest
from tests.conftest import SYNTHETIC, SyntheticPackage

from behindbars.measures.frames import rows, words_in
from behindbars.report.draft import CARRIED, open_questions, questions_after

OF_2024 = {table: [row for row in SYNTHETIC[table] if row["year"] == "2024"] for table in CARRIED}


def states(package: SyntheticPackage, year: int = 2025) -> dict[str, str]:
    loaded = package.load()
    asked = [row for table in CARRIED for row in rows(questions_after(loaded, table, year))]
    assert len({row.question for row in asked}) == len(asked)
    return {row.question: row.state for row in asked}


def test_every_row_of_the_last_edition_is_a_question(package: SyntheticPackage) -> None:
    assert states(package, 2024) == {}  # the first edition has none
    package.begin_2025()
    found = states(package)
    assert Counter(name.partition("/")[0] for name in found) == {table: len(rows) for table, rows in OF_2024.items()}
    assert set(found.values()) == {"open"}
    assert "observations/O15" not in found  # context of 2022


def test_a_row_with_the_same_identifier_answers_and_a_finding_in_its_own_country_only(
    package: SyntheticPackage,
) -> None:
    package.add("safeguards", 2, country="XXB", locator="B1")  # Q2 of another country
    package.begin_2025()
    package.repeat_in_2025("observations", 2, period="2025")
    package.repeat_in_2025("safeguards", 2)
    found = states(package)
    assert (found["observations/O02"], found["observations/O07"]) == ("answered", "open")
    assert (found["safeguards/XXA/Q2"], found["safeguards/XXB/Q2"]) == ("answered", "open")


@pytest.mark.parametrize(("year", "state"), [("2025", "not mentioned"), ("2024", "open")])
def test_a_person_can_answer_that_it_is_not_mentioned(package: SyntheticPackage, year: str, state: str) -> None:
    package.begin_2025()
    package.tables["answers"].append(
        {"year": year, "question": "cases/C1", "asked": "Synthetic?", "answer": "not mentioned"}
        | {"name": "Nobody", "date": "2026-07-01"}
    )
    package.write()
    assert states(package)["cases/C1"] == state
    still_open = open_questions(package.load(), 2025, words_in("en"))["question"]
    assert ("cases/C1" in set(still_open)) == (state == "open")
