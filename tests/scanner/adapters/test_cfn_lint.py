"""What cfn-lint says becomes findings, however it ends; what it cannot say is told."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from synthgate.adapters.asking import Answer, Readable, Request
from synthgate.adapters.cfn_lint import ask, running
from synthgate.model import Status

FAKE = """#!{python}
import json, os, pathlib, signal, sys, time
if sys.argv[1:] == ["--version"]:
    print("cfn-lint {release}")
    sys.exit()
assert not pathlib.Path(".cfnlintrc").exists() and not os.listdir(os.environ["HOME"])
files = sys.argv[sys.argv.index("--") + 1 :]
texts = [pathlib.Path(file).read_text() for file in files]
if any("CRASH" in text for text in texts):
    os.kill(os.getpid(), signal.SIGKILL)
{does}
def match(file, **more):
    start = {{"LineNumber": 7, "ColumnNumber": 1}}
    path = ["Resources", "A", "Properties", "Tags", 0, "Value"]
    return {{"Filename": file, "Level": "Error", "Message": "'hunter2222' is\\nno 'Tag'",
        "Location": {{"Path": path, "Start": start, "End": start}},
        "Rule": {{"Id": "E3012", "ShortDescription": "kinds", "Source": "https://example.com/x"}},
        **more}}
matches = [match(file) for file in files]
if files == ["sound.json"]:
    {proof}
{says}
sys.exit(6)
"""


class Room:
    """A folder with templates, and a program that is called cfn-lint there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.templates: list[Readable] = []

    def template(self, text: str = "") -> None:
        file = self.folder / f"it's; {len(self.templates)}.json"
        body = {"Type": "AWS::S3::Bucket", "Properties": {"Key": ["hunter2222", text]}}
        file.write_text(json.dumps({"Resources": {"A": body}}))
        self.templates.append(Readable(file.name, file))

    def program(
        self,
        says: str = "print(json.dumps(matches))",
        does: str = "",
        release: str = "1.58.0",
        proof: str = "pass",
    ) -> None:
        file = self.folder / "lint"
        text = FAKE.format(
            python=sys.executable, release=release, says=says, does=does, proof=proof
        )
        file.write_text(text)
        file.chmod(0o755)

    def ask(self, seconds: float = 60.0) -> Answer:
        return ask(Request(self.templates, self.folder, "./lint", seconds))


@pytest.fixture
def room(tmp_path: Path) -> Room:
    made = Room(tmp_path)
    (tmp_path / ".cfnlintrc").write_text("ignore_checks: [E3012]")
    made.template()
    return made


def told(answer: Answer) -> str:
    return "\n".join(f"{one.code.id} {one.path}: {one.message.en}" for one in answer.problems)


def test_a_match_is_carried_over(room: Room) -> None:
    """Each part where it belongs, without what it quotes."""
    room.program()
    answer = room.ask()
    (one,) = answer.heard.reported
    assert answer.heard.runs[0].release == "1.58.0"
    assert not answer.problems
    assert (one.tool, one.rule_id, one.status) == ("cfn-lint", "E3012", Status.FAIL)
    assert (one.spot.template, one.spot.logical_id, one.spot.line) == ("it's; 0.json", "A", 7)
    assert one.spot.property_path == "Properties.Tags[0].Value"
    assert one.message == "'****' is no 'Tag'"
    assert (one.title, one.severity, one.link) == ("kinds", "Error", "https://example.com/x")


def test_a_template_that_it_dies_of_is_found(room: Room) -> None:
    """The others are answered."""
    room.template("CRASH")
    room.template()
    room.program()
    answer = room.ask()
    assert [one.spot.template for one in answer.heard.reported] == ["it's; 0.json", "it's; 2.json"]
    assert [one.path for one in answer.problems] == ["it's; 1.json"]
    assert "signal 9" in told(answer)
    assert not answer.heard.runs[0].is_whole


@pytest.mark.parametrize(
    "says",
    [
        "print('Traceback: hunter2222')",
        "print(json.dumps(matches)[:-9])",
        "print('error'); sys.exit(0)",
        "print(json.dumps({'matches': matches}))",
        "print('[' * 100_000)",
        "sys.exit(2)",
    ],
)
def test_what_is_no_report_is_told(room: Room, says: str) -> None:
    """Of what it prints nothing is shown."""
    room.program(says)
    answer = room.ask()
    assert not answer.heard.reported
    assert [one.path for one in answer.problems] == [None]
    assert "it does not run here (it " in told(answer)
    assert "hunter2222" not in told(answer)


def test_what_it_says_of_one_template_may_be_no_report(room: Room) -> None:
    """It is that template which is told, where cfn-lint runs over another."""
    room.program("print('Traceback')", proof="print([]); sys.exit()")
    answer = room.ask()
    assert [one.path for one in answer.problems] == ["it's; 0.json"]


def test_it_is_stopped(room: Room) -> None:
    """After its time, and told."""
    room.program(does="time.sleep(60)")
    answer = room.ask(0.5)
    assert not answer.heard.reported
    assert len(answer.problems) == 1


def test_it_prints_without_end(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """What it prints is bounded."""
    monkeypatch.setattr(running, "MOST", 1_000_000)
    room.program(does="while True: print('x' * 100_000)")
    answer = room.ask()
    assert not answer.heard.reported
    assert "without end" in told(answer)


@pytest.mark.parametrize("odd", ["Rule=None", "Filename='/etc/passwd'", "Rule={'Id': 3}"])
def test_odd_matches_are_counted(room: Room, odd: str) -> None:
    """The others are kept."""
    room.program(f"print(json.dumps([*matches, match(files[0], **dict({odd})), 5, None]))"
                 if "Filename" not in odd else
                 "print(json.dumps([*matches, match('/etc/passwd'), 5, None]))")  # fmt: skip
    answer = room.ask()
    assert len(answer.heard.reported) == 1
    assert "3 of its findings" in told(answer)


def test_a_location_may_be_of_any_form(room: Room) -> None:
    """What is known of it is kept."""
    room.program("print(json.dumps([match(files[0], Location=one) for one in "
                 "(None, [], {'Path': None}, {'Path': [None, 1.5], 'Start': 3}, "
                 "{'Path': ['Resources']}, {'Start': {'LineNumber': -1}})]))")  # fmt: skip
    answer = room.ask()
    assert {(one.spot.logical_id, one.spot.line) for one in answer.heard.reported} == {("", 0)}
    assert not answer.problems


def test_what_it_cannot_read_and_what_breaks_is_told(room: Room) -> None:
    """A rule of its own that broke is no finding about the template."""
    room.program(
        "print(json.dumps([match(files[0], Rule={'Id': one}) for one in ('E0000', 'E0002')]))"
    )
    answer = room.ask()
    assert [one.rule_id for one in answer.heard.reported] == ["E0000"]
    assert len(answer.problems) == 2


def test_twenty_thousand_findings(room: Room) -> None:
    """All are kept."""
    room.program("print(json.dumps([match(files[0], Message=str(at)) for at in range(20_000)]))")
    answer = room.ask()
    assert len(answer.heard.reported) == 20_000


@pytest.mark.parametrize("release", ["0.87.1", "two", ""])
def test_another_release_is_not_run(room: Room, release: str) -> None:
    """Those of before 1.0 load code from where a template says."""
    room.program(release=release, does="pathlib.Path(sys.argv[0] + '.ran').touch()")
    answer = room.ask()
    assert len(answer.problems) == 1
    assert not (room.folder / "lint.ran").exists()


def test_absent(room: Room) -> None:
    """The way out is told."""
    answer = room.ask()
    assert "pip install cfn-lint" in told(answer)


def test_the_real_one(tmp_path: Path) -> None:
    """It finds what it finds, in one run, and reads no configuration of the repository."""
    pytest.importorskip("cfnlint")
    (tmp_path / ".cfnlintrc").write_text("ignore_checks: [E]")
    templates = [Readable(f"{name}.yaml", tmp_path / f"{name}.yaml") for name in ("a", "b", "c")]
    head = "Resources:\n  A:\n    Type: AWS::SNS::Topic\n"
    templates[0].file.write_text(f"{head}    Properties: {{FifoTopic: [hunter2222]}}\n")
    templates[1].file.write_text(head)
    templates[2].file.write_text("Resources: [\n")
    answer = ask(Request(templates, tmp_path))
    found = {(one.rule_id, one.spot.template, one.spot.logical_id, one.spot.line,
              one.spot.property_path) for one in answer.heard.reported}  # fmt: skip
    assert ("E3012", "a.yaml", "A", 4, "Properties.FifoTopic") in found
    assert "b.yaml" not in {one.spot.template for one in answer.heard.reported}
    assert [one.path for one in answer.problems] == ["c.yaml"]
    assert not any("hunter2222" in one.message for one in answer.heard.reported)
