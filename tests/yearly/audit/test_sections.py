"""Sections and paragraphs of made-up statements that are built in other ways."""

from __future__ import annotations

import pytest

from behindbars.errors import SourceError
from behindbars.yearly.audit.sections import block, split

COUNTRIES = {"A": ("Synthetic A", "Алания"), "B": ("Synthetic B",)}
FRONT = ["A made-up title", "26 June 2031", "The introduction speaks of Synthetic A and Synthetic B."]
ON_A = ["Synthetic A", "First of A.", "Second of A."]
ON_B = ["Synthetic B", "First of B."]
ASKED = ["Recommendations", "We ask both to:", "1. do this;", "2. do that."]


def codes(*lines: str, title: str = "") -> dict[str, str]:
    return split([block(line) for line in lines], COUNTRIES, "I", title)


def test_countries_may_come_in_any_order() -> None:
    found = codes(*FRONT, *ON_B, *ON_A, *ASKED, "The end.")
    assert list(found) == ["title", "I1", "B", "B1", "A", "A1", "A2", "R", "R0", "R1", "R2", "C1"]
    assert (found["A2"], found["R2"], found["C1"]) == ("Second of A.", "do that.", "The end.")


@pytest.mark.parametrize(
    "heading",
    ["SYNTHETIC A", "Synthetic A: a year without change", "1. Synthetic A", "II. Synthetic A – still closed", "Алания"],
)
def test_a_heading_may_say_more_than_the_name(heading: str) -> None:
    assert codes(*FRONT, heading, *ON_A[1:], *ON_B, *ASKED)["A2"] == "Second of A."


def test_what_names_two_countries_or_is_a_sentence_is_no_heading_of_a_country() -> None:
    found = codes(*FRONT, *ON_A, "Synthetic A and Synthetic B", "Synthetic A does nothing.", *ON_B, *ASKED)
    assert found["A3"] == "Synthetic A does nothing."
    assert "Synthetic A and Synthetic B" in found["A"]


def test_a_heading_inside_a_section_is_not_counted() -> None:
    found = codes(*FRONT, "Synthetic A", "First of A.", "Impunity", "Second of A.", *ON_B, *ASKED)
    assert (found["A2"], found["A"]) == ("Second of A.", "Synthetic A Impunity")


@pytest.mark.parametrize("markers", [("1.", "2."), ("(1)", "(2)"), ("a)", "b)"), ("•", "•"), ("-", "-"), ("–", "–")])
def test_recommendations_may_have_numbers_or_bullets(markers: tuple[str, str]) -> None:
    items = [f"{marker} do this." for marker in markers]
    found = codes(*FRONT, *ON_A, *ON_B, "Our Recommendations to All:", "We call on both to:", *items, "The end.")
    assert (found["R0"], found["R2"], found["C1"]) == ("We call on both to:", "do this.", "The end.")


def test_recommendations_need_no_heading_or_no_lead_in() -> None:
    found = codes(*FRONT, *ON_A, *ON_B, "We call on both governments to:", *ASKED[2:], "The end.")
    assert (found["R0"], found["R1"], found["C1"]) == ("We call on both governments to:", "do this;", "The end.")
    found = codes(*FRONT, *ON_A, *ON_B, "Recommendations", *ASKED[2:], "Conclusion", "The end.")
    assert (found["R0"], found["R1"], found["C1"]) == ("Recommendations", "do this;", "The end.")


def test_a_list_inside_a_section_stays_there() -> None:
    found = codes(*FRONT, *ON_A, "They did this:", "• one thing;", "• another.", *ON_B, *ASKED)
    assert [code for code in found if code[0] == "A"] == ["A", "A1", "A2", "A3", "A4", "A5"]


def test_recommendations_may_be_in_groups() -> None:
    found = codes(*FRONT, *ON_A, *ON_B, *ASKED, "To others:", "3. do more.", "The end.")
    assert (found["R0"], found["R3"], found["C1"]) == ("We ask both to: To others:", "do more.", "The end.")


def test_what_stands_before_the_title_is_left_out() -> None:
    found = codes("Menu", "We sell 3 things.", *FRONT, *ON_A, *ON_B, *ASKED, title="A made-up title")
    assert found["I1"] == FRONT[-1]
    assert "Menu" not in found["title"]


@pytest.mark.parametrize(
    ("lines", "named"),
    [
        ([*FRONT, *ON_A, *ASKED], "on Synthetic B"),
        ([*FRONT, *ON_A, *ON_B], "of recommendations"),
        ([*FRONT, *ON_A, "Synthetic B", *ASKED], "on Synthetic B"),
        ([*ON_A, *ON_B, *ASKED], "before the first country"),
    ],
)
def test_a_missing_section_is_named_with_the_headings_that_there_are(lines: list[str], named: str) -> None:
    with pytest.raises(SourceError, match=rf"no section .*{named}.*Headings found: .*'Synthetic A'"):
        codes(*lines)
