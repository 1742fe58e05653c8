"""Charts become files once each, with a role, a title and a description."""

import csv
import io
import json
import xml.etree.ElementTree as ET

import altair as alt
import pytest

from behindbars.build.apart import WorkError
from behindbars.build.notebooks import COVER
from behindbars.build.pictures import draw, draw_all, draw_cover
from behindbars.charts import PAGE, PHONE, titled
from behindbars.report.display import Figure
from behindbars.words.markdown import Table

SVG = "{http://www.w3.org/2000/svg}"


def figure(identifier="synthetic-chart"):
    """Make a figure of synthetic data."""
    chart = alt.Chart(alt.InlineData(values=[{"stage": "Complaints", "n": 3}])).mark_bar().encode(x="n:Q", y="stage:N")
    page, phone = (titled(chart.to_dict(), "Headline", "Synthetic measure", "", width=width) for width in (PAGE, PHONE))
    table = Table("t", "Synthetic", ("Stage", "Value"), [["Complaints", "3"]], (1, 1))
    data = [{"stage": "Complaints", "words": "3, synthetic", "low": 3, "high": None}]
    said = "Headline", "", "A <synthetic> chart", 'Says "3" & no more', "", table, data
    return Figure(*said, identifier, page, phone, "../figures/2024")


def test_every_figure_becomes_its_files():
    files = draw(figure().specification)
    assert sorted(files) == [
        "synthetic-chart-narrow.svg",
        *(f"synthetic-chart.{ending}" for ending in ("csv", "json", "png", "svg")),
    ]
    root = ET.fromstring(files["synthetic-chart.svg"])
    assert root.get("role") == "img"
    assert root.find(f"{SVG}title").text == "A <synthetic> chart"
    assert root.find(f"{SVG}desc").text == 'Says "3" & no more'
    assert files["synthetic-chart.png"].startswith(b"\x89PNG")
    marks = [part["mark"] for part in _parts(json.loads(files["synthetic-chart.json"]))]
    assert {"type": "bar"} in marks
    rows = csv.DictReader(io.StringIO(files["synthetic-chart.csv"].decode(), newline=""))
    assert list(rows) == [{"stage": "Complaints", "words": "3, synthetic", "low": "3", "high": ""}]


def test_the_cover_is_a_chart_without_its_headline():
    spec = figure().specification
    before = json.dumps(spec)
    cover, chart = draw_cover(spec), draw(spec)
    for name in (f"{COVER}.svg", f"{COVER}-narrow.svg"):
        assert b"Synthetic measure" in cover[name]
        assert b"Headline" not in cover[name]
    assert b"Headline" in chart["synthetic-chart.svg"]
    assert json.dumps(spec) == before


def test_charts_that_cannot_be_drawn_are_named_together(tmp_path):
    broken, whole, unknown = (figure(name).specification for name in ("broken", "whole", "unknown"))
    next(iter(_parts(broken)))["mark"] = "no-such-mark"
    unknown["$schema"] = "https://example.org/vega-lite.json"
    with pytest.raises(WorkError) as caught:
        draw_all(tmp_path, specs=[broken, whole, unknown])
    first, second = str(caught.value).split("\n  unknown: ")
    assert first.startswith("broken: it cannot be drawn: ")
    assert second.startswith("it cannot be drawn: ")
    assert "names no version of Vega-Lite" in second


def _parts(spec):
    """Find the parts of a chart that have a mark."""
    for part in [spec, *spec.get("layer", ()), *spec.get("vconcat", ())]:
        if "mark" in part:
            yield part
        elif part is not spec:
            yield from _parts(part)
