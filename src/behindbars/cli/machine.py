"""Say what this machine has for building an edition, and what each missing part would add."""

from __future__ import annotations

import platform
import shutil
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from behindbars.build.formats import quarto
from behindbars.errors import RenderError

TOOLS = {"jupyterlab": "opens the notebooks", "nbval": "checks the notebooks against their reference outputs"}
ENGINES = {
    "papermill": "runs the notebooks",
    "altair": "describes the charts",
    "vl-convert-python": "draws the charts",
    "pypandoc-binary": "Pandoc, makes the page in one file and the Word edition",
    "typst": "Typst, makes the fact sheets, and the PDF without Quarto",
    "python-docx": "gives the Word edition what Pandoc leaves out",
    "xlsxwriter": "writes the workbook of the data",
}


@dataclass(frozen=True)
class Finding:
    """One part of the machine.

    Attributes
    ----------
    part : str
        What was looked for.
    found : str
        Version or place; empty where it is missing.
    purpose : str
        What it does, or what it would add.
    needed : bool
        Whether an edition cannot be built without it.
    """

    part: str
    found: str
    purpose: str
    needed: bool

    def __str__(self) -> str:
        if self.found:
            return f"found    {self.part} {self.found}: {self.purpose}"
        word = "MISSING " if self.needed else "missing "
        return f"{word} {self.part}: {self.purpose}"


def examine() -> list[Finding]:
    """Look for every part that the project uses or could use."""
    findings = [Finding("Python", platform.python_version(), "runs everything (3.11 or newer is needed)", True)]
    for package, purpose in (ENGINES | TOOLS).items():
        try:
            found = version(package)
        except PackageNotFoundError:
            found = ""
        findings.append(Finding(package, found, purpose, package in ENGINES))
    findings.append(_quarto())
    text = shutil.which("pdftotext") or ""
    findings.append(Finding("pdftotext", text, "lets the tests read the text of the PDF (poppler-utils)", False))
    return findings


def _quarto() -> Finding:
    would_add = f"would make a book of web pages besides ({quarto.MINIMUM_WORDS} or newer); not needed otherwise"
    try:
        found = quarto.find_quarto()
    except RenderError as error:
        return Finding("Quarto", "", f"{error}; {would_add}", False)
    if not found:
        return Finding("Quarto", "", would_add, False)
    return Finding("Quarto", found.version, "makes a book of web pages besides, and the PDF", False)
