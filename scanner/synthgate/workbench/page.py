"""The page of a rule, in Markdown: all that its card says to whoever has to mend what it found."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from synthgate.model import Language, Message, Text
from synthgate.rule.cards.card import Card
from synthgate.rule.cards.cures import CDK, FIXED, FLAGGED, OF_PAIR, TYPESCRIPT
from synthgate.workbench.card_facts import IN_BRIEF, limits_of
from synthgate.workbench.examples import KINDS
from synthgate.workbench.markdown import address, code, codes, fenced, prose, row

_LANGUAGES = {"cdk-python": "python", "cdk-typescript": "typescript", "template": "yaml"}
"""How a fence calls the code of a cure."""


def page_of(card: Card, language: Language) -> Iterator[str]:
    """The lines of the page; a part that the card says nothing of is left out."""
    yield f"# {prose(card.rule.title[language])}"
    yield ""
    yield row((prose(_RULE[language]), code(card.rule.id)))
    yield "|---|---|"
    for name, fact in IN_BRIEF:
        if value := fact(card):
            yield row((prose(name[language]), prose(value)))
    for heading, part in _PARTS:
        lines = [*part(card, language)]
        if lines:
            yield from ("", f"## {prose(heading[language])}", "", *lines)


def _why(card: Card, language: Language) -> Iterator[str]:
    yield prose(card.rule.why[language])


def _fix(card: Card, language: Language) -> Iterator[str]:
    """The cure in words, and as code where that is no difference of the pair below."""
    yield prose(card.rule.fix.text[language])
    shown_below = OF_PAIR if CDK in card.body else ()
    for name, text in card.rule.fix.code.items():
        if name not in shown_below:
            yield from ("", *fenced(text, _LANGUAGES.get(name, "")))


def _pair(part: str) -> Callable[[Card, Language], Iterator[str]]:
    """One half of the pair that was run, in each of its languages."""

    def lines(card: Card, _: Language) -> Iterator[str]:
        pair = card.body.get(CDK)
        if pair:
            yield from fenced(pair[part], "python")
            if TYPESCRIPT in pair:
                yield from ("", *fenced(pair[TYPESCRIPT][part], "typescript"))

    return lines


def _examples(card: Card, language: Language) -> Iterator[str]:
    for kind in KINDS:
        if card.examples.get(kind, "").strip():
            blank = () if kind == KINDS[0] else ("",)
            yield from (*blank, prose(_KINDS[kind][language]), "")
            yield from fenced(card.examples[kind], "yaml")


def _elsewhere(card: Card, language: Language) -> Iterator[str]:
    """The rules of other tools, those first that mean the same."""
    found = [(tool, _SAME[language], codes(ids)) for tool, ids in card.rule.same.items()]
    for tool, by_nearness in card.rule.near.items():
        for nearness, ids in by_nearness.items():
            found.append((tool, NEARNESS[nearness][language], codes(ids)))
    if found:
        yield _ELSEWHERE_HEAD[language]
        yield "|---|---|---|"
        yield from (row((prose(tool), nearness, ids)) for tool, nearness, ids in found)


def _controls(card: Card, _: Language) -> Iterator[str]:
    yield from (f"* {prose(control)}" for control in card.rule.controls)
    if card.rule.config_rule:
        yield f"* AWS Config: {code(card.rule.config_rule)}"


def _limits(card: Card, language: Language) -> Iterator[str]:
    limits = limits_of(card)
    if limits:
        yield prose(limits[language])


def _defaults(card: Card, _: Language) -> Iterator[str]:
    for name, value in card.parameters.items():
        yield f"* {code(name)}: {code(str(value))}"


def _more(card: Card, _: Language) -> Iterator[str]:
    if card.rule.link:
        yield address(card.rule.link)


_RULE = Message("rule")
_SAME = Message("the same")
NEARNESS: dict[str, Text] = {
    "parts": Message("a part of it"),
    "narrower": Message("narrower"),
    "wider": Message("wider"),
}
"""How the rule of another tool is to ours, where it is not the same."""
_ELSEWHERE_HEAD = Message("| tool | how near | rules |")
_KINDS: dict[str, Text] = {
    "fails": Message("The rule finds something here, at the lines that say so:"),
    "passes": Message("It passes this:"),
    "unknown": Message("Of this only the deployment can tell:"),
}
_PARTS: tuple[tuple[Text, Callable[[Card, Language], Iterator[str]]], ...] = (
    (Message("Why"), _why),
    (Message("Fix"), _fix),
    (Message("Avoid"), _pair(FLAGGED)),
    (Message("Prefer"), _pair(FIXED)),
    (Message("Known limits"), _limits),
    (Message("Parameters and their defaults"), _defaults),
    (Message("Examples"), _examples),
    (Message("Elsewhere"), _elsewhere),
    (Message("Controls"), _controls),
    (Message("More"), _more),
)
