"""What a run is told, from options, environment variables and ``synthgate.yaml``."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from synthgate.judge.evidence import FILE_NAME as EVIDENCE_NAME
from synthgate.model import LANGUAGES, Language, Problem, Severity, Text
from synthgate.rule.mistakes import Mistake
from synthgate.rule.profile import Wish
from synthgate.rule.selection import PARAMETERS, SELECTORS, SEVERITY, Layer, layer_of
from synthgate.rule.shapes import Shape, each, fields, items, member, text, truth
from synthgate.rule.sheet import Sheet, Source, read_sheet, shown
from synthgate.template.data import is_list
from synthgate.template.document import Route

FILE_NAME = "synthgate.yaml"
PREFIX = "SYNTHGATE_"
NONE = "none"
"""In the place of the file: read none."""
NEVER = "never"
OFF = ("off", "false", "0")
"""In the place of the folder of the cache: have none."""
STDIN = "-"


@dataclass(frozen=True, slots=True)
class Config:
    """All that a run is told. `folder` is where relative paths start.

    `environments` gives the environment of the stacks whose name, or whose path below
    `patterns_from`, fits a pattern. `mistakes` is what is wrong with the configuration: what it
    says otherwise holds, but nobody may rely on it. `cache` is where rule cards are kept once read.
    `evidence` is the file that is named for it, which counts as of `today`.
    """

    folder: Path = field(default_factory=Path.cwd)
    paths: tuple[str, ...] = ()
    source_root: Path | None = None
    rules: tuple[Path, ...] = ()
    fail_on: Severity | None = Severity.HIGH
    exit_zero: bool = False
    language: Language = "en"
    environment: str | None = None
    environments: Mapping[str, str] = field(default_factory=dict[str, str])
    patterns_from: Path = Path()
    parameters: Path | None = None
    all_scenarios: bool = False
    format: tuple[str, ...] = ("text",)
    profile: Wish = field(default_factory=Wish)
    layers: tuple[Layer, ...] = ()
    mistakes: tuple[Problem, ...] = ()
    cache: Path | None = None
    framework: tuple[Wish, ...] = ()
    evidence: Path | None = None
    today: date = field(default_factory=date.today)

    @property
    def evidence_file(self) -> Path:
        """The file of evidence: what is named, else beside ``synthgate.yaml``."""
        return self.folder / (self.evidence or self.patterns_from / EVIDENCE_NAME)

    def stated_environment(self, names: Collection[str], path: str) -> str | None:
        """What the configuration says of a stack by its names, or its template's path."""
        below = shown(self.folder / path, self.patterns_from) if self.environments else path
        for pattern, environment in self.environments.items():
            if any(fnmatchcase(name, pattern) for name in (*names, below)):
                return environment
        return None


@dataclass(frozen=True, slots=True)
class Setting:
    """One key: the shape of its value, and how a variable writes it (None: it cannot)."""

    shape: Shape
    of_variable: Callable[[str], Any] | None = str


def _listed_by(separator: str) -> Callable[[str], list[str]]:
    return lambda value: [part.strip() for part in value.split(separator) if part.strip()]


def _formats(value: Any, route: Route) -> Iterator[Mistake]:
    from synthgate_reports import FORMATS  # noqa: PLC0415 - only who names a format needs them

    yield from _texts(value, route)
    for index, wish in enumerate(value if is_list(value) else ()):
        if isinstance(wish, str):
            yield from member(FORMATS)(wish.partition("=")[0], (*route, index))


def _truth_of(value: str) -> object:
    return {"true": True, "1": True, "false": False, "0": False}.get(value.lower(), value)


_texts = items(text, Text("a list of texts", "문자열 목록"))
SETTINGS: Mapping[str, Setting] = {
    "profile": Setting(text),
    "rules": Setting(_texts, _listed_by(os.pathsep)),
    "include": Setting(SELECTORS, _listed_by(",")),
    "exclude": Setting(SELECTORS, _listed_by(",")),
    "rule-parameters": Setting(PARAMETERS, None),
    "severity": Setting(SEVERITY, None),
    "fail-on": Setting(member([*Severity, NEVER])),
    "paths": Setting(_texts, _listed_by(os.pathsep)),
    "parameters": Setting(text),
    "all-scenarios": Setting(truth, _truth_of),
    "environment": Setting(text),
    "environments": Setting(each(text), None),
    "source-root": Setting(text),
    "format": Setting(_formats, _listed_by(",")),
    "lang": Setting(member(LANGUAGES)),
    "framework": Setting(_texts, _listed_by(",")),
    "evidence": Setting(text),
}
"""Every key of ``synthgate.yaml``; as an option it is ``--key``, as a variable SYNTHGATE_KEY."""

_settings = fields({key: setting.shape for key, setting in SETTINGS.items()})


def variable(key: str) -> str:
    """The environment variable of a key."""
    return PREFIX + key.upper().replace("-", "_")


def configure(
    given: Mapping[str, Any], environ: Mapping[str, str], folder: Path, file: str | None = None
) -> Config:
    """The configuration of a run in a folder.

    An option (`given`, by its key) outweighs an environment variable, that outweighs
    ``synthgate.yaml``, and that the default. `file` is the option that names the file, or
    ``none``; without it and its variable, the file is looked for. Nothing is raised:
    mistakes are in the result.
    """
    folder = Path(os.path.realpath(folder))
    said = [*_options(given, folder), *_variables(environ, folder)]
    from_file = _file(file or environ.get(variable("config")), folder)
    said += [from_file] if from_file else []
    mistakes = [problem for sheet in said for problem in sheet.problems]
    mistakes += [it for sheet in said for it in sheet.source.problems(_settings(sheet.body, ()))]
    config = _Settled(folder, said).config(from_file.source if from_file else None, mistakes)
    return replace(config, cache=_cache(environ, folder))


def _cache(environ: Mapping[str, str], folder: Path) -> Path | None:
    """The folder of the cache, which only the user may name: a repository could plant one."""
    said = environ.get(variable("cache"), "")
    if said.lower() in OFF:
        return None
    base = folder / said if said else _users_cache(environ)
    return base and base / "cards"


def _users_cache(environ: Mapping[str, str]) -> Path | None:
    """Where programs keep caches, by the XDG Base Directory Specification or on Windows."""
    xdg, local, home = map(environ.get, ("XDG_CACHE_HOME", "LOCALAPPDATA", "HOME"))
    base = xdg if xdg and Path(xdg).is_absolute() else local or (home and f"{home}/.cache")
    return Path(base, "synthgate") if base else None


def _options(given: Mapping[str, Any], folder: Path) -> Iterator[Sheet]:
    for key, value in given.items():
        if value is not None:
            yield Sheet(Source(f"--{key}", folder), {key: value})


def _variables(environ: Mapping[str, str], folder: Path) -> Iterator[Sheet]:
    """What variables say; an empty one says nothing, as CI systems make them."""
    for key, setting in SETTINGS.items():
        name = variable(key)
        if setting.of_variable and environ.get(name):
            yield Sheet(Source(name, folder), {key: setting.of_variable(environ[name])})


def _file(named: str | None, folder: Path) -> Sheet | None:
    if named == NONE:
        return None
    path = folder / named if named else found_from(folder)
    return read_sheet(path, shown(path, folder)) if path else None


def found_from(folder: Path) -> Path | None:
    """The nearest ``synthgate.yaml``, up to the root of the repository.

    Outside any repository only the folder's own: what lies above may be a stranger's.
    """
    above = (folder, *folder.parents)
    root = next((parent for parent in above if os.path.lexists(parent / ".git")), folder)
    for parent in above[: above.index(root) + 1]:
        if os.path.lexists(parent / FILE_NAME):
            return parent / FILE_NAME
    return None


@dataclass(frozen=True, slots=True)
class _Settled:
    """Which source has its way for each key: the first in `said` that names it."""

    folder: Path
    said: Sequence[Sheet]

    def config(self, file: Source | None, mistakes: Sequence[Problem]) -> Config:
        """All of it, with what is malformed left at its default."""
        fail_on, source = self._value("fail-on", str(Severity.HIGH)), self._source("environment")
        overruled = source is not None and source is not file
        return Config(
            folder=self.folder,
            paths=self._paths("paths"),
            source_root=self._path("source-root"),
            rules=tuple(map(Path, self._paths("rules"))),
            fail_on=None if fail_on == NEVER else Severity(fail_on),
            language=self._value("lang", "en"),
            environment=self._value("environment", None),
            environments={} if overruled else self._value("environments", {}),
            patterns_from=file.folder if file else self.folder,
            parameters=self._path("parameters"),
            all_scenarios=self._value("all-scenarios", default=False),
            format=tuple(map(self._target, self._value("format", []))) or ("text",),
            profile=self._profile(),
            layers=self._layers(),
            mistakes=tuple(mistakes),
            framework=self._frameworks(),
            evidence=self._path("evidence"),
        )

    def _source(self, key: str) -> Source | None:
        return next((sheet.source for sheet in self.said if key in sheet.body), None)

    def _value(self, key: str, default: Any) -> Any:
        value = next((sheet.body[key] for sheet in self.said if key in sheet.body), default)
        return default if any(SETTINGS[key].shape(value, (key,))) else value

    def _path(self, key: str) -> Path | None:
        value = self._value(key, None)
        return Path(self._from_here(value, key)) if value else None

    def _paths(self, key: str) -> tuple[str, ...]:
        return tuple(self._from_here(path, key) for path in self._value(key, []))

    def _from_here(self, path: str, key: str) -> str:
        """A path as it is written, if it is relative to the folder; else from there."""
        source = self._source(key)
        if path == STDIN or source is None or source.folder == self.folder:
            return path
        return shown(source.folder / path, self.folder)

    def _target(self, wish: str) -> str:
        """A format with its file, if it has one."""
        name, _, file = wish.partition("=")
        return f"{name}={self._from_here(file, 'format')}" if file else name

    def _profile(self) -> Wish:
        name, source = self._value("profile", None), self._source("profile")
        return Wish(name, source) if name and source else Wish()

    def _frameworks(self) -> tuple[Wish, ...]:
        source = self._source("framework")
        names: list[str] = self._value("framework", [])
        return tuple(Wish(name, source, "framework") for name in names) if source else ()

    def _layers(self) -> tuple[Layer, ...]:
        """What each source says of the rules in the keys that it has its way in, strongest last."""
        ours = [
            (one, {key: it for key, it in one.body.items() if self._source(key) is one.source})
            for one in self.said
        ]
        return tuple(layer_of(one.source, body, "include") for one, body in reversed(ours))
