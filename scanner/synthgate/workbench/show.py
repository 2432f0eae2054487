"""``synthgate rules show``: one rule with all that its card says, for who has to know it."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Iterator
from typing import Any

from synthgate.errors import UsageError
from synthgate.model import Language, Message, Problem, Text
from synthgate.problem_code import ProblemCode
from synthgate.rule.cards.card import Card
from synthgate.rule.cards.catalog import Catalog
from synthgate.rule.cards.family import is_family
from synthgate.rule.cards.former import renamed
from synthgate.rule.cards.shared import pieces_around, used_in
from synthgate.rule.terms.mistakes import meant
from synthgate.workbench.card_facts import FACTS, limits_of
from synthgate.workbench.console import Console
from synthgate.workbench.examples import KINDS
from synthgate.workbench.listing import facts
from synthgate.workbench.page import page_of
from synthgate.workbench.source import Source, dumped, read_source

WIDTH = 88
_INDENT = "  "


def show(catalog: Catalog, rule_id: str, form: str, console: Console) -> None:
    """Write a rule as text, as JSON or as a page of Markdown.

    Raises:
        UsageError: no rule has that id.
    """
    now = catalog.names.now(rule_id)
    if now:
        console.complain([Problem(ProblemCode.RULE_RENAMED, renamed(rule_id, now))])
    card = catalog.cards.get(now[0] if now else rule_id)
    if card is None:
        raise UsageError(_NO_RULE.format(id=rule_id, meant=meant(rule_id, catalog.cards)))
    if form == "json":
        console.data(_as_data(card, console.language))
        return
    lines = (
        page_of(card, console.language) if form == "markdown" else _lines(card, console.language)
    )
    for line in lines:
        console.line(line)


def _as_data(card: Card, language: Language) -> dict[str, Any]:
    """The row of ``rules list`` with the rest of the card."""
    rule = card.rule
    return {
        **facts(rule, language),
        "scope": card.scope,
        "fault": rule.fault,
        "severity_reason": card.body.get("severity-reason"),
        "unless": rule.unless,
        "parameters": card.parameters,
        "why": rule.why[language],
        "limits": limits[language] if (limits := limits_of(card)) else None,
        "fix": {"text": rule.fix.text[language], **rule.fix.code},
        "link": rule.link,
        "config_rule": rule.config_rule,
        "when": card.body.get("when"),
        "check": card.body["check"],
        "milder": card.body.get("milder"),
        "milder_when": card.body.get("milder-when"),
        "examples": card.examples,
    }


def _lines(card: Card, language: Language) -> Iterator[str]:
    yield card.rule.id
    yield from _wrapped(card.rule.title[language], 0)
    yield ""
    told = [(name[language], value) for name, fact in FACTS if (value := fact(card))]
    width = max(cells(name) for name, _ in told) + len(_INDENT)
    for name, value in told:
        first, *others = _wrapped(value, width)
        yield f"{name}{' ' * (width - cells(name))}{first}"
        yield from (f"{' ' * width}{line}" for line in others)
    source = read_source(card.path.read_bytes())
    for heading, part in _PARTS:
        lines = [*part(card, source, language)]
        if lines:
            yield ""
            yield heading[language]
            yield from (f"{_INDENT}{line}".rstrip() for line in lines)


def _why(card: Card, _: Source | None, language: Language) -> Iterator[str]:
    yield from _wrapped(card.rule.why[language])


def _fix(card: Card, _: Source | None, language: Language) -> Iterator[str]:
    yield from _wrapped(card.rule.fix.text[language])
    for name, code in card.rule.fix.code.items():
        yield f"{name}:"
        yield from (f"{_INDENT}{line}" for line in code.splitlines())


def _limits(card: Card, _: Source | None, language: Language) -> Iterator[str]:
    if limits := limits_of(card):
        yield from _wrapped(limits[language])


def _defaults(card: Card, _: Source | None, __: Language) -> Iterator[str]:
    for name, value in card.parameters.items():
        yield from _wrapped(f"{name}: {value}")


def check_lines(card: Card, source: Source | None, _: Language) -> Iterator[str]:
    """The condition as it is written; of a rule that a family makes, as it would be in a card."""
    for key in ("when", "check", "milder", "milder-when"):
        if source and not is_family(source.body):
            yield from source.written(key)
        elif key in card.body:
            yield from dumped({key: card.body[key]}, WIDTH - len(_INDENT))
    for name in used_in(source.body) if source else ():
        piece = pieces_around(card.path.parent).get(name)
        yield f"# {name}: {json.dumps(piece, ensure_ascii=False, default=str)}"
    python = card.path.with_suffix(".py")
    if python.is_file():
        yield f"# {python.name}"


def _examples(card: Card, _: Source | None, __: Language) -> Iterator[str]:
    for kind in KINDS:
        if kind in card.examples:
            yield f"{kind}:"
            yield from (f"{_INDENT}{line}" for line in card.examples[kind].splitlines())


_PARTS: tuple[tuple[Text, Callable[[Card, Source | None, Language], Iterator[str]]], ...] = (
    (Message("Why"), _why),
    (Message("Fix"), _fix),
    (Message("Known limits"), _limits),
    (Message("Parameters and their defaults"), _defaults),
    (Message("Check"), check_lines),
    (Message("Examples"), _examples),
)


def _wrapped(text: str, indent: int = len(_INDENT)) -> Iterator[str]:
    """The words of a text, in lines that fit a terminal behind an indent."""
    line = ""
    for word in text.split():
        if line and indent + cells(f"{line} {word}") > WIDTH:
            yield line
            line = word
        else:
            line = f"{line} {word}" if line else word
    yield line


def cells(text: str) -> int:
    """How many cells of a terminal a text takes: a letter of Hangul takes two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


_NO_RULE = Message("no rule {id!r}{meant} (synthgate rules list names them all)")
