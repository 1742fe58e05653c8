"""The charts of the regional overview: every country has its marks, its panel, its cell, its reason."""

import re
from dataclasses import replace

import pytest

from behindbars import region_figures
from behindbars.values import Status, Value
from tests.charts.svg import Drawing
from tests.conftest import CODES
from tests.test_gap import restated


def both(figure):
    return figure.spec, figure.spec["usermeta"]["narrow"]


def test_every_country_has_its_complaints_or_the_reason_why_there_are_none(region):
    figure = region_figures.gaps(region)
    for said in (
        "Kazakhstan: 347 complaints, 4 convictions; 4 of 347, about 1 in 87: 98.8 per cent without a known conviction.",
        "Kyrgyzstan: complaints not mentioned, convictions, about June 2015 to June 2025: none, ",
        "Tajikistan: 17 complaints, convictions not mentioned.",
        "Turkmenistan: complaints not mentioned, convictions not mentioned.",
        "Uzbekistan: complaints not published, convictions not published.",
    ):
        assert said in figure.alt
    for spec in both(figure):
        printed = [text.text for text in Drawing(spec).texts]
        assert {country.name_en for country in region.dataset.countries_of(2024)} <= set(printed)


def test_the_gaps_are_one_mark_a_complaint(region):
    for spec in both(region_figures.gaps(region)):
        assert sum(count for _, _, count in Drawing(spec).dots) == 347 + 17


def test_the_table_of_the_gaps_holds_what_they_rest_on(region):
    figure = region_figures.gaps(region)
    assert [row["id"] for row in figure.data] == ["N01", "N02", "N16", "N18", "NP01", "NP04"]
    assert len(figure.table.rows) == len(figure.data)


def test_every_country_and_series_has_its_panel_with_every_stage(region):
    figure = region_figures.cascades(region)
    titles = set(re.findall(r"(Kazakhstan|Kyrgyzstan|Tajikistan|Turkmenistan|Uzbekistan), ", figure.alt))
    assert len(titles) == 5
    page, phone = (Drawing(spec) for spec in both(figure))
    assert page.height < 720
    printed = [text.text for text in phone.texts]
    assert all(printed.count(stage) == 8 for stage in ("Complaints", "Suspects", "Convictions"))


@pytest.mark.parametrize("draw", [region_figures.gaps, region_figures.cascades])
def test_no_word_is_cut_off_or_covered(region, draw):
    for spec in both(draw(region)):
        drawing = Drawing(spec)
        assert drawing.outside == drawing.overlapping == []


def test_the_grids_have_all_their_cells(region):
    assert len(region_figures.transparency(region).data) == 30
    assert len(region_figures.safeguards(region).data) == 90


def headline(region, kept):
    countries = {code: row for code, row in region.dataset.countries.items() if code in kept or row.kind == "region"}
    chapter = replace(region, dataset=replace(region.dataset, countries=countries))
    return region_figures.gaps(chapter).alt.partition(". ")[0]


def test_the_headline_of_the_gaps_says_no_more_than_the_statement(region):
    led = "In Kazakhstan, 347 complaints of torture and ill-treatment led to 4 convictions"
    link = "the statement link complaints to convictions"
    assert headline(region, CODES) == f"{led}; for no other country does {link}"
    assert headline(region, ["KAZ", "KGZ"]) == (
        f"{led}; for Kyrgyzstan the statement does not link complaints to convictions"
    )
    assert headline(region, ["KAZ"]) == led
    assert headline(region, ["KGZ"]) == (
        "For no country of the region does the statement link complaints of torture to convictions"
    )


def with_value(region, identifier, value):
    return replace(region, dataset=restated(region.dataset, identifier, value=value))


@pytest.mark.parametrize(
    ("value", "headline", "marks"),
    [
        (Value(0, 0, Status.REPORTED_ZERO, "convictions"), "led to no convictions; for no other", 364),
        (Value(2, 5, Status.RANGE, "convictions"), "led to 2 to 5 convictions; for no other", 364),
        (Value(None, None, Status.UNKNOWN, "convictions"), "For no country of the region", 364),
    ],
)
def test_convictions_known_in_another_way_keep_all_marks(region, value, headline, marks):
    figure = region_figures.gaps(with_value(region, "N02", value))
    assert headline in figure.alt
    assert sum(count for _, _, count in Drawing(figure.spec).dots) == marks


@pytest.mark.parametrize(
    ("value", "marks"),
    [
        (Value(5000, 5000, Status.EXACT, "complaints"), 5017),
        (Value(300, None, Status.AT_LEAST, "complaints"), 317),
        (Value(None, 20, Status.UP_TO, "complaints"), 37),
        (Value(None, None, Status.SOME, "complaints"), 17),
        (Value(12000, 12000, Status.EXACT, "complaints"), 17),
    ],
)
def test_complaints_of_any_number_are_drawn_and_no_country_is_left_out(region, value, marks):
    figure = region_figures.gaps(with_value(region, "N01", value))
    for spec in both(figure):
        drawing = Drawing(spec)
        assert sum(count for _, _, count in drawing.dots) == marks
        assert drawing.outside == drawing.overlapping == []
        assert drawing.height < 1000
    assert all(country.name_en in figure.alt for country in region.dataset.countries_of(2024))


def test_a_year_without_any_figure_names_every_country(region):
    figure = region_figures.gaps(replace(region, dataset=replace(region.dataset, observation_rows=())))
    assert figure.alt.startswith("For no country of the region does the statement link")
    assert figure.alt.count("complaints not mentioned, convictions not mentioned") == len(CODES)
    assert Drawing(figure.spec).dots == []
    assert "mark" not in " ".join(figure.spec["title"]["subtitle"])
