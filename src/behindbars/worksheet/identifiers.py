"""Identifiers of new rows: the next free number, as the table's identifiers usually are, or words of a name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from unicodedata import combining, normalize

_NUMBERED = re.compile(r"([A-Za-z]*)([0-9]+)")


def next_identifiers(usual: Iterable[str], taken: Iterable[str]) -> Iterator[str]:
    """Go through the free identifiers of a table: from 1 where it has none; nothing where they are words.

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
    usual = list(usual)
    numbered = [match for name in usual if (match := _NUMBERED.fullmatch(name))]
    if usual and not numbered:
        return
    letters = Counter(match[1] for match in numbered).most_common(1)[0][0] if numbered else ""
    width = max((len(match[2]) for match in numbered if match[1] == letters), default=1)
    numbers = [int(match[2]) for name in taken if (match := _NUMBERED.fullmatch(name)) and match[1] == letters]
    number = max(numbers, default=0)
    while True:
        number += 1
        yield f"{letters}{number:0{width}}"


def identifier_of(name: str, taken: Collection[str]) -> str:
    """Make an identifier of a name: its words in lower case, joined by underscores, with a number if it is taken.

    Parameters
    ----------
    name : str
        The name, in Latin letters; of others there is nothing to make an identifier of, and it is empty.
    taken : collection of str
        Identifiers that it cannot have.

    Examples
    --------
    >>> identifier_of("Réseau «Freedom», 1st branch", {"reseau_freedom_1st_branch"})
    'reseau_freedom_1st_branch_2'
    """
    plain = "".join(letter for letter in normalize("NFKD", name) if not combining(letter)).lower()
    word = re.sub(r"^[0-9_]+", "", re.sub(r"[^a-z0-9]+", "_", re.sub(r"['’]", "", plain))).strip("_")
    free = (name for name in (word, *(f"{word}_{number}" for number in range(2, len(taken) + 3))) if name not in taken)
    return next(free) if word else ""
