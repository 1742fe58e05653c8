"""The benchmark: its made-up grid is valid and marked as made up, and its table compares like with like."""

import csv
import json
from pathlib import Path

import pytest
from bench.made_up import CODES, LAST_YEAR, write_project
from bench.table import Row, compare, printed
from bench.ways import AGAIN, BUILD, CHARTS, EDITION, FLOOR, PAPERMILL, RUN
from bench.workbench import change_chart, change_text, change_value

from behindbars.dataset import load
from behindbars.edition import read_edition
from behindbars.plan import Plan
from tests.conftest import PROJECT, copy_project
from tests.running import cells_of, outcome_of


@pytest.fixture
def grid(tmp_path):
    return write_project(tmp_path / "grid", 3, 2)


def test_the_grid_is_valid_and_marked(grid):
    dataset = load(grid / "data")
    assert [*dataset.years] == [LAST_YEAR - 1, LAST_YEAR]
    assert len(dataset.countries) == 3 + 1
    assert all("Synthetic" in country.name_en for country in dataset.countries.values())
    assert all("Synthetic" in source.short_title for source in dataset.references.values())
    real = load(PROJECT / "data").countries
    assert not real.keys() & set(CODES)


def test_a_country_year_of_the_grid_runs(grid):
    plan = Plan(grid, read_edition(grid, LAST_YEAR), grid)
    steps = plan.notebooks({"year": LAST_YEAR, "data": "../../data", "figures": "../../figures"})
    assert len(steps) == 3
    outcome = outcome_of(steps[0])
    assert "Synthetic XX" in cells_of(outcome)[0]["source"][0]
    assert len(plan.charts(outcome)) >= 3


def test_ratios_are_of_pairs_and_of_what_makes_the_same():
    rows = [
        Row(CHARTS, FLOOR, [1, 10, 2]),
        Row(CHARTS, RUN, [2, 10, 6]),
        Row(CHARTS, PAPERMILL, [4, 40, 12]),
        Row(EDITION, PAPERMILL, [8, 50, 20]),
        Row(EDITION, BUILD, [4, 5, 5]),
        Row(AGAIN, f"{BUILD}, nothing changed", [1, 1, 1]),
    ]
    found = {(one.row.scope, one.row.name): one for one in compare(rows)}
    run = found[CHARTS, RUN]
    assert (run.floor, run.papermill, run.build) == (2, 0.5, None)
    assert found[EDITION, BUILD].papermill == 0.25
    assert found[AGAIN, f"{BUILD}, nothing changed"].build == 0.2
    assert found[CHARTS, PAPERMILL].papermill is None
    assert len(printed(compare(rows)).splitlines()) == 1 + len(rows)


def test_changes_are_changes_and_leave_the_project_valid(tmp_path):
    project = copy_project(tmp_path / "project")
    before = _values(project)
    change_value(project)
    assert sum(one != other for one, other in zip(before, _values(project), strict=True)) == 1
    load(project / "data")
    notebooks = {file: file.read_text("utf-8") for file in (project / "notebooks").glob("*.ipynb")}
    change_text(project)
    changed = [file for file, text in notebooks.items() if file.read_text("utf-8") != text]
    assert len(changed) == 1
    assert json.loads(changed[0].read_text("utf-8"))["nbformat"] == 4


def test_a_changed_chart_function_is_still_python(tmp_path):
    module = tmp_path / "behindbars" / "charts" / "bars.py"
    module.parent.mkdir(parents=True)
    before = Path(PROJECT / "src" / "behindbars" / "charts" / "bars.py").read_text("utf-8")
    module.write_text(before, "utf-8")
    change_chart(tmp_path)
    assert module.read_text("utf-8") != before
    compile(module.read_text("utf-8"), module.name, "exec")


def _values(project):
    with (project / "data" / "observations.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))
