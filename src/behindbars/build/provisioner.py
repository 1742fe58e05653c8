"""Kernels forked from a warm process: they start in a tenth of the time, and write the same.

A *provisioner* starts kernels for jupyter_client. This one has a process ready, forked from the warm one before
anything ran in it, which becomes a kernel when the first is asked for.
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sys
import tempfile
from importlib.util import find_spec
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jupyter_client.provisioning.local_provisioner import LocalProvisioner

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import ForkProcess

LAUNCHER = "ipykernel_launcher"
VARIABLE, NAME = "JUPYTER_DEFAULT_PROVISIONER_NAME", "behindbars-forked"
"""Tells jupyter_client who starts kernels; the name is declared in ``pyproject.toml``."""


class _Spare:
    """A process that waits to become a kernel; to jupyter_client it looks like one of `subprocess.Popen`."""

    stdin = stdout = stderr = None

    def __init__(self) -> None:
        context = get_context("fork")
        here, there = context.Pipe()
        self._process: ForkProcess = context.Process(target=_wait, args=(here, there), daemon=True)
        self._process.start()
        there.close()
        self._connection = here
        assert self._process.pid is not None
        self.pid = self._process.pid

    def become_kernel(self, command: list[str], env: dict[str, str], cwd: str) -> None:
        self._connection.send((command, env, cwd))
        self._connection.recv()  # it leads a group of its own from here on

    def poll(self) -> int | None:
        return self._process.exitcode

    def wait(self) -> int | None:
        self._process.join()
        return self._process.exitcode

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)


_spares: list[_Spare] = []


def prepare() -> None:
    """Fork the process that the first kernel will be, while this one has neither threads nor sockets."""
    _spares.append(_Spare())


class ForkedProvisioner(LocalProvisioner):
    """Starts the kernel for which `prepare` was called; any further one in the ordinary way."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        """Turn the spare process into the kernel of a command; of the options of `Popen`, ``env`` and ``cwd`` count."""
        if not _spares or LAUNCHER not in cmd:
            return await super().launch_kernel(cmd, **kwargs)
        spare = _spares.pop()
        env = {**(kwargs.get("env") or os.environ), "JPY_PARENT_PID": str(os.getpid())}
        env.pop(VARIABLE, None)  # nobody but this process asks for such kernels
        self.cwd = kwargs.get("cwd") or str(Path.cwd())
        spare.become_kernel(cmd, env, str(self.cwd))
        self.process = spare  # type: ignore[assignment]
        self.pid = self.pgid = spare.pid
        return self.connection_info

    async def wait(self) -> int | None:
        """Wait until the kernel has ended: by its end, where jupyter_client looks every tenth of a second."""
        if isinstance(self.process, _Spare):
            await asyncio.to_thread(self.process.wait)
        return await super().wait()


def _wait(parents: Connection, connection: Connection) -> None:
    """Become a kernel when told how; end with the process that never asks."""
    parents.close()
    try:
        command, env, cwd = connection.recv()
    except EOFError:
        return
    os.setsid()
    connection.send(True)
    connection.close()
    os.environ.clear()
    os.environ.update(env)
    os.chdir(cwd)
    tempfile.tempdir = None
    # A fork has the random numbers of all others; random itself and uuid see to that, numpy does not.
    random.seed()
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed()
    if not sys.flags.safe_path:
        del sys.path[0]  # the folder of the script that asked, which a command of its own would not have
    arguments = command[command.index(LAUNCHER) + 1 :]
    launcher = find_spec(LAUNCHER)
    sys.argv = [launcher.origin if launcher and launcher.origin else LAUNCHER, *arguments]
    from ipykernel.kernelapp import IPKernelApp

    # ipykernel reads this variable when it is imported, which was long ago; a kernel ends with this process.
    IPKernelApp.launch_instance([*arguments, f"--IPKernelApp.parent_handle={os.getppid()}"])
