"""The text of a country's chapter: complete, cited, and context told apart."""

import re
from dataclasses import replace

import pytest

from behindbars import country_text
from behindbars.chapter import open_chapter
from tests.conftest import CODES


@pytest.mark.parametrize("code", CODES)
def test_every_paragraph_of_the_situation_ends_with_its_citation(chapters, code):
    for paragraph in str(country_text.situation(chapters[code])).split("\n\n"):
        assert re.search(r"\[@statement2025, para\. [A-Z]\d\]$", paragraph)


@pytest.mark.parametrize("code", CODES)
def test_the_situation_holds_every_finding(chapters, code):
    text = str(country_text.situation(chapters[code])).replace("\\", "")
    findings = [row for row in chapters[code].dataset.safeguards if row.country == code]
    assert findings
    assert all(row.finding_en in text for row in findings)


def test_series_stand_side_by_side_and_context_apart(chapters):
    table = str(country_text.who_counts_what(chapters["KAZ"]))
    assert re.search(r"\| NGO coalition \| Statement \|[^|]*\| complaints, 2024: 347; convictions, 2024: 4 \[", table)
    assert re.search(r"\| NGO coalition \| Context \|", table)
    assert re.search(r"\| Criminal register \| Statement \|[^|]*\| cases registered, 2024: 57; ", table)


def test_law_against_practice(chapters):
    table = str(country_text.law_and_practice(chapters["TKM"]))
    assert re.search(r"\| Crime of torture in law \| in place \| not implemented \|", table)


@pytest.mark.parametrize(("code", "count"), [("KAZ", 2), ("KGZ", 1), ("TJK", 2), ("TKM", 1), ("UZB", 2)])
def test_every_case_is_told_with_the_answer_of_the_authorities(chapters, code, count):
    text = str(country_text.cases(chapters[code]))
    assert text.count("### ") == text.count("**Response.**") == count


def test_what_is_not_known_is_listed_in_its_own_words(chapters):
    assert "Cases in court (criminal register; period 2024): not known" in str(country_text.not_known(chapters["KAZ"]))
    assert "no number given" in str(country_text.not_known(chapters["TJK"]))
    assert "none known to the authors" in str(country_text.not_known(chapters["UZB"]))
    assert "does not address: complaints" in str(country_text.not_known(chapters["TKM"]))


def test_context_sources_are_set_apart(chapters):
    statement, context = str(country_text.sources(chapters["KAZ"])).split("::: {.callout-note .context", 1)
    assert "statement2025" in statement
    assert "statement2025" not in context
    assert "@joint2024" in context


def test_values_from_context_come_in_a_note_of_their_own(chapters):
    text = str(country_text.values(chapters["KGZ"], ["officials_convicted", "officials_acquitted"]))
    assert text.index("none, according to the authors") < text.index("::: {.callout-note .context")
    assert text.index("::: {.callout-note .context") < text.index("): 15 [")


def test_a_reported_zero_stands_beside_what_was_found(chapters):
    topics = ["prevalence", "accountability"]
    table = str(country_text.said_and_found(chapters["TKM"], "prosecutions", "state_to_cat", topics))
    assert "zero, as the state reported to the Committee" in table
    assert table.count("[@statement2025, para. M3]") >= 2


def test_a_year_without_such_values_or_findings_says_so(chapters):
    chapter = replace(chapters["TKM"], year=2030)
    none = "For Turkmenistan, the edition of 2030 gives no number here: prosecutions"
    assert str(country_text.values(chapter, ["prosecutions"])) == f"{none}."
    told = str(country_text.said_and_found(chapter, "prosecutions", "state_to_cat", ["prevalence"]))
    assert told == f"{none} (state reply to CAT)."
    assert "no finding" in str(country_text.warning(chapter, next(iter(chapter.dataset.topics))))


def test_what_the_state_says_is_not_lost_where_nothing_stands_against_it(chapters):
    text = str(country_text.said_and_found(chapters["TKM"], "prosecutions", "state_to_cat", []))
    assert "zero, as the state reported to the Committee [@statement2025" in text
    assert text.endswith("no finding to set beside it.")


def test_other_names_are_marked_with_their_languages(chapters, package):
    assert country_text.other_names(chapters["KGZ"]).markdown == "[Кыргызстан]{lang=ky} in Kyrgyz and Russian"
    assert country_text.other_names(chapters["TJK"]).markdown == (
        "[Тоҷикистон]{lang=tg} in Tajik; [Таджикистан]{lang=ru} in Russian"
    )
    unnamed = open_chapter(country="XXA", year=2024, data=str(package.folder))
    assert country_text.other_names(unnamed).markdown == ""


def test_an_earlier_statement_gives_only_figures_of_earlier_years(package):
    package.begin_2025()
    package.repeat_in_2025("observations", 2, period="2025")
    text = str(country_text.sources(open_chapter(country="XXA", year=2025, data=str(package.folder))))
    every = "every finding, case and figure not marked as context"
    assert text.splitlines() == [
        f"- *Synthetic statement again* [@made_up_statement_2025]: {every}.",
        "- *Synthetic statement* [@made_up_statement]: figures of earlier years.",
    ]


def test_a_chapter_without_a_note_says_so(package):
    chapter = open_chapter(country="XXA", year=2024, data=str(package.folder))
    assert str(country_text.reading_notes(chapter)) == "No figure in this chapter comes with a note."


def test_what_is_said_of_several_numbers_needs_all_of_them(package):
    chapter = open_chapter(country="XXA", year=2024, data=str(package.folder))
    assert str(country_text.where_all(chapter, "Two numbers.", ["victims", "suspects"])) == "Two numbers."
    assert str(country_text.where_all(chapter, "Two numbers.", ["victims", "cases_in_court"])) == ""
    assert str(country_text.where_all(chapter, "Two numbers.", ["victims", "suspects"], case="C1")) == ""
