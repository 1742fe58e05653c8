"""Notebooks as files: what is no notebook is one message, what is written tells nothing of the machine."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from tests.running import notebook

from behindbars.build.notebooks import (
    check_parameters,
    declared_parameters,
    provenance_of,
    read_notebook,
    set_parameter,
    source_of,
    write_notebook,
)
from behindbars.errors import ParameterError, ProjectError


@pytest.mark.parametrize("content", [b"", b"not json", b"[]", b'{"a": 1}', "{}".encode("utf-16")])
def test_what_is_no_notebook_is_one_message(tmp_path, content):
    path = tmp_path / "kazakhstan.ipynb"
    path.write_bytes(content)
    with pytest.raises(ProjectError, match=r"kazakhstan\.ipynb in .* is no readable notebook"):
        read_notebook(path)


def test_what_is_written_has_no_trace_of_run_or_machine(tmp_path):
    cell = new_code_cell("1", metadata={"tags": ["injected-parameters"], "execution": {"started": "12:00"}})
    notebook = new_notebook(cells=[cell], metadata={"papermill": {"input_path": str(tmp_path)}})
    write_notebook(notebook, tmp_path / "out.ipynb", {"data": "synthetic"})
    assert b"\r" not in (tmp_path / "out.ipynb").read_bytes()
    written = nbformat.read(tmp_path / "out.ipynb", as_version=4)
    assert set(written.metadata) == {"kernelspec", "language_info", "behindbars"}
    assert provenance_of(tmp_path / "out.ipynb") == {"data": "synthetic"}
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
        ("# year = 2023\nyear = 2024", "# year = 2023\nyear = 2025"),
        ("other = 2024", "other = 2024"),
    ],
)
def test_a_parameter_is_set_and_all_else_stays(source, changed):
    cells = [new_code_cell("year = 1"), new_code_cell(source, metadata={"tags": ["parameters"]})]
    notebook = new_notebook(cells=cells)
    set_parameter(notebook, "year", 2025)
    assert [cell.source for cell in notebook.cells] == ["year = 1", changed]


def test_an_unknown_parameter_names_the_nearest_one(tmp_path):
    with pytest.raises(ParameterError, match="no parameter 'yaer': did you mean year"):
        check_parameters(notebook(tmp_path / "a.ipynb"), {"yaer": 2024})


def test_all_faulty_parameters_are_listed_at_once(tmp_path):
    with pytest.raises(ParameterError) as caught:
        check_parameters(notebook(tmp_path / "a.ipynb"), {"yaer": 2024, "lang": 7, "year": "2024"})
    assert str(caught.value).count("\n") == 2


def test_a_notebook_without_a_parameters_cell_is_refused(tmp_path):
    nbformat.write(new_notebook(cells=[new_code_cell("year = 2024")]), tmp_path / "a.ipynb")
    with pytest.raises(ProjectError, match="exactly one cell tagged 'parameters'; it has 0"):
        check_parameters(tmp_path / "a.ipynb", {})


def test_a_parameters_cell_that_computes_is_refused(tmp_path):
    with pytest.raises(ProjectError, match="only plain values"):
        declared_parameters(notebook(tmp_path / "a.ipynb", parameters="year = 2000 + len('x')"))


def test_what_a_run_showed_is_not_the_source_of_a_notebook(tmp_path):
    notebook = new_notebook(cells=[new_markdown_cell("# Synthetic", id="a"), new_code_cell("1", id="b")])
    nbformat.write(notebook, tmp_path / "a.ipynb")
    before = source_of(tmp_path / "a.ipynb", 2024)
    notebook.cells[1].update(outputs=[new_output("stream", text="synthetic")], execution_count=3)
    nbformat.write(notebook, tmp_path / "a.ipynb")
    assert source_of(tmp_path / "a.ipynb", 2024) == before


def test_the_default_year_is_not_the_source_of_a_notebook(tmp_path):
    sources = []
    for year in (2024, 2025):
        notebook(tmp_path / "a.ipynb", parameters=f"year = {year}  # of the edition")
        sources.append(source_of(tmp_path / "a.ipynb", 2024))
    assert sources[0] == sources[1]
    assert b"year = 2024  # of the edition" in sources[1]
