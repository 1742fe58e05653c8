"""The chapter on what changed, and the comparison as a document: a sentence for each change, text stays text."""

from __future__ import annotations

import re
import shutil
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner
from tests.conftest import PROJECT, SyntheticPackage
from tests.yearly.test_changes import NUMBER, OBSERVATIONS, answer, opened, repeat
from tests.yearly.test_revisions import correct

from behindbars import report
from behindbars.cli import main
from behindbars.yearly.compare import comparison, write_comparison

HOSTILE = (
    "# <script>alert(1)</script> [x](http://evil.example) `code` {{< include x >}} **bold** "
    "@made_up_statement $x$ ::: ![i](y.png) |"
)


@pytest.fixture
def package(package: SyntheticPackage) -> SyntheticPackage:
    package.begin_2025()
    return package


def told(package: SyntheticPackage) -> str:
    return str(report.changes_by_country(opened(package)))


def document(package: SyntheticPackage) -> str:
    return comparison(opened(package), 2024)


def test_the_first_edition_says_that_it_is_the_first(package):
    first = opened(package, 2024)
    assert str(report.changes(first)) == (
        "The edition of 2024 is the first: there is no earlier one to compare it with."
    )
    assert str(report.changes_by_country(first)) == str(report.asked_and_signed(first)) == ""


def test_an_edition_that_repeats_everything_changes_nothing(package):
    for table in ("observations", "safeguards", "cases", "recommendations", "signatories"):
        for row, cells in enumerate(list(package.tables[table]), start=2):
            if cells["year"] == "2024":
                # The same finding in other words is no change.
                words = {"finding_en": "In other words."} if table == "safeguards" else {}
                package.repeat_in_2025(table, row, **words)
    assert told(package) == ""
    assert str(report.asked_and_signed(opened(package))) == ""
    rows = str(report.changes(opened(package))).splitlines()
    assert rows[2:4] == [
        "| Synthetic A | no change | no change | no change |",
        "| Synthetic B | no change | no change | no change |",
    ]


def test_the_overview_counts_by_country(package):
    repeat(package, "O02", low="25", high="25")
    repeat(package, "O07", low="1", high="1")
    repeat(package, "O08", low="1", high="1", status="exact")
    repeat(package, "O09", period="2024", low="7", high="7")
    package.repeat_in_2025("safeguards", 2, law="in_place", practice="absent")
    answer(package, "cases/C2")
    text = str(report.changes(opened(package)))
    assert (
        "| Synthetic A | 1 rose; 1 fell; 1 told otherwise for the same period; 1 now with a number; "
        "5 not answered yet | 1 better; 1 spoken of anew | 1 not answered yet |"
    ) in text
    assert "| Synthetic B | 4 not answered yet | 1 not answered yet | 1 no longer mentioned |" in text
    assert ": Changes from the edition of 2024 to that of 2025, by country {#tbl-what-changed}" in text


CITED = "[@made_up_statement, {A1}; @made_up_statement_2025, {A1}]"


@pytest.mark.parametrize(
    ("identifier", "cells", "sentence"),
    [
        ("O07", {"low": "12", "high": "12"}, f"rose from 9 in 2024 to 12 in 2025, 3 more {CITED}."),
        (
            "O07",
            {"low": "12", "high": "15", "status": "range"},
            "rose from 9 in 2024 to 12 to 15 in 2025, 3 to 6 more [",
        ),
        ("O07", {"low": "9", "high": "", "status": "more_than"}, "to more than 9 in 2025, at least 1 more ["),
        ("O07", {"low": "", "high": "4", "status": "up_to"}, "fell from 9 in 2024 to up to 4 in 2025, 5 to 9 fewer ["),
        ("O07", {"low": "12", "high": "12", "status": "about"}, "to about 12 in 2025, about 3 more ["),
        (
            "O07",
            {"low": "4", "high": "", "status": "at_least"},
            "9 in 2024, and at least 4 in 2025; whether this is a rise or a fall cannot be told, as the two overlap [",
        ),
        (
            "O07",
            {"low": "4", "high": "4", "series": "coalition"},
            "cannot be told, as they come from different series (synthetic register; synthetic coalition) [",
        ),
        ("O07", {"low": "4", "high": "4", "indicator": "victims"}, "cannot be told, as they count different things ["),
        (
            "O07",
            {"low": "4", "high": "4", "period": "2025-01/2025-10"},
            "9 in 2024, and 4 from January to October 2025; whether this is a rise or a fall cannot be told, as they "
            "do not surely cover periods of the same length [",
        ),
        (
            "O07",
            {"low": "4", "high": "4", "period": "../2025"},
            "4 by 2025; whether this is a rise or a fall cannot be told, as it is not stated which period each of them "
            "covers [",
        ),
        (
            "O07",
            {"low": "0", "high": "0", "status": "reported_zero", "reporter": "authorities"},
            "fell from 9 in 2024 to zero, as the authorities reported, in 2025, 9 fewer; in the edition of 2024 the "
            "authors reported it, in that of 2025 the authorities [",
        ),
        (
            "O07",
            {"low": "12", "high": "12", "period": "2024", "reporter": "authorities"},
            "Synthetic cases\\_registered (synthetic register) in 2024, in the edition of 2024: 9; in that of 2025: "
            "12; in the edition of 2024 the authors reported it, in that of 2025 the authorities [",
        ),
        (
            "O08",
            NUMBER,
            "has a number reported by the authors, 9 in 2025; in that of 2024 it was not known [",
        ),
        (
            "O08",
            {"low": "0", "high": "0", "status": "reported_zero", "reporter": "authorities"},
            "has a number, zero, as the authorities reported, in 2025; in that of 2024 it was not known [",
        ),
        (
            "O07",
            {"low": "", "high": "", "status": "not_published"},
            f"there is no longer a number: it was 9 in 2024, and is now not published {CITED}.",
        ),
        ("O07", {"status": "about"}, "(synthetic register), in the edition of 2024: 9; in that of 2025: about 9 ["),
        (
            "O07",
            {"reporter": "authorities"},
            "is the same, 9; in the edition of 2024 the authors reported it, in that of 2025 the authorities [",
        ),
        (
            "O07",
            {"low": "12", "high": "12", "source": "made_up_context", "locator": "para 1", "confidence": "medium"},
            "3 more; the figure of the edition of 2025 is context, not the statement’s [@made_up_statement, {A1}; "
            "@made_up_context, para 1], medium confidence in the edition of 2025.",
        ),
        ("O03", {"low": "6", "high": "6"}, "Synthetic complaints (synthetic coalition, women) rose from 5 in 2024"),
    ],
)
def test_a_sentence_for_each_kind_of_change(package, identifier, cells, sentence):
    if identifier == "O03":
        repeat(package, "O02", low="21", high="21")
    repeat(package, identifier, **cells)
    text = told(package)
    assert sentence in text
    assert text.startswith("## Synthetic A\n\n")


CONTEXT = {"source": "made_up_context", "locator": "para 1", "confidence": "medium", "series": "coalition"}


def test_context_is_called_so_and_a_figure_of_the_statement_never_is(package):
    package.add("observations", OBSERVATIONS["O07"], id="X1", **CONTEXT)
    package.add(
        "observations", OBSERVATIONS["O07"], id="X2", year="2025", period="2025", low="11", high="11", **CONTEXT
    )
    package.add("observations", OBSERVATIONS["O09"], id="X3", **CONTEXT)
    repeat(package, "O07", low="12", high="12")
    answer(package, "observations/X3")
    text = told(package)
    assert "Context: synthetic cases\\_registered (synthetic coalition) rose from 9 in 2024 to 11 in 2025, 2" in text
    assert "- Context: this edition has no newer figure for synthetic victims (synthetic coalition); in the" in text
    assert "Synthetic cases\\_registered (synthetic register) rose from 9 in 2024 to 12 in 2025, 3 more [" in text
    assert text.count("Context") == 2


def test_figures_of_context_by_other_authors_are_told_apart(package):
    with (package.folder / "references.bib").open("a", encoding="utf-8") as stream:
        stream.write(
            "@misc{made_up_other, title = {Other}, author = {Somebody}, date = {2026}, keywords = {synthetic}}"
        )
    package.add("observations", OBSERVATIONS["O07"], id="X1", **CONTEXT)
    other = CONTEXT | {"source": "made_up_other"}
    package.add("observations", OBSERVATIONS["O07"], id="X2", year="2025", period="2025", **other)
    assert (
        "Context: the figure for synthetic cases\\_registered (synthetic coalition) is the same, 9; the two figures "
        "come from sources by different authors [@made_up_context, para 1; @made_up_other, para 1], medium confidence "
        "in the edition of 2024, medium confidence in the edition of 2025."
    ) in told(package)


def test_measures_name_their_unit(package):
    package.repeat_in_2025("observations", 14, high="12", period="2025")
    package.repeat_in_2025("observations", 12, low="22.5", period="2025", high="22.5", status="exact")
    package.put("observations", 12, period="2024", low="20.5", high="20.5", status="exact")
    text = told(package)
    assert "rose from 20.5 per cent in 2024 to 22.5 per cent in 2025, 2 percentage points more" in text
    assert "(Synthetic person): up to 10 years in 2024, and up to 12 years in 2025; the upper limit rose [@" in text


def test_new_gone_and_unanswered_values(package):
    repeat(package, "O09", id="O30", series="coalition")
    repeat(package, "O10", id="O31", series="coalition", reporter="authorities")
    answer(package, "observations/O07")
    answer(package, "observations/O08")
    text = told(package)
    assert "New:\n\n- Synthetic victims (synthetic coalition): 8 in 2025 [@made_up_statement_2025" in text
    assert (
        "The edition of 2025 has a figure of the authorities for synthetic suspects (synthetic coalition), 7 in 2025;"
        in text
    )
    assert "The statement on 2025 does not mention synthetic cases\\_registered (synthetic register)" in text
    assert (
        "No longer mentioned, as the editors confirmed:\n\n"
        "- The statement on 2025 does not mention synthetic cases\\_registered (synthetic register); in the edition of "
        "2024: 9 [@made_up_statement, {A1}].\n- The statement on 2025 does not mention synthetic cases\\_in\\_court"
    ) in text
    assert "1 new; 2 no longer mentioned;" in str(report.changes(opened(package)))
    assert "Not answered yet, and neither gone nor there: seven values, one finding and one case of the edition" in text


def test_findings_that_moved_stand_in_a_table_with_the_new_text(package):
    package.repeat_in_2025("safeguards", 2, law="in_place", finding_en="A synthetic law was passed.")
    package.repeat_in_2025("safeguards", 3, practice="unknown")
    text = told(package)
    assert (
        f"| Synthetic definition | in law: partial | in law: in place (better) | A synthetic law was passed. {CITED} |"
    ) in text
    assert "| in practice: applies | in practice: not known (neither better nor worse) |" in text
    assert "{#tbl-aland-moved}" in text
    assert "{#tbl-beland-moved}" in text


def test_new_findings_and_those_no_longer_made(package):
    package.repeat_in_2025("safeguards", 2, id="Q9", topic="amnesty", law="", practice="harmful")
    answer(package, "safeguards/XXA/Q2")
    text = told(package)
    assert "- **Synthetic amnesty** (in practice: applies). Synthetic finding. [@made_up_statement_2025" in text
    assert (
        "Findings that the statement on 2025 no longer makes, as the editors confirmed:\n\n"
        "- **Synthetic definition** (in law: partial) [@made_up_statement, {A1}]."
    ) in text


def test_a_finding_that_is_gone_while_another_on_its_topic_stands(package):
    package.repeat_in_2025("safeguards", 2, id="Q9")
    answer(package, "safeguards/XXA/Q2")
    text = told(package)
    assert (
        "- **Synthetic definition** (in law: partial) [@made_up_statement, {A1}]; it makes another finding on this "
        "topic."
    ) in text


def test_what_is_newly_withheld_is_no_figure(package):
    repeat(package, "O09", id="O30", series="coalition", low="", high="", status="not_published")
    text = told(package)
    assert "The statement now says that synthetic victims (synthetic coalition) are not published [@" in text
    assert "figure" not in text


def test_cases_with_news_new_and_gone(package):
    package.repeat_in_2025("cases", 2, answer_en="A synthetic verdict.")
    package.repeat_in_2025("cases", 2, id="C9", title_en="Another synthetic group")
    answer(package, "cases/C2")
    text = told(package)
    assert "- **Synthetic group.** The response: A synthetic verdict. In the edition of 2024: Synthetic. [@" in text
    assert (
        "Cases told for the first time:\n\n- **Another synthetic group.** Synthetic. The response: Synthetic." in text
    )
    assert "**Synthetic person.** The statement on 2025 does not mention this case [@made_up_statement, {B1}]." in text


def test_recommendations_and_signatories(package):
    package.repeat_in_2025("recommendations", 2, text_en="Other words.")
    package.repeat_in_2025("recommendations", 2, id="R2", short_en="Another")
    package.repeat_in_2025("signatories", 2, id="another", name_en="Another organisation")
    answer(package, "signatories/made_up")
    text = str(report.asked_and_signed(opened(package)))
    assert "- **Another.** Synthetic. [@made_up_statement_2025, {R1}]" in text
    assert "- **Synthetic.** Other words. In the edition of 2024: Synthetic. [@made_up_statement, {R1}; @" in text
    assert "Signed the statement on 2025, and not that on 2024:\n\n- Another organisation [@" in text
    assert "Signed the statement on 2024, and not that on 2025:\n\n- Synthetic organisation [@" in text


def test_a_recommendation_no_longer_made_and_one_unanswered(package):
    package.add("recommendations", 2, id="R2", short_en="Another")
    answer(package, "recommendations/R2")
    text = str(report.asked_and_signed(opened(package)))
    assert "No longer asked, as the editors confirmed:\n\n- **Another** [@made_up_statement, {R1}]" in text
    assert "Not answered yet, and neither gone nor there: one recommendation of the edition of 2024." in text
    assert "Not answered yet, and neither gone nor there: one signatory of the edition of 2024." in text


def test_corrections_are_listed_with_their_edition(package):
    assert str(report.corrections(opened(package), since=2024)) == ""
    correct(package, "observations", "O07", "XXA", what_en="It said 8, and says 9")
    repeat(package, "O02")
    correct(package, "observations", "O02", year="2025", date="2026-08-01")
    every, own = report.corrections(opened(package), since=2024), report.corrections(opened(package))
    assert str(every) == (
        "## Corrections\n\n"
        "- 1 August 2026, edition of 2025 (observations, O02): Synthetic. Synthetic. Noticed by Nobody.\n"
        "- 1 August 2025, edition of 2024 (Synthetic A, observations, O07): It said 8, and says 9. Synthetic. "
        "Noticed by Nobody."
    )
    assert str(own).count("\n- ") == 1
    assert "edition of 2025" in str(own)
    assert str(report.corrections(opened(package, 2024))).count("\n- ") == 1


def test_the_notebook_calls_what_there_is(package):
    notebook = nbformat.reads(
        (files("behindbars") / "templates" / "what_changed.ipynb").read_text("utf-8"), as_version=4
    )
    nbformat.validate(notebook)
    names = {"report": report, "edition": opened(package)}
    calls = [cell.source for cell in notebook.cells if cell.source.startswith("report.")]
    shown = {call: str(eval(call, names)) for call in calls}
    assert 'report.title(edition, "changes")' in "\n".join(cell.source for cell in notebook.cells)
    assert str(report.title(names["edition"], "changes")) == "# What changed"
    assert [call for call, markdown in shown.items() if markdown] == [
        "report.to_be_completed(edition)",
        "report.changes(edition)",
        "report.changes_by_country(edition)",
        "report.asked_and_signed(edition)",
    ]
    assert calls[-1].startswith("report.corrections(")


def test_the_document_of_a_finished_edition_calls_nothing_a_draft(package):
    assert "is a draft: 19 questions still open" in document(package)
    for table in ("observations", "safeguards", "cases", "recommendations", "signatories"):
        for row, cells in enumerate(list(package.tables[table]), start=2):
            if cells["year"] == "2024":
                package.repeat_in_2025(table, row)
    assert "draft" not in document(package)


@pytest.fixture
def project(tmp_path: Path, package: SyntheticPackage) -> Path:
    """A project with the synthetic data, as far as a comparison needs it."""
    for file in (*PROJECT.glob("_*.yml"), PROJECT / "data" / "edition.csl"):
        shutil.copy(file, package.folder if file.suffix == ".csl" else tmp_path)
    return tmp_path


def test_hostile_text_stays_text_in_both_files(project, package):
    package.repeat_in_2025("safeguards", 2, law="absent", finding_en=HOSTILE.removeprefix("# "))
    package.repeat_in_2025("cases", 2, answer_en=HOSTILE)
    package.repeat_in_2025("recommendations", 2, text_en=HOSTILE)
    correct(package, "observations", "O07", what_en=HOSTILE)
    markdown, page = (file.read_text("utf-8") for file in write_comparison(project, 2024, 2025))
    assert "<script>" not in markdown.replace("\\<", "")
    soup = BeautifulSoup(page, "html.parser")
    assert soup.get_text().count("<script>alert(1)</script> [x](http://evil.example) `code` {{< include x >}}") == 4
    assert not soup.find_all(["script", "img", "iframe"])
    assert not [link for link in soup.find_all("a") if "evil" in link["href"]]
    assert "<strong>bold" not in page


def test_the_page_is_whole_and_asks_for_nothing(project, package):
    repeat(package, "O02", low="25", high="25")
    package.repeat_in_2025("safeguards", 2, law="absent")
    _, file = write_comparison(project, 2024, 2025)
    page = file.read_text("utf-8")
    soup = BeautifulSoup(page, "html.parser")
    assert soup.html["lang"] == "en"
    assert "default-src 'none'" in soup.find("meta", {"http-equiv": "Content-Security-Policy"})["content"]
    assert not re.search(r"(src|url\()=?[\"']?https?:", page)
    assert not soup.find_all(style=True)
    assert [heading.get_text("", strip=True) for heading in soup.find_all("h1")] == ["What changed from 2024 to 2025"]
    levels = [int(heading.name[1]) for heading in soup.find_all(re.compile(r"h[1-6]"))]
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))
    tables = soup.find_all("table")
    assert len(tables) == 2
    for number, table in enumerate(tables, start=1):
        assert table.caption.get_text().startswith(f"Table\u00a0{number}: ")
        assert {cell.get("scope") for cell in table.thead.find_all("th")} == {"col"}
        assert {cell.get("scope") for cell in table.tbody.find_all("th")} == {"row"}
    assert "(Synthetic, A1; Synthetic 2026, A1)" in soup.get_text()
    assert soup.find(id="refs").get_text().count("Cited as") == 2


def test_the_command_writes_two_files_where_it_is_told(project, package, tmp_path):
    there = tmp_path / "elsewhere" / "compared"
    result = CliRunner().invoke(main, ["--project", str(project), "compare", "2024", "2025", "--to", str(there)])
    assert result.exit_code == 0, result.output
    assert sorted(file.name for file in there.iterdir()) == ["compare-2024-2025.html", "compare-2024-2025.md"]
    again = CliRunner().invoke(main, ["--project", str(project), "compare", "2024", "2025"])
    assert again.output.count("Written: ") == 2
    default = project / "outputs" / "compare"
    assert [file.read_bytes() for file in sorted(default.iterdir())] == [
        file.read_bytes() for file in sorted(there.iterdir())
    ]


@pytest.mark.parametrize(
    ("years", "message"),
    [
        (("2023", "2025"), "There is no edition of 2023; the data has these: 2024, 2025."),
        (("2024", "2031"), "There is no edition of 2031; the data has these: 2024, 2025."),
        (("2024", "2024"), "not 2024 twice"),
        (("2025", "2024"), "Name the earlier edition first: 2024 2025"),
    ],
)
def test_two_years_that_make_no_comparison_are_one_message_and_nothing_is_written(project, years, message):
    result = CliRunner().invoke(main, ["--project", str(project), "compare", *years])
    assert result.exit_code == 1
    assert message in result.output
    assert len(result.output.splitlines()) == 1
    assert not (project / "outputs").exists()
