"""The charts of an edition as files: svg for a page and for a phone, png, Vega-Lite json and csv."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from behindbars.build.apart import Files, WorkError
from behindbars.build.notebooks import COVER, NARROW
from behindbars.charts import picture
from behindbars.charts.theme import PAGE, PHONE


def draw_all(folder: Path, *, specs: Sequence[dict[str, Any]]) -> Files:
    """Draw charts, and the cover from the one whose ``usermeta`` says so; it is called in a process of its own.

    Raises
    ------
    WorkError
        Naming every chart that cannot be drawn.
    """
    files: dict[str, bytes] = {}
    faults = []
    for spec in specs:
        try:
            on_cover = spec["usermeta"].pop("cover", False)
            files |= draw(spec) | (draw_cover(spec) if on_cover else {})
        except ValueError as error:
            faults.append(f"{spec['usermeta']['figure']}: it cannot be drawn: {error}")
    if faults:
        raise WorkError("\n  ".join(faults))
    return files


def draw(spec: dict[str, Any]) -> dict[str, bytes]:
    """Make the files of a chart, by their names, from its specification as it stands in an executed notebook.

    Raises
    ------
    ValueError
        If the chart cannot be drawn.
    """
    meta = spec["usermeta"]
    text = json.dumps(spec, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    table = pd.DataFrame(meta["data"], dtype=object).to_csv(index=False, lineterminator="\n")
    named = {f"{meta['figure']}.json": text.encode(), f"{meta['figure']}.csv": table.encode()}
    return _pictures(spec, meta["narrow"], meta["figure"]) | named


def draw_cover(spec: dict[str, Any]) -> dict[str, bytes]:
    """Make the pictures of the cover: those of a chart, without the headline, as the finding stands beside them."""
    narrow = _without_headline(spec["usermeta"]["narrow"])
    return _pictures(_without_headline(spec), narrow, COVER)


def _without_headline(spec: dict[str, Any]) -> dict[str, Any]:
    """Leave out a chart's headline; its subtitle takes the place."""
    head = spec["title"]
    look = {"color": spec["config"]["title"]["subtitleColor"], "fontWeight": "normal"}
    look |= {"fontSize": head["subtitleFontSize"], "lineHeight": head["subtitleLineHeight"]}
    return {**spec, "title": {**head, **look, "text": head["subtitle"], "subtitle": []}}


def _pictures(page: dict[str, Any], phone: dict[str, Any], stem: str) -> dict[str, bytes]:
    meta = page["usermeta"]
    svgs = {
        f"{name}.svg": picture.svg(spec, name, meta["caption"], meta["alt"], width)
        for name, spec, width in ((stem, page, PAGE), (stem + NARROW, phone, PHONE))
    }
    return {name: svg.encode() for name, svg in svgs.items()} | {f"{stem}.png": picture.png(svgs[f"{stem}.svg"])}
