"""Files to download from a page, held in the page itself: they need no request and no script."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from html import escape
from pathlib import Path
from urllib.parse import quote

PNG = "image/png"
KINDS = {
    ".svg": ("chart as SVG", "image/svg+xml"),
    ".png": ("chart as PNG", PNG),
    ".csv": ("data as CSV", "text/csv;charset=utf-8"),
}
"""What each ending holds, in words and as a media type."""
SAFE = ' !"$()*+,/:;<=>?@[]^`{|}'
"""What may stand in a data address within single quotes as it is; the rest is percent-encoded."""


def download_links(files: Iterable[Path]) -> str:
    """Write links that download files, each holding the file itself.

    Parameters
    ----------
    files : iterable of Path
        The files; their endings are among `KINDS`.
    """
    return ", ".join(
        f"<a download=\"{escape(file.name)}\" href='{data_url(file)}'>{KINDS[file.suffix][0]}</a>" for file in files
    )


def data_url(file: Path) -> str:
    """Write a file as a data address, for an attribute in single quotes.

    Parameters
    ----------
    file : Path
        The file; its ending is among `KINDS`. Text is percent-encoded, as little as a browser needs, which is
        shorter than base64.
    """
    media = KINDS[file.suffix][1]
    content = file.read_bytes()
    if media == PNG:
        return f"data:{media};base64,{base64.b64encode(content).decode('ascii')}"
    return f"data:{media},{quote(content, safe=SAFE)}"
