"""A forked kernel writes what an ordinary one writes, byte for byte."""

import re
from pathlib import Path

import pytest
from tests.conftest import PROJECT
from tests.running import KERNELS, notebook, run, work_of

from behindbars.build.apart import WorkError, can_fork, do_apart
from behindbars.build.book import default_year, read_book
from behindbars.build.making import LANG
from behindbars.build.sources import own_sources, reference_notebooks

pytestmark = pytest.mark.skipif(not can_fork(), reason="this system cannot fork kernels")
EDGE_CASES = Path(__file__).parents[1] / "notebooks" / "edge_cases.ipynb"
# Where ipykernel pretends that cells lie: the number of the process, and the folder of its temporary files.
PLACE = re.compile(rb'[^" ]*/work-\w+/ipykernel_\d+/')
MARKED = re.compile(rb"\\u001b\[[0-9;]*m")
"""A change of colours."""


def plain(files):
    return {name: PLACE.sub(b"", content) for name, content in files.items()}


def test_every_notebook_of_the_edition_is_the_same():
    year = default_year(PROJECT)
    book = read_book(PROJECT, year)
    files = own_sources(PROJECT, book)
    found = reference_notebooks(PROJECT, book)
    assert len(found) == 6
    for file in found:
        forked, ordinary = (
            do_apart(work_of(file, {"year": year, "lang": LANG}, files, kernel=kernel)) for kernel in KERNELS
        )
        assert isinstance(forked, dict), forked
        assert forked == ordinary, file.name


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
        ("from pathlib import Path\nfrom behindbars.build import read_book\nread_book(Path('nowhere'), 2024)",),
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
    assert isinstance(forked, WorkError)
    assert (str(forked), forked.begun) == (str(ordinary), ordinary.begun)
    assert outputs(forked) == outputs(ordinary)


def test_a_cell_that_never_ends_is_the_same(tmp_path):
    source = notebook(tmp_path / "endless.ipynb", "print('begun', flush=True)\nwhile True:\n    pass")
    forked, ordinary = (run(source, {"year": 2031}, kernel=kernel, limit=5) for kernel in KERNELS)
    assert str(forked) == str(ordinary) == "cell 2: it took longer than its limit of 5 s"
    assert outputs(forked) == outputs(ordinary)


def outputs(failure):
    """What cells show.

    papermill gives the cells that point to the error a random id. And IPython marks the place of an error in a
    function's line only if Python has not optimised it yet, which depends on how often it has run, in any kernel.
    """
    content = b"".join(plain(failure.files).values())
    return MARKED.sub(b"", re.sub(rb'"id": "[0-9a-f-]+"', b"", content))
