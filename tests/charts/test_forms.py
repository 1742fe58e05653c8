"""What every form promises, on a page and on a phone. Every figure is synthetic, but those of the edition of 2024."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import altair as alt
import pandas as pd
import pytest
from altair.utils import schemapi
from tests.charts import forms
from tests.charts.forms import LONG, PAGE, PHONE, VALUES, WIDTHS
from tests.charts.svg import Drawing
from tests.conftest import CODES
from tests.editions import chapter

from behindbars.brand import find_brand
from behindbars.report.display import Figure

every_form, valued = pytest.mark.parametrize("name", forms.ALL), pytest.mark.parametrize("name", forms.VALUED)
both_widths = pytest.mark.parametrize("width", WIDTHS)
PRINTED = ("name", "words", "event", "lane", "topic", "series")
"""Columns whose texts a form breaks into lines."""


def faults(drawing: Drawing, width: int) -> list[Any]:
    """List what is cut off, covered, too small, drawn nowhere, or wider than there is room."""
    small = [text.text for text in drawing.texts if text.size < 12]
    wide = [drawing.width] if drawing.width > width else []
    return [*wide, *drawing.outside, *drawing.overlapping, *small, *(["NaN"] if "NaN" in drawing.in_grey else [])]


@valued
def test_each_status_has_words_and_a_mark_that_is_its_own_without_them_and_without_colour(name: str) -> None:
    drawings = {status: Drawing(forms.VALUED[name](forms.values(status))) for status in VALUES}
    assert [words for status, (*_, words) in VALUES.items() if words.lower() not in drawings[status].said.lower()] == []
    drawn = {status: drawing.in_grey for status, drawing in drawings.items()}
    alike = {pair for pair in combinations(drawn, 2) if drawn[pair[0]] == drawn[pair[1]]}
    # Of the convictions among complaints so many are large and red; whether there are perhaps more is said in words.
    same = ["exact", "at_least", "more_than", "about"] if name == "parts" else []
    assert alike == set(combinations(same, 2))


@every_form
@both_widths
def test_words_are_whole_inside_and_apart(name: str, width: int) -> None:
    form, frame = forms.ALL[name]
    statuses = [*VALUES]
    parts = [frame()] if name != "growth" else [forms.values(*statuses[n : n + 2]) for n in range(0, len(statuses), 2)]
    drawings = [Drawing(form(part, width)) for part in parts]
    assert [fault for drawing in drawings for fault in faults(drawing, width)] == []
    if name in forms.VALUED:
        said = " ".join(drawing.said for drawing in drawings).lower()
        assert [words for *_, words in VALUES.values() if words.lower() not in said] == []


@pytest.mark.parametrize("name", [name for name in forms.ALL if name != "growth"])
@both_widths
def test_names_and_words_of_any_length_are_whole_inside_and_apart(name: str, width: int) -> None:
    form, frame = forms.ALL[name]
    made = frame()
    printed = [cell for cell in PRINTED if cell in made and (cell, name, width) != ("words", "publication", PHONE)]
    cells = {cell: [f"{LONG} {n}" for n in made[cell].factorize()[0]] for cell in printed}
    drawing = Drawing(form(made.assign(**cells), width))
    assert faults(drawing, width) == []
    assert LONG[1:] in drawing.said or name == "points"  # whose words may stand upright, one beside the other


@pytest.mark.parametrize("code", [*CODES, None])
def test_words_of_the_edition_are_whole_inside_and_apart(code: str | None, request: Any) -> None:
    edition = request.getfixturevalue("editions")[code] if code else request.getfixturevalue("region")
    shown, _ = chapter(edition)
    figures = [one for one in shown.values() if isinstance(one, Figure)]
    assert figures or code == "TKM"  # of which nothing is counted
    for figure in figures:
        for spec, width in ((figure.spec, PAGE), (figure.phone, PHONE)):
            assert (figure.id, faults(Drawing(spec), width)) == (figure.id, [])


@pytest.mark.parametrize("name", ["bars", "panels", "intervals", "points", "growth"])
def test_what_another_source_counts_is_hollow(name: str) -> None:
    ours, others = (Drawing(forms.VALUED[name](forms.values("exact", context=own))).svg for own in (False, True))
    statement, outline = find_brand().statement, find_brand().outline
    assert statement in ours
    assert (statement in others, outline in others) == (False, True)
    assert "italic" in others


@every_form
def test_an_empty_frame_is_no_error(name: str) -> None:
    form, frame = forms.ALL[name]
    assert Drawing(form(frame().head(0))).texts == []


@every_form
@both_widths
def test_the_specification_is_valid(name: str, width: int) -> None:
    assert forms.drawn(name, width).to_dict(validate=True)["$schema"]


def test_a_session_has_its_own_checks_again_after_a_chart() -> None:
    forms.drawn("bars")
    with pytest.raises(ValueError, match="no mark for"):
        forms.drawn("bars", status="guessed")
    with pytest.raises(schemapi.SchemaValidationError):
        alt.Scale(type="made up")  # type: ignore[arg-type]


@every_form
def test_what_a_form_returns_is_changed_as_any_altair_chart(name: str) -> None:
    chart = forms.drawn(name, rows=3)
    changed = chart.properties(title="Synthetic title").configure_title(color="#FF0000")
    assert isinstance(changed, type(chart))
    drawing = Drawing(changed)
    assert "Synthetic title" in drawing.said
    assert "#FF0000" in drawing.svg
    assert "Synthetic title" not in Drawing(chart).said


@pytest.mark.parametrize("name", ["bars", "intervals", "points", "growth"])
def test_a_chart_of_one_panel_can_be_widened_and_layered(name: str) -> None:
    form, frame = forms.ALL[name]
    chart = form(frame().head(3))
    assert Drawing(chart.properties(width=900)).width > 900
    line = alt.Chart(pd.DataFrame({"a": [1]})).mark_rule(color="#00FF00").encode(x=alt.value(50))
    assert "#00FF00" in Drawing(chart + line).svg


@valued
def test_a_status_that_is_not_known_or_lacks_its_number_is_refused(name: str) -> None:
    frame = forms.values("exact")
    with pytest.raises(ValueError, match="no mark for 'guessed'"):
        forms.VALUED[name](frame.assign(status="guessed"))
    with pytest.raises(ValueError, match="no mark for 'up_to'"):
        forms.VALUED[name](frame.assign(status="up_to", high=pd.NA))


@every_form
def test_the_frame_of_the_analyst_stays_as_it_is(name: str) -> None:
    form, frame = forms.ALL[name]
    given = frame()
    form(given)
    pd.testing.assert_frame_equal(given, frame())
    assert not given.attrs
