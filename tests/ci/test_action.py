"""The steps of the action, each run as the runner runs it, in a fresh folder with an empty home."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from tests.ci.conftest import ACTION, BUCKET, OPEN_QUEUE, ROOT, Runner, scanned

STEPS = ACTION["runs"]["steps"]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
EXAMPLES = sorted((ROOT / "examples" / "ci").glob("github*.yml"))


# What it says


def test_no_expression_stands_in_a_script() -> None:
    """What a caller says reaches a shell by the environment alone."""
    runs = [step["run"] for step in STEPS if "run" in step]
    assert len(runs) > 4
    assert not [run for run in runs if "${{" in run]


def test_every_input_is_used_and_every_use_is_an_input() -> None:
    """By the steps; and so with the outputs of steps."""
    text = (ROOT / "action.yml").read_text("utf-8")
    assert set(re.findall(r"inputs\.([\w-]+)", text)) == {*ACTION["inputs"]}
    ids = {step["id"] for step in STEPS if "id" in step}
    assert set(re.findall(r"steps\.([\w-]+)\.", text)) <= ids
    assert not [name for name, one in ACTION["inputs"].items() if one.get("required")]


def test_actions_are_pinned_as_in_our_own_workflows() -> None:
    """One commit of each, wherever it is used; ours is the one that the reader puts in."""
    pins: dict[str, set[str]] = {}
    for path in [*WORKFLOWS, *EXAMPLES, ROOT / "action.yml"]:
        for name, pin in re.findall(r"uses: ([\w/.-]+)@(\S+)", path.read_text("utf-8")):
            pins.setdefault(name, set()).add(pin)
    assert "github/codeql-action/upload-sarif" in pins
    assert pins.pop("synthgate/synthgate") == {"0" * 40}
    assert not {name: found for name, found in pins.items() if len(found) > 1}
    assert all(re.fullmatch("[0-9a-f]{40}", pin) for found in pins.values() for pin in found)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_examples_give_inputs_that_exist(path: Path) -> None:
    """And ask for outputs that do."""
    text = path.read_text("utf-8")
    jobs = yaml.safe_load(text)["jobs"].values()
    ours = [step for job in jobs for step in job["steps"] if "synthgate/" in step.get("uses", "")]
    assert ours
    for step in ours:
        assert {*step["with"]} <= {*ACTION["inputs"]}
    assert set(re.findall(r"steps\.synthgate\.outputs\.([\w-]+)", text)) <= {*ACTION["outputs"]}


def test_the_gate_comes_last_and_nothing_holds_it_open() -> None:
    """It is skipped by no condition, and no step of ours may fail unseen."""
    last = STEPS[-1]
    assert last["name"] == "The gate"
    assert not last.keys() & {"if", "continue-on-error"}
    assert [one["id"] for one in STEPS if "continue-on-error" in one] == ["upload"]


def test_zizmor_finds_nothing() -> None:
    """In the action and in the examples, asked as an auditor asks."""
    zizmor = shutil.which("zizmor", path=str(ROOT / ".venv" / "bin")) or shutil.which("zizmor")
    if zizmor is None:
        pytest.skip("zizmor is not installed")
    asked = (zizmor, "--offline", "--no-progress", "--persona", "auditor")
    ran = subprocess.run(
        [*asked, ROOT / "action.yml", *EXAMPLES], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr


# What it does


@pytest.mark.parametrize(
    ("path", "category"),
    [
        ("", "synthgate"),
        ("cdk.out", "synthgate"),
        ("./services/orders/cdk.out/", "synthgate/services/orders"),
        ("a/cdk.out\nb/cdk.out", "synthgate"),
        (" templates ", "synthgate/templates"),
    ],
)
def test_each_app_has_a_category_of_its_own(runner: Runner, path: str, category: str) -> None:
    """Of its folder; with folders of its own for reports and cache, which nobody else may write."""
    ran = runner.step("prepare", {"path": path})
    assert ran.outputs["category"] == category
    assert ran.outputs["name"] in ran.outputs["cache"]
    assert (runner.folder / "temp" / "synthgate-cache").stat().st_mode & 0o077 == 0
    other = runner.step("prepare", {"path": "other/cdk.out"})
    assert not set(ran.outputs.values()) & set(other.outputs.values())


@pytest.mark.parametrize(
    ("path", "category"),
    [("", "services/orders"), ("cdk.out", "services/orders"), ("a", "services/orders/a")],
)
def test_the_category_of_a_working_folder(runner: Runner, path: str, category: str) -> None:
    """Is that of the same app as seen from the root."""
    inputs = {"path": path, "working-directory": "services/orders/"}
    ran = runner.step("prepare", inputs)
    assert ran.outputs["category"] == f"synthgate/{category}"


@pytest.mark.exhaustive
def test_an_app_of_many_has_its_own_settings(runner: Runner) -> None:
    """Where synthgate runs in its folder; its files are still named from the root."""
    app = runner.work / "services" / "orders"
    (app / "cdk.out").mkdir(parents=True)
    (runner.work / ".git").mkdir()
    (app / "cdk.out" / "t.yaml").write_text(OPEN_QUEUE)
    (app / "synthgate.yaml").write_text("fail-on: never\n")
    from_root = scanned(runner, {"path": "services/orders/cdk.out"})
    assert from_root.outputs["verdict"] == "closed"
    assert "--config services/orders/synthgate.yaml" in from_root.log
    (app / "synthgate.yaml").write_text("fail-on: critical\n")
    there = scanned(runner, {"working-directory": "services/orders"})
    assert there.outputs["verdict"] == "closed"
    assert "::error file=services/orders/cdk.out/t.yaml" in there.log
    assert "--config" not in there.log
    (app / "synthgate.yaml").write_text("fail-on: never\n")
    assert scanned(runner, {"working-directory": "services/orders"}).outputs["verdict"] == "open"
    absent = scanned(runner, {"working-directory": "absent"})
    assert absent.outputs["verdict"] == "error"


def test_an_open_gate(runner: Runner) -> None:
    """All files are there, the home is as empty as it was, and the last step passes."""
    (runner.work / "t.yaml").write_text(BUCKET)
    ran = scanned(runner, {"path": "t.yaml", "formats": "junit\nhtml=out.html"})
    assert (ran.code, ran.outputs["verdict"], ran.outputs["exit-code"]) == (0, "open", "0")
    assert ran.summary.startswith("<!-- synthgate-report synthgate/t.yaml -->\n## ")
    assert json.loads(Path(ran.outputs["sarif"]).read_text("utf-8"))["version"] == "2.1.0"
    assert (runner.work / "out.html").exists()
    assert not [*runner.home.iterdir()]
    assert runner.step("The gate").code == 0


def test_a_closed_gate(runner: Runner) -> None:
    """The scan itself goes on, so that alerts are shown; the last step closes, and says so."""
    (runner.work / "t.yaml").write_text(OPEN_QUEUE)
    ran = scanned(runner, {"path": "t.yaml"})
    assert (ran.code, ran.outputs["verdict"]) == (0, "closed")
    assert re.search(r"(?m)^::error file=t.yaml,line=\d+", ran.log)
    last = runner.step("The gate")
    assert last.code == 1
    assert "the gate is closed" in last.log
    assert "::error file" not in scanned(runner, {"path": "t.yaml", "annotations": "false"}).log


@pytest.mark.sampled(6)
@pytest.mark.parametrize(
    ("template", "inputs", "code"),
    [
        ("Resources: [", {}, 3),
        (BUCKET, {"profile": "no-such-profile"}, 2),
        (BUCKET, {"path": "absent"}, 3),
        (OPEN_QUEUE, {"fail-on": "never"}, 0),
        (OPEN_QUEUE, {"path": "t.yaml\nu.yaml"}, 1),
    ],
)
def test_the_last_step_ends_as_the_scan_does(
    runner: Runner, template: str, inputs: dict[str, str], code: int
) -> None:
    """Whatever it was; only 0 is open."""
    (runner.work / "t.yaml").write_text(template)
    (runner.work / "u.yaml").write_text(BUCKET)
    ran = scanned(runner, {"path": "t.yaml", **inputs})
    assert ran.outputs["exit-code"] == str(code)
    assert runner.step("The gate").code == code


@pytest.mark.exhaustive
@pytest.mark.parametrize(("lang", "title"), [("en", "No verdict"), ("ko", "판정 없음")])
def test_no_answer_takes_the_place_of_the_last_verdict(
    runner: Runner, lang: str, title: str
) -> None:
    """With what the scan has said, as a page of the same first line and as an annotation."""
    (runner.work / "t.yaml").write_text(BUCKET)
    inputs = {"path": "t.yaml", "lang": lang}
    before = scanned(runner, inputs).summary
    (runner.work / "synthgate.yaml").write_text("fail-on: b```an%ana\n")
    ran = scanned(runner, inputs)
    assert ran.outputs["exit-code"] == "2"
    page = Path(ran.outputs["summary"]).read_text("utf-8")
    assert page == ran.summary
    assert page.splitlines()[0] == before.splitlines()[0]
    assert page.splitlines()[1].startswith(f"## ⚠ {title}")
    assert "\n````text\n" in page
    assert "b```an%ana" in page
    [error] = re.findall("(?m)^::error title=synthgate::(.*)$", ran.log)
    assert "synthgate.yaml:1:1" in error
    assert "an%25ana" in error


def test_what_a_scan_says_at_length_is_bounded(runner: Runner) -> None:
    """However much it is; and a scan that says nothing is told of too."""
    errors, summary = runner.folder / "errors", runner.folder / "page.md"
    environment = {"ERRORS": errors, "SUMMARY": summary, "CODE": "137", "CATEGORY": "a--b"}
    for content in ("x\x1b[31m" * 100_000, "line\n" * 100_000, ""):
        errors.write_text(content)
        said = subprocess.run(
            [sys.executable, "-I", ROOT / "ci" / "github" / "no_answer.py"],
            env={key: str(value) for key, value in environment.items()},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        page = summary.read_text("utf-8")
        assert len(page) + len(said) < 10_000
        assert "\x1b" not in page + said
        assert "137" in page
        assert said.count("\n") == 1
        assert len(said) > len("::error title=synthgate::\n")


@pytest.mark.parametrize(
    "outputs", [{}, {"verdict": "open"}, {"verdict": "open", "exit-code": "1"}]
)
def test_no_answer_is_no_open_gate(runner: Runner, outputs: dict[str, str]) -> None:
    """A scan that was killed has put nothing out."""
    runner.outputs["scan"] = outputs
    assert runner.step("The gate").code != 0


@pytest.mark.exhaustive
def test_only_what_is_new_closes(runner: Runner) -> None:
    """Beside the results that an earlier run has kept."""
    (runner.work / "t.yaml").write_text(OPEN_QUEUE)
    first = scanned(runner, {"path": "t.yaml"})
    kept = runner.work / "main.results"
    shutil.copyfile(first.outputs["results"], kept)
    assert first.outputs["verdict"] == "closed"
    again = scanned(runner, {"path": "t.yaml", "against": "main.results"})
    assert again.outputs["verdict"] == "open"


def test_a_fork_is_a_stranger(runner: Runner) -> None:
    """Its pull request opens no gate by what it brings along; a branch of ours may configure."""
    (runner.work / "t.yaml").write_text(OPEN_QUEUE)
    (runner.work / "synthgate.yaml").write_text("fail-on: never\n")
    runner.event()
    assert scanned(runner, {"path": "t.yaml"}).outputs["verdict"] == "open"
    runner.event(head="stranger/shop")
    assert scanned(runner, {"path": "t.yaml"}).outputs["verdict"] == "closed"
    said = {"path": "t.yaml", "untrusted": "false"}
    assert scanned(runner, said).outputs["verdict"] == "open"
    assert scanned(runner, {"path": "t.yaml", "untrusted": "perhaps"}).code == 2


def test_a_policy_binds(runner: Runner) -> None:
    """What the repository says against it is not followed."""
    (runner.work / "t.yaml").write_text(OPEN_QUEUE)
    (runner.work / "synthgate.yaml").write_text("fail-on: never\n")
    (runner.folder / "policy.yaml").write_text("title: {en: P}\nbounds: {fail-on: high}\n")
    ran = scanned(runner, {"path": "t.yaml", "policy": str(runner.folder / "policy.yaml")})
    assert ran.outputs["verdict"] == "closed"


def test_what_an_input_says_is_no_command(runner: Runner) -> None:
    """Nor an option, nor a line of the outputs."""
    inputs = {
        "path": "$(touch pwned)\n--exit-zero",
        "category": "a\nverdict=open",
        "formats": "`x`",
    }
    ran = scanned(runner, inputs)
    assert ran.outputs["verdict"] == "error"
    assert runner.step("The gate").code == 2
    assert not [*runner.work.iterdir()]


def test_no_line_of_the_report_is_a_command(runner: Runner) -> None:
    """Names out of templates stand between a stop and a token that nobody could know."""
    (runner.work / "t.yaml").write_text(OPEN_QUEUE.replace("Orders", '"::error::x"'))
    ran = scanned(runner, {"path": "t.yaml"})
    [token] = re.findall(r"(?m)^::stop-commands::([0-9a-f]{32})$", ran.log)
    before, _, rest = ran.log.partition(f"::stop-commands::{token}")
    report, end, _ = rest.partition(f"\n::{token}::\n")
    assert not before
    assert end
    assert "Gate " in report


@pytest.mark.exhaustive
def test_the_cache_needs_a_secret(runner: Runner) -> None:
    """With it results are kept and taken, to the same bytes; without it nothing is."""
    (runner.work / "t.yaml").write_text(OPEN_QUEUE)
    inputs = {"path": "t.yaml", "cache-key": "a secret of the CI system's own."}
    first = scanned(runner, inputs)
    cache = runner.folder / "temp" / "synthgate-cache"
    assert [path for path in cache.rglob("*") if path.is_file()]
    assert scanned(runner, inputs).summary == first.summary
    shutil.rmtree(cache)
    scanned(runner, {"path": "t.yaml"})
    assert not [path for path in cache.rglob("*") if path.is_file()]
    assert not [*runner.home.iterdir()]


@pytest.mark.exhaustive
def test_what_is_installed_is_this_commit(runner: Runner) -> None:
    """By hash, into its own environment, once in a job; nothing of the working folder runs."""
    (runner.work / "venv.py").write_text("raise SystemExit('a stranger was here')")
    ran = runner.step("install", PYTHON=sys.executable)
    assert ran.code == 0, ran.log
    [version] = re.findall(
        r'__version__ = "(.*)"', (ROOT / "scanner/synthgate/version.py").read_text()
    )
    assert ran.log.strip().endswith(version)
    again = runner.step("install", PYTHON=sys.executable)
    assert again.outputs == ran.outputs
    (runner.work / "t.yaml").write_text(BUCKET)
    assert scanned(runner, {"path": "t.yaml"}, PYTHONPATH="").outputs["verdict"] == "open"


def test_an_old_python_is_told(runner: Runner, tmp_path: Path) -> None:
    """With the way out, as wrong usage."""
    old = tmp_path / "python"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    ran = runner.step("install", PYTHON=str(old))
    assert ran.code == 2
    assert "python-version" in ran.log
