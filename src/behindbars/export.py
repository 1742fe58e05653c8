"""Write every chart of the executed notebooks as svg (for a page and for a phone), png, Vega-Lite json and csv."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any

import oxipng
import vl_convert
from altair import SCHEMA_VERSION

from behindbars.errors import RunError
from behindbars.figure import COVER, NARROW, SPECIFICATION, specifications
from behindbars.project import CACHE
from behindbars.steps.step import Files
from behindbars.theme import PADDING

PNG_SCALE = 2
VEGALITE_VERSION = ".".join(SCHEMA_VERSION.removeprefix("v").split(".")[:2])


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
    vl_convert.register_font_directory(str(fonts))
    folder.mkdir(parents=True, exist_ok=True)
    written: dict[str, str] = {}
    for notebook in notebooks:
        for spec in specifications(notebook.read_bytes()):
            figure = spec["usermeta"]["figure"]
            if figure in written:
                raise RunError(
                    f"Figure {figure} is in {written[figure]} and in {notebook.stem}: each needs its own id."
                )
            written[figure] = notebook.stem
            try:
                _write_pictures(spec, folder / figure)
                _write_data(spec, folder / figure)
                if len(written) == 1:
                    _write_pictures(spec, folder / COVER, without_headline)
            except ValueError as error:
                raise RunError(f"{notebook.stem}: figure {figure} cannot be drawn: {error}") from error
    return [folder / f"{figure}.svg" for figure in written]


def make(folder: Path) -> Files:
    """Draw the chart whose specification a folder holds; it and the project's fonts are in it.

    Returns
    -------
    mapping of str to bytes
        Its files, by their names.

    Raises
    ------
    RunError
        If it cannot be drawn.
    """
    spec = json.loads((folder / SPECIFICATION).read_bytes())
    return _made(spec, folder, spec["usermeta"]["figure"], data=True)


def make_cover(folder: Path) -> Files:
    """Draw the picture on the cover; as `make`."""
    return _made(json.loads((folder / SPECIFICATION).read_bytes()), folder, COVER, without_headline)


def _made(spec: dict[str, Any], folder: Path, name: str, *change: Any, data: bool = False) -> Files:
    vl_convert.register_font_directory(str(folder / CACHE / "fonts"))
    out = folder / "drawn"
    out.mkdir()
    try:
        _write_pictures(spec, out / name, *change)
        if data:
            _write_data(spec, out / name)
    except ValueError as error:
        raise RunError(f"figure {name} cannot be drawn: {error}") from error
    return {file.name: file.read_bytes() for file in sorted(out.iterdir())}


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


def _write_pictures(
    spec: dict[str, Any], stem: Path, change: Callable[[dict[str, Any]], dict[str, Any]] = lambda spec: spec
) -> None:
    """Write a chart as svg for a page and for a phone, and that for a page as png."""
    meta = spec["usermeta"]
    drawn = []
    for name, drawing in ((stem.name, spec), (stem.name + NARROW, meta["narrow"])):
        svg = vl_convert.vegalite_to_svg(change(drawing), vl_version=VEGALITE_VERSION)
        drawn.append(accessible(svg, name, meta["caption"], meta["alt"]))
        (stem.parent / f"{name}.svg").write_text(drawn[-1], encoding="utf-8", newline="\n")
    # vl-convert's pictures are nearly uncompressed.
    png = oxipng.optimize_from_memory(vl_convert.svg_to_png(drawn[0], scale=PNG_SCALE), level=2)
    _path(stem, "png").write_bytes(png)


def _write_data(spec: dict[str, Any], stem: Path) -> None:
    text = json.dumps(spec, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    _path(stem, "json").write_text(text, encoding="utf-8", newline="\n")
    rows = spec["usermeta"]["data"]
    with _path(stem, "csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _path(stem: Path, ending: str) -> Path:
    return stem.with_name(f"{stem.name}.{ending}")


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
