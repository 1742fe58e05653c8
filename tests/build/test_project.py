"""The project's folder is found, and an edition is put in place whole."""

import errno
import os
import signal
import subprocess
import sys
import tempfile
from multiprocessing import get_context
from pathlib import Path

import pytest

from behindbars.build.project import LockedError, locked, put_in_place, settle, stage
from behindbars.errors import ProjectError
from behindbars.package import find_project

NAMES = ["outputs/2024", "figures/2024"]


@pytest.fixture
def project(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "datapackage.json").write_text("{}")
    (tmp_path / "_quarto.yml").write_text("")
    (tmp_path / "index.qmd").write_text("# Index")
    return tmp_path


def test_a_project_is_found_from_a_folder_inside_it(project):
    inside = project / "notebooks" / "deeper"
    inside.mkdir(parents=True)
    assert find_project(inside) == project


def test_no_project_is_said_with_what_to_do(tmp_path):
    with pytest.raises(ProjectError, match="name it with --project"):
        find_project(tmp_path)


def test_a_stage_has_what_a_renderer_reads_and_goes_away(project):
    with stage(project) as folder:
        assert (folder / "index.qmd").read_text() == "# Index"
        assert (folder / "data" / "datapackage.json").is_file()
    assert not folder.exists()


def test_what_is_written_for_own_use_is_written_in_the_stage(project):
    with stage(project) as folder:
        assert Path(tempfile.gettempdir()).is_relative_to(folder)
        assert Path(os.environ["IPYTHONDIR"]).is_relative_to(folder)
    assert not Path(tempfile.gettempdir()).is_relative_to(project)


def write(folder, text):
    """Write an edition of two files, one in each of its folders."""
    for name in NAMES:
        (folder / name).mkdir(parents=True)
        (folder / name / text).write_text(text)


def in_place(project):
    """Names of all files in place."""
    return {file.name for name in NAMES for file in (project / name).rglob("*")}


def left(project):
    """What is in the cache beside the lock."""
    return [path.name for path in (project / ".cache").iterdir() if path.name != "lock"]


@pytest.mark.parametrize("before", [True, False], ids=["with", "without"])
def test_a_finished_edition_replaces_the_old_one_as_a_whole(project, before):
    if before:
        write(project, "old")
    with stage(project) as folder:
        write(folder, "new")
        put_in_place(folder, project, NAMES)
    assert in_place(project) == {"new"}
    assert left(project) == []


@pytest.mark.parametrize("failing", range(1, 8))
def test_a_move_that_fails_leaves_everything_where_it_was(project, monkeypatch, failing):
    write(project, "old")
    moves = []
    move = Path.replace

    def refused(source, goal):
        moves.append(goal)
        if len(moves) == failing:
            raise PermissionError(errno.EACCES, "synthetic refusal")
        move(source, goal)

    with stage(project) as folder:
        write(folder, "new")
        monkeypatch.setattr(Path, "replace", refused)
        with pytest.raises(PermissionError):
            put_in_place(folder, project, NAMES)
        monkeypatch.undo()
    assert in_place(project) == {"old"}
    assert left(project) == []
    settle(project)
    assert in_place(project) == {"old"}


def move_until(project, last):
    """Put a new edition in place, and be killed before a step of it; it is called in a process of its own."""
    steps = 0

    def count(event, arguments):
        nonlocal steps
        if event in ("os.mkdir", "os.rename", "os.remove", "os.rmdir", "shutil.rmtree"):
            steps += 1
            if steps == last:
                os.kill(os.getpid(), signal.SIGKILL)

    with stage(project) as folder:
        write(folder, "new")
        sys.addaudithook(count)
        put_in_place(folder, project, NAMES)


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL, and no fork")
def test_a_kill_before_any_step_of_the_move_leaves_one_whole_edition(project):
    """Killed before its first step, then before its second, and so on until it lives to its end."""
    seen = []
    for last in range(1, 100):
        for name in NAMES:
            for file in (project / name).rglob("*"):
                file.unlink()
        for name in NAMES:
            (project / name).mkdir(parents=True, exist_ok=True)
            (project / name / "old").write_text("old")
        moving = get_context("fork").Process(target=move_until, args=(project, last))
        moving.start()
        moving.join()
        settle(project)
        seen.append(in_place(project))
        assert seen[-1] in ({"old"}, {"new"}), last
        with stage(project):
            pass
        assert left(project) == [], last
        if moving.exitcode == 0:
            break
        assert moving.exitcode == -signal.SIGKILL
    kept, replaced = seen.count({"old"}), seen.count({"new"})
    assert kept > 4
    assert replaced > 10
    assert seen == [{"old"}] * kept + [{"new"}] * replaced


HOLDER = """
import sys, time
from pathlib import Path
from behindbars.build.project import locked
with locked(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def test_the_lock_of_a_dead_process_is_free(project):
    with subprocess.Popen([sys.executable, "-c", HOLDER, project], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "held\n"
        with pytest.raises(LockedError), locked(project):
            pass
        process.kill()
    with locked(project):
        pass


def test_what_a_killed_build_left_is_removed_by_the_next_one(project):
    def leave():
        for name in ("build-old", "retired-old"):
            (project / ".cache" / name / "deep").mkdir(parents=True)

    leave()
    settle(project)
    assert len(left(project)) == 2, "nothing that a command waits for"
    settle(project, everything=True)
    assert left(project) == []
    leave()
    with stage(project) as folder:
        assert left(project) == [folder.name]
    assert left(project) == []


def test_an_unfinished_move_of_one_that_is_alive_is_left_to_it(project):
    write(project, "old")
    with stage(project):
        write(project / ".cache" / "finished", "new")
        settle(project)
        assert in_place(project) == {"old"}
    settle(project)
    assert in_place(project) == {"new"}


def test_what_other_programs_hide_in_a_folder_stays_out_of_the_edition(project):
    """A spreadsheet notes user and machine in a hidden file as long as a table is open."""
    (project / "notebooks" / ".ipynb_checkpoints").mkdir(parents=True)
    hidden = ["data/.~lock.cases.csv#", "data/~$cases.csv", "notebooks/.ipynb_checkpoints/old.ipynb"]
    for name in hidden:
        (project / name).write_text("synthetic user on a synthetic machine")
    with stage(project) as folder:
        assert [name for name in hidden if (folder / name).exists()] == []
        assert (folder / "data" / "datapackage.json").is_file()


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
@pytest.mark.parametrize("name", ["outputs", "figures", "outputs/2024"])
def test_a_place_that_is_a_link_is_refused_before_anything_is_built(project, tmp_path_factory, name):
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (project / name).parent.mkdir(exist_ok=True)
    (project / name).symlink_to(elsewhere, target_is_directory=True)
    with pytest.raises(ProjectError, match=f"(?s)move them there:.*{name} is a link"), stage(project):
        pass
    assert not any(elsewhere.iterdir())


def test_a_move_that_cannot_be_finished_now_is_finished_by_a_later_command(project, monkeypatch):
    write(project, "old")
    write(project / ".cache" / "finished", "new")
    moves = []
    move = Path.replace

    def refused(source, goal):
        moves.append(goal)
        if len(moves) == 4:
            raise PermissionError(errno.EACCES, "synthetic refusal")
        move(source, goal)

    monkeypatch.setattr(Path, "replace", refused)
    with pytest.raises(PermissionError):
        settle(project)
    monkeypatch.undo()
    assert in_place(project) == {"old"}
    settle(project)
    assert in_place(project) == {"new"}
    assert left(project) == []
