"""The steps of an edition: what is made from what."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from behindbars.brand import FILE as BRAND_FILE
from behindbars.dependencies import Code, Package, libraries
from behindbars.edition import SHARED, Edition
from behindbars.errors import RunError
from behindbars.excerpt import Original, describe, excerpt, read_original
from behindbars.parameters import check_parameters, code_of, declared_parameters
from behindbars.project import CACHE, visible_files
from behindbars.run import LIMIT, notebook_step
from behindbars.steps.maker import checksum
from behindbars.steps.step import Files, Step

LANG = "en"
FONTS = f"{CACHE}/fonts"
DESIGN = "_extensions/edition"
COVER_STEP = "cover"
KERNEL_PACKAGES = ("ipykernel", "ipython", "nbclient", "nbformat", "papermill")
"""What a notebook runs with, beside what it imports."""


class Plan:
    """The steps of one edition.

    Parameters
    ----------
    folder : Path
        Folder with the project's layout: all that the edition is made from, and static fonts.
    edition : Edition
        The edition.
    cache : Path
        Folder that keeps what was found out about code; it may be deleted at any time.
    """

    def __init__(self, folder: Path, edition: Edition, cache: Path) -> None:
        self.folder = folder
        self.edition = edition
        self._package = Package(cache=cache / "imports.json")
        self._libraries = cache / "libraries.json"
        self._original: Original = read_original(folder / "data")

    def notebooks(self, parameters: Mapping[str, Any] | None, limit: float = LIMIT) -> list[Step]:
        """Make a step of each notebook, the longest first.

        Parameters
        ----------
        parameters : mapping or None
            For every notebook; None to run it as it stands, in its own folder.
        limit : float
            How long each may run, s.

        Raises
        ------
        ParameterError, ProjectError
            If a notebook does not declare a parameter, or is none.
        """
        notebooks = reference_notebooks(self.folder, self.edition)
        for notebook in notebooks:
            check_parameters(notebook, parameters or {})
        steps = [self._notebook(notebook, parameters, limit) for notebook in notebooks]
        return sorted(steps, key=lambda step: -sum(map(len, step.files.values())))

    def _notebook(self, notebook: Path, parameters: Mapping[str, Any] | None, limit: float) -> Step:
        given = {**declared_parameters(notebook), **(parameters or {})}
        country = given.get("country")
        seen, parts = self._seen(country, given["year"])
        where = f"outputs/{self.edition.year}" if parameters is not None else "notebooks"
        step = notebook_step(notebook, {**seen, **self._files(BRAND_FILE)}, where, parameters or {}, limit)
        beside = {name: content for name, content in self._files("notebooks/*.py").items()}
        code = self._package.notebook_code(code_of(notebook), beside)
        return replace(
            step,
            files={**step.files, **beside},
            parts=parts,
            code=self._code(code, self._package.code(["behindbars.run"])),
        )

    def _seen(self, country: str | None, year: int) -> tuple[Files, Mapping[str, str]]:
        """Give what the chapter of a country sees of the data, and its parts by names for people."""
        files = excerpt(self._original, country, year)
        return {f"data/{name}": content for name, content in files.items()}, describe(self._original, country, year)
