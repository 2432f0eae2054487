"""From the paths that a person names to the units that there are to read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from synthgate.errors import NotATemplateError, TemplateError
from synthgate.model import Message, Problem
from synthgate.problem_code import ProblemCode
from synthgate.sources.assembly import is_assembly, load_assembly
from synthgate.sources.environment import stated_placement
from synthgate.sources.loaded import LoadedTemplate, Loading, Unit
from synthgate.sources.local import add_children, nested_in_others
from synthgate.sources.places import Places, exists, is_folder, read_bounded, resolved, unreadable
from synthgate.sources.walk import Candidate, Walk
from synthgate.template.read import MAX_BYTES, read_template

STDIN = "-"
Source = Callable[[], Unit]
"""Reads one unit. Nothing is opened before it is called."""


@dataclass(frozen=True, slots=True)
class Discovery:
    """What a run will read, and what could not even be looked for."""

    sources: tuple[Source, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Finder:
    """Finds units below paths, each file once however often it is named."""

    places: Places
    stdin: BinaryIO | None = None
    environment: str | None = None

    def find(self, paths: Sequence[str]) -> Discovery:
        """Look for units; without a path, in `cdk.out`."""
        if not paths:
            default = self.places.folder / "cdk.out"
            if not default.exists():
                return Discovery(problems=(_NOTHING_TO_SCAN,))
            paths = ["cdk.out"]
        sources: dict[str, Source] = {}
        problems: list[Problem] = []
        for path in paths:
            named = not is_folder(self.places.folder / path)
            for identity, source in self._below(path, problems):
                if named or identity not in sources:  # who names a file means it
                    sources[identity] = source
        return Discovery(tuple(sources.values()), tuple(problems))

    def _below(self, path: str, problems: list[Problem]) -> Iterator[tuple[str, Source]]:
        """Units by their identity, so that a path named twice is read once."""
        if path == STDIN:
            yield STDIN, self._read_stdin
            return
        full = self.places.folder / path
        if not exists(full):
            problems.append(_not_there(path))
        elif is_folder(full):
            yield from self._in_folder(full, problems)
        elif full.name == "manifest.json" and is_assembly(full.parent):
            yield self._assembly(full.parent)
        else:
            yield str(resolved(full)), lambda: self._file(full)

    def _in_folder(self, folder: Path, problems: list[Problem]) -> Iterator[tuple[str, Source]]:
        if exists(folder / "manifest.json") and (is_assembly(folder) or _is_output(folder)):
            yield self._assembly(folder)
            return
        walk = Walk(folder, self.places)
        found = list(walk.candidates())
        problems.extend(walk.problems)
        nested = nested_in_others({resolved(one.path): one.nests for one in found})
        alone = [one for one in found if resolved(one.path) not in nested]
        if not any(one.settled for one in found) and not any(map(_is_template, alone)):
            problems.append(_empty(self.places.shown(folder)))
        problems.extend(filter(None, [walk.notice()]))
        for one in alone:
            yield self._assembly(one.path) if one.is_assembly else self._unnamed(one.path)

    def _unnamed(self, path: Path) -> tuple[str, Source]:
        return str(resolved(path)), lambda: self._file(path, expected=False)

    def _assembly(self, folder: Path) -> tuple[str, Source]:
        load = lambda: load_assembly(folder, self.places, self.environment)  # noqa: E731
        return str(resolved(folder)), load

    def _file(self, path: Path, *, expected: bool = True) -> Unit:
        shown = self.places.shown(path)
        loading = Loading()
        try:
            content = read_bounded(path, MAX_BYTES)
        except OSError as error:
            loading.problems.append(Problem(ProblemCode.FILE_UNREADABLE, unreadable(error), shown))
            return self._alone(shown, loading, None)
        return self._alone(shown, loading, content, path, expected=expected)

    def _read_stdin(self) -> Unit:
        content = self.stdin.read(MAX_BYTES + 1) if self.stdin else b""
        return self._alone("<stdin>", Loading(), content)

    def _alone(
        self,
        shown: str,
        loading: Loading,
        content: bytes | None,
        path: Path | None = None,
        *,
        expected: bool = True,
    ) -> Unit:
        """A template outside any assembly. What turns out to be none, in a folder, is nothing."""
        template = loading.read(shown, content, expected=expected) if content is not None else None
        if template or loading.problems:
            placement = stated_placement(template, self.environment)
            loaded = LoadedTemplate(shown, template, placement, id=shown)
            if path:
                loaded = add_children(loading, self.places, path, loaded)
            loading.templates.insert(0, loaded)
        return loading.unit()


def _is_template(candidate: Candidate) -> bool:
    """Whether a file is a template, or a broken one, that will be told of as such."""
    try:
        read_template(candidate.path.name, read_bounded(candidate.path, MAX_BYTES))
    except NotATemplateError:
        return False
    except (TemplateError, OSError):
        return True
    return True


def _is_output(folder: Path) -> bool:
    """A folder called `cdk.out` is meant to be an assembly, even a broken one."""
    return folder.name == "cdk.out"


_NOTHING_TO_SCAN = Problem(
    ProblemCode.NOTHING_TO_SCAN,
    Message(
        "nothing to scan: name a template, a folder or a cloud assembly, or run 'cdk synth' first "
        "(there is no cdk.out here)"
    ),
)


def _not_there(path: str) -> Problem:
    return Problem(
        ProblemCode.NOTHING_TO_SCAN,
        Message("no such file or folder; check the path, or run 'cdk synth' if it is its output"),
        path,
    )


def _empty(path: str) -> Problem:
    return Problem(
        ProblemCode.NOTHING_TO_SCAN,
        Message(
            "no CloudFormation template below this folder (JSON or YAML with 'Resources'): "
            "name another, or run 'cdk synth' first"
        ),
        path,
    )
