"""The tables of words on the page of the rule language, made of the words themselves.

Usage: python tools/words.py
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from synthgate.rule.language.vocabulary import KINDS
from synthgate.rule.operators import policies
from synthgate.rule.operators.operator import Operator
from synthgate.rule.operators.table import OPERATORS
from synthgate.rule.terms.kind import Kind
from synthgate.rule.terms.word import Word
from synthgate.rule.words.sentence import ASKING

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


def _is_of_policies(operator: Operator) -> bool:
    return operator in policies.WORDS


TABLES: Mapping[str, Callable[[], Iterator[tuple[str, ...]]]] = {
    "conditions": _conditions,
    "operators": lambda: _operators("holds where the value", lambda one: not _is_of_policies(one)),
    "policies": lambda: _operators("holds where the statement", _is_of_policies),
}


if __name__ == "__main__":
    main()
