"""Build an edition aside, then move it into place: it appears whole or not at all."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from behindbars.archive import write_archive
from behindbars.brand import FILE as BRAND_FILE
from behindbars.dataset import load
from behindbars.edition import Edition, read_edition
from behindbars.errors import ProjectError
from behindbars.export import export_figures
from behindbars.fonts import static_fonts
from behindbars.manifest import checksums, read_inputs, write_manifest
from behindbars.processes import environment
from behindbars.product import check_product
from behindbars.project import CACHE, FAILED, copy_folder, put_in_place, source_files, stage
from behindbars.render import quarto
from behindbars.render.collect import collect
from behindbars.render.factsheets import render_factsheets
from behindbars.render.pandoc import read_document
from behindbars.render.pdf import PARTIALS, render_pdf
from behindbars.render.web import render_html
from behindbars.render.word import render_docx
from behindbars.run import run_notebooks
from behindbars.workbook import write_workbook

LANG = "en"
MANIFEST = "manifest.json"
DESIGN_FILES = ("_extension.yml", "edition.lua", "factsheet.typ", *PARTIALS)
NOT_RENDERED = "none: HTML, PDF and the rest, if any, are of an earlier build"
FACT_SHEETS = "fact-sheets"
"""Folder of the fact sheets, inside that of the edition."""


@dataclass(frozen=True)
class Progress:
    """How a build tells what it does.

    Attributes
    ----------
    total : callable
        Called once with the number of steps.
    step : callable
        Called with the name of each step that has ended.
    """

    total: Callable[[int], None] = lambda steps: None
    step: Callable[[str], None] = lambda name: None


def reference_notebooks(project: Path, edition: Edition) -> list[Path]:
    """List the notebooks that an edition's chapters are made from."""
    return [project / "notebooks" / Path(chapter).name for chapter in edition.chapters if chapter.endswith(".ipynb")]


def build(
    project: Path,
    year: int,
    *,
    run: bool = True,
    render: bool = True,
    renderer: str = "auto",
    workers: int = 2,
    progress: Progress | None = None,
) -> list[Path]:
    """Build an edition, or one half of it.

    Parameters
    ----------
    project : Path
        The project folder.
    year : int
        Edition year.
    run : bool
        Whether to run the notebooks and export the charts; if not, those in place are used.
    render : bool
        Whether to render the edition from the executed notebooks.
    renderer : {"auto", "quarto", "embedded"}
        ``auto`` is Quarto where it is found, else the embedded renderer.
    workers : int
        Notebooks that run at the same time.
    progress : Progress, optional
        Told of every step.

    Returns
    -------
    list of Path
        The files to open, or the folder of executed notebooks if nothing was rendered.

    Raises
    ------
    BehindBarsError
        Of the kind that fits; whatever was in place before is then still there.
    """
    progress = progress or Progress()
    edition = read_edition(project, year)
    _check_files(project, edition)
    load(project / "data")
    notebooks = reference_notebooks(project, edition)
    chosen = quarto.find_quarto(required=renderer == "quarto") if render and renderer != "embedded" else None
    progress.total(run * (len(notebooks) + 1) + render * (4 if chosen else 5))
    outputs, figures = f"outputs/{year}", f"figures/{year}"
    # Whatever a tool dates, it dates by the edition: no output depends on the day, nor on who builds.
    with stage(project) as folder, environment(SOURCE_DATE_EPOCH=str(int(edition.moment.timestamp()))):
        copy_folder(static_fonts(project / CACHE / "fonts"), folder / CACHE / "fonts")
        for name in named_files(edition):  # they may be anywhere in the project
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(project / name, folder / name)
        inputs = input_files(folder, edition)
        if run:
            _run(folder, edition, project / FAILED, workers, progress)
        else:
            _copy_executed(project, folder, edition, inputs)
        files: list[Path] = []
        used = NOT_RENDERED
        if render:
            files, used = _render(folder, edition, chosen, progress)
            check_product(
                (folder / outputs).rglob("*.html"),
                [folder / chapter for chapter in edition.chapters if chapter.endswith(".ipynb")],
                [chapter.title for chapter in collect(edition, folder)],
            )
        else:
            _keep_rendered(project / outputs, folder / outputs)
        products = [path for name in (outputs, figures) for path in (folder / name).rglob("*") if path.is_file()]
        write_manifest(
            folder / outputs / MANIFEST,
            folder,
            inputs=inputs,
            outputs=[path for path in products if path.name != MANIFEST],
            parameters={"year": year, "lang": LANG},
            renderer=used,
        )
        put_in_place(folder, project, [outputs, figures])
        return [project / file.relative_to(folder) for file in files] or [project / outputs]


def named_files(edition: Edition) -> list[str]:
    """List the files that an edition's configuration names, inside the project, but for what is made by a run."""
    return [
        *(chapter for chapter in edition.chapters if chapter.endswith(".qmd")),
        edition.bibliography,
        edition.csl,
    ]


def input_files(project: Path, edition: Edition) -> list[Path]:
    """List the files that an edition is made from: those of every edition, and those that it names."""
    return [*source_files(project), *(project / name for name in named_files(edition))]


def _check_files(project: Path, edition: Edition) -> None:
    """Stop before anything runs if a file is missing that would be needed at the end."""
    needed = [
        *named_files(edition),
        *(f"notebooks/{notebook.name}" for notebook in reference_notebooks(project, edition)),
        BRAND_FILE,
        *(f"_extensions/edition/{name}" for name in DESIGN_FILES),
    ]
    missing = [name for name in needed if not (project / name).is_file()]
    if missing:
        raise ProjectError(
            "\n".join(
                ["The project lacks files that the edition needs; restore them from the last good version:"]
                + [f"  {name}" for name in missing]
            )
        )


def _run(folder: Path, edition: Edition, failed: Path, workers: int, progress: Progress) -> None:
    shutil.rmtree(failed, ignore_errors=True)
    executed = run_notebooks(
        reference_notebooks(folder, edition),
        folder / "outputs" / str(edition.year),
        {"year": edition.year, "lang": LANG, "data": "../../data", "figures": "../../figures"},
        workers=workers,
        failed=failed,
        finished=lambda name: progress.step(f"ran {name}"),
    )
    export_figures(executed, folder / "figures" / str(edition.year), folder / CACHE / "fonts")
    progress.step("drew the charts")


def _copy_executed(project: Path, folder: Path, edition: Edition, inputs: list[Path]) -> None:
    """Copy what was run before, if it was run on the same data; no older edition, which would pass for the new one."""
    made_from = read_inputs(project / "outputs" / str(edition.year) / MANIFEST)
    changed = [
        name
        for name, digest in checksums(folder, inputs).items()
        if name.startswith(("data/", "notebooks/", "_brand")) and made_from.get(name, digest) != digest
    ]
    if changed:
        raise ProjectError(
            f"Changed since the notebooks ran: {', '.join(changed)}. The charts would not be those of the data: "
            "use behindbars build, which does both."
        )
    for name, pattern in ((f"outputs/{edition.year}", "*.ipynb"), (f"figures/{edition.year}", "*")):
        files = list((project / name).glob(pattern))
        if not files:
            raise ProjectError(f"{name} holds no {pattern}: run the notebooks first (behindbars run).")
        (folder / name).mkdir(parents=True)
        for file in files:
            shutil.copyfile(file, folder / name / file.name)


def _keep_rendered(last: Path, folder: Path) -> None:
    """Keep what was rendered last beside new notebooks: it goes only when something new takes its place."""
    for path in last.glob("*"):
        if path.is_dir():
            copy_folder(path, folder / path.name)
        elif path.suffix != ".ipynb" and path.name != MANIFEST:
            shutil.copyfile(path, folder / path.name)


def _render(folder: Path, edition: Edition, chosen: quarto.Quarto | None, progress: Progress) -> tuple[list[Path], str]:
    out = folder / "outputs" / str(edition.year)
    document = read_document(collect(edition, folder), edition, folder)
    if chosen:
        files = quarto.render_quarto(chosen, edition, folder)
        used = f"quarto {chosen.version}"
        progress.step("rendered with Quarto")
    else:
        files = [out / f"{edition.output_file}.html", out / f"{edition.output_file}.pdf"]
        used = "embedded"
        render_html(edition, folder, files[0], document)
        progress.step("wrote the HTML")
        render_pdf(edition, folder, files[1], document)
        progress.step("wrote the PDF")
    # Whichever renderer made page and book, what is edited, handed out or calculated with is made here.
    word = out / f"{edition.output_file}.docx"
    render_docx(edition, folder, word, document)
    progress.step("wrote the Word edition")
    sheets = render_factsheets(edition, folder, out / FACT_SHEETS)
    progress.step("wrote the fact sheets")
    data = _write_data(folder, edition, out)
    progress.step("packed the data")
    return [*files, word, *sheets, *data], used


def _write_data(folder: Path, edition: Edition, out: Path) -> list[Path]:
    """Write the workbook, and the zip of the data package with it, the charts and the executed notebooks."""
    workbook, archive = out / f"{edition.output_file}.xlsx", out / f"{edition.output_file}-data.zip"
    write_workbook(workbook, folder / "data", edition.date)
    charts = folder / "figures" / str(edition.year)
    contents = [workbook, *out.glob("*.ipynb"), *(folder / "data").rglob("*"), *charts.iterdir()]
    write_archive(archive, folder, (file for file in contents if file.is_file()), edition.date)
    return [workbook, archive]
