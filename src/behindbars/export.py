"""A chart as files: svg for a page and for a phone, png, Vega-Lite json and csv."""

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
import typst
import vl_convert

from behindbars.fonts import kept_fonts
from behindbars.specification import COVER, NARROW, SPECIFICATION
from behindbars.steps.step import Files, StepError

PIXELS_PER_INCH = 144
"""Of a png: two for each px of the svg, which Typst takes for a point."""
SIZE = re.compile(r'width="([\d.]+)" height="([\d.]+)" viewBox="0 0 [\d.]+ [\d.]+"')
"""How the head of an svg states it."""
PICTURE = """#set page(width: {width}pt, height: {height}pt, margin: 0pt)
#place(image(bytes(sys.inputs.svg), width: {side}pt, height: {side}pt))
"""
SCHEMA = re.compile(r"/v(\d+\.\d+)[^/]*\.json$")
"""How the address of a specification's schema ends: with the version of Vega-Lite that draws it."""


def make(folder: Path, *, cover: bool = False) -> Files:
    """Draw the chart whose specification a folder holds, or the cover from it.

    Returns
    -------
    mapping of str to bytes
        Its files, by their names.

    Raises
    ------
    StepError
        If it cannot be drawn.
    """
    spec = json.loads((folder / SPECIFICATION).read_bytes())
    try:
        return (draw_cover if cover else draw)(spec)
    except ValueError as error:
        raise StepError(f"it cannot be drawn: {error}") from error


def draw(spec: dict[str, Any]) -> dict[str, bytes]:
    """Make the files of a chart.

    Parameters
    ----------
    spec : dict
        Specification whose ``usermeta`` names the figure.

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
    return _pictures(spec, figure) | {name: content.encode() for name, content in files.items()}


def draw_cover(spec: dict[str, Any]) -> dict[str, bytes]:
    """Make the pictures of the cover, as `draw` makes those of a chart: the same, without its headline."""
    narrow = without_headline(spec["usermeta"]["narrow"])
    return _pictures(without_headline(spec) | {"usermeta": {**spec["usermeta"], "narrow": narrow}}, COVER)


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
    top = spec["padding"]["left"] + look["subtitleLineHeight"] * len(subtitle) + look["offset"]
    return {**spec, "title": title, "padding": {**spec["padding"], "top": top}}


def _pictures(spec: dict[str, Any], stem: str) -> dict[str, bytes]:
    """Draw a chart as svg for a page and for a phone, and that for a page as png."""
    use_typeface()
    meta = spec["usermeta"]
    version = vega_lite_of(spec)
    svgs = {}
    for name, drawing in ((stem, spec), (stem + NARROW, meta["narrow"])):
        svg = vl_convert.vegalite_to_svg(drawing, vl_version=version)
        svgs[f"{name}.svg"] = accessible(svg, name, meta["caption"], meta["alt"])
    return {name: svg.encode() for name, svg in svgs.items()} | {f"{stem}.png": to_png(svgs[f"{stem}.svg"])}


def to_png(svg: str) -> bytes:
    """Draw an svg, as vl-convert makes it, as a png with two pixels for each of its px.

    vl-convert draws the same picture, as it has the same library for it, but in four times as long: for each letter
    it opens the file of the face anew.

    Raises
    ------
    ValueError
        If it states no size, or cannot be drawn.
    """
    if not (size := SIZE.search(svg)):
        raise ValueError("its svg does not state its size")
    width, height = map(float, size.groups())
    # As a square, whose sides are in no ratio that could be rounded: it would be drawn larger, and shrunk again.
    side = max(width, height)
    square = SIZE.sub(f'width="{side}" height="{side}" viewBox="0 0 {side} {side}"', svg, count=1)
    try:
        png = typst.compile(
            PICTURE.format(width=width, height=height, side=side).encode("utf-8"),
            font_paths=_typst_fonts(),
            format="png",
            ppi=PIXELS_PER_INCH,
            sys_inputs={"svg": square},
        )
    except typst.TypstError as error:
        raise ValueError(error.message) from error
    # Rows of flat colour need no filter.
    return oxipng.optimize_from_memory(png, level=1, filter=[oxipng.RowFilter.NoOp])


def vega_lite_of(spec: dict[str, Any]) -> str:
    """Give the version of Vega-Lite that a specification is written for, such as ``6.1``.

    Raises
    ------
    ValueError
        If its schema names none.
    """
    version = SCHEMA.search(spec["$schema"])
    if not version:
        raise ValueError(f"its schema is {spec['$schema']!r}, which names no version of Vega-Lite")
    return version[1]


@lru_cache(maxsize=1)
def use_typeface() -> None:
    """Let vl-convert use the typeface."""
    vl_convert.register_font_directory(kept_fonts().name)


@lru_cache(maxsize=1)
def _typst_fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, font_paths=[kept_fonts().name])


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
