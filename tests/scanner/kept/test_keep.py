"""What is kept is what a scan would come to now, or it is scanned."""

from __future__ import annotations

import os
import pickle
import re
import shutil
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from kept_app import FILES, SECRET, TEMPLATES, write

from synthgate import scanning
from synthgate.cdk.recorder import FILE_NAME
from synthgate.config import configure
from synthgate.kept import keep as module
from synthgate.kept.keep import NEVER, Keep
from synthgate.kept.store import Bounds, Store
from synthgate.merging import merge
from synthgate.model import Message, PartialReport, Problem
from synthgate.pipeline import prepare
from synthgate.problem_code import ProblemCode
from synthgate.rule.cards.signed import Seal
from synthgate.scanning import scan_unit
from synthgate.sources.discover import Discovery
from synthgate.sources.left_out import LeftOut
from synthgate.sources.places import Places
from synthgate.sources.watching import watched
from synthgate.template.read import MAX_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from synthgate.plan import Plan
    from synthgate.sources.source import Source

KEY = b"k" * 32
ROOT = Path(__file__).parents[3]


@cache
def plan() -> Plan:
    """Some rules, nothing set."""
    every = prepare(configure({"profile": "all"}, {}, ROOT / "tests", None)).plan
    about = ("s3-", "sns-", "rds-", "secret-")
    cards = {name: card for name, card in every.cards.items() if name.startswith(about)}
    return replace(every, cards=cards, source_root=".")


class App:
    """A folder that is scanned, and what is kept of it."""

    def __init__(self, folder: Path, cache: Path, key: bytes = KEY) -> None:
        self.folder, self.cache, self.key = folder, cache, key
        self.scans = 0
        self.plan = replace(plan(), folder=folder)

    def keep(self, day: str = "2026-01-01", **bounds: Any) -> Keep:
        """As a run of its own has it."""
        return Keep(Store(self.cache, Seal(self.key, "unit 1"), Bounds(**bounds)), day)

    @property
    def places(self) -> Places:
        return Places(self.folder.resolve(), self.folder.resolve())

    def sources(self, keep: Keep | None = None) -> Iterator[Source]:
        discovery = Discovery(self.places)
        if keep is None:
            return discovery.sources(["."])
        return keep.sources(discovery, self.places, LeftOut(), ["."])

    def fresh(self) -> PartialReport:
        """What it comes to, without what is kept."""
        return merge(scan_unit(self.plan, source) for source in self.sources())

    def kept(self, keep: Keep | None = None) -> PartialReport:
        """What a run comes to that takes what is kept."""
        keep = keep or self.keep()
        return merge(keep.scan(self.plan, source) for source in self.sources(keep))

    def files(self) -> list[Path]:
        return sorted(self.cache.glob("*.unit"))


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> App:
    """An assembly and some templates; `scans` counts the units that were scanned."""
    made = App(write(tmp_path / "app", {**FILES, **TEMPLATES}), tmp_path / "units")

    def counted(*arguments: Any) -> PartialReport:
        made.scans += 1
        return scan_unit(*arguments)

    monkeypatch.setattr(scanning, "scan_unit", counted)
    return made


def test_what_was_scanned_is_not_scanned_again(app: App) -> None:
    """And the answer is the same, though nobody has asked a rule."""
    fresh = app.fresh()
    assert len(fresh.units) == 3
    assert app.kept() == fresh
    assert app.scans == 3
    assert app.kept() == fresh
    assert app.scans == 3
    told: list[int] = []
    keep = app.keep()
    for source in app.sources():
        keep.scan(app.plan, source, told.append)
    assert told == [2, 1, 0, 1, 0, 0]
    assert app.scans == 3


CHANGES = {
    "cdk.out/cdk.out": lambda it: it.replace("55", "999"),
    "cdk.out/assembly-Prod/cdk.out": lambda it: it.replace("55", "998"),
    "cdk.out/tree.json": lambda it: it.replace("Data/N/T/Resource", "Data/N/U/Resource"),
    "cdk.out/manifest.json": lambda it: it.replace('Name": "Prod"', 'Name": "Live"'),
    "cdk.out/Data.template.json": lambda it: it.replace("PublicRead", "Private"),
    "cdk.out/Data.metadata.json": lambda it: it.replace("/Data/B/Resource", "/Data/C/Resource"),
    "cdk.out/Data.assets.json": lambda it: it.replace("nested.template", "gone.template"),
    "cdk.out/nested.template.json": lambda it: it.replace("SNS::Topic", "SQS::Queue"),
    f"cdk.out/{FILE_NAME}": lambda it: it.replace('"line": 3', '"line": 4'),
    "cdk.out/AwsSolutions-Data-NagReport.csv": lambda it: it.replace("S1", "S10"),
    "cdk.out/assembly-Prod/manifest.json": lambda it: it.replace("Web", "Gone"),
    "cdk.out/assembly-Prod/Web.template.json": lambda it: it.replace("PublicRead", "Private"),
    "cdk.out/asset.1/readme.json": lambda _: '{"Resources": {"B": {"Type": "AWS::S3::Bucket"}}}',
    "parent.yaml": lambda it: it.replace("N:", "M:"),
    "nested/child.yaml": lambda it: it.replace("SNS::Topic", "SQS::Queue"),
    "secret.yaml": lambda it: it.replace("mysql", "postgres\n      DeletionProtection: true")
    .replace("{MasterUsername", "{StorageEncrypted: true, MasterUsername"),
}  # fmt: skip
"""What is another report in each kind of file that a scan reads."""


def test_there_is_a_change_of_every_file() -> None:
    """Who adds a kind of file says what changing it does."""
    assert CHANGES.keys() == {**FILES, **TEMPLATES}.keys()


@pytest.mark.sampled(3)
@pytest.mark.parametrize("name", CHANGES)
def test_a_change_of_any_file_is_another_answer(app: App, name: str) -> None:
    """Whatever of it lies beside the file that leads to the others."""
    before = app.kept()
    path = app.folder / name
    changed = CHANGES[name](path.read_text())
    assert changed != path.read_text()
    path.write_text(changed)
    after = app.kept()
    assert after == app.fresh()
    assert after != before
    path.write_text({**FILES, **TEMPLATES}[name])
    assert app.kept() == before


@pytest.mark.sampled(3)
@pytest.mark.parametrize("name", [*FILES, *TEMPLATES])
def test_a_file_that_is_gone_is_another_answer(app: App, name: str) -> None:
    """As one is that comes back."""
    before = app.kept()
    (app.folder / name).rename(app.folder.parent / "away")
    assert app.kept() == app.fresh()
    (app.folder.parent / "away").rename(app.folder / name)
    assert app.kept() == before


ADDED = {
    "cdk.out/stray.template.json": '{"Resources": {"B": {"Type": "AWS::S3::Bucket"}}}',
    "cdk.out/validation-report.json": "{",
    "cdk.out/NIST.800.53.R5-Data-NagReport.csv": FILES["cdk.out/AwsSolutions-Data-NagReport.csv"],
    "cdk.out/assembly-Old/manifest.json": '{"artifacts": {}}',
    "more.yaml": TEMPLATES["secret.yaml"],
    "sub/more.yaml": TEMPLATES["secret.yaml"],
}


@pytest.mark.parametrize("name", ADDED)
def test_a_file_that_is_new_is_another_answer(app: App, name: str) -> None:
    """What a folder holds decides, too."""
    before = app.kept()
    write(app.folder, {name: ADDED[name]})
    after = app.kept()
    assert after == app.fresh()
    assert after != before


def test_a_link_that_leads_elsewhere_is_another_answer(app: App) -> None:
    """Of the nested template: out of the sources, nobody follows it."""
    child, outside = app.folder / "nested" / "child.yaml", app.folder.parent / "outside.yaml"
    before = app.kept()
    shutil.copy(child, outside)
    child.unlink()
    child.symlink_to(outside)
    after = app.kept()
    assert after == app.fresh()
    assert after != before


_OPENED: list[str] = []
_HOOKED: list[bool] = []


def opened_by(app: App) -> list[str]:
    """All files and folders that a scan of the assembly opens, as the interpreter tells."""

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if _HOOKED and event in {"open", "os.scandir", "os.listdir"}:
            _OPENED.append(os.fspath(arguments[0]) if arguments[0] is not None else ".")

    sys.addaudithook(hook)  # it stays, and does nothing
    _HOOKED.append(True)
    try:
        with watched() as watch:
            for source in app.sources():
                scan_unit(app.plan, source)
    finally:
        _HOOKED.clear()
    noted = {path for kind, path, _ in watch.answers if kind in {"bytes", "holds"}}
    inside = [one for one in _OPENED if isinstance(one, str) and one.startswith(str(app.folder))]
    assert len(set(inside)) > 15
    return [one for one in inside if one not in noted]


def test_whatever_a_scan_opens_is_noted(app: App) -> None:
    """Files and folders: a reading that goes past `places` would be believed for ever."""
    assert not opened_by(app)


RAW = re.compile(
    r"\bopen\(|read_text|read_bytes|scandir|iterdir|glob\(|lexists|realpath|\.exists\(|\.is_file\("
    r"|\.is_dir\(|\.is_symlink\(|os\.walk|\.l?stat\(|listdir|\.resolve\(|os\.path\.(is|get)"
)
ASIDE = {
    "places.py": "what is noted",
    "watching.py": "notes",
    "discover.py": "names an assembly that is meant, where nothing is found",
    "frames.py": "looks for the program when findings are judged",
    "staleness.py": "looks for the program when findings are judged",
    "fetched.py": "lays down what lies in a store, of which nothing is kept",
    "laid.py": "lays down what lies in a store, of which nothing is kept",
    "mirror.py": "lays down what lies in a store, of which nothing is kept",
    "git_tree.py": "unpacks a revision before it is scanned",
    "parameter_file.py": "read before the scan: it is part of the plan",
    "stamp.py": "tells of the run",
    "git_head.py": "tells of the run",
}


def test_nothing_of_a_scan_looks_at_files_by_itself() -> None:
    """Everything goes through `places`, where it is noted."""
    folder = ROOT / "scanner" / "synthgate" / "sources"
    modules = [path for path in folder.rglob("*.py") if path.name not in ASIDE]
    assert len(modules) > 30
    found = [
        f"{path.name}: {line.strip()}"
        for path in modules
        for line in path.read_text().splitlines()
        if RAW.search(line)
    ]
    assert not found


def test_what_is_kept_is_of_use_in_another_checkout(app: App, tmp_path: Path) -> None:
    """As a cache is that CI restores: paths are those from the folder of the run."""
    before = app.kept()
    moved = App(tmp_path / "elsewhere" / "checkout", app.cache)
    shutil.copytree(app.folder, moved.folder)
    shutil.rmtree(app.folder)
    scans = app.scans
    assert moved.kept() == before
    assert app.scans == scans


def test_a_template_of_another_name_is_another_unit(app: App) -> None:
    """Reports name it, and settings may mean it by its path."""
    app.kept()
    (app.folder / "secret.yaml").rename(app.folder / "other.yaml")
    assert app.kept() == app.fresh()


def test_another_question_has_another_answer(app: App) -> None:
    """Whatever is in the digest of the plan."""
    app.kept()
    production = replace(app.plan, environment="production")
    keep = app.keep()
    for source in app.sources():
        assert merge([keep.scan(production, source)]) == scan_unit(production, source)
    assert app.scans == 6


@pytest.mark.parametrize("code", sorted(NEVER, key=lambda code: code.id))
def test_what_went_wrong_is_not_kept(
    app: App, code: ProblemCode, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another run may have more time, or be mended."""
    told = Problem(code, Message("broke"))

    def broken(*arguments: Any) -> PartialReport:
        app.scans += 1
        (unit,) = scan_unit(*arguments).units
        return PartialReport((replace(unit, problems=(*unit.problems, told)),))

    monkeypatch.setattr(scanning, "scan_unit", broken)
    app.kept()
    app.kept()
    assert app.scans == 6


def test_a_file_that_changes_while_it_is_scanned_is_not_kept(
    app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody knows which of the two the answer is of."""

    def slow(plan: Plan, source: Source, *_: Any) -> PartialReport:
        app.scans += 1
        scan_unit(plan, source)
        for name in ("cdk.out/Data.template.json", "parent.yaml", "secret.yaml"):
            path = app.folder / name
            path.write_text(path.read_text() + "\n")
        return scan_unit(plan, source)

    monkeypatch.setattr(scanning, "scan_unit", slow)
    app.kept()
    assert app.scans == 3
    monkeypatch.setattr(scanning, "scan_unit", scan_unit)
    assert app.kept() == app.fresh()


def test_no_secret_is_kept(app: App) -> None:
    """The reports are masked, and nothing else is written but names and hashes of files."""
    assert any(SECRET in path.read_text() for path in app.folder.glob("*.yaml"))
    app.kept()
    assert len(app.files()) >= 4
    for path in app.cache.iterdir():
        assert SECRET.encode() not in path.read_bytes()


def test_what_another_key_has_signed_is_scanned_anew_and_told(app: App) -> None:
    """It may be anybody's; once it is scanned, it is ours."""
    before = app.kept()
    other = App(app.folder, app.cache, b"o" * 32)
    keep = other.keep()
    assert other.kept(keep) == before
    assert keep.store.wanting.foreign
    assert app.scans == 6
    again = other.keep()
    assert other.kept(again) == before
    assert not again.store.wanting.foreign
    assert app.scans == 6


def positions(content: bytes) -> Iterator[tuple[str, bytes]]:
    """A file, damaged in each of its parts."""
    head = content.index(b"\n")
    notes = content.index(b"\n", head + 1)
    for name, at in {
        "checksum": 3,
        "between": 64,
        "signature": 70,
        "end of the head": head,
        "notes": head + 10,
        "end of the notes": notes,
        "report": notes + 20,
        "last": len(content) - 1,
    }.items():
        yield name, content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]
    yield "short", content[: len(content) // 2]
    yield "long", content + b" "
    yield "empty", b""
    yield "nothing but a line", b"\n"


def test_what_is_damaged_is_scanned_anew_and_told(app: App) -> None:
    """Wherever it is; what comes of it is written over it."""
    before = app.kept()
    whole = {path: path.read_bytes() for path in app.files()}
    names = [name for name, _ in positions(next(iter(whole.values())))]
    for name in names:
        for path, content in whole.items():
            path.write_bytes(dict(positions(content))[name])
        keep, scans = app.keep(), app.scans
        assert app.kept(keep) == before, name
        wanting = keep.store.wanting
        assert wanting.damaged | wanting.foreign, name
        assert app.scans == scans + 3, name
        scans = app.scans
        assert app.kept() == before
        assert app.scans == scans


def test_what_is_signed_and_says_nothing_of_use_is_scanned_anew(app: App) -> None:
    """A program of another form may have written it with the same key."""
    before = app.kept()
    store = app.keep().store
    for content in (b"[]", b"[]\n[]", b'[["bytes", "x", 1]]\n[]', b'{"a": 1}\n{}', b"nonsense"):
        for path in app.files():
            store.store(path.stem, content)
        assert app.kept() == before, content


def test_one_unit_is_not_taken_for_another(app: App) -> None:
    """A file that is moved into the place of another is damaged there."""
    before = app.kept()
    first, second, *_ = app.files()
    content = first.read_bytes()
    first.write_bytes(second.read_bytes())
    second.write_bytes(content)
    assert app.kept() == before


def test_a_writer_that_dies_leaves_nothing_that_is_read(
    app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file is in its place when all of it is written, and not before."""

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", killed)
        patched.setattr(Path, "unlink", lambda *_, **__: None)  # nobody tidies up
        with pytest.raises(KeyboardInterrupt):
            app.kept()
    (draft,) = app.files()
    assert ".part." in draft.name
    assert app.kept() == app.fresh()
    os.utime(draft, (0, 0))
    app.keep().store.prune(draft.stat().st_mtime + 7200)
    assert not draft.exists()


@pytest.mark.parametrize("place", ["file", "others"])
def test_a_folder_that_cannot_be_used_is_done_without(app: App, place: str) -> None:
    """The run is as it would be without."""
    if place == "file":
        app.cache.write_text("")
    else:
        app.cache.mkdir()
        app.cache.chmod(0o777)
    assert app.kept() == app.fresh()
    assert not app.files()


def test_it_can_be_sent_to_another_process(app: App) -> None:
    """And finds there what is kept."""
    before = app.kept()
    sent: Keep = pickle.loads(pickle.dumps(app.keep()))  # noqa: S301 - our own
    assert merge(sent.scan(app.plan, source) for source in app.sources()) == before
    assert app.scans == 3


def test_limits_are_those_of_the_scan() -> None:
    """Else a file would be read twice."""
    assert module._MOST["file"] == MAX_BYTES
