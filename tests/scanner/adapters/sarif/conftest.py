"""SARIF for tests: small logs, and what is heard of them beside two templates."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from synthgate.adapters.asking import Answer, Readable, Request
from synthgate.adapters.imported import read
from synthgate.model import Reported

APP, DATA = "cdk.out/App.template.json", "infra/data.yaml"
TEMPLATES: Mapping[str, Mapping[str, str]] = {
    APP: {"Bucket": "AWS::S3::Bucket", "Queue": "AWS::SQS::Queue"},
    DATA: {"Bucket": "AWS::S3::Bucket", "Table": "AWS::DynamoDB::Table"},
}


@dataclass(frozen=True)
class Sarif:
    """Writes logs into a folder, and hears what they say."""

    folder: Path

    @staticmethod
    def located(uri: str, line: int = 3, **more: Any) -> dict[str, Any]:
        """A location in a file."""
        region = {"startLine": line, "endLine": line + 2}
        return {"physicalLocation": {"artifactLocation": {"uri": uri, **more}, "region": region}}

    def result(self, uri: str = DATA, **more: Any) -> dict[str, Any]:
        """A result in a file."""
        said = {"ruleId": "R1", "message": {"text": "m"}, "locations": [self.located(uri)]}
        return {**said, **more}

    @staticmethod
    def run(*results: Any, name: str = "KICS", rules: Any = (), **more: Any) -> dict[str, Any]:
        """What a tool says."""
        driver = {"name": name, "version": "1.2", "rules": [*rules]}
        return {"tool": {"driver": driver}, "results": [*results], **more}

    @staticmethod
    def log(*runs: Any, **more: Any) -> dict[str, Any]:
        """A file of SARIF."""
        return {"version": "2.1.0", "runs": [*runs], **more}

    def heard(self, *logs: Any) -> Answer:
        """What is heard of some files, given as data, text or bytes."""
        names = [f"{number}.sarif" for number, _ in enumerate(logs)]
        for name, one in zip(names, logs, strict=True):
            content = one if isinstance(one, str | bytes) else json.dumps(one)
            data = content if isinstance(content, bytes) else content.encode()
            (self.folder / name).write_bytes(data)
        return self.of_files(*names)

    def of_files(self, *names: str) -> Answer:
        """What is heard of files that are there, or are not."""
        templates = [Readable(one, self.folder / one, owned) for one, owned in TEMPLATES.items()]
        return read(Request(templates, self.folder, files=names))

    def one(self, result: Any, **run: Any) -> Reported:
        """What is heard of the only result of a run, without any problem."""
        answer = self.heard(self.log(self.run(result, **run)))
        assert [one.message.en for one in answer.problems] == []
        (reported,) = answer.heard.reported
        return reported

    def told(self, *logs: Any) -> list[tuple[str, str]]:
        """The problems of some files: their codes, and what they say."""
        return [(one.code.id, one.message.en) for one in self.heard(*logs).problems]


@pytest.fixture
def sarif(tmp_path: Path) -> Sarif:
    """Logs in an empty folder."""
    return Sarif(tmp_path)
