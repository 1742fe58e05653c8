"""The words of the figures beside their tables, and what the region's say of several countries."""

from tests.conftest import CODES
from tests.editions import of, opened, reopened, texts

from behindbars import measures


def test_every_value_stands_in_words_and_in_the_table(editions, region):
    for edition in (*editions.values(), region):
        said = texts(edition, measures.cascade(edition))
        assert all(record["words"] in said.alt for record in said.data)
        assert len(said.table.rows) == len(said.data) > 0
    gaps, transparency, safeguards = (
        texts(region, measure(region)) for measure in (measures.gap, measures.transparency, measures.safeguards)
    )
    assert [record["id"] for record in gaps.data] == ["N01", "N02", "N16", "N18", "NP01", "NP04"]
    assert len(gaps.table.rows) == len(gaps.data)
    assert (len(transparency.data), len(transparency.table.rows)) == (30, 6)
    assert (len(safeguards.data), len(safeguards.table.rows)) == (90, 18)
    said = texts(editions["KAZ"], measures.growth(editions["KAZ"], "january_2022_officials_convicted"))
    assert [record["words"] for record in said.data] == ["none, according to the source", "9", "40 to 50"]


def test_every_fact_of_a_timeline_stands_in_its_table_with_its_date(region):
    for found in (measures.milestones(region), measures.happenings(region)):
        said = texts(region, found)
        assert [record["id"] for record in said.data] == list(found["id"])
        for (where, what, _), event in zip(said.table.rows, found.itertuples(), strict=True):
            assert where == f"{event.country_name}, {event.when}"
            assert what.replace("\\", "").startswith(event.event)


def test_the_headline_of_the_gaps_names_other_countries_only_where_there_are_some(region):
    led = "In Kazakhstan, 347 complaints of torture and ill-treatment led to 4 convictions"
    none = "For no country of the region does the statement link complaints of torture to convictions"
    for codes, headline in (
        (CODES, f"{led}; for no other country does the statement link complaints to convictions"),
        (["KAZ", "KGZ"], f"{led}; for Kyrgyzstan the statement does not link complaints to convictions"),
        (["KAZ"], led),
        (["KGZ"], none),
    ):
        edition = of(region, *codes)
        assert texts(edition, measures.gap(edition)).headline == headline
    edition = reopened(region, observations=region.package.frames["observations"][:0])
    said = texts(edition, measures.gap(edition))
    assert said.alt.startswith(none)
    assert said.alt.count("complaints not mentioned, convictions not mentioned") == len(CODES)
    assert "mark" not in said.subtitle


def test_a_growing_count_says_what_its_indicator_counts(editions):
    frame = editions["KAZ"].package.frames["indicators"]
    edition = reopened(editions["KAZ"], indicators=frame.assign(definition_en="Synthetic definition."))
    subtitle = texts(edition, measures.growth(edition, "january_2022_officials_convicted")).subtitle
    assert "Synthetic definition." in subtitle
    assert "convicted of torture" not in subtitle


def test_a_value_of_an_earlier_statement_is_told_from_this_one(package):
    package.begin_2025()
    package.repeat_in_2025("observations", 7, period="2025")
    answer = {"year": "2025", "asked": "Synthetic?", "answer": "not mentioned", "name": "Nobody", "date": "2026-07-01"}
    answered = ("O02", "O03", "O04", "O05", "O06", "O08", "O09", "O10")
    package.tables["answers"] += [answer | {"question": f"observations/{name}"} for name in answered]
    package.write()
    edition, first = opened("XXA", package.folder, 2025), opened("XXA", package.folder)
    older, newer = (texts(edition, measures.growth(edition, name)) for name in ("complaints", "cases_registered"))
    assert "20 synthetic complaints by December 2024, as the statement on 2024 said" in older.alt
    assert newer.alt.startswith("9 synthetic cases_registered by December 2025.")
    assert all("this and earlier statements" in said.subtitle for said in (older, newer))
    said = texts(first, measures.growth(first, "complaints"))
    assert "earlier statements" not in said.subtitle
    assert "statement on" not in said.alt


def test_of_two_events_without_a_death_it_is_said_that_none_is_among_them(package):
    package.add("events", 3, id="D4", date="2025-05")
    edition = opened(folder=package.folder)
    said = texts(edition, measures.happenings(edition)).headline
    assert said == "Two dated events shown, no death in custody among them"
