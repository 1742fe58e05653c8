"""The marks of a country's gap: picked where the source links, and said in words everywhere else."""

from dataclasses import replace

import pytest

from behindbars.gap import impunity_gap
from behindbars.gap_group import gap_group, mark_words
from behindbars.values import Status, Value
from tests.test_gap import restated


def group(dataset, country):
    return gap_group(dataset, impunity_gap(dataset, country, 2024), country)


def test_a_gap_picks_the_convictions_out_of_the_complaints(package):
    found = group(package.load(), "XXA")
    assert (found.whole.words, found.picked.words) == ("20 complaints", "2 convictions")
    assert (found.kinds.count("picked"), len(found.kinds)) == (2, 20)
    assert found.note == "2 of 20, 1 in 10: 90 per cent without a known conviction"


def test_convictions_that_are_not_linked_are_not_picked(package):
    package.put("observations", 6, outcome_of="")
    found = group(package.load(), "XXA")
    assert (found.kinds.count("counted"), len(found.kinds)) == (20, 20)
    assert found.picked.status == "not_mentioned"
    assert "does not say that the one came out of the other" in found.picked.words


def test_complaints_of_an_unlinked_country_are_marked_all_the_same(package):
    found = group(package.load(), "XXB")
    assert (found.kinds.count("counted"), found.kinds.count("perhaps")) == (4, 2)
    assert found.picked.status == "not_mentioned"


@pytest.mark.parametrize("status", [Status.UNKNOWN, Status.NOT_PUBLISHED, Status.NONE_KNOWN, Status.SOME])
def test_what_has_no_number_keeps_its_status(package, status):
    dataset = restated(package.load(), "O02", value=Value(None, None, status, "complaints"))
    found = group(dataset, "XXA")
    assert (found.whole.status, found.kinds) == (status, [])
    assert (found.picked.status, found.picked.words) == ("exact", "2 convictions")


def test_what_no_row_speaks_of_is_not_mentioned(package):
    dataset = package.load()
    found = group(replace(dataset, observation_rows=()), "XXA")
    assert (found.whole.status, found.whole.words) == ("not_mentioned", "complaints not mentioned")
    assert (found.picked.status, found.picked.words) == ("not_mentioned", "convictions not mentioned")


def test_the_subtitle_says_what_the_marks_are(package):
    dataset = package.load()
    assert mark_words([group(dataset, "XXA")]) == (
        "One mark is one complaint, a full row ten; a large mark stands for a conviction"
    )
    assert mark_words([group(dataset, "XXB")]).endswith("; hollow marks may or may not be")
    assert mark_words([group(replace(dataset, observation_rows=()), "XXA")]) == ""
