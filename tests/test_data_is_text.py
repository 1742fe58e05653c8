"""Data is never code: what looks like markup in a table shows as that text, everywhere, or is refused.

The hostile texts stand in the data of one country in a copy of the project. Whatever a format shows
after a mark must be the text that was written there.
"""

import csv
import io
import re
import shutil
import subprocess
import sys
import zipfile

import docx
import openpyxl
import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner
from docx.table import Table

from behindbars.cli import main
from behindbars.package.descriptor import read_package
from tests.conftest import copy_project, keep_one_chapter
from tests.small import rows_of, write_rows

COUNTRY = "UZB"
TEXTS = {
    "markdown": "*bold* _it_ [link](x.html) ![i](x.svg) # head ^[note] ~~s~~ $x^2$ @statement2025 @fig-x",
    "a table": "a | b |---| c",
    "html": "<b onclick=alert(1)>b</b> <script>alert(1)</script> &amp; &lt; <!-- c --> <img src=x>",
    "typst": "#import x: y #panic() \\u{41} // c /* d */ <label>",
    "an attribute": "{.class #id key=val} ::: {.callout-note} ::: `code`{=html}",
    "a shortcode": "{{< include /etc/passwd >}} {{% include x %}}",
    "a template": "${HOME} $title$ $$body$$ {{policy}} {{styles}} {{script}} %PAGE% {year}",
    "a path": "../../etc/passwd C:\\Windows\\win.ini file:///etc/passwd",
    "a formula": "n =1+1 @SUM(A1) +cmd|calc!A0",
    "a list": "1. one - two... -- three --- four",
}
REFUSED = {
    "a formula": "=1+1",
    "a plus": "+1+1",
    "a minus": "-cmd|calc",
    "an at": "@SUM(1)",
    "an escape": "red \x1b[31mtext",
    "another direction": "a \u202etxt",
    "an isolate": "a \u2066b",
    "nothing to see": "a\u200bb",
    "two lines": "one\ntwo",
    "a null": "a\x00b",
}
MARK = re.compile(r"MARK(\d+)x ")
COMMAND = [sys.executable, "-c", "from behindbars.cli import main; main()"]


def free_texts(folder):
    """Name the columns of each table that hold text which is nobody's code."""
    return {
        table.name: [
            field.name
            for field in table.fields
            if field.type == "string" and (field.name.endswith("_en") or field.name in ("note", "verbatim", "person"))
        ]
        for table in read_package(folder).tables
    }


@pytest.fixture(scope="module")
def marked(tmp_path_factory):
    """Build the edition of one country, whose texts are hostile, and give each text by the number of its mark."""
    project = keep_one_chapter(copy_project(tmp_path_factory.mktemp("hostile") / "project"), "uzbekistan")
    written = {}
    hostile = list(TEXTS.values())
    for table, columns in free_texts(project / "data").items():
        if table not in ("observations", "safeguards", "cases", "events", "recommendations"):
            continue
        heading, *rows = rows_of(project, table)
        for row in rows:
            cells = dict(zip(heading, row, strict=True))
            if cells.get("country", COUNTRY) == COUNTRY and cells.get("year", "2024") == "2024":
                for column in (column for column in columns if cells[column]):
                    text = hostile[len(written) % len(hostile)]
                    row[heading.index(column)] = f"MARK{len(written)}x {text}"
                    written[len(written)] = text
        write_rows(project, table, [heading, *rows])
    done = subprocess.run(
        [*COMMAND, "build", "--renderer", "embedded"], cwd=project, stderr=subprocess.PIPE, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return project, written


def texts_of(project, kind):
    """Give the texts that a reader of one format sees, each as a whole."""
    out = project / "outputs" / "2024"
    if kind == "html":
        page = BeautifulSoup((out / "behind-bars-2024.html").read_text(encoding="utf-8"), "html.parser")
        blocks = page.select("main p, main li, main td, main th, main h3, main h4, main caption, main figcaption")
        return [block.get_text() for block in blocks] + [chart["aria-label"] for chart in page.select("[aria-label]")]
    if kind == "pdf":
        files = [out / "behind-bars-2024.pdf", *out.glob("fact-sheets/*.pdf")]
        return [
            subprocess.run(["pdftotext", "-raw", file, "-"], capture_output=True, text=True, check=True).stdout
            for file in files
        ]
    if kind == "docx":
        document = docx.Document(str(out / "behind-bars-2024.docx"))
        cells = [Table(table, document) for table in document.element.body.iter(docx.oxml.ns.qn("w:tbl"))]
        return [p.text for p in document.paragraphs] + [
            c.text for table in cells for row in table.rows for c in row.cells
        ]
    if kind == "xlsx":
        book = openpyxl.load_workbook(out / "behind-bars-2024.xlsx")
        return [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value]
    with zipfile.ZipFile(out / "behind-bars-2024-data.zip") as archive:
        names = [name for name in archive.namelist() if name.endswith(".csv")]
        tables = [csv.reader(io.StringIO(archive.read(name).decode("utf-8"))) for name in names]
    return [cell for table in tables for row in table for cell in row]


def flat(text):
    """Without white space, at which a page may break a line, and without the marks where it may."""
    return re.sub(r"[\s\u200b]", "", text)


@pytest.mark.parametrize("kind", ["html", "pdf", "docx", "xlsx", "csv"])
def test_every_text_shows_as_it_was_written(marked, kind):
    if kind == "pdf" and not shutil.which("pdftotext"):
        pytest.skip("pdftotext is not installed: the text of the PDF was not read")
    project, written = marked
    seen = set()
    for text in texts_of(project, kind):
        for match in MARK.finditer(text):
            hostile = written[int(match[1])]
            after = flat(text[match.end() :])
            assert after.startswith(flat(hostile)), (hostile, text[match.start() : match.end() + 200])
            seen.add(hostile)
    assert seen == set(TEXTS.values())


def test_no_text_became_an_element(marked):
    out = marked[0] / "outputs" / "2024"
    page = BeautifulSoup((out / "behind-bars-2024.html").read_text(encoding="utf-8"), "html.parser")
    assert len(page.select("script")) == 1
    assert page.select("b, [onclick], main img, main code, main em > strong, .class, #id, #label") == []
    assert {
        link["href"][0] for link in page.select("main a[href]") if not link["href"].startswith(("http", "data:"))
    } == {"#"}
    addresses = {link["href"] for link in page.select("main a[href^=http]")}
    assert not [address for address in addresses if "x.html" in address or "passwd" in address]
    for chart in (marked[0] / "figures" / "2024").glob("*.svg"):
        drawn = BeautifulSoup(chart.read_text(encoding="utf-8"), "xml")
        assert drawn.select("script, b, image, a, foreignObject") == []


def test_text_of_a_workbook_is_text(marked):
    book = openpyxl.load_workbook(marked[0] / "outputs" / "2024" / "behind-bars-2024.xlsx")
    marks = [cell for sheet in book for row in sheet.iter_rows() for cell in row if MARK.match(str(cell.value))]
    assert len(marks) == len(marked[1])
    assert {cell.data_type for cell in marks} == {"s"}


def test_what_cannot_be_shown_is_refused_and_never_reaches_the_terminal(project):
    heading, *rows = rows_of(project, "observations")
    for row, text in zip(rows, REFUSED.values(), strict=False):
        row[heading.index("note")] = text
    write_rows(project, "observations", [heading, *rows])
    done = CliRunner().invoke(main, ["--project", str(project), "check"])
    assert done.exit_code == 1
    lines = done.output.splitlines()
    assert lines[0] == f"{len(REFUSED)} faults in the data:"
    places = [f"  observations.csv, row {number}, column note: " for number in range(2, len(REFUSED) + 2)]
    assert [line.startswith(place) for line, place in zip(lines[1:], places, strict=True)] == [True] * len(REFUSED)
    assert all(line.isprintable() for line in lines)
