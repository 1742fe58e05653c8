"""What was found out before: kept in a file, for exactly the question that it answers."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any


def recall(file: Path | None, question: str) -> Any:
    """Read what is known for a question; None if the file has no answer to it, or is not as it was written."""
    if file is None:
        return None
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
        whole = content["checksum"] == _checksum(question, content["answer"])
        return content["answer"] if whole else None
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        return None


def remember(file: Path | None, question: str, answer: Any) -> None:
    """Keep an answer, which can be had again: the file may be deleted at any time.

    Two processes may do so at once: the file is written aside and moved into place. Where it cannot be
    written, nothing is remembered.
    """
    if file is None:
        return
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, aside = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
                json.dump({"checksum": _checksum(question, answer), "answer": answer}, stream, sort_keys=True)
            Path(aside).replace(file)
        finally:
            Path(aside).unlink(missing_ok=True)


def _checksum(question: str, answer: Any) -> str:
    return hashlib.sha256(json.dumps([question, answer], sort_keys=True).encode("utf-8")).hexdigest()
