"""Values and periods in words: every status in its own words, and never more certain than it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.test_values import counts

from behindbars.package.values import Status, Value
from behindbars.words import Words, capital

WORDS = Words("en")
REPORTERS = ["authorities", "coalition", "ngo", "npm", "state_to_cat", "study", "un"]
UNITS = ["complaints", "cases", "persons", "convictions", "prosecutions", "requests", "items", "years", "months"]


def value(low, high, status, unit="persons"):
    return Value(low, high, Status(status), unit)


@pytest.mark.parametrize(
    ("given_value", "reporter", "expected"),
    [
        (value(347, 347, "exact", "complaints"), "coalition", "347 complaints"),
        (value(1, 1, "exact", "complaints"), "coalition", "1 complaint"),
        (value(1234, 1234, "exact"), "authorities", "1,234 people"),
        (value(20, None, "more_than", "percent"), "study", "more than 20 per cent"),
        (value(40, 50, "range"), "ngo", "40 to 50 people"),
        (value(89, None, "at_least"), "study", "at least 89 people"),
        (value(1, None, "at_least"), "study", "at least 1 person"),
        (value(100, 100, "about"), "ngo", "about 100 people"),
        (value(None, 10, "up_to", "years"), "ngo", "up to 10 years"),
        (value(4, None, "more_than", "years"), "ngo", "more than 4 years"),
        (value(0, 0, "reported_zero", "cases"), "state_to_cat", "zero, as the state reported to the Committee"),
        (value(0, 0, "reported_zero"), "authorities", "zero, as the authorities reported"),
        (value(0, 0, "reported_zero"), "ngo", "none, according to the authors"),
        (value(None, None, "none_known", "cases"), "ngo", "none known to the authors"),
        (value(None, None, "unknown"), "ngo", "not known"),
        (value(None, None, "not_published"), "ngo", "not published"),
        (value(None, None, "not_comprehensive"), "ngo", "no comprehensive statistics"),
        (value(None, None, "some"), "ngo", "some, number not given"),
        # The ends of a range never print alike.
        (value(98.81, 98.84, "range", "percent"), "ngo", "98.81 to 98.84 per cent"),
        (value(98, 98.04, "range", "percent"), "ngo", "98 to 98.04 per cent"),
        (value(99.96, 99.99, "range", "percent"), "ngo", "99.96 to 99.99 per cent"),
        (value(4, 5, "range", "percent"), "ngo", "4 to 5 per cent"),
    ],
)
def test_a_value_prints_as_a_careful_writer_would_print_it(given_value, reporter, expected):
    assert WORDS.value(given_value, reporter, unit=True) == expected


def test_a_value_keeps_the_words_of_its_source_and_is_put_down_to_nobody_else():
    some, zero = value(None, None, "some"), value(0, 0, "reported_zero")
    assert WORDS.value(some, "ngo", verbatim="a handful of cases") == "“a handful of cases”, no number given"
    assert WORDS.value(zero, "ngo", context=True) == "none, according to the source"


@pytest.mark.parametrize("short", [False, True])
def test_unknown_not_published_none_known_and_zero_never_print_alike(short):
    values = [
        value(None, None, status) for status in ("unknown", "not_published", "not_comprehensive", "none_known", "some")
    ]
    values += [value(None, None, "to_be_completed"), value(0, 0, "reported_zero")]
    printed = {WORDS.value(one, "ngo", short=short) for one in values} | {WORDS.say("value-not-mentioned")}
    assert len(printed) == 8


@given(counts(), st.sampled_from(REPORTERS))
def test_every_number_of_a_value_is_printed_and_only_an_exact_one_bare(given_value, reporter):
    printed = WORDS.value(given_value, reporter).replace(",", "")
    figures = {int(word) for word in printed.split() if word.isdigit()}
    known = {bound for bound in (given_value.low, given_value.high) if bound is not None}
    assert figures == (set() if given_value.status is Status.REPORTED_ZERO else known)
    assert printed.isdigit() == (given_value.status is Status.EXACT)


def test_every_unit_has_a_singular_and_a_plural_and_every_reporter_a_name():
    assert len({WORDS.unit(unit, count) for unit in UNITS for count in (1, 2)}) == 2 * len(UNITS)
    assert WORDS.unit("percent", 1) == WORDS.unit("percent") == "per cent"
    assert len({WORDS.say("reporter", reporter=reporter, context=False) for reporter in REPORTERS}) == len(REPORTERS)


def test_numbers_and_lists():
    amounts = {4.0: "4", 98.847: "98.8", 1000: "1,000", 0: "0", 99.94: "99.9"}
    not_rounded_onto_0_or_100 = {99.967: "99.97", 99.9996: "99.9996", 0.04: "0.04", 100 - 1e-13: "100"}
    for amount, printed in (amounts | not_rounded_onto_0_or_100).items():
        assert WORDS.number(amount) == printed
    said = [WORDS.listing(items) for items in ([], ["a"], ["a", "b"], ["a", "b", "c"])]
    assert said == ["", "a", "a and b", "a, b and c"]
    assert (capital("OPCAT ratification"), capital("complaints")) == ("OPCAT ratification", "Complaints")


@pytest.mark.parametrize(
    ("part", "whole", "printed"),
    [
        (4, 347, "4 of 347, about 1 in 87"),
        (3, 4, "3 of 4"),
        (260, 347, "260 of 347"),
        (2, 5, "2 of 5"),
        (2, 4, "2 of 4, 1 in 2"),
        (2, 20, "2 of 20, 1 in 10"),
        (4, 18, "4 of 18"),
        (4, 19, "4 of 19, about 1 in 5"),
        (4, 4, "4 of 4"),
        (1, 347, "1 of 347"),
        (0, 347, "none of 347"),
    ],
)
def test_a_rate_is_printed_only_where_it_is_true_enough(part, whole, printed):
    assert WORDS.frequency(value(part, part, "exact"), value(whole, whole, "exact")) == printed


def test_a_rate_of_a_number_that_is_not_exact_is_no_more_exact():
    hundred, eighty = value(100, 100, "exact"), value(80, 80, "exact")
    assert WORDS.frequency(value(10, 10, "about"), hundred) == "about 10 of 100, about 1 in 10"
    assert WORDS.frequency(value(40, 40, "about"), eighty) == "about 40 of 80"
    assert WORDS.frequency(value(40, 50, "range"), hundred) == "40 to 50 of 100"
    assert WORDS.frequency(value(0, 0, "reported_zero"), hundred) == "none of 100"


@pytest.mark.parametrize(
    ("text", "words", "at"),
    [
        ("2024", "2024", "in 2024"),
        ("2023-11", "November 2023", "in November 2023"),
        ("2024-09-13", "13 September 2024", "on 13 September 2024"),
        ("2022-01/2025-06", "January 2022 to June 2025", "from January 2022 to June 2025"),
        ("2021/2022", "2021 to 2022", "from 2021 to 2022"),
        ("2024-01/2024-10", "January to October 2024", "from January to October 2024"),
        ("2023-05-02/2023-05-03", "2 May to 3 May 2023", "from 2 May to 3 May 2023"),
        ("2024-01-01/2024-06", "1 January 2024 to June 2024", "from 1 January 2024 to June 2024"),
        ("../2025-06", "by June 2025, date not given", "by June 2025"),
        ("2022-05/..", "since May 2022", "since May 2022"),
        ("2015-06~/2025-06", "about June 2015 to June 2025", "from about June 2015 to June 2025"),
        ("2024-01~/2024-10", "about January 2024 to October 2024", "from about January 2024 to October 2024"),
        ("2025-04?", "April 2025 (uncertain)", "in April 2025 (uncertain)"),
        ("2025-04%", "about April 2025 (uncertain)", "in about April 2025 (uncertain)"),
        ("../2021-06~", "by about June 2021, date not given", "by about June 2021"),
    ],
)
def test_a_period_is_no_more_certain_than_its_text(text, words, at):
    assert (WORDS.period(text), WORDS.at(text)) == (words, at)
    assert WORDS.when(text) == (f"not stated ({at})" if text.startswith("..") else words)
