"""The typeface: static faces for the renderers, and the width of words set in it.

The package's own files are variable fonts. Renderers that cannot vary them draw every weight alike,
so each face in use is cut from them. HarfBuzz does this in hundredths of a second.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType

import fontpkg_source_sans_3 as package
import uharfbuzz
from fontTools.ttLib import TTFont

FAMILY = package.FAMILY
DISTRIBUTION = "fontpkg-source-sans-3"
FILES = package.ROOT / "files"
UPRIGHT, ITALIC = FILES / "SourceSans3[wght].ttf", FILES / "SourceSans3-Italic[wght].ttf"


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
    """Put the static faces in a folder, with the font's licence; what is there already is not written again.

    Parameters
    ----------
    folder : Path
        The folder; made where it is missing.

    Returns
    -------
    Path
        The same folder.
    """
    folder.mkdir(parents=True, exist_ok=True)
    files = {**static_faces(), "LICENSE.txt": (package.ROOT / "LICENSE").read_bytes()}
    with TemporaryDirectory(dir=folder) as aside:
        for name, content in files.items():
            place = folder / name
            if not place.is_file() or place.read_bytes() != content:
                # Moved whole, as somebody else may be reading it.
                Path(aside, name).write_bytes(content)
                Path(aside, name).replace(place)
    return folder


@lru_cache(maxsize=1)
def kept_fonts() -> TemporaryDirectory[str]:
    """Put the static faces in a folder that is there as long as this process, for tools that read them when they like.

    The folder goes when the object does, which is why that is what is kept.
    """
    folder = TemporaryDirectory(prefix="typeface-")
    static_fonts(Path(folder.name))
    return folder


@lru_cache(maxsize=1)
def static_faces() -> Mapping[str, bytes]:
    """Cut the static faces: their contents, by the names of their files.

    The same versions of the font package, HarfBuzz and fontTools always give the same bytes.
    """
    return MappingProxyType({face.file: _cut(face) for face in FACES})


def _cut(face: Face) -> bytes:
    """Cut one static face, named so that family and weight alone select it."""
    variable = _variable(ITALIC if face.italic else UPRIGHT)
    wanted = uharfbuzz.SubsetInput()
    wanted.keep_everything()
    wanted.flags &= ~uharfbuzz.SubsetFlags.GLYPH_NAMES  # which nobody reads
    wanted.pin_axis_location(variable, "wght", face.weight)
    font = TTFont(BytesIO(wanted.subset(variable).blob.data), recalcTimestamp=False, lazy=True)
    for table in ("STAT", "DSIG"):  # both describe the variable font, no longer this one
        if table in font:
            del font[table]
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
    stream = BytesIO()
    font.save(stream)
    return stream.getvalue()


@lru_cache(maxsize=2)
def _variable(file: Path) -> uharfbuzz.Face:
    return uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(file)))


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
    """Advance width in em, as in the static face of this weight, which need not be cut to know it."""
    font = _upright(weight)
    glyph = font.get_nominal_glyph(ord(character)) or 0  # the one for what the font lacks
    return float(font.get_glyph_h_advance(glyph) / font.face.upem)


@lru_cache(maxsize=len(FACES))
def _upright(weight: int) -> uharfbuzz.Font:
    font = uharfbuzz.Font(_variable(UPRIGHT))
    font.set_variations({"wght": weight})
    return font


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
