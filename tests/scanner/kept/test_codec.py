"""Partial reports as bytes: the same come back, and nothing else comes of anything else."""

from __future__ import annotations

import copy
import pickle
from collections import Counter
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any

import orjson
import pytest
from kept_app import FILES, TEMPLATES, write

from synthgate.config import configure
from synthgate.kept.alike import Alike
from synthgate.kept.codec import DamagedError, decode, decode_rules, encode, encode_rules
from synthgate.model import (
    Message,
    PartialReport,
    Problem,
    Status,
    UnitReport,
    Words,
    joined,
    verbatim,
)
from synthgate.model.verdicts import Verdicts, in_columns
from synthgate.model.verdicts import joined as joined_verdicts
from synthgate.pipeline import prepare, run
from synthgate.problem_code import ProblemCode

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from synthgate.model import Finding, Rule

CORPUS = Path(__file__).parents[4] / "shared" / "corpus"


def of(folder: Path) -> tuple[PartialReport, Mapping[str, Rule]]:
    """What a folder comes to, and the rules."""
    given = {"profile": "all", "format": ["results"], "paths": ["."]}
    report = run(configure(given, {}, folder, None))
    assert report.results
    cards = prepare(configure(given, {}, folder, None)).plan.cards
    return report.results.partial, {name: card.rule for name, card in cards.items()}


@cache
def sample() -> tuple[PartialReport, Mapping[str, Rule]]:
    return of(write(Path(mkdtemp()), {**FILES, **TEMPLATES}))


def test_a_report_comes_back_as_it_was() -> None:
    """With the rules in it, or with those that the reader has."""
    partial, rules = sample()
    whole, part = encode(partial), encode(partial, rules)
    assert decode(whole) == partial
    assert decode(part, rules) == partial
    assert len(part) < len(whole)
    assert encode(decode(whole)) == whole
    assert encode(decode(part, rules), rules) == part


def test_names_of_files_that_are_no_text_come_back() -> None:
    """Half a surrogate pair stands for a byte that is none (PEP 383)."""
    problem = Problem(ProblemCode.MACRO, verbatim("x"), "a-\udcff.yaml")
    partial = PartialReport((UnitReport((0,), problems=(problem,)),))
    assert decode(encode(partial)) == partial


@pytest.mark.exhaustive
@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpora are not here")
@pytest.mark.parametrize("name", ["aws-samples", "assemblies"])
def test_reports_of_the_corpora_come_back_as_they_were(name: str) -> None:
    """Whatever is in them."""
    partial, rules = of(CORPUS / name)
    assert decode(encode(partial)) == partial
    assert decode(encode(partial, rules), rules) == partial


def test_one_and_one_point_nought_are_told_apart() -> None:
    """As a message says them; equal they are."""
    texts = [Message("{n}").format(n=value) for value in (1, 1.0, "1", -0.0, 0)]
    texts += [joined(", ", [Words("a", "b"), texts[0]])]
    problems = tuple(Problem(ProblemCode.LIMIT, text) for text in texts)
    partial = sample()[0]
    partial = PartialReport((replace(partial.units[0], problems=problems),))
    back = decode(encode(partial)).units[0].problems
    assert [one.message["en"] for one in back] == ["1", "1.0", "1", "-0.0", "0", "a, 1"]
    assert repr(back) == repr(problems)


def test_a_rule_that_says_otherwise_is_written_whole() -> None:
    """A reader that knows another rule of that name does not put it in the place of this one."""
    partial, rules = sample()
    others = {name: replace(rule, title=Words("x", "y")) for name, rule in rules.items()}
    assert decode(encode(partial, others), others) == partial
    with pytest.raises(DamagedError):
        decode(encode(partial, rules))


def test_rules_come_back_as_they_were() -> None:
    """Each when it is asked for."""
    rules = sample()[1]
    assert dict(decode_rules(encode_rules(rules.values()))) == rules


def test_verdicts_are_a_sequence_like_any_other() -> None:
    """That are made when somebody looks, and not kept."""
    partial, rules = sample()
    before = [*partial.units[0].observed[0].verdicts]
    after = decode(encode(partial, rules), rules).units[0].observed[0].verdicts
    for one in (after, in_columns(before), in_columns(after)):
        assert isinstance(one, Verdicts)
        assert len(one) == len(before)
        assert (one[0], one[-1], one[1:3]) == (before[0], before[-1], before[1:3])
        assert one == before
        assert one[0] is not one[0]
        assert pickle.loads(pickle.dumps(one)) == tuple(before)  # noqa: S301 - our own


def test_verdicts_are_chosen_and_joined_by_their_columns() -> None:
    """As they would be one by one, from tables of several reports."""
    partial, rules = sample()
    parts = [decode(encode(partial, rules), rules) for _ in range(2)]
    every = [one.verdicts for part in parts for one in part.units[0].observed]
    whole, plain = joined_verdicts(every), [it for one in every for it in one]
    assert len({it.status for it in plain}) > 1
    assert whole == plain
    assert whole.by_status == Counter(it.status for it in plain)
    for status in Status:
        assert whole.of(status) == [it for it in plain if it.status is status]
    few = {it.rule.id for it in plain[::3]}
    assert whole.where(lambda rule: rule.id in few) == [it for it in plain if it.rule.id in few]
    assert whole.where(lambda _: True) == plain
    assert whole.where(lambda _: False) == []
    assert joined_verdicts([]) == []


def test_what_reports_hold_alike_is_in_memory_once() -> None:
    """Their texts, and what their findings come from; each is the report that it was."""
    partial, rules = sample()
    content, alike = encode(partial, rules), Alike()
    first, second = (decode(content, rules, alike) for _ in range(2))
    assert first == second == partial
    pairs = [*zip(findings(first), findings(second), strict=True)]
    assert pairs
    for one, other in pairs:
        assert one.message is other.message
        assert one.why is other.why
        assert one.sources is other.sources
        assert one.location.start is other.location.start


def findings(partial: PartialReport) -> list[Finding]:
    return [it for unit in partial.units for one in unit.observed for it in one.findings]


def routes(node: Any, route: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield route
    items = enumerate(node) if isinstance(node, list) else ()
    items = node.items() if isinstance(node, dict) else items
    for key, value in items:
        yield from routes(value, (*route, key))


def changed(document: Any, route: tuple[Any, ...], value: Any) -> bytes:
    if not route:
        return orjson.dumps(value)
    made = copy.deepcopy(document)
    node = made
    for key in route[:-1]:
        node = node[key]
    node[route[-1]] = value
    return orjson.dumps(made)


@pytest.mark.parametrize("value", [None, -1, "x", [], {}])
def test_whatever_is_no_report_is_refused_or_read(value: Any) -> None:
    """Nothing else is raised, wherever something else stands."""
    partial, rules = sample()
    unit = replace(partial.units[-1], templates=partial.units[-1].templates[:1])
    document = orjson.loads(encode(PartialReport((unit,)), rules))
    every = [*routes(document)]
    assert len(every) > 300
    refused = 0
    for route in every[:: max(1, len(every) // 60)]:
        try:
            assert isinstance(decode(changed(document, route, value), rules), PartialReport)
        except DamagedError:
            refused += 1
    assert refused > len(every[:: max(1, len(every) // 60)]) // 3


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"[1,2]", b"[9,[],[],[],[]]", b"\xff", b"[" * 9999]
)
def test_what_is_none_is_refused(content: bytes) -> None:
    """Neither a report nor rules."""
    with pytest.raises(DamagedError):
        decode(content)
    with pytest.raises(DamagedError):
        decode_rules(content)
