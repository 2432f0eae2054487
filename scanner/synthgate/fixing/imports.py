"""The names of a program's file: what they stand for, and how what it has not is imported."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from typing import Any

from synthgate.fixing.outcomes import NoFixError
from synthgate.fixing.scope import CDK
from synthgate.fixing.syntax import cst
from synthgate.model import Message
from synthgate.records import dataclass


@dataclass(frozen=True, slots=True)
class Imports:
    """What names are bound to (``aws_cdk.aws_s3``), and all names that the file uses."""

    bound: Mapping[str, str]
    used: frozenset[str] = frozenset()
    wanted: dict[str, str] = field(default_factory=dict[str, str])
    """What is to be imported besides: the name, by what it stands for."""
    reached: dict[str, str] = field(default_factory=dict[str, str])
    """How the file reaches modules that it has no name for: ``cdk.aws_sqs``."""

    def qualified(self, node: Any) -> str | None:
        """What an expression of the program names in full, if it comes of an import."""
        libcst = cst()
        if isinstance(node, libcst.Name):
            return self.bound.get(node.value)
        if isinstance(node, libcst.Attribute):
            around = self.qualified(node.value)
            return around and f"{around}.{node.attr.value}"
        return None

    def spelled(self, meant: str, usual: str) -> str:
        """How the file says what is meant; as the card does, by an import of its own, if not yet.

        Raises:
            NoFixError: the file has something else by that name.
        """
        for name, known in self.bound.items():
            if known == meant:
                return name
        if meant in self.reached:
            return self.reached[meant]
        around, _, last = meant.rpartition(".")
        for name, known in self.bound.items():
            if known == around and not last.startswith(_MODULE):  # those are there once imported
                return f"{name}.{last}"
        if meant in self.wanted:
            return self.wanted[meant]
        free = next((name for name in (usual, last) if name not in self.used), None)
        if free is None:
            raise NoFixError(_TAKEN.format(name=usual))
        self.wanted[meant] = free
        return free


def imports_of(module: Any) -> Imports:
    """The imports of a file, wherever in it they stand, and its names."""
    libcst = cst()
    bound: dict[str, str] = {}
    used: set[str] = set()
    every: Sequence[Any] = _all(module)
    for node in every:
        if isinstance(node, libcst.Name):
            used.add(node.value)
        elif isinstance(node, libcst.Import):
            for alias in node.names:
                full = _dotted(alias.name)
                name = alias.asname.name.value if alias.asname else full.partition(".")[0]
                bound[name] = full if alias.asname else name
        elif isinstance(node, libcst.ImportFrom) and node.module and not node.relative:
            is_all = isinstance(node.names, libcst.ImportStar)
            names: Sequence[Any] = () if is_all else node.names
            for alias in names:
                name = alias.asname.name.value if alias.asname else _dotted(alias.name)
                bound[name] = f"{_dotted(node.module)}.{_dotted(alias.name)}"
    imports = Imports(bound, frozenset(used))
    for node in every:
        is_module = isinstance(node, libcst.Attribute) and node.attr.value.startswith(_MODULE)
        if is_module and (meant := imports.qualified(node)):
            imports.reached[meant] = _dotted(node)
    return imports


def _all(node: Any) -> list[Any]:
    found = [node]
    for child in node.children:
        found.extend(_all(child))
    return found


def _dotted(node: Any) -> str:
    libcst = cst()
    if isinstance(node, libcst.Attribute):
        return f"{_dotted(node.value)}.{node.attr.value}"
    return str(node.value)


def with_imports(module: Any, wanted: Mapping[str, str]) -> Any:
    """The file with these names imported, in the manner in which it imports from the CDK."""
    for meant, name in sorted(wanted.items()):
        module = _with_import(module, meant, name)
    return module


def _with_import(module: Any, meant: str, name: str) -> Any:
    libcst = cst()
    around, _, last = meant.rpartition(".")
    if not around:
        return _with_line(module, f"import {meant}" + (f" as {name}" if name != meant else ""))
    for line in module.body:
        statements = line.body if isinstance(line, libcst.SimpleStatementLine) else ()
        for small in statements:
            if _is_from(small, around):
                new = small.with_changes(names=_with_alias(small, last, name))
                return module.deep_replace(small, new)
    said = last if name == last else f"{last} as {name}"
    return _with_line(module, f"from {around} import {said}")


def _is_from(node: Any, around: str) -> bool:
    libcst = cst()
    return (
        isinstance(node, libcst.ImportFrom)
        and node.module is not None
        and not node.relative
        and _dotted(node.module) == around
        and not isinstance(node.names, libcst.ImportStar)
        # In one line without brackets, many names are written as a line each.
        and (node.lpar is not None or len(node.names) > 1)
    )


def _with_alias(node: Any, last: str, name: str) -> list[Any]:
    """The names of a statement, with one more where the last one stands."""
    libcst = cst()
    asname = None if name == last else libcst.AsName(libcst.Name(name))
    *others, end = node.names
    space = node.lpar.whitespace_after if node.lpar else libcst.SimpleWhitespace(" ")
    between = others[-1].comma if others else libcst.Comma(whitespace_after=space)
    new = libcst.ImportAlias(libcst.Name(last), asname, end.comma)
    return [*others, end.with_changes(comma=between), new]


def _with_line(module: Any, text: str) -> Any:
    """A statement behind the last import that stands at the top of the file."""
    libcst = cst()
    at = 0
    for number, line in enumerate(module.body):
        if isinstance(line, libcst.SimpleStatementLine) and any(
            isinstance(it, libcst.Import | libcst.ImportFrom) and _comes_before(it)
            for it in line.body
        ):
            at = number + 1
    line = libcst.parse_statement(text, config=module.config_for_parsing)
    return module.with_changes(body=[*module.body[:at], line, *module.body[at:]])


def _comes_before(node: Any) -> bool:
    """Whether a new import may follow a statement: that of the future, and those of the CDK."""
    libcst = cst()
    if isinstance(node, libcst.ImportFrom):
        root = _dotted(node.module) if node.module and not node.relative else ""
    else:
        root = _dotted(node.names[0].name)
    return root.partition(".")[0] in {CDK, "__future__"}


_MODULE = "aws_"
_TAKEN = Message("the file has something else by the name of {name!r}")
