"""What checkov says is told in our words; what it does not say is a problem that loses no more."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from synthgate.adapters.asking import Answer, Readable, Request, adapter
from synthgate.adapters.checkov import running
from synthgate.model import Status
from synthgate.problem_code import ProblemCode

Ask = Callable[..., Answer]

BEGIN = """
import json, os, sys, time
NAMES = sorted(os.listdir("templates"))
TEXTS = {name: open(f"templates/{name}").read() for name in NAMES}

def record(name, rule="CKV_AWS_18", result="FAILED", resource="AWS::S3::Bucket.B", **more):
    return {
        "check_id": rule, "check_name": "Logs", "check_result": {"result": result},
        "file_path": f"/{name}", "file_line_range": [2, 5], "resource": resource, **more,
    }

def report(failed=(), passed=(), skipped=(), unread=(), release="3.3.30", count=None):
    return {
        "check_type": "cloudformation",
        "results": {
            "passed_checks": list(passed), "failed_checks": list(failed),
            "skipped_checks": list(skipped), "parsing_errors": list(unread),
        },
        "summary": {
            "resource_count": len(NAMES) if count is None else count, "checkov_version": release,
        },
    }

def answer(*reports):
    print(json.dumps(list(reports) if len(reports) > 1 else reports[0]))
"""


NOTHING = "answer({'passed': 0, 'failed': 0, 'resource_count': 0, 'checkov_version': '3.0.0'})"


@pytest.fixture
def ask(tmp_path: Path) -> Ask:
    """Ask a checkov that does what a few lines of Python say about some templates of a bucket."""

    def asked(script: str, number: int = 1, seconds: float = 30.0, **contents: str) -> Answer:
        program = tmp_path / "checkov"
        program.write_text(f"#!{sys.executable} -SE\n{BEGIN}\n{script}", "utf-8")
        program.chmod(0o755)
        texts = {f"{name}.yaml": text for name, text in contents.items()}
        texts = texts or {f"stack {at}; $(x).template.json": "{}" for at in range(number)}
        templates: list[Readable] = []
        for name, text in texts.items():
            file = tmp_path / name
            file.write_text(text, "utf-8")
            templates.append(Readable(name, file, {"B": "AWS::S3::Bucket"}))
        request = Request(templates, tmp_path, executable=str(program), seconds=seconds)
        return adapter("checkov")(request)

    return asked


def said(answer: Answer) -> list[tuple[str, str | None, str]]:
    return [(one.code.id, one.path, one.message["en"]) for one in answer.problems]


def test_results_are_told_with_template_resource_lines_and_property(ask: Ask) -> None:
    answer = ask(
        "answer(report([record(NAMES[0], 'CKV_AWS_19', check_result={'result': 'FAILED',"
        " 'evaluated_keys': ['Properties/Rules/[0]/Id']})],"
        " [record(NAMES[1], result='PASSED')],"
        " [record(NAMES[0], check_result={'result': 'SKIPPED',"
        " 'suppress_comment': 'two\\nlines'})]))",
        number=2,
    )
    skipped, failed, passed = answer.heard.reported
    assert (failed.rule_id, failed.status, failed.title) == ("CKV_AWS_19", Status.FAIL, "Logs")
    assert failed.spot.template == "stack 0; $(x).template.json"
    assert (failed.spot.logical_id, failed.spot.line, failed.spot.end_line) == ("B", 2, 5)
    assert failed.spot.property_path == "Properties.Rules[0].Id"
    assert (passed.status, passed.spot.template) == (Status.PASS, "stack 1; $(x).template.json")
    assert skipped.status is Status.FAIL
    assert skipped.accepted
    assert skipped.accepted.by == "checkov"
    assert skipped.accepted.reason["ko"] == "two lines"
    (run,) = answer.heard.runs
    assert (run.tool, run.release, run.is_whole, answer.problems) == ("checkov", "3.3.30", True, ())


@pytest.mark.parametrize(
    ("script", "number"),
    [
        (
            "answer(report([record(NAMES[0])]), report([record(NAMES[0], 'CKV_AWS_21')], count=0))",
            2,
        ),
        (
            "print('[W] log\\n{no JSON'); answer(report([record(NAMES[0])])); print('bye')",
            1,
        ),
        ("answer(report([record(NAMES[0]), record(NAMES[0])])); sys.exit(1)", 1),
    ],
)
def test_every_shape_of_its_answer_is_read(ask: Ask, script: str, number: int) -> None:
    answer = ask(script)
    assert (len(answer.heard.reported), answer.problems) == (number, ())


def test_it_sees_nothing_of_the_user_and_no_name_of_a_template(
    ask: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither keys of a service, nor its own settings, nor a home, nor what lies beside."""
    monkeypatch.setenv("BC_API_KEY", "secret")
    monkeypatch.setenv("CKV_SKIP_CHECK", "CKV_AWS_18")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    (tmp_path / ".checkov.yaml").write_text("skip-check: [CKV_AWS_18]\n")
    seen = tmp_path / "seen.json"
    ask(
        f"json.dump([sys.argv[1:], dict(os.environ), sorted(os.listdir()), NAMES,"
        f" os.listdir(os.environ['HOME'])], open({str(seen)!r}, 'w')); answer(report())"
    )
    words, variables, around, names, home = json.loads(seen.read_text())
    assert words == [*running.ARGUMENTS]
    assert not {"BC_API_KEY", "CKV_SKIP_CHECK", "PYTHONPATH"} & {*variables}
    assert variables["HOME"] != str(Path.home())
    assert (around, names, home) == (["home", "stderr", "stdout", "templates"], ["00001.json"], [])


DEATHS = {
    "killed by signal 9": "os.kill(os.getpid(), 9)",
    "it printed no report": "print('garbage { [')",
    "printed no report": "print(json.dumps(report([record(NAMES[0])]))[:-9])",
    "no report)": "print('Traceback: an error, and exit code 0')",
    "exit code 2:": "answer(report()); sys.stderr.write('a.b.SomeError: hunter2'); sys.exit(2)",
    "printed without end": "while True: print('x' * 100_000)",
}


@pytest.mark.parametrize("how", DEATHS)
def test_one_that_dies_of_anything_is_one_problem(
    ask: Ask, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is not asked forty times; its complaints are not shown, for they may quote a template."""
    monkeypatch.setattr(running, "MOST", 2_000_000)
    answer = ask(DEATHS[how], number=5)
    ((code, path, message),) = said(answer)
    assert (code, path) == (ProblemCode.TOOL_FAILED.id, None)
    assert how in message
    assert "hunter2" not in message
    (run,) = answer.heard.runs
    assert not run.is_whole
    assert not answer.heard.reported


def test_a_template_that_kills_it_is_named_and_the_others_are_answered(ask: Ask) -> None:
    dying = (
        "if any('deadly' in text for text in TEXTS.values()):\n"
        "    sys.stderr.write('Traceback\\nTypeError: unhashable type: hunter2'); sys.exit(2)\n"
        "answer(report([record(name) for name in NAMES]))"
    )
    contents = {f"t{at}": "deadly" if at in {2, 6} else "{}" for at in range(8)}
    answer = ask(dying, **contents)
    expected = "no answer about this template (it ended with exit code 2: TypeError)"
    assert [path for _, path, text in said(answer) if expected in text] == ["t2.yaml", "t6.yaml"]
    assert len(answer.problems) == 2
    answered = [one.spot.template for one in answer.heard.reported]
    assert answered == [f"t{at}.yaml" for at in (0, 1, 3, 4, 5, 7)]


ODD = "Resources: {A: {Type: {Fn::Sub: x}}}"
PLAIN = "Resources: {A: {Type: AWS::S3::Bucket}}"


@pytest.mark.parametrize(("odd", "runs"), [(3, 5), (0, 1)])
def test_templates_of_a_kind_that_it_dies_of_are_asked_about_alone(
    ask: Ask, tmp_path: Path, odd: int, runs: int
) -> None:
    """All others at once, each of these, and once whether it runs at all."""
    counted = tmp_path / "counted"
    dying = (
        f"open({str(counted)!r}, 'a').write('x')\n"
        "if any('Sub' in text for text in TEXTS.values()): sys.exit(2)\n"
        "answer(report([record(name) for name in NAMES]))"
    )
    contents = {f"t{at}": ODD if at % 2 and at < 2 * odd else PLAIN for at in range(9)}
    answer = ask(dying, **contents)
    assert len(answer.problems) == odd
    assert len(answer.heard.reported) == 9 - odd
    assert len(counted.read_text()) <= runs


def test_one_that_hangs_is_stopped_with_all_that_it_has_started(ask: Ask, tmp_path: Path) -> None:
    late = tmp_path / "late"
    start = time.monotonic()
    answer = ask(
        "import subprocess\n"
        f"subprocess.Popen([sys.executable, '-c', \"import time; time.sleep(2); open({str(late)!r},"
        " 'w')\"])\ntime.sleep(60)",
        number=2,
        seconds=1.0,
    )
    assert time.monotonic() - start < 20
    ((code, _, message),) = said(answer)
    assert code == "tool-failed"
    assert "2 templates were not answered within 1 s" in message
    time.sleep(max(0.0, 2.5 - (time.monotonic() - start)))
    assert not late.exists()


@pytest.mark.parametrize(("named", "way"), [(None, "tools install checkov"), ("./no", "'./no'")])
def test_one_that_is_absent_is_a_problem_with_the_way_out(
    named: str | None, way: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("SYNTHGATE_TOOLS", str(tmp_path))
    answer = adapter("checkov")(Request([], tmp_path, executable=named))
    ((code, _, message),) = said(answer)
    assert code == "tool-failed"
    assert way in message


def test_another_major_release_is_read_and_told(ask: Ask) -> None:
    answer = ask("answer(report([record(NAMES[0])], release='4.0.1'))")
    ((code, _, message),) = said(answer)
    assert code == "tool-untested"
    assert "4.0.1" in message
    assert len(answer.heard.reported) == 1
    assert answer.heard.runs[0].is_whole


def test_templates_that_it_cannot_read_or_passes_over_are_named(ask: Ask) -> None:
    """It has read fewer resources than there are, and answered about such a bucket elsewhere."""
    answer = ask(
        "answer(report([record(NAMES[0])], unread=['templates/' + NAMES[1]], count=1))", number=3
    )
    paths = [path for _, path, text in said(answer) if "which it cannot read" in text]
    assert paths == [f"stack {at}; $(x).template.json" for at in (1, 2)]
    assert not answer.heard.runs[0].is_whole
    assert len(answer.heard.reported) == 1


def test_one_without_a_check_for_its_resources_is_no_gap(ask: Ask) -> None:
    assert not ask("answer(report([record(NAMES[0])]))", number=2).problems
    handle = "{Resources: {B: {Type: AWS::CloudFormation::WaitConditionHandle}}}"
    loop = "{Resources: {'Fn::ForEach::B': [N, [B], {'${N}': {Type: AWS::S3::Bucket}}]}}"
    assert not ask(NOTHING, a=handle, b=loop).problems


def test_an_answer_that_nothing_was_looked_at_is_a_gap(ask: Ask) -> None:
    """As it prints where it finds no template, or has no check for what it finds."""
    answer = ask(NOTHING, a="{Resources: {B: {Type: AWS::S3::Bucket}}}")
    assert [(code, path) for code, path, _ in said(answer)] == [("tool-failed", "a.yaml")]
    assert not answer.heard.runs[0].is_whole


@pytest.mark.exhaustive
def test_twenty_thousand_results_are_heard(ask: Ask) -> None:
    start = time.monotonic()
    answer = ask(
        "answer(report([record(NAMES[at % 4], f'CKV_AWS_{at}') for at in range(20_000)]))", number=4
    )
    assert len(answer.heard.reported) == 20_000
    assert time.monotonic() - start < 20


def test_parts_without_a_known_shape_are_left_out_and_counted_once(ask: Ask) -> None:
    answer = ask(
        "bad = [None, 7, [], {}, record('9.json'), record(NAMES[0], result='MAYBE'),"
        " record(NAMES[0], rule='no id'), record(NAMES[0], check_result=None)]\n"
        "whole = report([record(NAMES[0]), *bad], unread=['elsewhere.json', 5])\n"
        "broken = report(); broken['results']['passed_checks'] = 'none'\n"
        "answer(whole, broken, {'results': []})"
    )
    ((code, _, message),) = said(answer)
    assert code == "tool-failed"
    assert "11 parts of its answer" in message
    assert len(answer.heard.reported) == 1
    assert not answer.heard.runs[0].is_whole


def test_a_template_that_is_gone_is_told(ask: Ask, tmp_path: Path) -> None:
    program = tmp_path / "checkov"
    ask("answer(report([record(name) for name in NAMES]))")
    here = Readable("here.json", tmp_path / "stack 0; $(x).template.json")
    request = Request([Readable("gone.json", tmp_path / "gone.json"), here], tmp_path, str(program))
    answer = adapter("checkov")(request)
    ((_, path, message),) = said(answer)
    assert path == "gone.json"
    assert "cannot be read any more" in message
    assert [one.spot.template for one in answer.heard.reported] == ["here.json"]


def test_a_run_without_templates_starts_nothing(ask: Ask, tmp_path: Path) -> None:
    ask("answer(report())")
    (tmp_path / "checkov").write_text("#!/nowhere\n")
    answer: Any = adapter("checkov")(Request([], tmp_path, executable=str(tmp_path / "checkov")))
    assert not answer.problems
