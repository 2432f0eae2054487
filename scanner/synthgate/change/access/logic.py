"""Statements about requests in letters: what holds for which values of what is open."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping

from synthgate.records import dataclass

Var = Hashable
"""Something that may hold or not: that two values are the same, that a request has a key."""


@dataclass(frozen=True, slots=True)
class Is:
    """That something holds."""

    var: Var


@dataclass(frozen=True, slots=True)
class Not:
    """That something does not hold."""

    part: Expr


@dataclass(frozen=True, slots=True)
class All:
    """That each of several holds."""

    parts: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Some:
    """That one of several holds."""

    parts: tuple[Expr, ...]


Expr = bool | Is | Not | All | Some


def every(parts: Iterable[Expr]) -> Expr:
    """Each of several, as short as can be."""
    return _joined(parts, All, settling=False)


def some(parts: Iterable[Expr]) -> Expr:
    """One of several, as short as can be."""
    return _joined(parts, Some, settling=True)


def _joined(parts: Iterable[Expr], kind: type[All | Some], *, settling: bool) -> Expr:
    """Several parts of a kind: one of them `settling` is the whole answer, its opposite is none."""
    kept: dict[Expr, None] = {}
    for part in parts:
        if part is settling:
            return settling
        if not isinstance(part, bool):
            kept.update(dict.fromkeys(part.parts if isinstance(part, kind) else (part,)))
    found = tuple(kept)
    return (not settling) if not found else found[0] if len(found) == 1 else kind(found)


def opposite(part: Expr) -> Expr:
    """What does not hold where this does."""
    if isinstance(part, bool):
        return not part
    return part.part if isinstance(part, Not) else Not(part)


def variables(part: Expr) -> Iterator[Var]:
    """What it hangs on, in the order in which it is said; some of it twice."""
    match part:
        case Is(var):
            yield var
        case Not(inner):
            yield from variables(inner)
        case All(parts) | Some(parts):
            for inner in parts:
                yield from variables(inner)
        case _:
            pass


def given(part: Expr, known: Mapping[Var, Expr]) -> Expr:
    """What is left to say once some of it is known."""
    match part:
        case Is(var):
            return known.get(var, part)
        case Not(inner):
            return opposite(given(inner, known))
        case All(parts):
            return every(given(inner, known) for inner in parts)
        case Some(parts):
            return some(given(inner, known) for inner in parts)
        case _:
            return part
