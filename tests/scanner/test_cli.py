"""The command line: reports where they are wanted, an exit code that means something."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from typing import TYPE_CHECKING, Any

import pytest

from synthgate import __version__
from synthgate.cli import Streams, main, run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

BAD = """\
Resources:
  Bucket:
    Type: AWS::S3::Bucket
    Properties: {PublicAccessBlockConfiguration: {BlockPublicAcls: false}}
"""
# No built-in rule is about this type.
CLEAN = "Resources:\n  Wait:\n    Type: AWS::CloudFormation::WaitConditionHandle\n"
CARD = """\
id: wait-handle-open
title: {en: Handle has no name, ko: 이름 없는 핸들}
severity: high
pillar: operations
resources: [AWS::CloudFormation::WaitConditionHandle]
check: {path: $.Properties.Name, exists: true}
why: {en: Nobody knows it, ko: 아무도 모름}
fix: {en: Name it, ko: 이름을 지정}
examples: {fails: "", passes: ""}
"""
RULES = {"rules/wait.yaml": CARD, "t.yaml": CLEAN}


def nested(levels: int) -> str:
    return '{"Resources": ' * levels + "1" + "}" * levels


def manifest(**artifacts: Any) -> str:
    return json.dumps({"version": "55.0.0", "artifacts": artifacts})


def stack(file: str) -> dict[str, Any]:
    return {"type": "aws:cloudformation:stack", "properties": {"templateFile": file}}


MARKER = {"cdk.out/cdk.out": '{"version": "55.0.0"}'}


@pytest.mark.parametrize(
    ("argv", "files", "code"),
    [
        (["scan", "t.yaml"], {"t.yaml": CLEAN}, 0),
        (["scan", "t.yaml"], {"t.yaml": BAD}, 1),
        (["scan", "t.yaml", "--exit-zero"], {"t.yaml": BAD}, 0),
        (["scan", "t.yaml", "--fail-on", "never"], {"t.yaml": BAD}, 0),
        (["scan", "t.yaml", "--rules", "rules"], RULES, 1),
        (["scan", "t.yaml", "--rules", "rules", "--fail-on", "critical"], RULES, 0),
        (["scan", "t.yaml", "u.yaml"], {"t.yaml": BAD, "u.yaml": "x: ["}, 3),
        (["scan", "u.yaml", "--exit-zero"], {"u.yaml": "x: ["}, 3),
        (["scan", "t.yaml", "--rules", "nowhere"], {"t.yaml": CLEAN}, 2),
        (["scan", "u.yaml", "--rules", "nowhere"], {"u.yaml": "x: ["}, 2),
        (["scan", "--format", "xml", "t.yaml"], {"t.yaml": CLEAN}, 2),
        (["scan", "--fail-on", "urgent", "t.yaml"], {"t.yaml": CLEAN}, 2),
        (["scan", "--no-such-option"], {}, 2),
        (["scna"], {}, 2),
        ([], {}, 2),
        (["--version"], {}, 0),
        (["--help"], {}, 0),
        (["scan", "--help"], {}, 0),
        (["rules"], {}, 2),
        (["rules", "list"], {}, 0),
        (["rules", "list", "--rules", "nowhere"], {}, 2),
    ],
)
def test_the_exit_code_is_the_contract(
    cli: Callable[..., Any], argv: list[str], files: dict[str, str], code: int
) -> None:
    """0 open, 1 closed, 2 misused, 3 not all scanned; 2 beats 3 beats 1."""
    assert cli(*argv, files=files).code == code


INPUTS: dict[str, tuple[list[str], dict[str, str | bytes], int]] = {
    "no path and no cdk.out": ([], {}, 3),
    "missing path": (["nowhere.yaml"], {}, 3),
    "empty folder": (["d"], {"d/.keep": ""}, 3),
    "folder of non-templates": (["d"], {"d/a.json": "{}", "d/b.yaml": "a: b"}, 3),
    "list": (["t"], {"t": "- a\n"}, 3),
    "string": (["t"], {"t": "hello"}, 3),
    "number": (["t"], {"t": "5"}, 3),
    "json list": (["t"], {"t": "[]"}, 3),
    "json string": (["t"], {"t": '"x"'}, 3),
    "empty mapping": (["t"], {"t": "{}"}, 3),
    "no resources": (["t"], {"t": "AWSTemplateFormatVersion: '2010-09-09'"}, 3),
    "resources is a list": (["t"], {"t": "Resources: []"}, 3),
    "resource is a string": (["t"], {"t": "Resources: {A: x}"}, 3),
    "0 bytes": (["t"], {"t": ""}, 3),
    "blank": (["t"], {"t": " \n"}, 3),
    "truncated json": (["t.json"], {"t.json": '{"Resources": {"A": {"Ty'}, 3),
    "truncated yaml": (["t.yaml"], {"t.yaml": "Resources: {A: {Type: 'T"}, 3),
    "binary": (["t"], {"t": bytes(range(256))}, 3),
    "nul": (["t"], {"t": "Resources: {}\0"}, 3),
    "utf-16": (["t"], {"t": BAD.encode("utf-16")}, 3),
    "euc-kr": (["t"], {"t": "# 한국\n".encode("euc-kr")}, 3),
    "duplicate key": (["t"], {"t": BAD + BAD}, 3),
    "tab": (["t"], {"t": "Resources:\n\tA: {Type: T}\n"}, 3),
    "two documents": (["t"], {"t": f"{BAD}---\n{BAD}"}, 3),
    "alias bomb": (
        ["t"],
        {
            "t": "a0: &a0 [x]\n"
            + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12))
            + BAD
        },
        3,
    ),
    "recursive anchor": (["t"], {"t": f"a: &a [*a]\n{BAD}"}, 3),
    "json 10,000 deep": (["t.json"], {"t.json": nested(10_000)}, 3),
    "brackets 200,000 deep": (["t"], {"t": "[" * 200_000}, 3),
    "manifest is empty": ([], {**MARKER, "cdk.out/manifest.json": ""}, 3),
    "manifest is a list": ([], {**MARKER, "cdk.out/manifest.json": "[]"}, 3),
    "manifest without marker": ([], {"cdk.out/manifest.json": "{"}, 3),
    "manifest names a missing template": (
        [],
        {**MARKER, "cdk.out/manifest.json": manifest(S=stack("gone.json"))},
        3,
    ),
    "manifest names a template outside": (
        [],
        {**MARKER, "cdk.out/manifest.json": manifest(S=stack("../t.yaml")), "t.yaml": BAD},
        3,
    ),
    "manifest names itself": (
        [],
        {**MARKER, "cdk.out/manifest.json": manifest(S=stack("manifest.json"))},
        3,
    ),
    "card with a wrong key": (
        ["t.yaml", "--rules", "rules"],
        {**RULES, "rules/wait.yaml": CARD.replace("severity", "sverity")},
        2,
    ),
    "card that is no yaml": (["t.yaml", "--rules", "rules"], {**RULES, "rules/x.yaml": "a: ["}, 2),
    "card with a wrong word": (
        ["t.yaml", "--rules", "rules"],
        {**RULES, "rules/wait.yaml": CARD.replace("exists", "exits")},
        2,
    ),
    "rules is a file": (["t.yaml", "--rules", "t.yaml"], {"t.yaml": CLEAN}, 2),
    "a path with odd letters": (["\x1b[31m{x}%s\u202e.yaml"], {}, 3),
}


@pytest.mark.sampled(3)
@pytest.mark.parametrize("name", INPUTS)
@pytest.mark.parametrize("form", ["text", "json"])
def test_bad_input_is_a_problem_and_no_traceback(
    cli: Callable[..., Any], name: str, form: str
) -> None:
    """Every bad input has its exit code and a sentence that says what to do, in each format."""
    paths, files, code = INPUTS[name]
    ran = cli("scan", *paths, "--format", form, files=files)
    assert ran.code == code
    assert "Traceback" not in ran.out + ran.err
    if code == 2:
        assert ran.out == ""
        assert "\x1b" not in ran.err
    elif form == "json":
        problems = [p for p in ran.report["problems"] if p["kind"] != "notice"]
        assert problems
        assert all(len(problem["message"]) > 10 for problem in problems)
        assert ran.report["gate"]["exit_code"] == code
        assert "\x1b" not in ran.err


CHAIN = "".join(f"  C{n}: !Not [!Condition C{n + 1}]\n" for n in range(500))
ALIASES = "".join(f"  a{n}: &a{n} [*a{n - 1}]\n" for n in range(1, 600))
CRASHES: dict[str, tuple[list[str], dict[str, str | bytes]]] = {
    "split by nothing": (
        ["t.yaml"],
        {"t.yaml": f"{BAD}    Properties: {{BucketName: !Split ['', a]}}\n"},
    ),
    "chain of conditions": (
        ["t.yaml"],
        {"t.yaml": f"Conditions:\n{CHAIN}  C500: !Equals [a, b]\n{BAD}    Condition: C0\n"},
    ),
    "nested conditions": (
        ["t.yaml"],
        {
            "t.yaml": f"Conditions:\n  C: {'!Or [' * 190}!Equals [a, b]{']' * 190}\n"
            f"{BAD}    Condition: C\n"
        },
    ),
    "depth by aliases": (
        ["t.yaml"],
        {"t.yaml": f"V:\n  a0: &a0 [x]\n{ALIASES}{BAD}    Properties: {{BucketName: *a599}}\n"},
    ),
    "name too long": (["x" * 300], {}),
    "card id is a number": (
        ["t.yaml", "--rules", "rules"],
        {**RULES, "rules/wait.yaml": CARD.replace("wait-handle-open", "5")},
    ),
    "card module is broken": (
        ["t.yaml", "--rules", "rules"],
        {
            **RULES,
            "rules/wait.yaml": CARD.replace(
                "{path: $.Properties.Name, exists: true}", "{python: f}"
            ),
            "rules/wait.py": "def f(:\n",
        },
    ),
    "folder called like a card": (["t.yaml", "--rules", "rules"], {**RULES, "rules/x.yaml/y": ""}),
    "line without end": (
        [],
        {
            **MARKER,
            "cdk.out/manifest.json": manifest(
                S={
                    **stack("S.json"),
                    "metadata": {
                        "/S/B": [
                            {"type": "aws:cdk:logicalId", "data": "Bucket"},
                            {"type": "aws:cdk:creationStack", "data": [f"x (a.py:{'9' * 5000})"]},
                        ]
                    },
                }
            ),
            "cdk.out/S.json": BAD,
        },
    ),
}


@pytest.mark.parametrize("name", CRASHES)
def test_hostile_input_is_no_crash(cli: Callable[..., Any], name: str) -> None:
    """Nothing that a template, an assembly or a card holds ends the process with a traceback."""
    paths, files = CRASHES[name]
    assert cli("scan", *paths, files=files).code in {0, 1, 2, 3}


@pytest.mark.parametrize(
    "files",
    [
        {
            "d/t.yaml": "Resources:\n  Fn::ForEach::B: [N, [a], {'${N}': "
            "{Type: AWS::S3::Bucket, Properties: {AccessControl: PublicRead}}}]\n"
        },
        {"d/t.txt": "AWSTemplateFormatVersion is a key\n"},
        {"d/t.yaml": BAD.encode("utf-16"), "d/u.yaml": CLEAN},
    ],
    ids=["loop", "nothing", "utf-16"],
)
def test_what_is_not_scanned_never_opens_the_gate(
    cli: Callable[..., Any], files: dict[str, str | bytes]
) -> None:
    """Never a silent pass."""
    assert cli("scan", "d", files=files).code in {1, 3}


def test_templates_that_nest_in_themselves_come_to_an_end(tmp_path: Path) -> None:
    """Two nested stacks whose template is their parent's."""
    out = tmp_path / "cdk.out"
    out.mkdir()
    (out / "cdk.out").write_text("{}")
    (out / "manifest.json").write_text(manifest(S=stack("S.json")))
    child = {"Type": "AWS::CloudFormation::Stack", "Metadata": {"aws:asset:path": "S.json"}}
    (out / "S.json").write_text(json.dumps({"Resources": {"A": child, "B": child}}))
    process("scan", folder=tmp_path, timeout=60)


def test_findings_of_one_report_have_identities_of_their_own(cli: Callable[..., Any]) -> None:
    """One stack name in two regions is two stacks: a waiver for one must not reach the other."""
    artifacts = {
        f"App-{region}": {
            "type": "aws:cloudformation:stack",
            "environment": f"aws://123456789012/{region}",
            "properties": {"templateFile": f"{region}.template.json", "stackName": "app"},
        }
        for region in ("eu-west-1", "us-east-1")
    }
    files = {f"cdk.out/{region}.template.json": BAD for region in ("eu-west-1", "us-east-1")}
    files |= {**MARKER, "cdk.out/manifest.json": manifest(**artifacts)}
    findings = cli("scan", "--format", "json", files=files).report["findings"]
    identities = [finding["fingerprint"] for finding in findings]
    assert identities
    assert len(set(identities)) == len(identities)


def test_reports_go_where_they_are_wanted(cli: Callable[..., Any], tmp_path: Path) -> None:
    """Each format to its file, folders made; the summary to standard error."""
    ran = cli(
        "scan", "t.yaml", "--format", "json=out/deep/r.json", "--format", "sarif=r.sarif",
        files={"t.yaml": BAD},
    )  # fmt: skip
    assert ran.code == 1
    assert ran.out == ""
    assert ran.err.startswith("Gate closed")
    assert json.loads((tmp_path / "out/deep/r.json").read_text())["gate"]["exit_code"] == 1
    assert json.loads((tmp_path / "r.sarif").read_text())["version"] == "2.1.0"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "r.sarif", "t.yaml"]


def test_text_is_what_comes_without_asking(cli: Callable[..., Any]) -> None:
    """To standard output, which then says everything: nothing goes to standard error."""
    ran = cli("scan", "t.yaml", files={"t.yaml": BAD})
    assert "t.yaml:3:5" in ran.out
    assert "Gate closed" in ran.out
    assert ran.err == ""


def test_output_is_the_file_of_a_format_without_one(
    cli: Callable[..., Any], tmp_path: Path
) -> None:
    """``--format json --output FILE``."""
    cli("scan", "t.yaml", "--format", "json", "--output", "r.json", files={"t.yaml": BAD})
    assert json.loads((tmp_path / "r.json").read_text())["schema_version"] == "2"


@pytest.mark.parametrize(
    "wishes",
    [
        ["--format", "json", "--format", "sarif"],
        ["--format", "json", "--format", "json"],
        ["--format", "json=a", "--format", "sarif=a"],
        ["--format", "json", "--format", "sarif=a", "--output", "a"],
        ["--format", "json=a", "--format", "sarif=./a"],
    ],
)
def test_two_reports_for_one_place_are_refused(
    cli: Callable[..., Any], tmp_path: Path, wishes: list[str]
) -> None:
    """Before any work is done: nothing is written, and the advice names the option."""
    ran = cli("scan", "t.yaml", *wishes, files={"t.yaml": BAD})
    assert (ran.code, ran.out) == (2, "")
    assert "--format sarif=out.sarif" in ran.err
    assert [path.name for path in tmp_path.iterdir()] == ["t.yaml"]


@pytest.mark.parametrize("target", ["t.yaml/r.json", "folder", "folder/", "n" * 300])
def test_a_report_that_cannot_be_written_leaves_nothing_behind(
    cli: Callable[..., Any], tmp_path: Path, target: str
) -> None:
    """It is misuse (2), said with the file's name; the other reports are written whole."""
    files = {"t.yaml": BAD, "folder/.keep": ""}
    ran = cli(
        "scan", "t.yaml", "--format", f"json={target}", "--format", "sarif=r.sarif", files=files
    )
    assert ran.code == 2
    assert target in ran.err
    assert json.loads((tmp_path / "r.sarif").read_text())
    names = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*"))
    assert names == ["folder", "folder/.keep", "r.sarif", "t.yaml"]


def test_a_report_is_replaced_as_a_whole(cli: Callable[..., Any], tmp_path: Path) -> None:
    """A shorter report leaves no tail of a longer one."""
    (tmp_path / "r.json").write_text("x" * 100_000)
    cli("scan", "t.yaml", "--format", "json=r.json", files={"t.yaml": CLEAN})
    assert json.loads((tmp_path / "r.json").read_text())


def test_a_device_takes_a_report(cli: Callable[..., Any]) -> None:
    """``/dev/null`` is written to, not replaced."""
    assert cli("scan", "t.yaml", "--format", "json=/dev/null", files={"t.yaml": CLEAN}).code == 0
    assert not os.path.isfile("/dev/null")  # noqa: PTH113 - a file there would be a disaster


def test_the_same_input_gives_the_same_bytes(cli: Callable[..., Any], tmp_path: Path) -> None:
    """No times, no absolute paths, no order by chance."""
    files = {"a.yaml": BAD, "d/b.yaml": BAD, "c.yaml": "x: ["}
    one = cli("scan", "a.yaml", "d", "c.yaml", "--format", "json", files=files)
    other = cli("scan", "a.yaml", str(tmp_path / "d"), "c.yaml", "--format", "json")
    assert one.out == other.out
    assert str(tmp_path) not in one.out


def test_what_is_found_does_not_depend_on_the_language(cli: Callable[..., Any]) -> None:
    """Only sentences are translated, and all of them are."""
    files = {"t.yaml": BAD, "u.yaml": "x: ["}
    english = cli("scan", "t.yaml", "u.yaml", "--format", "json", files=files).report
    korean = cli("scan", "t.yaml", "u.yaml", "--format", "json", "--lang", "ko").report
    key = [(f["rule_id"], f["fingerprint"], f["location"]) for f in english["findings"]]
    assert key == [(f["rule_id"], f["fingerprint"], f["location"]) for f in korean["findings"]]
    sentences = [(f["message"], f["why"]) for f in korean["findings"]]
    sentences += [(p["message"],) for p in korean["problems"]]
    sentences += [(korean["gate"]["reason"],)]
    assert all(hangul(text) for texts in sentences for text in texts)


def hangul(text: str) -> bool:
    return any("가" <= letter <= "힣" for letter in text)


def test_korean_is_spoken_from_the_first_error_on(
    cli: Callable[..., Any], capsys: pytest.CaptureFixture[str]
) -> None:
    """Text, usage errors and help are in the language that is asked for."""
    ran = cli("scan", "t.yaml", "--lang", "ko", files={"t.yaml": BAD})
    assert "게이트 닫힘" in ran.out
    assert "Gate" not in ran.out
    assert hangul(cli("scan", "--format", "xml", "--lang=ko").err)
    assert hangul(cli("scan", "nowhere", "--lang", "ko").out)
    cli("scan", "--lang", "ko", "--help")
    assert "종료 코드" in capsys.readouterr().out


def test_the_rules_are_listed_for_programs(cli: Callable[..., Any]) -> None:
    """The documented keys, in both languages, sorted by id, own rules among them."""
    ran = cli("rules", "list", "--format", "json", "--rules", "rules", files=RULES)
    rows = ran.report
    assert ran.code == 0
    for row in rows:
        keys = ["id", "title", "severity", "pillar", "resources", "equivalents", "near"]
        assert list(row) == [*keys, "controls", "maturity", "family", "in_profile"]
        assert row["severity"] in {"critical", "high", "medium", "low", "info"}
        assert row["resources"]
    ids = [row["id"] for row in rows]
    assert ids == sorted(ids)
    assert "wait-handle-open" in ids
    assert len(ids) > 10
    korean = cli("rules", "list", "--format", "json", "--lang", "ko").report
    assert all(hangul(row["title"]) for row in korean)


def test_the_rules_are_listed_for_people(cli: Callable[..., Any]) -> None:
    """One line a rule: severity, id, title."""
    lines = cli("rules", "list", "--rules", "rules", files=RULES).out.splitlines()
    rows = [line.split() for line in lines]
    assert ["*", "high", "wait-handle-open", "Handle", "has", "no", "name"] in rows


def test_a_broken_card_is_told_and_the_others_are_listed(cli: Callable[..., Any]) -> None:
    """The list is written, the mistake goes to standard error with its line, the code is 2."""
    files = {**RULES, "rules/bad.yaml": CARD.replace("high", "urgent")}
    ran = cli("rules", "list", "--rules", "rules", files=files)
    assert ran.code == 2
    assert "wait-handle-open" in ran.out
    assert "rules/bad.yaml:3:1" in ran.err


def test_a_scan_from_standard_input(cli: Callable[..., Any]) -> None:
    """``-`` is a template like any other, by the name of <stdin>."""
    ran = cli("scan", "-", "--format", "json", stdin=BAD.encode())
    assert ran.code == 1
    assert ran.report["templates"][0]["path"] == "<stdin>"
    assert ran.report["findings"][0]["location"]["path"] == "<stdin>"
    imported = ("--import", "a.sarif", "--exit-zero", "--format", "json")
    log = '{"version": "2.1.0", "runs": []}'
    ran = cli("scan", "-", *imported, stdin=BAD.encode(), files={"a.sarif": log})
    assert ran.code == 0  # a report asks nothing of the template
    ran = cli("scan", "-", *imported, "--with", "cfn-lint", stdin=BAD.encode())
    [told] = [one for one in ran.report["problems"] if one["code"] == "tool-failed"]
    assert told["path"] == "<stdin>"
    assert told["message"].startswith("cfn-lint: not asked about this template")


def test_what_somebody_must_see_is_seen_whatever_the_format(cli: Callable[..., Any]) -> None:
    """Problems go to standard error where the report goes to a program."""
    ran = cli("scan", "nowhere.yaml", "--format", "json")
    assert "nowhere.yaml" in ran.err
    assert "Gate incomplete" in ran.err


def test_a_template_cannot_paint_the_terminal(cli: Callable[..., Any]) -> None:
    """Control characters of the input are shown as what they are."""
    name = "\\e]0;owned\\a"
    public = "{Type: AWS::S3::Bucket, Properties: {AccessControl: PublicRead}}"
    text = f'Resources:\n  "{name}": {public}\n  "x{name}": 5\n'
    for form in ("text", "json"):
        ran = cli("scan", "t.yaml", "--format", form, files={"t.yaml": text})
        assert not {"\x1b", "\a"} & set(ran.out + ran.err)


def test_the_environment_is_told_from_outside(cli: Callable[..., Any]) -> None:
    """``--environment`` decides for rules that are about an environment."""
    card = CARD + "when: {environment: production}\n"
    files = {**RULES, "rules/wait.yaml": card}
    scan = ["scan", "t.yaml", "--rules", "rules"]
    assert cli(*scan, files=files).code == 0
    assert cli(*scan, "--environment", "production").code == 1
    assert cli(*scan, "--environment", "prod").code == 1
    assert cli(*scan, "--environment", "dev").code == 0


def test_an_interrupt_is_no_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C ends with 130, as shells have it."""

    class Interrupted:
        def read(self, _: int) -> bytes:
            raise KeyboardInterrupt

    streams = Streams(Interrupted(), sys.stdout, sys.stderr)  # type: ignore[arg-type]
    assert main(["scan", "-"], streams) == 130


def process(
    *argv: str,
    folder: Path,
    stdin: bytes = b"",
    timeout: float = 30,
    environment: dict[str, str] | None = None,
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "synthgate", *argv],
        cwd=folder,
        input=stdin,
        capture_output=True,
        timeout=timeout,
        check=False,
        env={**os.environ, **(environment or {})},
    )


def test_the_program_runs(tmp_path: Path) -> None:
    """``python -m synthgate``: help, version, and a scan of what is piped in."""
    shown = process("--help", folder=tmp_path)
    assert (shown.returncode, shown.stderr) == (0, b"")
    assert b"scan" in shown.stdout
    assert process("--version", folder=tmp_path).stdout.decode() == f"synthgate {__version__}\n"
    scanned = process("scan", "-", folder=tmp_path, stdin=BAD.encode())
    assert (scanned.returncode, scanned.stderr) == (1, b"")
    assert b"<stdin>:3:5" in scanned.stdout


def shell(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "-c", f"set -o pipefail; {command}"],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
        env={**os.environ, "S": f"{sys.executable} -m synthgate"},
    )


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """A template with findings for more than a pipe holds."""
    resources = "".join(
        f"  B{n}: {{Type: AWS::S3::Bucket, Properties: {{AccessControl: PublicRead}}}}\n"
        for n in range(300)
    )
    (tmp_path / "t.yaml").write_text(f"Resources:\n{resources}")
    return tmp_path


@pytest.mark.parametrize("form", ["text", "json", "sarif", "junit"])
def test_a_reader_that_has_seen_enough_is_no_error(many: Path, form: str) -> None:
    """``synthgate scan | head -1``: no traceback, no complaint."""
    ran = shell(f"$S scan t.yaml --format {form} | head -c 10", many)
    assert "Traceback" not in ran.stderr
    assert "BrokenPipe" not in ran.stderr
    assert ran.stdout
    assert ran.returncode in {0, 1}


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_reader_that_has_gone_does_not_open_the_gate(many: Path, form: str) -> None:
    """``set -o pipefail; synthgate scan | head`` in a pipeline has the code of the gate."""
    assert shell(f"$S scan t.yaml --format {form} | true", many).returncode == 1


def test_help_into_a_closed_pipe_is_no_error(tmp_path: Path) -> None:
    """The same holds for what argparse prints."""
    ran = shell("$S scan --help | true", tmp_path)
    assert ran.stderr == ""


def test_a_closed_standard_input_is_no_crash(tmp_path: Path) -> None:
    """Daemons run programs without one."""
    (tmp_path / "t.yaml").write_text(BAD)
    ran = shell("$S scan t.yaml <&-", tmp_path)
    assert "Traceback" not in ran.stderr
    assert "t.yaml:3:5" in ran.stdout


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "cp949"])
def test_a_terminal_of_few_letters_is_no_crash(tmp_path: Path, encoding: str) -> None:
    """What the terminal cannot show is replaced: Korean in cp1252, an em dash in cp949."""
    text = f'{CLEAN}  "é ✓ 뷁": 5\n'
    (tmp_path / "t.yaml").write_text(text, encoding="utf-8")
    ran = process(
        "scan", "t.yaml", "--lang", "ko", folder=tmp_path,
        environment={"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"},
    )  # fmt: skip
    assert b"Traceback" not in ran.stderr
    assert ran.returncode == 3


@pytest.mark.parametrize("form", ["text", "json", "sarif", "junit"])
def test_a_file_name_that_is_no_text_is_no_crash(tmp_path: Path, form: str) -> None:
    """A name on Linux is bytes; reports are UTF-8 all the same."""
    (tmp_path / os.fsdecode(b"\xff.yaml")).write_text(BAD)
    ran = process("scan", ".", "--format", form, folder=tmp_path)
    assert b"Traceback" not in ran.stderr
    assert ran.returncode == 1
    assert ran.stdout.decode()


def test_a_mistake_in_a_card_is_told_by_a_relative_path(cli: Callable[..., Any]) -> None:
    """Whatever the machine that it was made on; and nothing is scanned."""
    files = {"t.yaml": CLEAN, "own/x.yaml": "titel: x\n"}
    words = ("scan", "t.yaml", "--rules", "own", "--environment", "development")
    ran = cli(*words, "--format", "json", files=files)
    assert (ran.code, ran.out) == (2, "")
    assert all(line.startswith("synthgate: own/x.yaml:") for line in ran.err.splitlines())


def test_parameters_come_through_a_pipe(cli: Callable[..., Any], tmp_path: Path) -> None:
    """As a shell makes one of ``<(command)``; not one that the file of a repository names."""
    os.mkfifo(tmp_path / "pipe")
    writer = threading.Thread(target=(tmp_path / "pipe").write_text, args=('{"Name": "x"}',))
    writer.start()
    ran = cli("scan", "t.yaml", "--parameters", "pipe", files={"t.yaml": CLEAN})
    writer.join()
    assert ran.code == 0
    assert "no scanned template has a parameter 'Name'" in ran.out
    ran = cli("scan", "t.yaml", files={"synthgate.yaml": "parameters: pipe"})
    assert (ran.code, "not a regular file" in ran.err) == (2, True)


@pytest.mark.parametrize("step", ["standard_streams", "main"])
def test_an_interrupt_at_any_time_is_no_traceback(
    monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """130, as shells have it: before anything is done, and in the middle."""

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(f"synthgate.cli.{step}", interrupted)
    with pytest.raises(SystemExit) as ended:
        run()
    assert ended.value.code == 130
