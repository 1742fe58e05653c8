"""What a fact sheet says: chosen by rule, in full, from the statement alone."""

from __future__ import annotations

import pytest

from behindbars.cascade import STAGES, cascades
from behindbars.cascade_text import cascade_headline
from behindbars.chapter import Chapter, open_chapter
from behindbars.factsheet import fact_sheet
from behindbars.grids import GRAVITY, safeguards
from behindbars.sheet import FactSheet
from behindbars.wording import NOT_MENTIONED
from tests.conftest import CODES, SyntheticPackage


def synthetic(package: SyntheticPackage, country: str = "XXA") -> FactSheet:
    return fact_sheet(open_chapter(country=country, year=2024, data=str(package.folder)))


@pytest.mark.parametrize("code", CODES)
def test_every_stage_has_its_words_in_every_series(chapters: dict[str, Chapter], code: str) -> None:
    sheet = fact_sheet(chapters[code])
    assert sheet.stages == tuple(STAGES.values())
    assert sheet.cascade
    for row in sheet.cascade:
        assert len(row.stages) == len(STAGES)
        assert all(stage.words for stage in row.stages)
        assert all(stage.mentioned == (stage.words != NOT_MENTIONED) for stage in row.stages)
        assert row.source.startswith("Statement 2025, ")


def test_the_finding_is_that_of_the_cascade_and_says_how_sure_it_is(chapters: dict[str, Chapter]) -> None:
    sheet = fact_sheet(chapters["KAZ"])
    assert sheet.finding == "347 complaints, 4 convictions"
    assert sheet.finding_source == "Statement 2025, K3, K4"
    assert sheet.support == (
        "4 of 347, about 1 in 87: by our calculation, 98.8 per cent of the complaints of torture and ill-treatment are "
        "without a known conviction (NGO coalition, 2024). The source presents these convictions as the outcome of the "
        "complaints of 2024. It does not say whether verdicts or people are counted, nor when the verdicts were given. "
        "Not an official total for 2024.",
        "Of the six stages from complaint to conviction, the statement gives a number for five; three of them are the "
        "state’s own.",
    )


@pytest.mark.parametrize(
    ("code", "ending"),
    [
        ("KGZ", "one, and that is not the state’s."),
        ("TKM", "one, and that is the state’s own."),
        ("UZB", "a number for none."),
    ],
)
def test_where_there_is_no_share_the_reason_stands(chapters: dict[str, Chapter], code: str, ending: str) -> None:
    sheet = fact_sheet(chapters[code])
    assert "cannot be computed: " in sheet.support[0]
    assert sheet.support[1].endswith(ending)


def test_a_zero_is_no_large_number(chapters: dict[str, Chapter]) -> None:
    [row] = fact_sheet(chapters["TKM"]).cascade
    assert row.stages[4].words == "zero, as the state reported to the Committee"
    assert (row.stages[4].mentioned, row.stages[4].number) == (True, False)


@pytest.mark.parametrize("code", CODES)
def test_the_safeguards_shown_are_the_gravest(chapters: dict[str, Chapter], code: str) -> None:
    chapter = chapters[code]
    labels = {topic.label_en.lower(): topic for topic in chapter.dataset.topics.values()}
    shown = [labels[row.topic.lower()].id for row in fact_sheet(chapter).safeguards]
    assert len(shown) == 3
    cells = {
        cell.topic: min(GRAVITY.index(status) for status in cell.law + cell.practice)
        for cell in safeguards(chapter.dataset, chapter.year, country=code)
        if cell.mentioned
    }
    assert shown == sorted(cells, key=lambda topic: (cells[topic], list(cells).index(topic)))[:3]


def test_a_safeguard_has_both_statuses_its_gravest_finding_and_every_place(chapters: dict[str, Chapter]) -> None:
    statistics = fact_sheet(chapters["KAZ"]).safeguards[1]
    assert (statistics.topic, statistics.law, statistics.practice) == (
        "Official statistics",
        NOT_MENTIONED,
        "partial and absent",
    )
    assert statistics.finding.startswith("Reliable official data are missing")
    assert statistics.source == "Statement 2025, K4, K5"


def test_a_finding_that_continues_another_comes_with_it(chapters: dict[str, Chapter]) -> None:
    rehabilitation = fact_sheet(chapters["KGZ"]).safeguards[2]
    assert rehabilitation.finding == (
        "What victims receive in practice is not fair or appropriate compensation. "
        "The same holds for their rehabilitation."
    )


def test_the_case_is_the_first_without_a_verdict(chapters: dict[str, Chapter]) -> None:
    titles = {code: fact_sheet(chapters[code]).case for code in CODES}
    assert {code: case.title for code, case in titles.items() if case} == {
        "KAZ": "“Bloody January” 2022",
        "KGZ": "Azimjan Askarov",
        "TJK": "Manuchehr Kholiqnazarov",
        "TKM": "Allamurat Khudairamov",
        "UZB": "Alexander Trofimov",
    }


def test_where_every_case_has_a_verdict_the_first_is_told(package: SyntheticPackage) -> None:
    sheet = synthetic(package, "XXB")
    assert sheet.case is not None
    assert sheet.case.title == "Synthetic person"
    assert sheet.case_note == "The only one in the statement"


@pytest.mark.parametrize("code", CODES)
def test_asks_are_whole_recommendations_in_the_order_of_the_statement(chapters: dict[str, Chapter], code: str) -> None:
    sheet = fact_sheet(chapters[code])
    rows = [row.text_en for row in chapters[code].dataset.recommendations]
    assert 1 <= len(sheet.asks) <= 4
    assert [rows.index(ask.text) for ask in sheet.asks] == sorted(rows.index(ask.text) for ask in sheet.asks)
    assert sheet.asks_note == "Four of its seven recommendations to all governments"


def test_asks_on_the_safeguards_shown_come_before_others(chapters: dict[str, Chapter]) -> None:
    # Turkmenistan: independent investigation is R4, independent access R3; R6 has two topics, R1 is the first with one.
    assert [ask.source for ask in fact_sheet(chapters["TKM"]).asks] == [f"Statement 2025, R{n}" for n in (1, 3, 4, 6)]


def test_a_recommendation_on_what_is_in_place_is_left_out(package: SyntheticPackage) -> None:
    package.put("safeguards", 2, law="in_place")
    sheet = synthetic(package)
    assert sheet.asks == ()
    assert sheet.asks_note == "None of the statement’s recommendations is on a topic found wanting in Synthetic A."


def test_context_is_left_out(package: SyntheticPackage) -> None:
    before = synthetic(package)
    context = {"source": "made_up_context", "locator": "para 1", "confidence": "medium"}
    package.add("safeguards", 2, id="Q9", topic="amnesty", law="absent", **context)
    package.add("cases", 2, id="C9", title_en="Synthetic context", **context)
    assert synthetic(package) == before


def test_a_doubtful_finding_says_so(package: SyntheticPackage) -> None:
    package.put("safeguards", 2, confidence="medium")
    assert synthetic(package).safeguards[0].source == "Synthetic, A1 (medium confidence)"


def test_where_periods_differ_each_value_has_its_own(package: SyntheticPackage) -> None:
    [row] = synthetic(package, "XXB").cascade
    assert row.period == ""
    assert row.stages[0].words == "4 to 6 (January 2023 to June 2024)"
    assert row.stages[5].words == "none, according to the authors (2024)"


def test_a_country_of_which_nothing_is_known(package: SyntheticPackage) -> None:
    package.add("countries", 3, iso3="XXC", slug="celand", section="C", name_en="Synthetic C")
    sheet = synthetic(package, "XXC")
    assert sheet.finding == "No stage can be followed from complaint to conviction"
    assert [stage.words for stage in sheet.cascade[0].stages] == [NOT_MENTIONED] * len(STAGES)
    assert (sheet.safeguards, sheet.case, sheet.asks) == ((), None, ())
    assert sheet.safeguards_note == "The statement speaks of no safeguard in Synthetic C."
    assert sheet.case_note == "The statement tells no case from Synthetic C."
    assert sheet.finding_source == ""


def test_the_finding_follows_the_chart(chapters: dict[str, Chapter]) -> None:
    for code, chapter in chapters.items():
        found = cascades(chapter.dataset, code, chapter.year)
        assert fact_sheet(chapter).finding == cascade_headline(chapter, found)
