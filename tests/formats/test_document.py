"""Every format is written from one document, at any time and in any order."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest
from tests.formats.rendering import read_document

from behindbars.build.book import read_book
from behindbars.build.formats import DOCUMENT, pdf, web, word

from .conftest import make_project

FORMATS = {"html": web.make, "pdf": pdf.make, "docx": word.make}


@pytest.fixture(scope="module")
def document(shared_project: Path) -> bytes:
    return read_document(read_book(shared_project, 2023), shared_project)


def test_the_document_depends_on_the_project_not_on_its_place(document: bytes, tmp_path: Path) -> None:
    elsewhere = make_project(tmp_path / "elsewhere")
    assert read_document(read_book(elsewhere, 2023), elsewhere) == document


def test_formats_written_at_the_same_time_are_those_written_alone(document: bytes, project: Path) -> None:
    (project / DOCUMENT).write_bytes(document)
    with ProcessPoolExecutor(len(FORMATS), mp_context=get_context("spawn")) as pool:
        running = {name: pool.submit(make, project, year=2023) for name, make in FORMATS.items()}
    for name, make in FORMATS.items():
        assert running[name].result() == make(project, year=2023)
