"""The interface for programs is what docs/api.md says, and works as it shows."""

from __future__ import annotations

import dataclasses
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import synthgate
import synthgate_reports
import synthgate_rules
from synthgate import errors, model

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "api.md").read_text("utf-8")
EXAMPLES = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
CLASSES = re.findall(r"^### `(\w+)`$", PAGE, re.MULTILINE)
TABLES = dict(zip(CLASSES, PAGE.split("\n### `")[1:], strict=True))
BUCKET = {
    "Resources": {"B": {"Type": "AWS::S3::Bucket", "Properties": {"AccessControl": "PublicRead"}}}
}


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An assembly with a fault, in the folder of the run."""
    folder = tmp_path / "cdk.out"
    folder.mkdir()
    (folder / "cdk.out").write_text('{"version": "55.0.0"}')
    stack = {
        "type": "aws:cloudformation:stack",
        "properties": {"templateFile": "App.template.json"},
    }
    (folder / "manifest.json").write_text(json.dumps({"artifacts": {"App": stack}}))
    (folder / "App.template.json").write_text(json.dumps(BUCKET))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("name", CLASSES)
def test_the_page_names_every_field_and_its_type(name: str) -> None:
    """In their order; so a field cannot be taken away or changed without the page."""
    rows = re.findall(r"^\| `(\w+)` \| `(.+?)` \|", TABLES[name], re.MULTILINE)
    fields = dataclasses.fields(getattr(model, name))
    assert [(field, kind.replace("\\|", "|")) for field, kind in rows] == [
        (one.name, one.type) for one in fields
    ]


_BESIDES = {"frameworks", "operation", "partial", "reported", "text"}
"""The subjects of records that the page leaves out."""


def test_the_page_names_what_a_report_is_made_of() -> None:
    """Every record that a report leads to, but for those of frameworks and of stored results."""
    led_to = {"Report"}
    waiting = ["Report"]
    while waiting:
        for one in dataclasses.fields(getattr(model, waiting.pop())):
            for name in re.findall(r"\b[A-Z]\w+", str(one.type)):
                found = getattr(model, name, None)
                if dataclasses.is_dataclass(found) and name not in led_to:
                    led_to.add(name)
                    waiting.append(name)
    besides = {
        name
        for name in led_to
        if getattr(model, name).__module__.rpartition(".")[2] in _BESIDES and name not in CLASSES
    }
    assert led_to - besides == {*CLASSES, "Excerpt", "Fix"}


@pytest.mark.parametrize("number", range(len(EXAMPLES)))
def test_an_example_of_the_page_runs(number: int, app: Path) -> None:
    """As it stands there; the first one is about a gate, which this app's fault closes."""
    assert app
    example = EXAMPLES[number]
    names: dict[str, Any] = {}
    if "report.gate" in example:
        with pytest.raises(AssertionError, match="Gate closed"):
            exec(example, names)  # noqa: S102 - our own words
    else:
        exec(example, names)  # noqa: S102 - our own words
        assert names


@pytest.mark.exhaustive
def test_the_examples_are_well_typed(tmp_path: Path) -> None:
    """For a strict type checker, which reads the packages as a user's would."""
    for number, example in enumerate(EXAMPLES):
        (tmp_path / f"example_{number}.py").write_text(example)
    (tmp_path / "pyrightconfig.json").write_text(
        json.dumps({"typeCheckingMode": "strict", "pythonVersion": "3.11"})
    )
    pyright = [sys.executable, "-m", "pyright", "--pythonpath", sys.executable]
    ran = subprocess.run(
        [*pyright, "--project", str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stdout


def test_the_packages_say_that_they_are_typed() -> None:
    for package in (synthgate, synthgate_rules, synthgate_reports):
        assert (Path(package.__path__[0]) / "py.typed").is_file()


def test_what_may_be_raised_can_be_caught(app: Path) -> None:
    """A usage error tells in every language what is wrong."""
    with pytest.raises(errors.UsageError) as caught:
        synthgate.scan("cdk.out", profile="nope", folder=app)
    assert "nope" in caught.value.text["en"]
    assert re.search("[가-힣]", caught.value.text["ko"])
    with pytest.raises(ValueError, match="enormous"):
        synthgate.scan(fail_on="enormous", folder=app)


def test_a_report_can_be_compared_and_pickled(app: Path) -> None:
    import pickle

    report = synthgate.scan("cdk.out", folder=app)
    assert report == synthgate.scan("cdk.out", folder=app)
    assert pickle.loads(pickle.dumps(report)) == report  # noqa: S301 - our own
    with pytest.raises(dataclasses.FrozenInstanceError):
        report.version = "2"  # type: ignore[misc]
