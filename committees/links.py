"""Addresses that pages write many times: worked out once and remembered."""

from __future__ import annotations

from functools import lru_cache

from django.urls import reverse


@lru_cache(maxsize=8192)
def link(name: str, *args: str | int) -> str:
    """The address of a page, as `reverse` gives it; it depends on nothing but its parts."""
    return reverse(name, args=args)
