"""Two years beside each other: said where the data can carry it, and not where it cannot."""

from __future__ import annotations

from dataclasses import replace

import pytest

from behindbars.chapter import open_chapter
from behindbars.dates import Period
from behindbars.trend_text import year_on_year
from behindbars.trends import change_reasons
from tests.conftest import SyntheticPackage
from tests.test_gap import restated


def test_kazakhstan_compares_the_complaints_and_says_what_context_counts(chapters):
    assert str(year_on_year(chapters["KAZ"])) == (
        "The coalition reported 347 complaints in 2024 [@statement2025, para. K3], 64 more than the 283 of 2023, a "
        "figure from context [@joint2024, Kazakhstan para 1]. A note on the figure for 2023 says: 165 torture + "
        "118 other ill-treatment."
    )


def test_convictions_that_one_source_presents_as_an_outcome_are_not_compared(chapters):
    dataset = chapters["KAZ"].dataset
    rows = {row.id: row for row in dataset.observation_rows}
    reasons = change_reasons(rows["X07"], rows["N02"], dataset)
    assert reasons == ["only one of them is presented as the outcome of something else that is counted"]
    assert "conviction" not in str(year_on_year(chapters["KAZ"]))
    same = replace(chapters["KAZ"], dataset=restated(dataset, "X07", outcome_of="complaints"))
    assert "conviction" in str(year_on_year(same))


def test_context_alone_begins_as_context_and_keeps_its_confidence(chapters):
    assert str(year_on_year(chapters["KGZ"])) == (
        "Context: the authorities reported 151 complaints (Prosecutor General) in 2024 [@24kg2025, para 1], 27 more "
        "than the 124 of 2023 [@gazetakg2026], medium confidence."
    )


def test_tajikistan_compares_totals_only(chapters):
    assert str(year_on_year(chapters["TJK"])) == (
        "The coalition reported 17 complaints in 2024 [@statement2025, para. T3], 1 more than the 16 of 2023, a figure "
        "from context [@centralasia2024, para 1]."
    )


@pytest.mark.parametrize("code", ["TKM", "UZB"])
def test_where_nothing_can_be_compared_nothing_is_said(chapters, code):
    assert str(year_on_year(chapters[code])) == ""


@pytest.mark.parametrize(
    "change",
    [
        {"period": Period.parse("2023-01/2023-10")},
        {"period": Period.parse("2023?")},
        {"period": Period.parse("2022")},
        {"series": "statement"},
        {"breakdown": "women"},
        {"case": "C01"},
    ],
    ids=["part", "uncertain", "earlier", "series", "breakdown", "case"],
)
def test_another_year_length_series_group_or_case_is_not_compared(chapters, change):
    chapter = replace(chapters["KAZ"], dataset=restated(chapters["KAZ"].dataset, "X03", **change))
    assert str(year_on_year(chapter)) == ""


@pytest.fixture
def package(package: SyntheticPackage) -> SyntheticPackage:
    """The synthetic package with a second edition, in which country A has complaints."""
    package.begin_2025()
    package.put("indicators", 2, label_en="complaints")
    return package


def said(package: SyntheticPackage, **cells: str) -> str:
    package.repeat_in_2025("observations", 2, **{"period": "2025"} | cells)
    return str(year_on_year(open_chapter(country="XXA", year=2025, data=str(package.folder))))


PLACES = "[@made_up_statement_2025, para. A1]"


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        (
            {"low": "26", "high": "26"},
            f"26 complaints (synthetic coalition) in 2025 {PLACES}, 6 more than the 20 of 2024 [@made",
        ),
        ({"low": "1", "high": "1"}, "reported 1 complaint (synthetic coalition) in 2025 "),
        ({"low": "", "high": "5", "status": "up_to"}, "reported up to 5 complaints (synthetic coalition) in 2025 "),
        ({"low": "", "high": "5", "status": "up_to"}, "15 to 20 fewer than the 20 of 2024 "),
        ({"low": "30", "high": "", "status": "more_than"}, "at least 11 more than the 20 of 2024 "),
        ({"low": "0", "high": "0", "status": "reported_zero"}, "reported no complaints (synthetic coalition) in 2025 "),
        ({"low": "20", "high": "20"}, f"{PLACES}, as many as for 2024 [@made_up_statement, para. A1]."),
        (
            {"low": "18", "high": "25", "status": "range"},
            f"{PLACES}, against 20 for 2024 [@made_up_statement, para. A1]; ",
        ),
        ({"low": "18", "high": "25", "status": "range"}, "neither a rise nor a fall can be told."),
        ({"low": "26", "high": "26", "reporter": "coalition"}, "the 20 of 2024, reported by the authors [@"),
        ({"low": "26", "high": "26", "note": "Synthetic note."}, "A note on the figure for 2025 says: Synthetic note."),
        (
            {"low": "26", "high": "26", "source": "made_up_context", "confidence": "low"},
            "Context: the source reported 26 complaints (synthetic coalition) in 2025 [@made_up_context, para. "
            "A1], low confidence, 6 more than the 20 of 2024, the statement’s figure [@made_up_statement, para. A1].",
        ),
    ],
)
def test_the_sentence_says_how_both_values_are_known(package, cells, sentence):
    assert sentence in said(package, **cells)


@pytest.mark.parametrize("status", ["not_published", "unknown", "some", "none_known"])
def test_without_a_number_there_is_no_sentence(package, status):
    assert said(package, low="", high="", status=status) == ""


def test_a_draft_without_an_answer_has_no_sentence(package):
    assert str(year_on_year(open_chapter(country="XXA", year=2025, data=str(package.folder)))) == ""


def test_a_measure_is_no_count(package):
    package.put("observations", 12, period="2024", low="20.5", high="20.5", status="exact")
    package.repeat_in_2025("observations", 12, period="2025", low="30.5", high="30.5")
    assert str(year_on_year(open_chapter(country="XXB", year=2025, data=str(package.folder)))) == ""


def test_the_stages_of_the_cascade_come_first_and_in_order(package):
    package.repeat_in_2025("observations", 7, period="2025", low="12", high="12")
    text = said(package, low="26", high="26")
    assert [paragraph[:23] for paragraph in text.split("\n\n")] == [
        "The authors reported 26",
        "The authors reported 12",
    ]


def test_hostile_text_stays_text(package):
    text = said(package, low="26", high="26", note="<b>[x](http://evil.example)</b> **bold** @made_up_statement")
    assert "\\<b\\>\\[x\\](http://evil.example)\\</b\\> \\*\\*bold\\*\\* \\@made\\_up\\_statement" in text
