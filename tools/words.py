"""The tables of words on the page of the rule language, made of the words themselves.

Usage: python tools/words.py
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from outcomes import outcomes, pieces
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

PAGE = Path(__file__).parents[1] / "docs" / "rule-language.md"


def main() -> None:
    """Write the page anew."""
    PAGE.write_text(written(PAGE.read_text("utf-8")), "utf-8")


def written(page: str) -> str:
    """A page with its tables as the words have them.

    Each stands between ``<!-- words: NAME -->`` and ``<!-- end -->``.
    """
    for name, table in TABLES.items():
        marked = re.compile(rf"(<!-- words: {name} -->\n).*?(<!-- end -->)", re.DOTALL)
        page = marked.sub(lambda found, of=table: f"{found[1]}{_lines(of())}{found[2]}", page)
    return page


def _lines(rows: Iterable[tuple[str, ...]]) -> str:
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _conditions() -> Iterator[tuple[str, ...]]:
    yield ("word", "beside it", "asks whether, or of what")
    yield ("---", "---", "---")
    for kind in KINDS.values():
        yield (f"`{kind.name}`", _beside(kind), kind.word.means["en"])


def _beside(kind: Kind) -> str:
    """The words beside it: those that have to be there, and those that may."""
    asks = all(word in kind.may_have for word in ASKING.values())
    may_have = ["operators, quantifiers"] if asks else [*map(_shown, kind.may_have)]
    return "; ".join(filter(None, (", ".join(map(_shown, kind.needs)), ", ".join(may_have))))


def _shown(word: Word) -> str:
    return f"`{word.name}`"


def _operators(holds: str, asked: Callable[[Operator], bool]) -> Iterator[tuple[str, ...]]:
    yield ("word", "argument", holds)
    yield ("---", "---", "---")
    for one in OPERATORS.values():
        if asked(one) and not one.negates:
            names = [f"`{one.name}`", *([f"`not-{one.name}`"] if one.opposite else [])]
            yield (", ".join(names), *one.page)


def _kinds() -> Iterator[tuple[str, ...]]:
    """Which kind each value of a template is, found out by asking the operator."""
    app = App()
    for name in ("here", "there"):
        template = read_template(f"{name}.yaml", _STACKS[name].encode())
        app.stacks[name] = Resolver(template, app=app, identity=name)
    view = View(app.stacks["here"].resource("Asked"), app.stacks["here"])
    yield ("the property holds", *(f"`{kind}`" for kind in KINDS_OF_VALUES))
    yield ("---", *("---" for _ in KINDS_OF_VALUES))
    for written, what in _VALUES.items():
        value = view.resolver.resolve(_value(written))
        truths = (test(value, view) for test in KINDS_OF_VALUES.values())
        said = (
            "*unknown*" if isinstance(one, Unknown) else "yes" if one else "no" for one in truths
        )
        yield (f"`{written}`{what and f': {what}'}", *said)


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


TABLES: Mapping[str, Callable[[], Iterator[tuple[str, ...]]]] = {
    "conditions": _conditions,
    "operators": lambda: _operators("holds where the value", lambda one: not _is_of_policies(one)),
    "outcomes": outcomes,
    "pieces": pieces,
    "kinds": _kinds,
    "policies": lambda: _operators("holds where the statement", _is_of_policies),
}


if __name__ == "__main__":
    main()
