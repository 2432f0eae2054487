"""How much is asked in resolving: calls are counted, not seconds."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from synthgate.resolve.compare import equal
from synthgate.resolve.resolver import Resolver
from synthgate.resolve.walker import Walker
from synthgate.template.read import read_template


def test_plain_strings_are_not_resolved_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """A resource of many plain properties takes one call, and each function in it another."""
    plain = "".join(f"      P{number}: text {number}\n" for number in range(200))
    text = (
        f"Resources:\n  R:\n    Type: A::B::C\n    Properties:\n{plain}      F: !Ref AWS::Region\n"
    )
    seen: Counter[str] = Counter()
    resolve = Walker.resolve

    def counted(self: Walker, node: object) -> Any:
        seen[type(node).__name__] += 1
        return resolve(self, node)

    monkeypatch.setattr(Walker, "resolve", counted)
    found = Resolver(read_template("t.yaml", text.encode())).resource("R")
    assert found.body["Properties"]["P7"] == "text 7"
    assert seen.total() < 10


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("a", "a", True),
        ("a", "b", False),
        ("a*", "a*", True),
        ("a*", "ab", False),
        ("1", "1.0", False),
        ("true", "True", False),
        ("1", 1, True),
        (" 1", 1, True),
        ("e1", 1, False),
    ],
)
def test_strings_are_the_same_by_their_letters(left: object, right: object, same: bool) -> None:
    """As they were before there was a short way for them."""
    assert equal(left, right) is same
    assert equal(right, left) is same
