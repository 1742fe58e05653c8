"""What one change does: the notebooks that it can show in run again, no others, and all is as if made from nothing.

Each change is made in a copy of one built project. A build after it must run the notebooks that the table names, for
the reason that it names, and keep the others; what it makes is compared with a build from nothing, byte for byte.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell
from tests.small import (
    CODE,
    FIRST,
    REGION,
    SECOND,
    YEAR,
    change,
    checksums,
    copy_of,
    edit,
    edit_notebook,
    from_nothing,
    rows_of,
    told_by_build,
    write_rows,
)

from behindbars.build import manifest
from behindbars.errors import BehindBarsError

PROFILE = f"_quarto-{YEAR}.yml"
NOTEBOOKS = (REGION, FIRST, SECOND)
NOTHING = ["nothing has changed since the last build"]
FORMATS = ["wrote the HTML", "wrote the PDF", "wrote the Word edition", "wrote the data"]
RAN = re.compile(r"ran ([\w-]+): (.*)")
DREW = re.compile(r"drew (\d+) of (\d+) charts")


def a_value(project: Path) -> None:
    change(project, "observations", "N16", low="3", high="3", status="exact")


def two_rows_that_change_places_and_a_source(project: Path) -> None:
    heading, *rows = rows_of(project, "observations")
    write_rows(project, "observations", [heading, rows[1], rows[0], *rows[2:]])
    edit(project / "data" / "references.bib", "title = {", "title = {Made up ")


def what_is_of_no_chapter_of_this_edition(project: Path) -> None:
    """A row of the next edition, the data of a published one, another notebook, and the times of files."""
    heading, *rows = rows_of(project, "observations")
    row = dict(zip(heading, next(row for row in rows if row[1] == CODE), strict=True))
    write_rows(project, "observations", [heading, *rows, (row | {"year": str(YEAR + 1)}).values()])
    (project / "data" / "published" / "2023").mkdir(parents=True)
    (project / "data" / "published" / "2023" / "made_up.csv").write_text("made up", "utf-8")
    shutil.copy(project / "notebooks" / f"{FIRST}.ipynb", project / "notebooks" / "made_up.ipynb")
    for file in (*project.glob("*.*"), *(project / "data").iterdir(), *(project / "notebooks").iterdir()):
        os.utime(file, (10**9, 10**9))


def a_text_cell_of_a_notebook(project: Path) -> None:
    def say(notebook: NotebookNode) -> None:
        notebook.cells.append(new_markdown_cell("Made up.", id="made-up"))

    edit_notebook(project, FIRST, say)


def the_metadata_of_a_notebook(project: Path) -> None:
    edit_notebook(project, FIRST, lambda notebook: notebook.metadata.update(title="made up"))


def a_colour_and_a_python_file_beside_the_notebooks(project: Path) -> None:
    edit(project / "_brand.yml", '"#12436D"', '"#12436E"')
    (project / "notebooks" / "made_up.py").write_text("MADE = 'up'\n", "utf-8")


def the_lock_file(project: Path) -> None:
    with (project / "requirements.lock").open("a", encoding="utf-8") as stream:
        stream.write("# made up\n")


def a_notebook_that_is_renamed(project: Path) -> None:
    (project / "notebooks" / f"{FIRST}.ipynb").rename(project / "notebooks" / "made_up.ipynb")
    edit(project / PROFILE, f"{FIRST}.ipynb", "made_up.ipynb")


def what_stands_around_the_notebooks(project: Path) -> None:
    """The first page, title and date, the order of chapters and one that is dropped, and the design."""
    edit(project / "index.qmd", "Synthetic.", "Made up.")
    edit(project / PROFILE, 'subtitle: "Torture', 'subtitle: "Made up: torture')
    edit(project / PROFILE, "2025-06-26", "2025-06-27")
    for slug in (SECOND, FIRST):
        edit(project / PROFILE, f"    - outputs/{YEAR}/{slug}.ipynb\n", "")
    first = f"    - outputs/{YEAR}/{REGION}.ipynb\n"
    edit(project / PROFILE, first, f"    - outputs/{YEAR}/{FIRST}.ipynb\n{first}")
    edit(project / "_extensions" / "edition" / "page.typ", "\n", "\n// made up\n")


def a_typeface_that_is_gone(project: Path) -> None:
    shutil.rmtree(project / "outputs" / "fonts")


CHANGES: list[tuple[Callable[[Path], None], dict[str, str] | None]] = [
    (a_value, dict.fromkeys(NOTEBOOKS, "data changed")),
    (two_rows_that_change_places_and_a_source, dict.fromkeys(NOTEBOOKS, "data changed")),
    (what_is_of_no_chapter_of_this_edition, None),
    (a_text_cell_of_a_notebook, {FIRST: "source changed"}),
    (the_metadata_of_a_notebook, {FIRST: "source changed"}),
    (a_colour_and_a_python_file_beside_the_notebooks, dict.fromkeys(NOTEBOOKS, "source changed")),
    (the_lock_file, dict.fromkeys(NOTEBOOKS, "lock changed")),
    (a_notebook_that_is_renamed, {"made_up": "not run before"}),
    (what_stands_around_the_notebooks, {}),
    (a_typeface_that_is_gone, {}),
]
"""What is changed, and the notebooks that run after it, with the reason that is told; None if nothing is done."""


def ran(told: Iterable[str]) -> dict[str, str]:
    """Name the notebooks that ran, and why."""
    return dict(match.groups() for line in told if (match := RAN.fullmatch(line)))


def drew(told: Iterable[str]) -> tuple[int, int]:
    """Give how many charts were drawn, and how many there are."""
    return next((int(match[1]), int(match[2])) for line in told if (match := DREW.fullmatch(line)))


def chapters(project: Path) -> set[str]:
    """Name the notebooks of the edition in place."""
    return {file.stem for file in (project / "outputs" / str(YEAR)).glob("*.ipynb")}


@pytest.mark.parametrize(("make", "runs"), CHANGES, ids=[make.__name__ for make, _ in CHANGES])
def test_a_change_runs_what_it_can_show_in_and_nothing_else(
    make: Callable[[Path], None], runs: dict[str, str] | None, small: Path, tmp_path: Path
) -> None:
    project = copy_of(small, tmp_path / "project")
    make(project)
    told = told_by_build(project)
    if runs is None:
        assert told == NOTHING
        return
    assert ran(told) == runs
    kept = {line.removeprefix("kept ") for line in told if line.startswith("kept ")}
    assert kept | runs.keys() == chapters(project)
    assert not kept & runs.keys()
    assert [line for line in FORMATS if line not in told] == []
    if {*runs} == {FIRST}:  # the charts of kept notebooks are kept, but for the one on the cover
        charts = [file.name for file in (project / "figures" / str(YEAR)).glob("*.csv")]
        assert drew(told) == (sum(name.startswith(f"{FIRST}-") for name in charts) + 1, len(charts))
    assert told_by_build(project) == NOTHING


def test_many_changes_at_once_are_as_if_built_from_nothing(small: Path, tmp_path: Path) -> None:
    project = copy_of(small, tmp_path / "project")
    for make in (a_value, a_text_cell_of_a_notebook, what_stands_around_the_notebooks):
        make(project)
    told = told_by_build(project)
    assert ran(told) == {REGION: "data changed", FIRST: "source, data changed"}
    assert checksums(project) == from_nothing(project, tmp_path / "new")


def test_a_change_that_is_taken_back_leaves_the_same_edition(small: Path, tmp_path: Path) -> None:
    project = copy_of(small, tmp_path / "project")
    before = checksums(project)
    edit(project / "index.qmd", "Synthetic.", "Made up.")
    assert ran(told_by_build(project)) == {}
    assert checksums(project) != before
    edit(project / "index.qmd", "Made up.", "Synthetic.")
    told_by_build(project)
    assert checksums(project) == before


def test_what_was_changed_or_lost_in_the_edition_is_made_again(small: Path, tmp_path: Path) -> None:
    project = copy_of(small, tmp_path / "project")
    before = checksums(project)
    chart = next((project / "figures" / str(YEAR)).glob(f"{SECOND}-*.png"))
    chart.unlink()
    (project / "outputs" / str(YEAR) / f"{FIRST}.ipynb").write_text("[" * 10_000, "utf-8")
    with (project / "outputs" / str(YEAR) / f"{SECOND}.ipynb").open("ab") as stream:
        stream.write(b"\n")
    [page] = (project / "outputs" / str(YEAR)).glob("*.html")
    page.write_text("made up", encoding="utf-8")
    told = told_by_build(project)
    assert ran(told) == {FIRST: "not run before", SECOND: "its result was changed or lost"}
    assert checksums(project) == before


def test_another_program_runs_every_notebook_again(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = copy_of(small, tmp_path / "project")

    def program() -> str:
        return "0" * 64

    program.__wrapped__ = program  # type: ignore[attr-defined]
    monkeypatch.setattr(manifest, "program", program)
    assert ran(told_by_build(project)) == dict.fromkeys(NOTEBOOKS, "package changed")


def test_a_program_that_changes_while_it_runs_makes_no_edition(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = copy_of(small, tmp_path / "project")
    before = checksums(project)
    edit(project / "index.qmd", "Synthetic.", "Made up.")
    monkeypatch.setattr(manifest, "what_runs", lambda: ("0" * 64, manifest.versions()))
    with pytest.raises(BehindBarsError, match="program was changed while it ran"):
        told_by_build(project)
    assert checksums(project) == before
