"""What may be right, but is asked about once."""

from __future__ import annotations

import pytest
from tests.conftest import SyntheticPackage

from behindbars.measures.frames import words_in
from behindbars.yearly.suspicions import suspicions


def asked(package: SyntheticPackage, year: int = 2025) -> dict[str, str]:
    found = suspicions(package.load(), year, words_in("en"))
    return dict(zip(found["question"], found["asked"], strict=True))


def answer(package: SyntheticPackage, question: str, text: str, *, year: str = "2025", said: str = "Yes.") -> None:
    package.tables["answers"].append(
        {"year": year, "question": question, "asked": text, "answer": said, "name": "Nobody", "date": "2026-07-01"}
    )
    package.write()


@pytest.fixture
def second(package: SyntheticPackage) -> SyntheticPackage:
    """An edition of 2025 that says of everything what that of 2024 said."""
    package.begin_2025()
    for table in ("observations", "safeguards", "cases", "recommendations", "signatories"):
        for number, row in enumerate(list(package.tables[table]), 2):
            if row["year"] == "2024":
                period = {"period": "2025"} if row.get("period") == "2024" else {}
                package.repeat_in_2025(table, number, **period)
    return package


def test_an_edition_like_the_last_one_raises_only_what_that_raised(second: SyntheticPackage) -> None:
    assert set(asked(second)) == {"few/O05", "access"}
    assert set(asked(second, 2024)) == {"few/O05", "access"}


@pytest.mark.parametrize(
    ("low", "high", "status", "suspect"),
    [
        ("60", "60", "exact", False),
        ("61", "61", "exact", True),
        ("7", "7", "exact", False),
        ("6", "6", "exact", True),
        ("0", "0", "reported_zero", True),
        ("70", "", "at_least", True),
        ("", "", "unknown", False),
    ],
)
def test_more_than_threefold(second: SyntheticPackage, low: str, high: str, status: str, suspect: bool) -> None:
    for number, row in enumerate(second.tables["observations"], 2):
        if (row["id"], row["year"]) == ("O02", "2025"):
            second.put("observations", number, low=low, high=high, status=status)
        elif row["id"] in ("O03", "O04", "O05") and row["year"] == "2025":
            second.put("observations", number, low="", high="", status="unknown")
    assert ("threefold/O02" in asked(second)) == suspect


def test_the_question_says_both_values(second: SyntheticPackage) -> None:
    second.add("observations", 16, id="O30", year="2025", period="2025", low="4", high="4", status="exact")
    said = (
        "Synthetic B, synthetic complaints, synthetic coalition: 4 (2025); before, about 90 (2022). Is the change real?"
    )
    assert asked(second)["threefold/O30"] == said


def test_small_groups_are_asked_about_together(second: SyntheticPackage) -> None:
    assert asked(second)["few/O05"].startswith("Synthetic A, synthetic complaints, synthetic coalition: 3 (children).")
    for number, row in enumerate(second.tables["observations"], 2):
        if (row["id"], row["year"]) == ("O03", "2025"):
            second.put("observations", number, low="4", high="4")
        if (row["id"], row["year"]) == ("O02", "2025"):
            second.put("observations", number, low="19", high="19")
    assert "4 (women) and 3 (children)" in asked(second)["few/O03"]


def test_a_recommendation_without_topics_is_asked_about(second: SyntheticPackage) -> None:
    for number, row in enumerate(second.tables["recommendations"], 2):
        if row["year"] == "2025":
            second.put("recommendations", number, topics="", indicators="")
    assert "no topics and no indicators show whether it is met" in asked(second)["unlinked/R1"]
    assert "unlinked/R1" not in asked(second, 2024)


def test_an_answer_holds_for_the_words_that_were_asked(second: SyntheticPackage) -> None:
    answer(second, "few/O05", asked(second)["few/O05"])
    answer(second, "access", "other words")
    found = suspicions(second.load(), 2025, words_in("en")).set_index("question")
    assert [*found.loc["few/O05", ["answer", "name"]]] == ["Yes.", "Nobody"]
    assert found.loc["access", ["answer", "name", "date"]].isna().all()


def test_a_source_with_a_day_of_access_is_not_asked_about(second: SyntheticPackage) -> None:
    file = second.folder / "references.bib"
    file.write_text(file.read_text("utf-8").replace("keywords", "urldate = {2026-07-01}, keywords"), "utf-8")
    assert "access" not in asked(second)
