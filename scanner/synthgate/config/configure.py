"""What a run is told, by the one who has his way in each key."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from synthgate.config.forms import of_option, of_variable, shape_of
from synthgate.config.reach import STDIN, strayed
from synthgate.config.record import Config, Said
from synthgate.config.strangers import unknown_variables
from synthgate.config.trust import DEFAULT_THRESHOLD, without_what_weakens
from synthgate.config.users import cache_folder, cache_key
from synthgate.judge.evidence import as_date
from synthgate.model import Message, Problem, Severity
from synthgate.problem_code import ProblemCode
from synthgate.rule.cards.layers import Layer, layer_of
from synthgate.rule.cards.profile import Wish
from synthgate.rule.cards.reach import is_inside, repository_of
from synthgate.rule.cards.shapes import fields
from synthgate.rule.cards.sheet import Sheet, Source, read_sheet, shown
from synthgate.rule.terms.mistakes import Mistake
from synthgate.settings import NEVER, SETTINGS, SWITCHES, Setting, variable
from synthgate.sources.cdk_json import FILE_NAME as CDK_JSON
from synthgate.sources.cdk_json import output_of
from synthgate.sources.left_out import LeftOut

FILE_NAME = "synthgate.yaml"
NONE = "none"
"""In the place of the file: read none."""

_EVERY: Mapping[str, Setting] = {**SETTINGS, **SWITCHES}
_SHAPES = {key: shape_of(setting) for key, setting in _EVERY.items()}
_in_file = fields({key: _SHAPES[key] for key in SETTINGS})
_by_user = fields(_SHAPES)


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
    mistakes = [*unknown_variables(environ)]
    mistakes += [it for sheet in said for it in sheet.source.problems(_by_user(sheet.body, ()))]
    if from_file:
        mistakes += from_file.problems
        mistakes += from_file.source.problems(_in_file(from_file.body, ()))
    settled = _settled(folder, said, from_file)
    config = settled.config(mistakes)
    config = replace(config, as_of=settled.day() or today or config.as_of)
    return replace(config, cache=cache_folder(environ, folder), cache_key=cache_key(environ))


def _options(given: Mapping[str, Any], folder: Path) -> Iterator[Sheet]:
    """What options say: in the order of the table, whatever the order on the command line."""
    for key, setting in _EVERY.items():
        if given.get(key) is not None:
            yield Sheet(Source(f"--{key}", folder), {key: of_option(setting, given[key])})


def _variables(environ: Mapping[str, str], folder: Path) -> Iterator[Sheet]:
    """What variables say; an empty one says nothing, as CI systems make them."""
    for key, setting in _EVERY.items():
        name = variable(key)
        if environ.get(name):
            yield Sheet(Source(name, folder), {key: of_variable(setting, environ[name])})


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
    untrusted = _Settled(folder, said).is_on("untrusted")
    app = [] if untrusted else [*_app(folder)]
    if file is None:
        return _Settled(folder, [*said, *app])
    if untrusted:
        taken, ignored = without_what_weakens(file, _TRUST)
        return _Settled(folder, [*said, taken], file.source, ignored)
    return _Settled(folder, [*said, file, *app], file.source)


def _app(folder: Path) -> Iterator[Sheet]:
    """What the CDK app of the folder says by itself: where it writes what there is to scan."""
    output = output_of(folder)
    if output:
        yield Sheet(Source(CDK_JSON, folder, within=repository_of(folder)), {"paths": [output]})


@dataclass(frozen=True, slots=True)
class _Settled:
    """Which source has its way for each key: the first in `said` that names it."""

    folder: Path
    said: Sequence[Sheet]
    file: Source | None = None
    ignored: tuple[str, ...] = ()

    def config(self, mistakes: Sequence[Problem]) -> Config:
        """All of it, with what is malformed left at its default."""
        fail_on, here = self._value("fail-on", str(DEFAULT_THRESHOLD)), Source(folder=self.folder)
        return Config(
            folder=self.folder,
            paths=self._paths("paths"),
            left_out=LeftOut(
                tuple(self._value("exclude-path", [])),
                (self._source("exclude-path") or here).folder,
            ),
            source_root=self._path("source-root"),
            rules=tuple(map(Path, self._paths("rules"))),
            fail_on=None if fail_on == NEVER else Severity(fail_on),
            cdk_made=self._value("cdk-made", "aside"),
            language=self._value("lang", "en"),
            environment=self._value("environment", None),
            environments={} if self._is_overruled() else self._value("environments", {}),
            patterns_from=(self._source("environments") or self.file or here).folder,
            parameters=self._path("parameters"),
            all_scenarios=self.is_on("all-scenarios"),
            format=tuple(map(self._target, self._value("format", []))) or ("text",),
            profile=self._profile(),
            layers=self._layers(),
            mistakes=(*mistakes, *self._out_of_reach(), *self._not_there()),
            framework=self._frameworks(),
            evidence=self._path("evidence"),
            allow_code=self.is_on("allow-code"),
            untrusted=self.is_on("untrusted"),
            file=self.file,
            of_file=frozenset(self._of_file()),
            said={key: Said(self._written(key, None), one) for key, one in self._sources()},
            ignored=self.ignored,
        )

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
        """The paths of files that lead where they may not, in the keys that these settle."""
        for key, source in self._sources():
            yield from source.problems(self._strayed(key))

    def _is_overruled(self) -> bool:
        """Whether one environment for all is said in a stronger place than those by patterns."""
        return self._rank("environment") < self._rank("environments")

    def _rank(self, key: str) -> int:
        """The place that has its way in a key: an option, a variable, the file, none."""
        source = self._source(key)
        if source is None or source is self.file:
            return 3 if source is None else 2
        return 0 if source.name.startswith("--") else 1

    def _not_there(self) -> Iterator[Problem]:
        """A root of the sources that is no folder: no line of the program would be found."""
        root, source = self._path("source-root"), self._source("source-root")
        if root and source and not (self.folder / root).is_dir():
            yield source.problem(("source-root",), _NO_FOLDER.format(path=root.as_posix()))

    def _sources(self) -> Iterator[tuple[str, Source]]:
        """The keys that anybody speaks of, with who has his way there."""
        for key in _EVERY:
            source = self._source(key)
            if source:
                yield key, source

    def _source(self, key: str) -> Source | None:
        return next((sheet.source for sheet in self.said if key in sheet.body), None)

    def _value(self, key: str, default: Any) -> Any:
        value = self._written(key, default)
        is_wrong = any(_SHAPES[key](value, (key,))) or any(self._strayed(key))
        return default if is_wrong else value

    def _written(self, key: str, default: Any) -> Any:
        return next((sheet.body[key] for sheet in self.said if key in sheet.body), default)

    def _strayed(self, key: str) -> Iterator[Mistake]:
        """The paths in a key that lead where a file of the repository may not."""
        source = self._source(key)
        if source is not None and source.within is not None:
            yield from strayed(_EVERY[key].reach, source, key, self._written(key, None))

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
        layers = [layer_of(one.source, body, "include", "select") for one, body in reversed(ours)]
        untrusted = self.is_on("untrusted")
        return tuple(
            replace(one, only_raises=untrusted and one.source is self.file) for one in layers
        )


_TRUST = {key: setting.untrusted for key, setting in SETTINGS.items()}
_NO_FOLDER = Message("source-root: there is no folder {path!r}")
_LEADS_AWAY = Message(
    "leads out of the repository by a link: put the file itself there, or name with --config "
    "the file that is meant"
)
