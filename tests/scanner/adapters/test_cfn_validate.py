"""What the library cloudformation-validate says becomes findings; what it cannot say is told.

The library is native code. Here it is one of Python with the same interface, which dies where a
rule says so; the real one is in `test_cfn_validate_real`.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from synthgate.adapters.asking import Answer, Readable, Request, adapter
from synthgate.adapters.cfn_validate import process
from synthgate.model import Problem, Status

LIBRARY = """
import json, os, signal, time
from enum import Enum
from types import SimpleNamespace as Box

Severity = Enum("Severity", "DEBUG INFO WARN ERROR FATAL")
class ExternalRuleSource(Box): pass
class CompositeEngineConfig(Box): pass
class ValidateConfig(Box): pass
class TemplateContent:
    def __init__(self, content): self.content = content
def version(): return "1.14.0"

def does(words):
    if "CRASH" in words: os.kill(os.getpid(), signal.SIGSEGV)
    if "HANG" in words: time.sleep(60)
    if "FLOOD" in words:
        while True: print("x" * 1000000)
    if "PRINT" in words: print('{"answered": 1}\\n{"refused": "x"}', flush=True)
    if "EXIT" in words: os._exit(0)

class CompositeEngine:
    def __init__(self, config):
        given = vars(config)
        self.rules = [r for key in given for r in given[key]]
        self.own = bool(given)
        for rule in self.rules:
            if "BAD" in rule.content:
                raise ValueError(f"Failed to parse '{rule.name}': at line 2 at column 3, when handling , fragment secret")
            if "LOAD" in rule.content: does(rule.content)
    def list_rules(self):
        return [Box(id=i, origin=Box(name="GUARD")) for r in self.rules for i in r.content.split()]
    def validate_template(self, template, config):
        data = json.loads(template.content)
        say = str(data.get("say", ""))
        found = []
        for rule in self.rules or [Box(content="F3012")]:
            if "OVER" in rule.content: does(rule.content)
            if "BREAK" in rule.content and say: raise ValueError("No such key: hunter22")
            does(say)
            found += [one(name_of(rule.content) if self.own else "F3012", name, data, self.own) for name in data["Resources"]]
        for at in range(data.get("times", 1) - 1):
            found.append(one("F3012", "A", {"message": f"another {at}"}, False))
        return Box(status=Box(name=data.get("status", "OK")),
                   metadata=Box(budget_exhaustions=None), diagnostics=found)

def name_of(content):
    return json.loads(content)["rules"][0]["rule_id"] if content[0] == "{" else content.split()[0]

def one(rule_id, name, data, own):
    kind = "GUARD" if own else "SCHEMA"
    return Box(rule_id=rule_id, severity=Severity.ERROR, source=Box(name=kind),
               message=data.get("message", "bad\\n  thing"), entity=Box(logical_id=name, entity_type=Box(name="RESOURCE")),
               property_path="Properties.Tags.0.Value", start_line=3, end_line=4,
               rule_description="what it is", documentation_url="https://example.com/page")
"""  # noqa: E501 - a library as short as can be


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The library in its folder, found as an installed one is."""
    folder = tmp_path / "library"
    folder.mkdir()
    (folder / "cloudformation_validate.py").write_text(LIBRARY)
    monkeypatch.syspath_prepend(folder)
    monkeypatch.setattr(process, "package", lambda: folder)
    monkeypatch.setattr("synthgate.adapters.cfn_validate.asked.package", lambda: folder)
    monkeypatch.setattr(process, "STEP", 2.0)
    return folder


class Room:
    """A folder with templates and files of rules."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.templates: list[Readable] = []

    def template(self, **more: object) -> None:
        name = f"t{len(self.templates)}.json"
        data = {"Resources": {"A": {"Type": "AWS::S3::Bucket"}}, **more}
        (self.folder / name).write_text(json.dumps(data))
        self.templates.append(Readable(name, self.folder / name))

    def rules(self, name: str, text: str) -> None:
        (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / name).write_text(text)

    def ask(self, tool: str, *files: str, seconds: float = 60.0) -> Answer:
        request = Request(self.templates, self.folder, seconds=seconds, files=files)
        return adapter(tool)(request)


@pytest.fixture
def room(tmp_path: Path, library: Path) -> Room:
    assert library.is_dir()
    return Room(tmp_path)


def ids(answer: Answer) -> list[tuple[str, str]]:
    return [(one.rule_id, one.spot.template) for one in answer.heard.reported]


def told(problems: tuple[Problem, ...]) -> str:
    return "\n".join(f"{one.code.id} {one.path}: {one.message.en}" for one in problems)


def test_a_finding_is_carried_over(room: Room) -> None:
    """Each part where it belongs, and nothing judged."""
    room.template()
    answer = room.ask("cfn-validate")
    (one,) = answer.heard.reported
    (run,) = answer.heard.runs
    assert not answer.problems
    assert (run.tool, run.release, run.is_whole) == ("cfn-validate", "1.14.0", True)
    assert (one.tool, one.rule_id, one.status) == ("cfn-validate", "F3012", Status.FAIL)
    assert (one.spot.template, one.spot.logical_id) == ("t0.json", "A")
    assert (one.spot.line, one.spot.end_line) == (3, 4)
    assert one.spot.property_path == "Properties.Tags[0].Value"
    assert (one.message, one.title, one.severity) == ("bad thing", "what it is", "ERROR")


def test_a_folder_of_rules_is_read_in_order(room: Room) -> None:
    """What ends otherwise is not a rule; one that is named itself is."""
    room.template()
    room.rules("rules/b/two.ruleset", "R2")
    room.rules("rules/a.guard", "R1")
    room.rules("rules/readme.md", "R0")
    room.rules("odd.txt", "R3")
    answer = room.ask("guard", "rules", "odd.txt", "rules/a.guard")
    assert [rule for rule, _ in ids(answer)] == ["R1", "R2", "R3"]
    assert {one.severity for one in answer.heard.reported} == {""}  # Guard has none
    assert not answer.problems


def test_a_file_that_cannot_be_read_takes_none_along(room: Room) -> None:
    """It is told with its line; what the library quotes of it is not."""
    room.template()
    for name in ("a", "b", "c", "d"):
        room.rules(f"rules/{name}.guard", "BAD" if name == "c" else name.upper())
    answer = room.ask("guard", "rules", "nowhere.guard")
    assert [rule for rule, _ in ids(answer)] == ["A", "B", "D"]
    assert "rules/c.guard" in told(answer.problems)
    assert "nowhere.guard" in told(answer.problems)
    assert "secret" not in told(answer.problems)
    assert [one.position.line for one in answer.problems if one.path == "rules/c.guard"
            and one.position] == [2]  # fmt: skip
    assert not answer.heard.runs[0].is_whole


def test_a_link_does_not_lead_out_of_a_folder(room: Room) -> None:
    """It is told, and not followed."""
    room.template()
    room.rules("rules/a.guard", "A")
    room.rules("elsewhere/b.guard", "B")
    (room.folder / "rules" / "b.guard").symlink_to(room.folder / "elsewhere" / "b.guard")
    answer = room.ask("guard", "rules")
    assert [rule for rule, _ in ids(answer)] == ["A"]
    assert "rules/b.guard" in told(answer.problems)


@pytest.mark.parametrize(("what", "where"), [("CRASH", "LOAD"), ("EXIT", "OVER")])
def test_rules_that_kill_the_library_are_found(room: Room, where: str, what: str) -> None:
    """The others are held against every template."""
    room.template()
    room.template()
    for name in ("a", "b", "c"):
        room.rules(f"{name}.guard", f"{what} {where}" if name == "b" else name.upper())
    answer = room.ask("guard", *(f"{name}.guard" for name in "abc"))
    expected = [("A", "t0.json"), ("A", "t1.json"), ("C", "t0.json"), ("C", "t1.json")]
    assert sorted(ids(answer)) == expected
    assert [one.path for one in answer.problems] == ["b.guard"]


def test_a_rule_that_never_ends_is_stopped(room: Room) -> None:
    """After the time of one step, and not after that of the run."""
    room.template()
    room.rules("a.rego", "HANG OVER")
    answer = room.ask("rego", "a.rego")
    assert "takes more than" in told(answer.problems) or "take more than" in told(answer.problems)
    assert not answer.heard.reported


def test_a_template_that_kills_the_library_is_found(room: Room) -> None:
    """Of built-in rules at once, and of given rules when a second one dies of it."""
    room.template()
    room.template(say="CRASH")
    room.template()
    answer = room.ask("cfn-validate")
    assert [template for _, template in ids(answer)] == ["t0.json", "t2.json"]
    assert [one.path for one in answer.problems] == ["t1.json"]


def test_the_time_of_a_run_is_kept(room: Room) -> None:
    """What was answered before is there, the rest is told."""
    room.template()
    room.template(say="HANG")
    answer = room.ask("cfn-validate", seconds=1.5)
    assert [template for _, template in ids(answer)] == ["t0.json"]
    assert "t1.json" in told(answer.problems)


def test_a_flood_is_stopped(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of what is said without end nothing is read but what came before."""
    monkeypatch.setattr(process, "MOST", 10_000_000)
    room.template()
    room.template(say="FLOOD")
    answer = room.ask("cfn-validate")
    assert [template for _, template in ids(answer)] == ["t0.json"]
    assert "t1.json" in told(answer.problems)


def test_a_rule_that_breaks_over_a_template_is_unknown_there(room: Room) -> None:
    """The other rules of its file are not, nor is it over other templates."""
    room.template()
    room.template(say="something")
    rules = [{"rule_id": one, "expression": one} for one in ("C1", "BREAK", "C3")]
    room.rules("a.json", json.dumps({"rules": rules}, indent=1))
    answer = room.ask("cel", "a.json")
    unknown = [one for one in answer.heard.reported if one.status is Status.UNKNOWN]
    assert [(one.rule_id, one.spot.template) for one in unknown] == [("BREAK", "t1.json")]
    failed = [one for one in answer.heard.reported if one.status is Status.FAIL]
    assert [one.spot.template for one in failed].count("t1.json") == 2
    (problem,) = answer.problems
    assert problem.position is not None
    assert problem.position.line == 8


@pytest.mark.parametrize("text", ["{", "[]", "[" * 100_000, "rules:\n- rule_id: X\n"])
def test_what_is_no_file_of_cel_is_told(room: Room, text: str) -> None:
    """With the others going on."""
    room.template()
    room.rules("a.json", text)
    answer = room.ask("cel", "a.json")
    assert not answer.heard.reported
    assert [one.path for one in answer.problems] == ["a.json"]


def test_one_name_in_two_files_is_told(room: Room) -> None:
    """Both are held."""
    room.template()
    room.rules("a.guard", "rule SAME { x }")
    room.rules("b.guard", "rule SAME { y }")
    answer = room.ask("guard", "a.guard", "b.guard")
    assert [one.code.id for one in answer.problems] == ["tool-rule-repeated"]
    assert answer.heard.runs[0].is_whole


def test_what_is_quoted_out_of_a_template_is_hidden(room: Room) -> None:
    """Names of it, of properties and of types are shown."""
    room.template(
        message="'hunter2222' of 'A' is no 'AWS::S3::Bucket', nor {\"Secret\": \"it\\'s mine\"}",
        Other={"Key": "hunter2222"},
    )
    (one,) = room.ask("cfn-validate").heard.reported
    assert "hunter2222" not in one.message
    assert "'A'" in one.message
    assert "'AWS::S3::Bucket'" in one.message


def test_twenty_thousand_findings(room: Room) -> None:
    """All are kept, in little time."""
    room.template(times=20_000)
    answer = room.ask("cfn-validate")
    assert len(answer.heard.reported) == 20_000
    assert not answer.problems


def test_a_report_that_is_not_whole_is_told(room: Room) -> None:
    """What it says is kept."""
    room.template(status="ANALYSIS_INCOMPLETE")
    answer = room.ask("cfn-validate")
    assert len(answer.heard.reported) == 1
    assert [one.path for one in answer.problems] == ["t0.json"]


def test_what_the_library_prints_is_no_answer(room: Room) -> None:
    """Nor is a template that is gone: it is told."""
    room.template(say="PRINT")
    room.template()
    room.templates[1].file.unlink()
    answer = room.ask("cfn-validate")
    assert ids(answer) == [("F3012", "t0.json")]
    assert [one.path for one in answer.problems] == ["t1.json"]


def test_absent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The way out is the extra."""
    monkeypatch.setattr("synthgate.adapters.cfn_validate.asked.package", lambda: None)
    answer = adapter("cfn-validate")(Request([], tmp_path))
    assert "synthgate[policies]" in told(answer.problems)
    assert not answer.heard.runs[0].is_whole


def test_broken(room: Room, library: Path) -> None:
    """A library that cannot be imported is told, and breaks nothing."""
    (library / "cloudformation_validate.py").write_text("raise ImportError('GLIBC is too old')")
    room.template()
    answer = room.ask("cfn-validate")
    assert "t0.json" in told(answer.problems)
    assert sys.exc_info() == (None, None, None)
