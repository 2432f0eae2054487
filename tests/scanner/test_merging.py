"""Prepare once, scan a unit anywhere, merge in any order: the report is the same bytes."""

from __future__ import annotations

import gc
import json
import os
import pickle
import subprocess
import sys
import tempfile
from dataclasses import fields, replace
from functools import cache
from io import StringIO
from pathlib import Path
from random import Random
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any

import pytest
from every_format import in_every_format
from hypothesis import given, settings
from hypothesis import strategies as st

from synthgate import pipeline, program
from synthgate.config import configure
from synthgate.errors import UsageError
from synthgate.kept.codec import encode
from synthgate.kept.gathering import Gathering, Units
from synthgate.kept.known import PlannedRules
from synthgate.kept.packed import Packed, Reported
from synthgate.kept.template_rows import TemplateRows
from synthgate.merging import merge
from synthgate.model import (
    Acknowledged,
    Finding,
    Message,
    PartialReport,
    Position,
    Problem,
    Report,
    ScannedTemplate,
    UnitReport,
)
from synthgate.pipeline import Prepared, prepare, run
from synthgate.plan import Plan
from synthgate.problem_code import ProblemCode
from synthgate.scanning import scan_unit
from synthgate.sources.discover import Discovery
from synthgate.sources.places import Places
from synthgate.sources.source import Source
from synthgate_reports import write
from synthgate_reports.results import NoResultsError, read

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]
CORPUS = ROOT.parent / "shared" / "corpus"
NOTHING: list[str] = []

FILES = {
    "a.yaml": """\
Parameters: {Open: {Type: String, AllowedValues: ["yes", "no"]}, Unused: {Type: String}}
Conditions: {Is: !Equals [!Ref Open, "yes"]}
Resources:
  B: {Type: AWS::S3::Bucket, Properties: {AccessControl: !If [Is, PublicRead, Private]}}
  Q: {Type: AWS::SQS::Queue, Metadata: {checkov: {skip: [{id: CKV_AWS_27, comment: later}]}}}
""",
    "broken.json": '{"Resources": {',
    "parent.yaml": """\
Resources:
  N: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: nested/child.yaml}}
""",
    "nested/child.yaml": "Resources: {T: {Type: AWS::SNS::Topic}, U: !Ref Nowhere}\n",
    "app/cdk.out": '{"version": "55.0.0"}',
    "app/manifest.json": json.dumps(
        {
            "artifacts": {
                name: {
                    "type": "aws:cloudformation:stack",
                    "properties": {"templateFile": f"{name}.json"},
                    "metadata": {
                        f"/{name}/B": [
                            {"type": "aws:cdk:logicalId", "data": "B"},
                            {"type": "aws:cdk:creationStack", "data": ["x (/build/program.py:2)"]},
                        ]
                    },
                }
                for name in ("Prod-S", "Dev-S")
            }
        }
    ),
    "app/Prod-S.json": '{"Resources": {"B": {"Type": "AWS::S3::Bucket"}}}',
    "app/Dev-S.json": '{"Resources": {"B": {"Type": "AWS::S3::Bucket"}}}',
    "program.py": "import cdk\nBucket()\n",
    "z.yaml": "Resources: {R: {Type: AWS::RDS::DBInstance, Properties: {}}}\n",
}


@cache
def folder() -> Path:
    """The files, in a folder that is there as long as the tests."""
    made = Path(mkdtemp())
    for name, text in FILES.items():
        path = made / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return made


def prepared(where: Path, **options: Any) -> Prepared:
    given_ = {"profile": "all", "framework": ["production-checklist"], **options}
    return prepare(configure(given_, {}, where, None))


def whole(where: Path, paths: list[str], **options: Any) -> Report:
    given_ = {"profile": "all", "framework": ["production-checklist"], "format": ["results"]}
    return run(configure({**given_, "paths": paths, **options}, {}, where, None))


@cache
def scanned(where: Path, *paths: str) -> tuple[Prepared, list[PartialReport], tuple[Any, ...]]:
    """The parts of a run, each unit for itself."""
    made = prepared(where)
    discovery = Discovery(made.judgement.around)
    parts = [scan_unit(made.plan, source) for source in discovery.sources([*paths])]
    return made, parts, tuple(discovery.problems)


def put_together(parts: list[PartialReport], random: Random) -> PartialReport:
    """Merge pairs of neighbours, or threes, in a random order, until there is one."""
    parts = random.sample(parts, len(parts)) if parts else [PartialReport()]
    while len(parts) > 1:
        at = random.randrange(len(parts) - 1)
        size = random.choice([2, 2, 3])
        parts[at : at + size] = [merge(parts[at : at + size])]
    return parts[0]


def report_of(where: Path, paths: list[str], random: Random) -> Report:
    made, parts, problems = scanned(where, *paths)
    partial = put_together([*parts, *([PartialReport()] if random.random() < 0.3 else [])], random)
    told = (*made.told, *problems)
    report = made.judgement.report(told, partial)
    return replace(report, results=made.results(told, partial))


@given(st.integers(0, 2**32))
@pytest.mark.exhaustive
def test_however_units_are_split_and_ordered_the_report_is_the_same(seed: int) -> None:
    """Byte for byte, in every format."""
    one = in_every_format(report_of(folder(), ["."], Random(seed)))  # noqa: S311 - an order
    assert one == expected()


@cache
def expected() -> dict[str, str]:
    return in_every_format(whole(folder(), ["."]))


def test_the_sample_has_something_of_everything() -> None:
    """Or the law above would say little."""
    report = whole(folder(), ["."])
    assert {one.status for one in report.templates} == {"scanned", "failed"}
    assert {finding.status.value for finding in report.findings} == {"fail", "unknown"}
    assert any(finding.accepted for finding in report.findings)
    assert any(finding.source and finding.source.found for finding in report.findings)
    assert len(report.results.partial.units if report.results else ()) > 3
    assert report.frameworks[0].controls
    assert {problem.kind for problem in report.problems} == {"incomplete", "notice"}


@pytest.mark.exhaustive
@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpora are not here")
def test_the_corpora_merge_too() -> None:
    """300 templates and 16 assemblies, in three orders."""
    paths = ["aws-samples", "assemblies"]
    one = in_every_format(whole(CORPUS, paths))
    for seed in range(3):
        assert in_every_format(report_of(CORPUS, paths, Random(seed))) == one  # noqa: S311 - an order


@settings(max_examples=25)
@given(st.integers(0, 2**32), st.booleans())
@pytest.mark.exhaustive
def test_wherever_units_lie_the_report_is_the_same(seed: int, is_framed: bool) -> None:
    """In memory or in a file, as bytes or not, in whatever order: every format is the same."""
    random = Random(seed)  # noqa: S311 - an order
    options = {} if is_framed else {"framework": NOTHING}
    made = prepared(folder(), **options)
    rules = PlannedRules(made.plan)
    gathering = Gathering(rules, random.choice([0, 5, 20, 60]))
    _, parts, problems = scanned(folder(), ".")
    for part in random.sample(parts, len(parts)):
        order, is_plain = part.units[0].order, part.units[0].base is None
        packed = Packed(order, encode(part, rules), rules, is_plain=is_plain)
        gathering.add(random.choice([part, packed]))
    partial = gathering.whole()
    told = (*made.told, *problems)
    report = replace(made.judgement.report(told, partial), results=made.results(told, partial))
    assert in_every_format(report) == (expected() if is_framed else without_frameworks())


@cache
def without_frameworks() -> dict[str, str]:
    return in_every_format(whole(folder(), ["."], framework=NOTHING))


def test_units_in_a_file_are_gone_through() -> None:
    """Or the law above would say little: none of what is found in them is in memory."""
    made = prepared(folder(), framework=NOTHING)
    gathering = Gathering(PlannedRules(made.plan), 0)
    for part in scanned(folder(), ".")[1]:
        gathering.add(part)
    partial = gathering.whole()
    assert isinstance(partial.units, Units)
    report = made.judgement.report((), partial)
    assert not isinstance(report.findings, tuple)
    assert [*report.findings] == [*whole(folder(), ["."], framework=NOTHING).findings]
    assert report.findings[1] == [*report.findings][1] != report.findings[-1]
    assert [*report.findings[2:4]] == [*report.findings][2:4]
    assert partial.units[1:3][0] == [*partial.units][1]
    assert len(report.findings) == len([*report.findings]) > 9


@pytest.mark.parametrize("most", [None, 1, 0])
@pytest.mark.parametrize("is_packed", [False, True])
def test_gathering_knows_a_unit_by_its_place(most: int | None, is_packed: bool) -> None:
    """As merging does, wherever they lie."""
    problem = Problem(ProblemCode.MACRO, Message("a text"), "t", Position(1, 1))
    a, b, other = UnitReport((0,)), UnitReport((1,)), UnitReport((0,), problems=(problem,))

    def reported(unit: UnitReport) -> Reported:
        content = encode(PartialReport((unit,)))
        return (
            Packed(unit.order, content, {}, is_plain=True) if is_packed else PartialReport((unit,))
        )

    gathering = Gathering({}, most)
    for unit in (b, a, b, a):
        gathering.add(reported(unit))
    assert [*gathering.whole().units] == [a, b]
    with pytest.raises(ValueError, match="0"):
        gathering.add(reported(other))


def test_a_full_disk_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """With what helps."""
    with Path("/dev/full").open("wb", buffering=0) as full:
        monkeypatch.setattr(tempfile, "TemporaryFile", lambda **_: full)
        gathering = Gathering({}, 0)
        with pytest.raises(UsageError, match="TMPDIR"):
            gathering.add(PartialReport((UnitReport((0,)),)))


def test_a_report_of_many_templates_holds_few_findings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While it is made, and while it is written, where no format asks for all of them."""
    monkeypatch.setattr(pipeline, "MOST", 100)
    text = "Resources: {B: {Type: AWS::S3::Bucket}, D: {Type: AWS::RDS::DBInstance}}\n"
    for number in range(120):
        (tmp_path / f"t{number}.yaml").write_text(text)
    most = 0

    class Stream(StringIO):
        def write(self, s: str) -> int:
            nonlocal most
            most = max(most, sum(isinstance(it, Finding) for it in gc.get_objects()))
            return super().write(s)

    def written(*formats: str) -> tuple[str, int]:
        nonlocal most
        most = 0
        given_ = {"profile": "all", "paths": ["."], "format": [*formats], "no-cache": True}
        config = configure(given_, {}, tmp_path, None)
        report = run(config, is_written_once=True)
        stream = Stream()
        write("json", report, stream)
        return stream.getvalue(), most

    gc.collect()
    others = sum(isinstance(it, Finding) for it in gc.get_objects())
    few, whole = written("json=a"), written("json=a", "sarif=b")
    assert few[0] == whole[0]
    assert few[1] - others < 250
    assert whole[1] - others > 1_000


def test_rows_of_templates_are_the_same_in_blocks() -> None:
    """However many are in memory."""
    every = [ScannedTemplate(f"{number}.yaml", "scanned", number) for number in range(25)]
    for most in (1, 7, 24, 25, 26):
        rows = TemplateRows(most)
        rows.add(every)
        assert [*rows.whole] == [*rows] == [rows[at] for at in range(len(rows))] == every
        assert (rows[-1], [*rows[3:9]]) == (every[-1], every[3:9])
        assert isinstance(rows.whole, tuple) == (most >= 25)


def test_merging_knows_a_unit_by_its_place() -> None:
    """Once is enough; two reports of one unit are no report."""
    problem = Problem(ProblemCode.MACRO, Message("a text"), "t", Position(1, 1))
    a = PartialReport((UnitReport((0,)),))
    b = PartialReport((UnitReport((1,), problems=(problem,)),))
    assert merge([]) == PartialReport()
    assert merge([b, a, b]) == merge([a, b]) == PartialReport(a.units + b.units)
    with pytest.raises(ValueError, match="0"):
        merge([a, PartialReport((UnitReport((0,), problems=(problem,)),))])


def test_a_unit_scans_the_same_in_another_process() -> None:
    """Without this one's folder, variables, hashes or memory: the plan and the name are enough."""
    made, parts, _ = scanned(folder(), ".")
    sources = [*Discovery(made.judgement.around).sources(["."])]
    work = pickle.dumps((made.plan, sources))
    program = (
        "import pickle, sys\n"
        "from synthgate.scanning import scan_unit\n"
        "plan, sources = pickle.load(sys.stdin.buffer)\n"
        "sys.stdout.buffer.write(pickle.dumps([scan_unit(plan, one) for one in sources]))\n"
    )
    environment = {"PATH": os.environ["PATH"], "PYTHONHASHSEED": "7", "TZ": "Asia/Seoul"}
    environment["PYTHONPATH"] = os.pathsep.join(sys.path)
    ran = subprocess.run(
        [sys.executable, "-c", program],
        input=work,
        capture_output=True,
        cwd="/",
        env=environment,
        check=True,
    )
    assert pickle.loads(ran.stdout) == parts  # noqa: S301 - our own


def test_a_partial_report_holds_nothing_of_the_program_or_of_this_machine() -> None:
    """Places, as the assembly has them; the text is looked for when it is judged."""
    _, parts, _ = scanned(folder(), ".")
    said = repr(parts)
    assert "program.py" in said
    assert "Bucket()" not in said
    assert str(folder()) not in said


@pytest.mark.exhaustive
def test_what_could_change_a_verdict_is_in_the_digest() -> None:
    """And nothing else: not who judges, not in which language, not where."""
    plan = prepared(folder()).plan
    given_ = folder() / "given.json"
    given_.write_text('{"Open": "yes"}')
    others = [
        prepared(folder(), **{"all-scenarios": True}).plan,
        prepared(folder(), environment="production").plan,
        prepared(folder(), parameters="given.json").plan,
        prepared(folder(), exclude=["s3-*"], framework=[]).plan,
        prepared(folder(), **{"source-root": "app"}).plan,
        prepared(folder(), profile="recommended", framework=[]).plan,
        replace(plan, environments={"Prod-*": "production"}),
        replace(plan, environments={"Prod-*": "production"}, patterns_from=folder() / "app"),
        prepared(folder(), **{"with": ["checkov"]}).plan,
        prepared(folder(), **{"validation-report": "ignore"}).plan,
        replace(plan, acknowledged=(Acknowledged("", "synthgate::x", "r", "p"),)),
    ]
    assert len({plan.digest, *(one.digest for one in others)}) == 1 + len(others)
    same = [
        prepared(folder(), **{"fail-on": "low"}).plan,
        prepared(folder(), lang="ko").plan,
        prepared(folder(), untrusted=True).plan,
        prepared(folder() / "app").plan,
        pickle.loads(pickle.dumps(plan)),  # noqa: S301 - our own
    ]
    one, other = (prepared(folder(), environment=it).plan for it in ("prod", "production"))
    assert one.digest == other.digest
    assert {one.digest for one in same} == {plan.digest}


def test_the_program_and_its_libraries_are_in_the_digest(monkeypatch: pytest.MonkeyPatch) -> None:
    """A template of SAM is expanded only where the translator is, and by which."""
    plan = prepared(folder()).plan
    before, versions = plan.digest, dict(program._versions())
    monkeypatch.setattr(program, "_versions", lambda: iter([("aws-sam-translator", None)]))
    program.fingerprint.cache_clear()
    try:
        assert replace(plan).digest != before
    finally:
        program.fingerprint.cache_clear()
    assert versions.keys() == set(program.LIBRARIES)


def test_every_field_of_a_plan_is_in_its_digest_or_is_a_folder() -> None:
    """Whoever adds one has to say which."""
    named = {one.name for one in fields(Plan)}
    assert named == {
        "cards",
        "given",
        "past_defaults",
        "acknowledged",
        "hears",
        "reads_reports",
        "environment",
        "environments",
        "folder",
        "left_out",
        "patterns_from",
        "source_root",
    }


def test_a_change_of_a_rule_is_in_the_digest(tmp_path: Path) -> None:
    """Of its check, of its parameters, of the Python beside it; not of its examples."""
    card = """\
id: own-rule
title: {en: A queue, ko: 대기열}
severity: low
pillar: security
resources: [AWS::SQS::Queue]
parameters: {most: 3}
check: {python: check}
why: {en: w, ko: 이유}
fix: {en: f, ko: 해결}
examples: {fails: "", passes: ""}
"""
    code = "def check(view, value):\n    return ()\n"

    def digest(card: str = card, code: str = code, **options: Any) -> str:
        (tmp_path / "own").mkdir(exist_ok=True)
        (tmp_path / "own" / "own-rule.yaml").write_text(card)
        (tmp_path / "own" / "own-rule.py").write_text(code)
        return prepared(tmp_path, rules=["own"], framework=[], **options).plan.digest

    assert digest() == digest()
    changed = {
        digest(card.replace("most: 3", "most: 4")),
        digest(card.replace("severity: low", "severity: high")),
        digest(card.replace("A queue", "Queue")),
        digest(code=code + "# more\n"),
    }
    assert len(changed) == 4
    assert digest() not in changed
    assert digest(card.replace('fails: ""', 'fails: "x"')) == digest()


def test_results_come_back_as_they_were() -> None:
    """Verdicts with passes, facts, messages in no language: any report can be made of them."""
    report = whole(folder(), ["."])
    stored = in_every_format(report)["results"]
    results = read(stored)
    assert results == report.results
    judgement = prepared(folder()).judgement
    again = judgement.report(results.problems, results.partial)
    assert in_every_format(replace(again, results=results)) == expected()
    korean = replace(judgement, config=replace(judgement.config, language="ko"))
    in_korean = korean.report(results.problems, results.partial)
    assert in_every_format(replace(in_korean, results=results)) == in_every_format(
        whole(folder(), ["."], lang="ko")
    )


def test_results_do_not_depend_on_the_language() -> None:
    assert in_every_format(whole(folder(), ["."], lang="ko"))["results"] == expected()["results"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[]",
        "{",
        '{"results_version": 2}',
        '{"results_version": 1}',
        '{"results_version": 3}',
        '"x"',
        "null",
    ],
)
def test_what_is_no_results_is_refused(text: str) -> None:
    with pytest.raises(NoResultsError):
        read(text)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda document: document["units"][0].update(unheard=1),
        lambda document: document["units"][0]["observed"][0]["verdicts"][0].update(subject=-1),
        lambda document: document["units"][0]["observed"][0]["verdicts"][0].update(rule="none"),
        lambda document: document["units"][0]["templates"][0].update(status="perhaps"),
        lambda document: document.pop("plan"),
    ],
)
def test_results_with_a_part_that_is_none_are_refused(spoil: Callable[[Any], object]) -> None:
    document = json.loads(expected()["results"])
    spoil(document)
    with pytest.raises(NoResultsError):
        read(json.dumps(document))


def test_results_of_any_depth_are_refused() -> None:
    with pytest.raises(NoResultsError):
        read("[" * 200_000)


@pytest.mark.exhaustive
def test_units_are_named_lazily(tmp_path: Path) -> None:
    """However many there are, discovery holds none that was handed out."""
    for number in range(300):
        (tmp_path / f"t{number}.yaml").write_text("Resources: {B: {Type: AWS::S3::Bucket}}\n")

    def alive() -> int:
        return sum(isinstance(it, Source) for it in gc.get_objects())

    gc.collect()
    before, most = alive(), 0
    for number, _ in enumerate(Discovery(Places(tmp_path, tmp_path)).sources(["."]), start=1):
        most = max(most, alive() if number % 60 == 0 else 0)
    assert number == 300
    assert most - before <= 2


@pytest.mark.parametrize("paths", [["nowhere"], ["empty"]])
def test_results_of_nothing_can_be_stored(tmp_path: Path, paths: list[str]) -> None:
    (tmp_path / "empty").mkdir()
    report = whole(tmp_path, paths)
    assert read(in_every_format(report)["results"]) == report.results


PYTHON_CARD = """\
id: own-rule
title: {en: T}
severity: low
pillar: security
resources: ['*']
check: {python: check}
why: {en: w}
fix: {en: f}
examples: {fails: '', passes: ''}
"""
CHECK = "def check(resource, view):\n    return ()\n"


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A folder with a card that asks in Python."""
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "own-rule.yaml").write_text(PYTHON_CARD)
    (tmp_path / "own" / "own-rule.py").write_text(CHECK)
    return tmp_path / "own"


def test_a_plan_keeps_its_name_where_its_rules_are_not(own: Path) -> None:
    """The Python beside the cards is read where it is used; what is asked has a name already."""
    plan = prepared(own.parent, rules=["own"], framework=[]).plan
    stored = pickle.dumps(plan)
    (own / "own-rule.py").unlink()
    assert pickle.loads(stored).digest == plan.digest  # noqa: S301 - our own


def test_what_lies_beside_the_python_of_a_card_is_in_the_digest(own: Path) -> None:
    """A module that it takes from there, and the catalogs of its pack."""

    def digest() -> str:
        return prepared(own.parent, rules=["own"], framework=[]).plan.digest

    digests = [digest()]
    (own / "helper.py").write_text("BAD = True\n")
    digests.append(digest())
    catalog = own.parent / "locales" / "ko" / "LC_MESSAGES" / "acme.mo"
    catalog.parent.mkdir(parents=True)
    catalog.write_bytes(b"x")
    digests.append(digest())
    assert len(set(digests)) == 3
