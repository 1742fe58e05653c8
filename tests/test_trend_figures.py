"""Trends: series apart, gaps kept, a growing count with its range."""

from behindbars import trend_figures


def test_a_trend_keeps_its_series_apart_and_its_gaps(chapters):
    figure = trend_figures.trend(chapters["UZB"], "complaints")
    assert "Prosecutor General: 2017 197" in figure.alt
    assert "January to October 2024 158" in figure.alt


def test_where_there_is_no_trend_it_is_said(chapters):
    assert "no trend to draw" in str(trend_figures.trend(chapters["TKM"], "complaints"))


def test_a_growing_count_keeps_its_range(chapters):
    figure = trend_figures.growth(chapters["KAZ"], "january_2022_officials_convicted")
    assert [record["words"] for record in figure.data] == ["none, according to the source", "9", "40 to 50"]
