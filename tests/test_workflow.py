"""The workflow for GitHub Pages says what the command line understands, and may do no more than it needs."""

import re
import shlex

import pytest
import yaml

from behindbars.cli import main
from tests.conftest import ROOT

FILE = ROOT / ".github" / "workflows" / "publish.yml"


@pytest.fixture(scope="module")
def workflow():
    # YAML 1.1 reads the key "on" as true.
    content = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return {"on" if key is True else key: value for key, value in content.items()}


@pytest.fixture(scope="module")
def steps(workflow):
    return [step for job in workflow["jobs"].values() for step in job["steps"]]


def test_it_runs_by_hand_with_a_year_and_on_tags_of_editions(workflow):
    assert set(workflow["on"]) == {"workflow_dispatch", "push"}
    assert workflow["on"]["workflow_dispatch"]["inputs"]["year"]["required"] is True
    assert workflow["on"]["push"] == {"tags": ["edition-*"]}


def test_it_may_do_no_more_than_it_needs(workflow):
    build, deploy = (workflow["jobs"][name] for name in ("build", "deploy"))
    assert workflow["permissions"] == {"contents": "read"}
    assert build["permissions"] == {"contents": "read", "pages": "read"}
    assert deploy["permissions"] == {"pages": "write", "id-token": "write"}
    assert deploy["needs"] == "build"
    assert workflow["concurrency"]["cancel-in-progress"] is False


def test_every_action_is_pinned_to_a_major_version(steps):
    used = [step["uses"] for step in steps if "uses" in step]
    assert all(re.fullmatch(r"[\w-]+/[\w/-]+@v\d+", action) for action in used), used
    assert [action.partition("@")[0] for action in used] == [
        "actions/checkout",
        "actions/setup-python",
        "quarto-dev/quarto-actions/setup",
        "actions/configure-pages",
        "actions/upload-pages-artifact",
        "actions/deploy-pages",
    ]


def test_its_commands_and_options_exist(steps):
    """Every line of a script that calls this project's command line is understood by it."""
    lines = [line.strip() for step in steps for line in step.get("run", "").splitlines()]
    called = [shlex.split(line)[1:] for line in lines if line.startswith("behindbars ")]
    assert [arguments[0] for arguments in called] == ["check", "build", "publish"]
    for name, *arguments in called:
        known = {option for parameter in main.commands[name].params for option in parameter.opts}
        assert {argument for argument in arguments if argument.startswith("--")} <= known
    published = next(arguments for arguments in called if arguments[0] == "publish")
    upload = next(step for step in steps if step.get("uses", "").startswith("actions/upload-pages"))
    assert published[published.index("--to") + 1] == upload["with"]["path"]


def test_it_installs_from_the_lock_file_and_takes_no_text_into_its_scripts(steps):
    scripts = "\n".join(step.get("run", "") for step in steps)
    assert "--require-hashes -r requirements.lock" in scripts
    assert "${{" not in scripts
    assert "://" not in scripts
