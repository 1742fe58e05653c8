"""Two figures of one thing: which stands for a year, when a count ends, and what may not be compared."""

from dataclasses import replace

import pandas as pd
import pytest
from tests.editions import changed, reopened, restated, row

from behindbars.measures import growth, trends
from behindbars.measures.gap import incomparable


def test_later_years_are_left_out_and_a_frame_of_several_countries_names_each(made_up, region):
    observations = made_up["B"].observations
    assert trends(observations[observations["year"].le(2021)], "complaints").empty
    panels = [list(trends(data, "complaints")["panel"].unique()) for data in (region, region.observations)]
    assert panels[0] == panels[1]


@pytest.mark.parametrize(("year", "days"), [(2023, 365), (2024, 366)])
def test_the_last_day_of_a_year_is_364_or_365_days_into_it(made_up, year, days):
    found = growth(restated(made_up["B"], "O12", period=str(year)), "share")
    assert found["time"].iloc[0] == pytest.approx(year + (days - 1) / days)


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
def test_of_a_figure_and_its_restatement_one_stands(made_up, sources, standing):
    edition = made_up["B"]
    context = edition.package.references["made_up_context"]
    dated = {"made_up_context": "2026", "older": "2001-02", "undated": None}
    references = {key: replace(context, key=key, date=date) for key, date in dated.items()}
    package = replace(edition.package, references={**edition.package.references, **references})
    frame = package.frames["observations"]
    frame = pd.concat([frame, frame[frame["id"].eq("O15")].assign(id="again")], ignore_index=True)
    for identifier, source in sources.items():
        cells = {"source": source, "context": not package.references[source].is_statement}
        frame = changed(frame, frame["id"].eq(identifier), cells)
    found = trends(reopened(replace(edition, package=package), observations=frame), "complaints")
    assert list(found["id"]) == ["O16", standing]


@pytest.mark.parametrize(
    ("part", "whole", "reason"),
    [
        ("N03", "N01", "they come from different series (NGO coalition; criminal register)"),
        ("N05", "N03", "they count different things (cases; people)"),
        ("N18", "N01", "they are of different countries"),
        ("N08", "N03", "they cover different periods (2024; January 2022 to June 2025)"),
    ],
)
def test_what_differs_is_not_divided(region, part, whole, reason):
    assert reason in incomparable(row(region, part), row(region, whole), region.words)
