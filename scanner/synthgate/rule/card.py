"""One rule card: read from YAML, checked, and compiled when it is first needed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from synthgate.errors import CardError, TemplateError
from synthgate.model import LANGUAGES, Fix, Pillar, Position, Rule, Severity, Text
from synthgate.rule.checker import mistakes_of
from synthgate.rule.conditions import Compiler, Condition
from synthgate.rule.mistakes import Mistake
from synthgate.rule.outcome import PASSED, Outcome
from synthgate.rule.python_check import Beside
from synthgate.rule.view import View
from synthgate.template import yaml_text
from synthgate.template.data import is_mapping
from synthgate.template.document import Route


@dataclass(frozen=True)
class Card:
    """A rule with its check and its examples."""

    rule: Rule
    path: Path
    body: Mapping[str, Any]
    compiler: Compiler

    @property
    def examples(self) -> Mapping[str, str]:
        """Templates by what the rule says of them."""
        return self.body["examples"]

    @cached_property
    def when(self) -> Condition | None:
        """What a resource must be like for the rule to apply."""
        return self._compile("when") if "when" in self.body else None

    @cached_property
    def check(self) -> Condition:
        """What a resource must be like to pass."""
        return self._compile("check")

    def _compile(self, word: str) -> Condition:
        return self.compiler.condition(self.body[word], word)

    def verdict(self, view: View) -> Outcome | None:
        """What the rule says of a resource; None where it does not apply."""
        applies = self.when(view, view.resource.body) if self.when else PASSED
        match applies.status.value:
            case "fail":
                return None
            case "pass":
                return self.check(view, view.resource.body)
            case _:
                checked = self.check(view, view.resource.body)
                return checked if checked.status.value == "pass" else applies


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of a file: a card, or all that keeps it from being one.

    `rule_id` is what the file says it is, as far as it does; `locate` finds the place of
    a route in the file.
    """

    card: Card | None
    mistakes: tuple[CardError, ...]
    rule_id: str | None = None
    locate: Callable[[Route], Position | None] = lambda _: None


def read_card(path: Path, content: bytes) -> tuple[Card | None, list[CardError]]:
    """Read a card and everything that is wrong with it; no card where something is.

    Each mistake has its position in the file. What is wrong inside its conditions comes
    to light when they are compiled.
    """
    reading = read_file(path, content)
    return reading.card, [*reading.mistakes]


def read_file(path: Path, content: bytes, *, compiled: bool = False) -> Reading:
    """Read a card; with `compiled`, what is wrong inside its conditions is found too."""
    try:
        root = yaml_text.compose(content.decode("utf-8-sig"))
        body, _ = yaml_text.plain(root) if root else (None, ())
    except UnicodeDecodeError:
        return _refused(Text("not UTF-8 text", "UTF-8 텍스트가 아닙니다"))
    except TemplateError as error:
        return _refused(error.text, error.position)
    if root is None or not is_mapping(body):
        return _refused(Text("a rule card is a mapping", "규칙 카드는 매핑이어야 합니다"))
    compiler = Compiler(Beside(path).function)
    found = [*mistakes_of(body), *(_inside(body, compiler) if compiled else ())]
    locate = yaml_text.YamlLocator(root).position
    rule_id = body["id"] if isinstance(body.get("id"), str) else None
    if found:
        return Reading(None, _placed(found, locate), rule_id, locate)
    return Reading(Card(_rule(body), path, body, compiler), (), rule_id, locate)


def _refused(text: Text, position: Position | None = None) -> Reading:
    return Reading(None, (CardError(text, position),))


def _inside(body: Mapping[str, Any], compiler: Compiler) -> Iterator[Mistake]:
    """The mistakes inside the conditions; that they are conditions at all is the checker's."""
    for word in ("when", "check"):
        if is_mapping(body.get(word)):
            yield from compiler.mistakes(body[word], word)


def _placed(found: list[Mistake], locate: Callable[[Route], Position]) -> tuple[CardError, ...]:
    """The mistakes with their places, in the order of the file."""
    placed = [(locate(mistake.route), mistake.text) for mistake in found]
    placed.sort(key=lambda pair: pair[0])
    return tuple(CardError(text, position) for position, text in placed)


def _rule(body: Mapping[str, Any]) -> Rule:
    fix: Mapping[str, str] = body["fix"]
    equivalents: Mapping[str, list[str]] = body.get("equivalents", {})
    return Rule(
        id=body["id"],
        title=_text(body["title"]),
        severity=Severity(body["severity"]),
        pillar=Pillar(body["pillar"]),
        resources=tuple(dict.fromkeys(body["resources"])),
        why=_text(body["why"]),
        fix=Fix(_text(fix), {key: line for key, line in fix.items() if key not in LANGUAGES}),
        link=body.get("link"),
        config_rule=body.get("config-rule"),
        equivalents={peer: tuple(ids) for peer, ids in equivalents.items() if ids},
        controls=tuple(body.get("controls", ())),
    )


def _text(node: Mapping[str, str]) -> Text:
    return Text(node["en"].strip(), node["ko"].strip())
