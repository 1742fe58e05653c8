"""The pages around the editions in a real browser: no barrier, no request, nothing cut off."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser
from tests.browser.test_page import SIZES, violations
from tests.conftest import copy_project
from tests.yearly.published import add_year, pretend_to_build, sign_and_answer

from behindbars.yearly.publish import publish

PAGES = ("index.html", "404.html", "2024/downloads.html", "2024/cite.html")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two editions of a few files, published."""
    project = copy_project(tmp_path_factory.mktemp("site") / "project")
    add_year(project, 1999)
    sign_and_answer(project, 1999)
    for year in (1999, 2024):
        pretend_to_build(project, year)
        publish(project, year, project / "site")
    return project / "site"


@pytest.mark.parametrize(("size", "scheme"), [("desktop", "light"), ("small phone", "dark")])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_serves_every_reader_and_asks_for_nothing(
    browser: Browser, site: Path, name: str, size: str, scheme: str
) -> None:
    width, height = SIZES[size]
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
    page = context.new_page()
    requests: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.goto((site / name).as_uri())
    page.evaluate("for (const details of document.querySelectorAll('details')) details.open = true")
    assert [url for url in requests if not url.startswith("data:")] == [(site / name).as_uri()]
    assert complaints == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("document.fonts.check('16px \"Fira Sans\"')")
    assert violations(page) == []
    context.close()
