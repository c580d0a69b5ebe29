"""One statement of a floor, and how sets of numbers are written into it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Read:
    """One statement; its first column is the key of `table` ('' where nothing is compared)."""

    table: str
    sql: str
    params: tuple[Any, ...] = ()


def ids(values: Any) -> str:
    """Numbers of our own as a literal set."""
    return f"ARRAY[{','.join(str(value) for value in sorted(values))}]::bigint[]"
