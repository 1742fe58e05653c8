"""A zip that depends on the names and contents of its files alone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from behindbars.build.apart import Files
from behindbars.build.book import read_book
from behindbars.build.manifest import checksum

CHECKSUMS = "SHA256SUMS"
"""In the form that ``sha256sum --check`` reads."""
READABLE = 0o644 << 16
"""Rights of every file, where a zip keeps them."""


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
    stem = f"{book.output_file}-data"
    files = [file for name in ("data", "outputs", "figures") for file in (folder / name).rglob("*") if file.is_file()]
    contents = {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}
    sums = "".join(f"{checksum(contents[name])}  {name}\n" for name in sorted(contents))
    contents[CHECKSUMS] = sums.encode()
    return {f"{stem}.zip": zipped({f"{stem}/{name}": contents[name] for name in sorted(contents)}, book.date)}
