"""What editors offer beyond the words: resource types, paths of properties, and snippets.

A suggestion refuses nothing: beside each list of them any text is right. The paths are of all
types together, for a schema cannot know which ones stand in `resources`, and lead to properties at
the top: those one step below them would make two megabytes more (40,000 paths).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from synthgate.model import Language, Message
from synthgate.rule.language.vocabulary import KINDS
from synthgate.rule.terms.arguments import ref
from synthgate.rule.terms.word import Form, Role, Word
from synthgate.schemas.properties import ATTRIBUTES, types
from synthgate.workbench.jsonpaths import PROPERTIES

TYPE, TYPES, PROPERTY = "resource-type", "resource-types", "property"

_FORMS: Mapping[Role, Form] = {
    Role.PATH: ref(PROPERTY),
    Role.PATH_OF_OTHERS: ref(PROPERTY),
    Role.PATH_TO_ENTRIES: ref(PROPERTY),
    Role.TYPES: ref(TYPES),
}
"""What stands beside a word for the sake of editors, by its role."""


def forms_of(word: Word, *, of_a_match: bool) -> Sequence[Form]:
    """The forms of a word's argument; a path that starts at a match is one of no resource."""
    role = word.takes.role
    if role is Role.BRANCHES:
        names = {"propertyNames": {"anyOf": [ref(TYPE), {}]}}
        return [{**form, **names} for form in word.takes.forms]
    if role in _FORMS and not (of_a_match and role is Role.PATH):
        return [_FORMS[role]]
    return word.takes.forms


def definitions() -> Mapping[str, Form]:
    """The lists, by the names that forms refer to them by."""
    return {
        TYPE: _offered(sorted(types())),
        TYPES: {"anyOf": [ref(TYPE), {"type": "array", "items": ref(TYPE), "minItems": 1}]},
        PROPERTY: _offered(_paths()),
    }


def _offered(choices: list[str]) -> Form:
    return {"anyOf": [{"enum": choices}, ref("text")]}


def _paths() -> list[str]:
    """The attributes of every resource, and the properties at the top of some type."""
    names = {name for schema in types().values() for name in schema.get("properties", {})}
    return [*(f"$.{name}" for name in ATTRIBUTES), *(f"{PROPERTIES}.{it}" for it in sorted(names))]


def of_conditions(language: Language) -> list[dict[str, Any]]:
    """A snippet for each kind of conditions, as VS Code's YAML extension reads them."""
    return [
        {"label": name, "description": KINDS[name].word.means[language], "body": body}
        for name, body in _CONDITIONS.items()
    ]


def of_cards(language: Language) -> list[dict[str, Any]]:
    """The snippets of a whole file: a card, and a family."""
    bodies = ((_CARD, "card", _A_CARD), (_FAMILY, "family", _A_FAMILY))
    return [
        {"label": label, "description": text[language], "body": body}
        for text, label, body in bodies
    ]


_CARD = Message("a rule in one card")
_FAMILY = Message("a family of rules: one sentence about several resource types")
_PATH = "$.Properties.${1:Name}"
_CONDITIONS: Mapping[str, Mapping[str, Any]] = {
    "path": {"path": _PATH, "equals": "${2:true}"},
    "keys": {"keys": _PATH, "not-matches": "${2:pattern}"},
    "tag": {"tag": "${1:Owner}", "exists": True},
    "stack": {
        "stack": "${1|region,account,name,environment,termination-protection|}",
        "in": ["$2"],
    },
    "all-of": {"all-of": [{"path": _PATH, "exists": True}]},
    "any-of": {"any-of": [{"path": _PATH, "exists": True}]},
    "not": {"not": {"path": _PATH, "exists": True}},
    "by-type": {"by-type": {"${2:AWS::S3::Bucket}": {"path": _PATH, "exists": True}}},
    "related": {
        "related": "${2:AWS::S3::BucketPolicy}",
        "by": _PATH,
        "any": {"path": "$.Properties.${3:Other}", "exists": True},
    },
    "refers": {
        "refers": _PATH,
        "to": "${2:AWS::KMS::Key}",
        "all": {"path": "$.Properties.${3:Other}", "exists": True},
    },
    "there-is": {
        "there-is": "${2:AWS::CloudTrail::Trail}",
        "where": {"path": _PATH, "equals": "${3:true}"},
    },
    "unique": {"unique": _PATH, "among": "${2:AWS::S3::Bucket}"},
    "environment": {"environment": "${1:production}"},
    "taggable": {"taggable": True},
    "made-by": {"made-by": "${1|user,cdk|}"},
    "change": {"change": "${1:loses-data}"},
    "python": {"python": "${1:function}"},
}
"""A condition of each kind, its placeholders in the order in which one fills them in."""

_SAID: Mapping[str, Any] = {
    "title": {"en": "${2:TODO}"},
    "severity": "${3|medium,critical,high,low,info|}",
    "pillar": "${4|security,monitoring,backup,operations,cost|}",
}
_REASONS: Mapping[str, Any] = {"why": {"en": "${8:TODO}"}, "fix": {"en": "${9:TODO}"}}
_EXAMPLES: Mapping[str, Any] = {"fails": "${10:TODO}", "passes": "${11:TODO}"}
_A_CARD: Mapping[str, Any] = {
    "id": "${1:bucket-unnamed}",
    **_SAID,
    "resources": ["${5:AWS::S3::Bucket}"],
    "check": {"path": "$.Properties.${6:BucketName}", "exists": True},
    **_REASONS,
    "examples": _EXAMPLES,
}
_A_FAMILY: Mapping[str, Any] = {
    "family": "${1:unnamed}",
    **_SAID,
    "check": {"path": "'{path}'", "exists": True},
    **_REASONS,
    "rows": [
        {
            "id": "${5:bucket-unnamed}",
            "resources": ["${6:AWS::S3::Bucket}"],
            "path": "$.Properties.${7:BucketName}",
            "default": "${12:null}",
            "documented": "https://docs.aws.amazon.com/${13:TODO}",
            "examples": _EXAMPLES,
        }
    ],
}
