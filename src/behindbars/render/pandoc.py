"""Pandoc: one run turns the chapters of an edition into one document."""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pypandoc

from behindbars.cover import read_cover
from behindbars.edition import Edition
from behindbars.errors import RenderError
from behindbars.render.collect import ChapterText

HERE = Path(__file__).parent
DESIGN, BIBLIOGRAPHY, STYLE, METADATA = "_design", "references.bib", "style.csl", "metadata.json"
"""Folder beside the chapters, and files in it."""
FAULTS_EXIT = 65
"""Exit code with which targets.lua reports the list of faults."""
FAULT, CHAPTER = "FAULT\t", "CHAPTER\t"
"""How the filters mark a fault, and the chapter that Pandoc's own warnings then belong to."""
HEADINGS = {
    0: "Pandoc warned, so nothing was written:",
    FAULTS_EXIT: "The chapters hold what this renderer does not know, or what leads nowhere:",
}
BEFORE_CITATIONS = ("check.lua", "targets.lua", "crossref.lua", "callouts.lua")


def convert(
    chapters: list[ChapterText],
    edition: Edition,
    project: Path,
    *,
    to: str,
    template: Path,
    partials: tuple[Path, ...] = (),
    metadata: dict[str, Any] | None = None,
    out: Path | None = None,
) -> str:
    """Convert the chapters of an edition into one document.

    Parameters
    ----------
    chapters : list of ChapterText
        The chapters, in order.
    edition : Edition
        The edition.
    project : Path
        Folder with the project's layout.
    to : {"html", "typst", "docx"}
        Format.
    template : Path
        Pandoc template of the document.
    partials : tuple of Path
        Files that the template includes.
    metadata : dict
        What the template needs beside title, authors, date and language.
    out : Path, optional
        The file to write, for a format that is not text.

    Returns
    -------
    str
        The document; empty if it went to `out`.

    Raises
    ------
    RenderError
        Listing every fault of the chapters, or everything that Pandoc warned of.
    """
    if edition.lang.partition("-")[0] != "en":
        raise RenderError(f"The embedded renderer has words for English only, not for {edition.lang!r}.")
    return convert_texts(
        chapters,
        project,
        bibliography=edition.bibliography,
        csl=edition.csl,
        metadata=_metadata(edition, project) | (metadata or {}),
        to=to,
        template=template,
        partials=partials,
        out=out,
    )


def convert_texts(
    chapters: Sequence[ChapterText],
    project: Path,
    *,
    bibliography: str,
    csl: str,
    metadata: dict[str, Any],
    to: str,
    template: Path,
    partials: tuple[Path, ...] = (),
    out: Path | None = None,
) -> str:
    """Convert texts that need not be the chapters of an edition; the rest is as in `convert`.

    Parameters
    ----------
    chapters : sequence of ChapterText
        The texts, in order; one of them holds the list of sources.
    bibliography, csl : str
        The list of sources and the citation style, relative to the project.
    metadata : dict
        All that the template needs; where ``single`` is true, the one chapter has no number, and its heading is
        that of the page.
    """
    with tempfile.TemporaryDirectory() as folder:
        aside = Path(folder)
        for chapter in chapters:
            (aside / chapter.path).parent.mkdir(parents=True, exist_ok=True)
            (aside / chapter.path).write_text(chapter.markdown, encoding="utf-8", newline="\n")
        # All that Pandoc reads lies in one folder under plain names: in the name of a project's folder, it
        # would take some characters for something else.
        design = aside / DESIGN
        design.mkdir()
        for file in (template, *partials, *HERE.glob("*.lua")):
            (design / file.name).write_bytes(file.read_bytes())
        for name, place in ((BIBLIOGRAPHY, bibliography), (STYLE, csl)):
            (design / name).write_bytes((project / place).read_bytes())
        (design / METADATA).write_text(json.dumps(metadata), encoding="utf-8", newline="\n")
        command = [
            bundled(),
            f"--from={DESIGN}/chapters.lua",
            f"--to={to}",
            f"--template={DESIGN}/{template.name}",
            f"--metadata-file={DESIGN}/{METADATA}",
            # As an argument, a path stays as it is; in a metadata file it would be read as Markdown.
            f"--metadata=project={project}",
            f"--bibliography={DESIGN}/{BIBLIOGRAPHY}",
            f"--csl={DESIGN}/{STYLE}",
            f"--output={out.resolve() if out else '-'}",
            f"--data-dir={DESIGN}",  # the user's own Pandoc settings stay out of the edition
            "--wrap=none",
            "--syntax-highlighting=none",
            "--reference-location=section",
            *(f"--lua-filter={DESIGN}/{name}" for name in (*BEFORE_CITATIONS, f"layout-{to}.lua")),
            "--citeproc",
            *(chapter.path for chapter in chapters),
        ]
        done = subprocess.run(command, cwd=aside, capture_output=True, text=True, encoding="utf-8", check=False)
    if faults := _faults(done.stderr):
        heading = HEADINGS.get(done.returncode, "Pandoc failed:")
        raise RenderError("\n".join([heading, *(f"  {fault}" for fault in faults)]))
    if done.returncode:
        raise RenderError(f"Pandoc failed (exit code {done.returncode}).")
    return done.stdout


def bundled() -> str:
    """Find the Pandoc of the wheel: pypandoc itself would take any newer one on the PATH."""
    files = Path(pypandoc.__file__).parent / "files"
    for file in files.glob("pandoc*"):
        if file.stem == "pandoc":
            return str(file)
    raise RenderError("The package pypandoc-binary lacks its Pandoc; install it anew (behindbars doctor says more).")


def _metadata(edition: Edition, project: Path) -> dict[str, Any]:
    return {
        "title": edition.title,
        "subtitle": edition.subtitle,
        "date": f"{edition.date.day} {edition.date:%B %Y}",
        "date-iso": edition.date.isoformat(),
        "by-author": [{"name": {"literal": author}} for author in edition.authors],
        "lang": edition.lang,
        "link-citations": True,
        # Each before the chapter at this place in the list; the title is Markdown, as it is for Quarto.
        "parts": [
            {"before": edition.chapters.index(part.chapters[0]) + 1, "title": part.title} for part in edition.parts
        ],
        "cover": read_cover(edition, project).markdown,
    }


def _faults(stderr: str) -> list[str]:
    faults = []
    chapter = ""
    for line in stderr.splitlines():
        if line.startswith(CHAPTER):
            chapter = line.removeprefix(CHAPTER)
        elif line.startswith(FAULT):
            faults.append(line.removeprefix(FAULT))
        elif line.strip():
            faults.append(f"{chapter}: {line}" if chapter else line)
    return faults
