"""``synthgate synth``: an app is run as the CDK CLI would, and what came out is scanned."""

from __future__ import annotations

import importlib.util
import io
import json
import os
import sys
import time
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

import synth as infra_runner
from synthgate.cdk.recorder import FILE_NAME
from synthgate.cli import Streams, main
from synthgate.errors import UsageError
from synthgate.synth.arguments import told_apart
from synthgate.synth.project import Project

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PYTHON = sys.executable
WRITES = """
import json, os, sys
out = os.environ["CDK_OUTDIR"]
open(out + "/cdk.out", "w").write("{}")
stack = {"type": "aws:cloudformation:stack", "properties": {"templateFile": "t.json"}}
json.dump({"version": "39.0.0", "artifacts": {"S": stack}}, open(out + "/manifest.json", "w"))
json.dump({"Resources": {"Q": {"Type": "AWS::SQS::Queue"}}}, open(out + "/t.json", "w"))
kept = {name: os.environ.get(name) for name in os.environ if "CDK" in name or "CONTEXT" in name}
json.dump({**kept, "argv": sys.argv[1:]}, open("seen.json", "w"))
if os.environ.get("CONTEXT_OVERFLOW_LOCATION_ENV"):
    open("overflow.json", "w").write(open(os.environ["CONTEXT_OVERFLOW_LOCATION_ENV"]).read())
"""
"""A program that writes an assembly without the CDK, and what it was told."""


class Ran(NamedTuple):
    """What a command line came to."""

    code: int
    out: str
    err: str


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a name that needs quotes, and a program in it."""
    place = tmp_path / "내 앱"
    place.mkdir()
    (place / "app.py").write_text(WRITES)
    monkeypatch.chdir(place)
    return place


@pytest.fixture
def run(folder: Path) -> Callable[..., Ran]:
    """Run a command line in that folder, in the surroundings of this process."""

    def run(*argv: str, **environ: str) -> Ran:
        out, err = io.StringIO(), io.StringIO()
        streams = Streams(io.BytesIO(), out, err)
        code = main(["synth", *argv], streams, {**os.environ, **environ})
        return Ran(code, out.getvalue(), err.getvalue())

    _ = folder
    return run


def older(folder: Path, name: str = "cdk.out") -> Path:
    """An older assembly, which would be scanned without a problem."""
    path = folder / name
    path.mkdir()
    (path / "cdk.out").write_text("{}")
    (path / "manifest.json").write_text('{"version": "39.0.0", "artifacts": {}}')
    (path / "old.template.json").write_text("{}")
    return path


def seen(folder: Path) -> Any:
    return json.loads((folder / "seen.json").read_text())


# What comes out


REAL = """
import aws_cdk as cdk
from aws_cdk import aws_sqs as sqs

app = cdk.App()
stack = cdk.Stack(app, "Orders")
sqs.Queue(stack, "Late", queue_name=app.node.try_get_context("name"))
assert len(app.node.try_get_context("big")) == 200_000
app.synth()
"""


def real_environ(**more: str) -> dict[str, str]:
    """The environment, with a Node of whatever origin, and the CDK's own lines off."""
    node = infra_runner.find_node(os.environ)
    return {"JSII_NODE": node, "JSII_HOST_STACK_TRACES": "0", **more}


@pytest.mark.skipif(importlib.util.find_spec("aws_cdk") is None, reason="needs the extra 'cdk'")
def test_a_real_app_is_scanned_with_its_lines(folder: Path, run: Callable[..., Ran]) -> None:
    """Also where the CDK records none, and with a context that no variable can hold."""
    context = {"big": "x" * 200_000, "name": "of the file"}
    settings = {"app": f"'{PYTHON}' real.py", "output": "만든 것", "context": context}
    (folder / "cdk.json").write_text(json.dumps(settings))
    (folder / "real.py").write_text(REAL)
    argv = ("--context", "name=late", "--format", "json", "--no-config", "--select", "sqs-*")
    ran = run(*argv, **real_environ())
    report = json.loads(ran.out)
    assert ran.code in {0, 1}, ran.err
    assert report["findings"]
    assert {(it["source"]["path"], it["source"]["line"]) for it in report["findings"]} == {
        ("real.py", 7)
    }
    template = json.loads((folder / "만든 것" / "Orders.template.json").read_text())
    assert "late" in str(template)
    assert (folder / "만든 것" / FILE_NAME).is_file()


def test_the_assembly_is_fresh_and_the_code_is_that_of_the_scan(
    folder: Path, run: Callable[..., Ran]
) -> None:
    """Nothing of an older one is left in it; the words after ``--`` are the app's own."""
    older(folder)
    options = ("--no-config", "--select", "sqs-*", "--fail-on", "info", "--quiet")
    ran = run(*options, "--", PYTHON, "app.py", "--lang", "ko")
    assert ran.code == 1, ran.err
    assert "Gate closed" in ran.out
    assert sorted(path.name for path in (folder / "cdk.out").iterdir()) == [
        "cdk.out",
        "manifest.json",
        "t.json",
    ]
    assert seen(folder)["argv"] == ["--lang", "ko"]


def test_the_app_sees_what_the_cli_would_have_it_see(folder: Path, run: Callable[..., Ran]) -> None:
    """The context of the command line, then of cdk.json, then what was looked up."""
    own = {"a": "json", "b": "json"}
    switches = {"versionReporting": False, "pathMetadata": False}
    settings = {"app": f"{PYTHON} app.py", "output": "out/asm", "context": own, **switches}
    (folder / "cdk.json").write_text(json.dumps(settings))
    (folder / "cdk.context.json").write_text('{"a": "looked up", "b": "looked up", "c": 1}')
    assert run("--no-config", "-c", "b=given", "--no-bundling", AWS_REGION="eu-west-1").code == 0
    said = seen(folder)
    assert said["CDK_OUTDIR"] == str(folder / "out" / "asm")
    assert said["CDK_DEFAULT_REGION"] == "eu-west-1"
    assert json.loads(said["CDK_CONTEXT_JSON"]) == {
        "a": "json",
        "b": "given",
        "c": 1,
        "aws:cdk:enable-asset-metadata": True,
        "aws:cdk:disable-version-reporting": True,
        "aws:cdk:bundling-stacks": [],
        "@aws-cdk/core:failSynthOnValidationErrors": False,
    }


def test_the_cdk_cli_is_told_where_to_write(folder: Path, run: Callable[..., Ran]) -> None:
    """And finds the context itself, so that none is handed on."""
    cdk = folder / "cdk"
    cdk.write_text(f"#!{PYTHON}\nimport sys\nsys.argv[1:2] = []\n{WRITES}")
    cdk.chmod(0o755)
    assert run("--no-config", "--", "./cdk", "synth", "-q").code == 0
    assert seen(folder)["argv"] == ["-q", "--output", str(folder / "cdk.out")]
    assert "CDK_CONTEXT_JSON" not in seen(folder)
    refused = run("--no-config", "-c", "a=b", "--", "npx", "cdk@2", "synth")
    assert (refused.code, "say -c to" in refused.err) == (2, True)


# What goes wrong


CRASHES = "import sys; sys.exit('no such table')"
FORGETS = "pass"
LOOPS = "while True: print('x' * 1000, file=__import__('sys').stderr)"


@pytest.mark.parametrize(
    ("program", "says"),
    [
        (CRASHES, "ended with exit code 1; mend what it says:\nsynthgate: no such table"),
        (FORGETS, "does it call app.synth()"),
        (LOOPS, "did not end within 0.5 s and was stopped"),
        ("raise SystemExit(3)", "(it says nothing on its standard error)"),
        ("raise RuntimeError('docker: not found')", "--no-bundling goes without them"),
    ],
)
def test_an_app_that_fails_leaves_nothing_to_be_scanned(
    folder: Path, run: Callable[..., Ran], program: str, says: str
) -> None:
    """Not even what was there before: it would be taken for the app of now."""
    older(folder)
    (folder / "app.py").write_text(program)
    limit = ("--timeout", "0.5") if program is LOOPS else ()
    ran = run("--no-config", *limit, "--", PYTHON, "app.py")
    assert (ran.code, ran.out) == (3, "")
    assert says in ran.err
    assert [path.name for path in folder.iterdir()] == ["app.py"]


def test_what_an_app_has_started_ends_with_it(folder: Path, run: Callable[..., Ran]) -> None:
    """A process that it leaves behind neither holds up the scan nor outlives it."""
    beats = folder / "beats"
    child = f"import time\nwhile True: open({str(beats)!r}, 'a').write('.'); time.sleep(0.05)"
    (folder / "app.py").write_text(
        f"{WRITES}\nimport subprocess, time\n"
        f"subprocess.Popen([sys.executable, '-c', {child!r}])\ntime.sleep(0.5)"
    )
    assert run("--no-config", "--", PYTHON, "app.py").code == 0
    size = beats.stat().st_size
    time.sleep(0.3)
    assert 0 < beats.stat().st_size == size


def test_what_is_written_badly_is_told(folder: Path, run: Callable[..., Ran]) -> None:
    """As of any assembly; lines that are broken keep nothing from being scanned."""
    broken = "open(out + '/synthgate-lines.json', 'w').write('[')"
    (folder / "app.py").write_text(f"{WRITES}\n{broken}")
    ran = run("--no-config", "--format", "json", "--", PYTHON, "app.py")
    told = json.loads(ran.out)["problems"]
    assert [(it["code"], it["path"]) for it in told if it["code"] == "lines-invalid"] == [
        ("lines-invalid", f"cdk.out/{FILE_NAME}")
    ]
    assert ran.code == 0
    (folder / "app.py").write_text(f"{WRITES}\nopen(out + '/manifest.json', 'w').write('garbage')")
    assert run("--no-config", "--", PYTHON, "app.py").code == 3


@pytest.mark.parametrize(
    ("argv", "says"),
    [
        ((), "nothing here says how the app is run"),
        (("--", "no-such-program"), "no-such-program: no such program"),
        (("--", "./app.py"), "./app.py: no such program"),
        (("--output", ".", "--", PYTHON, "app.py"), "--output: '내 앱' holds something"),
        (("--output", "app.py", "--", PYTHON, "app.py"), "--output: 'app.py' holds something"),
        (("--output", "work", "--", PYTHON, "app.py"), "--output: 'work' holds something"),
        (("--timeout", "nan", "--", PYTHON, "app.py"), "--timeout"),
        (("--timeout", "-1", "--", PYTHON, "app.py"), "--timeout"),
        (("--context", "a", "--", PYTHON, "app.py"), "--context"),
        ((PYTHON, "app.py"), "one argument too many"),
        (("--exclude", "no-such-rule", "--fail-on", "x", "--", PYTHON, "app.py"), "--fail-on"),
    ],
)
def test_wrong_usage_runs_nothing(
    folder: Path, run: Callable[..., Ran], argv: tuple[str, ...], says: str
) -> None:
    """And removes nothing, whatever it is."""
    older(folder)
    (folder / "work").mkdir()
    (folder / "work" / "thesis.txt").write_text("precious")
    ran = run("--no-config", *argv)
    assert (ran.code, ran.out) == (2, "")
    assert says in ran.err
    assert not (folder / "seen.json").exists()
    assert (folder / "work" / "thesis.txt").exists()
    assert (folder / "cdk.out" / "old.template.json").exists()


def test_a_strangers_cdk_json_names_nothing_that_is_run(
    folder: Path, run: Callable[..., Ran]
) -> None:
    """Nor where it is written to; what the user names runs."""
    (folder / "cdk.json").write_text(json.dumps({"app": f"{PYTHON} app.py", "output": "elsewhere"}))
    refused = run("--untrusted")
    assert (refused.code, "is not run" in refused.err) == (2, True)
    assert not (folder / "seen.json").exists()
    assert run("--untrusted", "--", PYTHON, "app.py").code == 0
    assert seen(folder)["CDK_OUTDIR"] == str(folder / "cdk.out")


def test_what_a_failed_synthesis_leaves_is_in_nobodys_way(
    folder: Path, run: Callable[..., Ran]
) -> None:
    """It was not marked as an assembly yet."""
    (folder / "cdk.out" / "asset.1").mkdir(parents=True)
    assert run("--no-config", "--", PYTHON, "app.py").code == 0
    assert not (folder / "cdk.out" / "asset.1").exists()


# The lines of cdk.json


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("python3 app.py", ["python3", "app.py"]),
        (
            " npx ts-node  --prefer-ts-exts bin/a.ts ",
            ["npx", "ts-node", "--prefer-ts-exts", "bin/a.ts"],
        ),
        (
            """python 'my app.py' -c '{"a": "$b"}' "c d" """,
            ["python", "my app.py", "-c", '{"a": "$b"}', "c d"],
        ),
        ("mvn -e -q compile exec:java -Dx=y", ["mvn", "-e", "-q", "compile", "exec:java", "-Dx=y"]),
        ("uv run --with=a app.py", ["uv", "run", "--with=a", "app.py"]),
    ],
)
def test_plain_lines_are_split_as_a_shell_would(line: str, words: list[str], folder: Path) -> None:
    """Of what the CDK's templates write, and of what people make of it."""
    assert Project(folder, {"app": line}).commands() == [words]


@pytest.mark.parametrize(
    "line",
    [
        "cd infra && python app.py",
        "python app.py; true",
        "python app.py > log",
        "STAGE=prod python a.py",
        "python $APP",
        'python "$APP"',
        "python `which app`",
        "python ~/app.py",
        "python *.py",
        "python 'app.py",
        "python app.py &",
        "(python app.py)",
        "python my\\ app.py",
        "true\npython app.py",
        "python a.py # why",
    ],
)
def test_lines_for_a_shell_are_refused(line: str, folder: Path) -> None:
    """None is started; the message says what to do instead."""
    with pytest.raises(UsageError, match="is a line for a shell"):
        Project(folder, {"app": line}).commands()


def test_what_is_built_first_and_what_node_runs(folder: Path) -> None:
    """As the CLI has it: `build` before `app`, Node for a script, a list for a line."""
    (folder / "a.js").write_text("")
    assert Project(folder, {"app": "a.js x", "build": "make it"}).commands() == [
        ["make", "it"],
        ["node", "a.js", "x"],
    ]
    assert Project(folder, {"app": ["python", "my app.py"]}).commands() == [["python", "my app.py"]]
    (folder / "cdk.out").mkdir()
    with pytest.raises(UsageError, match=r"synthgate scan cdk\.out"):
        Project(folder, {"app": "cdk.out"}).commands()


@pytest.mark.parametrize("held", ["[1]", "{", "", '{"a": 1, "a": 2}', "\xff"])
def test_a_broken_cdk_json_is_told(held: str, folder: Path) -> None:
    """By its name, and by its place where there is one."""
    (folder / "cdk.json").write_bytes(held.encode("latin-1"))
    with pytest.raises(UsageError, match=r"cdk\.json.*cannot be used"):
        Project.of(folder)


def test_only_synth_has_words_of_another_command() -> None:
    """Whatever they are, they say nothing to synthgate."""
    assert told_apart(["synth", "-q", "--", "a", "--", "b"]) == (["synth", "-q"], ["a", "--", "b"])
    assert told_apart(["scan", "--", "a"]) == (["scan", "--", "a"], [])
    assert told_apart([]) == ([], [])
