"""Whether a pattern, a name or a reference covers a resource.

An ARN with wildcards covers what its letters fit, in the Region and the account of the stack
(IAM User Guide, "IAM JSON policy elements: Resource"); a name with wildcards the name; a reference
what it refers to. What ends with ``/*`` or ``:*`` covers the thing with all that is in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from synthgate.records import dataclass
from synthgate.resolve.causes import Cause, Decider
from synthgate.resolve.kleene import Truth, agreed, disjunction
from synthgate.resolve.stacks import own_name
from synthgate.resolve.values import (
    Nothing,
    Partial,
    Reference,
    Unknown,
    causes_of,
    distinct,
    exactly,
    seen_from_outside,
)
from synthgate.rule.iam.elements import resource_pattern, spelt_out
from synthgate.rule.surroundings.arn_formats import FORMATS
from synthgate.rule.surroundings.arns import service_of
from synthgate.rule.surroundings.names import names, physical_name
from synthgate.rule.surroundings.scopes import type_of
from synthgate.rule.surroundings.view import PASSING_ON, View
from synthgate.rule.texts.wildcards import HOLES, Pattern, Wild, includes, overlaps, widened
from synthgate.template.data import is_list, is_mapping

_WITH_ALL_IN_IT = ("/*", ":*")
_WILDCARD = re.compile(r"[*?]")
_COLONS = 5
"""How many an ARN has at the least."""
_ENDINGS = (("*",), *((one,) for one in _WITH_ALL_IN_IT))
_REGION = exactly(Decider.PSEUDO, "AWS::Region")
_ACCOUNT = exactly(Decider.PSEUDO, "AWS::AccountId")
_PARTITION = exactly(Decider.PSEUDO, "AWS::Partition")
_FIRST_PRIVATE = 0xE000
"""Letters of Unicode's private use area stand for values that are not known, but the same."""


def covers_first(value: Any, view: View) -> Truth:
    """Whether a value covers the resource that the rule is asked of; of a list, some item."""
    value = spelt_out(value)
    if isinstance(value, Unknown) and value.choices:
        return agreed(lambda choice: covers_first(choice, view), value)
    if is_list(value):
        return disjunction(covers_first(item, view) for item in value)
    if isinstance(value, Nothing) or is_mapping(value) or isinstance(value, bool | None):
        return False
    if isinstance(value, Unknown):
        return Unknown(causes_of(value))
    parts = value.parts if isinstance(value, Partial) else (value,)
    for index, part in enumerate(parts):
        said = _by_reference(parts, index, view) if isinstance(part, Reference) else None
        if said is not None:
            return said
    return _by_text(parts, view)


def _by_reference(parts: tuple[Any, ...], index: int, view: View) -> Truth | None:
    """What a reference among the pieces of a text says; None where the letters have to."""
    reference: Reference = parts[index]
    target, this = own_name(reference, view.resolver.identity), view.this
    before, behind = parts[:index], parts[index + 1 :]
    is_whole = not behind or behind in _ENDINGS
    if target == (this.resolver.identity, this.resource.logical_id):
        if not _is_edge(before[-1:], ends=True) or not _is_edge(behind[:1], ends=False):
            return False
        is_open = any(not isinstance(part, str) for part in behind)
        return is_whole or (is_open and Unknown(causes_of(list(behind))))
    kind = type_of(target, view.resolver)
    if index == 0 and (kind is None or kind.startswith(PASSING_ON)):
        return Unknown(causes_of(list(parts)))
    is_another = is_whole and _is_edge(before[-1:], ends=True)
    return False if is_another and (index == 0 or kind == this.resource.type) else None


def _is_edge(part: tuple[Any, ...], *, ends: bool) -> bool:
    """Whether a name may start or end where a piece does: no letter of it is in there."""
    if not part or not isinstance(part[0], str):
        return True
    return part[0].endswith((":", "/", "*")) if ends else part[0].startswith((":", "/", "*"))


@dataclass(frozen=True, slots=True)
class _Text:
    """A pattern with what is not known in it: as the same letters, and as whatever it may be."""

    sure: Pattern
    wide: Pattern

    @property
    def is_known(self) -> bool:
        """Whether nothing in it is open."""
        return self.sure == self.wide and HOLES.isdisjoint(self.sure)


def _by_text(parts: tuple[Any, ...], view: View) -> Truth:
    if view.this.resource.type not in FORMATS and not _has_wildcard(parts):
        forms = [*_forms(parts)]
        value = forms[-1][0] if len(forms[-1]) == 1 else Partial(forms[-1])
        this = view.this
        named = names(value, this.resource, this.resolver, (view.resolver, view.resource))
        if named is True or len(forms) == 1:
            return named  # else what ends so may be of all names, and not of what is in one
    letters: dict[Any, str] = {}
    texts = [_read(form, letters) for form in _forms(_in_its_place(parts))]
    wanted, causes = _wanted(parts, view, letters)
    for target in wanted:
        sure = [text.sure for text in texts if HOLES.isdisjoint(text.sure)]
        if includes(sure, target.sure):
            return True
    meets = any(overlaps(text.wide, target.wide) for text in texts for target in wanted)
    if not meets or (causes.is_made and all(_is_literal(text) for text in texts)):
        return False
    if all(text.is_known for text in texts) and not causes.found:
        return False
    return Unknown(distinct([*causes_of(list(parts)), *causes.found]))


def _has_wildcard(parts: tuple[Any, ...]) -> bool:
    bare = [*_forms(parts)][-1]
    return any(isinstance(part, str) and {"*", "?"} & {*part} for part in bare)


def _is_literal(text: _Text) -> bool:
    return text.is_known and all(isinstance(letter, str) for letter in text.sure)


def _forms(parts: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    """A text, and what it is without the ending that stands for all that is in something."""
    yield parts
    last = parts[-1]
    if isinstance(last, str) and last.endswith(_WITH_ALL_IN_IT):
        bare = (*parts[:-1], *([last[:-2]] if last[:-2] else []))
        text = "".join(part for part in bare if isinstance(part, str))
        if bare and not (text.startswith("arn:") and text.count(":") < _COLONS):
            yield bare


def _in_its_place(parts: tuple[Any, ...]) -> tuple[Any, ...]:
    """An ARN whose Region and account are those of its stack, whatever they are, named ``*``."""

    def is_field(index: int) -> bool:
        around = (parts[index - 1] if index else "", parts[index + 1] if parts[index + 1 :] else "")
        return all(isinstance(one, str) for one in around) and (
            around[0].endswith(":") and around[1].startswith(":")
        )

    here = (_REGION, _ACCOUNT)
    made = [("*" if one in here and is_field(at) else one) for at, one in enumerate(parts)]
    return tuple(made)


def _read(parts: tuple[Any, ...], letters: dict[Any, str]) -> _Text:
    """A text with a letter of its own for each value that is the same wherever it stands."""
    value = parts[0] if len(parts) == 1 else Partial(parts)
    same = tuple(_letter(part, letters) for part in parts)
    sure = same[0] if len(same) == 1 else Partial(same)
    return _Text(resource_pattern(sure), widened(resource_pattern(value)))


def _letter(part: Any, letters: dict[Any, str]) -> Any:
    if isinstance(part, Unknown) and part.exact and not part.choices and part != _PARTITION:
        return letters.setdefault(part, chr(_FIRST_PRIVATE + len(letters)))
    return part


@dataclass(frozen=True, slots=True)
class _Doubts:
    """What is not known of a resource's ARN; `is_made` where CloudFormation makes up its name."""

    found: tuple[Cause, ...]
    is_made: bool


def _wanted(
    parts: tuple[Any, ...], view: View, letters: dict[Any, str]
) -> tuple[list[_Text], _Doubts]:
    """The ARN and the name of the first resource, as far as a text may mean one of them."""
    this = view.this
    called = physical_name(this.resource)
    if this.resolver.identity != view.resolver.identity:
        called = seen_from_outside(called, this.resolver.identity)
    is_made = not isinstance(called, str | int | Partial | Unknown) or isinstance(called, bool)
    named = called.parts if isinstance(called, Partial) else (called,)
    name = _Text((Wild.ANY,), (Wild.ANY,)) if is_made else _target(named, letters)
    arn, doubts = _arn(this, name)
    own = Reference(this.resource.logical_id).cause
    causes = [own] if is_made else list(causes_of(called))
    start = parts[0] if isinstance(parts[0], str) else ""
    if start.startswith("arn:"):
        return [arn], _Doubts(distinct([*causes, *doubts]), is_made)
    # `a*` may be a name, and is the beginning of every ARN.
    is_either = "arn:".startswith(_WILDCARD.split(start)[0][:4])
    return [name, *([arn] if is_either else [])], _Doubts(tuple(causes), is_made)


def _target(parts: tuple[Any, ...], letters: Mapping[Any, str]) -> _Text:
    """A name that something is to cover: nothing in it is a wildcard."""
    sure: list[str | Wild] = []
    wide: list[str | Wild] = []
    for part in parts:
        is_open = isinstance(part, Unknown | Reference)
        same = letters.get(part) if isinstance(part, Unknown) and part.exact else None
        sure.extend([same or Wild.ANY] if is_open else str(part))
        wide.extend([Wild.ANY] if is_open else str(part))
    return _Text(tuple(sure), tuple(wide))


def _arn(this: View, name: _Text) -> tuple[_Text, list[Cause]]:
    """The ARN of a resource, and what is not known of its place."""
    known = FORMATS.get(this.resource.type)
    place, doubts = this.placement, list[Cause]()
    fields: list[Pattern] = []
    for is_there, value, pseudo in (
        (known is None or known.in_region, place.region, _REGION),
        (known is None or known.in_account, place.account, _ACCOUNT),
    ):
        is_open = known is None or (is_there and value is None)
        doubts += pseudo.causes if is_open else ()
        fields.append((Wild.ANY,) if is_open else tuple(value or "") if is_there else ())
    service = known.service if known else service_of(this.resource.type)
    head = (*f"arn:aws:{service}:", *fields[0], ":", *fields[1], ":")
    before = known.start(this.resource.properties) if known else (Wild.ANY,)
    behind: Pattern = known.behind if known else ()
    if behind or not (known and known.is_named):
        doubts.append(Reference(this.resource.logical_id).cause)
    if known and known.is_named:
        sure, wide = (*name.sure, *behind), (*name.wide, *behind)
    else:
        sure = wide = (Wild.ANY,)
    return _Text((*head, *before, *sure), (*head, *before, *wide)), doubts
