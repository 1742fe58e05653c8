from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from behindbars.audit.date_words import DateMention, find_dates
from behindbars.audit.quoting import clean


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("on 13 September, 2024", [(2024, 9, 13)]),
        ("on September 13, 2024", [(2024, 9, 13)]),
        ("on the 5th of May 2024", [(2024, 5, 5)]),
        ("26.06.2025", [(2025, 6, 26)]),
        ("26/06/2025", [(2025, 6, 26)]),
        ("2025-06-26", [(2025, 6, 26)]),
        ("in April 2025", [(2025, 4, None)]),
        ("the April 2025 review", [(2025, 4, None)]),
        ("Sept. 2024", [(2024, 9, None)]),
        ("In April he said", [(None, 4, None)]),
        ("in May he said", [(None, 5, None)]),
        ("on May 12", [(None, 5, 12)]),
        ("in 2024", [(2024, None, None)]),
        ("2021–2022", [(2021, None, None), (2022, None, None)]),
        ("2021–22", [(2021, None, None), (2022, None, None)]),
        ("from 2021 to 2022", [(2021, None, None), (2022, None, None)]),
        ("January to March 2024", [(2024, 1, None), (2024, 3, None)]),
        ("23–24 April 2025", [(2025, 4, 23), (2025, 4, 24)]),
        ("in 2024 — 57 cases", [(2024, None, None)]),
        ("2024-19", [(2024, None, None)]),
    ],
)
def test_dates_are_read_as_they_are_written(text: str, dates: list[tuple[int | None, ...]]) -> None:
    assert [(date.year, date.month, date.day) for date in find_dates(clean(text))] == dates


@pytest.mark.parametrize(
    "text", ["this may be so", "May it be so", "they march on", "12,024 cases", "20245", "99.99.2024"]
)
def test_what_is_no_date_is_left_out(text: str) -> None:
    assert [date for date in find_dates(text) if date.month] == []


def test_a_date_tells_what_is_less_precise() -> None:
    date = DateMention(0, 0, 2024, 9, 13)
    assert date.says(2024)
    assert date.says(2024, 9)
    assert date.says(None, 9)
    assert not date.says(2024, 10)
    assert not DateMention(0, 0, 2024).says(2024, 9)


@given(st.text(max_size=60))
def test_any_text_can_be_read(text: str) -> None:
    cleaned = clean(text)
    for date in find_dates(cleaned):
        assert 0 <= date.start < date.end <= len(cleaned)
        assert date.month in (None, *range(1, 13))
