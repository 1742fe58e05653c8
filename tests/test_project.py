"""The project's folder is found, and an edition is put in place whole."""

import os
import time
from pathlib import Path

import pytest

from behindbars.errors import ProjectError
from behindbars.project import find_project, put_in_place, stage


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


def test_a_stage_goes_away_after_a_failure(project):
    with pytest.raises(RuntimeError), stage(project) as folder:
        raise RuntimeError
    assert not folder.exists()


def test_a_finished_folder_replaces_the_old_one_as_a_whole(project):
    old = project / "outputs" / "2024"
    old.mkdir(parents=True)
    (old / "old.html").write_text("old")
    with stage(project) as folder:
        (folder / "outputs" / "2024").mkdir(parents=True)
        (folder / "outputs" / "2024" / "new.html").write_text("new")
        put_in_place(folder, project, ["outputs/2024"])
    assert [file.name for file in old.iterdir()] == ["new.html"]
    assert list((project / ".cache").iterdir()) == []


def test_a_move_that_fails_leaves_everything_where_it_was(project, monkeypatch):
    for name in ("outputs/2024", "figures/2024"):
        (project / name).mkdir(parents=True)
        (project / name / "old").write_text("old")
    with stage(project) as folder:
        (folder / "outputs" / "2024").mkdir(parents=True)
        (folder / "outputs" / "2024" / "new").write_text("new")
        (folder / "figures" / "2024").mkdir(parents=True)
        moves = []
        move = Path.replace

        def third_fails(source, goal):
            moves.append(goal)
            if len(moves) == 3:
                raise PermissionError(13, "synthetic refusal")
            move(source, goal)

        monkeypatch.setattr(Path, "replace", third_fails)
        with pytest.raises(PermissionError):
            put_in_place(folder, project, ["outputs/2024", "figures/2024"])
        monkeypatch.undo()
    assert [file.name for file in (project / "outputs" / "2024").iterdir()] == ["old"]
    assert [file.name for file in (project / "figures" / "2024").iterdir()] == ["old"]
    assert list((project / ".cache").iterdir()) == []


def test_what_a_killed_build_left_is_removed_a_day_later(project):
    cache = project / ".cache"
    for name, age in (("build-old", 2 * 24 * 60 * 60), ("build-running", 60)):
        (cache / name).mkdir(parents=True)
        os.utime(cache / name, (time.time() - age,) * 2)
    with stage(project):
        assert not (cache / "build-old").exists()
        assert (cache / "build-running").exists()
