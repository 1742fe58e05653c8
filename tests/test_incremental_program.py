"""What a change of the program, or of a library, does: the steps that depend on it are done again.

The program is copied, so that its text can be changed; a build with the copy is a process of its own.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import PROJECT
from tests.small import FIRST, REGION, SECOND, checksums, edit, without_results

EXHAUSTIVE = bool(os.environ.get("BEHINDBARS_EXHAUSTIVE"))
BUILD = [
    sys.executable,
    "-c",
    "from behindbars.cli import main; main()",
    "build",
    "--renderer",
    "embedded",
    "--explain",
]
NOTEBOOKS = {REGION, FIRST, SECOND}
SHEETS = {f"fact sheet {FIRST}", f"fact sheet {SECOND}"}
ALWAYS = {"charts/bars.py"}
"""What is changed in every run."""

CHANGES = {
    "charts/bars.py": ("TIGHT = 12,", "TIGHT = 13,", NOTEBOOKS, SHEETS | {"workbook", "cover"}),
    "theme.py": ("", "", NOTEBOOKS, SHEETS | {"workbook"}),
    "wording.py": ("", "", NOTEBOOKS | SHEETS, {"workbook"}),
    "factsheet.py": ("", "", SHEETS, NOTEBOOKS | {"HTML", "PDF", "Word", "workbook", "cover", "document"}),
    "workbook.py": ("", "", {"workbook"}, NOTEBOOKS | SHEETS | {"HTML", "PDF", "Word", "cover", "document"}),
    "region_text.py": ("", "", {REGION}, {FIRST, SECOND, "HTML", "PDF", "Word", "workbook", "cover"}),
    "export.py": ("", "", {"cover", f"chart {FIRST}-cascade"}, NOTEBOOKS | SHEETS | {"workbook", "document"}),
    "render/pdf.py": ("", "", {"PDF"}, NOTEBOOKS | SHEETS | {"HTML", "Word", "workbook", "cover", "document"}),
    "render/word.py": ("", "", {"Word"}, NOTEBOOKS | SHEETS | {"HTML", "PDF", "workbook", "cover", "document"}),
    "render/web.py": ("", "", {"HTML"}, NOTEBOOKS | SHEETS | {"PDF", "Word", "workbook", "cover", "document"}),
    "render/edition.css": ("", "", {"HTML"}, NOTEBOOKS | SHEETS | {"workbook", "cover"}),
    "render/edition.js": ("", "", {"HTML"}, NOTEBOOKS | SHEETS | {"workbook", "cover"}),
    "render/callouts.lua": ("", "", {"HTML", "PDF", "Word"}, NOTEBOOKS | SHEETS | {"workbook", "cover"}),
    "cli/making.py": ("", "", set(), NOTEBOOKS | SHEETS | {"HTML", "PDF", "Word", "workbook", "cover", "document"}),
    "build.py": ("", "", set(), NOTEBOOKS | SHEETS | {"HTML", "PDF", "Word", "workbook", "cover", "document"}),
    "steps/apart.py": ("", "", NOTEBOOKS | SHEETS | {"HTML", "PDF", "Word", "workbook", "cover", "document"}, set()),
}
COMMENT = {".py": "\n# made up\n", ".css": "\n/* made up */\n", ".js": "\n// made up\n", ".lua": "\n-- made up\n"}
LIBRARIES = {
    "typst": (
        {"PDF", "cover", f"chart {FIRST}-cascade"} | SHEETS,
        NOTEBOOKS | {"HTML", "Word", "workbook", "document"},
    ),
    "altair": (NOTEBOOKS, SHEETS | {"HTML", "PDF", "Word", "workbook", "cover", "document"}),
    "vl-convert-python": (
        {"cover", f"chart {FIRST}-cascade"},
        SHEETS | {"HTML", "PDF", "Word", "workbook", "document"},
    ),
    "xlsxwriter": ({"workbook"}, {"data", "document", "HTML", "PDF", "Word", "cover"}),
    "python-docx": ({"Word"}, NOTEBOOKS | SHEETS | {"HTML", "PDF", "workbook", "cover", "document"}),
    "pypandoc-binary": ({"document", "HTML", "PDF", "Word"}, NOTEBOOKS | SHEETS | {"workbook", "cover"}),
    "made-up": (set(), NOTEBOOKS | SHEETS | {"HTML", "PDF", "Word", "workbook", "cover", "document", "data"}),
}


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A copy of the program."""
    shutil.copytree(PROJECT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path / "src"


@pytest.fixture
def project(small: Path, tmp_path: Path) -> Path:
    """A small edition, built by the program as it is."""
    shutil.copytree(small, tmp_path / "project")
    return tmp_path / "project"


def explained(project: Path, *path: Path) -> dict[str, str]:
    """Build with the modules of some folders, and give each step that was done, and why."""
    surroundings = os.environ | {"PYTHONPATH": os.pathsep.join(map(str, path))}
    built = subprocess.run(BUILD, cwd=project, env=surroundings, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr
    steps = dict(re.findall(r"^  ([^:\n]+): (.+)$", built.stderr, re.MULTILINE))
    return {name: why for name, why in steps.items() if why != "nothing changed"}


def compare(project: Path, *path: Path) -> None:
    """See that what was built is what a build from nothing gives."""
    fresh = without_results(project, project.with_name("fresh"))
    explained(fresh, *path)
    assert checksums(project) == checksums(fresh)


@pytest.mark.parametrize("file", [file for file in CHANGES if EXHAUSTIVE or file in ALWAYS])
def test_a_change_of_the_program_asks_for_what_runs_it(file, project, source):
    old, new, done, left = CHANGES[file]
    place = source / "behindbars" / file
    text = place.read_text(encoding="utf-8")
    changed = re.sub(old, new, text, count=1) if old else text + COMMENT[place.suffix]
    assert changed != text
    place.write_text(changed, encoding="utf-8")
    why = explained(project, source)
    assert done <= why.keys()
    assert not left & why.keys()
    assert {why[name] for name in done} <= {f"the program changed: {file}"} or file.startswith("render/")
    assert all(f"the program changed: {file}" in why[name] for name in done)
    if EXHAUSTIVE or old:
        compare(project, source)
    place.write_text(text, encoding="utf-8")
    assert explained(project, source) == {}, "taken back, it is all there"


@pytest.mark.parametrize("library", [library for library in LIBRARIES if EXHAUSTIVE or library == "typst"])
def test_another_version_of_a_library_asks_for_what_uses_it(library, project, source, tmp_path):
    done, left = LIBRARIES[library]
    (tmp_path / "more" / f"{library.replace('-', '_')}-999.0.dist-info").mkdir(parents=True)
    metadata = f"Metadata-Version: 2.1\nName: {library}\nVersion: 999.0\n"
    (tmp_path / "more" / f"{library.replace('-', '_')}-999.0.dist-info" / "METADATA").write_text(metadata, "utf-8")
    why = explained(project, source, tmp_path / "more")
    assert done <= why.keys()
    assert not left & why.keys()
    assert all(library in why[name] and "999.0" in why[name] for name in done)
    if EXHAUSTIVE:
        compare(project, source, tmp_path / "more")


def test_a_program_that_changes_while_it_runs_leaves_nothing_that_counts(project, source):
    """The change comes when the notebooks have run: what is made after it is of no one program."""
    edit(project / "index.qmd", "Synthetic.", "Made up.")
    place = source / "behindbars" / "render" / "word.py"
    text = place.read_bytes()
    surroundings = os.environ | {"PYTHONPATH": str(source)}
    with subprocess.Popen(BUILD, cwd=project, env=surroundings, stderr=subprocess.PIPE, text=True) as building:
        assert building.stderr is not None
        for line in building.stderr:
            if line.startswith(f"  {FIRST}: "):
                place.write_bytes(text.replace(b"EPOCH = date(1980, 1, 1)", b"EPOCH = date(1981, 1, 1)"))
    assert building.returncode == 0
    assert place.read_bytes() != text
    place.write_bytes(text)
    assert {"document", "HTML", "PDF", "Word"} <= explained(project, source).keys()
    if EXHAUSTIVE:
        compare(project, source)
