"""Reads the tags of a PDF from the file, as an assistive program does, without asking Typst."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf

PAINT = {"f", "F", "f*", "S", "s", "B", "B*", "b", "b*", "sh", "Do", "INLINE IMAGE"}
SHOW = {"Tj", "TJ", "'", '"'}
Place = tuple[int, int]
"""A page, counted from 0, and the number of a piece of marked content on it."""


@dataclass
class Element:
    """An element of the structure, under its standard name."""

    tag: str
    node: Dictionary
    kids: list[Element | Place] = field(default_factory=list)
    annotations: list[Any] = field(default_factory=list)

    def walk(self) -> Iterator[Element]:
        yield self
        for kid in self.kids:
            if isinstance(kid, Element):
                yield from kid.walk()

    @property
    def page(self) -> int:
        """Page that the element begins on, counted from 1; a caption comes before its picture or its table."""
        return next(kid[0] for part in self.walk() for kid in part.kids if isinstance(kid, tuple)) + 1

    def attribute(self, key: str) -> Any:
        owners = self.node.get("/A", [])
        return next((owner[key] for owner in (owners if isinstance(owners, Array) else [owners]) if key in owner), None)


class Tags:
    """A PDF with its structure and its marked content."""

    def __init__(self, pdf: Pdf) -> None:
        self.pdf = pdf
        self.pages = {page.objgen: number for number, page in enumerate(pdf.pages)}
        self.roles = {str(name): str(role) for name, role in pdf.Root.StructTreeRoot.get("/RoleMap", {}).items()}
        self.untagged: list[str] = []
        self.text: dict[Place, str] = {}
        for number, page in enumerate(pdf.pages):
            self._read_page(number, page)
        self.root = self._element(Dictionary(S=Name.Root, K=pdf.Root.StructTreeRoot.K), None)

    @classmethod
    def of(cls, file: Path) -> Tags:
        return cls(pikepdf.open(BytesIO(file.read_bytes())))

    @property
    def blocks(self) -> list[Element]:
        """Blocks of the document in reading order."""
        return self.root.kids[0].kids

    @cached_property
    def elements(self) -> list[Element]:
        return list(self.root.walk())[1:]

    def named(self, *tags: str) -> list[Element]:
        return [element for element in self.elements if element.tag in tags]

    def target(self, destination: Any) -> int:
        """Page that a destination lies on, counted from 0; -1 if it lies nowhere."""
        if isinstance(destination, pikepdf.String):
            names = self.pdf.Root.get("/Names", {}).get("/Dests")
            destination = pikepdf.NameTree(names).get(str(destination)) if names is not None else None
            destination = destination.D if isinstance(destination, Dictionary) else destination
        return self.pages.get(destination[0].objgen, -1) if isinstance(destination, Array) else -1

    def words(self, element: Element) -> str:
        """Text of an element in structure order, with single spaces."""
        parts = [self.words(kid) if isinstance(kid, Element) else self.text.get(kid, "") for kid in element.kids]
        return " ".join("".join(parts).split())

    def _element(self, node: Dictionary, page: Any) -> Element:
        name = str(node.S)
        page = node.get("/Pg", page)
        element = Element(self.roles.get(name, name)[1:], node)
        kids = node.get("/K", [])
        for kid in kids if isinstance(kids, Array) else [kids]:
            if isinstance(kid, Dictionary) and "/S" in kid:
                element.kids.append(self._element(kid, page))
            elif isinstance(kid, Dictionary) and "/Obj" in kid:
                element.annotations.append(kid.Obj)
            else:
                where, number = (kid.get("/Pg", page), kid.MCID) if isinstance(kid, Dictionary) else (page, kid)
                element.kids.append((self.pages[where.objgen], int(number)))
        return element

    def _read_page(self, number: int, page: pikepdf.Page) -> None:
        fonts = {name: _letters(font) for name, font in page.Resources.get("/Font", {}).items()}
        marks: list[int | str | None] = []
        letters: dict[bytes, str] = {}
        for operands, operator in pikepdf.parse_content_stream(page):
            name = str(operator)
            if name in {"BDC", "BMC"}:
                tag = str(operands[0])
                inside = operands[1] if len(operands) > 1 and isinstance(operands[1], Dictionary) else {}
                marks.append(int(inside["/MCID"]) if "/MCID" in inside else "artifact" if tag == "/Artifact" else None)
                if "artifact" in marks and any(isinstance(mark, int) for mark in marks):
                    self.untagged.append(f"page {number + 1}: an artifact and tagged content in one another")
            elif name == "EMC":
                marks.pop()
            elif name == "Tf":
                letters = fonts.get(str(operands[0]), {})
            elif name in SHOW | PAINT:
                mark = next((mark for mark in reversed(marks) if mark is not None), None)
                if mark is None:
                    self.untagged.append(f"page {number + 1}: {name} outside of all tags")
                elif isinstance(mark, int):
                    shown = "".join(_decode(operand, letters) for operand in operands) if name in SHOW else ""
                    self.text[number, mark] = self.text.get((number, mark), "") + shown


def _decode(operand: Any, letters: dict[bytes, str]) -> str:
    if isinstance(operand, Array):
        return "".join(_decode(part, letters) for part in operand)
    if not isinstance(operand, pikepdf.String):
        return ""
    raw = bytes(operand)
    return "".join(letters.get(raw[at : at + 2], "\ufffd") for at in range(0, len(raw), 2))


def _letters(font: Any) -> dict[bytes, str]:
    """Read which letters the two-byte codes of a font stand for."""
    table = font.ToUnicode.read_bytes().decode("ascii") if "/ToUnicode" in font else ""
    pairs = [pair for block in re.findall(r"beginbfchar(.*?)endbfchar", table, re.S) for pair in block.split("\n")]
    found = [re.findall(r"<([0-9A-F]+)>", pair) for pair in pairs]
    return {bytes.fromhex(code): bytes.fromhex(word).decode("utf-16-be") for code, word in filter(None, found)}
