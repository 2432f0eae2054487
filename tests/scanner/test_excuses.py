"""A pull request tries to excuse itself: its author has every file of the repository in his hands.

He has neither the command line of the pipeline, nor its variables, nor the branch that he wants to
change. What counts is as that branch has it, and the gate stays closed.
"""

from __future__ import annotations

import io
import json
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from synthgate.cli import Streams, main

if TYPE_CHECKING:
    from collections.abc import Mapping

RULE = "s3-bucket-public-access-unblocked"
OPEN = """\
Resources:
  Bucket:
    Type: AWS::S3::Bucket
    Properties:
      PublicAccessBlockConfiguration:
        {BlockPublicAcls: false, IgnorePublicAcls: true, BlockPublicPolicy: true,
         RestrictPublicBuckets: true}
"""
SAFE = "Resources:\n  Topic: {Type: AWS::SNS::Topic}\n"
POLICY = """\
bounds:
  rules: [s3-*]
  fail-on: medium
  suppressions: told
  exit-zero: false
"""
WAIVER = f"""\
waivers:
  - {{rule: {RULE}, reason: It is ours, owner: me, expires: 2027-01-01}}
"""
FROM_MAIN = ("--accepted-from", "main")


class Ran(NamedTuple):
    code: int
    report: Any
    err: str

    @property
    def told(self) -> dict[str, str]:
        return {one["code"]: one["message"] for one in self.report["problems"]}


Git = "Callable[..., str]"
Run = "Callable[..., Ran]"


@pytest.fixture
def git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Git:
    """A repository whose branch ``main`` has what the team agreed on; a change is checked out."""
    repository = tmp_path / "repository"
    repository.mkdir()
    monkeypatch.chdir(repository)

    def git(*words: str) -> str:
        names = ("user.name=a", "user.email=a@example.com", "init.defaultBranch=main")
        options = [word for name in names for word in ("-c", name)]
        return subprocess.run(
            ["git", *options, *words], check=True, capture_output=True, text=True
        ).stdout

    git("init")
    change({"synthgate.yaml": "lang: en\nextends: policy.yaml\n", "policy.yaml": POLICY})
    change({"t.yaml": SAFE})
    git("add", ".")
    git("commit", "-m", "agreed")
    git("checkout", "-b", "change")
    change({"t.yaml": OPEN})
    return git


def change(files: Mapping[str, str]) -> None:
    for name, content in files.items():
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(content, "utf-8")


@pytest.fixture
def run(git: Git) -> Run:
    """Commit a change, and run the pipeline on it."""

    def run(*options: str, **files: str) -> Ran:
        change({name.replace("__", "."): content for name, content in files.items()})
        git("add", ".")
        git("commit", "-m", "a change", "--allow-empty")
        out, err = io.StringIO(), io.StringIO()
        argv = ["scan", "t.yaml", "--format", "json", *options]
        code = main(argv, Streams(io.BytesIO(), out, err))
        return Ran(code, json.loads(out.getvalue() or "null"), err.getvalue())

    return run


def is_held(ran: Ran) -> bool:
    """Whether the fault counts, and closes the gate."""
    active = {one["rule_id"] for one in ran.report["findings"]}
    return ran.code == 1 and RULE in active and ran.report["gate"]["verdict"] == "closed"


def test_a_policy_that_the_revision_has_not_is_named_with_it(run: Run) -> None:
    """As a file of waivers is: the file here may well be there."""
    ran = run(*FROM_MAIN, "--policy", "new.yaml", new__yaml="bounds: {fail-on: high}\n")
    assert ran.code == 2
    assert "policy 'main:new.yaml': no such file" in ran.err


def test_the_fault_closes_the_gate(run: Run) -> None:
    """What all the others try to come round; and what lies here is the same as there."""
    ran = run(*FROM_MAIN)
    assert is_held(ran)
    assert "accepted-elsewhere" not in ran.told
    assert ran.report["gate"]["decided_by"]["path"] == "main:policy.yaml"


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    "files",
    [
        {"synthgate-waivers__yaml": WAIVER},
        {"synthgate__yaml": f"extends: policy.yaml\n{WAIVER}"},
        {"synthgate__yaml": f"extends: policy.yaml\nexclude: [{RULE}]\n"},
        {"synthgate__yaml": f"extends: policy.yaml\nseverity: {{{RULE}: info}}\n"},
        {"synthgate__yaml": "extends: policy.yaml\nfail-on: never\n"},
        {
            "synthgate__yaml": "extends: policy.yaml\n"
            f"gate: {{clauses: [{{rules: [{RULE}], at-most: 9}}]}}\n"
        },
        {"synthgate__yaml": "lang: en\n"},
        {"synthgate__yaml": "extends: other.yaml\n", "other__yaml": "bounds: {}\n"},
        {"policy__yaml": "bounds: {fail-on: critical}\n"},
        {"policy__yaml": "bounds: {accepted-from: HEAD}\n"},
        {"synthgate__yaml": "nonsense: [\n"},
    ],
    ids=str,
)
def test_no_file_of_the_change_excuses_it(run: Run, files: dict[str, str]) -> None:
    """A waiver, an exclusion, a severity, a threshold, a clause, another policy or none."""
    ran = run(*FROM_MAIN, **files)
    assert is_held(ran)
    assert "does not count" in ran.told["accepted-elsewhere"]


def quietly(*argv: str) -> int:
    return main(argv, Streams(io.BytesIO(), io.StringIO(), io.StringIO()))


@pytest.mark.parametrize("options", [(), ("--baseline", "synthgate-baseline.yaml")], ids=str)
def test_a_longer_baseline_excuses_nothing(run: Run, options: tuple[str, ...]) -> None:
    """Written by synthgate itself, on the change; the file of the branch is what is named, too."""
    change({"synthgate.yaml": "lang: en\n"})
    assert quietly("baseline", "write", "t.yaml") == 0
    assert RULE in Path("synthgate-baseline.yaml").read_text("utf-8")
    ran = run(*FROM_MAIN, *options)
    if options:
        assert ran.code == 2
        assert "main:synthgate-baseline.yaml" in ran.err
    else:
        assert is_held(ran)


def test_evidence_that_is_added_states_nothing(run: Run) -> None:
    """Of a control that no rule decides."""
    evidence = """\
evidence:
  - {control: OPS-4, statement: We do, by: me, date: 2026-11-01, link: "https://example.com"}
"""
    framework = ("--framework", "production-checklist", "--as-of", "2026-11-02")

    def stated(*options: str) -> list[str]:
        ran = run(*framework, *options, evidence__yaml=evidence)
        (assessed,) = ran.report["frameworks"]
        return [one["id"] for one in assessed["controls"] if one["evidence"]]

    assert stated() == ["OPS-4"]
    assert stated(*FROM_MAIN) == []


@pytest.mark.parametrize(
    ("metadata", "by"),
    [
        (
            "cdk_nag: {rules_to_suppress: [{id: S3BucketLevelPublicAccessProhibited, reason: no}]}",
            "cdk-nag S3BucketLevelPublicAccessProhibited",
        ),
        (
            "guard: {SuppressedRules: [S3_BUCKET_LEVEL_PUBLIC_ACCESS_PROHIBITED]}",
            "guard-registry S3_BUCKET_LEVEL_PUBLIC_ACCESS_PROHIBITED",
        ),
    ],
)
def test_a_suppression_in_a_template_is_told_and_does_not_count(
    run: Run, metadata: str, by: str
) -> None:
    """In any tool's words."""
    ran = run(*FROM_MAIN, t__yaml=f"{OPEN}    Metadata: {{{metadata}}}\n")
    assert is_held(ran)
    assert by in ran.told["policy-enforced"]
    assert "main:policy.yaml:4" in ran.told["policy-enforced"]


@pytest.mark.parametrize("options", [("--policy", "../policy.yaml"), FROM_MAIN], ids=str)
def test_no_option_loosens_a_bound(
    run: Run, options: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor a variable that a step before the scan has set."""
    Path("..", "policy.yaml").write_text(POLICY, "utf-8")
    monkeypatch.setenv("SYNTHGATE_EXCLUDE", RULE)
    without = ("--no-config",) if options[0] == "--policy" else ()
    ran = run(*options, *without, "--exit-zero", "--fail-on", "never")
    assert is_held(ran)
    assert "--exit-zero" in str(ran.report["problems"])


def test_a_link_in_the_place_of_the_waivers_is_none(run: Run, tmp_path: Path) -> None:
    """Wherever it leads."""
    (tmp_path / "waivers.yaml").write_text(WAIVER, "utf-8")
    Path("synthgate-waivers.yaml").symlink_to(tmp_path / "waivers.yaml")
    assert is_held(run(*FROM_MAIN))


def test_what_a_checkout_is_configured_to_run_is_not_run(run: Run, git: Git) -> None:
    """A filter, a hook, a monitor, a text conversion, an alias: objects are read as they are."""
    change({".gitattributes": "* filter=evil diff=evil working-tree-encoding=utf-16\n"})
    for key in (
        "filter.evil.smudge",
        "filter.evil.clean",
        "diff.evil.textconv",
        "core.fsmonitor",
        "core.sshCommand",
        "core.pager",
        "uploadpack.packObjectsHook",
    ):
        git("config", key, "touch ran; cat")
    git("config", "core.hooksPath", "hooks")
    for hook in ("post-checkout", "post-index-change", "reference-transaction"):
        change({f"hooks/{hook}": "#!/bin/sh\ntouch ran\n"})
        Path("hooks", hook).chmod(0o755)
    out = io.StringIO()
    argv = ["scan", "t.yaml", "--format", "json", *FROM_MAIN]
    code = main(argv, Streams(io.BytesIO(), out, io.StringIO()))
    assert is_held(Ran(code, json.loads(out.getvalue()), ""))
    assert not Path("ran").exists()


def test_a_replaced_object_is_not_read(run: Run, git: Git) -> None:
    """Neither a replacement (git-replace) nor a graft puts the change in the branch's place."""
    ran = run(*FROM_MAIN, synthgate__yaml="fail-on: never\n")
    assert is_held(ran)
    git("replace", "main", "change")
    assert "never" in git("show", "main:synthgate.yaml")
    assert is_held(run(*FROM_MAIN))
    git("replace", "--delete", "main")
    head = [git("rev-parse", name).strip() for name in ("main", "change")]
    change({".git/info/grafts": " ".join(head) + "\n"})
    assert is_held(run(*FROM_MAIN))


def test_a_file_with_the_name_of_the_branch_is_not_taken_for_it(run: Run) -> None:
    """A path is written as one."""
    assert is_held(run(*FROM_MAIN, main="lang: en\n"))


def test_a_path_in_the_repository_is_refused(run: Run) -> None:
    """The change could write it; a checkout of the branch elsewhere is taken."""
    ran = run("--accepted-from", "./base", base__yaml="lang: en\n")
    assert ran.code == 2
    change({"base/synthgate.yaml": "lang: en\n"})
    ran = run("--accepted-from", "./base")
    assert (ran.code, ran.report) == (2, None)
    assert "lies in the repository itself" in ran.err


def test_a_checkout_elsewhere_is_taken(run: Run, git: Git) -> None:
    """A folder, for who has no git where synthgate runs."""
    git("worktree", "add", "../base", "main")
    ran = run("--accepted-from", "../base", synthgate__yaml="fail-on: never\n")
    assert is_held(ran)
    assert ran.report["gate"]["decided_by"]["path"] == "../base:policy.yaml"


def test_own_rules_and_profiles_are_those_of_the_branch(run: Run, git: Git) -> None:
    """A change that blunts a rule, or takes it out of a profile, is checked by the old one."""
    profile = "id: ours\ntitle: {en: Ours}\nselect: [s3-*]\n"
    git("checkout", "-f", "main")
    ours = "extends: policy.yaml\nprofile: rules/ours.yaml\n"
    run(synthgate__yaml=ours, **{"rules/ours__yaml": profile})
    git("checkout", "-B", "change")
    change({"t.yaml": OPEN})
    ran = run(*FROM_MAIN, **{"rules/ours__yaml": profile.replace("s3-*", "sns-*")})
    assert is_held(ran)
    assert ran.report["run"]["profile"] == "main:rules/ours.yaml"


def test_a_missing_revision_keeps_the_gate_closed(run: Run) -> None:
    """With the way out: a CI job mostly fetches one commit."""
    ran = run("--accepted-from", "origin/main")
    assert (ran.code, ran.report) == (2, None)
    assert "git fetch origin" in ran.err


def test_nothing_of_a_temporary_folder_is_told(run: Run) -> None:
    """Of whatever is read from a revision."""
    ran = run(*FROM_MAIN, "--framework", "production-checklist")
    assert "synthgate-" not in json.dumps(ran.report).replace("synthgate-waivers", "")
    assert "/tmp" not in json.dumps(ran.report)  # noqa: S108 - it must not be there


def test_what_a_run_is_compared_with_is_that_of_the_branch(run: Run, git: Git) -> None:
    """A stored result that the change has written anew knows its fault."""
    git("checkout", "-f", "main")
    against = "extends: policy.yaml\nagainst: base.results\n"
    change({"synthgate.yaml": "lang: en\n"})
    assert quietly("scan", "t.yaml", "--no-config", "--format", "results=base.results") == 0
    run(synthgate__yaml=against)
    git("checkout", "-B", "change")
    change({"t.yaml": OPEN})
    quietly("scan", "t.yaml", "--no-config", "--format", "results=base.results")
    ran = run(*FROM_MAIN)
    assert is_held(ran)
    assert ran.report["comparison"]["base"] == "main:base.results"


def test_what_is_accepted_from_the_branch_counts_for_a_stranger_too(run: Run, git: Git) -> None:
    """``--untrusted`` is about what the stranger has written: his file, and the template."""
    git("checkout", "-f", "main")
    run(synthgate__yaml="lang: en\n", **{"synthgate-waivers__yaml": WAIVER})
    git("checkout", "-B", "change")
    change({"t.yaml": OPEN})
    assert run("--untrusted").code == 1
    assert run("--untrusted", *FROM_MAIN).code == 0
    assert run("--untrusted", *FROM_MAIN, synthgate__yaml="fail-on: never\n").code == 0


def test_a_policy_may_demand_the_branch(run: Run) -> None:
    """Whoever forgets to name one is told; whoever names another one is refused."""
    outside = Path("..", "policy.yaml")
    outside.write_text("bounds: {accepted-from: main}\n", "utf-8")
    assert is_held(run("--policy", str(outside), synthgate__yaml="fail-on: never\n"))
    ran = run("--policy", str(outside), "--accepted-from", "HEAD")
    assert (ran.code, ran.report) == (2, None)
    assert "say --accepted-from main" in ran.err


def test_in_a_folder_below_the_same_files_decide(
    run: Run, git: Git, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Paths of the branch's file lead to its own files, and to what is scanned here."""
    git("checkout", "-f", "main")
    ours = 'environments: {"app/*": production}\nwaivers: w.yaml\nparameters: p.json\n'
    files = {"synthgate.yaml": ours, "w.yaml": WAIVER, "p.json": "{}", "app/t.yaml": OPEN}
    change(files)
    run()
    git("checkout", "-B", "change")
    change({"synthgate.yaml": "lang: en\n", "w.yaml": "waivers: []\n"})
    run()
    monkeypatch.chdir("app")
    ran = run(*FROM_MAIN)
    (waived,) = ran.report["accepted_findings"]
    assert waived["accepted"]["by"] == "main:w.yaml:2"
    assert ran.report["templates"][0]["environment"] == "production"
    assert ran.told["accepted-elsewhere"].endswith("../synthgate.yaml, ../w.yaml")
