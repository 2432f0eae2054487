"""The values that a condition key may have in a request, one of each kind that is told apart."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from ipaddress import IPv4Address, IPv6Address
from itertools import pairwise, product

from synthgate.change.access.axis import Entry, Same, atoms
from synthgate.change.access.classes import STRANGE
from synthgate.change.access.conditions import Absent, Asked, Whole
from synthgate.change.access.logic import Expr, Is, Var
from synthgate.records import dataclass
from synthgate.resolve.numbers import as_number
from synthgate.rule.operators.blocks import network_of
from synthgate.rule.texts.wildcards import includes

MOST_OF_A_KEY = 400
"""How many kinds of values of one key are looked at before it is given up."""


@dataclass(frozen=True, slots=True, eq=False)
class Context:
    """A value of a key, None where a request has none; and what conditions say of it.

    Unsure where operators look at it that are not held against each other.
    """

    key: str
    value: str | None
    said: Mapping[Var, Expr]
    is_sure: bool = True


Sample = tuple[str, dict[Var, Expr]]
"""A value, and what is said of it."""


def contexts(key: str, variables: Iterable[Var]) -> list[Context] | None:
    """All that a key may be, as far as some questions tell; None if that is too much."""
    asked = [*dict.fromkeys(one for one in variables if getattr(one, "key", None) == key)]
    plain = [one for one in asked if isinstance(one, Asked)]
    whole = [one for one in asked if isinstance(one, Whole)]
    absent: dict[Var, Expr] = {Absent(key): True, **dict.fromkeys(plain, False)}
    absent |= {one: one.operator.startswith("forall") or "?" in one.operator for one in whole}
    families = [*dict.fromkeys(one.family for one in plain)]
    samples: list[list[Sample]] = []
    for family in families:
        found = _SAMPLES[family]([one for one in plain if one.family == family])
        if found is None:
            return None
        samples.append(found)
    if whole:
        samples.append([*_of_whole(whole)])
    size = 1
    for one in samples:
        size *= len(one)
    if size > MOST_OF_A_KEY:
        return None
    is_sure = len(families) + bool(whole) <= 1 and not _is_tangled(whole)
    return [Context(key, None, absent), *_present(key, samples, is_sure=is_sure)]


def _present(key: str, samples: Sequence[list[Sample]], *, is_sure: bool) -> Iterator[Context]:
    for combined in product(*samples):
        said: dict[Var, Expr] = {Absent(key): False}
        for _, one in combined:
            said |= one
        yield Context(key, combined[0][0] if combined else STRANGE, said, is_sure)


def _texts(asked: Sequence[Asked]) -> list[Sample] | None:
    found = atoms(one.entry for one in asked)
    if found is None:
        return None
    return [(one.word, {it: one.answer(it.entry) for it in asked}) for one in found]


def _truths(asked: Sequence[Asked]) -> list[Sample] | None:
    return [(word, {one: _is_text(one.entry, word) for one in asked}) for word in ("true", "false")]


def _is_text(entry: Entry, word: str) -> Expr:
    if entry.is_open:
        return Is(Same(word, entry.pattern))
    return entry.text.lower() == word


def _networks(asked: Sequence[Asked]) -> list[Sample]:
    """An address in each block, and one behind it: what they tell apart begins somewhere."""
    known = [network_of(one.entry.text) for one in asked]
    ends = {("4", 0), ("6", 0)}
    for block in known:
        if block is not None:
            first, last = int(block.network_address), int(block.broadcast_address)
            ends |= {(str(block.version), first), (str(block.version), last + 1)}
    found: list[Sample] = []
    for version, number in sorted(ends):
        if number >> (32 if version == "4" else 128):
            continue
        address = IPv4Address(number) if version == "4" else IPv6Address(number)
        said: dict[Var, Expr] = {
            one: Is(Same(str(address), one.entry.pattern))
            if block is None
            else str(block.version) == version and address in block
            for one, block in zip(asked, known, strict=True)
        }
        found.append((str(address), said))
    return found


_HOLDS: dict[str, Callable[[float, float], bool]] = {
    "equals": lambda value, wanted: value == wanted,
    "lessthan": lambda value, wanted: value < wanted,
    "lessthanequals": lambda value, wanted: value <= wanted,
    "greaterthan": lambda value, wanted: value > wanted,
    "greaterthanequals": lambda value, wanted: value >= wanted,
}


def _numbers(asked: Sequence[Asked]) -> list[Sample]:
    """Each number, and one between each two."""
    known = [_number(one) for one in asked]
    steps = sorted({one for one in known if one is not None}) or [0.0]
    between = [(low + high) / 2 for low, high in pairwise(steps)]
    return [
        (
            str(value),
            {
                one: Is(Same(str(value), one.entry.pattern))
                if wanted is None
                else _HOLDS[one.how](value, wanted)
                for one, wanted in zip(asked, known, strict=True)
            },
        )
        for value in sorted([steps[0] - 1, *steps, *between, steps[-1] + 1])
    ]


def _number(asked: Asked) -> float | None:
    text = asked.entry.text
    number = as_number(text)
    if number is not None or asked.family != "date":
        return None if number is None else float(number)
    try:
        told = datetime.fromisoformat(text)
    except ValueError:
        return None
    return (told if told.tzinfo else told.replace(tzinfo=UTC)).timestamp()


_SAMPLES: Mapping[str, Callable[[Sequence[Asked]], list[Sample] | None]] = {
    "text": _texts,
    "small": _texts,
    "truth": _truths,
    "network": _networks,
    "numeric": _numbers,
    "date": _numbers,
}


def _of_whole(whole: Sequence[Whole]) -> Iterator[Sample]:
    """Tests of several values: free to hold or not, but where one implies the other."""
    for number in range(min(1 << len(whole), MOST_OF_A_KEY + 1)):
        held = [one for at, one in enumerate(whole) if number >> at & 1]
        left = [one for one in whole if one not in held]
        if not any(_implies(one, other) for one in held for other in left):
            yield STRANGE, {one: one in held for one in whole}


def _implies(one: Whole, other: Whole) -> bool:
    """Whether what passes one test passes another: more values are allowed there."""
    if one.operator != other.operator or "not" in one.operator:
        return False
    patterns = [it.pattern for it in other.entries]
    return all(includes(patterns, it.pattern) for it in one.entries)


def _is_tangled(whole: Sequence[Whole]) -> bool:
    """Whether some of these tests bear on each other in ways that are not looked at."""
    if all(one.operator.startswith("any ") for one in whole):
        return False
    return any(
        not (_implies(one, other) or _implies(other, one))
        for at, one in enumerate(whole)
        for other in whole[at + 1 :]
    )
