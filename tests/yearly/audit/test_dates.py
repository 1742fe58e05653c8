from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from behindbars.package.periods import Period
from behindbars.yearly.audit.mentions import Mention, find_mentions
from behindbars.yearly.audit.passage import clean, told_by


def find_dates(text: str) -> list[Mention]:
    return [one for one in find_mentions(text) if one.ends]


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("on 13 September, 2024", ("2024-09-13",)),
        ("on September 13, 2024", ("2024-09-13",)),
        ("on the 5th of May 2024", ("2024-05-05",)),
        ("26.06.2025", ("2025-06-26",)),
        ("26/06/2025", ("2025-06-26",)),
        ("2025-06-26", ("2025-06-26",)),
        ("in April 2025", ("2025-04",)),
        ("the April 2025 review", ("2025-04",)),
        ("Sept. 2024", ("2024-09",)),
        ("In April he said", ("XXXX-04",)),
        ("in May he said", ("XXXX-05",)),
        ("on May 12", ("XXXX-05-12",)),
        ("in 2024", ("2024",)),
        ("2021–2022", ("2021", "2022")),
        ("2021–22", ("2021", "2022")),
        ("from 2021 to 2022", ("2021", "2022")),
        ("January to March 2024", ("2024-01", "2024-03")),
        ("23–24 April 2025", ("2025-04-23", "2025-04-24")),
        ("in 2024 — 57 cases", ("2024",)),
        ("2024-19", ("2024",)),
        ("in the first half of 2024", ("2024-01", "2024-06")),
        ("the second half of 2024", ("2024-07", "2024-12")),
        ("the third quarter of 2024", ("2024-07", "2024-09")),
        ("in the first nine months of 2024", ("2024-01", "2024-09")),
        ("in the first 6 months of 2024", ("2024-01", "2024-06")),
    ],
)
def test_dates_are_read_as_they_are_written(text: str, dates: tuple[str, ...]) -> None:
    assert [date.ends for date in find_dates(clean(text))] == [dates]


@pytest.mark.parametrize(
    "text", ["this may be so", "May it be so", "they march on", "12,024 cases", "20245", "99.99.2024"]
)
def test_what_is_no_date_is_left_out(text: str) -> None:
    assert [date for date in find_dates(text) if any("-" in end for end in date.ends)] == []


def test_a_date_tells_what_is_less_precise() -> None:
    assert "2024" in told_by(["2024-09-13"])
    assert "2024-09" in told_by(["2024-09-13"])
    assert "XXXX-09" in told_by(["2024-09-13"])
    assert "2024-10" not in told_by(["2024-09-13"])
    assert "2024-09" not in told_by(["2024"])
    assert "2024-09" not in told_by(["XXXX-09"])
    assert "XXXX-09" not in told_by(["2024-05-09"])


@given(st.text(max_size=60))
def test_any_text_can_be_read(text: str) -> None:
    cleaned = clean(text)
    for date in find_dates(cleaned):
        assert cleaned[slice(*date.span)] == date.words != ""
        assert all(Period.parse(end.replace("XXXX", "2024")) for end in date.ends)
