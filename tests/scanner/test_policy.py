"""A policy: defaults below a repository's own words, and bounds above everybody's."""

from __future__ import annotations

import hashlib
import io
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from synthgate.cli import Streams, main

if TYPE_CHECKING:
    from collections.abc import Mapping

RULE, MILD = "s3-bucket-public-access-unblocked", "s3-bucket-tls-optional"
TEMPLATE = """\
Resources:
  Bucket:
    Type: AWS::S3::Bucket
    Properties:
      PublicAccessBlockConfiguration:
        {BlockPublicAcls: false, IgnorePublicAcls: true, BlockPublicPolicy: true,
         RestrictPublicBuckets: true}
"""
SUPPRESSED = f"""\
{TEMPLATE}\
    Metadata: {{guard: {{SuppressedRules: [S3_BUCKET_LEVEL_PUBLIC_ACCESS_PROHIBITED]}}}}
"""
DOUBTFUL = """\
Parameters: {Acls: {Type: String}}
Resources:
  Bucket:
    Type: AWS::S3::Bucket
    Properties:
      PublicAccessBlockConfiguration:
        {BlockPublicAcls: !Ref Acls, IgnorePublicAcls: true, BlockPublicPolicy: true,
         RestrictPublicBuckets: true}
"""


class Ran(NamedTuple):
    code: int
    report: Any
    err: str

    @property
    def told(self) -> list[str]:
        """What is not followed, each with the place that asks for it."""
        notices = (one for one in self.report["problems"] if one["code"] == "policy-enforced")
        return [f"{one['path']}:{one['line']}: {one['message']}" for one in notices]

    @property
    def active(self) -> dict[str, str]:
        return {one["rule_id"]: one["severity"] for one in self.report["findings"]}


Run = "Callable[..., Ran]"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Scan with a policy that lies outside of the repository."""
    repository = tmp_path / "repository"
    (repository / ".git").mkdir(parents=True)
    monkeypatch.chdir(repository)

    def run(
        bounds: str,
        *options: str,
        files: Mapping[str, str] | None = None,
        environ: Mapping[str, str] | None = None,
    ) -> Ran:
        (tmp_path / "policy.yaml").write_text(bounds, "utf-8")
        for name, content in {"t.yaml": TEMPLATE, **(files or {})}.items():
            (repository / name).write_text(content, "utf-8")
        out, err = io.StringIO(), io.StringIO()
        argv = ["scan", "t.yaml", "--format", "json", "--policy", "../policy.yaml", *options]
        code = main(argv, Streams(io.BytesIO(), out, err), environ)
        return Ran(code, json.loads(out.getvalue() or "null"), err.getvalue())

    return run


def waiver(rule: str = RULE, until: str = "2026-12-31") -> dict[str, str]:
    entry = f"{{rule: {rule}, reason: Ours, owner: me, expires: {until}}}"
    return {"synthgate-waivers.yaml": f"waivers:\n  - {entry}\n"}


def test_a_default_stands_below_the_file(run: Run) -> None:
    """And above what is built in; a bound is told only to who asks for something looser."""
    bounds = "defaults: {fail-on: critical, exclude: [s3-*]}\n"
    assert run(bounds).code == 0
    ran = run(bounds, files={"synthgate.yaml": "fail-on: high\nexclude: []\n"})
    assert (ran.code, ran.told) == (1, [])
    Path("synthgate.yaml").unlink()
    ran = run("bounds: {fail-on: low, exit-zero: false, gate-on: all}\n")
    assert ran.told == []
    assert ran.report["gate"]["decided_by"] == {
        "key": "fail-on",
        "path": "../policy.yaml",
        "line": 1,
    }


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("fail-on: never\n", "synthgate.yaml:1"),
        ("gate:\n  clauses: [{types: ['*'], fail-on: never}]\n", "synthgate.yaml:1"),
        ("gate: {clauses: [{types: ['*'], at-most: 99}]}\n", "synthgate.yaml:1"),
        ("gate: {clauses: [{severities: [high], at-most: 1}]}\n", "synthgate.yaml:1"),
        ("--fail-on", "--fail-on"),
        ("SYNTHGATE_FAIL_ON", "SYNTHGATE_FAIL_ON"),
    ],
)
def test_the_gate_is_no_milder_than_the_policy(run: Run, said: str, place: str) -> None:
    """By whichever clause, and whoever says it; the notice names both places."""
    bounds = "title: {en: Ours}\nbounds:\n  fail-on: high\n"
    option = ("--fail-on", "never") if said == "--fail-on" else ()
    environ = {"SYNTHGATE_FAIL_ON": "never"} if said == "SYNTHGATE_FAIL_ON" else {}
    files = {"synthgate.yaml": said} if ":" in said else {}
    ran = run(bounds, *option, files=files, environ=environ)
    assert ran.code == 1
    assert ran.report["gate"]["decided_by"]["path"] == "../policy.yaml"
    (told,) = ran.told
    assert place in told
    assert "fail-on: high (../policy.yaml:3)" in told


def test_a_stricter_gate_is_left_alone(run: Run) -> None:
    """What it allows of milder findings, it still allows."""
    gate = "fail-on: medium\ngate: {clauses: [{severities: [medium], at-most: 1}]}\n"
    ran = run("bounds: {fail-on: high}\n", files={"synthgate.yaml": gate})
    assert ran.told == []
    assert ran.report["gate"]["decided_by"]["path"] == "synthgate.yaml"


@pytest.mark.parametrize(
    "file",
    [
        f"exclude: [{RULE}]\n",
        'exclude: ["*"]\n',
        "exclude: [{severities: [high]}]\n",
        f"severity: {{{RULE}: info}}\n",
        f"severity: {{{RULE}: {{production: high, default: low}}}}\n",
        "profile: ours.yaml\n",
    ],
)
def test_a_bound_rule_is_asked_as_severely_as_it_is(run: Run, file: str) -> None:
    """Whatever a repository excludes or lowers, or its profile leaves out."""
    bounds = "bounds:\n  rules:\n    - s3-bucket-public-access-*\n"
    profile = "id: ours\ntitle: {en: Ours}\nselect: [sns-*]\n"
    ran = run(bounds, files={"synthgate.yaml": file, "ours.yaml": profile})
    assert (ran.code, ran.active[RULE]) == (1, "high")
    assert RULE not in ran.report["run"]["excluded"]
    assert any(RULE in one and one.startswith("synthgate.yaml:1") for one in ran.told)
    assert "(../policy.yaml:3)" in ran.told[0]


def test_a_bound_rule_may_be_made_stricter(run: Run) -> None:
    """And keeps the severity that the policy itself gives it, at least."""
    bounds = f"defaults: {{severity: {{{MILD}: high}}}}\nbounds: {{rules: [{MILD}]}}\n"
    ran = run(bounds, files={"synthgate.yaml": f"severity: {{{MILD}: critical}}\n"})
    assert (ran.active[MILD], ran.told) == ("critical", [])
    ran = run(bounds, files={"synthgate.yaml": f"severity: {{{MILD}: medium}}\n"})
    assert ran.active[MILD] == "high"
    assert len(ran.told) == 1


def test_a_parameter_of_a_bound_rule_is_the_policys(run: Run) -> None:
    """Which of two values is milder, nobody knows but the rule."""
    function = "Resources: {F: {Type: AWS::Lambda::Function, Properties: {Timeout: 500}}}\n"
    bounds = "bounds: {rules: [lambda-timeout-long]}\n"
    said = {"synthgate.yaml": "rule-parameters: {lambda-timeout-long: {maximum-seconds: 899}}\n"}
    ran = run(bounds, "--profile", "all", files={"t.yaml": function, **said})
    assert "lambda-timeout-long" in ran.active
    assert ran.told[0].startswith("synthgate.yaml:1")


@pytest.mark.parametrize("selector", [RULE, "{severities: [high, critical]}", "s3-*"])
def test_nobody_accepts_a_finding_of_a_bound_rule(run: Run, selector: str) -> None:
    """Neither a waiver, nor a baseline, nor a suppression; those of others still count."""
    bounds = f"bounds: {{rules: [{selector}]}}\n"
    ran = run(bounds, files=waiver())
    assert (ran.code, RULE in ran.active) == (1, True)
    assert (
        "waived, and counted all the same: 1 (the first by synthgate-waivers.yaml:2)" in ran.told[0]
    )
    Path("synthgate-waivers.yaml").unlink()
    streams = Streams(io.BytesIO(), io.StringIO(), io.StringIO())
    assert main(["baseline", "write", "t.yaml"], streams) == 0
    ran = run(bounds)
    assert (ran.code, RULE in ran.active) == (1, True)
    assert "synthgate-baseline.yaml:" in ran.told[0]
    Path("synthgate-baseline.yaml").unlink()
    ran = run(bounds, files={"t.yaml": SUPPRESSED})
    assert (ran.code, RULE in ran.active) == (1, True)
    assert "guard-registry S3_BUCKET_LEVEL" in ran.told[0]
    assert run("bounds: {rules: [sns-*]}\n", files={"t.yaml": SUPPRESSED}).code == 0


@pytest.mark.parametrize(
    ("bound", "until", "code"),
    [
        ("longest-waiver: 30", "2026-12-01", 0),
        ("longest-waiver: 30", "2026-12-02", 1),
        ("waivers: told", "2026-12-01", 1),
        ("waivers: count", "2026-12-01", 0),
    ],
)
def test_a_waiver_counts_as_the_policy_lets_it(run: Run, bound: str, until: str, code: int) -> None:
    """A waiver that ends too late does not count until it ends earlier."""
    ran = run(f"bounds: {{{bound}}}\n", "--as-of", "2026-11-01", files=waiver(until=until))
    assert ran.code == code
    assert len(ran.told) == code
    assert all("synthgate-waivers.yaml:2" in one for one in ran.told)


def test_no_baseline_counts_where_the_policy_says_so(run: Run) -> None:
    """It is told, and so is that the gate looks at all findings."""
    streams = Streams(io.BytesIO(), io.StringIO(), io.StringIO())
    run("bounds: {}\ndefaults: {}\n")
    assert main(["baseline", "write", "t.yaml"], streams) == 0
    assert run("bounds: {baseline: count}\n").code == 0
    ran = run("bounds: {baseline: told}\n", "--gate-on", "new")
    assert ran.code == 1
    assert "synthgate-baseline.yaml" in ran.told[0]
    ran = run("bounds: {gate-on: all}\n")
    assert ran.code == 1


def test_suppressions_are_told_and_do_not_count(run: Run) -> None:
    """Of any rule."""
    ran = run("bounds:\n  suppressions: told\n", files={"t.yaml": SUPPRESSED})
    assert ran.code == 1
    assert "suppressed in templates, and counted all the same: 1" in ran.told[0]
    assert "(../policy.yaml:2)" in ran.told[0]


def test_a_doubt_does_at_least_what_the_policy_says(run: Run) -> None:
    """By severity; a stricter word of the repository stays."""
    files = {"t.yaml": DOUBTFUL, "synthgate.yaml": "gate: {unknown: warn}\n"}
    ran = run("bounds: {unknown: {high: fail}}\n", files=files)
    assert ran.code == 1
    assert ran.told[0].startswith("synthgate.yaml:1")
    files["synthgate.yaml"] = "gate: {unknown: fail}\n"
    assert run("bounds: {unknown: warn}\n", files=files).told == []


def test_of_several_policies_the_strictest_has_its_way(run: Run) -> None:
    """In whatever order, and whoever names them."""
    files = {"ours.yaml": "bounds: {fail-on: low}\n", "synthgate.yaml": "extends: ours.yaml\n"}
    ran = run("bounds: {fail-on: high}\n", files=files)
    assert ran.report["gate"]["decided_by"]["path"] == "ours.yaml"
    files["ours.yaml"] = "bounds: {fail-on: critical}\n"
    ran = run("bounds: {fail-on: medium}\n", files=files, environ={"SYNTHGATE_POLICY": "ours.yaml"})
    assert ran.report["gate"]["decided_by"]["path"] == "../policy.yaml"


def test_the_report_names_the_policy_by_its_digest(run: Run) -> None:
    """So that an auditor knows which one bound the run; and tells of one that a change can edit."""
    text = "bounds: {fail-on: high}\n"
    digest = hashlib.sha256(text.encode()).hexdigest()
    ran = run(text)
    assert ran.report["run"]["policy"] == [{"path": "../policy.yaml", "digest": digest}]
    codes = [one["code"] for one in ran.report["problems"]]
    assert "policy-open" not in codes
    files = {"ours.yaml": text, "synthgate.yaml": "extends: ours.yaml\n"}
    codes = [one["code"] for one in run(text, files=files).report["problems"]]
    assert "policy-open" in codes


@pytest.mark.parametrize(
    ("policy", "told"),
    [
        ("bounds:\n  fail_on: high\n", "../policy.yaml:2:3: bounds: unknown key 'fail_on'; did"),
        ("bounds: {fail-on: never}\n", "../policy.yaml:1:10: fail-on is one of critical, high"),
        ("bounds: {rules: [s3-buckt-*]}\n", "../policy.yaml:1:18: no rule 's3-buckt-*'"),
        (
            "bounds: {longest-waiver: 0}\n",
            "../policy.yaml:1:10: bounds.longest-waiver: a number",
        ),
        ("defaults: {extends: x.yaml}\n", "../policy.yaml:1:12: "),
        ("", "../policy.yaml:1:1: an empty policy binds nobody"),
        ("- a\n", "../policy.yaml:1:1: not a mapping"),
        ("bounds: {accepted-from: base}\n", "../policy.yaml:1: the policy demands --accepted-from"),
    ],
)
def test_a_mistake_in_a_policy_keeps_the_gate_closed(run: Run, policy: str, told: str) -> None:
    """Nothing is scanned: file, line and the way out are told."""
    ran = run(policy)
    assert (ran.code, ran.report) == (2, None)
    assert told in ran.err


@pytest.mark.parametrize(
    ("file", "option", "told"),
    [
        ("extends: gone.yaml\n", None, "synthgate.yaml:1:1: policy 'gone.yaml': no such file"),
        ("extends: ../policy.yaml\n", None, "synthgate.yaml:1:1: '../policy.yaml' lies outside"),
        (
            "extends: pack:acme\n",
            None,
            "synthgate.yaml:1:1: no policy 'acme' in the",
        ),
        ("lang: en\n", "gone.yaml", "--policy: policy 'gone.yaml': no such file"),
    ],
)
def test_a_policy_that_is_missing_keeps_the_gate_closed(
    run: Run, file: str, option: str | None, told: str
) -> None:
    """It is told where it is asked for."""
    named = ("--policy", option) if option else ()
    ran = run("bounds: {}\ndefaults: {lang: en}\n", *named, files={"synthgate.yaml": file})
    assert (ran.code, ran.report) == (2, None)
    assert told in ran.err


def test_a_strangers_policy_is_not_taken(run: Run) -> None:
    """Told as other keys of his file are; one from outside binds."""
    files = {"ours.yaml": "defaults: {exclude: ['*']}\n", "synthgate.yaml": "extends: ours.yaml\n"}
    ran = run("bounds: {fail-on: high}\n", "--untrusted", files=files)
    assert ran.code == 1
    assert any("extends" in one["message"] for one in ran.report["problems"])


def test_a_pack_brings_a_policy(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Named without a path; a mistake in it is the pack's owner's to mend."""
    site = tmp_path / "site"
    files = {
        "acme.dist-info/entry_points.txt": "[synthgate.packs]\nacme = acme\n",
        "acme/__init__.py": "raise SystemExit('the package was imported')\n",
        "acme/policies/strict.yaml": "bounds: {fail-on: low}\n",
        "acme/policies/broken.yaml": "bounds: {fail-on: lower}\n",
    }
    for name, content in files.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(content, "utf-8")
    monkeypatch.syspath_prepend(site)
    ran = run("defaults: {}\n", "--policy", "pack:strict")
    assert ran.report["gate"]["decided_by"]["path"] == "acme/policies/strict.yaml"
    assert "pack 'acme'" in run("defaults: {}\n", "--policy", "pack:broken").err
    assert "did you mean 'strict'" in run("defaults: {}\n", "--policy", "pack:strikt").err


def waived(run: Run, *options: str, **more: Any) -> Ran:
    """A scan with a waiver that ends in 2030, by the file of that day or by options."""
    files = {**waiver(until="2030-05-01"), **more.pop("files", {})}
    return run("bounds: {longest-waiver: 180}\n", *options, files=files, **more)


def test_the_file_says_nothing_of_the_day(run: Run) -> None:
    """A day to come would make a waiver short, and one that is past would renew those of then."""
    ran = waived(run, files={"synthgate.yaml": "as-of: 2030-01-01\n"})
    assert ran.code == 1
    assert "synthgate.yaml:1: not followed: as-of: 2030-01-01" in ran.told[0]
    past = {**waiver(until="2020-05-01"), "synthgate.yaml": "as-of: 2020-01-01\n"}
    assert run("bounds: {longest-waiver: 180}\n", files=past).code == 1


def test_another_day_makes_no_waiver_shorter(run: Run) -> None:
    """Of an option, either: and it is told that what is accepted is judged on that day."""
    ran = waived(run, "--as-of", "2030-01-01")
    assert ran.code == 1
    (told,) = [one for one in ran.report["problems"] if one["code"] == "another-day"]
    assert "as of 2030-01-01" in told["message"]
    assert "--as-of" in told["message"]


def test_every_policy_that_an_option_names_binds(run: Run) -> None:
    """However often it is given; the variable has several by commas."""
    Path("mild.yaml").write_text("bounds: {fail-on: critical}\n")
    ran = run("bounds: {rules: [s3-*]}\n", "--policy", "mild.yaml", "--fail-on", "never")
    assert [one["path"] for one in ran.report["run"]["policy"]] == ["../policy.yaml", "mild.yaml"]
    environ = {"SYNTHGATE_POLICY": "mild.yaml,../policy.yaml"}
    ran = run("bounds: {fail-on: high}\n", "--fail-on", "never", environ=environ)
    assert ran.code == 1


OF_SCOPE = {
    "synthgate.yaml": "paths: [other]\nexclude-path: ['*.yaml']\nenvironments: {'*': development}\n"
    "environment: development\n"
}


def test_what_is_scanned_may_be_held(run: Run) -> None:
    """By default a repository says what is left out, and what its stacks are for."""
    assert run("bounds: {scope: told}\n", files=OF_SCOPE).code == 3
    ran = run("bounds:\n  scope: held\n", files=OF_SCOPE)
    assert ran.code == 1
    assert len(ran.told) == 4
    assert (
        "synthgate.yaml:2: not followed: exclude-path; the policy says: scope: held" in ran.told[1]
    )
    assert run("bounds: {scope: held}\n", "--exclude-path", "*.yaml", files=OF_SCOPE).code == 3


def test_what_a_base_has_excuses_no_finding_of_a_bound_rule(run: Run) -> None:
    """Nor any, where no baseline counts: what the repository compares with is one."""
    files = {"old/t.yaml": TEMPLATE, "synthgate.yaml": "against: old/t.yaml\ngate-on: new\n"}
    Path("old").mkdir()
    assert run("defaults: {}\n", files=files).code == 0
    ran = run(f"bounds:\n  rules: [{RULE}]\n", files=files)
    assert ran.code == 1
    assert "looked at all the same: 1" in ran.told[0]
    assert "(../policy.yaml:2)" in ran.told[0]
    ran = run("bounds: {baseline: told}\n", files=files)
    assert ran.code == 1
    assert ran.told[0].startswith("synthgate.yaml:1: not followed: against: old/t.yaml")


POLICY = """\
Resources:
  P:
    Type: AWS::IAM::ManagedPolicy
    Properties: {PolicyDocument: {Statement: [{Effect: Allow, Action: ACTION, Resource: "*"}]}}
"""
BESIDE = {
    "old/t.yaml": POLICY.replace("ACTION", '"s3:GetObject"'),
    "t.yaml": POLICY.replace("ACTION", '"*"'),
}


@pytest.mark.parametrize("by_file", [False, True], ids=["by an option", "by its file"])
def test_nobody_drops_what_the_gate_has_to_look_at(run: Run, by_file: bool) -> None:
    """A policy names what a change must not do: whatever else somebody has the gate look at."""
    Path("old").mkdir()
    said = "against: old/t.yaml\ngate-on: data-loss\n"
    files = {**BESIDE, "synthgate.yaml": said if by_file else "exclude: []\n"}
    options = () if by_file else ("--against", "old/t.yaml", "--gate-on", "data-loss")
    assert run("bounds: {}\n", *options, files=files).code == 0
    assert run("bounds: {gate-on: new}\n", *options, files=files).code == 0
    for wanted in ("broader-access", "[broader-access, will-not-deploy]", "[new]"):
        ran = run(f"bounds:\n  gate-on: {wanted}\n", *options, files=files)
        assert ran.code == 1
        assert "not followed: gate-on: data-loss" in ran.told[0]
        assert "(../policy.yaml:2)" in ran.told[0]


def test_a_bound_on_what_a_change_does_asks_for_no_base(run: Run) -> None:
    """Where nothing is compared, the gate looks at everything anyway."""
    ran = run("bounds: {gate-on: [broader-access]}\n", files={"t.yaml": TEMPLATE})
    assert (ran.code, ran.told) == (1, [])
    ran = run("bounds: {gate-on: [broader]}\n")
    assert ran.code == 2
    assert "broader-access" in ran.err


def test_an_open_gate_says_that_it_looked_at_some_findings_alone(run: Run) -> None:
    """So that nobody takes it for more; in Korean too."""
    Path("old").mkdir()
    options = ("--against", "old/t.yaml", "--gate-on", "data-loss,will-not-deploy")
    for language, said in (
        ("en", "it looked at nothing but data-loss, will-not-deploy"),
        ("ko", "만 확인"),
    ):
        ran = run("bounds: {}\n", *options, "--lang", language, files=BESIDE)
        assert ran.code == 0
        assert said in ran.report["gate"]["reason"]
    ran = run("bounds: {}\n", "--against", "old/t.yaml", "--fail-on", "never", files=BESIDE)
    assert "nothing but" not in ran.report["gate"]["reason"]
