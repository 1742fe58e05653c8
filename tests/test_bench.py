"""The benchmark: its made-up grid is valid, marked as made up and runs; its changes are changes."""

import csv

from bench.grid import grow
from bench.made_up import CODES, LAST_YEAR, write_project
from bench.run import change_value, workbench

from behindbars.package import load
from tests.conftest import ROOT


def test_the_grid_is_valid_and_marked(tmp_path):
    package = load(write_project(tmp_path / "grid", 3, 2) / "data")
    assert [*package.years] == [LAST_YEAR - 1, LAST_YEAR]
    assert len(package.frames["countries"]) == 3 + 1
    assert package.frames["countries"]["name_en"].str.contains("Synthetic").all()
    assert all("Synthetic" in source.short_title for source in package.references.values())
    assert not {*load(ROOT / "data").frames["countries"]["iso3"]} & {*CODES}


def test_the_grid_runs(tmp_path):
    marks = grow(tmp_path / "grid", 2, 1)
    assert [done for done, _, _ in marks] == [1, 2]
    for code in CODES[:2]:
        chapter = (tmp_path / "grid" / "outputs" / str(LAST_YEAR) / f"{code.lower()}.ipynb").read_text("utf-8")
        assert f"# Synthetic {code}" in chapter


def test_a_changed_value_is_one_and_leaves_the_data_valid(tmp_path):
    project = workbench(tmp_path / "project")
    before = _values(project)
    change_value(project)
    assert sum(one != other for one, other in zip(before, _values(project), strict=True)) == 1
    load(project / "data")


def _values(project):
    with (project / "data" / "observations.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))
