"""One unit that there is to read, by name: plain data, which can be sent to where it is read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Literal

from synthgate.model import Problem
from synthgate.problem_code import ProblemCode
from synthgate.records import dataclass
from synthgate.sources.environment import stated_placement
from synthgate.sources.loaded import LoadedTemplate, Loading, Unit
from synthgate.sources.local import add_children
from synthgate.sources.noted import origins_of
from synthgate.sources.places import Places, exists, read_bounded, unreadable
from synthgate.sources.remote.place import Fetched, Remote
from synthgate.template.document import Template
from synthgate.template.read import MAX_BYTES

Kind = Literal["assembly", "file", "stdin", "buffer"]
STDIN = "-"
_SHOWN_STDIN = "<stdin>"


@dataclass(frozen=True, slots=True)
class Source:
    """An assembly, or a template outside any. Nothing is opened before it is loaded.

    `order` is its place among all units of the run. A file that was only come across in a folder
    (not `expected`) need not be a template. `content` is what standard input held, or the buffer of
    somebody who is changing the file of that path. What is `remote` lies in a store, and nowhere
    here.
    """

    order: tuple[int, ...]
    kind: Kind
    path: Path
    places: Places
    expected: bool = True
    content: bytes = b""
    remote: Remote | None = None
    amiss: tuple[Problem, ...] = ()
    """What went wrong when it was fetched."""

    @property
    def shown(self) -> str:
        """How reports name it."""
        if self.remote:
            return self.remote.shown
        return _SHOWN_STDIN if self.kind == "stdin" else self.places.shown(self.path)

    @property
    def base(self) -> str | None:
        """The folder of an assembly, relative to the folder of the run."""
        return self.shown if self.kind == "assembly" else None

    def load(self, environment: str | None = None) -> Unit:
        """Read it; `environment` is what its stacks are for, where nothing nearer says so.

        Raises:
            UsageError: what reaches the store that it lies in is not installed.
        """
        if self.remote:
            from synthgate.sources.remote.fetched import fetched  # noqa: PLC0415 - few runs fetch

            with fetched(self.remote) as here:
                return self.at(here).load(environment)
        unit = self._loaded(environment)
        return replace(unit, problems=(*self.amiss, *unit.problems)) if self.amiss else unit

    def _loaded(self, environment: str | None) -> Unit:
        if self.amiss and not exists(self.path):
            return Unit((LoadedTemplate(self.shown, None, id=self.shown),))
        match self.kind:
            case "assembly":
                from synthgate.sources.assembly import (  # noqa: PLC0415 - not of a template
                    load_assembly,
                )

                return load_assembly(self.path, self.places, environment)
            case "file":
                return self._file(environment)
            case "stdin" | "buffer":
                return self._alone(Loading(), self.content, environment)

    def at(self, here: Fetched) -> Source:
        """The same unit, where its files are fetched to."""
        return replace(self, path=here.path, places=here.places, remote=None, amiss=here.problems)

    def _file(self, environment: str | None) -> Unit:
        loading = Loading()
        content: bytes | None = None
        try:
            content = read_bounded(self.path, MAX_BYTES)
        except OSError as error:
            told = Problem(ProblemCode.FILE_UNREADABLE, unreadable(error), self.shown)
            loading.problems.append(told)
        return self._alone(loading, content, environment)

    def _alone(self, loading: Loading, content: bytes | None, environment: str | None) -> Unit:
        """A template outside any assembly. What turns out to be none, in a folder, is nothing."""
        shown = self.shown
        is_read = content is not None
        template = loading.read(shown, content, expected=self.expected) if is_read else None
        if template or loading.problems:
            placement = stated_placement(template, environment, self._called(template))
            loaded = LoadedTemplate(shown, template, placement, origins_of(template), id=shown)
            if is_read and self.kind != "stdin":
                loaded = add_children(loading, self.places, self.path, loaded)
            loading.templates.insert(0, loaded)
        return loading.unit()

    def _called(self, template: Template | None) -> str | None:
        """The name of a stack that was fetched from an account: that of the file, before a dot."""
        is_fetched = self.kind == "file" and template is not None and template.is_fetched
        return self.path.name.partition(".")[0] or None if is_fetched else None
