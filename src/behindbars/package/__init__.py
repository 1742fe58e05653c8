"""The data package: its tables as pandas frames, its sources, and every fault told with its cell.

`load` is the way in. The modules: `descriptor` (which tables there are) and `needs` (which there must be), `reading`
(rows of text), `checking` (by frictionless), `rules` and `value_rules` (our own), `references` (the sources),
`periods` (EDTF), `values` (how a value is known), `codes` (the nearest code) and `frames`.
"""

from behindbars.package.package import MARK, OUT, DataPackage, find_project, load

__all__ = ["MARK", "OUT", "DataPackage", "find_project", "load"]
