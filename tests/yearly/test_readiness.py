"""An edition is published only when it is ready; otherwise every reason is told at once."""

import shutil

import pytest
from tests.small import change
from tests.yearly.published import add_year, pretend_to_build

from behindbars.yearly.publish import blockers


@pytest.fixture
def ready(project):
    pretend_to_build(project)
    assert blockers(project, 2024) == []
    return project


def test_an_edition_that_was_not_built_is_not_ready(project):
    [reason] = blockers(project, 2024)
    assert "outputs/2024 holds no edition" in reason
    assert "behindbars build --year 2024" in reason


def test_faults_of_the_data_are_told_with_their_place(ready):
    change(ready, "observations", "N01", low="many")
    faults, changed = blockers(ready, 2024)
    assert "observations.csv, row 2, column low: found 'many'" in faults
    assert "changed: data/observations.csv" in changed


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("data/cases.csv", None, "gone: data/cases.csv"),
        ("notebooks/uzbekistan.ipynb", '{"cells": []}', "changed: notebooks/uzbekistan.ipynb"),
        ("extra.qmd", "# Synthetic", "new: extra.qmd"),
        ("outputs/2024/behind-bars-2024.docx", "edited", "changed: outputs/2024/behind-bars-2024.docx"),
        ("outputs/2024/behind-bars-2024.html", None, "gone: outputs/2024/behind-bars-2024.html"),
        ("outputs/2024/note.txt", "synthetic", "new: outputs/2024/note.txt"),
        ("figures/2024/synthetic-chart.csv", "a\n2\n", "changed: figures/2024/synthetic-chart.csv"),
    ],
)
def test_what_is_not_as_it_was_built_is_named(ready, name, text, told):
    if text is None:
        (ready / name).unlink()
    else:
        (ready / name).write_text(text, encoding="utf-8")
    assert told in "\n".join(blockers(ready, 2024))


def test_what_no_edition_is_made_from_may_change(ready):
    hidden = ready / "outputs" / "2024" / ".DS_Store"
    hidden.write_text("synthetic")
    published = ready / "data" / "published" / "2024"
    published.mkdir(parents=True)
    for file in (ready / "data").iterdir():
        if file.is_file():
            shutil.copy(file, published)
    profile = (ready / "_quarto-2024.yml").read_text(encoding="utf-8")
    (ready / "_quarto-2023.yml").write_text(profile, encoding="utf-8")
    assert blockers(ready, 2024) == []


@pytest.mark.parametrize("text", ["", "[]", '{"inputs": 3}', "null"])
def test_a_manifest_that_cannot_be_read_is_as_none(ready, text):
    (ready / "outputs" / "2024" / "manifest.json").write_text(text)
    [reason] = blockers(ready, 2024)
    assert "holds no edition" in reason


def test_open_questions_are_counted_and_the_first_are_told(project):
    add_year(project, 2025)
    pretend_to_build(project, 2025)
    reason, suspicion = blockers(project, 2025)
    first, *told, rest = reason.splitlines()
    assert first.endswith("questions of the last edition without an answer:")
    assert suspicion.startswith("One question to look at")
    assert len(told) == 5
    assert told[0].startswith("  observations/N01: ")
    assert rest.strip().startswith("and ")
    pretend_to_build(project, 2024)
    assert blockers(project, 2024) == []


def test_a_year_without_an_edition_is_told(project):
    [reason] = blockers(project, 2031)
    assert "There is no edition 2031" in reason


def test_an_edition_without_a_statement_is_told(project):
    profile = (project / "_quarto-2024.yml").read_text(encoding="utf-8")
    (project / "_quarto-2031.yml").write_text(profile.replace("2024", "2031"), encoding="utf-8")
    pretend_to_build(project, 2031)
    [reason] = blockers(project, 2031)
    assert "expected the statement of 2031" in reason
