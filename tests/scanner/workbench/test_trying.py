"""``rules try``: one card on one template, while it is being written."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from synthgate.config import Config
from synthgate.workbench.console import Console
from synthgate.workbench.trying import Trial
from synthgate.workbench.watching import state_of, watch

if TYPE_CHECKING:
    from collections.abc import Callable

CARD = """\
id: bucket-unnamed
title: {en: No name, ko: 이름 없는 버킷}
severity: low
pillar: operations
resources: [AWS::S3::Bucket]
check: {path: $.Properties.BucketName, exists: true}
why: {en: Why, ko: 이유}
fix: {en: Fix, ko: 수정}
examples: {fails: "", passes: ""}
"""
TEMPLATE = """\
Resources:
  A: {Type: AWS::S3::Bucket}
  B: {Type: AWS::S3::Bucket, Properties: {BucketName: b}}
"""
FILES = {"c.yaml": CARD, "t.yaml": TEMPLATE}


def test_what_the_card_finds(cli: Callable[..., Any]) -> None:
    """That rule's findings and no other's, as a report; any of them closes the gate."""
    ran = cli("rules", "try", "c.yaml", "t.yaml", files=FILES)
    assert ran.code == 1
    assert ran.out.startswith("t.yaml:2:7: low bucket-unnamed No name: BucketName is not set\n")
    assert "1 failed, 0 unknown, 1 passed" in ran.out
    named = TEMPLATE.replace("t}", "t, Properties: {BucketName: a}}")
    assert cli("rules", "try", "c.yaml", "t.yaml", files={"t.yaml": named}).code == 0


def test_each_verdict_step_by_step(cli: Callable[..., Any]) -> None:
    """Of the resources that the rule is about, before the findings."""
    text = f"{TEMPLATE}  C: {{Type: AWS::SQS::Queue}}\n"
    ran = cli("rules", "try", "c.yaml", "t.yaml", "--explain", files={**FILES, "t.yaml": text})
    heads = [line for line in ran.out.splitlines() if line.startswith("#")]
    assert heads == [f"# t.yaml: {name} (AWS::S3::Bucket)" for name in "AB"]
    assert ran.out.index("exists: true => pass") < ran.out.index("t.yaml:2:7: low")


def test_the_profile_has_no_say(cli: Callable[..., Any]) -> None:
    """What is tried is asked, whatever is chosen; what the configuration tells of stacks counts."""
    card = CARD.replace("check:", "when: {environment: staging}\ncheck:")
    settings = "exclude: [bucket-unnamed]\nfail-on: never\nenvironment: staging\n"
    files = {**FILES, "c.yaml": card, "synthgate.yaml": settings}
    assert cli("rules", "try", "c.yaml", "t.yaml", files=files).code == 1
    assert cli("rules", "try", "c.yaml", "t.yaml", "--environment", "production").code == 0


def test_mistakes_of_the_card(cli: Callable[..., Any]) -> None:
    """With their places, and code 2; what is right of a family is tried all the same."""
    wrong = CARD.replace("exists", "exist")
    ran = cli("rules", "try", "c.yaml", "t.yaml", files={**FILES, "c.yaml": wrong})
    assert ran.code == 2
    assert ran.out.startswith("c.yaml:6:40: check: unknown word 'exist'")
    assert cli("rules", "try", "gone.yaml", "t.yaml").code == 2


def test_the_rows_of_a_family(cli: Callable[..., Any]) -> None:
    """Each is tried; a mistake of one is told at its row."""
    made = cli("rules", "new", "--family", "lost", "--dir", ".", "--type", "AWS::S3::Bucket")
    assert made.code == 0
    ran = cli("rules", "try", "lost.yaml", "t.yaml", files=FILES)
    assert ran.code == 1
    assert ran.out.count("medium todo-lost") == 2
    row = "  - {id: todo-other, resources: [AWS::SQS::Queue]}\n"
    text = Path("lost.yaml").read_text("utf-8") + row
    ran = cli("rules", "try", "lost.yaml", "t.yaml", files={"lost.yaml": text})
    assert ran.code == 2
    assert f"lost.yaml:{len(text.splitlines())}:" in ran.out


def test_python_beside_it_runs_where_it_is_allowed(cli: Callable[..., Any]) -> None:
    """As in ``rules test``; refused, it is a mistake of the card."""
    card = CARD.replace("{path: $.Properties.BucketName, exists: true}", "{python: unnamed}")
    python = """\
from synthgate.rule.api import Place

def unnamed(resource, view):
    yield Place(("Type",))
"""
    files = {**FILES, "c.yaml": card, "c.py": python}
    assert cli("rules", "try", "c.yaml", "t.yaml", files=files).code == 2
    assert cli("rules", "try", "c.yaml", "t.yaml", "--allow-code").code == 1


@pytest.mark.parametrize(
    ("name", "text", "code", "said"),
    [
        ("gone.yaml", "", 3, "no such file or folder"),
        ("u.yaml", "Resources: [", 3, "u.yaml:2:1"),
        ("u.yaml", "Resources: {Q: {Type: 'AWS::SQS::Queue'}}", 0, "nothing of AWS::S3::Bucket"),
    ],
)
def test_a_template_with_nothing_for_it(
    name: str, text: str, code: int, said: str, cli: Callable[..., Any]
) -> None:
    """Is never a silent pass."""
    ran = cli("rules", "try", "c.yaml", name, files={**FILES, **({name: text} if text else {})})
    assert ran.code == code
    assert said in ran.out


def test_watching(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It runs again for each change of a file, through mistakes and gone files, until Ctrl-C."""
    monkeypatch.chdir(tmp_path)
    card, template = tmp_path / "c.yaml", tmp_path / "t.yaml"
    card.write_text(CARD, "utf-8")
    template.write_text(TEMPLATE, "utf-8")
    out = io.StringIO()
    changes = iter(
        [
            lambda: None,
            lambda: card.write_text(CARD.replace("exists", "exist"), "utf-8"),
            card.unlink,
            lambda: card.write_text(CARD, "utf-8"),
            lambda: template.write_text("Resources: {A: {Type: 'AWS::SQS::Queue'}}", "utf-8"),
        ]
    )

    def pause(_: float) -> None:
        change = next(changes, None)
        if change is None:
            raise KeyboardInterrupt
        change()

    config = Config(folder=tmp_path)
    trial = Trial(config, Path("c.yaml"), "t.yaml")
    assert watch(trial, Console(out, out, "en", str), pause) == 0
    runs = out.getvalue().split("(waiting for changes; Ctrl-C ends it)\n")
    wanted = [
        "1 failed",
        "unknown word 'exist'",
        "c.yaml: no such",
        "1 failed",
        "Nothing was asked",
    ]
    for run, said in zip(runs, wanted, strict=False):
        assert said in run
    assert len(runs) == len(wanted) + 1


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGINT to send")
def test_ctrl_c_ends_watching_with_0(tmp_path: Path) -> None:
    """From outside, as people do it."""
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, "utf-8")
    command = [sys.executable, "-m", "synthgate", "rules", "try", "c.yaml", "t.yaml", "--watch"]
    paths = os.pathsep.join(filter(None, sys.path))
    with subprocess.Popen(
        command,
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": paths},
        # A shell's background job ignores it, and hands that down.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509
    ) as running:
        assert running.stdout
        said = iter(running.stdout.readline, b"")
        assert any(b"waiting for changes" in line for line in said)
        running.send_signal(signal.SIGINT)
        assert running.wait(timeout=30) == 0


def test_a_folder_of_cards(cli: Callable[..., Any], tmp_path: Path) -> None:
    """Is tried and watched whole: each card, the Python beside it, shared pieces, the template."""
    other = CARD.replace("bucket-unnamed", "bucket-other")
    files = {"r/a.yaml": CARD, "r/b/b.yaml": other, "_shared.yaml": "values: {a: 1}\n", **FILES}
    ran = cli("rules", "try", "r", "t.yaml", files=files)
    assert ran.code == 1
    assert "2 failed, 0 unknown, 2 passed" in ran.out
    trial = Trial(Config(folder=tmp_path), tmp_path / "r", "t.yaml")
    watched = {str(path) for path in state_of(trial.files())}
    assert watched >= {str(tmp_path / name) for name in ("r/a.yaml", "r/b/b.yaml", "_shared.yaml")}
