"""What one change does: the steps that depend on it are done again, no others, and all is as if made from nothing.

Each change is made in a copy of one built project. A build after it must do the steps that the table names, no
more and no fewer, and draw the charts that have another specification. What it makes is compared with a build from
nothing, byte for byte.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from nbformat.notebooknode import NotebookNode

from behindbars.errors import BehindBarsError
from tests.conftest import DATA
from tests.small import (
    CODE,
    FIRST,
    OTHER,
    REGION,
    SECOND,
    YEAR,
    charts_changed,
    checksums,
    done_by_build,
    edit,
    edit_notebook,
    from_nothing,
    rows_of,
    write_rows,
)

EXHAUSTIVE = bool(os.environ.get("BEHINDBARS_EXHAUSTIVE"))
"""Whether every change is tried, each column of each table too; it takes some minutes."""
PROFILE = f"_quarto-{YEAR}.yml"
NOTEBOOKS = {REGION, FIRST, SECOND}
SHEETS = {f"fact sheet {FIRST}", f"fact sheet {SECOND}"}
READ = {"document", "HTML", "PDF", "Word"}
TABLES = {"workbook", "data"}
BOTH = NOTEBOOKS | SHEETS | TABLES
TYPEFACE = "typeface of the page"
"""It is cut anew where a change brings or takes away a character."""


@dataclass(frozen=True)
class Change:
    """A change of one thing.

    Attributes
    ----------
    what : str
        What is changed.
    make : callable
        Changes it in a project.
    done : set of str
        The steps that are done after it, beside the charts that have another specification.
    redrawn : bool
        Whether all charts are drawn again, whatever their specification.
    always : bool
        Whether it is tried in every run.
    """

    what: str
    make: Callable[[Path], None]
    done: frozenset[str]
    redrawn: bool = False
    always: bool = False


CHANGES: list[Change] = []


def change(*done: set[str] | str, redrawn: bool = False, always: bool = False) -> Callable[..., Callable[[Path], None]]:
    """Register a change, and the steps that it asks for."""
    steps = frozenset().union(*({each} if isinstance(each, str) else each for each in done))

    def register(make: Callable[[Path], None]) -> Callable[[Path], None]:
        CHANGES.append(Change(make.__name__.replace("_", " "), make, steps, redrawn, always))
        return make

    return register


def put(project: Path, table: str, column: str, text: str, **where: str) -> None:
    """Overwrite a cell of the first row that has some cells."""
    heading, *rows = rows_of(project, table)
    for row in rows:
        cells = dict(zip(heading, row, strict=True))
        if all(cells[name] == value for name, value in where.items()):
            row[heading.index(column)] = text
            break
    else:
        raise LookupError(f"{table}: no row with {where}")
    write_rows(project, table, [heading, *rows])


@change(REGION, FIRST, f"fact sheet {FIRST}", TABLES, READ, always=True)
def a_value_of_one_country(project: Path) -> None:
    for column, text in (("low", "3"), ("high", "3"), ("status", "exact")):
        put(project, "observations", column, text, country=CODE, indicator="officials_convicted", year="2024")


@change(REGION, FIRST, f"fact sheet {FIRST}", TABLES)
def a_note_that_these_chapters_do_not_show(project: Path) -> None:
    put(project, "observations", "note", "A made-up note.", country=CODE)


@change(REGION, FIRST, f"fact sheet {FIRST}", TABLES)
def two_rows_of_a_country_that_change_places(project: Path) -> None:
    heading, *rows = rows_of(project, "observations")
    first, second = [n for n, row in enumerate(rows) if row[1] == CODE][:2]
    rows[first], rows[second] = rows[second], rows[first]
    write_rows(project, "observations", [heading, *rows])


@change(REGION, TABLES)
def two_rows_of_two_countries_that_change_places(project: Path) -> None:
    """No chapter of one country sees it."""
    heading, *rows = rows_of(project, "observations")
    first = next(n for n, row in enumerate(rows) if row[1] == OTHER) - 1
    rows[first], rows[first + 1] = rows[first + 1], rows[first]
    write_rows(project, "observations", [heading, *rows])


@change(REGION, SECOND, f"fact sheet {SECOND}", TABLES)
def a_row_that_is_added(project: Path) -> None:
    heading, *rows = rows_of(project, "events")
    like = dict(zip(heading, next(row for row in rows if row[1] == OTHER), strict=True))
    write_rows(project, "events", [heading, *rows, [*(like | {"id": "D99", "date": "2024-05"}).values()]])


@change(REGION, SECOND, f"fact sheet {SECOND}", TABLES)
def a_row_that_is_deleted(project: Path) -> None:
    heading, *rows = rows_of(project, "events")
    [*_, last] = [row for row in rows if row[1] == OTHER]
    write_rows(project, "events", [heading, *(row for row in rows if row is not last)])


@change(REGION, TABLES)
def a_value_of_a_country_without_a_chapter(project: Path) -> None:
    put(project, "observations", "note", "A made-up note.", country="UZB")


@change(REGION, FIRST, f"fact sheet {FIRST}", TABLES, always=True)
def a_translation(project: Path) -> None:
    put(project, "safeguards", "finding_ru", "Выдумано.", country=CODE)


@change(BOTH)
def a_translation_that_belongs_to_all(project: Path) -> None:
    put(project, "topics", "label_ru", "выдумано")


@change(BOTH, READ)
def a_label_that_belongs_to_all(project: Path) -> None:
    put(project, "topics", "label_en", "made-up label", id="definition")


@change(REGION, FIRST, f"fact sheet {FIRST}", TABLES, READ)
def a_source_of_one_country(project: Path) -> None:
    file = project / "data" / "references.bib"
    text = file.read_text("utf-8")
    place = text.index("title = {", text.index("{24kg2018,")) + len("title = {")
    file.write_text(f"{text[:place]}Made up {text[place:]}", "utf-8")


@change(REGION, "data", "workbook")
def a_reason_why_a_number_of_the_text_is_no_datum(project: Path) -> None:
    put(project, "labels", "reason", "Made up.")


@change(REGION, TABLES)
def an_answer(project: Path) -> None:
    """What was asked of the edition as a whole is in no chapter of one country."""
    put(project, "answers", "name", "Made Up", question="threefold/X21")


@change(REGION, SECOND, f"fact sheet {SECOND}", TABLES)
def a_correction(project: Path) -> None:
    heading, *rows = rows_of(project, "corrections")
    cells = ("K1", "2024", "observations", "N23", OTHER, "Made up.", "Made up.", "Made Up", "2025-07-01")
    write_rows(project, "corrections", [heading, *rows, cells])


@change("data")
def a_file_beside_the_tables(project: Path) -> None:
    (project / "data" / "made_up.txt").write_text("made up", "utf-8")


@change("data")
def a_file_beside_the_tables_that_is_gone(project: Path) -> None:
    (project / "data" / "LICENSE.md").unlink()


@change("data", READ)
def the_style_of_citations(project: Path) -> None:
    edit(project / "data" / "edition.csl", "</style>", "<!-- made up --></style>")


@change(FIRST, READ, "data", always=True)
def a_text_cell_of_a_notebook(project: Path) -> None:
    edit_notebook(project, FIRST, lambda notebook: _say(notebook, "# Kyrgyzstan, made up"))


def _say(notebook: NotebookNode, text: str) -> None:
    next(cell for cell in notebook.cells if cell.cell_type == "markdown").source = text


@change(FIRST, "document", "HTML", "data")
def a_code_cell_that_shows_the_same(project: Path) -> None:
    def comment(notebook: NotebookNode) -> None:
        notebook.cells[-1].source += "\n# made up"

    edit_notebook(project, FIRST, comment)


@change(FIRST, READ, "data")
def a_code_cell_that_shows_something_else(project: Path) -> None:
    edit_notebook(project, FIRST, lambda notebook: notebook.cells.pop())


@change(FIRST)
def metadata_of_a_notebook(project: Path) -> None:
    edit_notebook(project, FIRST, lambda notebook: notebook.metadata.update(title="made up"))


@change(NOTEBOOKS)
def a_python_file_beside_the_notebooks(project: Path) -> None:
    (project / "notebooks" / "made_up.py").write_text("MADE = 'up'\n", "utf-8")


@change(set())
def a_notebook_that_is_in_no_chapter(project: Path) -> None:
    shutil.copy(project / "notebooks" / f"{FIRST}.ipynb", project / "notebooks" / "made_up.ipynb")


@change("made_up", "fact sheet made_up", SHEETS - {f"fact sheet {FIRST}"}, READ, TABLES)
def a_notebook_that_is_renamed(project: Path) -> None:
    (project / "notebooks" / f"{FIRST}.ipynb").rename(project / "notebooks" / "made_up.ipynb")
    edit(project / PROFILE, f"{FIRST}.ipynb", "made_up.ipynb")


@change(READ)
def the_first_page(project: Path) -> None:
    edit(project / "index.qmd", "Synthetic.", "Made up.")


@change(READ)
def the_page_of_sources(project: Path) -> None:
    edit(project / "sources.qmd", ". ", "  . ")


@change(set())
def a_page_that_is_in_no_chapter(project: Path) -> None:
    edit(project / "method.qmd", "# Method", "# Made up")


@change(NOTEBOOKS, SHEETS, "HTML", "PDF", "Word", "document", "data", redrawn=True, always=True)
def a_colour(project: Path) -> None:
    edit(project / "_brand.yml", '"#12436D"', '"#12436E"')


@change(SHEETS, READ, TABLES)
def a_comment_in_the_shared_configuration(project: Path) -> None:
    edit(project / "_quarto.yml", "# The book", "# the book")


@change(SHEETS, READ, TABLES, always=True)
def the_title(project: Path) -> None:
    edit(project / PROFILE, 'subtitle: "Torture', 'subtitle: "Made up: torture')


@change(SHEETS, READ, TABLES)
def the_date(project: Path) -> None:
    edit(project / PROFILE, "2025-06-26", "2025-06-27")


@change(f"fact sheet {FIRST}", READ, TABLES, always=True)
def a_chapter_that_is_dropped(project: Path) -> None:
    edit(project / PROFILE, f"    - outputs/{YEAR}/{SECOND}.ipynb\n", "")


@change(SHEETS, READ, TABLES, "cover")
def another_order_of_chapters(project: Path) -> None:
    edit(project / PROFILE, f"    - outputs/{YEAR}/{FIRST}.ipynb\n", "")
    first = f"    - outputs/{YEAR}/{REGION}.ipynb\n"
    edit(project / PROFILE, first, f"    - outputs/{YEAR}/{FIRST}.ipynb\n{first}")


@change("PDF")
def the_design_of_the_pdf(project: Path) -> None:
    edit(project / "_extensions" / "edition" / "page.typ", "\n", "\n// made up\n")


@change(SHEETS)
def the_design_of_the_fact_sheets(project: Path) -> None:
    edit(project / "_extensions" / "edition" / "factsheet.typ", "\n", "\n// made up\n")


@change(set())
def what_only_quarto_reads(project: Path) -> None:
    edit(project / "_extensions" / "edition" / "edition.scss", "\n", "\n// made up\n")


@change(set(), always=True)
def nothing_but_the_times_of_files(project: Path) -> None:
    for file in (*project.glob("*.*"), *(project / "data").iterdir(), *(project / "notebooks").iterdir()):
        os.utime(file, (10**9, 10**9))


def charts_of(project: Path) -> set[str]:
    """Name the steps that draw charts."""
    return {"cover", *(f"chart {file.stem}" for file in (project / "figures" / str(YEAR)).glob("*.json"))}


def after(change: Change, project: Path) -> None:
    """Make a change, build, and see that what it asks for is done, and nothing else."""
    before = checksums(project)
    change.make(project)
    done = done_by_build(project)
    drawn = {step for step in done if step.startswith("chart ") or step == "cover"}
    specs = charts_changed(before, checksums(project))
    expected = charts_of(project) if change.redrawn else specs
    assert drawn - {"cover"} == expected - {"cover"}, change.what
    assert done.keys() - drawn - {TYPEFACE} == change.done - {"cover"}, change.what
    assert "cover" not in change.done or "cover" in drawn
    assert done_by_build(project) == {}, f"{change.what}: nothing was left to do"


TRIED = [each for each in CHANGES if EXHAUSTIVE or each.always]


@pytest.mark.parametrize("change", TRIED, ids=[each.what for each in TRIED])
def test_a_change_asks_for_what_depends_on_it_and_for_nothing_else(change, small, tmp_path):
    project = tmp_path / "project"
    shutil.copytree(small, project)
    after(change, project)
    if EXHAUSTIVE:
        assert checksums(project) == from_nothing(project, tmp_path / "new")


def test_a_change_that_is_taken_back_asks_for_nothing(small, tmp_path):
    project = tmp_path / "project"
    shutil.copytree(small, project)
    before = checksums(project)
    edit(project / "index.qmd", "Synthetic.", "Made up.")
    edit(project / "_extensions" / "edition" / "factsheet.typ", "\n", "\n// made up\n")
    assert done_by_build(project).keys() == SHEETS | READ
    edit(project / "index.qmd", "Made up.", "Synthetic.")
    edit(project / "_extensions" / "edition" / "factsheet.typ", "\n// made up\n", "\n")
    assert done_by_build(project) == {}
    assert checksums(project) == before


def test_many_changes_at_once_are_as_if_built_from_nothing(small, tmp_path):
    project = tmp_path / "project"
    shutil.copytree(small, project)
    for each in CHANGES:
        if each.always and each.what != "a chapter that is dropped":
            each.make(project)
    assert done_by_build(project).keys() >= NOTEBOOKS | SHEETS | READ | TABLES
    assert checksums(project) == from_nothing(project, tmp_path / "new")


@pytest.mark.skipif(not EXHAUSTIVE, reason="takes long")
@pytest.mark.parametrize("table", sorted(file.stem for file in DATA.glob("*.csv")))
def test_whatever_cell_is_changed_all_is_as_if_built_from_nothing(table, small, tmp_path):
    """In each column, the first cell that may be another cell of it; one build after another."""
    project = tmp_path / "project"
    shutil.copytree(small, project)
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
                done_by_build(project)
                return True
            except BehindBarsError:
                row[column] = cell
                write_rows(project, table, [heading, *rows])
    return False
