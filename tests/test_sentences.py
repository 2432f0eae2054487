"""Sentences are filled in once: input never chooses what is put into them."""

from __future__ import annotations

import ast
import io
import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import synthgate
import synthgate_reports
import synthgate_rules
from synthgate.cli import Streams, main
from synthgate_reports import FORMATS

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGES = (synthgate, synthgate_reports, synthgate_rules)
FILES = [path for package in PACKAGES for path in sorted(Path(package.__path__[0]).rglob("*.py"))]
SENTENCES = {"Message": 1, "plural": 2, "in_context": 2, "spoken": 1}
"""What makes a sentence, and how many literals it is made of."""
READ_BACK = {"results.py", "unpacking.py"}
"""Where sentences come from a file that has stored them, or from another process."""


@cache
def sentences(path: Path) -> list[ast.Call]:
    """The calls that make a sentence, but for those in what makes it."""
    text = path.read_text("utf-8")
    makes_any = any(f"{name}(" in text for name in SENTENCES)
    return [*_sentences(ast.parse(text))] if makes_any else []


def _sentences(module: ast.Module) -> Iterator[ast.Call]:
    functions = [top for top in ast.walk(module) if isinstance(top, ast.FunctionDef)]
    makers = [top for top in functions if top.name in {*SENTENCES, "format"}]
    inside = {id(it) for top in makers for it in ast.walk(top)}
    for node in ast.walk(module):
        match node:
            case ast.Call(func=ast.Name(id=name)) if name in SENTENCES and id(node) not in inside:
                yield node
            case _:
                pass


def test_a_sentence_stands_in_the_program() -> None:
    """Literally: only so can it be translated, and only so does input never choose its words."""
    made = [
        f"{path}:{call.lineno}"
        for path in FILES
        if path.name not in READ_BACK
        for call in sentences(path)
        if [isinstance(it, ast.Constant) for it in call.args]
        != [True] * SENTENCES[ast.unparse(call.func)]
    ]
    assert made == []


def test_there_are_sentences() -> None:
    """The walk of the test above finds what it looks for."""
    found = [call for path in FILES for call in sentences(path)]
    assert len(found) > 400


BRACES = "B{x}{0}{a.__class__}{}"
TEMPLATE = {
    "Parameters": {"P{p}": {"Type": "String"}, "{q}": {"Type": "String", "Default": "{d}"}},
    "Mappings": {"{m}": {"{t}": {"{s}": "{v}"}}},
    "Conditions": {"{c}": {"Fn::Equals": [{"Ref": "P{p}"}, "{e}"]}},
    "Resources": {
        BRACES: {
            "Type": "AWS::S3::Bucket",
            "Condition": "{c}",
            "Metadata": {
                "aws:cdk:path": "App/{path}/Resource",
                "checkov": {"skip": [{"id": "CKV_AWS_18", "comment": "{why}"}]},
            },
            "Properties": {
                "BucketName": {"Fn::Sub": "${P{p}}-${{0}}"},
                "AccessControl": {"Ref": "{gone.__class__}"},
                "Tags": [{"Key": "{k}", "Value": {"Fn::FindInMap": ["{m}", "{t}", "{s}"]}}],
                "{y}": {"Fn::If": ["{c}", {"Ref": "{q}"}, {"Fn::GetAtt": [BRACES, "{g}"]}]},
            },
        },
        "Given": {"Type": "AWS::X::{boom}", "Properties": {}},
        "{broken}": {"Type": ["{list}"]},
        "Fn::ForEach::{loop}": ["{i}", {"Ref": "{unknown}"}, {"A${i}": {"Type": "{T}"}}],
    },
}
CARD = """\
id: queue-{braces}
title: {en: "Title {t}", ko: "제목 {t}"}
severity: high
pillar: security
resources: [AWS::S3::Bucket]
parameters: {"{name}": "{value}"}
check: {path: "$.Properties['{y}']", equals: {parameter: "{name}"}}
why: {en: "Why {w}", ko: "이유 {w}"}
fix: {en: "Fix {f}", ko: "해결 {f}"}
examples: {fails: "", passes: ""}
"""
COMMANDS = (
    *(("scan", "t.json", "--rules", "own", "--format", name) for name in FORMATS),
    *(("checklist", "t.json", "--format", name) for name in FORMATS if "check" in name),
    ("scan", "t.json", "--explain", "s3-bucket-tls-optional:Given"),
    ("scan", "t.json", "--explain", f"s3-bucket-tls-optional:{BRACES}"),
    ("scan", "t.json", "--explain", f"s3-bucket-unversioned:{BRACES}"),
    ("scan", "t.json", "--rules", "own", "--explain", f"queue-{{braces}}:{BRACES}"),
    ("scan", "t.json", "--explain", "{rule}:{resource}"),
    ("explain", "t.json", "--resource", BRACES),
    ("explain", "t.json", "--resource", "{nowhere}"),
    ("explain", "t.json", "--resource", BRACES, "--path", "$.{x}"),
    ("rules", "show", "queue-{braces}", "--rules", "own"),
    ("rules", "show", "{none}"),
    ("rules", "lint", "own"),
    ("rules", "test", "own"),
    ("rules", "new", "{id}"),
    ("rules", "lint", "{folder}"),
    ("scan", "{file}", "--profile", "{profile}"),
    ("scan", "t.json", "--parameters", "given.json"),
    ("scan", "t.json", "--config", "wrong.yaml"),
    ("scan", "t.json", "--framework", "{framework}"),
    ("evidence", "add", "--control", "{c}", "--statement", "{s}", "--by", "{b}"),
)
WRONG = '"{key}": 1\nprofile: "{p}"\nexclude: ["{e}"]\nseverity: {"{r}": "{s}"}\n'


@pytest.mark.sampled(8)
@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_names_with_braces_are_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...], language: str
) -> None:
    """In every command and format: no error is raised, and the braces are there to be read."""
    monkeypatch.chdir(tmp_path)
    files = {
        "t.json": json.dumps(TEMPLATE),
        "own/card.yaml": CARD,
        "given.json": '{"{unused}": "x"}',
        "wrong.yaml": WRONG,
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    out, err = io.StringIO(), io.StringIO()
    code = main((*command, "--lang", language), Streams(io.BytesIO(), out, err))
    assert code in {0, 1, 2, 3}
    assert "{" in out.getvalue() + err.getvalue()
