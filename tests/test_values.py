"""Interval arithmetic: never more certain than its operands."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from behindbars.errors import IncomparableError
from behindbars.package.values import (
    SDMX_STATUS,
    WITHOUT_NUMBER,
    Direction,
    Status,
    Value,
    complement_share,
    contradiction,
    difference,
    direction,
    part_of,
)

COUNTS = st.integers(min_value=0, max_value=5000)


@st.composite
def counts(draw, unit="persons"):
    """Any value of something counted that has a number."""
    low = draw(COUNTS)
    status = draw(st.sampled_from([status for status in Status if status not in WITHOUT_NUMBER]))
    match status:
        case Status.EXACT | Status.ABOUT:
            return Value(low, low, status, unit)
        case Status.RANGE:
            return Value(low, low + draw(st.integers(1, 500)), status, unit)
        case Status.AT_LEAST | Status.MORE_THAN:
            return Value(low, None, status, unit)
        case Status.UP_TO:
            return Value(None, low, status, unit)
    return Value(0, 0, status, unit)


def inside(value, amount):
    low, high = value.bounds
    return low - 1e-9 <= amount <= high + 1e-9


@pytest.mark.parametrize(
    ("percent", "part", "status"), [(20.3, 90, Status.ABOUT), (20.4, 91, Status.ABOUT), (25, 111, Status.EXACT)]
)
def test_a_part_is_exact_if_whole_and_about_the_nearest_number_otherwise(percent, part, status):
    share = Value(percent, percent, Status.EXACT, "percent")
    assert part_of(share, Value(444, 444, Status.EXACT, "persons")) == Value(part, part, status, "persons")


@st.composite
def shares(draw):
    """Any share that has a number."""
    low = draw(st.floats(0, 100).map(lambda amount: round(amount, 4)))
    status = draw(st.sampled_from([Status.EXACT, Status.ABOUT, Status.AT_LEAST, Status.MORE_THAN, Status.UP_TO]))
    ends = {Status.AT_LEAST: (low, None), Status.MORE_THAN: (low, None), Status.UP_TO: (None, low)}
    return Value(*ends.get(status, (low, low)), status, "percent")


@given(shares(), counts() | st.integers(0, 10**18).map(lambda n: Value(n, n, Status.EXACT, "persons")))
def test_a_part_is_never_above_its_whole_and_never_rounded_to_none_or_all(share, whole):
    assume(share.bounds[0] < 100 or share.status is not Status.MORE_THAN)
    part = part_of(share, whole)
    assert part.bounds[0] <= whole.bounds[1]
    assert part.high is None or part.high <= whole.bounds[1]
    one = share.low == share.high and whole.low == whole.high
    if one and 0 < share.low < 100 and 0 < whole.low < 10**9:
        assert part.bounds not in ((0, 0), whole.bounds)


@given(counts("convictions"), counts("complaints"))
def test_complement_share_is_an_interval_within_0_and_100(part, whole):
    assume(whole.bounds[0] > 0 and part.bounds[0] <= whole.bounds[1])
    low, high = complement_share(part, whole).bounds
    assert 0 <= low <= 100
    assert high >= low
    true_part, true_whole = part.bounds[0], whole.bounds[0]
    if true_part <= true_whole:
        assert low - 1e-9 <= 100 * (1 - true_part / true_whole) <= high + 1e-9


@pytest.mark.parametrize("status", sorted(WITHOUT_NUMBER))
def test_a_value_without_number_cannot_be_calculated_with(status):
    nothing = Value(None, None, status, "convictions")
    with pytest.raises(IncomparableError, match="has no number"):
        complement_share(nothing, Value(347, 347, Status.EXACT, "complaints"))


@pytest.mark.parametrize(
    ("low", "high", "status"),
    [
        (1, 2, Status.EXACT),
        (None, None, Status.EXACT),
        (5, 5, Status.RANGE),
        (6, 5, Status.RANGE),
        (1, 2, Status.AT_LEAST),
        (None, 2, Status.MORE_THAN),
        (1, 2, Status.UP_TO),
        (1, 1, Status.REPORTED_ZERO),
        (None, None, Status.REPORTED_ZERO),
        (0, 0, Status.NONE_KNOWN),
        (3, 3, Status.SOME),
        (0, 0, Status.UNKNOWN),
        (7, None, Status.NOT_PUBLISHED),
    ],
)
def test_numbers_that_contradict_the_status_are_refused(low, high, status):
    assert contradiction(low, high, status)
    with pytest.raises(ValueError, match=status):
        Value(low, high, status, "persons")


def test_every_status_has_an_sdmx_status():
    assert set(SDMX_STATUS) == set(Status)


@given(counts(), counts(), st.data())
def test_a_difference_holds_that_of_any_two_numbers_that_the_values_allow(first, last, data):
    def within(value):
        low, high = value.bounds
        return data.draw(st.integers(int(low), int(min(high, low + 1000))))

    one, other = within(first), within(last)
    match direction(first, last):
        case Direction.OPEN:
            with pytest.raises(IncomparableError, match="overlap"):
                difference(first, last)
            return
        case Direction.ROSE:
            assert other > one
        case Direction.FELL:
            assert other < one
        case Direction.LEVEL:
            assert other == one
    low, high = difference(first, last).bounds
    assert low <= abs(other - one) <= high


@given(counts(), counts())
def test_a_direction_turns_round(first, last):
    back = {Direction.ROSE: Direction.FELL, Direction.FELL: Direction.ROSE}
    way = direction(first, last)
    assert direction(last, first) is back.get(way, way)


def test_values_of_different_units_have_no_direction():
    value = Value(3, 3, Status.EXACT, "persons")
    with pytest.raises(IncomparableError, match="persons and cases"):
        direction(value, Value(3, 3, Status.EXACT, "cases"))


def test_a_difference_keeps_a_strict_bound_of_a_measure():
    share = difference(Value(5, 5, Status.EXACT, "percent"), Value(20, None, Status.MORE_THAN, "percent"))
    assert (share.low, share.status) == (15, Status.MORE_THAN)
