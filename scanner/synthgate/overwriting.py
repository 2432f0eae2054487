"""No report is written over what is scanned, or over what decides: checked before any work."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from synthgate.config import NO_BASELINE, Config
from synthgate.errors import NotATemplateError, TemplateError, UsageError
from synthgate.model import Message, Text
from synthgate.output import STDERR, STDOUT, target_of
from synthgate.sources.places import (
    exists,
    is_assembly,
    is_file,
    is_folder,
    read_bounded,
    resolved,
    within,
)
from synthgate.sources.suffixes import PARSED, suffix_of
from synthgate.template.read import MAX_BYTES, read_template


def refuse_inputs(
    targets: Iterable[tuple[str, str]], config: Config, heads: Sequence[str] = ()
) -> None:
    """Refuse reports in the place of an input.

    `targets` are formats with their files, `heads` what is read in the place of the paths.

    Raises:
        UsageError: a report would replace what is scanned, lie in an assembly that is, or replace
            a file that the run goes by.
    """
    files = [file for _, file in targets if target_of(file) not in {STDOUT, STDERR}]
    for file in files:
        why = _why_not(config.folder / target_of(file), config, heads)
        if why:
            raise UsageError(_REFUSED.format(file=file, why=why))


def _why_not(target: Path, config: Config, heads: Sequence[str]) -> Text | None:
    """Why a report may not be written to a path; None where it may."""
    if any(resolved(one) == resolved(target) for one in _deciding(config)):
        return _GOES_BY
    words = heads or config.paths or ("cdk.out",)
    for word in filter(None, (*words, config.against)):
        path = config.folder / word
        if not exists(path):  # a revision, or standard input
            continue
        root = path.parent if path.name == "manifest.json" and is_assembly(path.parent) else path
        if resolved(root) == resolved(target):
            return _SCANNED
        if is_folder(root) and within(target, root):
            if any(is_assembly(one) for one in _between(target, root)):
                return _IN_ASSEMBLY
            if suffix_of(target.name) in PARSED and is_file(target) and _is_template(target):
                return _SCANNED
    return None


def _deciding(config: Config) -> Iterator[Path]:
    """The files that the run goes by."""
    if config.file and config.file.name:
        yield config.folder / config.file.name
    yield config.folder / config.waivers_file
    yield from (config.folder / policy.name for policy in config.policies)
    if config.baseline != NO_BASELINE:
        yield config.baseline_file


def _between(target: Path, root: Path) -> Iterator[Path]:
    """The folders that a file would lie in, up to one of them."""
    top = resolved(root)
    for one in resolved(target).parents:
        if one != top and top not in one.parents:
            return
        yield one


def _is_template(path: Path) -> bool:
    try:
        read_template(path.name, read_bounded(path, MAX_BYTES))
    except NotATemplateError:
        return False
    except (TemplateError, OSError):
        return True
    return True


_REFUSED = Message("a report cannot be written to {file}, which {why}: name another file")
_SCANNED = Message("is scanned")
_IN_ASSEMBLY = Message("lies in the cloud assembly that is scanned")
_GOES_BY = Message("this run goes by")
