"""What a release is made ready with, and held against: `docs/releasing.md` has the order.

``prepare VERSION`` writes the version wherever it stands; ``check TAG`` says what is not of it;
``notes VERSION`` writes what CHANGELOG.md says of it; ``pin COMMIT`` writes the commit of the
newest release into what names one: a commit cannot name itself.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from packaging.version import InvalidVersion, Version

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from hatch_build import REPOSITORY, absolute  # noqa: E402 - the root is no package

from release_changelog import (  # noqa: E402 - likewise
    UNRELEASED,
    ReleaseError,
    bounded,
    section_of,
    sections,
    with_release,
)

VERSION_FILE = "scanner/synthgate/version.py"
CHANGELOG = "CHANGELOG.md"
PLACES = ("README*.md", "docs/**/*.md", "examples/ci/*", "templates/*.yml")
"""What tells users which release to take."""
_VERSION = re.compile(r'(?m)^__version__ = "(?P<at>[^"]+)"$')
_REQUIRED = re.compile(r"(?<![\w-])synthgate==(?P<at>\d[\w.!+]*\w)")
_COMMIT = re.compile(
    r"""(?:synthgate/synthgate|synthgate/scan)@(?P<at>[0-9a-f]{40})"""
    r"""(?P<release>[ ]\#[ ](?:v\d[\w.]*|the[ ]commit[ ]of[ ]a[ ]release))?$"""
    r"""|^[ ]+rev:[ ]"(?P<rev>[0-9a-f]{40})"(?P<of>[ ]\#[ ]v\d[\w.]*)?$""",
    re.MULTILINE | re.VERBOSE,
)
"""Where a commit of synthgate is named, and the release that it is said to be of."""


def main(argv: Sequence[str]) -> int:
    """Do what the arguments say; 1, and every reason, where that cannot be."""
    parser = argparse.ArgumentParser(prog="release.py", description=__doc__)
    parser.add_argument("--root", type=Path, default=ROOT, help=argparse.SUPPRESS)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("check", help="say what is not of a tag").add_argument("tag")
    commands.add_parser("notes", help="write the notes of a version").add_argument("version")
    preparing = commands.add_parser("prepare", help="write a version wherever it stands")
    preparing.add_argument("version")
    preparing.add_argument("--date", type=date.fromisoformat, default=None, metavar="YYYY-MM-DD")
    commands.add_parser("pin", help="write the commit of the newest release").add_argument("commit")
    arguments = parser.parse_args(argv)
    root: Path = arguments.root
    try:
        match arguments.command:
            case "check":
                check(root, arguments.tag)
            case "notes":
                print(notes(root, arguments.version), end="")
            case "prepare":
                prepare(root, arguments.version, arguments.date or date.today())
            case _:
                pin(root, arguments.commit)
    except ReleaseError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def check(root: Path, tag: str) -> None:
    """Hold a tag against what the sources say.

    Raises:
        ReleaseError: they are not of it: every reason, a line each.
    """
    reasons = [*_against(root, tag)]
    if reasons:
        raise ReleaseError("\n".join(reasons))
    print(f"{tag}: {VERSION_FILE}, {CHANGELOG} and all that names a release agree")


def _against(root: Path, tag: str) -> Iterator[str]:
    version = version_of(root)
    if tag != f"v{version}":
        yield f"the tag is {tag}, and {VERSION_FILE} says {version}: it would be v{version}"
    try:
        section = section_of(read(root, CHANGELOG), version)
    except ReleaseError as error:
        yield str(error)
    else:
        if not section.day:
            yield f"{CHANGELOG}: `## {version}` has no day"
    for path, text in pages(root):
        for found in _REQUIRED.finditer(text):
            if found["at"] != version:
                yield f"{path}: {found[0]} is another version: `tools/release.py prepare` writes it"


def notes(root: Path, version: str) -> str:
    """Return the notes of a version, with links to its files.

    Raises:
        ReleaseError: the changelog has none.
    """
    text = section_of(read(root, CHANGELOG), version).text
    whole = f"{REPOSITORY}/blob/v{version}/{CHANGELOG}"
    return bounded(absolute(text, f"v{version}", CHANGELOG) + "\n", whole)


def prepare(root: Path, version: str, day: date) -> None:
    """Write a version into the sources, the changelog, and what names a release.

    Raises:
        ReleaseError: it is no version, or not after the newest one; or nothing has changed.
    """
    _refuse_older(version, read(root, CHANGELOG))
    changed = {
        CHANGELOG: with_release(read(root, CHANGELOG), version, day.isoformat()),
        VERSION_FILE: _VERSION.sub(f'__version__ = "{version}"', read(root, VERSION_FILE)),
        **{
            path: _REQUIRED.sub(f"synthgate=={version}", text)
            for path, text in pages(root)
            if _REQUIRED.search(text)
        },
    }
    write(root, changed)


def pin(root: Path, commit: str) -> None:
    """Write the commit of the newest release into what names one.

    Raises:
        ReleaseError: it is no commit, or nothing was released yet.
    """
    if not re.fullmatch(r"[0-9a-f]{40}", commit) or not int(commit, 16):
        raise ReleaseError(f"{commit!r} is no commit: 40 digits, as `git rev-parse v1.2.3^{{}}`")
    released = [one.name for one in sections(read(root, CHANGELOG)) if one.name != UNRELEASED]
    if not released:
        raise ReleaseError(f"{CHANGELOG} has no release that the commit could be of")

    def pinned(found: re.Match[str]) -> str:
        before = found[0].partition(found["at"] or found["rev"])[0]
        quote = '"' if found["rev"] else ""
        told = quote or found["release"]
        return f"{before}{commit}{quote}" + (f" # v{released[0]}" if told else "")

    write(root, {path: _COMMIT.sub(pinned, text) for path, text in pages(root)})


def _refuse_older(version: str, changelog: str) -> None:
    try:
        wanted = Version(version)
    except InvalidVersion as error:
        raise ReleaseError(f"{version!r} is no version, as 1.2.3 or 1.2.3rc1") from error
    if str(wanted) != version or wanted.is_devrelease or wanted.local:
        raise ReleaseError(f"{version!r} is no version to publish, as 1.2.3 or 1.2.3rc1")
    released = [Version(one.name) for one in sections(changelog) if one.name != UNRELEASED]
    if released and wanted <= max(released):
        raise ReleaseError(f"{version} does not come after {max(released)}")


def version_of(root: Path) -> str:
    """Return the version that the sources say.

    Raises:
        ReleaseError: they say none, or several.
    """
    match [one["at"] for one in _VERSION.finditer(read(root, VERSION_FILE))]:
        case [version]:
            return version
        case several:
            raise ReleaseError(f"{VERSION_FILE} has {len(several)} lines of a version, not one")


def pages(root: Path) -> Iterator[tuple[str, str]]:
    """Yield what tells users which release to take: each path, and its text."""
    for path in sorted({path for place in PLACES for path in root.glob(place)}):
        yield path.relative_to(root).as_posix(), path.read_text("utf-8")


def read(root: Path, name: str) -> str:
    """Return the text of a file."""
    return (root / name).read_text("utf-8")


def write(root: Path, changed: Mapping[str, str]) -> None:
    """Write files, and say of each that was not so already."""
    for name, text in changed.items():
        if text != read(root, name):
            (root / name).write_text(text, "utf-8")
            print(f"written: {name}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
