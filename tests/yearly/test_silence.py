"""What a statement leaves out is answered together, country by country, and kept row by row."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from behindbars.cli import main
from behindbars.package import load
from behindbars.yearly.beginning import begin_year


def types(project: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["--project", str(project), "not-mentioned", *words])


@pytest.fixture
def begun(project: Path) -> Path:
    begin_year(project, 2025)
    return project


def test_what_is_open_is_listed_by_country(begun: Path) -> None:
    told = types(begun, "--year", "2025").output
    assert "TKM, 16 open:\n  " in told
    assert "Association for Human Rights in Central Asia: did it sign" in told.partition("XCA, ")[2]
    assert 'behindbars not-mentioned XCA --year 2025 --name "Your name"' in told
    assert types(begun, "--year", "2024").output == "No question of 2024 is open.\n"


@pytest.mark.parametrize(("mark", "delimiter", "newline"), [("", ",", "\n"), ("\ufeff", ";", "\r\n")])
def test_every_answer_is_kept_with_name_and_day(begun: Path, mark: str, delimiter: str, newline: str) -> None:
    file = begun / "data" / "answers.csv"
    heading = delimiter.join(["year", "question", "asked", "answer", "name", "date"])
    file.write_bytes(f"{mark}{heading}{newline}".encode())
    result = types(begun, "tkm", "UZB", "TKM", "--year", "2025", "--name", " Nobody ")
    assert result.output.startswith("49 answers recorded: not mentioned (TKM, UZB).")
    assert file.read_bytes().startswith(f"{mark}{heading}{newline}2025{delimiter}".encode())
    given = load(begun / "data").frames["answers"]
    assert len(given) == given["question"].nunique() == 49
    assert {*given["name"]} == {"Nobody"}
    assert types(begun, "--year", "2025").output.count(" open:") == 4


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["KAZ", "--year", "2025"], ["add your name with --name"]),
        (["XXX", "TKM", "--year", "2025"], ["add your name", "is open on XXX; countries with open ones: KAZ, KGZ,"]),
        (["KAZ", "--year", "2031", "--name", "Nobody"], ["There is no edition 2031"]),
    ],
)
def test_what_cannot_be_answered_is_told_and_nothing_written(begun: Path, words: list[str], told: list[str]) -> None:
    before = (begun / "data" / "answers.csv").read_bytes()
    result = types(begun, *words)
    assert result.exit_code == 1
    assert all(part in result.output for part in told)
    assert (begun / "data" / "answers.csv").read_bytes() == before
