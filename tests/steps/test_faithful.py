"""A forked kernel writes what an ordinary one writes, byte for byte."""

import re
from pathlib import Path

import pytest
from tests.conftest import PROJECT
from tests.running import notebook, outcome_of, run

from behindbars.edition import default_year, read_edition
from behindbars.plan import LANG, Plan
from behindbars.steps.kernels import can_fork

pytestmark = pytest.mark.skipif(not can_fork(), reason="this system cannot fork kernels")
EDGE_CASES = Path(__file__).parents[1] / "notebooks" / "edge_cases.ipynb"
KERNELS = ("forked", "ordinary")
# Where ipykernel pretends that cells lie: the number of the process, and the folder of its temporary files.
PLACE = re.compile(rb'[^" ]*/steps-\w+/ipykernel_\d+/')
MARKED = re.compile(rb"\\u001b\[[0-9;]*m")
"""A change of colours."""


def plain(files):
    return {name: PLACE.sub(b"", content) for name, content in files.items()}


def test_every_notebook_of_the_edition_is_the_same(tmp_path):
    year = default_year(PROJECT)
    plan = Plan(PROJECT, read_edition(PROJECT, year), tmp_path)
    given = {"year": year, "lang": LANG, "data": "../../data", "figures": "../../figures"}
    steps = plan.notebooks(given)
    assert len(steps) == 6
    for step in steps:
        forked, ordinary = (outcome_of(step, kernel) for kernel in KERNELS)
        assert isinstance(forked, dict)
        assert forked == ordinary, step.name


def test_edge_cases_are_the_same():
    forked, ordinary = (run(EDGE_CASES, {"year": 2031}, kernel=kernel) for kernel in KERNELS)
    assert isinstance(forked, dict), forked
    assert PLACE.search(forked["edge_cases.ipynb"]), "a warning names a place that differs from run to run"
    assert plain(forked) == plain(ordinary)


@pytest.mark.parametrize(
    "sources",
    [
        (
            "def inner():\n    raise ValueError('inner')",
            "try:\n    inner()\nexcept ValueError as e:\n    raise KeyError('outer') from e",
        ),
        ("input('a number? ')",),
        ("1 +",),
        ("from behindbars.chapter import open_chapter\nopen_chapter(year=2024, data='nowhere')",),
        ("class Odd:\n    __repr__ = lambda self: 'odd'\n    _repr_html_ = lambda self: 1 / 0\n\nOdd()",),
        ("raise SystemExit(3)",),
        ("import sys\nprint('said', file=sys.stderr)\nsys.exit('with words')",),
        ("print('before')\nraise KeyboardInterrupt",),
        ("import os\nimport time\nprint('last words', flush=True)\ntime.sleep(1)\nos._exit(7)",),
        ("import os, signal, time\ntime.sleep(1)\nos.kill(os.getpid(), signal.SIGSEGV)",),
    ],
    ids=["chain", "input", "syntax", "package", "repr", "exit", "exit-words", "interrupt", "dead", "fault"],
)
def test_failures_are_the_same(tmp_path, sources):
    source = notebook(tmp_path / "bad.ipynb", *sources)
    forked, ordinary = (run(source, {"year": 2031}, kernel=kernel) for kernel in KERNELS)
    assert (forked.cell, forked.message, forked.started) == (ordinary.cell, ordinary.message, ordinary.started)
    assert outputs(forked) == outputs(ordinary)


def test_a_cell_that_never_ends_is_the_same(tmp_path):
    source = notebook(tmp_path / "endless.ipynb", "print('begun', flush=True)\nwhile True:\n    pass")
    forked, ordinary = (run(source, {"year": 2031}, kernel=kernel, limit=5) for kernel in KERNELS)
    assert str(forked) == str(ordinary) == "endless, cell 2: it took longer than its limit of 5 s"
    assert outputs(forked) == outputs(ordinary)


def outputs(failure):
    """What cells show.

    papermill gives the cells that point to the error a random id. And IPython marks the place of an error in a
    function's line only if Python has not optimised it yet, which depends on how often it has run, in any kernel.
    """
    content = b"".join(plain(failure.files).values())
    return MARKED.sub(b"", re.sub(rb'"id": "[0-9a-f-]+"', b"", content))
