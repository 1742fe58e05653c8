"""The data of all editions, valid and typed: what everything else is computed from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any, TypeVar

from behindbars.checks import CHECKS
from behindbars.codes import nearest
from behindbars.contents import Contents, read_contents
from behindbars.dates import Period
from behindbars.errors import DataError, ParameterError, ProjectError
from behindbars.records import (
    Answer,
    Case,
    Correction,
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
    "Answer",
    "Case",
    "Correction",
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

EDITION_TABLES = ("observations", "safeguards", "cases", "events", "recommendations", "signatories")
"""Tables whose rows are of an edition and cite a place in a source."""


def _attribute(table: str) -> str:
    return "observation_rows" if table == "observations" else table


@dataclass(frozen=True)
class Dataset:
    """The valid data package; tables are in the order of their files.

    Attributes
    ----------
    countries, indicators, series, topics, references : mapping of str
        By their code, id or key.
    observation_rows, safeguards, cases, events, recommendations, signatories, labels, answers, corrections : tuple
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
    answers: tuple[Answer, ...]
    corrections: tuple[Correction, ...]
    references: Mapping[str, Reference]

    @property
    def statements(self) -> dict[int, Reference]:
        """The statement of each edition, by its year, in order."""
        found = {ref.edition: ref for ref in self.references.values() if ref.edition is not None}
        return dict(sorted(found.items()))

    @property
    def years(self) -> tuple[int, ...]:
        """Edition years, in order; the newest may be a draft."""
        return tuple(self.statements)

    def countries_of(self, year: int) -> list[Country]:
        """List the countries of an edition, without the region: those that it or an earlier one speaks of."""
        spoken = {
            row.country
            for rows in (self.observation_rows, self.safeguards, self.cases, self.events)
            for row in rows
            if row.year <= year and not row.is_context
        }
        return [row for row in self.countries.values() if row.kind == "country" and row.iso3 in spoken]

    def rows(self, table: str) -> tuple[Any, ...]:
        """Give the rows of one of `EDITION_TABLES`."""
        return getattr(self, _attribute(table))  # type: ignore[no-any-return]

    def with_rows(self, rows: Mapping[str, Sequence[Any]]) -> Dataset:
        """Make a copy that has other rows in some of `EDITION_TABLES`."""
        other: dict[str, Any] = {_attribute(table): tuple(found) for table, found in rows.items()}
        return replace(self, **other)

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
    "answers": Answer,
    "corrections": Correction,
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
        answers=records("answers", Answer),
        corrections=records("corrections", Correction),
        references=references,
    )
