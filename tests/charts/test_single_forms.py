"""What single forms promise. Every figure is synthetic."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from tests.charts import forms
from tests.charts.forms import PAGE, PHONE, WIDTHS
from tests.charts.svg import Drawing

from behindbars import charts
from behindbars.brand import find_brand
from behindbars.charts.page import frames_in

both_widths = pytest.mark.parametrize("width", WIDTHS)


def rows(chart: Any, column: str) -> pd.DataFrame:
    """Give the rows that a chart draws, of the frame with a column of this name."""
    return next(frame for frame in frames_in(chart) if column in frame)


@both_widths
def test_bars_keep_the_order_of_categories_and_of_panels(width: int) -> None:
    frame = pd.concat([forms.values("exact", "unknown").assign(panel=name) for name in ("B", "A")])
    frame["name"] = pd.Categorical(["Late", "Early"] * 2, ["Early", "Late"], ordered=True)
    said = Drawing(charts.bars(frame.assign(series="synthetic"), "name", ["panel", "series"], width=width)).said
    assert said.index("Early") < said.index("Late")
    assert said.index("B") < said.index("A")
    assert said.count("Synthetic") == 2


def test_the_fewest_are_seen_beside_the_most() -> None:
    frame = forms.values("exact", "exact").assign(low=[1, 1e6], high=[1, 1e6])
    assert rows(forms.as_bars(frame), "end")["end"].min() * 300 > 1


def test_panels_have_one_scale() -> None:
    counts = forms.values("exact", "exact").assign(
        low=[10, 1000], high=[10, 1000], panel=["A", "B"], series="synthetic"
    )
    bars = charts.bars(counts, "name", ["panel", "series"])
    points = charts.points(counts.assign(time=2020, sure=True), "panel", words="words")
    for chart in (bars, points):
        few, many = rows(chart, "end")["end"]
        assert few / many == pytest.approx(0.01, rel=0.25)  # a bar is drawn no shorter than can be seen


@both_widths
@pytest.mark.parametrize("status", forms.VALUES)
def test_a_track_names_the_stage_of_its_mark_and_claims_nothing_of_those_before(status: str, width: int) -> None:
    drawing = Drawing(forms.as_tracks(forms.values(status), width))
    assert "Synthetic stage 1" in drawing.said
    assert status.replace("_", " ") in drawing.said
    assert "Synthetic stage 0" not in drawing.said
    lines = [line for line in drawing.svg.split("<") if line.startswith("line ")]
    assert len({line for line in lines if 'stroke-width="1.5"' in line}) == len(lines) == 1  # the track, and no other


def test_a_best_estimate_is_a_dot_inside_its_interval() -> None:
    frame = forms.values("range")
    plain, best = (Drawing(forms.as_intervals(one)).svg for one in (frame, frame.assign(point=35.0)))
    assert best.count("<circle") == plain.count("<circle") + 1


def drawn_marks(part: str, width: int = PAGE, **whole: Any) -> dict[str, int]:
    """Count the marks of 120 complaints, or other numbers, by size and whether they are filled."""
    frame = forms.values(part).drop(columns=["name", "context"]).add_prefix("part_")
    cells = {"whole_low": 120, "whole_high": 120, "whole_status": "exact", "whole_words": "120", **whole}
    chart = charts.marks(frame.assign(country_name="", note="", **cells), too_many="too many to draw", width=width)
    counted = rows(chart, "kind")["kind"].value_counts().to_dict()
    brand, drawing = find_brand(), Drawing(chart)
    assert drawing.svg.count("<circle") == sum(counted.values())
    assert drawing.svg.count(f'fill="{brand.gap}" stroke="{brand.gap}"') == counted.get("picked", 0)
    return counted


@both_widths
@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ("exact", {"picked": 40, "counted": 80}),
        ("range", {"picked": 30, "perhaps picked": 10, "counted": 80}),
        ("at_least", {"picked": 40, "counted": 80}),
        ("up_to", {"perhaps picked": 40, "counted": 80}),
        ("reported_zero", {"counted": 120}),
        ("unknown", {"counted": 120}),
    ],
)
def test_every_complaint_has_its_mark(part: str, expected: dict[str, int], width: int) -> None:
    assert drawn_marks(part, width) == expected
    assert drawn_marks(part, width, whole_high=130, whole_status="range") == {**expected, "perhaps": 10}


def test_more_than_can_be_drawn_one_by_one_is_said() -> None:
    frame = forms.values("exact").drop(columns="name").add_prefix("whole_").assign(country_name="A", note="")
    part = {"part_low": 4, "part_high": 4, "part_status": "exact", "part_words": "4 convictions"}
    drawing = Drawing(
        charts.marks(frame.assign(whole_low=10_001, whole_high=10_001, **part), too_many="too many to draw")
    )
    assert "too many to draw" in drawing.said
    assert "<circle" not in drawing.svg


@both_widths
def test_no_status_of_a_cell_is_dropped(width: int) -> None:
    frame = forms.findings()
    second = frame[frame["status"].ne("not_mentioned")].head(3).assign(status="absent", status_name="absent")
    chart = forms.as_grid(pd.concat([frame, second]), width)
    silent = 5  # cells of which no source speaks have one sign, not two
    drawn = rows(chart, "key")
    assert len(drawn) == len(frame) + len(second) - silent
    assert drawn.groupby(["label", "column", "half"])["shift"].nunique().max() == 2
    said = Drawing(chart).said
    assert all(name in said for name in frame["status_name"])


def test_a_grid_of_publication_has_words_on_a_page_and_a_legend_on_a_phone() -> None:
    frame = forms.findings(forms.PUBLICATION).query("half == 'practice'").drop(columns="status_name")
    page, phone = (Drawing(forms.as_publication(frame, width)).said for width in (PAGE, PHONE))
    assert (page.count("others only"), phone.count("others only")) == (5, 1)
    with pytest.raises(ValueError, match="no sign for guessed"):
        forms.as_publication(frame.assign(status="guessed"))


def test_signs_of_findings_are_told_apart_without_colour() -> None:
    for make, statuses in ((forms.as_grid, forms.FINDINGS), (forms.as_publication, forms.PUBLICATION)):
        frames = (forms.findings([status]).query("half == 'practice'") for status in statuses)
        drawn = {Drawing(make(frame.assign(words="", status_name=""))).in_grey for frame in frames}
        assert len(drawn) == len(statuses)


def test_a_line_joins_only_numbers_of_consecutive_years() -> None:
    frame = forms.values("exact", "about", "unknown", "exact", "exact", "range")
    timed = frame.assign(time=[2015, 2016, 2017, 2018, 2020, 2021], sure=[True] * 5 + [False])
    found = rows(charts.points(timed, words="words"), "run")
    assert found.groupby("run").size().max() == 2
    assert found["said"].str.endswith("*").tolist() == [False] * 5 + [True]


@both_widths
def test_counts_of_two_near_dates_do_not_meet(width: int) -> None:
    frame = forms.values("exact", "range", "at_least").assign(time=[2020.5, 2021, 2023], sure=True)
    drawing = Drawing(charts.points(frame, words="words", cumulative=True, width=width))
    assert (drawing.outside, drawing.overlapping) == ([], [])


def test_an_event_is_drawn_no_more_precisely_than_it_is_dated() -> None:
    found = rows(forms.as_timeline(forms.events()), "mark")
    assert found["mark"].tolist() == ["exact", "exact", "range", "up_to", "at_least", *["lasting"] * 3, "exact"]
    assert found["point"].iloc[1] == 2022.5  # known by year only: a dot in the middle of it
    one_lane = forms.events().assign(lane="Lane")
    drawn = {Drawing(forms.as_timeline(one_lane.iloc[[n, 0]])).in_grey for n in range(2, 9)}
    assert len(drawn) == 7
