"""Two editions compared: each kind of change, and what is not one. Every figure is synthetic."""

from __future__ import annotations

import itertools

import pytest
from tests.conftest import SyntheticPackage

from behindbars.comparison.changes import Change, Fate, ValueKind, Verdict, verdict
from behindbars.comparison.compare import compare
from behindbars.errors import ParameterError
from behindbars.grids import GRAVITY
from behindbars.values import Direction

NUMBER = {"low": "9", "high": "9", "status": "exact"}
NONE = {"low": "", "high": ""}
OBSERVATIONS = {
    name: row for row, name in enumerate(("O02", "O03", "O04", "O05", "O06", "O07", "O08", "O09", "O10"), start=2)
}


@pytest.fixture
def package(package: SyntheticPackage) -> SyntheticPackage:
    """The synthetic package with the statement of a second edition that repeats nothing yet."""
    package.begin_2025()
    return package


def compared(package: SyntheticPackage):
    return compare(package.load(), 2024, 2025)


def value(package: SyntheticPackage, identifier: str):
    """Give what became of one value."""
    return next(
        (one for one in compared(package).values if identifier in {row.id for row in (one.before, one.after) if row}),
        None,
    )


def repeat(package: SyntheticPackage, identifier: str, **cells: str) -> None:
    package.repeat_in_2025("observations", OBSERVATIONS[identifier], **{"period": "2025"} | cells)


def answer(package: SyntheticPackage, question: str, year: str = "2025") -> None:
    row = {"year": year, "question": question, "asked": "Synthetic?", "answer": "not mentioned"}
    package.tables["answers"].append(row | {"name": "Nobody", "date": "2026-07-01"})
    package.write()


@pytest.mark.parametrize(
    ("years", "message"),
    [
        ((2023, 2025), "no edition of 2023; the data has these: 2024, 2025"),
        ((2024, 2030), "no edition of 2030"),
        ((2024, 2024), "not 2024 twice"),
        ((2025, 2024), "Name the earlier edition first: 2024 2025"),
    ],
)
def test_two_years_that_make_no_comparison_are_refused(package, years, message):
    with pytest.raises(ParameterError, match=message):
        compare(package.load(), *years)


def test_what_stayed_is_no_change(package):
    repeat(package, "O07")
    assert value(package, "O07") is None


@pytest.mark.parametrize(
    ("cells", "direction", "low", "high", "status"),
    [
        ({"low": "12", "high": "12"}, Direction.ROSE, 3, 3, "exact"),
        ({"low": "5", "high": "5"}, Direction.FELL, 4, 4, "exact"),
        ({"low": "12", "high": "15", "status": "range"}, Direction.ROSE, 3, 6, "range"),
        ({"low": "12", "high": "", "status": "at_least"}, Direction.ROSE, 3, None, "at_least"),
        ({"low": "9", "high": "", "status": "more_than"}, Direction.ROSE, 1, None, "at_least"),
        ({"low": "", "high": "4", "status": "up_to"}, Direction.FELL, 5, 9, "range"),
        ({"low": "12", "high": "12", "status": "about"}, Direction.ROSE, 3, 3, "about"),
        ({"low": "0", "high": "0", "status": "reported_zero"}, Direction.FELL, 9, 9, "exact"),
    ],
)
def test_two_numbers_rise_or_fall_by_interval_arithmetic(package, cells, direction, low, high, status):
    repeat(package, "O07", **cells)
    change = value(package, "O07")
    assert (change.kind, change.direction) == (ValueKind.NUMBER, direction)
    assert (change.difference.low, change.difference.high, change.difference.status) == (low, high, status)
    assert change.reasons == ()


def test_of_two_that_overlap_nothing_is_told(package):
    repeat(package, "O07", low="8", high="11", status="range")
    change = value(package, "O07")
    assert (change.kind, change.direction, change.difference, change.reasons) == (
        ValueKind.NUMBER,
        Direction.OPEN,
        None,
        (),
    )


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"period": "2025-01/2025-10"}, "same length"),
        ({"period": "2024/2025"}, "same length"),
        ({"period": "2025~"}, "same length"),
        ({"period": "../2025"}, "not stated which period"),
        ({"series": "coalition"}, "different series"),
        ({"indicator": "victims"}, "different things"),
        ({"outcome_of": "complaints", "series": "register"}, "outcome"),
    ],
)
def test_what_may_not_be_compared_has_no_difference(package, cells, reason):
    if "outcome_of" in cells:
        repeat(package, "O02", id="O20", series="register", low="30", high="30")
    repeat(package, "O07", low="12", high="12", **cells)
    change = value(package, "O07")
    assert (change.kind, change.direction, change.difference) == (ValueKind.NUMBER, Direction.OPEN, None)
    assert any(reason in one for one in change.reasons), change.reasons


def test_what_is_measured_may_be_of_periods_of_any_length(package):
    package.put("observations", 12, low="20", high="20", status="exact")
    package.repeat_in_2025("observations", 12, low="25", high="25", period="2025-01/2025-10")
    change = value(package, "O12")
    assert (change.direction, change.difference.low, change.reasons) == (Direction.ROSE, 5, ())


@pytest.mark.parametrize("status", ["not_published", "unknown"])
def test_a_number_where_there_was_none_is_published_and_the_reverse_is_silence(package, status):
    package.put("observations", OBSERVATIONS["O08"], status=status)
    repeat(package, "O08", **NUMBER)
    assert value(package, "O08").kind is ValueKind.PUBLISHED
    repeat(package, "O07", **NONE, status=status)
    assert value(package, "O07").kind is ValueKind.SILENT


def test_a_figure_of_the_state_is_published_once(package):
    repeat(package, "O09", id="O30", reporter="authorities", series="coalition", **NUMBER)
    assert value(package, "O30").kind is ValueKind.PUBLISHED
    package.put("observations", OBSERVATIONS["O09"], reporter="authorities")
    assert value(package, "O30").kind is ValueKind.NEW


def test_a_new_value_of_others_is_new(package):
    repeat(package, "O09", id="O30", series="coalition")
    assert (value(package, "O30").kind, value(package, "O30").fate) == (ValueKind.NEW, Fate.NEW)


def test_gone_is_confirmed_and_otherwise_unanswered(package):
    assert (value(package, "O07").kind, value(package, "O07").fate) == (ValueKind.UNANSWERED, Fate.UNANSWERED)
    answer(package, "observations/O07")
    assert (value(package, "O07").kind, value(package, "O07").fate) == (ValueKind.GONE, Fate.GONE)
    answer(package, "observations/O08")
    assert value(package, "O08").kind is ValueKind.GONE


def test_an_answer_of_another_edition_confirms_nothing(package):
    answer(package, "observations/O07", year="2024")
    assert value(package, "O07").fate is Fate.UNANSWERED


def test_known_in_another_way(package):
    repeat(package, "O07", status="about")
    change = value(package, "O07")
    assert (change.kind, change.direction) == (ValueKind.STATUS, None)
    repeat(package, "O08", status="some")
    assert value(package, "O08").kind is ValueKind.STATUS


def test_another_reporter_and_another_kind_of_source(package):
    repeat(package, "O07", reporter="authorities")
    change = value(package, "O07")
    assert (change.kind, change.reporter, change.source) == (ValueKind.TELLER, True, False)
    repeat(package, "O09", source="made_up_context", low="10", high="10")
    change = value(package, "O09")
    assert (change.kind, change.reporter, change.source) == (ValueKind.NUMBER, False, True)


def test_context_of_the_two_years_is_compared_although_its_rows_have_names_of_their_own(package):
    context = {"source": "made_up_context", "locator": "para 1", "confidence": "medium"}
    package.add("observations", OBSERVATIONS["O07"], id="X1", series="coalition", **context)
    package.add(
        "observations",
        OBSERVATIONS["O07"],
        id="X2",
        series="coalition",
        year="2025",
        period="2025",
        low="11",
        high="11",
        **context,
    )
    change = value(package, "X2")
    assert (change.before.id, change.kind, change.difference.low) == ("X1", ValueKind.NUMBER, 2)
    assert change.before.is_context
    assert change.after.is_context


def test_context_that_is_not_there_makes_nobody_silent(package):
    package.add("observations", OBSERVATIONS["O07"], id="X1", series="coalition", source="made_up_context")
    answer(package, "observations/X1")
    assert value(package, "X1").kind is ValueKind.GONE


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("absent", "partial", Verdict.BETTER),
        ("partial", "in_place", Verdict.BETTER),
        ("harmful", "in_place", Verdict.BETTER),
        ("in_place", "threatened", Verdict.WORSE),
        ("partial", "threatened", Verdict.WORSE),
        ("threatened", "absent", Verdict.WORSE),
        ("threatened", "harmful", Verdict.WORSE),
        ("threatened", "in_place", Verdict.BETTER),
        ("partial", "harmful", Verdict.WORSE),
        ("threatened", "partial", Verdict.OTHER),
        ("absent", "harmful", Verdict.OTHER),
        ("harmful", "not_implemented", Verdict.OTHER),
        ("in_place", "in_place", None),
        (None, "partial", Verdict.NEW),
        ("partial", None, Verdict.GONE),
        (None, None, None),
    ],
)
def test_how_a_status_moves(before, after, expected):
    assert verdict(before, after) is expected


def test_what_is_not_known_is_neither_better_nor_worse_than_anything():
    for status in GRAVITY:
        if status != "unknown":
            assert verdict("unknown", status) is verdict(status, "unknown") is Verdict.OTHER


def test_no_status_is_better_both_ways():
    for one, other in itertools.combinations(GRAVITY, 2):
        assert {verdict(one, other), verdict(other, one)} not in ({Verdict.BETTER}, {Verdict.WORSE})


def test_law_and_practice_move_apart_and_words_alone_are_no_change(package):
    package.put("safeguards", 2, practice="partial")
    package.repeat_in_2025("safeguards", 2, law="in_place", practice="absent")
    package.repeat_in_2025("safeguards", 3, finding_en="The same in other words.")
    [change] = compared(package).findings
    assert (change.row.id, change.law, change.practice) == ("Q2", Verdict.BETTER, Verdict.WORSE)


@pytest.mark.parametrize("cells", [{"series": "register"}, {"indicator": "suspects"}])
def test_equal_numbers_of_another_count_are_not_the_same(package, cells):
    package.repeat_in_2025("observations", 2, period="2025", **cells)
    found = [one for one in compared(package).values if one.row.id == "O02"]
    assert [(one.kind, one.direction) for one in found] == [(ValueKind.NUMBER, Direction.OPEN)]
    assert found[0].reasons


def test_findings_gone_and_unanswered(package):
    answer(package, "safeguards/XXB/Q3")
    assert [(one.row.id, one.fate) for one in compared(package).findings] == [
        ("Q2", Fate.UNANSWERED),
        ("Q3", Fate.GONE),
    ]


def fates(changes: tuple[Change, ...]) -> list[tuple[str, Fate]]:
    return [(one.row.id, one.fate) for one in changes]


def test_cases(package):
    package.repeat_in_2025("cases", 2)
    package.repeat_in_2025("cases", 3, answer_en="A synthetic verdict.")
    package.repeat_in_2025("cases", 2, id="C9")
    assert fates(compared(package).cases) == [("C2", Fate.CHANGED), ("C9", Fate.NEW)]


def test_cases_that_are_not_told_any_more(package):
    answer(package, "cases/C1")
    assert fates(compared(package).cases) == [("C1", Fate.GONE), ("C2", Fate.UNANSWERED)]


def test_recommendations(package):
    package.repeat_in_2025("recommendations", 2, text_en="Other words.")
    package.repeat_in_2025("recommendations", 2, id="R2")
    assert fates(compared(package).recommendations) == [("R1", Fate.CHANGED), ("R2", Fate.NEW)]


def test_signatories(package):
    package.repeat_in_2025("signatories", 2, id="another")
    answer(package, "signatories/made_up")
    assert fates(compared(package).signatories) == [("another", Fate.NEW), ("made_up", Fate.GONE)]


def test_a_draft_says_how_many_questions_are_open(package):
    before = compared(package).open
    answer(package, "signatories/made_up")
    assert compared(package).open == before - 1 > 0
