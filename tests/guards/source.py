"""Reads the product's own source, so that a rule of the house is kept by a test."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.apps import apps
from django.db import models

from config.settings.base import BASE_DIR

APPS = ("accounts", "committees", "members", "actionplans")
# What writes rows or decides about them works on rows that a view has authorised already; loaders
# and checks run as the owner, over everything.
BELOW_THE_VIEWS = {"actions", "policy", "models", "querysets", "access", "audit", "notices", "rls"}
FOR_THE_OWNER = {"migrations", "management", "demo", "bench"}


@dataclass(frozen=True)
class Source:
    """One file of the product."""

    path: Path

    @property
    def name(self) -> str:
        """The module's dotted name."""
        parts = self.path.relative_to(BASE_DIR).with_suffix("").parts
        return ".".join(part for part in parts if part != "__init__")

    @property
    def tree(self) -> ast.Module:
        return parsed(self.path)


@cache
def parsed(path: Path) -> ast.Module:
    """The file's syntax tree, each node knowing its parent and its function."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    _mark(tree, None, "")
    return tree


def _mark(node: ast.AST, parent: ast.AST | None, function: str) -> None:
    node.parent = parent  # type: ignore[attr-defined]
    node.function = function  # type: ignore[attr-defined]
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        function = node.name
    for child in ast.iter_child_nodes(node):
        _mark(child, node, function)


def sources() -> Iterator[Source]:
    """Every file of the apps but what the owner runs."""
    for app in APPS:
        for path in sorted((BASE_DIR / app).rglob("*.py")):
            if not FOR_THE_OWNER & set(path.relative_to(BASE_DIR).parts):
                yield Source(path)


def reading_sources() -> Iterator[Source]:
    """The files that read rows for a person: views, forms, tasks, and what they put together."""
    for source in sources():
        if not {source.path.stem, source.path.parent.name} & BELOW_THE_VIEWS:
            yield source


def tenant_models() -> dict[str, type[models.Model]]:
    """Every model with committee data, by its class name."""
    return {
        model.__name__: model
        for model in apps.get_models()
        if getattr(model, "row_security", None) is not None
    }


def place(source: Source, node: ast.AST) -> str:
    """Where a node stands, without its line: `actionplans.forms.plans:__init__`."""
    return f"{source.name}:{node.function or 'module'}"  # type: ignore[attr-defined]


def chain(node: ast.AST) -> tuple[list[str], ast.AST]:
    """The attributes and calls that follow a node (`.filter(...).order_by(...)`), and the end."""
    names: list[str] = []
    while True:
        parent = node.parent  # type: ignore[attr-defined]
        if isinstance(parent, ast.Attribute) and parent.value is node:
            names.append(parent.attr)
        elif not (isinstance(parent, ast.Call) and parent.func is node):
            return names, node
        node = parent


def called(node: ast.AST) -> str:
    """The bare name of what a call calls."""
    if isinstance(node, ast.Call):
        if isinstance(node.func, ast.Name):
            return node.func.id
        if isinstance(node.func, ast.Attribute):
            return node.func.attr
    return ""
