"""Write every chart of the executed notebooks as svg (for a page and for a phone), png, Vega-Lite json and csv."""

from __future__ import annotations

import csv
import io
import json
import re
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any

import oxipng
import vl_convert
from altair import SCHEMA_VERSION

from behindbars.errors import RunError
from behindbars.figure import VEGALITE_MIME
from behindbars.notebook import read_notebook
from behindbars.theme import PADDING

PNG_SCALE = 2
COVER = "cover"
"""File name of the picture on the cover: the first chart of the edition, without its headline."""
NARROW = "-narrow"
"""End of the file name of a chart drawn for a phone."""
VEGALITE_VERSION = ".".join(SCHEMA_VERSION.removeprefix("v").split(".")[:2])


def specifications(notebook: Path) -> list[dict[str, Any]]:
    """Read the charts of an executed notebook, in order.

    Parameters
    ----------
    notebook : Path
        An executed notebook.

    Returns
    -------
    list of dict
        Vega-Lite specifications whose ``usermeta`` names the figure.
    """
    return [
        output.data[VEGALITE_MIME]
        for cell in read_notebook(notebook).cells
        for output in cell.get("outputs", [])
        if VEGALITE_MIME in output.get("data", {})
    ]


def export_figures(notebooks: list[Path], folder: Path, fonts: Path) -> list[Path]:
    """Write the charts of executed notebooks into a folder, once each.

    Parameters
    ----------
    notebooks : list of Path
        Executed notebooks.
    folder : Path
        Folder of the charts.
    fonts : Path
        Folder of the project's static font files.

    Returns
    -------
    list of Path
        The svg files.

    Raises
    ------
    RunError
        If two figures have the same identifier, or a chart cannot be drawn.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written: dict[str, str] = {}
    for notebook in notebooks:
        for spec in specifications(notebook):
            figure = spec["usermeta"]["figure"]
            if figure in written:
                raise RunError(
                    f"Figure {figure} is in {written[figure]} and in {notebook.stem}: each needs its own id."
                )
            written[figure] = notebook.stem
            try:
                files = draw(spec, fonts) | (draw_cover(spec, fonts) if len(written) == 1 else {})
            except ValueError as error:
                raise RunError(f"{notebook.stem}: figure {figure} cannot be drawn: {error}") from error
            for name, content in files.items():
                (folder / name).write_bytes(content)
    return [folder / f"{figure}.svg" for figure in written]


def draw(spec: dict[str, Any], fonts: Path) -> dict[str, bytes]:
    """Make the files of a chart.

    Parameters
    ----------
    spec : dict
        Specification whose ``usermeta`` names the figure.
    fonts : Path
        Folder of the project's static font files.

    Returns
    -------
    dict of str to bytes
        By their names: the pictures, the specification and the data.

    Raises
    ------
    ValueError
        If the chart cannot be drawn, or its data have no one heading.
    """
    figure = spec["usermeta"]["figure"]
    text = json.dumps(spec, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    files = {f"{figure}.json": text, f"{figure}.csv": _csv(spec["usermeta"]["data"])}
    return _pictures(spec, figure, fonts) | {name: content.encode() for name, content in files.items()}


def draw_cover(spec: dict[str, Any], fonts: Path) -> dict[str, bytes]:
    """Make the pictures of the cover, as `draw` makes those of a chart: the same, without its headline."""
    narrow = without_headline(spec["usermeta"]["narrow"])
    return _pictures(without_headline(spec) | {"usermeta": {**spec["usermeta"], "narrow": narrow}}, COVER, fonts)


def without_headline(spec: dict[str, Any]) -> dict[str, Any]:
    """Leave out a chart's headline, for a place where the finding stands beside it; its subtitle stays."""
    look, subtitle = spec["config"]["title"], spec["title"]["subtitle"]
    title = {
        "text": subtitle,
        "color": look["subtitleColor"],
        "fontSize": look["subtitleFontSize"],
        "fontWeight": look["subtitleFontWeight"],
        "lineHeight": look["subtitleLineHeight"],
    }
    top = PADDING + look["subtitleLineHeight"] * len(subtitle) + look["offset"]
    return {**spec, "title": title, "padding": {**spec["padding"], "top": top}}


def _pictures(spec: dict[str, Any], stem: str, fonts: Path) -> dict[str, bytes]:
    """Draw a chart as svg for a page and for a phone, and that for a page as png."""
    _use(fonts)
    meta = spec["usermeta"]
    svgs = {}
    for name, drawing in ((stem, spec), (stem + NARROW, meta["narrow"])):
        svg = vl_convert.vegalite_to_svg(drawing, vl_version=VEGALITE_VERSION)
        svgs[f"{name}.svg"] = accessible(svg, name, meta["caption"], meta["alt"])
    # vl-convert's pictures are nearly uncompressed. Rows of flat colour need no filter.
    png = vl_convert.svg_to_png(svgs[f"{stem}.svg"], scale=PNG_SCALE)
    small = oxipng.optimize_from_memory(png, level=1, filter=[oxipng.RowFilter.NoOp])
    return {name: svg.encode() for name, svg in svgs.items()} | {f"{stem}.png": small}


@lru_cache(maxsize=1)
def _use(fonts: Path) -> None:
    vl_convert.register_font_directory(str(fonts))


def _csv(rows: list[dict[str, Any]]) -> str:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def accessible(svg: str, identifier: str, title: str, description: str) -> str:
    """Give an svg the role of a picture, a title and a description.

    Parameters
    ----------
    svg : str
        As vl-convert makes it: without any of the three.
    identifier : str
        Unique in a page; begins the ids of title and description.
    title, description : str
        Plain text.
    """
    label, description_id = f"{identifier}-title", f"{identifier}-description"
    head = f'<title id="{label}">{escape(title)}</title><desc id="{description_id}">{escape(description)}</desc>'
    return re.sub(
        r"<svg\b([^>]*)>",
        lambda match: f'<svg role="img" aria-labelledby="{label} {description_id}"{match[1]}>{head}',
        svg,
        count=1,
    )
