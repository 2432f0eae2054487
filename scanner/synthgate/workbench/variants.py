"""What the row of a family promises, tried on its own example: more than anybody writes by hand.

The property of a resource that the row's example fails is left out, written with each value that
passes and each that fails, as it is and as text, and left to a parameter without a value.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import orjson

from synthgate.errors import TemplateError
from synthgate.model import Message, Status, Text
from synthgate.records import dataclass
from synthgate.resolve.compare import equal
from synthgate.rule.cards.card import Card
from synthgate.rule.cards.family import Row
from synthgate.template.read import read_template
from synthgate.workbench.examples import said
from synthgate.workbench.writing import GONE, UnwritableError, written

OPEN = "Open"
"""The parameter without a value."""
NOT_ASKED = None
Answer = Status | None
PASS, FAIL, UNKNOWN = (
    frozenset({Status.PASS}),
    frozenset({Status.FAIL}),
    frozenset({Status.UNKNOWN}),
)


@dataclass(frozen=True, slots=True)
class Variant:
    """A template, how its resource differs from the example's, and what the rule may say of it."""

    how: Text
    data: Mapping[str, Any]
    wanted: frozenset[Answer]


@dataclass(frozen=True, slots=True)
class Base:
    """A template with a resource that the rule fails."""

    data: Mapping[str, Any]
    logical_id: str

    def with_value(self, path: str, value: Any) -> dict[str, Any]:
        """The template with another value where a path of the resource leads."""
        resources = self.data["Resources"]
        body = written(resources[self.logical_id], path, value)
        parameters = {**self.data.get("Parameters", {}), OPEN: {"Type": "String"}}
        return {
            **self.data,
            "Parameters": parameters,
            "Resources": {**resources, self.logical_id: body},
        }

    def of_type(self, kind: str) -> Base:
        """The same for another type."""
        resources = self.data["Resources"]
        body = {**resources[self.logical_id], "Type": kind}
        return Base(
            {**self.data, "Resources": {**resources, self.logical_id: body}}, self.logical_id
        )


@dataclass(frozen=True, slots=True)
class Tried:
    """How many variants there are, and what is wrong with some."""

    number: int = 0
    wrong: tuple[Text, ...] = ()


NOT_TRIED = Tried()


def tried(card: Card, row: Row) -> Tried:
    """Try the variants of a row: of each of its types, in the order of the types."""
    path = row.path
    if path is None or card.scope != "resource":
        return NOT_TRIED
    wrong: list[Text] = []
    number = 0
    for kind, base in _bases(card):
        try:
            variants = _variants(card, row, path, base)
        except UnwritableError:
            return NOT_TRIED
        number += len(variants)
        for one in variants:
            got = _answer(card, one.data, base.logical_id)
            if got not in one.wanted:
                wrong.append(_told(kind, one, got))
    return Tried(number, tuple(wrong))


def _bases(card: Card) -> Iterator[tuple[str, Base]]:
    """For each type of a rule a resource that it fails: the example's, or one that is like it."""
    try:
        template = read_template("example.yaml", card.examples["fails"].encode())
    except TemplateError:  # which is told of the example
        return
    found: dict[str, Base] = {}
    for verdict in said(card, template).verdicts:
        if verdict.status is Status.FAIL:
            base = Base(template.data, verdict.subject.logical_id)
            found.setdefault(verdict.subject.type, base)
    for kind in card.rule.resources if found else ():
        if "*" not in kind:
            yield kind, found.get(kind) or next(iter(found.values())).of_type(kind)


def _variants(card: Card, row: Row, path: str, base: Base) -> list[Variant]:
    """What is written in the place of the property, and what is to come of it."""
    # Where something passes and something fails, no answer but this one is true of both.
    either = UNKNOWN if row.right and row.wrong else UNKNOWN | PASS
    silence = _of_silence(card, row, path, base)
    around = Base(base.with_value(path, next(iter(row.right), OPEN)), base.logical_id)
    values = [*((it, PASS) for it in row.right), *((it, FAIL) for it in row.wrong)]
    return [
        Variant(_LEFT_OUT.format(path=path), base.with_value(path, GONE), silence),
        Variant(_AROUND.format(path=path), around.with_value(path, GONE), silence),
        *(
            Variant(
                _WRITTEN.format(value=orjson.dumps(it).decode(), path=path),
                base.with_value(path, it),
                wanted,
            )
            for value, wanted in values
            for it in _spelt(value)
        ),
        Variant(_LEFT_OPEN.format(path=path), base.with_value(path, {"Ref": OPEN}), either),
    ]


def _of_silence(card: Card, row: Row, path: str, base: Base) -> frozenset[Answer]:
    """A property that is left out is what AWS makes of it; where that is nothing, it fails."""
    if row.default is None:
        return FAIL | {NOT_ASKED}
    if any(equal(row.default, value) is True for value in row.right):
        return PASS
    if any(equal(row.default, value) is True for value in row.wrong):
        return FAIL
    return frozenset({_answer(card, base.with_value(path, row.default), base.logical_id)})


def _spelt(value: Any) -> list[Any]:
    """A value, and the text that CloudFormation takes for it."""
    if isinstance(value, bool):
        return [value, str(value).lower()]
    return [value, str(value)] if isinstance(value, int | float) else [value]


def _answer(card: Card, data: Mapping[str, Any], logical_id: str) -> Answer:
    """What a rule says of a resource of a template; None if it is not asked."""
    results = said(card, read_template("variant.json", orjson.dumps(data)))
    answers = (it.status for it in results.verdicts if it.subject.logical_id == logical_id)
    return next(answers, NOT_ASKED)


def _told(kind: str, variant: Variant, got: Answer) -> Text:
    wanted = " | ".join(sorted(str(it) for it in variant.wanted if it))
    return _TOLD.format(kind=kind, how=variant.how, wanted=wanted, got=str(got or "-"))


_TOLD = Message("generated: {kind} {how}: expected {wanted}, got {got}")
_WRITTEN = Message("with {value} at {path}")
_LEFT_OUT = Message("without {path}")
_AROUND = Message("with what is around {path}, and without that")
_LEFT_OPEN = Message("with a parameter without a value at {path}")
