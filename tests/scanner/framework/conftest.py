"""A folder with a framework of two rules, and a command line in it on a day of its own."""

from __future__ import annotations

import functools
from datetime import date
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.scanner.conftest import Ran

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


@pytest.fixture
def run(tmp_path: Path, cli: Callable[..., Ran]) -> Callable[..., Ran]:
    (tmp_path / "ours.yaml").write_text(OURS, "utf-8")
    return functools.partial(cli, today=TODAY)
