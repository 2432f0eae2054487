"""``from synthgate import scan``: the library says what the command says."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import synthgate
from synthgate import scan
from synthgate.errors import UsageError
from synthgate_reports import write
from synthgate_reports.results import read

if TYPE_CHECKING:
    from collections.abc import Callable

BUCKET = {"Type": "AWS::S3::Bucket"}
BAD = (
    "Resources:\n  Bucket:\n    Type: AWS::S3::Bucket\n"
    "    Properties: {PublicAccessBlockConfiguration: {BlockPublicAcls: false}}\n"
)
FILES = {"t.yaml": BAD, "d/u.yaml": BAD, "broken.yaml": "x: ["}


@pytest.mark.parametrize("page", ["README.md", "README.ko.md"])
def test_the_example_of_the_readme_runs(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the README promises to a CDK app's tests is what they get."""
    manifest = {
        "version": "55.0.0",
        "artifacts": {
            "App": {
                "type": "aws:cloudformation:stack",
                "properties": {"templateFile": "App.template.json"},
            }
        },
    }
    folder = tmp_path / "cdk.out"
    folder.mkdir()
    (folder / "cdk.out").write_text('{"version": "55.0.0"}')
    (folder / "manifest.json").write_text(json.dumps(manifest))
    (folder / "App.template.json").write_text(json.dumps({"Resources": {"B": BUCKET}}))
    monkeypatch.chdir(tmp_path)
    readme = Path(__file__).parents[2] / page
    (example,) = re.findall(r"```python\n(.*?)```", readme.read_text("utf-8"), re.DOTALL)
    names: dict[str, Any] = {}
    exec(example, names)  # noqa: S102 - our own words
    assert [template.stack for template in names["report"].templates] == ["App"]
    assert names["report"].gate.verdict == "closed"


@pytest.mark.parametrize(
    ("environment", "target"),
    [
        ("aws://111122223333/cn-north-1", ("111122223333", "cn-north-1", "aws-cn")),
        ("aws://unknown-account/eu-west-1", (None, "eu-west-1", "aws")),
        ("aws://unknown-account/unknown-region", (None, None, None)),
    ],
)
def test_where_a_stack_is_deployed_to(
    tmp_path: Path, environment: str, target: tuple[str | None, ...]
) -> None:
    """As far as its assembly says; kept with the results."""
    stack = {
        "type": "aws:cloudformation:stack",
        "environment": environment,
        "properties": {"templateFile": "App.template.json"},
    }
    manifest = {"version": "55.0.0", "artifacts": {"App": stack}}
    (tmp_path / "cdk.out").write_text('{"version": "55.0.0"}')
    (tmp_path / "manifest.json").write_text(json.dumps(manifest))
    (tmp_path / "App.template.json").write_text(json.dumps({"Resources": {"B": BUCKET}}))
    report = scan(".", folder=tmp_path, keep_results=True)
    stream = io.StringIO()
    write("results", report, stream)
    kept = read(stream.getvalue()).partial.units[0]
    for (told,) in (report.templates, kept.templates):
        assert (told.account, told.region, told.partition) == target


@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_library_finds_what_the_command_finds(
    cli: Callable[..., Any], tmp_path: Path, language: Any
) -> None:
    """The same report, to the byte."""
    argv = ["t.yaml", "d", "broken.yaml", "nowhere"]
    ran = cli("scan", *argv, "--format", "json", "--lang", language, files=FILES)
    report = scan(*argv, language=language, folder=tmp_path)
    stream = io.StringIO()
    write("json", report, stream)
    assert json.loads(stream.getvalue()) == ran.report
    assert stream.getvalue() == ran.out


def test_a_folder_stands_for_the_current_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Paths are relative to it, and so are those in the report."""
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "t.yaml").write_text(BAD)
    monkeypatch.chdir("/")
    report = scan("t.yaml", folder=tmp_path / "a")
    assert [template.path for template in report.templates] == ["t.yaml"]
    assert scan(folder=tmp_path).gate.exit_code == 3


def test_rules_are_looked_for_in_the_folder_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Relative paths start where `folder` says: all of them."""
    (tmp_path / "t.yaml").write_text(BAD)
    (tmp_path / "rules").mkdir()
    monkeypatch.chdir("/")
    with pytest.raises(UsageError, match="rules: --rules: no rule card in this folder"):
        scan("t.yaml", folder=tmp_path, rules=("rules",))


@pytest.mark.parametrize(
    ("fail_on", "code"), [("high", 1), ("critical", 0), ("never", 0), (None, 0), ("info", 1)]
)
def test_the_threshold_is_a_word_or_none(tmp_path: Path, fail_on: str | None, code: int) -> None:
    """As ``--fail-on`` has it, and None for never."""
    (tmp_path / "t.yaml").write_text(BAD)
    assert scan("t.yaml", fail_on=fail_on, folder=tmp_path).gate.exit_code == code


def test_a_threshold_that_is_none_is_an_error_at_once() -> None:
    """A typing mistake must not open the gate."""
    with pytest.raises(ValueError, match="urgent"):
        scan("t.yaml", fail_on="urgent")


def test_what_is_offered_is_there() -> None:
    """`__all__` is true."""
    for name in synthgate.__all__:
        assert hasattr(synthgate, name)


HEAVY = {"yaml", "orjson", "rich", "jsonpath_ng", "json", "argparse", "aws_cdk", "jinja2"}


def imported(code: str) -> set[str]:
    """The modules that a fresh process has after running some code."""
    ran = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    return set(ran.stdout.splitlines()[-1].split())


def test_importing_the_library_costs_nothing() -> None:
    """A CDK app that imports synthgate does not pay for what it may never use."""
    assert not HEAVY & imported("import synthgate")


def test_help_needs_no_library_but_the_standard_one() -> None:
    """``--help`` and ``--version`` are quick because they import nothing heavy."""
    code = (
        "import sys\nfrom synthgate.cli import Streams, main\n"
        "main(['{}'], Streams(sys.stdin.buffer, sys.stdout, sys.stderr))"
    )
    for option in ("--help", "--version"):
        assert not (HEAVY - {"json", "argparse"}) & imported(code.format(option))


def test_a_scan_of_json_needs_no_bar_and_no_cdk(tmp_path: Path) -> None:
    """Nobody watches: no rich. Nobody synthesizes: no aws_cdk."""
    (tmp_path / "t.json").write_text('{"Resources": {}}')
    code = f"from synthgate import scan; scan('t.json', folder={str(tmp_path)!r})"
    assert not {"rich", "aws_cdk", "jsii"} & imported(code)
