"""Published editions: whole, self-contained, repeatable, and never in the place of what is not ours."""

import base64
import errno
import hashlib
import json
import os
import re
import shutil
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urldefrag, urljoin, urlsplit
from urllib.request import urlopen

import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner
from tests.running import mounted
from tests.yearly.killing import left_by_the_killed
from tests.yearly.published import add_year, pretend_to_build, seal, sign_and_answer

from behindbars.build import read_book
from behindbars.build.sources import own_sources
from behindbars.cli import main
from behindbars.errors import ParameterError, ProjectError
from behindbars.yearly.publish import WORK, publish
from behindbars.yearly.review import shortened

OURS = ("index.html", "404.html", "2024/downloads.html", "2024/cite.html")
STRANGE = '<b title="x">&amp; "Justice" {{policy}} $title</b>'


def contents(folder):
    """Every file of a folder with its bytes."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()
    }


def soup(file):
    return BeautifulSoup(file.read_bytes(), "html.parser")


def text_of(error):
    return str(error.value)


@pytest.fixture(scope="module")
def site(built, tmp_path_factory):
    """The real edition, published."""
    project = tmp_path_factory.mktemp("published") / "project"
    shutil.copytree(built, project)
    folder = project / "site"
    publish(project, 2024, folder)
    return folder


@pytest.fixture
def tiny(project):
    """A project with an edition of a few files."""
    pretend_to_build(project)
    return project


@pytest.fixture
def address(site):
    """The real edition, served on this machine."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *arguments):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=site)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def test_a_published_edition_has_all_its_parts(site, built):
    names = set(contents(site))
    assert {*OURS, ".nojekyll", "SHA256SUMS", "2024/index.html", "2024/edition.json"} <= names
    assert {f"2024/behind-bars-2024{end}" for end in (".html", ".pdf", ".docx", ".xlsx", "-data.zip")} <= names
    charts = {f"2024/charts/{file.name}" for file in (built / "figures" / "2024").iterdir()}
    sheets = {f"2024/fact-sheets/{file.name}" for file in (built / "outputs/2024/fact-sheets").iterdir()}
    notebooks = {f"2024/notebooks/{file.name}" for file in (built / "outputs" / "2024").glob("*.ipynb")}
    assert len(charts) > 70
    assert len(sheets) == 5
    assert charts | sheets | notebooks <= names
    original = (built / "outputs" / "2024" / "behind-bars-2024.html").read_bytes()
    assert (site / "2024" / "behind-bars-2024.html").read_bytes() == original
    assert str(site.parent) not in (site / "index.html").read_text(encoding="utf-8")


def test_no_link_is_dead(site, address):
    """Follow every link from the list of editions on, as a visitor would."""
    waiting, seen, anchors = [address, urljoin(address, "404.html")], {}, []
    while waiting:
        page = waiting.pop()
        if page in seen:
            continue
        try:
            with urlopen(page) as answer:
                body, kind = answer.read(), answer.headers.get_content_type()
        except HTTPError as error:
            raise AssertionError(f"{page}: {error}") from error
        seen[page] = {element["id"] for element in soup_of(body, kind).find_all(id=True)}
        for link in soup_of(body, kind).find_all("a", href=True):
            target, fragment = urldefrag(urljoin(page, link["href"]))
            if target.startswith(address):
                waiting.append(target)
                anchors.append((target, fragment))
    assert [(page, fragment) for page, fragment in anchors if fragment and fragment not in seen[page]] == []
    reached = {urlsplit(page).path.removeprefix("/") for page in seen}
    left = {name for name in contents(site) if name not in reached} - {".nojekyll", "SHA256SUMS"}
    assert left == {"2024/edition.json"}


def soup_of(body, kind):
    return BeautifulSoup(body if kind == "text/html" else b"", "html.parser")


@pytest.mark.parametrize("name", OURS)
def test_a_page_asks_for_nothing_and_runs_nothing(site, name):
    page = soup(site / name)
    assert page.find("script") is None
    assert [
        element for element in page.find_all() if any(key.startswith("on") or key == "style" for key in element.attrs)
    ] == []
    loaded = [element.get("src") or element.get("srcset") for element in page.find_all(["img", "iframe", "source"])]
    loaded += [element["href"] for element in page.find_all("link")]
    assert loaded == ["data:,"]
    outside = [link["href"] for link in page.find_all("a", href=True) if urlsplit(link["href"]).scheme]
    assert outside == []
    [style] = page.find_all("style")
    assert not re.search(r"@import|url\((?!data:)", style.string)
    policy = page.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]
    digest = base64.b64encode(hashlib.sha256(style.string.encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:" in policy
    assert "unsafe" not in policy
    assert "script-src" not in policy
    assert page.find("meta", attrs={"name": "robots"}) is None


def test_checksums_and_sizes_are_those_of_the_files(site):
    listed = dict(line.split("  ", 1)[::-1] for line in (site / "SHA256SUMS").read_text().splitlines())
    files = {name: data for name, data in contents(site).items() if Path(name).name[0] != "."}
    assert set(listed) == set(files) - {"SHA256SUMS", "2024/SHA256SUMS"}
    assert all(hashlib.sha256(files[name]).hexdigest() == digest for name, digest in listed.items())
    items = soup(site / "2024" / "downloads.html").select(".files li")
    assert len(items) == len(files) - len({*OURS, "SHA256SUMS"}) - len({"index.html", "edition.json", "SHA256SUMS"})
    for item in items:
        data = files[f"2024/{item.a['href']}"]
        assert item.code.string == hashlib.sha256(data).hexdigest()
        number, unit = item.select_one(".size").string.split()
        assert float(number) * {"Bytes": 1, "kB": 1e3, "MB": 1e6}[unit] == pytest.approx(len(data), rel=0.06)
        assert item.p.string


def test_the_citation_can_be_copied_in_every_form(site):
    edition, statement = soup(site / "2024" / "cite.html").select("main section")
    plain, bibtex, csl = (block.string for block in statement.select("pre"))
    assert "Torture Persists in Central Asia. 26 June 2025. https://" in plain
    assert bibtex.startswith("@report{statement2025,\n  author = {{Coalition against Torture in Kazakhstan} and {")
    [item] = json.loads(csl)
    assert item["issued"] == {"date-parts": [[2025, 6, 26]]}
    assert len(item["author"]) == 7
    assert "  date = {2025-06-26},\n" in bibtex
    assert "Version 1." in edition.pre.string
    assert "does not know its own address" in soup(site / "2024" / "cite.html").main.get_text()


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("https://example.org/editions/", "https://example.org/editions/2024/"),
        ("https://doi.org/10.1234/synthetic.5", "doi = {10.1234/synthetic.5}"),
    ],
)
def test_an_address_that_is_known_is_in_the_citation(tiny, tmp_path, given, told):
    folder = tmp_path / "site"
    publish(tiny, 2024, folder, site=given)
    text = soup(folder / "2024" / "cite.html").main.get_text()
    assert told in text
    assert "does not know its own address" not in text
    links = [link["href"] for link in soup(folder / "404.html").select("main a")]
    assert links == (["https://example.org/editions/"] if "example" in given else [])


@pytest.mark.parametrize(
    "given", ["example.org", "javascript:alert(1)", 'https://a.org/"x', "https://a.org/?a=b", "https://"]
)
def test_what_is_no_address_is_refused(tiny, tmp_path, given):
    with pytest.raises(ParameterError, match="no address of a site"):
        publish(tiny, 2024, tmp_path / "site", site=given)
    assert not (tmp_path / "site").exists()


def test_published_twice_an_edition_has_the_same_bytes(tiny, tmp_path):
    first = publish(tiny, 2024, tmp_path / "site")
    before = contents(tmp_path / "site")
    again = publish(tiny, 2024, tmp_path / "site")
    elsewhere = publish(tiny, 2024, tmp_path / "deep" / "other")
    assert first[0].startswith("Published the edition of 2024: ")
    assert "nothing in it has changed" in again[0]
    assert elsewhere[0].startswith("Published the edition of 2024: ")
    assert contents(tmp_path / "site") == before == contents(tmp_path / "deep" / "other")


def test_an_earlier_edition_stays_as_it_is_and_the_newest_comes_first(tiny, tmp_path):
    add_year(tiny, 1999)
    sign_and_answer(tiny, 1999)
    for year in (1999, 2024):
        pretend_to_build(tiny, year)
    folder = tmp_path / "site"
    publish(tiny, 1999, folder)
    before = contents(folder / "1999")
    publish(tiny, 2024, folder)
    assert contents(folder / "1999") == before
    page = soup(folder / "index.html")
    assert [heading.a["href"] for heading in page.select(".editions h2")] == ["2024/index.html", "1999/index.html"]
    assert [time["datetime"] for time in page.select("time")] == ["2025-06-26", "2000-06-26"]
    assert "2 editions, the newest first" in page.main.get_text()
    assert {line.split("  ")[1].split("/")[0] for line in (folder / "SHA256SUMS").read_text().splitlines()} == {
        "1999",
        "2024",
        "404.html",
        "index.html",
    }


def test_an_edition_that_changed_is_replaced_whole_and_says_so(tiny, tmp_path):
    folder = tmp_path / "site"
    publish(tiny, 2024, folder)
    figures = tiny / "figures" / "2024"
    (figures / "synthetic-chart.csv").rename(figures / "other-chart.csv")
    (tiny / "outputs" / "2024" / "behind-bars-2024.docx").write_text("another")
    seal(tiny)
    done = publish(tiny, 2024, folder)
    assert "  new: charts/other-chart.csv" in done
    assert "  gone: charts/synthetic-chart.csv" in done
    assert any(line.startswith("  changed: ") and "behind-bars-2024.docx" in line for line in done)
    assert not (folder / "2024" / "charts" / "synthetic-chart.csv").exists()


def test_the_data_as_published_are_kept_and_no_edition_depends_on_them(tiny, tmp_path):
    folder = tmp_path / "site"
    assert any("kept in data/published/2024; add" in line for line in publish(tiny, 2024, folder))
    kept = tiny / "data" / "published" / "2024"
    tables = {file.name for file in (tiny / "data").glob("*.csv")}
    assert set(contents(kept)) == tables | {"datapackage.json", "references.bib"}
    own = own_sources(tiny, read_book(tiny, 2024))  # without a row that is of a later edition
    assert all(own[f"data/{name}"] == data for name, data in contents(kept).items())
    before = contents(folder)
    assert any("those that were published before" in line for line in publish(tiny, 2024, folder))
    # A translation: of other changes readers would have to be told.
    text = (kept / "cases.csv").read_text("utf-8")
    assert "Азимжан" in text
    (kept / "cases.csv").write_text(text.replace("Азимжан", "Азимжон"), "utf-8")
    assert any("data/published/2024 was replaced" in line for line in publish(tiny, 2024, folder))
    assert (kept / "cases.csv").read_bytes() == (tiny / "data" / "cases.csv").read_bytes()
    assert contents(folder) == before


def test_every_reason_is_told_at_once_and_nothing_is_written(tiny, tmp_path):
    (tiny / "index.qmd").write_text("# Other")
    (tiny / "outputs" / "2024" / "behind-bars-2024.docx").write_text("edited")
    folder = tmp_path / "file"
    folder.write_text("synthetic")
    with pytest.raises(ProjectError) as caught:
        publish(tiny, 2024, folder)
    first, *reasons = text_of(caught).splitlines()
    assert first == "The edition of 2024 cannot be published:"
    assert len([reason for reason in reasons if reason.startswith("  - ")]) == 3
    assert "file is a file" in text_of(caught)
    assert "changed: index.qmd" in text_of(caught)
    assert "changed: outputs/2024/behind-bars-2024.docx" in text_of(caught)
    assert not (tiny / "data" / "published").exists()


@pytest.mark.parametrize(
    "name", ["", "data", "data/published", "notebooks/site", "outputs/2024", "src/x", ".cache/x", ".."]
)
def test_a_place_of_the_project_is_refused(tiny, name):
    (tiny / "src").mkdir()

    def own():
        return {name: data for name, data in contents(tiny).items() if not name.startswith(".cache/")}

    before = own()
    with pytest.raises(ProjectError, match=r"Name an(other| empty)"):
        publish(tiny, 2024, tiny / name)
    assert own() == before


@pytest.mark.parametrize(
    "strange",
    [
        {"letters.txt": "mine"},
        {"index.html": "mine"},
        {"2024/index.html": "mine"},
        {"index.html": "mine", "2023/edition.json": "{}"},
        {"2023/edition.json": '{"year": 2022}'},
        {".behindbars": "", "2023/edition.json": "[]"},
    ],
    ids=" ".join,
)
def test_a_strangers_folder_is_left_alone(tiny, tmp_path, strange):
    folder = tmp_path / "strange"
    for name, text in strange.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    before = contents(folder)
    with pytest.raises(ProjectError):
        publish(tiny, 2024, folder)
    assert contents(folder) == before


def test_an_edition_that_lost_its_checksums_is_told(tiny, tmp_path):
    folder = tmp_path / "site"
    publish(tiny, 2024, folder)
    shutil.copytree(folder / "2024", folder / "1999")
    described = folder / "1999" / "edition.json"
    described.write_text(described.read_text().replace('"year": 2024', '"year": 1999'))
    (folder / "1999" / "SHA256SUMS").unlink()
    before = contents(folder)
    with pytest.raises(ProjectError, match=r"1999/edition\.json is no description .*no SHA256SUMS beside it"):
        publish(tiny, 2024, folder)
    assert contents(folder) == before


def test_what_lies_beside_the_editions_stays_and_what_lies_in_one_is_refused(tiny, tmp_path):
    folder = tmp_path / "site"
    (folder / ".git").mkdir(parents=True)
    (folder / ".git" / "HEAD").write_text("synthetic")
    publish(tiny, 2024, folder)
    (folder / "CNAME").write_text("example.org")
    publish(tiny, 2024, folder)
    assert (folder / "CNAME").read_text() == "example.org"
    assert (folder / ".git" / "HEAD").read_text() == "synthetic"
    (folder / "2024" / "charts" / "mine.txt").write_text("mine")
    with pytest.raises(ProjectError, match=r"files that were not published: charts/mine\.txt"):
        publish(tiny, 2024, folder)
    (folder / "2024" / "charts" / "mine.txt").unlink()
    (folder / "index.html").write_text("mine")
    with pytest.raises(ProjectError, match=r"index\.html was not made by this program"):
        publish(tiny, 2024, folder)
    assert (folder / "index.html").read_text() == "mine"


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_link_in_the_place_of_an_edition_is_refused(tiny, tmp_path):
    folder = tmp_path / "site"
    publish(tiny, 2024, folder)
    (folder / "2024").rename(tmp_path / "elsewhere")
    (folder / "2024").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    with pytest.raises(ProjectError, match="is a link or a file"):
        publish(tiny, 2024, folder)
    (tmp_path / "nowhere").symlink_to(tmp_path / "missing")
    with pytest.raises(ProjectError, match="leads nowhere"):
        publish(tiny, 2024, tmp_path / "nowhere")


def edit(project):
    """Change the edition that the next publishing puts in place."""
    (project / "outputs" / "2024" / "behind-bars-2024.docx").write_text("another")
    (project / "data" / "LICENSE.md").write_text("another")
    with (project / "data" / "references.bib").open("a") as stream:
        stream.write("\n@misc{synthetic, title = {Synthetic}, author = {Nobody}, keywords = {synthetic}}\n")
    seal(project)


@pytest.mark.parametrize("published", [True, False], ids=["again", "first"])
@pytest.mark.parametrize("failing", [1, 3, 6])
def test_a_move_that_fails_leaves_everything_as_it_was(tiny, tmp_path, monkeypatch, failing, published):
    folder = tmp_path / "site"
    if published:
        publish(tiny, 2024, folder)
    edit(tiny)
    before, kept = contents(folder), contents(tiny / "data")
    moves, move = [], Path.replace

    def refused(source, goal):
        if Path(goal).name != "checked":  # the mark of data without fault, which nothing waits for
            moves.append(goal)
        if len(moves) == failing:
            raise PermissionError(errno.EACCES, "synthetic refusal", str(goal))
        move(source, goal)

    monkeypatch.setattr(Path, "replace", refused)
    with pytest.raises(PermissionError):
        publish(tiny, 2024, folder)
    monkeypatch.undo()
    assert contents(folder) == before
    assert folder.exists() == published
    assert contents(tiny / "data") == kept
    assert {path.name for path in (tiny / ".cache").iterdir()} == {"lock", "checked"}
    assert not any("those that were published before" in line for line in publish(tiny, 2024, folder))


@pytest.mark.parametrize(("place", "name"), [(Path, "write_bytes"), (os, "fsync")])
def test_a_full_disk_is_one_message_and_leaves_everything_as_it_was(tiny, tmp_path, monkeypatch, place, name):
    folder = tmp_path / "site"
    publish(tiny, 2024, folder)
    edit(tiny)
    before = contents(folder)

    def full(*arguments, **options):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(place, name, full)
    result = CliRunner().invoke(main, ["--project", str(tiny), "publish", "--to", str(folder)])
    monkeypatch.undo()
    assert result.exit_code == 1
    assert "The disk is full." in result.output
    assert contents(folder) == before


@pytest.mark.skipif(sys.platform == "win32", reason="rights of another kind")
def test_a_folder_that_cannot_be_written_is_one_message(tiny, tmp_path):
    folder = tmp_path / "site"
    publish(tiny, 2024, folder)
    edit(tiny)
    before = contents(folder)
    with mounted(folder, "--bind", "-o", "ro", folder):
        result = CliRunner().invoke(main, ["--project", str(tiny), "publish", "--to", str(folder)])
    assert result.exit_code == 1
    assert "The system denies access to" in result.output
    assert "Traceback" not in result.output
    assert contents(folder) == before


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork")
def test_killed_before_any_step_publishing_leaves_the_old_or_the_new(tiny, tmp_path):
    folder = tmp_path / "site"
    publish(tiny, 2024, folder)
    old = contents(folder)
    edit(tiny)
    seen = []
    for left in left_by_the_killed(tmp_path, partial(publish, tiny, 2024, folder)):
        # The next command finds what the dead one left: it may refuse, but it finishes first.
        with pytest.raises(ProjectError):
            publish(left / tiny.name, 2031, left / "site")
        seen.append(contents(left / "site"))
        assert not (left / "site" / WORK).exists()
    new = seen[-1]
    assert all(one in (old, new) for one in seen)
    assert old in seen
    assert old != new
    assert seen.index(new) < len(seen) - 3


def test_text_of_an_edition_is_text_in_every_page(tiny, tmp_path):
    config = (tiny / "_quarto.yml").read_text(encoding="utf-8")
    config = config.replace('title: "Behind Bars, Beyond Justice"', f"title: {json.dumps(STRANGE)}")
    (tiny / "_quarto.yml").write_text(config, encoding="utf-8")
    pretend_to_build(tiny)
    folder = tmp_path / "site"
    publish(tiny, 2024, folder)
    for name in OURS:
        page = soup(folder / name)
        assert page.find("b") is None
        assert STRANGE in page.title.string
    assert soup(folder / "2024" / "downloads.html").main.get_text().count("Synthetic <chart>: ") == 3
    [work] = json.loads(soup(folder / "2024" / "cite.html").select("pre")[2].string)
    assert work["title"].startswith(STRANGE)


def test_the_pages_of_a_book_are_at_the_top_of_its_folder(tiny, tmp_path):
    pretend_to_build(tiny, renderer="quarto 1.9.38")
    folder = tmp_path / "site"
    publish(tiny, 2024, folder)
    page = (folder / "2024" / "index.html").read_text(encoding="utf-8")
    assert page.index("Synthetic edition of 2024") < page.index('href="cite.html"') < page.index("</main>")
    assert (folder / "2024" / "site_libs" / "style.css").is_file()


def test_a_book_with_a_page_of_ours_is_refused(tiny, tmp_path):
    pretend_to_build(tiny, renderer="quarto 1.9.38")
    (tiny / "outputs" / "2024" / "book" / "cite.html").write_text("<main></main>")
    seal(tiny)
    with pytest.raises(ProjectError, match=r"has a page cite\.html"):
        publish(tiny, 2024, tmp_path / "site")
    assert not (tmp_path / "site").exists()


def test_the_command_says_what_it_did(tiny, tmp_path):
    folder = tmp_path / "site"

    def call():
        return CliRunner().invoke(main, ["--project", str(tiny), "publish", "--year", "2024", "--to", str(folder)])

    first = call()
    assert first.exit_code == 0
    assert "Published the edition of 2024:" in first.output
    assert "kept in data/published/2024" in first.output
    assert "rendered by: embedded" in first.output
    assert "nothing in it has changed" in call().output
    edit(tiny)
    third = call()
    assert "changed: SHA256SUMS, behind-bars-2024.docx" in third.output
    assert "data/published/2024 was replaced" in third.output


def test_a_long_list_is_shortened_with_a_count():
    assert shortened(["a", "b"]) == "a, b"
    assert shortened(list("abcdefghijklm")) == "a, b, c, d, e, f, g, h, i, j, and 3 more"
