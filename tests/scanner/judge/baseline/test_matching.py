"""A line of a baseline stands for its own finding, and for no other."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from synthgate.judge.baseline.entry import entry_of
from synthgate.judge.baseline.file import Baseline
from synthgate.judge.baseline.matching import match
from synthgate.model import FINGERPRINTS, Acceptance, Disposition, Repeat, Status, verbatim

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from synthgate.judge.baseline.scope import Scope
    from synthgate.model import Finding

    Make = Callable[..., Finding]
    Looked = Callable[..., Scope]

DAY = "2026-11-30"


def known(findings: Sequence[Finding], scope: Scope, fingerprints: int = FINGERPRINTS) -> Baseline:
    """A baseline of these findings."""
    entries = (entry_of(one, scope.unit_of(one), DAY) for one in findings)
    return Baseline(entries=tuple(entries), fingerprints=fingerprints)


def test_what_is_written_down_is_known(finding: Make, scope: Looked) -> None:
    """Whatever its line, its severity or the words that are said of it."""
    baseline = known([finding()], scope())
    again = finding(message=verbatim("other words"), severity="low")
    assert match(baseline, [again], scope()).known.keys() == {0}


def test_a_line_stands_for_one_finding(finding: Make, scope: Looked) -> None:
    """A second one of the same identity is new."""
    found = match(known([finding()], scope()), [finding(), finding()], scope())
    assert found.known.keys() == {0}
    two = replace(known([finding()], scope()).entries[0], times=2)
    found = match(Baseline(entries=(two,)), [finding(), finding()], scope())
    assert found.known.keys() == {0, 1}


def test_the_line_of_an_app_is_no_other_ones(finding: Make, scope: Looked) -> None:
    """Two apps of one run may have the same stacks: what one had, the other one may not have."""
    both = scope("a/cdk.out", "b/cdk.out")
    baseline = known([finding(app="a/cdk.out")], both)
    ours, theirs = finding(app="a/cdk.out"), finding(app="b/cdk.out")
    assert match(baseline, [theirs, ours], both).known.keys() == {1}
    found = match(baseline, [theirs], both)
    assert (found.known, len(found.gone)) == ({}, 1)


def test_an_app_may_be_synthesized_elsewhere(finding: Make, scope: Looked) -> None:
    """Where its own folder was not scanned, its fingerprint finds it in another one."""
    baseline = known([finding()], scope())
    found = match(baseline, [finding(app="out/dev")], scope("out/dev"))
    assert found.known.keys() == {0}


def test_what_does_not_count_needs_no_line(finding: Make, scope: Looked) -> None:
    """Whoever waives a known finding answers for it: when the waiver ends, it counts."""
    baseline = known([finding()], scope())
    waived = finding().set_aside(Disposition.WAIVED, Acceptance("waivers.yaml", verbatim("so")))
    found = match(baseline, [waived], scope())
    assert (found.known, len(found.gone)) == ({}, 1)


@pytest.mark.parametrize(
    ("change", "is_known"),
    [
        ({}, True),
        ({"status": Status.UNKNOWN}, False),
        ({"rule": "s"}, False),
        ({"path": "App/B/Resource"}, False),
    ],
)
def test_an_older_kind_of_fingerprints_is_known_by_its_words(
    finding: Make, scope: Looked, change: dict[str, str], is_known: bool
) -> None:
    """An upgrade that counts them up makes no finding new, and hides none."""
    baseline = known([finding()], scope(), FINGERPRINTS - 1)
    found = match(baseline, [finding("2" * 32, **change)], scope())
    assert (0 in found.known) is is_known


def test_a_rule_may_be_renamed(finding: Make, scope: Looked) -> None:
    """Its id is in every fingerprint: those of the old one are known by their words."""
    baseline = known([finding(rule="old")], scope())
    renamed = scope(former={"old": ("r",)})
    assert match(baseline, [finding("2" * 32)], renamed).known.keys() == {0}
    assert not match(baseline, [finding("2" * 32)], scope()).known


def test_half_a_cure_makes_nothing_new(finding: Make, scope: Looked) -> None:
    """What kept silent behind a known finding was there all along."""
    loud = finding(repeats=(Repeat("s", "2" * 32),))
    quiet = finding("2" * 32, rule="s")
    found = match(known([loud], scope()), [quiet], scope())
    assert (found.known.keys(), found.gone) == ({0}, ())


def test_what_falls_silent_is_not_gone(finding: Make, scope: Looked) -> None:
    """A new rule may speak in its place; when that is mended, it is still the old one."""
    loud = finding("2" * 32, rule="s", repeats=(Repeat("r", "1" * 32),))
    found = match(known([finding()], scope()), [loud], scope())
    assert (found.known, len(found.silent), found.gone) == ({}, 1, ())


def test_only_what_was_looked_for_is_gone(finding: Make, scope: Looked) -> None:
    """Not what another rule, another stack or another app would have found."""
    baseline = known([finding()], scope())
    assert len(match(baseline, [], scope()).gone) == 1
    assert not match(baseline, [], scope(rules=("s",))).gone
    elsewhere = replace(baseline.entries[0], stack="Other", unit="other/cdk.out")
    assert not match(Baseline(entries=(elsewhere,)), [], scope()).gone
    deleted = replace(baseline.entries[0], stack="Deleted")
    assert len(match(Baseline(entries=(deleted,)), [], scope()).gone) == 1


@pytest.mark.parametrize(
    "words", [{"rule": "s"}, {"construct": "App/B"}, {"construct": None, "resource": "A"}]
)
def test_a_line_counts_with_its_words(finding: Make, scope: Looked, words: dict[str, str]) -> None:
    """A fingerprint under another name accepts nothing: a reviewer has read the name."""
    entry = replace(known([finding()], scope()).entries[0], **words)
    found = match(Baseline(entries=(entry,)), [finding()], scope())
    assert (found.known, found.false) == ({}, (entry,))


def test_a_line_accepts_no_rule_that_it_only_lists(finding: Make, scope: Looked) -> None:
    """What keeps silent behind its finding is of the rule that the line says."""
    entry = known([finding("2" * 32)], scope()).entries[0]
    entry = replace(entry, repeats=(Repeat("s", "1" * 32),))
    found = match(Baseline(entries=(entry,)), [finding(rule="s")], scope())
    assert found.known.keys() == {0}
    found = match(Baseline(entries=(entry,)), [finding(rule="t")], scope(rules=("r", "s", "t")))
    assert (found.known, found.false) == ({}, (entry,))
