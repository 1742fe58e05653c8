"""A statement as paragraphs, each under the code by which the data names its place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from behindbars.errors import SourceError
from behindbars.yearly.audit.mentions import find_mentions
from behindbars.yearly.audit.passage import Passage, clean

TITLE, RECOMMENDATIONS, CLOSING = "title", "R", "C"
"""Codes of the parts that every statement has; countries and introduction have their letter in countries.csv."""
_RECOMMENDS = re.compile(r"\b(?:recommendations?|calls? to action|demands)\b", re.IGNORECASE)
_ASKS = re.compile(r"\b(?:recommend|call|urge|ask|demand|appeal)\b", re.IGNORECASE)
_HEADING_WORDS = 15
_MARKER = re.compile(r"(?:\(?(?:\d{1,2}|[ivxIVX]{1,4}|[a-zA-Z])[.)]|[•●○▪■‣◦∙·*—–-])\s+(?=\S)")
"""What begins an item of a list where it is written out: a number, a letter, a bullet or a dash."""
_END = re.compile(r"[.!?;:,][\"'”’)\]]*$")
"""How a sentence, or a part of one, ends; a heading does not."""
_WRAPPED = 200  # characters; a longer line was not broken to fit a page, and is a paragraph


class Block(NamedTuple):
    """A block of a statement: its clean text, and what the file says that it is: heading, item, table or text.

    An item has no marker in its text; a text may be a heading all the same.
    """

    text: str
    kind: str = "text"

    @property
    def heading(self) -> str:
        """Its text without a colon at the end, if it may be a heading: it is short, and ends like no sentence."""
        text = self.text.removesuffix(":")
        is_short = len(text.split()) <= _HEADING_WORDS and not _END.search(text)
        return text if self.kind == "heading" or (self.kind != "table" and is_short) else ""

    @property
    def is_heading(self) -> bool:
        """Whether it is a heading as far as can be seen from itself."""
        return self.kind == "heading" or (self.kind == "text" and self.heading == self.text)


def block(text: str, kind: str = "text") -> Block:
    """Make a block of a text as it stands in a file, where the marker of an item may be written out."""
    marker = _MARKER.match(text.strip()) if kind == "text" else None
    return Block(clean(text.strip()[marker.end() :]), "item") if marker else Block(clean(text), kind)


def paragraphs(lines: Iterable[str]) -> list[str]:
    """Join lines; an empty line parts paragraphs, and so does the marker of an item or a line that was not wrapped.

    A hyphen at the end of a line divides a word, unless a number stands before it.
    """
    lines = [line.strip() for line in lines]
    are_wrapped = all(len(line) <= _WRAPPED for line in lines)
    found = [""]
    for line in lines:
        if not line or not are_wrapped or begins_item(line, found[-1]):
            found.append("")
        found[-1] = f"{found[-1]}\n{line}".strip()
    text = "\0".join(filter(None, found))
    text = re.sub(r"\b([^\W\d_]+)-\n(?=[^\W\d_])", lambda word: word[1] + "-" * bool(find_mentions(word[1])), text)
    return text.replace("-\n", "-").replace("\n", " ").split("\0")


def begins_item(line: str, before: str) -> bool:
    """Whether a line begins an item of a list; a dash may also stand in a sentence, where a line happens to end."""
    return bool(_MARKER.match(line)) and (line[0] not in "–—" or not before or bool(_END.search(before)))


def split(
    blocks: Sequence[Block], countries: Mapping[str, Sequence[str]], introduction: str = "I", title: str = ""
) -> dict[str, str]:
    """Give the paragraphs of a statement by their code, in the order of the text.

    A section begins with a heading that begins with the country's name and names no other; the recommendations with a
    heading or a lead-in that recommends, calls or demands, before a list. Headings are not counted: those of a section
    stand under its letter alone (``K``). ``R0`` is what leads in the list, ``R1`` its first item, ``C1`` the first
    paragraph after it. What stands before the title, as on a web page, is left out.

    ``countries`` has the names of each country by the letter of its section; ``introduction`` is that of the
    paragraphs before the first one.

    Raises
    ------
    SourceError
        A section is missing; the message names it, and the headings that there are.
    """
    titles = {place for place, one in enumerate(blocks) if Passage(one.text).places(title)}
    starts = _countries(blocks, countries)
    first, lead_in = _recommendations(blocks, after=max(starts, default=-1))
    starts = {place: letter for place, letter in starts.items() if place < first} | {first: RECOMMENDATIONS}
    paragraphs: dict[str, list[str]] = {}
    counts: Counter[str] = Counter()
    letter = TITLE
    for place, one in list(enumerate(blocks))[min(titles, default=0) :]:
        is_heading = place != lead_in and (one.is_heading or place in starts)
        leads_in = one.text.endswith(":") and _before_item(blocks, place)
        if place in starts:
            letter = starts[place]
        elif letter == RECOMMENDATIONS and place > lead_in and not (one.kind == "item" or leads_in):
            letter = CLOSING
        elif letter == TITLE and not is_heading and place not in titles:
            letter = introduction
        code = letter
        if letter == RECOMMENDATIONS and one.kind != "item" and not is_heading:
            code = f"{letter}0"
        elif letter != TITLE and not is_heading:
            counts[letter] += 1
            code = f"{letter}{counts[letter]}"
        paragraphs.setdefault(code, []).append(one.text)
    names = {letter: f"on {names[0]}" for letter, names in countries.items()}
    names |= {introduction: "before the first country", RECOMMENDATIONS: "of recommendations"}
    if missing := [f"{name} ({letter})" for letter, name in names.items() if not counts[letter]]:
        headings = [repr(" ".join(one.text.split()[:6])) for one in blocks if one.is_heading]
        raise SourceError(
            f"The statement has no section {', none '.join(missing)}. A country's section begins with a heading of its "
            "own that begins with the country's name; recommendations are a list, each with a number or a bullet. "
            f"Headings found: {'; '.join(headings[:12]) or 'none'}. Correct the file, or the names in countries.csv."
        )
    return {code: " ".join(texts) for code, texts in paragraphs.items()}


def _countries(blocks: Sequence[Block], countries: Mapping[str, Sequence[str]]) -> dict[int, str]:
    """Find the headings that begin with a country's name and name no other, and the letters of their sections.

    To Word, a numbered heading is an item; but where items side by side name countries, they are a list.
    """
    letters = {clean(name).casefold(): letter for letter, names in countries.items() for name in names if name}
    found: dict[int, str] = {}
    for place, one in enumerate(blocks):
        heading = one.heading.casefold()
        named = {name: letter for name, letter in letters.items() if Passage(heading).places(name)}
        if len({*named.values()}) == 1 and heading.startswith(tuple(named)):
            found[place] = next(iter(named.values()))
    items = {place for place in found if blocks[place].kind == "item"}
    return {
        place: letter for place, letter in found.items() if place not in items or not {place - 1, place + 1} & items
    }


def _recommendations(blocks: Sequence[Block], after: int) -> tuple[int, int]:
    """Find the heading of the recommendations, and the block before their list.

    The heading is the last one that speaks of them. Without one, they begin with the first lead-in after a place that
    calls, urges, asks or demands.
    """
    lead_ins = [place for place, one in enumerate(blocks) if one.kind != "item" and _before_item(blocks, place)]
    texts = [place for place, one in enumerate(blocks) if one.kind != "item" and place <= max(lead_ins, default=-1)]
    if speaking := [place for place in texts if _RECOMMENDS.search(blocks[place].heading)]:
        lead_in = next(place for place in lead_ins if place >= speaking[-1])
        return (lead_in - 1 if lead_in - 1 in speaking else speaking[-1]), lead_in
    asking = (place for place in lead_ins if place > after and _ASKS.search(blocks[place].text))
    first = next(asking, len(blocks))
    return first, first


def _before_item(blocks: Sequence[Block], place: int) -> bool:
    return any(one.kind == "item" for one in blocks[place + 1 : place + 2])
