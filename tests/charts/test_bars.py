"""Every figure is made up."""

from __future__ import annotations

from typing import Any

import pytest

from behindbars.charts.bars import ACROSS, Panel, Row, bars
from behindbars.fonts import measure
from behindbars.theme import INNER, LABEL

STAGES = ("Complaints", "Cases registered", "Victims recognised", "Suspects", "Cases in court", "Convictions")


def panel(title: str, *numbers: float | None) -> Panel:
    rows = tuple(
        Row(stage, n, n, "not_addressed" if n is None else "exact", "not addressed" if n is None else f"{n} synthetic")
        for stage, n in zip(STAGES, numbers, strict=True)
    )
    return Panel(title, "made up", rows)


@pytest.mark.parametrize("count", range(1, 9))
def test_every_category_is_in_every_panel(count: int, drawn: Any) -> None:
    panels = [panel(f"Synthetic {n}", 20, None, None, None, None, None) for n in range(count)]
    spec = drawn(bars(panels, "", "", ""))
    for n in range(1, count + 1):
        assert tuple(row["category"] for row in spec.data[f"panel_{n}"]) == STAGES
    assert spec.words.count("Convictions") == -(-count // ACROSS)


def test_panel_without_any_number_shows_all_categories(drawn: Any) -> None:
    spec = drawn(bars([panel("Synthetic", *[None] * 6)], "", "", ""))
    assert [row["words"] for row in spec.data["panel_1"]] == ["not addressed"] * 6


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


def test_words_end_inside_the_panel(drawn: Any) -> None:
    spec = bars([panel("A", 347, 57, 48, 45, None, 4), panel("B", 9, None, 9, 9, 9, 9)], "", "", "")
    found = drawn(spec)
    for n, axis in enumerate(scales(spec), 1):
        (_, most), (left, right) = axis["domain"], axis["range"]
        assert right <= INNER
        for row in found.data[f"panel_{n}"]:
            end = left + (right - left) * row["end"] / most + row["gap"]
            assert end + max(measure(line, LABEL) for line in row["words"].split("\n")) <= right + 0.5


def test_scales_are_apart_unless_shared() -> None:
    panels = [panel("A", 300, *[None] * 5), panel("B", 3, *[None] * 5)]
    apart, shared = (scales(bars(panels, "", "", "", shared=flag)) for flag in (False, True))
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
