"""A chart with its message and source, and any chart on a phone. Every figure is synthetic."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd
import pytest
from tests.charts import forms
from tests.charts.forms import PHONE, WIDTHS
from tests.charts.svg import Drawing

from behindbars.charts import frame_of, phone, titled
from behindbars.charts.theme import HEADLINE, SMALL

LONG = "A synthetic sentence of a length that needs more than one line on a phone, and says so at the end."
DATA = pd.DataFrame({"name": list("abcdefgh"), "value": range(8), "other": range(8), "group": ["one", "another"] * 4})
UNIT = alt.Chart(DATA).mark_bar().encode(x="value:Q", y="name:N", color="group:N")
REPEATED = alt.Chart(DATA).mark_point().encode(alt.X(alt.repeat(), type="quantitative"), y="name:N")
OWN: dict[str, Any] = {
    "unit": UNIT.properties(width=900, title="Own title"),
    "layer": UNIT + alt.Chart(DATA).mark_text().encode(x="value:Q", y="name:N", text="name:N"),
    "facet": UNIT.facet("group:N", columns=2),
    "hconcat": UNIT | UNIT,
    "vconcat": UNIT & (UNIT | UNIT),
    "concat": alt.concat(UNIT, UNIT, columns=2),
    "repeat": REPEATED.repeat(["value", "other"], columns=2),
}


@pytest.mark.parametrize("name", OWN)
def test_a_chart_of_ones_own_fits_a_phone(name: str) -> None:
    drawing = Drawing(titled(phone(OWN[name]), LONG, LONG, LONG, width=PHONE))
    assert drawing.width <= PHONE
    assert drawing.said.count(LONG) == 3
    assert ("Own title" in drawing.said) is (name == "unit")
    assert frame_of(OWN[name]) is DATA


@pytest.mark.parametrize("name", forms.ALL)
def test_a_form_is_drawn_anew_for_a_phone_with_what_was_changed_for_any_width(name: str) -> None:
    chart = forms.drawn(name, rows=3)
    assert phone(chart) == forms.drawn(name, PHONE, rows=3).to_dict()
    drawing = Drawing(phone(chart.properties(title="Synthetic title").configure_title(color="#FF0000")))
    assert drawing.width <= PHONE
    assert "Synthetic title" in drawing.said
    assert "#FF0000" in drawing.svg


@pytest.mark.parametrize("name", ["bars", "timeline", "grid"])
def test_a_form_that_was_changed_otherwise_is_only_made_narrower(name: str) -> None:
    chart = forms.drawn(name).resolve_scale(shape="independent")
    assert phone(chart)["resolve"] == chart.to_dict()["resolve"]


@pytest.mark.parametrize("width", WIDTHS)
def test_message_and_source_stand_around_a_chart_each_whole(width: int) -> None:
    drawing = Drawing(titled(forms.drawn("bars", width).to_dict(), LONG, LONG, f"Source: {LONG}", width=width))
    assert (drawing.outside, drawing.overlapping) == ([], [])
    assert drawing.width <= width
    texts = sorted(drawing.texts, key=lambda text: text.top)
    assert (texts[0].size, texts[-1].size) == (HEADLINE, SMALL)
    assert " ".join(text.text for text in texts if text.size == HEADLINE) == LONG


def test_a_chart_keeps_a_title_and_a_look_of_its_own() -> None:
    said = Drawing(titled(UNIT.properties(title="Own title").to_dict(), "Headline", "", "Source: made up.")).said
    assert all(words in said for words in ("Headline", "Own title", "Source: made up."))
    configured = titled(UNIT.configure_axis(labelColor="#FF0000").to_dict(), "Headline", "Subtitle", "Source: made up.")
    assert "#FF0000" in Drawing(configured).svg
