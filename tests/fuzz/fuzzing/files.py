"""Bytes, assemblies, and the other files that a run reads."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from random import Random

import yaml

import synthgate_rules
from fuzzing.odd import Json, changed, scalar, text, tree
from fuzzing.templates import as_yaml, template

Files = dict[str, bytes]

SIGNS = (
    b"&a ", b"*a", b"<<: ", b"!Ref ", b"!Sub ", b"!!binary ", b"!!python/object:os.system ", b"---\n",
    b"...\n", b"\t", b"\r", b"\0", b"\xff", b"\xfe\xff", b"\xef\xbb\xbf", b"{", b"}", b"[", b"]", b'"',
    b"'", b":", b",", b"#", b"? ", b"- ", b"|\n", b">\n", b"\\u0052", b"\\ud800", b"%YAML 1.2\n---\n",
    b"Resources:", b'"Resources":', b"1e400", b"NaN", b"-", b"\n" * 50, b" " * 300, b"[" * 300, b"{a: " * 300,
)  # fmt: skip


def encoded(random: Random, data: Json) -> bytes:
    """Data as JSON or YAML text."""
    if random.random() < 0.5:
        return json.dumps(data, indent=random.choice((None, 1))).encode()
    try:
        return as_yaml(data).encode("utf-8", "surrogatepass")
    except (yaml.YAMLError, RecursionError):
        return json.dumps(data).encode()


def broken(random: Random, content: bytes) -> bytes:
    """Text with pieces that were cut, doubled, moved or put in."""
    for _ in range(random.randrange(1, 6)):
        start = random.randrange(len(content) + 1)
        end = min(len(content), start + random.choice((0, 1, 5, 200)))
        piece = random.choice((b"", *SIGNS, content[start:end] * 2))
        content = content[:start] + piece + content[end:]
    return content


def assembly(random: Random) -> Files:
    """A cloud assembly of two stacks, one of them nested in a stage, with odd entries."""
    stacks = ("One", "Two")
    files: Files = {"cdk.out/cdk.out": b'{"version":"48.0.0"}'}
    artifacts: Json = {}
    for stack in stacks:
        metadata = {
            f"/{stack}": [{"type": "aws:cdk:stack-tags", "data": []}],
            f"/{stack}/R/Resource": [
                {"type": "aws:cdk:logicalId", "data": "R"},
                {
                    "type": "aws:cdk:creationStack",
                    "data": ["new R (/app/app.py:3:5)", scalar(random)],
                },
            ],
            f"/{stack}/N.NestedStack/N.NestedStackResource": [
                {"type": "aws:cdk:logicalId", "data": "N"}
            ],
            f"/{stack}/N": [{"type": "aws:cdk:templateFile", "data": "One.template.json"}],
        }
        artifacts[stack] = {
            "type": "aws:cloudformation:stack",
            "environment": random.choice(("aws://123456789012/eu-west-1", scalar(random))),
            "properties": {"templateFile": f"{stack}.template.json", "tags": {"env": "prod"}},
            "metadata": metadata,
        }
        files[f"cdk.out/{stack}.template.json"] = encoded(random, template(random))
    artifacts["assembly-S"] = {
        "type": "cdk:cloud-assembly",
        "properties": {"directoryName": random.choice(("assembly-S", ".", "..", scalar(random)))},
    }
    whole = {
        "version": "48.0.0",
        "artifacts": artifacts,
        "missing": [{"key": "vpc"}][: random.randrange(2)],
    }
    manifest = json.dumps(changed(random, whole, most=4)).encode()
    files["cdk.out/manifest.json"] = manifest
    files["cdk.out/assembly-S/manifest.json"] = json.dumps(changed(random, whole, most=6)).encode()
    if random.random() < 0.3:
        files["cdk.out/manifest.json"] = broken(random, manifest)
    return files


def parameters(random: Random) -> bytes:
    """A file of parameters, in one of the shapes that people have."""
    pairs = [{"ParameterKey": name, "ParameterValue": scalar(random)} for name in "ABC"]
    pairs[0]["UsePreviousValue"] = random.choice((True, "true", [], {}))
    shapes: tuple[Json, ...] = (
        pairs, {"Parameters": {"A": "x", "B": scalar(random)}}, {"A": scalar(random)}, ["A=1", text(random)],
        {"*": {"A": "1"}, "One": pairs}, tree(random),
    )  # fmt: skip
    return encoded(random, changed(random, random.choice(shapes)))


def configuration(random: Random) -> bytes:
    """A ``synthgate.yaml``."""
    whole = {
        "profile": random.choice(("all", "recommended", scalar(random))),
        "fail-on": random.choice(("low", scalar(random))),
        "exclude": ["s3-*", text(random)],
        "include": [text(random)],
        "severity": {
            "s3-bucket-unversioned": random.choice(
                ("low", {"production": "high", "default": "low"})
            )
        },
        "rule-parameters": {"lambda-runtime-deprecated": {"days": scalar(random)}},
        "environments": {"*": random.choice(("prod", scalar(random)))},
        "format": ["json=out/x.json", text(random)],
        "rules": [random.choice(("own", "..", text(random)))],
        "source-root": random.choice((".", "/", text(random))),
        "parameters": random.choice(("p.json", text(random))),
        "evidence": "evidence.yaml",
        "framework": ["production-checklist"],
        "lang": random.choice(("en", "ko", scalar(random))),
    }
    kept = {key: value for key, value in whole.items() if random.random() < 0.5}
    content = as_yaml(changed(random, kept)).encode("utf-8", "surrogatepass")
    return broken(random, content) if random.random() < 0.2 else content


@cache
def _cards() -> tuple[Json, ...]:
    paths = sorted(Path(synthgate_rules.CARDS).rglob("*.yaml"))
    return tuple(yaml.safe_load(path.read_text("utf-8")) for path in paths)


def card(random: Random) -> bytes:
    """A rule card with places that say something else; of an organisation, so by another name."""
    body = {**random.choice(_cards()), "id": "own-rule"}
    content = as_yaml(changed(random, body, most=3)).encode("utf-8", "surrogatepass")
    return broken(random, content) if random.random() < 0.2 else content


def evidence(random: Random) -> bytes:
    """A file of evidence."""
    entry = {
        "control": random.choice(("OPS-1", "SEC-1", text(random))),
        "statement": "done", "by": "someone", "date": "2026-01-01", "valid-until": "2027-01-01",
        "file": random.choice(("evidence.yaml", "/etc/passwd", "..", text(random))), "sha256": "0" * 64,
    }  # fmt: skip
    content = as_yaml(changed(random, {"evidence": [entry, entry]})).encode(
        "utf-8", "surrogatepass"
    )
    return broken(random, content) if random.random() < 0.2 else content
