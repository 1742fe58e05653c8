"""A new year and a new country are begun by one command each."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.yearly.killing import left_by_the_killed

from behindbars.build import read_book
from behindbars.build.notebooks import declared_parameters
from behindbars.build.project import settle
from behindbars.cli import main
from behindbars.errors import ParameterError, ProjectError
from behindbars.package import load
from behindbars.yearly.beginning import add_country, begin_year


def everything(project: Path) -> dict[str, bytes]:
    return {
        str(file.relative_to(project)): file.read_bytes()
        for file in project.rglob("*")
        if file.is_file() and ".cache" not in file.parts
    }


def test_a_new_year_has_what_an_edition_needs(project: Path) -> None:
    before = everything(project)
    written = {str(file.relative_to(project)) for file in begin_year(project, 2025)}
    assert written == {"_quarto-2025.yml", "data/references.bib", "notebooks/what_changed.ipynb"}
    after = everything(project)
    assert {name for name in after if after[name] != before.get(name)} == written
    edition = read_book(project, 2025)
    assert edition.subtitle == "Torture in Central Asia in 2025: draft, to be completed"
    assert edition.signatories == ("To be completed",)
    assert [Path(name).stem for name in edition.chapters][:4] == [
        "index",
        "regional_overview",
        "what_changed",
        "kazakhstan",
    ]
    assert all("outputs/2025/" in name for name in edition.chapters if name.endswith(".ipynb"))
    package = load(project / "data")
    assert package.years == (2024, 2025)
    assert not package.frames["observations"]["year"].eq(2025).any()
    assert package.statements[2025].key == "statement2026"
    assert declared_parameters(project / "notebooks" / "what_changed.ipynb")["year"] == 2025


def test_twice_changes_nothing(project: Path) -> None:
    begin_year(project, 2025)
    before = everything(project)
    assert begin_year(project, 2025) == []
    assert everything(project) == before


def test_a_year_that_exists_is_left_alone(project: Path) -> None:
    before = everything(project)
    result = CliRunner().invoke(main, ["--project", str(project), "new-year", "2024"])
    assert (result.exit_code, result.output) == (0, "The edition of 2024 exists and was left alone.\n")
    assert everything(project) == before


def test_a_year_before_the_last_edition_is_refused(project: Path) -> None:
    with pytest.raises(ParameterError, match=r"The last edition is that of 2024; .* not of 2023"):
        begin_year(project, 2023)


def test_years_are_left_out_on_purpose_only(project: Path) -> None:
    before = everything(project)
    with pytest.raises(ParameterError, match=r"the next one is that of 2025, not of 2035"):
        begin_year(project, 2035)
    assert everything(project) == before
    begin_year(project, 2027, skip=True)
    assert load(project / "data").years == (2024, 2027)


def test_a_key_that_is_taken_is_refused(project: Path) -> None:
    references = project / "data" / "references.bib"
    text = references.read_text("utf-8")
    references.write_text(text.replace("{joint2019,", "{statement2026,"), "utf-8")
    for table in ("observations", "events"):
        file = project / "data" / f"{table}.csv"
        file.write_text(file.read_text("utf-8").replace(",joint2019,", ",statement2026,"), "utf-8")
    before = everything(project)
    with pytest.raises(ProjectError, match="has an entry 'statement2026' already"):
        begin_year(project, 2025)
    assert everything(project) == before


def test_a_disk_that_refuses_leaves_everything_as_it_was(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = everything(project)
    replace = Path.replace

    def refuse(self: Path, target: Path) -> Path:
        if Path(target).name == "_quarto-2025.yml":
            raise OSError(28, "No space left on device")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", refuse)
    result = CliRunner().invoke(main, ["--project", str(project), "new-year", "2025"])
    assert result.exit_code == 1
    assert "The disk is full" in result.output
    assert everything(project) == before


def add_row(project: Path, country: str = "country") -> None:
    with (project / "data" / "countries.csv").open("a", encoding="utf-8") as stream:
        stream.write(f"XXF,freedonia,{country},F,Synthetic country,,,,,,\n")


def test_a_country_is_added_by_a_row_and_a_notebook(project: Path) -> None:
    add_row(project)
    written = {str(file.relative_to(project)) for file in add_country(project, "XXF", 2024)}
    assert written == {"notebooks/freedonia.ipynb", "_quarto-2024.yml"}
    chapters = [Path(name).stem for name in read_book(project, 2024).chapters]
    assert chapters[chapters.index("uzbekistan") + 1] == "freedonia"
    assert declared_parameters(project / "notebooks" / "freedonia.ipynb")["country"] == "XXF"
    before = everything(project)
    assert add_country(project, "XXF", 2024) == []
    assert everything(project) == before


def test_a_profile_keeps_its_line_endings(project: Path) -> None:
    add_row(project)
    profile = project / "_quarto-2024.yml"
    lines = profile.read_text("utf-8").splitlines()
    kept = lines[: lines.index("    - outputs/2024/uzbekistan.ipynb") + 1]
    profile.write_bytes("\r\n".join(kept).encode())
    add_country(project, "XXF", 2024)
    assert profile.read_bytes().startswith("\r\n".join(kept).encode())
    assert profile.read_bytes().endswith(b"uzbekistan.ipynb\n    - outputs/2024/freedonia.ipynb\n")
    assert read_book(project, 2024).chapters[-1] == "outputs/2024/freedonia.ipynb"


def test_a_part_gets_the_chapter_on_changes(project: Path) -> None:
    profile = project / "_quarto-2024.yml"
    text = profile.read_text("utf-8")
    first, second = "    - outputs/2024/regional_overview.ipynb\n", "    - outputs/2024/kazakhstan.ipynb\n"
    part = "    - part: Synthetic\n      chapters:\n    " + first + "    " + second
    profile.write_text(text.replace(first + second, part), "utf-8")
    begin_year(project, 2025)
    [found] = read_book(project, 2025).parts
    assert [Path(name).stem for name in found.chapters] == ["regional_overview", "what_changed", "kazakhstan"]


def test_a_country_without_a_row_is_refused(project: Path) -> None:
    with pytest.raises(ParameterError, match="There is no country 'XXF' in the data"):
        add_country(project, "XXF", 2024)
    with pytest.raises(ParameterError, match="XCA is the region"):
        add_country(project, "XCA", 2024)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork")
def test_killed_before_any_step_a_new_year_is_begun_or_not_begun(project: Path) -> None:
    old, seen = everything(project), []
    for left in left_by_the_killed(project, partial(begin_year, project, 2025)):
        settle(left)
        seen.append(len(everything(left)) - len(old))
        if seen[-1]:
            assert "what_changed" in (left / "_quarto-2025.yml").read_text("utf-8")
            assert "edition 2025" in (left / "data" / "references.bib").read_text("utf-8")
        else:
            assert everything(left) == old
    assert set(seen) == {0, 2}
    assert seen.count(0) > 4
    assert seen.count(2) > 4
    assert load(left / "data").years == (2024, 2025)
