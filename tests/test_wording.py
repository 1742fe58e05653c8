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
        value_words(value(None, None, status), "ngo") for status in ("unknown", "not_published", "none_known", "some")
    }
    printed.add(value_words(value(0, 0, "reported_zero"), "ngo"))
    assert len(printed) == 5


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
