"""Which source has its way in each key, and the configuration that comes of it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from synthgate.config.accepted import DECIDING, Accepted
from synthgate.config.forms import EVERY, SHAPES, some
from synthgate.config.found import LEADS_AWAY, leads_away
from synthgate.config.policy.sheet import Policy
from synthgate.config.policy.sources import EXTENDS, PACK, POLICY, Asked, policy_named, words_of
from synthgate.config.reach import STDIN, strayed
from synthgate.config.record import NO_BASELINE, Config, Said
from synthgate.config.tools import tools_of
from synthgate.config.trust import DEFAULT_THRESHOLD
from synthgate.judge.days import as_date
from synthgate.judge.gate_policy import GatePolicy, decider_of, gate_policy, no_milder
from synthgate.judge.waivers import FILE_NAME as WAIVERS_NAME
from synthgate.judge.waivers import Waiver, read_waivers, waivers_of
from synthgate.model import Message, Problem, Severity
from synthgate.problem_code import ProblemCode
from synthgate.records import dataclass
from synthgate.rule.cards.layers import Layer, layer_of
from synthgate.rule.cards.profile import Wish
from synthgate.rule.cards.reach import is_inside, repository_of
from synthgate.rule.cards.shapes import fields
from synthgate.rule.cards.sheet import Sheet, Source, read_sheet, shown
from synthgate.rule.terms.mistakes import Mistake
from synthgate.settings import NEVER, PREFIX, SETTINGS
from synthgate.sources.left_out import LeftOut
from synthgate.template.data import is_list

_in_policy = fields({key: SHAPES[key] for key in SETTINGS if key != EXTENDS})


@dataclass(frozen=True, slots=True)
class Settled:
    """Which source has its way for each key: the first in `said` that names it."""

    folder: Path
    said: Sequence[Sheet]
    file: Source | None = None
    ignored: tuple[str, ...] = ()
    accepted: Accepted | None = None

    @property
    def excuses_nothing(self) -> bool:
        """Whether a stranger has written what lies in the repository, and nobody accepts it."""
        return self.is_on("untrusted") and self.accepted is None

    def policies(self) -> tuple[tuple[Policy, ...], list[Problem]]:
        """The policies that anybody names: all of them bind. And what is wrong with them."""
        policies: list[Policy] = []
        problems: list[Problem] = []
        for key, sheet in ((key, one) for key in (POLICY, EXTENDS) for one in self.said):
            for word in words_of(sheet.body.get(key)):
                path = self._there(sheet.source.folder / word)
                asked = Asked(word, sheet.source, key, path, self._shown, _in_policy)
                policy, wrong = policy_named(asked)
                problems += wrong
                if policy:
                    firm = self.accepted is not None or not self._is_of_repository(word, path)
                    policies.append(replace(policy, is_firm=firm))
        return tuple(policies), problems

    def above(self, policies: Sequence[Policy]) -> Settled:
        """With the defaults of policies below all else."""
        return replace(self, said=[*self.said, *(one.defaults for one in policies)])

    def _is_of_repository(self, word: str, path: Path) -> bool:
        is_file = not word.startswith(PACK)
        return is_file and is_inside(path, repository_of(self.folder))

    def _there(self, path: Path) -> Path:
        return self.accepted.there(path) if self.accepted else path

    def _here(self, path: Path) -> Path:
        return self.accepted.here(path) if self.accepted else path

    def _shown(self, path: Path) -> str:
        return (self.accepted and self.accepted.shown(path)) or shown(path, self.folder)

    def config(self, mistakes: Sequence[Problem]) -> Config:
        """All of it, with what is malformed left at its default."""
        fail_on, here = self._value("fail-on", str(DEFAULT_THRESHOLD)), Source(folder=self.folder)
        threshold = None if fail_on == NEVER else Severity(fail_on)
        waivers, wrong = self._waivers()
        return Config(
            folder=self.folder,
            paths=self._paths("paths"),
            left_out=LeftOut(
                tuple(self._value("exclude-path", [])),
                self._here((self._source("exclude-path") or here).folder),
            ),
            source_root=self._path("source-root"),
            rules=tuple(map(Path, self._paths("rules"))),
            gate=self._gate(threshold),
            waivers=waivers,
            waivers_file=self._waivers_file(),
            gate_on=some(self._value("gate-on", None)),
            baseline=self._baseline(),
            against=self._against(),
            cdk_made=self._value("cdk-made", "aside"),
            language=self._value("lang", "en"),
            environment=self._value("environment", None),
            environments={} if self._is_overruled() else self._value("environments", {}),
            patterns_from=self._here((self._source("environments") or self.file or here).folder),
            parameters=self._path("parameters"),
            all_scenarios=self.is_on("all-scenarios"),
            tools=tools_of(self._value, self._paths),
            format=tuple(map(self._target, self._value("format", []))) or ("text",),
            sarif_category=self._value("sarif-category", ""),
            profile=self._profile(),
            layers=self._layers(),
            mistakes=(*mistakes, *self._out_of_reach(), *self._not_there(), *wrong),
            framework=self._wishes("framework"),
            shared_evidence=self._wishes("shared-evidence"),
            evidence=self._path("evidence"),
            app=self._value("app", ""),
            allow_code=self.is_on("allow-code"),
            untrusted=self.is_on("untrusted"),
            file=self.file,
            of_file=frozenset(key for key in SETTINGS if self._is_of_file(key)),
            said={key: Said(self._written(key, None), one) for key, one in self._sources()},
            ignored=self.ignored,
            accepted=self.accepted,
            jobs=self._value("jobs", 1),
            executor=self._value("executor", "local"),
            scheduler=self._value("scheduler", ""),
            facts=self._value("facts", ""),
        )

    def _gate(self, threshold: Severity | None) -> GatePolicy:
        decided_by = decider_of(self._source("fail-on"), "fail-on")
        body, source = self._value("gate", {}), self._source("gate") or Source()
        policy = gate_policy(threshold, decided_by, body, source)
        return no_milder(policy) if self._rank("fail-on") < self._rank("gate") else policy

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
        if named is None and (self.excuses_nothing or not os.path.lexists(beside)):
            return (), ()
        path = beside if named is None else self.folder / named
        name = self._shown(path)
        if named is None and leads_away(path, repository_of(self.folder)):
            return (), (Problem(ProblemCode.SETTING, LEADS_AWAY, name),)
        return read_waivers(read_sheet(path, name))

    def _waivers_file(self) -> Path:
        """Where a waiver is written: where others stand, else beside the configuration."""
        source = self._source("waivers")
        if source and source is self.file and is_list(self._value("waivers", None)):
            return Path(source.name)
        return self._path("waivers") or Path(shown(self._beside(WAIVERS_NAME), self.folder))

    def _beside(self, name: str) -> Path:
        """A file beside ``synthgate.yaml``, or where that would be."""
        return self._there(self.file.folder if self.file else self.folder) / name

    def _baseline(self) -> Path | None:
        is_none = self._value("baseline", None) == str(NO_BASELINE)
        return NO_BASELINE if is_none else self._path("baseline")

    def _against(self) -> str | None:
        """A path from here, if it leads to something there; else as it is written: REF:path.

        A file that is accepted does not name what the change under test could write.
        """
        said, source = self._value("against", None), self._source("against")
        if said and self.accepted and source and source is self.file:
            whole = source.folder / said
            return self.accepted.word(whole) or shown(whole, self.folder)
        path = self._from_here(said, "against") if said else ""
        return path if said and os.path.lexists(self.folder / path) else said

    def day(self) -> date | None:
        """The day that somebody says for what depends on one."""
        return as_date(self._value("as-of", None))

    def is_on(self, key: str) -> bool:
        """Whether something that is either on or off is on."""
        return self._value(key, default=False)

    def _is_of_file(self, key: str) -> bool:
        return self.file is not None and self._source(key) is self.file

    def _out_of_reach(self) -> Iterator[Problem]:
        """The paths of files that lead where they may not, in the keys that these settle."""
        for key, source in self._sources():
            yield from source.problems(self._strayed(key))

    def _is_overruled(self) -> bool:
        """Whether one environment for all is said in a stronger place than those by patterns."""
        return self._rank("environment") < self._rank("environments")

    def _rank(self, key: str) -> int:
        """The place that has its way in a key: an option, a variable, the file, a policy, none."""
        source = self._source(key)
        if source is None or source is self.file:
            return 4 if source is None else 2
        begins = (source.name.startswith(sign) for sign in ("--", PREFIX))
        return next((rank for rank, it in enumerate(begins) if it), 3)

    def _not_there(self) -> Iterator[Problem]:
        """A root of the sources that is no folder: no line of the program would be found."""
        root, source = self._path("source-root"), self._source("source-root")
        if root and source and not (self.folder / root).is_dir():
            yield source.problem(("source-root",), _NO_FOLDER.format(path=root.as_posix()))

    def _sources(self) -> Iterator[tuple[str, Source]]:
        """The keys that anybody speaks of, with who has his way there."""
        for key in EVERY:
            if source := self._source(key):
                yield key, source

    def _source(self, key: str) -> Source | None:
        return next((sheet.source for sheet in self.said if key in sheet.body), None)

    def _value(self, key: str, default: Any) -> Any:
        value = self._written(key, default)
        is_wrong = any(SHAPES[key](value, (key,))) or any(self._strayed(key))
        return default if is_wrong else value

    def _written(self, key: str, default: Any) -> Any:
        return next((sheet.body[key] for sheet in self.said if key in sheet.body), default)

    def _strayed(self, key: str) -> Iterator[Mistake]:
        """The paths in a key that lead where a file of the repository may not."""
        source = self._source(key)
        if source is not None and source.within is not None:
            yield from strayed(EVERY[key].reach, source, key, self._written(key, None))

    def _path(self, key: str) -> Path | None:
        value = self._value(key, None)
        return Path(self._from_here(value, key)) if value else None

    def _paths(self, key: str) -> tuple[str, ...]:
        return tuple(self._from_here(path, key) for path in self._value(key, []))

    def _from_here(self, path: str, key: str) -> str:
        """A path as it is written, if it is relative to the folder; else from there."""
        source = self._source(key)
        if path == STDIN or source is None:
            return path
        written = source.folder / path
        whole = (self._there if key in DECIDING else self._here)(written)
        if source.folder == self.folder and whole == written:
            return path
        return shown(whole, self.folder)

    def _target(self, wish: str) -> str:
        """A format with its file, if it has one."""
        name, _, file = wish.partition("=")
        return f"{name}={self._from_here(file, 'format')}" if file else name

    def _profile(self) -> Wish:
        name, source = self._value("profile", None), self._source("profile")
        return self._taken(Wish(name, source)) if name and source else Wish()

    def _wishes(self, key: str) -> tuple[Wish, ...]:
        """What a key names, by a name or a file each."""
        source = self._source(key)
        names: list[str] = self._value(key, [])
        return tuple(self._taken(Wish(name, source, key)) for name in names) if source else ()

    def _taken(self, wish: Wish) -> Wish:
        """A wish for a file, which lies where it is taken from."""
        written = wish.source.folder / wish.name
        there = self._there(written)
        if not wish.is_file or there == written:
            return wish
        return replace(wish, name=os.path.relpath(there, wish.source.folder))

    def _layers(self) -> tuple[Layer, ...]:
        """What each source says of the rules in the keys that it has its way in, strongest last."""
        ours = [
            (one, {key: it for key, it in one.body.items() if self._source(key) is one.source})
            for one in self.said
        ]
        layers = [layer_of(one.source, body, "include", "select") for one, body in reversed(ours)]
        raises = self.excuses_nothing
        return tuple(replace(one, only_raises=raises and one.source is self.file) for one in layers)


_NO_FOLDER = Message("source-root: there is no folder {path!r}")
