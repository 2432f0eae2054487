"""Runs with what is kept, and without: nobody can tell but by the clock."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from every_format import in_every_format
from kept_app import FILES, TEMPLATES, write

from synthgate import scanning
from synthgate.cli import Streams, main
from synthgate.config import configure
from synthgate.kept.settled import store_for
from synthgate.pipeline import run
from synthgate.rule.cards.cache_key import KeySource
from synthgate.rule.cards.remembered import PROCESS

if TYPE_CHECKING:
    from collections.abc import Mapping

CORPUS = Path(__file__).parents[4] / "shared" / "corpus"
KEY = "a secret of the CI system, as long as a key has to be"


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    """A cache of the test's own, and nothing that the process remembers of another."""
    PROCESS.kept.clear()
    return {"SYNTHGATE_CACHE": str(tmp_path / "cache"), "SYNTHGATE_CACHE_KEY": KEY}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path / "app", {**FILES, **TEMPLATES})


def reports(folder: Path, environ: Mapping[str, str], **options: Any) -> dict[str, str]:
    """A report in every format."""
    given = {"profile": "all", "paths": ["."], "format": ["results"], **options}
    return in_every_format(run(configure(given, environ, folder, "none")))


def no_scan(*_: object) -> None:
    raise AssertionError


def test_reports_are_the_same_bytes(
    folder: Path, environ: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """In every format: of a run without, of one that keeps, and of one that takes what is kept."""
    framework = ["production-checklist"]
    fresh = reports(folder, {}, framework=framework)
    assert reports(folder, environ, framework=framework) == fresh
    assert reports(folder, environ, framework=framework, **{"no-cache": True}) == fresh
    monkeypatch.setattr(scanning, "scan_unit", no_scan)
    assert reports(folder, environ, framework=framework) == fresh
    # Who judges, and how far he trusts, is nothing of the scan.
    monkeypatch.undo()
    distrusted = reports(folder, {}, untrusted=True, framework=framework)
    assert distrusted != fresh
    monkeypatch.setattr(scanning, "scan_unit", no_scan)
    assert reports(folder, environ, untrusted=True, framework=framework) == distrusted


@pytest.mark.exhaustive
@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpora are not here")
@pytest.mark.parametrize(
    "name",
    ["aws-samples", *(f"assemblies/{it.name}" for it in (CORPUS / "assemblies").glob("*/"))],
)
def test_reports_of_the_corpora_are_the_same_bytes(
    name: str, environ: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever is in them."""
    fresh = reports(CORPUS, {}, paths=[name])
    assert reports(CORPUS, environ, paths=[name]) == fresh
    monkeypatch.setattr(scanning, "scan_unit", no_scan)
    assert reports(CORPUS, environ, paths=[name]) == fresh


def synthgate(folder: Path, environ: Mapping[str, str], *argv: str) -> tuple[int, str, str]:
    """A command line in a folder."""
    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patched:
        patched.chdir(folder)
        code = main(argv, Streams(io.BytesIO(), out, err), environ)
    return code, out.getvalue(), err.getvalue()


SCAN = ("scan", ".", "--no-config", "--exit-zero", "--format", "json")


def test_what_is_kept_is_shown_and_taken_out(folder: Path, environ: dict[str, str]) -> None:
    """`cache info` and `cache clear`, in both languages."""
    synthgate(folder, environ, *SCAN)
    _, out, _ = synthgate(folder, environ, "cache", "info", "--format", "json")
    told = json.loads(out)
    assert told["results"]["files"] == 5  # three units, their rules, and which there are
    assert told["cards"]["files"] <= 1  # none where the package brings its cards as read
    assert told["limits"] == {"bytes": 512 * 1024 * 1024, "days": 30}
    _, out, _ = synthgate(folder, environ, "cache", "info")
    assert "results: 5 files" in out
    assert told["results"]["folder"] in out
    _, out, _ = synthgate(folder, environ, "cache", "clear", "--lang", "ko")
    number = 5 + told["cards"]["files"]
    assert out == f"파일 {number}개를 지웠습니다\n"
    _, out, _ = synthgate(folder, environ, "cache", "info")
    assert "results: 0 files" in out


def test_nothing_is_taken_out_of_what_is_not_the_users(
    folder: Path, environ: dict[str, str]
) -> None:
    """Nor of where a link leads."""
    synthgate(folder, environ, *SCAN)
    units = Path(environ["SYNTHGATE_CACHE"]) / "units"
    units.rename(units.with_name("elsewhere"))
    units.symlink_to(units.with_name("elsewhere"))
    _, out, _ = synthgate(folder, environ, "cache", "clear")
    assert "is not yours alone" in out
    assert [*units.glob("*.unit")]


def test_without_a_cache_nothing_is_kept_or_taken(
    folder: Path, environ: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the option, and by the variable that names its folder."""
    cache = Path(environ["SYNTHGATE_CACHE"])
    synthgate(folder, environ, *SCAN, "--no-cache")
    synthgate(folder, {**environ, "SYNTHGATE_NO_CACHE": "true"}, *SCAN)
    synthgate(folder, {**environ, "SYNTHGATE_CACHE": "off"}, *SCAN)
    assert not cache.exists()
    synthgate(folder, environ, *SCAN)
    monkeypatch.setattr(scanning, "scan_unit", no_scan)
    assert synthgate(folder, environ, *SCAN)[0] == 0
    assert synthgate(folder, environ, *SCAN, "--no-cache")[0] == 3
    _, out, _ = synthgate(folder, {**environ, "SYNTHGATE_NO_CACHE": "true"}, "cache", "info")
    assert out.startswith("nothing is kept")


def test_another_key_and_damage_are_told_once(folder: Path, environ: dict[str, str]) -> None:
    """As notices: what they are about was scanned anew."""

    def notices(environ: Mapping[str, str]) -> list[str]:
        report = json.loads(synthgate(folder, environ, *SCAN)[1])
        return [it["message"] for it in report["problems"] if it["code"] == "cache-ignored"]

    assert notices(environ) == []
    other = {**environ, "SYNTHGATE_CACHE_KEY": "another secret, as long as a key has to be"}
    told = notices(other)
    assert [("results" in it, "SYNTHGATE_CACHE_KEY" in it) for it in told].count((True, True)) == 1
    assert notices(other) == []
    for path in (Path(environ["SYNTHGATE_CACHE"]) / "units").glob("*.unit"):
        path.write_bytes(path.read_bytes()[:-1])
    (told,) = notices(other)
    assert "damaged" in told
    assert notices(other) == []


def test_a_cache_in_the_repository_is_not_believed(folder: Path, tmp_path: Path) -> None:
    """Nobody signs with a key that he has not: what lies there is another key's."""
    planted = {"SYNTHGATE_CACHE": str(folder / "cache"), "SYNTHGATE_CACHE_KEY": f"stranger's {KEY}"}
    synthgate(folder, planted, *SCAN)
    own = {"SYNTHGATE_CACHE": str(folder / "cache"), "XDG_STATE_HOME": str(tmp_path / "state")}
    _, out, _ = synthgate(folder, own, *SCAN)
    assert "cache-ignored" in out
    assert (tmp_path / "state" / "synthgate" / "cache.key").is_file()


def test_a_size_that_is_none_is_told(folder: Path, environ: dict[str, str]) -> None:
    """As any other variable that says nothing of use."""
    code, _, err = synthgate(folder, {**environ, "SYNTHGATE_CACHE_SIZE": "much"}, *SCAN)
    assert code == 2
    assert "SYNTHGATE_CACHE_SIZE" in err


@pytest.mark.parametrize("key", ["x" * 31, f" {'x' * 31}\n"])
def test_a_key_that_could_be_guessed_is_refused(
    folder: Path, environ: dict[str, str], key: str
) -> None:
    """Before anything is signed with it; the way out is told, the key is not."""
    short = {**environ, "SYNTHGATE_CACHE_KEY": key}
    code, out, err = synthgate(folder, short, "config", "show", "--no-config")
    assert code == 2
    assert "SYNTHGATE_CACHE_KEY" in err
    assert "openssl rand -hex 32" in err
    assert key.strip() not in out + err
    assert not Path(environ["SYNTHGATE_CACHE"]).exists()
    assert KeySource(key.strip()).key() is None
    longer = {**environ, "SYNTHGATE_CACHE_KEY": f" {'x' * 32}\n"}
    assert not configure({}, longer, folder, "none").mistakes


@pytest.mark.skipif(os.name != "posix", reason="rights of a group are POSIX")
@pytest.mark.parametrize("below", [".", "cards", "units"])
def test_a_folder_that_others_may_write_to_is_told(
    folder: Path, environ: dict[str, str], below: str
) -> None:
    """Once, with the way out, and it is not used; where nothing is kept, nothing is said."""
    cache = Path(environ["SYNTHGATE_CACHE"])
    store = store_for(configure({}, environ, folder, "none"))
    assert store
    umask = os.umask(0)
    try:
        assert store.make()
    finally:
        os.umask(umask)
    (cache / "cards").mkdir(mode=0o700)
    assert not configure({}, environ, folder, "none").refused
    if below == ".":
        (cache / "units").rmdir()
    (cache / below).chmod(0o770)
    (told,) = configure({}, environ, folder, "none").refused
    assert (told.code.kind, told.path) == ("notice", f"../cache/{below}".removesuffix("/."))
    assert "chmod" in told.message.en
    assert store.is_usable() == store.make() == (below == "cards")
    assert store.folder.exists() == (below != ".")
    assert "not yours alone" in synthgate(folder, environ, "cache", "info")[1]
    assert not configure({"no-cache": True}, environ, folder, "none").refused


def test_runs_at_once_come_to_the_same(folder: Path, environ: dict[str, str]) -> None:
    """Each keeps what it found, or takes what the other one has."""
    words = [sys.executable, "-m", "synthgate", *SCAN]
    running = [
        subprocess.Popen(words, cwd=folder, env={**environ, **_PATH}, stdout=subprocess.PIPE)
        for _ in range(2)
    ]
    outs = {one.communicate(timeout=200)[0] for one in running}
    assert len(outs) == 1
    assert outs == {synthgate(folder, {}, *SCAN)[1].encode()}


WARM = """
import io, os, sys
from pathlib import Path
from synthgate.cli import Streams, main
code = main({words!r}, Streams(io.BytesIO(), io.StringIO(), io.StringIO()), os.environ)
print(code, sorted(name for name in sys.modules if name in {unwanted!r}))
"""
UNWANTED = ("samtranslator", "importlib.metadata", "synthgate.scanning", "synthgate.linking")


def test_a_run_that_finds_all_kept_loads_nothing_that_scans(
    folder: Path, environ: dict[str, str]
) -> None:
    """Neither what links templates nor what asks rules of them."""
    synthgate(folder, environ, *SCAN)
    code = WARM.format(words=SCAN, unwanted=UNWANTED)
    words = [sys.executable, "-c", code]
    done = subprocess.run(
        words, cwd=folder, env={**environ, **_PATH}, capture_output=True, check=True
    )
    assert done.stdout.decode().splitlines()[-1] == "0 []"


_PATH = {"PYTHONPATH": ":".join(sys.path)}
