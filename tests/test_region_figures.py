"""The charts of the regional overview: every country has its panel, its cell, its reason."""

import re
from dataclasses import replace

from behindbars import region_figures


def test_every_country_has_its_gap_or_its_reason(region):
    figure = region_figures.gaps(region)
    for name in (
        "Kazakhstan 4 of 347, about 1 in 87: 98.8 per cent",
        "Kyrgyzstan cannot",
        "Tajikistan cannot",
        "Turkmenistan cannot",
    ):
        assert name in figure.alt


def test_every_country_and_series_has_its_panel(region):
    figure = region_figures.cascades(region)
    titles = set(re.findall(r"(Kazakhstan|Kyrgyzstan|Tajikistan|Turkmenistan|Uzbekistan), ", figure.alt))
    assert len(titles) == 5


def test_the_grids_have_all_their_cells(region):
    assert len(region_figures.transparency(region).data) == 30
    assert len(region_figures.safeguards(region).data) == 90


def headline(region, kept):
    countries = {code: row for code, row in region.dataset.countries.items() if code in kept or row.kind == "region"}
    chapter = replace(region, dataset=replace(region.dataset, countries=countries))
    return region_figures.gaps(chapter).alt.partition(". ")[0]


def test_the_headline_of_the_gaps_says_only_where_there_are_others(region):
    assert headline(region, ["KAZ", "KGZ"]) == "On the statement's figures, the gap can be measured only in Kazakhstan"
    assert headline(region, ["KAZ"]) == "On the statement's figures, the gap can be measured in Kazakhstan"
    assert headline(region, ["KGZ"]) == "On the statement's figures, the gap can be measured in no country"
