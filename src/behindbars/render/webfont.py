"""The typeface inside a page: each face cut down to the characters that the page uses."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence
from io import BytesIO

import uharfbuzz
from fontTools.ttLib import TTFont

from behindbars.fonts import FACES, FAMILY, Face, static_faces

FEATURES = ("ccmp", "kern", "liga", "locl", "mark", "mkmk")
"""What the page needs; the figures of the family are tabular of themselves."""


def font_faces(characters: Iterable[str], faces: Sequence[Face] = FACES) -> str:
    """Write the CSS of the typeface, with the fonts themselves in it.

    The same characters, and versions of HarfBuzz, fontTools and brotli, always give the same bytes.

    Parameters
    ----------
    characters : iterable of str
        The characters to keep.
    faces : sequence of Face
        The faces that are used.
    """
    kept = frozenset(characters)
    return "\n".join(
        f"@font-face {{ font-family: '{FAMILY}'; font-weight: {face.weight}; "
        f"font-style: {'italic' if face.italic else 'normal'}; font-display: swap; "
        f"src: url(data:font/woff2;base64,{_base64(_encoded(face, kept))}) format('woff2'); }}"
        for face in faces
    )


def _encoded(face: Face, characters: frozenset[str]) -> bytes:
    """Cut a face down to some characters, as WOFF2."""
    wanted = uharfbuzz.SubsetInput()
    wanted.unicode_set.update(map(ord, characters))
    wanted.layout_feature_tag_set.clear()
    # HarfBuzz takes the four letters of a feature as one number.
    wanted.layout_feature_tag_set.update(int.from_bytes(feature.encode("ascii")) for feature in FEATURES)
    flags = uharfbuzz.SubsetFlags
    wanted.flags = flags.NO_HINTING | flags.NOTDEF_OUTLINE | flags.NO_BIDI_CLOSURE
    whole = uharfbuzz.Face(uharfbuzz.Blob(static_faces()[face.file]))
    font = TTFont(BytesIO(wanted.subset(whole).blob.data), recalcTimestamp=False, lazy=True)
    font.flavor = "woff2"
    buffer = BytesIO()
    font.save(buffer)
    return buffer.getvalue()


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")
