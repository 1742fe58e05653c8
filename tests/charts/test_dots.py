"""Every figure is made up."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from tests.charts.svg import Drawing

from behindbars.brand import find_brand
from behindbars.charts.dots import MOST, TOO_MANY, Group, Row, dots

WHOLE = Row(120, 120, "exact", "120 synthetic complaints")
UNKNOWN = Row(None, None, "unknown", "not known")


def exactly(number: int, what: str = "synthetic complaints") -> Row:
    return Row(number, number, "exact", f"{number} {what}")


def drawn_wide_and_narrow(groups: list[Group]) -> tuple[dict[str, Any], dict[str, Any]]:
    spec = dots(groups, "", "", "")
    return spec, spec["usermeta"]["narrow"]


def counts(spec: dict[str, Any], drawn: Any) -> Counter[str]:
    """Marks of each kind."""
    found: Counter[str] = Counter()
    for run in drawn(spec).data.get("marks", []):
        found[run["kind"]] += run["count"]
    return found


@pytest.mark.parametrize(
    ("picked", "certain", "possible"),
    [
        (Row(4, 4, "exact", "4"), 4, 0),
        (Row(4, 4, "about", "about 4"), 4, 0),
        (Row(4, 7, "range", "4 to 7"), 4, 3),
        (Row(4, None, "at_least", "at least 4"), 4, 0),
        (Row(4, None, "more_than", "more than 4"), 5, 0),
        (Row(None, 7, "up_to", "up to 7"), 0, 7),
        (Row(2, 400, "range", "2 to 400"), 2, 118),
        (Row(0, 0, "reported_zero", "zero"), 0, 0),
        (UNKNOWN, 0, 0),
    ],
)
def test_marks_are_picked_out_as_certainly_as_the_part_is_known(
    picked: Row, certain: int, possible: int, drawn: Any
) -> None:
    for spec in drawn_wide_and_narrow([Group("Synthetic", WHOLE, picked)]):
        found = counts(spec, drawn)
        assert (found["picked"], found["perhaps picked"]) == (certain, possible)
        assert found.total() == 120


@pytest.mark.parametrize(
    ("whole", "certain", "possible"),
    [
        (Row(340, 350, "range", "340 to 350"), 340, 10),
        (Row(350, 350, "about", "about 350"), 350, 0),
        (Row(340, None, "at_least", "at least 340"), 340, 0),
        (Row(340, None, "more_than", "more than 340"), 341, 0),
        (Row(None, 40, "up_to", "up to 40"), 0, 40),
        (Row(0, 0, "reported_zero", "zero"), 0, 0),
        (UNKNOWN, 0, 0),
    ],
)
def test_complaints_are_as_certain_as_they_are_known(whole: Row, certain: int, possible: int, drawn: Any) -> None:
    for spec in drawn_wide_and_narrow([Group("Synthetic", whole, UNKNOWN)]):
        found = counts(spec, drawn)
        assert (found["counted"], found["perhaps"]) == (certain, possible)
        assert ("ends" in drawn(spec).data) == (whole.high is None and whole.low is not None)


@pytest.mark.parametrize("total", [1, 10, 17, 99, 100, 101, 347, 1200, 5000, MOST])
def test_as_many_marks_are_drawn_as_there_are_complaints(total: int) -> None:
    for spec in drawn_wide_and_narrow([Group("", exactly(total), exactly(1, "synthetic conviction"))]):
        drawing = Drawing(spec)
        assert sum(count for _, _, count in drawing.dots) == total
        assert drawing.height < 620


def test_the_picked_marks_are_larger_and_of_another_colour() -> None:
    brand = find_brand()
    for spec in drawn_wide_and_narrow([Group("", exactly(347), exactly(4, "synthetic convictions"))]):
        sizes = {color: size for color, size, _ in Drawing(spec).dots}
        assert sizes[brand.gap] > 1.8 * sizes[brand.statement]
        assert {color: sum(n for c, _, n in Drawing(spec).dots if c == color) for color in sizes} == {
            brand.gap: 4,
            brand.statement: 343,
        }


def test_all_groups_have_one_scale_and_none_is_left_out(drawn: Any) -> None:
    groups = [Group(f"Place {n}", exactly(n), UNKNOWN) for n in (17, 347)]
    groups += [Group("Silent", Row(None, None, "not_mentioned", "not mentioned"), UNKNOWN)]
    for spec in drawn_wide_and_narrow(groups):
        found = drawn(spec)
        assert len({run["size"] for run in found.data["marks"]}) == 1
        assert {group.title for group in groups} <= set(found.words)
        assert [row["words"] for row in found.data["told"]].count("not mentioned") == 1


def test_what_has_no_number_is_told_in_a_slot_and_never_marked(drawn: Any) -> None:
    for spec in drawn_wide_and_narrow([Group("A", UNKNOWN, exactly(5, "synthetic convictions"))]):
        data = drawn(spec).data
        assert "marks" not in data
        assert [row["words"] for row in data["told"]] == ["not known", "5 synthetic convictions"]


def test_a_zero_is_told_with_its_mark(drawn: Any) -> None:
    zero = Row(0, 0, "reported_zero", "zero, as reported")
    for spec in drawn_wide_and_narrow([Group("A", UNKNOWN, zero)]):
        assert [row["low"] for row in drawn(spec).data["told"]] == [None, 0]


def test_complaints_of_another_source_are_hollow(drawn: Any) -> None:
    whole = Row(20, 20, "exact", "20 synthetic", context=True)
    spec = dots([Group("A", whole, exactly(2, "synthetic"))], "", "", "")
    assert [(run["kind"], run["hollow"]) for run in drawn(spec).data["marks"]] == [
        ("picked", False),
        ("counted", True),
        ("counted", True),
    ]


def test_too_many_to_draw_are_said_and_not_drawn(drawn: Any) -> None:
    for spec in drawn_wide_and_narrow([Group("A", exactly(MOST + 1), UNKNOWN), Group("B", exactly(17), UNKNOWN)]):
        found = drawn(spec)
        assert sum(run["count"] for run in found.data["marks"]) == 17
        assert f"{MOST + 1} synthetic" in " ".join(found.words)
        assert TOO_MANY in " ".join(found.words)
        assert Drawing(spec).overlapping == []


def test_a_number_of_parts_is_refused() -> None:
    with pytest.raises(ValueError, match=r"'2\.5': single marks need whole numbers"):
        dots([Group("A", Row(2.5, 2.5, "exact", "2.5"), UNKNOWN)], "", "", "")


def test_part_larger_than_the_whole_is_refused() -> None:
    with pytest.raises(ValueError, match="'121' is more than the whole, '120 synthetic complaints'"):
        dots([Group("A", WHOLE, Row(121, 121, "exact", "121"))], "", "", "")


def test_no_group_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one group"):
        dots([], "", "", "")
