"""The file of a framework: its form, and the controls that it states."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field
from typing import Any

from synthgate.framework import mapped, wanted
from synthgate.framework.extending import Draft, Placed, entries
from synthgate.framework.groups import groups_within, no_group, too_deep
from synthgate.framework.mapped import NO_BOOK, RuleBook
from synthgate.framework.standard import Item
from synthgate.model import (
    FORMS,
    NOTHING,
    Control,
    Form,
    FrameworkSource,
    Message,
    Text,
    verbatim,
    words_of,
)
from synthgate.records import dataclass
from synthgate.rule.cards.shapes import (
    Shape,
    each,
    fields,
    items,
    member,
    sentence,
    text,
    truth,
)
from synthgate.rule.terms.mistakes import Mistake, meant, told
from synthgate.template.data import is_list, is_mapping
from synthgate.template.document import Route

MODES = ("automated", "partial", "manual")

_RULES = Message("a list of rules")
_IDS = Message("a list of ids")
_CONTROL: Mapping[str, Shape] = {
    "id": text,
    "title": sentence,
    "meaning": sentence,
    "group": text,
    "mode": member(MODES),
    "rules": items(mapped.entry, _RULES),
    "elsewhere": items(text, _RULES),
    "evidence": wanted.evidence,
}
_OF_CONTROL = ("id", "title", "meaning", "group", "mode")
_control = fields(_CONTROL, ("id",))
_beside = fields({"why": sentence, "rules": items(text, _RULES)}, ("why", "rules"))
_origin = fields(
    {"title": sentence, "link": text, "commit": text, "licence": text}, required=("title",)
)


def _source(value: Any, route: Route) -> Iterator[Mistake]:
    """Where the demands are from: a name, or one in each language."""
    yield from (sentence if is_mapping(value) else text)(value, route)


def _group(value: Any, route: Route) -> Iterator[Mistake]:
    """The title of a group, or that and the group that it is part of."""
    if is_mapping(value) and "within" in value:
        yield from fields({"title": sentence, "within": text}, ("title", "within"))(value, route)
    else:
        yield from sentence(value, route)


_SHAPES: Mapping[str, Shape] = {
    "id": text,
    "version": text,
    "source": _source,
    "title": sentence,
    "extends": text,
    "standard": text,
    "statement": member(FORMS),
    "levels": items(text, _IDS),
    "tolerates": truth,
    "drop": items(text, _IDS),
    "groups": each(_group),
    "sources": each(_origin),
    "controls": items(_control, Message("a list of controls")),
    "beside": items(_beside, Message("a list of rules with reasons")),
}
_OF_ITSELF = ("id", "version", "source", "title", "groups", "controls")


@dataclass(frozen=True, slots=True)
class Framework:
    """What a file of a framework says, each rule of it by its id.

    `beside` are the rules that belong to no control, as the file says with a reason. `within` has
    the group that a group is part of. `before` are the frameworks that it extends: evidence of a
    control of theirs is of the one with the same id here. `statement` is what auditors want filed.
    """

    id: str
    version: str
    source: Text
    title: Text
    groups: Mapping[str, Text]
    controls: tuple[Control, ...]
    beside: frozenset[str] = frozenset()
    within: Mapping[str, str] = field(default_factory=dict[str, str])
    sources: Mapping[str, FrameworkSource] = field(default_factory=dict[str, FrameworkSource])
    before: tuple[str, ...] = ()
    statement: Form | None = None

    @property
    def strict_rules(self) -> set[str]:
        """The rules of controls that ask the same of every environment."""
        return {rule for one in self.controls if not one.tolerates for rule in one.rules}

    @property
    def root(self) -> str:
        """The framework that all of those that extend it share evidence with."""
        return self.before[-1] if self.before else self.id

    @property
    def rules(self) -> set[str]:
        """The rules of all controls."""
        return {rule_id for control in self.controls for rule_id in control.rules}


def form(body: Mapping[str, Any]) -> Iterator[Mistake]:
    """What is wrong with a file by itself; one that extends another need not say all again."""
    needed = ("id",) if "extends" in body else _OF_ITSELF
    if "standard" in body and "extends" not in body:
        needed = tuple(one for one in needed if one != "controls")
    yield from fields(_SHAPES, needed)(body, ())
    ids = set[str]()
    for route, control in entries(body, "controls"):
        id_ = control.get("id")
        if isinstance(id_, str):
            if id_ in ids:
                yield told((*route, "id"), _TWICE.format(id=id_))
            ids.add(id_)


def whole(draft: Draft, book: RuleBook | None) -> Iterator[Mistake]:
    """What is wrong with the controls of a file, with all that they take over from elsewhere.

    Without a `book`, nobody asks whether there are such rules.
    """
    groups, sources = draft.head.get("groups", {}), draft.head.get("sources", {})
    for placed in draft.controls:
        if placed.route is None:
            if placed.body["group"] not in groups:  # a table says so, or a base
                yield Mistake(("standard",), no_group(placed.body["group"], groups))
            continue
        yield from _complete(placed)
        body, route = placed.body, placed.route
        group = body.get("group")
        if is_mapping(groups) and isinstance(group, str) and group not in groups:
            yield told((*route, "group"), no_group(group, groups))
        for at, source in mapped.sources_named(body.get("rules"), (*route, "rules")):
            if source not in sources:
                yield told(at, _NO_SOURCE.format(source=source, meant=meant(source, sources)))
        if book:
            yield from mapped.strangers(body.get("rules"), (*route, "rules"), book)
            yield from mapped.strangers(body.get("elsewhere"), (*route, "elsewhere"), book)
            yield from _not_its_own(body, (*route, "elsewhere"), book)
            yield from wanted.unseen(body, route, book)
    for id_, group in groups_within(draft.head):
        if group not in groups:
            yield told(("groups", id_, "within"), no_group(group, groups))
    yield from too_deep(dict(groups_within(draft.head)))
    if book:
        for route, one in entries(draft.head, "beside"):
            yield from mapped.strangers(one.get("rules"), (*route, "rules"), book)


def _not_its_own(body: Mapping[str, Any], route: Route, book: RuleBook) -> Iterator[Mistake]:
    """The rules that may be met elsewhere, and that the control does not ask."""
    if any(True for _ in mapped.strangers(body.get("rules"), (), book)):
        return
    own = {it for one in mapped.mappings_of(body.get("rules") or (), book) for it in one.rules}
    for at, _, word in mapped.named(body.get("elsewhere"), route):
        chosen = {*book.chosen("rules", word)}
        if chosen and not chosen & own:
            yield told(at, _NOT_ASKED.format(rule=word))


def _complete(placed: Placed) -> Iterator[Mistake]:
    """What a control lacks, and what its mode needs."""
    value, route = placed.body, placed.route or ()
    item = value.get("item")
    has_title = isinstance(item, Item) and item.title is not NOTHING
    needed = [key for key in _OF_CONTROL if key != "title" or not has_title]
    for key in needed:
        if key not in value:
            yield told(route, Message("missing key {key!r}").format(key=key))
    mode = value.get("mode")
    if mode not in MODES:
        return
    if mode != "manual" and not value.get("rules"):
        yield told((*route, "mode"), _NEEDS_RULES.format(mode=mode))
    if mode == "manual" and value.get("rules"):
        yield told((*route, "rules"), _MANUAL_RULES)
    if mode == "manual" and wanted.is_where_found(value.get("evidence")):
        yield told((*route, "evidence", "where-found"), _MANUAL_WHERE)
    if mode != "automated" and "evidence" not in value:
        yield told((*route, "mode"), _NEEDS_EVIDENCE.format(mode=mode))
    if mode == "automated" and "evidence" in value:
        yield told((*route, "evidence"), _AUTOMATED_EVIDENCE)
    if mode == "automated" and _is_derived(value.get("rules")):
        yield told((*route, "mode"), _AUTOMATED_DERIVED)


def _is_derived(listed: Any) -> bool:
    """Whether nobody but a table says that the rules tell of the control."""
    return (
        bool(listed)
        and is_list(listed)
        and all(is_mapping(one) and one.get("basis") == "derived" for one in listed)
    )


def framework_of(draft: Draft, book: RuleBook = NO_BOOK) -> Framework:
    """The framework of a draft without mistakes."""
    head = draft.head
    beside = {word for it in head.get("beside", ()) for word in it["rules"]}
    return Framework(
        head["id"],
        head["version"],
        words_of(source) if is_mapping(source := head["source"]) else verbatim(source),
        words_of(head["title"]),
        {id_: words_of(it.get("title", it)) for id_, it in head["groups"].items()},
        tuple(_made(one.body, book, head.get("tolerates", True)) for one in draft.controls),
        frozenset(rule for word in beside for rule in book.chosen("rules", word)),
        dict(groups_within(head)),
        {key: _made_source(one) for key, one in head.get("sources", {}).items()},
        draft.before,
        head.get("statement"),
    )


def _made_source(body: Mapping[str, Any]) -> FrameworkSource:
    rest = (body.get(key) for key in ("link", "commit", "licence"))
    return FrameworkSource(words_of(body["title"]), *rest)


def _made(body: Mapping[str, Any], book: RuleBook, tolerates: bool) -> Control:
    evidence, item = body.get("evidence"), body.get("item")
    mappings = mapped.mappings_of(body.get("rules", ()), book)
    elsewhere = body.get("elsewhere", ())
    found = (rule for word in elsewhere for rule in book.chosen("rules", word))
    title = words_of(body["title"]) if "title" in body else NOTHING
    return Control(
        body["id"],
        title if title is not NOTHING or not item else item.title,
        words_of(body["meaning"]) if "meaning" in body else NOTHING,
        body["group"],
        body["mode"],
        tuple(sorted({rule for one in mappings for rule in one.rules})),
        words_of(evidence["what"]) if evidence else None,
        evidence["valid-days"] if evidence else None,
        # As it is written, too: who states evidence need not know any rule.
        tuple(dict.fromkeys((*elsewhere, *sorted({*found})))),
        mappings,
        item.levels if item else (),
        wanted.is_where_found(evidence),
        tolerates,
        wanted.types_of(evidence),
    )


_NEEDS_RULES = Message("{mode} needs 'rules'")
_NEEDS_EVIDENCE = Message("{mode} needs 'evidence'")
_MANUAL_RULES = Message("a manual control has no rules: say 'mode: partial'")
_MANUAL_WHERE = Message("a manual control has no rules that find where evidence is wanted")
_AUTOMATED_EVIDENCE = Message("an automated control takes no evidence: say 'mode: partial'")
_AUTOMATED_DERIVED = Message("what a table alone maps decides no control: say 'mode: partial'")
_NOT_ASKED = Message("the control does not ask {rule!r}: what it finds is of no control here")
_TWICE = Message("control {id!r} is defined twice")
_NO_SOURCE = Message("no source {source!r} in 'sources'{meant}")
