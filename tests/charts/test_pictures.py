"""How two charts look, compared with pictures that somebody has looked at. Every figure is made up."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import vl_convert
from PIL import Image
from tests.pictures import TOLERANCE, worst_block

from behindbars.charts.bars import Panel, bars
from behindbars.charts.bars import Row as Bar
from behindbars.charts.dots import Group, dots
from behindbars.charts.dots import Row as Dots
from behindbars.export import vega_lite_of

PICTURES = Path(__file__).parent / "pictures"
PANEL = Panel(
    "Synthetic series",
    "synthetic units",
    (
        Bar("Counted", 40, 40, "exact", "40"),
        Bar("Between", 30, 50, "range", "30 to 50"),
        Bar("At least", 40, None, "at_least", "at least 40"),
        Bar("None", 0, 0, "reported_zero", "zero, as reported"),
        Bar("Not known", None, None, "unknown", "not known"),
        Bar("Not published", None, None, "not_published", "not published"),
        Bar("Elsewhere", 20, 20, "exact", "20", context=True),
    ),
)
GROUPS = [
    Group("Synthetic A", Dots(230, 230, "exact", "230 complaints"), Dots(3, 3, "exact", "3 convictions")),
    Group("Synthetic B", Dots(None, None, "unknown", "complaints not known"), Dots(0, 0, "reported_zero", "zero")),
]


def draw_bars(panel: Panel = PANEL) -> dict[str, Any]:
    return bars([panel], "A synthetic headline", "Synthetic measure", "Source: made up.")


def draw_dots(groups: list[Group] = GROUPS) -> dict[str, Any]:
    return dots(groups, "A synthetic headline", "Synthetic measure", "Source: made up.")


def picture(spec: dict[str, Any]) -> Image.Image:
    png = vl_convert.svg_to_png(vl_convert.vegalite_to_svg(spec, vl_version=vega_lite_of(spec)), scale=0.75)
    return Image.open(io.BytesIO(png)).convert("RGB")


@pytest.mark.parametrize("form", [draw_bars, draw_dots])
def test_picture_of_a_chart(form: Callable[[], dict[str, Any]], request: Any) -> None:
    """Renew with --snapshot-update, and look at the new picture."""
    drawn = picture(form())
    file = PICTURES / f"{form.__name__}.png"
    if request.config.option.update_snapshots:
        file.parent.mkdir(exist_ok=True)
        drawn.save(file, optimize=True)
    assert worst_block(drawn, Image.open(file).convert("RGB")) < TOLERANCE


def test_another_chart_is_noticed() -> None:
    longer = replace(PANEL, rows=(replace(PANEL.rows[0], low=45, high=45, words="45"), *PANEL.rows[1:]))
    more = [replace(GROUPS[0], picked=Dots(4, 4, "exact", "4 convictions")), GROUPS[1]]
    for spec, name in ((draw_bars(longer), "draw_bars"), (draw_dots(more), "draw_dots")):
        assert worst_block(picture(spec), Image.open(PICTURES / f"{name}.png").convert("RGB")) > 2 * TOLERANCE
