"""The Wilson interval, against published values and as a property; and the study that it is computed of."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.editions import restated, value
from tests.promises import STUDY

from behindbars.errors import IncomparableError
from behindbars.measures import survey
from behindbars.measures.survey import survey_share, wilson
from behindbars.package.values import Status, Value

PEOPLE = Value(444, 444, Status.EXACT, "persons")


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


@pytest.mark.parametrize(
    ("share", "people", "reason"),
    [
        (Value(20, 20, Status.EXACT, "percent"), Value(400, 400, Status.ABOUT, "persons"), "exact number of part"),
        # A bound of a share is no share: the least count that it allows would pass for the count.
        (Value(20, None, Status.MORE_THAN, "percent"), PEOPLE, "not a bound of it"),
        (Value(20, None, Status.AT_LEAST, "percent"), PEOPLE, "not a bound of it"),
        (Value(None, 20, Status.UP_TO, "percent"), PEOPLE, "not a bound of it"),
        (Value(10, 20, Status.RANGE, "percent"), PEOPLE, "not a bound of it"),
        (PEOPLE, PEOPLE, "must be in per cent, not in persons"),
    ],
)
def test_what_is_no_share_of_an_exact_number_has_no_interval(share, people, reason):
    with pytest.raises(IncomparableError, match=reason):
        survey_share(share, people)


def test_what_is_lacking_of_a_study_is_named_and_what_is_refused_has_its_reason(editions):
    found = survey(restated(editions["KGZ"], "N14", case="C02"), **STUDY)
    assert (len(found), found.attrs["indicators"]) == (0, ["study_participants"])
    assert survey(editions["TJK"], **STUDY).attrs["indicators"] == ["study_abuse_reported", "study_participants"]
    reason = "the source gives a bound of the share, and no count"
    for edition in (editions["KGZ"], restated(editions["KGZ"], "N15", **value(None, 20, "up_to"))):
        found = survey(edition, **STUDY)
        assert (len(found), found.attrs["refused"], found.attrs["ids"]) == (0, reason, "N15 N14")
    found = survey(restated(editions["KGZ"], "N15", **value(20.5, 20.5, "exact")), **STUDY)
    assert (len(found), "refused" in found.attrs) == (2, False)
