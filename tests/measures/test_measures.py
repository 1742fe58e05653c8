"""What the measures find, and what all of them promise: the columns of values, frames as good as editions, nothing."""

import pandas as pd
import pytest
from tests.conftest import CODES
from tests.editions import OF_COUNTRIES, opened, reopened, restated, value
from tests.promises import MEASURES, OF_EDITIONS, holds, lines

from behindbars import measures
from behindbars.errors import IncomparableError
from behindbars.measures.cascade import STAGES
from behindbars.package.values import Status


@pytest.mark.parametrize("line", lines(__file__, "found.txt"))
def test_a_measure_finds(editions, region, made_up, line):
    assert holds(line, {**editions, "region": region, **made_up}) == ""


@pytest.mark.parametrize("name", [name for name in MEASURES if name != "gap"])
def test_every_frame_of_values_says_how_each_is_known(editions, name):
    counted = restated(editions["KGZ"], "N15", **value(20.5, 20.5, "exact"))  # a study of which an interval is drawn
    frames = [frame for edition in (*editions.values(), counted) if len(frame := MEASURES[name](edition))]
    assert frames
    for frame in frames:
        assert {"low", "high", "status", "words", "context"} <= set(frame)
        assert set(frame["status"]) <= {*map(str, Status), "not_mentioned"}
        assert frame["words"].map(bool).all()
        assert frame["context"].isin([True, False]).all()


@pytest.mark.parametrize("name", MEASURES)
def test_a_frame_of_observations_is_as_good_as_its_edition(editions, name):
    for edition in editions.values():
        before = edition.observations.copy()
        # Of several countries, as a frame may hold them, a panel names its own.
        whole, plain = (MEASURES[name](data) for data in (edition, edition.observations))
        pd.testing.assert_frame_equal(*(one.drop(columns="panel", errors="ignore") for one in (plain, whole)))
        pd.testing.assert_frame_equal(edition.observations, before)


@pytest.fixture(scope="module")
def emptied(region):
    """Editions of all countries and of the region without a row of any of them."""
    frames = {table: region.package.frames[table][:0] for table in OF_COUNTRIES}
    return [reopened(region, code, **frames) for code in (*CODES, None)]


@pytest.mark.parametrize("name", MEASURES | OF_EDITIONS)
def test_nothing_is_a_case_like_any_other(emptied, name):
    for edition in emptied:
        found = (MEASURES | OF_EDITIONS)[name](edition)
        spoken = found[found["status"].ne("not_mentioned")] if "status" in found and name != "gap" else found
        assert spoken.empty or (name == "gap" and spoken["reason"].notna().all())
        assert found.attrs["measure"]
        if name in MEASURES:
            assert MEASURES[name](edition.observations).empty


def test_every_country_has_all_stages_and_context_makes_a_cascade_of_its_own(editions, made_up, package):
    for edition in editions.values():
        for _, part in measures.cascade(edition).groupby("series", observed=True):
            assert list(part["stage"]) == list(STAGES)
    observations = made_up["B"].observations.copy()
    observations.attrs["edition"] = 2022
    assert measures.cascade(observations).empty
    assert list(measures.cascade(observations, context=True)["id"].dropna()) == ["O15"]
    package.add("countries", 3, iso3="XXC", slug="celand", section="C", name_en="Synthetic C")
    assert set(measures.cascade(opened("XXC", package.folder))["status"]) == {"not_mentioned"}


def test_the_context_of_another_year_is_not_taken_for_a_gap(editions):
    observations = editions["KAZ"].observations.copy()
    observations.attrs["edition"] = 2023
    assert measures.gap(observations).empty


def test_counts_of_two_series_are_not_set_on_one_scale(editions, made_up):
    with pytest.raises(IncomparableError, match="by 3 series, not by one"):
        measures.growth(editions["UZB"], "cases_registered")
    with pytest.raises(IncomparableError, match="by 2 series, not by one"):  # one, of two countries
        measures.growth(made_up["all"].observations.query("indicator == 'convictions' or id == 'O06'"), "convictions")


def test_context_stands_among_values_only_where_it_is_wanted(editions):
    indicators = ["officials_convicted", "officials_acquitted"]
    assert list(measures.values(editions["KGZ"], indicators, context=True)["context"]) == [False, True]
    assert list(measures.values(editions["KGZ"], indicators)["context"]) == [False]


def test_events_are_drawn_once_each_and_in_the_order_of_their_dates(region):
    milestones, happenings = measures.milestones(region), measures.happenings(region)
    # What the statement tells is not drawn again from context; every other milestone of the context is.
    reviews = milestones.query("country == 'TKM' and kind == 'cat_review' and date == '2025-04'")
    assert list(reviews["source"]) == ["statement2025"]
    assert {f"M{number:02}" for number in range(1, 19)} - set(milestones["id"]) == {"M14"}
    for found in (milestones, happenings):
        assert list(found["lane"].cat.categories) == list(region.countries["country_name"])
        assert all(lane["start"].is_monotonic_increasing for _, lane in found.groupby("lane", observed=True))


def test_every_country_has_one_furthest_stage_and_it_is_the_last_of_which_the_cascade_tells_something(region, editions):
    found = measures.furthest(region)
    assert list(found["country"]) == list(CODES)
    told = measures.cascade(region)
    told = told[told["id"].notna() & ~told["status"].isin(["unknown", "not_published", "not_comprehensive"])]
    assert (
        found.set_index("country")["stage"].to_dict() == told.groupby("country", observed=True)["stage"].max().to_dict()
    )
    assert not found["context"].any()
    assert found["stage_name"].cat.ordered
    for row in found.itertuples():
        alone = measures.furthest(editions[row.country])
        assert [alone["words"].iloc[0], alone["ids"].iloc[0]] == [row.words, row.ids]
    computed = measures.gap(region).dropna(subset="low")
    assert list(computed["country"]) == ["KAZ"]
    assert list(found.loc[found["country"].isin(computed["country"]), "ids"]) == list(computed["ids"])


def test_a_country_of_which_nothing_is_told_has_its_row_and_context_does_not_fill_it(region, package):
    frame = region.package.frames["observations"]
    kept = frame[frame["country"].ne("UZB") | frame["context"]]
    found = measures.furthest(reopened(region, observations=kept)).set_index("country")
    assert list(found.index) == list(CODES)
    silent = found.loc["UZB"]
    assert (silent["stage"], silent["status"], silent["words"], silent["ids"]) == (
        STAGES[0], "not_mentioned", "no stage mentioned", "",
    )  # fmt: skip
    package.add("countries", 3, iso3="XXC", slug="celand", section="C", name_en="Synthetic C")
    assert list(measures.furthest(opened("XXC", package.folder))["status"]) == ["not_mentioned"]
