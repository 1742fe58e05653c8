"""What a fact sheet says: chosen by the data or by rule, in full, from the statement alone."""

from dataclasses import replace

import pytest
from tests.conftest import CODES
from tests.editions import opened

from behindbars import measures
from behindbars.measures.cascade import STAGES
from behindbars.measures.grids import GRAVITY
from behindbars.report.factsheet import fact_sheet
from behindbars.words import capital


@pytest.fixture(scope="module")
def sheets(editions):
    return {code: fact_sheet(edition) for code, edition in editions.items()}


@pytest.mark.parametrize("code", CODES)
def test_the_finding_and_the_track_are_the_furthest_that_the_statement_follows_complaints(editions, sheets, code):
    sheet, [row] = sheets[code], measures.furthest(editions[code]).itertuples(index=False)
    assert sheet["finding"] == capital(row.words)
    track = sheet["track"]
    assert (len(track["stages"]), track["stages"][0]) == (len(STAGES), "Complaints")
    assert (track["stages"][track["at"]], track["status"]) == (row.stage_name, row.status)
    assert track["short"] == row.short != ""
    assert row.words in track["alt"]
    assert sheet["finding_source"].startswith("Statement 2025, ")
    assert len(sheet["support"]) == 2


@pytest.mark.parametrize("code", CODES)
def test_the_findings_are_those_that_the_data_pick_in_their_order(editions, sheets, code):
    found = editions[code].safeguards
    picked = found[found["sheet"].notna()].sort_values("sheet")
    shown = sheets[code]["findings"]
    assert [row["code"] for row in shown] == list(picked["topic"])
    assert all(row["finding"].endswith(told) for row, told in zip(shown, picked["finding"], strict=True))
    assert len(shown) == 3
    case = editions[code].cases.query("sheet == 1")
    assert sheets[code]["case"]["title"] == case["title"].item()


@pytest.mark.parametrize("code", CODES)
def test_where_nothing_is_picked_the_findings_are_the_gravest_and_the_case_is_open(editions, code):
    edition = editions[code]
    unpicked = replace(
        edition, safeguards=edition.safeguards.assign(sheet=None), cases=edition.cases.assign(sheet=None)
    )
    sheet = fact_sheet(unpicked)
    grid = measures.safeguards(edition)
    spoken = grid[grid["ids"].ne("")].assign(gravity=lambda frame: frame["status"].map(GRAVITY.index))
    gravest = spoken.groupby("topic", sort=False)["gravity"].min().to_dict()
    least = sorted(gravest.values())[:3]
    assert sorted(gravest[row["code"]] for row in sheet["findings"]) == least
    titles = {"KAZ": "“Bloody January” 2022", "TJK": "Manuchehr Kholiqnazarov", "UZB": "Alexander Trofimov"}
    titles |= {"KGZ": "Azimjan Askarov", "TKM": "Allamurat Khudairamov"}
    assert sheet["case"]["title"] == titles[code]


@pytest.mark.parametrize("code", CODES)
def test_asks_are_whole_recommendations_in_the_order_of_the_statement(editions, sheets, code):
    whole = list(editions[code].recommendations["text"])
    places = [whole.index(ask["text"]) for ask in sheets[code]["asks"]]
    assert 1 <= len(places) <= 4
    assert places == sorted(places)


def test_asks_on_the_findings_shown_come_before_others_and_none_is_on_what_is_in_place(sheets, package):
    # Turkmenistan: prevalence is R1, independent access R3, accountability R5; of the others, R6 is on most topics.
    assert [ask["source"] for ask in sheets["TKM"]["asks"]] == [f"Statement 2025, R{n}" for n in (1, 3, 5, 6)]
    package.put("safeguards", 2, law="in_place")
    sheet = fact_sheet(opened("XXA", package.folder))
    none = "None of the statement’s recommendations is on a topic found wanting in Synthetic A."
    assert (sheet["asks"], sheet["asks_note"]) == ([], none)


def test_context_is_left_out_and_a_doubtful_finding_says_so(package):
    before = fact_sheet(opened("XXA", package.folder))
    context = {"source": "made_up_context", "locator": "para 1", "confidence": "medium"}
    package.add("safeguards", 2, id="Q9", topic="amnesty", law="absent", **context)
    package.add("cases", 2, id="C9", title_en="Synthetic context", **context)
    assert fact_sheet(opened("XXA", package.folder)) == before
    package.put("safeguards", 2, confidence="medium")
    doubtful = fact_sheet(opened("XXA", package.folder))
    assert doubtful["findings"][0]["source"] == "Synthetic, A1 (medium confidence)"


def test_a_country_of_which_nothing_is_known(package):
    package.add("countries", 3, iso3="XXC", slug="celand", section="C", name_en="Synthetic C")
    sheet = fact_sheet(opened("XXC", package.folder))
    assert sheet["finding"] == "No stage mentioned"
    track = sheet["track"]
    assert (track["at"], track["short"], track["status"]) == (0, "not mentioned", "not_mentioned")
    assert (sheet["findings"], sheet["case"], sheet["asks"], sheet["finding_source"]) == ([], None, [], "")
    none = "The statement gives no number of complaints, cases, suspects or convictions in Synthetic C."
    assert sheet["support"] == ["", none]
    assert sheet["findings_note"] == "The statement makes no finding on law or practice in Synthetic C."
    assert sheet["asks_note"].startswith("The statement says nothing on Synthetic C that its recommendations to all ")
    assert (sheet["section"], sheet["track"]["alt"]) == ("none", "Synthetic C: no stage mentioned")
    assert sheet["case_note"] == "The statement tells no case from Synthetic C."
