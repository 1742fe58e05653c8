"""Work on a real Dask cluster: two worker processes that share no files with the build, and may be killed."""

from __future__ import annotations

import gc
import os
import shutil
import signal
import subprocess
import sys
from dataclasses import replace

import psutil
import pytest
from tests.conftest import copy_project
from tests.running import notebook, work_of
from tests.small import checksums, without_results

from behindbars.build import apart
from behindbars.build import cluster as cluster_module
from behindbars.build.apart import Work, WorkError, can_fork, open_team
from behindbars.errors import ProjectError, RunError

distributed = pytest.importorskip("distributed")
clusters = pytest.importorskip("tests.build.clusters")
SOURCE, Cluster, free_address, steps_of, until = (
    clusters.SOURCE,
    clusters.Cluster,
    clusters.free_address,
    clusters.steps_of,
    clusters.until,
)
pytestmark = pytest.mark.skipif(not can_fork(), reason="the tests look for forked processes")
COMMAND = [sys.executable, "-c", "from behindbars.cli import main; main()"]
BUILD = ("build", "--renderer", "embedded")


@pytest.fixture
def empty(tmp_path):
    """A scheduler without workers."""
    cluster = Cluster(tmp_path / "cluster")
    yield cluster
    cluster.close()


@pytest.fixture
def cluster(empty):
    """A scheduler with two workers."""
    for _ in range(2):
        empty.add_worker("--no-nanny")
    return empty


def command(project, *words):
    environment = {**os.environ, "PYTHONPATH": str(SOURCE)}
    return subprocess.Popen(
        [*COMMAND, *words], cwd=project, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def slow_work(folder, count, seconds=1.0):
    """Notebooks that take their time."""
    cells = ("import time, os", f"time.sleep({seconds})\nprint(year)")
    return [work_of(notebook(folder / f"n{number}.ipynb", *cells), {"year": number}) for number in range(count)]


def test_a_build_on_a_cluster_is_that_of_one_machine_though_a_worker_is_killed(cluster, small, tmp_path):
    project = without_results(small, tmp_path / "project")
    victim, places = cluster.processes[1], {cluster.place(worker) for worker in cluster.processes[1:]}
    family: list[psutil.Process] = []
    process = command(project, *BUILD, "--scheduler", cluster.address)
    lines = []
    for line in process.stdout:
        lines.append(line.strip())
        if not family and lines[-1].startswith("ran "):
            until(lambda: len(steps_of(victim)) >= 2 or process.poll() is not None, "the worker is at something")
            family = victim.children(recursive=True)
            victim.kill()
            victim.wait()
    assert process.wait() == 0, lines
    assert checksums(project) == checksums(small)
    ran = [line for line in lines if line.startswith("ran ")]
    assert len(ran) == len(set(ran)) == 3, "each notebook is told of once"
    assert family
    until(lambda: not any(one.is_running() for one in family), "what the killed worker started is gone")
    assert not [left for place in places for left in place.glob("work-*")]


def test_work_that_kills_every_worker_is_a_failure(cluster):
    for _ in range(2):
        cluster.add_worker("--no-nanny")
    with open_team(1, cluster.address) as team:
        future = team.executor.submit(os._exit, 1)
        until(future.done, "the scheduler gives up")
        [(_, outcome)] = replace(team, executor=Handing(future)).done([Work("deadly", "os:abort", {})])
    assert isinstance(outcome, WorkError)
    assert "KilledWorker" in str(outcome)


class Handing:
    """Gives out one future, whatever is asked for."""

    def __init__(self, future):
        self.future = future

    def submit(self, *work):
        return self.future


def do_until_killed(cluster, work, victims):
    """Do work, and kill processes as soon as the first piece is done."""
    with open_team(1, cluster.address) as team:
        for _ in team.done(work):
            for victim in victims:
                victim.kill()


def test_a_scheduler_that_goes_is_said_to_have_gone(cluster, tmp_path):
    with pytest.raises(RunError, match="scheduler has gone"):
        do_until_killed(cluster, slow_work(tmp_path, 6), [cluster.scheduler])


def test_workers_that_all_go_are_said_to_have_gone(cluster, tmp_path, monkeypatch):
    monkeypatch.setattr(apart, "PATIENCE", 2)
    with pytest.raises(RunError, match="has no workers any more"):
        do_until_killed(cluster, slow_work(tmp_path, 8), cluster.processes[1:])


def test_ctrl_c_cancels_what_waits(cluster, tmp_path):
    project = copy_project(tmp_path / "project")
    process = command(project, *BUILD, "--scheduler", cluster.address)
    until(cluster.waiting, "something is handed out")
    process.send_signal(signal.SIGINT)
    said = process.communicate()[0]
    assert process.returncode == 128 + signal.SIGINT
    assert said.splitlines()[-1] == "Stopped; the edition in place is a whole one."
    assert "Traceback" not in said
    until(lambda: cluster.waiting() == 0, "nothing waits")
    until(lambda: not any(map(steps_of, cluster.processes[1:])), "the workers are idle")
    assert not (project / "outputs").exists()


def test_no_scheduler_is_one_message(monkeypatch):
    monkeypatch.setattr(cluster_module, "ANSWER", 1)
    address = free_address()
    with pytest.raises(ProjectError, match=f"No Dask scheduler answers at {address}"), open_team(1, address):
        pass


@pytest.mark.parametrize("address", ["nowhere at all", "tcp://127.0.0.1", "odd://127.0.0.1:1", "tls://127.0.0.1:1", ""])
def test_an_address_that_is_none_is_one_message(address):
    with pytest.raises(ProjectError, match=f"No Dask scheduler answers at {address}"), open_team(1, address):
        pass
    clients = [each for each in gc.get_objects() if isinstance(each, distributed.Client)]
    assert {client.status for client in clients} <= {"closed"}, "closing it later may take for ever"


def test_no_workers_is_one_message(empty):
    with pytest.raises(ProjectError, match=r"has no workers\. Start some"), open_team(1, empty.address):
        pass


def test_workers_that_cannot_be_used_are_listed(empty, tmp_path):
    other = tmp_path / "other"
    shutil.copytree(SOURCE / "behindbars", other / "behindbars", ignore=shutil.ignore_patterns("__pycache__"))
    with (other / "behindbars" / "errors.py").open("a", encoding="utf-8") as module:
        module.write("\n# another version\n")
    empty.add_worker("--no-nanny")
    empty.add_worker("--no-nanny", source=other)
    with pytest.raises(ProjectError) as caught, open_team(1, empty.address):
        pass
    said = str(caught.value).splitlines()
    assert said[0] == "These Dask workers cannot be used:"
    assert sum("another version of behindbars" in line for line in said) == 1
    assert len(said) == 2


def test_a_worker_that_dask_watches_over_works_too(empty, tmp_path):
    empty.add_worker("--nanny")
    with open_team(1, empty.address) as team:
        outcomes = [outcome for _, outcome in team.done(slow_work(tmp_path, 2, 0))]
    assert all(isinstance(outcome, dict) for outcome in outcomes), outcomes


def test_workers_without_the_package_are_one_message(empty, tmp_path):
    nothing = tmp_path / "nothing"
    (nothing / "behindbars").mkdir(parents=True)
    (nothing / "behindbars" / "__init__.py").touch()  # the package may be installed; this one hides it
    empty.add_worker("--no-nanny", source=nothing)
    with pytest.raises(ProjectError, match="cannot run behindbars"), open_team(1, empty.address):
        pass
