"""What a run is told, by the one who has his way in each key."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from synthgate.config.forms import of_option, of_variable
from synthgate.config.record import Config
from synthgate.config.settled import EVERY, LEADS_AWAY, SHAPES, Settled, leads_away
from synthgate.config.strangers import unknown_variables
from synthgate.config.trust import without_what_weakens
from synthgate.config.users import cache_folder, cache_key
from synthgate.model import Problem
from synthgate.problem_code import ProblemCode
from synthgate.rule.cards.reach import repository_of
from synthgate.rule.cards.shapes import fields
from synthgate.rule.cards.sheet import Sheet, Source, read_sheet, shown
from synthgate.settings import SETTINGS, variable
from synthgate.sources.cdk_json import FILE_NAME as CDK_JSON
from synthgate.sources.cdk_json import output_of

FILE_NAME = "synthgate.yaml"
NONE = "none"
"""In the place of the file: read none."""

_in_file = fields({key: SHAPES[key] for key in SETTINGS})
_by_user = fields(SHAPES)


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
    for key, setting in EVERY.items():
        if given.get(key) is not None:
            yield Sheet(Source(f"--{key}", folder), {key: of_option(setting, given[key])})


def _variables(environ: Mapping[str, str], folder: Path) -> Iterator[Sheet]:
    """What variables say; an empty one says nothing, as CI systems make them."""
    for key, setting in EVERY.items():
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
    if leads_away(path, repository_of(folder)):
        problem = Problem(ProblemCode.SETTING, LEADS_AWAY, name)
        return Sheet(Source(name, path.parent), problems=(problem,))
    return read_sheet(path, name, repository_of(Path(os.path.realpath(path.parent))))


def found_from(folder: Path) -> Path | None:
    """The nearest ``synthgate.yaml``, up to the root of the repository.

    Outside any repository only the folder's own: what lies above may be a stranger's.
    """
    above = (folder, *folder.parents)
    for parent in above[: above.index(repository_of(folder)) + 1]:
        if os.path.lexists(parent / FILE_NAME):
            return parent / FILE_NAME
    return None


def _settled(folder: Path, said: Sequence[Sheet], file: Sheet | None) -> Settled:
    """What counts of all that is said; of an untrusted file, only what cannot weaken."""
    untrusted = Settled(folder, said).is_on("untrusted")
    app = [] if untrusted else [*_app(folder)]
    if file is None:
        return Settled(folder, [*said, *app])
    if untrusted:
        taken, ignored = without_what_weakens(file, _TRUST)
        return Settled(folder, [*said, taken], file.source, ignored)
    return Settled(folder, [*said, file, *app], file.source)


def _app(folder: Path) -> Iterator[Sheet]:
    """What the CDK app of the folder says by itself: where it writes what there is to scan."""
    output = output_of(folder)
    if output:
        yield Sheet(Source(CDK_JSON, folder, within=repository_of(folder)), {"paths": [output]})


_TRUST = {key: setting.untrusted for key, setting in SETTINGS.items()}
