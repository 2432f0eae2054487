"""The file of a framework: its form, and the controls that it states."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from synthgate.model import Control, Message, Problem, Text, verbatim, words_of
from synthgate.problem_code import ProblemCode
from synthgate.rule.cards.former import Names, renamed
from synthgate.rule.cards.shapes import Shape, each, fields, items, kind, member, sentence, text
from synthgate.rule.cards.sheet import Sheet
from synthgate.rule.terms.mistakes import Mistake, meant, told
from synthgate.template.data import is_list, is_mapping
from synthgate.template.document import Route

NOBODYS = Names()
MODES = ("automated", "partial", "manual")

_days = kind(
    lambda value: isinstance(value, int) and not isinstance(value, bool) and value > 0,
    Message("a number of days"),
)
_RULES = Message("a list of rules")
_form = fields(
    {
        "id": text,
        "title": sentence,
        "meaning": sentence,
        "group": text,
        "mode": member(MODES),
        "rules": items(text, _RULES),
        "elsewhere": items(text, _RULES),
        "evidence": fields({"what": sentence, "valid-days": _days}, ("what", "valid-days")),
    },
    required=("id", "title", "meaning", "group", "mode"),
)


def _control(value: Any, route: Route) -> Iterator[Mistake]:
    """One control: its form, and what its mode needs."""
    yield from _form(value, route)
    if not is_mapping(value) or value.get("mode") not in MODES:
        return
    mode = value["mode"]
    if mode != "manual" and not value.get("rules"):
        yield told((*route, "mode"), _NEEDS_RULES.format(mode=mode))
    if mode == "manual" and value.get("rules"):
        yield told((*route, "rules"), _MANUAL_RULES)
    if mode != "automated" and "evidence" not in value:
        yield told((*route, "mode"), _NEEDS_EVIDENCE.format(mode=mode))
    if mode == "automated" and "evidence" in value:
        yield told((*route, "evidence"), _AUTOMATED_EVIDENCE)


_beside = fields({"why": sentence, "rules": items(text, _RULES)}, ("why", "rules"))


def _source(value: Any, route: Route) -> Iterator[Mistake]:
    """Where the demands are from: a name, or one in each language."""
    yield from (sentence if is_mapping(value) else text)(value, route)


FRAMEWORK: Shape = fields(
    {
        "id": text,
        "version": text,
        "source": _source,
        "title": sentence,
        "groups": each(sentence),
        "controls": items(_control, Message("a list of controls")),
        "beside": items(_beside, Message("a list of rules with reasons")),
    },
    required=("id", "version", "source", "title", "groups", "controls"),
)


@dataclass(frozen=True, slots=True)
class Framework:
    """What a file of a framework says, each rule of it by its id.

    `beside` are the rules that belong to no control, as the file says with a reason.
    """

    id: str
    version: str
    source: Text
    title: Text
    groups: Mapping[str, Text]
    controls: tuple[Control, ...]
    beside: frozenset[str] = frozenset()

    @property
    def rules(self) -> set[str]:
        """The rules of all controls."""
        return {rule_id for control in self.controls for rule_id in control.rules}


def mistakes_in(sheet: Sheet, rules: Names | None = None) -> list[Problem]:
    """Everything wrong with a framework; `rules` are those that there are, None to not ask."""
    if sheet.problems:
        return [*sheet.problems]
    found = [*FRAMEWORK(sheet.body, ()), *_crosswise(sheet.body)]
    if rules is not None:
        found += _strangers(sheet.body, rules)
    return sheet.source.problems(found)


def notices_in(sheet: Sheet, rules: Names) -> list[Problem]:
    """A notice for each rule that a framework names by an id of before."""
    return [
        sheet.source.problem(route, renamed(name, rules.stale(name)), ProblemCode.RULE_RENAMED)
        for route, name in _named(sheet.body)
        if rules.stale(name)
    ]


def framework_of(sheet: Sheet, rules: Names = NOBODYS) -> Framework:
    """The framework of a sheet without mistakes."""
    body = sheet.body
    return Framework(
        body["id"],
        body["version"],
        words_of(source) if is_mapping(source := body["source"]) else verbatim(source),
        words_of(body["title"]),
        {group: words_of(title) for group, title in body["groups"].items()},
        tuple(_made(control, rules) for control in body["controls"]),
        frozenset(one for it in body.get("beside", ()) for one in _matching(it["rules"], rules)),
    )


def _made(body: Mapping[str, Any], rules: Names) -> Control:
    wanted = body.get("evidence")
    return Control(
        body["id"],
        words_of(body["title"]),
        words_of(body["meaning"]),
        body["group"],
        body["mode"],
        _matching(body.get("rules", ()), rules),
        words_of(wanted["what"]) if wanted else None,
        wanted["valid-days"] if wanted else None,
        # As it is written, too: who states evidence need not know any rule.
        (*body.get("elsewhere", ()), *_matching(body.get("elsewhere", ()), rules)),
    )


def _matching(patterns: Iterable[str], rules: Names) -> tuple[str, ...]:
    return tuple(sorted({one for it in patterns for one in rules.matching(it)}))


def _entries(body: Mapping[str, Any], key: str) -> Iterator[tuple[Route, Mapping[str, Any]]]:
    listed = body.get(key)
    for index, one in enumerate(listed if is_list(listed) else ()):
        if is_mapping(one):
            yield (key, index), one


def _crosswise(body: Mapping[str, Any]) -> Iterator[Mistake]:
    """What is wrong between the parts: ids that are given twice, groups that there are not."""
    groups, ids = body.get("groups"), set[str]()
    for route, control in _entries(body, "controls"):
        id_, group = control.get("id"), control.get("group")
        if isinstance(id_, str):
            if id_ in ids:
                yield told((*route, "id"), _TWICE.format(id=id_))
            ids.add(id_)
        if is_mapping(groups) and isinstance(group, str) and group not in groups:
            told_ = _NO_GROUP.format(group=group, meant=meant(group, groups))
            yield told((*route, "group"), told_)


def _strangers(body: Mapping[str, Any], rules: Names) -> Iterator[Mistake]:
    """Rules that a control names and that there are not."""
    for route, pattern in _named(body):
        if not rules.means_any(pattern):
            yield told(route, _NO_RULE.format(rule=pattern, meant=meant(pattern, rules)))


def _named(body: Mapping[str, Any]) -> Iterator[tuple[Route, str]]:
    """The rules that are named, each with its place."""
    for route, one in (*_entries(body, "controls"), *_entries(body, "beside")):
        for key in ("rules", "elsewhere"):
            named = one.get(key)
            for index, pattern in enumerate(named if is_list(named) else ()):
                if isinstance(pattern, str):
                    yield (*route, key, index), pattern


_NEEDS_RULES = Message("{mode} needs 'rules'")
_NEEDS_EVIDENCE = Message("{mode} needs 'evidence'")
_MANUAL_RULES = Message("a manual control has no rules: say 'mode: partial'")
_AUTOMATED_EVIDENCE = Message("an automated control takes no evidence: say 'mode: partial'")
_TWICE = Message("control {id!r} is defined twice")
_NO_GROUP = Message("no group {group!r} in 'groups'{meant}")
_NO_RULE = Message("no rule {rule!r}{meant}")
