"""What the measures find, and what all of them promise: the columns of values, frames as good as editions, nothing."""

import pandas as pd
import pytest
from tests.conftest import CODES
from tests.editions import OF_COUNTRIES, opened, reopened
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
    frames = [frame for edition in editions.values() if len(frame := MEASURES[name](edition))]
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


def test_values_of_two_units_and_counts_of_two_series_are_not_set_on_one_scale(editions, made_up):
    indicators = ["case_persons_detained", "officer_sentence"]
    with pytest.raises(IncomparableError, match="Synthetic: one scale cannot hold persons, years"):
        measures.values(editions["KAZ"], indicators, case="C01", title="Synthetic")
    assert list(measures.values(editions["KAZ"], indicators, case="C01")["indicator"]) == indicators
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
