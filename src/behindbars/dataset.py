"""The data of all editions, valid and typed: what everything else is computed from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, TypeVar

from behindbars.checks import CHECKS
from behindbars.codes import nearest
from behindbars.contents import Contents, read_contents
from behindbars.dates import Period
from behindbars.errors import DataError, ParameterError, ProjectError
from behindbars.records import (
    Case,
    Country,
    Event,
    Indicator,
    Label,
    Observation,
    Recommendation,
    Safeguard,
    Series,
    Signatory,
    Topic,
)
from behindbars.references import Reference
from behindbars.schema import DESCRIPTOR, Package, read_package
from behindbars.tables import Row
from behindbars.values import Status, Value

__all__ = [
    "Case",
    "Country",
    "Dataset",
    "Event",
    "Indicator",
    "Label",
    "Observation",
    "Recommendation",
    "Safeguard",
    "Series",
    "Signatory",
    "Topic",
    "load",
]

T = TypeVar("T")


@dataclass(frozen=True)
class Dataset:
    """The valid data package; tables are in the order of their files.

    Attributes
    ----------
    countries, indicators, series, topics, references : mapping of str
        By their code, id or key.
    observation_rows, safeguards, cases, events, recommendations, signatories, labels : tuple
        The rows of all years and countries.
    """

    package: Package
    countries: Mapping[str, Country]
    indicators: Mapping[str, Indicator]
    series: Mapping[str, Series]
    topics: Mapping[str, Topic]
    observation_rows: tuple[Observation, ...]
    safeguards: tuple[Safeguard, ...]
    cases: tuple[Case, ...]
    events: tuple[Event, ...]
    recommendations: tuple[Recommendation, ...]
    signatories: tuple[Signatory, ...]
    labels: tuple[Label, ...]
    references: Mapping[str, Reference]

    @property
    def real_countries(self) -> list[Country]:
        """The countries without the region."""
        return [country for country in self.countries.values() if country.kind == "country"]

    @property
    def years(self) -> tuple[int, ...]:
        """Edition years for which there are values of a statement, in order."""
        return tuple(sorted({row.year for row in self.observation_rows if not row.is_context}))

    def country(self, iso3: str) -> Country:
        """Give a country by its code.

        Raises
        ------
        ParameterError
            There is no such country; the message names the code that was meant, if that is sure, or all of them.
        """
        if iso3 not in self.countries:
            meant = nearest(iso3, self.countries)
            hint = f"perhaps {meant} was meant" if meant else f"there are {', '.join(self.countries)}"
            raise ParameterError(f"There is no country {iso3!r} in the data: {hint}.")
        return self.countries[iso3]

    def observations(
        self,
        country: str | None = None,
        year: int | None = None,
        series: str | None = None,
        indicator: str | None = None,
        statement_only: bool = False,
    ) -> list[Observation]:
        """List the observations that fit every filter given, in the order of the file."""
        return [
            row
            for row in self.observation_rows
            if country in (None, row.country)
            and year in (None, row.year)
            and series in (None, row.series)
            and indicator in (None, row.indicator)
            and not (statement_only and row.is_context)
        ]


def load(folder: Path) -> Dataset:
    """Read and check the data package in a folder.

    Raises
    ------
    DataError
        The data has faults; the error lists all of them.
    ProjectError
        The descriptor is missing or broken, or lacks a table or column of this program's.
    """
    package = read_package(folder)
    _check_columns(package)
    contents, faults = read_contents(folder, package)
    faults += [fault for check in CHECKS for fault in check(contents)]
    if faults:
        raise DataError(faults)
    return _dataset(contents)


_TABLES: Mapping[str, type] = {
    "countries": Country,
    "indicators": Indicator,
    "series": Series,
    "topics": Topic,
    "observations": Observation,
    "safeguards": Safeguard,
    "cases": Case,
    "events": Event,
    "recommendations": Recommendation,
    "signatories": Signatory,
    "labels": Label,
}
_COMPUTED = {"value": ("low", "high", "status"), "is_context": ("source",)}


def _check_columns(package: Package) -> None:
    for name, record in _TABLES.items():
        columns = package.table(name).columns
        for field in fields(record):
            missing = set(_COMPUTED.get(field.name, (field.name,))) - set(columns)
            if missing:
                raise ProjectError(f"{DESCRIPTOR} describes no column {missing.pop()!r} of table {name!r}.")


def _dataset(contents: Contents) -> Dataset:
    references = contents.references
    units = {row.text("id"): row.text("unit") for row in contents.table("indicators")}

    def value(row: Row) -> Value:
        unit = units[row.text("indicator")]
        return Value(row.amount("low"), row.amount("high"), Status(row.text("status")), unit)

    computed: dict[str, Callable[[Row], Any]] = {
        "value": value,
        "period": lambda row: Period.parse(row.text("period")),
        "date": lambda row: Period.parse(row.text("date")),
        "topics": lambda row: tuple(row.text("topics").split()),
        "indicators": lambda row: tuple(row.text("indicators").split()),
        "is_context": lambda row: not references[row.text("source")].is_statement,
    }

    def records(name: str, record: type[T]) -> tuple[T, ...]:
        names = [field.name for field in fields(record)]  # type: ignore[arg-type]
        return tuple(
            record(**{name: computed[name](row) if name in computed else row.values[name] for name in names})
            for row in contents.table(name)
        )

    return Dataset(
        package=contents.package,
        countries={row.iso3: row for row in records("countries", Country)},
        indicators={row.id: row for row in records("indicators", Indicator)},
        series={row.id: row for row in records("series", Series)},
        topics={row.id: row for row in records("topics", Topic)},
        observation_rows=records("observations", Observation),
        safeguards=records("safeguards", Safeguard),
        cases=records("cases", Case),
        events=records("events", Event),
        recommendations=records("recommendations", Recommendation),
        signatories=records("signatories", Signatory),
        labels=records("labels", Label),
        references=references,
    )
