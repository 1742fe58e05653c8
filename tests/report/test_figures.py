"""The words of the figures beside their tables, and what the region's say of several countries."""

from tests.conftest import CODES
from tests.editions import changed, of, opened, reopened, restated, texts, value

from behindbars import measures
from behindbars.report.figures import figure_text, why_nothing


def test_every_value_stands_in_words_and_in_the_table(editions, region):
    for edition in editions.values():
        cascade = measures.cascade(edition)
        told = cascade.dropna(subset="id")
        if why := why_nothing(edition, cascade):
            assert told["low"].notna().sum() < 2
            assert all(text in why for row in told.itertuples() for text in (row.words, f"{{{row.locator}}}"))
            continue
        said = texts(edition, cascade)
        assert told["low"].notna().sum() >= 2
        assert all(record["words"] in said.alt for record in said.data)
        assert len(said.table.rows) == len(said.data) == len(told) > 0
    gap = texts(editions["KAZ"], measures.gap(editions["KAZ"]))
    assert [record["id"] for record in gap.data] == ["N01", "N02"]
    assert len(gap.table.rows) == len(gap.data)
    found = measures.furthest(region)
    furthest, transparency, safeguards = (
        texts(region, frame) for frame in (found, measures.transparency(region), measures.safeguards(region))
    )
    assert [record["id"] for record in furthest.data] == ["N01", "N02", "N16", "N22", "N18", "N23", "N29"]
    assert len(furthest.table.rows) == len(furthest.data)
    assert all(f"{row.country_name}: {row.words} ({row.stage_name})" in furthest.alt for row in found.itertuples())
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


def test_what_lasted_is_told_apart_from_what_happened_at_some_time(region):
    frame, lasting = region.package.frames["events"], "a bar: all through the span"
    assert lasting not in texts(region, measures.happenings(region)).subtitle
    detained = changed(frame, frame["id"].eq("D16"), {"date": "2022-05/2025-06"})
    edition = reopened(region, events=detained)
    assert lasting in texts(edition, measures.happenings(edition)).subtitle


def test_the_gap_is_drawn_of_one_country_only(region, editions):
    assert figure_text(region, measures.gap(region)) is None
    kazakhstan = of(region, "KAZ")
    assert figure_text(kazakhstan, measures.gap(kazakhstan))
    for code in CODES:
        assert bool(why_nothing(editions[code], measures.gap(editions[code]))) == (code != "KAZ")
    edition = reopened(region, observations=region.package.frames["observations"][:0])
    said = why_nothing(edition, measures.gap(edition))
    assert said == "No mark can stand for a complaint here: complaints not mentioned; convictions not mentioned."


def test_few_answer_only_where_it_can_be_computed_and_everywhere_where_anybody_is_convicted(region):
    few = "Torture persists in Central Asia, and few answer for it"
    counted = "How far complaints of torture can be followed, country by country"
    for codes, headline in ((CODES, few), (["KAZ"], few), (["KGZ", "TJK", "TKM", "UZB"], counted)):
        edition = of(region, *codes)
        assert texts(edition, measures.furthest(edition)).headline == headline
    silent = reopened(region, observations=region.package.frames["observations"][:0])
    said = texts(silent, measures.furthest(silent))
    assert said.headline == counted
    assert said.alt.count("no stage mentioned") == len(CODES)
    for convictions, headline in ((0, few), (4, few), (17, few), (18, counted), (30, counted)):
        edition = restated(region, "N02", **value(convictions, convictions, "exact"))
        assert (measures.gap(edition)["low"].dropna().item() >= 95) == (headline == few)
        assert texts(edition, measures.furthest(edition)).headline == headline


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
