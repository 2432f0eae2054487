"""The settings as options of a command, in the language of the run."""

from __future__ import annotations

import argparse
from collections.abc import Collection, Iterator
from functools import cache
from typing import Any

from synthgate.model import Language
from synthgate.settings.setting import Form, Group, Setting
from synthgate.usage import Parser


@cache
def _all() -> dict[str, Setting]:
    """Every setting, and what only options say: tables that the help of the program needs not."""
    from synthgate.settings import SETTINGS, SWITCHES  # noqa: PLC0415

    return {**SETTINGS, **SWITCHES}


def _is_switch(key: str) -> bool:
    from synthgate.settings import SWITCHES  # noqa: PLC0415 - likewise

    return key in SWITCHES


def keys_of(*groups: Group) -> Iterator[str]:
    """The keys that options of some groups are about."""
    for key, setting in _all().items():
        if setting.group in groups:
            yield key


def add_options(parser: Parser, *groups: Group, without: Collection[str] = ()) -> None:
    """Give a command the options of some groups, each group under its title.

    It is given none of those keys `without` which it does, for a word means another thing there.
    """
    for group in groups:
        section = _section(parser, group)
        for key in (one for one in keys_of(group) if one not in without):
            _add(section, parser.language, key)
            note(parser, key)


def add_option(parser: Parser, key: str) -> None:
    """Give a command the option of one key."""
    setting = _all()[key]
    _add(_section(parser, setting.group), parser.language, key)
    note(parser, key)


def given_in(arguments: argparse.Namespace) -> dict[str, Any]:
    """What the options of settings say, by their keys."""
    keys: tuple[str, ...] = getattr(arguments, _KEYS, ())
    said = {key: getattr(arguments, key.replace("-", "_")) for key in keys}
    return {key: value for key, value in said.items() if value not in (None, [])}


_KEYS = "keys"


def note(parser: Parser, key: str) -> None:
    """Note in the arguments of a command that this key is one of them."""
    parser.set_defaults(**{_KEYS: (*(parser.get_default(_KEYS) or ()), key)})


_Section = argparse._ActionsContainer  # noqa: SLF001  # pyright: ignore[reportPrivateUsage] - has no other name


def _section(parser: Parser, group: Group) -> _Section:
    """Where help lists the options of a group."""
    if group is Group.GENERAL:
        return parser
    title = group.value[parser.language]
    groups = parser._action_groups  # noqa: SLF001  # pyright: ignore[reportPrivateUsage] - likewise
    known = (one for one in groups if one.title == title)
    return next(known, None) or parser.add_argument_group(title)


def _add(section: _Section, language: Language, key: str) -> None:
    """Add an option; one that is not given says nothing, whatever the default."""
    setting = _all()[key]
    said = _help(setting, language)
    if setting.is_positional:
        section.add_argument(key, nargs="*", metavar=setting.metavar, help=said)
    elif _is_switch(key) and setting.form is Form.TRUTH:
        section.add_argument(f"--{key}", action="store_true", default=None, help=said)
    elif setting.form is Form.TRUTH:
        section.add_argument(f"--{key}", action=argparse.BooleanOptionalAction, help=said)
    elif setting.form is Form.WORD:
        section.add_argument(
            f"--{key}",
            type=str.lower,
            choices=setting.words,
            metavar=setting.metavar,
            help=said,
        )
    else:
        action = "append" if setting.form.is_repeatable else "store"
        section.add_argument(f"--{key}", action=action, metavar=setting.metavar, help=said)


def _help(setting: Setting, language: Language) -> str:
    words, formats = ", ".join(setting.words), ", ".join(format_names())
    return setting.help.format(words=words, formats=formats)[language].replace("%", "%%")


def format_names() -> list[str]:
    """The report formats that there are."""
    from synthgate_reports import NAMES  # noqa: PLC0415 - `--version` needs no formats

    return list(NAMES)
