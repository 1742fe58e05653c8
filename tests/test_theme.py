"""The look that all charts share. Every word is made up."""

from __future__ import annotations

from typing import Any

from behindbars.brand import find_brand
from behindbars.theme import (
    HEADLINE,
    INNER,
    LABEL,
    NARROW,
    NARROW_INNER,
    SMALL,
    WIDE,
    Line,
    Spec,
    config,
    finish,
    for_page_and_phone,
    lettering,
    rules,
)
from tests.charts.svg import Drawing

LONG = "a synthetic sentence that is so long that a phone needs more lines for it than a page"


def chart(inner: float = INNER, height: float = 50) -> Spec:
    line = lettering("words", [Line("made up", inner, 25, align="right")], find_brand())
    return finish([line], height, LONG, LONG, f"Source: {LONG}", inner)


def test_a_figure_has_the_width_of_its_medium() -> None:
    assert (Drawing(chart()).width, Drawing(chart(NARROW_INNER)).width) == (WIDE, NARROW)


def test_headline_subtitle_and_source_are_broken_to_the_width_and_stay_inside() -> None:
    page, phone = Drawing(chart()), Drawing(chart(NARROW_INNER))
    assert page.outside == phone.outside == page.overlapping == phone.overlapping == []
    assert len(phone.texts) > len(page.texts)
    assert phone.height > page.height
    assert " ".join(text.text for text in phone.texts if text.size == HEADLINE) == LONG


def test_headline_comes_first_and_the_source_last() -> None:
    texts = sorted(Drawing(chart()).texts, key=lambda text: text.top)
    sizes = [text.size for text in texts]
    assert sizes[0] == HEADLINE
    assert sizes[-1] == SMALL
    assert texts[-1].color == find_brand().muted


def test_a_higher_chart_makes_a_higher_figure() -> None:
    assert Drawing(chart(height=150)).height - Drawing(chart(height=50)).height == 100


def test_a_form_is_drawn_for_a_page_and_again_for_a_phone() -> None:
    widths: list[float] = []

    @for_page_and_phone
    def form(words: str, *, inner: float = INNER) -> Spec:
        """Draw something synthetic."""
        widths.append(inner)
        return {"words": words, "inner": inner}

    assert form("made up") == {
        "words": "made up",
        "inner": INNER,
        "usermeta": {"narrow": {"words": "made up", "inner": NARROW_INNER}},
    }
    assert widths == [INNER, NARROW_INNER]
    assert form.__doc__ == "Draw something synthetic."


def test_no_size_of_text_is_below_12_px() -> None:
    def sizes(node: Any) -> list[float]:
        if not isinstance(node, dict):
            return []
        own = [value for key, value in node.items() if key.lower().endswith("fontsize")]
        return own + [size for child in node.values() for size in sizes(child)]

    assert min(*sizes(config(find_brand())), HEADLINE, LABEL, SMALL) >= 12


def test_a_hairline_joins_its_ends() -> None:
    spec = finish([rules("lines", [(0, 10, 50, 10)], "#767676")], 20, "", "", "")
    assert "#767676" in Drawing(spec).colors
