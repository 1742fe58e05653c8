"""The zip of an edition: everything in it, nothing of the machine that made it."""

from __future__ import annotations

import hashlib
import os
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from behindbars.build.formats.archive import CHECKSUMS, make

from .conftest import PROFILE, SHARED

STEM = "synthetic-2023-data"


def fill(folder: Path) -> list[Path]:
    for name, text in {"_quarto.yml": SHARED, "_quarto-2023.yml": PROFILE}.items():
        folder.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    files = [folder / "data" / "b.csv", folder / "data" / "a.csv", folder / "figures" / "2023" / "синтетика.svg"]
    for number, file in enumerate(files):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"synthetic {number}\n", encoding="utf-8")
    return files


def test_holds_every_file_with_its_checksum(tmp_path: Path) -> None:
    files = fill(tmp_path)
    [(name, content)] = make(tmp_path, year=2023).items()
    assert name == f"{STEM}.zip"
    with ZipFile(BytesIO(content)) as archive:
        names = archive.namelist()
        assert names == sorted(names)
        sums = archive.read(f"{STEM}/{CHECKSUMS}").decode("utf-8").splitlines()
        assert len(sums) == len(files) == len(names) - 1
        for line in sums:
            digest, name = line.split("  ")
            content = archive.read(f"{STEM}/{name}")
            assert content == (tmp_path / name).read_bytes()
            assert hashlib.sha256(content).hexdigest() == digest


def test_same_bytes_whatever_the_order_time_and_rights(tmp_path: Path) -> None:
    zips = []
    for name in ("one", "another"):
        files = fill(tmp_path / name)
        if zips:
            files[1].rename(tmp_path / "aside")
            (tmp_path / "aside").rename(files[1])
            os.utime(files[0], (0, 0))
            files[1].chmod(0o600)
        [content] = make(tmp_path / name, year=2023).values()
        zips.append(content)
    assert zips[0] == zips[1]
    with ZipFile(BytesIO(zips[0])) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(2023, 6, 26, 0, 0, 0)}
