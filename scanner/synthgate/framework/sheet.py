"""The file of a framework: its form, and the controls that it states."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from synthgate.model import Control, Problem, Text
from synthgate.rule.mistakes import Mistake, meant, told
from synthgate.rule.shapes import Shape, each, fields, items, kind, member, sentence, text
from synthgate.rule.sheet import Sheet
from synthgate.template.data import is_list, is_mapping
from synthgate.template.document import Route

MODES = ("automated", "partial", "manual")

_days = kind(
    lambda value: isinstance(value, int) and not isinstance(value, bool) and value > 0,
    Text("a number of days", "일수"),
)
_RULES = Text("a list of rules", "규칙 목록")
_form = fields(
    {
        "id": text,
        "title": sentence,
        "meaning": sentence,
        "group": text,
        "mode": member(MODES),
        "rules": items(text, _RULES),
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


FRAMEWORK: Shape = fields(
    {
        "id": text,
        "version": text,
        "source": text,
        "title": sentence,
        "groups": each(sentence),
        "controls": items(_control, Text("a list of controls", "통제 항목 목록")),
    },
    required=("id", "version", "source", "title", "groups", "controls"),
)


@dataclass(frozen=True, slots=True)
class Framework:
    """What a file of a framework says, each rule of it by its id."""

    id: str
    version: str
    source: str
    title: Text
    groups: Mapping[str, Text]
    controls: tuple[Control, ...]

    @property
    def rules(self) -> set[str]:
        """The rules of all controls."""
        return {rule_id for control in self.controls for rule_id in control.rules}


def mistakes_in(sheet: Sheet, rules: Collection[str] | None = None) -> list[Problem]:
    """Everything wrong with a framework; `rules` are the ids that there are, None to not ask."""
    if sheet.problems:
        return [*sheet.problems]
    found = [*FRAMEWORK(sheet.body, ()), *_crosswise(sheet.body)]
    if rules is not None:
        found += _strangers(sheet.body, rules)
    return sheet.source.problems(found)


def framework_of(sheet: Sheet, rules: Collection[str] = ()) -> Framework:
    """The framework of a sheet without mistakes."""
    body = sheet.body
    return Framework(
        body["id"],
        body["version"],
        body["source"],
        Text(**body["title"]),
        {group: Text(**title) for group, title in body["groups"].items()},
        tuple(_made(control, rules) for control in body["controls"]),
    )


def _made(body: Mapping[str, Any], rules: Collection[str]) -> Control:
    wanted = body.get("evidence")
    patterns = body.get("rules", ())
    return Control(
        body["id"],
        Text(**body["title"]),
        Text(**body["meaning"]),
        body["group"],
        body["mode"],
        tuple(one for one in sorted(rules) if any(fnmatchcase(one, it) for it in patterns)),
        Text(**wanted["what"]) if wanted else None,
        wanted["valid-days"] if wanted else None,
    )


def _controls(body: Mapping[str, Any]) -> Iterator[tuple[Route, Mapping[str, Any]]]:
    controls = body.get("controls")
    for index, control in enumerate(controls if is_list(controls) else ()):
        if is_mapping(control):
            yield ("controls", index), control


def _crosswise(body: Mapping[str, Any]) -> Iterator[Mistake]:
    """What is wrong between the parts: ids that are given twice, groups that there are not."""
    groups, ids = body.get("groups"), set[str]()
    for route, control in _controls(body):
        id_, group = control.get("id"), control.get("group")
        if isinstance(id_, str):
            if id_ in ids:
                yield told((*route, "id"), _TWICE.format(id=id_))
            ids.add(id_)
        if is_mapping(groups) and isinstance(group, str) and group not in groups:
            told_ = _NO_GROUP.format(group=group, meant=meant(group, groups))
            yield told((*route, "group"), told_)


def _strangers(body: Mapping[str, Any], rules: Collection[str]) -> Iterator[Mistake]:
    """Rules that a control names and that there are not."""
    for route, control in _controls(body):
        named = control.get("rules")
        for index, pattern in enumerate(named if is_list(named) else ()):
            if isinstance(pattern, str) and not any(fnmatchcase(one, pattern) for one in rules):
                told_ = _NO_RULE.format(rule=pattern, meant=meant(pattern, rules))
                yield told((*route, "rules", index), told_)


_NEEDS_RULES = Text("{mode} needs 'rules'", "{mode}에는 'rules'가 필요합니다")
_NEEDS_EVIDENCE = Text("{mode} needs 'evidence'", "{mode}에는 'evidence'가 필요합니다")
_MANUAL_RULES = Text(
    "a manual control has no rules: say 'mode: partial'",
    "manual 통제 항목에는 규칙을 둘 수 없습니다. 'mode: partial'로 지정하세요",
)
_AUTOMATED_EVIDENCE = Text(
    "an automated control takes no evidence: say 'mode: partial'",
    "automated 통제 항목에는 증적을 둘 수 없습니다. 'mode: partial'로 지정하세요",
)
_TWICE = Text("control {id!r} is defined twice", "통제 항목 {id!r}이(가) 중복 정의되었습니다")
_NO_GROUP = Text(
    "no group {group!r} in 'groups'{meant}", "'groups'에 {group!r} 그룹이 없습니다{meant}"
)
_NO_RULE = Text("no rule {rule!r}{meant}", "규칙 {rule!r}이(가) 없습니다{meant}")
