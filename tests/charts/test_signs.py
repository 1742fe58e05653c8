"""Signs are told apart by their shape alone."""

from behindbars.charts.signs import FILLED, SIGNS
from behindbars.grids import SAFEGUARD_KEY, Publication


def test_safeguards_are_told_apart() -> None:
    assert len({(SIGNS[kind], FILLED.get(kind)) for kind in SAFEGUARD_KEY}) == len(SAFEGUARD_KEY)


def test_publications_are_told_apart() -> None:
    assert len({(SIGNS[kind], FILLED.get(kind)) for kind in Publication}) == len(Publication)
