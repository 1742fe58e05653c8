"""The specification of a chart, as an executed notebook holds it, and the names of the files that are drawn from it.

It is apart from `figure`, so that who draws or places charts does not depend on what makes them.
"""

from __future__ import annotations

import json
from typing import Any

VEGALITE_MIME = "application/vnd.vegalite.v6+json"
"""MIME type under which JupyterLab draws a Vega-Lite 6 specification."""
SPECIFICATION = "chart.json"
"""Name of the file that a chart is drawn from, where it is drawn by itself."""
COVER = "cover"
"""File name of the picture on the cover: the first chart of the edition, without its headline."""
NARROW = "-narrow"
"""End of the file name of a chart drawn for a phone."""


def specifications(notebook: bytes) -> list[dict[str, Any]]:
    """Read the charts of an executed notebook, in order.

    Returns
    -------
    list of dict
        Vega-Lite specifications whose ``usermeta`` names the figure.
    """
    return [
        output["data"][VEGALITE_MIME]
        for cell in json.loads(notebook)["cells"]
        for output in cell.get("outputs", [])
        if VEGALITE_MIME in output.get("data", {})
    ]
