"""What a module of Python defines, as far as its text tells: nothing of it is run."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

MAX_BYTES = 1_000_000
"""The Python beside a card has some hundred lines."""


def parsed(path: Path) -> ast.Module:
    """The syntax of a module.

    Raises:
        OSError: the file cannot be read.
        SyntaxError, ValueError, RecursionError, MemoryError: it is no Python, too much or too deep.
    """
    with path.open("rb") as file:
        content = file.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        message = f"more than {MAX_BYTES:,} bytes"
        raise ValueError(message)
    return ast.parse(content, path.name)


def may_define(module: ast.Module, name: str) -> bool:
    """Whether a function of that name may be there once the module is run."""
    return not {name, "*"}.isdisjoint(_bound(module.body))


def _bound(body: list[ast.stmt]) -> Iterator[str]:
    """The names that statements bind in their module; ``*`` for any."""
    for statement in body:
        match statement:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                yield name
            case ast.ClassDef(name=name):
                yield name
            case ast.Import(names=names) | ast.ImportFrom(names=names):
                yield from (one.asname or one.name.partition(".")[0] for one in names)
            case ast.Assign(value=ast.Constant()) | ast.AnnAssign(value=ast.Constant()):
                pass  # no function
            case _:
                yield from _in_parts(statement)


def _in_parts(statement: ast.stmt) -> Iterator[str]:
    """The names that the parts of a statement bind: targets, and the blocks of an `if` or `try`."""
    for part in ast.iter_child_nodes(statement):
        if isinstance(part, ast.stmt):
            yield from _bound([part])
        elif isinstance(part, ast.ExceptHandler):
            yield from _bound(part.body)
        else:
            yield from (
                node.id
                for node in ast.walk(part)
                if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
            )
