"""A small project, made up for the tests: every figure in it is synthetic."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from PIL import Image
from tests.formats.rendering import render_pdf

from behindbars.build.book import read_book
from behindbars.report.display import VEGALITE_MIME

ROOT = Path(__file__).parents[2]
ALT = 'Synthetic: 4 of 10 <units> & "more", a range'
SVG = """<svg role="img" aria-labelledby="{id}-title {id}-description" xmlns="http://www.w3.org/2000/svg" \
xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 {width} 200" width="{width}" height="200">\
<title id="{id}-title">{caption}</title><desc id="{id}-description">{alt}</desc>\
<defs><clipPath id="clip0"><rect width="400" height="100"/></clipPath></defs>\
<rect width="400" height="40" y="30" fill="#12436D" clip-path="url(#clip0)"/>\
<text x="10" y="150" font-family="Fira Sans" font-weight="600">Synthetic chart</text></svg>
"""
REFERENCES = """@online{synthetic_statement,
  author = {{Synthetic Organisation}}, title = {{A synthetic statement}}, shorttitle = {{Statement}},
  date = {2023-06-26}, url = {https://example.org/statement}, urldate = {2024-02-03},
}
@online{synthetic_context,
  author = {{Another Synthetic Body}}, title = {{A synthetic report}}, shorttitle = {{Report 2018}},
  date = {2018-05}, note = {page title not recorded},
}
"""
SHARED = """profile:
  default: "2023"
book:
  title: "Synthetic Title, Made Up"
lang: en
bibliography: data/references.bib
csl: data/edition.csl
"""
PROFILE = """edition:
  signatories: ["First Synthetic Signatory", "Second Synthetic Signatory"]
book:
  subtitle: "A synthetic subtitle"
  date: "2023-06-26"
  output-file: synthetic-2023
  chapters:
    - index.qmd
    - outputs/2023/region.ipynb
    - outputs/2023/atlantis.ipynb
    - sources.qmd
"""
INDEX = """# Reading

See @tbl-edition and, elsewhere, @fig-atlantis-bars; [the sources](sources.qmd) come last.

::: {.callout-note title="The statement’s own figures"}
Synthetic.
:::

::: {.callout-note .context title="Context from other public sources"}
Synthetic context [@synthetic_context, para. 7].
:::
"""
SOURCES = "# Sources\n\nSynthetic.\n\n::: {#refs}\n:::\n"


def drawn(identifier: str, caption: str = "A synthetic figure", table: str = "") -> nbformat.NotebookNode:
    """Make a cell that shows a chart, as the notebooks of the project do."""
    markdown = figure(identifier, caption) + (f"\n\n{table}" if table else "")
    meta = {"figure": identifier, "caption": caption, "alt": ALT, "data": [{"value": 4}]}
    spec = {"title": {"text": ["A synthetic", "finding: 4 of 10"]}, "usermeta": meta}
    data = {"text/markdown": markdown, VEGALITE_MIME: spec, "text/plain": "hidden text"}
    return new_code_cell("hidden_code()", outputs=[new_output("display_data", data)])


def shown(*markdown: str) -> list[nbformat.NotebookNode]:
    """Make cells whose code shows Markdown, beside plain text that must not be seen."""
    return [
        new_code_cell(
            "hidden_code()",
            outputs=[new_output("display_data", {"text/markdown": text, "text/plain": "hidden text"})],
        )
        for text in markdown
    ]


def figure(identifier: str, caption: str = "A synthetic figure") -> str:
    alt = ALT.replace('"', "”")
    return f'![{caption}](../../figures/2023/{identifier}.svg){{#fig-{identifier} fig-alt="{alt}"}}'


def table(identifier: str, rows: int = 2) -> str:
    body = "\n".join(
        f"| Stage {row} | {row} | Statement [-@synthetic_statement, {{K{row}}}] |" for row in range(1, rows + 1)
    )
    dashes = "|:------------------------------|---------:|:------------------------------------------|"
    return f"| Stage | Value | Source |\n{dashes}\n{body}\n\n: Synthetic values {{#tbl-{identifier}}}"


def write_notebook(file: Path, *cells: nbformat.NotebookNode) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    notebook = new_notebook(cells=list(cells))
    for number, cell in enumerate(notebook.cells):
        cell.id = f"cell-{number}"
    nbformat.write(notebook, file)


def write_chart(project: Path, identifier: str) -> None:
    file = project / "figures" / "2023" / f"{identifier}.svg"
    file.parent.mkdir(parents=True, exist_ok=True)
    alt = ALT.replace('"', "”").replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    width = 304 if identifier.endswith("-narrow") else 624
    file.write_text(SVG.format(id=identifier, width=width, caption="A synthetic figure", alt=alt), encoding="utf-8")
    Image.new("P", (2 * width, 400)).save(file.with_suffix(".png"))
    file.with_suffix(".csv").write_text("stage,value\nҚазақстан & #1,4\n", encoding="utf-8")


def make_project(project: Path) -> Path:
    for name in ("_brand.yml", "_extensions", "data/edition.csl"):
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copyfile
        copy(ROOT / name, project / name)
    (project / ".cache").mkdir()
    for name, text in {
        "_quarto.yml": SHARED,
        "_quarto-2023.yml": PROFILE,
        "data/references.bib": REFERENCES,
        "index.qmd": INDEX,
        "sources.qmd": SOURCES,
    }.items():
        (project / name).write_text(text, encoding="utf-8")
    outputs = project / "outputs" / "2023"
    write_notebook(
        outputs / "region.ipynb",
        new_markdown_cell("# The region\n\nSynthetic, see @fig-region-grid and [@fig-region-grid; @tbl-edition]."),
        *shown(table("edition")),
        new_markdown_cell("## Finding\n\nA finding^[A synthetic note.] [-@synthetic_statement, {K3}]."),
        drawn("region-grid"),
        drawn("region-second"),
    )
    write_notebook(
        outputs / "atlantis.ipynb",
        new_markdown_cell("# Atlantis\n\n## Finding\n\nSynthetic **bold** and *italic* text, ‘Қазақстан’."),
        drawn("atlantis-bars", "Bars [-@synthetic_statement, {K1}]"),
        *shown(table("long", rows=70)),
    )
    for identifier in ("region-grid", "region-second", "atlantis-bars", "cover"):
        write_chart(project, identifier)
        write_chart(project, f"{identifier}-narrow")
    return project


@pytest.fixture(scope="session")
def shared_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project that no test changes."""
    return make_project(tmp_path_factory.mktemp("project"))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of the test's own."""
    return make_project(tmp_path)


@pytest.fixture(scope="session")
def pdf_file(shared_project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The PDF of the project that no test changes."""
    out = tmp_path_factory.mktemp("pdf") / "out.pdf"
    render_pdf(read_book(shared_project, 2023), shared_project, out)
    return out


@pytest.fixture
def make_pdf(project: Path, tmp_path: Path) -> Callable[[], Path]:
    """Render the project as the test has changed it."""

    def made() -> Path:
        out = tmp_path / "out.pdf"
        render_pdf(read_book(project, 2023), project, out)
        return out

    return made


def append(project: Path, markdown: str) -> None:
    """Add Markdown to the end of a project's second chapter."""
    file = project / "outputs" / "2023" / "region.ipynb"
    notebook = nbformat.read(file, as_version=4)
    notebook.cells.append(new_markdown_cell(markdown, id="added"))
    nbformat.write(notebook, file)


@pytest.fixture
def add(project: Path) -> Callable[[str], None]:
    """Add Markdown to the project of the test."""
    return partial(append, project)
