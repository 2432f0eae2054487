"""Where a report comes from, of a configuration and of what was read."""

from __future__ import annotations

import hashlib
import posixpath
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import orjson

from synthgate.config import NO_BASELINE, Config
from synthgate.model import AssemblyRead, FileRole, FileUsed, Problem, Provenance, UnitReport
from synthgate.sources.places import Places, is_file

_OF_OUTPUT = frozenset(
    {
        "paths",
        "format",
        "output",
        "lang",
        "sarif-category",
        "stamp",
        "tool-timeout",
        "app",
        "jobs",
        "no-cache",
        "executor",
        "scheduler",
        "facts",
    }
)
"""Keys that decide nothing but what is looked at and how it is said."""
_MAX_BYTES = 64 * 1024 * 1024


def provenance(
    config: Config, assemblies: Iterable[AssemblyRead], fetched: Iterable[FileUsed] = ()
) -> Provenance:
    """What a run rests on. The files are read again for their digests, but for those `fetched`."""
    files = (*files_of(config), *fetched)
    said = {key: one for key, one in sorted(config.said.items()) if key not in _OF_OUTPUT}
    threshold = config.gate.rest.fail_on
    return Provenance(
        threshold=str(threshold) if threshold else "",
        clauses=len(config.gate.clauses),
        settings=tuple((key, one.source.name) for key, one in said.items()),
        files=files,
        digest=_digest({key: one.value for key, one in said.items()}, files, config),
        assemblies=tuple(assemblies),
        stamp=config.stamp,
    )


def _digest(said: Mapping[str, object], files: Iterable[FileUsed], config: Config) -> str:
    """Of what is said and of the files, whatever the files are called."""
    told = sorted((one.role, one.digest) for one in files if one.role != "configuration")
    policies = [one.digest for one in config.policies]
    whole = [said, told, policies, config.untrusted]
    return hashlib.sha256(orjson.dumps(whole, repr, _OPTIONS)).hexdigest()


_OPTIONS = orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS


def files_of(config: Config) -> Iterator[FileUsed]:
    """The files that decide, those that are there, read for their digests."""
    for role, path in _paths(config):
        digest = _digest_of(path)
        if digest:
            yield FileUsed(role, config.shown(path), digest)


def _paths(config: Config) -> Iterator[tuple[FileRole, Path]]:
    if config.file and config.file.name:
        yield "configuration", config.file.folder / posixpath.basename(config.file.name)
    if config.profile.is_file:
        yield "profile", config.profile.source.folder / config.profile.name
    if config.waivers:
        yield "waivers", config.folder / config.waivers_file
    if config.baseline != NO_BASELINE and not config.excuses_nothing:
        yield "baseline", config.baseline_file
    if config.parameters:
        yield "parameters", config.folder / config.parameters
    if config.framework and not (config.excuses_nothing and config.evidence is None):
        yield "evidence", config.evidence_file
    for wish in config.shared_evidence if config.framework else ():
        yield "evidence", wish.source.folder / wish.name


def _digest_of(path: Path) -> str:
    """The SHA-256 of a file; empty where there is none, or one that nobody has read so either."""
    try:
        if not is_file(path) or path.stat().st_size > _MAX_BYTES:
            return ""
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return ""


def assembly_read(unit: UnitReport, base: str) -> AssemblyRead:
    """The assembly in a folder (`base`), by the digest of all that was read of it."""
    read = dict(unit.manifests) | {one.path: one.digest for one in unit.templates if one.digest}
    listed = {posixpath.relpath(path, base): digest for path, digest in read.items()}
    lines = "".join(f"{listed[path]}  {path}\n" for path in sorted(listed))
    return AssemblyRead(base, hashlib.sha256(lines.encode()).hexdigest())


def shown(problems: Iterable[Problem], around: Places) -> Iterator[Problem]:
    """Problems of rule cards, by paths that a report may hold: never absolute."""
    for problem in problems:
        absolute = problem.path is not None and Path(problem.path).is_absolute()
        yield replace(problem, path=around.shown(Path(problem.path or ""))) if absolute else problem
