"""What differs between two sets of files, told by their names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

SHOWN = 10
"""How many of a long list are named."""


@dataclass(frozen=True)
class Differences:
    """Names of the files that differ, in order.

    Attributes
    ----------
    added, changed, removed : tuple of str
        Only in the new set; in both, with other contents; only in the old set.
    """

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)

    def lines(self) -> list[str]:
        """Say what differs: a line for each kind of difference, its files shortened with a count."""
        kinds = (("new", self.added), ("changed", self.changed), ("gone", self.removed))
        return [f"{kind}: {shortened(names)}" for kind, names in kinds if names]


def compare(old: Mapping[str, str], new: Mapping[str, str]) -> Differences:
    """Compare files by their names and checksums.

    Parameters
    ----------
    old, new : mapping of str to str
        Checksums by name.
    """
    return Differences(
        added=tuple(sorted(new.keys() - old.keys())),
        changed=tuple(sorted(name for name in old.keys() & new.keys() if old[name] != new[name])),
        removed=tuple(sorted(old.keys() - new.keys())),
    )


def shortened(names: Sequence[str], shown: int = SHOWN) -> str:
    """List names, the first of them and a count of the others if they are many."""
    if len(names) <= shown:
        return ", ".join(names)
    return f"{', '.join(names[:shown])}, and {len(names) - shown} more"
