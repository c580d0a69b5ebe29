"""What each noun adds to the table of addresses: one module a noun.

A module may have:
- `ANYWHERE`, `ON_ROWS`: lines as in `tests/guards/url_table.py`;
- `PEOPLE`: the columns of its lines, where they differ from those of `test_urls`;
- `TARGETS`: what a target of its lines stands for, as target -> name of a committee of the world;
- `REQUIRED`: sets of targets of which each address on rows is tried on at least one;
- `DATA`: what is posted where an empty form would not reach the act;
- `build(world)`: makes the rows its addresses name, and returns what `arguments` wants to have;
- `arguments(world, rows, name, target)`: values for the parts of an address, where those of
  `test_urls` do not do;
- `SEES`: table -> whether a person may read a row, as `(reach, row) -> bool`, where that is
  not "inside, or from above where marked so" (`tests/committees/test_rls.py`);
- `INSIDE_ALONE`: tables of which nobody above reads anything;
- `mark(world, rows, word)`: writes `word(committee, kind)` into its rows (`test_isolation.py`);
- `pages(world, rows)`: addresses that read their query, for `test_odd_input.py`.
"""

from __future__ import annotations

import pkgutil
from importlib import import_module
from types import ModuleType
from typing import Any

from tests.world import layer

MODULES: list[ModuleType] = [
    import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__)
]


@layer("nouns")
def built(world: Any, _name: str = "") -> dict[ModuleType, Any]:
    """The rows of every noun in one world."""
    return {module: module.build(world) for module in MODULES if hasattr(module, "build")}


@layer("noun")
def built_alone(world: Any, name: str) -> Any:
    """The rows of one noun, for `laid("noun:orders")`."""
    module = next(found for found in MODULES if found.__name__.endswith(f".{name[5:]}"))
    return module.build(world)


def noun(module: ModuleType) -> str:
    """The layer of this noun alone."""
    return "noun:" + module.__name__.rpartition(".")[2]


def merged(name: str) -> dict[str, Any]:
    """The tables of this name of every noun, as one."""
    found: dict[str, Any] = {}
    for module in MODULES:
        found |= getattr(module, name, {})
    return found
