"""Behind Bars, Beyond Justice: the reproducible edition.

The joint NGO statement on torture in Central Asia as a data package, parameterised
notebooks and a report in which every value says how it is known, who counted it and where
that is written.
"""

import time
from importlib.metadata import version

from behindbars.deferral import defer

BEGUN = time.time()
"""When this process began to load the package, s: a file that changed since may be another than the one that runs."""

__version__ = version("behindbars")

# jsonschema, on which Altair and nbformat stand, would make the grammars of international addresses
# ready in each process, for longer than a notebook runs. No chart and no notebook holds such an address.
defer("rfc3987_syntax", "is_valid_syntax")
