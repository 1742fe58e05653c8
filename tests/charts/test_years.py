"""The axis of years."""

from itertools import pairwise

import pytest

from behindbars.charts.years import Years
from behindbars.fonts import measure
from behindbars.theme import SMALL


def test_a_time_stands_where_its_year_does() -> None:
    years = Years(2000, 2010, 50, 150)
    assert years.pitch == 10
    assert [years.at(2000), years.at(2004.5), years.at(2010)] == [50, 95, 150]


@pytest.mark.parametrize(
    ("width", "named"),
    [
        (600, [2015, 2016, 2017, 2018, 2019, 2020, 2021, 2022, 2023, 2024]),
        (300, [2016, 2018, 2020, 2022, 2024]),
        (150, [2015, 2020]),
    ],
)
def test_as_many_years_are_named_as_have_room(width: float, named: list[int]) -> None:
    assert Years(2015, 2025, 0, width).named == named


@pytest.mark.parametrize("width", [40, 150, 300, 600])
def test_names_are_inside_and_apart(width: float) -> None:
    half = measure("2000", SMALL) / 2
    names = Years(1995, 2026, 10, 10 + width).names(6)
    assert all(name.x - half >= 10 and name.x + half <= 10 + width + 1e-6 for name in names)
    assert all(later.x - earlier.x > 2 * half for earlier, later in pairwise(names))
