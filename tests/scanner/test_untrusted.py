"""A repository of a stranger tries what it can: to run code, write, read, and open the gate.

He has every file of the checkout in his hands, and neither the command line nor a variable.
"""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

import synthgate
import synthgate_reports
import synthgate_rules
from synthgate.cli import Streams, main
from synthgate.config import SETTINGS, SWITCHES, configure
from synthgate.rule.cards import library
from synthgate.rule.cards.remembered import Memory
from synthgate_reports import FORMATS

if TYPE_CHECKING:
    from collections.abc import Mapping

pytestmark = pytest.mark.exhaustive  # long: the sample has no time for it


DOCS = Path(__file__).parents[2] / "docs" / "configuration.md"
ROOTS = [Path(it.__path__[0]).parent for it in (synthgate, synthgate_rules, synthgate_reports)]
BUCKET = """\
Resources:
  Bucket:
    Type: AWS::S3::Bucket
    Properties: {PublicAccessBlockConfiguration: {BlockPublicAcls: false}}
"""
CARD = """\
id: {id}
title: {{en: Bucket is bad, ko: 나쁜 버킷}}
severity: high
pillar: security
resources: [AWS::S3::Bucket]
check: {check}
why: {{en: Because, ko: 때문}}
fix: {{en: Mend it, ko: 고치세요}}
examples:
  fails: |
    Resources:
      B: {{Type: AWS::S3::Bucket}}  # finding
  passes: |
    Resources:
      B: {{Type: AWS::S3::Bucket, Properties: {{A: 1}}}}
"""
PYTHON = "open('ran', 'a').close()\n\ndef check(resource, view):\n    yield from ()\n"
WITH_PYTHON = {
    "policies/own.yaml": CARD.format(id="bucket-bad", check="{python: check}"),
    "policies/own.py": PYTHON,
}
DECLARED = {
    "policies/own.yaml": CARD.format(id="bucket-bad", check="{path: $.Properties.A, exists: true}"),
}


class Ran(NamedTuple):
    code: int
    out: str
    err: str

    @property
    def report(self) -> Any:
        return json.loads(self.out)

    @property
    def told(self) -> dict[str, str]:
        """The problems of the report, by their codes; that no environment is told is no matter."""
        told = {one["code"]: one["message"] for one in self.report["problems"]}
        return {code: text for code, text in told.items() if code != "environment-untold"}

    @property
    def rules(self) -> dict[str, str]:
        return {one["rule_id"]: one["severity"] for one in self.report["findings"]}


Run = "Callable[..., Ran]"


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """What lies beside the checkout: everybody's own."""
    folder = tmp_path / "outside"
    folder.mkdir()
    (folder / "secret.yaml").write_text("password-7f3a: hunter2\n")
    (folder / "secret.py").write_text("TOKEN = 'hunter2'\n" * 5)
    return folder


@pytest.fixture
def run(tmp_path: Path, outside: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command line in a checkout with the files of a stranger."""
    checkout = tmp_path / "checkout"
    (checkout / ".git" / "hooks").mkdir(parents=True)
    monkeypatch.chdir(checkout)

    def run(
        *argv: str,
        files: Mapping[str, str] | None = None,
        environ: Mapping[str, str] | None = None,
        links: Mapping[str, str] | None = None,
    ) -> Ran:
        for name, target in (links or {}).items():
            (checkout / name).symlink_to(target)
        for name, content in {"t.yaml": BUCKET, **(files or {})}.items():
            (checkout / name).parent.mkdir(parents=True, exist_ok=True)
            (checkout / name).write_text(content, "utf-8")
        before = _listing(outside)
        out, err = io.StringIO(), io.StringIO()
        code = main(argv, Streams(io.BytesIO(), out, err), environ)
        assert _listing(outside) == before
        assert "hunter2" not in out.getvalue() + err.getvalue()
        assert "7f3a" not in out.getvalue() + err.getvalue()
        return Ran(code, out.getvalue(), err.getvalue())

    return run


def _listing(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*"))


JSON = ("scan", "t.yaml", "--format", "json")


def config(**settings: Any) -> dict[str, str]:
    """A `synthgate.yaml` that says something; keys are written with ``_`` for ``-``."""
    said = {key.replace("_", "-"): value for key, value in settings.items()}
    return {"synthgate.yaml": json.dumps(said)}


# It runs nothing


@pytest.mark.parametrize(
    "command",
    [
        JSON,
        ("scan", "t.yaml", "--explain", "bucket-bad:Bucket"),
        ("checklist", "t.yaml"),
        ("explain", "t.yaml", "--resource", "Bucket"),
        ("rules", "list", "--profile", "all"),
        ("rules", "list", "--rules", "policies"),
        ("rules", "show", "bucket-bad", "--rules", "policies"),
        ("rules", "lint", "policies"),
        ("rules", "test", "policies"),
        (*JSON, "--untrusted"),
    ],
    ids=" ".join,
)
def test_no_command_runs_python_beside_a_card(run: Run, command: tuple[str, ...]) -> None:
    """Of a folder that the file names, or that an action about rules is to look at."""
    run(*command, files=WITH_PYTHON | config(rules=["policies"]))
    assert not Path("ran").exists()


@pytest.mark.parametrize(
    ("options", "environ"),
    [
        (("--allow-code",), {}),
        ((), {"SYNTHGATE_ALLOW_CODE": "1"}),
        (("--rules", "policies"), {}),
        ((), {"SYNTHGATE_RULES": "policies"}),
    ],
)
def test_the_user_may_let_it_run(
    run: Run, options: tuple[str, ...], environ: dict[str, str]
) -> None:
    """By saying so, or by naming the folder himself."""
    ran = run(*JSON, *options, files=WITH_PYTHON | config(rules=["policies"]), environ=environ)
    assert "code-not-allowed" not in ran.told
    assert Path("ran").exists()


def test_a_card_that_needs_code_is_a_problem_with_its_place(run: Run) -> None:
    """Nothing is scanned, the exit code is 2, and the way out is told."""
    ran = run(*JSON, files=WITH_PYTHON | config(rules=["policies"]))
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("synthgate: policies/own.yaml:6:")
    assert "--allow-code" in ran.err


def test_no_file_says_that_code_may_run(run: Run) -> None:
    """Nor that it is trusted."""
    for key in SWITCHES:
        ran = run(*JSON, files=config(**{key: False}))
        assert (ran.code, ran.out) == (2, "")
        assert f"unknown key '{key}'" in ran.err


def test_lint_reads_python_without_running_it(run: Run) -> None:
    """A function that is not there, or text that is no Python, is still a mistake."""
    assert run("rules", "lint", "policies", files=WITH_PYTHON).code == 0
    missing = run("rules", "lint", "policies", files={"policies/own.py": "def other(): ...\n"})
    assert "own.yaml:6:9: check.python: own.py has no function 'check'" in missing.out
    broken = run("rules", "lint", "policies", files={"policies/own.py": "def ("})
    assert "own.py cannot be loaded (SyntaxError" in broken.out
    deep = run("rules", "lint", "policies", files={"policies/own.py": "(" * 5000})
    assert "own.py cannot be loaded" in deep.out
    assert "own.py" in run("rules", "test", "policies", files=WITH_PYTHON).out


@pytest.mark.parametrize(
    "source",
    [
        "from elsewhere import check\n",
        "import elsewhere as check\n",
        "check = lambda resource, view: iter(())\n",
        "if True:\n    def check(resource, view): yield\n",
        "try:\n    pass\nexcept Exception:\n    from a import check\n",
        "from elsewhere import *\n",
        "for check in []: pass\n",
    ],
)
def test_what_may_be_a_function_once_it_is_run_is_no_mistake(run: Run, source: str) -> None:
    """Text alone does not tell."""
    assert (
        run("rules", "lint", "policies", files=WITH_PYTHON | {"policies/own.py": source}).code == 0
    )


PLANTED = (
    *("yaml", "orjson", "rich", "jsonpath_ng", "parser_jsonpath_parsetab", "google"),
    *("synthgate_rules", "synthgate_reports", "sitecustomize", "usercustomize", "conftest"),
    *(
        "__future__",
        "argparse",
        "dataclasses",
        "pathlib",
        "typing",
        "json",
        "hashlib",
        "hmac",
        "ast",
    ),
)


def test_python_m_takes_nothing_from_the_working_folder(run: Run) -> None:
    """No module, and no pack: nothing there is imported, and no rule comes from there."""
    planted = {f"{name}.py": "open('ran', 'a').close()\nraise SystemExit(0)\n" for name in PLANTED}
    pack = {
        "acme.egg-info/entry_points.txt": "[synthgate.packs]\nacme = acme\n",
        "acme.egg-info/PKG-INFO": "Metadata-Version: 2.1\nName: acme\nVersion: 1\n",
        "acme/__init__.py": "",
        "acme/cards/own.yaml": DECLARED["policies/own.yaml"],
        "acme/profiles/mine.yaml": "id: mine\ntitle: {en: a, ko: 가}\nextends: all\n",
        "acme.pth": "import os; open('ran', 'a').close()\n",
    }
    run("rules", "schema", files=planted | pack)
    path = os.pathsep.join(map(str, ROOTS))
    ran = subprocess.run(
        [sys.executable, "-m", "synthgate", *JSON],
        env={**os.environ, "PYTHONPATH": path, "SYNTHGATE_CACHE": "off"},
        capture_output=True,
        check=False,
    )
    assert not Path("ran").exists(), ran.stderr
    assert ran.returncode == 1, ran.stderr
    assert "bucket-bad" not in ran.stdout.decode()


# It writes nothing


@pytest.mark.parametrize(
    "file",
    [
        ".git/hooks/pre-commit",
        ".GIT/hooks/pre-commit",
        "./.git/config",
        "out/../.git/config",
        "git~1/config",
        ".git /config",
        ".git::$INDEX_ALLOCATION/config",
        ".g\u200cit/config",
        "sub/.git/hooks/pre-commit",
        ".github/workflows/ci.yml",
        ".venv/lib/python3/site-packages/a.pth",
        "venv/lib/a.pth",
        "node_modules/a/index.js",
        "bare/hooks/pre-commit",
        "Makefile",
        "conftest.py",
        "t.yaml",
        ".npmrc",
        "../outside/x",
        "../../x",
        "link/x.json",
        "inner/x.json",
        "file-link",
        "/var/tmp/synthgate-report",  # noqa: S108 - it must not be there
        "a\0b",
    ],
)
def test_no_report_is_written_elsewhere(run: Run, outside: Path, file: str) -> None:
    """A mistake with its line and the way out; nothing is scanned, nothing written."""
    links = {"link": str(outside), "inner": ".git/hooks", "file-link": ".git/config"}
    files = {"venv/pyvenv.cfg": "", "bare/HEAD": "", "bare/objects/x": ""}
    before = {"synthgate.yaml": f"lang: en\nformat:\n  - text\n  - {json.dumps(f'text={file}')}\n"}
    ran = run("scan", "t.yaml", files=files | before, links=links)
    assert (ran.code, ran.out) == (2, "")
    assert re.match(
        r"synthgate: synthgate\.yaml:4:5: a report cannot be written to .*--format", ran.err
    )
    assert not [*Path(".git").rglob("*.*"), *Path(".git", "hooks").iterdir()]
    assert not Path("/var/tmp/synthgate-report").exists()  # noqa: S108


@pytest.mark.parametrize("file", ["out/r.txt", "r.txt", "./a/b/r.txt", "..r/x", "gitlab.txt"])
def test_a_report_below_the_file_is_written(run: Run, file: str) -> None:
    """In a new folder, too. What a name merely resembles is no matter."""
    ran = run("scan", "t.yaml", files=config(format=[f"text={file}"]))
    if file.startswith(".."):  # hidden
        assert ran.code == 2
    else:
        assert ran.code == 1
        assert Path(file).is_file()


def test_the_user_may_write_where_he_likes(run: Run, tmp_path: Path) -> None:
    """An option outweighs what the file says, and is asked nothing."""
    files = config(format=["text=.git/hooks/pre-commit"])
    target = tmp_path / "report.json"
    assert run("scan", "t.yaml", "--format", f"json={target}", files=files).code == 1
    assert target.is_file()
    assert not [*Path(".git", "hooks").iterdir()]


# It reads nothing


@pytest.mark.parametrize(
    ("key", "value", "line"),
    [
        ("source-root", "/", 1),
        ("source-root", "..", 1),
        ("parameters", "/etc/passwd", 1),
        ("parameters", "../outside/secret.yaml", 1),
        ("parameters", "link/secret.yaml", 1),
        ("parameters", "file-link.yaml", 1),
        ("parameters", ".git/secret.yaml", 1),
        ("profile", ".GIT/secret.yaml", 1),
        ("evidence", "../outside/secret.yaml", 1),
        ("profile", "../outside/secret.yaml", 1),
        ("profile", "file-link.yaml", 1),
        ("framework", ["../outside/secret.yaml"], 1),
        ("rules", ["../outside"], 1),
        ("rules", ["link"], 1),
        ("paths", ["../outside"], 1),
        ("paths", ["/dev/zero"], 1),
        ("paths", ["a\0b"], 1),
    ],
)
def test_no_path_leads_out_of_the_repository(
    run: Run, outside: Path, key: str, value: Any, line: int
) -> None:
    """A mistake with its line and the way out, and nothing of what lies there is told."""
    links = {"link": str(outside), "file-link.yaml": str(outside / "secret.yaml")}
    ran = run("scan", "--format", "text", files=config(**{key: value}), links=links)
    assert (ran.code, ran.out) == (2, "")
    assert f"synthgate.yaml:{line}:" in ran.err
    option = "scan PATH" if key == "paths" else f"--{key}"
    assert f"keep it inside, or say it on the command line, {option}" in ran.err


def test_what_a_profile_extends_lies_in_the_repository(run: Run) -> None:
    """However far down; but the user's own profile extends what it likes."""
    profile = "id: a\ntitle: {en: a, ko: 가}\nextends: %s\n"
    files = {"a.yaml": profile % "./b.yaml", "b.yaml": profile % "../outside/secret.yaml"}
    ran = run(*JSON, files=files | config(profile="./a.yaml"))
    assert (ran.code, ran.out) == (2, "")
    assert "b.yaml:3:1: '../outside/secret.yaml' lies outside the repository" in ran.err


@pytest.mark.parametrize(
    "target", ["/dev/zero", "/etc/passwd", "../outside/secret.yaml", "/proc/self/environ"]
)
@pytest.mark.parametrize("options", [(), ("--config", "synthgate.yaml"), ("--untrusted",)])
def test_the_file_itself_is_no_link_that_leads_away(
    run: Run, target: str, options: tuple[str, ...]
) -> None:
    """Its keys would be told as unknown ones."""
    ran = run(*JSON, *options, links={"synthgate.yaml": target})
    assert (ran.code, ran.out) == (2, "")
    assert "synthgate.yaml: leads out of the repository by a link" in ran.err


def test_neither_are_a_card_and_the_evidence(run: Run, outside: Path) -> None:
    """What lies beside the file, or in a folder that it names."""
    secret = str(outside / "secret.yaml")
    (Path("policies")).mkdir()
    links = {"policies/card.yaml": secret, "evidence.yaml": secret}
    ran = run(*JSON, files=config(rules=["policies"]), links=links)
    assert ran.code == 2
    assert "link out of the repository" in ran.err
    checked = run("checklist", "t.yaml", files=config(lang="en"))
    assert checked.code == 2
    assert "evidence.yaml: leads out of the repository" in checked.err


@pytest.mark.parametrize("nested", [False, True])
def test_a_recorded_frame_shows_no_file_outside(
    run: Run, outside: Path, tmp_path: Path, *, nested: bool
) -> None:
    """Even where the repository itself is the assembly, beside which programs are looked for."""
    where = "cdk.out/" if nested else ""
    frame = {"type": "aws:cdk:creationStack", "data": [f"f ({outside / 'secret.py'}:2:1)"]}
    logical = {"type": "aws:cdk:logicalId", "data": "Bucket", "trace": frame["data"]}
    app = {
        "type": "aws:cdk:stack",
        "properties": {"templateFile": "t.json"},
        "metadata": {"/App/Bucket": [logical, frame]},
    }
    (tmp_path / "beside.py").write_text("TOKEN = 'hunter2'\n" * 5)
    app["type"] = "aws:cloudformation:stack"
    app["metadata"]["/App/Bucket"].append(  # type: ignore[index]
        {"type": "aws:cdk:creationStack", "data": ["f (/x/beside.py:2:1)"]}
    )
    logical["trace"] = ["f (/x/beside.py:2:1)"]
    public = {"Type": "AWS::S3::Bucket", "Properties": {"AccessControl": "PublicRead"}}
    files = {
        f"{where}cdk.out": '{"version": "55.0.0"}',
        f"{where}manifest.json": json.dumps({"version": "55.0.0", "artifacts": {"App": app}}),
        f"{where}t.json": json.dumps({"Resources": {"Bucket": public}}),
    }
    ran = run("scan", where or ".", "--format", "text", files=files)
    assert ran.code in {1, 3}, ran


# It opens no gate unseen

LENIENT = "id: mine\ntitle: {en: Mine, ko: 내 것}\nselect: [kms-key-not-rotated]\n"
WEAKENINGS: dict[str, tuple[dict[str, Any], str]] = {
    "exclude": ({"exclude": ["l*", "s3-*"]}, r"rules not asked: \d+ \(l.* and \d+ more\)"),
    "fail-on": ({"fail_on": "never"}, "fail-on never, not high"),
    "as-of": ({"as_of": "2020-01-01"}, "waivers, suppressions and evidence as of 2020-01-01"),
    "critical": ({"fail_on": "critical"}, "fail-on critical, not high"),
    "severity": (
        {"severity": {"s3-bucket-tls-optional": "info"}},
        r"severities lowered: 1 \(s3-bucket-tls-optional\)",
    ),
    "severity somewhere": (
        {"severity": {"s3-bucket-unversioned": {"production": "info"}}},
        r"severities lowered: 1 \(s3-bucket-unversioned\)",
    ),
    "profile": ({"profile": "./mine.yaml"}, r"rules not asked: \d+ "),
    "narrower": ({"profile": "aspects"}, r"rules not asked: \d+ "),
    "parameters of rules": (
        {"rules": ["own"], "rule-parameters": {"queue-late": {"most": 99}}},
        r"parameters of rules set: 1 \(queue-late\)",
    ),
    "environment": ({"environment": "development"}, "every stack taken for development"),
    "environments": ({"environments": {"*": "dev"}}, "environments of stacks stated"),
    "parameters": ({"parameters": "p.json"}, "values of parameters from p.json"),
    "all-scenarios": ({"all-scenarios": True}, "what only a default of a parameter decides"),
    "framework": (
        {"framework": ["./mine-too.yaml"]},
        "frameworks without the production checklist",
    ),
    "paths": ({"paths": ["t.yaml"]}, "only t.yaml scanned"),
}
OWN = {
    "own/late.yaml": CARD.format(
        id="queue-late", check="{path: $.Properties.A, at-most: {parameter: most}}"
    ).replace("check:", "parameters: {most: 1}\ncheck:"),
    "mine.yaml": LENIENT,
    "p.json": "{}",
    "mine-too.yaml": """\
id: easy
version: "1"
source: me
title: {en: Easy, ko: 쉬움}
groups: {a: {en: A, ko: 가}}
controls:
  - {id: A-1, title: {en: A, ko: 가}, meaning: {en: A, ko: 가}, group: a, mode: automated,
     rules: [kms-key-not-rotated]}
""",
}


@pytest.mark.parametrize("name", WEAKENINGS)
def test_what_weakens_the_gate_is_told(run: Run, name: str) -> None:
    """Once, by the line of the file, and the same each time; nothing is said where nothing is."""
    settings, words = WEAKENINGS[name]
    files = OWN | config(**settings)
    command = ("scan", "--format", "json") if name == "paths" else JSON
    ran = run(*command, files=files)
    notices = [one for one in ran.report["problems"] if one["code"] == "gate-weakened"]
    assert len(notices) == 1
    assert re.search(words, notices[0]["message"]), notices
    assert (notices[0]["path"], notices[0]["line"]) == ("synthgate.yaml", 1)
    assert run(*command, files=files).out == ran.out
    assert "gate-weakened" not in run(*JSON, "--no-config").told


@pytest.mark.parametrize(
    "settings",
    [
        {"fail_on": "low"},
        {"fail_on": "high"},
        {"profile": "all"},
        {"include": ["s3-*"]},
        {"lang": "en"},
        {"severity": {"s3-bucket-unversioned": "critical"}},
        {"paths": ["."]},
        {"framework": ["production-checklist"]},
    ],
    ids=str,
)
def test_what_weakens_nothing_is_not_told(run: Run, settings: dict[str, Any]) -> None:
    """A stricter file is no news."""
    assert "gate-weakened" not in run(*JSON, files=config(**settings)).told


NO_PLACE = {"results", "asff", "ocsf", "gitlab-codequality"}
"""Formats of which a reader takes findings alone; results are judged by nobody yet."""


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("name", sorted(FORMATS.keys() - NO_PLACE))
def test_every_report_tells_it(run: Run, name: str, language: str) -> None:
    """In both languages, wherever notices are told."""
    files = config(fail_on="never", exclude=["s3-bucket-*"])
    out = run("scan", "t.yaml", "--format", name, "--lang", language, files=files).out
    words = {"en": "takes from the gate", "ko": "게이트를 약화하는 설정"}[language]
    assert words in out


def test_no_rule_left_is_no_open_gate(run: Run) -> None:
    """Nothing could close it: exit code 2."""
    for settings in ({"exclude": ["*"]}, {"exclude": [{"severities": ["critical", "high",
                      "medium", "low", "info"]}]}):  # fmt: skip
        ran = run(*JSON, files=config(**settings))
        assert ran.code == 2
        assert "no rule is left to ask" in ran.err
    ran = run(*JSON, environ={"SYNTHGATE_EXCLUDE": "*"}, files=config(lang="en"))
    assert (ran.code, "no rule is left" in ran.err) == (2, True)


def test_a_folder_without_cards_is_a_mistake(run: Run) -> None:
    """Whoever names it believes that it is checked."""
    for options, files in (
        (("--rules", "empty"), {"empty/README.md": ""}),
        ((), {"empty/README.md": ""} | config(rules=["empty"])),
    ):
        ran = run(*JSON, *options, files=files)
        assert ran.code == 2
        assert "no rule card in this folder" in ran.err


# Untrusted


def told_of_keys(page: Path, head: str) -> dict[str, str]:
    table = page.read_text("utf-8").partition(head)[2].partition("\n\n")[0]
    row = re.compile(r"^\| `([a-z-]+)` \| ([a-z가-힣 ]+)(?:[;:,.] [^|]*)? \|$", re.MULTILINE)
    return dict(row.findall(table))


def test_the_page_tells_what_is_taken_of_each_key() -> None:
    """The table of the page is the table of the program, in either language."""
    told = told_of_keys(DOCS, "| key | with `--untrusted` |")
    assert told == {key: setting.untrusted.value for key, setting in SETTINGS.items()}
    korean = told_of_keys(DOCS.with_suffix(".ko.md"), "| 키 | `--untrusted`일 때 |")
    assert korean == {key: IN_KOREAN[word] for key, word in told.items()}


IN_KOREAN = {
    "taken": "받아들임",
    "not taken": "받아들이지 않음",
    "where it is stricter": "더 엄격할 때만",
}


HOSTILE = {
    "exclude": ["*"],
    "fail-on": "never",
    "profile": "./mine.yaml",
    "environment": "development",
    "environments": {"*": "dev"},
    "all-scenarios": True,
    "severity": {"s3-bucket-tls-optional": "info", "s3-bucket-unversioned": "critical"},
    "format": ["text=.git/hooks/pre-commit"],
    "source-root": "/",
    "paths": ["nothing"],
    "parameters": "/etc/passwd",
    "evidence": "e.yaml",
    "as-of": "2020-01-01",
    "framework": ["./mine-too.yaml"],
    "rule-parameters": {"kms-key-not-rotated": {}},
}


@pytest.mark.parametrize("how", ["option", "variable"])
def test_untrusted_takes_only_what_cannot_weaken(run: Run, how: str) -> None:
    """All rules are asked, severities only rise, and what is not followed is told by its line."""
    plain = run(*JSON, "--no-config").rules
    options = ("--untrusted",) if how == "option" else ()
    environ = {"SYNTHGATE_UNTRUSTED": "1"} if how == "variable" else {}
    ran = run(*JSON, *options, files=OWN | {"synthgate.yaml": json.dumps(HOSTILE)}, environ=environ)
    assert ran.code == 1, ran.err
    assert ran.rules == plain | {"s3-bucket-unversioned": "critical"}
    assert set(ran.told) == {"setting-ignored"}
    assert set(re.findall(r"[a-z-]+", ran.told["setting-ignored"])) >= set(HOSTILE)
    assert not [*Path(".git", "hooks").iterdir()]


@pytest.mark.parametrize("key", [key for key in HOSTILE if key != "severity"])
def test_each_key_that_is_not_taken_is_told(run: Run, key: str) -> None:
    """Alone, as together with others."""
    files = OWN | {"synthgate.yaml": json.dumps({key: HOSTILE[key]})}
    told = run(*JSON, "--untrusted", files=files).told
    assert f"not followed: {key};" in told["setting-ignored"]


def test_what_only_says_the_default_is_not_told(run: Run) -> None:
    """Of a stranger's file: nothing is lost where it is not followed."""
    usual = {"profile": "recommended", "exclude": [], "environments": {}, "fail-on": "high"}
    ran = run(*JSON, "--untrusted", files=OWN | {"synthgate.yaml": json.dumps(usual)})
    assert ran.told == {}
    usual["exclude"] = ["s3-*"]
    ran = run(*JSON, "--untrusted", files=OWN | {"synthgate.yaml": json.dumps(usual)})
    assert "not followed: exclude;" in ran.told["setting-ignored"]


def test_untrusted_takes_what_makes_it_stricter(run: Run) -> None:
    """A lower threshold, more rules, cards of its own, a worse severity: nothing is told."""
    files = DECLARED | config(
        fail_on="low", include=["s3-bucket-access-unlogged"], rules=["policies"], lang="ko",
        severity={"s3-bucket-unversioned": {"default": "critical"}},
    )  # fmt: skip
    ran = run(*JSON, "--untrusted", files=files)
    assert {"bucket-bad", "s3-bucket-access-unlogged"} <= ran.rules.keys()
    assert ran.rules["s3-bucket-unversioned"] == "critical"
    assert ran.told == {}
    assert "이상인 조사 결과" in ran.report["gate"]["reason"]


def test_a_severity_rises_in_each_environment_by_itself(run: Run) -> None:
    """Raised where it is worse, left where it would be milder."""
    severity = {"s3-bucket-unversioned": {"production": "info", "default": "critical"}}
    files = config(severity=severity)
    plain = run(*JSON, "--environment", "prod", "--no-config").rules["s3-bucket-unversioned"]
    ran = run(*JSON, "--untrusted", "--environment", "prod", files=files)
    assert ran.rules["s3-bucket-unversioned"] == plain
    assert "severity" in ran.told["setting-ignored"]
    ran = run(*JSON, "--untrusted", "--environment", "dev", files=files)
    assert ran.rules["s3-bucket-unversioned"] == "critical"


EXCUSED = """\
Resources:
  Bucket:
    Type: AWS::S3::Bucket
    Metadata: {checkov: {skip: [{id: CKV_AWS_20, comment: trust me}, {id: CKV_AWS_21}]}}
    Properties: {AccessControl: PublicRead}
"""


def test_untrusted_templates_excuse_nothing(run: Run) -> None:
    """Their suppressions count, unless a stranger wrote them; how many, is told."""
    files = {"t.yaml": EXCUSED}
    assert run(*JSON, files=files).report["checks"]["accepted"] > 0
    ran = run(*JSON, "--untrusted", files=files)
    assert ran.report["checks"]["accepted"] == 0
    assert "suppressions in the templates not followed" in ran.told["setting-ignored"]
    rule = "s3-bucket-acl-public"
    traced = run("scan", "t.yaml", "--explain", f"{rule}:Bucket", "--untrusted")
    assert "suppressed" not in traced.out


def test_untrusted_evidence_states_nothing(run: Run) -> None:
    """What lies beside the file, or is named by it; what the user names counts."""
    entry = {
        "control": "OPS-4",
        "statement": "All is well",
        "by": "me",
        "date": "2020-01-01",
        "valid-until": "2090-01-01",
    }
    files = {"evidence.yaml": json.dumps({"evidence": [entry]})}
    plain = run("checklist", "t.yaml", "--format", "json", files=files)
    if "configuration" in plain.err or plain.code == 2:
        pytest.fail(plain.err)
    assert "All is well" in plain.out
    ran = run("checklist", "t.yaml", "--format", "json", "--untrusted", files=files)
    assert "All is well" not in ran.out
    assert "--evidence" in ran.told["setting-ignored"]
    named = ("--untrusted", "--evidence", "evidence.yaml")
    assert "All is well" in run("checklist", "t.yaml", "--format", "json", *named).out


def test_no_card_takes_the_place_of_a_built_in_one(run: Run) -> None:
    """The first has the id, and the second is a mistake."""
    card = CARD.format(id="s3-bucket-tls-optional", check="{path: $.Type, exists: true}")
    files = {"policies/own.yaml": card} | config(rules=["policies"])
    for options in ((), ("--untrusted",)):
        ran = run(*JSON, *options, files=files)
        assert ran.code == 2
        assert "already defined" in ran.err


def test_a_variable_that_is_neither_on_nor_off_is_a_mistake(run: Run) -> None:
    """Nobody may believe that it held."""
    for name in ("UNTRUSTED", "ALLOW_CODE"):
        ran = run(*JSON, environ={f"SYNTHGATE_{name}": "yes"})
        assert (ran.code, ran.out) == (2, "")
        assert f"SYNTHGATE_{name}: " in ran.err


def test_names_paint_no_terminal(run: Run) -> None:
    """Those of templates, of resources, of the file's own words."""
    name = "\x1b[2J\x1b]0;owned\a"
    template = json.dumps({"Resources": {f"B{name}": {"Type": "AWS::S3::Bucket"}}})
    files = {"x.json": template} | config(format=["text"], paths=[f"a{name}", "x.json"])
    for options in ((), ("--untrusted",), ("x.json",)):
        ran = run("scan", *options, files=files)
        assert not {"\x1b", "\a"} & {*ran.out, *ran.err}


# The cache

WORDS = (
    *("scan", "t.yaml", "--rules", "policies", "--environment", "development"),
    *("--format", "json"),
)


def own(folder: Path, **more: str) -> dict[str, str]:
    """Variables of somebody with a state folder, and a cache inside the checkout."""
    return {"SYNTHGATE_CACHE": ".cache", "XDG_STATE_HOME": str(folder / "state"), **more}


@pytest.fixture
def forgetful(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that keeps no cards of an earlier run: each run reads the cache, as in a shell."""
    monkeypatch.setattr(library, "PROCESS", Memory(most=0))


def test_a_planted_cache_is_not_read(run: Run, tmp_path: Path, forgetful: None) -> None:
    """Written with another key, it counts as absent; told once of cards and once of results."""
    attacker, user = own(tmp_path / "a"), own(tmp_path / "b")
    run(*WORDS, files=DECLARED, environ=attacker)
    for file in Path(".cache", "cards").iterdir():
        file.write_bytes(file.read_bytes().replace(b'"exists":true', b'"exists":false'))
    run(*WORDS, files=DECLARED, environ=attacker)
    first = run(*WORDS, environ=user)
    assert {one["code"] for one in first.report["problems"]} == {"cache-ignored"}
    told = [one["message"] for one in first.report["problems"]]
    assert len(told) == len({*told}) == 2
    assert "bucket-bad" in first.rules
    assert run(*WORDS, environ=user).report["problems"] == []
    assert run("rules", "list", environ=attacker).code == 0


def test_a_secret_of_the_ci_system_signs_it(run: Run, tmp_path: Path, forgetful: None) -> None:
    """Who has it reads what another run with it stored; a stranger's run, without, does not."""
    secret = "s3cr3t-of-ci, as long as a key is"  # noqa: S105 - a test's
    with_it = own(tmp_path, SYNTHGATE_CACHE_KEY=secret)
    stored = run(*WORDS, files=DECLARED, environ=with_it)
    again = run(*WORDS, environ=own(tmp_path / "other", SYNTHGATE_CACHE_KEY=f"{secret}\n"))
    assert again.report["problems"] == []
    without = run(*WORDS, environ=own(tmp_path / "fork", SYNTHGATE_CACHE_KEY=""))
    assert set(without.told) == {"cache-ignored"}
    for file in Path(".cache").rglob("*.cards"):
        assert secret.encode() not in file.read_bytes()
    assert secret not in stored.out + stored.err + repr(configure({}, with_it, tmp_path))


def test_the_key_is_the_users_alone(run: Run, tmp_path: Path) -> None:
    """Made once with mode 0600, in a folder of mode 0700; one that others may read is not used."""
    umask = os.umask(0)
    try:
        run(*WORDS, files=DECLARED, environ=own(tmp_path))
    finally:
        os.umask(umask)
    key = tmp_path / "state" / "synthgate" / "cache.key"
    assert key.stat().st_mode & 0o777 == 0o600
    assert key.parent.stat().st_mode & 0o777 == 0o700
    assert len(key.read_bytes()) == 32
    source = configure({}, own(tmp_path), tmp_path).cache_key
    assert source.key() == key.read_bytes() == source.key()
    for spoil in (
        lambda: key.chmod(0o644),
        lambda: key.write_bytes(b"short"),
        lambda: key.parent.chmod(0o777),
    ):
        saved = key.read_bytes()
        spoil()
        assert source.key() is None
        key.parent.chmod(0o700)
        key.write_bytes(saved)
        key.chmod(0o600)
    other = key.rename(key.with_name("other"))
    key.symlink_to(other)
    assert source.key() is None


def test_without_a_key_there_is_no_cache(run: Run, tmp_path: Path) -> None:
    """A state folder that cannot be made: nothing is stored, and nothing is said."""
    (tmp_path / "file").touch()
    environ = own(tmp_path) | {"XDG_STATE_HOME": str(tmp_path / "file")}
    ran = run(*WORDS, files=DECLARED, environ=environ)
    assert ran.report["problems"] == []
    assert not Path(".cache").exists()
