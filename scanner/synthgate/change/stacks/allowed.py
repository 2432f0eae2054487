"""Whether what is passed for a parameter is allowed by what its template declares.

CloudFormation User Guide, "Parameters section syntax": `AllowedValues`, `AllowedPattern` (of the
whole value), `MinLength`, `MaxLength`, `MinValue`, `MaxValue`, and the types.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from synthgate.model import Message
from synthgate.records import dataclass
from synthgate.resolve.causes import Decider
from synthgate.resolve.kleene import Truth
from synthgate.resolve.limits import limits_of
from synthgate.resolve.shapes import may_hold
from synthgate.resolve.values import Unknown, exactly, known, scalar_text
from synthgate.template.data import is_list, is_mapping


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a value is not allowed, if that `holds`; the value itself may be a secret."""

    reason: Message
    holds: Truth


def refusal(value: Any, declaration: object) -> Refusal | None:
    """What is not right about a value, as far as it is known; None where it may well be."""
    value = known(value)
    if not is_mapping(declaration):
        return None
    for is_right, reason in ((_is_listed, _UNLISTED), (_fits, _UNFIT)):
        wrong = _wrong(is_right, value, declaration)
        if wrong is not False:
            return Refusal(reason, wrong)
    return None


_Test = Callable[[str, Mapping[str, Any]], bool]


def _wrong(is_right: _Test, value: Any, declaration: Mapping[str, Any]) -> Truth:
    """Whether a value surely is not right, or is not in some cases; what is open is right here."""
    if isinstance(value, Unknown):
        if not value.choices:
            return False
        wrong = [_wrong(is_right, choice, declaration) for choice in value.choices]
        is_sure = all(one is True for one in wrong)
        return is_sure or (any(one is not False for one in wrong) and Unknown(value.causes))
    if isinstance(value, bool | int | float):
        value = scalar_text(value)
    return isinstance(value, str) and not is_right(value, declaration)


def _items(text: str, kind: str) -> list[str]:
    """The items of a list that is passed as text, or the text itself."""
    is_of_items = kind == "CommaDelimitedList" or kind.startswith("List<")
    return [item.strip() for item in text.split(",")] if is_of_items else [text]


def _is_listed(text: str, declaration: Mapping[str, Any]) -> bool:
    allowed = declaration.get("AllowedValues")
    if not is_list(allowed):
        return True
    texts = {scalar_text(one) for one in allowed}
    return all(item in texts for item in _items(text, _kind(declaration)))


def _fits(text: str, declaration: Mapping[str, Any]) -> bool:
    kind = _kind(declaration)
    wanted = exactly(Decider.PARAMETER, "", limits=limits_of(kind, declaration))
    return all(may_hold(wanted, item) for item in _items(text, kind))


def _kind(declaration: Mapping[str, Any]) -> str:
    return str(declaration.get("Type", "String"))


_UNLISTED = Message("it is none of the AllowedValues")
_UNFIT = Message("it does not fit the type, the pattern or the limits that are declared")
