"""What one change does: the notebooks that it can show in run again, no others, and all is as if made from nothing.

Each change is made in a copy of one built project. A build after it must run the notebooks that the table names, for
the reason that it names, and keep the others; what it makes is compared with a build from nothing, byte for byte.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell
from tests.conftest import DATA
from tests.small import (
    CODE,
    FIRST,
    OTHER,
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

EXHAUSTIVE = bool(os.environ.get("BEHINDBARS_EXHAUSTIVE"))
"""Whether every change is tried, each column of each table too; it takes some minutes."""
PROFILE = f"_quarto-{YEAR}.yml"
NOTEBOOKS = (REGION, FIRST, SECOND)
NOTHING = ["nothing has changed since the last build"]
FORMATS = ["wrote the HTML", "wrote the PDF", "wrote the Word edition", "wrote the data"]
RAN = re.compile(r"ran ([\w-]+): (.*)")
DREW = re.compile(r"drew (\d+) of (\d+) charts")


@dataclass(frozen=True)
class Change:
    """A change of one thing.

    Attributes
    ----------
    make : callable
        Changes it in a project; its name says what is changed.
    runs : tuple of str, optional
        The notebooks that run after it; None if nothing at all is done.
    why : str
        What the build says of them.
    always : bool
        Whether it is tried in every run.
    """

    make: Callable[[Path], object]
    runs: tuple[str, ...] | None
    why: str
    always: bool


CHANGES: list[Change] = []


def done(*runs: str, why: str = "", always: bool = False) -> Callable[..., Callable[[Path], object]]:
    """Register a change after which notebooks run and all formats are written."""
    return _registered(runs, why, always)


def nothing(*, always: bool = False) -> Callable[..., Callable[[Path], object]]:
    """Register a change of what the edition is not made from."""
    return _registered(None, "", always)


def _registered(runs: tuple[str, ...] | None, why: str, always: bool) -> Callable[..., Callable[[Path], object]]:
    def register(make: Callable[[Path], object]) -> Callable[[Path], object]:
        CHANGES.append(Change(make, runs, why, always))
        return make

    return register


@done(*NOTEBOOKS, why="data changed", always=True)
def a_value(project: Path) -> None:
    change(project, "observations", "N16", low="3", high="3", status="exact")


@done(always=True)
def a_typeface_that_is_gone(project: Path) -> None:
    shutil.rmtree(project / "outputs" / "fonts")


@done(*NOTEBOOKS, why="data changed")
def a_translation(project: Path) -> None:
    change(project, "topics", "definition", label_ru="выдумано")


@done(*NOTEBOOKS, why="data changed")
def two_rows_that_change_places(project: Path) -> None:
    heading, *rows = rows_of(project, "observations")
    write_rows(project, "observations", [heading, rows[1], rows[0], *rows[2:]])


@done(*NOTEBOOKS, why="data changed")
def a_row_that_is_deleted(project: Path) -> None:
    heading, *rows = rows_of(project, "events")
    [*_, last] = [row for row in rows if row[1] == OTHER]
    write_rows(project, "events", [heading, *(row for row in rows if row is not last)])


@done(*NOTEBOOKS, why="data changed")
def a_source(project: Path) -> None:
    edit(project / "data" / "references.bib", "title = {", "title = {Made up ")


@nothing(always=True)
def a_row_of_the_next_edition(project: Path) -> None:
    heading, *rows = rows_of(project, "observations")
    row = dict(zip(heading, next(row for row in rows if row[1] == CODE), strict=True))
    write_rows(project, "observations", [heading, *rows, (row | {"year": str(YEAR + 1)}).values()])


@nothing()
def the_data_of_a_published_edition(project: Path) -> None:
    (project / "data" / "published" / "2023").mkdir(parents=True)
    (project / "data" / "published" / "2023" / "made_up.csv").write_text("made up", "utf-8")


@done(FIRST, why="source changed", always=True)
def a_text_cell_of_a_notebook(project: Path) -> None:
    def say(notebook: NotebookNode) -> None:
        notebook.cells.append(new_markdown_cell("Made up.", id="made-up"))

    edit_notebook(project, FIRST, say)


@done(FIRST, why="source changed")
def a_code_cell(project: Path) -> None:
    edit_notebook(project, FIRST, lambda notebook: notebook.cells.pop())


@done(FIRST, why="source changed")
def metadata_of_a_notebook(project: Path) -> None:
    edit_notebook(project, FIRST, lambda notebook: notebook.metadata.update(title="made up"))


@done(*NOTEBOOKS, why="source changed")
def a_python_file_beside_the_notebooks(project: Path) -> None:
    (project / "notebooks" / "made_up.py").write_text("MADE = 'up'\n", "utf-8")


@nothing()
def a_notebook_that_is_in_no_chapter(project: Path) -> None:
    shutil.copy(project / "notebooks" / f"{FIRST}.ipynb", project / "notebooks" / "made_up.ipynb")


@done("made_up", why="not run before")
def a_notebook_that_is_renamed(project: Path) -> None:
    (project / "notebooks" / f"{FIRST}.ipynb").rename(project / "notebooks" / "made_up.ipynb")
    edit(project / PROFILE, f"{FIRST}.ipynb", "made_up.ipynb")


@done(*NOTEBOOKS, why="lock changed")
def the_lock_file(project: Path) -> None:
    with (project / "requirements.lock").open("a", encoding="utf-8") as stream:
        stream.write("# made up\n")


@done(*NOTEBOOKS, why="source changed")
def a_colour(project: Path) -> None:
    edit(project / "_brand.yml", '"#12436D"', '"#12436E"')


@done(always=True)
def the_first_page(project: Path) -> None:
    edit(project / "index.qmd", "Synthetic.", "Made up.")


@done(always=True)
def the_title(project: Path) -> None:
    edit(project / PROFILE, 'subtitle: "Torture', 'subtitle: "Made up: torture')


@done()
def the_date(project: Path) -> None:
    edit(project / PROFILE, "2025-06-26", "2025-06-27")


@done(always=True)
def a_chapter_that_is_dropped(project: Path) -> None:
    edit(project / PROFILE, f"    - outputs/{YEAR}/{SECOND}.ipynb\n", "")


@done()
def another_order_of_chapters(project: Path) -> None:
    edit(project / PROFILE, f"    - outputs/{YEAR}/{FIRST}.ipynb\n", "")
    first = f"    - outputs/{YEAR}/{REGION}.ipynb\n"
    edit(project / PROFILE, first, f"    - outputs/{YEAR}/{FIRST}.ipynb\n{first}")


@done()
def the_style_of_citations(project: Path) -> None:
    edit(project / "data" / "edition.csl", "</style>", "<!-- made up --></style>")


@done()
def the_design_of_the_pdf(project: Path) -> None:
    edit(project / "_extensions" / "edition" / "page.typ", "\n", "\n// made up\n")


@nothing(always=True)
def nothing_but_the_times_of_files(project: Path) -> None:
    for file in (*project.glob("*.*"), *(project / "data").iterdir(), *(project / "notebooks").iterdir()):
        os.utime(file, (10**9, 10**9))


def after(change: Change, project: Path) -> list[str]:
    """Make a change, build, and see that what it asks for is done, and nothing else; give what was told."""
    change.make(project)
    told = told_by_build(project)
    if change.runs is None:
        assert told == NOTHING
        return told
    assert ran(told) == dict.fromkeys(change.runs, change.why)
    kept = {line.removeprefix("kept ") for line in told if line.startswith("kept ")}
    assert kept | ran(told).keys() == chapters(project)
    assert not kept & ran(told).keys()
    assert [line for line in FORMATS if line not in told] == []
    assert told_by_build(project) == NOTHING
    return told


def ran(told: Iterable[str]) -> dict[str, str]:
    """Name the notebooks that ran, and why."""
    return dict(match.groups() for line in told if (match := RAN.fullmatch(line)))


def drew(told: Iterable[str]) -> tuple[int, int]:
    """Give how many charts were drawn, and how many there are."""
    return next((int(match[1]), int(match[2])) for line in told if (match := DREW.fullmatch(line)))


def chapters(project: Path) -> set[str]:
    """Name the notebooks of the edition in place."""
    return {file.stem for file in (project / "outputs" / str(YEAR)).glob("*.ipynb")}


TRIED = [each for each in CHANGES if EXHAUSTIVE or each.always]


@pytest.mark.parametrize("change", TRIED, ids=[each.make.__name__ for each in TRIED])
def test_a_change_runs_what_it_can_show_in_and_nothing_else(change: Change, small: Path, tmp_path: Path) -> None:
    project = copy_of(small, tmp_path / "project")
    after(change, project)
    if EXHAUSTIVE:
        assert checksums(project) == from_nothing(project, tmp_path / "new")


def test_many_changes_at_once_are_as_if_built_from_nothing(small: Path, tmp_path: Path) -> None:
    project = copy_of(small, tmp_path / "project")
    for make in (a_value, a_text_cell_of_a_notebook, the_first_page, the_title):
        make(project)
    told = told_by_build(project)
    assert ran(told) == {REGION: "data changed", FIRST: "source, data changed", SECOND: "data changed"}
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


def test_charts_of_kept_notebooks_are_kept_but_for_the_one_on_the_cover(small: Path, tmp_path: Path) -> None:
    project = copy_of(small, tmp_path / "project")
    told = after(next(each for each in CHANGES if each.make is a_text_cell_of_a_notebook), project)
    own = len([*(project / "figures" / str(YEAR)).glob(f"{FIRST}-*.csv")])
    assert drew(told) == (own + 1, len([*(project / "figures" / str(YEAR)).glob("*.csv")]))


def test_what_was_changed_or_lost_in_the_edition_is_made_again(small: Path, tmp_path: Path) -> None:
    project = copy_of(small, tmp_path / "project")
    before = checksums(project)
    chart = next((project / "figures" / str(YEAR)).glob(f"{SECOND}-*.png"))
    chart.unlink()
    with (project / "outputs" / str(YEAR) / f"{FIRST}.ipynb").open("ab") as stream:
        stream.write(b"\n")
    [page] = (project / "outputs" / str(YEAR)).glob("*.html")
    page.write_text("made up", encoding="utf-8")
    told = told_by_build(project)
    assert ran(told) == {FIRST: "its result was changed or lost"}
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
    the_first_page(project)
    monkeypatch.setattr(manifest, "what_runs", lambda: ("0" * 64, manifest.versions()))
    with pytest.raises(BehindBarsError, match="program was changed while it ran"):
        told_by_build(project)
    assert checksums(project) == before


@pytest.mark.skipif(not EXHAUSTIVE, reason="takes long")
@pytest.mark.parametrize("table", sorted(file.stem for file in DATA.glob("*.csv")))
def test_whatever_cell_is_changed_all_is_as_if_built_from_nothing(table: str, small: Path, tmp_path: Path) -> None:
    """In each column, the first cell that may be another cell of it; one build after another."""
    project = copy_of(small, tmp_path / "project")
    heading, *rows = rows_of(project, table)
    changed = [column for column in range(len(heading)) if _change_column(project, table, column)]
    assert changed or not rows
    assert checksums(project) == from_nothing(project, tmp_path / "new")


def _change_column(project: Path, table: str, column: int) -> bool:
    """Put another cell of a column in the place of one, as far as the data stay without a fault, and build."""
    heading, *rows = rows_of(project, table)
    own = [row for row in rows if {CODE, OTHER} & {*row}] or rows
    for row in own[:4]:
        cell = row[column]
        for other in list(dict.fromkeys(each[column] for each in rows if each[column] != cell))[:4]:
            row[column] = other
            write_rows(project, table, [heading, *rows])
            try:
                told_by_build(project)
                return True
            except BehindBarsError:
                row[column] = cell
                write_rows(project, table, [heading, *rows])
    return False
