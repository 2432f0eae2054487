"""What a run is told, by the one who has his way in each key."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from synthgate.config.reach import STDIN
from synthgate.config.record import NO_BASELINE, Config
from synthgate.config.settings import NEVER, SETTINGS, SWITCHES, Setting, variable
from synthgate.config.trust import DEFAULT_THRESHOLD, without_what_weakens
from synthgate.config.users import cache_folder, cache_key
from synthgate.judge.evidence import as_date
from synthgate.judge.gate_policy import GatePolicy, decider_of, gate_policy
from synthgate.judge.waivers import FILE_NAME as WAIVERS_NAME
from synthgate.judge.waivers import Waiver, read_waivers, waivers_of
from synthgate.model import Message, Problem, Severity
from synthgate.problem_code import ProblemCode
from synthgate.rule.cards.layers import Layer, layer_of
from synthgate.rule.cards.profile import Wish
from synthgate.rule.cards.reach import is_inside, repository_of
from synthgate.rule.cards.shapes import fields
from synthgate.rule.cards.sheet import Sheet, Source, read_sheet, shown
from synthgate.rule.terms.mistakes import Mistake
from synthgate.template.data import is_list

FILE_NAME = "synthgate.yaml"
NONE = "none"
"""In the place of the file: read none."""

_EVERY: Mapping[str, Setting] = {**SETTINGS, **SWITCHES}
_in_file = fields({key: setting.shape for key, setting in SETTINGS.items()})
_by_user = fields({key: setting.shape for key, setting in _EVERY.items()})


def configure(
    given: Mapping[str, Any],
    environ: Mapping[str, str],
    folder: Path,
    file: str | None = None,
    today: date | None = None,
) -> Config:
    """The configuration of a run in a folder.

    An option (`given`, by its key) outweighs an environment variable, that outweighs
    ``synthgate.yaml``, and that the default. `file` is the option that names the file, or
    ``none``; without it and its variable, the file is looked for. `today` counts where nobody says
    ``as-of``. Nothing is raised: mistakes are in the result.
    """
    folder = Path(os.path.realpath(folder))
    said = [*_options(given, folder), *_variables(environ, folder)]
    from_file = _file(file or environ.get(variable("config")), folder)
    mistakes = [it for sheet in said for it in sheet.source.problems(_by_user(sheet.body, ()))]
    if from_file:
        mistakes += from_file.problems
        mistakes += from_file.source.problems(_in_file(from_file.body, ()))
    settled = _settled(folder, said, from_file)
    config = settled.config(mistakes)
    config = replace(config, as_of=settled.day() or today or config.as_of)
    return replace(config, cache=cache_folder(environ, folder), cache_key=cache_key(environ))


def _options(given: Mapping[str, Any], folder: Path) -> Iterator[Sheet]:
    for key, value in given.items():
        if value is not None:
            yield Sheet(Source(f"--{key}", folder), {key: value})


def _variables(environ: Mapping[str, str], folder: Path) -> Iterator[Sheet]:
    """What variables say; an empty one says nothing, as CI systems make them."""
    for key, setting in _EVERY.items():
        name = variable(key)
        if setting.of_variable and environ.get(name):
            yield Sheet(Source(name, folder), {key: setting.of_variable(environ[name])})


def _file(named: str | None, folder: Path) -> Sheet | None:
    """What the file says, as far as it is the repository's own, and its paths stay there."""
    if named == NONE:
        return None
    path = folder / named if named else found_from(folder)
    if path is None:
        return None
    name = shown(path, folder)
    if _leads_away(path, repository_of(folder)):
        problem = Problem(ProblemCode.SETTING, _LEADS_AWAY, name)
        return Sheet(Source(name, path.parent), problems=(problem,))
    return read_sheet(path, name, repository_of(Path(os.path.realpath(path.parent))))


def _leads_away(path: Path, repository: Path) -> bool:
    """Whether a file of the repository is a link to what is not in it; its words may be secret."""
    named = Path(os.path.normpath(path))
    return named.is_relative_to(repository) and not is_inside(named, repository)


def found_from(folder: Path) -> Path | None:
    """The nearest ``synthgate.yaml``, up to the root of the repository.

    Outside any repository only the folder's own: what lies above may be a stranger's.
    """
    above = (folder, *folder.parents)
    for parent in above[: above.index(repository_of(folder)) + 1]:
        if os.path.lexists(parent / FILE_NAME):
            return parent / FILE_NAME
    return None


def _settled(folder: Path, said: Sequence[Sheet], file: Sheet | None) -> _Settled:
    """What counts of all that is said; of an untrusted file, only what cannot weaken."""
    if file is None:
        return _Settled(folder, said)
    if _Settled(folder, said).is_on("untrusted"):
        taken, ignored = without_what_weakens(file, _TRUST)
        return _Settled(folder, [*said, taken], file.source, ignored)
    return _Settled(folder, [*said, file], file.source)


@dataclass(frozen=True, slots=True)
class _Settled:
    """Which source has its way for each key: the first in `said` that names it."""

    folder: Path
    said: Sequence[Sheet]
    file: Source | None = None
    ignored: tuple[str, ...] = ()

    def config(self, mistakes: Sequence[Problem]) -> Config:
        """All of it, with what is malformed left at its default."""
        fail_on = self._value("fail-on", str(DEFAULT_THRESHOLD))
        threshold = None if fail_on == NEVER else Severity(fail_on)
        waivers, wrong = self._waivers()
        source = self._source("environment")
        overruled = source is not None and source is not self.file
        return Config(
            folder=self.folder,
            paths=self._paths("paths"),
            source_root=self._path("source-root"),
            rules=tuple(map(Path, self._paths("rules"))),
            gate=self._gate(threshold),
            waivers=waivers,
            waivers_file=self._waivers_file(),
            gate_on=self._value("gate-on", None),
            baseline=self._baseline(),
            against=self._against(),
            cdk_made=self._value("cdk-made", "aside"),
            language=self._value("lang", "en"),
            environment=self._value("environment", None),
            environments={} if overruled else self._value("environments", {}),
            patterns_from=self.file.folder if self.file else self.folder,
            parameters=self._path("parameters"),
            all_scenarios=self.is_on("all-scenarios"),
            format=tuple(map(self._target, self._value("format", []))) or ("text",),
            profile=self._profile(),
            layers=self._layers(),
            mistakes=(*mistakes, *self._out_of_reach(), *wrong),
            framework=self._frameworks(),
            evidence=self._path("evidence"),
            allow_code=self.is_on("allow-code"),
            untrusted=self.is_on("untrusted"),
            file=self.file,
            of_file=frozenset(self._of_file()),
            ignored=self.ignored,
        )

    def _gate(self, threshold: Severity | None) -> GatePolicy:
        decided_by = decider_of(self._source("fail-on"), "fail-on")
        body, source = self._value("gate", {}), self._source("gate") or Source()
        return gate_policy(threshold, decided_by, body, source)

    def _waivers(self) -> tuple[tuple[Waiver, ...], tuple[Problem, ...]]:
        """What is accepted: by the configuration itself, or by a file, which may lie beside it."""
        said, source = self._value("waivers", None), self._source("waivers")
        if is_list(said) and source:
            own = waivers_of(said, source)
            others, mistakes = self._waivers_in(None)
            return (*own, *others), mistakes
        return self._waivers_in(self._path("waivers"))

    def _waivers_in(self, named: Path | None) -> tuple[tuple[Waiver, ...], tuple[Problem, ...]]:
        """The waivers of a file; without a name, of the one beside the configuration, if any."""
        beside = self._beside(WAIVERS_NAME)
        if named is None and (self.is_on("untrusted") or not os.path.lexists(beside)):
            return (), ()
        path = beside if named is None else self.folder / named
        name = shown(path, self.folder)
        if named is None and _leads_away(path, repository_of(self.folder)):
            return (), (Problem(ProblemCode.SETTING, _LEADS_AWAY, name),)
        return read_waivers(read_sheet(path, name))

    def _waivers_file(self) -> Path:
        """Where a waiver is written: where others stand, else beside the configuration."""
        source = self._source("waivers")
        if source and source is self.file and is_list(self._value("waivers", None)):
            return Path(source.name)
        return self._path("waivers") or Path(shown(self._beside(WAIVERS_NAME), self.folder))

    def _beside(self, name: str) -> Path:
        """A file beside ``synthgate.yaml``, or where that would be."""
        return (self.file.folder if self.file else self.folder) / name

    def day(self) -> date | None:
        """The day that somebody says for what depends on one."""
        return as_date(self._value("as-of", None))

    def is_on(self, key: str) -> bool:
        """Whether something that is either on or off is on."""
        return self._value(key, default=False)

    def _of_file(self) -> Iterator[str]:
        """The keys in which the file has its way."""
        for key in SETTINGS:
            if self.file is not None and self._source(key) is self.file:
                yield key

    def _out_of_reach(self) -> Iterator[Problem]:
        """The paths of the file that lead where it may not, in the keys that it has its way in."""
        for key in self._of_file():
            if self.file:
                yield from self.file.problems(self._strayed(key))

    def _source(self, key: str) -> Source | None:
        return next((sheet.source for sheet in self.said if key in sheet.body), None)

    def _value(self, key: str, default: Any) -> Any:
        value = self._written(key, default)
        is_wrong = any(_EVERY[key].shape(value, (key,))) or any(self._strayed(key))
        return default if is_wrong else value

    def _written(self, key: str, default: Any) -> Any:
        return next((sheet.body[key] for sheet in self.said if key in sheet.body), default)

    def _strayed(self, key: str) -> Iterator[Mistake]:
        """The paths in a key of the file that lead where it may not."""
        if self.file is not None and self._source(key) is self.file:
            yield from _EVERY[key].reach(self.file, key, self._written(key, None))

    def _baseline(self) -> Path | None:
        is_none = self._value("baseline", None) == str(NO_BASELINE)
        return NO_BASELINE if is_none else self._path("baseline")

    def _against(self) -> str | None:
        """A path from here, if it leads to something there; else as it is written: REF:path."""
        said = self._value("against", None)
        path = self._from_here(said, "against") if said else ""
        return path if said and os.path.lexists(self.folder / path) else said

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
        layers = [layer_of(one.source, body, "include") for one, body in reversed(ours)]
        untrusted = self.is_on("untrusted")
        return tuple(
            replace(one, only_raises=untrusted and one.source is self.file) for one in layers
        )


_TRUST = {key: setting.untrusted for key, setting in SETTINGS.items()}
_LEADS_AWAY = Message(
    "leads out of the repository by a link: put the file itself there, or name with --config "
    "the file that is meant"
)
