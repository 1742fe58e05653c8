"""Loading later what takes long to load and is hardly ever asked for."""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.util import find_spec, module_from_spec
from types import ModuleType
from typing import Any


def defer(module: str, function: str) -> None:
    """Put off loading a module until its function is called, for whoever imports that function from it.

    Nothing happens where the module is loaded already, or is not installed.

    Parameters
    ----------
    module : str
        Name of the module.
    function : str
        The one function of it that is imported by others when they are loaded themselves.
    """
    spec = None if module in sys.modules else find_spec(module)
    if spec is None:
        return
    stand_in = module_from_spec(spec)

    def load() -> ModuleType:
        if sys.modules.get(module) is stand_in:
            del sys.modules[module]
        return import_module(module)

    def call(*args: Any, **kwargs: Any) -> Any:
        return getattr(load(), function)(*args, **kwargs)

    vars(stand_in).update({function: call, "__getattr__": lambda name: getattr(load(), name)})
    sys.modules[module] = stand_in
