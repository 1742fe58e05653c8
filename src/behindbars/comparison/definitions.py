"""Definitions that changed since an edition was published: the same name may then mean something else."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from behindbars.comparison.revisions import is_published, published_contents
from behindbars.contents import read_contents
from behindbars.dataset import Dataset

DEFINING = {
    "indicators": ("unit", "stage", "definition_en"),
    "series": ("definition_en",),
    "topics": ("grid", "harmful_en"),
}
"""Columns that say what is counted, or how a finding is shown."""


@dataclass(frozen=True)
class DefinitionChange:
    """One cell that says what an indicator, series or topic means, and says it otherwise since.

    Attributes
    ----------
    table, row, column : str
        Where; the column is empty where the whole row is gone.
    old, new : str
        The cell as it was published, and as it is.
    """

    table: str
    row: str
    column: str
    old: str
    new: str


def definition_changes(data: Path, dataset: Dataset, year: int) -> list[DefinitionChange]:
    """List indicators, series and topics whose meaning changed since an edition was published.

    Parameters
    ----------
    data : Path
        Folder of the data package.
    dataset : Dataset
        The same data package, valid.
    year : int
        Edition year; without a copy of what it published, there is nothing to list.

    Raises
    ------
    DataError, ProjectError
        If the copy cannot be read.
    """
    if not is_published(data, year):
        return []
    old, new = published_contents(data, year), read_contents(data, dataset.package)[0]
    changes = []
    for table, columns in DEFINING.items():
        now = new.by(table)
        for name, row in old.by(table).items():
            if name not in now:
                changes.append(DefinitionChange(table, name, "", row.text("label_en"), ""))
                continue
            changes += [
                DefinitionChange(table, name, column, row.texts[column].strip(), now[name].texts[column].strip())
                for column in columns
                if column in row.values and row.values[column] != now[name].values[column]
            ]
    return changes
