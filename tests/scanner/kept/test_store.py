"""The folder of what is kept: bounded, and safe for any number of processes."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from synthgate.kept.store import DAY, Bounds, Store
from synthgate.rule.cards.signed import Seal

if TYPE_CHECKING:
    from pathlib import Path

KEY = b"k" * 32


def store(folder: Path, **bounds: float) -> Store:
    return Store(folder, Seal(KEY, "unit 1"), Bounds(**bounds))  # type: ignore[arg-type]


def aged(made: Store, name: str, days: float) -> None:
    """As if it had been used so long ago."""
    at = time.time() - days * DAY
    os.utime(made.folder / f"{name}.unit", (at, at))


def names(made: Store) -> set[str]:
    return {path.stem for path in made.folder.glob("*.unit")}


def test_what_nobody_used_for_long_goes(tmp_path: Path) -> None:
    """Thirty days, and what is used stays."""
    made = store(tmp_path / "u")
    for name in ("old", "used", "new"):
        made.store(name, b"x")
    aged(made, "old", 31)
    aged(made, "used", 31)
    assert made.load("used") == b"x"
    made.prune(time.time())
    assert names(made) == {"used", "new"}


def test_what_goes_beyond_the_size_goes_the_oldest_first(tmp_path: Path) -> None:
    """By when it was last used."""
    made = store(tmp_path / "u", size=4000)
    for number in range(6):
        made.store(f"n{number}", b"x" * 800)
        aged(made, f"n{number}", 6 - number)
    assert made.load("n0") is not None
    made.prune(time.time())
    assert names(made) == {"n0", "n3", "n4", "n5"}
    assert sum(path.stat().st_size for path in made.folder.glob("*.unit")) <= 4000


def test_one_thing_does_not_drive_out_all_others(tmp_path: Path) -> None:
    """What takes a quarter of the room is not kept."""
    made = store(tmp_path / "u", size=4000)
    made.store("large", b"x" * 1001)
    assert made.load("large") is None


def test_the_folder_is_gone_through_in_time(tmp_path: Path) -> None:
    """By whoever writes, once in an hour."""
    made = store(tmp_path / "u")
    made.store("a", b"x")
    aged(made, "a", 31)
    made.store("b", b"x")
    assert names(made) == {"a", "b"}
    aged(made, "a", 31)
    os.utime(made.folder / "pruned", (0, 0))
    made.store("c", b"x")
    assert names(made) == {"b", "c"}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes have names here")
def test_what_is_no_file_is_not_waited_for(tmp_path: Path) -> None:
    """A folder that was restored may hold anything."""
    made = store(tmp_path / "u")
    made.store("there", b"x")
    os.mkfifo(made.folder / "pipe.unit")
    (made.folder / "device.unit").symlink_to("/dev/zero")
    (made.folder / "link.unit").symlink_to(made.folder / "there.unit")
    assert [made.load(name) for name in ("pipe", "device", "link", "there")] == [None] * 3 + [b"x"]
    made.store("pipe", b"y")
    assert made.load("pipe") == b"y"


def test_only_the_user_may_write_there(tmp_path: Path) -> None:
    """The folder and its files are made for nobody else."""
    umask = os.umask(0)
    try:
        made = store(tmp_path / "u")
        made.store("a", b"x")
    finally:
        os.umask(umask)
    assert made.folder.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in made.folder.iterdir()} == {0o600}


WRITER = """
import sys
from pathlib import Path
from synthgate.kept.store import Store, Bounds
from synthgate.rule.cards.signed import Seal
made = Store(Path(sys.argv[1]), Seal(b"k" * 32, "unit 1"), Bounds(size=400_000))
for number in range(300):
    name, content = f"n{number % 20}", str(number % 20).encode() * 2000
    found = made.load(name)
    assert found in (None, content), found[:20]
    made.store(name, content)
    made.prune(0)
assert not made.wanting.damaged and not made.wanting.foreign
"""


def test_processes_at_once_see_whole_files_only(tmp_path: Path) -> None:
    """Whoever writes, reads or takes out at the same time."""
    words = [sys.executable, "-c", WRITER, str(tmp_path / "u")]
    running = [subprocess.Popen(words) for _ in range(3)]
    assert [one.wait(timeout=100) for one in running] == [0, 0, 0]
