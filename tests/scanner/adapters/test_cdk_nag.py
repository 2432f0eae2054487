"""``--with cdk-nag``: real packs over plain templates; a program that dies, hangs, is absent."""

from __future__ import annotations

import os
import shutil
import sys
import textwrap
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from synthgate.adapters.asking import Readable, Request
from synthgate.adapters.cdk_nag import PACKS, ask
from synthgate.adapters.cdk_nag.refusals import reason_of
from synthgate.model import Reported, Status
from synthgate.problem_code import ProblemCode
from synthgate.settings.table import NAG_PACKS
from synthgate.sources.assembly import load_assembly
from synthgate.sources.places import Places

if TYPE_CHECKING:
    from collections.abc import Callable

    from synthgate.adapters.asking import Answer

needs_nag = pytest.mark.skipif(
    find_spec("cdk_nag") is None or shutil.which("node") is None,
    reason="needs the extra cdk, and node",
)
CORPUS = Path(os.environ.get("SYNTHGATE_SAMPLES", "../shared/corpus/aws-samples"))

SOME = """
Parameters: {P: {Type: String}}
Conditions: {C: !Equals [!Ref P, a]}
Rules: {R: {Assertions: [{Assert: !Equals [!Ref P, b]}]}}
Outputs: {O: {Value: !GetAtt Gone.Arn}}
Resources:
  Sometimes: {Type: AWS::S3::Bucket, Condition: C, DependsOn: Gone}
  Unknown: {Type: AWS::Made::Up, Properties: {X: !Sub '${P}-x'}}
  Nested: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: ../../secret.yaml}}
  Queue:
    Type: AWS::SQS::Queue
    Metadata: {cdk_nag: {rules_to_suppress: [{id: AwsSolutions-SQS3, reason: "because it is ok"}]}}
  Group:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: ${Token[TOKEN.1]}
      VpcId: v
      SecurityGroupIngress:
        - {IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: !Select [0, !Split [",", !Ref P]]}
  Ring: {Type: AWS::SQS::Queue, Properties: {QueueName: !GetAtt Round.QueueName}}
  Round: {Type: AWS::SQS::Queue, Properties: {QueueName: !GetAtt Ring.QueueName}}
  Refused: {Type: AWS::S3::Bucket, Properties: {BucketName: !Ref Gone}}
  constructor: {Type: AWS::S3::Bucket}
  Mistaken: {Type: AWS::SNS::Topic, Properties: {Tags: "a secret value"}}
"""
LOOP = """
Transform: AWS::LanguageExtensions
Resources:
  Fn::ForEach::Each:
    - Name
    - [One, Two]
    - 'Queue${Name}': {Type: AWS::SQS::Queue}
"""
SERVERLESS = """
Transform: AWS::Serverless-2016-10-31
Resources:
  F:
    Type: AWS::Serverless::Function
    Properties: {Runtime: python3.9, Handler: a.b, CodeUri: s3://a/b}
"""


@pytest.fixture
def asked(tmp_path: Path) -> Callable[..., Answer]:
    """Ask cdk-nag about templates, by their names."""

    def answer(*packs: str, executable: str | None = None, seconds: float = 100, **texts: str):
        readable: list[Readable] = []
        for name, text in texts.items():
            (tmp_path / f"{name}.yaml").write_text(text)
            readable.append(Readable(f"{name}.yaml", tmp_path / f"{name}.yaml"))
        return ask(Request(readable, tmp_path, executable, seconds, packs))

    return answer


def test_the_packs_are_those_of_the_setting() -> None:
    assert tuple(PACKS) == NAG_PACKS


@needs_nag
def test_what_no_app_was_written_for_is_asked_resource_by_resource(
    asked: Callable[..., Answer],
) -> None:
    answer = asked("AwsSolutions", "NIST.800.53.R5", a=SOME, loop=LOOP, sam=SERVERLESS)
    (run,) = answer.heard.runs
    assert (run.tool, run.is_whole, run.release[:2]) == ("cdk-nag", False, "3.")
    found = {
        (one.spot.template, one.spot.logical_id, one.rule_id): one for one in answer.heard.reported
    }
    assert len(found) == len(answer.heard.reported)
    assert found["a.yaml", "Sometimes", "AwsSolutions-S10"].status is Status.FAIL
    assert found["a.yaml", "Group", "AwsSolutions-EC23"].status is Status.UNKNOWN
    assert found["a.yaml", "Sometimes", "NIST.800.53.R5-S3DefaultEncryptionKMS"].controls
    assert ("a.yaml", "Queue", "AwsSolutions-SQS3") in found, "cdk-nag 3 reads no metadata"
    assert ("loop.yaml", "QueueTwo", "AwsSolutions-SQS4") in found
    assert ("sam.yaml", "F", "AwsSolutions-L1") in found
    assert ("a.yaml", "Ring", "AwsSolutions-SQS4") in found
    assert {(one.code, one.path) for one in answer.problems} == {
        (ProblemCode.TOOL_FAILED, "a.yaml")
    }
    first, second = (one.message.en for one in answer.problems)
    assert "Refused" in first
    assert "'Gone' not found" in first
    assert "Mistaken, constructor" in second
    assert "secret" not in second


def test_a_pack_that_there_is_not_is_told(asked: Callable[..., Answer]) -> None:
    (problem,) = asked("Nonsense", a=LOOP).problems
    assert problem.code is ProblemCode.TOOL_FAILED
    assert "Nonsense" in problem.message.en


STAND_IN = """\
#!{python}
import json, os, sys, time
asked = json.load(open(sys.argv[2]))
out = open(asked["answers"], "a")
def say(it):
    out.write(json.dumps(it) + "\\n")
    out.flush()
{body}
"""
ANSWERS = """\
say({"release": "3.0.2"})
for number in range(asked["first"], len(asked["templates"])):
    say({"began": number})
    if WHERE:
        out.write('{"number": 1, "fou')
        out.flush()
        END
    say({"number": number, "found": [["X", "AwsSolutions-S1", "d", "error"]]})
say({"ended": True})
"""


@pytest.fixture
def stand_in(tmp_path: Path) -> Callable[[str], str]:
    """A program in the place of Python: it answers as it is told to, which the real one cannot."""

    def written(body: str) -> str:
        path = tmp_path / "stand-in"
        path.write_text(STAND_IN.format(python=sys.executable, body=textwrap.dedent(body)))
        path.chmod(0o755)
        return str(path)

    return written


def test_after_a_template_that_it_dies_of_it_goes_on(
    asked: Callable[..., Answer], stand_in: Callable[[str], str]
) -> None:
    body = ANSWERS.replace("WHERE", "number == 1").replace("END", "os.kill(os.getpid(), 9)")
    answer = asked(executable=stand_in(body), a=LOOP, b=LOOP, c=LOOP)
    assert [one.spot.template for one in answer.heard.reported] == ["a.yaml", "c.yaml"]
    (problem,) = answer.problems
    assert (problem.code, problem.path) == (ProblemCode.TOOL_FAILED, "b.yaml")
    assert not answer.heard.runs[0].is_whole


def test_a_path_is_relative_to_the_folder_of_the_run(
    asked: Callable[..., Answer], stand_in: Callable[[str], str]
) -> None:
    stand_in(ANSWERS.replace("WHERE", "False").replace("END", "pass"))
    answer = asked(executable="./stand-in", a=LOOP)
    assert not answer.problems
    assert len(answer.heard.reported) == 1


def test_one_that_dies_of_everything_is_given_up(
    asked: Callable[..., Answer], stand_in: Callable[[str], str]
) -> None:
    body = ANSWERS.replace("WHERE", "True").replace("END", "sys.exit(1)")
    texts = {f"t{number:02}": LOOP for number in range(12)}
    answer = asked(executable=stand_in(body), **texts)
    assert not answer.heard.reported
    assert len(answer.problems) == 10
    assert "not asked of 3 more" in answer.problems[-1].message.en


def test_one_that_hangs_keeps_what_it_said(
    asked: Callable[..., Answer], stand_in: Callable[[str], str]
) -> None:
    body = ANSWERS.replace("WHERE", "number == 1").replace("END", "time.sleep(60)")
    answer = asked(executable=stand_in(body), seconds=2, a=LOOP, b=LOOP, c=LOOP)
    assert [one.spot.template for one in answer.heard.reported] == ["a.yaml"]
    (problem,) = answer.problems
    assert "2 of the templates" in problem.message.en


@pytest.mark.parametrize(
    ("body", "word"),
    [
        ("say({'missing': 'node'})", "nodejs.org"),
        ("say({'missing': 'cdk_nag'})", "synthgate[cdk]"),
        ("raise SystemError('boom')", "SystemError: boom"),
        ("out.write('garbage\\n[1]\\n')", "could not be run (it printed no report)"),
        ("sys.stderr.write('why\\n!!!\\n'); sys.exit(3)", "could not be run (why)"),
        ("sys.exit(3)", "could not be run (it ended with exit code 3"),
        ("say({'began': 0})\nsay({'number': 0, 'found': [[1]]})\nsay({'ended': 1})", "cannot be"),
    ],
)
def test_one_that_says_nothing_is_a_problem_with_a_way_out(
    asked: Callable[..., Answer], stand_in: Callable[[str], str], body: str, word: str
) -> None:
    answer = asked(executable=stand_in(body), a=LOOP)
    assert not answer.heard.reported
    (problem,) = answer.problems
    assert problem.code is ProblemCode.TOOL_FAILED
    assert word in problem.message.en


def test_a_program_that_is_not_there_is_a_problem(asked: Callable[..., Answer]) -> None:
    (problem,) = asked(executable="/nowhere/python", a=LOOP).problems
    assert problem.code is ProblemCode.TOOL_FAILED
    assert "synthgate[cdk]" in problem.message.en


def test_a_refusal_shows_names_and_no_values() -> None:
    assert (
        "Fn::Rain::Embed" in reason_of("Unsupported CloudFormation function 'Fn::Rain::Embed'").en
    )
    told = reason_of('Invalid tag input expected array of {key, value} have "hunter2"').en
    assert "hunter2" not in told


RECORDED = Path(__file__).parent / "recorded" / "cdk-nag-3"


@needs_nag
@pytest.mark.exhaustive
def test_resource_by_resource_it_says_what_it_says_in_synth() -> None:
    """Without the acknowledgements, which are not in templates."""
    unit = load_assembly(RECORDED, Places(RECORDED.parent, RECORDED.parent))
    shown = [Readable(it.path, RECORDED.parent / it.path) for it in unit.templates]
    answer = ask(Request(shown, RECORDED.parent, files=("AwsSolutions",)))
    assert not answer.problems

    def said(found: tuple[Reported, ...]) -> set[tuple[str, str, str, str]]:
        return {
            (one.spot.template, one.spot.logical_id, one.rule_id, one.status)
            for one in found
            if one.rule_id.startswith("AwsSolutions")
        }

    missing = said(unit.heard.reported) - said(answer.heard.reported)
    more = said(answer.heard.reported) - said(unit.heard.reported)
    assert not missing
    assert {rule for _, _, rule, _ in more} == {"AwsSolutions-SQS4"}, "acknowledged unqualified"


@pytest.mark.exhaustive
@needs_nag
def test_the_samples_are_asked_whole(tmp_path: Path) -> None:
    if not CORPUS.is_dir():
        pytest.skip("needs the sample templates")
    files = [
        path for path in sorted(CORPUS.rglob("*")) if path.suffix in {".json", ".yaml", ".yml"}
    ]
    answer = ask(Request([Readable(str(path), path) for path in files], tmp_path))
    assert len(answer.heard.reported) > 1000
    assert len(answer.problems) < 50
