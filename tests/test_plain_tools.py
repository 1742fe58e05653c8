"""A notebook of the edition with the tools that everybody has: papermill, nbconvert, pandas, Altair; and in a build."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
import pytest
from nbformat.v4 import new_code_cell

from behindbars.build import build
from tests.conftest import copy_project, keep_one_chapter
from tests.small import edit_notebook

SECONDS = 300
"""How long a notebook may take on a busy machine."""
NOTEBOOK = "notebooks/kazakhstan.ipynb"
OWN = [
    'import pandas as pd\n\npd.read_csv("../data/events.csv").head(3)[["id", "date", "kind"]]',
    """import altair as alt

complaints = edition.observations.query("indicator == 'complaints' and year == 2024 and low.notna()")
bars = alt.Chart(complaints).mark_bar().encode(x="low:Q", y="breakdown:N")
edition.show("my-chart", bars, caption="Synthetic caption.", alt="Synthetic: 347 complaints.")""",
]
"""Cells of an analyst: a table read by the path that works in JupyterLab, and a chart."""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project, to which nothing is built, with a notebook of few cells."""
    project = copy_project(tmp_path_factory.mktemp("plain") / "project")

    def shorten(notebook: nbformat.NotebookNode) -> None:
        kept = ("country =", "open_edition", "trends(")
        notebook.cells = [cell for cell in notebook.cells if any(word in cell.source for word in kept)]

    edit_notebook(project, "kazakhstan", shorten)
    return project


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Run a tool of Jupyter's in a folder."""
    environment = {**os.environ, "PYTHONWARNINGS": "ignore"}
    return subprocess.run(
        [sys.executable, "-m", *command],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )


def papermill(folder: Path, notebook: str, out: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return run(folder, "papermill", notebook, str(out), "--no-progress-bar", *options)


def texts(path: Path) -> str:
    """Give all Markdown that a notebook shows, and see that it holds a chart."""
    outputs = [output for cell in nbformat.read(path, as_version=4).cells for output in cell.get("outputs", [])]
    shown: list[dict[str, Any]] = [output.data for output in outputs if "data" in output]
    assert any("vegalite" in mime for data in shown for mime in data)
    return "\n".join(data.get("text/markdown", "") for data in shown)


@pytest.mark.parametrize(
    ("folder", "notebook", "options"),
    [
        (".", NOTEBOOK, ["-p", "year", "2024"]),
        ("notebooks", "kazakhstan.ipynb", ["-p", "country", "UZB"]),
    ],
    ids=["project", "notebooks"],
)
def test_papermill_runs_a_notebook_from_anywhere_in_the_project(
    project: Path, tmp_path: Path, folder: str, notebook: str, options: list[str]
) -> None:
    done = papermill(project / folder, notebook, tmp_path / "out.ipynb", *options)
    assert done.returncode == 0, done.stderr
    assert texts(tmp_path / "out.ipynb").startswith("# Uzbekistan" if "UZB" in options else "# Kazakhstan")


def test_nbconvert_runs_a_notebook(project: Path, tmp_path: Path) -> None:
    done = run(project, "jupyter", "nbconvert", "--to", "notebook", "--execute", NOTEBOOK, f"--output-dir={tmp_path}")
    assert done.returncode == 0, done.stderr
    assert texts(tmp_path / "kazakhstan.ipynb").startswith("# Kazakhstan")


def test_the_last_line_of_papermill_names_what_was_meant(project: Path, tmp_path: Path) -> None:
    done = papermill(project, NOTEBOOK, tmp_path / "out.ipynb", "-p", "yaer", "2024")
    assert done.returncode != 0
    said = "ParameterError: The notebook has no parameter 'yaer': did you mean 'year'?"
    assert done.stderr.strip().splitlines()[-1] == said


def test_what_an_analyst_writes_in_a_notebook_is_in_the_edition(tmp_path: Path) -> None:
    project = keep_one_chapter(copy_project(tmp_path / "project"), "kazakhstan")

    def write_own(notebook: nbformat.NotebookNode) -> None:
        notebook.cells += [new_code_cell(source, id=f"own-{number}") for number, source in enumerate(OWN)]

    edit_notebook(project, "kazakhstan", write_own)
    build(project, 2024, renderer="embedded")
    assert (project / "figures" / "2024" / "kazakhstan-my-chart.svg").is_file()
    page = (project / "outputs" / "2024" / "behind-bars-2024.html").read_text(encoding="utf-8")
    assert "Synthetic caption." in page
    first = pd.read_csv(project / "data" / "events.csv").iloc[0]
    assert re.search(rf">{first['id']}</th>\s*<td[^>]*>{first['date']}</td>", page)
