"""Identifiers of new rows: the next free number, with the letters that the table's identifiers usually begin with."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

_NUMBERED = re.compile(r"([A-Za-z]*)([0-9]+)")


def next_identifiers(usual: Iterable[str], taken: Iterable[str]) -> Iterator[str]:
    """Go through the free identifiers of a table; none where its identifiers are words.

    Parameters
    ----------
    usual : iterable of str
        Identifiers of the table's usual rows: the most frequent letters of these are used.
    taken : iterable of str
        All its identifiers; the numbers go on after the highest one with these letters.

    Examples
    --------
    >>> names = next_identifiers(["N01", "N30", "N29b", "X7"], ["N01", "N30", "X7"])
    >>> next(names), next(names)
    ('N31', 'N32')
    """
    numbered = [match for name in usual if (match := _NUMBERED.fullmatch(name))]
    if not numbered:
        return
    letters = Counter(match[1] for match in numbered).most_common(1)[0][0]
    width = max(len(match[2]) for match in numbered if match[1] == letters)
    numbers = [int(match[2]) for name in taken if (match := _NUMBERED.fullmatch(name)) and match[1] == letters]
    number = max(numbers, default=0)
    while True:
        number += 1
        yield f"{letters}{number:0{width}}"
