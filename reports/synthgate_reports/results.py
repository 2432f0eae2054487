"""The results of a scan, to be kept: all that any report can be made of, judged by nobody yet.

One JSON document with the same bytes for the same input. Rules and subjects stand in tables
of their own; a finding names its rule by id, and its subject by its place in the table. Sentences
are ids with arguments, in no language. `read` gives back what `write` was given.
"""

from __future__ import annotations

import json
from dataclasses import fields, replace
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any, cast

from cattrs import BaseValidationError, Converter

from synthgate.model import (
    Joined,
    Message,
    PartialReport,
    Problem,
    Results,
    Rule,
    StoredScan,
    Subject,
    Text,
    Words,
)
from synthgate.model.text import Argument, Language
from synthgate.problem_code import ProblemCode
from synthgate_reports.jsontext import encoded, pieces

if TYPE_CHECKING:
    from typing import TextIO

    from synthgate.model import Report

_OF_PARTIAL = [one.name for one in fields(PartialReport)]
VERSION = 4
"""To be counted up when a reader of the version before would misread it.

What was asked (`asked`, `scans`) came into it later: who does not know of it tells less of it.
"""


class NoResultsError(ValueError):
    """What was to be read holds no results, or those of another version."""


def write(report: Report, stream: TextIO) -> None:
    """Write what the report was made of.

    Raises:
        ValueError: the report has come without it (`synthgate.pipeline.run` keeps it on demand).
    """
    results = report.results
    if results is None:
        raise ValueError(results)
    write_results(results, report.version, stream)


def write_results(results: Results, version: str, stream: TextIO) -> None:
    """Write results that this version has made."""
    rules: dict[str, Rule] = {}
    subjects: dict[Subject, int] = {}
    converter = _converter()

    def rule_id(rule: Rule) -> str:
        return rules.setdefault(rule.id, rule).id

    def place(subject: Subject) -> int:
        return subjects.setdefault(subject, len(subjects))

    plain = _converter()
    converter.register_unstructure_hook(Rule, rule_id)
    converter.register_unstructure_hook(Subject, place)
    rest = converter.unstructure(replace(results.partial, units=()))
    with TemporaryFile("w+", encoding="utf-8", newline="") as units:
        # Their tables are known when all have been gone through, and stand before them.
        units.writelines(pieces(map(converter.unstructure, results.partial.units)))
        units.seek(0)
        head = {
            "results_version": VERSION,
            "tool": {"name": "synthgate", "version": version},
            "plan": results.plan,
            "gated": results.gated,
            "asked": results.asked,
            "scans": converter.unstructure(results.scans),
            "problems": converter.unstructure(results.problems),
            "rules": [plain.unstructure(rules[id_]) for id_ in sorted(rules)],
            "subjects": [plain.unstructure(subject) for subject in subjects],
        }
        stream.write(encoded(head).removesuffix("}") + ',"units":')
        copyfileobj(units, stream)
    stream.write(("," if rest else "") + encoded(rest).removeprefix("{") + "\n")


def read(text: str | bytes) -> Results:
    """The results in a document.

    Raises:
        NoResultsError: it is none, or of another version.
    """
    try:
        return _read(cast("dict[str, Any]", json.loads(text)))
    except (ValueError, LookupError, TypeError, RecursionError, BaseValidationError) as error:
        raise NoResultsError(str(error)) from error


def _read(document: dict[str, Any]) -> Results:
    if document["results_version"] != VERSION:
        raise NoResultsError(document["results_version"])
    plain, converter = _converter(), _converter()
    rules = {one["id"]: plain.structure(one, Rule) for one in document["rules"]}
    subjects = dict(enumerate(plain.structure(document["subjects"], tuple[Subject, ...])))
    converter.register_structure_hook(Rule, lambda id_, _: rules[id_])
    converter.register_structure_hook(Subject, lambda at, _: subjects[cast("int", at)])
    unsaid = (StoredScan(str(document["tool"]["version"])),)
    told = converter.structure(document.get("scans", []), tuple[StoredScan, ...])
    return Results(
        document["plan"],
        tuple(document["gated"]),
        converter.structure(document["problems"], tuple[Problem, ...]),
        converter.structure(
            {key: document[key] for key in _OF_PARTIAL if key in document}, PartialReport
        ),
        tuple(document.get("asked", ())),
        told if "scans" in document else unsaid,
    )


def _converter() -> Converter:
    """From records to plain data and back; what is as it mostly is, is left out."""
    converter = Converter(omit_if_default=True, forbid_extra_keys=True)
    converter.register_unstructure_hook(ProblemCode, lambda code: code.id)
    codes = {code.id: code for code in ProblemCode}
    converter.register_structure_hook(ProblemCode, lambda id_, _: codes[cast("str", id_)])
    for kind in (Message, Words, Joined):
        converter.register_unstructure_hook(kind, _said)
    converter.register_structure_hook(Text, _heard)
    converter.register_structure_hook(Argument, _argument)
    return converter


def _said(text: Text) -> dict[str, Any]:
    match text:
        case Words(en, ko):
            return {"en": en, "ko": ko}
        case Joined(between, parts):
            return {"between": between, "parts": [_said(part) for part in parts]}
        case Message():
            optional = {
                "arguments": [[name, _written(value)] for name, value in text.arguments],
                "context": text.context,
                "plural": text.plural,
                "translations": dict(text.translations),
            }
            return {"id": text.id, **{key: value for key, value in optional.items() if value}}


def _written(value: Argument) -> Any:
    return _said(value) if isinstance(value, Text) else value


def _heard(said: dict[str, Any], _: object = None) -> Text:
    if "en" in said:
        return Words(**said)
    if "between" in said:
        parts = tuple(_heard(part) for part in said["parts"])
        return Joined(said["between"], parts)
    given = ((name, _argument(value)) for name, value in said.get("arguments", ()))
    translations = cast("dict[Language, str]", said.get("translations", {}))
    return Message(
        said["id"],
        tuple(given),
        said.get("context", ""),
        said.get("plural", ""),
        tuple(translations.items()),
    )


def _argument(value: Any, _: object = None) -> Argument:
    return _heard(cast("dict[str, Any]", value)) if isinstance(value, dict) else value
