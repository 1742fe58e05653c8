"""Killed, stopped, out of disk or twice at once: the edition in place is always one whole edition.

The edition is that of a single chapter whose notebook shows again what it showed when it was run once,
so that a build takes a few seconds.
"""

import contextlib
import errno
import os
import random
import shutil
import signal
import subprocess
import sys
import time

import nbformat
import psutil
import pytest
from click.testing import CliRunner
from nbformat.v4 import new_code_cell
from tests.conftest import copy_project, keep_one_chapter
from tests.running import mounted
from tests.small import checksums

from behindbars.build import build
from behindbars.build import project as project_module
from behindbars.build.project import stage
from behindbars.cli import main
from behindbars.report.display import VEGALITE_MIME

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and limits of another kind")

SLUG = "kyrgyzstan"
COMMAND = [sys.executable, "-c", "from behindbars.cli import main; main()"]
BUILD = [*COMMAND, "build", "--renderer", "embedded"]
STOPPED = "Stopped; the edition in place is a whole one.\n"
KILLS = 20
REGULAR = {"lock", "checked"}
"""What the cache regularly holds."""


def put_label(project, executed, label):
    """Write a notebook that shows again what the executed one shows, with a label in the caption of every chart."""
    notebook = nbformat.read(executed, as_version=4)
    cells = []
    for cell in notebook.cells:
        bundles = [dict(output.data) for output in cell.get("outputs", [])]
        for bundle in bundles:
            if VEGALITE_MIME in bundle:
                bundle[VEGALITE_MIME]["usermeta"]["caption"] += f", {label}"
        if bundles:
            show = "\n".join(f"display({bundle!r}, raw=True)" for bundle in bundles)
            cells.append(new_code_cell(show, id=cell.id))
        elif cell.cell_type == "markdown" or cell.metadata.get("tags") == ["parameters"]:
            cells.append(cell)
    notebook.cells = cells
    nbformat.write(notebook, project / "notebooks" / f"{label}.ipynb")


def choose(project, label):
    """Make the edition of the next build that of a label."""
    (project / "notebooks" / f"{label}.ipynb").replace(project / "notebooks" / f"{SLUG}.ipynb")


def left(project):
    """What is in the cache beside its regular contents."""
    return {path.name for path in (project / ".cache").glob("*")} - REGULAR


def living(project):
    """Processes that work inside the project: all of a test's builds do."""
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if process.cwd().startswith(str(project)) and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process)
    return found


def kernel_runs(project):
    """Whether a notebook's kernel has been started: it has a file with its address."""
    return any((project / ".cache").glob("build-*/.cache/tmp/work-*/*.json"))


def wait_until_gone(project):
    """Wait until no process works in the project, and say how long that took (s)."""
    start = time.monotonic()
    while living(project):
        assert time.monotonic() - start < 30, living(project)
        time.sleep(0.02)
    return time.monotonic() - start


@pytest.fixture(scope="module")
def editions(tmp_path_factory):
    """Make a project with its old edition in place, another one with the new, and time the build of the new (s)."""
    old = keep_one_chapter(copy_project(tmp_path_factory.mktemp("interruption") / "old"), SLUG)
    build(old, 2024, renderer="embedded")
    [executed] = (old / "outputs" / "2024").glob("*.ipynb")
    put_label(old, executed, "old")
    put_label(old, executed, "new")
    choose(old, "old")
    build_whole(old)
    new = old.with_name("new")
    shutil.copytree(old, new)
    choose(new, "new")
    start = time.monotonic()
    build_whole(new)
    return old, new, time.monotonic() - start


@pytest.fixture
def project(tmp_path, editions):
    """A project with its old edition in place; the next build makes the new one."""
    shutil.copytree(editions[0], tmp_path / "project")
    choose(tmp_path / "project", "new")
    return tmp_path / "project"


def build_whole(project, **options):
    """Build without a disturbance."""
    done = subprocess.run(BUILD, cwd=project, stderr=subprocess.PIPE, text=True, check=False, **options)
    assert done.returncode == 0, done.stderr


def put_back(editions, project):
    for name in ("outputs/2024", "figures/2024"):
        shutil.rmtree(project / name)
        shutil.copytree(editions[0] / name, project / name)


def test_killed_at_twenty_moments_a_build_leaves_one_whole_edition(editions, project, tmp_path):
    old, new, duration = checksums(editions[0]), checksums(editions[1]), editions[2]
    assert old.keys() == new.keys()
    assert sum(old[name] != new[name] for name in old) > 4
    home, temporary = tmp_path / "home", tmp_path / "temporary"
    for folder in (home, temporary):
        folder.mkdir()
    surroundings = os.environ | {"HOME": str(home), "TMPDIR": str(temporary)}
    chance = random.Random(26062025)
    slowest = 0.0
    for number in range(KILLS):
        with subprocess.Popen(
            BUILD, cwd=project, env=surroundings, start_new_session=True, stderr=subprocess.DEVNULL
        ) as build:
            time.sleep(chance.uniform(0, duration))
            # Every other time the process alone: its helpers then have to notice.
            (os.killpg if number % 2 else os.kill)(build.pid, signal.SIGKILL)
        slowest = max(slowest, wait_until_gone(project))
        assert CliRunner().invoke(main, ["--project", str(project), "check"]).exit_code == 0
        now = checksums(project)
        assert now in (old, new), {name for name in old if now.get(name) not in {old[name], new[name]}}
        kinds = [name.partition("-")[0] for name in left(project)]
        assert len(kinds) == len(set(kinds)), kinds
        if now == new:
            put_back(editions, project)
    assert slowest < 10
    build_whole(project, env=surroundings)
    assert checksums(project) == new
    assert left(project) == set()
    assert not any(home.rglob("*"))
    assert not any(temporary.rglob("*"))


@pytest.mark.parametrize(
    ("number", "code", "moment"),
    [
        (signal.SIGINT, 130, "Building"),
        (signal.SIGINT, 130, "kernel"),
        (signal.SIGINT, 130, "  drew "),
        (signal.SIGTERM, 143, "kernel"),
        (signal.SIGTERM, 143, "  ran"),
    ],
)
def test_stopped_a_build_says_one_line_and_leaves_nothing_behind(editions, project, number, code, moment):
    with subprocess.Popen(BUILD, cwd=project, start_new_session=True, stderr=subprocess.PIPE, text=True) as build:
        if moment == "kernel":
            while not kernel_runs(project):
                assert build.poll() is None
        else:
            while not build.stderr.readline().startswith(moment):
                assert build.poll() is None
        # Ctrl+C reaches every process of the terminal, the system's request the command alone.
        (os.killpg if number == signal.SIGINT else os.kill)(build.pid, number)
        said = build.communicate()[1]
    assert build.returncode == code, said
    assert [line for line in said.splitlines(keepends=True) if not line.startswith(("Building", "  "))] == [STOPPED]
    wait_until_gone(project)
    assert checksums(project) == checksums(editions[0])
    assert left(project) == set()


def test_a_second_build_says_who_is_building_and_stops(editions, project):
    with stage(project):
        second = subprocess.run(BUILD, cwd=project, capture_output=True, text=True, check=False)
    assert second.returncode == 1
    assert second.stderr.splitlines()[1:] == ["Another build of this project is running. Wait for it to end."]
    assert checksums(project) == checksums(editions[0])


def test_a_check_can_be_made_while_a_build_is_running(project):
    with stage(project):
        assert CliRunner().invoke(main, ["--project", str(project), "check"]).exit_code == 0


def test_an_edition_whose_move_was_killed_is_put_in_place_by_any_command(editions, project):
    for name in ("outputs", "figures"):
        shutil.copytree(editions[1] / name / "2024", project / ".cache" / "finished" / name / "2024")
    shutil.rmtree(project / "figures" / "2024")
    assert CliRunner().invoke(main, ["--project", str(project), "check"]).exit_code == 0
    assert checksums(project) == checksums(editions[1])
    assert left(project) == set()


@pytest.mark.parametrize("room", [0.0, 0.5, 0.95])
def test_on_a_disk_that_runs_full_the_edition_stays(editions, tmp_path, room):
    """The room is a share of what the stage of a whole build holds at its end."""
    held = sum(
        -(-file.stat().st_size // 4096) * 4096
        for name in ("data", "notebooks", "_extensions", "outputs/fonts", "outputs/2024", "figures/2024")
        for file in (editions[0] / name).rglob("*")
        if file.is_file()
    )
    with mounted(tmp_path / "disk", "-t", "tmpfs", "-o", "size=64m", "tmpfs") as disk:
        project = disk / "project"
        shutil.copytree(editions[0], project)
        choose(project, "new")
        free = shutil.disk_usage(disk).free - int(held * room)
        (disk / "filler").write_bytes(bytes(free))
        build = subprocess.run(BUILD, cwd=project, capture_output=True, text=True, check=False)
        assert build.returncode == 1
        said = [line for line in build.stderr.splitlines() if not line.startswith(("Building", "  "))]
        assert said == ["The disk is full. Make room on it and try again; nothing was changed."]
        assert checksums(project) == checksums(editions[0])
        assert left(project) == set()


@pytest.mark.parametrize(("module", "function"), [(project_module.shutil, "copyfile"), (os, "fsync")])
def test_a_full_disk_is_one_message_wherever_it_shows(editions, tmp_path, monkeypatch, module, function):
    project = tmp_path / "project"
    shutil.copytree(editions[1], project)
    (project / "index.qmd").write_text("# How to read this edition\n\nSynthetic, and new.\n", encoding="utf-8")

    def full(*arguments, **options):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(module, function, full)
    result = CliRunner().invoke(main, ["--project", str(project), "build", "--renderer", "embedded"])
    monkeypatch.undo()
    assert result.exit_code == 1
    assert "The disk is full." in result.output
    assert "Traceback" not in result.output
    assert checksums(project) == checksums(editions[1])
    assert left(project) == set()


def test_a_project_that_cannot_be_written_is_one_message(editions, project):
    before = checksums(project)
    project.chmod(0o555)
    (project / ".cache").chmod(0o555)
    try:
        with contextlib.ExitStack() as stack:
            if os.access(project, os.W_OK):  # rights do not bind the superuser
                stack.enter_context(mounted(project, "--bind", "-o", "ro", project))
            build = subprocess.run(BUILD, cwd=project, capture_output=True, text=True, check=False)
    finally:
        project.chmod(0o755)
        (project / ".cache").chmod(0o755)
    assert build.returncode == 1
    assert [line for line in build.stderr.splitlines() if not line.startswith("Building")] == [
        f"The system denies access to {project / '.cache' / 'lock'}. Close the programs that have it open, or see "
        "that you may read and write there, and try again; nothing was changed."
    ]
    assert checksums(project) == before
