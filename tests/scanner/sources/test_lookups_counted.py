"""Discovery asks the disk a few times a file, and parses what it has to."""

from __future__ import annotations

import os
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from synthgate.sources import local
from synthgate.sources.discover import Discovery
from synthgate.sources.places import places
from synthgate.template.proof import cannot_hold

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TEMPLATE = 'Resources:\n  B:\n    Type: AWS::S3::Bucket\n    Properties: {A: "a\\nb\\u003c"}\n'
NESTING = "Resources: {N: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: t0.yaml}}}\n"


def test_a_file_is_looked_up_a_few_times(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However deep it lies, and whatever escapes are in it."""
    folder = tmp_path.joinpath(*"abcdefgh")
    folder.mkdir(parents=True)
    for number in range(50):
        (folder / f"t{number}.yaml").write_text(TEMPLATE)
    (folder / "nesting.yaml").write_text(NESTING)
    seen: Counter[str] = Counter()

    def counted(name: str, action: Callable[..., Any]) -> Callable[..., Any]:
        def act(*given: Any, **named: Any) -> Any:
            seen[name] += 1
            return action(*given, **named)

        return act

    for name in ("stat", "lstat", "readlink"):
        monkeypatch.setattr(os, name, counted(name, getattr(os, name)))
    monkeypatch.setattr(local, "read_template", counted("parsed", local.read_template))
    found = [*Discovery(places(tmp_path)).sources(["."])]
    assert len(found) == 50  # t0 is read with what nests it
    assert seen["parsed"] == 1
    assert seen["stat"] + seen["lstat"] + seen["readlink"] < 8 * 50


@pytest.mark.parametrize(
    "text",
    [
        "TemplateURL: a",
        '{"Template\\u0055RL": "a"}',
        '{"\\u0054emplateURL": "a"}',
        '"Template\\x55RL": a',
        '"Template\\U00000055RL": a',
        '? "Template\\\n   URL"\n: a',
    ],
)
def test_a_word_is_found_however_it_is_written(text: str) -> None:
    """Else a nested template would be scanned for itself, without its parameters."""
    assert not cannot_hold("TemplateURL", text.encode())
    assert not cannot_hold("TemplateURL", text.encode("utf-16"))


@pytest.mark.parametrize("text", ["", "Template URL", "a\\nb\\u003c", '"Template\\nURL"'])
def test_a_word_that_is_not_there(text: str) -> None:
    assert cannot_hold("TemplateURL", text.encode())
    assert not cannot_hold("TemplateURL", b"\xff" + text.encode())
