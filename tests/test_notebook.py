"""Notebooks as files: what is no notebook is one message, what is written tells nothing of the machine."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from behindbars.errors import ProjectError
from behindbars.notebook import read_notebook, write_notebook


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
