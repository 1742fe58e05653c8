"""Codes that a text may have been meant to be."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher, get_close_matches

_LATIN = dict(zip("АВЕЅІЈКМНОРСТУХҺԚԜаеѕіјорсухһԛԝ", "ABESIJKMHOPCTYXHQWaesijopcyxhqw", strict=True))
"""Cyrillic letters, and the Latin ones that nobody can tell from them."""
_BLANKS = frozenset({"na", "n/a", "n.a.", "#n/a", "nan", "null", "-", "--", "–", "—"})
"""What some write into a cell when nothing is known, in small letters."""
_FEW = 12  # codes that a message lists
LEAVE_EMPTY = "Leave the cell empty, as nothing is known."


def is_blank(text: str) -> bool:
    """Whether a text only says that there is none."""
    return text.strip().casefold() in _BLANKS


def in_latin(text: str) -> str:
    """Write a code with the Latin letters that its Cyrillic ones look like."""
    return "".join(_LATIN.get(letter, letter) for letter in text)


def cyrillic_in(text: str) -> str:
    """Name the Cyrillic letters of a code, as a sentence with a space after it; empty if it has none."""
    alike = [
        f"{letter} is a Cyrillic letter that looks like the Latin {_LATIN[letter]}"
        for letter in text
        if letter in _LATIN
    ]
    return f"{'; '.join(dict.fromkeys(alike))}. " if alike else ""


def nearest(text: str, known: Iterable[str]) -> str | None:
    """Give the code that differs in case only, or the one that looks most like the text, if one does.

    A code of three letters or fewer looks like too many others: KZ is as near to KGZ as to KAZ. But KZ is also
    a country's code of two letters, and means KAZ.
    """
    codes = {code.casefold(): code for code in known}
    text = in_latin(text).strip().casefold()
    if text in codes:
        return codes[text]
    if len(text) == 2:
        from babel.core import get_global  # it reads a file of its own, which a package without faults never needs

        alpha_2 = get_global("territory_aliases")  # by the code of three letters: {"KAZ": ["KZ"], …}
        if country := next((code for code in codes.values() if alpha_2.get(code) == [text.upper()]), None):
            return country
    alike = get_close_matches(text, [code for code in codes if len(code) > 3], n=2)
    ratios = [SequenceMatcher(None, code, text).ratio() for code in alike]
    return codes[alike[0]] if alike and ratios[0] > max(ratios[1:], default=0) else None


def suggest(text: str, known: Iterable[str], otherwise: str) -> str:
    """Write the remedy for an unknown code: the nearest one, or what to do otherwise."""
    code = nearest(text, known)
    return cyrillic_in(text) + (f"Perhaps {code!r} was meant." if code else otherwise)


def remedy_for(text: str, known: Iterable[str], place: str) -> str:
    """Say what to do about an unknown code: the nearest one, or those that there are, or where to add it."""
    codes = sorted(known)
    listed = f"Use one of {', '.join(codes)}, or add it to {place}." if len(codes) <= _FEW else f"Add it to {place}."
    return suggest(text, codes, listed)
