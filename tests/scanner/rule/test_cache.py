"""The cache of rule cards: nobody can tell whether there is one, but by the clock."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson
import pytest

import synthgate_rules
from synthgate.cli import Streams, main
from synthgate.config import configure
from synthgate.errors import CardError
from synthgate.rule.cards import cache as module
from synthgate.rule.cards import library, rules_file
from synthgate.rule.cards.cache import KEPT, Cache, Slot
from synthgate.rule.cards.cache_key import KeySource
from synthgate.rule.cards.catalog import Catalog, Own, load_catalog
from synthgate.rule.cards.library import Library, card_files, read_library
from synthgate.rule.cards.remembered import Memory
from synthgate.rule.language.grammar import Grammar
from synthgate.template.data import is_mapping

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from synthgate.rule.terms.mistakes import Mistake
    from synthgate.template.document import Route

CARD = """\
id: {id}
title: {{en: Queue is open, ko: 열린 대기열}}
severity: {{default: low, production: high}}
pillar: security
controls: [acme-1]
resources: [AWS::SQS::Queue]
parameters: {{limit: 10}}
check: {check}
why: {{en: Because, ko: 때문}}
fix: {{en: Close it, ko: 닫으세요}}
examples:
  fails: |
    Only-An-Example: 1
  passes: ""
"""
CHECK = "{path: $.Properties.Delay, at-most: {parameter: limit}}"
KEY = b"k" * 32
PYTHON = "def late(resource, view):\n    yield from ()\n"
TEMPLATE = """\
Parameters: {P: {Type: Number}}
Resources:
  Late: {Type: AWS::SQS::Queue, Properties: {Delay: 20}}
  Perhaps: {Type: AWS::SQS::Queue, Properties: {Delay: !Ref P}}
  Bucket: {Type: AWS::S3::Bucket}
"""


def card(rule_id: str, check: str = CHECK) -> str:
    return CARD.format(id=rule_id, check=check)


@pytest.fixture
def cards(tmp_path: Path) -> Path:
    """A folder of two cards, one of which has its check in Python."""
    folder = tmp_path / "policies"
    (folder / "more").mkdir(parents=True)
    (folder / "a.yaml").write_text(card("queue-late"), "utf-8")
    (folder / "more" / "b.yaml").write_text(card("queue-later", "{python: late}"), "utf-8")
    (folder / "more" / "b.py").write_text(PYTHON)
    return folder


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache" / "cards", "1", KEY)


@pytest.fixture(autouse=True)
def nothing_is_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each reading is as that of another process: what this one remembers hides the cache."""
    monkeypatch.setattr(library, "PROCESS", Memory(most=0))


class Reads:
    """How many cards were read from their files."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.count = 0
        self._read: Callable[..., Any] = rules_file.read_rules
        monkeypatch.setattr(rules_file, "read_rules", self._counted)

    def _counted(self, *words: Any, **options: Any) -> Any:
        self.count += 1
        return self._read(*words, **options)


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> Reads:
    return Reads(monkeypatch)


def read(cards: Path, cache: Cache | None) -> Library:
    return read_library(cards, compiled=True, cache=cache)


def loaded(cards: Path, cache: Cache) -> Catalog:
    """A catalog without built-in cards."""
    nothing = cards.parent / "nothing"
    nothing.mkdir(exist_ok=True)
    return load_catalog(nothing, Own((cards,)), cache=cache)


def told(catalog: Catalog) -> list[Any]:
    """All that a catalog holds."""
    every = catalog.cards.values()
    return [catalog.problems, [(it.outline, it.path, it.rule, it.examples) for it in every]]


def stored(cache: Cache) -> list[Path]:
    return sorted(cache.folder.iterdir()) if cache.folder.exists() else []


def forge(cache: Cache, *lines: bytes) -> None:
    """Put something else into the one file of a cache, with all that vouches for it."""
    (path,) = stored(cache)
    rest = b"\n".join(lines)
    slot = Slot(cache, path.stem)
    path.write_bytes(slot.seal.sealed(slot.name, rest))


def lines_of(cache: Cache) -> list[bytes]:
    (path,) = stored(cache)
    return path.read_bytes().split(b"\n")[1:]


def test_a_folder_is_read_once(cards: Path, cache: Cache, reads: Reads) -> None:
    """The second time its cards come from the cache, and are the same."""
    first = loaded(cards, cache)
    assert reads.count == 2
    second = loaded(cards, cache)
    assert reads.count == 2
    assert told(first) == told(second)
    assert [it.body["check"] for it in first.cards.values()] == [
        it.body["check"] for it in second.cards.values()
    ]


@pytest.mark.exhaustive
def test_the_built_in_cards_are_the_same_from_the_cache(cache: Cache) -> None:
    """Every one of them, with all that it says."""
    first, second = (load_catalog(synthgate_rules.CARDS, cache=cache) for _ in range(2))
    assert told(first) == told(second)
    for rule_id, one in first.cards.items():
        body = {key: value for key, value in one.body.items() if key != "examples"}
        assert second.cards[rule_id].body == body
    assert len(first.cards) >= len(card_files(synthgate_rules.CARDS))


def test_a_report_has_the_same_bytes(cards: Path, tmp_path: Path) -> None:
    """Cold, warm and without a cache; in each format and language."""
    (tmp_path / "t.yaml").write_text(TEMPLATE)

    def reports(cache: str) -> list[tuple[int, str, str]]:
        return [
            run(tmp_path, cache, "scan", "t.yaml", "--profile", "all", "--rules", str(cards), *more)
            for more in (["--format", "json"], ["--lang", "ko"], ["--format", "sarif"])
        ]

    cold, warm, without = (reports(cache) for cache in ("cache", "cache", "off"))
    assert cold == warm == without
    assert "queue-late" in cold[0][1]


def run(folder: Path, cache: str, *argv: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    here = Path.cwd()
    os.chdir(folder)
    try:
        environ = _own(folder, cache)
        code = main(argv, Streams(io.BytesIO(), out, err), environ)
    finally:
        os.chdir(here)
    return code, out.getvalue(), err.getvalue()


def rewrite(path: Path, old: str, new: str) -> None:
    """Change a file so that neither its size nor its time tells."""
    before = path.stat()
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_size == before.st_size


CHANGES: dict[str, Callable[[Path], object]] = {
    "card": lambda it: rewrite(it / "a.yaml", "Because", "Besides"),
    "python": lambda it: rewrite(it / "more" / "b.py", "view", "seen"),
    "added": lambda it: (it / "c.yml").write_text(card("queue-third"), "utf-8"),
    "python added": lambda it: (it / "a.py").write_text(""),
    "removed": lambda it: (it / "a.yaml").unlink(),
    "renamed": lambda it: (it / "a.yaml").rename(it / "z.yaml"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_changes_is_read_anew(
    cards: Path, cache: Cache, reads: Reads, change: str
) -> None:
    """A card, the Python beside it, the names of files: the content counts, not the time."""
    read(cards, cache)
    CHANGES[change](cards)
    before = reads.count
    changed = read(cards, cache)
    assert reads.count > before
    assert changed.shelved == read(cards, None).shelved


def test_a_touched_file_is_not_read_anew(cards: Path, cache: Cache, reads: Reads) -> None:
    """Nor are files that cannot take part in a card."""
    read(cards, cache)
    os.utime(cards / "a.yaml")
    (cards / "README.md").write_text("not a card")
    read(cards, cache)
    assert reads.count == 2


@pytest.mark.parametrize("what", ["program", "version", "compiled"])
def test_another_reader_reads_anew(
    cards: Path, cache: Cache, reads: Reads, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    """Another version of synthgate, an edited one, or one that looks less closely."""
    read(cards, cache)
    if what == "program":
        monkeypatch.setattr(module, "_program", lambda: b"edited")
    version = "2" if what == "version" else cache.version
    read_library(cards, compiled=what != "compiled", cache=Cache(cache.folder, version, KEY))
    assert reads.count == 4


def test_python_that_is_broken_later_is_told(cards: Path, cache: Cache) -> None:
    """The check that the cache saves is about the files as they are."""
    assert not read(cards, cache).problems
    (cards / "more" / "b.py").write_text("def other(resource, view): ...\n")
    for _ in range(2):
        (problem,) = read(cards, cache).problems
        assert "no function 'late'" in problem.message.en


def test_a_folder_with_a_mistake_is_told_of_every_time(cards: Path, cache: Cache) -> None:
    """It is not in the cache, nor are its good cards."""
    (cards / "c.yaml").write_text(card("queue-third", "{path: $.a, equal: 1}"), "utf-8")
    first, second = read(cards, cache), read(cards, cache)
    assert first.problems == second.problems != []
    assert not stored(cache)


def test_an_id_that_is_taken_is_told_with_its_place_every_time(cards: Path, cache: Cache) -> None:
    """Duplicates are no mistake of a folder, and are told from the cache as well."""
    (cards / "c.yaml").write_text("# twice\n" + card("queue-late"), "utf-8")
    first, second = (loaded(cards, cache).problems for _ in range(2))
    assert stored(cache)
    assert first == second
    (problem,) = second
    assert problem.position
    assert (problem.position.line, problem.rule_id) == (2, "queue-late")


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may read anything")
def test_python_that_cannot_be_read_is_no_problem_of_the_cache(cards: Path, cache: Cache) -> None:
    (cards / "idle.py").write_text("")
    (cards / "idle.py").chmod(0)
    assert not read(cards, cache).problems
    assert not stored(cache)


def test_a_link_to_nowhere_is_no_problem_of_the_cache(cards: Path, cache: Cache) -> None:
    """Python that no card asks for may be broken; what it would be is not known, so not kept."""
    (cards / "idle.py").symlink_to("nowhere")
    assert len(read(cards, cache).shelved) == 2
    assert not stored(cache)


@pytest.mark.parametrize(
    "value", ["123456789012345678901234567890", ".inf", "-.inf", ".nan", "1.0", "1e400"]
)
def test_what_json_would_lose_is_not_kept(cards: Path, cache: Cache, value: str) -> None:
    """A card is the same from the cache to the last digit, or it is not in there."""
    text = card("queue-late").replace("limit: 10", f"limit: 10, spare: {value}")
    (cards / "a.yaml").write_text(text, "utf-8")
    first, second = (loaded(cards, cache) for _ in range(2))
    written = repr(first.cards["queue-late"].parameters)
    assert repr(second.cards["queue-late"].parameters) == written


def corrupted(whole: bytes) -> list[bytes]:
    cuts = [whole[:end] for end in (0, 1, 64, 65, len(whole) // 2, len(whole) - 1)]
    flips = [
        whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :]
        for at in range(0, len(whole), max(1, len(whole) // 40))
    ]
    foreign = [b"\0" * 100, b"[]", b"\x80\x04\x95.", b"{}\n{}\n", whole + b"\n", b"\n" * 1000]
    return cuts + flips + foreign


def test_a_damaged_file_is_made_anew(cards: Path, cache: Cache, reads: Reads) -> None:
    """Cut short, a bit turned, or something else altogether."""
    expected = read(cards, cache).shelved
    (path,) = stored(cache)
    whole = path.read_bytes()
    for content in corrupted(whole):
        path.write_bytes(content)
        before = reads.count
        assert read(cards, cache).shelved == expected
        assert reads.count == before + 2
        assert path.read_bytes() == whole


def test_a_file_under_another_name_is_no_use(cards: Path, cache: Cache, reads: Reads) -> None:
    """The checksum is about the name as well."""
    read(cards, cache)
    (path,) = stored(cache)
    rewrite(cards / "a.yaml", "Because", "Besides")
    read(cards, cache)
    (other,) = {*stored(cache)} - {path}
    other.write_bytes(path.read_bytes())
    assert read(cards, cache).shelved[0].card.rule.why.en == "Besides"  # type: ignore[union-attr]
    assert reads.count == 6


ROW = ["a", "low", "security", "resource", ["AWS::SQS::Queue"], [], [], ["low"], "", "", 1, 1, 0]
OTHER = [*ROW[:-1], 1]
"""The row of the second file."""


def with_(index: int, value: object) -> list[object]:
    return [*OTHER[:index], value, *OTHER[index + 1 :]]


@pytest.mark.sampled(4)
@pytest.mark.parametrize(
    "rows",
    [
        None,
        {},
        [],
        "text",
        [ROW],
        [ROW, OTHER, OTHER],
        [ROW, ROW],
        [ROW, None],
        [ROW, OTHER[:-1]],
        [ROW, [*OTHER, 1]],
        *([ROW, with_(index, value)] for index in range(13) for value in (None, {}, True, 1.5)),
        *([ROW, with_(index, "unheard of")] for index in range(1, 13) if index != 9),
        [ROW, with_(12, 2)],
        [ROW, with_(12, -1)],
        [ROW, with_(4, [1])],
        [ROW, with_(5, [["a"]])],
    ],
    ids=str,
)
def test_json_of_another_shape_is_made_anew(cards: Path, cache: Cache, rows: object) -> None:
    """Even with a checksum that is right."""
    expected = read(cards, cache).shelved
    _, *bodies = lines_of(cache)
    forge(cache, orjson.dumps(rows), *bodies)
    assert read(cards, cache).shelved == expected
    assert lines_of(cache)[1:] == bodies
    forge(cache, b"[" * 100_000)
    assert read(cards, cache).shelved == expected


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b'"text"',
        b"{" * 5000,
        b"\xff",
    ],
)
def test_a_planted_body_that_is_no_card_is_no_use(cards: Path, cache: Cache, body: bytes) -> None:
    """The card is then as its file has it."""
    expected = told(loaded(cards, cache))
    rows, _, second = lines_of(cache)
    forge(cache, rows, body, second)
    assert told(loaded(cards, cache)) == expected


def test_a_planted_card_runs_no_code_but_that_beside_its_file(cards: Path, cache: Cache) -> None:
    """There are no paths in the cache, and a name is only looked for beside the card."""
    loaded(cards, cache)
    rows, first, second = lines_of(cache)
    planted = {**orjson.loads(first), "check": {"python": "os.system"}}
    forge(cache, rows, orjson.dumps(planted), second)
    found = loaded(cards, cache)
    with pytest.raises(CardError, match=r"no a\.py beside the card"):
        _ = found.cards["queue-late"].check


def test_what_is_signed_is_not_held_against_the_grammar_again(
    cards: Path, cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That was done when the cards were read; what a configuration sets is looked at, though."""
    loaded(cards, cache)
    asked: list[object] = []
    grammar = Grammar.mistakes

    def counted(self: Grammar, node: object, route: Route) -> Iterator[Mistake]:
        asked.append(node)
        return grammar(self, node, route)

    monkeypatch.setattr(Grammar, "mistakes", counted)
    found = loaded(cards, cache).cards["queue-late"]
    _ = found.check
    assert not asked
    _ = found.adjusted({"limit": 4}).check
    assert len(asked) == 1


def test_there_is_nothing_private_or_needless_in_it(cards: Path, cache: Cache) -> None:
    """No examples, no paths, nothing but JSON below the checksum."""
    read(cards, cache)
    (path,) = stored(cache)
    content = path.read_bytes()
    assert b"Only-An-Example" not in content
    assert b"examples" not in content
    assert str(cards).encode() not in content
    assert b"a.yaml" not in content
    assert [type(orjson.loads(line)) for line in lines_of(cache)] == [list, dict, dict]


def test_examples_are_there_when_they_are_asked_for(cards: Path, tmp_path: Path) -> None:
    """``rules show`` takes them from the card's file."""
    words = ("rules", "show", "queue-late", "--rules", str(cards))
    cold, warm = (run(tmp_path, "cache", *words) for _ in range(2))
    assert cold == warm
    assert "Only-An-Example" in warm[1]


def test_only_what_the_template_asks_for_is_parsed(
    cards: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A rule about other types stays a line of JSON."""
    for number in range(20):
        text = card(f"topic-{number}").replace("SQS::Queue", "SNS::Topic")
        (cards / f"t{number}.yaml").write_text(text, "utf-8")
    (tmp_path / "t.yaml").write_text("Resources: {Q: {Type: AWS::SQS::Queue}}\n")
    words = ("scan", "t.yaml", "--rules", str(cards))
    expected = run(tmp_path, "cache", *words)
    seen: list[str] = []
    parsed = module._parsed

    def counted(text: bytes) -> Any:
        found = parsed(text)
        seen.append(found["id"] if is_mapping(found) else "")
        return found

    monkeypatch.setattr(module, "_parsed", counted)
    assert run(tmp_path, "cache", *words) == expected
    assert not any(seen)  # but the outlines: what the scan came to is kept, too
    shutil.rmtree(tmp_path / "cache" / "units")
    assert run(tmp_path, "cache", *words) == expected
    assert "queue-late" in seen
    assert not [rule_id for rule_id in seen if rule_id.startswith("topic-")]


def _own(folder: Path, cache: str) -> dict[str, str]:
    """Variables that keep a run's own things below a folder."""
    return {"SYNTHGATE_CACHE": str(folder / cache), "XDG_STATE_HOME": str(folder / "state")}


def synthgate(folder: Path, *argv: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, *argv],
        cwd=folder,
        env={**os.environ, **_own(folder, "cache"), "SYNTHGATE_CACHE_KEY": ""},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


@pytest.mark.exhaustive
def test_two_processes_at_once_do_each_other_no_harm(cards: Path, tmp_path: Path) -> None:
    """Both start with no cache; both report the same, and one whole file of each folder is left."""
    (tmp_path / "t.yaml").write_text(TEMPLATE)
    words = ("-m", "synthgate", "scan", "t.yaml", "--rules", str(cards), "--format", "json")
    running = [synthgate(tmp_path, *words) for _ in range(4)]
    answers = {(*one.communicate(), one.returncode) for one in running}
    assert len(answers) == 1
    files = sorted((tmp_path / "cache" / "cards").iterdir())
    assert len(files) == 2
    for file in files:
        key = KeySource(file=tmp_path / "state" / "synthgate" / "cache.key").key()
        assert key
        assert Slot(Cache(file.parent, "", key), file.stem).load() is not None


def test_a_warm_run_imports_no_parser_that_it_does_not_need(tmp_path: Path) -> None:
    """jsonpath-ng is for cards with filters, importlib.metadata for archives of packages."""
    text = card("queue-late", "{path: '$.Properties.A[?(@.B == 1)]', exists: true}")
    (tmp_path / "policies").mkdir()
    (tmp_path / "policies" / "a.yaml").write_text(text, "utf-8")
    (tmp_path / "t.yaml").write_text("Resources: {T: {Type: Custom::None}}\n")
    words = ["scan", "t.yaml", "--rules", "policies", "--profile", "aspects"]
    program = (
        "import sys\nfrom synthgate.cli import run\nsys.argv[1:] = " + repr(words) + "\n"
        "try:\n    run()\nexcept SystemExit:\n    pass\n"
        "print([name for name in ('jsonpath_ng', 'importlib.metadata') if name in sys.modules])\n"
    )
    cold, warm = (synthgate(tmp_path, "-c", program).communicate()[0] for _ in range(2))
    assert cold.decode().splitlines()[-1] == "['jsonpath_ng']"
    assert warm.decode().splitlines()[-1] == "[]"


def test_only_the_user_may_write_there(cards: Path, cache: Cache) -> None:
    """The folder and its files are made for nobody else."""
    umask = os.umask(0)
    try:
        read(cards, cache)
    finally:
        os.umask(umask)
    (path,) = stored(cache)
    assert cache.folder.stat().st_mode & 0o777 == 0o700
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("mode", [0o777, 0o770, 0o702])
def test_a_folder_that_others_may_write_to_is_not_used(
    cards: Path, cache: Cache, reads: Reads, mode: int
) -> None:
    """What lies there may be anybody's."""
    read(cards, cache)
    cache.folder.chmod(mode)
    read(cards, cache)
    assert reads.count == 4
    assert len(stored(cache)) == 1


@pytest.mark.parametrize("kind", ["foreign", "link", "file", "below a file"])
def test_a_folder_that_is_not_ones_own_is_done_without(
    cards: Path, cache: Cache, reads: Reads, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """Nothing is said, nothing written, and the cards are read."""
    match kind:
        case "foreign":
            read(cards, cache)
            user = os.geteuid()
            monkeypatch.setattr(os, "geteuid", lambda: user + 1)
        case "link":
            (cache.folder.parent / "there").mkdir(parents=True)
            cache.folder.symlink_to("there")
        case "file":
            cache.folder.parent.mkdir()
            cache.folder.touch()
        case _:
            cache.folder.parent.touch()
    before = reads.count
    for _ in range(2):
        assert not read(cards, cache).problems
    assert reads.count == before + 4


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write anywhere")
@pytest.mark.parametrize("mode", [0o500, 0o300, 0])
def test_a_folder_that_cannot_be_used_is_done_without(
    cards: Path, cache: Cache, reads: Reads, mode: int
) -> None:
    """Read-only, unreadable or both; an existing cache is read as far as it can be."""
    cache.folder.mkdir(parents=True)
    cache.folder.chmod(mode)
    try:
        for _ in range(2):
            assert not read(cards, cache).problems
    finally:
        cache.folder.chmod(0o700)
    assert reads.count >= 2


def test_a_file_that_can_be_neither_read_nor_replaced_is_done_without(
    cards: Path, cache: Cache, reads: Reads
) -> None:
    """A folder in its place, which not even root reads."""
    read(cards, cache)
    (path,) = stored(cache)
    path.unlink()
    path.mkdir()
    assert not read(cards, cache).problems
    assert reads.count == 4
    assert stored(cache) == [path]


def test_a_full_disk_is_done_without(
    cards: Path, cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No part of a file is left."""

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    assert not read(cards, cache).problems
    assert not stored(cache)


def test_the_files_that_were_used_last_are_kept(cards: Path, cache: Cache, reads: Reads) -> None:
    """The cache does not grow for ever, and what is in use stays."""
    read(cards, cache)
    (first,) = stored(cache)
    other = cards.parent / "other"
    other.mkdir()
    for number in range(KEPT + 5):
        os.utime(first, (number, number))
        read(cards, cache)
        assert first.stat().st_mtime > number
        (other / "a.yaml").write_text(card(f"queue-{number}"), "utf-8")
        read(other, cache)
    assert len(stored(cache)) == KEPT
    assert first in stored(cache)
    assert reads.count == 2 + KEPT + 5


@pytest.mark.parametrize(
    ("environ", "folder"),
    [
        ({}, None),
        ({"HOME": "/home/a"}, "/home/a/.cache/synthgate/cards"),
        ({"HOME": "/home/a", "XDG_CACHE_HOME": "/c"}, "/c/synthgate/cards"),
        ({"HOME": "/home/a", "XDG_CACHE_HOME": "c"}, "/home/a/.cache/synthgate/cards"),
        ({"HOME": "/home/a", "XDG_CACHE_HOME": ""}, "/home/a/.cache/synthgate/cards"),
        ({"LOCALAPPDATA": "/local"}, "/local/synthgate/cards"),
        ({"HOME": "/home/a", "SYNTHGATE_CACHE": "/own"}, "/own/cards"),
        ({"HOME": "/home/a", "SYNTHGATE_CACHE": ""}, "/home/a/.cache/synthgate/cards"),
        *(
            ({"HOME": "/home/a", "SYNTHGATE_CACHE": word}, None)
            for word in ("off", "OFF", "0", "false")
        ),
    ],
)
def test_where_the_cache_is(tmp_path: Path, environ: dict[str, str], folder: str | None) -> None:
    """As the XDG Base Directory Specification has it, unless the variable says otherwise."""
    cache = configure({}, environ, tmp_path).cache
    assert cache == (Path(folder) if folder else None)


def test_a_relative_folder_is_below_the_working_folder(tmp_path: Path) -> None:
    here = Path(os.path.realpath(tmp_path))
    assert configure({}, {"SYNTHGATE_CACHE": "c"}, tmp_path).cache == here / "c" / "cards"


def test_a_repository_cannot_say_where_the_cache_is(tmp_path: Path) -> None:
    """It could plant one."""
    (tmp_path / "synthgate.yaml").write_text("cache: planted\n")
    config = configure({}, {}, tmp_path)
    assert config.cache is None
    assert "unknown key 'cache'" in config.mistakes[0].message.en
