"""The layer of the hook: what goes in, and that it is the same bytes twice."""

from __future__ import annotations

import zipfile
from pathlib import Path

import hook_layer

ROOT = Path(__file__).resolve().parents[2]


def test_what_expands_sam_is_locked() -> None:
    """Each with a hash, and nothing besides."""
    lines = "".join(hook_layer.locked(ROOT / "requirements" / "scan.txt", hook_layer.SAM))
    names = {line.partition("==")[0] for line in lines.splitlines() if line[0].isalnum()}
    assert names == {*hook_layer.SAM}
    assert lines.count("--hash=sha256:") >= len(names)


def test_a_layer_is_the_same_bytes_twice(tmp_path: Path) -> None:
    """Whenever its files were written."""
    archives: list[bytes] = []
    for name in ("a", "b"):
        layer = tmp_path / name
        for file in ("python/z.py", "python/a/b.py", "policy.yaml"):
            path = layer / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(file)
        hook_layer.pack(layer, tmp_path / f"{name}.zip")
        archives.append((tmp_path / f"{name}.zip").read_bytes())
    assert archives[0] == archives[1]
    names = zipfile.ZipFile(tmp_path / "a.zip").namelist()
    assert names == ["policy.yaml", "python/a/b.py", "python/z.py"]


def test_only_what_no_answer_needs_is_taken_away(tmp_path: Path) -> None:
    """What says which release is there stays: a plan is named by it."""
    kept = [
        "synthgate/a.py",
        "synthgate/locales/a.mo",
        "PyYAML-6.dist-info/METADATA",
    ]
    gone = ["rich/a.py", "bin/synthgate", "synthgate/a.po", "PyYAML-6.dist-info/RECORD"]
    for name in (*kept, *gone):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("")
    hook_layer.prune(tmp_path)
    assert {path.relative_to(tmp_path).as_posix() for path in hook_layer.files(tmp_path)} == {*kept}
