"""The compiled modules of this installation in one file, so that a run need not look for each of them.

Two hundred modules are found, checked and read one by one in the time that a small prompt is read in. The file belongs to
one state of the installation (the size and time of each of its files, see `promptlint.data`), holds the modules that runs
have met so far, and like every cache it is read only if nobody else could have written it. PROMPTLINT_NO_CACHE turns it off.

What the import of one module brought with it is one piece, in the order in which the modules were ready: they are unpacked
at once, which shares their names, and loaded in that order, so that no import waits in the middle of another.
"""

from __future__ import annotations

import sys
from _frozen_importlib import ModuleSpec, _load  # type: ignore[attr-defined]

from promptlint.shelf import Shelf, of_installation

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import CodeType, ModuleType
    from typing import Any

    # A module's name, code, file, compiled file, and the places of its submodules if it is a package.
    Kept = tuple[str, CodeType, str, str, list[str] | None]

OURS = "promptlint."


class Bundle:
    """Finds and loads promptlint's modules from a shelf; what is not there yet comes from the other finders.

    Args:
        shelf: pieces by the name of the module whose import they are.
    """

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf
        # The module whose import is being recorded, and what it has brought so far.
        self._recorded = ""
        self._brought: list[Kept] = []
        self.resting = False

    def find_spec(self, name: str, path: Sequence[str] | None = None, target: object = None) -> ModuleSpec | None:
        """The module as the shelf has it, None for those of other packages."""
        if not name.startswith(OURS):
            return None
        piece = self.shelf.find(name)
        if piece is None:
            found = self._found(name, path)
            return None if found is None else self._spec(found, True)
        *others, own = piece
        for kept in others:
            if kept[0] not in sys.modules:
                package, _, last = kept[0].rpartition(".")
                if package not in sys.modules:  # which was there already when this was recorded
                    __import__(package)
                setattr(sys.modules[package], last, _load(self._spec(kept, False)))
        return self._spec(own, False)

    def _spec(self, kept: Kept, fresh: bool) -> ModuleSpec:
        loader: Any = self
        name, _, file, cached, locations = kept
        spec = ModuleSpec(name, loader, origin=file, loader_state=(kept, fresh))
        spec.has_location, spec.cached, spec.submodule_search_locations = True, cached, locations
        return spec

    def _found(self, name: str, path: Sequence[str] | None) -> Kept | None:
        specs = (f.find_spec(name, path, None) for f in sys.meta_path if not isinstance(f, Bundle))
        spec: Any = next(filter(None, specs), None)
        if not hasattr(getattr(spec, "loader", None), "get_code"):
            return None
        locations = spec.submodule_search_locations
        return (
            name,
            spec.loader.get_code(name),
            spec.origin,
            spec.cached,
            None if locations is None else list(locations),
        )

    def create_module(self, spec: ModuleSpec) -> None:
        """Let Python make the module."""

    def exec_module(self, module: ModuleType) -> None:
        """Run a module's code."""
        spec: Any = module.__spec__
        kept, fresh = spec.loader_state
        if fresh and not self._recorded and not self.resting:
            self._recorded = kept[0]
        try:
            exec(kept[1], module.__dict__)
            if self._recorded and fresh:
                self._brought.append(kept)
                if self._recorded == kept[0]:
                    self.shelf.keep(kept[0], tuple(self._brought))
        finally:
            if self._recorded == kept[0]:
                self._recorded, self._brought = "", []


def rest(resting: bool) -> None:
    """Keep nothing of what is imported from now on, or keep it again.

    Where everything is imported, what one module brings with it says nothing of other runs.
    """
    for finder in sys.meta_path:
        if isinstance(finder, Bundle):
            finder.resting = resting


def install() -> None:
    """Let what this process imports of promptlint come from the bundle."""
    shelf = of_installation()
    if shelf is not None and not any(isinstance(f, Bundle) for f in sys.meta_path):
        sys.meta_path.insert(0, Bundle(shelf))
