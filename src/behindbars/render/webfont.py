"""The typeface inside a page: each face cut down to the characters that the page uses."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

from behindbars.fonts import FACES, FAMILY, Face
from behindbars.project import CACHE
from behindbars.render import TYPEFACE
from behindbars.steps.step import Files

CHARACTERS = "characters.txt"
"""File beside the faces of a page that says which characters they have."""
FEATURES = ["ccmp", "kern", "liga", "locl", "mark", "mkmk"]
"""What the page needs; the figures of the family are tabular of themselves."""


def font_faces(folder: Path, characters: Iterable[str], faces: Sequence[Face] = FACES) -> str:
    """Write the CSS of the typeface, with the fonts themselves in it.

    The same characters always give the same bytes.

    Parameters
    ----------
    folder : Path
        Folder of the static faces.
    characters : iterable of str
        The characters to keep.
    faces : sequence of Face
        The faces that are used.
    """
    kept = frozenset(characters)
    return rules({face.file: encoded(folder / face.file, kept) for face in faces})


def rules(encoded: Mapping[str, bytes]) -> str:
    """Write the CSS of faces that are cut down already.

    Parameters
    ----------
    encoded : mapping of str to bytes
        Each as WOFF2, by the name of the file that it was cut from.
    """
    return "\n".join(
        f"@font-face {{ font-family: '{FAMILY}'; font-weight: {face.weight}; "
        f"font-style: {'italic' if face.italic else 'normal'}; font-display: swap; "
        f"src: url(data:font/woff2;base64,{_base64(encoded[face.file])}) format('woff2'); }}"
        for face in FACES
        if face.file in encoded
    )


def make(folder: Path, *, characters: str) -> Files:
    """Cut every face down to some characters, from a folder that holds the static faces."""
    kept = frozenset(characters)
    return {f"{TYPEFACE}/{face.file}": encoded(folder / CACHE / "fonts" / face.file, kept) for face in FACES} | {
        f"{TYPEFACE}/{CHARACTERS}": characters.encode("utf-8")
    }


def encoded(face: Path, characters: frozenset[str]) -> bytes:
    """Cut a face down to some characters, as WOFF2.

    The result depends on the content of the file, the characters and the versions of fontTools and brotli alone.

    Parameters
    ----------
    face : Path
        A static face.
    characters : frozenset of str
        The characters to keep.
    """
    options = Options()
    options.layout_features = FEATURES
    options.notdef_outline = True
    options.hinting = False
    subsetter = Subsetter(options)
    subsetter.populate(unicodes={ord(character) for character in characters})
    # Lazy: most kerning is of characters that are left out, and need not be read.
    with TTFont(face, recalcTimestamp=False, lazy=True) as font:
        # The subsetter would look for names in use at every kerning pair. None of the features kept has a name.
        names = font["name"]
        names.names = [
            record
            for record in names.names
            if record.nameID in options.name_IDs and record.langID in options.name_languages and record.isUnicode()
        ]
        del font["name"]
        subsetter.subset(font)
        font["name"] = names
        font.flavor = "woff2"
        buffer = BytesIO()
        font.save(buffer)
    return buffer.getvalue()


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")
