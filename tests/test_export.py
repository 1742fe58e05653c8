"""Charts become files once each, with a role, a title and a description."""

import csv
import io
import json
import xml.etree.ElementTree as ET

import altair as alt
import nbformat
import pytest
import vl_convert
from nbformat.v4 import new_code_cell, new_notebook, new_output
from PIL import Image, ImageChops

from behindbars.brand import find_brand
from behindbars.export import accessible, draw, draw_cover, make, to_png
from behindbars.figure import Figure
from behindbars.markdown import Table
from behindbars.specification import COVER, SPECIFICATION, VEGALITE_MIME, specifications
from behindbars.steps.step import StepError
from behindbars.theme import config
from tests.conftest import PROJECT

SVG = "{http://www.w3.org/2000/svg}"


def figure(identifier="synthetic-chart"):
    """Make a figure of synthetic data."""
    spec = (
        alt.Chart(alt.InlineData(values=[{"stage": "Complaints", "n": 3}]))
        .mark_bar()
        .encode(x="n:Q", y="stage:N")
        .to_dict()
    )
    spec["padding"] = {"left": 2, "top": 40}
    spec["title"] = {"text": ["Headline"], "subtitle": ["Synthetic measure"]}
    spec["config"] |= config(find_brand(PROJECT))
    spec["usermeta"] = {"narrow": {**spec, "width": 100}}
    table = Table("t", "Synthetic", ("Stage", "Value"), [["Complaints", "3"]], (1, 1))
    data = [{"stage": "Complaints", "words": "3, synthetic", "low": 3, "high": None}]
    return Figure(identifier, spec, "A <synthetic> chart", 'Says "3" & no more', table, data, "../figures/2024")


def executed(path, *figures):
    """Write a notebook whose outputs are the bundles of figures."""
    cells = [
        new_code_cell("x", outputs=[new_output("execute_result", one._repr_mimebundle_(), execution_count=1)])
        for one in figures
    ]
    nbformat.write(new_notebook(cells=cells), path)
    return path


def test_a_figure_is_found_in_an_executed_notebook(tmp_path):
    [spec] = specifications(executed(tmp_path / "a.ipynb", figure()).read_bytes())
    assert spec["usermeta"]["figure"] == "synthetic-chart"


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
    assert json.loads(files["synthetic-chart.json"])["mark"]["type"] == "bar"
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


def test_the_same_chart_gives_the_same_bytes():
    spec = figure().specification
    assert draw(spec) == draw(spec)


def laid_out(folder, spec):
    """Write what a chart is drawn from into a folder."""
    folder.mkdir()
    (folder / SPECIFICATION).write_text(json.dumps(spec), encoding="utf-8")
    return folder


def test_a_chart_is_made_from_a_folder(tmp_path):
    spec = figure().specification
    folder = laid_out(tmp_path / "chart", spec)
    assert make(folder) == draw(spec)
    assert make(folder, cover=True) == draw_cover(spec)


def test_a_chart_that_cannot_be_drawn_says_so(tmp_path):
    broken = figure()
    broken.spec["mark"] = "no-such-mark"
    with pytest.raises(StepError, match="it cannot be drawn: "):
        make(laid_out(tmp_path / "chart", broken.specification))


def test_a_chart_of_an_unknown_vega_lite_is_refused(tmp_path):
    spec = figure().specification | {"$schema": "https://example.org/vega-lite.json"}
    with pytest.raises(StepError, match="names no version of Vega-Lite"):
        make(laid_out(tmp_path / "chart", spec))


def test_a_figures_bundle_has_one_line_of_alternative_text():
    bundle = figure()._repr_mimebundle_()
    assert bundle["text/markdown"].startswith(
        "![A \\<synthetic\\> chart](../figures/2024/synthetic-chart.svg)"
        '{#fig-synthetic-chart fig-alt="Says ”3” &amp; no more"}\n\n| Stage'
    )
    assert bundle[VEGALITE_MIME]["usermeta"]["alt"] == 'Says "3" & no more'


def test_a_description_is_escaped():
    assert '<desc id="i-description">a &lt; b</desc>' in accessible("<svg width='1'></svg>", "i", "t", "a < b")


@pytest.mark.parametrize("name", ["kazakhstan-gap", "regional-overview-gaps", "uzbekistan-cascade"])
def test_a_png_is_what_vl_convert_would_draw(name):
    # The last two are of sizes whose ratio is rounded.
    svg = (PROJECT / "figures" / "2024" / f"{name}.svg").read_text(encoding="utf-8")
    ours, theirs = (
        Image.open(io.BytesIO(png)).convert("RGBA") for png in (to_png(svg), vl_convert.svg_to_png(svg, scale=2))
    )
    assert ours.size == theirs.size
    assert ImageChops.difference(ours, theirs).getbbox() is None


@pytest.mark.parametrize(
    ("svg", "said"),
    [
        ("<svg></svg>", "does not state its size"),
        ('<svg width="9" height="9" viewBox="0 0 9 9"><g></svg>', "image format"),
    ],
)
def test_what_is_no_svg_is_refused(svg, said):
    with pytest.raises(ValueError, match=said):
        to_png(svg)
