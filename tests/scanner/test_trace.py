"""`synthgate scan --explain RULE:RESOURCE` shows each step of one verdict."""

from __future__ import annotations

from textwrap import dedent, indent
from typing import TYPE_CHECKING, Any

import pytest

from synthgate.resolve.origins import origins
from synthgate.resolve.resolver import App, Resolver
from synthgate.template.read import read_template

if TYPE_CHECKING:
    from collections.abc import Callable

TEMPLATE = """
Parameters:
  Env: {Type: String}
  Days: {Type: Number, Default: 5}
Mappings: {M: {x: {y: 7}}}
Conditions:
  IsProd: !Equals [!Ref Env, prod]
  Both: !And [!Condition IsProd, !Equals [!Ref Days, 5]]
  Never: !Equals [a, b]
Resources:
  Bucket:
    Type: AWS::S3::Bucket
    Properties:
      BucketName: !Sub 'logs-${Days}'
      VersioningConfiguration:
        Status: !If [Both, Enabled, Suspended]
      LifecycleConfiguration:
        Rules:
          - {Status: Enabled, ExpirationInDays: !Ref Days}
          - {Status: Disabled, ExpirationInDays: 1}
          - {Status: Enabled, ExpirationInDays: !FindInMap [M, x, y]}
  Versioned:
    Type: AWS::S3::Bucket
    Properties: {VersioningConfiguration: {Status: Enabled}}
  Gone: {Type: AWS::S3::Bucket, Condition: Never}
  Maybe: {Type: AWS::S3::Bucket, Condition: IsProd}
  Policy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref Bucket
      PolicyDocument: {Statement: [{Effect: Allow, Principal: '*', Action: 's3:*'}]}
"""

CARD = """title: {en: The own rule, ko: 자체 규칙}
severity: high
pillar: security
resources: [AWS::S3::Bucket]
why: {en: Because., ko: 이유.}
fix: {en: Mend it., ko: 고치세요.}
examples:
  fails: |
    Resources: {B: {Type: AWS::S3::Bucket}}  # finding
  passes: |
    Resources: {}
"""


def card(body: str, rule_id: str = "own") -> str:
    """A card with some words of its own."""
    return f"id: {rule_id}\n{dedent(body)}\n{CARD}"


PYTHON = """
from synthgate.model import verbatim
from synthgate.resolve.causes import Cause, Decider
from synthgate.rule.terms.outcome import Place

def check(resource, view):
    yield Place(("Properties", "BucketName"), "logs", note=verbatim("an odd name"))
    yield Place(("Properties",), causes=(Cause(Decider.OUTSIDE, "Elsewhere"),))
"""


@pytest.fixture
def trace(cli: Callable[..., Any]) -> Callable[..., str]:
    """Explain the verdict of a rule, or of one made of the given words, with exit code 0."""

    def run(
        wish: str,
        body: str = "check: {path: $.Properties.X, exists: true}",
        *flags: str,
        files: dict[str, str] | None = None,
        paths: tuple[str, ...] = ("t.yaml",),
    ) -> str:
        given = {"t.yaml": TEMPLATE, "r/own.yaml": card(body), **(files or {})}
        ran = cli("scan", *paths, "--rules", "r", "--explain", wish, *flags, files=given)
        assert (ran.code, ran.err) == (0, "")
        return ran.out

    return run


def has(out: str, lines: str) -> bool:
    """Whether lines stand in a text one below the other, however far they are indented."""
    wanted = dedent(lines).strip("\n")
    return any(indent(wanted, "  " * depth) in out for depth in range(12))


def test_a_failure(trace: Callable[..., str]) -> None:
    """From the card's words through the value and its origin to the finding's message."""
    out = trace("own:Bucket", "check: {path: $.Properties.BucketName, equals: logs}")
    assert out == (
        "# t.yaml: Bucket (AWS::S3::Bucket)\n"
        "own: The own rule\n"
        "\n"
        "when: not given: the rule always applies\n"
        "check: => fail\n"
        "  path: $.Properties.BucketName => fail\n"
        "    Properties.BucketName = logs-5  (t.yaml:14:7)\n"
        "      !Sub logs-${Days} -> logs-5\n"
        "        !Ref Days -> parameter Days, its default: 5\n"
        "      equals: logs => fail\n"
        "=> fail (high): The own rule: BucketName is logs-5\n"
    )


def test_a_pass(trace: Callable[..., str]) -> None:
    """Of a built-in rule, whose `when` is told first."""
    out = trace("s3-bucket-unversioned:Versioned")
    assert has(
        out,
        """
        when: => pass
          not: => pass
            path: $.Properties.ObjectLockEnabled => fail
              Properties.ObjectLockEnabled: not set  (t.yaml:24:5)
                equals: true => fail
        check: => pass
          path: $.Properties.VersioningConfiguration.Status => pass
            Properties.VersioningConfiguration.Status = Enabled  (t.yaml:24:44)
              equals: Enabled => pass
        => pass
        """,
    )


def test_the_property_of_the_first(trace: Callable[..., str]) -> None:
    """With what was made of it."""
    body = """
    check:
      path: $.Properties.BucketName
      at-least: {value-of: {this: $.Properties.Open, default: 3, times: 6, plus: 0.5}}
    """
    shown = "at-least: {value-of: {this: $.Properties.Open, default: 3, times: 6, plus: 0.5}}"
    assert f"{shown} (= 18.5) => fail" in trace("own:Bucket", body)


def test_a_branch_by_type(trace: Callable[..., str]) -> None:
    """The one that was taken, with what it asked."""
    body = """
    check:
      by-type:
        AWS::S3::Bucket: {path: $.Properties.BucketName, equals: logs-5}
        "*": {taggable: true}
    """
    assert has(
        trace("own:Bucket", body),
        """
        check: => pass
          by-type: AWS::S3::Bucket => pass
            path: $.Properties.BucketName => pass
        """,
    )


def test_an_unknown_shows_the_worlds(trace: Callable[..., str]) -> None:
    """The condition with all that it asks, then each world with its verdict."""
    out = trace("s3-bucket-unversioned:Bucket")
    assert has(
        out,
        """
        !If [Both, Enabled, Suspended] -> condition Both is open
          Both: !And [!Condition IsProd, !Equals [!Ref Days, 5]] -> condition Both is open
            !Ref Days -> parameter Days, its default: 5
            IsProd: !Equals [!Ref Env, prod] -> condition IsProd is open
              !Ref Env -> parameter Env, which has no value
        """,
    )
    assert has(
        out,
        """
        worlds:
          Env = prod => pass
          Env is none of prod => fail (Properties.VersioningConfiguration.Status)
        """,
    )
    last = out.splitlines()[-1]
    assert last.startswith("=> unknown (low): Cannot be decided before deployment: ")
    assert "parameter Env has no known value" in last


def test_worlds_without_the_resource_are_told(trace: Callable[..., str]) -> None:
    """They do not count, and a verdict that looks at them only would be a riddle."""
    body = "check: {path: $.Properties.BucketName, equals: {value-of: $.Condition}}"
    assert trace("own:Maybe", body).splitlines()[3].startswith("the resource may not be there")
    text = TEMPLATE.replace(
        "Condition: IsProd}", "Condition: IsProd, Properties: {A: !If [IsProd, 1, 2]}}"
    )
    out = trace("own:Maybe", "check: {path: $.Properties.A, equals: 1}", files={"t.yaml": text})
    assert has(
        out,
        """
        worlds:
          Env = prod => pass
          Env is none of prod: the resource is not there
        => pass
        """,
    )


def test_a_quantifier_with_a_filter(trace: Callable[..., str]) -> None:
    """Each match by its place in the template; a rule parameter by its name and value."""
    body = """
    parameters: {days: 6}
    check:
      path: $.Properties.LifecycleConfiguration.Rules[?(@.Status == 'Enabled')]
      all: {path: $.ExpirationInDays, at-least: {parameter: days}}
      count: {at-least: 1}
    """
    out = trace("own:Bucket", body)
    assert (
        "path: $.Properties.LifecycleConfiguration.Rules[?(@.Status == 'Enabled')] => fail" in out
    )
    assert "Rules[1]" not in out
    assert has(
        out,
        """
        path: $.ExpirationInDays => fail
          Properties.LifecycleConfiguration.Rules[0].ExpirationInDays = 5  (t.yaml:19:31)
            !Ref Days -> parameter Days, its default: 5
            at-least: 6 (rule parameter days) => fail
        """,
    )
    assert has(
        out,
        """
        path: $.ExpirationInDays => pass
          Properties.LifecycleConfiguration.Rules[2].ExpirationInDays = 7  (t.yaml:21:31)
            !FindInMap [M, x, y] -> mapping M.x.y: 7
            at-least: 6 (rule parameter days) => pass
        """,
    )
    assert has(out, "count: {at-least: 1}; found: 2 => pass")


def test_what_is_asked_of_a_match_itself(trace: Callable[..., str]) -> None:
    """Below the match, without a path of its own; nothing is asked of what is not there."""
    body = "check: {path: '$.Properties.Names[*]', any: {matches: '^a', length: 2}}"
    text = TEMPLATE.replace("Properties: {Vers", "Properties: {Names: [ab, b], Vers")
    assert has(
        trace("own:Versioned", body, files={"t.yaml": text}),
        """
        any: => pass
          Properties.Names[0] = ab  (t.yaml:24:26)
            matches: ^a => pass
            length: 2 => pass
          Properties.Names[1] = b  (t.yaml:24:30)
            matches: ^a => fail
            length: 2 => fail
        """,
    )
    assert has(
        trace("own:Bucket", body),
        """
        path: $.Properties.Names[*] => fail
          any: => fail
            Properties.Names: not set  (t.yaml:13:5)
        """,
    )


def test_related_resources(trace: Callable[..., str]) -> None:
    """Which were looked at, and what the condition inside said of each."""
    body = """
    check:
      related: AWS::S3::BucketPolicy
      by: $.Properties.Bucket
      any: {path: "$.Properties.PolicyDocument.Statement[*].Effect", any: {equals: Deny}}
    """
    assert has(
        trace("own:Bucket", body),
        """
        related: AWS::S3::BucketPolicy, by: $.Properties.Bucket => fail
          Policy (AWS::S3::BucketPolicy)  (t.yaml:27:3)
            any: => fail
              path: $.Properties.PolicyDocument.Statement[*].Effect => fail
                any: => fail
                  Properties.PolicyDocument.Statement[0].Effect = Allow  (t.yaml:31:37)
                    equals: Deny => fail
        """,
    )
    assert has(
        trace("own:Versioned", body),
        """
        related: AWS::S3::BucketPolicy, by: $.Properties.Bucket => fail
          (no such resource)
        """,
    )


PASSED_OVER = """
Conditions: {Never: !Equals [a, b]}
Resources:
  Bucket: {Type: AWS::S3::Bucket, Properties: {BucketName: logs}}
  Bare: {Type: AWS::S3::Bucket}
  Topic: {Type: AWS::SNS::Topic}
  One: {Type: AWS::S3::BucketPolicy, Properties: {Bucket: !Ref Topic, Names: [!Ref Bare, x]}}
  Two: {Type: AWS::S3::BucketPolicy, Properties: {Bucket: lgos}}
  Three: {Type: AWS::S3::BucketPolicy}
"""


def test_candidates_that_were_none(trace: Callable[..., str]) -> None:
    """Of a relation that does not hold: what their path holds, and where that leads."""
    body = "check: {related: AWS::S3::BucketPolicy, by: $.Properties.Bucket}"
    files = {"t.yaml": PASSED_OVER}
    assert has(
        trace("own:Bucket", body, files=files),
        """
        related: AWS::S3::BucketPolicy, by: $.Properties.Bucket => fail
          (no such resource)
          One (AWS::S3::BucketPolicy)  (t.yaml:7:3): does not lead here
            Properties.Bucket = <Topic>  (t.yaml:7:51)
              !Ref Topic -> resource Topic
              leads to Topic (AWS::SNS::Topic)
          Two (AWS::S3::BucketPolicy)  (t.yaml:8:3): does not lead here
            Properties.Bucket = lgos  (t.yaml:8:51)
              leads to nothing in this app; Bucket is called logs
          Three (AWS::S3::BucketPolicy)  (t.yaml:9:3): does not lead here
            Properties.Bucket: not set  (t.yaml:9:3)
        """,
    )
    unnamed = trace("own:Bare", body, files=files)
    assert "leads to nothing in this app; Bare has no name in the template" in unnamed
    holds = trace("own:Bare", body.replace("Bucket}", "Names}"), files=files)
    assert "check: => pass" in holds
    assert "does not lead here" not in holds


def test_no_more_than_a_few_candidates(trace: Callable[..., str]) -> None:
    """The rest is counted."""
    more = (f"  P{n}: {{Type: AWS::S3::BucketPolicy, Properties: {{Bucket: x}}}}" for n in range(9))
    text = "\n".join(["Resources:", "  B: {Type: AWS::S3::Bucket}", *more])
    body = "check: {related: AWS::S3::BucketPolicy, by: $.Properties.Bucket}"
    out = trace("own:B", body, files={"t.yaml": text})
    assert out.count("does not lead here") == 5
    assert "... and 4 more" in out


def test_candidates_of_the_entries(trace: Callable[..., str]) -> None:
    """Those of whose entries none leads here."""
    body = "check: {related: AWS::S3::BucketPolicy, each: '$.Properties.Names[*]', by: $}"
    out = trace("own:Bucket", body, files={"t.yaml": PASSED_OVER})
    assert "Properties.Names[0] = <Bare>" in out
    assert "leads to Bare (AWS::S3::Bucket)" in out


def test_what_a_path_leads_to_of_other_types(trace: Callable[..., str]) -> None:
    """Is named: so nobody wonders why it does not count."""
    body = "check: {refers: $.Properties.To, to: AWS::SNS::Topic}"
    text = f"{PASSED_OVER}  Own: {{Type: AWS::S3::Bucket, Properties: {{To: !Ref Bare}}}}\n"
    out = trace("own:Own", body, files={"t.yaml": text})
    assert has(out, "(no such resource)\nBare (AWS::S3::Bucket)  (t.yaml:5:3): of another type")


def test_what_stands_where_nobody_looks(trace: Callable[..., str]) -> None:
    """A resource in another stack of the app, which ``in`` leaves out."""
    files = {
        "p.yaml": """
Resources:
  B: {Type: AWS::S3::Bucket}
  Child: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: c.yaml}}
""",
        "c.yaml": "Resources: {T: {Type: AWS::SNS::Topic}, C: {Type: AWS::S3::Bucket}}",
    }
    body = "check: {there-is: [AWS::S3::Bucket, AWS::SQS::Queue], count: {at-least: 2}}"
    out = trace("own:C", body, files=files, paths=("p.yaml",))
    assert "B (AWS::S3::Bucket)  (p.yaml:3:3): in a stack that is not looked at (see 'in')" in out


def test_other_conditions_about_resources(trace: Callable[..., str]) -> None:
    """`refers`, `there-is` and `unique`, one below the other in an `any-of`."""
    body = """
    check:
      any-of:
        - {refers: $.Properties.ReplicationConfiguration, to: AWS::S3::Bucket}
        - {there-is: AWS::S3::Bucket, where: {path: $.Properties.BucketName, equals: x}}
        - not: {unique: $.Properties.BucketName, among: AWS::S3::Bucket}
        - {environment: production}
    """
    out = trace("own:Bucket", body)
    assert has(
        out,
        """
        - refers: $.Properties.ReplicationConfiguration, to: AWS::S3::Bucket => fail
            Properties.ReplicationConfiguration: not set  (t.yaml:13:5)
            (no such resource)
        """,
    )
    assert has(
        out,
        """
        - there-is: AWS::S3::Bucket => fail
            Bucket (AWS::S3::Bucket)  (t.yaml:11:3)
              where: => fail
        """,
    )
    assert "Maybe (AWS::S3::Bucket)  (t.yaml:26:3): it may be one, or not (" in out
    assert has(
        out,
        """
        - not: => fail
            unique: $.Properties.BucketName, among: AWS::S3::Bucket => pass
              Bucket (AWS::S3::Bucket)  (t.yaml:11:3)
                Properties.BucketName = logs-5  (t.yaml:14:7)
        """,
    )
    untold = "nothing says what the stack is for"
    assert has(out, f"- environment: production => unknown ({untold})\n    {untold}")


def test_a_name_of_something_elsewhere(trace: Callable[..., str]) -> None:
    """A doubt that is no resource of the app, with what decides it."""
    text = TEMPLATE.replace("BucketName: !Sub 'logs-${Days}'", "BucketName: !Ref Env")
    body = "check: {refers: $.Properties.BucketName, to: AWS::SNS::Topic, all: {taggable: true}}"
    out = trace("own:Bucket", body, files={"t.yaml": text})
    assert "one that may be elsewhere (parameter Env has no known value)" in out


def test_a_tag_and_a_fact(trace: Callable[..., str]) -> None:
    """Every tag by its name; a default, a unit and another property beside the operator."""
    body = """
    parameters: {tags: [Owner, Cost]}
    check:
      all-of:
        - {tag: {parameter: tags}, exists: true}
        - {stack: region, in: [eu-west-1]}
        - {taggable: true}
        - {path: $.Properties.Age, at-least: 1 day, unit: hours, default: 3}
        - {path: $.Properties.BucketName, equals: {value-of: $.Properties.Other}}
    """
    text = TEMPLATE.replace(
        "Properties: {Vers", "Properties: {Tags: [{Key: Owner, Value: me}], Vers"
    )
    out = trace("own:Versioned", body, files={"t.yaml": text})
    assert has(
        out,
        """
        - tag: [Owner, Cost] (rule parameter tags) => fail
            Owner: Properties.Tags[0].Value = me  (t.yaml:24:38)
              exists: true => pass
            Cost: Properties.Tags.Cost: not set  (t.yaml:24:18)
              exists: true => fail
        - stack: region => unknown
            region = <unknown: AWS::Region depends on where it is deployed>
              in: [eu-west-1] => unknown (AWS::Region depends on where it is deployed)
        - taggable: true => pass
        - path: $.Properties.Age => fail
            Properties.Age: not set, so that 3 counts  (t.yaml:24:5)
              at-least: 1 day, default: 3, unit: hours => fail
        """,
    )
    assert "equals: {value-of: $.Properties.Other} (= <not set>) => fail" in out


def test_a_check_in_python(trace: Callable[..., str]) -> None:
    """The places that it yielded with their notes, also those that a failure outweighs."""
    out = trace("own:Bucket", "check: {python: check}", files={"r/own.py": PYTHON})
    assert has(
        out,
        """
        python: check => fail
          Properties.BucketName = logs  (t.yaml:14:7)
            !Sub logs-${Days} -> logs-5
              !Ref Days -> parameter Days, its default: 5
            an odd name
        """,
    )
    assert has(out, "    Elsewhere is not in this app")
    assert out.endswith("=> fail (high): The own rule: an odd name\n")


def test_a_crash_is_told(trace: Callable[..., str]) -> None:
    """As a scan tells it."""
    files = {"r/own.py": "def check(resource, view):\n    yield 1 / 0\n"}
    out = trace("own:Bucket", "check: {python: check}", files=files)
    assert "the rule crashed on Bucket (ZeroDivisionError" in out


@pytest.mark.parametrize(
    ("wish", "body", "reason"),
    [
        ("own:Bucket", "when: {path: $.Properties.X, exists: true}", "exists: true => fail"),
        ("own:Gone", "", "=> not applicable: its condition does not let the resource exist"),
        ("own:Policy", "", "the rule is about AWS::S3::Bucket, not AWS::S3::BucketPolicy"),
    ],
)
def test_a_rule_that_does_not_apply(
    trace: Callable[..., str], wish: str, body: str, reason: str
) -> None:
    """Because of its `when`, of the resource's condition, or of the resource's type."""
    out = trace(wish, f"{body}\ncheck: {{path: $.Properties.Y, exists: true}}")
    assert "=> not applicable" in out.splitlines()[-1]
    assert reason in out
    assert "check" not in out


def test_rules_about_stacks_and_apps(trace: Callable[..., str]) -> None:
    """Are asked for by the stack's name, and as `app`."""
    body = "scope: {}\ncheck: {{there-is: AWS::CloudTrail::Trail}}"
    out = trace("own:t.yaml", body.format("stack"))
    assert has(out, "there-is: AWS::CloudTrail::Trail => fail\n  (no such resource)")
    assert out.startswith("# t.yaml: t.yaml\n")
    out = trace("own:app", body.format("app"))
    assert out.startswith("# t.yaml: app\n")
    assert out.endswith("=> fail (high): The own rule\n")
    text = "Resources: {Q: {Type: AWS::SQS::Queue}}"
    out = trace("own:app", body.format("app"), files={"t.yaml": text})
    assert out.endswith("=> not applicable: there is nothing of AWS::S3::Bucket here\n")


def test_values_of_other_stacks(trace: Callable[..., str]) -> None:
    """A parameter of a nested stack is followed to its parent, an output to the nested stack."""
    parent = """
Parameters: {Name: {Type: String, Default: logs}}
Resources:
  Child:
    Type: AWS::CloudFormation::Stack
    Properties: {TemplateURL: child.yaml, Parameters: {BucketName: !Sub '${Name}-x'}}
  Back:
    Type: AWS::S3::Bucket
    Properties: {BucketName: !GetAtt Child.Outputs.Out}
"""
    child = """
Parameters: {BucketName: {Type: String}}
Resources:
  Inner: {Type: AWS::S3::Bucket, Properties: {BucketName: !Ref BucketName}}
Outputs: {Out: {Value: out}}
"""
    files = {"parent.yaml": parent, "child.yaml": child}
    body = "check: {path: $.Properties.BucketName, equals: x}"
    assert has(
        trace("own:Inner", body, files=files, paths=("parent.yaml",)),
        """
        Properties.BucketName = logs-x  (child.yaml:4:47)
          !Ref BucketName -> parameter BucketName, as parent.yaml passes it: logs-x
            !Sub ${Name}-x -> logs-x  (parent.yaml)
              !Ref Name -> parameter Name, its default: logs
        """,
    )
    out = trace("own:Back", body, files=files, paths=("parent.yaml",))
    assert "!GetAtt Child.Outputs.Out -> output Out of child.yaml: out" in out


def test_an_import_is_followed_to_its_export() -> None:
    """In the stack that exports it, with what that is made of."""
    texts = {
        "from.yaml": "Parameters: {P: {Type: String, Default: v}}\nResources: {}\n"
        "Outputs: {O: {Value: !Ref P, Export: {Name: shared}}}",
        "to.yaml": "Resources: {}",
    }
    app = App()
    for name, text in texts.items():
        app.stacks[name] = Resolver(read_template(name, text.encode()), app=app)
    found = [*origins({"Fn::ImportValue": "shared"}, app.stacks["to.yaml"])]
    assert [(one.depth, one.note.en, one.resolver) for one in found] == [
        (0, "export shared of from.yaml", app.stacks["to.yaml"]),
        (1, "parameter P, its default", app.stacks["from.yaml"]),
    ]


def test_worlds_inside_worlds(trace: Callable[..., str]) -> None:
    """Each below the one that was split; those that could change nothing are counted."""
    text = """
Parameters: {P: {Type: String}, Q: {Type: String}}
Conditions: {IsP: !Equals [!Ref P, x], IsQ: !Equals [!Ref Q, x]}
Resources:
  R: {Type: AWS::S3::Bucket, Properties: {P: !If [IsP, a, b], Q: !If [IsQ, a, b]}}
"""
    body = """
    check:
      any-of:
        - {not: {path: $.Properties.P, equals: a}}
        - {path: $.Properties.Q, equals: a}
    """
    out = trace("own:R", body, files={"t.yaml": text})
    assert has(
        out,
        """
        worlds:
          P = x => unknown (condition IsQ cannot be decided; parameter Q has no known value)
            Q = x => pass
            Q is none of x => fail (Properties.P)
          not tried, as they cannot close what is open: 1
        """,
    )


def test_what_is_excused_is_told_as_such(trace: Callable[..., str]) -> None:
    """The verdict stays; the last line says that it does not count, and why."""
    skip = "Metadata: {checkov: {skip: [{id: CKV_AWS_21, comment: a copy}]}}"
    text = f"Resources: {{B: {{Type: AWS::S3::Bucket, {skip}}}}}"
    out = trace("s3-bucket-unversioned:B", files={"t.yaml": text})
    assert out.splitlines()[-1].startswith("=> fail (low): ")
    assert out.endswith(" [suppressed by checkov CKV_AWS_21: a copy]\n")


def test_each_template_that_has_the_resource(trace: Callable[..., str]) -> None:
    """One account after the other."""
    text = "Resources: {Bucket: {Type: AWS::S3::Bucket}}"
    out = trace("own:Bucket", files={"u.yaml": text}, paths=("t.yaml", "u.yaml"))
    heads = [line for line in out.splitlines() if line.startswith("#")]
    assert heads == [f"# {name}.yaml: Bucket (AWS::S3::Bucket)" for name in "tu"]


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        ("s3-bucket-unversionde:Bucket", ["no rule has the id", "did you mean 's3-bucket-unver"]),
        ("own:Bukcet", ["no resource has the logical id or construct path", "mean 'Bucket'?"]),
        ("own", ["'own' is no RULE:RESOURCE"]),
        ("lame:Bucket", ["the card of rule 'lame' has mistakes", "r/lame.yaml:2:", "'exist'"]),
        ("s:t.yml", ["is about stacks, and none has the name 't.yml'", "mean 't.yaml'?"]),
        ("a:t.yaml", ["about the app as a whole: ask for a:app"]),
    ],
)
def test_wrong_names_are_wrong_usage(cli: Callable[..., Any], wish: str, words: list[str]) -> None:
    """Said by the name, with a guess at what was meant."""
    bodies = {
        "own": "check: {path: $.A, exists: true}",
        "lame": "check: {path: $.A, exist: true}",
        "s": "scope: stack\ncheck: {there-is: AWS::S3::Bucket}",
        "a": "scope: app\ncheck: {there-is: AWS::S3::Bucket}",
    }
    files = {f"r/{rule_id}.yaml": card(body, rule_id) for rule_id, body in bodies.items()}
    files["t.yaml"] = TEMPLATE
    ran = cli("scan", "t.yaml", "--rules", "r", "--explain", wish, files=files)
    assert (ran.code, ran.out) == (2, "")
    for word in words:
        assert word in ran.err


def test_a_rule_that_is_not_chosen(cli: Callable[..., Any]) -> None:
    """Is none that a scan would ask; the refusal says how to choose it."""
    files = {
        "t.yaml": TEMPLATE,
        "synthgate.yaml": "exclude: [s3-bucket-unversioned]\n",
    }
    ran = cli("scan", "t.yaml", "--explain", "s3-bucket-unversioned:Bucket", files=files)
    assert ran.code == 2
    assert "do not choose rule 's3-bucket-unversioned'" in ran.err


def test_an_unreadable_template_beside_it(cli: Callable[..., Any]) -> None:
    """Is told, and the code says that not everything could be read."""
    files = {"t.yaml": TEMPLATE, "u.yaml": "Resources: ["}
    wish = "s3-bucket-unversioned:Versioned"
    ran = cli("scan", "t.yaml", "u.yaml", "--explain", wish, files=files)
    assert ran.code == 3
    assert ran.out.endswith("=> pass\n")
    assert "u.yaml" in ran.err


def test_in_korean(trace: Callable[..., str]) -> None:
    """All but the words of the card and of the template."""
    out = trace("s3-bucket-unversioned:Bucket", "check: {taggable: true}", "--lang", "ko")
    assert has(out, "equals: Enabled => 알 수 없음")
    assert has(out, "  Env = prod => 통과\n  Env이(가) prod 이외의 값 => 실패")
    assert has(out, "Properties.ObjectLockEnabled: 설정되지 않음")


def test_nothing_moves_the_cursor(trace: Callable[..., str]) -> None:
    """Names and values are strangers' words."""
    text = TEMPLATE.replace("Status: Enabled}}", 'Status: "\\e[31mEnabled\\n=> pass"}}')
    out = trace("s3-bucket-unversioned:Versioned", files={"t.yaml": text})
    assert "\x1b" not in out
    assert "\\x1b[31mEnabled\\n=> pass" in out


@pytest.mark.parametrize("asked", ["s3-bucket-unversioned:Given", "s3-bucket-acl-public:B{x}"])
def test_a_trace_does_not_read_the_input_as_a_form_to_fill(
    asked: str, cli: Callable[..., Any]
) -> None:
    """Braces in what the template says stay braces: nothing chooses what a sentence shows."""
    text = """
Resources:
  Given: {Type: "AWS::X::{boom}"}
  "B{x}":
    Type: AWS::S3::Bucket
    Properties:
      AccessControl: {Ref: "{q.__class__}"}
      BucketName: {"Fn::Sub": "${P{0}}"}
"""
    ran = cli("scan", "t.yaml", "--profile", "all", "--explain", asked, files={"t.yaml": text})
    assert ran.code == 0, ran.err
    assert ("{boom}" if "Given" in asked else "{q.__class__}") in ran.out
