"""What a step depends on of installed libraries is their versions, and no more of them than it uses."""

import shutil
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from behindbars.dependencies import Package
from behindbars.libraries import UNKNOWN, libraries


class Site:
    """A folder of made-up libraries."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def install(self, name: str, number: str = "1.0", *, requires: tuple[str, ...] = (), files: str = "") -> None:
        for old in self.folder.glob(f"{name}-*.dist-info"):
            shutil.rmtree(old)
        info = self.folder / f"{name}-{number}.dist-info"
        info.mkdir()
        lines = ["Metadata-Version: 2.1", f"Name: {name}", f"Version: {number}"]
        lines += [f"Requires-Dist: {text}" for text in requires]
        (info / "METADATA").write_text("\n".join(lines) + "\n", encoding="utf-8")
        (info / "RECORD").write_text("".join(f"{file},,\n" for file in files.split()), encoding="utf-8")


@pytest.fixture
def site(tmp_path, monkeypatch):
    """Made-up libraries in place of those that are installed."""
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.setattr(sys, "path", [str(folder), str(tmp_path / "none"), str(tmp_path / "library.zip")])
    return Site(folder)


def found(*names: str, cache: Path | None = None) -> dict[str, str]:
    """Find the versions, without that of Python."""
    return {name: number for name, number in libraries(names, cache).items() if name != "python"}


def test_python_itself_is_always_among_them(site):
    number = ".".join(map(str, sys.version_info[:3]))
    assert libraries([])["python"].startswith(f"{sys.implementation.name} {number}")


def test_a_library_is_found_by_its_module_whatever_its_own_name(site):
    site.install("Made_Up.Name", "2.0", files="module/__init__.py other.py _native.cpython-311.so module-stubs/x.pyi")
    for module in ("module", "other", "_native", "made-up-name", "Made_Up.Name"):
        assert found(module) == {"made-up-name": "2.0"}
    assert found("stubs") == {"stubs": UNKNOWN}


def test_a_library_that_only_types_a_module_is_not_that_module(site):
    site.install("types-module", files="module-stubs/__init__.pyi")
    assert found("module") == {"module": UNKNOWN}


def test_all_libraries_that_share_a_module_count(site):
    site.install("one", files="shared/one.py")
    site.install("two", "2.0", files="shared/two.py")
    assert found("shared") == {"one": "1.0", "two": "2.0"}


def test_what_a_library_requires_counts_with_it(site):
    site.install("one", requires=("Two (>=1)", "three[fast]>=2; python_version < '3'"))
    site.install("two", requires=("four",))
    site.install("three", "3.0")
    site.install("four", "4.0", requires=("one", "not-installed"))
    site.install("five", "5.0")
    assert found("one") == {"one": "1.0", "two": "1.0", "three": "3.0", "four": "4.0"}


@pytest.mark.parametrize(
    ("marker", "counts"),
    [
        ('extra == "fast"', True),
        ("extra=='fast'", True),
        ('"fast" == extra', True),
        ("python_version > '3' and extra == 'excel'", True),
        ('extra == "fast" or extra == "test"', True),
        ('extra == "test"', False),
        ("extra == 'docs' or extra == 'test-extra'", False),
        ("extra == 'all'", False),
        ("extra == 'testimony'", True),
    ],
)
def test_what_a_library_can_do_without_counts_where_it_is_installed(site, marker, counts):
    site.install("one", requires=(f"two ; {marker}",))
    assert found("one") == {"one": "1.0"}
    site.install("two", "2.0")
    assert found("one") == {"one": "1.0"} | ({"two": "2.0"} if counts else {})


def test_a_version_that_is_asked_for_counts_without_what_is_required(site):
    site.install("one", requires=("two",))
    site.install("two")
    assert found("=one", "=words") == {"one": "1.0"}


def test_code_that_may_import_anything_depends_on_all_that_is_installed(site):
    site.install("one")
    site.install("two")
    assert found("*") == {"one": "1.0", "two": "1.0"}


def test_the_remains_of_a_library_are_passed_over(site):
    site.install("one")
    (site.folder / "~wo-1.0.dist-info").mkdir()
    (site.folder / "three-1.0.dist-info").mkdir()
    (site.folder / "three-1.0.dist-info" / "METADATA").write_text("\n")
    assert found("one", "three") == {"one": "1.0", "three": UNKNOWN}


def test_two_versions_of_one_library_both_count(site):
    site.install("one", "1.0", files="module.py")
    site.install("two", "2.0")
    shutil.copytree(site.folder / "one-1.0.dist-info", site.folder / "one-1.1.dist-info")
    metadata = site.folder / "one-1.1.dist-info" / "METADATA"
    metadata.write_text("Name: one\nVersion: 1.1\nRequires-Dist: two\n", encoding="utf-8")
    assert found("module") == {"one": "1.0, 1.1", "two": "2.0"}


def test_what_is_remembered_holds_until_something_is_installed(site, tmp_path, monkeypatch):
    cache = tmp_path / "cache" / "libraries.json"
    site.install("one", files="module.py")
    assert found("module", "two", cache=cache) == {"one": "1.0", "two": UNKNOWN}
    with monkeypatch.context() as patch:
        patch.setattr("behindbars.libraries.distributions", lambda: pytest.fail("read again"))
        assert found("module", "two", cache=cache) == {"one": "1.0", "two": UNKNOWN}
    site.install("two", "2.0")
    assert found("module", "two", cache=cache) == {"one": "1.0", "two": "2.0"}
    site.install("one", "1.1", files="module.py")
    assert found("module", cache=cache) == {"one": "1.1"}
    cache.write_text("[", encoding="utf-8")
    assert found("module", cache=cache) == {"one": "1.1"}
    shutil.rmtree(site.folder / "one-1.1.dist-info")
    assert found("module", cache=cache) == {"module": UNKNOWN}


# What is installed here.


def test_each_step_depends_on_the_libraries_that_it_uses():
    package = Package()
    pdf, docx, chart, notebook, workbook = (
        libraries(package.code([f"behindbars.{name}"]).outside)
        for name in ("render.pdf", "render.word", "export", "country_figures", "workbook")
    )
    assert pdf["typst"] == version("typst")
    assert [
        name
        for name in ("typst", "pypandoc-binary", "python-docx", "xlsxwriter", "altair", "pyoxipng")
        if name in notebook
    ] == ["xlsxwriter", "altair"]  # pandas uses it where it is installed
    assert "typst" in pdf.keys() & chart.keys()
    assert "typst" not in docx | notebook | workbook
    assert "pypandoc-binary" in pdf.keys() & docx.keys()
    assert "pypandoc-binary" not in chart | notebook | workbook
    assert "python-docx" not in pdf | chart | notebook | workbook
    assert "pyoxipng" in chart
    assert {"xlsxwriter", "edtf"} <= workbook.keys()
    assert "altair" not in workbook
    assert "pytest" not in pdf | docx | chart | notebook | workbook
    assert {"behindbars", "python"} <= workbook.keys()


def test_the_kernel_of_notebooks_can_be_asked_for_by_name():
    asked = libraries(["ipykernel", "IPython", "papermill", "nbclient", "nbformat"])
    assert UNKNOWN not in asked.values()
    assert {"ipython", "ipykernel", "pyzmq", "traitlets", "jupyter-client", "tornado"} <= asked.keys()
