"""``synthgate config schema``: the JSON Schema of ``synthgate.yaml``, made of its table.

Editors complete keys and words from it. `FILE` ships with the package; a test holds it fresh.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from synthgate.judge.gate_policy import (
    AT_MOST,
    CLAUSE_CRITERIA,
    CLAUSES,
    DOUBTS,
    FAIL_ON,
    NEVER,
    UNKNOWN,
)
from synthgate.judge.waivers.entry import ACCEPTABLE, PLACES, SUBJECTS
from synthgate.model import Language, Message, Pillar, Severity
from synthgate.rule.cards.faults import FAULTS
from synthgate.rule.cards.layers import CRITERIA
from synthgate.settings import AUTO, OTHER_NAMES, SETTINGS, Form, Setting
from synthgate.settings.options import format_names
from synthgate.settings.setting import MOST_JOBS
from synthgate.workbench.forms import Schema, list_of, object_of
from synthgate.workbench.schema import DIALECT

FILE = Path(__file__).parent / "synthgate.schema.json"

_TEXT: Schema = {"type": "string", "minLength": 1}
_SEVERITY: Schema = {"enum": [*map(str, Severity)]}
_WORDS: Mapping[str, Schema] = {
    "pillars": {"enum": [*map(str, Pillar)]},
    "severities": _SEVERITY,
    "faults": {"enum": [*FAULTS]},
}
"""The criteria that ask for known words."""


def config_schema(language: Language = "en") -> Schema:
    """The schema, with what each key means in a language."""
    names = {**{key: key for key in SETTINGS}, **OTHER_NAMES}
    return {
        "$schema": DIALECT,
        "title": Message("The configuration of synthgate")[language],
        **object_of({name: _key(SETTINGS[key], language) for name, key in names.items()}),
    }


def _key(setting: Setting, language: Language) -> Schema:
    words, formats = ", ".join(setting.words), ", ".join(format_names())
    said = setting.help.format(words=words, formats=formats)[language]
    default = {} if setting.default is None else {"default": setting.default}
    return {"description": said, **_FORMS[setting.form](setting), **default}


def _criteria() -> Schema:
    return object_of({name: list_of(_WORDS.get(name, _TEXT)) for name in CRITERIA})


def _mapping(value: Schema) -> Schema:
    return {"type": "object", "additionalProperties": value}


_DAY: Schema = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d$"}
_THRESHOLD: Schema = {"enum": [*map(str, Severity), NEVER]}


def _gate() -> Schema:
    doubt: Schema = {"enum": [*DOUBTS]}
    criteria = {name: list_of(_WORDS.get(name, _TEXT)) for name in CLAUSE_CRITERIA}
    clause = object_of(
        {**criteria, FAIL_ON: _THRESHOLD, AT_MOST: {"type": "integer", "minimum": 0}}
    )
    clause["anyOf"] = [{"required": [FAIL_ON]}, {"required": [AT_MOST]}]
    by_severity = object_of(dict.fromkeys(map(str, Severity), doubt))
    return object_of({UNKNOWN: {"anyOf": [doubt, by_severity]}, CLAUSES: list_of(clause)})


def _waivers() -> Schema:
    keys = dict.fromkeys((*SUBJECTS, *PLACES, "reason", "owner", "ticket"), _TEXT)
    problems: Schema = {"enum": [code.id for code in ACCEPTABLE]}
    waiver = object_of({**keys, "problem": problems, "tag": _mapping(_TEXT), "expires": _DAY})
    return list_of({**waiver, "required": ["reason", "owner", "expires"]})


_FORMS: Mapping[Form, Callable[[Setting], Any]] = {
    Form.TEXT: lambda _: _TEXT,
    Form.WORD: lambda setting: {"enum": [*setting.words]},
    Form.TRUTH: lambda _: {"type": "boolean"},
    Form.DAY: lambda _: _DAY,
    Form.CATEGORY: lambda _: {**_TEXT, "pattern": r"^([^{}]|\{app\}|\{stage\})+$"},
    Form.NUMBER: lambda _: {"type": "integer", "minimum": 1},
    Form.JOBS: lambda _: {
        "anyOf": [{"type": "integer", "minimum": 1, "maximum": MOST_JOBS}, {"const": AUTO}]
    },
    Form.TEXTS: lambda _: list_of(_TEXT),
    Form.SOME: lambda setting: {
        "anyOf": [{"enum": [*setting.words]}, list_of({"enum": [*setting.words]})]
    },
    Form.WORDS: lambda setting: list_of({"enum": [*setting.words]}),
    Form.COMMANDS: lambda _: _mapping(_TEXT),
    Form.PATHS: lambda _: list_of(_TEXT),
    Form.FORMATS: lambda _: list_of(
        {"anyOf": [{"enum": format_names()}, {"pattern": f"^({'|'.join(format_names())})=."}]}
    ),
    Form.RULES: lambda _: list_of({"anyOf": [_TEXT, {**_criteria(), "minProperties": 1}]}),
    Form.SEVERITIES: lambda _: _mapping({"anyOf": [_SEVERITY, _mapping(_SEVERITY)]}),
    Form.VALUES: lambda _: _mapping({"type": "object"}),
    Form.ENVIRONMENTS: lambda _: _mapping(_TEXT),
    Form.GATE: lambda _: _gate(),
    Form.WAIVERS: lambda _: {"anyOf": [_TEXT, _waivers()]},
}
