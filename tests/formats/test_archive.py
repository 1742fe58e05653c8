"""The zip of an edition: everything in it, nothing of the machine that made it."""

from __future__ import annotations

import hashlib
import os
from datetime import date
from pathlib import Path
from zipfile import ZipFile

from behindbars.build.formats.archive import CHECKSUMS, write_archive

DAY = date(2023, 6, 26)


def make(folder: Path) -> list[Path]:
    files = [folder / "data" / "b.csv", folder / "data" / "a.csv", folder / "figures" / "2023" / "синтетика.svg"]
    for number, file in enumerate(files):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"synthetic {number}\n", encoding="utf-8")
    return files


def test_holds_every_file_with_its_checksum(tmp_path: Path) -> None:
    files = make(tmp_path)
    write_archive(tmp_path / "edition.zip", tmp_path, files, DAY)
    with ZipFile(tmp_path / "edition.zip") as archive:
        names = archive.namelist()
        assert names == sorted(names)
        sums = archive.read(f"edition/{CHECKSUMS}").decode("utf-8").splitlines()
        assert len(sums) == len(files) == len(names) - 1
        for line in sums:
            digest, name = line.split("  ")
            content = archive.read(f"edition/{name}")
            assert content == (tmp_path / name).read_bytes()
            assert hashlib.sha256(content).hexdigest() == digest


def test_same_bytes_whatever_the_order_time_and_rights(tmp_path: Path) -> None:
    zips = []
    for name in ("one", "another"):
        files = make(tmp_path / name)
        if zips:
            files.reverse()
            os.utime(files[0], (0, 0))
            files[1].chmod(0o600)
        zips.append(tmp_path / name / "edition.zip")
        write_archive(zips[-1], tmp_path / name, files, DAY)
    assert zips[0].read_bytes() == zips[1].read_bytes()
    with ZipFile(zips[0]) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(2023, 6, 26, 0, 0, 0)}
