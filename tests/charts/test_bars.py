"""Every figure is made up."""

from __future__ import annotations

from typing import Any

import pytest
from tests.charts.svg import Drawing

from behindbars.charts.bars import ACROSS, Panel, Row, bars
from behindbars.fonts import measure
from behindbars.theme import INNER, LABEL, NARROW_INNER

STAGES = ("Complaints", "Cases registered", "Victims recognised", "Suspects", "Cases in court", "Convictions")


def panel(title: str, *numbers: float | None) -> Panel:
    rows = tuple(
        Row(stage, n, n, "not_mentioned" if n is None else "exact", "not mentioned" if n is None else f"{n} synthetic")
        for stage, n in zip(STAGES, numbers, strict=True)
    )
    return Panel(title, "made up", rows)


@pytest.mark.parametrize("count", range(1, 13))
def test_every_category_is_in_every_panel(count: int, drawn: Any) -> None:
    panels = [panel(f"Synthetic {n}", 20, None, None, None, None, None) for n in range(count)]
    spec = bars(panels, "", "", "")
    for one, times in ((spec, -(-count // ACROSS)), (spec["usermeta"]["narrow"], count)):
        found = drawn(one)
        for n in range(1, count + 1):
            assert tuple(row["category"] for row in found.data[f"panel_{n}"]) == STAGES
        assert found.words.count("Convictions") == times


def test_panel_without_any_number_shows_all_categories(drawn: Any) -> None:
    spec = drawn(bars([panel("Synthetic", *[None] * 6)], "", "", ""))
    assert [row["words"] for row in spec.data["panel_1"]] == ["not mentioned"] * 6


def scale(node: Any) -> Any:
    """Find the first scale with a domain of numbers, for each panel."""
    if isinstance(node, dict):
        found = node.get("scale")
        if isinstance(found, dict) and "nice" in found:
            yield found
        else:
            for child in node.values():
                yield from scale(child)
    elif isinstance(node, list):
        for child in node:
            yield from scale(child)


def scales(spec: dict[str, Any]) -> list[dict[str, Any]]:
    unique: list[dict[str, Any]] = []
    for found in scale(spec):
        if found not in unique:
            unique.append(found)
    return unique


@pytest.mark.parametrize(("width", "inner"), [("page", INNER), ("phone", NARROW_INNER)])
def test_words_end_inside_the_panel(width: str, inner: float, drawn: Any) -> None:
    spec = bars([panel("A", 347, 57, 48, 45, None, 4), panel("B", 9, None, 9, 9, 9, 9)], "", "", "")
    found = drawn(spec if width == "page" else spec["usermeta"]["narrow"])
    for n, axis in enumerate(scales(found.spec), 1):
        (_, most), (left, right) = axis["domain"], axis["range"]
        assert right <= inner
        for row in found.data[f"panel_{n}"]:
            if row["end"]:
                assert row["x"] == pytest.approx(left + (right - left) * row["end"] / most, abs=0.1)
            assert row["x"] + row["gap"] + max(measure(line, LABEL) for line in row["words"].split("\n")) <= right + 0.5


def test_on_a_phone_names_stand_above_their_bars_and_short_words_beside_their_name(drawn: Any) -> None:
    long = "a synthetic reason that is much too long to stand beside a name"
    rows = (
        Row("Counted", 4, 4, "exact", "4"),
        Row("Short", None, None, "unknown", "not known"),
        Row("Long", None, None, "unknown", long),
    )
    spec = bars([Panel("", "", rows)], "", "", "")["usermeta"]["narrow"]
    found = drawn(spec)
    names = {row["text"]: row["y"] for row in found.data["words"]}
    marks = {row["category"]: row for row in found.data["panel_1"]}
    assert names["Counted"] < marks["Counted"]["y"] - 12
    assert names["Short"] == marks["Short"]["y"]
    assert names["Long"] < marks["Long"]["y"] - 12
    assert marks["Long"]["x"] < marks["Short"]["x"]
    assert Drawing(spec).overlapping == []


def test_eight_panels_are_lower_than_a_page_allows() -> None:
    panels = [panel(f"Synthetic {n}", 347, None, 48, None, None, 4) for n in range(8)]
    assert Drawing(bars(panels, "Synthetic", "Synthetic", "Made up")).height < 640


@pytest.mark.parametrize("status", ["at_least", "more_than", "range", "up_to", "about"])
@pytest.mark.parametrize("count", [1, 2, 4, 8])
def test_a_bar_always_has_a_length_and_its_words_a_place(status: str, count: int, drawn: Any) -> None:
    number = {"range": (1234, 5678), "about": (1234, 1234), "up_to": (None, 1234)}.get(status, (1234, None))
    row = Row("Complaints", *number, status, f"{status.replace('_', ' ')} 1,234 synthetic")
    spec = bars([Panel(f"Place {n}", "", (row,)) for n in range(count)], "", "", "")
    for one in (spec, spec["usermeta"]["narrow"]):
        assert all(axis["domain"][1] >= 1234 for axis in scales(drawn(one).spec))
        assert Drawing(one).outside == Drawing(one).overlapping == []


def test_scales_are_apart_unless_shared() -> None:
    panels = [panel("A", 300, *[None] * 5), panel("B", 3, *[None] * 5)]
    apart, shared = (scales(bars(panels, "", "", "", shared=flag)["usermeta"]["narrow"]) for flag in (False, True))
    assert len({axis["domain"][1] for axis in apart}) == 2
    assert len({axis["domain"][1] for axis in shared}) == 1
    assert all(axis["domain"][0] == 0 for axis in apart + shared)


def test_panels_with_other_categories_are_refused() -> None:
    other = Panel("Other", "", (Row("Else", 1, 1, "exact", "1"),))
    with pytest.raises(ValueError, match="'Other' has other categories than 'A'"):
        bars([panel("A", *[None] * 6), other], "", "", "")


def test_repeated_category_is_refused() -> None:
    row = Row("Same", 1, 1, "exact", "1")
    with pytest.raises(ValueError, match="a category twice"):
        bars([Panel("A", "", (row, row))], "", "", "")


def test_nothing_to_draw_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one panel"):
        bars([], "", "", "")
