"""The project's folder is found, and an edition is put in place whole."""

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
