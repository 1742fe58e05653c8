"""The charts of executed notebooks, drawn in one process: ``python -m bench.charts 2024`` in a project folder."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from behindbars.edition import read_edition
from behindbars.export import draw, draw_cover
from behindbars.specification import specifications
from behindbars.workshop import write


def draw_all(specs: Sequence[dict[str, Any]], project: Path, year: int) -> None:
    """Draw charts, and the cover from the first of them, into the folder of an edition's charts."""
    figures = project / "figures" / str(year)
    write(draw_cover(specs[0]), figures)
    for spec in specs:
        write(draw(spec), figures)


def main(project: Path, year: int) -> None:
    """Draw the charts of an edition whose notebooks were run."""
    notebooks = [name for name in read_edition(project, year).chapters if name.endswith(".ipynb")]
    specs = [spec for name in notebooks for spec in specifications((project / name).read_bytes())]
    draw_all(specs, project, year)


if __name__ == "__main__":
    main(Path.cwd(), int(sys.argv[1]))
