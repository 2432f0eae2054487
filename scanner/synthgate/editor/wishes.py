"""What an editor wishes when it starts: `initializationOptions`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from synthgate.model import LANGUAGES, Message, Text
from synthgate.records import dataclass
from synthgate.template.data import is_mapping


@dataclass(frozen=True, slots=True)
class Wishes:
    """The wishes, and what is wrong with those that are not followed.

    `assembly` is the folder of the assembly, relative to a folder of the workspace. In a workspace
    that is `trusted`, Python beside the rule cards that its configuration names runs. `language` is
    that of what is said, empty for the editor's own. `templates` says whether templates are scanned
    while they are typed.
    """

    assembly: str = ""
    trusted: bool = False
    language: str = ""
    templates: bool = True
    wrong: tuple[Text, ...] = ()


_VALID: Mapping[str, Callable[[Any], bool]] = {
    "assembly": lambda value: isinstance(value, str),
    "trusted": lambda value: isinstance(value, bool),
    "language": lambda value: value in {"", *LANGUAGES},
    "templates": lambda value: isinstance(value, bool),
}


def wishes_of(said: object, locale: str | None) -> Wishes:
    """The wishes as an editor says them, in its language where it names no other."""
    given = said if is_mapping(said) else {}
    right = {key: value for key, value in given.items() if _is_right(key, value)}
    wrong = [_WRONG.format(key=str(key)[:80]) for key in given if key not in right]
    if said is not None and not is_mapping(said):
        wrong.append(_NO_MAPPING)
    spoken = (locale or "").partition("-")[0].partition("_")[0].lower()
    language = right.pop("language", "") or (spoken if spoken in LANGUAGES else "")
    return Wishes(**right, language=language, wrong=tuple(wrong))


def _is_right(key: str, value: object) -> bool:
    return key in _VALID and _VALID[key](value)


_WRONG = Message(
    "initializationOptions: {key!r} is not known, or has another kind of value: there are "
    "'assembly' (a folder), 'trusted' and 'templates' (true or false) and 'language' ('en', 'ko')"
)
_NO_MAPPING = Message("initializationOptions: no object, and not followed")
