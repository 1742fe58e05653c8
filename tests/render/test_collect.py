"""Chapters: what is taken out of notebooks and files."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output, new_raw_cell

from behindbars.edition import read_edition
from behindbars.errors import RenderError
from behindbars.render.collect import collect, notebook_markdown


def write(file: Path, *cells: nbformat.NotebookNode) -> Path:
    nbformat.write(nbformat.v4.new_notebook(cells=list(cells)), file)
    return file


def test_markdown_and_shown_markdown_in_order_and_nothing_else(tmp_path: Path) -> None:
    bundle = {"text/markdown": "Shown.", "text/plain": "plain", "application/vnd.vegalite.v6+json": {"a": 1}}
    parameters = new_code_cell("year = 2023", metadata={"tags": ["injected-parameters"]})
    file = write(
        tmp_path / "a.ipynb",
        new_markdown_cell("# Title\n"),
        parameters,
        new_code_cell("secret()", outputs=[new_output("execute_result", bundle, execution_count=1)]),
        new_code_cell("x", outputs=[new_output("display_data", {"text/plain": "plain only"})]),
        new_code_cell("x", outputs=[new_output("stream", text="printed")]),
        new_markdown_cell("End."),
    )
    assert notebook_markdown(file) == "# Title\n\nShown.\n\nEnd.\n"


def test_failed_cell_is_an_error(tmp_path: Path) -> None:
    output = new_output("error", ename="ValueError", evalue="synthetic", traceback=[])
    file = write(tmp_path / "a.ipynb", new_code_cell("x", outputs=[output]))
    with pytest.raises(RenderError, match="cell 1 failed: ValueError: synthetic"):
        notebook_markdown(file)


def test_raw_cell_is_an_error(tmp_path: Path) -> None:
    file = write(tmp_path / "a.ipynb", new_markdown_cell("# T"), new_raw_cell("---\ntitle: x\n---"))
    with pytest.raises(RenderError, match="cell 2 is a raw cell"):
        notebook_markdown(file)


def test_faults_of_all_chapters_are_listed(project: Path) -> None:
    (project / "outputs/2023/region.ipynb").write_text("{", encoding="utf-8")
    (project / "outputs/2023/atlantis.ipynb").unlink()
    with pytest.raises(RenderError) as error:
        collect(read_edition(project, 2023), project)
    message = str(error.value)
    assert "outputs/2023/region.ipynb: this is not a notebook" in message
    assert "outputs/2023/atlantis.ipynb: this chapter does not exist" in message
