"""The HTML edition in a real browser: it asks for nothing, keeps nothing, and serves every reader."""

from __future__ import annotations

import http.server
import re
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, BrowserContext, Page, expect

from behindbars.build.notebooks import specifications

SIZES = {"desktop": (1280, 800), "phone": (390, 844), "small phone": (320, 640)}
SCHEMES = ("light", "dark")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
FIRST_PAINT_MS = 1000
SMALLEST_PX = 12
SMALLEST_TARGET_PX = 24

TEXT_SIZES = """() => [...document.querySelectorAll('.chart svg')]
  .filter((svg) => svg.getBoundingClientRect().width > 0)
  .flatMap((svg) => [...svg.querySelectorAll('text')].map((text) =>
    parseFloat(getComputedStyle(text).fontSize) * svg.getBoundingClientRect().width / svg.viewBox.baseVal.width))"""
DRAWN = """() => [...document.querySelectorAll('.chart')].map((chart) =>
  [...chart.querySelectorAll('svg')].filter((svg) => svg.getBoundingClientRect().width > 0)
    .map((svg) => svg.viewBox.baseVal.width))"""
CUT_OFF = """() => [...document.querySelectorAll('.chart svg, main p, main h2, main h3, main figure')]
  .filter((element) => element.getBoundingClientRect().right > innerWidth + 0.5)
  .map((element) => element.outerHTML.slice(0, 80))"""
OUT_OF_CHART = """() => [...document.querySelectorAll('.chart svg')]
  .map((svg) => [svg, svg.getBoundingClientRect()]).filter(([, edge]) => edge.width > 0)
  .flatMap(([svg, edge]) => [...svg.querySelectorAll('text')].filter((text) => {
    const box = text.getBoundingClientRect();
    return box.right > edge.right + 1 || box.left < edge.left - 1;
  })).map((text) => text.textContent)"""
TARGETS = """() => [...document.querySelectorAll('button, summary, nav a, input[type=search]')]
  .map((element) => [element.textContent.trim().slice(0, 30), element.getBoundingClientRect()])
  .filter(([, box]) => box.width > 0).map(([name, box]) => [name, Math.round(box.width), Math.round(box.height)])"""


@pytest.fixture
def page(context: BrowserContext, edition_url: str) -> Page:
    page = context.new_page()
    page.goto(edition_url)
    return page


@pytest.fixture
def opened(browser: Browser, edition_url: str) -> Iterator[Callable[..., Page]]:
    """Open the page on a screen of some size, in some scheme."""
    contexts = []

    def open_page(size: str, scheme: str = "light", **options: Any) -> Page:
        width, height = SIZES[size]
        context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme, **options)
        contexts.append(context)
        page = context.new_page()
        page.goto(edition_url)
        return page

    yield open_page
    for context in contexts:
        context.close()


def violations(page: Page, rules: list[str] = RULES) -> list[str]:
    found = Axe().run(page, options={"runOnly": rules}).response["violations"]
    return [f"{rule['id']}: {node['html'][:120]}" for rule in found for node in rule["nodes"]]


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_no_barrier_that_axe_knows(opened: Callable[..., Page], size: str, scheme: str) -> None:
    """Everything is open."""
    page = opened(size, scheme)
    page.evaluate("for (const details of document.querySelectorAll('details')) details.open = true")
    page.locator("#page-search").fill("convictions")
    page.locator(".results a").first.wait_for()
    assert violations(page) == []


def test_axe_finds_a_barrier_that_is_there(page: Page) -> None:
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=\"data:,\">')")
    assert any(violation.startswith("image-alt") for violation in violations(page, ["image-alt"]))


def test_asks_for_nothing_and_keeps_nothing(browser: Browser, edition_url: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    requests: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(edition_url)
    page.locator("#page-search").fill("Kazakhstan")
    page.locator(".results a").first.click()
    page.locator(".scheme").click()
    for summary in page.locator("main details > summary").all()[:3]:
        summary.click()
    page.wait_for_timeout(500)
    outside = [url for url in requests if url not in (edition_url, "data:,") and not url.startswith("data:font/")]
    assert requests[0] == edition_url
    assert outside == []
    assert complaints == []
    assert context.cookies() == []
    stored = (
        "Promise.all([localStorage.length, sessionStorage.length, indexedDB.databases().then((all) => all.length)])"
    )
    assert page.evaluate(stored) == [0, 0, 0]
    context.close()


def test_policy_stops_what_would_ask_for_something(page: Page) -> None:
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    # Chromium opens a connection for a frame or a form before it looks at the policy, and says nothing on it:
    # a server with one thread would wait for it.
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}"
        tried = page.evaluate(
            """async (address) => {
              document.body.insertAdjacentHTML('beforeend', `<img src="${address}/image">`
                + `<iframe src="${address}/frame"></iframe><link rel="stylesheet" href="${address}/style">`
                + `<form action="${address}/form"></form>`);
              const script = document.createElement('script');
              script.src = `${address}/script`;
              document.body.append(script);
              const inline = document.createElement('script');
              inline.textContent = 'globalThis.injected = true';
              document.body.append(inline);
              document.forms[0].submit();
              await new Promise((done) => setTimeout(done, 500));
              const failed = await fetch(`${address}/fetch`).then(() => false, () => true);
              return [failed, globalThis.injected ?? null];
            }""",
            address,
        )
        server.shutdown()
    assert tried == [True, None]
    assert asked == []


@pytest.mark.parametrize("size", SIZES)
def test_paints_within_a_second(opened: Callable[..., Page], size: str) -> None:
    entries = "performance.getEntriesByType('paint').map((entry) => entry.startTime)"
    # The machine may be busy with other tests: one of three is the page's own.
    assert any(0 < max(opened(size).evaluate(entries)) < FIRST_PAINT_MS for _ in range(3))


def test_file_is_not_heavy(built: Path) -> None:
    assert (built / "outputs" / "2024" / "behind-bars-2024.html").stat().st_size <= 3_000_000


@pytest.mark.parametrize("size", SIZES)
def test_reflows_and_every_word_of_a_chart_is_legible(opened: Callable[..., Page], size: str) -> None:
    page = opened(size)
    assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[size][0]
    assert page.evaluate(CUT_OFF) == []
    drawn = page.evaluate(DRAWN)
    assert all(len(widths) == 1 for widths in drawn)
    assert {widths[0] for widths in drawn} == ({624} if size == "desktop" else {304})
    sizes = page.evaluate(TEXT_SIZES)
    assert len(sizes) > 300
    assert min(sizes) >= SMALLEST_PX - 0.05


def test_what_is_touched_is_large_enough(opened: Callable[..., Page]) -> None:
    page = opened("phone")
    page.locator(".contents-short > summary").click()
    small = [t for t in page.evaluate(TARGETS) if t[1] < SMALLEST_TARGET_PX or t[2] < SMALLEST_TARGET_PX]
    assert small == []


def test_keyboard_goes_everywhere(page: Page) -> None:
    def focused(property_: str) -> Any:
        return page.evaluate(f"document.activeElement.{property_}")

    page.keyboard.press("Tab")
    assert focused("textContent") == "Skip to the text"
    page.keyboard.press("Enter")
    assert focused("id") == "text"
    page.keyboard.press("/")
    assert focused("id") == "page-search"
    page.keyboard.type("ombudsm")
    page.locator(".results a").first.wait_for()
    page.keyboard.press("ArrowDown")
    assert focused("tagName") == "A"
    page.keyboard.press("Enter")
    page.wait_for_timeout(200)
    assert "ombudsm" in focused("textContent").lower()
    page.keyboard.press("/")
    page.keyboard.press("Escape")
    assert page.locator("#page-search").input_value() == ""
    assert page.locator(".results").is_hidden()


def test_search_finds_what_only_a_chart_says(page: Page) -> None:
    page.locator("#page-search").fill("347 complaints (Convictions)")
    expect(page.locator(".spoken")).to_have_text(re.compile("Found in"))
    page.locator(".results a").first.click()
    assert page.url.endswith("#fig-regional-overview-furthest")


def test_open_contents_never_hide_what_has_the_focus(opened: Callable[..., Page]) -> None:
    page = opened("phone")
    contents = page.locator(".contents-short")
    contents.locator("summary").focus()
    page.keyboard.press("Enter")
    assert contents.get_attribute("open") is not None
    for _ in range(contents.locator("a").count() + 1):
        page.keyboard.press("Tab")
    assert contents.get_attribute("open") is None


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_a_reader_s_own_spacing_of_text_cuts_no_word_of_a_chart_off(
    browser: Browser, edition_url: str, size: str
) -> None:
    width, height = SIZES[size]
    context = browser.new_context(viewport={"width": width, "height": height}, bypass_csp=True)
    page = context.new_page()
    page.goto(edition_url)
    page.add_style_tag(content="* { letter-spacing: .12em !important; word-spacing: .16em !important }")
    assert page.evaluate("getComputedStyle(document.querySelector('main p')).letterSpacing") != "normal"
    assert page.evaluate(OUT_OF_CHART) == []
    context.close()


def test_a_paragraph_s_address_names_the_paragraph_of_the_statement(page: Page) -> None:
    for place in ("K2", "K4"):
        assert re.search(rf"\({place}\b", page.locator(f"#kazakhstan-{place}").text_content())


def test_search_ignores_case_accents_and_script(page: Page) -> None:
    for words in ("KAZAKHSTAN", "казахстан", "statement's"):
        page.locator("#page-search").fill(words)
        page.locator(".results a").first.wait_for()
        assert "Found in" in page.locator(".spoken").text_content()
    page.locator("#page-search").fill("zzyzx")
    expect(page.locator(".spoken")).to_have_text("Nothing found")


def test_contents_follow_the_reader(page: Page) -> None:
    for heading in ("kazakhstan-cases", "method"):
        page.locator(f"#{heading}").evaluate("(element) => element.scrollIntoView()")
        page.wait_for_timeout(200)
        assert page.locator(".contents-long [aria-current]").get_attribute("href") == f"#{heading}"


def test_button_changes_the_colours_of_page_and_charts(page: Page) -> None:
    look = """() => [getComputedStyle(document.body).backgroundColor, ...new Set([...document.querySelectorAll(
      'main .chart svg [fill]')].map((element) => getComputedStyle(element).fill))]"""
    light = page.evaluate(look)
    page.locator(".scheme").click()
    dark = page.evaluate(look)
    assert light[0] == "rgb(255, 255, 255)"
    assert light[0] not in dark[:1]
    assert not {"rgb(18, 67, 109)", "rgb(27, 27, 27)"} & set(dark)  # light scheme's blue and ink


def test_everything_can_be_read_without_scripts(opened: Callable[..., Page]) -> None:
    page = opened("desktop", java_script_enabled=False)
    assert page.locator(".search").is_hidden()
    assert page.locator(".scheme").is_hidden()
    assert page.locator(".contents-long a").count() > 40
    figure = page.locator("main figure").first
    details = page.locator("main details").first
    assert figure.locator("svg").first.is_visible()
    details.locator("summary").click()
    assert details.locator("table").is_visible()


def test_downloads_are_the_files_themselves(built: Path, page: Page) -> None:
    page.evaluate("for (const details of document.querySelectorAll('details')) details.open = true")
    links = page.locator("a[download]").all()
    assert len(links) == 3 * len(list((built / "figures" / "2024").glob("*.csv")))
    for link in links[:3]:
        with page.expect_download() as caught:
            link.click()
        name = caught.value.suggested_filename
        assert caught.value.path().read_bytes() == (built / "figures" / "2024" / name).read_bytes()


def test_paper_shows_the_tables_and_none_of_the_controls(page: Page) -> None:
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") in (
        "rgb(255, 255, 255)",
        "rgba(0, 0, 0, 0)",
    )
    for control in (".search", ".scheme", ".contents-long", "a[download]"):
        assert page.locator(control).first.is_hidden()


def test_screen_reader_is_told_every_finding(built: Path) -> None:
    html = (built / "outputs" / "2024" / "behind-bars-2024.html").read_text(encoding="utf-8")
    page = BeautifulSoup(html, "html.parser")
    charts = page.select("main figure .chart")
    notebooks = (built / "outputs" / "2024").glob("*.ipynb")
    specs = [spec for notebook in notebooks for spec in specifications(notebook.read_bytes())]
    assert len(charts) == len(specs) > 10
    told = {chart["aria-label"] for chart in charts if chart["role"] == "img"}
    assert told == {spec["usermeta"]["alt"] for spec in specs}
    for name in told:
        assert any(character.isdigit() for character in name) or "not " in name
        assert len(name) > 40
    # The drawings themselves are passed over: each mark and word would be read out alone.
    assert {svg["aria-hidden"] for svg in page.select(".chart svg")} == {"true"}
