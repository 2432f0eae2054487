"""What a program asks for, in the words of the command line."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import EllipsisType
from typing import Any, cast

from synthgate.config import NEVER, NONE, configured
from synthgate.model import Report, Severity
from synthgate.pipeline import run


def run_as_asked(
    given: Mapping[str, Any], folder: str | Path | None, config: str | Path | EllipsisType | None
) -> Report:
    """Scan as `synthgate.scan` is asked to: see there for what `folder` and `config` mean.

    Raises:
        ValueError: the threshold is no severity.
        UsageError: the configuration has mistakes, or the file of parameters cannot be used.
    """
    options, file = options_of(given, config)
    if options["fail-on"] not in {None, NEVER}:
        options["fail-on"] = str(Severity(options["fail-on"]))
    with configured(options, os.environ, Path(folder or Path.cwd()), file) as configuration:
        return run(configuration)


def options_of(
    given: Mapping[str, Any], config: str | Path | EllipsisType | None
) -> tuple[dict[str, Any], str | None]:
    """What is given as options have it, and the file that `config` means."""
    file = NONE if config is None else None if config is ... else str(config)
    return {key: _written(value) for key, value in given.items()}, file


def _written(value: Any) -> Any:
    """A value as an option has it: texts, lists of them, true and false."""
    if isinstance(value, str | Path):
        return str(value)
    if isinstance(value, Sequence):
        return [str(one) for one in cast("Sequence[str | Path]", value)]
    return value
