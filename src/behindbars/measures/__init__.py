"""What is computed from the data: an edition, or a frame of its observations, goes in, and a frame comes out.

Every frame of values has the columns ``low``, ``high`` (in the unit of the indicator), ``status``, ``words`` and
``context``; arithmetic goes through `behindbars.package.values.Value`, so that nothing is more certain than its source.
What must not be compared is refused, with the reasons.
"""

from behindbars.measures.cascade import cascade
from behindbars.measures.changes import changes
from behindbars.measures.events import happenings, milestones
from behindbars.measures.furthest import furthest
from behindbars.measures.gap import gap
from behindbars.measures.grids import safeguards, transparency
from behindbars.measures.selection import breakdown, outcomes, values
from behindbars.measures.survey import survey
from behindbars.measures.trends import growth, trends

__all__ = [
    "breakdown",
    "cascade",
    "changes",
    "furthest",
    "gap",
    "growth",
    "happenings",
    "milestones",
    "outcomes",
    "safeguards",
    "survey",
    "transparency",
    "trends",
    "values",
]
