"""The cache may be deleted, damaged or cut off at any time: what is built is what a build from nothing gives."""

from __future__ import annotations

import errno
import json
import os
import random
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from click.testing import CliRunner

from behindbars.build import build
from behindbars.cli import main
from behindbars.dependencies import Package
from behindbars.last_build import read_last_build
from behindbars.steps import store as store_module
from behindbars.steps.store import ASIDE, Store
from behindbars.workshop import MADE
from tests.small import CODE, FIRST, YEAR, checksums, done_by_build, edit, from_nothing, rows_of, write_rows

EXHAUSTIVE = bool(os.environ.get("BEHINDBARS_EXHAUSTIVE"))
BUILD = [sys.executable, "-c", "from behindbars.cli import main; main()", "build", "--renderer", "embedded"]
KILLS = 20 if EXHAUSTIVE else 2


@pytest.fixture
def project(small: Path, tmp_path: Path) -> Path:
    """A small edition, built, of which all may be changed."""
    shutil.copytree(small, tmp_path / "project")
    return tmp_path / "project"


def change_much(project: Path) -> None:
    """Change a value and a colour, so that most steps are to be done."""
    heading, *rows = rows_of(project, "observations")
    row = next(row for row in rows if row[heading.index("country")] == CODE and row[heading.index("low")])
    row[heading.index("note")] = "A made-up note."
    write_rows(project, "observations", [heading, *rows])
    edit(project / "_brand.yml", '"#12436D"', '"#12436E"')


def whole(project: Path) -> bool:
    """Whether each entry that counts can be read."""
    entries = [path for path in (project / MADE).glob("*/*") if not path.name.startswith(ASIDE)]
    return all(Store(project / MADE).get(path.parent.name + path.name) is not None for path in entries)


@pytest.mark.skipif(sys.platform == "win32", reason="no such signal")
def test_builds_that_were_killed_leave_nothing_that_the_next_one_could_take_for_made(project, tmp_path):
    change_much(project)
    chance = random.Random(2024)
    for _ in range(KILLS):
        with subprocess.Popen(BUILD, cwd=project, stderr=subprocess.PIPE, text=True) as killed:
            assert killed.stderr is not None
            killed.stderr.readline()  # it begins
            for _ in range(chance.randrange(4)):
                killed.stderr.readline()
            try:
                killed.wait(chance.uniform(0, 1))
            except subprocess.TimeoutExpired:
                killed.kill()
        assert whole(project)
    done_by_build(project)
    assert checksums(project) == from_nothing(project, tmp_path / "new")


def test_the_cache_may_be_deleted_while_a_build_is_running(project, small, tmp_path):
    change_much(project)
    stop = threading.Event()

    def delete() -> None:
        while not stop.wait(0.5):
            shutil.rmtree(project / MADE, ignore_errors=True)

    deleting = threading.Thread(target=delete)
    deleting.start()
    try:
        done_by_build(project)
    finally:
        stop.set()
        deleting.join()
    made = checksums(project)
    for name in ("builds", "imports.json", "libraries.json"):
        path = project / ".cache" / name
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    assert whole(project)
    done_by_build(project)
    assert checksums(project) == made


def test_a_cache_in_which_everything_is_damaged_counts_for_nothing(project, small):
    before = checksums(project)
    for path in (project / ".cache").rglob("*"):
        if path.is_file() and path.name != "lock":
            path.write_bytes(path.read_bytes()[:-1] + b"?")
    shutil.rmtree(project / "outputs")
    done = done_by_build(project)
    assert {"PDF", "HTML", "data", FIRST, "cover"} <= done.keys()
    assert checksums(project) == before
    face = ".cache/fonts/SourceSans3-Bold.ttf"
    assert (project / face).read_bytes() == (small / face).read_bytes()


def test_what_was_edited_or_deleted_by_hand_is_made_good_without_any_work(project):
    before = checksums(project)
    names = sorted(before)
    for number, name in enumerate(random.Random(2024).sample(names, 8)):
        if number % 2:
            (project / name).unlink()
        else:
            (project / name).write_bytes(b"edited by hand")
    assert done_by_build(project) == {}
    assert checksums(project) == before
    shutil.rmtree(project / "figures")
    assert done_by_build(project) == {}
    assert checksums(project) == before


def test_what_was_rendered_from_charts_that_were_edited_by_hand_is_no_last_build(project):
    before = checksums(project)
    edit(project / "figures" / str(YEAR) / f"{FIRST}-cascade.svg", "</svg>", "<!-- edited by hand --></svg>")
    build(project, YEAR, run=False, renderer="embedded")
    assert checksums(project) != before
    assert done_by_build(project) == {}
    assert checksums(project) == before


def test_what_was_rendered_alone_is_no_last_build(project):
    """The charts in place may be of an older program."""
    edit(project / "index.qmd", "Synthetic.", "Made up.")
    build(project, YEAR, run=False, renderer="embedded")
    assert read_last_build(project, YEAR).state == ""


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES, errno.EROFS])
def test_where_nothing_can_be_kept_one_message_says_so_and_the_edition_stays(project, monkeypatch, number):
    before = checksums(project)
    edit(project / "index.qmd", "Synthetic.", "Made up.")

    def refuse(place: Path, content: bytes) -> None:
        raise OSError(number, os.strerror(number), str(place))

    monkeypatch.setattr(store_module, "_write", refuse)
    result = CliRunner().invoke(main, ["--project", str(project), "build", "--renderer", "embedded"])
    assert result.exit_code == 1
    [message] = [line for line in result.output.splitlines() if not line.startswith((" ", "Building"))]
    assert message.startswith(("The disk is full.", "The system denies access to"))
    assert checksums(project) == before


def test_where_the_program_changes_while_a_build_is_running_nothing_is_kept(project, monkeypatch):
    edit(project / "index.qmd", "Synthetic.", "Made up.")
    monkeypatch.setattr(Package, "is_what_runs", lambda package: False)
    first = done_by_build(project)
    made = checksums(project)
    assert {"HTML", "PDF", "Word"} <= first.keys()
    assert read_last_build(project, YEAR).state == ""
    monkeypatch.undo()
    assert done_by_build(project).keys() == first.keys()
    assert checksums(project) == made
    assert done_by_build(project) == {}


@pytest.mark.skipif(not EXHAUSTIVE, reason="takes long")
def test_two_copies_that_build_at_once_have_nothing_in_common(project, tmp_path):
    other = tmp_path / "other"
    shutil.copytree(project, other)
    for folder in (project, other):
        change_much(folder)
    edit(other / "index.qmd", "Synthetic.", "Made up.")
    running = [subprocess.Popen(BUILD, cwd=folder, stderr=subprocess.PIPE) for folder in (project, other)]
    assert [(one.communicate()[1], one.returncode)[1] for one in running] == [0, 0]
    one, two = checksums(project), checksums(other)
    page = f"outputs/{YEAR}/behind-bars-{YEAR}.html"
    assert one[page] != two[page]
    edit(project / "index.qmd", "Synthetic.", "Made up.")
    done_by_build(project)
    assert checksums(project) == two


def test_two_projects_may_have_one_cache(project, small, tmp_path):
    """Nothing in it tells of a place: copied to another machine, it is as good there."""
    other = tmp_path / "elsewhere"
    shutil.copytree(project, other, ignore=lambda place, names: {"outputs", "figures"} & {*names})
    assert done_by_build(other) == {}
    assert checksums(other) == checksums(project)
    known = json.loads((other / ".cache" / "builds" / f"{YEAR}.json").read_bytes())
    assert str(tmp_path) not in json.dumps(known)
