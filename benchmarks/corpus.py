"""Time one folder of templates: the floor of parsing, synthgate, and the peers that are here.

Usage: python benchmarks/corpus.py FOLDER [--runs N]
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import orjson
import yaml

from synthgate.template.read import looks_like_template

SUFFIXES = {".json", ".yaml", ".yml", ".template"}
_VALIDATE = """
import sys
from cloudformation_validate import CompositeEngine

engine = CompositeEngine()
for path in sys.argv[1:]:
    try:
        engine.validate_template(path)
    except Exception as error:
        print(path, error)
"""
PEERS: dict[str, tuple[str, ...]] = {
    "cfn-lint": ("cfn-lint", "--format", "json", "{files}"),
    "checkov": (
        "checkov", "--framework", "cloudformation", "--quiet", "--compact", "--skip-download",
        "--output", "json", "--directory", "{folder}",
    ),
    "cfn-guard": ("cfn-guard", "validate", "--data", "{folder}", "--rules", "{rules}"),
    # A Python package without a command: name the interpreter of its environment.
    "cloudformation-validate": ("cloudformation-validate", "-c", _VALIDATE, "{files}"),
}  # fmt: skip

Candidate = Callable[[], None]


class _Loader(yaml.CSafeLoader):
    """The C loader, with CloudFormation's short tags."""


def _any_tag(loader: yaml.Loader, _: str, node: yaml.Node) -> object:
    if isinstance(node, yaml.MappingNode):
        return loader.construct_mapping(node, deep=True)
    if isinstance(node, yaml.SequenceNode):
        return loader.construct_sequence(node, deep=True)
    return loader.construct_scalar(node)  # type: ignore[arg-type] # what else is left


_Loader.add_multi_constructor("!", _any_tag)


def main() -> int:
    """Run every candidate in turn and print the best of each, as ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    templates = _templates(options.folder)
    candidates = _candidates(options.folder, templates)
    best = dict.fromkeys(candidates, float("inf"))
    for _ in range(options.runs):
        for name, run in candidates.items():
            started = time.perf_counter()
            run()
            best[name] = min(best[name], time.perf_counter() - started)
    size = sum(path.stat().st_size for path in templates)
    print(f"{len(templates)} templates, {size / 1e6:.1f} MB; best of {options.runs}")
    for name, seconds in best.items():
        ratio = seconds / best["synthgate"]
        print(f"{name:26} {seconds:8.2f} s   {ratio:6.2f} x synthgate")
    return 0


def _templates(folder: Path) -> list[Path]:
    files = (path for path in sorted(folder.rglob("*")) if path.suffix in SUFFIXES)
    return [path for path in files if path.is_file() and looks_like_template(path.read_bytes())]


def _candidates(folder: Path, templates: list[Path]) -> dict[str, Candidate]:
    found: dict[str, Candidate] = {
        "floor": lambda: _floor(templates),
        "synthgate": lambda: _process(
            [
                sys.executable,
                "-m",
                "synthgate",
                "scan",
                str(folder),
                "--format",
                f"json={os.devnull}",
            ]
        ),
    }
    for name, command in PEERS.items():
        executable = os.environ.get(f"SYNTHGATE_BENCH_{name.upper().replace('-', '_')}")
        executable = executable or shutil.which(command[0])
        rules = os.environ.get("SYNTHGATE_BENCH_GUARD_RULES", "")
        if executable and (rules or "{rules}" not in command):
            blanks = {"{folder}": str(folder), "{rules}": rules}
            words = [blanks.get(word, word) for word in command]
            found[name] = _peer(executable, words[1:], templates)
    return found


def _peer(executable: str, words: list[str], templates: list[Path]) -> Candidate:
    files = [str(path) for path in templates]
    arguments = [part for word in words for part in (files if word == "{files}" else [word])]
    return lambda: _process([executable, *arguments])


def _floor(templates: list[Path]) -> None:
    for path in templates:
        content = path.read_bytes()
        try:
            orjson.loads(content)
        except orjson.JSONDecodeError:
            yaml.load(content, Loader=_Loader)  # noqa: S506 - a safe loader, as above


def _process(command: list[str]) -> None:
    subprocess.run(command, check=False, capture_output=True, timeout=1800)


if __name__ == "__main__":
    sys.exit(main())
