"""The making of one edition in its stage: the steps in their order, and their files where they belong."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from behindbars.edition import Edition
from behindbars.errors import RenderError, RunError
from behindbars.how import How, Progress
from behindbars.plan import LANG, SHEET, Plan
from behindbars.project import CACHE, FAILED
from behindbars.render import DOCUMENT, FACT_SHEETS
from behindbars.render.quarto import Quarto
from behindbars.steps.apart import Surroundings
from behindbars.steps.executors import Team, do_steps
from behindbars.steps.maker import FailedError, Inputs, Maker
from behindbars.steps.step import Failure, Files, Step
from behindbars.steps.store import Store

BOOK = "book"
"""Folder of what Quarto makes, inside that of the edition."""
MADE = Path(CACHE, "made")
"""Holds what the steps of earlier builds made; it may be deleted at any time."""
TOGETHER = 24
"""How many charts at most share a process: the first one wakes an engine, which takes as long as a few charts."""


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
        self._out = folder / "outputs" / str(edition.year)
        self._figures = folder / "figures" / str(edition.year)

    @property
    def inputs(self) -> dict[str, Inputs]:
        """What each step was made from, so far."""
        return {**self._anywhere.inputs, **self._here.inputs}

    def is_sure(self) -> bool:
        """Whether the program and its libraries are still those that the steps say they run."""
        return self._plan.is_sure()

    def notebooks(self, parameters: Mapping[str, Any] | None, beside: Sequence[Step] = ()) -> dict[str, bytes]:
        """Run the notebooks.

        Parameters
        ----------
        parameters : mapping or None
            For every notebook; None to run each as it stands, in its own folder.
        beside : sequence of Step
            What is made while notebooks wait for their kernels; it is then in the stage.

        Returns
        -------
        dict of str to bytes
            The executed notebooks by their files' names, in the order of the edition.

        Raises
        ------
        RunError, RenderError
            Listing every notebook that failed, or else what else was not made.
        """
        shutil.rmtree(self._project / FAILED, ignore_errors=True)
        steps = self._plan.notebooks(parameters, self._how.limit)
        try:
            made = self._make(self._anywhere, [*([step] for step in steps), beside])
        except FailedError as error:
            ran = {step.name for step in steps}
            notebooks = [failure for failure in error.failures if failure.name in ran]
            others = [failure for failure in error.failures if failure.name not in ran]
            if not notebooks:
                raise not_made(others) from error
            said = report(notebooks, self._project / FAILED)
            raise RunError("\n".join([said, *([str(not_made(others))] if others else [])])) from error
        self._lay_ready(beside, made, self._anywhere)
        names = [PurePosixPath(chapter).name for chapter in self._edition.chapters]
        executed = {name: content for files in made.values() for name, content in files.items()}
        return {name: executed[name] for name in names if name in executed}

    def charts(self, executed: Mapping[str, bytes], beside: Sequence[Step] = ()) -> Files:
        """Draw the charts of executed notebooks.

        Parameters
        ----------
        executed : mapping of str to bytes
            From `notebooks`.
        beside : sequence of Step
            What is made at the same time; it is then in the stage.

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
            made = self._make(self._anywhere, [beside, *shared_out(steps, self._how.workers)])
        except FailedError as error:
            raise RunError(f"Some charts were not drawn:\n{error}") from error
        self._say("drew the charts", steps, self._anywhere)
        self._lay_ready(beside, made, self._anywhere)
        return {name: content for files in made.values() for name, content in files.items()}

    def run(self, *, render: bool) -> None:
        """Run the notebooks for the edition's year, and draw their charts.

        Parameters
        ----------
        render : bool
            Whether `render` comes next: what does not need the notebooks, or the charts, is then made beside them.

        Raises
        ------
        RunError
            As `notebooks` and `charts`.
        """
        year = self._edition.year
        given = {"year": year, "lang": LANG, "data": "../../data", "figures": "../../figures"}
        executed = self.notebooks(given, self._from_data() if render else ())
        write(executed, self._out)
        write(self.charts(executed, [self._plan.document()] if render else ()), self._figures)

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
        try:
            if not (self._folder / DOCUMENT).is_file():
                first = [plan.document(), *self._from_data()]
                self._lay_ready(first, self._make(self._here, [first[:1], first[1:]]), self._here)
            # The longest first, so that nobody is idle at the end.
            read = [plan.book(quarto)] if quarto else [plan.pdf(), plan.page()]
            word, archive = plan.word(), plan.archive()
            made = self._make(self._here, [[step] for step in (*read, word, archive)])
        except FailedError as error:
            raise not_made(error.failures) from error
        files = [
            *(file for step in reversed(read) for file in write(made[step.name], self._out)),
            *write(made[word.name], self._out),
            *sorted((self._out / FACT_SHEETS).glob("*")),
            *self._out.glob("*.xlsx"),
            *write(made[archive.name], self._out),
        ]
        within = self._out / BOOK
        opened = {within / "index.html", within / f"{self._edition.output_file}.pdf"}
        return [file for file in files if file in opened or within not in file.parents]

    def _from_data(self) -> list[Step]:
        """Give the steps of what is made from the data alone."""
        return [*self._plan.sheets(), self._plan.workbook()]

    def _lay_ready(self, steps: Sequence[Step], made: dict[str, Files], maker: Maker) -> None:
        """Take what steps have made ahead, and put it where others find it."""
        for step in steps:
            files = made.pop(step.name)
            write(files, self._folder if DOCUMENT in files else self._out)
        self._say("wrote the fact sheets", [step for step in steps if step.name.startswith(SHEET)], maker)

    def _say(self, words: str, steps: Sequence[Step], maker: Maker) -> None:
        """Tell in one line of many steps, if any of them had to be done."""
        if any(step.name in maker.done for step in steps):
            self._progress.said(words)

    def _make(self, maker: Maker, batches: Sequence[Sequence[Step]]) -> dict[str, Files]:
        self._progress.more(sum(map(len, batches)))
        return maker.make(batches)


def shared_out(charts: Sequence[Step], workers: int) -> list[list[Step]]:
    """Share out charts, such that all workers end at about the same time.

    Parameters
    ----------
    charts : sequence of Step
        Each is taken to take as long as its specification is.
    workers : int
        How many batches are done at the same time.

    Returns
    -------
    list of list of Step
        Batches of similar length, the longest charts first.
    """
    batches: list[list[Step]] = [[] for _ in range(max(workers, -(-len(charts) // TOGETHER)))]
    lengths = [0] * len(batches)
    for step in sorted(charts, key=_length, reverse=True):
        shortest = lengths.index(min(lengths))
        batches[shortest].append(step)
        lengths[shortest] += _length(step)
    return batches


def _length(step: Step) -> int:
    return sum(map(len, step.files.values()))


def not_made(failures: Sequence[Failure]) -> RenderError:
    """Say which files were not made, and why."""
    return RenderError(f"Some files were not made:\n{FailedError(failures)}")


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
