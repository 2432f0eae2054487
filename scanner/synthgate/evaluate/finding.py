"""A failed or undecided place, written up as a finding: in words, in the text, for ever."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from synthgate.evaluate.about import About
from synthgate.evaluate.identity import fingerprint
from synthgate.evaluate.related import related_of
from synthgate.model import (
    Finding,
    Message,
    Related,
    Rule,
    Severity,
    Status,
    Text,
    ToolRule,
    joined,
    verbatim,
)
from synthgate.records import replaced
from synthgate.resolve.causes import Cause, Decider
from synthgate.resolve.values import (
    ABSENT,
    Nothing,
    Partial,
    Reference,
    Unknown,
    reasons,
    scalar_text,
)
from synthgate.rule.terms.outcome import Place
from synthgate.template.data import descent, is_container, is_list, is_mapping
from synthgate.template.document import Route, Template, property_path

TOOL = "synthgate"
SHOWN = 80
"""How many characters of a value a message quotes."""
_MOST_VALUES = 5
"""How many values are quoted of those that one may have."""


def finding_of(
    rule: Rule, status: Status, place: Place, about: About, behind: Iterable[Related] = ()
) -> Finding:
    """Write up one place of a verdict that is not *pass*, without the secrets in it.

    `behind` is what it rests on besides its own `related` places.
    """
    failed = status is Status.FAIL
    shown, path = about.shown, property_path(place.route)
    mask, template, saw = shown.mask, shown.template, shown.mask.seen(place.saw)
    place = place if saw is place.saw else replaced(place, saw=saw)
    node, depth = descent(about.raw, place.route)
    is_there = depth == len(place.route)
    given = _parameter_at(template, node) if is_there else None
    written = _as_written(about.top, place.route, template)
    return Finding(
        rule=rule,
        status=Status.FAIL if failed else Status.UNKNOWN,
        severity=_severity(rule, place, about.environment),
        message=mask.said(_failure(rule, place, written, given)) if failed else _doubt(rule, place),
        why=rule.why if failed else mask.said(_reasons(place.causes)),
        subject=about.subject,
        location=shown.located(_shown_route(about.top, place, depth), mask.hide(path)),
        source=about.origin.source,
        cure=_cure(template, given, place) if failed else None,
        sources=_ours(rule.id),
        fingerprint=fingerprint(rule.id, about, place, status),
        entry=mask.hide(property_path(_entry(place))),
        tags=about.tags,
        related=(*related_of(place), *behind),
        before=place.before and mask.said(place.before),
        after=place.after and mask.said(place.after),
    )


@lru_cache(maxsize=4096)
def _ours(rule_id: str) -> tuple[ToolRule]:
    """Who says it: this program, by the name of the rule."""
    return (ToolRule(TOOL, rule_id),)


def _severity(rule: Rule, place: Place, environment: str | None) -> Severity:
    """The rule's, or that of a place which is not as bad as others."""
    usual = rule.severity_for(environment)
    return max(usual, place.severity, key=lambda one: one.rank) if place.severity else usual


def _entry(place: Place) -> Route:
    """The route of the innermost entry of a list that a place is in.

    Only what has parts is an entry: an action among others is no more than a word of its statement.
    """
    route = place.route if is_mapping(place.saw) else place.route[:-1]
    for depth in range(len(route), 0, -1):
        if isinstance(route[depth - 1], int):
            return route[:depth]
    return ()


def _parameter_at(template: Template, written: Any) -> str | None:
    """The parameter whose value stands somewhere, if it is written as nothing but its `Ref`."""
    if not is_mapping(written) or written.keys() != {"Ref"}:
        return None
    return name if (name := str(written["Ref"])) in template.section("Parameters") else None


def _cure(template: Template, parameter: str | None, place: Place) -> Text | None:
    """What has to change where a value is that of a parameter: its default, or what is given."""
    if parameter is None or is_container(place.saw) or isinstance(place.saw, Unknown):
        return None
    declared = template.section("Parameters")[parameter]
    default = declared.get("Default") if is_mapping(declared) else None
    said = default is not None and scalar_text(default) == scalar_text(place.saw)
    return (_DEFAULT if said else _ANOTHER).format(name=parameter)


_DEFAULT = Message("Change the Default of parameter {name}, or take it out.")
_ANOTHER = Message("Give parameter {name} another value.")


def _as_written(top: Route, route: Route, template: Template) -> Route:
    """The property that a person wrote, where a transform has made another of it."""
    written = template.written((*top, *route))[2:] if top else route
    return written if written[:1] == route[:1] else route


def _failure(rule: Rule, place: Place, written: Route, parameter: str | None) -> Text:
    seen = place.message or place.note or _seen(place, written, parameter)
    return joined(": ", [rule.title, seen]) if seen else rule.title


def _seen(place: Place, written: Route, parameter: str | None) -> Text | None:
    """What stands at the place, as far as it fits into a sentence, and what gives it."""
    path = property_path(written).removeprefix("Properties.")
    if place.is_default:
        return _MEANS.format(path=path, default=scalar_text(place.saw))
    if not path:
        return None
    if place.saw is ABSENT:
        return _unset(path)
    if isinstance(place.saw, Unknown):
        return _several(path, place.saw)
    value = _quoted(place.saw)
    if value is None:
        return verbatim(path)
    if parameter:
        return _BY_PARAMETER.format(path=path, value=value, name=parameter)
    return _is(path, value)


@lru_cache(maxsize=4096)
def _unset(path: str) -> Text:
    """Of thousands of findings, some hundred say this of a path."""
    return _UNSET.format(path=path)


@lru_cache(maxsize=4096)
def _is(path: str, value: str) -> Text:
    """Likewise."""
    return _VALUE.format(path=path, value=value)


_UNSET = Message("{path} is not set")
_MEANS = Message("{path} is not set, which means {default}")
_VALUE = Message("{path} is {value}")
_BY_PARAMETER = Message("{path} is {value}, by parameter {name}")


def _several(path: str, value: Unknown) -> Text:
    """What may stand there, none of which is right: the branches of an `Fn::If`, say."""
    values = dict.fromkeys(map(_quoted, value.choices))
    if not values or None in values:
        return verbatim(path)
    said = ", ".join(str(one) for one in [*values][:_MOST_VALUES])
    more = ", …" if len(values) > _MOST_VALUES else ""
    return Message("{path} is one of {values}").format(path=path, values=said + more)


def _quoted(value: object) -> str | None:
    match value:
        case Reference(logical_id, attribute):
            return f"{logical_id}.{attribute}" if attribute else logical_id
        case Partial(parts):
            text = "".join(part if isinstance(part, str) else "…" for part in parts)
        case Unknown() | Nothing():
            return None
        case _ if is_mapping(value) or is_list(value):
            return None
        case _:
            text = scalar_text(value)
    return f"{text[:SHOWN]}…" if len(text) > SHOWN else text or '""'


def _doubt(rule: Rule, place: Place) -> Text:
    title = joined(": ", [rule.title, place.note]) if place.note else rule.title
    if place.causes and all(cause.decider is Decider.RULE for cause in place.causes):
        return Message("For people to judge: {title}").format(title=title)
    return Message("Cannot be decided before deployment: {title}").format(title=title)


def _reasons(causes: tuple[Cause, ...]) -> Text:
    if not causes:
        return Message("only the deployment can tell")
    return reasons(causes)


def _shown_route(top: Route, place: Place, depth: int) -> Route:
    """The route to point at: what is there of the place, else the type of the resource.

    `depth` is how many steps of the route the template has. `Properties` says nothing about which
    property is missing, so that a missing one is shown where the resource says what it is; what a
    stack lacks, where its template starts.
    """
    there = place.route[:depth]
    if not top:
        return there
    if place.saw is ABSENT and depth <= 1:
        return (*top, "Type")
    return (*top, *there) if there else (*top, "Type")
