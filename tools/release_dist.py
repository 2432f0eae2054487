"""``make dist``: the files of a release, built twice to the same bytes, checked and tried.

``python tools/release_dist.py FOLDER [--tag TAG]`` leaves in the folder `packages/` (wheel and
sdist), the bill of materials, `SHA256SUMS`, and with a tag `notes.md`. What is built is what git
knows of, as it lies here; its time is that of the commit (SOURCE_DATE_EPOCH). docs/releasing.md
tells the rest.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from email import message_from_string
from importlib import import_module
from pathlib import Path
from typing import Any

import release
import release_sbom
import release_smoke
from release_links import broken, targets

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ("scanner", "rules", "reports")
BILL = "synthgate.cdx.json"
"""Without a version: the workflow of releases names it."""


def main(argv: Sequence[str]) -> int:
    """Build everything, and end with the first thing that does not hold."""
    parser = argparse.ArgumentParser(prog="release_dist.py", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--tag", default="", help="the tag that the release is to have")
    arguments = parser.parse_args(argv)
    folder: Path = arguments.folder.resolve()
    try:
        if arguments.tag:
            release.check(ROOT, arguments.tag)
    except release.ReleaseError as error:
        raise SystemExit(str(error)) from error
    shutil.rmtree(folder, ignore_errors=True)
    os.environ["SOURCE_DATE_EPOCH"] = epoch = _epoch()
    version = release.version_of(ROOT)
    one, other = (copied(folder / name) for name in ("one", "other"))
    lay_out(one, epoch)
    lay_out(other, epoch)
    packages = built(one, folder / "packages")
    same(packages, built(other, folder / "again"), "built once more, elsewhere")
    same(packages[:1], [wheel_of(one, folder / "direct")], "built without the sdist")
    described(packages[0], ROOT, f"v{version}")
    _run("twine", "check", "--strict", *map(str, packages))
    installed = release_smoke.environment(folder / "smoke")
    bill = folder / BILL
    release_sbom.written(one, installed.python, packages, version, bill)
    for said in release_smoke.tried(installed, packages[0]):
        print(f"tried: {said}")
    if arguments.tag:
        (folder / "notes.md").write_text(release.notes(ROOT, version), "utf-8")
    for name in ("one", "other", "again", "direct", "smoke"):
        shutil.rmtree(folder / name)
    summed(folder, [*packages, bill])
    return 0


def _epoch() -> str:
    """The time of the release, in seconds: what the environment says, else that of the commit."""
    told = os.environ.get("SOURCE_DATE_EPOCH")
    return told or _git("log", "-1", "--format=%ct").strip()


def copied(target: Path) -> Path:
    """Copy what git knows of, or would: nothing that was made here goes along."""
    names = _git("ls-files", "-z", "--cached", "--others", "--exclude-standard").split("\0")
    for name in filter(None, names):
        source = ROOT / name
        if source.is_file() and not source.is_symlink():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target / name)
    return target


def lay_out(root: Path, epoch: str) -> None:
    """Make `share/` of a copy, by its own sources."""
    day = datetime.fromtimestamp(int(epoch), UTC).date().isoformat()
    paths = [root, root / "tools", *(root / name for name in SOURCES)]
    environ = os.environ | {"PYTHONPATH": os.pathsep.join(map(str, paths))}
    command = [sys.executable, root / "tools" / "release_share.py", root, day]
    subprocess.run(command, check=True, env=environ, cwd=root)


def built(root: Path, target: Path) -> list[Path]:
    """Build the sdist, and the wheel from it; return the wheel and the sdist."""
    _run("python", "-m", "build", "--no-isolation", "--outdir", str(target), str(root))
    return sorted(target.iterdir(), key=lambda path: path.suffix != ".whl")


def wheel_of(root: Path, target: Path) -> Path:
    """Build the wheel alone, from the sources."""
    how = ("--no-isolation", "--wheel", "--outdir", str(target))
    _run("python", "-m", "build", *how, str(root))
    [wheel] = target.iterdir()
    return wheel


def same(ones: Sequence[Path], others: Sequence[Path], how: str) -> None:
    """Hold files against others byte for byte, and name the members that differ.

    Raises:
        SystemExit: they differ.
    """
    for one, other in zip(ones, others, strict=True):
        if one.name != other.name or one.read_bytes() != other.read_bytes():
            raise SystemExit("\n".join((f"{other.name}, {how}, differs:", *_differing(one, other))))
        print(f"{one.name}: the same bytes, {how}")


def _differing(one: Path, other: Path) -> list[str]:
    before, after = members(one), members(other)
    return [name for name in sorted({**before, **after}) if before.get(name) != after.get(name)]


def members(archive: Path) -> dict[str, str]:
    """The files of an archive, with the hashes of what is in them."""
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as file:
            return {one.filename: _digest(file.read(one)) for one in file.infolist()}
    with tarfile.open(archive) as file:
        streams = ((one.name, file.extractfile(one)) for one in file if one.isfile())
        return {name: _digest(stream.read()) for name, stream in streams if stream}


def described(wheel: Path, root: Path, tag: str) -> None:
    """Look up each link of the description as a package index shows it.

    Raises:
        SystemExit: one leads nowhere, or the index would show no page.
    """
    with zipfile.ZipFile(wheel) as file:
        [name] = [one for one in file.namelist() if one.endswith(".dist-info/METADATA")]
        metadata = message_from_string(file.read(name).decode("utf-8"))
    shown: Any = import_module("readme_renderer.markdown")
    page: str | None = shown.render(str(metadata.get_payload()))
    if not page:
        raise SystemExit("a package index could not show the description")
    links = targets(page)
    reasons = [*broken(links, root, tag)]
    if reasons or not links:
        raise SystemExit("\n".join(("links of the description:", *reasons)))
    print(f"{len(links)} links of the description lead to {tag}, or elsewhere by https")


def summed(folder: Path, files: Sequence[Path]) -> None:
    """Write the hashes of the files of a release, as `sha256sum --check` takes them."""
    lines = [f"{_digest(path.read_bytes())}  {path.relative_to(folder)}\n" for path in files]
    (folder / "SHA256SUMS").write_text("".join(lines), "utf-8")
    for path in files:
        print(f"{path}: {path.stat().st_size / 1024:,.0f} kB")


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _git(*words: str) -> str:
    command = [shutil.which("git") or "git", *words]
    asked = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, encoding="utf-8")
    return asked.stdout


def _run(program: str, *words: str) -> None:
    """Run a program of this environment; its words are told where it fails only."""
    command = [Path(sys.executable).with_name(program), *words]
    ran = subprocess.run(command, check=False, capture_output=True, encoding="utf-8")
    if ran.returncode:
        raise SystemExit(f"{program} {' '.join(words)}:\n{ran.stdout}{ran.stderr}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
