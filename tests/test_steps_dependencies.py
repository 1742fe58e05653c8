"""What each step of this package depends on: never less than it loads, and no more than it needs."""

import json
from pathlib import Path

import pytest

from behindbars.dependencies import Package
from behindbars.imports import imports
from behindbars.libraries import UNKNOWN, libraries

from .loaded import distributions_of, loaded_by

PROJECT = Path(__file__).parent.parent
SRC = PROJECT / "src"
NOTEBOOKS = sorted((PROJECT / "notebooks").glob("*.ipynb"))
LUA = "behindbars/render/callouts.lua"


@pytest.fixture(scope="module")
def real() -> Package:
    """The package itself."""
    return Package()


def cells(notebook: Path) -> list[str]:
    content = json.loads(notebook.read_text(encoding="utf-8"))
    return ["".join(cell["source"]) for cell in content["cells"] if cell["cell_type"] == "code"]


def source(notebook: Path) -> str:
    return "\n".join(cells(notebook))


ALIKE: dict[tuple[str, ...], list[Path]] = {}
"""The notebooks by what they import."""
for _notebook in NOTEBOOKS:
    ALIKE.setdefault(tuple(imports(source(_notebook).encode())), []).append(_notebook)


@pytest.mark.parametrize(
    "entry",
    [
        "behindbars.export",
        "behindbars.render.pdf",
        "behindbars.render.web",
        "behindbars.render.factsheets",
        "behindbars.workbook",
        "behindbars.country_figures",
        "behindbars.region_text",
        "behindbars.publishing.publish",
        "behindbars.cli",
    ],
)
def test_all_that_a_module_loads_is_among_what_it_depends_on(real, entry):
    loaded = loaded_by(f"import {entry}", SRC)
    found = real.code([entry])
    own = {Path(file).relative_to(SRC).as_posix() for name, file in loaded.items() if name.startswith("behindbars")}
    assert f"{entry.replace('.', '/')}.py" in own or entry == "behindbars.cli"
    assert own <= found.files.keys()
    versions = libraries(found.outside)
    assert distributions_of(loaded) <= versions.keys()
    assert UNKNOWN not in versions.values()


@pytest.mark.parametrize("notebooks", ALIKE.values(), ids=lambda notebooks: notebooks[0].stem)
def test_all_that_notebooks_load_when_they_run_is_among_what_they_depend_on(real, notebooks, tmp_path):
    found = real.notebook_code(source(notebooks[0]))
    code = (
        f"import os\nos.environ['IPYTHONDIR'] = {str(tmp_path)!r}\n"
        "from contextlib import redirect_stdout\nfrom io import StringIO\n"
        "from IPython.core.interactiveshell import InteractiveShell\nwith redirect_stdout(StringIO()):\n"
        f"    for cells in {[cells(notebook) for notebook in notebooks]!r}:\n"
        "        shell = InteractiveShell()\n"
        "        for cell in cells:\n            shell.run_cell(cell, store_history=False).raise_error()"
    )
    loaded = loaded_by(code, SRC, notebooks[0].parent)
    own = {Path(file).relative_to(SRC).as_posix() for name, file in loaded.items() if name.startswith("behindbars")}
    assert "behindbars/chapter.py" in own
    assert own <= found.files.keys()
    assert distributions_of(loaded) <= libraries(found.outside | {"ipykernel"}).keys()
    assert {"altair", "bibtexparser"} <= distributions_of(loaded)


def test_no_notebook_depends_on_what_makes_editions_of_it(real):
    for notebook in NOTEBOOKS:
        found = real.notebook_code(source(notebook)).files
        for folder in ("publishing", "worksheet", "audit", "cli", "render", "templates"):
            assert not [label for label in found if label.startswith(f"behindbars/{folder}/")]
        for module in ("build", "export", "run", "manifest", "dependencies"):
            assert f"behindbars/{module}.py" not in found


def test_only_the_notebook_of_the_region_depends_on_what_it_says(real):
    for notebook in NOTEBOOKS:
        code = source(notebook)
        found = real.notebook_code(code).files
        assert ("behindbars/region_text.py" in found) == ("region_text" in code)
        assert ("behindbars/region_figures.py" in found) == ("region_figures" in code)
        assert "behindbars/country_text.py" in found


def test_a_filter_counts_for_renderers_and_for_no_notebook(real):
    for name in ("pdf", "web", "word", "document"):
        assert LUA in real.code([f"behindbars.render.{name}"]).files
    for entry in ("behindbars.export", "behindbars.run", "behindbars.workbook"):
        assert LUA not in real.code([entry]).files
    for notebook in NOTEBOOKS:
        assert LUA not in real.notebook_code(source(notebook)).files


def test_no_step_imports_what_it_does_not_name(real):
    steps = ("export", "run", "workbook", "archive", "render.pdf", "render.web", "render.word", "render.factsheets")
    for name in (*steps, "render.quarto", "render.document", "comparison.pages"):
        assert "*" not in real.code([f"behindbars.{name}"]).outside
