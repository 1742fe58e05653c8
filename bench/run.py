"""The benchmark: every way to make the edition, side by side and round by round, in one table.

``python -m bench.run`` takes the rounds one after the other (A B C, A B C, …), so that whatever else the machine does
falls on all ways alike. It compares within one run, and promises nothing about any other machine.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click
from tqdm import tqdm

from behindbars.edition import default_year
from behindbars.processes import Stopped, processors, stoppable
from bench import growth, machine, picture, table
from bench.made_up import PROJECT
from bench.measure import FailedCommandError, peak, run
from bench.table import Row
from bench.ways import AGAIN, Way, ways
from bench.workbench import Workbench

RESULTS = PROJECT / "bench" / "results"
ROUNDS, QUICK_ROUNDS = 5, 1
GRIDS, QUICK_GRIDS = (50, 500), (50,)
"""Country-years of the grids: a small one tells whether a large one costs more for each."""


def main(words: Sequence[str] | None = None) -> None:
    """Measure all ways and the grids; print the table, and write it as csv and as a chart."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, help=f"how often each way is timed; {ROUNDS} by default")
    parser.add_argument("--quick", action="store_true", help=f"{QUICK_ROUNDS} round, and only the small grid")
    parser.add_argument("--workers", type=int, default=processors(), help="processes, where it is not one")
    parser.add_argument(
        "--only", nargs="+", default=[""], metavar="WORDS", help="only ways whose names contain any of these"
    )
    parser.add_argument("--no-grid", dest="grid", action="store_false", help="leave the grids out")
    parser.add_argument("--results", type=Path, default=RESULTS, help="folder for csv and chart")
    given = parser.parse_args(words)
    rounds = given.rounds or (QUICK_ROUNDS if given.quick else ROUNDS)
    said = {"date": date.today().isoformat(), **machine.describe(), "load before": machine.load()}
    try:
        with stoppable(), tempfile.TemporaryDirectory(prefix="bench-") as place:
            bench = Workbench(Path(place), default_year(PROJECT))
            chosen = [way for way in ways(bench, given.workers) if any(words in way.name for words in given.only)]
            rows = _measure(chosen, rounds, str(bench.year))
            said["load after"] = machine.load()
            _report(rows, said, rounds, given.results)
            if given.grid:
                sizes = QUICK_GRIDS if given.quick else GRIDS
                grids = [growth.grow(size, Path(place), bench.environment()) for size in sizes]
                growth.write_csv(given.results / f"{said['date']}-grid.csv", grids)
                click.echo("\n".join(map(growth.said, grids)))
    except Stopped as stopped:
        sys.exit(stopped.exit_code)
    except FailedCommandError as error:
        sys.exit(str(error))


def _measure(chosen: Sequence[Way], rounds: int, year: str) -> list[Row]:
    """Measure memory in a round of its own, which is not timed, then time in the others."""
    drawn: dict[str, bytes] = {}
    rows = {(way.name, part): Row(part, way.name) for way in chosen for part in way.parts}
    with tqdm(total=len(chosen) * (1 + rounds), desc="Ways", unit="run", disable=None) as bar:
        for number in range(1 + rounds):
            look = run if number else peak
            for way in chosen:
                bar.set_postfix_str(way.name)
                folder = way.prepare()
                seen: list[float] = []
                for part, commands in way.parts.items():
                    seen += [look(command, folder, way.environment) for command in commands]
                    row = rows[way.name, part]
                    if number:
                        row.seconds.append(sum(seen))
                    else:
                        row.memory = max(seen)
                        _check_charts(folder / "figures" / year, way.name, part, drawn)
                bar.update()
    return list(rows.values())


def _check_charts(figures: Path, name: str, part: str, drawn: dict[str, bytes]) -> None:
    """See that a way draws what the first one drew, byte for byte: only then may their times be compared."""
    if part == AGAIN:  # after a change
        return
    here = {file.name: file.read_bytes() for file in figures.glob("*")}
    if differing := {file for file in {**drawn, **here} if drawn and drawn.get(file) != here.get(file)}:
        raise FailedCommandError(f"{name} draws other charts: {', '.join(sorted(differing))}")
    drawn.update(here)


def _report(rows: Sequence[Row], said: dict[str, str], rounds: int, folder: Path) -> None:
    compared = table.compare(rows)
    click.echo(table.printed(compared))
    click.echo(
        f"\nRatios are medians of {rounds} pairs, each within one round. Peak memory: one run that is not timed."
    )
    click.echo("\n".join(f"{name}: {words}" for name, words in said.items()))
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / said["date"]
    table.write_csv(file.with_suffix(".csv"), compared, said)
    note = f"{said['date']}, medians of {rounds} rounds; {said['processor']}; {said['Python']}"
    picture.draw(file.with_suffix(".svg"), compared, note)
    click.echo(f"Written: {file.with_suffix('.csv')} and {file.with_suffix('.svg')}")


if __name__ == "__main__":
    main()
