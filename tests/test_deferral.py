"""What is loaded later is loaded when it is needed, and is then the same."""

import subprocess
import sys
from importlib import import_module

import pytest

from behindbars.deferral import defer

LATER = "\nfrom behindbars.deferral import defer\ndefer('slow', 'answer')\n"


def run(code, folder):
    """Run code in a process of its own, which finds modules in a folder."""
    done = subprocess.run(
        [sys.executable, "-c", f"import sys\nsys.path.insert(0, {str(folder)!r})\n{code}"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


@pytest.fixture
def slow(tmp_path):
    """Give a folder with a module that says when it is loaded."""
    (tmp_path / "slow").mkdir()
    (tmp_path / "slow" / "__init__.py").write_text(
        "print('loaded')\nother = 'other'\ndef answer(word, *, twice=False): return word * (1 + twice)\n", "utf-8"
    )
    (tmp_path / "slow" / "inner.py").write_text("word = 'inner'\n", "utf-8")
    return tmp_path


def test_a_module_is_loaded_once_when_its_function_is_called(slow):
    code = LATER + "from slow import answer\nprint('imported')\nprint(answer('a', twice=True), answer('b'))"
    assert run(code, slow) == ["imported", "loaded", "aa", "b"]


def test_all_else_of_the_module_is_there(slow):
    assert run(LATER + "import slow\nprint('imported', slow.other)", slow) == ["loaded", "imported", "other"]
    assert run(LATER + "from slow.inner import word\nprint(word)", slow)[-1] == "inner"
    assert run(LATER + "import slow\nprint(hasattr(slow, 'nothing'))", slow) == ["loaded", "False"]


def test_after_the_call_the_module_is_the_real_one(slow):
    code = LATER + "from slow import answer\nanswer('a')\nimport slow\nprint(slow.answer is answer, slow.answer('b'))"
    assert run(code, slow) == ["loaded", "False", "b"]


def test_what_is_loaded_already_stays(slow):
    assert run("import slow\nold = slow" + LATER + "import slow\nprint(slow is old)", slow) == ["loaded", "True"]


def test_what_is_not_installed_is_still_not_there():
    defer("no_such_module_at_all", "answer")
    with pytest.raises(ModuleNotFoundError):
        import_module("no_such_module_at_all")


def test_charts_and_notebooks_do_not_load_the_grammars_of_addresses(tmp_path):
    code = (
        "import behindbars.run, behindbars.export, behindbars.country_figures, papermill\nprint('lark' in sys.modules)"
    )
    assert run(code, tmp_path) == ["False"]


def test_addresses_are_still_checked(tmp_path):
    code = """
import behindbars, jsonschema
checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
print(*(checker.conforms(text, "iri") for text in ("https://example.org/å", "no address", "")))
print(*(checker.conforms(text, "iri-reference") for text in ("å/b", "a b")))
"""
    assert run(code, tmp_path) == ["True", "False", "False", "True", "False"]
    assert run(code.replace("behindbars, ", ""), tmp_path) == ["True", "False", "False", "True", "False"]
