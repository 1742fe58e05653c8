"""Accepting new references: the change is shown in words first, and nothing is written without consent."""

import pytest
from click.testing import CliRunner

from behindbars.cli import main
from tests.conftest import keep_one_chapter
from tests.test_notebooks import change


@pytest.fixture
def changed(project):
    """Give a project of one country whose data differ from the references."""
    keep_one_chapter(project, "turkmenistan")
    change(project, "safeguards", "Q52", finding_en="A synthetic finding.")
    return project


def accept(project, *arguments, **options):
    return CliRunner().invoke(main, ["--project", str(project), "accept", *arguments], **options)


def test_a_change_is_shown_in_words_and_written_only_with_consent(changed):
    notebook = changed / "notebooks" / "turkmenistan.ipynb"
    before = notebook.read_bytes()
    refused = accept(changed, input="n\n")
    assert refused.exit_code == 0
    assert "turkmenistan, cell" in refused.output
    assert "+A synthetic finding." in refused.output
    assert "Nothing was written." in refused.output
    assert notebook.read_bytes() == before
    accepted = accept(changed, "--yes")
    assert accepted.exit_code == 0
    assert "A synthetic finding." in notebook.read_text(encoding="utf-8")
    assert (changed / "figures" / "2024" / "turkmenistan-cascade.svg").is_file()
    assert "nothing to accept" in accept(changed).output


def test_the_references_of_another_year_are_refused(project):
    profile = (project / "_quarto-2024.yml").read_text(encoding="utf-8")
    (project / "_quarto-2025.yml").write_text(profile.replace("2024", "2025"), encoding="utf-8")
    result = accept(project, "--year", "2025", "--yes")
    assert result.exit_code == 1
    assert "references are those of 2024, not of 2025" in result.output
    assert not (project / "figures").exists()
