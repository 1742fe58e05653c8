"""Kill what is tested before any of its steps."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from typing import Any


def in_a_process_killed_before(last: int, call: Callable[[], Any]) -> bool:
    """Do something in a process of its own that is killed before one of its changes of folders; say if it lived."""
    child = os.fork()
    if child == 0:
        steps = 0

        def count(event: str, arguments: Any) -> None:
            nonlocal steps
            if event in ("os.mkdir", "os.rename", "os.rmdir", "shutil.rmtree"):
                steps += 1
                if steps == last:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(count)
        call()
        os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status) == 0
