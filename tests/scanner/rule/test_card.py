"""A card holds all there is to know of a rule, and every mistake in one is told."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from synthgate.model import Pillar, Position, Problem, Severity, Words
from synthgate.rule.cards.card import read_card
from synthgate.rule.cards.catalog import Catalog, Own, load_catalog

if TYPE_CHECKING:
    from synthgate.errors import CardError

CARD = """\
id: queue-open
title: {en: Queue is open, ko: 열린 대기열}
severity: high
pillar: security
resources: [AWS::SQS::Queue]
check: {path: $.Properties.Key, exists: true}
why: {en: "Anyone reads. ", ko: 누구나 읽음}
fix: {en: Name a key., ko: 키를 지정, cdk-python: key=k}
examples: {fails: "", passes: ""}
"""


def mistakes(text: str) -> list[CardError]:
    card, found = read_card(Path("queue-open.yaml"), text.encode())
    assert (card is None) == bool(found)
    return found


def replaced(line: str, by: str) -> str:
    """The card with the line that starts so replaced; each line stands for one key."""
    lines = [by if old.startswith(line) else old for old in CARD.splitlines()]
    return "\n".join(lines) + "\n"


def test_a_card_says_what_its_rule_is() -> None:
    """Everything but the check is read into the rule; blanks around texts are not."""
    optional = "link: https://example.org\nconfig-rule: c\ncontrols: [a, b]\n"
    kics = "kics: {same: [one], parts: [half], narrower: [], wider: [all]}"
    equivalents = f"equivalents: {{checkov: [CKV_1], cdk-nag: [], {kics}}}\n"
    card, found = read_card(Path("x.yaml"), (CARD + optional + equivalents).encode())
    assert not found
    assert card
    rule = card.rule
    assert (rule.id, rule.severity, rule.pillar) == ("queue-open", Severity.HIGH, Pillar.SECURITY)
    assert rule.why == Words("Anyone reads.", "누구나 읽음")
    assert rule.resources == ("AWS::SQS::Queue",)
    assert dict(rule.fix.code) == {"cdk-python": "key=k"}
    assert (rule.link, rule.config_rule, rule.controls) == ("https://example.org", "c", ("a", "b"))
    assert dict(rule.equivalents) == {"checkov": ("CKV_1",), "kics": ("one", "half")}
    assert dict(rule.near) == {"kics": {"parts": ("half",), "wider": ("all",)}}


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (CARD + "sverity: low\n", 10, "did you mean 'severity'"),
        (CARD + "zzz: low\n", 10, "unknown key 'zzz'"),
        (CARD + "zzz or b:\n", 10, "unknown key 'zzz or b': within braces a comma ends a text"),
        (replaced("severity", "severity: urgent"), 3, "'urgent'"),
        (replaced("severity", "severity: [high]"), 3, "severity is one of"),
        (replaced("pillar", "pillar: SECURITY"), 4, "pillar is one of"),
        (replaced("resources", "resources: AWS::SQS::Queue"), 5, "list"),
        (replaced("resources", "resources: []"), 5, "list"),
        (replaced("resources", "resources: [5]"), 5, "list"),
        (replaced("title", "title: Queue"), 2, "'en' or 'ko'"),
        (replaced("title", "title: {fr: Queue}"), 2, "'en' or 'ko'"),
        (replaced("title", "title: {en: ' ', ko: x}"), 2, ".en: a text is needed"),
        (replaced("why", "why: []"), 7, "'en' or 'ko'"),
        (replaced("fix", "fix: {en: 5, ko: x}"), 8, ".en: a text is needed"),
        (replaced("examples", "examples: {fails: ''}"), 9, "missing key 'passes'"),
        (
            replaced("examples", "examples: {fails: '', passes: '', unkown: ''}"),
            9,
            "did you mean 'unknown'",
        ),
        (CARD + "equivalents:\n  chekov: [A]\n", 11, "did you mean 'checkov'"),
        (replaced("severity", "severity: high\nseverity: low"), 4, "duplicate key"),
        ("id: [\n", 2, "not valid YAML"),
    ],
)
def test_a_mistake_is_told_with_its_line(text: str, line: int, words: str) -> None:
    """One mistake, one sentence, at the line that has to be changed."""
    (mistake,) = mistakes(text)
    assert words in mistake.text.en
    assert mistake.text.ko
    assert mistake.position
    assert mistake.position.line == line


@pytest.mark.parametrize(
    "key", [key for line in CARD.splitlines() if (key := line.split(":")[0]) != "severity"]
)
def test_every_key_but_the_optional_ones_is_needed(key: str) -> None:
    """A card without one of them says so by name."""
    text = "\n".join(line for line in CARD.splitlines() if not line.startswith(f"{key}:"))
    assert [f"missing key {key!r}" in mistake.text.en for mistake in mistakes(text)] == [True]


def test_all_mistakes_of_a_card_are_told_at_once() -> None:
    """Nobody has to run again to see the next one."""
    text = textwrap.dedent("""\
        id: x
        title: X
        severity: urgent
        pillar: money
        resources: {}
        chek: {path: $.a, exists: true}
        why: {}
        fix: {en: a, ko: b}
        examples: {fail: a, passes: b}
    """)
    found = mistakes(text)
    words = ("chek", "missing key 'check'", "title", "severity", "pillar", "resources", "why")
    for word in words:
        assert any(word in mistake.text.en for mistake in found), word
    assert len(found) == len(words) + 2  # `fail`, and `fails` that is missing


@pytest.mark.parametrize("content", [b"", b"- a\n", b"text\n", b"\xff\xfe", b"\x00"])
def test_what_is_no_mapping_is_no_card(content: bytes) -> None:
    """Whatever the file holds, it is a mistake and no crash."""
    card, found = read_card(Path("x.yaml"), content)
    assert card is None
    assert len(found) == 1


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("id", "5"),
        ("id", "[a]"),
        ("id", "''"),
        ("id", "~"),
        ("link", "5"),
        ("config-rule", "[a]"),
        ("controls", "5"),
        ("controls", "text"),
        ("equivalents", "[a]"),
        ("equivalents", "~"),
        ("equivalents", "{checkov: CKV_1}"),
        ("equivalents", "{checkov: 5}"),
        ("equivalents", "{checkov: {alike: [CKV_1]}}"),
        ("equivalents", "{checkov: {same: CKV_1}}"),
        ("examples", "text"),
        ("examples", "{fails: 5, passes: ''}"),
        ("fix", "{en: a, ko: b, cdk-python: [c]}"),
        ("severity", "~"),
        ("title", "~"),
        ("check", "5"),
    ],
)
def test_a_value_of_the_wrong_kind_is_a_mistake(key: str, value: str) -> None:
    """A string where a list belongs is told, not taken letter by letter; nothing crashes."""
    base = "\n".join(line for line in CARD.splitlines() if not line.startswith(f"{key}:"))
    mistakes_of_it = mistakes(f"{base}\n{key}: {value}\n")
    assert mistakes_of_it
    assert mistakes_of_it[0].position


def catalog(folder: Path, **files: str) -> Catalog:
    (folder / "built-in").mkdir()
    own = folder / "own"
    own.mkdir()
    for name, text in files.items():
        path = own / name.replace("__", ".")
        path.write_text(text, encoding="utf-8")
    return load_catalog(folder / "built-in", Own((own,)))


def test_all_mistakes_of_a_folder_are_told_and_the_good_cards_stay(tmp_path: Path) -> None:
    """A bad card is left out, with its file named; its neighbours are rules."""
    found = catalog(
        tmp_path,
        a__yaml=replaced("severity", "severity: urgent"),
        b__yml=CARD,
        c__yaml=replaced("id", "id: other") + "sverity: y\n",
        notes__txt="not: [a card",
    )
    assert list(found.cards) == ["queue-open"]
    assert [Path(str(problem.path)).name for problem in found.problems] == ["a.yaml", "c.yaml"]
    assert {problem.kind for problem in found.problems} == {"configuration"}
    assert [problem.position for problem in found.problems] == [Position(3, 1), Position(10, 1)]


def test_an_id_is_used_once(tmp_path: Path) -> None:
    """The second card of an id is a mistake that names the first one's file."""
    found = catalog(tmp_path, a__yaml=CARD, b__yaml=CARD)
    (problem,) = found.problems
    assert "a.yaml" in problem.message.en
    assert Path(str(problem.path)).name == "b.yaml"


@pytest.mark.parametrize(
    ("check", "words"),
    [
        ("check: {path: $.a, equal: 1}", "did you mean 'equals'"),
        ("check: {path: $.a, not-start-with: b}", "did you mean 'not-starts-with'"),
        ("check: {path: $.a, not-cidr-within: 10.0.0.0/8}", "did you mean 'not: {cidr-within: …}'"),
        ("check: {python: f}", "no a.py beside the card"),
        ("check: {path: '$.a[', exists: true}", "JSONPath"),
        ("check: {path: $.a, exists: true}\nwhen: {nott: 1}", "when: unknown word"),
    ],
)
def test_an_organisations_card_is_compiled_when_it_is_read(
    tmp_path: Path, check: str, words: str
) -> None:
    """Its mistakes come to light though no template asks for the rule."""
    (problem,) = catalog(tmp_path, a__yaml=replaced("check", check)).problems
    assert words in problem.message.en
    assert (problem.rule_id, problem.kind) == ("queue-open", "configuration")


def test_a_mistake_in_the_check_has_its_line(tmp_path: Path) -> None:
    """Each mistake is told with file and line."""
    text = replaced("check", "check:\n  path: $.a\n  equal: 1")
    (problem,) = catalog(tmp_path, a__yaml=text).problems
    assert problem.position
    assert problem.position.line == 8


def test_mistakes_in_when_and_check_are_told_at_once(tmp_path: Path) -> None:
    """All mistakes of a card, those of its conditions included."""
    text = replaced("check", "check: {path: $.a, equal: 1}\nwhen: {nott: 1}")
    assert len(catalog(tmp_path, a__yaml=text).problems) == 2


PYTHON = replaced("check", "check: {python: f}")


def test_python_beside_the_card_is_loaded(tmp_path: Path) -> None:
    """The function that the card names is the check."""
    found = catalog(tmp_path, a__yaml=PYTHON, a__py="def f(resource, view):\n    yield from ()\n")
    assert not found.problems
    assert callable(found.cards["queue-open"].check)


@pytest.mark.parametrize("source", ["f = 5\n", "g = print\n", ""])
def test_python_without_the_function_is_a_mistake(tmp_path: Path, source: str) -> None:
    """What the card names must be there, and callable."""
    (problem,) = catalog(tmp_path, a__yaml=PYTHON, a__py=source).problems
    assert "no function 'f'" in problem.message.en


@pytest.mark.parametrize(
    "source",
    ["def f(:\n", "import nowhere_at_all\n", "1 / 0\n", "raise SystemExit(0)\n", "\0"],
    ids=["syntax", "import", "raises", "exits", "binary"],
)
def test_python_that_cannot_be_loaded_is_a_mistake(tmp_path: Path, source: str) -> None:
    """An organisation's broken module is told of like any mistake of a card."""
    problems: tuple[Problem, ...] = ()
    try:
        problems = catalog(tmp_path, a__yaml=PYTHON, a__py=source).problems
    except SystemExit:
        pytest.fail("the module ended the run")
    assert problems


def test_python_beside_a_card_may_have_dataclasses(tmp_path: Path) -> None:
    """Plain modern Python works in a card's module."""
    source = (
        "from __future__ import annotations\nfrom dataclasses import dataclass\n"
        "@dataclass\nclass A:\n    a: int\ndef f(resource, view):\n    yield from ()\n"
    )
    assert not catalog(tmp_path, a__yaml=PYTHON, a__py=source).problems


@pytest.mark.parametrize("kind", ["folder", "dangling link"])
def test_what_only_looks_like_a_card_file_is_no_crash(tmp_path: Path, kind: str) -> None:
    """A folder called ``x.yaml`` is no card, a link to nowhere is a mistake."""
    path = tmp_path / "cards" / "x.yaml"
    path.parent.mkdir()
    if kind == "folder":
        path.mkdir()
    else:
        path.symlink_to("nowhere")
    load_catalog(tmp_path / "cards")


def test_a_folder_of_rules_that_is_not_there_is_a_mistake(tmp_path: Path) -> None:
    """Asking for rules and getting none must not look like passing."""
    (problem,) = load_catalog(tmp_path, Own((tmp_path / "nowhere",))).problems
    assert problem.kind == "configuration"


def test_rules_are_listed_by_id_and_found_by_type(tmp_path: Path) -> None:
    """The order of files does not matter; each type knows its cards."""
    other = replaced("id", "id: a-first").replace("[AWS::SQS::Queue]", "[T::A, AWS::SQS::Queue]")
    found = catalog(tmp_path, a__yaml=CARD, z__yaml=other)
    assert [rule.id for rule in found.rules] == ["a-first", "queue-open"]
    index = found.index()
    assert [card.rule.id for card in index.of("AWS::SQS::Queue")] == ["a-first", "queue-open"]
    assert [card.rule.id for card in index.of("T::A")] == ["a-first"]
