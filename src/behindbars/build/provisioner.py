"""Kernels forked from a warm process: they start in a tenth of the time, and write the same.

A *provisioner* starts kernels for jupyter_client. This one forks the process that asks, itself a fork of the warm one.
"""

from __future__ import annotations

import asyncio
import logging
import os
import random
import sys
import tempfile
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from multiprocessing.context import ForkProcess
from pathlib import Path
from typing import Any

from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from behindbars.build.running import VARIABLE

LAUNCHER = "ipykernel_launcher"


class Forked(ForkProcess):
    """A forked kernel, with what jupyter_client asks of a `subprocess.Popen`."""

    stdin = stdout = stderr = None

    def poll(self) -> int | None:
        """Give the exit code; None while it runs."""
        return self.exitcode

    def wait(self) -> int | None:
        """Wait for its end, and give the exit code."""
        self.join()
        return self.exitcode

    def send_signal(self, number: int) -> None:
        """Send a signal, if it still runs."""
        if self.pid and self.exitcode is None:
            os.kill(self.pid, number)


class ForkedProvisioner(LocalProvisioner):
    """Forks the kernel of a command; of the options of `Popen`, ``env`` and ``cwd`` count."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        """Fork a kernel: this process has no socket of ZeroMQ yet, and no thread but one that waits."""
        if LAUNCHER not in cmd:
            return await super().launch_kernel(cmd, **kwargs)
        env = {**(kwargs.get("env") or os.environ), "JPY_PARENT_PID": str(os.getpid())}
        env.pop(VARIABLE, None)  # nobody but this process asks for such kernels
        self.cwd = kwargs.get("cwd") or str(Path.cwd())
        kernel = Forked(target=_be_kernel, args=(cmd, env, self.cwd), daemon=True)
        kernel.start()
        self.process = kernel  # type: ignore[assignment]
        self.pid = self.pgid = kernel.pid
        return self.connection_info

    async def wait(self) -> int | None:
        """Wait until the kernel has ended: by its end, where jupyter_client looks every tenth of a second."""
        if isinstance(self.process, Forked):
            await asyncio.to_thread(self.process.wait)
        return await super().wait()


def _be_kernel(command: Sequence[str], env: Mapping[str, str], cwd: str) -> None:
    """Be a kernel, and end without a word if whoever asked was stopped meanwhile, and has removed the folder."""
    try:
        _launch(command, env, cwd)
    except (FileNotFoundError, KeyboardInterrupt):
        os._exit(1)


def _launch(command: Sequence[str], env: Mapping[str, str], cwd: str) -> None:
    """Put right what a fork has of the process that asked and a command of its own would not have; be a kernel."""
    os.setsid()
    asyncio.set_event_loop(asyncio.new_event_loop())
    logging.disable(logging.NOTSET)
    os.environ.clear()
    os.environ.update(env)
    os.chdir(cwd)
    tempfile.tempdir = None
    random.seed()
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed()
    if not sys.flags.safe_path:
        del sys.path[0]  # the folder of the script that asked
    arguments = command[command.index(LAUNCHER) + 1 :]
    launcher = find_spec(LAUNCHER)
    sys.argv = [launcher.origin if launcher and launcher.origin else LAUNCHER, *arguments]
    from ipykernel.kernelapp import IPKernelApp

    # ipykernel reads this variable when it is imported, which was long ago; a kernel ends with this process.
    IPKernelApp.launch_instance([*arguments, f"--IPKernelApp.parent_handle={os.getppid()}"])
