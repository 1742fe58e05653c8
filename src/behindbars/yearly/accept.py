"""Renew the reference outputs: what would change is shown before anything is written."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from pathlib import Path
from typing import Any

from behindbars.build import make_references, read_book
from behindbars.build.apart import write
from behindbars.build.book import SHARED, with_default_year
from behindbars.build.notebooks import COVER, KERNEL, NARROW, declared_parameters, kernel_of
from behindbars.build.project import put_in_place, stage
from behindbars.build.sources import reference_notebooks
from behindbars.report.display import VEGALITE_MIME

NOT_CI = ("", "0", "false")
"""Values of the environment variable CI that say that nobody runs continuous integration."""
CELLS, LINES = 20, 12
"""How many places, and how many lines of each, are told of a long list."""
MARKUP = "only the form of what it shows changed: its words and numbers are the same"
LOOK = "only its look changed; its data are the same"
SENTENCE = re.compile(r"(?<!para\.)(?<=[.!?])\s+(?=[\w“‘*])|\n+")
"""Where Markdown is cut for a comparison: between sentences, and between lines."""
IMAGE = re.compile(r'!\[(.*)\]\([^)]*\)\{#\S+ fig-alt="(.*)"\}')
Shown = Mapping[str, Any]
"""What an output shows, by its kind."""


@dataclass(frozen=True)
class Proposal:
    """New references of the edition of `year`, and of those `left`; changes as lines by their place, files by name."""

    year: int
    left: tuple[int, ...]
    changes: Mapping[str, Sequence[str]]
    files: Mapping[str, bytes]

    def __bool__(self) -> bool:
        return bool(self.changes or self.left)

    def told(self, *, everything: bool = False) -> Iterator[str]:
        """Tell the changes line by line; unless `everything` is asked for, a long list is shortened with a count.

        Against another year nearly everything differs, and a comparison tells it better.
        """
        if self.left and not everything:
            yield (
                f"{len(self.changes)} places differ, as the notebooks and charts of another year stand on record. "
                f"For what readers will see: behindbars compare {max(self.left)} {self.year}. --all shows every place."
            )
            return
        for where, lines in list(self.changes.items())[: None if everything else CELLS]:
            most = len(lines) if everything or len(lines) <= LINES else LINES - 1
            yield f"{where}:"
            yield from (f"  {line}" for line in lines[:most])
            if most < len(lines):
                yield f"  and {len(lines) - most} more changes in this place"
        if len(self.changes) > CELLS and not everything:
            more = len(self.changes) - CELLS
            yield f"And {more} more {'place' if more == 1 else 'places'}; --all shows everything."


def propose_references(project: Path, year: int) -> Proposal:
    """Run the notebooks of a year aside as they will stand, and compare them with the references."""
    notebooks, figures = make_references(project, year)
    places = {notebook.name: notebook for notebook in reference_notebooks(project, read_book(project, year))}
    left = {shown for file in places.values() if (shown := declared_parameters(file).get("year")) not in (None, year)}
    changes: dict[str, Sequence[str]] = {}
    charts: set[str] = set()
    for name, content in notebooks.items():
        if (kernel := kernel_of(places[name])) != KERNEL:
            changes[f"{name}, its kernel"] = [f"old: {kernel}", f"new: {KERNEL}, which every machine has"]
        found = notebook_changes(name, places[name].read_bytes(), content)
        changes |= {where: lines for where, (lines, _) in found.items()}
        charts.update(*(drawn for _, drawn in found.values()))
    before = {file.name: file.read_bytes() for file in (project / "figures" / str(year)).glob("*.svg")}
    if pictures := picture_changes(before, figures, charts):
        changes[f"Pictures in figures/{year}"] = pictures
    made = {"notebooks": notebooks, f"figures/{year}": figures}
    files = {f"{folder}/{name}": content for folder, contents in made.items() for name, content in contents.items()}
    return Proposal(year, tuple(sorted(left)), changes, files)


def write_references(proposal: Proposal, project: Path) -> None:
    """Put new references in place, all of them or none; if they are of another year, ``_quarto.yml`` names it.

    Raises
    ------
    OSError
        If something cannot be written; everything is then as it was.
    """
    files = dict(proposal.files)
    if proposal.left:
        config = (project / SHARED).read_bytes().decode("utf-8")
        files[SHARED] = with_default_year(config, proposal.year).encode("utf-8")
    drawn = f"figures/{proposal.year}"
    with stage(project) as folder:
        write(files, folder)
        (folder / drawn).mkdir(parents=True, exist_ok=True)  # there may be no chart
        put_in_place(folder, project, [*(name for name in files if not name.startswith(f"{drawn}/")), drawn])


def somebody_answers() -> bool:
    """Say whether there is a person at a terminal who can be asked."""
    return sys.stdin.isatty() and os.environ.get("CI", "").lower() in NOT_CI


def notebook_changes(name: str, before: bytes, after: bytes) -> dict[str, tuple[list[str], set[str]]]:
    """Compare what the cells of a notebook show: by the cell, what changed and in which charts."""
    found = {}
    cells = [json.loads(content)["cells"] for content in (before, after)]
    for number, pair in enumerate(zip(*cells, strict=True), start=1):
        old, new = (
            [output.get("data", {"text/plain": output.get("text", "")}) for output in cell.get("outputs", [])]
            for cell in pair
        )
        if old != new:
            found[f"{name}, cell {number} ({pair[1].get('id', '')})"] = _told(old, new)
    return found


def _told(old: Sequence[Shown], new: Sequence[Shown]) -> tuple[list[str], set[str]]:
    """Tell what changed in a cell, old beside new, and in which charts."""
    was, now = ({spec["usermeta"]["figure"]: spec for spec in _charts(shown)} for shown in (old, new))
    charts = {chart for chart in was | now if was.get(chart) != now.get(chart)}
    told, said, lines = list(_lines(old)), list(_lines(new)), []
    for kind, i, j, k, m in SequenceMatcher(None, told, said, autojunk=False).get_opcodes():
        for before, after in zip_longest(told[i:j], said[k:m]) if kind != "equal" else ():
            lines += [f"old: {before}"] * bool(before) + [f"new: {after}"] * bool(after)
    return lines or [f"figure {chart}: {LOOK}" for chart in sorted(charts)] or [MARKUP], charts


def _lines(outputs: Sequence[Shown]) -> Iterator[str]:
    """Give what is shown as text, and the rows of a chart; of its image, caption and alternative text."""
    for shown in outputs:
        for spec in _charts([shown]):
            for row in spec["usermeta"]["data"]:
                cells = (f"{name} {'empty' if cell in (None, '') else cell}" for name, cell in row.items())
                yield f"figure {spec['usermeta']['figure']}: {' | '.join(cells)}"
        text = "".join(shown.get("text/markdown", shown.get("text/plain", "")))
        yield from filter(None, SENTENCE.split(IMAGE.sub(r"caption: \1\nalternative text: \2", text)))


def _charts(outputs: Sequence[Shown]) -> list[dict[str, Any]]:
    return [shown[VEGALITE_MIME] for shown in outputs if VEGALITE_MIME in shown]


def picture_changes(old: Mapping[str, bytes], new: Mapping[str, bytes], told: Collection[str]) -> list[str]:
    """Compare pictures, by their file names, but for those of charts whose change is told of already."""
    lines = []
    for name in sorted(name for name in {**old, **new} if name.endswith(".svg") and old.get(name) != new.get(name)):
        stem = name.removesuffix(".svg")
        chart = stem.removesuffix(NARROW)
        if chart not in told and not (chart == COVER and told):
            lines.append(f"{stem}: {'is new' if name not in old else 'is gone' if name not in new else LOOK}")
    return lines
