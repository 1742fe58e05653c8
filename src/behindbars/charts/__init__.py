"""Charts: a frame goes in, an Altair chart comes out. How a value is known is drawn, and said."""

from behindbars.charts.bars import bars
from behindbars.charts.grid import grid
from behindbars.charts.intervals import intervals
from behindbars.charts.marks import marks
from behindbars.charts.page import frame_of, phone, titled
from behindbars.charts.points import points
from behindbars.charts.theme import PAGE, PHONE
from behindbars.charts.timeline import timeline
from behindbars.charts.tracks import tracks

__all__ = [
    "PAGE",
    "PHONE",
    "bars",
    "frame_of",
    "grid",
    "intervals",
    "marks",
    "phone",
    "points",
    "timeline",
    "titled",
    "tracks",
]
