"""What a fact sheet says: chosen by rule, in full, from the statement alone."""

import pytest
from tests.conftest import CODES
from tests.editions import opened, texts

from behindbars import measures
from behindbars.measures.cascade import STAGES
from behindbars.measures.grids import GRAVITY
from behindbars.report.factsheet import fact_sheet


@pytest.fixture(scope="module")
def sheets(editions):
    return {code: fact_sheet(edition) for code, edition in editions.items()}


@pytest.mark.parametrize("code", CODES)
def test_every_stage_has_its_words_in_every_series_and_the_finding_follows_the_chart(editions, sheets, code):
    sheet = sheets[code]
    assert (len(sheet["stages"]), sheet["stages"][0]) == (len(STAGES), "Complaints")
    assert sheet["cascade"]
    for series in sheet["cascade"]:
        assert len(series["stages"]) == len(STAGES)
        assert all(stage["mentioned"] == (stage["words"] != "not mentioned") for stage in series["stages"])
        assert all(stage["words"] for stage in series["stages"])
        assert series["source"].startswith("Statement 2025, ")
    assert sheet["finding"] == texts(editions[code], measures.cascade(editions[code])).headline


@pytest.mark.parametrize("code", CODES)
def test_the_safeguards_shown_are_the_gravest(editions, sheets, code):
    shown = [row["topic"].lower() for row in sheets[code]["safeguards"]]
    grid = measures.safeguards(editions[code])
    spoken = grid[grid["ids"].ne("")].assign(gravity=lambda frame: frame["status"].map(GRAVITY.index))
    gravest = spoken.groupby("topic_name", sort=False)["gravity"].min().to_dict()
    topics = list(gravest)
    expected = sorted(topics, key=lambda topic: (gravest[topic], topics.index(topic)))[:3]
    assert shown == [topic.lower() for topic in expected]
    assert len(shown) == 3


@pytest.mark.parametrize("code", CODES)
def test_asks_are_whole_recommendations_in_the_order_of_the_statement(editions, sheets, code):
    whole = list(editions[code].recommendations["text"])
    places = [whole.index(ask["text"]) for ask in sheets[code]["asks"]]
    assert 1 <= len(places) <= 4
    assert places == sorted(places)


def test_asks_on_the_safeguards_shown_come_before_others_and_none_is_on_what_is_in_place(sheets, package):
    # Turkmenistan: independent investigation is R4, independent access R3; R6 has two topics, R1 is the first with one.
    assert [ask["source"] for ask in sheets["TKM"]["asks"]] == [f"Statement 2025, R{n}" for n in (1, 3, 4, 6)]
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
    assert doubtful["safeguards"][0]["source"] == "Synthetic, A1 (medium confidence)"


def test_a_country_of_which_nothing_is_known(package):
    package.add("countries", 3, iso3="XXC", slug="celand", section="C", name_en="Synthetic C")
    sheet = fact_sheet(opened("XXC", package.folder))
    assert sheet["finding"] == "No stage can be followed from complaint to conviction"
    assert [stage["words"] for stage in sheet["cascade"][0]["stages"]] == ["not mentioned"] * len(STAGES)
    assert (sheet["safeguards"], sheet["case"], sheet["asks"], sheet["finding_source"]) == ([], None, [], "")
    assert sheet["safeguards_note"] == "The statement speaks of no safeguard in Synthetic C."
    assert sheet["case_note"] == "The statement tells no case from Synthetic C."
