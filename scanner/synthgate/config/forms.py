"""What each form of a value is: the data that an option or a variable stands for, and its shape.

The file has data already. What people write in a shell is text: lists are parted by commas (paths
as in ``PATH``), mappings are written ``NAME=VALUE``, and what begins with a bracket is YAML.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from synthgate.errors import TemplateError
from synthgate.judge.days import day
from synthgate.judge.gate_policy import gate_shape
from synthgate.judge.waivers import waivers_shape
from synthgate.model import RUNNABLE, Message, Text, verbatim
from synthgate.rule.cards.layers import PARAMETERS, SELECTORS, SEVERITY
from synthgate.rule.cards.shapes import Shape, each, fields, items, kind, member, text, truth
from synthgate.rule.terms.mistakes import Mistake, told
from synthgate.settings import AUTO, SETTINGS, SWITCHES, Form, Setting
from synthgate.settings.setting import MOST_JOBS
from synthgate.template.data import is_list, is_mapping
from synthgate.template.document import Route


def shape_of(setting: Setting) -> Shape:
    """What is wrong with a value of a setting."""
    match setting.form:
        case Form.WORD:
            return member(setting.words)
        case Form.WORDS:
            return items(member(setting.words), _TEXTS)
        case Form.SOME:
            return _one_or_some(setting.words)
        case form:
            return _SHAPES[form]


def some(words: str | Sequence[str] | None) -> tuple[str, ...] | None:
    """What was said of a setting of which one word may stand without a list."""
    if words is None:
        return None
    return (words,) if isinstance(words, str) else tuple(words)


def _one_or_some(words: Sequence[str]) -> Shape:
    one = member(words)
    several = items(one, _TEXTS)
    return lambda value, route: (several if is_list(value) else one)(value, route)


def of_option(setting: Setting, value: Any) -> Any:
    """What an option says, which has one text or several; data of a program stays as it is."""
    if isinstance(value, str):
        return _of_one(setting.form, value)
    is_texts = is_list(value) and all(isinstance(one, str) for one in value)
    if is_texts and setting.form in _OF_WORDS:
        return _words(setting, value)
    return _OF_SEVERAL.get(setting.form, list)(value) if is_texts else value


def of_variable(setting: Setting, written: str) -> Any:
    """What a variable says."""
    if not setting.form.is_repeatable:
        return _of_one(setting.form, written)
    parts = _parts(written, os.pathsep if setting.form is Form.PATHS else ",")
    if setting.form in _OF_WORDS:
        return _words(setting, parts)
    return _OF_SEVERAL.get(setting.form, list)(parts)


def _of_one(form: Form, written: str) -> Any:
    match form:
        case Form.WORD:
            return written.lower()
        case Form.GATE:
            return _data(written)
        case Form.TRUTH:
            return _TRUTHS.get(written.lower(), written)
        case Form.NUMBER | Form.JOBS:
            return int(written) if _DIGITS.fullmatch(written) else written.lower()
        case _:
            return written


_OF_WORDS = frozenset({Form.WORDS, Form.SOME})
_TRUTHS = {"true": True, "1": True, "false": False, "0": False}
_BRACKETS = {"{": 1, "[": 1, "}": -1, "]": -1}
_DIGITS = re.compile(r"[0-9]{1,9}")
_YAML = re.compile(r"\s*[\[{]")


def _parts(written: str, separator: str) -> list[str]:
    """The parts of a list; a separator within brackets or braces parts nothing."""
    parts, depth = [""], 0
    for letter in written:
        depth += _BRACKETS.get(letter, 0)
        if letter == separator and depth <= 0:
            parts.append("")
        else:
            parts[-1] += letter
    return [part.strip() for part in parts if part.strip()]


def _rules(said: Sequence[str]) -> list[Any]:
    """Selectors; commas part them in options, too, as in other linters."""
    parts = [part for one in said for part in _parts(one, ",")]
    return [_data(part) if _YAML.match(part) else part for part in parts]


def _words(setting: Setting, said: Sequence[str]) -> list[str]:
    """Words in any case, parted by commas too, as the setting writes them."""
    known = {word.casefold(): word for word in setting.words}
    parts = (part for one in said for part in _parts(one, ","))
    return [known.get(part.casefold(), part) for part in parts]


def _formats(said: Sequence[str]) -> list[str]:
    parted = (one.partition("=") for one in said)
    return ["".join((name.lower(), *rest)) for name, *rest in parted]


def _environments(said: Sequence[str]) -> Any:
    """Names by patterns; a pattern may hold a sign of equality, a name does not."""
    return _mapped(said, str.rpartition)


def _severities(said: Sequence[str]) -> Any:
    mapped = _mapped(said)
    return {rule: _severity(it) for rule, it in mapped.items()} if is_mapping(mapped) else mapped


def _severity(written: str) -> Any:
    return _data(written) if _YAML.match(written) else written.lower()


def _values(said: Sequence[str]) -> Any:
    """Values of parameters by rule and name; a value is read as the file would have it."""
    mapped = _mapped(said)
    if not is_mapping(mapped):
        return mapped
    by_rule: dict[str, dict[str, Any]] = {}
    for name, value in mapped.items():
        rule, _, parameter = name.partition(".")
        if not parameter:
            return f"{name}={value}"
        by_rule.setdefault(rule, {})[parameter] = _data(value)
    return by_rule


def _mapped(
    said: Sequence[str],
    parted: Callable[[str, str], tuple[str, str, str]] = str.partition,
) -> Mapping[str, str] | str:
    """A mapping from ``NAME=VALUE``; the first text that is not written so, if there is one."""
    mapped: dict[str, str] = {}
    for one in said:
        name, sign, value = map(str.strip, parted(one, "="))
        if not (name and sign and value):
            return one
        mapped[name] = value
    return mapped


def _data(written: str) -> Any:
    """A text as YAML has it; the text itself, for its shape to refuse, where it is none."""
    from synthgate.template import yaml_text  # noqa: PLC0415 - only where an option holds YAML

    try:
        root = yaml_text.compose(written)
        return yaml_text.plain(root)[0] if root else written
    except TemplateError:
        return written


_OF_SEVERAL: Mapping[Form, Callable[[Sequence[str]], Any]] = {
    Form.RULES: _rules,
    Form.FORMATS: _formats,
    Form.SEVERITIES: _severities,
    Form.VALUES: _values,
    Form.ENVIRONMENTS: _environments,
    Form.COMMANDS: _mapped,
}
"""What several texts are together, where that is not a list of them."""


def _is_format(value: Any, route: Route) -> Iterator[Mistake]:
    from synthgate_reports import FOLDERS, NAMES  # noqa: PLC0415 - who names one needs them

    yield from _texts(value, route)
    for index, wish in enumerate(value if is_list(value) else ()):
        if isinstance(wish, str):
            name, sign, file = wish.partition("=")
            yield from member(NAMES)(name, (*route, index))
            if sign and not file:
                why = _NO_FOLDER if name in FOLDERS else _NO_FILE
                yield told((*route, index), why.format(name=name))


def _waivers(value: Any, route: Route) -> Iterator[Mistake]:
    """The file of the waivers, or a list of them."""
    yield from (waivers_shape if is_list(value) else text)(value, route)


def _written(shape: Shape, wanted: Text) -> Shape:
    """A mapping; of a text in its place, which a shell has, how one is written there."""

    def checked(value: Any, route: Route) -> Iterator[Mistake]:
        if isinstance(value, str):
            yield told(route, _NOT_WRITTEN.format(wanted=wanted, text=value))
        else:
            yield from shape(value, route)

    return checked


_NO_FILE = Message("{name}= names no file: {name}=FILE, or {name} alone for standard output")
_NO_FOLDER = Message("{name}= names no folder: {name}=DIR")
_NOT_WRITTEN = Message("written {wanted}, not {text!r}")
_TEXTS = Message("a list of texts")
_texts = items(text, _TEXTS)


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


_number = kind(_is_number, Message("a number from 1"))
_jobs = kind(
    lambda value: value == AUTO or (_is_number(value) and value <= MOST_JOBS),
    Message("a number from 1 to {most}, or {auto}").format(most=MOST_JOBS, auto=AUTO),
)
_IN_CATEGORY = ("{app}", "{stage}")
_BRACE = re.compile(r"\{[^{}]*\}?|\}")
_category = kind(
    lambda value: (
        isinstance(value, str) and value != "" and set(_BRACE.findall(value)) <= {*_IN_CATEGORY}
    ),
    Message("a name, in braces nothing but {words}").format(words=", ".join(_IN_CATEGORY)),
)
_SHAPES: Mapping[Form, Shape] = {
    Form.TEXT: text,
    Form.TRUTH: truth,
    Form.DAY: day,
    Form.CATEGORY: _category,
    Form.NUMBER: _number,
    Form.JOBS: _jobs,
    Form.TEXTS: _texts,
    Form.COMMANDS: _written(fields(dict.fromkeys(RUNNABLE, text)), verbatim("TOOL=FILE")),
    Form.PATHS: _texts,
    Form.FORMATS: _is_format,
    Form.RULES: SELECTORS,
    Form.SEVERITIES: _written(SEVERITY, verbatim("RULE=SEVERITY")),
    Form.VALUES: _written(PARAMETERS, verbatim("RULE.NAME=VALUE")),
    Form.ENVIRONMENTS: _written(each(text), verbatim("PATTERN=NAME")),
    Form.GATE: gate_shape,
    Form.WAIVERS: _waivers,
}

EVERY: Mapping[str, Setting] = {**SETTINGS, **SWITCHES}
"""Every key that somebody may speak of."""
SHAPES = {key: shape_of(setting) for key, setting in EVERY.items()}
"""The shapes of their values."""
