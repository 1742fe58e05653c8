"""What stands between an edition and its publication."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.conftest import PROJECT, ROOT, SyntheticPackage

from behindbars.build import read_book
from behindbars.errors import ProjectError
from behindbars.package import load
from behindbars.yearly.beginning import begin_year
from behindbars.yearly.review import answer_faults, profile_faults, review, statement_faults


def replace_in(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_edition_of_2024_can_be_published() -> None:
    found = review(PROJECT, 2024)
    assert found.ready
    assert len(found.questions) == 6
    assert found.report(2024).endswith("The edition can be published.")


def test_a_year_that_does_not_exist() -> None:
    with pytest.raises(ProjectError, match="There is no edition 2031"):
        review(PROJECT, 2031)


def test_an_answer_that_is_deleted_is_asked_for_again(project: Path) -> None:
    answers = project / "data" / "answers.csv"
    lines = answers.read_text("utf-8").splitlines(keepends=True)
    answers.write_text("".join(line for line in lines if "few/N19" not in line), "utf-8")
    found = review(project, 2024)
    assert [*found.open["question"]] == ["few/N19"]
    assert not found.ready
    assert "few/N19: Tajikistan, complaints, NGO coalition: 1 (women) and 4 (children)." in found.report(2024)


def test_a_new_year_is_blocked_by_every_question(project: Path) -> None:
    begin_year(project, 2025)
    found = review(project, 2025)
    assert len(found.unanswered) > 100
    assert {fault.column for fault in found.faults} == {"title", "author", "date", "url"}
    assert "observations/N01: Complaints: NGO coalition, Kazakhstan, 2025?" in found.report(2025)


@pytest.mark.parametrize(
    ("file", "old", "new", "where"),
    [
        ("_quarto-2024.yml", 'date: "2025-06-26"', 'date: "2025-06-27"', ("_quarto-2024.yml", 0, "date")),
        ("_quarto-2024.yml", "Turkmen Initiative", "Turkmenistan Initiative", ("_quarto-2024.yml", 0, "signatories")),
        (
            "_quarto-2024.yml",
            "as a reproducible edition",
            "draft, to be completed",
            ("_quarto-2024.yml", 0, "subtitle"),
        ),
        ("_quarto-2024.yml", "    - outputs/2024/tajikistan.ipynb\n", "", ("_quarto-2024.yml", 0, "chapters")),
        ("data/references.bib", "  url = {https://hfhr", "  note = {https://hfhr", ("references.bib", 0, "url")),
    ],
)
def test_one_fault_is_reported_at_its_place(
    project: Path, file: str, old: str, new: str, where: tuple[str, int, str]
) -> None:
    replace_in(project / file, old, new)
    assert [(fault.file, fault.row, fault.column) for fault in review(project, 2024).faults] == [where]


@pytest.mark.parametrize("page", sorted(ROOT.glob("*.qmd")), ids=lambda page: page.name)
def test_no_year_is_typed_into_the_prose_of_a_page(page: Path) -> None:
    """It would stay when the year changes; a year may stand in the name of a file, or in a link."""
    text = re.sub(r"(?m)^(?:```|:::|---|<!--).*$|\]\([^)]*\)|`[^`]*`|\{[^}]*\}", "", page.read_text("utf-8"))
    assert not re.search(r"(?<![\w/])(?:19|20)\d\d(?![\w/])", text)


@pytest.mark.parametrize(
    ("question", "said", "fault"),
    [
        ("observations/O02", "not mentioned", "no row of this edition"),
        ("observations/O02", "It fell.", "or a row in the table"),
        ("observations/O99", "not mentioned", "something that the last edition had"),
        ("observations/O07", "not mentioned", None),
        ("observations/O02", "as last year", None),
        ("observations/O07", "as last year", "a row of this edition"),
        ("few/O05", "Yes.", None),
    ],
)
def test_answers_agree_with_the_tables(package: SyntheticPackage, question: str, said: str, fault: str | None) -> None:
    package.begin_2025()
    package.repeat_in_2025("observations", 2, period="2025")
    package.tables["answers"].append(
        {"year": "2025", "question": question, "asked": "Synthetic?", "answer": said, "name": "Nobody"}
        | {"date": "2026-07-01"}
    )
    package.write()
    found = list(answer_faults(package.load(), 2025))
    assert len(found) == (fault is not None)
    assert fault is None or fault in found[0].expected


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [
        ("  date = {2025-06-26}", "  date = {2025-06}", "date"),
        ("  date = {2025-06-26}", "  date = {2025-06-26~}", "date"),
    ],
)
def test_a_statement_has_one_day(project: Path, old: str, new: str, column: str) -> None:
    replace_in(project / "data" / "references.bib", old, new)
    found = review(project, 2024).faults
    assert ("references.bib", column) in [(fault.file, fault.column) for fault in found]


def test_a_subtitle_of_another_year_is_found(project: Path) -> None:
    replace_in(project / "_quarto-2024.yml", "Central Asia in 2024", "Central Asia in 2023")
    [fault] = review(project, 2024).faults
    assert (fault.file, fault.column) == ("_quarto-2024.yml", "subtitle")


def test_the_profile_of_2024_says_what_the_data_say(project: Path) -> None:
    package = load(project / "data")
    assert not list(profile_faults(package, read_book(project, 2024)))
    assert not list(statement_faults(package, 2024))


def test_a_notebook_with_another_kernel_is_named_once(project: Path) -> None:
    replace_in(project / "notebooks" / "kazakhstan.ipynb", '"name": "python3"', '"name": "my-env"')
    (fault,) = review(project, 2024).faults
    assert (fault.file, fault.column, fault.value) == ("notebooks/kazakhstan.ipynb", "kernelspec", "my-env")
    assert "behindbars accept" in fault.remedy
