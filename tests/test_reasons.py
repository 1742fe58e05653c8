"""Why a step is done, for whoever does not program."""

from __future__ import annotations

import pytest

from behindbars.reasons import reason

A, B = "a" * 64, "b" * 64


def changed(*names: str) -> str:
    """Give the reason where files changed."""
    return reason(dict.fromkeys(names, B), dict.fromkeys(names, A))


def charts(number: int) -> list[str]:
    ends = (".svg", "-narrow.svg", ".png", ".csv")
    return [f"figures/2024/made-up-{n}{end}" for n in range(number) for end in ends]


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (["index.qmd"], "index.qmd changed"),
        (["data/observations.csv, rows of KAZ"], "data/observations.csv, rows of KAZ, changed"),
        (
            ["data/events.csv, rows of KAZ", "data/events.csv, rows of no country", "data/events.csv, rows of KGZ"],
            "data/events.csv, rows of KAZ, KGZ and no country, changed",
        ),
        (
            ["data/events.csv, rows of KAZ", "data/events.csv, order of rows"],
            "data/events.csv, rows of KAZ, changed",
        ),
        (["data/events.csv, order of rows"], "data/events.csv, order of rows, changed"),
        (
            ["data/events.csv, heading", "data/references.bib, sources cited"],
            "data/events.csv, heading, changed; data/references.bib, sources cited, changed",
        ),
        (["a.qmd", "b.qmd", "c.qmd", "d.qmd"], "a.qmd, b.qmd, c.qmd and d.qmd changed"),
        (["a.qmd", "b.qmd", "c.qmd", "d.qmd", "e.qmd"], "a.qmd, b.qmd, c.qmd and 2 more changed"),
        (["chart.json, the specification in a.ipynb"], "its specification in a.ipynb changed"),
        (charts(1), "figures/2024: made-up-0 changed"),
        (charts(14), "figures/2024: 14 charts changed"),
        ([*charts(1), "figures/2024/cover.svg"], "figures/2024: made-up-0 changed; the picture on the cover changed"),
        (["outputs/2024/a.ipynb"], "what a.ipynb shows changed"),
        (["outputs/2024/a.ipynb", "outputs/2024/b.ipynb"], "what 2 notebooks show changed"),
        (["outputs/2024/made-up-2024.xlsx"], "made-up-2024.xlsx changed"),
        (["document.json", "index.qmd"], "index.qmd changed; the text of the edition changed"),
        (["behindbars/charts/bars.py"], "the program changed: charts/bars.py"),
        ([f"behindbars/{n}.py" for n in "abcdef"], "the program changed: a.py, b.py, c.py and 3 more"),
        (["its country", "its year"], "its country and its year changed"),
    ],
)
def test_what_changed_is_told_in_words(names, words):
    assert changed(*names) == words


def test_libraries_are_told_with_their_versions():
    before = {"typst": "0.15.0", "gone": "1", "same": "1"}
    now = {"typst": "0.15.1", "new": "2", "same": "1"}
    assert reason(now, before) == "typst 0.15.0 is now 0.15.1; new 2 is new; gone 1 is gone"


def test_many_libraries_are_counted():
    before, now = ({f"library{n}": f"{version}.{n}" for n in range(9)} for version in (1, 2))
    assert reason(now, before) == (
        "library0 1.0 is now 2.0; library1 1.1 is now 2.1; library2 1.2 is now 2.2; "
        "6 more libraries have another version"
    )


def test_what_came_and_went_is_told():
    assert reason({"a.qmd": A, "b.qmd": B}, {"a.qmd": A}) == "b.qmd is new"
    assert reason({"a.qmd": A}, {"a.qmd": A, "b.qmd": B, "c.qmd": B}) == "b.qmd and c.qmd are gone"
    assert reason({}, dict.fromkeys(charts(2), A)) == "figures/2024: 2 charts gone"
    assert reason(dict.fromkeys(charts(1), A), {}) == "figures/2024: made-up-0 new"


def test_where_nothing_changed_it_is_what_was_made_that_is_missing():
    assert reason({"a": A}, {"a": A}) == "what it made is no longer in .cache"
    assert reason({"a": A}, None) == "not made before"
