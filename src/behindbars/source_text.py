"""A statement as paragraphs, each under the code by which the data names its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from behindbars.errors import SourceError
from behindbars.quoting import clean, spans
from behindbars.source_blocks import Block

TITLE, RECOMMENDATIONS, CLOSING = "title", "R", "C"
"""Codes of the parts that every statement has; countries and introduction have their letter in countries.csv."""
_ASKS = re.compile(r"\b(?:recommend\w*|calls? (?:on|to|for)|demands?|we (?:call|urge|ask))\b", re.IGNORECASE)
_NUMBER = re.compile(r"^\(?(?:\d{1,2}|[IVX]{1,4})[.)]?\s+")


@dataclass(frozen=True)
class Section:
    """A section to look for: its letter, and the names with which its heading may begin."""

    letter: str
    names: tuple[str, ...]


def split(
    blocks: Iterable[Block], countries: Iterable[Section], introduction: str = "I", title: str = ""
) -> dict[str, str]:
    """Give the paragraphs of a statement by their code, in the order of the text.

    A section begins with a heading that begins with the country's name and names no other; the
    recommendations with a heading or a lead-in that recommends, calls or demands, before a list.
    Headings are not counted: those of a section stand under its letter alone (``K``). ``R0`` is what
    leads in the list, ``R1`` its first item, ``C1`` the first paragraph after it. What stands before
    the title, as on a web page, is left out.

    Parameters
    ----------
    blocks : iterable of Block
        The statement's blocks, in order.
    countries : iterable of Section
        The countries of the edition.
    introduction : str
        Letter of the paragraphs before the first country.
    title : str
        Title of the statement; empty if it is not known.

    Raises
    ------
    SourceError
        A section is missing; the message names it, and the headings that there are.
    """
    countries = tuple(countries)
    kept = _from_title(list(blocks), title)
    start = _recommendations(kept, countries)
    found: dict[str, list[str]] = {}
    counts: dict[str, int] = {}
    letter = ""
    for place, block in enumerate(kept):
        country = _country(block, countries)
        if place == start:
            letter = RECOMMENDATIONS
        elif country:
            letter = country
        elif letter == RECOMMENDATIONS and counts.get(letter) and not block.is_item:
            letter = CLOSING
        elif not letter and not (block.is_heading or _holds(block, title)):
            letter = introduction
        counted = bool(letter) and not country and (not block.is_heading or block.is_item)
        if letter == RECOMMENDATIONS and not block.is_item:
            leads_in = place != start or not block.is_heading and not _names_itself(block)
            code = f"{RECOMMENDATIONS}0" if leads_in or kept[place + 1].is_item else RECOMMENDATIONS
        elif counted:
            counts[letter] = counts.get(letter, 0) + 1
            code = f"{letter}{counts[letter]}"
        else:
            code = letter or TITLE
        found.setdefault(code, []).append(block.words)
    _check(found, countries, introduction, [block.words for block in kept if block.is_heading])
    return {code: " ".join(texts) for code, texts in found.items()}


def sections(found: Mapping[str, str]) -> list[str]:
    """List the codes in the order of the text."""
    return list(found)


def _from_title(blocks: list[Block], title: str) -> list[Block]:
    places = [place for place, block in enumerate(blocks) if _holds(block, title)]
    return blocks[places[0] :] if places else blocks


def _holds(block: Block, title: str) -> bool:
    return bool(title) and bool(spans(title, clean(block.text)))


def _country(block: Block, countries: tuple[Section, ...]) -> str:
    """Give the letter of the country whose section this heading begins; empty for any other block."""
    text = clean(block.text)
    numbered = _NUMBER.sub("", text)
    if block.item or not block.is_heading or (block.is_item and numbered == text):
        return ""
    named = {country.letter for country in countries for name in country.names if spans(name.title(), text.title())}
    begins = [
        country.letter
        for country in countries
        for name in country.names
        if re.match(rf"{re.escape(clean(name))}\b", numbered, re.IGNORECASE)
    ]
    return begins[0] if begins and len(named) == 1 else ""


def _recommendations(blocks: list[Block], countries: tuple[Section, ...]) -> int:
    """Find the block with which the recommendations begin; -1 where there are none.

    It is the last heading that names them, or else the last lead-in, after which a list begins
    before any other paragraph but one: the lead-in between heading and list.
    """
    for place in range(len(blocks) - 1, -1, -1):
        block, following = blocks[place], blocks[place + 1 : place + 3]
        listed = any(after.is_item for after in following)
        if listed and not block.is_item and _asks(block) and not _country(block, countries):
            before = blocks[place - 1] if place else block
            return place - 1 if before.is_heading and _names_itself(before) and not before.is_item else place
    return -1


def _asks(block: Block) -> bool:
    text = clean(block.text)
    return bool(_ASKS.search(text)) and (block.is_heading or text.endswith(":"))


def _names_itself(block: Block) -> bool:
    """Whether a block is a heading of recommendations, though a colon may end it."""
    text = clean(block.text)
    return block.heading or (len(text.split()) <= 12 and "recommendation" in text.casefold())


def _check(
    found: Mapping[str, list[str]], countries: tuple[Section, ...], introduction: str, headings: list[str]
) -> None:
    missing = [f"on {country.names[0]} ({country.letter})" for country in countries if f"{country.letter}1" not in found]
    if f"{introduction}1" not in found:
        missing.append(f"before the first country ({introduction})")
    if f"{RECOMMENDATIONS}1" not in found:
        missing.append(f"of recommendations ({RECOMMENDATIONS})")
    if missing:
        listed = "; ".join(repr(" ".join(text.split()[:6])) for text in headings[:12]) or "none"
        raise SourceError(
            f"The statement has no section {', none '.join(missing)}. A country's section begins with a heading of its "
            "own that begins with the country's name; recommendations are a list, each with a number or a bullet. "
            f"Headings found: {listed}. Correct the file, or the names in countries.csv."
        )
