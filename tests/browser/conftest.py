"""The edition in a real browser, where one is installed."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def find_chromium() -> str | None:
    """Find Chromium where CHROMIUM says, else on the PATH."""
    named = [os.environ["CHROMIUM"]] if "CHROMIUM" in os.environ else NAMES
    return next((path for name in named if (path := shutil.which(name))), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, without a network of its own."""
    path = find_chromium()
    if path is None:
        pytest.skip("Chromium is not installed: the page was not looked at in a browser (CHROMIUM can name one)")
    with sync_playwright() as playwright:
        # Chromium's own sandbox does not start for root in a container; the page asks for nothing anyway.
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def edition_url(built: Path) -> str:
    """Address of the HTML edition."""
    return (built / "outputs" / "2024" / "behind-bars-2024.html").as_uri()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A desktop that has never seen the page."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    yield context
    context.close()
