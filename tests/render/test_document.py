"""Every format is written from one document, at any time and in any order."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from behindbars.edition import Edition, read_edition
from behindbars.render.collect import collect
from behindbars.render.pandoc import read_document
from behindbars.render.pdf import render_pdf
from behindbars.render.web import render_html
from behindbars.render.word import render_docx

from .conftest import make_project

FORMATS: dict[str, Callable[[Edition, Path, Path, bytes | None], None]] = {
    "html": render_html,
    "pdf": render_pdf,
    "docx": render_docx,
}


@pytest.fixture(scope="module")
def document(shared_project: Path) -> bytes:
    edition = read_edition(shared_project, 2023)
    return read_document(collect(edition, shared_project), edition, shared_project)


def test_the_document_depends_on_the_project_not_on_its_place(document: bytes, tmp_path: Path) -> None:
    elsewhere = make_project(tmp_path / "elsewhere")
    edition = read_edition(elsewhere, 2023)
    assert read_document(collect(edition, elsewhere), edition, elsewhere) == document


def test_formats_written_at_the_same_time_are_those_written_alone(
    document: bytes, shared_project: Path, tmp_path: Path
) -> None:
    edition = read_edition(shared_project, 2023)
    with ProcessPoolExecutor(len(FORMATS), mp_context=get_context("spawn")) as pool:
        running = [
            pool.submit(render, edition, shared_project, tmp_path / f"together.{name}", document)
            for name, render in FORMATS.items()
        ]
    for done in running:
        done.result()
    for name, render in FORMATS.items():
        alone = tmp_path / f"alone.{name}"
        render(edition, shared_project, alone, None)
        assert (tmp_path / f"together.{name}").read_bytes() == alone.read_bytes()
