"""What counts as an input, and what of it changed."""

import pytest

from behindbars.watching.inputs import PACKAGE, changed_files, code_in, is_lasting, names, read_inputs

TEMPORARY = [
    "~$observations.xlsx",
    ".~lock.observations.csv#",
    "#observations.csv#",
    ".#observations.csv",
    "observations.csv~",
    ".observations.csv.swp",
    "4913",
    "lu31875dq2.tmp",
    "6F3A2B10",
    "___jb_tmp___",
    "wording.pyc",
]


@pytest.mark.parametrize("name", TEMPORARY)
def test_a_note_of_an_editor_is_no_input(project, name):
    before = read_inputs(project, 2024)
    (project / "data" / name).write_text("synthetic", encoding="utf-8")
    assert not is_lasting(project / "data" / name)
    assert read_inputs(project, 2024) == before


def test_inputs_are_data_chapters_design_profile_and_the_program(project):
    names_ = {file.relative_to(project).as_posix() for file in read_inputs(project, 2024) if project in file.parents}
    assert {"data/observations.csv", "data/references.bib", "notebooks/kazakhstan.ipynb", "index.qmd"} <= names_
    assert {"_quarto.yml", "_quarto-2024.yml", "_brand.yml", "_extensions/edition/factsheet.typ"} <= names_
    code = code_in(read_inputs(project, 2024))
    assert PACKAGE / "charts" / "bars.py" in code
    assert PACKAGE / "render" / "edition.css" in code


def test_what_is_made_or_hidden_is_no_input(project):
    before = read_inputs(project, 2024)
    for name in ("outputs/2024/x.html", "figures/2024/x.svg", ".cache/x", "notebooks/.ipynb_checkpoints/region.ipynb"):
        file = project / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("synthetic", encoding="utf-8")
    assert read_inputs(project, 2024) == before


def test_changed_is_what_has_another_content(project):
    before = read_inputs(project, 2024)
    (project / "data" / "cases.csv").touch()
    assert changed_files(before, read_inputs(project, 2024)) == []
    (project / "data" / "cases.csv").unlink()
    (project / "data" / "new.csv").write_text("synthetic", encoding="utf-8")
    (project / "index.qmd").write_text("# Synthetic\n", encoding="utf-8")
    changed = changed_files(before, read_inputs(project, 2024))
    assert [file.name for file in changed] == ["cases.csv", "new.csv", "index.qmd"]


def test_a_broken_profile_hides_no_other_input(project):
    (project / "_quarto-2024.yml").write_text("book: [", encoding="utf-8")
    assert project / "data" / "observations.csv" in read_inputs(project, 2024)


@pytest.mark.parametrize(
    ("count", "line"), [(1, "a"), (2, "a and b"), (4, "a, b, c and d"), (6, "a, b, c and 3 more"), (0, "")]
)
def test_names_make_one_line(project, count, line):
    assert names(project / letter for letter in "abcdef"[:count]) == line
