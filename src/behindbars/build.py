"""Build an edition aside, then move it into place: it appears whole or not at all."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from behindbars.brand import FILE as BRAND_FILE
from behindbars.dataset import load
from behindbars.dependencies import everything
from behindbars.edition import Edition, read_edition
from behindbars.errors import ProjectError
from behindbars.fonts import static_fonts
from behindbars.how import How, Progress
from behindbars.imports import ANYTHING
from behindbars.last_build import LastBuild, read_last_build, state_of, write_last_build
from behindbars.manifest import checksums, read_inputs, write_manifest
from behindbars.plan import LANG, LIBRARIES, reference_notebooks
from behindbars.project import FONTS, copy_folder, put_in_place, source_files, stage
from behindbars.render import PARTIALS, quarto
from behindbars.steps.executors import Team, open_team
from behindbars.steps.store import Store
from behindbars.workshop import MADE, Workshop

MANIFEST = "manifest.json"
DESIGN_FILES = ("_extension.yml", "edition.lua", "factsheet.typ", *PARTIALS)
NOT_RENDERED = "none: HTML, PDF and the rest, if any, are of an earlier build"


def build(
    project: Path,
    year: int,
    *,
    run: bool = True,
    render: bool = True,
    renderer: str = "auto",
    how: How | None = None,
    progress: Progress | None = None,
) -> list[Path]:
    """Build an edition, or one half of it; what was made before from the same is not made again.

    Parameters
    ----------
    project : Path
        The project folder.
    year : int
        Edition year.
    run : bool
        Whether to run the notebooks and draw the charts; if not, those in place are used.
    render : bool
        Whether to render the edition from the executed notebooks.
    renderer : {"auto", "quarto", "embedded"}
        ``auto`` is Quarto where it is found, else the embedded renderer.
    how : How, optional
        How the steps are done.
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
    how, progress = how or How(), progress or Progress()
    edition = read_edition(project, year)
    _check_files(project, edition)
    chosen = quarto.find_quarto(required=renderer == "quarto") if render and renderer != "embedded" else None
    used = (f"quarto {chosen.version}" if chosen else "embedded") if render else NOT_RENDERED
    last = read_last_build(project, year)
    if last.state and (not render or last.renderer == used):
        state = state_of(checksums(project, input_files(project, edition)), everything([ANYTHING], project / LIBRARIES))
        if last.state == state and last.is_in_place(project):
            progress.said("nothing has changed since the last build")
            return [project / name for name in last.files]
    with open_team(how.workers) as here, _team_for_notebooks(how, here) as team:
        # Meanwhile, the process that all others are forked from gets warm.
        surroundings = everything([ANYTHING], project / LIBRARIES)
        load(project / "data")
        with stage(project) as folder:
            lay_out(project, folder, edition)
            static_fonts(project / FONTS)  # for Quarto, whoever calls it; the steps cut their own
            workshop = Workshop(project, folder, edition, how, (here, team), progress, last.steps)
            if run:
                workshop.run(render=render)
            else:
                _copy_executed(project, folder, edition)
            if render:
                files = workshop.render(chosen)
            else:
                files = [folder / "outputs" / str(year)]
                _keep_rendered(project, folder, edition)
            sums = checksums(folder, input_files(folder, edition))
            # Charts that were drawn before may be of another program, or changed by hand: only `run` knows.
            known = run and workshop.is_sure() and everything([ANYTHING], project / LIBRARIES) == surroundings
            state = state_of(sums, surroundings) if known else ""
            build = LastBuild(state, used, steps={**last.steps, **workshop.inputs})
            return _finish(project, folder, edition, build, files)


@contextmanager
def _team_for_notebooks(how: How, here: Team) -> Iterator[Team]:
    if how.scheduler is None:
        yield here
        return
    with open_team(how.workers, how.scheduler) as team:
        yield team


def lay_out(project: Path, folder: Path, edition: Edition) -> None:
    """Complete the stage of an edition with the files that it names, which may be anywhere in the project."""
    for name in named_files(edition):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(project / name, folder / name)


def _finish(project: Path, folder: Path, edition: Edition, build: LastBuild, files: list[Path]) -> list[Path]:
    """Put an edition in place, with its manifest, and remember what it was made from."""
    outputs, figures = f"outputs/{edition.year}", f"figures/{edition.year}"
    products = [path for name in (outputs, figures) for path in (folder / name).rglob("*") if path.is_file()]
    write_manifest(
        folder / outputs / MANIFEST,
        folder,
        inputs=input_files(folder, edition),
        outputs=[path for path in products if path.name != MANIFEST],
        parameters={"year": edition.year, "lang": LANG},
        renderer=build.renderer,
    )
    named = tuple(file.relative_to(folder).as_posix() for file in files)
    sums = checksums(folder, [*products, folder / outputs / MANIFEST])
    put_in_place(folder, project, [outputs, figures])
    write_last_build(project, edition.year, replace(build, products=sums, files=named))
    Store(project / MADE).tidy()
    return [project / name for name in named]


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


def _copy_executed(project: Path, folder: Path, edition: Edition) -> None:
    """Copy what was run before, if it was run on the same data; no older edition, which would pass for the new one."""
    made_from = read_inputs(project / "outputs" / str(edition.year) / MANIFEST)
    changed = [
        name
        for name, digest in checksums(folder, input_files(folder, edition)).items()
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


def _keep_rendered(project: Path, folder: Path, edition: Edition) -> None:
    """Keep what was rendered last beside new notebooks: it goes only when something new takes its place."""
    last, here = (place / "outputs" / str(edition.year) for place in (project, folder))
    for path in last.glob("*"):
        if path.is_dir():
            copy_folder(path, here / path.name)
        elif path.suffix != ".ipynb" and path.name != MANIFEST:
            shutil.copyfile(path, here / path.name)
