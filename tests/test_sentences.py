"""Sentences are filled in once: input never chooses what is put into them."""

from __future__ import annotations

import ast
import io
import json
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
FILLED_FOR_OTHERS = {
    ("model.py", "self[language]"),  # `Text.format`: where every sentence is filled in
    ("scene.py", "text"),  # `Scene.say`, whose callers are held to the law below
    ("values.py", "self.decider.value"),  # the sentences of an enumeration
    ("lint.py", "first[rule_id]"),  # a constant, or filled in with a file and an id of kebab case
    ("loops.py", "error.message"),  # two constants of the module, raised
    ("overlooked.py", "reason"),  # the reasons of a walk, constants all
    ("evidence.py", "sentence"),  # `no_such`, which two modules give constants
}


def is_written(node: ast.expr | None, module: ast.Module, within: ast.AST) -> bool:
    """Whether a sentence stands in the program: a constant, or words without any value in them."""
    match node:
        case ast.Constant() | None:
            return True
        case ast.Subscript(value=value) | ast.Attribute(value=value):
            return is_written(value, module, within)
        case ast.IfExp(body=body, orelse=orelse):
            return all(is_written(one, module, within) for one in (body, orelse))
        case ast.Call(func=ast.Name(id="Text" | "say"), args=words):
            return all(isinstance(word, ast.Constant) for word in words)
        case ast.Call(func=ast.Name(id=name)):
            given = [(value, within) for value in _returned(name, module)]
        case ast.Name(id=name) if name.isupper():
            return True
        case ast.Name(id=name):
            bound = ((value, within) for value in _bound(name, within))
            given = [*bound, *_passed(name, module, within)]
        case _:
            return False
    return bool(given) and all(is_written(value, module, there) for value, there in given)


def _bound(name: str, within: ast.AST) -> Iterator[ast.expr]:
    """What a name is bound to in a function."""
    for node in ast.walk(within):
        match node:
            case ast.Assign(targets=[ast.Name(id=found)], value=value) if found == name:
                yield value
            case ast.For(target=ast.Tuple(elts=names), iter=ast.Tuple(elts=rows)):
                for at, one in enumerate(names):
                    if isinstance(one, ast.Name) and one.id == name:
                        yield from (row.elts[at] for row in rows if isinstance(row, ast.Tuple))
            case _:
                pass


def _passed(name: str, module: ast.Module, within: ast.AST) -> Iterator[tuple[ast.expr, ast.AST]]:
    """What the calls in a module pass for a parameter of the functions around a name."""
    for function in ast.walk(within):
        if not isinstance(function, ast.FunctionDef):
            continue
        words = [one.arg for one in function.args.args if one.arg != "self"]
        for top in module.body if name in words else ():
            for call in ast.walk(top):
                if isinstance(call, ast.Call) and _is_of(call, function.name):
                    yield call.args[words.index(name)], top


def _is_of(call: ast.Call, name: str) -> bool:
    return ast.unparse(call.func).rpartition(".")[2] == name


def _returned(name: str, module: ast.Module) -> Iterator[ast.expr | None]:
    """What a function of a module returns."""
    for function in module.body:
        if isinstance(function, ast.FunctionDef) and function.name == name:
            yield from (it.value for it in ast.walk(function) if isinstance(it, ast.Return))


def filled(module: ast.Module) -> Iterator[tuple[ast.Call, ast.Attribute, ast.AST]]:
    """The calls that fill in a sentence, each with the outermost definition around it."""
    for top in module.body:
        for node in ast.walk(top):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                said = ast.unparse(node.func).endswith("scene.say") and node.keywords
                if node.func.attr == "format" or said:
                    yield node, node.func, top


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_only_sentences_of_the_program_are_filled_in(path: Path) -> None:
    """What was filled in holds input; filled in again, that would be read as placeholders."""
    module = ast.parse(path.read_text("utf-8"))
    for call, method, within in filled(module):
        sentence = method.value if method.attr == "format" else call.args[0]
        if (path.name, ast.unparse(sentence)) not in FILLED_FOR_OTHERS:
            told = f"{path.name}:{call.lineno}: {ast.unparse(sentence)}"
            assert is_written(sentence, module, within), told


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
