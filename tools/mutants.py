"""Change what was changed since a commit, one way at a time: which change does no test notice?

``make mutants BASE=COMMIT``. The tests that come by a line decide about it; every change is made in
a copy of the repository, and what it did to the tests is known by their exit code alone. A change
that never ends counts as noticed. Survivors are printed with file and line, as an editor reads
them; some are no fault, as what they change makes no difference.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import resource
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING

import touches
from mutations import Mutant, mutants

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

ROOT = Path(__file__).resolve().parents[1]
TESTS = ("tests/rules", "tests/scanner", "tests/reports", "tests/test_rule_language.py")
"""Those that run the three packages in the process of pytest, where their lines are seen."""

MOST_BYTES = 4 * 1024**3
_HUNK = re.compile(r"^@@ -\S+ \+(\d+)(?:,(\d+))? @@", re.MULTILINE)

Touched = dict[str, dict[int, set[str]]]
"""Of each file and line the tests that come by."""


@dataclass(frozen=True)
class Options:
    """What the arguments say."""

    base: str
    most: int
    seconds: int
    tests: tuple[str, ...]
    paths: tuple[str, ...]


@dataclass(frozen=True)
class Verdict:
    """What became of a mutant: noticed by a test, or by none, of so many that were asked."""

    path: str
    mutant: Mutant
    noticed: bool
    asked: int


def changed_lines(base: str, paths: Sequence[str]) -> dict[str, set[int]]:
    """Return the lines of each source file that are not as they are in a commit.

    A path that is given counts whole.
    """
    if paths:
        whole = {path: (ROOT / path).read_text("utf-8").count("\n") for path in paths}
        return {path: set(range(1, count + 2)) for path, count in whole.items()}
    listed = _git("diff", "--name-only", "--diff-filter=d", base, "--", *touches.SOURCES)
    found: dict[str, set[int]] = {}
    for path in filter(lambda name: name.endswith(".py"), listed.splitlines()):
        for start, length in _HUNK.findall(_git("diff", "--unified=0", base, "--", path)):
            first, count = int(start), int(length or 1)
            found.setdefault(path, set()).update(range(first, first + count))
    return found


def _git(*words: str) -> str:
    command = (shutil.which("git") or "git", *words)
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout


def chosen(lines: Mapping[str, Collection[int]], most: int) -> list[tuple[str, Mutant]]:
    """Return the mutants of some lines, or so many of them, always the same."""
    made = [
        (path, mutant)
        for path, numbers in lines.items()
        for mutant in mutants((ROOT / path).read_text("utf-8"), numbers)
    ]
    if len(made) > most:
        print(f"{len(made)} changes are possible; {most} of them are tried (--most)")
        made = random.Random(0).sample(made, most)  # noqa: S311 -- a sample, not a secret
    return sorted(made)


def copy_to(folder: Path) -> Path:
    """Copy what git knows, or would know, of the working tree."""
    for name in _git("ls-files", "--cached", "--others", "--exclude-standard").splitlines():
        source, target = ROOT / name, folder / name
        if source.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target)
    return folder


def pytest(copy: Path, *words: str, seconds: int | None = None) -> int:
    """Run tests in a copy, on the copy's sources, and return the exit code."""
    paths = [*touches.SOURCES, "tools"]
    environment = {
        **os.environ,
        touches.FOLDER: str(copy / touches.FOLDER),
        "PYTHONPATH": os.pathsep.join(str(copy / path) for path in paths),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    command = (sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *words)
    try:
        ran = subprocess.run(
            command,
            cwd=copy,
            env=environment,
            check=False,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=seconds,
            preexec_fn=_bounded,  # the threads here only wait
        )
    except subprocess.TimeoutExpired:
        return 1
    if seconds is None and ran.returncode:
        print(ran.stdout.decode()[-5000:])
    return ran.returncode


def _bounded() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))


def touched(copy: Path, tests: Sequence[str]) -> Touched:
    """Run the tests once, unchanged, and return which lines it comes by.

    Raises:
        SystemExit: they do not pass as they are.
    """
    folder = copy / touches.FOLDER
    folder.mkdir()
    workers = ("-p", "touches", "--numprocesses", "auto", "--maxprocesses", "8")
    if pytest(copy, *workers, "--dist", "worksteal", *tests):
        sys.exit("the tests fail as they are: nothing to be learnt from changes")
    found: Touched = defaultdict(lambda: defaultdict(set))
    for written in folder.iterdir():
        for path, lines in json.loads(written.read_text("utf-8")).items():
            for line, names in lines.items():
                found[path][int(line)].update(names)
    return found


def tests_of(path: str, line: int, found: Touched) -> list[str]:
    """Return the tests to ask about a line: of a line that runs at import, all of its file's."""
    lines = found.get(path, {})
    asked = lines.get(line) or {test for tests in lines.values() for test in tests}
    parts = set(Path(path).parts)

    def distance(test: str) -> int:
        return -len(parts.intersection(Path(test.split("::", maxsplit=1)[0]).parts))

    return sorted(asked, key=lambda test: (distance(test), test))


def judge(copy: Path, path: str, mutant: Mutant, asked: Sequence[str], seconds: int) -> Verdict:
    """Make one change in a copy, ask the tests, and take it back."""
    target = copy / path
    original = target.read_bytes()
    listed = copy / "asked.txt"
    listed.write_text("\n".join(asked), encoding="utf-8")
    target.write_text(mutant.source, encoding="utf-8")
    try:
        noticed = bool(asked) and pytest(copy, "-x", f"@{listed}", seconds=seconds) != 0
    finally:
        target.write_bytes(original)
    return Verdict(path, mutant, noticed, len(asked))


def judge_all(made: Iterable[tuple[str, Mutant]], options: Options) -> list[Verdict]:
    """Judge mutants, as many at a time as there are processors."""
    at_once = os.cpu_count() or 1
    with tempfile.TemporaryDirectory(prefix="mutants-") as scratch:
        copies: SimpleQueue[Path] = SimpleQueue()
        for number in range(at_once):
            copies.put(copy_to(Path(scratch) / str(number)))
        found = touched(copy_to(Path(scratch) / "unchanged"), options.tests)

        def judged(item: tuple[str, Mutant]) -> Verdict:
            path, mutant = item
            copy = copies.get()
            try:
                asked = tests_of(path, mutant.line, found)
                return tell(judge(copy, path, mutant, asked, options.seconds))
            finally:
                copies.put(copy)

        with ThreadPoolExecutor(at_once) as pool:
            return list(pool.map(judged, made))


def tell(verdict: Verdict) -> Verdict:
    """Print a survivor at once; a dot for the others."""
    if verdict.noticed:
        print(".", end="", flush=True)
        return verdict
    mutant = verdict.mutant
    asked = f"{verdict.asked} tests" if verdict.asked else "no test comes by"
    before, after = (" ".join(text.split())[:200] for text in (mutant.before, mutant.after))
    print(f"\n{verdict.path}:{mutant.line}: {before}  ->  {after}  ({asked})", flush=True)
    return verdict


def main(argv: Sequence[str]) -> int:
    """Print the survivors and return 1 if there are any."""
    parser = argparse.ArgumentParser(description="which changes does no test notice?")
    parser.add_argument("--base", default="HEAD~1", help="what was changed since; %(default)s")
    parser.add_argument("--most", type=int, default=200, help="changes to try; %(default)s")
    parser.add_argument("--seconds", type=int, default=600, help="for one; %(default)s")
    parser.add_argument("--tests", nargs="+", default=TESTS, help="to ask; %(default)s")
    parser.add_argument("paths", nargs="*", help="files to change whole, instead")
    given = parser.parse_args(argv)
    options = Options(given.base, given.most, given.seconds, tuple(given.tests), tuple(given.paths))
    lines = changed_lines(options.base, options.paths)
    made = chosen(lines, options.most)
    if not made:
        print(f"no line of {', '.join(touches.SOURCES)} was changed since {options.base}")
        return 0
    print(f"{len(made)} changes in {len(lines)} files; first the tests as they are", flush=True)
    verdicts = judge_all(made, options)
    survivors = [verdict for verdict in verdicts if not verdict.noticed]
    print(f"\n{len(survivors)} of {len(verdicts)} changes were noticed by no test")
    return int(bool(survivors))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
