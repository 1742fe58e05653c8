"""The making of one edition in its stage: the steps in their order, and their files where they belong."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from behindbars.edition import Edition
from behindbars.errors import RenderError, RunError
from behindbars.fonts import install, is_current
from behindbars.how import How, Progress
from behindbars.plan import LANG, Plan
from behindbars.project import CACHE, FAILED
from behindbars.render import DOCUMENT
from behindbars.render.quarto import Quarto
from behindbars.steps.apart import Surroundings
from behindbars.steps.executors import Team, do_steps
from behindbars.steps.maker import FailedError, Inputs, Maker
from behindbars.steps.step import Failure, Files, Step
from behindbars.steps.store import Store

BOOK, FACT_SHEETS = "book", "fact-sheets"
"""Folders of what Quarto makes and of the fact sheets, inside that of the edition."""
FONTS = Path(CACHE, "fonts")
MADE = Path(CACHE, "made")
"""Holds what the steps of earlier builds made; it may be deleted at any time."""
TOGETHER = 24
"""How many charts at most share a process: the first one wakes an engine, which takes as long as a few charts."""
HEAVY = 4
"""How many charts could be drawn while something else is made."""


class Workshop:
    """Makes an edition in a stage.

    Parameters
    ----------
    project : Path
        The project folder; it holds what was made before.
    folder : Path
        The stage.
    edition : Edition
        The edition.
    how : How
        How steps are done.
    teams : tuple of Team
        Who renders, which must be on this machine, and who runs notebooks and draws charts.
    progress : Progress
        Told of every step.
    last : mapping of str to Inputs
        What each step of the last build was made from.
    """

    def __init__(
        self,
        project: Path,
        folder: Path,
        edition: Edition,
        how: How,
        teams: tuple[Team, Team],
        progress: Progress,
        last: Mapping[str, Inputs],
    ) -> None:
        surroundings, store = Surroundings(how.kernel), Store(project / MADE)

        def maker(team: Team) -> Maker:
            return Maker(
                store, lambda batches: do_steps(batches, team, surroundings), last, progress.step, self.is_sure
            )

        self._plan = Plan(folder, edition, project)
        self._here, self._anywhere = map(maker, teams)
        self._project, self._folder, self._edition = project, folder, edition
        self._how, self._progress = how, progress
        self._has_faces = False
        self._out = folder / "outputs" / str(edition.year)
        self._figures = folder / "figures" / str(edition.year)

    @property
    def inputs(self) -> dict[str, Inputs]:
        """What each step was made from, so far."""
        return {**self._anywhere.inputs, **self._here.inputs}

    def is_sure(self) -> bool:
        """Whether the program and its libraries are still those that the steps say they run."""
        return self._plan.is_sure()

    def notebooks(self, parameters: Mapping[str, Any] | None) -> dict[str, bytes]:
        """Run the notebooks.

        Parameters
        ----------
        parameters : mapping or None
            For every notebook; None to run each as it stands, in its own folder.

        Returns
        -------
        dict of str to bytes
            The executed notebooks by their files' names, in the order of the edition.

        Raises
        ------
        RunError
            Listing every notebook that failed.
        """
        shutil.rmtree(self._project / FAILED, ignore_errors=True)
        steps, faces = self._plan.notebooks(parameters, self._how.limit), self._faces()
        try:
            made = self._make(self._anywhere, [[step] for step in (*steps, *faces)])
        except FailedError as error:
            raise RunError(report(error.failures, self._project / FAILED)) from error
        self._install([made.pop(step.name) for step in faces])
        names = [PurePosixPath(chapter).name for chapter in self._edition.chapters]
        executed = {name: content for files in made.values() for name, content in files.items()}
        return {name: executed[name] for name in names if name in executed}

    def charts(self, executed: Mapping[str, bytes], *beside: Step) -> Files:
        """Draw the charts of executed notebooks.

        Parameters
        ----------
        executed : mapping of str to bytes
            From `notebooks`.
        *beside : Step
            What can be made at the same time; it is then in the stage.

        Returns
        -------
        mapping of str to bytes
            The files of the charts, by their names.

        Raises
        ------
        RunError
            If one cannot be drawn, or two have the same identifier.
        """
        steps = self._plan.charts(executed)
        try:
            made = self._make(self._anywhere, shared_out(steps, beside, self._how.workers))
        except FailedError as error:
            raise RunError(f"Some charts were not drawn:\n{error}") from error
        self._say("drew the charts", steps, self._anywhere)
        for step in beside:
            write(made.pop(step.name), self._folder)
        return {name: content for files in made.values() for name, content in files.items()}

    def run(self, *, render: bool) -> None:
        """Run the notebooks for the edition's year, and draw their charts.

        Parameters
        ----------
        render : bool
            Whether `render` comes next: what it needs and does not depend on the charts is then made beside them.

        Raises
        ------
        RunError
            As `notebooks` and `charts`.
        """
        year = self._edition.year
        executed = self.notebooks({"year": year, "lang": LANG, "data": "../../data", "figures": "../../figures"})
        write(executed, self._out)
        write(self.charts(executed, *(self._before_rendering() if render else ())), self._figures)

    def render(self, quarto: Quarto | None) -> list[Path]:
        """Make all that is to be read, handed out or calculated with.

        Parameters
        ----------
        quarto : Quarto or None
            Makes page and book; the embedded renderer makes page and PDF where there is none.

        Returns
        -------
        list of Path
            The files to open.
        """
        plan = self._plan
        self._install(self._make(self._here, [[step] for step in self._faces()]).values())
        for ready in self._make(self._here, [self._before_rendering()]).values():
            write(ready, self._folder)
        # The longest first, so that nobody is idle at the end.
        read = [plan.book(quarto)] if quarto else [plan.pdf(), plan.page()]
        word, sheets, workbook = plan.word(), plan.sheets(), plan.workbook()
        try:
            made = self._make(self._here, [*([step] for step in (*read, word)), [*sheets, workbook]])
        except FailedError as error:
            raise RenderError(f"Some files were not made:\n{error}") from error
        files = [
            *(file for step in reversed(read) for file in write(made[step.name], self._out)),
            *write(made[word.name], self._out),
            *(file for step in sheets for file in write(made[step.name], self._out / FACT_SHEETS)),
            *write(made[workbook.name], self._out),
        ]
        self._say("wrote the fact sheets", sheets, self._here)
        archive = plan.archive()  # of what is there now
        files += write(self._make(self._here, [[archive]])[archive.name], self._out)
        within = self._out / BOOK
        opened = {within / "index.html", within / f"{self._edition.output_file}.pdf"}
        return [file for file in files if file in opened or within not in file.parents]

    def _faces(self) -> list[Step]:
        """Give the steps that make the typeface, once."""
        return [] if self._has_faces else self._plan.faces()

    def _install(self, faces: Iterable[Files]) -> None:
        found = {name: content for files in faces for name, content in files.items()}
        for folder in (self._folder, self._project) if found else ():
            if not is_current(folder / FONTS, found):
                install(folder / FONTS, found)
        self._has_faces = True

    def _before_rendering(self) -> list[Step]:
        """Give the steps that make what page, PDF and Word edition are written from, where it is not there."""
        if (self._folder / DOCUMENT).is_file():
            return []
        return [self._plan.document(), self._plan.typeface()]

    def _say(self, words: str, steps: Sequence[Step], maker: Maker) -> None:
        """Tell in one line of many steps, if any of them had to be done."""
        if any(step.name in maker.done for step in steps):
            self._progress.said(words)

    def _make(self, maker: Maker, batches: Sequence[Sequence[Step]]) -> dict[str, Files]:
        self._progress.more(sum(map(len, batches)))
        return maker.make(batches)


def shared_out(charts: Sequence[Step], beside: Sequence[Step], workers: int) -> list[list[Step]]:
    """Share out what is made at the same time, such that all workers end at about the same time.

    Parameters
    ----------
    charts, beside : sequence of Step
        Charts, and what takes longer.
    workers : int
        How many batches are done at the same time.

    Returns
    -------
    list of list of Step
        Batches of similar length.
    """
    batches: list[list[Step]] = [[] for _ in range(max(workers, -(-len(charts) // TOGETHER)))]
    lengths = [0] * len(batches)
    for step, length in (*((step, HEAVY) for step in beside), *((step, 1) for step in charts)):
        shortest = lengths.index(min(lengths))
        batches[shortest].append(step)
        lengths[shortest] += length
    return batches


def report(failures: Sequence[Failure], failed: Path) -> str:
    """Say which notebooks failed, and keep each as far as it ran.

    Parameters
    ----------
    failures : sequence of Failure
        At least one.
    failed : Path
        Folder for what there is of them.
    """
    lines = ["1 notebook failed:" if len(failures) == 1 else f"{len(failures)} notebooks failed:"]
    for failure in failures:
        lines.append(f"  {failure}")
        for file in write(failure.files, failed):
            lines.append(f"    as far as it ran: {'/'.join((*failed.parts[-2:], file.name))}")
    return "\n".join(lines)


def write(files: Files, folder: Path) -> list[Path]:
    """Write files into a folder, which is made where it is missing, and give their paths."""
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return [folder / name for name in files]
