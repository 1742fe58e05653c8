"""Notebooks as files: what is no notebook is one message, what is written tells nothing of the machine."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from behindbars.errors import ProjectError
from behindbars.notebook import read_notebook, set_parameter, write_notebook


@pytest.mark.parametrize("content", [b"", b"not json", b"[]", b'{"a": 1}', "{}".encode("utf-16")])
def test_what_is_no_notebook_is_one_message(tmp_path, content):
    path = tmp_path / "kazakhstan.ipynb"
    path.write_bytes(content)
    with pytest.raises(ProjectError, match=r"kazakhstan\.ipynb in .* is no readable notebook"):
        read_notebook(path)


def test_a_missing_notebook_is_named(tmp_path):
    with pytest.raises(ProjectError, match=r"gone\.ipynb does not exist"):
        read_notebook(tmp_path / "gone.ipynb")


def test_what_is_written_has_no_trace_of_run_or_machine(tmp_path):
    cell = new_code_cell("1", metadata={"tags": ["injected-parameters"], "execution": {"started": "12:00"}})
    notebook = new_notebook(cells=[cell], metadata={"papermill": {"input_path": str(tmp_path)}})
    write_notebook(notebook, tmp_path / "out.ipynb")
    assert b"\r" not in (tmp_path / "out.ipynb").read_bytes()
    written = nbformat.read(tmp_path / "out.ipynb", as_version=4)
    assert set(written.metadata) == {"kernelspec", "language_info"}
    assert written.cells[0].id == "injected-parameters"
    assert set(written.cells[0].metadata) == {"tags"}


@pytest.mark.parametrize(
    ("source", "changed"),
    [
        ("year = 2024", "year = 2025"),
        (
            'country = "KAZ"\nyear = 2024  # of the edition\nlang = "en"',
            'country = "KAZ"\nyear = 2025  # of the edition\nlang = "en"',
        ),
        ("'год'; year = (\n    2024\n)\nother = 2024", "'год'; year = (\n    2025\n)\nother = 2024"),
        ("other = 2024", "other = 2024"),
    ],
)
def test_a_parameter_is_set_and_all_else_stays(source, changed):
    cells = [new_code_cell("year = 1"), new_code_cell(source, metadata={"tags": ["parameters"]})]
    notebook = new_notebook(cells=cells)
    set_parameter(notebook, "year", 2025)
    assert [cell.source for cell in notebook.cells] == ["year = 1", changed]
