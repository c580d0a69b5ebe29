"""What each noun adds to the table of addresses: one module a noun.

A module may have:
- `ANYWHERE`, `ON_ROWS`: lines as in `tests/guards/url_table.py`;
- `PEOPLE`: the columns of its lines, where they differ from those of `test_urls`;
- `TARGETS`: what a target of its lines stands for, as target -> name of a committee of the world;
- `REQUIRED`: sets of targets of which each address on rows is tried on at least one;
- `DATA`: what is posted where an empty form would not reach the act;
- `build(world)`: makes the rows its addresses name, and returns what `arguments` wants to have;
- `arguments(world, rows, name, target)`: values for the parts of an address, where those of
  `test_urls` do not do.
"""

from __future__ import annotations

import pkgutil
from importlib import import_module
from types import ModuleType

MODULES: list[ModuleType] = [
    import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__)
]
