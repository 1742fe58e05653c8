"""What code imports is read from its text, rather too much than too little."""

import pytest

from behindbars.imports import ANYTHING, FILES, imports


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("import a", ["a"]),
        ("import a.b, c", ["a.b", "c"]),
        ("import a.b as d", ["a:b"]),
        ("import a as d", ["a"]),
        ("from a.b import c as d, e", ["a.b:c", "a.b:e"]),
        ("from a import (  # with a bracket )\n  b,\n)", ["a:b"]),
        ("from a import *", ["a:*"]),
        ("from . import b", [".:b"]),
        ("from ..a import b", ["..a:b"]),
        ("x = 1; import a", ["a"]),
        ("def f():\n    async def g():\n        import a", ["a"]),
        ("class C:\n    import a", ["a"]),
        ("try:\n    import a\nexcept ImportError:\n    import b\nfinally:\n    import c", ["a", "b", "c"]),
        ("match 1:\n    case 1:\n        import a", ["a"]),
        ("with x:\n    import a", ["a"]),
        ("x = 'import a'  # import b", []),
    ],
)
def test_every_form_of_import_is_found_wherever_it_stands(code, expected):
    assert imports(code.encode()) == expected


@pytest.mark.parametrize("name", ["TYPE_CHECKING", "typing.TYPE_CHECKING", "t.TYPE_CHECKING"])
def test_what_is_imported_for_types_only_is_left_out(name):
    code = f"if {name}:\n    import a\nelse:\n    import b\nimport c"
    assert imports(code.encode()) == ["b", "c"]


@pytest.mark.parametrize("test", ["not TYPE_CHECKING", "TYPE_CHECKING or x", "checking"])
def test_another_condition_leaves_nothing_out(test):
    assert imports(f"if {test}:\n    import a".encode()) == ["a"]


@pytest.mark.parametrize(
    "code",
    [
        "import importlib\nimportlib.import_module(name)",
        "from importlib import import_module as load\nload(name)",
        "import importlib as i\ni.reload(m)",
        "import importlib.util",
        "from importlib.metadata import entry_points",
        "import importlib.metadata",
        "from importlib import metadata",
        "__import__(name)",
        "getattr(__builtins__, name)",
        "exec(text)",
        "eval(text)",
        "import sys\nsys.modules[name]",
        "from sys import modules",
        "import sys\nsubprocess.run([sys.executable, '-m', name])",
        "import runpy",
        "import pickle",
        "get_ipython().run_line_magic('run', name)",
        "%matplotlib inline",
        "!ls",
        "def f(:",
        "x = '\0'",
        "(" * 1000 + ")" * 1000,
    ],
)
def test_code_that_may_import_what_it_does_not_name_may_import_anything(code):
    assert {ANYTHING, FILES} <= set(imports(code.encode()))


@pytest.mark.parametrize(
    "code",
    [
        "HERE = Path(__file__).parent",
        "import other\nother.__file__",
        "from importlib.resources import files",
        "from importlib import resources",
        "import importlib.resources as r",
        "for folder in __path__: pass",
        "import inspect",
    ],
)
def test_code_that_finds_its_folder_may_read_the_files_in_it(code):
    found = imports(code.encode())
    assert FILES in found
    assert ANYTHING not in found


def test_code_that_asks_for_a_version_names_the_distribution():
    code = "from importlib.metadata import version\nNAME = 'made-up.name'\nversion(NAME)\nTEXT = 'two words'"
    assert imports(code.encode()) == ["=made-up.name", "importlib.metadata:version"]


def test_a_text_that_is_no_code_at_all_may_import_anything():
    assert imports(b"\xff\xfe\x00") == [ANYTHING, FILES]
