"""What the cards about backups share: which resources a backup selection takes in.

No card of its own. AWS Backup API Reference, "BackupSelection": a resource is selected if one of
`Resources` fits its ARN and all of `Conditions` hold, or if one of `ListOfTags` does; and if none
of `NotResources` fits.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from synthgate.resolve.stacks import own_name
from synthgate.resolve.values import (
    ABSENT,
    Partial,
    Reference,
    Unknown,
    causes_of,
    references_in,
    scalar_text,
    seen_from_outside,
)
from synthgate.rule.api import (
    Truth,
    View,
    compile_path,
    conjunction,
    decided,
    disjunction,
    each,
    equal,
    is_set,
    negation,
)
from synthgate.rule.surroundings.tags import tag_of
from synthgate.template.data import is_mapping
from synthgate_rules.cards.backup.arns import ARNS, Arn

SELECTION = "AWS::Backup::BackupSelection"
PLAN = "AWS::Backup::BackupPlan"


_PLAN_OF = compile_path("$.Properties.BackupPlanId")
_SERVICE, _REGION, _ACCOUNT, _REST = 2, 3, 4, 5


def is_backed_up(view: View) -> Truth:
    """Whether a selection of the app takes a resource in, and belongs to a plan."""
    return disjunction(
        conjunction(
            (
                selection.resolver.exists(selection.resource.logical_id),
                _has_plan(selection),
                selects(selection, view),
            )
        )
        for selection in view.everywhere([SELECTION], "app")
    )


def selections_of(view: View) -> Iterator[View]:
    """The selections that take a resource in, or may."""
    for selection in view.everywhere([SELECTION], "app"):
        if selects(selection, view) is not False:
            yield selection


def _has_plan(selection: View) -> Truth:
    """Whether the plan of a selection is one of the app's; one of elsewhere is as good."""
    plan = selection.resource.properties.get("BackupPlanId", ABSENT)
    found = [there for _, there in selection.targets(plan, [PLAN])]
    return disjunction(True if isinstance(there, Unknown) else there for there in found)


def selects(selection: View, view: View) -> Truth:
    """Whether a selection takes a resource in."""
    body = selection.resource.properties.get("BackupSelection", ABSENT)
    if not is_mapping(body):
        return isinstance(body, Unknown) and Unknown(body.causes)
    listed = any_fits(body.get("Resources", ABSENT), selection, view)
    narrowed = conjunction((listed, conditions_hold(body.get("Conditions", ABSENT), view)))
    tagged = _some_tag(body.get("ListOfTags", ABSENT), view)
    left_out = any_fits(body.get("NotResources", ABSENT), selection, view)
    if not _says(body, "Resources"):
        narrowed = conjunction((_says(body, "Conditions"), narrowed_by(body, view)))
    elif _is_everything(body["Resources"]) and _says(body, "ListOfTags"):
        narrowed = False  # "*" with tags is written for the tags' sake
    return conjunction((disjunction((narrowed, tagged)), negation(left_out)))


def narrowed_by(body: Mapping[str, Any], view: View) -> Truth:
    """Whether the conditions of a selection hold of a resource."""
    return conditions_hold(body.get("Conditions", ABSENT), view)


def _says(body: Mapping[str, Any], key: str) -> bool:
    return body.get(key, ABSENT) not in (ABSENT, [], {})


def _is_everything(resources: Any) -> bool:
    return all(value == "*" for _, value in each((), resources))


def _some_tag(tags: Any, view: View) -> Truth:
    """`ListOfTags`: whether the resource has one of these."""
    if isinstance(tags, Unknown):
        return Unknown(tags.causes)
    return disjunction(
        equal(_tag(view, tag.get("ConditionKey")), tag.get("ConditionValue", ABSENT))
        for _, tag in each((), tags)
        if is_mapping(tag)
    )


def conditions_hold(conditions: Any, view: View) -> Truth:
    """`Conditions`: whether all of them hold; none is no condition."""
    if isinstance(conditions, Unknown):
        return Unknown(conditions.causes)
    if not is_mapping(conditions):
        return True
    return conjunction(
        _holds(operator, _tag(view, _of(one, "Key", None)), _of(one, "Value", ABSENT))
        for operator, listed in conditions.items()
        for _, one in each((), listed)
        if is_mapping(one)
    )


def _of(condition: Mapping[str, Any], key: str, default: Any) -> Any:
    """A part of a condition, which restore testing calls otherwise than backup selections."""
    return condition.get(f"Condition{key}", condition.get(key, default))


def _holds(operator: str, tag: Any, wanted: Any) -> Truth:
    test = _like if operator.endswith("Like") else equal
    same = conjunction((is_set(tag), test(tag, wanted)))
    return negation(same) if "Not" in operator else same


def _like(value: Any, pattern: Any) -> Truth:
    if not isinstance(pattern, str) or not isinstance(value, str):
        return Unknown(causes_of([value, pattern])) if causes_of([value, pattern]) else False
    return _is_like(value, pattern)


def _is_like(text: str, pattern: str) -> bool:
    """Whether a text is like a pattern: ``*`` stands for any letters, nothing else for others.

    AWS Backup Developer Guide, "Conditions". Each piece between stars is taken where it comes
    first: looking further on can find no more behind it.
    """
    first, *rest = pattern.split("*")
    if not rest:
        return text == pattern
    *pieces, last = rest
    start, end = len(first), len(text) - len(last)
    if start > end or not (text.startswith(first) and text.endswith(last)):
        return False
    for piece in pieces:
        at = text.find(piece, start, end)
        if at < 0:
            return False
        start = at + len(piece)
    return True


def _tag(view: View, key: Any) -> Any:
    """A tag by the key that a condition has for it: ``aws:ResourceTag/Key``, or ``Key``."""
    if not isinstance(key, str):
        return Unknown(causes_of(key))
    name = key.removeprefix("aws:ResourceTag/")
    if view.resource.type == "AWS::DynamoDB::GlobalTable":
        return _replica_tag(view, name)
    return tag_of(view, name).value


_REPLICA_TAGS = compile_path("$.Properties.Replicas[*].Tags[*]")


def _replica_tag(view: View, name: str) -> Any:
    """A tag of a global table stands at its replicas."""
    tags = (match.value for match in _REPLICA_TAGS.find(view.resource.body))
    own = (tag for tag in tags if is_mapping(tag) and tag.get("Key") == name)
    return next((tag.get("Value") for tag in own), view.placement.tags.get(name, ABSENT))


def any_fits(arns: Any, selection: View, view: View) -> Truth:
    """Whether one of some ARNs, or of patterns of ARNs, is about a resource."""
    if arns is ABSENT:
        return False
    if isinstance(arns, Unknown):
        return decided(lambda value: any_fits(value, selection, view), arns)
    return disjunction(_fits(arn, selection, view) for _, arn in each((), arns))


def _fits(arn: Any, selection: View, view: View) -> Truth:
    """Whether an ARN, or a pattern of ARNs, is about a resource."""
    own = view.resolver.identity, view.resource.logical_id
    if isinstance(arn, Unknown) and arn.choices:
        return decided(lambda value: _fits(value, selection, view), arn)
    named = [own_name(one, selection.resolver.identity) for one in references_in(arn)]
    if isinstance(arn, Reference) or named:
        return own in named
    if isinstance(arn, Unknown):
        return Unknown(arn.causes)
    if arn == "*":
        return True
    known = ARNS.get(view.resource.type)
    return known is not None and _agree(list(_segments(arn)), known, view)


Piece = str | Unknown | Reference


def _segments(arn: Any) -> Iterator[tuple[Piece, ...]]:
    """What stands between the first five colons of an ARN, and what follows them."""
    pieces: list[Piece] = []
    left = _REST
    for part in arn.parts if isinstance(arn, Partial) else (scalar_text(arn),):
        if not isinstance(part, str):
            pieces.append(part)
            continue
        first, *rest = part.split(":", left)
        left -= len(rest)
        pieces.append(first)
        for text in rest:
            yield tuple(piece for piece in pieces if piece != "")
            pieces = [text]
    yield tuple(piece for piece in pieces if piece != "")


def _agree(segments: list[tuple[Piece, ...]], known: Arn, view: View) -> Truth:
    """Whether an ARN in its segments may be, or surely is, that of a resource."""
    if len(segments) <= _REST:
        of_service = len(segments) <= _SERVICE or _same(segments[_SERVICE], known.service)
        return conjunction((_is_star(segments[-1]), of_service))
    is_bucket = known.service == "s3"
    return conjunction(
        (
            _same(segments[_SERVICE], known.service),
            is_bucket or _same(segments[_REGION], view.resolver.ref("AWS::Region")),
            is_bucket or _same(segments[_ACCOUNT], view.resolver.ref("AWS::AccountId")),
            _names(segments[_REST], known, view),
        )
    )


def _is_star(segment: tuple[Piece, ...]) -> bool:
    return segment == ("*",)


def _same(segment: tuple[Piece, ...], value: Any) -> Truth:
    """Whether a segment is, or stands for, a value."""
    if not segment:
        return False
    if len(segment) == 1 and isinstance(segment[0], str) and isinstance(value, str):
        return _is_like(value, segment[0])
    if _is_star(segment):
        return True
    return equal(segment[0] if len(segment) == 1 else Partial(segment), value)


def _names(segment: tuple[Piece, ...], known: Arn, view: View) -> Truth:
    """Whether the end of an ARN is that of a resource: its type, and its name."""
    if not segment:
        return False
    first = segment[0]
    if not isinstance(first, str):
        first, segment = "", ("", *segment)
        if known.prefix:
            return Unknown(causes_of(list(segment)))
    stem, star, _ = first.partition("*")
    if star and known.prefix.startswith(stem):
        return True
    if not first.startswith(known.prefix):
        return False
    rest = first[len(known.prefix) :]
    tail = tuple(piece for piece in (rest, *segment[1:]) if piece != "")
    names = [view.resource.properties.get(name, ABSENT) for name in known.names]
    return disjunction(_same(tail, _seen(name, view)) for name in names if name is not ABSENT)


def _seen(name: Any, view: View) -> Any:
    return name if isinstance(name, str) else seen_from_outside(name, view.resolver.identity)
