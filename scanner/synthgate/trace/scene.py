"""The scene of a trace: a language, the rule's parameters, and the templates it is about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field
from typing import Any

from synthgate.model import Language, Message, Status, Text
from synthgate.records import dataclass
from synthgate.resolve.kleene import Truth
from synthgate.resolve.origins import shown
from synthgate.resolve.values import ABSENT, Unknown, reasons
from synthgate.rule.language.compiler import Compiler
from synthgate.rule.language.vocabulary import kind_of
from synthgate.rule.surroundings.view import View
from synthgate.rule.terms.condition import Node
from synthgate.rule.terms.lines import Lines
from synthgate.rule.terms.outcome import Outcome
from synthgate.rule.terms.telling import Asked
from synthgate.rule.words import message
from synthgate.rule.words.otherwise import ELSE
from synthgate.rule.words.sentence import ITSELF
from synthgate.rule.words.sentence_told import told_of_itself
from synthgate.secrets.mask import Mask
from synthgate.template.document import Route
from synthgate.trace.flow import cut, flow
from synthgate.trace.looked import looked_at
from synthgate.trace.places import titled


@dataclass(frozen=True, slots=True)
class Scene:
    """Who a trace is told to, and how the rule that it is about is set.

    It is the `telling.Scene` that words speak to.
    """

    language: Language
    compiler: Compiler
    mask: Mask = field(default_factory=Mask)

    def say(self, text: Text, **values: object) -> str:
        """A sentence, its placeholders filled in."""
        filled = text.format(**values) if values and isinstance(text, Message) else text
        return filled[self.language]

    def value(self, value: Any) -> str:
        """A resolved value, on one line."""
        return self.cut(shown(value, self.language) or '""')

    def cut(self, text: str) -> str:
        """The start of a text without secrets, if it is too long for a line."""
        return cut(self.mask.hide(text))

    def written(self, node: Any) -> str:
        """A part of the card, on one line, with the values and names of parameters."""
        return flow(node, self._parameter)

    def _parameter(self, name: str) -> str | None:
        if name not in self.compiler.parameters:
            return None
        return f"{flow(self.compiler.parameters[name])} ({self.say(_PARAMETER, name=name)})"

    def alone(self, node: Node, words: Iterable[str], view: View, value: Any) -> str:
        """What a condition would come to with only some of its words."""
        part = {word: node[word] for word in words if word in node}
        return self.outcome(self.compiler.compiled(part)(view, value))

    def heading(self, word: str, asked: Asked) -> str:
        """A word with its argument and the outcome of its condition, on one line."""
        return f"{word}: {self.written(asked.argument(word))} {self.outcome(asked.step.outcome)}"

    def outcome(self, outcome: Outcome | None, *, why: bool = True) -> str:
        """An outcome as the end of a line, with what it hangs on."""
        if outcome is None:
            return f"=> {self.say(_NOT_APPLICABLE)}"
        causes = [cause for place in outcome.places for cause in place.causes] if why else []
        told = reasons(tuple(dict.fromkeys(causes)))[self.language]
        ending = f" ({told})" if told and outcome.status is Status.UNKNOWN else ""
        return f"=> {self.say(STATUS[outcome.status])}{ending}"

    def doubtful(self, truth: Truth, text: Text) -> str:
        """What may or may not be so, with what decides it; nothing where that is known."""
        if not isinstance(truth, Unknown):
            return ""
        return f"{self.say(text)} ({reasons(truth.causes)[self.language]})"

    def looked_at(self, view: View, route: Route, value: Any, default: Any = ABSENT) -> Lines:
        """A value by its path and place; below it the functions of the template that made it."""
        return looked_at(view, route, value, self, default)

    def titled(self, view: View) -> str:
        """A resource by its id, its type and its place."""
        return titled(view)

    def tell(self, asked: Asked) -> Lines:
        """A condition that was asked, with its outcome and what that rests on."""
        node = asked.step.node
        kind = kind_of(node)
        yield from kind.told(asked, self) if kind else told_of_itself(asked, self, ITSELF)
        if ELSE.name in node:
            yield self.heading(ELSE.name, asked)
        if message.NAME in node:
            yield f"{message.NAME}: {self.say(message.text_of(node[message.NAME]))}"


STATUS = {
    Status.PASS: Message("pass"),
    Status.FAIL: Message("fail"),
    Status.UNKNOWN: Message("unknown"),
}
_NOT_APPLICABLE = Message("not applicable")
_PARAMETER = Message("rule parameter {name}")
