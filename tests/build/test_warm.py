"""The warm process has imported what work needs, and has done nothing that a fork would not survive."""

import subprocess
import sys

LOOK = """
import gc, sys, threading
import behindbars.build.warm
print(*sys.modules)
print(threading.active_count())
print(gc.isenabled(), gc.get_freeze_count() > 100_000)
"""
NEEDED = ("papermill", "ipykernel.kernelapp", "altair", "pandas", "vl_convert", "typst", "behindbars.report")


def test_what_takes_long_to_import_is_there_and_nothing_runs():
    said = subprocess.run([sys.executable, "-c", LOOK], capture_output=True, text=True, check=True).stdout
    modules, threads, garbage = said.splitlines()
    assert set(NEEDED) <= set(modules.split())
    assert threads == "1"
    assert garbage == "True True"  # looked for, but not among what was imported
