"""The engine and the reference never contradict each other."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from generated.asking import WORDS, about
from generated.comparing import Tally, compare

SAMPLE = settings(max_examples=12, derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck))


def run(word, profile=SAMPLE):
    tally = Tally()

    @profile
    @given(about(word))
    def check(case):
        compare(case, tally)

    check()
    return tally


@pytest.mark.parametrize("word", WORDS)
def test_no_contradiction(word):
    tally = run(word)
    assert tally.asked.get(word, set()) >= {True, False}, (word, tally)
