"""The data package as pandas frames; what is loaded has no fault."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from behindbars import __version__
from behindbars.errors import DataError, ParameterError, ProjectError
from behindbars.package.codes import nearest
from behindbars.package.descriptor import Package, read_package
from behindbars.package.needs import check_needs
from behindbars.package.periods import Period
from behindbars.package.reading import read_contents
from behindbars.package.references import Reference, one_statement_an_edition

if TYPE_CHECKING:
    import pandas as pd

MARK = ".cache/checked"
"""Beside the folder of the data, the checksum of the files that were found without fault last."""


CONFIG, DATA = "_quarto.yml", Path("data", "datapackage.json")
"""By these files a folder is known as that of a project."""
OUT = "BEHINDBARS_OUT"
"""Variable that names the folder in which an executed notebook will stand, where it is not the one it runs in."""


@dataclass(frozen=True, eq=False)
class DataPackage:
    """A data package without faults.

    Attributes
    ----------
    folder : Path
        Where it is.
    descriptor : Package
        What ``datapackage.json`` says.
    frames : mapping of str to DataFrame
        Each table by its name, in the order of its file, with the columns that the descriptor describes: a text
        is ``str``, and NaN where it is missing; an integer is ``Int64``, a number ``Float64``; a column with a
        list of codes is an ordered category in the order of the list. Beyond these,

        - the tables of an edition have ``context`` (bool): whether the source is no statement;
        - ``observations`` have ``unit`` (category) and ``stage`` (Int64, NA outside the cascade) of their
          indicator, and their ``series`` is an ordered category in the order of the table of series.
    references : mapping of str to Reference
        The sources by their key, in the order of their file.
    """

    folder: Path
    descriptor: Package
    frames: Mapping[str, pd.DataFrame]
    references: Mapping[str, Reference]

    @property
    def name(self) -> str:
        """Name of the package."""
        return self.descriptor.name

    @property
    def statements(self) -> dict[int, Reference]:
        """The statement of each edition, by its year, in order."""
        found = {ref.edition: ref for ref in self.references.values() if ref.edition is not None}
        return dict(sorted(found.items()))

    @property
    def years(self) -> tuple[int, ...]:
        """Edition years, in order; the newest may be a draft."""
        return tuple(self.statements)

    def edition_before(self, year: int) -> int | None:
        """Give the year of the edition before another one; None for the first."""
        return max((other for other in self.years if other < year), default=None)

    @property
    def region(self) -> str:
        """Code of the region."""
        countries = self.frames["countries"]
        return str(countries.loc[countries["kind"] == "region", "iso3"].iloc[0])

    def row(self, table: str, code: str) -> pd.Series:
        """Give the row of a table by what stands in its first column."""
        return self.frames[table].iloc[self._places[table][code]]

    @cached_property
    def _places(self) -> dict[str, dict[str, int]]:
        """Where in each table a code stands first: looking it up in the frame each time takes a second of an import."""
        codes = {table: [*enumerate(frame.iloc[:, 0])] for table, frame in self.frames.items()}
        return {table: {code: place for place, code in reversed(pairs)} for table, pairs in codes.items()}

    def text(self, table: str, code: str, column: str, lang: str) -> str:
        """Give a text of a row, such as its label, in a language."""
        return str(self.row(table, code)[f"{column}_{lang}"])

    def published(self, year: int) -> date:
        """Give the day on which the statement of an edition was published; later events are not in it."""
        text = self.statements[year].date
        return (Period.parse(text).end if text else None) or date(year + 1, 12, 31)

    def published_source(self, key: str) -> date | None:
        """Give the first day on which a source may have been published; None where no date is known."""
        text = self.references[key].date
        return Period.parse(text).start if text else None

    def countries_of(self, year: int) -> pd.DataFrame:
        """Give the countries of an edition, without the region: those that it or an earlier one speaks of."""
        tables = (self.frames[table] for table in ("observations", "safeguards", "cases", "events"))
        spoken = {
            code for table in tables for code in table.loc[~table["context"] & (table["year"] <= year), "country"]
        }
        countries = self.frames["countries"]
        return countries[(countries["kind"] == "country") & countries["iso3"].isin(spoken)]

    def country(self, iso3: str) -> pd.Series:
        """Give the row of a country, or of the region, by its code.

        Raises
        ------
        ParameterError
            There is no such country; the message names the code that was meant, if that is sure, or all of them.
        """
        known = [*self.frames["countries"]["iso3"]]
        if iso3 in known:
            return self.row("countries", iso3)
        meant = nearest(iso3, known)
        hint = f"perhaps {meant} was meant" if meant else f"there are {', '.join(known)}"
        raise ParameterError(f"There is no country {iso3!r} in the data: {hint}.")


def find_project(start: Path | None = None) -> Path:
    """Find the project folder: `start` (the current folder) or the nearest one above it that holds an edition's files.

    Raises
    ------
    ProjectError
        If there is none.
    """
    start = (start or Path.cwd()).resolve()
    for folder in (start, *start.parents):
        if (folder / CONFIG).is_file() and (folder / DATA).is_file():
            return folder
    raise ProjectError(
        f"No project found in {start} or above it: a project has {CONFIG} and {DATA.as_posix()}. "
        "Change to the project's folder, or name it with --project."
    )


def load(folder: Path) -> DataPackage:
    """Read the data package in a folder, and check it unless just this was checked before.

    Raises
    ------
    DataError
        The data has faults; the error lists all of them.
    ProjectError
        The descriptor is missing or broken, or is not as this program needs it.
    """
    from behindbars.package.frames import frames_of  # here, as to import this package must not take as long as pandas

    before, place = checksum(_read(folder)), folder.resolve().parent / MARK
    is_known = _remembered(place) == before
    package = read_package(folder, checked=is_known)
    contents, faults = read_contents(folder, package)
    if not is_known:
        # And what was checked before must not wait for frictionless.
        from behindbars.package.checking import check
        from behindbars.package.rules import RULES

        check_needs(package)
        faults += [*one_statement_an_edition(contents.references), *check(contents, RULES)]
        if not faults and checksum(_read(folder)) == before:
            _remember(place, before)
    if faults:
        raise DataError(faults)
    return DataPackage(folder, package, frames_of(contents), contents.references)


def checksum(files: Mapping[str, bytes]) -> str:
    """Compute what `MARK` holds for files of a data package: the checksum of them and of what checks them."""
    digest = hashlib.sha256(__version__.encode())
    for name, content in sorted({**_read(Path(__file__).parent), **files}.items()):
        digest.update(hashlib.sha256(name.encode()).digest() + hashlib.sha256(content).digest())
    return digest.hexdigest()


def _read(folder: Path) -> dict[str, bytes]:
    """Read the files of a folder, but for those that a program keeps for itself."""
    files = folder.iterdir() if folder.is_dir() else ()
    return {file.name: file.read_bytes() for file in files if file.is_file() and file.name[0] not in ".~"}


def _remembered(place: Path) -> str | None:
    try:
        return place.read_text("ascii")
    except (OSError, ValueError):
        return None


def _remember(place: Path, text: str) -> None:
    """Write a file in one step, as other processes may do the same; without a cache, or a right to it, do nothing."""
    aside = place.with_name(f"{place.name}-{os.getpid()}")
    if place.parent.is_dir():
        with suppress(OSError):
            aside.write_text(text, "ascii")
            aside.replace(place)
        with suppress(OSError):
            aside.unlink()
