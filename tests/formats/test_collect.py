"""Chapters: what is taken out of notebooks and files."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output, new_raw_cell

from behindbars.build.book import read_book
from behindbars.build.formats.collect import collect, notebook_markdown
from behindbars.errors import RenderError
from behindbars.report.display import VEGALITE_MIME


def write(file: Path, *cells: nbformat.NotebookNode) -> Path:
    nbformat.write(nbformat.v4.new_notebook(cells=list(cells)), file)
    return file


@pytest.mark.parametrize(
    ("cell", "fault"),
    [
        (new_code_cell("x", outputs=[new_output("stream", text="printed")]), "cell 1 prints 'printed'"),
        (new_code_cell("x", outputs=[new_output("display_data", {"text/plain": "p"})]), "cell 1 shows text/plain"),
        (
            new_code_cell("x", outputs=[new_output("display_data", {"text/markdown": "m", "text/html": "h"})]),
            "cell 1 shows text/html, text/markdown",
        ),
        (new_code_cell("#| output: false\nx"), r"cell 1 has an option for Quarto \(#\| output:\)"),
        (new_code_cell("x", metadata={"tags": ["hide-output"]}), r"cell 1 has an option for Quarto \(hide-output\)"),
    ],
)
def test_what_quarto_would_show_in_another_way_is_an_error(
    tmp_path: Path, cell: nbformat.NotebookNode, fault: str
) -> None:
    with pytest.raises(RenderError, match=fault):
        notebook_markdown(write(tmp_path / "a.ipynb", cell))


@pytest.mark.parametrize(
    "bundle",
    [
        {"image/svg+xml": "<svg/>", "text/plain": "alt.Chart(...)"},
        {"image/png": "aGk=", "text/plain": "<Figure>"},
        {VEGALITE_MIME: {"mark": "bar"}, "text/plain": "alt.Chart(...)"},
        {"application/vnd.vegalite.v5+json": {"mark": "bar"}, "text/html": "<div/>"},
        {VEGALITE_MIME: {"mark": "bar", "usermeta": {"synthetic": 1}}, "text/markdown": "m"},
    ],
    ids=["altair", "matplotlib", "specification", "other-version", "beside-markdown"],
)
def test_a_chart_without_its_words_is_refused_with_what_to_do(project: Path, bundle: dict[str, object]) -> None:
    bare = new_code_cell("chart", outputs=[new_output("execute_result", bundle, execution_count=1)])
    write(project / "outputs/2023/atlantis.ipynb", new_markdown_cell("# Atlantis"), bare)
    with pytest.raises(RenderError) as error:
        collect(read_book(project, 2023), project)
    assert (
        "  outputs/2023/atlantis.ipynb: cell 2 shows a chart without its words; "
        'show it with edition.show("name", chart, caption="…", alt="…")'
    ) in str(error.value)


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
        collect(read_book(project, 2023), project)
    message = str(error.value)
    assert "outputs/2023/region.ipynb: this is not a notebook" in message
    assert "outputs/2023/atlantis.ipynb: this chapter does not exist" in message
