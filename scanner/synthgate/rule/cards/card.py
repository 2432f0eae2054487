"""One rule card: read from YAML, checked, and compiled when it is first needed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import field, fields, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from synthgate.errors import CardError, TemplateError
from synthgate.model import Message, Position, Rule, Scope, Severity, Status, Text
from synthgate.records import dataclass
from synthgate.rule.cards.checker import mistakes_of
from synthgate.rule.cards.of_itself import of_severity
from synthgate.rule.cards.outline import Outline, outline_of, types_asked
from synthgate.rule.cards.python_check import Beside, Code
from synthgate.rule.cards.shared import ASKING, with_pieces
from synthgate.rule.cards.stated import Source, Written
from synthgate.rule.cards.whens import once
from synthgate.rule.terms.mistakes import Mistake
from synthgate.rule.terms.outcome import PASSED, Outcome, softened
from synthgate.rule.terms.parameters import filled_in, refuse_setting
from synthgate.template.data import is_list, is_mapping
from synthgate.template.document import Route

if TYPE_CHECKING:
    from synthgate.rule.cards.family import Row
    from synthgate.rule.language.compiler import Compiler, Condition
    from synthgate.rule.surroundings.view import View

Locate = Callable[[Route], Position | None]
"""Finds the place of a route in a file."""


@dataclass(frozen=True)
class Card:
    """A rule with its check and its examples, of which only the outline is sure to be loaded.

    `settings` are the values that a profile or a configuration gives to parameters; `changed`
    is the rule, where they give it another severity, and `shown` are the severities by which they
    choose it, where it has others in other environments. `code` says what becomes of the Python
    beside it. `is_sound` says that its conditions were held against the grammar before: when the
    card was read, or by the tests of the built-in ones.
    """

    outline: Outline
    path: Path
    source: Source = field(compare=False, repr=False)
    settings: Mapping[str, Any] = field(default_factory=dict[str, Any])
    changed: Rule | None = None
    shown: frozenset[Severity] | None = None
    code: Code = field(default=Code.RUN, compare=False)
    is_sound: bool = field(default=False, compare=False)

    def __getstate__(self) -> dict[str, Any]:
        """What it was made of: what is compiled cannot be sent, and is compiled again."""
        return {one.name: getattr(self, one.name) for one in fields(self)}

    @cached_property
    def body(self) -> Mapping[str, Any]:
        """All that the card says, perhaps without its examples."""
        return self.source.body

    @cached_property
    def rule(self) -> Rule:
        """What the card says of itself."""
        return self.changed or self.source.rule

    @cached_property
    def parameters(self) -> Mapping[str, Any]:
        """The value of each parameter: as it is set, else the card's own."""
        return {**self.body.get("parameters", {}), **self.settings}

    @property
    def scope(self) -> Scope:
        """What the rule is asked about: each resource, each stack, or the app as a whole."""
        return self.outline.scope

    @property
    def is_mild(self) -> bool:
        """Whether it asks in some environments alone: its `when` names them."""
        return _names_environments(self.body.get("when"))

    @property
    def examples(self) -> Mapping[str, str]:
        """Templates by what the rule says of them."""
        return self.source.examples

    @cached_property
    def when(self) -> Condition | None:
        """What a resource must be like for the rule to apply."""
        if "when" not in self.body:
            return None
        return once(self._compile("when"), filled_in(self.body["when"], self.parameters))

    @cached_property
    def check(self) -> Condition:
        """What a resource must be like to pass."""
        return self._compile("check")

    @cached_property
    def milder_when(self) -> Condition | None:
        """What a resource must be like for the fault to be less bad."""
        return self._compile("milder-when") if "milder-when" in self.body else None

    @cached_property
    def compiler(self) -> Compiler:
        """What the card's conditions are compiled with."""
        # The rule language: a run that finds its answers kept does without.
        from synthgate.rule.language.compiler import Compiler  # noqa: PLC0415

        beside = Beside(self.path, self.code)
        return Compiler(beside.function, self.parameters, types=types_asked(self.body))

    def adjusted(
        self,
        parameters: Mapping[str, Any],
        severity: Severity | Mapping[str, Severity] | None = None,
    ) -> Card:
        """The card with some of its parameters set, and with another severity.

        Raises:
            CardError: a parameter that the card does not have, or of another kind.
        """
        for name, value in parameters.items():
            refuse_setting(self.body.get("parameters", {}), name, value)
        card = replace(self, settings={**self.settings, **parameters})
        if severity is None:
            return card
        rule = of_severity(self.rule, severity)
        return replace(card, outline=replace(self.outline, severity=rule.severity), changed=rule)

    def _compile(self, word: str) -> Condition:
        if self.is_sound and not self.settings:  # what is set may be what no pattern can be, say
            return self.compiler.compiled(filled_in(self.body[word], self.parameters))
        return self.compiler.condition(self.body[word], word)

    def verdict(self, view: View) -> Outcome | None:
        """What the rule says of a resource; None where it does not apply.

        Quickly first: most rules do not apply, or pass, and nobody asks where.
        """
        if self.parameters:
            view = view.asked_with(self.parameters)
        when = self.when.answer(view, view.resource.body, None) if self.when else PASSED
        if when.status is Status.FAIL:
            return None
        checked = self.check.answer(view, view.resource.body, Status.FAIL)
        if when.status is Status.UNKNOWN and checked.status is not Status.PASS:
            return self._weighed(view, when)
        return self._weighed(view, checked)

    def _weighed(self, view: View, outcome: Outcome) -> Outcome:
        """The outcome, less severe where that is sure to be so."""
        if outcome.status is Status.PASS or self.milder_when is None:
            return outcome
        is_milder = self.milder_when.answer(view, view.resource.body, None).status is Status.PASS
        return softened(outcome, Severity(self.body["milder"])) if is_milder else outcome


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of a file, or of a row of a family: a card, or all that keeps it from being one.

    `rule_id` is what the card says it is, as far as it does; `locate` finds the place of a route
    of the `body` in the file. `row` is what made it, if it is a family's, and stands `at` a route.
    """

    card: Card | None
    mistakes: tuple[CardError, ...]
    rule_id: str | None = None
    locate: Locate = lambda _: None
    body: Mapping[str, Any] | None = None
    row: Row | None = None
    at: Route = ()


def read_card(path: Path, content: bytes) -> tuple[Card | None, list[CardError]]:
    """Read a card and everything that is wrong with it; no card where something is.

    Each mistake has its position in the file. What is wrong inside its conditions comes
    to light when they are compiled.
    """
    reading = read_file(path, content)
    return reading.card, [*reading.mistakes]


def read_file(
    path: Path, content: bytes, *, compiled: bool = False, code: Code = Code.RUN
) -> Reading:
    """Read a file of one card; with `compiled`, what is wrong in its conditions is found too."""
    read = read_mapping(content)
    if isinstance(read, Reading):
        return read
    written, locate = read
    body, found = in_full(path, written, compiled=compiled, code=code)
    return reading_of(path, body, placed(found, locate), locate, code)


def read_mapping(content: bytes) -> tuple[Mapping[str, Any], Locate] | Reading:
    """What a file says, and where in it; the mistake of one that is no mapping."""
    from synthgate.template import yaml_text  # noqa: PLC0415 - cards that are kept are not read
    from synthgate.template.yaml_locator import YamlLocator  # noqa: PLC0415 - likewise

    try:
        root = yaml_text.compose(content.decode("utf-8-sig"))
        body, _ = yaml_text.plain(root) if root else (None, ())
    except UnicodeDecodeError:
        return _refused(Message("not UTF-8 text"))
    except TemplateError as error:
        return _refused(error.text, error.position)
    if root is None or not is_mapping(body):
        return _refused(Message("a rule card is a mapping"))
    return body, YamlLocator(root).position


def reading_of(
    path: Path,
    body: Mapping[str, Any],
    mistakes: tuple[CardError, ...],
    locate: Locate,
    code: Code,
) -> Reading:
    """What came of the words of a card, in which these mistakes were found."""
    rule_id = body["id"] if isinstance(body.get("id"), str) else None
    if mistakes:
        return Reading(None, mistakes, rule_id, locate, body)
    card = Card(outline_of(body), path, Written(body), code=code)
    return Reading(card, (), rule_id, locate, body)


def in_full(
    path: Path, body: Mapping[str, Any], *, compiled: bool, code: Code
) -> tuple[Mapping[str, Any], list[Mistake]]:
    """What a card says, the pieces that it uses in their places, and all that is wrong with it.

    What is wrong inside its conditions is told if `compiled`.
    """
    body, unknown = with_pieces(body, path)
    deep = compiled and not unknown
    inside = _inside(body, Beside(path, code)) if deep else ()
    return body, [*mistakes_of(body), *unknown, *inside]


def _refused(text: Text, position: Position | None = None) -> Reading:
    return Reading(None, (CardError(text, position),))


def _inside(body: Mapping[str, Any], beside: Beside) -> Iterator[Mistake]:
    """The mistakes inside the conditions; that they are conditions at all is the checker's."""
    from synthgate.rule.language.compiler import Compiler  # noqa: PLC0415 - as above

    declared = body.get("parameters")
    parameters = declared if is_mapping(declared) else {}
    compiler = Compiler(beside.function, parameters, types=types_asked(body))
    for word in ASKING:
        if is_mapping(body.get(word)):
            yield from compiler.mistakes(body[word], word)


def placed(found: Iterable[Mistake], locate: Locate) -> tuple[CardError, ...]:
    """The mistakes with their places, in the order of the file."""
    errors = [mistake.error(mistake.text, locate(mistake.route)) for mistake in found]
    return tuple(sorted(errors, key=lambda error: error.position or Position(0, 0)))


def _names_environments(condition: object) -> bool:
    if is_mapping(condition):
        return "environment" in condition or any(map(_names_environments, condition.values()))
    return is_list(condition) and any(map(_names_environments, condition))
