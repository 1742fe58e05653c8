from __future__ import annotations

from datetime import date

import edtf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from behindbars.package.periods import Period
from behindbars.words import Words

ENGLISH = Words("en")


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2012/2018-05", date(2012, 1, 1), date(2018, 5, 31)),
        ("../2025-06", None, date(2025, 6, 30)),
        ("2022-05/..", date(2022, 5, 1), None),
    ],
)
def test_ends(text: str, start: date | None, end: date | None) -> None:
    period = Period.parse(text)
    assert (period.start, period.end) == (start, end)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("/2025-06", "leaves one end out"),
        ("2025-06/", "leaves one end out"),
        ("../..", "open at both ends"),
        ("2025-06/2022-01", "ends before it starts"),
        ("2024-06/2024-05-31", "ends before it starts"),
        ("2024/2024", "two equal ends"),
    ]
    + [
        (text, "is not a date")
        for text in [
            *("", "..", " 2024", "2024 ", "Nov-24", "2024-13", "2023-02-30", "2023-02-29", "13.09.2024"),
            *("202X", "2025-21", "[2023,2024]", "Y170000", "-0044", "0000", "1990S2", "~2024", "٢٠٢٤"),
            *("2024/2025/2026", "2024-09-13T10:00", "24", "2024\n"),
        ]
    ],
)
def test_what_is_refused(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        Period.parse(text)


def test_an_end_may_contain_the_start() -> None:
    assert Period.parse("2024-06/2024").end == date(2024, 12, 31)


def test_periods_of_the_same_days_and_certainty_are_equal() -> None:
    assert Period.parse("2024") == Period.parse("2024-01/2024-12")
    assert len({Period.parse("2024"), Period.parse("2024-01/2024-12")}) == 1
    assert Period.parse("2024") != Period.parse("2024~")
    assert Period.parse("../2024") != Period.parse("2024")


@given(st.text(alphabet="0123456789-/.~?%X[] ", max_size=24))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        period = Period.parse(text)
    except ValueError:
        return
    assert ENGLISH.period(text)
    assert period.sort_key[0] <= period.sort_key[1]


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("2024", "2025", True),
        ("2024", "2025-01/2025-12", True),
        ("2024-02", "2025-02", True),  # one day less
        ("2024-01/2024-10", "2025-01/2025-10", True),
        ("2023/2024", "2024/2025", True),
        ("2024-01/2024-10", "2025", False),
        ("2024-01/2024-10", "2025-03/2025-12", False),
        ("2022-01/2025-06", "2022-01/2026-06", False),
        ("../2025-06", "../2026-06", False),
        ("2024/..", "2025/..", False),
        ("2024?", "2025", False),
        ("2024~", "2025~", False),
    ],
)
def test_periods_that_cover_the_same_stretch_of_the_calendar(one: str, other: str, alike: bool) -> None:
    assert Period.parse(one).as_long_as(Period.parse(other)) is alike
    assert Period.parse(other).as_long_as(Period.parse(one)) is alike


def read_by_grammar(text: str) -> tuple[date, date, bool, bool] | None:
    """Read a date by the grammar of EDTF: its first and last day, and whether it is approximate or uncertain."""
    try:
        parsed = edtf.parse_edtf(text)
        approximate = uncertain = False
        if isinstance(parsed, edtf.UncertainOrApproximate):
            approximate = parsed.is_approximate or parsed.is_uncertain_and_approximate
            uncertain = parsed.is_uncertain or parsed.is_uncertain_and_approximate
            parsed = parsed.date
        if type(parsed) is not edtf.Date or parsed.significant_digits:
            return None
        return date(*parsed.lower_strict()[:3]), date(*parsed.upper_strict()[:3]), approximate, uncertain
    except (edtf.EDTFParseException, ValueError, AttributeError):  # the last one where a month is 0X
        return None


def read_by_us(text: str) -> tuple[date | None, date | None, bool, bool] | None:
    try:
        period = Period.parse(text)
    except ValueError:
        return None
    return period.start, period.end, period.approximate, period.uncertain


DIGITS = st.integers(0, 99).map("{:02}".format)
COMMON = st.builds(
    "{:04}{}{}".format,
    st.integers(0, 9999),
    st.one_of(st.just(""), DIGITS.map("-{}".format), st.builds("-{}-{}".format, DIGITS, DIGITS)),
    st.sampled_from(["", "?", "~", "%"]),
)


@settings(max_examples=100)
@given(COMMON | st.text(alphabet="0123456789-.~?%XYS[]", max_size=12))
def test_a_date_is_read_as_the_grammar_of_edtf_reads_it(text: str) -> None:
    assert read_by_us(text) == read_by_grammar(text)
