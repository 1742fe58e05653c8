"""What the documents show can be typed, and the pictures that they show are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from IPython.core.interactiveshell import InteractiveShell

from behindbars.report.display import Figure
from tests.conftest import ROOT

DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
PYTHON = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?!https?:)([^)#]+)")


def test_the_page_on_charts_can_be_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT / "notebooks")
    cells = PYTHON.findall((ROOT / "docs" / "charts.md").read_text("utf-8"))
    shell = InteractiveShell()
    shown = []
    for cell in cells:
        result = shell.run_cell(cell)
        result.raise_error()
        shown.append(result.result)
    figures = [one for one in shown if isinstance(one, Figure)]
    assert len(cells) >= 5
    assert [figure.id for figure in figures] == [
        "kazakhstan-cascade",
        "kazakhstan-cascade",
        "kazakhstan-my-complaints",
        "kazakhstan-register",
    ]
    assert figures[1].headline == "Four convictions for 347 complaints"
    assert figures[1].spec["config"]["bar"]["fill"] == figures[1].phone["config"]["bar"]["fill"] == "#7A1E1E"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda file: file.name)
def test_what_a_document_links_to_is_there(document: Path) -> None:
    links = LINK.findall(document.read_text("utf-8"))
    assert [link for link in links if not (document.parent / link).exists()] == []
