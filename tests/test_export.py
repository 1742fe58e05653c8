"""Charts become files once each, with a role, a title and a description."""

import csv
import json
import xml.etree.ElementTree as ET

import altair as alt
import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from behindbars.brand import find_brand
from behindbars.errors import RunError
from behindbars.export import COVER, accessible, draw, draw_cover, export_figures, specifications
from behindbars.figure import VEGALITE_MIME, Figure
from behindbars.markdown import Table
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
    spec["padding"] = {"top": 40}
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
    [spec] = specifications(executed(tmp_path / "a.ipynb", figure()))
    assert spec["usermeta"]["figure"] == "synthetic-chart"


def test_every_figure_becomes_its_files(tmp_path, fonts):
    [svg] = export_figures([executed(tmp_path / "a.ipynb", figure())], tmp_path / "out", fonts)
    root = ET.fromstring(svg.read_text(encoding="utf-8"))
    assert root.get("role") == "img"
    assert svg.with_name("synthetic-chart-narrow.svg").is_file()
    assert root.find(f"{SVG}title").text == "A <synthetic> chart"
    assert root.find(f"{SVG}desc").text == 'Says "3" & no more'
    assert svg.with_suffix(".png").read_bytes().startswith(b"\x89PNG")
    assert json.loads(svg.with_suffix(".json").read_text(encoding="utf-8"))["mark"]["type"] == "bar"
    with svg.with_suffix(".csv").open(encoding="utf-8", newline="") as file:
        assert list(csv.DictReader(file)) == [{"stage": "Complaints", "words": "3, synthetic", "low": "3", "high": ""}]


def test_the_first_chart_is_also_the_cover_without_its_headline(tmp_path, fonts):
    source = executed(tmp_path / "a.ipynb", figure("first"), figure("second"))
    export_figures([source], tmp_path / "out", fonts)
    cover = (tmp_path / "out" / f"{COVER}.svg").read_text(encoding="utf-8")
    assert "Synthetic measure" in cover
    assert "Headline" not in cover
    assert "Headline" in (tmp_path / "out" / "first.svg").read_text(encoding="utf-8")
    narrow = (tmp_path / "out" / f"{COVER}-narrow.svg").read_text(encoding="utf-8")
    assert "Synthetic measure" in narrow
    assert "Headline" not in narrow


def test_what_is_written_is_what_each_chart_by_itself_gives(tmp_path, fonts):
    source = executed(tmp_path / "a.ipynb", figure("first"), figure("second"))
    export_figures([source], tmp_path / "out", fonts)
    first, second = specifications(source)
    before = json.dumps([first, second])
    drawn = draw(first, fonts) | draw_cover(first, fonts) | draw(second, fonts)
    assert {file.name: file.read_bytes() for file in (tmp_path / "out").iterdir()} == drawn
    assert json.dumps([first, second]) == before
    assert sorted(draw(second, fonts)) == [
        "second-narrow.svg",
        *(f"second.{ending}" for ending in ("csv", "json", "png", "svg")),
    ]


def test_the_same_chart_gives_the_same_bytes(tmp_path, fonts):
    source = executed(tmp_path / "a.ipynb", figure())
    first, second = (export_figures([source], tmp_path / name, fonts)[0] for name in ("one", "two"))
    for ending in (".svg", ".png", ".json", ".csv"):
        assert first.with_suffix(ending).read_bytes() == second.with_suffix(ending).read_bytes()


def test_two_figures_of_one_name_are_refused(tmp_path, fonts):
    notebooks = [executed(tmp_path / name, figure()) for name in ("a.ipynb", "b.ipynb")]
    with pytest.raises(RunError, match="synthetic-chart is in a and in b"):
        export_figures(notebooks, tmp_path / "out", fonts)


def test_a_chart_that_cannot_be_drawn_is_named(tmp_path, fonts):
    broken = figure()
    broken.spec["mark"] = "no-such-mark"
    with pytest.raises(RunError, match="a: figure synthetic-chart cannot be drawn"):
        export_figures([executed(tmp_path / "a.ipynb", broken)], tmp_path / "out", fonts)


def test_a_figures_bundle_has_one_line_of_alternative_text():
    bundle = figure()._repr_mimebundle_()
    assert bundle["text/markdown"].startswith(
        "![A \\<synthetic\\> chart](../figures/2024/synthetic-chart.svg)"
        '{#fig-synthetic-chart fig-alt="Says ”3” &amp; no more"}\n\n| Stage'
    )
    assert bundle[VEGALITE_MIME]["usermeta"]["alt"] == 'Says "3" & no more'


def test_a_description_is_escaped():
    assert '<desc id="i-description">a &lt; b</desc>' in accessible("<svg width='1'></svg>", "i", "t", "a < b")
