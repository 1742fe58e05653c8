"""Numbers in text: every figure here is made up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from behindbars.package.values import Status, Value
from behindbars.yearly.audit.mentions import PERCENT, PLACE, Mention, find_mentions
from behindbars.yearly.audit.passage import clean

_ONES = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
seventeen eighteen nineteen"""
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"


def numbers(text: str) -> list[Mention]:
    return [one for one in find_mentions(clean(text)) if one.value]


def found(text: str, *, soft: bool = False) -> list[tuple[float | None, float | None, str]]:
    return [
        (one.value.low, one.value.high, str(one.value.status))
        for one in numbers(text)
        if one.value and (one.counted or soft)
    ]


def spell(number: int) -> str:
    ones, tens = _ONES.split(), _TENS.split()
    if number < 20:
        return ones[number]
    if number < 100:
        return tens[number // 10 - 2] + (f"-{ones[number % 10]}" if number % 10 else "")
    rest = number % 100
    return f"{ones[number // 100]} hundred" + (f" and {spell(rest)}" if rest else "")


@given(st.integers(1, 999))
def test_number_words_up_to_the_hundreds_are_the_number(number: int) -> None:
    for words in (spell(number), spell(number).replace("-", " "), spell(number).capitalize(), str(number)):
        assert found(f"There were {words} made-up things.") == [(number, number, "exact")]


@given(st.integers(1000, 9_999_999))
def test_marks_between_thousands_do_not_part_a_number(number: int) -> None:
    for text in (f"{number:,}", f"{number:,}".replace(",", " "), f"{number:,}".replace(",", "\u202f")):
        assert found(f"There were {text} made-up things.") == [(number, number, "exact")]


@pytest.mark.parametrize(
    ("text", "low", "high", "status"),
    [
        ("over 20 things", 20, None, "more_than"),
        ("more than twenty things", 20, None, "more_than"),
        ("at least 12 things", 12, None, "at_least"),
        ("no fewer than 12 things", 12, None, "at_least"),
        ("20 things or more", 20, None, "at_least"),
        ("20+ things", 20, None, "at_least"),
        ("≥ 20 things", 20, None, "at_least"),
        ("≥20 things", 20, None, "at_least"),
        (">= 20 things", 20, None, "at_least"),
        ("> 20 things", 20, None, "more_than"),
        ("≤ 20 things", None, 20, "up_to"),
        ("< 20 things", None, 20, "up_to"),
        ("~20 things", 20, 20, "about"),
        ("20-odd things", 20, 20, "about"),
        ("20 plus things", 20, None, "at_least"),
        ("as many as 20 things", None, 20, "up_to"),
        ("as many as twenty things", None, 20, "up_to"),
        ("as few as 20 things", 20, None, "at_least"),
        ("upwards of 20 things", 20, None, "more_than"),
        ("half a million things", 500_000, 500_000, "exact"),
        ("two and a half years", 2.5, 2.5, "exact"),
        ("up to ten years", None, 10, "up_to"),
        ("no more than ten years", None, 10, "up_to"),
        ("fewer than 10 things", None, 10, "up_to"),
        ("some 100 things", 100, 100, "about"),
        ("approximately a hundred things", 100, 100, "about"),
        ("almost two dozen things", 24, 24, "about"),
        ("some 40–50 things", 40, 50, "range"),
        ("40 to 50 things", 40, 50, "range"),
        ("between four and five things", 4, 5, "range"),
        ("a three-year sentence", 3, 3, "exact"),
        ("just four things", 4, 4, "exact"),
        ("2.5 points", 2.5, 2.5, "exact"),
        ("2.3 million things", 2_300_000, 2_300_000, "exact"),
        ("two hundred thousand things", 200_000, 200_000, "exact"),
        ("zero cases", 0, 0, "reported_zero"),
        ("no made-up official was there", 0, 0, "reported_zero"),
        ("not a single case", 0, 0, "reported_zero"),
        ("none of them", 0, 0, "reported_zero"),
        ("we have not learnt of any case", None, None, "none_known"),
        ("No case known to the authors", None, None, "none_known"),
        ("no known conviction", None, None, "none_known"),
        ("no known convictions of officials", None, None, "none_known"),
        ("no conviction is known", None, None, "none_known"),
        ("none known to us", None, None, "none_known"),
        ("none has come to our attention", None, None, "none_known"),
        ("no case came to the authors' notice", None, None, "none_known"),
        ("nobody is known to have been convicted", None, None, "none_known"),
        ("To our knowledge, no official was convicted", None, None, "none_known"),
        ("as far as we know, none was convicted", None, None, "none_known"),
        ("we are not aware of any case", None, None, "none_known"),
        ("we know of no case", None, None, "none_known"),
        ("it is not known how many cases", None, None, "unknown"),
        ("a handful of cases", None, None, "some"),
        ("dozens of cases", None, None, "some"),
    ],
)
def test_a_number_keeps_what_bounds_it(text: str, low: float | None, high: float | None, status: str) -> None:
    assert found(f"There were {text}.") == [(low, high, status)]


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("four and five things", [4, 5]),
        ("a rise from 10 to 20", [10, 20]),
        ("three out of four", [3, 4]),
        ("Articles 301 and 302", [301, 302]),
        ("in 2024, 57 things", [57]),
        ("50-40 things", [50, 40]),
    ],
)
def test_numbers_that_are_no_range_stay_apart(text: str, amounts: list[int]) -> None:
    assert found(text) == [(amount, amount, "exact") for amount in amounts]


@pytest.mark.parametrize(
    ("text", "share", "status"),
    [
        ("over 20 percent", 20, Status.MORE_THAN),
        ("20.5 per cent", 20.5, Status.EXACT),
        ("20%", 20, Status.EXACT),
        ("half of them", 50, Status.EXACT),
        ("three quarters of them", 75, Status.EXACT),
        ("one third of them", 33.3, Status.EXACT),
        ("a third of them", 33.3, Status.EXACT),
        ("more than half of them", 50, Status.MORE_THAN),
        ("at least two thirds of them", 66.7, Status.AT_LEAST),
        ("less than a third of them", 33.3, Status.UP_TO),
        ("≥ 20 %", 20, Status.AT_LEAST),
    ],
)
def test_a_share_is_in_per_cent(text: str, share: float, status: Status) -> None:
    (quantity,) = numbers(text)
    low, high = (None if status is Status.UP_TO else share), (share if status in (Status.EXACT, Status.UP_TO) else None)
    assert quantity.value == Value(low, high, status, PERCENT)


def test_an_ordinal_is_no_count() -> None:
    second, third = numbers("the second reading and the 3rd")
    assert second.value == Value(2, 2, Status.EXACT, PLACE)
    assert third.value == Value(3, 3, Status.EXACT, PLACE)
    assert second.says != numbers("two readings")[0].says


@pytest.mark.parametrize(
    "text",
    ["first of all", "zero-tolerance policy", "one another", "January 2022", "26.06.2025", "https://example.org/2/17"],
)
def test_what_is_no_number_is_left_out(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "place"),
    [("a third defendant", 3), ("the third defendant", 3), ("a fifth person", 5), ("a second time", 2)],
)
def test_a_place_in_an_order_is_no_share(text: str, place: int) -> None:
    (quantity,) = numbers(text)
    assert quantity.value == Value(place, place, Status.EXACT, PLACE)


@pytest.mark.parametrize(
    "text", ["in the first half of 2024", "the second quarter of 2024", "in the first nine months of 2024"]
)
def test_a_part_of_a_year_is_no_number(text: str) -> None:
    assert found(text, soft=True) == []


def test_a_vague_number_of_hundreds_is_no_hundred() -> None:
    assert found("several hundred people") == [(None, None, "some")]


def test_common_words_say_how_a_value_is_known_only_where_they_are_cited() -> None:
    assert found("Cases are often opened, and many are not published") == []
    soft = [status for _, _, status in found("Cases are often opened, and many are not published", soft=True)]
    assert soft == ["some", "some", "not_published"]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("lack of comprehensive statistics", "not_comprehensive"),
        ("there are no comprehensive national data", "not_comprehensive"),
        ("lack of statistics", "not_published"),
    ],
)
def test_statistics_that_are_not_comprehensive_may_still_be_published(text: str, status: str) -> None:
    assert [status for _, _, status in found(text, soft=True)] == [status]


def test_vague_words_equal_themselves_only() -> None:
    handful, few = numbers("a handful of cases and a few cases")
    assert handful.says == numbers("Only a handful came")[0].says
    assert handful.says != few.says


@given(st.text(max_size=60))
def test_any_text_can_be_read(text: str) -> None:
    cleaned = clean(text)
    for number in numbers(text):
        assert cleaned[slice(*number.span)] == number.words
