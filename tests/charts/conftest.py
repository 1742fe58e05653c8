"""What the tests of the charts share. Every figure in them is made up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

VALUES: dict[str, tuple[float | None, float | None, str]] = {
    "exact": (40, 40, "40"),
    "about": (40, 40, "about 40"),
    "range": (30, 50, "30 to 50"),
    "at_least": (40, None, "at least 40"),
    "more_than": (40, None, "more than 40"),
    "up_to": (None, 40, "up to 40"),
    "reported_zero": (0, 0, "zero, as reported"),
    "none_known": (None, None, "none known"),
    "some": (None, None, "some, number not given"),
    "unknown": (None, None, "not known"),
    "not_published": (None, None, "not published"),
    "not_mentioned": (None, None, "not mentioned"),
    "to_be_completed": (None, None, "to be completed"),
}
"""Synthetic low, high and words of each status."""


def _inside(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for child in value.values():
            yield from _inside(child)
    elif isinstance(value, list):
        for child in value:
            yield from _inside(child)


class Drawn:
    """A specification, to look into: of the two that a form gives, the one that is handed over."""

    def __init__(self, spec: dict[str, Any]) -> None:
        self.spec = {key: value for key, value in spec.items() if key != "usermeta"}
        self.data = {
            node["data"]["name"]: node["data"]["values"]
            for node in _inside(self.spec)
            if "values" in node.get("data", {})
        }

    @property
    def words(self) -> list[str]:
        """Every word that is printed at a fixed place."""
        return [row["text"] for rows in self.data.values() for row in rows if "text" in row]


@pytest.fixture
def values() -> dict[str, tuple[float | None, float | None, str]]:
    return VALUES


@pytest.fixture
def drawn() -> type[Drawn]:
    return Drawn
