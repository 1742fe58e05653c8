"""An edition from its data to its files, and what is left when something fails."""

import hashlib
import json
import os
import re
import stat
from pathlib import Path
from zipfile import ZipFile

import pikepdf
import pytest
from nbformat.v4 import new_code_cell
from tests.conftest import PROJECT, keep_one_chapter
from tests.small import edit_notebook, rows_of, write_rows

from behindbars.build import build
from behindbars.build.book import read_book
from behindbars.build.formats.archive import CHECKSUMS
from behindbars.build.making import TOGETHER, shared_out
from behindbars.build.notebooks import read_cells
from behindbars.build.sources import own_sources
from behindbars.errors import ProjectError, RenderError, RunError
from behindbars.package import load


def tagged(element, name):
    """Walk the structure tree of a PDF and yield the elements of one kind."""
    if isinstance(element, pikepdf.Array):
        for child in element:
            yield from tagged(child, name)
    elif isinstance(element, pikepdf.Dictionary):
        if element.get("/S") == name:
            yield element
        if "/K" in element:
            yield from tagged(element.K, name)


def test_an_edition_has_all_its_files(built):
    names = {path.name for path in (built / "outputs" / "2024").iterdir()}
    slugs = set(load(built / "data").frames["countries"]["slug"])
    assert names == {f"{slug}.ipynb" for slug in slugs} | {
        "behind-bars-2024.html",
        "behind-bars-2024.pdf",
        "behind-bars-2024.docx",
        "behind-bars-2024.xlsx",
        "behind-bars-2024-data.zip",
        "fact-sheets",
        "manifest.json",
    }
    sheets = {path.name for path in (built / "outputs" / "2024" / "fact-sheets").iterdir()}
    assert sheets == {f"{slug}-2024.pdf" for slug in slugs if slug != "regional_overview"}
    endings = {path.suffix for path in (built / "figures" / "2024").iterdir()}
    assert endings == {".svg", ".png", ".json", ".csv"}


def charts(project):
    """Names of the charts: each has one table, and may be drawn in more than one form."""
    return [table.stem for table in (project / "figures" / "2024").glob("*.csv")]


def test_the_page_asks_for_nothing_and_holds_every_chart(built):
    page = (built / "outputs" / "2024" / "behind-bars-2024.html").read_text(encoding="utf-8")
    assert len(charts(built)) > 10
    assert [name for name in charts(built) if f'aria-labelledby="{name}-title ' not in page] == []
    # Each is drawn for a page and for a phone, and so is the cover; the line above finds their downloads.
    assert len(re.findall(r'<svg\b[^>]*\baria-hidden="true"', page)) == 2 * (len(charts(built)) + 1)
    assert not re.search(r"<script[^>]* src=", page)
    assert 'src="http' not in page
    assert str(built) not in page


def test_the_pdf_is_tagged_and_every_chart_has_its_alternative_text(built):
    with pikepdf.open(built / "outputs" / "2024" / "behind-bars-2024.pdf") as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang).startswith("en")
        figures = list(tagged(pdf.Root.StructTreeRoot.K, "/Figure"))
        assert len(figures) == len(charts(built)) + 1  # that of the cover
        assert all(len(str(figure.Alt)) > 30 for figure in figures)
        assert list(tagged(pdf.Root.StructTreeRoot.K, "/TH"))
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"


def test_the_manifest_names_every_file_of_the_edition(built):
    manifest = json.loads((built / "outputs" / "2024" / "manifest.json").read_text(encoding="utf-8"))
    files = {
        path.relative_to(built).as_posix()
        for name in ("outputs/2024", "figures/2024")
        for path in (built / name).rglob("*")
        if path.is_file()
    }
    assert set(manifest["outputs"]) == files - {"outputs/2024/manifest.json"}
    around = {"_quarto.yml", "_quarto-2024.yml", "_brand.yml", "requirements.lock", "index.qmd", "sources.qmd"}
    own = {"data/observations.csv", "data/edition.csl", "_extensions/edition/page.typ", "notebooks/kazakhstan.ipynb"}
    assert around | own <= manifest["inputs"].keys(), "what changes is made again"


def test_a_page_below_the_limit_opens_at_once(built):
    assert (built / "outputs" / "2024" / "behind-bars-2024.html").stat().st_size < 3_000_000


def test_missing_files_are_listed_before_anything_runs(project):
    (project / "method.qmd").unlink()
    (project / "_brand.yml").unlink()
    with pytest.raises(ProjectError, match=r"(?s)method\.qmd.*_brand\.yml"):
        build(project, 2024, renderer="embedded")
    assert not (project / "outputs").exists()


def fail_at_the_end(notebook):
    notebook.cells.append(new_code_cell("raise RuntimeError('synthetic failure')"))


def test_a_failing_notebook_leaves_the_last_edition_untouched(project):
    keep_one_chapter(project, "uzbekistan")
    last = project / "outputs" / "2024"
    last.mkdir(parents=True)
    (last / "behind-bars-2024.html").write_text("the last good edition")
    edit_notebook(project, "uzbekistan", fail_at_the_end)
    last_cell = len(read_cells(project / "notebooks" / "uzbekistan.ipynb"))
    with pytest.raises(RunError) as caught:
        build(project, 2024, renderer="embedded")
    partial = project / "outputs" / "failed" / "uzbekistan.ipynb"
    assert str(caught.value).splitlines() == [
        "1 notebook failed:",
        f"  uzbekistan, cell {last_cell}: RuntimeError: synthetic failure",
        f"    as far as it ran: {partial.relative_to(project).as_posix()}",
    ]
    assert [file.name for file in last.iterdir()] == ["behind-bars-2024.html"]
    assert not (project / "figures").exists()
    assert partial.is_file()
    assert not list((project / ".cache").glob("build-*"))


def test_a_fact_sheet_that_fails_is_told_beside_a_notebook_that_fails(project):
    keep_one_chapter(project, "uzbekistan")
    heading, *rows = rows_of(project, "cases")
    for row in rows:
        row[heading.index("summary_en")] = " ".join(["Synthetic sentence."] * 200)
    write_rows(project, "cases", [heading, *rows])
    with pytest.raises(RenderError) as caught:
        build(project, 2024, renderer="embedded")
    first, second = str(caught.value).splitlines()
    assert first == "Some files were not made:"
    assert re.match(r"  the fact sheet of uzbekistan: Uzbekistan: .*by \d+ mm", second)
    edit_notebook(project, "uzbekistan", fail_at_the_end)
    with pytest.raises(RunError) as caught:
        build(project, 2024, renderer="embedded")
    lines = str(caught.value).splitlines()
    assert lines[0] == "1 notebook failed:"
    assert lines[-2:] == [first, second]
    assert not (project / "outputs" / "2024").exists()


def test_charts_are_shared_out_by_the_length_of_their_specifications():
    specs = [{"number": number, "text": "-" * size} for number, size in enumerate((900, 100, 500, 400, 100))]

    def numbers(batches):
        return [[spec["number"] for spec in batch.arguments["specs"]] for batch in batches]

    assert numbers(shared_out(specs, 2)) == [[0, 3, 4], [2, 1]]
    many = numbers(shared_out(specs * TOGETHER, 1))
    assert (len(many), sum(map(len, many))) == (len(specs), len(specs) * TOGETHER)


def test_a_chart_without_its_words_is_refused_by_its_cell(project):
    keep_one_chapter(project, "tajikistan")
    bare = "import altair\n\naltair.Chart(altair.InlineData([{'synthetic': 1}])).mark_point()"
    edit_notebook(project, "tajikistan", lambda notebook: notebook.cells.append(new_code_cell(bare)))
    number = len(read_cells(project / "notebooks" / "tajikistan.ipynb")) + 1  # and the cell that papermill adds
    with pytest.raises(RenderError) as caught:
        build(project, 2024, renderer="embedded")
    assert (
        f"outputs/2024/tajikistan.ipynb: cell {number} shows a chart without its words; "
        'show it with edition.show("name", chart, caption="…", alt="…")'
    ) in str(caught.value)
    assert not (project / "outputs" / "2024").exists()


def test_quarto_on_the_path_is_used_unasked(project, tmp_path_factory, monkeypatch):
    """A stand-in for Quarto writes the two files that the real one writes."""
    keep_one_chapter(project, "tajikistan")
    program = tmp_path_factory.mktemp("bin") / "quarto"
    program.write_text(
        "#!/bin/sh\n"
        'if [ "$1" = --version ]; then echo 1.9.38; exit; fi\n'
        'echo "$@" > arguments.txt\n'
        "mkdir -p outputs/2024/book && cat arguments.txt >> outputs/2024/book/index.html\n"
        "printf pdf > outputs/2024/book/behind-bars-2024.pdf\n"
    )
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    # The stand-in's page is empty: the check of the finished edition must notice.
    with pytest.raises(RenderError, match="The rendered edition lacks"):
        build(project, 2024)
    assert not (project / "outputs").exists()


def test_the_signatories_on_the_cover_are_those_of_the_data():
    signatories = load(PROJECT / "data").frames["signatories"]
    assert list(read_book(PROJECT, 2024).signatories) == list(signatories[signatories["year"].eq(2024)]["name_en"])


def test_the_zip_holds_what_the_edition_was_made_from(built):
    [archive] = (built / "outputs" / "2024").glob("*.zip")
    made_from = own_sources(built, read_book(built, 2024))
    with ZipFile(archive) as opened:
        names = {Path(name).relative_to(archive.stem).as_posix() for name in opened.namelist()}
        for name in names - {CHECKSUMS}:
            expected = made_from[name] if name.startswith("data/") else (built / name).read_bytes()
            assert opened.read(f"{archive.stem}/{name}") == expected, name
        listed = opened.read(f"{archive.stem}/{CHECKSUMS}").decode().splitlines()
        sums = {name: hashlib.sha256(opened.read(f"{archive.stem}/{name}")).hexdigest() for name in names - {CHECKSUMS}}
        assert {name: digest for digest, _, name in (line.partition("  ") for line in listed)} == sums
    assert names >= {f"data/{path.name}" for path in (built / "data").iterdir() if path.is_file()}
    assert names >= {f"figures/2024/{name}.{ending}" for name in charts(built) for ending in ("svg", "png", "csv")}
    assert {"outputs/2024/kazakhstan.ipynb", "outputs/2024/behind-bars-2024.xlsx", CHECKSUMS} <= names
