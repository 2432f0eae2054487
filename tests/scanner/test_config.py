"""``synthgate.yaml``, its options and variables: who has his way, and what is a mistake."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from synthgate import scan
from synthgate.cli import Streams, main
from synthgate.config import SETTINGS, Config, configure, variable
from synthgate.config.forms import of_option, of_variable
from synthgate.errors import UsageError
from synthgate.model import Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

ROOT = Path(__file__).parents[2]
BUCKET = """\
Resources:
  Bucket:
    Type: AWS::S3::Bucket
    Properties: {PublicAccessBlockConfiguration: {BlockPublicAcls: false}}
"""
POOL = "Resources:\n  Pool:\n    Type: AWS::Cognito::UserPool\n"
"""A fault of medium severity."""
CARD = """\
id: {id}
title: {{en: Queue lives too long, ko: 대기열 보존 기간이 너무 김}}
severity: medium
pillar: operations
resources: [AWS::SQS::Queue]
parameters: {{most: 10, kinds: [a]}}
check:
  path: $.Properties.MessageRetentionPeriod
  at-most: {{parameter: most}}
why: {{en: It fills up, ko: 가득 참}}
fix: {{en: Shorten it, ko: 줄이세요}}
examples: {{fails: "", passes: ""}}
"""
QUEUE = "Resources:\n  Q: {Type: AWS::SQS::Queue, Properties: {MessageRetentionPeriod: 20}}\n"


class Ran(NamedTuple):
    code: int
    out: str
    err: str

    @property
    def rules(self) -> dict[str, str]:
        """Severity by rule, of what was found."""
        found = json.loads(self.out)["findings"]
        return {finding["rule_id"]: finding["severity"] for finding in found}


Run = "Callable[..., Ran]"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command line in a repository with some files, in one of its folders."""
    (tmp_path / ".git").mkdir()

    def run(
        *argv: str,
        files: Mapping[str, str | bytes] | None = None,
        environ: Mapping[str, str] | None = None,
        folder: str = ".",
    ) -> Ran:
        for name, content in (files or {}).items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        monkeypatch.chdir(tmp_path / folder)
        out, err = io.StringIO(), io.StringIO()
        code = main(argv, Streams(io.BytesIO(), out, err), environ)
        return Ran(code, out.getvalue(), err.getvalue())

    return run


# Who has his way


def test_every_setting_has_its_field() -> None:
    """The table and the record are about the same things."""
    named = {"lang": "language", "include": "layers", "exclude": "layers", "severity": "layers"}
    named |= {
        "rule-parameters": "layers",
        "select": "layers",
        "exclude-path": "left_out",
        "fail-on": "gate",
        "extends": "policies",
    }
    of_tools = ("with", "import", "guard", "rego", "cel", "nag-packs", "validation-report")
    named |= dict.fromkeys(of_tools, "tools")
    wanted = {named.get(key, key.replace("-", "_")) for key in SETTINGS}
    own = {"folder", "exit_zero", "patterns_from", "mistakes", "said", "cache", "cache_key"}
    own |= {"cache_size", "allow_code", "untrusted", "file", "of_file", "ignored", "waivers_file"}
    own |= {"accepted", "refused", "unheeded", "today", "executor", "scheduler", "facts"}
    assert wanted == {field.name for field in fields(Config)} - own


class Four(NamedTuple):
    """A setting as an option, a variable and a file say it, and what comes of it."""

    key: str
    option: Any
    variable: str
    in_file: Any
    of: Callable[[Config], Any]
    default: Any
    of_variable: Any = None


ALL_FOUR = [
    Four("fail-on", "low", "medium", "critical", lambda c: str(c.fail_on), "high"),
    Four("lang", "ko", "en", "ko", lambda c: c.language, "en"),
    Four("profile", "a", "b", "c", lambda c: c.profile.name, "recommended"),
    Four("environment", "a", "b", "c", lambda c: c.environment, None),
    Four("parameters", "a", "b", "c", lambda c: str(c.parameters), "None"),
    Four(
        "as-of", "2026-01-02", "2026-01-03", "2026-01-04", lambda c: c.as_of.isoformat(),
        "2026-01-01",
    ),
    Four("evidence", "a", "b", "c", lambda c: str(c.evidence), "None"),
    Four(
        "framework", ["a"], "b, c", ["d"], lambda c: [it.name for it in c.framework], [],
        ["b", "c"],
    ),
    Four("source-root", "/", "..", ".", lambda c: str(c.source_root), "None"),
    Four("all-scenarios", False, "1", False, lambda c: c.all_scenarios, False, True),
    Four("rules", ["a"], f"b{os.pathsep}c", ["d"], lambda c: [*map(str, c.rules)], [], ["b", "c"]),
    Four("paths", ["a"], f"b{os.pathsep}c", ["d"], lambda c: [*c.paths], [], ["b", "c"]),
    Four(
        "format", ["json"], "sarif, junit=j", ["text"], lambda c: [*c.format], ["text"],
        ["sarif", "junit=j"],
    ),
]  # fmt: skip


@pytest.mark.parametrize("four", ALL_FOUR, ids=lambda four: four.key)
def test_an_option_outweighs_a_variable_that_the_file_that_the_default(
    tmp_path: Path, four: Four
) -> None:
    """All four sources, for every setting that all of them have."""
    environ, given = {variable(four.key): four.variable}, {four.key: four.option}
    day = date(2026, 1, 1)
    assert four.of(configure({}, {}, tmp_path, today=day)) == four.default
    (tmp_path / "synthgate.yaml").write_text(json.dumps({four.key: four.in_file}))
    assert four.of(configure({}, {}, tmp_path)) == four.in_file
    assert four.of(configure({}, environ, tmp_path)) == (four.of_variable or four.variable)
    assert four.of(configure(given, environ, tmp_path)) == four.option
    assert not configure(given, environ, tmp_path).mistakes


def test_the_threshold_as_a_user_sets_it(run: Run) -> None:
    """``--fail-on`` > SYNTHGATE_FAIL_ON > synthgate.yaml > high."""
    files = {"t.yaml": POOL}
    assert run("scan", "t.yaml", files=files).code == 0
    files = {"synthgate.yaml": "fail-on: low\npaths: [t.yaml]\n"}
    assert run("scan", files=files).code == 1
    environ = {"SYNTHGATE_FAIL_ON": "high"}
    assert run("scan", environ=environ).code == 0
    assert run("scan", "--fail-on", "low", environ=environ).code == 1
    assert run("scan", "t.yaml", "--no-config").code == 0
    assert run("scan", "t.yaml", "--config", "none").code == 0
    assert run("scan", "t.yaml", environ={"SYNTHGATE_CONFIG": "none"}).code == 0


def test_an_empty_variable_says_nothing(run: Run) -> None:
    """CI systems set variables that nobody gave a value to nothing."""
    environ = {variable(key): "" for key in SETTINGS} | {"SYNTHGATE_CONFIG": ""}
    assert run("scan", "t.yaml", files={"t.yaml": POOL}, environ=environ).code == 0


def test_never_is_a_threshold_everywhere(tmp_path: Path) -> None:
    """None stands for it."""
    assert configure({"fail-on": "never"}, {}, tmp_path).fail_on is None
    assert configure({}, {"SYNTHGATE_FAIL_ON": "never"}, tmp_path).fail_on is None


def test_another_file_is_named(run: Run, tmp_path: Path) -> None:
    """By the option or the variable; its paths start from where it lies."""
    files = {"ci/strict.yaml": "fail-on: low\npaths: [../t.yaml]\n", "t.yaml": POOL}
    assert run("scan", "--config", "ci/strict.yaml", files=files).code == 1
    assert run("scan", environ={"SYNTHGATE_CONFIG": "ci/strict.yaml"}).code == 1
    assert run("scan", "--config", str(tmp_path / "ci" / "strict.yaml")).code == 1


def test_a_folder_of_a_monorepo_has_its_repositorys_file(run: Run) -> None:
    """Paths of the file start where it lies; the report's, where synthgate runs."""
    files = {
        "synthgate.yaml": "rules: [policies]\nparameters: given.json\nformat: [json=out/r.json]\n",
        "policies/queue.yaml": CARD.format(id="queue-forgets"),
        "given.json": json.dumps({"Unused": "x"}),
        "apps/one/t.yaml": QUEUE,
    }
    ran = run("scan", "t.yaml", files=files, folder="apps/one")
    assert ran.code == 0, ran
    report = json.loads(Path("../../out/r.json").read_text())
    assert [finding["rule_id"] for finding in report["findings"]] == ["queue-forgets"]
    assert report["findings"][0]["location"]["path"] == "t.yaml"
    assert "Unused" in str(report["problems"])


def test_the_nearest_file_counts_up_to_the_repositorys_root(
    tmp_path: Path,
) -> None:
    """Neither what lies above the repository, nor, outside any, above the folder: strangers'."""
    inner = tmp_path / "repository" / "app"
    inner.mkdir(parents=True)

    def level(folder: Path) -> str:
        return str(configure({}, {}, folder).fail_on)

    (tmp_path / "synthgate.yaml").write_text("fail-on: critical\n")
    assert level(inner) == "high"
    assert level(tmp_path) == "critical"
    (tmp_path / "repository" / ".git").write_text("gitdir: elsewhere\n")  # as in a worktree
    assert level(inner) == "high"
    (tmp_path / "repository" / "synthgate.yaml").write_text("fail-on: low\n")
    assert level(inner) == "low"
    (inner / "synthgate.yaml").write_text("fail-on: info\n")
    assert level(inner) == "info"


@pytest.mark.parametrize(
    ("lang", "told"), [("en", "--config app/synthgate.yaml"), ("ko", "위쪽으로")]
)
def test_a_nearer_file_that_is_not_used_is_told(run: Run, lang: str, told: str) -> None:
    """With the ways to use it; not where somebody has chosen, nor where it is in force."""
    files = {"app/synthgate.yaml": "fail-on: low\n", "app/cdk.out/t.yaml": POOL, "t.yaml": POOL}
    plain = ("scan", "--lang", lang, "--format", "json")

    def notices(*options: str, folder: str = ".") -> list[str]:
        report = json.loads(run(*plain, *options, files=files, folder=folder).out)
        found = [one for one in report["problems"] if one["code"] == "settings-beside"]
        return [one["message"] for one in found]

    for path in ("app/cdk.out", "app", "app/cdk.out/t.yaml", "./app/../app/cdk.out/"):
        assert [told in one for one in notices(path)] == [True]
    assert run(*plain, "app/cdk.out").code == 0
    assert not notices("app/cdk.out", "--config", "app/synthgate.yaml")
    assert not notices("app/cdk.out", "--no-config")
    assert not notices("cdk.out", folder="app")
    assert not notices("t.yaml")


@pytest.mark.parametrize(
    ("patterns", "name"),
    [
        ({"*-main": "production"}, "production"),
        ({"*-main": "prd"}, "production"),
        ({"*-dev": "development", "app-*": "staging"}, "staging"),
        ({"stacks/*": "production"}, "production"),
        ({"*-dev": "production"}, None),
    ],
)
def test_patterns_say_what_a_stack_is_for(
    run: Run, patterns: dict[str, str], name: str | None
) -> None:
    """By the stack's name or the template's path (from the file); the first that fits."""
    card = CARD.format(id="queue-forgets") + f"when: {{environment: {name or 'production'}}}\n"
    template = f"Metadata: {{synthgate: {{stack-name: app-main}}}}\n{QUEUE}"
    files = {
        "rules/queue.yaml": card,
        "stacks/t.yaml": template,
        "synthgate.yaml": json.dumps({"environments": patterns, "rules": ["rules"]}),
    }
    ran = run("scan", "t.yaml", "--format", "json", files=files, folder="stacks")
    assert bool(ran.rules) == bool(name)
    told = run("scan", "t.yaml", "--format", "json", "--environment", "qa", folder="stacks")
    assert not told.rules, "an option outweighs the patterns"


def test_patterns_reach_the_stacks_of_an_assembly_and_those_nested_in_them(run: Run) -> None:
    """A nested stack is what the stack around it is; names and tags are outweighed."""
    child = {"Type": "AWS::CloudFormation::Stack", "Metadata": {"aws:asset:path": "child.json"}}
    bucket = {"Type": "AWS::S3::Bucket"}
    app = {
        "type": "aws:cloudformation:stack",
        "properties": {
            "templateFile": "app.json",
            "stackName": "dev-shop-eu",
            "tags": {"env": "qa"},
        },
    }
    files = {
        "cdk.out/cdk.out": '{"version": "55.0.0"}',
        "cdk.out/manifest.json": json.dumps({"version": "55.0.0", "artifacts": {"App": app}}),
        "cdk.out/app.json": json.dumps({"Resources": {"B": bucket, "Child": child}}),
        "cdk.out/child.json": json.dumps({"Resources": {"B": bucket}}),
        "synthgate.yaml": "environments: {'*-shop-eu': prod}\n"
        "severity: {s3-bucket-unversioned: {production: critical, default: low}}\n",
    }
    report = json.loads(run("scan", "--format", "json", files=files).out)
    found = {
        (finding["location"]["path"], finding["severity"])
        for finding in report["findings"]
        if finding["rule_id"] == "s3-bucket-unversioned"
    }
    assert found == {("cdk.out/app.json", "critical"), ("cdk.out/child.json", "critical")}


# Mistakes

MISTAKES = """\
profil: all
fail-on: urgent
lang: kr
rules: policies
paths: [5]
format: [xml, json]
all-scenarios: yes please
environments: [production]
exclude:
  - s3-bucket-unversionned
  - kms-*
  - gleu-*
  - {pillar: [security]}
  - {severities: [bad]}
include: [[]]
severity:
  s3-bucket-unversioned: hihg
  s3-bucket-tls-optionl: high
  kms-key-not-rotated: {production: worst, default: low}
rule-parameters:
  no-such-rule: {a: 1}
  queue-forgets: {mots: 5, most: many}
  sqs-queue-unencrypted: 5
"""
WANTED = {
    "1:1": "unknown key 'profil'; did you mean 'profile'?",
    "2:1": "fail-on is one of critical, high, medium, low, info, never, not 'urgent'",
    "3:1": "lang is one of en, ko, not 'kr'",
    "4:1": "rules: a list of texts is needed, not 'policies'",
    "5:9": "paths[0]: a text is needed, not 5",
    "6:10": "format is one of text,",
    "7:1": "all-scenarios: true or false is needed",
    "8:1": "environments: a mapping is needed",
    "10:5": "no rule 's3-bucket-unversionned'; did you mean 's3-bucket-unversioned'?",
    "12:5": "no rule 'gleu-*'",
    "13:6": "unknown key 'pillar'; did you mean 'pillars'?",
    "14:19": "severities is one of critical",
    "15:11": "include[0]: a rule, a pattern or criteria",
    "17:3": "s3-bucket-unversioned is one of critical, high, medium, low, info, not 'hihg'; did",
    "18:3": "no rule 's3-bucket-tls-optionl'; did you mean 's3-bucket-tls-optional'?",
    "19:25": "production is one of critical",
    "21:3": "no rule 'no-such-rule'",
    "22:19": "queue-forgets.mots: no parameter 'mots'; did you mean 'most'?",
    "22:28": "queue-forgets.most: a number is needed, not 'many'",
    "23:3": "rule-parameters.sqs-queue-unencrypted: a mapping from parameters is needed, not 5",
}


def test_every_mistake_is_told_at_once_with_line_and_column(run: Run) -> None:
    """Nothing is scanned, the code is 2, and each mistake is a line with its place."""
    files = {
        "synthgate.yaml": MISTAKES,
        "t.yaml": BUCKET,
        "own/queue.yaml": CARD.format(id="queue-forgets"),
    }
    ran = run("scan", "t.yaml", "--rules", "own", files=files)
    assert (ran.code, ran.out) == (2, "")
    told = dict(
        re.fullmatch(r"synthgate: synthgate\.yaml:(\d+:\d+): (.*)", line).groups()  # type: ignore[union-attr]
        for line in ran.err.splitlines()
    )
    assert list(told) == list(WANTED)
    for place, words in WANTED.items():
        assert words in told[place], place


def test_the_mistakes_are_told_in_korean(run: Run) -> None:
    """The file itself may say in which language; every line has Hangul in it."""
    files = {"synthgate.yaml": MISTAKES.replace("lang: kr", "lang: ko"), "t.yaml": BUCKET}
    lines = run("scan", "t.yaml", files=files).err.splitlines()
    assert len(lines) > 15
    assert all(re.search("[가-힣]", line) for line in lines), lines


@pytest.mark.parametrize("command", [["scan"], ["explain", "--resource", "Bucket"]])
def test_no_command_goes_by_a_configuration_with_mistakes(run: Run, command: list[str]) -> None:
    """Whether or not it asks for what is wrong."""
    ran = run(*command, "t.yaml", files={"synthgate.yaml": "a: 1\n", "t.yaml": BUCKET})
    assert ran.code == 2
    assert "synthgate.yaml:1:1: unknown key 'a'" in ran.err


@pytest.mark.parametrize(
    ("environ", "words"),
    [
        ({"SYNTHGATE_FAIL_ON": "urgent"}, "SYNTHGATE_FAIL_ON: fail-on is one of"),
        ({"SYNTHGATE_LANG": "fr"}, "SYNTHGATE_LANG: lang is one of en, ko"),
        ({"SYNTHGATE_FORMAT": "xml"}, "SYNTHGATE_FORMAT: format is one of text"),
        ({"SYNTHGATE_ALL_SCENARIOS": "maybe"}, "SYNTHGATE_ALL_SCENARIOS: all-scenarios: true or"),
        ({"SYNTHGATE_EXCLUDE": "nothing-at-all"}, "SYNTHGATE_EXCLUDE: no rule 'nothing-at-all'"),
        ({"SYNTHGATE_PROFILE": "al"}, "SYNTHGATE_PROFILE: no profile 'al'; did you mean 'all'?"),
        ({"SYNTHGATE_CONFIG": "gone.yaml"}, "gone.yaml: no such file"),
        (
            {"SYNTHGATE_FAILON": "low"},
            "SYNTHGATE_FAILON: no such setting; did you mean 'SYNTHGATE_F",
        ),
        (
            {"SYNTHGATE_SOURCE_ROOT": "gone"},
            "SYNTHGATE_SOURCE_ROOT: source-root: there is no folder",
        ),
        (
            {"SYNTHGATE_ENVIRONMENT": "prdction"},
            "no environment is called 'prdction'; did you mean",
        ),
        ({"SYNTHGATE_ENVIRONMENTS": "*=prdct"}, "SYNTHGATE_ENVIRONMENTS: no environment is called"),
    ],
)
def test_a_variable_that_says_nonsense_is_a_mistake(
    run: Run, environ: dict[str, str], words: str
) -> None:
    """Told by the variable's name."""
    ran = run("scan", "t.yaml", files={"t.yaml": BUCKET}, environ=environ)
    assert (ran.code, ran.out) == (2, "")
    assert words in ran.err


def test_an_environment_of_ones_own_is_one_that_something_speaks_of(run: Run) -> None:
    """A severity of the configuration, or a card: of its severities or in its check."""
    file = (
        "environments: {'*': blue}\nseverity: {s3-bucket-unversioned: {blue: high, default: low}}\n"
    )
    assert run("scan", "t.yaml", files={"t.yaml": POOL, "synthgate.yaml": file}).code == 0
    card = CARD.format(id="queue-forgets").replace("check:", "when: {environment: [green]}\ncheck:")
    options = ("--rules", "own", "--no-config", "--environment")
    files = {"own/queue.yaml": card}
    assert run("scan", "t.yaml", *options, "Green", files=files).code == 0
    ran = run("scan", "t.yaml", *options, "gren")
    assert "did you mean 'green'?" in ran.err


def test_a_mistake_in_a_parents_file_is_told_from_here(run: Run) -> None:
    """By the path that leads there."""
    files = {"synthgate.yaml": "fail-on: urgent\n", "app/t.yaml": BUCKET}
    assert "synthgate: ../synthgate.yaml:1:1: " in run("scan", files=files, folder="app").err


BOMB = "a0: &a0 [x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12)
)
HOSTILE: dict[str, tuple[str | bytes, str]] = {
    "alias bomb": (BOMB, "1,000,000"),
    "recursive anchor": ("profile: &a [*a]\n", "1:10"),
    "200,000 brackets": ("[" * 200_000, "nested"),
    "not UTF-8": ("profile: 한국".encode("euc-kr"), "not UTF-8"),
    "UTF-16": ("profile: all".encode("utf-16"), "not UTF-8"),
    "NUL": ("profile: a\0b", "not valid YAML"),
    "no YAML": ("profile: [", "not valid YAML"),
    "two documents": ("profile: all\n---\nprofile: all\n", "synthgate.yaml"),
    "list": ("- profile\n", "not a mapping"),
    "word": ("recommended\n", "not a mapping"),
    "twice": ("lang: en\nlang: ko\n", "2:1"),
    "a tag": ("profile: !Sub all\n", "1:1: profile: a text is needed"),
    "key is a list": ("[a, b]: c\n", "1:1"),
    "two megabytes": ("# " + "x" * 2_000_000, "1,000,000 bytes"),
    "escapes": ('"\\e]0;owned\\a": 1\n', "unknown key"),
    "deep settings": (f"exclude: {'[' * 150}{']' * 150}\n", "1:11"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_a_mistake_and_no_traceback(run: Run, name: str) -> None:
    """The code is 2, the file is named, and nothing can paint the terminal."""
    content, words = HOSTILE[name]
    ran = run("scan", "t.yaml", files={"synthgate.yaml": content, "t.yaml": BUCKET})
    assert (ran.code, ran.out) == (2, "")
    assert words in ran.err
    assert all(line.startswith("synthgate: synthgate.yaml") for line in ran.err.splitlines())
    assert not {"\x1b", "\a"} & set(ran.err)


@pytest.mark.parametrize("kind", ["folder", "fifo", "dangling link", "loop", "unreadable"])
def test_what_is_no_file_is_a_mistake(run: Run, tmp_path: Path, kind: str) -> None:
    """It was meant to be the configuration; a pipe is not waited for."""
    path = tmp_path / "synthgate.yaml"
    match kind:
        case "folder":
            path.mkdir()
        case "fifo":
            os.mkfifo(path)
        case "dangling link":
            path.symlink_to("nowhere")
        case "loop":
            path.symlink_to("synthgate.yaml")
        case _:
            path.write_text("lang: ko\n")
            path.chmod(0)
            if os.access(path, os.R_OK):
                pytest.skip("root reads everything")
    ran = run("scan", "t.yaml", files={"t.yaml": BUCKET})
    assert ran.code == 2
    assert "synthgate: synthgate.yaml: " in ran.err


@pytest.mark.parametrize("content", ["", "# nothing yet\n", "---\n", "\ufeffprofile: all\n"])
def test_a_file_that_says_little_is_no_mistake(run: Run, content: str) -> None:
    """An empty file, comments, a byte order mark."""
    ran = run("scan", "t.yaml", files={"synthgate.yaml": content, "t.yaml": POOL})
    assert (ran.code, ran.err) == (0, "")


def test_the_language_of_the_file_is_spoken(run: Run) -> None:
    """And the variable's, from the first error of the command line on."""
    files = {"synthgate.yaml": "lang: ko\n", "t.yaml": BUCKET}
    assert "게이트 닫힘" in run("scan", "t.yaml", files=files).out
    assert "Gate closed" in run("scan", "t.yaml", "--lang", "en").out
    ran = run("explain", "t.yaml", "--resource", "Nobody", environ={"SYNTHGATE_LANG": "ko"})
    assert "리소스가 없습니다" in ran.err


# What it does to the rules


def test_rules_are_taken_left_and_set(run: Run) -> None:
    """`include`, `exclude`, `severity`, `rule-parameters`, own cards among them."""
    base = {"paths": ["t.yaml"], "format": ["json"], "rules": ["own"]}
    template = BUCKET + "  Group: {Type: AWS::Logs::LogGroup}\n  " + QUEUE.split("\n  ")[1]
    files = {"t.yaml": template, "own/queue.yaml": CARD.format(id="queue-forgets")}

    def found(**settings: Any) -> dict[str, str]:
        text = json.dumps({**base, **settings})
        ran = run("scan", files={**files, "synthgate.yaml": text})
        assert not ran.err.startswith("synthgate:"), ran.err
        return ran.rules

    plain = found()
    assert plain["queue-forgets"] == "medium"
    assert "s3-bucket-access-unlogged" not in plain
    assert "s3-bucket-access-unlogged" in found(include=["s3-*"])
    assert plain.keys() - found(exclude=["s3-*"]).keys() == {
        rule for rule in plain if rule.startswith("s3-")
    }
    assert found(exclude=[{"pillars": ["operations"], "severities": ["medium"]}]).keys() == (
        plain.keys() - {"queue-forgets", "lambda-failures-lost"}
    )
    assert found(profile="aspects").keys() == {"queue-forgets", "s3-bucket-unencrypted"}
    assert found(severity={"s3-bucket-unversioned": "info"})["s3-bucket-unversioned"] == "info"
    assert "queue-forgets" not in found(**{"rule-parameters": {"queue-forgets": {"most": 20}}})


@pytest.mark.parametrize(
    ("key", "options", "variable", "in_file"),
    [
        (
            "severity", ["a=HIGH", "b={prod: low}"], "a=high, b={prod: low}",
            {"a": "high", "b": {"prod": "low"}},
        ),
        (
            "rule-parameters", ["a.most=20", "a.kinds=[x, y]"], "a.most=20,a.kinds=[x, y]",
            {"a": {"most": 20, "kinds": ["x", "y"]}},
        ),
        ("environments", ["*-a=b=dev"], "*-a=b=dev", {"*-a=b": "dev"}),
        (
            "exclude", ["s3-*,kms-*", "{pillars: [cost, backup]}"],
            "s3-*, kms-*,{pillars: [cost, backup]}",
            ["s3-*", "kms-*", {"pillars": ["cost", "backup"]}],
        ),
        ("format", ["JSON=a.json"], "Json=a.json", ["json=a.json"]),
        ("fail-on", "HIGH", "High", "high"),
    ],
)  # fmt: skip
def test_a_shell_can_say_all_that_the_file_can(
    tmp_path: Path, key: str, options: Any, variable: str, in_file: Any
) -> None:
    """Mappings and criteria, too; and it counts as if the file said it."""
    setting = SETTINGS[key]
    assert of_option(setting, options) == in_file
    assert of_variable(setting, variable) == in_file
    (tmp_path / "synthgate.yaml").write_text(json.dumps({key: in_file}))
    assert not configure({}, {}, tmp_path).mistakes


@pytest.mark.parametrize(
    ("option", "words"),
    [
        (["--severity", "high"], "--severity: severity: written RULE=SEVERITY, not 'high'"),
        (["--rule-parameters", "a=1"], "written RULE.NAME=VALUE, not 'a=1'"),
        (["--environments", "*-prod"], "written PATTERN=NAME, not '*-prod'"),
        (["--exclude", "{pillars: [cost"], "--exclude: no rule '{pillars: [cost'"),
        (["--format", "json="], "json= names no file"),
    ],
)
def test_what_a_shell_says_wrongly_is_told_as_it_is_to_be_written(
    run: Run, option: list[str], words: str
) -> None:
    """No option is passed over in silence."""
    ran = run("scan", "t.yaml", *option, files={"t.yaml": BUCKET})
    assert (ran.code, ran.out) == (2, "")
    assert words in ran.err


def test_select_replaces_what_weaker_places_choose(run: Run) -> None:
    """Exactly these rules are asked, but for what is excluded in the same place."""
    files = {
        "t.yaml": BUCKET,
        "synthgate.yaml": "exclude: [s3-*]\ninclude: [s3-bucket-access-unlogged]\nformat: [json]\n",
    }
    both = ("--select", "s3-bucket-tls-optional,s3-bucket-access-unlogged")
    assert run("scan", "t.yaml", *both, files=files).rules.keys() == set(both[1].split(","))
    one = run("scan", "t.yaml", *both, "--exclude", "*-unlogged")
    assert one.rules.keys() == {"s3-bucket-tls-optional"}
    assert run("scan", "t.yaml", "--select", "s3-*", "--untrusted", "--format", "json").rules
    told = run("scan", "t.yaml", files={"synthgate.yaml": "select: [kms-*]\n"}).out
    assert "takes from the gate: rules not asked" in told


def test_excluded_paths_are_not_scanned_and_told(run: Run) -> None:
    """With their number; where nothing is left, that is no pass."""
    files = {"a/t.yaml": BUCKET, "b/c/t.yaml": BUCKET, "b/u.yaml": BUCKET}
    ran = run("scan", ".", "--exclude-path", "b", files=files)
    assert "scanned 1 of 1 templates" in ran.out
    assert "2 templates and assemblies are not scanned" in ran.out
    assert run("scan", "a/t.yaml", "--exclude-path", "a/*").code == 3
    ran = run("scan", ".", files={"synthgate.yaml": "exclude-path: [b/c]\n"})
    assert "takes from the gate: not scanned: b/c" in ran.out
    assert "scanned 1 of 1" in run("scan", ".", folder="b").out
    assert "scanned 3 of 3" in run("scan", ".", "--untrusted").out


def test_patterns_as_options_outweigh_one_environment_of_the_file(run: Run) -> None:
    """The stronger place has its way; in one place, the patterns do."""
    config = "environment: dev\nformat: [json]\n"
    files = {"t.yaml": BUCKET, "synthgate.yaml": config}
    ran = run("scan", "t.yaml", "--environments", "t.yaml=prod", files=files)
    assert json.loads(ran.out)["templates"][0]["environment"] == "production"


def test_a_severity_may_hang_on_the_environment(run: Run) -> None:
    """By any of the environment's names."""
    severity = {"s3-bucket-unversioned": {"prod": "critical", "default": "low"}}
    files = {"t.yaml": BUCKET, "synthgate.yaml": json.dumps({"severity": severity})}

    def level(*options: str) -> str:
        ran = run("scan", "t.yaml", "--format", "json", *options, files=files)
        return ran.rules["s3-bucket-unversioned"]

    assert level("--environment", "production") == "critical"
    assert level("--environment", "dev") == "low"
    assert level() == "low"


def test_a_variable_takes_back_in_what_the_file_leaves_out(run: Run) -> None:
    """The stronger source has the last word."""
    files = {"t.yaml": BUCKET, "synthgate.yaml": "exclude: [s3-*]\nformat: [json]\n"}
    assert not [rule for rule in run("scan", "t.yaml", files=files).rules if rule[:3] == "s3-"]
    ran = run("scan", "t.yaml", environ={"SYNTHGATE_INCLUDE": "s3-bucket-tls-optional"})
    assert "s3-bucket-tls-optional" in ran.rules
    ran = run("scan", "t.yaml", environ={"SYNTHGATE_EXCLUDE": "kms-*"})
    assert "s3-bucket-tls-optional" in ran.rules


def test_a_rule_whose_card_is_broken_is_not_told_of_twice(run: Run) -> None:
    """The card's mistake is; that the configuration names the rule is none."""
    card = CARD.format(id="queue-forgets").replace("medium", "urgent")
    files = {
        "own/queue.yaml": card,
        "t.yaml": QUEUE,
        "synthgate.yaml": "severity: {queue-forgets: high}\nrules: [own]\n",
    }
    ran = run("scan", "t.yaml", "--format", "json", files=files)
    assert (ran.code, ran.out) == (2, "")
    assert [line.split(":")[1] for line in ran.err.splitlines()] == [" own/queue.yaml"]


# The library


def test_the_library_is_configured_like_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It finds the file and the variables, and may be told to read another or none."""
    (tmp_path / "t.yaml").write_text(POOL)
    (tmp_path / "synthgate.yaml").write_text("fail-on: low\nlang: ko\n")
    (tmp_path / "lax.yaml").write_text("fail-on: never\n")
    report = scan("t.yaml", folder=tmp_path)
    assert (report.gate.exit_code, report.language) == (1, "ko")
    assert scan("t.yaml", folder=tmp_path, fail_on="high").gate.exit_code == 0
    assert scan("t.yaml", folder=tmp_path, fail_on=Severity.LOW, config=None).gate.exit_code == 1
    assert scan("t.yaml", folder=tmp_path, config=None).gate.exit_code == 0
    assert scan("t.yaml", folder=tmp_path, config="lax.yaml").gate.exit_code == 0
    assert scan("t.yaml", folder=tmp_path, profile="aspects").gate.exit_code == 0
    monkeypatch.setenv("SYNTHGATE_FAIL_ON", "critical")
    assert scan("t.yaml", folder=tmp_path).gate.exit_code == 0


def test_the_library_raises_what_the_command_tells(tmp_path: Path) -> None:
    """One error with all mistakes."""
    (tmp_path / "synthgate.yaml").write_text("fail-on: urgent\nlangg: ko\n")
    with pytest.raises(UsageError) as raised:
        scan("t.yaml", folder=tmp_path)
    lines = str(raised.value).splitlines()
    assert [line.partition(": ")[0] for line in lines] == [
        "synthgate.yaml:1:1",
        "synthgate.yaml:2:1",
    ]
    with pytest.raises(UsageError, match="no profile 'al'; did you mean 'all'"):
        scan("t.yaml", folder=tmp_path, config=None, profile="al")


# The surroundings


def test_help_reads_no_configuration(tmp_path: Path) -> None:
    """``--help`` is quick, whatever lies in the folder."""
    (tmp_path / "synthgate.yaml").write_text("nonsense: [")
    code = (
        "import sys; from synthgate.cli import run\n"
        "try: run()\nfinally: print(*sys.modules, file=sys.stderr)"
    )
    for options in (["--help"], ["scan", "--help"], ["--version"]):
        ran = subprocess.run(
            [sys.executable, "-c", code, *options],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert ran.returncode == 0
        modules = set(ran.stderr.split())
        assert not {"synthgate.config", "yaml", "importlib.metadata"} & modules


def test_the_program_reads_its_environment(tmp_path: Path) -> None:
    """As a shell sets it."""
    (tmp_path / "t.yaml").write_text(POOL)
    ran = subprocess.run(
        [sys.executable, "-m", "synthgate", "scan", "t.yaml"],
        cwd=tmp_path,
        env={**os.environ, "SYNTHGATE_FAIL_ON": "low", "SYNTHGATE_LANG": "ko"},
        capture_output=True,
        check=False,
    )
    assert ran.returncode == 1
    assert "게이트 닫힘" in ran.stdout.decode()


PAGES = ("configuration.md", "configuration.ko.md")


@pytest.mark.parametrize("name", PAGES)
def test_the_page_about_configuration_names_every_key(name: str) -> None:
    """It is complete: each key has a row with its variable."""
    page = (ROOT / "docs" / name).read_text("utf-8")
    for key in SETTINGS:
        assert f"| `{key}` | `{variable(key)}` | " in page


@pytest.mark.parametrize("name", PAGES)
def test_the_example_of_the_page_is_without_mistakes(run: Run, name: str) -> None:
    """Whoever copies it gets a scan."""
    page = (ROOT / "docs" / name).read_text("utf-8")
    example = re.search(r"```yaml\n(# synthgate\.yaml.*?)```", page, re.DOTALL)
    assert example
    files = {
        "synthgate.yaml": example[1],
        "policies/queue.yaml": CARD.format(id="queue-kept-too-long"),
        "parameters.json": "{}",
        "cdk.out/t.yaml": POOL,
    }
    ran = run("scan", "cdk.out/t.yaml", files=files)
    assert ran.code in {0, 1}, ran.err
