"""What a new Python loads when it runs code: the truth that dependencies are compared with."""

import json
import os
import re
import subprocess
import sys
from functools import lru_cache
from importlib.metadata import distributions
from pathlib import Path

SCRIPT = """
import json, sys
before = set(sys.modules)
{code}
loaded = {{name: getattr(module, "__file__", None) for name, module in list(sys.modules.items()) if name not in before}}
print("LOADED" + json.dumps(loaded))
"""


def loaded_by(code: str, path: Path, folder: Path | None = None) -> dict[str, str | None]:
    """Run code in a Python of its own, with a folder of modules; give the files of all modules that it loaded."""
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT.format(code=code)],
        env=os.environ | {"PYTHONPATH": str(path)},
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    loaded: dict[str, str | None] = json.loads(done.stdout.rpartition("LOADED")[2])
    return loaded


def distributions_of(loaded: dict[str, str | None]) -> set[str]:
    """Name the distributions that loaded modules belong to, by the files that these list."""
    owners = _owners()
    return {owners[file] for file in loaded.values() if file in owners}


@lru_cache
def _owners() -> dict[str, str]:
    return {
        str(distribution.locate_file(file)): re.sub(r"[-_.]+", "-", distribution.name).lower()
        for distribution in distributions()
        for file in distribution.files or ()
        if file.suffix in {".py", ".so", ".pyd"}
    }
