"""The whole path of an analyst, twice: from a synthetic edition of 2024 to those of 2025 and 2026.

Every name and number is made up. The package is marked synthetic, so nothing of it can enter an edition.
"""

from __future__ import annotations

import shutil

import pytest
from bs4 import BeautifulSoup
from openpyxl import load_workbook

from behindbars.build import read_book
from behindbars.package import load
from behindbars.yearly.beginning import COUNTRY, add_country, profile_text
from tests.conftest import PROJECT, SyntheticPackage
from tests.yearly.analyst import Analyst
from tests.yearly.worksheets import Sheets

CHANGED = {"O02": 24, "O03": 9, "O07": 12}
"""Values of 2024 that are others in 2025: complaints, those of women, and cases."""


class Repeating(Analyst):
    """Answers as the last edition did."""

    def fills_in(self, year: int, numbers: dict[str, int], gone: tuple[str, ...] = ()) -> None:
        """Answer each question as the last edition did, but for some numbers, and for what is gone."""
        sheets, statement = self.opens(year), f"statement{year + 1}"
        sheets.put(
            "references",
            statement,
            title=f"Synthetic statement on {year}",
            author="Nobody",
            date=f"{year + 1}-06-26",
            url="https://example.org/next",
            urldate=f"{year + 1}-07-01",
            keywords=f"statement, edition {year}, synthetic",
        )
        for table in ("observations", "safeguards", "cases", "recommendations", "signatories"):
            for key, last in self.rows(table, year - 1).items():
                number = sheets.row(table, key)
                if last["id"] in gone:
                    sheets.put(table, number, answer="not mentioned")
                    continue
                answer = last | {
                    "source": statement,
                    "period": last.get("period", "").replace(str(year - 1), str(year)),
                }
                if last["id"] in numbers:
                    answer |= {"low": str(numbers[last["id"]]), "high": str(numbers[last["id"]])}
                for column, text in answer.items():
                    if column in sheets.headings(table) and text and sheets.cell(table, number, column).value is None:
                        sheets.put(table, number, **{column: text})
        sheets.book.save(self.project / f"worksheet-{year}.xlsx")


@pytest.fixture(scope="module")
def analyst(tmp_path_factory: pytest.TempPathFactory) -> Repeating:
    """A project of two made-up countries, with an edition of 2024 and nothing of the real data."""
    project = tmp_path_factory.mktemp("path") / "project"
    (project / "data").mkdir(parents=True)
    (project / "notebooks").mkdir()
    package = SyntheticPackage(project / "data")
    package.tables["answers"] = []
    package.write()
    shutil.copytree(PROJECT / "_extensions", project / "_extensions")
    for name in (
        "_quarto.yml",
        "_quarto-2024.yml",
        "_brand.yml",
        "index.qmd",
        "method.qmd",
        "reading.qmd",
        "sources.qmd",
    ):
        shutil.copy(PROJECT / name, project)
    shutil.copy(PROJECT / "data" / "edition.csl", project / "data")
    shutil.copy(PROJECT / "notebooks" / "regional_overview.ipynb", project / "notebooks")
    profile = project / "_quarto-2024.yml"
    real = [f"    - outputs/2024/{name}.ipynb\n" for name in ("kazakhstan", "kyrgyzstan", "tajikistan", "turkmenistan")]
    text = profile.read_text("utf-8")
    for line in [*real, "    - outputs/2024/uzbekistan.ipynb\n"]:
        text = text.replace(line, "")
    profile.write_text(text, "utf-8")
    for iso3 in ("XXA", "XXB"):
        add_country(project, iso3, 2024)
    profile.write_text(profile_text(load(project / "data"), read_book(project, 2024)), "utf-8")
    return Repeating(project)


def test_1_the_first_edition_is_answered_built_and_published(analyst: Repeating) -> None:
    assert "few/O05" in analyst.types("check", "--year", "2024", exit_code=1)
    analyst.types("export", "--year", "2024")
    assert "2 answers recorded" in analyst.answers_questions(2024)
    assert "The edition can be published." in analyst.types("check", "--year", "2024")
    analyst.types("build", "--year", "2024", "--renderer", "embedded")
    analyst.types("publish", "--year", "2024", "--to", str(analyst.project.parent / "site"))


def test_2_a_new_year_is_a_draft_of_questions(analyst: Repeating) -> None:
    assert "worksheet-2025.xlsx" in analyst.types("new-year", "2025")
    before = (analyst.project / "worksheet-2025.xlsx").read_bytes()
    assert "was left alone" in analyst.types("new-year", "2025")
    assert (analyst.project / "worksheet-2025.xlsx").read_bytes() == before
    told = analyst.types("check", "--year", "2025", exit_code=1)
    assert "Synthetic complaints: synthetic coalition, Synthetic A, 2025?" in told
    analyst.types("build", "--year", "2025", "--renderer", "embedded")
    chapter = (analyst.project / "outputs" / "2025" / "aland.ipynb").read_text("utf-8")
    assert "This is a draft: " in chapter
    assert "to be completed" in chapter
    refused = analyst.types("publish", "--year", "2025", "--to", str(analyst.project.parent / "site"), exit_code=1)
    assert "without an answer" in refused


def test_3_the_worksheet_goes_into_the_data(analyst: Repeating) -> None:
    analyst.fills_in(2025, CHANGED, gone=("C1",))
    worksheet = str(analyst.project / "worksheet-2025.xlsx")
    assert "O02" in analyst.types("import", worksheet)
    assert analyst.rows("observations", 2025)["O02"]["low"] == "24"
    assert "says what the data has already" in analyst.types("import", worksheet)
    assert 'subtitle: "Torture in Central Asia in 2025: the joint NGO statement of 26 June 2026' in (
        analyst.project / "_quarto-2025.yml"
    ).read_text("utf-8")


def test_4_questions_are_answered_once(analyst: Repeating) -> None:
    analyst.types("check", "--year", "2025", exit_code=1)
    analyst.types("export", "--year", "2025")
    analyst.answers_questions(2025)
    assert "The edition can be published." in analyst.types("check", "--year", "2025")


def test_5_a_correction_of_the_last_edition_must_be_told(analyst: Repeating) -> None:
    observations = analyst.project / "data" / "observations.csv"
    text = observations.read_text("utf-8")
    line = next(line for line in text.splitlines() if line.startswith("O09,XXA,2024,"))
    observations.write_text(text.replace(line, line.replace(",8,8,exact", ",9,9,exact"), 1), "utf-8")
    told = analyst.types("check", "--year", "2025", exit_code=1)
    assert "expected an entry in corrections.csv" in told
    corrections = analyst.project / "data" / "corrections.csv"
    with corrections.open("a", encoding="utf-8", newline="") as stream:
        stream.write("1,2024,observations,O09,XXA,It was 8 and is 9.,A synthetic slip.,Nobody,2026-07-02\n")
    assert "The edition can be published." in analyst.types("check", "--year", "2025")


def test_6_the_new_edition_says_what_changed(analyst: Repeating) -> None:
    analyst.types("build", "--year", "2025", "--renderer", "embedded")
    page = BeautifulSoup((analyst.project / "outputs/2025/behind-bars-2025.html").read_text("utf-8"), "html.parser")
    text = " ".join(page.text.split())
    assert "Synthetic complaints (synthetic coalition) rose from 20 in 2024 to 24 in 2025, 4 more" in text
    assert "4 more than the 20 of 2024" in text  # the year before beside it, in the chapter of the country
    assert "to be completed" not in text
    assert "It was 8 and is 9." in text
    assert page.find(id="fig-aland-complaints-trend") is not None
    analyst.types("compare", "2024", "2025")
    written = (analyst.project / "outputs" / "compare" / "compare-2024-2025.md").read_text("utf-8")
    assert "rose from 20 in 2024 to 24 in 2025" in written
    assert "Synthetic group" in written  # the case that is no longer mentioned


def test_7_both_editions_stand_in_the_site(analyst: Repeating) -> None:
    site = analyst.project.parent / "site"
    first = (site / "2024" / "index.html").read_bytes()
    analyst.types("publish", "--year", "2025", "--to", str(site))
    assert (site / "2024" / "index.html").read_bytes() == first
    years = [
        link["href"] for link in BeautifulSoup((site / "index.html").read_text("utf-8"), "html.parser").find_all("a")
    ]
    assert any("2025" in str(year) for year in years)
    assert any("2024" in str(year) for year in years)


def test_8_and_so_the_year_after(analyst: Repeating) -> None:
    analyst.types("new-year", "2026")
    with (analyst.project / "data" / "countries.csv").open("a", encoding="utf-8") as stream:
        stream.write("XXF,freedonia,country,F,Freedonia,Фридония,ru,,,,\n")
    analyst.types("new-country", "XXF", "--year", "2026")
    assert (analyst.project / "notebooks" / "freedonia.ipynb").is_file()
    assert COUNTRY not in {file.name for file in (analyst.project / "notebooks").iterdir()}
    analyst.types("export", "--year", "2026", "--replace")
    analyst.fills_in(2026, {"O02": 30, "O03": 15})
    file = analyst.project / "worksheet-2026.xlsx"
    sheets = Sheets(load_workbook(file))
    row = sheets.first_empty("observations")
    new = {"country": "XXF", "period": "2026", "indicator": "complaints", "series": "register", "breakdown": "total"}
    new |= {"low": "7", "high": "7", "status": "exact", "reporter": "authorities", "source": "statement2027"}
    sheets.put("observations", row, **new, locator="F1", confidence="high", note="Синтетическое, тестовое; «Тест»")
    sheets.book.save(file)
    analyst.types("import", str(file))
    analyst.types("check", "--year", "2026", exit_code=1)
    analyst.types("export", "--year", "2026")
    analyst.answers_questions(2026)
    assert "The edition can be published." in analyst.types("check", "--year", "2026")
    analyst.types("build", "--year", "2026", "--renderer", "embedded")
    page = BeautifulSoup((analyst.project / "outputs/2026/behind-bars-2026.html").read_text("utf-8"), "html.parser")
    text = " ".join(page.text.split())
    assert "rose from 24 in 2025 to 30 in 2026" in text
    assert "Freedonia" in text
    assert "Freedonia" not in (analyst.project / "outputs/2025/behind-bars-2025.html").read_text("utf-8")
    fifth = BeautifulSoup(
        (analyst.project / "figures/2026/aland-complaints-trend.svg").read_text("utf-8"), "html.parser"
    )
    assert all(year in fifth.text for year in ("2024", "2025", "2026"))
