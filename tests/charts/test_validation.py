"""Charts are composed without Altair's own checks; that each is valid Vega-Lite is seen here.

Every figure of a form is made up.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import altair as alt
import pytest
from altair.utils import schemapi
from jsonschema import ValidationError
from tests.charts.test_forms import FORMS, TEXTS, draw_bars, narrow
from tests.conftest import PROJECT

from behindbars.specification import specifications
from behindbars.theme import INNER, Spec, finish, for_page_and_phone

NOTEBOOKS = sorted((PROJECT / "notebooks").glob("*.ipynb"))


def validate(spec: Spec) -> None:
    """Hold both charts of a figure against Vega-Lite's schema."""
    alt.TopLevelLayerSpec.validate(spec)
    alt.TopLevelLayerSpec.validate(narrow(spec))


@pytest.mark.parametrize("draw", FORMS)
def test_every_form_is_valid(draw: Callable[[], Spec]) -> None:
    validate(draw())


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_chart_of_the_edition_is_valid(notebook: Any) -> None:
    charts = specifications(notebook.read_bytes())
    assert charts
    for spec in charts:
        validate(spec)


def first_mark(spec: Spec) -> Spec:
    return spec if "mark" in spec else first_mark(spec["layer"][0])


@pytest.mark.parametrize(
    "spoil",
    [
        lambda spec: first_mark(spec)["mark"].update(fontSise=12),
        lambda spec: first_mark(spec)["mark"].update(baseline="upper"),
        lambda spec: first_mark(spec)["encoding"].update(z={"field": "z"}),
        lambda spec: first_mark(spec)["encoding"]["x"].update(type="number"),
        lambda spec: first_mark(spec).pop("mark"),
        lambda spec: spec["title"].update(text=12),
        lambda spec: spec["config"]["title"].update(fontWeigth=600),
        lambda spec: spec.update(width="wide"),
    ],
)
@pytest.mark.parametrize("of", [lambda spec: spec, narrow], ids=["page", "phone"])
def test_a_spoilt_chart_is_refused(spoil: Callable[[Spec], None], of: Callable[[Spec], Spec]) -> None:
    spec = json.loads(json.dumps(draw_bars()))
    validate(spec)
    spoil(of(spec))
    with pytest.raises(ValidationError):
        validate(spec)


def test_a_mistake_in_the_code_of_a_form_is_refused() -> None:
    @for_page_and_phone
    def form(*, inner: float = INNER) -> Spec:
        mark = alt.Chart(alt.InlineData(values=[{"x": 1}], name="made_up")).mark_point(
            shape="circle", strokeCap="blunt"
        )
        return finish([mark.encode(x=alt.X("x", type="quantitative"))], 20, *TEXTS, inner)

    with pytest.raises(ValidationError):
        validate(form())


def test_a_session_has_its_own_checks_again_after_a_chart() -> None:
    @for_page_and_phone
    def broken(*, inner: float = INNER) -> Spec:
        assert not schemapi.DEBUG_MODE
        raise ValueError("synthetic")

    assert schemapi.DEBUG_MODE
    draw_bars()
    with pytest.raises(ValueError, match="synthetic"):
        broken()
    with pytest.raises(schemapi.SchemaValidationError):
        alt.Scale(type="made up")  # type: ignore[arg-type]
