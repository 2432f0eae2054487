"""A report with one of everything, built by hand: no scanner is needed to test a format."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from io import StringIO
from typing import TYPE_CHECKING

import pytest

from synthgate.model import (
    Acceptance,
    Checks,
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
    Related,
    Report,
    Results,
    Rule,
    Run,
    ScannedTemplate,
    Severity,
    SourceLine,
    Status,
    Subject,
    ToolRule,
    UnitReport,
    Verdict,
    Words,
    verbatim,
)
from synthgate.problem_code import ProblemCode
from synthgate_reports import FORMATS

if TYPE_CHECKING:
    from collections.abc import Callable

STORAGE = "cdk.out/assembly-Prod/ProdStorage.template.json"
PLAIN = "templates/legacy app.yaml"

PUBLIC = Rule(
    id="s3-bucket-public",
    title=Words("Bucket may be read by everyone", "버킷을 누구나 읽을 수 있음"),
    severity=Severity.CRITICAL,
    pillar=Pillar.SECURITY,
    resources=("AWS::S3::Bucket",),
    why=Words("Whoever guesses the name reads the data.", "이름만 알면 누구나 데이터를 읽습니다."),
    fix=Fix(
        Words("Block public access on the bucket.", "버킷의 퍼블릭 액세스를 차단하세요."),
        {
            "cdk-python": "block_public_access=s3.BlockPublicAccess.BLOCK_ALL",
            "cdk-typescript": "blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL",
            "template": "PublicAccessBlockConfiguration:\n  BlockPublicAcls: true",
        },
    ),
    link="https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html",
    equivalents={"checkov": ("CKV_AWS_53",)},
    controls=("fsbp:S3.8", "cis-aws-3.0:2.1.4"),
)
KEY = Rule(
    id="lambda-environment-unencrypted",
    title=Words(
        "Function environment is not encrypted with a KMS key",
        "Lambda 함수의 환경 변수가 KMS 키로 암호화되지 않음",
    ),
    severity=Severity.MEDIUM,
    pillar=Pillar.SECURITY,
    resources=("AWS::Lambda::Function",),
    why=Words("Whoever reads the configuration\nreads the values.", "구성을 읽으면 값도 읽습니다."),
    fix=Fix(
        Words("Name a KMS key.", "KMS 키를 지정하세요."),
        {"cdk-python": "environment_encryption=key", "template": "KmsKeyArn: !GetAtt Key.Arn"},
    ),
)
TAGS = Rule(
    id="resource-without-owner-tag",
    title=Words("Resource names no owner", "리소스에 소유자 태그가 없음"),
    severity=Severity.INFO,
    pillar=Pillar.OPERATIONS,
    resources=("AWS::*",),
    why=Words("Nobody knows whom to call.", "누구에게 연락해야 할지 알 수 없습니다."),
    fix=Fix(Words("Tag it with `owner`.", "`owner` 태그를 추가하세요.")),
)


def subject(logical_id: str, type_: str, path: str | None = None) -> Subject:
    return Subject(logical_id, type_, STORAGE, path, "ProdStorage", "Prod")


def template_place(
    line: int, column: int, end: int, route: str, lines: tuple[str, ...] = ()
) -> Location:
    excerpt = Excerpt(line - 1, lines) if lines else None
    return Location(STORAGE, Position(line, column), Position(line, end), route, excerpt)


UPLOADS = subject("Uploads4F6A", "AWS::S3::Bucket", "Prod/Storage/Uploads/Resource")
ARCHIVE = subject("ArchiveB00C", "AWS::S3::Bucket", "Prod/Storage/Archive/Resource")
WORKER = subject("Worker77AA", "AWS::Lambda::Function", "Prod/Storage/Worker/Resource")
LEGACY = Subject("Legacy", "AWS::S3::Bucket", PLAIN)
TOPIC = Subject("Topic", "AWS::SNS::Topic", PLAIN)


def source(line: int, *, found: bool = True) -> SourceLine:
    lines = (
        "class Storage(Stack):",
        '    uploads = s3.Bucket(self, "Uploads", public_read_access=True)',
        "",
    )
    return SourceLine("app/storage.py", line, found, Excerpt(line - 1, lines) if found else None)


def finding(
    rule: Rule, subject: Subject, location: Location, number: int, **more: object
) -> Finding:
    plain = Finding(
        rule=rule,
        status=Status.FAIL,
        severity=rule.severity,
        message=rule.title,
        why=rule.why,
        subject=subject,
        location=location,
        source=None,
        sources=(ToolRule("synthgate", rule.id),),
        fingerprint=f"{number:064x}",
    )
    return replace(plain, **more)  # pyright: ignore[reportArgumentType]


ACL = ('      "Properties": {', '        "AccessControl": "PublicRead"', "      },")
FINDINGS = (
    finding(
        PUBLIC,
        UPLOADS,
        template_place(12, 26, 38, "$.Resources.Uploads4F6A.Properties.AccessControl", ACL),
        1,
        source=source(41),
        related=(
            Related(
                Words("a policy lets everyone in", "정책이 모두에게 접근을 허용함"),
                "Legacy",
                Location(PLAIN, Position(4, 5), Position(4, 14), "Properties.Policy"),
            ),
        ),
        message=Words("AccessControl is PublicRead", "AccessControl이 PublicRead입니다"),
        sources=(ToolRule("synthgate", PUBLIC.id), ToolRule("checkov", "CKV_AWS_53")),
    ),
    finding(
        PUBLIC,
        ARCHIVE,
        template_place(31, 26, 38, "$.Resources.ArchiveB00C.Properties.AccessControl", ACL),
        2,
        source=source(77, found=False),
    ),
    finding(
        PUBLIC,
        LEGACY,
        Location(
            PLAIN,
            Position(4, 20),
            Position(4, 30),
            "$.Resources.Legacy.Properties.AccessControl",
            Excerpt(3, ("    Properties:", "      이름: 창고; 권한: PublicRead", "  Topic:")),
        ),
        3,
        disposition=Disposition.WAIVED,
        accepted=Acceptance(
            "waivers.yaml", verbatim("public web site"), "web team", "2027-03-31", "OPS-7"
        ),
    ),
    finding(
        KEY,
        WORKER,
        template_place(50, 9, 20, "$.Resources.Worker77AA.Properties.KmsKeyArn"),
        4,
        status=Status.UNKNOWN,
        message=Words(
            "The parameter KeyArn decides whether there is a key",
            "매개변수 KeyArn에 따라 키의 유무가 결정됩니다",
        ),
    ),
    finding(TAGS, TOPIC, Location(PLAIN, Position(9, 3), Position(12, 1), "$.Resources.Topic"), 5),
)
REPORT = Report(
    run=Run(as_of="2026-11-23"),
    version="1.4.0",
    templates=(
        ScannedTemplate(STORAGE, "scanned", 3, "ProdStorage", "Prod"),
        ScannedTemplate(PLAIN, "scanned", 2),
        ScannedTemplate("templates/broken.yaml", "failed"),
    ),
    findings=FINDINGS,
    verdicts=(
        *(Verdict(f.rule, f.subject, f.status) for f in FINDINGS),
        Verdict(TAGS, LEGACY, Status.PASS),
        Verdict(TAGS, UPLOADS, Status.PASS),
    ),
    problems=(
        Problem(
            ProblemCode.TEMPLATE_INVALID,
            Words("mapping values are not allowed here", "여기에는 매핑 값을 쓸 수 없습니다"),
            "templates/broken.yaml",
            Position(7, 13),
        ),
        Problem(ProblemCode.RULE_CRASHED, verbatim("the check divides by zero"), rule_id=KEY.id),
        Problem(ProblemCode.MERGE_KEY, verbatim("merge keys are refused by CloudFormation"), PLAIN),
    ),
    checks=Checks(passed=2, failed=3, unknown=1, waived=1),
    gate=Gate(
        "incomplete",
        3,
        Words("incomplete: 1 template could not be read", "미완료: 템플릿 1개를 읽을 수 없습니다"),
        closing=frozenset(one.fingerprint for one in FINDINGS[:2]),
    ),
    source_prefix="infra",
)

# Names that a stranger chose: they close a CDATA section, open a tag, paint a
# terminal, turn the reading order round, fake a link, are no character at all.
EVIL = (
    "]]>",
    "<script>alert(1)</script>",
    "\x1b[31mred\x1b[0m",
    "safe\u202egnp.exe",
    "null\x00 \x85 \ufffe",
    "half\udc80",
    "[click](https://evil.example)",
    "two\nlines\tand a tab",
    "한국어 이름",
    "x" * 5000,
    "..",
    "",
    "\ud800",
    "\udc00\ud800\U0001f600",
    "\uffff \U0001fffe",
    "\u2066\u2069\u061c\ufeff",
    "\r\x0b\u2028",
    "{0.__class__} {name} %s ${x}",
    "::error::x",
)


def _hostile() -> Report:
    findings = tuple(
        replace(
            FINDINGS[0],
            message=verbatim(name),
            subject=Subject(name, name, f"../../{name}.yaml", name or None),
            location=Location(
                f"../../{name}.yaml",
                Position(2, 3),
                Position(2, 9),
                name,
                Excerpt(1, (name, f"\t한글 {name}", name)),
            ),
            related=(
                Related(
                    verbatim(name),
                    name,
                    Location(f"../../{name}.yaml", Position(2, 3), Position(2, 9), name),
                ),
            ),
            source=SourceLine(f"/abs/{name}.ts", 1, found, Excerpt(1, (name,))),
            fingerprint=f"{number:064x}",
        )
        for number, name in enumerate(EVIL)
        for found in (True, False)
    )
    closing = frozenset(finding.fingerprint for finding in findings)
    return replace(
        REPORT,
        findings=findings,
        verdicts=tuple(Verdict(f.rule, f.subject, f.status) for f in findings),
        problems=tuple(
            Problem(ProblemCode.TEMPLATE_INVALID, verbatim(n), n, Position(0, 0), n) for n in EVIL
        ),
        gate=Gate("closed", 1, verbatim("closed: \x1b]0;owned\x07"), closing=closing),
        source_prefix="",
    )


@pytest.fixture
def report() -> Report:
    """One of everything, as a scan of a small CDK app gives it."""
    return REPORT


@pytest.fixture
def hostile() -> Report:
    """The same words everywhere, from somebody who wants to break a consumer."""
    return _hostile()


@pytest.fixture
def many() -> Callable[[int], Report]:
    """Makes a report of so many faults that count, with hostile names and of all severities."""

    def make(number: int) -> Report:
        findings = tuple(_one_of_many(n) for n in range(number))
        severe = (one for one in findings if one.severity.reaches(Severity.HIGH))
        closing = frozenset(one.fingerprint for one in severe)
        verdict = "closed" if closing else "open"
        gate = Gate(verdict, int(bool(closing)), verbatim(verdict), closing=closing)
        return replace(REPORT, findings=findings, verdicts=(), problems=(), gate=gate)

    return make


def _one_of_many(number: int) -> Finding:
    name = f"{EVIL[number % len(EVIL)]} {number}"
    there = replace(UPLOADS, logical_id=name, construct_path=f"Prod/{name}" if number % 3 else None)
    return replace(
        FINDINGS[0],
        message=verbatim(name),
        severity=tuple(Severity)[number % 5],
        subject=there,
        source=source(41 + number) if number % 2 else None,
        fingerprint=sha256(str(number).encode()).hexdigest(),
    )


def with_results(report: Report) -> Report:
    """The report with what it might have been made of, in one unit."""
    observed = Observed("production", report.verdicts, report.findings)
    unit = UnitReport((0,), None, report.templates, (observed,), report.problems, ("Stage",))
    partial = PartialReport((unit,))
    gated = tuple(sorted({finding.rule.id for finding in report.findings}))
    return replace(report, results=Results("0" * 64, gated, report.problems[:1], partial))


@pytest.fixture
def complete() -> Callable[[Report], Report]:
    """Completes a report as one whose results are to be stored."""
    return with_results


@pytest.fixture
def written() -> Callable[[str, Report], str]:
    """What a format makes of a report."""

    def write(name: str, report: Report) -> str:
        stream = StringIO(newline="")
        FORMATS[name](with_results(report) if name == "results" else report, stream)
        return stream.getvalue()

    return write


@pytest.fixture
def alike(hostile: Report) -> Callable[[int], Report]:
    """Makes a report of so many failures, each another one, with names of strangers."""

    def made(number: int) -> Report:
        findings = tuple(
            replace(hostile.findings[at % len(hostile.findings)], fingerprint=f"{at:064x}")
            for at in range(number)
        )
        return replace(hostile, findings=findings, verdicts=())

    return made
