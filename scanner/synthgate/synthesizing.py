"""``synthgate synth``: an app is run, and what comes out is scanned; again, where it is watched."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from synthgate.config import Config
from synthgate.output import Streams
from synthgate.rule.cards.sheet import refuse
from synthgate.sinks import Sinks, sinks_for
from synthgate.synth.synthesis import Wished, synthesized


def carry_out(
    arguments: argparse.Namespace,
    streams: Streams,
    scan: Callable[[argparse.Namespace, Streams], int],
) -> int:
    """A scan of what the app writes; what is wrong with the scan is told before the app runs."""
    config: Config = arguments.config
    ready(arguments, config, streams)
    assembly = synthesized(wished(arguments, config), arguments.environ)
    arguments.config = scanning(config, assembly)
    return scan(arguments, streams)


def ready(arguments: argparse.Namespace, config: Config, streams: Streams) -> Sinks:
    """Where the reports go.

    Raises:
        UsageError: the configuration has mistakes, or a report has no place.
    """
    refuse(config.mistakes)
    arguments.output = None  # that of `scan` is a file; the reports name theirs themselves
    return sinks_for(arguments, config, config.format, streams)


def wished(arguments: argparse.Namespace, config: Config) -> Wished:
    """What is to be run."""
    return Wished(
        config.folder,
        arguments.app_words,
        arguments.assembly,
        arguments.timeout,
        dict(arguments.context),
        bundling=not arguments.no_bundling,
        untrusted=config.untrusted,
    )


def scanning(config: Config, assembly: Path) -> Config:
    """The configuration of a scan of what came out."""
    return replace(config, paths=(str(assembly),))
