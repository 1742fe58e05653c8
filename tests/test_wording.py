"""Values in words: every status in its own words, and never more certain than it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from behindbars.values import Status, Value
from behindbars.wording import (
    REPORTER_WORDS,
    UNIT_WORDS,
    capital,
    frequency,
    listing,
    number,
    value_words,
)
from tests.test_values import counts


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
        (value(100, 100, "about"), "ngo", "about 100 people"),
        (value(None, 10, "up_to", "years"), "ngo", "up to 10 years"),
        (value(4, None, "more_than", "years"), "ngo", "more than 4 years"),
        (
            value(0, 0, "reported_zero", "prosecutions"),
            "state_to_cat",
            "zero, as the state reported to the Committee",
        ),
        (value(0, 0, "reported_zero"), "authorities", "zero, as the authorities reported"),
        (value(0, 0, "reported_zero"), "ngo", "none, according to the authors"),
        (value(None, None, "none_known", "cases"), "ngo", "none known to the authors"),
        (value(None, None, "unknown"), "ngo", "not known"),
        (value(None, None, "not_published"), "ngo", "not published"),
        (value(None, None, "some"), "ngo", "some, number not given"),
    ],
)
def test_a_value_prints_as_a_careful_writer_would_print_it(given_value, reporter, expected):
    assert value_words(given_value, reporter, unit=True) == expected


def test_a_vague_value_keeps_the_words_of_the_source():
    some = value(None, None, "some", "prosecutions")
    assert (
        value_words(some, "ngo", verbatim="a handful of prosecutions") == "“a handful of prosecutions”, no number given"
    )


def test_a_zero_in_a_context_source_is_not_put_down_to_the_authors_of_the_statement():
    assert value_words(value(0, 0, "reported_zero"), "ngo", context=True) == "none, according to the source"


def test_unknown_not_published_none_known_and_zero_never_print_alike():
    printed = {
        value_words(value(None, None, status), "ngo")
        for status in ("unknown", "not_published", "none_known", "some", "to_be_completed")
    }
    printed.add(value_words(value(0, 0, "reported_zero"), "ngo"))
    assert len(printed) == 6


@given(counts(), st.sampled_from(sorted(REPORTER_WORDS)))
def test_every_number_of_a_value_is_printed_and_none_is_added(given_value, reporter):
    printed = value_words(given_value, reporter).replace(",", "")
    figures = {int(word) for word in printed.split() if word.isdigit()}
    known = {bound for bound in (given_value.low, given_value.high) if bound is not None}
    if given_value.status is Status.REPORTED_ZERO:
        assert not figures
    else:
        assert figures == known


@given(counts(), st.sampled_from(sorted(REPORTER_WORDS)))
def test_only_an_exact_value_prints_as_a_bare_number(given_value, reporter):
    bare = value_words(given_value, reporter).replace(",", "").isdigit()
    assert bare == (given_value.status is Status.EXACT)


def test_every_unit_has_a_singular_and_a_plural():
    assert all(len(words) == 2 and all(words) for words in UNIT_WORDS.values())


def test_a_frequency_is_natural():
    whole = value(347, 347, "exact", "complaints")
    assert frequency(value(4, 4, "exact", "convictions"), whole) == "4 of 347, about 1 in 87"


def test_a_frequency_of_a_range_names_both_ends_and_no_single_rate():
    assert frequency(value(40, 50, "range"), value(100, 100, "exact")) == "40 to 50 of 100"


@pytest.mark.parametrize(("amount", "printed"), [(4.0, "4"), (98.847, "98.8"), (1000, "1,000"), (0, "0")])
def test_number(amount, printed):
    assert number(amount) == printed


def test_listing():
    assert [listing([]), listing(["a"]), listing(["a", "b"]), listing(["a", "b", "c"])] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]


def test_capital_leaves_the_rest_untouched():
    assert capital("OPCAT ratification") == "OPCAT ratification"
    assert capital("complaints") == "Complaints"


@pytest.mark.parametrize(
    ("part", "whole", "printed"),
    [
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
    assert frequency(value(part, part, "exact"), value(whole, whole, "exact")) == printed


def test_a_rate_of_an_approximate_number_stays_about():
    assert frequency(value(10, 10, "about"), value(100, 100, "exact")) == "about 10 of 100, about 1 in 10"
    assert frequency(value(40, 40, "about"), value(80, 80, "exact")) == "about 40 of 80"


def test_a_reported_zero_is_none_of_the_whole():
    assert frequency(value(0, 0, "reported_zero"), value(347, 347, "exact")) == "none of 347"


@pytest.mark.parametrize(
    ("amount", "printed"),
    [(99.967, "99.97"), (99.9996, "99.9996"), (0.04, "0.04"), (100 - 1e-13, "100"), (99.94, "99.9")],
)
def test_nothing_is_rounded_onto_0_or_100(amount, printed):
    assert number(amount) == printed


@pytest.mark.parametrize(
    ("low", "high", "printed"),
    [(98.81, 98.84, "98.81 to 98.84"), (98, 98.04, "98 to 98.04"), (99.96, 99.99, "99.96 to 99.99"), (4, 5, "4 to 5")],
)
def test_the_ends_of_a_range_never_print_alike(low, high, printed):
    assert value_words(value(low, high, "range", "percent"), "ngo") == f"{printed} per cent"
