"""The command: a rule and a resource by their names, looked for in everything that is read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import BinaryIO

from synthgate.apps import each_app
from synthgate.choosing import catalog_for
from synthgate.config import Config
from synthgate.errors import UsageError
from synthgate.evaluate import Stack
from synthgate.guard import Guard, crash
from synthgate.model import Message, Problem, Text, joined, verbatim
from synthgate.rule.cards.card import Card
from synthgate.rule.cards.catalog import Catalog
from synthgate.rule.cards.former import renamed
from synthgate.rule.terms.lines import Lines
from synthgate.rule.terms.mistakes import meant
from synthgate.trace.account import names_of, of_app, of_resource, of_stack
from synthgate.trace.naming import resource_meant

APP = "app"
"""What a rule about the app as a whole is asked about."""


def trace(
    config: Config, wish: str, stdin: BinaryIO | None, say: Callable[[str], object]
) -> list[Problem]:
    """Explain ``RULE:RESOURCE`` wherever there is such a resource; what could not be read.

    Raises:
        UsageError: there is no such rule, or no such resource in what could be read.
    """
    rule_id, colon, name = wish.partition(":")
    if not (rule_id and colon and name):
        raise UsageError(_MALFORMED.format(wish=wish))
    catalog = catalog_for(config)
    card = _card(catalog, rule_id)
    if rule_id != card.outline.id:
        say(renamed(rule_id, catalog.names.now(rule_id))[config.language])
    problems: list[Problem] = []
    known: dict[str, None] = {}
    found = False
    for stacks, wrong in each_app(config, stdin):
        problems.extend(wrong)
        known.update(dict.fromkeys(_names(card, stacks)))
        for lines in _traces(card, stacks, name, config):
            if found:
                say("")
            found = True
            for line in whole(lines, problems):
                say(line)
        problems.extend(one for stack in stacks for one in dict.fromkeys(stack.resolver.problems))
    if not found and not any(problem.kind != "notice" for problem in problems):
        raise UsageError(_unknown_name(card, name, known))
    return problems


def whole(lines: Lines, problems: list[Problem]) -> Sequence[str]:
    """An account, or as much of it as there is before synthgate itself fails over it."""
    told: list[str] = []
    with Guard(problems, crash(None)):
        told.extend(lines)
    return told


def _card(catalog: Catalog, rule_id: str) -> Card:
    """The card of a rule; where there is none, what is wrong with the cards may say why."""
    now = catalog.names.now(rule_id)
    card = catalog.cards.get(now[0] if now else rule_id)
    if card:
        return card
    claimed = rule_id in catalog.names
    about = rule_id if claimed else None  # a file that is no card at all says no id
    broken = [_placed(one) for one in catalog.problems if one.rule_id == about]
    if claimed:
        refusal = _BROKEN if broken else _NOT_CHOSEN
        raise UsageError(_listed([refusal.format(name=rule_id), *broken]))
    unknown = _NO_RULE.format(name=rule_id, meant=meant(rule_id, catalog.cards))
    raise UsageError(_listed([unknown, *broken]))


def _listed(lines: Sequence[Text]) -> Text:
    return joined("\n", lines)


def _placed(problem: Problem) -> Text:
    """A mistake of a card with its place."""
    at = problem.position
    places = [problem.path, *((at.line, at.column) if at else ())]
    place = ":".join(str(one) for one in places if one is not None)
    return joined(": ", [verbatim(place), problem.message])


def _names(card: Card, stacks: Sequence[Stack]) -> Iterable[str]:
    return [APP] if card.scope == "app" else (name for name, _, _ in names_of(card, stacks))


def _traces(card: Card, stacks: Sequence[Stack], wanted: str, config: Config) -> Iterator[Lines]:
    """An account of each thing of an app that has the name."""
    language = config.language
    if card.scope == "app":
        if wanted == APP and stacks:
            yield of_app(card, stacks, language)
        return
    for name, stack, logical_id in names_of(card, stacks):
        if name == wanted and card.scope == "stack":
            yield of_stack(card, stack, language)
        elif name == wanted:
            yield of_resource(card, stack, logical_id, language, untrusted=config.untrusted)


def _unknown_name(card: Card, name: str, known: Iterable[str]) -> Text:
    near = resource_meant(name, known)
    return _NO_NAME[card.scope].format(name=name, rule=card.rule.id, meant=near)


_MALFORMED = Message("--explain: {wish!r} is no RULE:RESOURCE, as in s3-bucket-unversioned:Bucket")
_NO_RULE = Message("--explain: no rule has the id {name!r}{meant}")
_BROKEN = Message("--explain: the card of rule {name!r} has mistakes")
_NOT_CHOSEN = Message(
    "--explain: the profile and the configuration do not choose rule {name!r} "
    "(--profile all chooses every rule)"
)
_NO_NAME = {
    "resource": Message(
        "--explain: no resource has the logical id or construct path {name!r}{meant}"
    ),
    "stack": Message(
        "--explain: rule {rule!r} is about stacks, and none has the name {name!r}{meant}"
    ),
    "app": Message("--explain: rule {rule!r} is about the app as a whole: ask for {rule}:app"),
}
