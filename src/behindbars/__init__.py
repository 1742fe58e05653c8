"""Behind Bars, Beyond Justice: the reproducible edition.

The joint NGO statement on torture in Central Asia as a data package, parameterised
notebooks and a report in which every value says how it is known, who counted it and where
that is written.
"""

import sys
from importlib import import_module
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from behindbars import charts, measures, report
    from behindbars.report import open_edition

__all__ = ["charts", "measures", "open_edition", "report"]

__version__ = version("behindbars")

# jsonschema, on which Altair, nbformat and frictionless stand, would make the grammars of international addresses
# ready in each process, for longer than a notebook runs. It does without where they are not installed, and no chart,
# notebook or data package holds such an address: for it, they are not.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]


def __getattr__(name: str) -> Any:
    """Import what a notebook asks for when it asks: a command need not wait for pandas and Altair."""
    if name == "open_edition":
        return import_module("behindbars.report").open_edition
    if name in __all__:
        return import_module(f"behindbars.{name}")
    raise AttributeError(f"module 'behindbars' has no attribute {name!r}")
