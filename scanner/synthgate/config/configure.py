"""What a run is told, by the one who has his way in each key."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from synthgate.config.accepted import Accepted
from synthgate.config.forms import of_option, of_variable
from synthgate.config.found import as_in_table, file_of, unused_below
from synthgate.config.policy import bounded, held
from synthgate.config.record import Config
from synthgate.config.settled import EVERY, SHAPES, Settled
from synthgate.config.strangers import short_key, unknown_variables, wrong_size
from synthgate.config.trust import without_what_weakens
from synthgate.config.users import (
    SIZE,
    cache_folder,
    cache_key,
    cache_size,
    shared_folders,
    units_folder,
)
from synthgate.rule.cards.reach import repository_of
from synthgate.rule.cards.shapes import fields
from synthgate.rule.cards.sheet import Sheet, Source
from synthgate.settings import SETTINGS, variable
from synthgate.sources.cdk_json import FILE_NAME as CDK_JSON
from synthgate.sources.cdk_json import output_of

_in_file = fields({key: SHAPES[key] for key in SETTINGS})
_by_user = fields(SHAPES)


def configure(
    given: Mapping[str, Any],
    environ: Mapping[str, str],
    folder: Path,
    file: str | None = None,
    today: date | None = None,
    *,
    exit_zero: bool = False,
    accepted: Accepted | None = None,
) -> Config:
    """The configuration of a run in a folder, within the bounds of its policies.

    An option (`given`, by its key) outweighs an environment variable, that outweighs
    ``synthgate.yaml``, that the defaults of policies, and those the default. `file` is the option
    that names the file, or ``none``; without it and its variable, the file is looked for. `today`
    counts where nobody says ``as-of``. `accepted` is where the files that decide are taken from.
    Nothing is raised: mistakes are in the result.
    """
    folder = Path(os.path.realpath(folder))
    said = [*_options(given, folder), *_variables(environ, folder)]
    named = file or environ.get(variable("config"))
    from_file = as_in_table(file_of(named, folder, accepted))
    mistakes = [*unknown_variables(environ), *wrong_size(environ), *short_key(environ)]
    mistakes += [it for sheet in said for it in sheet.source.problems(_by_user(sheet.body, ()))]
    if from_file:
        mistakes += from_file.problems
        mistakes += from_file.source.problems(_in_file(from_file.body, ()))
    settled = _settled(folder, said, from_file, accepted)
    policies, wrong = settled.policies()
    within, notices = held(settled.said, settled.file, policies)
    settled = replace(settled, said=within).above(policies)
    config = settled.config((*mistakes, *wrong))
    now = today or config.today
    config = replace(config, as_of=settled.day() or now, today=now, exit_zero=exit_zero)
    config = replace(config, cache_key=cache_key(environ), cache_size=cache_size(environ) or SIZE)
    cards = cache_folder(environ, folder)
    own = (cards, units_folder(cards)) if cards else ()
    config = replace(config, left_out=replace(config.left_out, own=own))
    if not settled.is_on("no-cache"):
        config = replace(config, cache=cards)
        notices += shared_folders(cards, folder)
    if settled.is_on("stamp"):
        from synthgate.sources.stamp import stamp_of  # noqa: PLC0415 - few are stamped

        stamp, wrong_time = stamp_of(folder, environ, now)
        config = replace(config, stamp=stamp, mistakes=(*config.mistakes, *wrong_time))
    if not named:
        notices += unused_below(config.paths, folder)
    return bounded(replace(config, policies=policies, refused=tuple(notices)))


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


def _settled(
    folder: Path, said: Sequence[Sheet], file: Sheet | None, accepted: Accepted | None
) -> Settled:
    """What counts of all that is said; of an untrusted file, only what cannot weaken."""
    settled = Settled(folder, said, accepted=accepted)
    app = [] if settled.is_on("untrusted") else [*_app(folder)]
    if file is None:
        return replace(settled, said=[*said, *app])
    if settled.excuses_nothing:
        taken, ignored = without_what_weakens(file, _TRUST)
        return replace(settled, said=[*said, taken], file=file.source, ignored=ignored)
    return replace(settled, said=[*said, file, *app], file=file.source)


def _app(folder: Path) -> Iterator[Sheet]:
    """What the CDK app of the folder says by itself: where it writes what there is to scan."""
    output = output_of(folder)
    if output:
        yield Sheet(Source(CDK_JSON, folder, within=repository_of(folder)), {"paths": [output]})


_TRUST = {key: setting.untrusted for key, setting in SETTINGS.items()}
