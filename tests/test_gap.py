"""The impunity gap: computed where the source links the figures, refused with a reason elsewhere."""

from dataclasses import replace

import pytest

from behindbars.dataset import load
from behindbars.errors import IncomparableError
from behindbars.gap import Gap, NoGap, check_comparable, impunity_gap
from behindbars.values import Status, Value


def restated(dataset, identifier, **fields):
    """Copy a dataset with other fields in one of its rows of values, whatever the checks would say of it."""
    rows = [replace(one, **fields) if one.id == identifier else one for one in dataset.observation_rows]
    return replace(dataset, observation_rows=tuple(rows))


def row(dataset, identifier):
    return next(one for one in dataset.observation_rows if one.id == identifier)


def test_the_gap_of_kazakhstan(project_data):
    gap = impunity_gap(load(project_data), "KAZ", 2024)
    assert isinstance(gap, Gap)
    assert gap.frequency == "4 of 347, about 1 in 87"
    assert gap.share.low == pytest.approx(98.847, abs=0.001)


@pytest.mark.parametrize(
    ("country", "reason"),
    [
        (
            "KGZ",
            "complaints not mentioned; convictions, about June 2015 to June 2025: none, according to the authors",
        ),
        ("TJK", "17 complaints; convictions not mentioned"),
        ("TKM", "complaints not mentioned; convictions not mentioned"),
        ("UZB", "complaints not published; convictions not published"),
    ],
)
def test_every_other_country_has_its_reason(project_data, country, reason):
    gap = impunity_gap(load(project_data), country, 2024)
    assert isinstance(gap, NoGap)
    assert gap.reason == reason


def test_different_series_are_refused(project_data):
    dataset = load(project_data)
    with pytest.raises(IncomparableError, match=r"different series \(NGO coalition; criminal register\)"):
        check_comparable(row(dataset, "N03"), row(dataset, "N01"), dataset)


def test_different_units_are_refused_where_the_source_links_nothing(project_data):
    dataset = load(project_data)
    with pytest.raises(IncomparableError, match=r"count different things \(cases; persons\)"):
        check_comparable(row(dataset, "N05"), row(dataset, "N03"), dataset)


def test_different_periods_are_refused(package):
    package.put("observations", 6, period="2023", note="synthetic", outcome_of="")
    dataset = package.load()
    with pytest.raises(IncomparableError, match=r"different periods \(2024; 2023\)"):
        check_comparable(row(dataset, "O06"), row(dataset, "O02"), dataset)


def test_convictions_that_the_source_does_not_link_give_no_gap(package):
    package.put("observations", 6, outcome_of="")
    gap = impunity_gap(package.load(), "XXA", 2024)
    assert isinstance(gap, NoGap)
    assert "does not say that the one came out of the other" in gap.reason


def test_a_link_makes_the_gap(package):
    gap = impunity_gap(package.load(), "XXA", 2024)
    assert isinstance(gap, Gap)
    assert gap.frequency == "2 of 20, 1 in 10"
    assert gap.share.bounds == (90, 90)


def test_a_range_of_convictions_gives_an_interval(package):
    package.put("observations", 6, low="2", high="5", status="range")
    gap = impunity_gap(package.load(), "XXA", 2024)
    assert gap.share.bounds == (75, 90)
    assert gap.frequency == "2 to 5 of 20"


def test_the_context_of_another_year_is_not_taken_for_a_gap(project_data):
    assert isinstance(impunity_gap(load(project_data), "KAZ", 2023), NoGap)


def test_complaints_with_no_lower_bound_give_no_gap(package):
    dataset = restated(package.load(), "O02", value=Value(None, 20, Status.UP_TO, "complaints"))
    gap = impunity_gap(dataset, "XXA", 2024)
    assert isinstance(gap, NoGap)
    assert gap.reason.startswith("complaints and convictions cannot be compared: ")
    assert "may be zero" in gap.reason


def test_more_convictions_than_complaints_give_no_gap(package):
    dataset = restated(package.load(), "O06", value=Value(25, 25, Status.EXACT, "convictions"))
    gap = impunity_gap(dataset, "XXA", 2024)
    assert isinstance(gap, NoGap)
    assert "the part is larger than the whole" in gap.reason


@pytest.mark.parametrize(
    ("reporter", "outcome"),
    [("ngo", "no convictions"), ("authorities", "no convictions, as the authorities reported")],
)
def test_a_reported_zero_makes_a_gap_of_all(package, reporter, outcome):
    zero = Value(0, 0, Status.REPORTED_ZERO, "convictions")
    gap = impunity_gap(restated(package.load(), "O06", value=zero, reporter=reporter), "XXA", 2024)
    assert isinstance(gap, Gap)
    assert (gap.frequency, gap.outcome, gap.share.bounds) == ("none of 20", outcome, (100, 100))
