"""The statement's facts are all there, each as certain as its source and no more.

These tests read the tables themselves, with no code of the package in between.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

import pytest
from bibtexparser.entrypoint import parse_file

DATA = Path(__file__).parents[1] / "data"
STATEMENT = "statement2025"
SECTIONS = {"K": "KAZ", "G": "KGZ", "T": "TJK", "M": "TKM", "U": "UZB"}
PARAGRAPHS = {"I": 3, "K": 6, "G": 8, "T": 6, "M": 5, "U": 8, "R": 7, "C": 1}
NUMBERS_OF_STATUS = {
    # low given, high given
    "exact": (True, True),
    "range": (True, True),
    "about": (True, True),
    "at_least": (True, False),
    "more_than": (True, False),
    "up_to": (False, True),
    "reported_zero": (True, True),
    "none_known": (False, False),
    "some": (False, False),
    "unknown": (False, False),
    "not_published": (False, False),
    "not_comprehensive": (False, False),
}

Row = dict[str, str]


LATER = re.compile(r"statement(?!2025$)")
"""Keys of the statements of later editions."""


def read(table: str) -> list[Row]:
    """Read a table as it was for the edition of 2024: later ones use identifiers again."""
    with (DATA / f"{table}.csv").open(encoding="utf-8", newline="") as handle:
        return [row for row in csv.DictReader(handle) if not LATER.match(row.get("source", ""))]


OBSERVATIONS = {row["id"]: row for row in read("observations")}
EVENTS = {row["id"]: row for row in read("events")}
FINDINGS = [row for row in read("safeguards") if row["source"] == STATEMENT]
CASES = {row["id"]: row for row in read("cases")}
TABLES = ("countries", "observations", "safeguards", "cases", "events", "recommendations", "signatories")
ENTRIES = parse_file(str(DATA / "references.bib")).entries
REFERENCES = {entry.key: entry.fields_dict for entry in ENTRIES if not LATER.match(entry.key)}


def finding(identifier: str) -> Row:
    return next(row for row in FINDINGS if row["id"] == identifier)


def numbered(rows: list[str], letters: str) -> list[str]:
    """Identifiers of exactly these letters and two digits."""
    return [row for row in rows if re.fullmatch(rf"{letters}\d\d", row)]


def expected(letters: str, count: int) -> list[str]:
    return [f"{letters}{number:02}" for number in range(1, count + 1)]


# --- Completeness


@pytest.mark.parametrize(
    ("rows", "letters", "count"),
    [
        (list(OBSERVATIONS), "N", 30),
        (list(OBSERVATIONS), "X", 48),
        (list(EVENTS), "D", 27),
        (list(EVENTS), "M", 18),
        (list(CASES), "C", 8),
        (list(dict.fromkeys(row["id"] for row in FINDINGS)), "Q", 78),
    ],
    ids=["numbers", "context", "dates", "milestones", "cases", "findings"],
)
def test_every_fact_has_its_row(rows: list[str], letters: str, count: int) -> None:
    assert sorted(numbered(rows, letters)) == expected(letters, count)


def test_recommendations_and_signatories_are_complete() -> None:
    kinds = [(row["id"], row["kind"]) for row in read("recommendations") if row["source"] == STATEMENT]
    closing = [("I1", "closing"), ("C1", "closing")]
    assert kinds == [*((f"R{n}", "recommendation") for n in range(1, 8)), *closing]
    signatories = [row for row in read("signatories") if row["source"] == STATEMENT]
    assert len(signatories) == 7
    assert not [row for row in signatories if row["country"] == "KGZ"]
    assert {row["short"] for row in signatories if row["note"] == "in exile"} == {"AHRCA", "TIHR"}


def test_only_the_region_and_kyrgyzstan_share_a_finding() -> None:
    shared = {i for i, count in Counter(row["id"] for row in FINDINGS).items() if count > 1}
    assert shared == {"Q07"}
    assert {row["country"] for row in FINDINGS if row["id"] == "Q07"} == {"XCA", "KGZ"}


def test_the_paragraphs_of_findings_stand_in_order() -> None:
    places = [(row["locator"][0], int(row["locator"][1:])) for row in FINDINGS]
    assert places == sorted(places, key=lambda place: ("IKGTMU".index(place[0]), place[1]))


@pytest.mark.parametrize("table", TABLES[1:])
def test_statement_rows_name_an_existing_paragraph_of_their_country(table: str) -> None:
    for row in read(table):
        if row["source"] != STATEMENT or row["locator"] in ("title", "R0"):
            continue
        section, paragraph = row["locator"][0], int(row["locator"][1:])
        assert 1 <= paragraph <= PARAGRAPHS[section], row["id"]
        if section in SECTIONS:
            assert row["country"] == SECTIONS[section], row["id"]
        assert row["year"] == "2024", row["id"]


@pytest.mark.parametrize("table", TABLES)
def test_every_source_is_in_the_references(table: str) -> None:
    assert {row["source"] for row in read(table)} - {""} <= REFERENCES.keys()


def test_every_reference_is_used_and_has_a_short_title_and_one_kind() -> None:
    assert len(REFERENCES) >= 32
    assert {row["source"] for table in TABLES for row in read(table)} - {""} == REFERENCES.keys()
    for key, fields in REFERENCES.items():
        assert fields["shorttitle"].value, key
        assert fields["keywords"].value == ("statement, edition 2024" if key == STATEMENT else "context"), key


@pytest.mark.parametrize("identifier", OBSERVATIONS)
def test_numbers_agree_with_the_status(identifier: str) -> None:
    row = OBSERVATIONS[identifier]
    assert (bool(row["low"]), bool(row["high"])) == NUMBERS_OF_STATUS[row["status"]]
    if row["status"] in ("exact", "about"):
        assert row["low"] == row["high"]
    if row["status"] == "range":
        assert float(row["low"]) < float(row["high"])
    assert (row["low"] == "0") == (row["status"] == "reported_zero")


def test_a_number_of_the_statement_quotes_the_words_that_hold_it() -> None:
    counted_by_us = {"N30"}
    for row in OBSERVATIONS.values():
        if row["source"] == STATEMENT:
            assert bool(row["verbatim"]) == (row["id"] not in counted_by_us), row["id"]
            assert len(row["verbatim"].split()) <= 9, row["id"]


def test_the_complaints_of_tajikistan_add_up() -> None:
    total, *parts = (int(OBSERVATIONS[i]["low"]) for i in ("N18", "N19", "N20", "N21"))
    assert total == sum(parts) == 17


def test_an_outcome_stands_beside_what_it_came_out_of() -> None:
    register = ("country", "period", "series", "source")
    for row in OBSERVATIONS.values():
        if row["outcome_of"]:
            bases = [
                base
                for base in OBSERVATIONS.values()
                if base["indicator"] == row["outcome_of"]
                and base["breakdown"] == "total"
                and all(base[column] == row[column] for column in register)
            ]
            assert len(bases) == 1, row["id"]


def test_only_what_a_source_links_is_an_outcome() -> None:
    links = Counter(
        (row["country"], row["year"], row["outcome_of"])
        for row in OBSERVATIONS.values()
        if row["outcome_of"] and row["year"] <= "2024"
    )
    assert links == {
        ("KAZ", "2024", "complaints"): 1,
        ("KAZ", "2024", "cases_registered"): 1,
        ("KGZ", "2018", "complaints"): 1,
        ("KGZ", "2018", "cases_registered"): 1,
        ("KGZ", "2024", "complaints"): 3,
        ("UZB", "2019", "complaints"): 1,
        ("UZB", "2024", "complaints"): 2,
    }


def test_the_outcomes_of_kyrgyzstan_in_2024_add_up() -> None:
    rows = [
        row
        for row in OBSERVATIONS.values()
        if (row["country"], row["period"], row["series"]) == ("KGZ", "2024", "prosecutor")
    ]
    complaints = next(int(row["low"]) for row in rows if row["indicator"] == "complaints")
    assert complaints == sum(int(row["low"]) for row in rows if row["outcome_of"] == "complaints") == 151


def test_not_published_is_said_only_of_the_whole() -> None:
    assert [row["id"] for row in OBSERVATIONS.values() if row["status"] == "not_published"] == []


def test_no_comprehensive_statistics_is_said_only_where_a_paragraph_says_so() -> None:
    said = sorted(
        (row["country"], row["locator"], row["indicator"])
        for row in OBSERVATIONS.values()
        if row["status"] == "not_comprehensive" and row["source"] == STATEMENT
    )
    assert said == [
        ("UZB", "U7", "cases_registered"),
        ("UZB", "U7", "complaints"),
        ("UZB", "U7", "convictions"),
        ("UZB", "U7", "prosecutions"),
    ]


def test_absent_is_said_only_of_what_the_words_call_absent_as_a_whole() -> None:
    limited = re.compile(r"\b(often|usually|frequently|rarely|comprehensive)\b", re.IGNORECASE)
    absent = [row for row in FINDINGS if "absent" in (row["law"], row["practice"])]
    assert len(absent) > 10
    assert [row["id"] for row in absent if limited.search(row["finding_en"])] == []
    # Nor is it said that figures are not published where they are not comprehensive.
    for row in OBSERVATIONS.values():
        if row["status"] == "not_published":
            assert not limited.search(f"{row['verbatim']} {row['note']}"), row["id"]
    assert finding("Q61")["practice"] == "absent"  # "a consistent failure": of the whole


def test_what_is_often_so_is_partial_or_harmful_and_no_comprehensive_statistics_are_some() -> None:
    codes = {name: (finding(name)["law"], finding(name)["practice"]) for name in ("Q11", "Q68", "Q74", "Q76")}
    assert codes == {"Q11": ("", "partial"), "Q68": ("", "partial"), "Q74": ("", "partial"), "Q76": ("", "partial")}


def test_what_a_fact_sheet_picks_has_one_place_each() -> None:
    for rows, most in ((FINDINGS, 3), (list(CASES.values()), 1)):
        places: dict[str, list[int]] = {}
        for row in rows:
            if row["sheet"]:
                places.setdefault(row["country"], []).append(int(row["sheet"]))
        assert places.keys() == {"KAZ", "KGZ", "TJK", "TKM", "UZB"}
        assert all(sorted(found) == list(range(1, most + 1)) for found in places.values())


def test_every_finding_is_told_in_both_languages() -> None:
    for row in FINDINGS:
        assert row["law"] or row["practice"], row["id"]
        assert row["finding_en"].endswith("."), row["id"]
        assert row["finding_ru"].endswith("."), row["id"]


def test_the_safeguards_grid_has_eighteen_rows_and_each_says_something() -> None:
    grid = {row["id"]: int(row["grid"]) for row in read("topics") if row["grid"]}
    assert list(grid.values()) == list(range(1, 19))
    assert grid.keys() <= {row["topic"] for row in FINDINGS}


def test_a_harmful_topic_has_its_own_words() -> None:
    words = {row["id"]: row["harmful_en"] for row in read("topics")}
    harmful = {row["topic"] for row in FINDINGS if "harmful" in (row["law"], row["practice"])}
    assert harmful <= {topic for topic, word in words.items() if word}


def test_a_recommendation_names_topics_and_indicators_that_exist() -> None:
    known = {column: {row["id"] for row in read(column)} for column in ("topics", "indicators")}
    for row in read("recommendations"):
        for column, identifiers in known.items():
            assert set(row[column].split()) <= identifiers, row["id"]


# --- The ten traps of the statement


def test_trap_01_complaints_of_the_coalition_and_cases_of_the_register_stay_apart() -> None:
    units = {row["id"]: row["unit"] for row in read("indicators")}
    complaints, cases = OBSERVATIONS["N01"], OBSERVATIONS["N03"]
    assert (complaints["low"], cases["low"]) == ("347", "57")
    assert complaints["series"] != cases["series"]
    assert units[complaints["indicator"]] != units[cases["indicator"]]
    assert complaints["outcome_of"] == cases["outcome_of"] == ""
    assert "ill-treatment" in complaints["note"]
    convictions = OBSERVATIONS["N02"]
    assert (convictions["low"], convictions["outcome_of"]) == ("4", "complaints")
    assert "verdicts or people" in convictions["note"]


def test_trap_02_pardons_beside_no_conviction_in_ten_years_are_left_unresolved() -> None:
    none = OBSERVATIONS["N16"]
    assert (none["status"], none["period"]) == ("reported_zero", "2015-06~/2025-06")
    assert "pardoned" in none["note"]
    pardon = finding("Q32")
    assert (pardon["topic"], pardon["locator"]) == ("amnesty_pardon", none["locator"])
    assert "does not say" in pardon["finding_en"]


def test_trap_03_five_states_without_a_number_stay_five() -> None:
    states = {
        "unknown": {"N06", "N07"},
        "some": {"N12", "N22"},
        "none_known": {"N29"},
        "zero by the state": {"N23"},
        "zero by the authors": {"N16", "N24"},
    }
    kinds = {
        name: {(OBSERVATIONS[i]["status"], OBSERVATIONS[i]["reporter"]) for i in ids} for name, ids in states.items()
    }
    assert kinds == {
        "unknown": {("unknown", "ngo")},
        "some": {("some", "ngo")},
        "none_known": {("none_known", "ngo")},
        "zero by the state": {("reported_zero", "state_to_cat")},
        "zero by the authors": {("reported_zero", "ngo")},
    }
    assert "Not an official zero" in OBSERVATIONS["N29"]["note"]


def test_trap_04_the_convictions_over_january_2022_are_a_cumulative_range() -> None:
    row = OBSERVATIONS["N08"]
    assert (row["status"], row["low"], row["high"]) == ("range", "40", "50")
    assert row["period"] == "2022-01/2025-06"
    assert "cumulative" in row["note"].lower()
    indicator = next(item for item in read("indicators") if item["id"] == row["indicator"])
    assert indicator["stage"] == ""
    # Earlier counts of the same thing are context of the same indicator and series.
    earlier = [
        item
        for item in OBSERVATIONS.values()
        if item["indicator"] == row["indicator"] and item["period"] < row["period"]
    ]
    assert {(item["series"], item["low"]) for item in earlier} == {
        ("january_2022", "0"),
        ("january_2022", "9"),
    }


def test_trap_05_silence_on_opcat_and_the_preventive_mechanism_stays_silence() -> None:
    countries = {topic: {row["country"] for row in FINDINGS if row["topic"] == topic} for topic in ("opcat", "npm")}
    assert countries == {"opcat": {"KAZ"}, "npm": {"KAZ", "KGZ"}}
    opcat = [row for row in EVENTS.values() if row["kind"] == "opcat" and row["source"] == STATEMENT]
    assert [(row["country"], row["date"]) for row in opcat] == [("KAZ", "../2025-06")]


def test_trap_06_zero_prosecutions_are_what_the_state_told_the_committee() -> None:
    row = OBSERVATIONS["N23"]
    assert (row["reporter"], row["series"], row["low"], row["high"]) == (
        "state_to_cat",
        "state_to_cat",
        "0",
        "0",
    )
    assert row["period"] == "../2025-04"
    assert "not stated" in row["note"]


def test_trap_07_a_spelling_variant_is_not_a_second_person() -> None:
    persons = [row["person"] for row in CASES.values() if row["person"] and row["source"] == STATEMENT]
    assert len(persons) == len(set(persons)) == 5
    assert [name for name in persons if name.endswith("Askarov")] == ["Azimjan Askarov"]
    assert "Azimjon" in EVENTS["D10"]["note"]
    text = " ".join((DATA / f"{table}.csv").read_text(encoding="utf-8") for table in TABLES)
    assert "Laureat " not in text
    assert "theicomplicating" not in text


def test_trap_08_the_study_has_no_date_of_its_own() -> None:
    sample, share = OBSERVATIONS["N14"], OBSERVATIONS["N15"]
    assert (sample["low"], share["status"], share["low"], share["high"]) == ("444", "more_than", "20", "")
    for row in (sample, share):
        assert row["period"] == "../2025-06"
        assert "not stated" in row["note"]


def test_trap_09_the_year_of_april_is_inferred_and_says_so() -> None:
    row = EVENTS["D24"]
    assert row["date"] == "2025-04?"
    assert row["confidence"] != "high"
    assert "inferred" in row["note"]


def test_trap_10_the_forensic_service_is_not_called_independent_in_tajikistan() -> None:
    service, mechanism = finding("Q43"), finding("Q42")
    # Where the wording leaves open what is lacking, it is not said to be lacking as a whole.
    assert (service["law"], mechanism["law"]) == ("partial", "absent")
    assert "independent" in mechanism["finding_en"]
    assert "forensic medical service" in service["finding_en"]
    # The word stands only where it is said that the wording leaves open whether it is meant; it is never applied.
    assert "; whether an independent service is meant, the wording leaves open." in service["finding_en"]
    assert service["finding_en"].count("independent") == 1
    assert "; имеется ли в виду независимая, из текста неясно." in service["finding_ru"]
    assert service["finding_ru"].count("независим") == 1
