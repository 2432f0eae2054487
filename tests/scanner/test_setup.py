"""``synthgate config``: what is in force and why, the schema, and a file to begin with."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

from synthgate.config import SETTINGS, configure
from synthgate.settings import SWITCHES
from synthgate.setup.schema import FILE, config_schema

if TYPE_CHECKING:
    from collections.abc import Callable

WAIT = "Resources: {A: {Type: AWS::CloudFormation::WaitConditionHandle}}"
MARKED = json.dumps({"Resources": {"A": {"Type": "AWS::S3::Bucket", "Metadata": {"checkov": {}}}}})


def test_each_value_is_shown_with_its_place(
    cli: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An option, a line of the file, the default; for programs, too."""
    files = {"synthgate.yaml": "lang: en\nfail-on: low\nexclude: [s3-*]\n"}
    ran = cli("config", "show", "--exclude", "kms-*", files=files)
    assert ran.code == 0
    lines = {line.split(":")[0]: line.split() for line in ran.out.splitlines()}
    assert lines["fail-on"] == ["fail-on:", '"low"', "#", "synthgate.yaml:2:1"]
    assert lines["exclude"] == ["exclude:", '["kms-*"]', "#", "--exclude"]
    assert lines["profile"][-1] == "default"
    shown = cli("config", "show", "--format", "json").report
    assert shown.keys() == {*SETTINGS, *SWITCHES}
    assert shown["fail-on"] == {"value": "low", "from": "synthgate.yaml", "line": 2, "column": 1}
    broken = cli("config", "show", files={"synthgate.yaml": "fail_on: low\n"})
    assert (broken.code, broken.out) == (2, "")


def test_what_is_shown_can_be_the_file(cli: Callable[..., Any], tmp_path: Path) -> None:
    """It is written as the file is, and says the same."""
    shown = cli("config", "show", "--severity", "s3-bucket-tls-optional={prod: low}").out
    (tmp_path / "synthgate.yaml").write_text(shown)
    config = configure({}, {}, tmp_path)
    assert not config.mistakes
    assert config.said["severity"].value == {"s3-bucket-tls-optional": {"prod": "low"}}


def test_the_schema_is_one_and_ships_fresh() -> None:
    """Written by ``synthgate config schema``."""
    schema = config_schema()
    Draft202012Validator.check_schema(schema)
    assert json.loads(FILE.read_text("utf-8")) == schema
    assert config_schema("ko")["properties"]["rules"]["description"].startswith("자체")


@pytest.mark.parametrize(
    ("file", "is_right"),
    [
        ({"fail-on": "low", "exclude": ["s3-*", {"pillars": ["cost"]}]}, True),
        ({"severity": {"a": {"production": "high", "default": "low"}}}, True),
        ({"format": ["text", "sarif=a.sarif"], "as-of": "2026-11-30"}, True),
        ({"fail_on": "low"}, False),
        ({"fail-on": "hgih"}, False),
        ({"exclude": [{"pillar": ["cost"]}]}, False),
        ({"format": ["xml"]}, False),
    ],
)
def test_the_schema_takes_what_the_program_takes(
    tmp_path: Path, file: dict[str, Any], *, is_right: bool
) -> None:
    """And refuses what it refuses."""
    (tmp_path / "synthgate.yaml").write_text(json.dumps(file))
    assert bool(configure({}, {}, tmp_path).mistakes) is not is_right
    assert Draft202012Validator(config_schema()).is_valid(file) is is_right


@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_file_to_begin_with(cli: Callable[..., Any], tmp_path: Path, language: str) -> None:
    """It says what lies here, is without mistakes, and takes no other's place."""
    files = {
        "cdk.json": '{"output": "build"}',
        "build/a.template.json": MARKED,
        ".github/workflows/ci.yml": "on: push",
    }
    assert cli("config", "init", "--lang", language, files=files).code == 0
    written = (tmp_path / "synthgate.yaml").read_text("utf-8")
    for word in ("'build'", "ci.yml", "checkov: ", "yaml-language-server: $schema="):
        assert word in written
    config = configure({}, {}, tmp_path)
    assert not config.mistakes
    assert not config.of_file  # the defaults of a policy hold
    assert cli("config", "init").code == 2
    assert (tmp_path / "synthgate.yaml").read_text("utf-8") == written


def test_the_app_says_where_it_writes(cli: Callable[..., Any]) -> None:
    """``output`` of cdk.json is scanned by default; not of a stranger, and not outside."""
    files = {".git/HEAD": "", "cdk.json": '{"output": "build"}', "build/t.yaml": WAIT}
    assert "scanned 1 of 1" in cli("scan", files=files).out
    assert cli("scan", "--untrusted").code == 3
    told = cli("scan", files={"cdk.out/t.yaml": WAIT}).out
    assert "cdk.json: notice takes" not in told
    assert "not cdk.out, which is there as well" in told
    outside = cli("scan", files={"cdk.json": '{"output": "../build"}'})
    assert (outside.code, outside.out) == (2, "")
    assert "cdk.json" in outside.err


def test_without_an_assembly_those_below_are_named(cli: Callable[..., Any]) -> None:
    """In the root of a repository of many apps."""
    ran = cli("scan", files={"app/cdk.out/t.yaml": WAIT, "node_modules/x/cdk.out/t.yaml": WAIT})
    assert ran.code == 3
    assert "there is no cdk.out here, but below: app/cdk.out;" in ran.out
