"""The page around the edition: it shows the edition in a frame, and what becomes of a build."""

from __future__ import annotations

from pathlib import Path
from string import Template

from behindbars.brand import FILE as BRAND_FILE
from behindbars.fonts import FACES
from behindbars.render.site import COMMON
from behindbars.render.web import brand_css, policy
from behindbars.render.webfont import font_faces

HERE = Path(__file__).parent
WEIGHTS = (400, 600)
OWN = "; connect-src 'self'; frame-src 'self'; frame-ancestors 'none'"
"""What the page may do beyond a page of an edition: hear of builds, and show the edition. Nobody may show it."""


def write_page(project: Path) -> tuple[bytes, str]:
    """Write the page, and its content security policy.

    Parameters
    ----------
    project : Path
        The project folder: for colours and typeface.

    Raises
    ------
    ProjectError
        If the file of colours is not as it must be.
    """
    faces = [face for face in FACES if not face.italic and face.weight in WEIGHTS]
    styles = font_faces(COMMON, faces) + brand_css(project / BRAND_FILE) + _text("watch.css")
    script = _text("watch.js")
    page = Template(_text("watch.html")).substitute(styles=styles, script=script)
    return page.encode(), policy(styles, script) + OWN


def _text(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")
