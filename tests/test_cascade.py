"""The cascade: every stage is always there, and no series is mixed with another."""

import pytest

from behindbars.cascade import STAGES, at_stage, cascades
from behindbars.dataset import load
from tests.test_gap import restated


def test_every_stage_is_there_whether_addressed_or_not(package):
    [coalition, register] = cascades(package.load(), "XXA", 2024)
    assert list(coalition.stages) == list(register.stages) == list(STAGES)
    assert [row and row.id for row in coalition.stages.values()] == ["O02", None, None, None, None, "O06"]
    assert [row and row.id for row in register.stages.values()] == [None, "O07", "O09", "O10", "O08", None]


def test_parts_of_a_total_are_no_stage_of_their_own(package):
    ids = {row.id for cascade in cascades(package.load(), "XXA", 2024) for row in cascade.observations}
    assert not ids & {"O03", "O04", "O05"}


def test_context_makes_a_cascade_of_its_own(package):
    dataset = package.load()
    assert cascades(dataset, "XXB", 2022) == []
    [context] = cascades(dataset, "XXB", 2022, context=True)
    assert [row.id for row in context.observations] == ["O15"]


def test_a_stage_lists_what_every_series_says_of_it(package):
    found = cascades(package.load(), "XXA", 2024)
    assert [row.id for row in at_stage(found, 1)] == ["O02"]
    assert at_stage(found, 5)[0].value.status == "unknown"


@pytest.mark.parametrize("country", ["KAZ", "KGZ", "TJK", "TKM", "UZB"])
def test_every_country_of_the_edition_has_a_cascade_with_all_stages(project_data, country):
    found = cascades(load(project_data), country, 2024)
    assert found
    assert all(list(cascade.stages) == list(STAGES) for cascade in found)


def test_the_two_series_of_kazakhstan_stay_apart(project_data):
    by_series = {cascade.series: cascade for cascade in cascades(load(project_data), "KAZ", 2024)}
    assert by_series["coalition"].stages[1].value.low == 347
    assert by_series["coalition"].stages[2] is None
    assert by_series["criminal_register"].stages[1] is None
    assert by_series["criminal_register"].stages[6].value.status == "unknown"


def test_the_figure_of_one_case_is_no_stage_of_the_country(package):
    dataset = restated(package.load(), "O06", case="C1")
    [coalition, _] = cascades(dataset, "XXA", 2024)
    assert coalition.stages[6] is None
