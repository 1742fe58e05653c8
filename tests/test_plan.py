"""Each step has what it is made from, and nothing else."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from fnmatch import fnmatch
from pathlib import Path

import pytest
from nbformat.notebooknode import NotebookNode

from behindbars.edition import read_edition
from behindbars.errors import RunError
from behindbars.plan import Plan
from behindbars.steps.maker import inputs, key
from behindbars.steps.step import Step
from tests.small import CODE, FIRST, OTHER, REGION, SECOND, edit, edit_notebook

GIVEN = {"year": 2024, "lang": "en", "data": "../../data", "figures": "../../figures"}
CONFIGURATION = {"_quarto.yml", "_quarto-2024.yml"}


def all_steps(plan: Plan) -> dict[str, Step]:
    """Give every step of an edition that was made, by its name."""
    executed = {file.name: file.read_bytes() for file in (plan._folder / "outputs" / "2024").glob("*.ipynb")}
    rendered = (plan.document(), plan.page(), plan.pdf(), plan.word(), plan.workbook(), plan.archive())
    steps = [*plan.notebooks(GIVEN), *plan.charts(executed), *plan.sheets(), *rendered]
    assert len({step.name for step in steps}) == len(steps)
    return {step.name: step for step in steps}


@pytest.fixture
def planned(small: Path, tmp_path: Path) -> Callable[[], dict[str, Step]]:
    """Plan the small edition as it is in a folder of its own."""
    shutil.copytree(small, tmp_path / "project")

    def plan() -> dict[str, Step]:
        project = tmp_path / "project"
        return all_steps(Plan(project, read_edition(project, 2024), project))

    return plan


def outside(step: Step, *patterns: str) -> list[str]:
    """Name the files of a step that no pattern covers."""
    return [name for name in step.files if not any(fnmatch(name, pattern) for pattern in patterns)]


def test_each_step_has_what_it_reads_and_nothing_else(planned):
    steps = planned()
    chapters = ("index.qmd", "sources.qmd", "outputs/2024/*.ipynb")
    citations = ("data/references.bib", "data/edition.csl")
    for slug in (REGION, FIRST, SECOND):
        assert not outside(
            steps[slug], f"notebooks/{slug}.ipynb", "_brand.yml", "data/*.csv", "data/*.json", citations[0]
        )
    drawn = [step for name, step in steps.items() if name.startswith("chart ") or name == "cover"]
    assert len(drawn) == 4
    assert not [name for step in drawn for name in outside(step, "chart.json")]
    for slug in (FIRST, SECOND):
        sheet = steps[f"fact sheet {slug}"]
        design = "_extensions/edition/factsheet.typ"
        assert not outside(sheet, *CONFIGURATION, "_brand.yml", design, "data/*.csv", "data/*.json", citations[0])
    assert not outside(steps["document"], *CONFIGURATION, *chapters, *citations, "figures/2024/*.svg")
    assert set(steps["document"].files.values()) >= {b"-"}, "which is no chart: where it stands is all that counts"
    assert not [name for name in steps["PDF"].files if "-narrow" in name or name.endswith((".png", ".csv", ".ipynb"))]
    assert not [name for name in steps["Word"].files if "-narrow" in name or name.endswith((".csv", ".ipynb"))]
    assert "_extensions/edition/factsheet.typ" not in steps["PDF"].files
    assert not outside(steps["workbook"], *CONFIGURATION, "data/*.csv", "data/datapackage.json", citations[0])
    assert not outside(steps["data"], *CONFIGURATION, "data/*", "outputs/*.ipynb", "outputs/*.xlsx", "figures/*")


def test_a_notebook_sees_the_rows_of_its_own_country(planned):
    steps = planned()
    for slug, own, other in ((FIRST, CODE, OTHER), (SECOND, OTHER, CODE)):
        table = steps[slug].files["data/observations.csv"].decode("utf-8")
        assert f",{own}," in table
        assert f",{other}," not in table


def test_how_long_a_notebook_may_run_says_nothing_of_what_it_shows(small, tmp_path):
    plan = Plan(small, read_edition(small, 2024), tmp_path)
    short, long = (plan.notebooks(GIVEN, limit) for limit in (1, 600))
    assert [key(step) for step in short] == [key(step) for step in long]
    assert {step.limit for step in short} == {1}


def test_every_step_says_all_that_its_key_is_made_of(planned):
    for step in planned().values():
        told = inputs(step)
        described = {name.partition(",")[0] for name in step.parts}
        assert told.keys() >= step.files.keys() - described | step.parts.keys() | step.code.keys()
        assert step.parts or not described


def test_two_charts_with_one_name_are_an_error(small, tmp_path):
    plan = Plan(small, read_edition(small, 2024), tmp_path)
    content = (small / "outputs" / "2024" / f"{FIRST}.ipynb").read_bytes()
    with pytest.raises(RunError, match=f"Figure {FIRST}-cascade is in a.ipynb and in b.ipynb"):
        plan.charts({"a.ipynb": content, "b.ipynb": content})


def keys(steps: dict[str, Step]) -> dict[str, str]:
    return {name: key(step) for name, step in steps.items()}


def test_the_date_of_an_edition_counts_for_what_is_dated_by_it(planned, tmp_path):
    before = keys(planned())
    edit(tmp_path / "project" / "_quarto-2024.yml", "2025-06-26", "2025-06-27")
    now = keys(planned())
    same = {name for name in now if now[name] == before[name]}
    assert same >= {REGION, FIRST, SECOND, "cover", f"chart {FIRST}-cascade"}
    assert not same & {"PDF", "HTML", "Word", "workbook", "data", f"fact sheet {FIRST}"}


def test_a_notebook_counts_the_code_that_it_imports(planned, tmp_path):
    def import_more(notebook: NotebookNode) -> None:
        notebook.cells[-1].source += "\nimport behindbars.comparison.pages\nimport typst"

    before = planned()
    edit_notebook(tmp_path / "project", FIRST, import_more)
    now = planned()
    new = now[FIRST].code.keys() - before[FIRST].code.keys()
    assert new >= {"behindbars/comparison/pages.py", "typst"}
    assert now[SECOND].code == before[SECOND].code


def test_steps_can_be_told_to_any_machine(planned):
    for step in planned().values():
        assert json.loads(json.dumps(step.arguments)) == step.arguments
        assert all(isinstance(content, bytes) for content in step.files.values())
        assert not [name for name in step.files if name.startswith("/") or ".." in name or "\\" in name]
