"""Which reports of other tools an assembly holds, joined to its templates by construct paths.

The newest kind wins: ``validation-report.json``, else what CDKs wrote before; and those of cdk-nag
2 where neither has anything of cdk-nag. ``cdk.out`` is never emptied, so that older ones may be
left over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

from synthgate.model import Heard, Message, Spot
from synthgate.sources.loaded import LoadedTemplate
from synthgate.sources.places import exists, walk, within
from synthgate.sources.validation_report.nag_rows import NAG, SUFFIXES
from synthgate.sources.validation_report.plugins import Read
from synthgate.sources.validation_report.report_file import read_file, refused
from synthgate.sources.validation_report.spots import SpotOf, by_path

NAMES = ("validation-report.json", "policy-validation-report.json")


def heard_in(root: Path, templates: Sequence[LoadedTemplate], shown: Callable[[Path], str]) -> Read:
    """What the reports at the root of an assembly say; `shown` names files as reports do."""

    def read(paths: Iterable[Path]) -> list[Read]:
        return [
            read_file(path, shown(path), spot_of)
            if within(path, root)
            else refused(shown(path), _OUTSIDE)
            for path in paths
        ]

    new = [path for path in (root / name for name in NAMES) if exists(path)][:1]
    old = _of_nag_2(root)
    spot_of = _by_construct(templates) if new or old else by_path
    found = read(new)
    if not any(run.tool == NAG for one in found for run in one.heard.runs):
        found += read(old)
    heard = sum((one.heard for one in found), Heard())
    return Read(heard, tuple(problem for one in found for problem in one.problems))


def _of_nag_2(root: Path) -> list[Path]:
    """The reports of cdk-nag 2, one of each stack: CSV and JSON say the same."""
    found: dict[str, Path] = {}
    names = sorted(name for _, _, files in islice(walk(root), 1) for name in files)
    for suffix in SUFFIXES:
        for name in names:
            if name.endswith(suffix):
                found.setdefault(name.removesuffix(suffix), root / name)
    return [found[stem] for stem in sorted(found)]


def _by_construct(templates: Iterable[LoadedTemplate]) -> SpotOf:
    """Finds the template and the logical id of a construct, of stacks the template."""
    known: dict[str, Spot] = {}
    for loaded in templates:
        known.setdefault(loaded.construct, Spot(loaded.path))
        for logical_id, origin in loaded.origins.items():
            known.setdefault(origin.construct_path or "", Spot(loaded.path, logical_id))

    def spot_of(construct: str) -> Spot:
        return replace(known.get(construct, Spot()), construct=by_path(construct).construct)

    return spot_of


_OUTSIDE = Message(
    "leads out of the assembly, so it was not opened: scan the folder that cdk synth wrote"
)
