"""A step is done again when anything that it is made from is another, and only then."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from behindbars.errors import RunError
from behindbars.steps.maker import FailedError, Inputs, Maker, inputs, key
from behindbars.steps.step import Failure, Outcome, Step
from behindbars.steps.store import Store

SUM, OTHER = "0" * 64, "1" * 64
STEP = Step(
    "made up",
    "package.module:make",
    {"a.csv": b"1", "folder/b.csv": b"2"},
    {"behindbars/a.py": SUM, "library": "1.0"},
    {"a.csv, rows of XXA": SUM},
    {"year": 2024, "country": "XXA", "parameters": {"lang": "en"}},
    "made it up",
    kernel=True,
    limit=10,
    moment=10**9,
)
CHANGED: dict[str, dict[str, Any]] = {
    "function": {"make": "package.module:other"},
    "content": {"files": {**STEP.files, "a.csv": b"2"}},
    "name of a file": {"files": {"c.csv": b"1", "folder/b.csv": b"2"}},
    "two contents swapped": {"files": {"a.csv": b"2", "folder/b.csv": b"1"}},
    "file more": {"files": {**STEP.files, "c.csv": b""}},
    "file fewer": {"files": {"a.csv": b"1"}},
    "code": {"code": {**STEP.code, "behindbars/a.py": OTHER}},
    "code more": {"code": {**STEP.code, "behindbars/b.py": SUM}},
    "code fewer": {"code": {"library": "1.0"}},
    "version": {"code": {**STEP.code, "library": "1.0.1"}},
    "argument": {"arguments": {**STEP.arguments, "year": 2025}},
    "kind of argument": {"arguments": {**STEP.arguments, "year": "2024"}},
    "argument within": {"arguments": {**STEP.arguments, "parameters": {"lang": "ru"}}},
    "argument fewer": {"arguments": {"year": 2024}},
    "moment": {"moment": 10**9 + 1},
}
TOLD_ONLY: dict[str, dict[str, Any]] = {
    "name": {"name": "another"},
    "words": {"did": ""},
    "names of parts": {"parts": {}},
    "limit": {"limit": 600},
    "order of files": {"files": dict(reversed(STEP.files.items()))},
    "order of code": {"code": dict(reversed(STEP.code.items()))},
    "order of arguments": {"arguments": dict(reversed(STEP.arguments.items()))},
}


@pytest.mark.parametrize("changes", CHANGED.values(), ids=CHANGED)
def test_every_part_of_a_step_counts(changes):
    assert key(replace(STEP, **changes)) != key(STEP)


@pytest.mark.parametrize("changes", TOLD_ONLY.values(), ids=TOLD_ONLY)
def test_nothing_else_counts(changes):
    assert key(replace(STEP, **changes)) == key(STEP)


texts = st.text(max_size=6)
steps = st.builds(
    Step,
    st.just("x"),
    texts,
    st.dictionaries(texts, st.binary(max_size=3), max_size=3),
    st.dictionaries(texts, texts, max_size=3),
    arguments=st.dictionaries(texts, st.one_of(texts, st.integers(), st.booleans(), st.none()), max_size=3),
    moment=st.integers(0, 3),
)


@given(steps, steps)
def test_two_steps_have_one_key_exactly_if_all_is_the_same(one, other):
    def content(step: Step) -> str:
        parts = (dict(step.files), dict(step.code), dict(step.arguments))
        return repr((step.make, step.moment, *(sorted(part.items()) for part in parts)))

    assert (key(one) == key(other)) == (content(one) == content(other))


class Doer:
    """Does steps as it is told, and notes which."""

    def __init__(self, **outcomes: Outcome) -> None:
        self.outcomes = outcomes
        self.done: list[str] = []

    def __call__(self, batches: Any) -> Any:
        for batch in batches:
            for step in batch:
                self.done.append(step.name)
                yield step, self.outcomes.get(step.name, {f"{step.name}.txt": b"made"})


def step(name: str, content: bytes = b"") -> Step:
    return Step(name, "made:up", {"name": name.encode(), "content": content})


def maker(folder: Path, do: Doer, last: dict[str, Inputs] | None = None, **more: Any) -> tuple[Maker, dict[str, Any]]:
    """Give a maker, and what it tells."""
    told: dict[str, Any] = {}
    return Maker(Store(folder), do, last or {}, lambda step, why: told.update({step.name: why}), **more), told


def test_what_was_made_before_is_not_made_again(tmp_path):
    first, told = maker(tmp_path, Doer())
    made = first.make([[step("a"), step("b")], [step("c")]])
    assert made == {name: {f"{name}.txt": b"made"} for name in "abc"}
    assert told == dict.fromkeys("abc", "not made before")
    do = Doer()
    second, told = maker(tmp_path, do, first.inputs)
    assert second.make([[step("c"), step("a")], [step("b", b"new")]]) == made
    assert do.done == ["b"]
    assert told == {"a": None, "c": None, "b": "content changed"}
    assert second.done == {"b"}


def test_two_steps_made_from_the_same_are_both_told_of(tmp_path):
    do = Doer()
    same = replace(step("a"), name="b")
    made, _ = maker(tmp_path, do)
    assert made.make([[step("a")], [same]]).keys() == {"a", "b"}


def test_all_failures_are_told_at_once_and_what_was_made_is_kept(tmp_path):
    do = Doer(b=Failure("b", "made up"), d=Failure("d", "made up as well", cell=3))
    first, told = maker(tmp_path, do)
    with pytest.raises(FailedError) as caught:
        first.make([[step(name)] for name in "dcba"])
    assert [str(failure) for failure in caught.value.failures] == ["b: made up", "d, cell 3: made up as well"]
    assert told.keys() == set("abcd")
    do = Doer()
    second, told = maker(tmp_path, do)
    assert second.make([[step(name)] for name in "abcd"]).keys() == set("abcd")
    assert do.done == ["b", "d"]


def test_an_error_ends_the_build_and_what_was_made_until_then_is_kept(tmp_path):
    first, _ = maker(tmp_path, Doer(b=RunError("made up")))
    with pytest.raises(RunError, match="made up"):
        first.make([[step("a")], [step("b")], [step("c")]])
    do = Doer()
    maker(tmp_path, do)[0].make([[step(name)] for name in "abc"])
    assert do.done == ["b", "c"]


def test_what_another_program_may_have_made_is_used_and_not_kept(tmp_path):
    answers = iter([True, False, False])
    first, _ = maker(tmp_path, Doer(), sure=lambda: next(answers))
    assert first.make([[step(name)] for name in "abc"]).keys() == set("abc")
    do = Doer()
    maker(tmp_path, do)[0].make([[step(name)] for name in "abc"])
    assert do.done == ["b", "c"]


def test_what_is_no_longer_kept_is_said_to_be_so(tmp_path):
    last = {"a": inputs(step("a"))}
    made, told = maker(tmp_path, Doer(), last)
    made.make([[step("a")]])
    assert told == {"a": "what it made is no longer in .cache"}


def test_whatever_changes_a_key_is_named(tmp_path):
    plain = replace(STEP, parts={})
    for what, changes in CHANGED.items():
        if what != "function":
            assert inputs(replace(plain, **changes)) != inputs(plain), what
