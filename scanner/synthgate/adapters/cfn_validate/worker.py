"""The library cloudformation-validate, in a process of its own: it may die of what it reads.

It is started as a file, with ``python -I worker.py REQUEST``, and knows nothing of synthgate. The
request is JSON: `package` (the folder that holds the library), `kind`, `rules` (`name` and
`content` each), `groups` of rules by their numbers, `templates` (a number and a file each),
`seconds` a step may take and `memory` (bytes). What it says is one JSON object a line, written at
once, so that nothing is lost of it when it dies: `release`; `loading`, `refused` and `ids` of
rules; `holding` rules against a `template`; what was `answered`; `end`.
"""

from __future__ import annotations

import contextlib
import faulthandler
import importlib
import json
import os
import sys
from collections.abc import Callable, Generator, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

Say = Callable[..., None]
"""Says something, given by names."""
_CUSTOM = {"guard": "guard_rules", "rego": "rego_rules", "cel": "cel_rules"}
"""The kinds of rules that are given, and what the library calls them."""
_OWN = frozenset({"CUSTOM", "GUARD"})
_ENGINES = 6
"""How many engines are kept: one takes 190 MB and half a second."""


def main(request_file: str) -> None:
    """Answer a request."""
    request = json.loads(Path(request_file).read_text(encoding="utf-8"))
    say = _channel()
    _bound(request["memory"])
    sys.path.insert(0, request["package"])
    library = importlib.import_module("cloudformation_validate")
    say(release=str(library.version()))
    worker = _Worker(library, request, say)
    if worker.load():
        for number, file in request["templates"]:
            worker.answer(number, file)
    say(end=True)


def _bound(memory: int) -> None:
    with contextlib.suppress(ImportError, OSError, ValueError):
        resource = importlib.import_module("resource")
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _channel() -> Say:
    """What writes a line to the caller; whatever else is printed joins the complaints."""
    channel = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)

    def say(**what: Any) -> None:
        channel.write(json.dumps(what) + "\n")
        channel.flush()

    return say


class _Worker:
    """Holds rules against templates, and tells rules apart that cannot be held against anything."""

    def __init__(self, library: Any, request: dict[str, Any], say: Say) -> None:
        self.library = library
        self.say = say
        self.kind = request["kind"]
        self.rules: list[dict[str, str]] = request["rules"]
        self.seconds: float = request["seconds"]
        self.groups: list[tuple[int, ...]] = [tuple(group) for group in request["groups"]]
        self.engine = lru_cache(maxsize=_ENGINES)(self._engine)

    def load(self) -> bool:
        """Whether there is anything to ask; the rules that cannot be read are told."""
        loaded = [tuple(self._good(group)) for group in self.groups]
        self.groups = [group for group in loaded if group]
        for group in self.groups:
            self.say(loading=group)
            with self._watch():
                ids = sorted({one.id for one in self.engine(group).list_rules() if _is_own(one)})
            self.say(ids=ids)
        if self.kind not in _CUSTOM:
            self.groups = [()]
        return bool(self.groups)

    def _good(self, some: tuple[int, ...]) -> Iterator[int]:
        """Those rules that can be read, found by halves."""
        if not some:
            return
        self.say(loading=some)
        try:
            with self._watch():
                self.engine(some)
        except Exception as error:  # noqa: BLE001 - whatever the library raises is told
            if len(some) == 1:
                self.say(refused=some[0], error=_words(error))
                return
            half = len(some) // 2
            yield from self._good(some[:half])
            yield from self._good(some[half:])
        else:
            yield from some

    def _engine(self, some: tuple[int, ...]) -> Any:
        library = self.library
        given = [library.ExternalRuleSource(**self.rules[at]) for at in some]
        config = {_CUSTOM[self.kind]: given} if given else {}
        return library.CompositeEngine(library.CompositeEngineConfig(**config))

    def answer(self, number: int, file: str) -> None:
        """Say what is found in a template; rules that break over it are held apart from then on."""
        said = _Said()
        broken: set[int] = set()
        try:
            content = Path(file).read_bytes()
        except OSError as error:
            said.status = error.strerror or "unreadable"
        else:
            for group in self.groups:
                broken.update(self._held(group, number, content, said))
        rest = [tuple(at for at in group if at not in broken) for group in self.groups]
        self.groups = [*filter(None, rest), *((at,) for at in sorted(broken))] or [()]
        self.say(answered=number, status=said.status, short=said.short, found=said.found,
             failed=said.failed)  # fmt: skip

    def _held(
        self, some: tuple[int, ...], number: int, content: bytes, said: _Said
    ) -> Iterator[int]:
        """Adds what some rules say of a template; gives those that break over it."""
        self.say(holding=some, template=number)
        try:
            with self._watch():
                report = self._report(some, content)
        except Exception as error:  # noqa: BLE001 - likewise
            if len(some) < 2:
                said.failed.append([*(some or (-1,)), _words(error)])
                yield from some
                return
            half = len(some) // 2
            yield from self._held(some[:half], number, content, said)
            yield from self._held(some[half:], number, content, said)
        else:
            said.add(report, is_own=self.kind in _CUSTOM)

    def _report(self, some: tuple[int, ...], content: bytes) -> Any:
        library, is_own = self.library, self.kind in _CUSTOM
        level = library.Severity.DEBUG if is_own else library.Severity.WARN
        config = library.ValidateConfig(disable_builtin_rules=is_own, severity_level=level)
        template = library.TemplateContent(content)
        return self.engine(some).validate_template(template, config)

    @contextlib.contextmanager
    def _watch(self) -> Generator[None]:
        """Ends the process where one step takes too long, for native code cannot be stopped."""
        faulthandler.dump_traceback_later(self.seconds, exit=True)
        try:
            yield
        finally:
            faulthandler.cancel_dump_traceback_later()


class _Said:
    """What is said of one template: the worst status, what was short, and each finding."""

    def __init__(self) -> None:
        self.status = "OK"
        self.short: list[str] = []
        self.found: list[list[Any]] = []
        self.failed: list[list[Any]] = []

    def add(self, report: Any, *, is_own: bool) -> None:
        """Where rules are given, what else is said only tells why they could not be held."""
        if report.status.name != "OK":
            self.status = report.status.name
        self.short.extend(str(one.description) for one in report.metadata.budget_exhaustions or ())
        for one in report.diagnostics:
            if is_own and one.source.name not in _OWN:
                self.short.append(one.message)
            else:
                self.found.append(_finding(one))


def _finding(one: Any) -> list[Any]:
    return [
        one.rule_id, one.severity.name, one.message, _resource(one.entity),
        one.property_path or "", one.start_line or 0, one.end_line or 0,
        *(("", one.documentation_url or "") if one.source.name in _OWN
          # What it links to then is where the type of the resource is written, not the rule.
          else (one.rule_description or "", "")),
    ]  # fmt: skip


def _resource(entity: Any) -> str:
    """The logical id of a resource; empty for what is none."""
    return entity.logical_id if entity and entity.entity_type.name == "RESOURCE" else ""


def _is_own(rule: Any) -> bool:
    return rule.origin.name in _OWN


def _words(error: Exception) -> str:
    return str(getattr(error, "msg", "") or error or type(error).__name__)[:4000]


if __name__ == "__main__":
    arguments: Sequence[str] = sys.argv[1:]
    main(arguments[0])
