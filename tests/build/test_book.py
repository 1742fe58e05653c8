"""The books of a project: what is read, and what is refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

from behindbars.brand import read_brand
from behindbars.build.book import Part, available_years, default_year, read_book, with_default_year
from behindbars.errors import ProjectError

ROOT = Path(__file__).parents[2]
SHARED = """profile: {default: "2023"}
book: {title: Synthetic title}
lang: en
bibliography: data/references.bib
csl: data/edition.csl
"""
PROFILE = """edition:
  signatories: [First Synthetic Signatory, Second Synthetic Signatory]
book:
  subtitle: Synthetic subtitle
  date: 2023-06-26
  output-file: synthetic-2023
  chapters: [index.qmd, outputs/2023/atlantis.ipynb]
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "_quarto.yml").write_text(SHARED, encoding="utf-8")
    (tmp_path / "_quarto-2023.yml").write_text(PROFILE, encoding="utf-8")
    return tmp_path


def test_profile_is_laid_over_what_editions_share(project: Path) -> None:
    book = read_book(project, 2023)
    assert (book.title, book.subtitle) == ("Synthetic title", "Synthetic subtitle")
    assert book.date == date(2023, 6, 26)
    assert book.signatories == ("First Synthetic Signatory", "Second Synthetic Signatory")
    assert book.chapters == ("index.qmd", "outputs/2023/atlantis.ipynb")
    assert book.output_file == "synthetic-2023"


def test_quoted_date_is_a_date_too(project: Path) -> None:
    (project / "_quarto-2023.yml").write_text(PROFILE.replace("2023-06-26", '"2023-06-26"'), encoding="utf-8")
    assert read_book(project, 2023).date == date(2023, 6, 26)


def test_missing_year_names_those_that_there_are(project: Path) -> None:
    (project / "_quarto-2021.yml").write_text(PROFILE, encoding="utf-8")
    assert available_years(project) == [2021, 2023]
    with pytest.raises(ProjectError, match=r"no edition 2024. Editions: 2021, 2023.*behindbars new-year 2024"):
        read_book(project, 2024)


def test_every_fault_is_listed(project: Path) -> None:
    broken = PROFILE.replace("2023-06-26", "in June").replace("atlantis.ipynb", "atlantis.docx")
    broken = broken.replace("output-file: synthetic-2023", "output-file: ''")
    (project / "_quarto-2023.yml").write_text(broken, encoding="utf-8")
    with pytest.raises(ProjectError) as error:
        read_book(project, 2023)
    message = str(error.value)
    assert "in June" in message
    assert "atlantis.docx" in message
    assert "output-file" in message


@pytest.mark.parametrize(
    "chapter", ["/etc/passwd.qmd", "../outside.qmd", "a/../../b.qmd", "C:/b.qmd", "..\\b.qmd", "index.qmd"]
)
def test_chapter_outside_or_twice_is_refused(project: Path, chapter: str) -> None:
    changed = PROFILE.replace("outputs/2023/atlantis.ipynb", chapter)
    (project / "_quarto-2023.yml").write_text(changed, encoding="utf-8")
    with pytest.raises(ProjectError, match="chapters"):
        read_book(project, 2023)


@pytest.mark.parametrize("name", ["../outside", "/tmp/x", "a/b", "C:x", "..", "..\\x", ".hidden"])
def test_the_finished_files_cannot_be_put_elsewhere(project: Path, name: str) -> None:
    changed = PROFILE.replace("output-file: synthetic-2023", f"output-file: '{name}'")
    (project / "_quarto-2023.yml").write_text(changed, encoding="utf-8")
    with pytest.raises(ProjectError, match="output-file: expected a name, found"):
        read_book(project, 2023)


@pytest.mark.parametrize("key", ["bibliography", "csl"])
@pytest.mark.parametrize("name", ["../outside", "/etc/passwd", "C:/x"])
def test_sources_and_style_are_files_of_the_project(project: Path, key: str, name: str) -> None:
    lines = SHARED.splitlines()
    changed = "\n".join(f"{key}: {name}" if line.startswith(f"{key}:") else line for line in lines)
    (project / "_quarto.yml").write_text(changed, encoding="utf-8")
    with pytest.raises(ProjectError, match=f"{key}: expected a file inside the project, found '{name}'"):
        read_book(project, 2023)


PARTS = """
    - index.qmd
    - part: The countries
      chapters: [outputs/2023/atlantis.ipynb, lemuria.qmd]
    - method.qmd
"""


def with_chapters(project: Path, chapters: str) -> Path:
    text = PROFILE.replace(" [index.qmd, outputs/2023/atlantis.ipynb]", chapters)
    (project / "_quarto-2023.yml").write_text(text, encoding="utf-8")
    return project


def test_parts_keep_the_order_of_all_chapters(project: Path) -> None:
    book = read_book(with_chapters(project, PARTS), 2023)
    assert book.chapters == ("index.qmd", "outputs/2023/atlantis.ipynb", "lemuria.qmd", "method.qmd")
    assert book.parts == (Part("The countries", ("outputs/2023/atlantis.ipynb", "lemuria.qmd")),)


@pytest.mark.parametrize(
    "chapters",
    {
        "none": " []",
        "one text": " index.qmd",
        "index not first": " [outputs/2023/atlantis.ipynb, index.qmd]",
        "index in a part": " [{part: P, chapters: [index.qmd]}]",
        "part as a file": " [index.qmd, {part: part.qmd, chapters: [a.qmd]}]",
        "part without title": " [index.qmd, {part: '', chapters: [a.qmd]}]",
        "part without chapters": " [index.qmd, {part: P}]",
        "empty part": " [index.qmd, {part: P, chapters: []}]",
        "part in a part": " [index.qmd, {part: P, chapters: [{part: Q, chapters: [a.qmd]}]}]",
        "twice": " [index.qmd, {part: P, chapters: [a.qmd]}, a.qmd]",
        "link": " [index.qmd, {text: Elsewhere, href: 'https://example.org'}]",
        "appendix": " [index.qmd, a.qmd]\n  appendices: [b.qmd]",
    }.values(),
)
def test_chapters_that_are_not_known_are_refused(project: Path, chapters: str) -> None:
    with pytest.raises(ProjectError, match="chapters"):
        read_book(with_chapters(project, chapters), 2023)


def test_lists_of_both_files_are_joined_as_quarto_joins_them(project: Path) -> None:
    shared = SHARED + "edition: {signatories: [Zero, First Synthetic Signatory]}\n"
    (project / "_quarto.yml").write_text(shared, encoding="utf-8")
    assert read_book(project, 2023).signatories == ("Zero", "First Synthetic Signatory", "Second Synthetic Signatory")


def test_unreadable_configuration_is_named(project: Path) -> None:
    (project / "_quarto-2023.yml").write_text("book: [", encoding="utf-8")
    with pytest.raises(ProjectError, match=r"_quarto-2023.yml is not readable YAML"):
        read_book(project, 2023)


def test_default_year_must_have_a_profile(project: Path) -> None:
    assert default_year(project) == 2023
    (project / "_quarto.yml").write_text(SHARED.replace("2023", "2020"), encoding="utf-8")
    with pytest.raises(ProjectError, match="no edition 2020"):
        default_year(project)
    (project / "_quarto.yml").write_text(SHARED.replace('"2023"', "latest"), encoding="utf-8")
    with pytest.raises(ProjectError, match="expected a year"):
        default_year(project)


@pytest.mark.parametrize("year", available_years(ROOT))
def test_profiles_of_this_project_agree_with_their_year(year: int) -> None:
    book = read_book(ROOT, year)
    profile = yaml.safe_load((ROOT / f"_quarto-{year}.yml").read_text(encoding="utf-8"))
    assert profile["project"]["output-dir"] == f"outputs/{year}/book"
    assert book.output_file.endswith(str(year))
    notebooks = [chapter for chapter in book.chapters if chapter.endswith(".ipynb")]
    assert notebooks
    assert all(chapter.startswith(f"outputs/{year}/") for chapter in notebooks)
    assert all((ROOT / chapter).is_file() for chapter in book.chapters if chapter.endswith(".qmd"))


def test_quarto_sets_the_brand_s_family() -> None:
    config = yaml.safe_load((ROOT / "_quarto.yml").read_text(encoding="utf-8"))
    assert config["format"]["edition-typst"]["mainfont"] == read_brand(ROOT / "_brand.yml").family


@pytest.mark.parametrize("chapter", ["outputs/2022/atlantis.ipynb", "notebooks/atlantis.ipynb", "atlantis.ipynb"])
def test_a_notebook_that_was_not_run_for_this_year_is_refused(project: Path, chapter: str) -> None:
    changed = PROFILE.replace("outputs/2023/atlantis.ipynb", chapter)
    (project / "_quarto-2023.yml").write_text(changed, encoding="utf-8")
    with pytest.raises(ProjectError, match=f"as it was run, in outputs/2023/, found '{chapter}'"):
        read_book(project, 2023)


@pytest.mark.parametrize("day", ["0205-06-26", "1979-12-31", "2108-01-01"])
def test_a_date_that_no_file_can_bear_is_refused(project: Path, day: str) -> None:
    (project / "_quarto-2023.yml").write_text(PROFILE.replace("2023-06-26", day), encoding="utf-8")
    with pytest.raises(ProjectError, match=f"book: date: expected a date such as 2025-06-26, found '{day}'"):
        read_book(project, 2023)


@pytest.mark.parametrize(
    ("config", "changed"),
    [
        (
            '# The book.\nprofile:\n  default: "2023"  # built first\nbook:\n  default: "2023"\n',
            '# The book.\nprofile:\n  default: "2025"  # built first\nbook:\n  default: "2023"\n',
        ),
        ("profile: {default: 2023}\r\nlang: en\r\n", 'profile: {default: "2025"}\r\nlang: en\r\n'),
    ],
)
def test_another_default_edition_leaves_all_else_of_the_file(config, changed):
    assert with_default_year(config, 2025) == changed


@pytest.mark.parametrize("config", ["", "lang: en", "profile: 2023", "profile: {default: [2023]}"])
def test_a_configuration_without_a_default_edition_is_refused(config):
    with pytest.raises(ProjectError, match="profile: default: expected a year"):
        with_default_year(config, 2025)
