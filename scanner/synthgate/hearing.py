"""What other tools say of what was scanned: they are run, or their reports are read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from synthgate.adapters.asking import SECONDS, Answer, Readable, Request, adapter
from synthgate.config.tools import Tools
from synthgate.guard import Guard, Tell, described
from synthgate.model import Message, PartialReport, Problem, UnitReport
from synthgate.problem_code import ProblemCode
from synthgate.sources.places import Places, is_file


def heard_with(
    partial: PartialReport, tools: Tools, around: Places
) -> tuple[PartialReport, list[Problem]]:
    """What was scanned, with what the tools of a run say of it.

    A tool that fails is a problem of the run, and loses nothing of the rest.
    """
    heard, problems = partial.heard, list[Problem]()
    request = _request(partial, tools, around)
    if tools.reads_templates:
        names = [name for name, _ in _asked(tools) if name != "import"]
        problems.extend(_unasked(partial.units, request, ", ".join(names)))
    for name, files in _asked(tools):
        answer = Answer()
        with Guard(problems, _crashed(name)):
            executable = tools.commands.get(name)
            answer = adapter(name)(replace(request, executable=executable, files=files))
        heard += answer.heard
        problems.extend(answer.problems)
    return replace(partial, heard=heard), problems


def _asked(tools: Tools) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The adapters that are asked, each with the files or words that it is given."""
    for name in tools.run:
        yield name, tools.packs if name == "cdk-nag" else ()
    for name, files in (
        ("import", tools.imported),
        ("guard", tools.guard),
        ("rego", tools.rego),
        ("cel", tools.cel),
    ):
        if files:
            yield name, files


def _request(partial: PartialReport, tools: Tools, around: Places) -> Request:
    return Request(
        [*_readable(partial.units, around)],
        around.folder,
        seconds=float(tools.seconds or SECONDS),
    )


def _readable(units: Iterable[UnitReport], around: Places) -> Iterator[Readable]:
    """The templates that were scanned and lie in files, each once."""
    seen: set[str] = set()
    for unit in units:
        resources: dict[str, dict[str, str]] = {}
        for one in unit.resources:
            about = one.subject
            resources.setdefault(about.template, {})[about.logical_id] = about.type
        for row in unit.templates:
            file = around.file(row.path)
            if row.status == "scanned" and row.path not in seen and is_file(file):
                seen.add(row.path)
                yield Readable(row.path, file, resources.get(row.path, {}))


def _unasked(units: Iterable[UnitReport], request: Request, tools: str) -> Iterator[Problem]:
    """The templates that lie in no file, as those from standard input."""
    asked = {one.shown for one in request.templates}
    for row in (row for unit in units for row in unit.templates):
        if row.status == "scanned" and row.path not in asked:
            yield Problem(ProblemCode.TOOL_FAILED, _NO_FILE.format(tools=tools), row.path)


def _crashed(name: str) -> Tell:
    def tell(error: BaseException) -> Problem:
        text = _CRASHED.format(tool=name, error=described(error))
        return Problem(ProblemCode.TOOL_FAILED, text)

    return tell


_NO_FILE = Message(
    "{tools}: not asked about this template, which lies in no file: write it to one, and scan that"
)
_CRASHED = Message("{tool}: its answer could not be understood ({error}); the run goes on without")
