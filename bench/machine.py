"""The machine that measured: what decides how fast it is, and nothing that names it or its owner."""

from __future__ import annotations

import platform
import re
from importlib.metadata import version
from pathlib import Path

import psutil

from behindbars.processes import processors

PACKAGES = ("behindbars", "altair", "ipykernel", "papermill", "pandas", "typst", "vl-convert-python")


def describe() -> dict[str, str]:
    """Name processor, memory, system, Python and the main packages."""
    used, there = processors(), psutil.cpu_count()
    return {
        "processor": f"{_processor()}, {used} of {there} cores",
        "memory": f"{psutil.virtual_memory().total / 2**30:.0f} GiB",
        "system": f"{platform.system()} {platform.release().partition('-')[0]}, {platform.machine()}",
        "Python": f"{platform.python_implementation()} {platform.python_version()}",
        "packages": ", ".join(f"{name} {version(name)}" for name in PACKAGES),
    }


def load() -> str:
    """Say how busy the machine is: processes that want to run, on the average of a minute; 0 is quiet."""
    return f"{psutil.getloadavg()[0]:.1f}"


def _processor() -> str:
    details = Path("/proc/cpuinfo")
    named = re.search(r"^model name\s*:\s*(.+)$", details.read_text(), re.MULTILINE) if details.exists() else None
    return named[1] if named else platform.processor() or "unknown"
