"""The typeface inside a page or a picture: each face cut down to the characters in use."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence
from functools import lru_cache
from io import BytesIO

import uharfbuzz
from fontTools.ttLib import TTFont

from behindbars.fonts import FACES, FAMILY, Face

FEATURES = ("ccmp", "kern", "liga", "locl", "mark", "mkmk")
"""What browsers apply by themselves, and the faces know."""
TABULAR = "tnum"
"""Figures of one width, for tables: those of the family have widths of their own."""


def font_faces(characters: Iterable[str], faces: Sequence[Face] = FACES) -> str:
    """Write the CSS of the typeface of a page, with the fonts themselves in it.

    Parameters
    ----------
    characters : iterable of str
        The characters to keep.
    faces : sequence of Face
        The faces that are used.
    """
    kept = frozenset(characters)
    return "\n".join(font_face(face, kept, (*FEATURES, TABULAR)) for face in faces)


@lru_cache(maxsize=32)
def font_face(face: Face, characters: frozenset[str], features: tuple[str, ...] = FEATURES) -> str:
    """Write the CSS of one face, with the font itself in it.

    The same characters, and versions of the font, HarfBuzz, fontTools and brotli, always give the same bytes.

    Parameters
    ----------
    face : Face
        The face.
    characters : frozenset of str
        The characters to keep.
    features : tuple of str
        The OpenType features to keep.
    """
    font = base64.b64encode(_cut(face, characters, features)).decode("ascii")
    return (
        f"@font-face {{ font-family: '{FAMILY}'; font-weight: {face.weight}; "
        f"font-style: {'italic' if face.italic else 'normal'}; "
        f"src: url(data:font/woff2;base64,{font}) format('woff2'); }}"
    )


def _cut(face: Face, characters: frozenset[str], features: tuple[str, ...]) -> bytes:
    """Cut a face down to some characters, as WOFF2."""
    wanted = uharfbuzz.SubsetInput()
    wanted.unicode_set.update(map(ord, characters))
    wanted.layout_feature_tag_set.clear()
    # HarfBuzz takes the four letters of a feature as one number.
    wanted.layout_feature_tag_set.update(int.from_bytes(feature.encode("ascii")) for feature in features)
    flags = uharfbuzz.SubsetFlags
    wanted.flags = flags.NO_HINTING | flags.NOTDEF_OUTLINE | flags.NO_BIDI_CLOSURE
    whole = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(face.path)))
    font = TTFont(BytesIO(wanted.subset(whole).blob.data), recalcTimestamp=False, lazy=True)
    font.flavor = "woff2"
    buffer = BytesIO()
    font.save(buffer)
    return buffer.getvalue()
