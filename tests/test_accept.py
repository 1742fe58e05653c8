"""Accepting new references: the change is shown in words first, and nothing is written without consent."""

import errno
from pathlib import Path

import nbformat
import pytest
from click.testing import CliRunner

from behindbars import accept as references
from behindbars.cli import main
from behindbars.edition import default_year
from tests.conftest import keep_one_chapter
from tests.published import add_year, repeat_rows
from tests.test_notebooks import change


@pytest.fixture
def one(project):
    """Give a project of one country whose charts were accepted too."""
    keep_one_chapter(project, "turkmenistan")
    assert accept(project, "--yes").exit_code == 0
    return project


@pytest.fixture
def changed(one):
    """Give a project whose data differ from the references."""
    change(one, "safeguards", "Q52", finding_en="A synthetic finding.")
    return one


@pytest.fixture
def somebody(monkeypatch):
    """Let the command believe that a person is there to answer."""
    monkeypatch.setattr(references, "somebody_answers", lambda: True)


def accept(project, *arguments, **options):
    return CliRunner().invoke(main, ["--project", str(project), "accept", *arguments], **options)


def contents(project):
    """Every file that accepting may write."""
    files = [*(project / "notebooks").glob("*"), *(project / "figures").rglob("*.*"), *project.glob("_quarto*.yml")]
    return {file.relative_to(project).as_posix(): file.read_bytes() for file in files}


def test_a_change_is_shown_in_words_and_written_only_with_consent(changed, somebody):
    before = contents(changed)
    refused = accept(changed, input="n\n")
    assert refused.exit_code == 0
    assert "Turkmenistan (turkmenistan.ipynb), cell " in refused.output
    assert "  new: A synthetic finding. (statement2025, para. " in refused.output
    assert "Nothing was written." in refused.output
    assert contents(changed) == before
    accepted = accept(changed, input="y\n")
    assert accepted.exit_code == 0
    after = contents(changed)
    assert {name for name in after if after[name] != before.get(name)} == {"notebooks/turkmenistan.ipynb"}
    assert b"A synthetic finding." in after["notebooks/turkmenistan.ipynb"]
    nothing = accept(changed)
    assert nothing.exit_code == 0
    assert "nothing to accept" in nothing.output


def test_where_nobody_can_be_asked_the_changes_are_shown_and_the_command_fails(changed, monkeypatch):
    before = contents(changed)
    result = accept(changed, input="y\n")
    assert result.exit_code == 1
    assert "A synthetic finding." in result.output
    assert "Nobody can be asked here" in result.output
    assert contents(changed) == before
    monkeypatch.setattr("sys.stdin", Terminal())
    monkeypatch.delenv("CI", raising=False)
    assert references.somebody_answers()
    monkeypatch.setenv("CI", "true")
    assert not references.somebody_answers()


class Terminal:
    def isatty(self):
        return True


def test_a_move_that_fails_leaves_all_references_as_they_were(changed, monkeypatch):
    before, move, moves = contents(changed), Path.replace, []

    def refused(source, goal):
        if changed in Path(goal).parents and ".cache" not in Path(goal).parts:
            moves.append(goal)
            if len(moves) == 2:
                raise PermissionError(errno.EACCES, "synthetic refusal", str(goal))
        move(source, goal)

    monkeypatch.setattr(Path, "replace", refused)
    result = accept(changed, "--yes")
    monkeypatch.undo()
    assert result.exit_code == 1
    assert len(moves) > 1
    assert contents(changed) == before


def test_the_references_move_to_a_new_edition(one, somebody):
    add_year(one, 2025)
    repeat_rows(one, 2025)
    before = contents(one)
    refused = accept(one, "--year", "2025", input="n\n")
    assert refused.exit_code == 0
    assert "The references move from 2024 to 2025" in refused.output
    assert contents(one) == before
    moved = accept(one, "--year", "2025", input="y\n")
    assert moved.exit_code == 0, moved.output
    after = contents(one)
    [parameters] = [
        cell.source
        for cell in nbformat.reads(after["notebooks/turkmenistan.ipynb"].decode(), as_version=4).cells
        if cell.metadata.get("tags") == ["parameters"]
    ]
    assert parameters.splitlines()[1] == "year = 2025"
    assert default_year(one) == 2025
    old, new = (files["_quarto.yml"].decode().splitlines() for files in (before, after))
    assert [(was, now) for was, now in zip(old, new, strict=True) if was != now] == [
        ('  default: "2024"', '  default: "2025"')
    ]
    kept = {name: data for name, data in after.items() if name.startswith(("figures/2024/", "_quarto-"))}
    assert kept.items() <= before.items()
    assert any(name.startswith("figures/2025/") for name in after)
    assert "nothing to accept" in accept(one).output


def test_an_edition_without_a_profile_is_refused(one):
    result = accept(one, "--year", "2031", "--yes")
    assert result.exit_code == 1
    assert "There is no edition 2031" in result.output
