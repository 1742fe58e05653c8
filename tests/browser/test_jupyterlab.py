"""A notebook in JupyterLab, as an analyst has it open: charts of today's data, drawn without any network."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell
from playwright.sync_api import Browser, Page, expect
from tests.conftest import copy_project
from tests.small import edit

SECONDS = 180
"""How long a server or a kernel may take on a busy machine."""
OWN = """import altair as alt
complaints = edition.observations.query("indicator == 'complaints' and year == 2024")
alt.Chart(complaints).mark_bar().encode(x="low:Q", y="indicator_name:N")"""


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """A copy of the project, with an analyst's own chart at the end of a notebook, and JupyterLab in it."""
    project = copy_project(tmp_path_factory.mktemp("lab") / "project")
    file = project / "notebooks" / "kazakhstan.ipynb"
    notebook = nbformat.read(file, as_version=4)
    notebook.cells.append(new_code_cell(OWN, id="own"))
    for cell in notebook.cells:
        cell.outputs, cell.execution_count = [], None
    nbformat.write(notebook, file)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    home = tmp_path_factory.mktemp("home")
    options = ["--no-browser", f"--port={port}", "--ip=127.0.0.1", "--IdentityProvider.token=", "--allow-root"]
    command = [sys.executable, "-m", "jupyterlab", *options, f"--ServerApp.root_dir={project}"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, cwd=project, env={**os.environ, "HOME": str(home)}, **quiet) as server:
        address = f"http://127.0.0.1:{port}/lab"
        try:
            _wait_for(address, server)
            yield project, address
        finally:
            server.terminate()
            server.wait(SECONDS)
    shutil.rmtree(project)


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        assert server.poll() is None
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except OSError:
            time.sleep(0.2)
    pytest.fail("JupyterLab did not start")


def run_all(page: Page) -> None:
    """Run the notebook from its menu, with a new kernel, as after a change of the data."""
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.locator(".lm-Menu-itemLabel", has_text="Restart Kernel and Run All Cells").click()
    page.locator(".jp-Dialog .jp-mod-accept").click()


def test_charts_show_todays_data_at_once_and_ask_nobody(lab: tuple[Path, str], browser: Browser) -> None:
    project, address = lab
    context = browser.new_context(viewport={"width": 1400, "height": 1000})
    context.set_default_timeout(SECONDS * 1000)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}/tree/notebooks/kazakhstan.ipynb?reset")
    charts = page.locator(".jp-OutputArea figure > svg")
    own = page.locator(".jp-OutputArea .jp-RenderedHTML > svg")
    page.locator(".jp-Notebook .jp-Cell").first.wait_for()
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for()
    run_all(page)
    expect(charts.first.get_by_text("347", exact=True)).to_be_attached(timeout=SECONDS * 1000)
    expect(own).to_have_count(1, timeout=SECONDS * 1000)
    text = page.locator(".jp-Notebook").inner_text()
    for raw in ("{#fig-", "{#tbl-", "[@", "fig-alt"):
        assert raw not in text
    edit(project / "data" / "observations.csv", "347,347,exact", "400,400,exact")
    run_all(page)
    expect(charts.first.get_by_text("400", exact=True)).to_be_attached(timeout=SECONDS * 1000)
    assert charts.first.get_by_text("347", exact=True).count() == 0
    page.screenshot(path=str(project / "lab.png"), full_page=True)
    outside = {url for url in asked if not url.startswith((address.removesuffix("/lab"), "data:", "blob:"))}
    assert outside == set()
    context.close()
