"""Trends: one series, years that can be compared, gaps that stay gaps."""

from dataclasses import replace

import pytest

from behindbars.dataset import load
from behindbars.errors import IncomparableError
from behindbars.trends import accumulation, trends
from tests.test_gap import restated


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


def test_the_figure_of_one_case_is_no_point_of_a_trend(package):
    assert trends(restated(package.load(), "O15", case="C2"), "complaints", 2024) == []


def test_the_figure_of_one_case_does_not_accumulate(project_data):
    dataset = restated(load(project_data), "X09", case="C01")
    trend = accumulation(dataset, "KAZ", "january_2022_officials_convicted", 2024)
    assert [row.id for row in trend.observations] == ["X08", "N08"]


def test_two_rows_of_one_year_are_no_trend(package):
    dataset = package.load()
    of_2022 = next(row.period for row in dataset.observation_rows if row.id == "O15")
    assert trends(restated(dataset, "O16", period=of_2022, year=2022), "complaints", 2024) == []


@pytest.mark.parametrize(
    ("sources", "standing"),
    [
        ({"O15": "made_up_context", "again": "made_up_context"}, "again"),  # the later in the file
        ({"O15": "made_up_context", "again": "older"}, "O15"),  # the newer source
        ({"O15": "older", "again": "made_up_context"}, "again"),
        ({"O15": "made_up_statement", "again": "made_up_context"}, "O15"),  # the statement
        ({"O15": "undated", "again": "older"}, "again"),
    ],
)
def test_of_a_figure_and_its_restatement_one_stands(package, sources, standing):
    dataset = package.load()
    context = dataset.references["made_up_context"]
    references = {
        **dataset.references,
        "made_up_context": replace(context, date="2026"),
        "older": replace(context, date="2001-02"),
        "undated": replace(context, date=None),
    }
    row = next(row for row in dataset.observation_rows if row.id == "O15")
    rows = (*dataset.observation_rows, replace(row, id="again"))
    dataset = replace(dataset, references=references, observation_rows=rows)
    for identifier, source in sources.items():
        is_context = not references[source].is_statement
        dataset = restated(dataset, identifier, source=source, is_context=is_context)
    [trend] = trends(dataset, "complaints", 2024)
    assert [one.id for one in trend.observations] == ["O16", standing]
