"""The brand: colours and typeface, as ``_brand.yml`` states them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from behindbars.errors import ProjectError

FILE = "_brand.yml"
HEX = re.compile(r"#[0-9A-Fa-f]{6}")
ROLES = {
    "ink": "foreground",
    "background": "background",
    "statement": "primary",
    "muted": "secondary",
    "gap": "tertiary",
    "pale": "light",
    "outline": "dark",
}
"""Where each colour of `Brand` stands in the section ``color`` of the file."""
DARK = "-dark"


@dataclass(frozen=True)
class Brand:
    """Colours, as ``#RRGGBB``, and the family that all text is set in.

    Attributes
    ----------
    ink : str
        Text.
    background : str
        Page.
    statement : str
        Marks of values that the statement counts.
    muted : str
        Text of second rank.
    gap : str
        The gap itself: what the figure is about, and nothing else.
    pale : str
        Fill inside an outline, and rules; carries no meaning by itself.
    outline : str
        Outlines, and marks of values from other public sources.
    family : str
        Family of all text.
    """

    ink: str
    background: str
    statement: str
    muted: str
    gap: str
    pale: str
    outline: str
    family: str


def find_brand(start: Path | None = None) -> Brand:
    """Read the brand of the project that `start` (the current folder) lies in.

    Raises
    ------
    ProjectError
        If no folder from there upwards holds the file, or the file is at fault.
    """
    start = (start or Path.cwd()).resolve()
    for folder in (start, *start.parents):
        if (folder / FILE).is_file():
            return read_brand(folder / FILE)
    raise ProjectError(f"No {FILE} in {start} or above it: the charts take their colours from the project's file.")


@lru_cache(maxsize=8)
def read_brand(path: Path, *, dark: bool = False) -> Brand:
    """Read a brand file.

    Parameters
    ----------
    path : Path
        A file in Quarto's brand format.
    dark : bool
        Whether for a dark screen: each colour is then the one that the palette names with `DARK` at the end.

    Raises
    ------
    ProjectError
        Listing every colour and name that is missing or not as it must be.
    """
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ProjectError(f"{path.name} is not readable YAML: {error}") from error
    colors = _section(content, "color")
    palette = _section(colors, "palette")
    values: dict[str, str] = {}
    faults = []
    for role, key in ROLES.items():
        named = colors.get(key)
        if dark and isinstance(named, str):
            named += DARK
        value = palette.get(named, named) if isinstance(named, str) else named
        if isinstance(value, str) and HEX.fullmatch(value):
            values[role] = value.upper()
        else:
            faults.append(f"color: {key}: expected a colour as #RRGGBB or a name of the palette, found {named!r}")
    family = _section(_section(content, "typography"), "base").get("family")
    if isinstance(family, str) and family:
        values["family"] = family
    else:
        faults.append(f"typography: base: family: expected the name of a family, found {family!r}")
    if faults:
        raise ProjectError("\n".join([f"{path.name} is not as it must be:", *(f"  {fault}" for fault in faults)]))
    return Brand(**values)


def _section(content: Any, key: str) -> dict[str, Any]:
    """Take a section, empty where it is missing: what it lacks is then reported by name."""
    section = content.get(key) if isinstance(content, dict) else None
    return section if isinstance(section, dict) else {}
