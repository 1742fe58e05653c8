"""Same inputs, same bytes; and nothing in an edition tells who built it, where or when."""

import base64
import io
import os
import re
import socket
import subprocess
import sys
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pikepdf
import pytest
from tests.conftest import PROJECT, ROOT, copy_project

COMMAND = [sys.executable, "-c", "from behindbars.cli import main; main()"]
USER = "synthetic-user"
SURROUNDINGS = {
    "LC_ALL": "C",
    "LANG": "ru_RU.UTF-8",
    "TZ": "America/New_York",
    "PYTHONHASHSEED": "20240626",
    "SOURCE_DATE_EPOCH": "86400",
    "USER": USER,
    "LOGNAME": USER,
}
STAGE = re.compile(rb"build-[a-z0-9_]{8}\b")
"""The folder aside, in which everything is made."""


def edition(project):
    """Every file of an edition in place, by its name."""
    return {
        file.relative_to(project).as_posix(): file.read_bytes()
        for name in ("outputs/2024", "figures/2024")
        for file in sorted((project / name).rglob("*"))
        if file.is_file()
    }


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory):
    """Build the edition once more, in a place that has nothing in common with that of the one of all tests."""
    root = tmp_path_factory.mktemp("elsewhere")
    project, home = copy_project(root / "project"), root / "home"
    # What a user may have set for every IPython must not reach the notebooks.
    startup = home / ".ipython" / "profile_default" / "startup"
    startup.mkdir(parents=True)
    for file in (startup / "mine.py", home / "startup.py"):
        file.write_text("print('synthetic settings')")
    common = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "SOURCE_"))}
    done = subprocess.run(
        [*COMMAND, "build", "--renderer", "embedded", "--workers", "1"],
        cwd=project,
        env=common | {"HOME": str(home), "PYTHONSTARTUP": str(home / "startup.py")} | SURROUNDINGS,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return project


def test_the_same_inputs_give_the_same_bytes(built, elsewhere):
    here, there = edition(built), edition(elsewhere)
    assert here.keys() == there.keys()
    assert {Path(name).suffix for name in here} >= {
        *(".html", ".pdf", ".docx", ".xlsx", ".zip", ".ipynb", ".json", ".svg", ".png", ".csv")
    }
    assert [name for name in here if here[name] != there[name]] == []


def readings(name, content):
    """Give everything that can be read in a file: itself, and what is packed inside it."""
    yield name, content
    if name.endswith(".pdf"):
        with pikepdf.open(io.BytesIO(content)) as pdf:
            yield f"{name}: information", repr(dict(pdf.docinfo)).encode()
            for thing in pdf.objects:
                if isinstance(thing, pikepdf.Stream):
                    try:
                        yield f"{name}: stream", thing.read_bytes()
                    except pikepdf.PdfError:  # a picture that only a decoder of pictures can read
                        yield f"{name}: stream", thing.read_raw_bytes()
                else:
                    yield f"{name}: object", repr(thing).encode()
    elif zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for member in archive.infolist():
                yield f"{name}: entry", repr((member.filename, member.date_time, member.comment, member.extra)).encode()
                yield from readings(f"{name}: {member.filename}", archive.read(member))
    elif name.endswith((".html", ".svg", ".json", ".ipynb")):
        for packed in re.findall(rb"base64,([A-Za-z0-9+/=]+)", content):
            yield f"{name}: embedded", base64.b64decode(packed)


def inputs():
    """Everything that an edition is made from, as one text."""
    folders = ("data", "notebooks", "_extensions", "src")
    files = [file for name in folders for file in (ROOT / name).rglob("*") if file.is_file()]
    files += [*ROOT.glob("*.qmd"), *ROOT.glob("_*.yml")]
    return b"\n".join(file.read_bytes() for file in files)


def traces(project, began):
    """What of builder, machine and time could be found in a file, as bytes."""
    words = {USER, "synthetic settings", str(project), str(project.parent)}
    words |= {str(ROOT), str(PROJECT), str(Path.home()), Path.home().name, socket.gethostname()}
    # A name of three letters or fewer, or one that the inputs themselves hold, proves nothing.
    known = inputs()
    words = {word for word in words if len(word) > 3 and word != "root"}
    for day in {began, datetime.now(UTC), began - timedelta(hours=12), began + timedelta(hours=12)}:
        words |= {f"{day:{form}}" for form in ("%Y-%m-%d", "%Y%m%d", "%Y/%m/%d", "%d.%m.%Y")}
        words |= {f"{day.day} {day:%B} {day.year}", f"{day:%B} {day.day}, {day.year}"}
    return sorted(word.encode() for word in words if word.encode() not in known)


def test_nothing_tells_who_built_it_where_or_when(elsewhere):
    began = datetime.fromtimestamp((elsewhere / ".cache" / "lock").stat().st_mtime, UTC)
    looked_for = traces(elsewhere, began)
    assert len(looked_for) > 8
    found = [
        (where, trace)
        for name, content in edition(elsewhere).items()
        for where, text in readings(name, content)
        for trace in [*looked_for, *STAGE.findall(text)[:1]]
        if trace in text
    ]
    assert found == []


def test_dates_are_those_of_the_edition(elsewhere):
    [file] = (elsewhere / "outputs" / "2024").glob("*.pdf")
    with pikepdf.open(file) as pdf:
        assert str(pdf.docinfo["/CreationDate"]).startswith("D:20250626")
    for archive in (*file.parent.rglob("*.zip"), *file.parent.rglob("*.docx")):
        with zipfile.ZipFile(archive) as opened:
            assert {member.date_time[:3] for member in opened.infolist()} <= {(2025, 6, 26), (1980, 1, 1)}


def test_the_search_finds_what_it_looks_for(tmp_path):
    """A trace in a packed place is found, so that finding none means something."""
    pdf = pikepdf.new()
    pdf.docinfo["/Author"] = "synthetic-user"
    pdf.make_stream(b"synthetic-stream")
    pdf.Root.Hidden = pdf.make_stream(b"synthetic-stream")
    pdf.save(tmp_path / "a.pdf", compress_streams=True)
    with zipfile.ZipFile(tmp_path / "a.docx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("deep.html", b"base64," + base64.b64encode(b"synthetic-embedded"))
    texts = [text for name in ("a.pdf", "a.docx") for _, text in readings(name, (tmp_path / name).read_bytes())]
    for trace in (b"synthetic-user", b"synthetic-stream", b"synthetic-embedded"):
        assert any(trace in text for text in texts)
