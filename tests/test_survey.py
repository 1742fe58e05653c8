"""The Wilson interval, against published values and as a property."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from behindbars.survey import survey_share, wilson
from behindbars.values import Status, Value


@pytest.mark.parametrize(
    ("successes", "trials", "lower", "upper"),
    [
        # R. G. Newcombe (1998), Statistics in Medicine 17, 857-872, table I, method 3.
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_agrees_with_published_values(successes, trials, lower, upper):
    assert wilson(successes, trials) == pytest.approx((lower, upper), abs=5e-5)


@given(st.integers(1, 2000), st.data())
def test_wilson_holds_the_share_and_stays_a_proportion(trials, data):
    successes = data.draw(st.integers(0, trials))
    lower, upper = wilson(successes, trials)
    assert 0 <= lower <= successes / trials + 1e-12
    assert successes / trials - 1e-12 <= upper <= 1


@pytest.mark.parametrize(("successes", "trials", "confidence"), [(5, 0, 0.95), (6, 5, 0.95), (-1, 5, 0.95), (1, 5, 1)])
def test_wilson_refuses_what_is_no_sample(successes, trials, confidence):
    with pytest.raises(ValueError, match="not"):
        wilson(successes, trials, confidence)


def test_the_survey_share_rests_on_the_smallest_count_that_the_source_allows():
    found = survey_share(Value(20, None, Status.MORE_THAN, "percent"), Value(444, 444, Status.EXACT, "persons"))
    assert found.count == Value(89, None, Status.AT_LEAST, "persons")
    assert (found.lower, found.upper) == pytest.approx((16.58, 24.01), abs=0.01)


def test_a_survey_of_about_so_many_people_has_no_interval():
    with pytest.raises(ValueError, match="exact number of participants"):
        survey_share(Value(20, 20, Status.EXACT, "percent"), Value(400, 400, Status.ABOUT, "persons"))


@pytest.mark.parametrize(("low", "status"), [(None, Status.UP_TO), (10, Status.RANGE)])
def test_a_share_without_a_smallest_count_of_its_own_has_no_interval(low, status):
    with pytest.raises(ValueError, match="lower bound"):
        survey_share(Value(low, 20, status, "percent"), Value(444, 444, Status.EXACT, "persons"))
