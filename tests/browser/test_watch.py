"""The page around the edition in a real browser; the editions are made up, and put in place as a build does."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, FrameLocator, Page, expect
from tests.browser.test_page import violations
from tests.build.test_watch_server import free_port

from behindbars.build.watch import serving

EDITION = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Synthetic</title><style>p {{ height: 300px }}</style></head><body><main>
{above}<p id="first">first</p><p id="second">second: {figure}</p>
<details id="table"><summary>Table</summary>rows</details>
<p id="third">third <a href="https://example.org/">elsewhere</a> <a href="#first">above</a></p>
<p>end</p><p>end</p><p>end</p><p>end</p></main></body></html>"""
STANDS = "(element) => Math.round(element.getBoundingClientRect().top)"
SIZES = {"desktop": (1280, 800), "phone": (390, 844)}


class Watch:
    """A page that watches a project, whose builds are told here."""

    def __init__(self, project: Path, state: dict[str, Any], page: Page, address: str) -> None:
        self.project, self.state, self.page, self.address = project, state, page, address

    @property
    def edition(self) -> FrameLocator:
        return self.page.frame_locator("iframe:last-of-type")

    def put(self, figure: str, above: str = "") -> None:
        """Put an edition in place, and tell the page."""
        folder, new = self.project / "outputs" / "2024", self.project / ".cache" / "new"
        new.mkdir(parents=True)
        (new / "x.html").write_text(EDITION.format(figure=figure, above=above), encoding="utf-8")
        folder.parent.mkdir(exist_ok=True)
        if folder.exists():
            shutil.rmtree(folder)
        new.replace(folder)
        self.state.update(building=False, message="", page="x.html", version=json.dumps([figure, above]))

    def scroll(self, top: int) -> None:
        self.edition.locator("html").evaluate("(root, top) => root.ownerDocument.defaultView.scrollTo(0, top)", top)


def beginning() -> dict[str, Any]:
    """Give the state before the first build has ended."""
    title = "Behind Bars, Beyond Justice, 2024"
    return {"title": title, "building": True, "message": "", "page": "", "version": ""}


@pytest.fixture
def begin(project: Path, browser: Browser) -> Iterator[Callable[..., Watch]]:
    state = beginning()
    contexts = []
    with serving(project / "outputs" / "2024", state, free_port()) as address:

        def begin(size: str = "desktop", scheme: str = "light") -> Watch:
            width, height = SIZES[size]
            contexts.append(browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme))
            around = contexts[-1].new_page()
            around.goto(address)
            return Watch(project, state, around, address)

        yield begin
        for context in contexts:
            context.close()


def test_the_first_edition_appears_by_itself(begin: Callable[..., Watch]) -> None:
    watch = begin()
    expect(watch.page.locator("main p")).to_have_text(
        "There is no edition yet. It appears here as soon as it is built."
    )
    expect(watch.page.locator("#step")).to_have_text("· Building…")
    assert watch.page.title() == "Behind Bars, Beyond Justice, 2024"
    watch.put("347")
    expect(watch.edition.locator("#second")).to_have_text("second: 347")
    expect(watch.page.locator("main p")).to_have_count(0)
    expect(watch.page.locator("#step")).to_have_text("")


def test_a_new_figure_appears_where_the_reader_was(begin: Callable[..., Watch]) -> None:
    watch = begin()
    watch.put("347")
    watch.edition.locator("#table").evaluate("(details) => { details.open = true }")
    watch.scroll(500)
    stood = watch.edition.locator("#third").evaluate(STANDS)
    watch.put("348", above='<p id="new">longer by a paragraph</p>')
    expect(watch.edition.locator("#second")).to_have_text("second: 348")
    assert abs(watch.edition.locator("#third").evaluate(STANDS) - stood) <= 1
    assert watch.edition.locator("#table").evaluate("(details) => details.open")
    expect(watch.page.locator("iframe")).to_have_count(1)


def test_the_place_in_the_address_stays(begin: Callable[..., Watch]) -> None:
    watch = begin()
    watch.put("347")
    watch.edition.locator("a[href='#first']").click()
    watch.put("348")
    expect(watch.edition.locator("#second")).to_have_text("second: 348")
    assert watch.page.frames[-1].url == f"{watch.address}x.html#first"


def test_a_build_that_changes_nothing_reloads_nothing(begin: Callable[..., Watch]) -> None:
    watch = begin()
    watch.put("347")
    watch.edition.locator("#first").evaluate("(element) => { element.textContent = 'still the same page' }")
    watch.state.update(building=True)
    expect(watch.page.locator("#step")).to_have_text("· Building…")
    watch.put("347")
    expect(watch.page.locator("#step")).to_have_text("")
    expect(watch.edition.locator("#first")).to_have_text("still the same page")


def test_a_failure_is_text_above_the_last_good_page(begin: Callable[..., Watch]) -> None:
    watch = begin()
    watch.put("347")
    expect(watch.edition.locator("#second")).to_be_visible()
    hostile = "1 fault in the data:\n  cases.csv, row 2: found '<img src=x onerror=\"document.title=1\"><b>odd</b>'."
    watch.state.update(building=False, message=hostile)
    fault = watch.page.locator(".fault")
    expect(fault.locator("pre")).to_have_text(hostile)
    assert fault.locator("img, b").count() == 0
    assert watch.page.title() == "Not built: Behind Bars, Beyond Justice, 2024"
    expect(watch.edition.locator("#second")).to_have_text("second: 347")
    watch.state.update(building=True)
    expect(watch.page.locator("#step")).to_have_text("· Building…")
    expect(fault).to_be_visible()
    watch.put("348")
    expect(fault).to_be_hidden()
    assert watch.page.title() == "Behind Bars, Beyond Justice, 2024"


def test_what_is_no_page_opens_beside_the_edition(begin: Callable[..., Watch]) -> None:
    watch = begin()
    watch.put("347")
    with watch.page.expect_popup() as opened:
        watch.edition.locator("a[href^='https']").click()
    assert opened.value.evaluate("opener") is None
    expect(watch.edition.locator("#second")).to_be_visible()


def test_the_page_survives_a_program_that_begins_anew(project: Path, browser: Browser) -> None:
    context = browser.new_context()
    outputs, port, states = project / "outputs" / "2024", free_port(), [beginning(), beginning()]
    with serving(outputs, states[0], port) as address:
        watch = Watch(project, states[0], context.new_page(), address)
        watch.page.goto(watch.address)
        watch.put("347")
        expect(watch.edition.locator("#second")).to_have_text("second: 347")
        states[0].update(message="the last words of the old program")
        expect(watch.page.locator(".fault")).to_be_visible()
    expect(watch.page.locator("#step")).to_have_text("· The program has ended.")
    with serving(outputs, states[1], port):
        watch.state = states[1]
        watch.put("348")
        expect(watch.edition.locator("#second")).to_have_text("second: 348", timeout=20_000)
        expect(watch.page.locator(".fault")).to_be_hidden()
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_no_barrier_and_no_word_cut_off(begin: Callable[..., Watch], size: str, scheme: str) -> None:
    watch = begin(size, scheme)
    watch.put("347")
    watch.state.update(building=True, message="1 fault:\n  " + "long_word" * 40)
    expect(watch.page.locator(".fault")).to_be_visible()
    assert watch.page.evaluate("document.documentElement.scrollWidth") <= SIZES[size][0]
    assert violations(watch.page) == []


def test_nothing_is_asked_for_outside(begin: Callable[..., Watch]) -> None:
    watch = begin()
    asked: list[str] = []
    watch.page.on("request", lambda request: asked.append(request.url))
    watch.page.reload()
    watch.put("347")
    expect(watch.edition.locator("#second")).to_be_visible()
    assert asked
    assert [url for url in asked if not url.startswith((watch.address, "data:"))] == []
