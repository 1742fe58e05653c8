"""Marks: one for each complaint, with the few that led to a conviction picked out."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from behindbars.brand import find_brand
from behindbars.charts import knowing
from behindbars.charts.page import form
from behindbars.charts.theme import BESIDE, LABEL, LARGE, LINE, PAGE, SEMIBOLD, SMALL, lines

COLUMN = 150
"""Width of the column of words on a page, px."""
BLOCK, GAP = 10, 1
"""A block is so many marks wide and high; between blocks is room for so many."""
MOST = 10_000
"""Most marks that are drawn one by one."""
VALUE = ["low", "high", "status", "words"]
"""Columns of a value."""
ONWARD = ("about", "at_least", "more_than")
"""Statuses of which the last mark is not the end."""


@form
def marks(frame: pd.DataFrame, *, too_many: str = "", width: int = PAGE) -> alt.VConcatChart:
    """Draw the complaints of each country as single marks, those with a conviction large and in the colour of the gap.

    Parameters
    ----------
    frame : DataFrame
        A row for each country: country_name, note, and low, high, status and words of the complaints (``whole_low`` and
        so on) and of the convictions among them (``part_low`` and so on). What has no number is told in words.
    too_many : str
        Words in the place of more than 10,000 marks.
    width : int
        Width of the chart, px: words stand beside the marks on a page, above them on a phone.
    """
    for name in ("whole", "part"):
        knowing.checked(frame[[f"{name}_{cell}" for cell in VALUE]].set_axis(VALUE, axis=1))
    rows = frame.astype(object).where(frame.notna(), None).to_dict("records")
    wide = width >= BESIDE
    room = width - 8 - (COLUMN + 16 if wide else 0)
    drawn = [_country(row, room, wide, too_many, named=len(rows) > 1) for row in rows]
    return alt.vconcat(*drawn, spacing=18)


def _country(row: Any, room: int, wide: bool, too_many: str, *, named: bool) -> alt.HConcatChart | alt.VConcatChart:
    """Draw one country: its words, and its marks, or what is said in their place."""
    brand = find_brand()
    kinds = _kinds(row)
    drawn = {name for name in ("whole", "part") if kinds and row[f"{name}_status"] not in knowing.SIGNS}
    said = [(row["country_name"], LABEL, brand.ink, SEMIBOLD)] if named else []
    colors = {"whole": brand.ink, "part": brand.gap}
    said += [(row[f"{name}_words"], LARGE, colors[name], SEMIBOLD) for name in colors if name in drawn]
    notes = row["note"] or "", too_many if len(kinds) > MOST else ""
    said += [(note, SMALL, brand.muted, 400) for note in notes]
    parts: list[Any] = [_marks(kinds, room, row["whole_status"])] if 0 < len(kinds) <= MOST else []
    parts += [_slot(row, name, room // 2 - 8 if wide else room) for name in ("whole", "part") if name not in drawn]
    words = paragraphs(said, COLUMN if wide else room)
    right: Any
    if len(parts) == 1:
        right = parts[0]
    elif wide and len(kinds) <= BLOCK**2 and parts:
        # An arrow at the last mark may stand out of the marks, into the space between.
        right = alt.hconcat(*parts, spacing=max(16, room // 2 + 8 - parts[0].width), bounds="flush")
    else:
        right = alt.vconcat(*parts, spacing=10)
    return alt.hconcat(words, right, spacing=16) if wide else alt.vconcat(words, right, spacing=6)


def _kinds(row: Any) -> list[str]:
    """Give the kind of each mark, the picked first; none where there is no number of complaints."""
    whole, part = (
        [0 if row[f"{name}_status"] in knowing.SIGNS else int(row[f"{name}_{end}"] or 0) for end in ("low", "high")]
        for name in ("whole", "part")
    )
    low, high = whole[0], max(whole)
    sure, most = part[0], min(max(part), high)
    numbers = {"picked": sure, "perhaps picked": most - sure, "counted": low - most, "perhaps": high - max(low, most)}
    return [kind for kind, number in numbers.items() for _ in range(max(0, number))]


def _marks(kinds: list[str], room: int, status: str) -> alt.LayerChart:
    """Draw single marks in blocks of a hundred, as many side by side as there is room for; all have one scale."""
    brand = find_brand()
    blocks = 4 if room > 300 else 3
    pitch = room / (blocks * (BLOCK + GAP))
    data = pd.DataFrame({"kind": kinds, "n": range(len(kinds))})
    block, within = data["n"] // BLOCK**2, data["n"] % BLOCK**2
    data["x"] = block % blocks * (BLOCK + GAP) + within % BLOCK
    data["y"] = block // blocks * (BLOCK + GAP) + within // BLOCK
    across, down = data["x"].max() + 1, data["y"].max() + 1
    picked = data["kind"].isin(["picked", "perhaps picked"])
    data["color"] = picked.map({True: brand.gap, False: brand.statement})
    data["size"] = picked.map({True: 0.9, False: 0.35}) * pitch**2
    data["fill"] = data["color"].where(data["kind"].isin(["picked", "counted"]), brand.background)
    x, y = (alt.Scale(domain=[-0.5, end - 0.5], nice=False, zero=False) for end in (across, down))
    look: dict[str, Any] = {"shape": "circle", "opacity": 1, "strokeWidth": 1}
    colors: dict[str, Any] = {
        "fill": alt.expr("datum.fill"),
        "stroke": alt.expr("datum.color"),
        "size": alt.expr("datum.size"),
    }
    layers = [alt.Chart(data.drop(columns="n")).mark_point(**look, **colors)]
    if status in ONWARD:
        end: dict[str, Any] = {"shape": knowing.ENDS[status], "size": knowing.END, "opacity": 1}
        layers += [alt.Chart(data[-1:]).mark_point(**end, xOffset=pitch / 2)]
    place = (alt.X("x:Q", axis=None, scale=x), alt.Y("y:Q", axis=None, scale=y, sort="descending"))
    size = {"width": round(across * pitch), "height": round(down * pitch)}
    drawn: Any = alt.layer(*(layer.encode(*place) for layer in layers), **size)
    return drawn  # type: ignore[no-any-return]


def _slot(row: Any, name: str, width: int) -> alt.LayerChart:
    """Say in words what has no number, or is not picked from these complaints."""
    one = pd.DataFrame([{key: row[f"{name}_{key}"] for key in VALUE} | {"context": False}])
    rows = knowing.checked(one)
    rows["said"] = [lines(text, width - knowing.SIGN_ROOM - 8) for text in rows["said"]]
    rows["start"] = rows["end"] = 0.0
    height = 12 + LINE * (rows["said"].iloc[0].count("\n") + 1)
    layers = [
        *knowing.slots(rows, height - 4, x=alt.XValue(2), x2=alt.X2Value(width - 2)),
        *knowing.signs(rows, x=alt.XValue(14)),
        *knowing.ends(rows, {"x": alt.XValue(14)}, "reported_zero"),
        knowing.words().encode(x=alt.XValue(knowing.SIGN_ROOM + 4)),
    ]
    data = rows[["low", "high", "status", "said", "context", "mark"]]
    return alt.layer(*layers, data=data, width=width, height=height).encode(y=alt.YValue(height / 2))


def paragraphs(said: list[tuple[str, int, str, int]], width: int) -> alt.Chart:
    """Print texts one below the other, each with its size, colour and weight."""
    style = ["size", "color", "weight"]
    broken = [
        (line, size, *look) for text, size, *look in said for line in lines(text, width, size).split("\n") if line
    ]
    data = pd.DataFrame(broken or [("", SMALL, "#000000", 400)], columns=["line", *style]).reset_index(names="n")
    look: dict[str, Any] = {
        name: alt.expr(f"datum.{field}") for name, field in zip(("fontSize", "color", "fontWeight"), style, strict=True)
    }
    chart: alt.Chart = alt.Chart(data).mark_text(**look).encode(alt.Y("n:O", axis=None), x=alt.XValue(0), text="line:N")
    return chart.properties(width=width, height=alt.Step(18))
