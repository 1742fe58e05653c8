"""Quarto is found, judged by its version, and what it says reaches the user."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from behindbars.build.formats.quarto import Quarto, find_quarto, make
from behindbars.build.project import FONTS
from behindbars.errors import RenderError
from behindbars.fonts import FACES, FAMILY

ROOT = Path(__file__).parents[2]
MAKES_THE_BOOK = """mkdir -p outputs/2023/book
cat > outputs/2023/book/index.html << END
$@ <h1>Reading</h1> <h1>The region</h1> <h1>Atlantis</h1> <h1>Sources</h1>
<p id="fig-region-grid"> <p id="fig-region-second"> <p id="fig-atlantis-bars">
<img alt="Synthetic: 4 of 10 &lt;units&gt; &amp; ”more”, a range">
END
echo "$SOURCE_DATE_EPOCH" > outputs/2023/book/synthetic-2023.pdf
"""


def fake(folder: Path, body: str, version: str = "1.9.38") -> Path:
    folder.mkdir(exist_ok=True)
    file = folder / "quarto"
    file.write_text(f'#!/bin/sh\nif [ "$1" = --version ]; then echo {version}; exit; fi\n{body}', encoding="utf-8")
    file.chmod(0o755)
    return file


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is first on the PATH, on a machine without Quarto."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.delenv("QUARTO_PATH", raising=False)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    return folder


def test_without_quarto_there_is_none(bare: Path) -> None:
    assert find_quarto() is None
    with pytest.raises(RenderError, match=r"Install Quarto 1\.9 or newer"):
        find_quarto(required=True)


def test_found_on_the_path(bare: Path) -> None:
    file = fake(bare, "")
    assert find_quarto() == Quarto(str(file), "1.9.38")


def test_named_one_comes_before_the_path(bare: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake(bare, "")
    file = fake(tmp_path / "own", "", version="1.10.1")
    monkeypatch.setenv("QUARTO_PATH", str(file))
    assert find_quarto() == Quarto(str(file), "1.10.1")


def test_named_one_that_is_not_there_is_an_error(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUARTO_PATH", "/nowhere/quarto")
    with pytest.raises(RenderError, match=r"QUARTO_PATH is '/nowhere/quarto', which is no program"):
        find_quarto()


def test_too_old_is_passed_over_unless_it_is_asked_for(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = fake(bare, "", version="1.8.27")
    assert find_quarto() is None
    with pytest.raises(RenderError, match=r"Quarto 1\.8\.27; 1\.9 or newer is needed"):
        find_quarto(required=True)
    monkeypatch.setenv("QUARTO_PATH", str(file))
    with pytest.raises(RenderError, match=r"1\.9 or newer is needed"):
        find_quarto()


def test_renders_the_profile_of_the_year_with_the_edition_s_date(bare: Path, project: Path) -> None:
    made = make(project, year=2023, path=str(fake(bare, MAKES_THE_BOOK)))
    assert list(made) == ["book/index.html", "synthetic-2023.pdf"]
    assert made["book/index.html"].startswith(b"render --profile 2023 ")
    assert made["synthetic-2023.pdf"] == b"1687737600\n"  # 2023-06-26, midnight UTC


def test_is_given_the_finding_of_the_cover(bare: Path, project: Path) -> None:
    file = project / "_quarto-2023.yml"
    before = file.read_text(encoding="utf-8")
    make(project, year=2023, path=str(fake(bare, MAKES_THE_BOOK)))
    profile = yaml.safe_load(file.read_text(encoding="utf-8"))
    assert profile["cover"]["finding"] == "A synthetic finding: 4 of 10"
    assert profile["book"].pop("cover-image") == "figures/2023/cover.svg"
    # As it stands between quotes in Markdown.
    assert profile["book"].pop("cover-image-alt") == "Synthetic: 4 of 10 <units> &amp; ”more”, a range"
    assert profile["book"] == yaml.safe_load(before)["book"]


def test_failure_repeats_what_quarto_said_last(bare: Path, project: Path) -> None:
    quarto = fake(bare, "seq 100; echo 'ERROR: synthetic' >&2; exit 3")
    with pytest.raises(RenderError) as error:
        make(project, year=2023, path=str(quarto))
    lines = str(error.value).splitlines()
    assert "exit code 3" in lines[0]
    assert lines[-1].strip() == "ERROR: synthetic"
    assert "  5" not in lines


def test_missing_file_is_a_failure(bare: Path, project: Path) -> None:
    with pytest.raises(RenderError, match=r"without making outputs/2023/book/index\.html"):
        make(project, year=2023, path=str(fake(bare, "exit 0")))


def test_every_file_of_the_design_that_quarto_is_given_is_there() -> None:
    extension = ROOT / "_extensions" / "edition"
    design = yaml.safe_load((extension / "_extension.yml").read_text(encoding="utf-8"))["contributes"]["formats"]
    formats = yaml.safe_load((ROOT / "_quarto.yml").read_text(encoding="utf-8"))["format"]
    files = [extension / name for name in design["typst"]["template-partials"]]
    files += [extension / entry["path"] for entry in design["typst"]["filters"]]
    files += [ROOT / theme for theme in formats["html"]["theme"] if Path(theme).suffix]
    assert [file for file in files if not file.is_file()] == []


def test_no_page_of_quarto_asks_another_machine_for_a_typeface() -> None:
    """The theme's style sheet would, and the family would be the browser's own (seen with a real Quarto)."""
    brand = yaml.safe_load((ROOT / "_brand.yml").read_text(encoding="utf-8"))["typography"]
    [fonts] = brand["fonts"]
    assert (fonts["family"], fonts["source"]) == (FAMILY, "file")
    assert not any(letter.isdigit() for letter in FAMILY)
    # Quarto publishes them under this name, and what begins with a dot is not published.
    paths = [file["path"] for file in fonts["files"]]
    assert paths == [f"{FONTS}/{face.file}" for face in FACES]
    assert not any(part.startswith(".") for path in paths for part in Path(path).parts)
    styles = (ROOT / "_extensions" / "edition" / "edition.scss").read_text(encoding="utf-8")
    defaults, _ = styles.split("/*-- scss:rules --*/")
    assert defaults.startswith("/*-- scss:defaults --*/\n")
    family = f'"{FAMILY}", system-ui, sans-serif;'
    for line in ("$web-font-path: false;", f"$font-family-base: {family}", f"$headings-font-family: {family}"):
        assert line in defaults.splitlines()
    for place in ("_quarto.yml", "_extensions/edition/_extension.yml", "_extensions/edition/edition.scss"):
        text = (ROOT / place).read_text(encoding="utf-8")
        assert "//" not in re.sub(r"^\s*(//|#).*$", "", text, flags=re.MULTILINE), f"{place} names another machine"
