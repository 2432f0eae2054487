"""A folder with a framework of two rules, and a command line in it on a day of its own."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from synthgate.cli import Streams, main

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

TODAY = date(2026, 11, 23)

OURS = """\
id: ours
version: "3"
source: Handbook
title: {en: Our baseline, ko: 우리 기준}
groups: {data: {en: Data, ko: 데이터}}
controls:
  - id: D-1
    title: {en: Versions are kept, ko: 버전 보관}
    meaning: {en: Old versions stay., ko: 이전 버전을 보관합니다.}
    group: data
    mode: automated
    rules: [s3-bucket-unversion*]
    elsewhere: [s3-bucket-unversion*]
  - id: D-2
    title: {en: Recovery is tested, ko: 복구 테스트}
    meaning: {en: It was restored once., ko: 복원해 보았습니다.}
    group: data
    mode: manual
    evidence: {what: {en: The last test, ko: 최근 테스트}, valid-days: 100}
  - id: D-3
    title: {en: Topics are encrypted, ko: 주제 암호화}
    meaning: {en: With a key., ko: 키로 암호화합니다.}
    group: data
    mode: partial
    rules: [sns-topic-unencrypted]
    evidence: {what: {en: A review, ko: 검토}, valid-days: 100}
"""


class Ran(NamedTuple):
    code: int
    out: str
    err: str

    @property
    def framework(self) -> Any:
        return json.loads(self.out)["frameworks"][0]

    @property
    def states(self) -> dict[str, str]:
        return {control["id"]: control["state"] for control in self.framework["controls"]}

    def control(self, id_: str) -> Any:
        return next(one for one in self.framework["controls"] if one["id"] == id_)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Ran]:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "ours.yaml").write_text(OURS)

    def run(*argv: str, files: Mapping[str, str] | None = None, today: date = TODAY) -> Ran:
        for name, content in (files or {}).items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, "utf-8")
        out, err = io.StringIO(), io.StringIO()
        code = main(argv, Streams(io.BytesIO(), out, err), {}, today)
        return Ran(code, out.getvalue(), err.getvalue())

    return run
