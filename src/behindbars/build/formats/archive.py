"""A zip that depends on the names and contents of its files alone."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from behindbars.build.apart import Files
from behindbars.build.book import read_book

CHECKSUMS = "SHA256SUMS"
"""In the form that ``sha256sum --check`` reads."""
READABLE = 0o644 << 16
"""Rights of every file, where a zip keeps them."""


def write_archive(out: Path, root: Path, files: Iterable[Path], day: date) -> None:
    """Write files into a zip that depends on their names and contents alone.

    Parameters
    ----------
    out : Path
        The zip.
    root : Path
        Folder that the names in the zip begin at.
    files : iterable of Path
        Files below `root`, in any order.
    day : date
        Date of every file in the zip: that of the edition.
    """
    contents = {file.relative_to(root).as_posix(): file.read_bytes() for file in files}
    sums = "".join(f"{hashlib.sha256(contents[name]).hexdigest()}  {name}\n" for name in sorted(contents))
    contents[CHECKSUMS] = sums.encode("utf-8")
    out.write_bytes(zipped({f"{out.stem}/{name}": contents[name] for name in sorted(contents)}, day))


def zipped(contents: Mapping[str, bytes], day: date) -> bytes:
    """Make a zip of contents by their names, in this order, every one of them dated by the same day."""
    stream = BytesIO()
    with ZipFile(stream, "w") as archive:
        for name, content in contents.items():
            entry = ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            entry.create_system = 3  # else the system that wrote the zip is in it
            entry.external_attr = READABLE
            archive.writestr(entry, content, ZIP_DEFLATED, 9)
    return stream.getvalue()


def make(folder: Path, *, year: int) -> Files:
    """Make the zip of an edition's data, charts and notebooks from a folder that holds them and its configuration."""
    book = read_book(folder, year)
    out = folder / f"{book.output_file}-data.zip"
    places = (folder / name for name in ("data", "outputs", "figures"))
    write_archive(out, folder, (file for place in places for file in place.rglob("*") if file.is_file()), book.date)
    return {out.name: out.read_bytes()}
