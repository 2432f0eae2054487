"""Where the reports of a run go: each to its place, and the named set into its folder."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from synthgate.config import Config
from synthgate.errors import UsageError
from synthgate.model import Message
from synthgate.output import STDERR, STDOUT, Streams, below, target_of
from synthgate.overwriting import refuse_inputs
from synthgate.records import dataclass
from synthgate.rule.cards.profile import Wish
from synthgate.settings.table import CHECKLIST as NAME
from synthgate_reports import BINARY, FOLDERS, lacks
from synthgate_reports.files import MANIFEST, named_set

FOR_PEOPLE = ("checklist", "checklist-markdown")
"""The formats about frameworks that say what a person must see."""
OF_FRAMEWORKS = (*FOR_PEOPLE, "oscal")
"""The formats that are about frameworks."""
WITH_FRAMEWORKS = (*OF_FRAMEWORKS, "html", "xlsx", "evidence-csv")
"""The formats that have a place for them, so that the production checklist is assessed."""
CHECKLIST = Wish(NAME, key="framework")


@dataclass(frozen=True, slots=True)
class Sinks:
    """Formats with their files: those that are wished for one by one, and those of a folder.

    `sets` are formats that are folders, with these.
    """

    targets: tuple[tuple[str, str], ...] = ()
    sets: tuple[tuple[str, str], ...] = ()
    folder: str = ""
    of_folder: tuple[tuple[str, str], ...] = ()

    @property
    def manifest(self) -> str:
        """The list of the files of the folder."""
        return os.path.join(self.folder, MANIFEST)  # noqa: PTH118 - said as it is written

    @property
    def formats(self) -> tuple[str, ...]:
        """Every format that is to be written."""
        return tuple(name for name, _ in (*self.targets, *self.sets, *self.of_folder))

    @property
    def wished(self) -> tuple[str, ...]:
        """Those that are wished for one by one."""
        return tuple(name for name, _ in (*self.targets, *self.sets))

    def has(self, names: Iterable[str], file: str) -> bool:
        """Whether one of some formats goes to a file, or stream."""
        return any((name, file) in self.targets for name in names)


def sinks_for(
    arguments: argparse.Namespace,
    config: Config,
    wishes: Sequence[str],
    streams: Streams,
    heads: Sequence[str] = (),
) -> Sinks:
    """The sinks of a command line, none of which is what the run reads (`heads`, or its paths).

    Raises:
        UsageError: two reports have one file, or one would replace an input; the folder is none;
            a format is no text and would go to a terminal, or needs what is not here.
    """
    wished = targets_of(wishes, arguments.output, text_of(arguments))
    targets = tuple(one for one in wished if one[0] not in FOLDERS)
    sets = tuple(one for one in wished if one[0] in FOLDERS)
    for name, file in targets:
        _refuse_binary(name, file, streams)
    folder = arguments.out_dir or ""
    sinks = Sinks(targets, sets, folder, tuple(_in(folder)) if folder else ())
    for name, into in sets:
        _refuse_no_folder(into, f"--format {name}")
    if folder:
        _refuse_no_folder(folder, "--out-dir")
    lists = [("", sinks.manifest)] if folder else []
    of_sets = (file for one in sets for file in files_of(*one))
    every = [*targets, *sinks.of_folder, *lists, *of_sets]
    _refuse_twice(file for _, file in every)
    refuse_inputs(every, config, heads)
    return sinks


def files_of(name: str, folder: str) -> list[tuple[str, str]]:
    """The files of a format that is a folder, as they are told."""
    places = (os.path.join(folder, file) for file in FOLDERS[name])  # noqa: PTH118 - as written
    return [(name, place) for place in places]


def _refuse_no_folder(folder: str, option: str) -> None:
    """Refuse what is no folder, and has no name that one could have.

    Raises:
        UsageError: a file is there, or it is a stream.
    """
    if folder == STDOUT:
        raise UsageError(_A_STREAM.format(option=option))
    if os.path.lexists(folder) and not Path(folder).is_dir():
        raise UsageError(_NO_FOLDER.format(option=option, folder=folder))


def _in(folder: str) -> Iterator[tuple[str, str]]:
    for name, file in named_set().items():
        yield name, os.path.join(folder, file)  # noqa: PTH118 - said as it is written


def text_of(arguments: argparse.Namespace) -> str:
    """The format in the place of `text`: with less, or with all."""
    if arguments.quiet:
        return "concise"
    return "text-verbose" if arguments.verbose else "text"


def targets_of(
    wishes: Sequence[str], output: str | None, text: str = "text"
) -> list[tuple[str, str]]:
    """Formats with their files, checked before any work is done; `text` is told as that one.

    Raises:
        UsageError: two reports have one file.
    """
    targets: list[tuple[str, str]] = []
    for wish in wishes:
        name, _, file = wish.partition("=")
        targets.append((text if name == "text" else name, file or output or STDOUT))
    _refuse_twice(file for _, file in targets)
    return targets


def _refuse_binary(name: str, file: str, streams: Streams) -> None:
    """Refuse what is no text where a person, or nothing but text, would get it."""
    if name not in BINARY:
        return
    package = lacks(name)
    if package:
        raise UsageError(LACKS.format(name=name, package=package))
    target = target_of(file)
    if target in {STDOUT, STDERR}:
        stream = below(streams.stdout if target == STDOUT else streams.stderr)
        if stream is None or stream.isatty():
            raise UsageError(_NO_TEXT.format(name=name))


def _refuse_twice(every: Iterable[str]) -> None:
    files = [target_of(file) for file in every]
    twice = next((file for file in files if files.count(file) > 1), None)
    if twice:
        raise UsageError(_TWICE.format(twice=twice))


def with_sinks(config: Config, sinks: Sinks, *, adds: bool = True) -> Config:
    """The configuration of a run whose report goes to some sinks.

    Unless nothing is to be added (`adds`), the production checklist is assessed where a report is
    of frameworks.
    """
    config = replace(config, format=sinks.formats)
    is_wanted = adds and any(name in WITH_FRAMEWORKS for name in sinks.formats)
    return with_checklist(config) if is_wanted else config


def with_checklist(config: Config) -> Config:
    """With the production checklist to be assessed, where no framework is asked for."""
    return config if config.framework else replace(config, framework=(CHECKLIST,))


_TWICE = Message("two reports for {twice!r}: give each its file, as in --format sarif=out.sarif")
_NO_FOLDER = Message("{option} {folder}: there is a file of that name: name a folder")
_A_STREAM = Message("{option} is several files: name a folder for them, {option}=DIR")
LACKS = Message("{name} needs {package}: pip install 'synthgate[{name}]' brings it along")
_NO_TEXT = Message(
    "{name} is no text, which a terminal could show: give it a file, as in --format "
    "{name}=report.{name}"
)
