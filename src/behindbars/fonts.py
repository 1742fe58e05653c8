"""The typeface: the faces in use, and where renderers find them."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from unicodedata import normalize

import fontpkg_fira_sans as package
import uharfbuzz

FAMILY = package.FAMILY
LICENCE = package.ROOT / "LICENSE"


@dataclass(frozen=True)
class Face:
    """One face: its file's name, weight (CSS, 400 is regular) and slope."""

    file: str
    weight: int
    italic: bool

    @property
    def path(self) -> Path:
        """The file itself, as the font's package holds it."""
        path: Path = package.ROOT / "files" / self.file
        return path


FACES = (
    Face("FiraSans-Regular.ttf", 400, False),
    Face("FiraSans-Italic.ttf", 400, True),
    Face("FiraSans-SemiBold.ttf", 600, False),
    Face("FiraSans-Bold.ttf", 700, False),
    Face("FiraSans-BoldItalic.ttf", 700, True),
)


@lru_cache(maxsize=1)
def _letters() -> frozenset[str]:
    """Give the characters that every face has, and a hyphen for which each draws another one."""
    blobs = (uharfbuzz.Blob.from_file_path(str(face.path)) for face in FACES)
    return frozenset("\N{NON-BREAKING HYPHEN}").union(
        map(chr, frozenset.intersection(*(frozenset(uharfbuzz.Face(blob).unicodes) for blob in blobs)))
    )


def lacking(text: str) -> str:
    """Name the first character of a text that can be seen and that the typeface lacks; empty if there is none."""
    letters = () if text.isascii() else normalize("NFC", text)
    return next(
        (f"{each} (U+{ord(each):04X})" for each in letters if each.isprintable() and each not in _letters()), ""
    )


def copy_fonts(folder: Path) -> None:
    """Put the faces and their licence in a folder, which is made where it is missing."""
    folder.mkdir(parents=True, exist_ok=True)
    for file in (*(face.path for face in FACES), LICENCE):
        shutil.copyfile(file, folder / file.name)


@lru_cache(maxsize=1)
def kept_fonts() -> TemporaryDirectory[str]:
    """Put the faces in a folder that is there as long as this process, for tools that read them when they like.

    The folder goes when the object does, which is why that is what is kept.
    """
    folder = TemporaryDirectory(prefix="typeface-")
    copy_fonts(Path(folder.name))
    return folder
