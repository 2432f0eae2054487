"""A framework that is written from another: its controls, changed, left out, renumbered, added."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from fnmatch import fnmatchcase
from typing import Any

from synthgate.framework.standard import Item, Standard
from synthgate.model import Message
from synthgate.records import dataclass
from synthgate.rule.terms.mistakes import Mistake, meant, told
from synthgate.template.data import is_list, is_mapping
from synthgate.template.document import Route

Body = Mapping[str, Any]
_SIGNS = frozenset("*?[")
_PARTS = ("groups", "sources")
"""What a file adds to, and does not replace."""


@dataclass(frozen=True, slots=True)
class Placed:
    """The body of a control as it is in the end, and where its file has it; None: in another."""

    body: Body
    route: Route | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """What a framework says in the end, before it is one; `head` is all but the controls.

    `before` are the ids of the frameworks whose controls it has by the same ids, the nearest first.
    """

    head: Body = field(default_factory=dict[str, Any])
    controls: tuple[Placed, ...] = ()
    standard: Standard | None = None
    before: tuple[str, ...] = ()


def drafted(body: Body, base: Draft | None, standard: Standard | None) -> Draft:
    """A file's body over the framework that it extends, if any, and the ids of its standard.

    Each control of the standard is there: what no file claims has the mode ``unclaimed``.
    """
    over = base or Draft()
    controls = {str(one["id"]): Placed(one) for one in taken_over(over, standard)}
    again: list[Placed] = []
    for route, own in entries(body, "controls"):
        id_ = own.get("id")
        if not isinstance(id_, str):
            continue
        before = controls.get(id_)
        if before and before.route:  # a mistake of its own; what else is wrong there is told, too
            again.append(Placed(own, route))
        else:
            controls[id_] = Placed({**_claimed(before.body if before else {}), **own}, route)
    standard = standard or over.standard
    left = [*_left(controls, body), *again]
    if standard:
        left = [*_in_order(left, standard, body)]
    head = {**over.head, **{key: body[key] for key in body if key not in {"controls", *_PARTS}}}
    for key in _PARTS:
        said = [one for one in (over.head.get(key), body.get(key)) if is_mapping(one)]
        head[key] = {name: value for part in said for name, value in part.items()}
    if base:
        head["groups"] = dict(_peopled(head["groups"], body, left))
    keeps_ids = base and not _renumbers(standard)
    before = (str(over.head["id"]), *over.before) if keeps_ids else ()
    return Draft(head, tuple(left), standard, before)


def _peopled(groups: Body, body: Body, controls: Sequence[Placed]) -> Iterator[tuple[str, Any]]:
    """The groups that a file writes itself, and those that some control is in, or below."""
    own = body.get("groups")
    kept = {*own} if is_mapping(own) else set[Any]()
    for one in controls:
        name = one.body.get("group")
        while isinstance(name, str) and name not in kept:
            kept.add(name)
            group = groups.get(name)
            name = group.get("within") if is_mapping(group) else None
    yield from ((name, value) for name, value in groups.items() if name in kept)


def _claimed(before: Body) -> Body:
    """What a control takes over from the one before it; of what was unclaimed, not that."""
    return {key: it for key, it in before.items() if (key, it) != ("mode", "unclaimed")}


def taken_over(base: Draft, standard: Standard | None) -> Iterator[Body]:
    """The controls of a base, by the ids of another version of its standard if that renumbers."""
    known = {one.body["id"]: one.body for one in base.controls}
    if standard is None or not _renumbers(standard):
        yield from known.values()
        return
    for item in standard.items.values():
        body = known.get(item.same_as)
        if body is not None:
            yield {**body, "id": item.id, "group": item.group}


def _renumbers(standard: Standard | None) -> bool:
    return standard is not None and any(it.same_as for it in standard.items.values())


def _left(controls: Mapping[str, Placed], body: Body) -> Iterator[Placed]:
    """The controls that a file does not drop."""
    dropped = _Dropped(_texts(body, "drop"))
    for id_, one in controls.items():
        if id_ not in dropped:
            yield one


class _Dropped:
    """The ids that a file drops: most are named as they are, which takes no pattern."""

    def __init__(self, said: Sequence[str]) -> None:
        self._ids = {*said}
        self._patterns = [one for one in self._ids if not _SIGNS.isdisjoint(one)]

    def __contains__(self, id_: str) -> bool:
        return id_ in self._ids or any(fnmatchcase(id_, pattern) for pattern in self._patterns)


def _in_order(controls: Sequence[Placed], standard: Standard, body: Body) -> Iterator[Placed]:
    """Every control of a standard in its order, of the levels that are asked for, then the rest."""
    known = {one.body["id"]: one for one in controls}
    levels, dropped = {*_texts(body, "levels")}, _Dropped(_texts(body, "drop"))
    for item in standard.items.values():
        one = known.pop(item.id, None)
        if levels and levels.isdisjoint(item.levels):
            continue
        if one is None and item.id in dropped:
            continue
        yield _with_item(one, item)
    yield from known.values()


def _texts(body: Body, key: str) -> list[str]:
    listed = body.get(key)
    return [one for one in listed if isinstance(one, str)] if is_list(listed) else []


def _with_item(one: Placed | None, item: Item) -> Placed:
    """A control with what its standard says of it."""
    body = {"mode": "unclaimed"} if one is None else one.body
    route = one.route if one else None
    return Placed({"group": item.group, **body, "id": item.id, "item": item}, route)


def entries(body: Body, key: str) -> Iterator[tuple[Route, Body]]:
    """The mappings of a list, each with its place."""
    listed = body.get(key)
    for index, one in enumerate(listed if is_list(listed) else ()):
        if is_mapping(one):
            yield (key, index), one


def crosswise(body: Body, draft: Draft, base: Draft | None) -> Iterator[Mistake]:
    """What is wrong between a file, what it extends, and its standard."""
    if base and body["id"] == base.head["id"]:
        yield told(("id",), _SAME_ID.format(id=body["id"]))
    if not draft.controls:
        key = next((key for key in ("drop", "levels", "controls", "standard") if key in body), "id")
        yield told((key,), _NONE_LEFT)
    if draft.standard and "standard" in body:
        yield from _renumbers_nothing(draft.standard, base)
    yield from _strange(body, draft)
    yield from _dropped(body, draft, base)
    known = (
        {level for item in draft.standard.items.values() for level in item.levels}
        if draft.standard
        else set[str]()
    )
    for index, level in enumerate(_texts(body, "levels")):
        if level not in known:
            yield told(("levels", index), _NO_LEVEL.format(level=level, meant=meant(level, known)))


def _strange(body: Body, draft: Draft) -> Iterator[Mistake]:
    """The controls that a file claims, and that the standard which it names does not have."""
    items = draft.standard.items if draft.standard and "standard" in body else None
    for route, own in entries(body, "controls"):
        id_ = own.get("id")
        if items is not None and isinstance(id_, str) and id_ not in items:
            yield told((*route, "id"), _NOT_IN.format(id=id_, meant=meant(id_, items)))


def _dropped(body: Body, draft: Draft, base: Draft | None) -> Iterator[Mistake]:
    """What is dropped and is not there, or is changed besides."""
    for route, own in entries(body, "controls"):
        id_ = own.get("id")
        if isinstance(id_, str) and any(fnmatchcase(id_, it) for it in _texts(body, "drop")):
            yield told((*route, "id"), _DROPPED.format(id=id_))
    before = {str(one.body["id"]) for one in base.controls} if base else set[str]()
    if draft.standard:
        before |= {*draft.standard.items}
    for index, pattern in enumerate(_texts(body, "drop")):
        if pattern not in before and not any(fnmatchcase(it, pattern) for it in before):
            near = meant(pattern, before)
            yield told(("drop", index), _NOTHING_DROPPED.format(id=pattern, meant=near))


def _renumbers_nothing(standard: Standard, base: Draft | None) -> Iterator[Mistake]:
    """The rows of a table that are said to be controls that nothing has."""
    known = {str(one.body["id"]) for one in base.controls} if base else set[str]()
    for item in standard.items.values():
        if item.same_as is not None and item.same_as not in known:
            near = meant(item.same_as, known)
            text = _NO_SUCH_AS.format(id=item.id, same=item.same_as, meant=near)
            yield told(("standard",), text)


_SAME_ID = Message("{id!r} is what is extended: a framework of one's own has an id of its own")
_DROPPED = Message("{id!r} is dropped and changed: one of them")
_NONE_LEFT = Message("leaves no control")
_NO_SUCH_AS = Message(
    "{id!r} is said to be ('as') {same!r}, which nothing that is extended has{meant}"
)
_NOT_IN = Message("the standard has no control {id!r}{meant}")
_NOTHING_DROPPED = Message("there is no control {id!r} to drop{meant}")
_NO_LEVEL = Message("the standard has no level {level!r}{meant}")
