"""What a new edition must answer of the last one."""

from __future__ import annotations

from collections import Counter

from behindbars.dataset import load
from behindbars.questions import last_edition, row_questions, still_open
from tests.conftest import DATA, SYNTHETIC, SyntheticPackage

OF_2024 = {
    table: [row for row in SYNTHETIC[table] if row["year"] == "2024"]
    for table in ("observations", "safeguards", "cases", "recommendations", "signatories")
}


def states(package: SyntheticPackage) -> dict[str, str]:
    return {question.id: question.state for question in row_questions(package.load(), 2025)}


def test_the_first_edition_has_no_questions(package: SyntheticPackage) -> None:
    assert row_questions(package.load(), 2024) == []
    assert last_edition(package.load(), 2024) is None


def test_every_row_of_the_last_edition_is_a_question(package: SyntheticPackage) -> None:
    package.begin_2025()
    questions = row_questions(package.load(), 2025)
    assert Counter(question.table for question in questions) == {table: len(rows) for table, rows in OF_2024.items()}
    assert {question.state for question in questions} == {"open"}
    assert len({question.id for question in questions}) == len(questions)


def test_rows_of_other_years_are_no_question(package: SyntheticPackage) -> None:
    package.begin_2025()
    assert "observations/O15" not in states(package)  # context of 2022


def test_a_row_with_the_same_identifier_answers(package: SyntheticPackage) -> None:
    package.begin_2025()
    package.repeat_in_2025("observations", 2, period="2025")
    assert states(package)["observations/O02"] == "answered"
    assert states(package)["observations/O07"] == "open"


def test_a_finding_is_answered_in_its_own_country_only(package: SyntheticPackage) -> None:
    package.add("safeguards", 2, country="XXB", locator="B1")  # Q2 of another country
    package.begin_2025()
    package.repeat_in_2025("safeguards", 2)
    assert states(package)["safeguards/XXA/Q2"] == "answered"
    assert states(package)["safeguards/XXB/Q2"] == "open"


def test_a_person_can_answer_that_it_is_not_mentioned(package: SyntheticPackage) -> None:
    package.begin_2025()
    package.tables["answers"].append(
        {"year": "2025", "question": "cases/C1", "asked": "Synthetic?", "answer": "not mentioned"}
        | {"name": "Nobody", "date": "2026-07-01"}
    )
    package.write()
    assert states(package)["cases/C1"] == "not_mentioned"
    assert "cases/C1" not in {question.id for question in still_open(row_questions(package.load(), 2025))}


def test_an_answer_for_another_year_does_not_count(package: SyntheticPackage) -> None:
    package.begin_2025()
    package.tables["answers"].append(
        {"year": "2024", "question": "cases/C1", "asked": "Synthetic?", "answer": "not mentioned"}
        | {"name": "Nobody", "date": "2026-07-01"}
    )
    package.write()
    assert states(package)["cases/C1"] == "open"


def test_questions_and_last_answers_are_in_words(package: SyntheticPackage) -> None:
    package.begin_2025()
    asked = {question.id: (question.asked, question.said) for question in row_questions(package.load(), 2025)}
    assert asked["observations/O02"] == (
        "Synthetic complaints: synthetic coalition, Synthetic A, 2025?",
        "20 complaints, 2024 (Synthetic, A1)",
    )
    assert asked["observations/O08"][1] == "not known, 2024 (Synthetic, A1)"
    assert asked["observations/O03"][0].startswith("Synthetic complaints, women:")
    assert asked["safeguards/XXB/Q3"] == (
        "Synthetic amnesty in Synthetic B: the finding of 2025?",
        "practice: applies (harmful). Synthetic finding. (Synthetic, B1)",
    )
    assert asked["cases/C2"][0] == "Synthetic person (Synthetic B): what is said of this case in 2025?"
    assert asked["signatories/made_up"] == (
        "Synthetic organisation: did it sign the statement on 2025?",
        "signed (Synthetic, I1)",
    )


def test_the_edition_of_2024_asks_for_all_that_it_says() -> None:
    dataset = load(DATA)
    last = [row for table in OF_2024 for row in dataset.rows(table) if row.year == 2024]
    assert len(last) > 100
    assert {row.year for row in last} == {2024}
