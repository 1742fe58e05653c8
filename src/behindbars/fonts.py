"""The typeface: static faces for the renderers, and the width of words set in it.

The package's own files are variable fonts. Renderers that cannot vary them draw every weight alike,
so each face in use is cut from them once and kept.
"""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from importlib.metadata import version
from io import BytesIO
from pathlib import Path

import fontpkg_source_sans_3 as package
from fontTools.ttLib import TTFont

from behindbars.steps.step import Files

FAMILY = package.FAMILY
DISTRIBUTION = "fontpkg-source-sans-3"
FILES = package.ROOT / "files"
UPRIGHT, ITALIC = FILES / "SourceSans3[wght].ttf", FILES / "SourceSans3-Italic[wght].ttf"
STAMP = "VERSION.txt"


@dataclass(frozen=True)
class Face:
    """One static face: its file's name, style name, weight (CSS, 400 is regular) and slope."""

    file: str
    style: str
    weight: int
    italic: bool


FACES = (
    Face("SourceSans3-Regular.ttf", "Regular", 400, False),
    Face("SourceSans3-Italic.ttf", "Italic", 400, True),
    Face("SourceSans3-SemiBold.ttf", "SemiBold", 600, False),
    Face("SourceSans3-Bold.ttf", "Bold", 700, False),
    Face("SourceSans3-BoldItalic.ttf", "Bold Italic", 700, True),
)


def static_fonts(folder: Path) -> Path:
    """Make the static faces in `folder`, unless they are there already.

    The same version of the font package always gives the same bytes.

    Parameters
    ----------
    folder : Path
        Cache folder; made where it is missing.

    Returns
    -------
    Path
        The same folder, holding every face of `FACES` and the font's licence.
    """
    if not is_current(folder):
        install(folder, {face.file: make(folder, file=face.file)[face.file] for face in FACES})
    return folder


def is_current(folder: Path, faces: Files | None = None) -> bool:
    """Whether a folder holds every face, as the installed version of the font package gives it.

    Parameters
    ----------
    folder : Path
        The folder.
    faces : mapping of str to bytes, optional
        What each must be, where it is known.
    """
    try:
        found = {face.file: (folder / face.file).read_bytes() for face in FACES}
        return faces in (None, found) and (folder / STAMP).read_bytes() == _stamp(found)
    except OSError:
        return False


def make(folder: Path, *, file: str) -> Files:
    """Cut a static face; the folder holds nothing that it needs.

    Parameters
    ----------
    file : str
        Name of one of `FACES`.
    """
    [face] = (face for face in FACES if face.file == file)
    stream = BytesIO()
    _cut(face).save(stream)
    return {file: stream.getvalue()}


def install(folder: Path, faces: Files) -> None:
    """Put static faces in a folder, with the font's licence.

    Parameters
    ----------
    folder : Path
        The folder; made where it is missing.
    faces : mapping of str to bytes
        What `make` gives for each of `FACES`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as aside:
        made = Path(aside)
        for name, content in faces.items():
            (made / name).write_bytes(content)
        shutil.copyfile(package.ROOT / "LICENSE", made / "LICENSE.txt")
        (made / STAMP).write_bytes(_stamp(faces))
        # Each file is moved whole, the stamp last: a stamped folder is a complete one.
        for name in (*faces, "LICENSE.txt", STAMP):
            (made / name).replace(folder / name)


def _stamp(faces: Files) -> bytes:
    """Name the versions that make the faces, and the checksum of each: neither an old nor a damaged one counts."""
    made_with = f"{DISTRIBUTION} {version(DISTRIBUTION)}, fonttools {version('fonttools')}"
    sums = [f"{sha256(content).hexdigest()}  {name}" for name, content in sorted(faces.items())]
    return "\n".join([made_with, *sums, ""]).encode("utf-8")


def _cut(face: Face) -> TTFont:
    """Cut one static face, named so that family and weight alone select it."""
    from fontTools.varLib.instancer import instantiateVariableFont  # takes long, and is needed once

    variable = TTFont(ITALIC if face.italic else UPRIGHT, recalcTimestamp=False)
    font = instantiateVariableFont(variable, {"wght": face.weight}, inplace=True)
    for table in ("STAT", "DSIG"):  # both describe the variable font, no longer this one
        if table in font:
            del font[table]
    font["OS/2"].usWeightClass = face.weight
    bold = face.weight == 700
    plain = not (bold or face.italic)
    font["OS/2"].fsSelection = 0x01 * face.italic | 0x20 * bold | 0x40 * plain | 0x80
    font["head"].macStyle = 0x01 * bold | 0x02 * face.italic
    # A family of the old naming holds regular, italic, bold and bold italic only;
    # any other weight is a family of its own there, and joins ours by names 16 and 17.
    grouped = face.weight in (400, 700)
    names = {
        1: FAMILY if grouped else f"{FAMILY} {face.style}",
        2: face.style if grouped else "Regular",
        3: f"{version(DISTRIBUTION)};{Path(face.file).stem}",
        4: f"{FAMILY} {face.style}",
        6: Path(face.file).stem,
    } | ({} if grouped else {16: FAMILY, 17: face.style})
    table = font["name"]
    table.names = [record for record in table.names if record.nameID not in (1, 2, 3, 4, 6, 16, 17, 25)]
    for number, text in names.items():
        table.setName(text, number, 3, 1, 0x409)
    return font


def measure(text: str, size: float, weight: int = 400) -> float:
    """Width of one line of text, without kerning.

    Parameters
    ----------
    text : str
        One line.
    size : float
        Font size in px.
    weight : int
        Weight as in CSS, 400 is regular.

    Returns
    -------
    float
        Width in px.
    """
    return sum(_advance(character, weight) for character in text) * size


@lru_cache(maxsize=4096)
def _advance(character: str, weight: int) -> float:
    """Advance width in em, read from the variable font: measuring needs no static face."""
    font = _variable()
    glyph = font.getBestCmap().get(ord(character), ".notdef")
    return float(font.getGlyphSet(location={"wght": weight})[glyph].width) / float(font["head"].unitsPerEm)


@lru_cache(maxsize=1)
def _variable() -> TTFont:
    return TTFont(UPRIGHT, lazy=True)


def wrap(text: str, width: float, size: float, weight: int = 400) -> list[str]:
    """Break text into lines no wider than `width` px, at spaces only.

    A single word that is wider than the line stands alone on a line.

    Returns
    -------
    list of str
        The lines, at least one; line breaks in `text` are kept.
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split(" "):
            longer = f"{line} {word}" if line else word
            if line and measure(longer, size, weight) > width:
                lines.append(line)
                line = word
            else:
                line = longer
        lines.append(line)
    return lines
