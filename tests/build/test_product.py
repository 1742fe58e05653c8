"""An edition that lacks a chapter, a figure or an alternative text is refused."""

from datetime import date

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from behindbars.build.book import Book
from behindbars.build.product import check_product
from behindbars.errors import RenderError
from behindbars.report.display import VEGALITE_MIME

ALT = "A synthetic alternative text, long enough to be recognised where it stands."
PAGE = (
    "<h1>Synthetic title</h1><h2>Kazakhstan</h2>"
    f'<figure id="fig-synthetic"><svg role="img"><desc id="d">{ALT}</desc></svg></figure>'
)


@pytest.fixture
def notebook(tmp_path):
    bundle = {VEGALITE_MIME: {"usermeta": {"figure": "synthetic", "alt": ALT, "caption": "", "data": []}}}
    bundle["text/markdown"] = "![](figure.svg)"
    output = new_output("execute_result", bundle, execution_count=1)
    nbformat.write(new_notebook(cells=[new_code_cell("", outputs=[output])]), tmp_path / "kazakhstan.ipynb")
    return tmp_path / "kazakhstan.ipynb"


def check(tmp_path, notebook, page):
    (tmp_path / "chapter.qmd").write_text("# Kazakhstan\n", encoding="utf-8")
    book = Book(2024, "t", "s", date(2025, 6, 26), (), "en", ("chapter.qmd", notebook.name), "o", "b", "c")
    check_product([page], book, tmp_path)


def test_a_whole_page_passes(tmp_path, notebook):
    check(tmp_path, notebook, PAGE)


@pytest.mark.parametrize(
    ("page", "message"),
    [
        (PAGE.replace("Kazakhstan", "Another"), "the chapter 'Kazakhstan'"),
        (PAGE.replace("fig-synthetic", "fig-other"), "the figure synthetic of kazakhstan"),
        (PAGE.replace(ALT, ""), "the alternative text of the figure synthetic"),
    ],
)
def test_what_is_missing_is_named(tmp_path, notebook, page, message):
    with pytest.raises(RenderError, match=message):
        check(tmp_path, notebook, page)


def of_words(cell):
    notebook = new_notebook()
    notebook.cells.append(new_code_cell(cell))
    return notebook


def test_a_notebook_without_the_figures_that_it_calls_for_is_named(tmp_path):
    nbformat.write(of_words('edition.show("cascade", charts.bars(cascade))'), tmp_path / "tajikistan.ipynb")
    with pytest.raises(RenderError, match="any figure of tajikistan"):
        check(tmp_path, tmp_path / "tajikistan.ipynb", PAGE)


def test_what_a_cell_calls_for_may_be_words(tmp_path):
    notebook = of_words('edition.show("cascade", charts.bars(cascade))')
    notebook.cells[0].outputs = [new_output("display_data", {"text/markdown": "Nothing is known yet."})]
    nbformat.write(notebook, tmp_path / "tajikistan.ipynb")
    check(tmp_path, tmp_path / "tajikistan.ipynb", PAGE)


def test_a_chapter_may_be_all_words(tmp_path):
    nbformat.write(of_words("change_text.overview(edition)"), tmp_path / "what_changed.ipynb")
    check(tmp_path, tmp_path / "what_changed.ipynb", PAGE)
