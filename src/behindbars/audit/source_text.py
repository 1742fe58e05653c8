"""A statement as paragraphs, each under the code by which the data names its place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from behindbars.audit.quoting import clean, spans
from behindbars.audit.source_blocks import Block
from behindbars.errors import SourceError

TITLE, RECOMMENDATIONS, CLOSING = "title", "R", "C"
"""Codes of the parts that every statement has; countries and introduction have their letter in countries.csv."""
_RECOMMENDS = re.compile(r"\b(?:recommendations?|calls? to action|demands)\b", re.IGNORECASE)
_ASKS = re.compile(r"\b(?:recommend|call|urge|ask|demand|appeal)\b", re.IGNORECASE)
_HEADING_WORDS = 15
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
    heading, lead_in = _recommendations(kept, countries)
    found: dict[str, list[str]] = {}
    counts: Counter[str] = Counter()
    letter = ""
    for place, block in enumerate(kept):
        country = _country(block, countries)
        leads_in = block.words.endswith(":") and place + 1 < len(kept) and kept[place + 1].is_item
        is_heading = block.is_heading and not block.is_item
        if place in (heading, lead_in):
            letter = RECOMMENDATIONS
        elif country and not (lead_in < place and counts[country]):
            letter, is_heading = country, True
        elif letter == RECOMMENDATIONS and place > lead_in and not (block.is_item or leads_in):
            letter = CLOSING
        elif not letter and not is_heading and not _holds(block, title):
            letter = introduction
        if place == heading or (is_heading and place != lead_in) or not letter:
            code = letter or TITLE
        elif letter == RECOMMENDATIONS and not block.is_item:
            code = f"{letter}0"
        else:
            counts[letter] += 1
            code = f"{letter}{counts[letter]}"
        found.setdefault(code, []).append(block.words)
    _check(found, countries, introduction, [block.words for block in kept if block.is_heading])
    return {code: " ".join(texts) for code, texts in found.items()}


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


def _recommendations(blocks: list[Block], countries: tuple[Section, ...]) -> tuple[int, int]:
    """Find the heading of the recommendations and the block before their list; -1 and the end where there is none.

    The heading is the last one that speaks of recommendations. Without one, the first lead-in after
    the last country's heading that calls, urges, asks or demands.
    """
    before_list = [
        place for place, (block, after) in enumerate(pairwise(blocks)) if after.is_item and not block.is_item
    ]
    for place in range(len(blocks) - 1, -1, -1):
        if _is_about_recommendations(blocks[place]):
            for lead_in in (lead_in for lead_in in before_list if lead_in >= place):
                heading = place if place < lead_in or not _is_about_recommendations(blocks[place - 1]) else place - 1
                return (heading if heading < lead_in else -1), lead_in
    last_country = max((place for place, block in enumerate(blocks) if _country(block, countries)), default=-1)
    for place in before_list:
        if place > last_country and _ASKS.search(blocks[place].words):
            return -1, place
    return -1, len(blocks)


def _is_about_recommendations(block: Block) -> bool:
    text = clean(block.text)
    short = len(text.split()) <= _HEADING_WORDS and not text.endswith((".", ";", ","))
    return not block.is_item and (block.heading or short) and bool(_RECOMMENDS.search(text))


def _check(
    found: Mapping[str, list[str]], countries: tuple[Section, ...], introduction: str, headings: list[str]
) -> None:
    missing = [
        f"on {country.names[0]} ({country.letter})" for country in countries if f"{country.letter}1" not in found
    ]
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
