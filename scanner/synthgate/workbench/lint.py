"""``synthgate rules lint``: every mistake of every card, each with its line and column."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any

from synthgate.choosing import built_in_and_own
from synthgate.model import LANGUAGES, Message, Position, Problem, plural
from synthgate.rule.cards.former import TAKEN
from synthgate.rule.cards.shared import problems_of as shared_problems
from synthgate.rule.cards.shared import shared_around
from synthgate.rule.terms.mistakes import Mistake, told
from synthgate.rule.words import message
from synthgate.template.data import is_list, is_mapping
from synthgate.template.document import Route
from synthgate.workbench import deferring, moot
from synthgate.workbench.console import CARDS, Console
from synthgate.workbench.examples import unlike_their_names
from synthgate.workbench.paths import CardFile, shown
from synthgate.workbench.questions import Questions
from synthgate.workbench.reading import Opened, opened
from synthgate.workbench.todos import todos_in

FAULTLESS, MISTAKEN = 0, 2
KEBAB_CASE = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)+")
_HANGUL = re.compile("[가-힣]")


def lint(files: Sequence[CardFile], console: Console) -> int:
    """Tell the mistakes of cards and give the exit code: 0 where there are none, else 2."""
    cards = opened(files)
    problems = [*_of_shared(files), *problems_of(cards)]
    console.tell(problems)
    mistaken = len({(problem.path, problem.rule_id) for problem in problems})
    unrun = sum(not file.may_run and file.path.with_suffix(".py").is_file() for file in files)
    if unrun:
        console.say(_ONLY_READ.format(cards=CARDS.format(number=unrun)))
    console.say(
        _SUMMARY[bool(problems)].format(
            cards=CARDS.format(number=len(cards)),
            number=_MISTAKES.format(number=len(problems)),
            mistaken=mistaken,
        )
    )
    return MISTAKEN if problems else FAULTLESS


def _of_shared(files: Sequence[CardFile]) -> list[Problem]:
    """The mistakes in what the cards share."""
    folders = dict.fromkeys(file.path.parent for file in files)
    paths = dict.fromkeys(path for folder in folders for path in shared_around(folder))
    return [one for path in paths for one in shared_problems(path, shown(path))]


def problems_of(cards: Sequence[Opened]) -> list[Problem]:
    """Every mistake of cards, in the order of the cards and of their lines."""
    checks = [*_CHECKS, moot.mistakes, Questions().mistakes]
    beside = _beside_others(cards)
    found = [
        problem
        for index, card in enumerate(cards)
        for problem in sorted(
            [*card.problems, *beside.get(index, ()), *_own(card, checks)], key=_place
        )
    ]
    once: dict[object, Problem] = {}
    for problem in found:  # what the rows of a family have in common is told once
        once.setdefault((problem.path, problem.position, problem.message), problem)
    return [*once.values()]


Check = Callable[[Mapping[str, Any]], Iterator[Mistake]]


def _own(card: Opened, checks: Sequence[Check]) -> list[Problem]:
    todos = [card.problem(error) for error in (todos_in(card.source) if card.source else ())]
    return [*todos, *card.placed(mistake for check in checks for mistake in check(card.body))]


def _place(problem: Problem) -> Position:
    return problem.position or Position(0, 0)


def _beside_others(cards: Sequence[Opened]) -> dict[int, list[Problem]]:
    """What is wrong with cards, by their numbers, beside others: ids taken, or not there."""
    mine = {card.file.path.resolve() for card in cards}
    every = built_in_and_own().cards  # as they are shipped: whoever changes them lints them
    others = {one: it.body for one, it in every.items() if it.path.resolve() not in mine}
    first = {rule_id: _BUILT_IN.format(id=rule_id) for rule_id in others}
    found: dict[int, list[Problem]] = {}
    for index, card in enumerate(cards):
        rule_id = card.reading.rule_id
        if rule_id in first:
            found[index] = card.placed([Mistake(("id",), first[rule_id])])
        elif rule_id is not None:
            first[rule_id] = _TWICE.format(id=rule_id, file=card.file.shown)
    own = ((card.reading.rule_id, card.body) for card in cards)
    deferred = deferring.deferred_to([*others.items(), *own])
    for index, card in enumerate(cards):
        mistakes = [*_former(card, first), *deferring.mistakes(card, deferred)]
        found.setdefault(index, []).extend(card.placed(mistakes))
    return found


def _former(card: Opened, ids: Collection[str | None]) -> Iterator[Mistake]:
    """The former ids of a card that a rule has now."""
    written = card.body.get("formerly")
    for index, old in enumerate(written if is_list(written) else ()):
        if isinstance(old, str) and old in ids:
            yield Mistake(("formerly", index), TAKEN.format(id=old))


def _id(body: Mapping[str, Any]) -> Iterator[Mistake]:
    rule_id = body.get("id")
    if isinstance(rule_id, str) and rule_id.strip() and not KEBAB_CASE.fullmatch(rule_id):
        yield Mistake(("id",), NO_ID.format(id=rule_id))


def _translations(body: Mapping[str, Any]) -> Iterator[Mistake]:
    """Sentences that stand in the place of another language."""
    sentences = [((key,), body.get(key)) for key in ("title", "why", "fix")]
    for route, sentence in [*sentences, *_messages(body.get("check"), ("check",))]:
        if not is_mapping(sentence):
            continue
        for language in LANGUAGES:
            words = sentence.get(language)
            korean = isinstance(words, str) and bool(_HANGUL.search(words))
            if isinstance(words, str) and words.strip() and korean != (language == "ko"):
                yield told((*route, language), _UNTRANSLATED[language])


def _messages(node: object, route: Route) -> Iterator[tuple[Route, object]]:
    """What a check says beside its conditions."""
    parts = node.items() if is_mapping(node) else enumerate(node) if is_list(node) else ()
    for key, part in parts:
        if key == message.NAME:
            yield (*route, key), part
        else:
            yield from _messages(part, (*route, key))


def _examples(body: Mapping[str, Any]) -> Iterator[Mistake]:
    examples = body.get("examples")
    for kind, text in unlike_their_names(examples) if is_mapping(examples) else ():
        yield Mistake(("examples", kind), text)


_CHECKS: tuple[Check, ...] = (_id, _translations, _examples)
"""What is held against the body of a card beyond what keeps it from being one."""

NO_ID = Message(
    "{id!r} is no rule id: write lower-case words joined by hyphens, as in bucket-unencrypted"
)
_UNTRANSLATED = {
    "en": Message("this is not in English"),
    "ko": Message("this is not in Korean"),
}
_BUILT_IN = Message("{id!r} is a built-in rule: give yours another id")
_TWICE = Message("rule {id!r} is already defined in {file}")
_MISTAKES = plural("{number} mistake", "{number} mistakes")
_SUMMARY = {
    False: Message("{cards}: no mistakes"),
    True: Message("{cards}: {number} in {mistaken}"),
}
_ONLY_READ = Message("Python beside {cards} was read and not run; --allow-code loads it, too")
