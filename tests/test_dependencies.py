"""What a step depends on of the code: in made-up packages, of which all is known."""

import os
import py_compile
import random
import time
from pathlib import Path

import pytest

from behindbars.dependencies import Code, Package

from .loaded import loaded_by


def write(folder: Path, files: dict[str, str], name: str = "tiny") -> Package:
    """Write a made-up package, with an `__init__` in every folder but those that bring their own, and read it."""
    for place, code in files.items():
        file = folder / name / place
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(code, encoding="utf-8")
        for above in (file.parent, *file.parent.parents):
            if above == folder:
                break
            (above / "__init__.py").touch()
    return Package(folder / name)


def labels(code: Code) -> set[str]:
    """Name what depends, without the `__init__` files."""
    return {label for label in code.files if not label.endswith("__init__.py")}


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("import tiny.b.c as d", {"b/c"}),
        ("from tiny.b import c", {"b/c"}),
        ("from tiny.b.c import x", {"b/c"}),
        ("from tiny.a import b", {"a"}),
        ("from . import a", {"a"}),
        ("from .b import c", {"b/c"}),
        ("from .b.c import x", {"b/c"}),
        ("def f():\n    from tiny import a", {"a"}),
        ("from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from tiny import a", set()),
        # Who holds a package, holds what is in it.
        ("from tiny import b", {"b/c", "b/deep/d"}),
        ("import tiny.b as b", {"b/c", "b/deep/d"}),
        ("from tiny.b import *", {"b/c", "b/deep/d"}),
        ("import tiny", {"a", "b/c", "b/deep/d", "unused"}),
        ("import tiny.a", {"a", "b/c", "b/deep/d", "unused"}),
        ("import importlib\nimportlib.import_module('tiny.' + name)", {"a", "b/c", "b/deep/d", "unused"}),
        # Nothing of this package.
        ("import tinier\nimport a\nfrom ... import a\nfrom tiny import version", set()),
    ],
)
def test_every_way_to_import_is_followed(tmp_path, code, expected):
    others = dict.fromkeys(("a.py", "b/c.py", "b/deep/d.py", "unused.py"), "")
    package = write(tmp_path, {"entry.py": code, **others})
    assert labels(package.code(["tiny.entry"])) == {"tiny/entry.py", *(f"tiny/{name}.py" for name in expected)}


def test_a_relative_import_goes_up_from_where_it_stands(tmp_path):
    package = write(tmp_path, {"a.py": "", "b/e.py": "", "b/c.py": "from .. import a", "b/d.py": "from . import e"})
    assert labels(package.code(["tiny.b.c"])) == {"tiny/a.py", "tiny/b/c.py"}
    assert labels(package.code(["tiny.b.d"])) == {"tiny/b/d.py", "tiny/b/e.py"}
    (tmp_path / "tiny" / "b" / "__init__.py").write_text("from .e import x")
    assert labels(Package(tmp_path / "tiny").code(["tiny.b.c"])) == {"tiny/a.py", "tiny/b/c.py", "tiny/b/e.py"}


def test_a_folder_without_init_is_a_package_as_well(tmp_path):
    package = write(tmp_path, {"entry.py": "from tiny.b import c", "b/c.py": ""})
    (tmp_path / "tiny" / "b" / "__init__.py").unlink()
    assert labels(Package(tmp_path / "tiny").code(["tiny.entry"])) == labels(package.code(["tiny.entry"]))


def test_a_package_is_depended_on_with_all_above_it(tmp_path):
    package = write(tmp_path, {"b/deep/d.py": ""})
    above = {"tiny/__init__.py", "tiny/b/__init__.py", "tiny/b/deep/__init__.py"}
    assert package.code(["tiny.b.deep.d"]).files.keys() == {*above, "tiny/b/deep/d.py"}


def test_a_module_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(LookupError, match=r"tiny has no module tiny\.b"):
        write(tmp_path, {"a.py": ""}).code(["tiny.a", "tiny.b"])


def test_a_module_that_is_added_later_counts_from_then_on(tmp_path):
    entry = "try:\n    from tiny import later\nexcept ImportError:\n    later = None"
    before = write(tmp_path, {"entry.py": entry}).code(["tiny.entry"])
    after = write(tmp_path, {"later.py": ""}).code(["tiny.entry"])
    assert labels(before) == {"tiny/entry.py"}
    assert labels(after) == {"tiny/entry.py", "tiny/later.py"}


STYLES = (
    "from {package} import {name}",
    "from .{up}{inner} import {name}",
    "from {package}.{name} import f as {alias}",
    "import {package}.{name} as {alias}",
    "def g():\n    from {package} import {name}\n    {name}.f()\ng()",
    "class C:\n    from {package}.{name} import f",
    "if True:\n    x = 1; import {package}.{name} as {alias}",
    "try:\n    from {package} import nothing\nexcept ImportError:\n    from {package} import {name}",
    "from {package} import (  # )\n    {name} as {alias},\n)",
)
"""Ways to import one module: its package, its name, and the way up to the package's top."""


@pytest.mark.parametrize("seed", range(12))
def test_a_package_of_any_shape_depends_on_exactly_what_it_loads(tmp_path, seed):
    chance = random.Random(seed)
    folders = ["", "p", "p.q", "r"]
    modules = [(chance.choice(folders), f"m{number}") for number in range(14)]
    files, edges = {}, {}
    for number, (folder, name) in enumerate(modules):
        # Only later ones, so that no circle is in the way of loading.
        wanted = chance.sample(modules[number + 1 :], min(chance.randrange(4), len(modules) - number - 1))
        statements = ["def f(): return 1"]
        for place, (inner, target) in enumerate(wanted):
            statements.append(
                chance.choice(STYLES).format(
                    package=f"tiny{seed}.{inner}".rstrip("."),
                    name=target,
                    alias=f"alias{place}",
                    up="." * len(folder.split(".")) if folder else "",
                    inner=inner,
                )
            )
        files["/".join([*folder.split("."), f"{name}.py"]).lstrip("/")] = "\n".join(statements)
        edges[name] = {target for _, target in wanted}
    package = write(tmp_path, files, f"tiny{seed}")
    for number in (0, 1, 2):
        folder, name = modules[number]
        entry = ".".join(part for part in (f"tiny{seed}", folder, name) if part)
        loaded = loaded_by(f"import {entry}", tmp_path)
        own = {Path(file).relative_to(tmp_path).as_posix() for name, file in loaded.items() if name.startswith("tiny")}
        assert package.code([entry]).files.keys() == own
        reached, waiting = set(), [name]
        while waiting:
            reached.add(current := waiting.pop())
            waiting += edges[current] - reached
        assert {Path(label).stem for label in labels(package.code([entry]))} == reached


def test_a_changed_module_changes_exactly_what_reaches_it(tmp_path):
    files = {"a.py": "from tiny import b", "b.py": "from tiny import c", "c.py": "", "d.py": "from tiny import c"}
    files |= {"e.py": "", "f.py": "from tiny import e"}
    names = [f"tiny.{Path(place).stem}" for place in files]
    before = write(tmp_path, files)
    for changed, reached_by in (("b", "ab"), ("c", "abcd"), ("e", "ef"), ("a", "a")):
        after = write(tmp_path, {**files, f"{changed}.py": files[f"{changed}.py"] + "\n# another comment"})
        other = [name for name in names if before.code([name]) != after.code([name])]
        assert other == [f"tiny.{name}" for name in reached_by]


# Files that are no code.


def test_files_count_for_code_that_finds_its_folder_and_for_no_other(tmp_path):
    files = {"finds.py": "HERE = __file__", "uses.py": "from tiny.finds import HERE", "plain.py": "", "r/look.css": ""}
    package = write(tmp_path, files)
    assert "tiny/r/look.css" in package.code(["tiny.finds"]).files
    assert "tiny/r/look.css" in package.code(["tiny.uses"]).files
    assert "tiny/r/look.css" not in package.code(["tiny.plain"]).files


def test_what_python_keeps_for_itself_does_not_count(tmp_path):
    package = write(tmp_path, {"finds.py": "HERE = __file__"})
    before = package.code(["tiny.finds"])
    loaded_by("import tiny.finds", tmp_path)
    (tmp_path / "tiny" / "__pycache__").mkdir(exist_ok=True)
    (tmp_path / "tiny" / "__pycache__" / "finds.pyc").write_bytes(b"synthetic")
    assert Package(tmp_path / "tiny").code(["tiny.finds"]) == before


# Notebooks.


def test_a_notebook_depends_on_what_its_cells_import(tmp_path):
    package = write(tmp_path, {"a.py": "import yaml", "b.py": "", "look.css": ""})
    found = package.notebook_code("from tiny import a\nimport pandas as pd")
    assert found.files.keys() == {"tiny/__init__.py", "tiny/a.py"}
    assert found.outside == {"yaml", "pandas"}
    assert package.notebook_code("1 + 1") == Code({}, frozenset())


@pytest.mark.parametrize("code", ["%load_ext tiny", "!python x.py", "a?", "\ud800", "get_ipython()"])
def test_a_notebook_that_is_not_plain_python_depends_on_everything(tmp_path, code):
    package = write(tmp_path, {"a.py": "", "b/c.py": "", "look.css": ""})
    found = package.notebook_code(f"import yaml\n{code}\n")
    assert found.files.keys() == {
        f"tiny/{name}" for name in ("__init__.py", "a.py", "b/__init__.py", "b/c.py", "look.css")
    }
    assert "*" in found.outside


def test_the_projects_own_code_counts_for_every_notebook(tmp_path):
    package = write(tmp_path, {"a.py": "", "b.py": ""})
    found = package.notebook_code("import helper", {"notebooks/helper.py": b"from tiny import b\nimport yaml"})
    assert found.files.keys() == {"tiny/__init__.py", "tiny/b.py", "notebooks/helper.py"}
    assert found.outside == {"helper", "yaml"}
    other = package.notebook_code("import helper", {"notebooks/helper.py": b"from tiny import b\nimport yaml, re"})
    assert other.files != found.files


# What is remembered.


def test_what_is_remembered_changes_nothing(tmp_path):
    files = {"a.py": "from tiny import b", "b.py": "import yaml", "c.py": ""}
    cache = tmp_path / "cache" / "imports.json"
    write(tmp_path, files)
    fresh = Package(tmp_path / "tiny").code(["tiny.a"])
    for _ in range(2):
        assert Package(tmp_path / "tiny", cache).code(["tiny.a"]) == fresh
    write(tmp_path, {"b.py": "from tiny import c"})
    assert labels(Package(tmp_path / "tiny", cache).code(["tiny.a"])) == {"tiny/a.py", "tiny/b.py", "tiny/c.py"}
    cache.write_text("{", encoding="utf-8")
    assert labels(Package(tmp_path / "tiny", cache).code(["tiny.a"])) == {"tiny/a.py", "tiny/b.py", "tiny/c.py"}


def test_a_module_is_not_read_twice_to_see_what_it_imports(tmp_path, monkeypatch):
    cache = tmp_path / "imports.json"
    write(tmp_path, {"a.py": "import yaml"})
    before = Package(tmp_path / "tiny", cache).code(["tiny.a"])
    monkeypatch.setattr("behindbars.dependencies.imports", lambda code: pytest.fail("read again"))
    assert Package(tmp_path / "tiny", cache).code(["tiny.a"]) == before


def test_what_was_found_in_another_way_is_not_trusted(tmp_path, monkeypatch):
    cache = tmp_path / "imports.json"
    write(tmp_path, {"a.py": "import yaml"})
    Package(tmp_path / "tiny", cache)
    (tmp_path / "imports.py").write_text("# synthetic", encoding="utf-8")
    monkeypatch.setattr("behindbars.dependencies.PACKAGE", tmp_path)
    monkeypatch.setattr("behindbars.dependencies.imports", lambda code: ["pandas"])
    assert Package(tmp_path / "tiny", cache).code(["tiny.a"]).outside == {"pandas"}


def made_up(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Package:
    """Write a package and read it, in a process that begins after that."""
    package = write(folder, {"a.py": "A = 1", "b/c.lua": "made up"})
    monkeypatch.setattr("behindbars.dependencies.BEGUN", time.time() + 60)
    assert package.is_what_runs()
    return package


def edit_in_place(folder: Path) -> None:
    (folder / "a.py").write_text("A = 2", encoding="utf-8")


def edit_and_hide(folder: Path) -> None:
    """Change a file to another one of the same length and time."""
    times = (folder / "a.py").stat()
    (folder / "new").write_text("A = 2", encoding="utf-8")
    (folder / "new").replace(folder / "a.py")
    os.utime(folder / "a.py", ns=(times.st_atime_ns, times.st_mtime_ns))


def add(folder: Path) -> None:
    (folder / "d.lua").write_text("", encoding="utf-8")


def remove(folder: Path) -> None:
    (folder / "b" / "c.lua").unlink()


@pytest.mark.parametrize("change", [edit_in_place, edit_and_hide, add, remove])
def test_a_package_whose_files_change_may_not_be_what_runs(tmp_path, monkeypatch, change):
    package = made_up(tmp_path, monkeypatch)
    change(tmp_path / "tiny")
    assert not package.is_what_runs()


def test_a_package_that_changed_since_the_process_began_may_not_be_what_runs(tmp_path):
    assert not write(tmp_path, {"a.py": ""}).is_what_runs()


def test_bytecode_is_no_change(tmp_path, monkeypatch):
    package = made_up(tmp_path, monkeypatch)
    assert Path(py_compile.compile(tmp_path / "tiny" / "a.py")).suffix == ".pyc"
    assert package.is_what_runs()


def test_another_library_may_not_be_what_runs(tmp_path, monkeypatch):
    package = made_up(tmp_path, monkeypatch)
    monkeypatch.syspath_prepend(tmp_path / "more")
    (tmp_path / "more" / "synthetic-1.0.dist-info").mkdir(parents=True)
    assert not package.is_what_runs()


def test_what_defers_loading_adds_nothing(tmp_path):
    code = "from importlib import import_module\ndef defer(name): import_module(name)"
    package = write(tmp_path, {"deferral.py": code, "a.py": "from tiny.deferral import defer\nimport json", "b.py": ""})
    assert labels(package.code(["tiny.a"])) == {"tiny/a.py", "tiny/deferral.py"}
    assert package.code(["tiny.a"]).outside == frozenset()
