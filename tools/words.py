"""The tables of words on the pages of the rule language, made of the words themselves.

Usage: python tools/words.py
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from korean_words import said
from outcomes import outcomes, pieces
from synthgate.model import Language
from synthgate.resolve.resolver import App, Resolver
from synthgate.resolve.values import Unknown
from synthgate.rule.language.vocabulary import KINDS
from synthgate.rule.operators import policies
from synthgate.rule.operators.kinds import KINDS as KINDS_OF_VALUES
from synthgate.rule.operators.operator import Operator
from synthgate.rule.operators.table import OPERATORS
from synthgate.rule.surroundings.view import View
from synthgate.rule.terms.kind import Kind
from synthgate.rule.terms.word import Word
from synthgate.rule.words.sentence import ASKING
from synthgate.template.read import read_template

DOCS = Path(__file__).parents[1] / "docs"
PAGES: Mapping[Language, Path] = {
    "en": DOCS / "rule-language.md",
    "ko": DOCS / "rule-language.ko.md",
}


def main() -> None:
    """Write the pages anew."""
    for language, page in PAGES.items():
        page.write_text(written(page.read_text("utf-8"), language), "utf-8")


def written(page: str, language: Language) -> str:
    """A page with its tables as the words have them, in its language.

    Each stands between ``<!-- words: NAME -->`` and ``<!-- end -->``.
    """
    for name, table in TABLES.items():
        marked = re.compile(rf"(<!-- words: {name} -->\n).*?(<!-- end -->)", re.DOTALL)
        lines = _lines(table(language))
        page = marked.sub(lambda found, lines=lines: f"{found[1]}{lines}{found[2]}", page)
    return page


def _lines(rows: Iterable[tuple[str, ...]]) -> str:
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _conditions(language: Language) -> Iterator[tuple[str, ...]]:
    yield _said(("word", "beside it", "asks whether, or of what"), language)
    yield ("---", "---", "---")
    for kind in KINDS.values():
        yield (f"`{kind.name}`", _beside(kind, language), kind.word.means[language])


def _beside(kind: Kind, language: Language) -> str:
    """The words beside it: those that have to be there, and those that may."""
    asks = all(word in kind.may_have for word in ASKING.values())
    any_of = said("operators, quantifiers", language)
    may_have = [any_of] if asks else [*map(_shown, kind.may_have)]
    return "; ".join(filter(None, (", ".join(map(_shown, kind.needs)), ", ".join(may_have))))


def _shown(word: Word) -> str:
    return f"`{word.name}`"


def _said(texts: Iterable[str], language: Language) -> tuple[str, ...]:
    return tuple(said(text, language) for text in texts)


def _operators(
    holds: str, asked: Callable[[Operator], bool], language: Language
) -> Iterator[tuple[str, ...]]:
    yield _said(("word", "argument", holds), language)
    yield ("---", "---", "---")
    for one in OPERATORS.values():
        if asked(one) and not one.negates:
            names = [f"`{one.name}`", *([f"`not-{one.name}`"] if one.opposite else [])]
            yield (", ".join(names), *_said(one.page, language))


def _kinds(language: Language) -> Iterator[tuple[str, ...]]:
    """Which kind each value of a template is, found out by asking the operator."""
    app = App()
    for name in ("here", "there"):
        template = read_template(f"{name}.yaml", _STACKS[name].encode())
        app.stacks[name] = Resolver(template, app=app, identity=name)
    view = View(app.stacks["here"].resource("Asked"), app.stacks["here"])
    yield (said("the property holds", language), *(f"`{kind}`" for kind in KINDS_OF_VALUES))
    yield ("---", *("---" for _ in KINDS_OF_VALUES))
    for written, what in _VALUES.items():
        value = view.resolver.resolve(_value(written))
        truths = (test(value, view) for test in KINDS_OF_VALUES.values())
        answers = (
            "*unknown*" if isinstance(one, Unknown) else "yes" if one else "no" for one in truths
        )
        named = f"`{written}`{what and f': {said(what, language)}'}"
        yield (named, *_said(answers, language))


def _value(written: str) -> Any:
    """A value as a template has it."""
    text = f"Resources: {{R: {{Type: T, Properties: {{V: {written}}}}}}}"
    return read_template("t.yaml", text.encode()).resources["R"]["Properties"]["V"]


_STACKS = {
    "here": """\
Parameters: {Known: {Type: String, Default: x}, Open: {Type: String}}
Resources:
  Queue: {Type: "AWS::SQS::Queue", Properties: {QueueName: orders}}
  Made: {Type: "Custom::Maker"}
  Asked: {Type: "AWS::SQS::Queue"}
""",
    "there": """\
Resources: {Key: {Type: "AWS::KMS::Key"}}
Outputs: {Key: {Value: !GetAtt Key.Arn, Export: {Name: key}}}
""",
}
_VALUES = {
    "alias/other": "",
    "orders": "the name of a queue in the app",
    '!Sub "arn:aws:sqs:${AWS::Region}:${AWS::AccountId}:orders"': "",
    "!Ref AWS::AccountId": "any pseudo parameter",
    "!Ref Known": "a parameter with a default, or a value",
    "!Ref Open": "one without",
    '!Sub "x-${Open}"': "",
    "!Ref Queue": "",
    '!Sub "${Queue.Arn}/*"': "",
    "!ImportValue key": "an export of the app, of a key",
    "!ImportValue gone": "of nothing in the app",
    "!GetAtt Made.KeyArn": "a custom resource's",
    '"{{resolve:ssm:/key}}"': "",
}
"""Values by how they are written, with what is to be said of them; none says it itself."""


def _is_of_policies(operator: Operator) -> bool:
    return operator in policies.WORDS


def _of_values(language: Language) -> Iterator[tuple[str, ...]]:
    return _operators("holds where the value", lambda one: not _is_of_policies(one), language)


def _of_policies(language: Language) -> Iterator[tuple[str, ...]]:
    return _operators("holds where the statement", _is_of_policies, language)


TABLES: Mapping[str, Callable[[Language], Iterator[tuple[str, ...]]]] = {
    "conditions": _conditions,
    "operators": _of_values,
    "outcomes": outcomes,
    "pieces": pieces,
    "kinds": _kinds,
    "policies": _of_policies,
}


if __name__ == "__main__":
    main()
