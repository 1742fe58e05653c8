"""Trends: one series, years that can be compared, gaps that stay gaps."""

import pytest

from behindbars.dataset import load
from behindbars.errors import IncomparableError
from behindbars.trends import accumulation, trends


def test_a_trend_is_of_one_series(package):
    [trend] = trends(package.load(), "complaints", 2024)
    assert (trend.country, trend.series) == ("XXB", "coalition")
    assert [row.id for row in trend.observations] == ["O16", "O15"]


def test_later_years_are_left_out(package):
    assert trends(package.load(), "complaints", 2021) == []


def test_eight_years_of_one_series_in_tajikistan(project_data):
    [trend] = trends(load(project_data), "complaints", 2024, country="TJK")
    assert [row.value.low for row in trend.observations] == [66, 44, 52, 37, 24, 16, 16, 17]
    assert [row.is_context for row in trend.observations] == [True] * 7 + [False]


def test_the_ombudsman_and_the_prosecutor_of_uzbekistan_are_two_trends(project_data):
    found = trends(load(project_data), "complaints", 2024, country="UZB")
    assert [(trend.series, len(trend.observations)) for trend in found] == [
        ("prosecutor", 3),
        ("ombudsman", 5),
    ]


def test_a_total_over_several_years_is_no_point_of_a_trend(project_data):
    found = trends(load(project_data), "complaints", 2024, country="UZB")
    assert 757 not in [row.value.low for trend in found for row in trend.observations]


def test_officials_convicted_over_january_2022_accumulate(project_data):
    trend = accumulation(load(project_data), "KAZ", "january_2022_officials_convicted", 2024)
    assert [row.value.bounds for row in trend.observations] == [(0, 0), (9, 9), (40, 50)]


def test_an_accumulation_of_several_series_is_refused(project_data):
    with pytest.raises(IncomparableError, match="by 3 series, not by one"):
        accumulation(load(project_data), "UZB", "cases_registered", 2024)
