"""The text of a PDF of one column as paragraphs: lines are joined by their distance, size and place on the page."""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from operator import attrgetter
from pathlib import Path
from statistics import median, mode
from typing import NamedTuple

from pdfminer.high_level import extract_pages
from pdfminer.layout import LAParams, LTChar, LTTextContainer, LTTextLine
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect, PDFTextExtractionNotAllowed

from behindbars.errors import SourceError
from behindbars.yearly.audit.passage import SUPERSCRIPTS
from behindbars.yearly.audit.sections import begins_item, paragraphs

_LAYOUT = LAParams(char_margin=20, boxes_flow=None)  # the marker of an item is of one line with its text
_RAISE, _LOWER = str.maketrans("0123456789", SUPERSCRIPTS), str.maketrans(SUPERSCRIPTS, "0123456789")
_PAGE_NUMBER = re.compile(r"(?:page )?\d{1,3}(?: ?(?:/|of) ?\d{1,3})?", re.IGNORECASE)
_NOTE = re.compile(rf"([{SUPERSCRIPTS}]+|\d{{1,3}}(?=\D))\s*")
_SENTENCE_END = re.compile(r"[.!?][\"'”’)\]]*$")
_RAISED = 0.8  # a digit smaller than this share of its line is the mark of a footnote
_APART = 1.25  # a distance above this multiple of the usual one parts paragraphs
_OTHER_SIZE = 0.6  # points of difference from which type is of another size
_INDENT = 6  # points from which a line is indented, or short of the margin


class _Line(NamedTuple):
    """One line: its page, edges and size of type in points, and text, in which raised digits are superscripts."""

    page: int
    left: float
    right: float
    bottom: float
    size: float
    text: str


def read_pdf(path: Path) -> list[str]:
    """Read the paragraphs of a PDF, without running heads and page numbers; a footnote follows its paragraph.

    Raises
    ------
    SourceError
        The file is no PDF, is broken or locked, or holds pictures of pages only.
    """
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)  # what it cannot read, our message says once
    try:
        lines = _without_running_heads(list(_lines(path)))
    except (PDFEncryptionError, PDFPasswordIncorrect, PDFTextExtractionNotAllowed) as error:
        raise SourceError(f"{path.name} is locked. Save it without a password.") from error
    except (MemoryError, RecursionError):
        raise
    except Exception as error:  # a broken file makes the library fail in many ways
        message = f"{path.name} is not a PDF that can be read. Save it again, or use another format."
        raise SourceError(message) from error
    if not lines:
        raise SourceError(
            f"{path.name} holds no text; it may be a scan, pictures of pages. "
            "Use the file from which it was made, or a PDF with text recognised by OCR."
        )
    body = mode(line.size for line in lines)
    notes: dict[str, str] = {}
    text: list[_Line] = []
    for _, page in groupby(lines, attrgetter("page")):
        text += _without_notes(list(page), body, notes)
    with_notes = []
    for paragraph in paragraphs(_parted(text)):
        marks = re.findall(f"[{SUPERSCRIPTS}]+", paragraph)
        with_notes.append(" ".join([paragraph, *(notes.pop(mark, "") for mark in marks)]))
    return [*with_notes, *notes.values()]


def _lines(path: Path) -> Iterator[_Line]:
    for number, page in enumerate(extract_pages(path, laparams=_LAYOUT)):
        boxes = [box for box in page if isinstance(box, LTTextContainer)]
        lines = [line for box in boxes for line in box if isinstance(line, LTTextLine)]
        for line in sorted(lines, key=lambda line: -line.y0):
            letters = [letter for letter in line if isinstance(letter, LTChar)]
            size = median([letter.size for letter in letters if not letter.get_text().isspace()] or [0])
            text = ""
            for one in line:
                is_raised = isinstance(one, LTChar) and one.size < _RAISED * size
                text += one.get_text().translate(_RAISE) if is_raised else one.get_text()
            # Where one shape serves both hyphens, a PDF may call every one of them soft.
            if text := " ".join(text.replace("\u00ad", "-").split()):
                bottom = mode(round(letter.y0, 1) for letter in letters)
                yield _Line(number, line.x0, line.x1, bottom, round(size, 1), text)


def _without_running_heads(lines: Sequence[_Line]) -> list[_Line]:
    """Leave out page numbers, and what stands in the same place of several pages."""

    def place(line: _Line) -> tuple[int, str]:
        return round(line.bottom / 3), re.sub(r"\d+", "#", line.text)

    pages = Counter(place for _, place in {(line.page, place(line)) for line in lines})
    return [line for line in lines if pages[place(line)] == 1 and not _PAGE_NUMBER.fullmatch(line.text)]


def _without_notes(lines: Sequence[_Line], body: float, notes: dict[str, str]) -> Iterator[_Line]:
    """Take the footnotes, in smaller type at the foot of a page, out of its lines into notes by their marks."""
    above = max((place for place, line in enumerate(lines, 1) if line.size >= body - _OTHER_SIZE), default=len(lines))
    own: list[str] = []
    for line in lines[above:]:
        if match := _NOTE.match(line.text):
            own.append(match[1].translate(_RAISE))
        if own:
            notes[own[-1]] = f"{notes.get(own[-1], '')} {_NOTE.sub('', line.text, count=1)}"
        else:
            yield line
    for line in lines[:above]:
        text = line.text
        for mark in own:  # a font may have raised digits of full size
            text = re.sub(rf"(?<=[^\W\d_]|[.,;:!?”\"’')]){mark.translate(_LOWER)}(?!\w)", mark, text)
        yield line._replace(text=text)


def _parted(lines: Sequence[_Line]) -> Iterator[str]:
    """Part paragraphs by empty lines: by distance, size or an indent, and where a sentence ends short of the margin."""
    pairs = list(pairwise(lines))
    margin = max(line.right for line in lines)
    steps = Counter(round(a.bottom - b.bottom) for a, b in pairs if a.page == b.page and a.size == b.size)
    usual = min((step for step, _ in steps.most_common(2)), default=1)
    yield lines[0].text
    for a, b in pairs:
        if (
            abs(a.size - b.size) > _OTHER_SIZE
            or (a.page == b.page and a.bottom - b.bottom > _APART * usual)
            or (b.left > a.left + _INDENT and not begins_item(a.text, ""))
            or (a.right < margin - _INDENT and _SENTENCE_END.search(a.text))
        ):
            yield ""
        yield b.text
