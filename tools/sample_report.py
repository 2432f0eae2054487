"""One small report, always the same, of which every format shows what it is like."""

from __future__ import annotations

from dataclasses import replace

from synthgate.model import (
    Acceptance,
    AssemblyRead,
    AssessedControl,
    AssessedFramework,
    Checks,
    Control,
    ControlResult,
    ControlState,
    Disposition,
    Excerpt,
    Finding,
    Fix,
    Gate,
    Location,
    Observed,
    PartialReport,
    Pillar,
    Position,
    Problem,
    Provenance,
    Report,
    Results,
    Rule,
    Run,
    ScannedTemplate,
    Severity,
    SourceLine,
    Stamp,
    Status,
    StoredScan,
    Subject,
    ToolRule,
    UnitReport,
    Verdict,
    verbatim,
)
from synthgate.problem_code import ProblemCode

_TEMPLATE = "cdk.out/Shop.template.json"
_VERSION = "1.0.0"


def _rule(id_: str, title: str, severity: Severity, why: str, fix: str, **code: str) -> Rule:
    named = {name.replace("_", "-"): text for name, text in code.items()}
    return Rule(
        id_,
        verbatim(title),
        severity,
        Pillar.SECURITY,
        ("AWS::S3::Bucket",),
        verbatim(why),
        Fix(verbatim(fix), named),
    )


_PUBLIC = _rule(
    "s3-bucket-acl-public",
    "Bucket ACL lets everyone read",
    Severity.CRITICAL,
    "Whoever guesses the name reads the data.",
    "Leave the ACL out.",
    cdk_python="access_control=None",
)
_KEY = _rule(
    "s3-bucket-key-foreign",
    "Bucket is encrypted with a key of another account",
    Severity.MEDIUM,
    "Who owns the key decides who reads.",
    "Name a key of your own.",
)
_LOGS = _rule(
    "s3-bucket-unlogged",
    "Bucket keeps no access log",
    Severity.LOW,
    "Nobody can tell who has read.",
    "Name a bucket for the log.",
)


def _finding(rule: Rule, name: str, line: int, path: str, number: int) -> Finding:
    subject = Subject(
        name, "AWS::S3::Bucket", _TEMPLATE, f"Shop/{name}/Resource", "Shop", "production"
    )
    place = Location(
        _TEMPLATE,
        Position(line, 9),
        Position(line, 40),
        f"$.Resources.{name}.Properties.{path}",
        Excerpt(line, (f'        "{path}": "PublicRead",',)),
    )
    made = Excerpt(line + 20, (f'bucket = Bucket(self, "{name}")',))
    source = SourceLine("app.py", line + 20, found=True, excerpt=made)
    return Finding(
        rule,
        Status.FAIL,
        rule.severity,
        rule.title,
        rule.why,
        subject,
        place,
        source,
        (ToolRule("synthgate", rule.id),),
        f"{number:032x}",
    )


def _findings() -> tuple[Finding, ...]:
    public = _finding(_PUBLIC, "Uploads", 12, "AccessControl", 1)
    doubt = replace(
        _finding(_KEY, "Archive", 31, "BucketEncryption", 2),
        status=Status.UNKNOWN,
        why=verbatim("parameter KeyArn has no known value"),
    )
    accepted = _finding(_LOGS, "Uploads", 10, "LoggingConfiguration", 3).set_aside(
        Disposition.WAIVED,
        Acceptance(
            "synthgate-waivers.yaml:2", verbatim("the CDN logs"), "web team", "2027-03-31", "OPS-7"
        ),
    )
    return (public, doubt, accepted)


def _framework(failed: Finding) -> AssessedFramework:
    control = Control(
        "data-7",
        verbatim("No bucket is public"),
        verbatim("Nobody outside reads what customers upload."),
        "data",
        "automated",
        (_PUBLIC.id,),
    )
    result = ControlResult(
        "production",
        ControlState.NOT_MET,
        (verbatim("1 of 2 checks failed"),),
        Checks(passed=1, failed=1),
        (failed,),
        (),
        (failed.subject,),
        (_PUBLIC.id,),
    )
    return AssessedFramework(
        "sample-checklist",
        "1",
        verbatim("A checklist of one item."),
        verbatim("Sample checklist"),
        {"data": verbatim("Data")},
        (AssessedControl(control, ControlState.NOT_MET, (result,)),),
    )


def sample() -> Report:
    """A fault, a doubt, what is accepted, and a notice: an app of one stack, stamped."""
    findings = _findings()
    passed = Verdict(_PUBLIC, findings[1].subject, Status.PASS)
    verdicts = (*(Verdict(one.rule, one.subject, one.status) for one in findings), passed)
    template = ScannedTemplate(_TEMPLATE, "scanned", 2, "Shop", "production", "production")
    notice = Problem(
        ProblemCode.MERGE_KEY, verbatim("CloudFormation refuses merge keys"), _TEMPLATE
    )
    rests_on = Provenance(
        "high",
        digest="5" * 64,
        assemblies=(AssemblyRead("cdk.out", "a" * 64),),
        stamp=Stamp(
            "2026-11-23T09:00:00Z",
            "0123456789" * 4,
            "main",
            "https://git.example/team/shop",
            is_dirty=False,
        ),
    )
    run = Run("recommended", 3, as_of="2026-11-23", origin=rests_on)
    unit = UnitReport(
        (0,), "cdk.out", (template,), (Observed("production", verdicts, findings),), (notice,)
    )
    gated = tuple(sorted(rule.id for rule in (_PUBLIC, _KEY, _LOGS)))
    return Report(
        version=_VERSION,
        templates=(template,),
        findings=findings,
        verdicts=verdicts,
        problems=(notice,),
        checks=Checks(passed=1, failed=1, unknown=1, waived=1),
        gate=Gate(
            "closed",
            1,
            verbatim("Gate closed: 1 finding of severity high or worse (fail-on, by default)."),
            closing=frozenset({findings[0].fingerprint}),
        ),
        frameworks=(_framework(findings[0]),),
        run=run,
        results=Results(
            "9" * 64,
            gated,
            (),
            PartialReport((unit,)),
            gated,
            (StoredScan(_VERSION, replace(run, as_of=None)),),
        ),
    )
