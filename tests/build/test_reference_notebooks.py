"""The committed notebooks: what they hold, and that a changed figure, label or chart fails the regression check."""

import ast
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from tests.conftest import ROOT, copy_project
from tests.small import change

from behindbars.build.apart import write
from behindbars.build.book import default_year, read_book
from behindbars.build.build import make_references
from behindbars.build.notebooks import specifications
from behindbars.build.pictures import draw, draw_cover
from behindbars.build.sources import reference_notebooks
from behindbars.measures.cascade import STAGES
from behindbars.words import Words

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
COUNTRIES = {"kazakhstan", "kyrgyzstan", "tajikistan", "turkmenistan", "uzbekistan"}

every_notebook = pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)


def cells(notebook, kind):
    return [cell for cell in nbformat.read(notebook, as_version=4).cells if cell.cell_type == kind]


def test_the_notebooks_of_all_countries_and_of_the_region_are_there():
    assert {path.stem for path in NOTEBOOKS} >= COUNTRIES | {"regional_overview"}


@every_notebook
def test_a_notebook_has_one_parameters_cell_and_no_logic(notebook):
    code = cells(notebook, "code")
    assert [cell.metadata.get("tags") for cell in code].count(["parameters"]) == 1
    for cell in code:
        nodes = list(ast.walk(ast.parse(cell.source)))
        assert not [
            node for node in nodes if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.For | ast.While | ast.If)
        ]
        assert len(cell.source.splitlines()) <= 10


@every_notebook
def test_no_number_is_typed_into_prose(notebook):
    for cell in cells(notebook, "markdown"):
        assert not re.search(r"\b\d{2,}\b", cell.source), cell.source


@every_notebook
def test_every_output_is_there_and_none_is_an_error(notebook):
    for cell in cells(notebook, "code")[2:]:
        assert [output.output_type for output in cell.outputs] == ["execute_result"], cell.source


@every_notebook
def test_a_notebook_tells_nothing_of_the_machine(notebook):
    text = notebook.read_text(encoding="utf-8")
    assert str(ROOT) not in text
    assert str(Path.home()) not in text


@every_notebook
def test_every_figure_has_one_line_of_alternative_text(notebook):
    found = re.findall(r'\{#fig-([^ ]+) fig-alt="([^"\n]*)"\}', notebook_markdown(notebook))
    may_have_none = notebook.stem in ("turkmenistan", "what_changed")  # nothing is counted, nothing is drawn
    assert found or may_have_none
    for identifier, alt in found:
        assert len(alt) > 30, identifier


def notebook_markdown(notebook):
    return "\n".join(
        output.data["text/markdown"]
        for cell in cells(notebook, "code")
        for output in cell.outputs
        if "text/markdown" in output.get("data", {})
    )


@pytest.fixture(scope="module")
def referenced(tmp_path_factory):
    """Give the edition of 2024 with its notebooks as references; no test changes it."""
    folder = copy_project(tmp_path_factory.mktemp("referenced") / "project")
    write(make_references(folder, 2024)[0], folder / "notebooks")
    return folder


@pytest.mark.parametrize("slug", sorted(COUNTRIES))
def test_every_stage_is_in_the_cascade_of_every_country(referenced, slug):
    notebook = referenced / "notebooks" / f"{slug}.ipynb"
    charts = {spec["usermeta"]["figure"]: str(spec) for spec in specifications(notebook.read_bytes())}
    text = charts.get(f"{slug}-cascade") or notebook_markdown(notebook)
    names = [Words("en").say("stage", n=stage) for stage in STAGES]
    if f"{slug}-cascade" not in charts:
        names = [name.partition(" or ")[0] for name in names]  # told, each with the name of what was counted
    assert [name for name in names if name.lower() not in text.lower()] == []


@pytest.fixture
def copy(referenced, tmp_path):
    """Give a copy of what a notebook needs, whose data can be changed."""
    for name in ("data", "notebooks"):
        shutil.copytree(referenced / name, tmp_path / name)
    for name in ("_brand.yml", "_quarto.yml"):
        shutil.copy(referenced / name, tmp_path)
    return tmp_path


def regression(copy, slug):
    """Run the regression check of one notebook, and return its exit code and output."""
    command = [sys.executable, "-m", "pytest", "--nbval", "-p", "no:cacheprovider", "-q", f"notebooks/{slug}.ipynb"]
    run = subprocess.run([*command, "-o", "addopts="], cwd=copy, capture_output=True, text=True, check=False)
    return run.returncode, run.stdout


@pytest.mark.parametrize(
    ("table", "identifier", "values"),
    [
        ("observations", "N18", {"low": "18", "high": "18"}),
        ("indicators", "prosecutions", {"label_en": "prosecutions begun"}),
        ("safeguards", "Q42", {"finding_en": "Another finding."}),
    ],
    ids=["figure", "label", "finding"],
)
def test_a_changed_row_fails_the_regression_check(copy, table, identifier, values):
    if identifier == "N18":
        change(copy, "observations", "N21", low="13", high="13")
    change(copy, table, identifier, **values)
    code, output = regression(copy, "tajikistan")
    assert code == 1, output
    assert "mismatch" in output


def test_a_changed_colour_fails_the_regression_check(copy):
    brand = copy / "_brand.yml"
    text = brand.read_text(encoding="utf-8")
    blue = re.search(r'blue: "(#\w+)"', text)[1]
    brand.write_text(text.replace(blue, "#12436E"), encoding="utf-8")
    code, output = regression(copy, "kazakhstan")
    assert code == 1, output
    assert "vegalite" in output


def test_the_unchanged_copy_passes(copy):
    code, output = regression(copy, "turkmenistan")
    assert code == 0, output


def test_every_chart_of_the_references_is_committed_byte_for_byte():
    year = default_year(ROOT)
    notebooks = reference_notebooks(ROOT, read_book(ROOT, year))
    specs = [spec for notebook in notebooks for spec in specifications(notebook.read_bytes())]
    drawn = draw_cover(specs[0])
    for spec in specs:
        drawn |= draw(spec)
    committed = {chart.name: chart.read_bytes() for chart in (ROOT / "figures" / str(year)).glob("*.svg")}
    drawn = {name: content for name, content in drawn.items() if name.endswith(".svg")}
    assert drawn.keys() == committed.keys()
    assert [name for name in drawn if drawn[name] != committed[name]] == []
