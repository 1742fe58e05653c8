"""The filter that Quarto runs, under Pandoc with a stand-in for what Quarto gives it."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from behindbars.build.formats.pandoc import bundled

FILTER = Path(__file__).parents[2] / "_extensions" / "edition" / "edition.lua"
STAND_IN = """
quarto = {
  doc = { file_metadata = function() return %(file)s end },
  utils = {
    file_metadata_filter = function() return {} end,
    combineFilters = function(filters) return filters[2] end,
  },
}
return dofile(%(filter)r)
"""
CHAPTER = (
    '{ file = { bookItemType = "chapter", bookItemFile = "outputs/2023/kz.ipynb", resourceDir = "outputs/2023" } }'
)


def filtered(folder: Path, markdown: str, file: str = "nil") -> str:
    stand_in = folder / "stand-in.lua"
    stand_in.write_text(STAND_IN % {"file": file, "filter": str(FILTER)}, encoding="utf-8")
    done = subprocess.run(
        [bundled(), "--from=markdown", "--to=typst", "--wrap=none", f"--lua-filter={stand_in}"],
        input=markdown,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize(
    ("markdown", "typst"),
    [
        ("A [Қазақстан]{lang=kk} word", 'A #text(lang: "kk")[Қазақстан] word'),
        ("one\\... two\\.\\.\\.\\.", "one\\.\\.\\. two\\.\\.\\.\\."),
        ("a.b.c. d", "a.b.c. d"),
        ("::: {#refs}\n:::", "#sources["),
    ],
)
def test_what_quarto_would_lose_reaches_typst(tmp_path: Path, markdown: str, typst: str) -> None:
    assert typst in filtered(tmp_path, markdown)


def test_a_part_opens_with_the_call_of_the_design(tmp_path: Path) -> None:
    assert (
        filtered(tmp_path, "# The countries", '{ file = { bookItemType = "part" } }').strip() == "#part[The countries]"
    )


@pytest.mark.parametrize("target", ["kz.ipynb", "../../outputs/2023/kz.ipynb"])
def test_a_link_to_a_chapter_leads_to_its_heading(tmp_path: Path, target: str) -> None:
    assert "#link(<kz>)" in filtered(tmp_path, f"# Synthetic {{#kz}}\n\nSee [the chapter]({target}).", CHAPTER)


def test_a_link_to_elsewhere_stays(tmp_path: Path) -> None:
    shown = filtered(tmp_path, "# Synthetic {#kz}\n\nSee [it](https://example.org/kz.ipynb).", CHAPTER)
    assert '#link("https://example.org/kz.ipynb")' in shown
