"""How the kernels of notebooks are started."""

from __future__ import annotations

import os
import sys
from typing import Literal

Kernel = Literal["forked", "ordinary"]
"""Forked from a warm process, or a process of its own that imports everything anew."""
PROVISIONERS = {"forked": "behindbars-forked", "ordinary": "local-provisioner"}
"""Names under which jupyter_client finds who starts them; this package's is declared in ``pyproject.toml``."""
VARIABLE = "JUPYTER_DEFAULT_PROVISIONER_NAME"
"""Tells jupyter_client which one to use."""


def can_fork() -> bool:
    """Whether kernels can be forked here: Windows has no fork, and macOS's own libraries do not survive it."""
    return hasattr(os, "fork") and sys.platform != "darwin"


def usual_kernel() -> Kernel:
    """Give the kind of kernel that is used where nobody chooses."""
    return "forked" if can_fork() else "ordinary"
