from __future__ import annotations

import pytest

from behindbars.yearly.audit.passage import Passage, clean


def test_texts_of_any_typography_are_spelt_alike() -> None:
    assert clean("‘’Bloody’’  “day”\u00a0– it’s\u200b over…") == '"Bloody" "day" - it\'s over...'
    assert clean("347¹ ﬁles\n of\tsoft\u00adness") == "347 files of softness"


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("some 40–50", "and some 40-50 people"),
        ("“foreign agent” laws", 'so "foreign agent" laws are'),
        ("three-year sentence", "a three-year sentence"),
        ("five convictions", "then five convic-tions came"),
        ("the court — closed", "and the court—closed to all"),
    ],
)
def test_words_are_found_whatever_their_typography(words: str, text: str) -> None:
    assert len(Passage(clean(text)).places(words)) == 1


@pytest.mark.parametrize(
    ("words", "text"), [("40–50", "4050"), ("five", "fiver"), ("5 cases", "15 cases"), ("", "any")]
)
def test_words_that_stand_there_in_part_only_are_not_found(words: str, text: str) -> None:
    assert Passage(text).places(words) == []


def test_a_place_is_cited_in_few_words() -> None:
    text = "one two three four (five) six seven eight nine"
    start = text.index("five")
    assert Passage(text).excerpt((start, start + 4), around=2) == "… three four (five) six seven …"
    assert Passage("five").excerpt((0, 4)) == "five"
