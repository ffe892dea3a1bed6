"""The compiled modules of this installation in one file, so that a run need not look for each of them.

Two hundred modules are found, checked and read one by one in the time that a small prompt is read in. The file belongs to
one state of the installation (the size and time of each of its files, see `promptlint.data`), holds the modules that runs
have met so far, and like every cache it is read only if nobody else could have written it. PROMPTLINT_NO_CACHE turns it off.
"""

from __future__ import annotations

import sys
from _frozen_importlib import ModuleSpec

from promptlint.shelf import Shelf, of_installation

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import ModuleType
    from typing import Any


class Bundle:
    """Finds and loads promptlint's modules from a shelf; what is not there yet comes from the other finders."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf

    def find_spec(self, name: str, path: Sequence[str] | None = None, target: object = None) -> ModuleSpec | None:
        """The module as the shelf has it, None for those of other packages."""
        kept = self.shelf.get(name, lambda: self._found(name, path)) if name.startswith("promptlint.") else None
        if kept is None:
            return None
        code, file, cached, locations = kept
        loader: Any = self
        spec = ModuleSpec(name, loader, origin=file, loader_state=code)
        spec.has_location, spec.cached, spec.submodule_search_locations = True, cached, locations
        return spec

    def _found(self, name: str, path: Sequence[str] | None) -> tuple[Any, ...] | None:
        specs = (f.find_spec(name, path, None) for f in sys.meta_path if not isinstance(f, Bundle))
        spec: Any = next(filter(None, specs), None)
        if not hasattr(getattr(spec, "loader", None), "get_code"):
            return None
        locations = spec.submodule_search_locations
        return spec.loader.get_code(name), spec.origin, spec.cached, None if locations is None else list(locations)

    def create_module(self, spec: ModuleSpec) -> None:
        """Let Python make the module."""

    def exec_module(self, module: ModuleType) -> None:
        """Run a module's code."""
        spec: Any = module.__spec__
        exec(spec.loader_state, module.__dict__)


def install() -> None:
    """Let what this process imports of promptlint come from the bundle."""
    shelf = of_installation()
    if shelf is not None and not any(isinstance(f, Bundle) for f in sys.meta_path):
        sys.meta_path.insert(0, Bundle(shelf))
