"""The tables of a data package without faults, as pandas frames; `DataPackage` says what is in them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from behindbars.package.descriptor import Field, Table
from behindbars.package.needs import EDITION_TABLES
from behindbars.package.rows import Contents, Row

_DTYPES = {"integer": "Int64", "number": "Float64"}


def frames_of(contents: Contents) -> dict[str, pd.DataFrame]:
    """Make a frame of each table."""
    frames = {table.name: _frame(table, contents.table(table.name)) for table in contents.package.tables}
    statements = [key for key, reference in contents.references.items() if reference.is_statement]
    for name in EDITION_TABLES:
        frames[name]["context"] = ~frames[name]["source"].isin(statements)
    indicators = frames["indicators"].set_index("id")[["unit", "stage"]]
    series = pd.CategoricalDtype(frames["series"]["id"], ordered=True)
    frames["observations"] = frames["observations"].astype({"series": series}).join(indicators, on="indicator")
    return frames


def _frame(table: Table, rows: Sequence[Row]) -> pd.DataFrame:
    return pd.DataFrame(
        {field.name: pd.array([row.values[field.name] for row in rows], dtype=_dtype(field)) for field in table.fields}
    )


def _dtype(field: Field) -> Any:
    return pd.CategoricalDtype([*field.enum], ordered=True) if field.enum else _DTYPES.get(field.type, "str")
