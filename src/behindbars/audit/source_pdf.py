"""The text of a PDF as paragraphs: lines are joined by their distance, size and place on the page."""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from statistics import median, mode

from pdfminer.high_level import extract_pages
from pdfminer.layout import LTChar, LTTextContainer, LTTextLine
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect, PDFTextExtractionNotAllowed

from behindbars.audit.numerals import find_quantities
from behindbars.audit.source_blocks import MARKER, Block, begins_item
from behindbars.errors import SourceError

_PAGE_NUMBER = re.compile(r"(?:page )?\d{1,3}(?: ?(?:/|of) ?\d{1,3})?", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?][\"'”’)\]]*$")
_MARGIN = 0.15  # share of a page's height at its top and foot where a running head may stand
_RAISED = 0.8  # a digit smaller than this share of its line is the mark of a footnote
_APART = 1.25  # a distance above this multiple of the usual one separates paragraphs
_OTHER_SIZE = 0.6  # points of difference from which type is of another size
_INDENT = 6  # points from which a line is indented, or short of the margin
_LETTERS = re.compile(r"[^\W\d_]+")
_LAST = re.compile(r"\b([^\W\d_]+)-$")


@dataclass(frozen=True)
class _Line:
    """One line: its page, edges in points, size of type and text; `place` is its height as a share of the page."""

    page: int
    left: float
    right: float
    bottom: float
    size: float
    place: float
    text: str


def read_pdf(path: Path) -> list[Block]:
    """Read the paragraphs of a PDF of one column.

    Running heads and page numbers are left out. A paragraph may go on over the end of a page.

    Raises
    ------
    SourceError
        The file is no PDF, is broken or locked, or holds pictures of pages only.
    """
    lines = _without_running_heads(_with_markers(list(_lines(path))))
    if not lines:
        raise SourceError(
            f"{path.name} holds no text; it may be a scan, pictures of pages. "
            "Use the file from which it was made, or a PDF with text recognised by OCR."
        )
    words = _vocabulary(lines)
    return [Block(_join(group, words)) for group in _paragraphs(lines)]


def _lines(path: Path) -> Iterator[_Line]:
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)  # what it cannot read, our message says once
    try:
        for number, page in enumerate(extract_pages(path)):
            for box in (element for element in page if isinstance(element, LTTextContainer)):
                for line in (part for part in box if isinstance(part, LTTextLine)):
                    sizes = [c.size for c in line if isinstance(c, LTChar) and not c.get_text().isspace()]
                    size = median(sizes) if sizes else 0.0
                    text = "".join(
                        c.get_text()
                        for c in line
                        if not (isinstance(c, LTChar) and c.get_text().isdigit() and c.size < _RAISED * size)
                    )
                    # Where one shape serves both hyphens, a PDF may call every one of them soft.
                    if text := " ".join(text.replace("\u00ad", "-").split()):
                        bottom = mode(round(c.y0, 1) for c in line if isinstance(c, LTChar))
                        place = (line.y0 + line.y1) / 2 / page.height
                        yield _Line(number, line.x0, line.x1, bottom, round(size, 1), place, text)
    except (PDFEncryptionError, PDFPasswordIncorrect, PDFTextExtractionNotAllowed) as error:
        raise SourceError(f"{path.name} is locked. Save it without a password.") from error
    except Exception as error:  # a broken file makes the library fail in many ways
        raise SourceError(
            f"{path.name} is not a PDF that can be read. Save it again, or use another format."
        ) from error


def _with_markers(lines: list[_Line]) -> list[_Line]:
    """Give each item the marker that stands apart to its left."""
    alone = [line for line in lines if " " not in line.text and MARKER.match(f"{line.text} x")]
    rest = [line for line in lines if line not in alone]
    for marker in alone:
        beside = [
            (place, line)
            for place, line in enumerate(rest)
            if line.page == marker.page and abs(line.bottom - marker.bottom) < line.size / 2 and line.left > marker.left
        ]
        if beside:
            place, line = min(beside, key=lambda pair: pair[1].left)
            rest[place] = replace(line, left=marker.left, text=f"{marker.text} {line.text}")
    return rest


def _without_running_heads(lines: list[_Line]) -> list[_Line]:
    def key(line: _Line) -> tuple[int, str]:
        return round(line.bottom / 3), re.sub(r"\d+", "#", line.text)

    pages = Counter(key for _, key in {(line.page, key(line)) for line in lines})
    return [
        line
        for line in lines
        if _MARGIN < line.place < 1 - _MARGIN or not (_PAGE_NUMBER.fullmatch(line.text) or pages[key(line)] > 1)
    ]


def _paragraphs(lines: list[_Line]) -> list[list[_Line]]:
    """Group lines by what parts paragraphs: distance, size, a marker, an indent, or room left for the next word."""
    pairs = list(pairwise(lines))
    margin, body = max(line.right for line in lines), mode(line.size for line in lines)
    steps = [round(a.bottom - b.bottom) for a, b in pairs if a.page == b.page and a.size == b.size == body]
    steps = [step for step in steps if step > 0]
    usual = min(step for step, _ in Counter(steps).most_common(2)) if steps else 1
    spaced = sum(step > _APART * usual for step in steps) > 1
    justified = sum(margin - line.right < _INDENT for line in lines) > len(lines) / 2

    def parts(a: _Line, b: _Line, in_item: bool) -> bool:
        if abs(a.size - b.size) > _OTHER_SIZE or begins_item(b.text, a.text):
            return True
        if b.left < a.left - _INDENT if in_item else b.left > a.left + _INDENT:
            return True
        next_word = (b.right - b.left) / len(b.text) * (len(b.text.split()[0]) + 1)
        has_room = a.right + next_word < margin
        ended = bool(_SENTENCE_END.search(a.text))
        if a.page != b.page:
            return ended if in_item else has_room and (ended or justified)
        step = a.bottom - b.bottom
        return step > _APART * usual or step < 0 or (not spaced and has_room and (ended or justified))

    groups = [[lines[0]]]
    for a, b in pairs:
        if parts(a, b, in_item=bool(MARKER.match(groups[-1][0].text))):
            groups.append([])
        groups[-1].append(b)
    return groups


def _vocabulary(lines: list[_Line]) -> set[str]:
    """Give the words of a document, without the pieces of those that the end of a line may divide."""
    words: set[str] = set()
    for before, line in pairwise([replace(lines[0], text=""), *lines]):
        found = [word.casefold() for word in _LETTERS.findall(line.text)]
        first, last = int(before.text.endswith("-")), len(found) - line.text.endswith("-")
        words.update(found[first:last])
    return words


def _join(lines: list[_Line], words: set[str]) -> str:
    """Join lines; a hyphen at the end of one stays after a number, or between two words of the document."""
    text = lines[0].text
    for line in lines[1:]:
        start, end = _LAST.search(text), _LETTERS.match(line.text)
        if not text.endswith("-"):
            text = f"{text} {line.text}"
        elif start and end and not _keeps_hyphen(start[1].casefold(), end[0].casefold(), words):
            text = text[:-1] + line.text
        else:
            text += line.text
    return text


def _keeps_hyphen(start: str, end: str, words: set[str]) -> bool:
    if start + end in words:
        return False
    return bool(find_quantities(start)) or {start, end} <= words
