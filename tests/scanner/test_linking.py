"""What a stack refers to and does not have is told, at the cost of one walk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from synthgate import linking
from synthgate.evaluate import Stack
from synthgate.linking import dangling
from synthgate.resolve.resolver import Resolver
from synthgate.template.read import read_template

if TYPE_CHECKING:
    import pytest


def stack(text: str) -> Stack:
    made = Stack(Resolver(read_template("t.yaml", text.encode())), {})
    for name in made.template.resources:
        made.resolver.resource(name)
    return made


def test_a_name_is_told_where_it_is_referred_to_first() -> None:
    """By `Ref`, by `Fn::GetAtt` or in the text of an `Fn::Sub`: that very name."""
    text = (
        "Resources:\n  R:\n    Type: T\n    A: !Sub '${Longer}'\n    B: !Sub 'x${Long.Arn}'\n"
        "    C: !GetAtt Other.Arn\n    D: !Ref Third\n    E: !Ref Third\n"
    )
    lines = {
        p.message.en.split("'")[1]: p.position and p.position.line for p in dangling(stack(text))
    }
    assert lines == {"Longer": 4, "Long": 5, "Other": 6, "Third": 7}


def test_the_template_is_walked_once_for_all_names(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many there are."""
    walked: list[Any] = []
    mentions = linking._mentions

    def noted(node: Any, here: Any) -> Any:
        walked.append(node)
        return mentions(node, here)

    monkeypatch.setattr(linking, "_mentions", noted)
    names = ", ".join(f"!Ref N{number}" for number in range(300))
    told = [*dangling(stack(f"Resources: {{R: {{Type: T, V: [{names}]}}}}"))]
    assert len(told) == 300
    assert len(walked) < 3 * 300
