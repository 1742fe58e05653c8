"""The typeface inside a page: each face cut down to the characters that the page uses."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

from behindbars.fonts import FACES, FAMILY, Face

FEATURES = ["ccmp", "kern", "liga", "locl", "mark", "mkmk"]
"""What the page needs; the figures of the family are tabular of themselves."""


def font_faces(folder: Path, characters: set[str], faces: Sequence[Face] = FACES) -> str:
    """Write the CSS of the typeface, with the fonts themselves in it.

    The same characters always give the same bytes.

    Parameters
    ----------
    folder : Path
        Folder of the static faces.
    characters : set of str
        The characters to keep.
    faces : sequence of Face
        The faces that are used.
    """
    return "\n".join(
        f"@font-face {{ font-family: '{FAMILY}'; font-weight: {face.weight}; "
        f"font-style: {'italic' if face.italic else 'normal'}; font-display: swap; "
        f"src: url(data:font/woff2;base64,{_encoded(folder / face.file, characters)}) format('woff2'); }}"
        for face in faces
    )


def _encoded(file: Path, characters: set[str]) -> str:
    font = TTFont(file, recalcTimestamp=False)
    options = Options()
    options.layout_features = FEATURES
    options.notdef_outline = True
    options.hinting = False
    subsetter = Subsetter(options)
    subsetter.populate(unicodes={ord(character) for character in characters})
    subsetter.subset(font)
    font.flavor = "woff2"
    buffer = BytesIO()
    font.save(buffer)
    return base64.b64encode(buffer.getvalue()).decode("ascii")
