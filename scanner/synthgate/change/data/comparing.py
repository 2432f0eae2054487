"""Whether a value of the head is what it was in the base."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from synthgate.change.names import Name, names_in
from synthgate.change.previous import kept_defaults, kept_parameters
from synthgate.change.sides import Matched, Where
from synthgate.evaluate import Stack
from synthgate.resolve.causes import Cause
from synthgate.resolve.compare import equal, may_be_left_out
from synthgate.resolve.kleene import Truth, conjunction
from synthgate.resolve.resolver import Resolver
from synthgate.resolve.values import (
    ABSENT,
    NO_VALUE,
    Partial,
    Reference,
    Unknown,
    causes_of,
    known,
    references_in,
)
from synthgate.template.data import is_container, is_list, is_mapping

_IDENTIFYING = ("Arn", "ARN", "Id", "ID", "Name", "Url", "URL", "Ref")
"""How attributes end that are another one of another resource."""
_GONE = "\0gone"
"""In the place of a stack: the head has no such resource."""

Standing = Callable[[Where, str | None], Truth]
"""Whether a resource of the head, or an attribute of it, is the very one that the base had."""


def is_identifying(attribute: str | None) -> bool:
    """Whether two resources never have the same: what `Ref` gives, an ARN, an ID."""
    return attribute is None or attribute.endswith(_IDENTIFYING)


class Comparing:
    """Compares what a stack of the base resolves with what that of the head does."""

    def __init__(self, matched: Matched, before: Stack, after: Stack, standing: Standing) -> None:
        self._matched = matched
        self._before, self._after = before.resolver, after.resolver
        self._standing = standing
        self._steady: dict[Any, bool] = {}

    def same(self, before: Any, after: Any) -> Truth:
        """Whether two resolved values, none of them with parts, are the same for CloudFormation."""
        return self.same_carried(self.carried(before), after)

    def same_carried(self, carried: Any, after: Any) -> Truth:
        """The same of a value of the base that has the names of the head."""
        truth = self._same(known(carried), known(after))
        if isinstance(truth, Unknown) and isinstance(after, Reference) and carried == after:
            return self._stands(after)  # whatever it is, it is what it was
        return truth

    def carried(self, value: Any) -> Any:
        """A value of the base with the resources in it as the head calls them."""
        match value:
            case Reference(logical_id, attribute, stack):
                stack, logical_id = self._partner(stack or self._before.identity, logical_id)
                stated = self.carried(value.value)
                return Reference(logical_id, attribute, stack, stated, value.single)
            case Unknown(causes, choices):
                named = tuple(replace(one, stack=self._stack(one.stack)) for one in causes)
                carried = tuple(map(self.carried, choices))
                leading = tuple(map(self.carried, value.of))
                return replace(value, causes=named, choices=carried, of=leading)
            case Partial(parts):
                return Partial(tuple(map(self.carried, parts)))
            case _ if is_mapping(value):
                return {key: self.carried(item) for key, item in value.items()}
            case _ if is_list(value):
                return [self.carried(item) for item in value]
            case _:
                return value

    def _partner(self, stack: str, logical_id: str) -> Where:
        partner = self._matched.partners.get((stack, logical_id), (_GONE, logical_id))
        return ("", partner[1]) if partner[0] == self._after.identity else partner

    def _stack(self, stack: str) -> str:
        return stack and self._matched.stack_partners.get(stack, stack)

    def _same(self, before: Any, after: Any) -> Truth:
        if NO_VALUE in (before, after) or ABSENT in (before, after):
            return self._same_absence(before, after)
        if _are_of_choices(before, after):
            pairs = zip(before.choices, after.choices, strict=True)
            truths = [self._same_parts(one, other) for one, other in pairs]
            alike = len({truth for truth in truths if isinstance(truth, bool)}) == 1
            sure = alike and not any(isinstance(truth, Unknown) for truth in truths)
            return truths[0] if sure else Unknown(after.causes)
        truth = equal(before, after)
        if truth is True:
            return self._stands(after)
        return False if isinstance(truth, Unknown) and _are_apart(before, after) else truth

    def _same_parts(self, before: Any, after: Any) -> Truth:
        """Of branches of an `Fn::If`, which may be lists and objects."""
        if is_list(before) and is_list(after) and len(before) == len(after):
            return conjunction(map(self._same_parts, before, after))
        if is_mapping(before) and is_mapping(after) and before.keys() == after.keys():
            return conjunction(self._same_parts(before[key], after[key]) for key in after)
        if is_container(before) or is_container(after):
            return False
        return self.same_carried(before, after)

    def _same_absence(self, before: Any, after: Any) -> Truth:
        there = [one for one in (before, after) if one is not ABSENT and one is not NO_VALUE]
        if not there:
            return True
        return Unknown(there[0].causes) if may_be_left_out(there[0]) else False

    def _stands(self, after: Any) -> Truth:
        """Whether what a value of the head refers to is what the base referred to."""
        if not isinstance(after, Reference | Partial | Unknown):
            return True
        kept = kept_parameters(*self._sides, causes_of(after))
        if kept:
            return Unknown(tuple(kept))
        return conjunction(
            self._standing((one.stack or self._after.identity, one.logical_id), one.attribute)
            for one in references_in(after)
        )

    def kept(self, before: Any, after: Any) -> tuple[Cause, ...]:
        """Why a difference may be none: what is written is the same, with another default."""
        return kept_defaults(*self._sides, after) if before == after else ()

    def is_steady(self, before: Any, after: Any) -> bool:
        """Whether two values are written alike, in words that mean in the head what they did."""
        return before == after and all(map(self._means_the_same, names_in(after)))

    def _means_the_same(self, name: Name) -> bool:
        kind, said = name
        if kind == "import":
            return self._same_import(said)
        if name not in self._steady:
            self._steady[name] = False  # a name that is made of itself
            self._steady[name] = _MEANINGS[kind](self, said)
        return self._steady[name]

    def _same_import(self, written: Any) -> bool:
        """Whether an import gives the same; one of a name that is not known is made of others."""
        before, after = (one.resolve(written) for one in self._sides)
        is_nameless = isinstance(after, Unknown) and not after.exact and not after.choices
        return is_nameless or self._same_parts(self.carried(before), after) is True

    def _same_ref(self, name: str) -> bool:
        if name in self._after.template.resources:
            return self._same_resource(name, None)
        before, after = self._before.ref(name), self._after.ref(name)
        return self._same_parts(self.carried(before), after) is True

    def _same_attribute(self, name: str) -> bool:
        logical_id, _, attribute = name.partition(".")
        return self._same_resource(logical_id, attribute)

    def _same_resource(self, logical_id: str, attribute: str | None) -> bool:
        there, here = (logical_id in one.template.resources for one in self._sides)
        if not (there and here):
            return there is here
        before, after = (_referred(one, logical_id, attribute) for one in self._sides)
        return self.same(before, after) is True

    def _same_condition(self, name: str) -> bool:
        before, after = self._before.condition(name), self._after.condition(name)
        if isinstance(before, bool) or isinstance(after, bool):
            return before is after
        declared = (one.template.section("Conditions").get(name) for one in self._sides)
        return self.is_steady(*declared)

    def _same_mapping(self, name: str | None) -> bool:
        sections = [one.template.section("Mappings") for one in self._sides]
        return sections[0] == sections[1] or (
            name is not None and sections[0].get(name) == sections[1].get(name)
        )

    @property
    def _sides(self) -> tuple[Resolver, Resolver]:
        return self._before, self._after


def _referred(resolver: Resolver, logical_id: str, attribute: str | None) -> Any:
    return resolver.attribute(logical_id, attribute) if attribute else resolver.ref(logical_id)


def _are_of_choices(before: Any, after: Any) -> bool:
    """Whether both are decided by the same, one by one: the branches of an `Fn::If`."""
    return (
        isinstance(before, Unknown)
        and isinstance(after, Unknown)
        and not before.exact
        and bool(after.choices)
        and before.causes == after.causes
        and len(before.choices) == len(after.choices)
    )


def _are_apart(before: Any, after: Any) -> bool:
    """Whether two values that nobody knows surely differ."""
    match before, after:
        case Reference(), Reference():
            others = (before.stack, before.logical_id) != (after.stack, after.logical_id)
            return (
                others and before.attribute == after.attribute and is_identifying(after.attribute)
            )
        case Partial(parts), Partial(others) if len(parts) == len(others):
            unlike = [pair for pair in zip(parts, others, strict=True) if pair[0] != pair[1]]
            return bool(unlike) and all(isinstance(it, str) for pair in unlike for it in pair)
        case _:
            return False


_MEANINGS: dict[str, Callable[[Comparing, Any], bool]] = {
    "ref": Comparing._same_ref,  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]
    "attribute": Comparing._same_attribute,  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]
    "condition": Comparing._same_condition,  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]
    "mapping": Comparing._same_mapping,  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]
}
