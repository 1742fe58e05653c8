"""Behind Bars, Beyond Justice: the reproducible edition.

The joint NGO statement on torture in Central Asia as a data package, parameterised
notebooks and a report in which every value says how it is known, who counted it and where
that is written.
"""

from importlib.metadata import version

__version__ = version("behindbars")
