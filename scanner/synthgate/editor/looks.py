"""A scan for an editor: of an assembly, or of a template as it stands in a buffer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from pathlib import Path
from typing import Any

from synthgate.clock import within
from synthgate.config import Config, configured
from synthgate.config.tools import Tools
from synthgate.editor.apps import App
from synthgate.editor.curing import Mends, of_program, of_template
from synthgate.editor.texts import digest_of, text_at
from synthgate.errors import CardError, UsageError
from synthgate.guard import Guard, Tell, crash
from synthgate.model import Language, Problem, Report
from synthgate.pipeline import prepare, run
from synthgate.problem_code import ProblemCode
from synthgate.records import dataclass
from synthgate.scanning import scan_unit
from synthgate.sources.source import Source

SECONDS_OF_APP = 120.0
SECONDS_OF_BUFFER = 20.0
"""How long a scan may take: who types waits for none that is longer."""


@dataclass(frozen=True, slots=True)
class Told:
    """What configurations are made of, besides the files that lie in the workspace.

    `given` are options by their keys, `file` is that of the configuration, if one is named.
    """

    given: Mapping[str, Any] = field(default_factory=dict[str, Any])
    environ: Mapping[str, str] = field(default_factory=dict[str, str])
    file: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """What a scan came to. Paths of the report start at `folder`.

    `texts` stands for what each file held then that something is said of; `synthesized` is when an
    assembly was, in seconds. `problems` are those that there is no report for.
    """

    folder: Path
    report: Report | None = None
    problems: tuple[Problem, ...] = ()
    texts: Mapping[Path, str] = field(default_factory=dict[Path, str])
    synthesized: float = 0.0
    language: Language = "en"
    mends: Mends | None = None


def look_at_app(app: App, told: Told) -> Look:
    """The findings of the last assembly. Nothing is raised, and nothing is run but the rules."""
    problems: list[Problem] = []
    look = Look(app.folder)
    synthesized = app.synthesized
    with (
        Guard(problems, _told_of(str(app.assembly)), last=True),
        within(SECONDS_OF_APP),
        configured(told.given, told.environ, app.folder, told.file) as config,
    ):
        alone = replace(_alone(config), paths=(str(app.assembly),))
        report = run(alone)
        look = Look(config.folder, report, synthesized=synthesized, language=config.language)
        mends = of_program(prepare(alone), report, alone.paths)
        look = replace(look, texts=_texts(look.folder, report), mends=mends)
    return replace(look, problems=tuple(problems))


def look_at_buffer(path: Path, text: str, folder: Path, told: Told) -> Look:
    """The findings of a template that lies at a path, or will, as somebody is changing it."""
    problems: list[Problem] = []
    look = Look(folder)
    with (
        Guard(problems, _told_of(path.name), last=True),
        within(SECONDS_OF_BUFFER),
        configured(told.given, told.environ, folder, told.file) as config,
    ):
        prepared = prepare(_alone(config))
        around = prepared.judgement.around
        content = text.encode("utf-8", "surrogatepass")
        source = Source((0,), "buffer", path, around, expected=False, content=content)
        report = prepared.judgement.report(prepared.told, scan_unit(prepared.plan, source))
        texts = {path: digest_of(text)}
        mends = of_template(prepared, source)
        look = Look(config.folder, report, texts=texts, language=config.language, mends=mends)
    return replace(look, problems=tuple(problems))


def _alone(config: Config) -> Config:
    """A configuration that starts no other program, compares nothing, and writes nothing."""
    return replace(
        config,
        tools=Tools(reports=config.tools.reports),
        against=None,
        gate_on=None,
        framework=(),
        format=(),
        facts="",
        jobs=1,
        executor="local",
        scheduler="",
    )


def _texts(folder: Path, report: Report) -> Mapping[Path, str]:
    """What stands for the files that findings are in: the program's, and templates."""
    shown = {one.source.path for one in report.findings if one.source and one.source.found}
    shown |= {one.location.path for one in report.findings}
    files = {_file(folder, one) for one in shown}
    return {path: digest_of(text) for path in files if (text := text_at(path)) is not None}


def _file(folder: Path, shown: str) -> Path:
    return (folder / shown).resolve()


def _told_of(name: str) -> Tell:
    def tell(error: BaseException) -> Problem:
        if isinstance(error, UsageError | CardError):
            return Problem(ProblemCode.SETTING, error.text)
        return crash(name)(error)

    return tell
