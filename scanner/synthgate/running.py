"""Who scans, and where what is found is kept, as the configuration says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from synthgate.config import Config
from synthgate.errors import UsageError
from synthgate.executors.executor import Executor, executor_of
from synthgate.executors.processors import processors
from synthgate.kept.keep import Keep
from synthgate.kept.settled import keep_for
from synthgate.model import Message
from synthgate.settings import AUTO
from synthgate.sources.remote.store import is_address

if TYPE_CHECKING:
    from synthgate.facts.recorder import Recorder


def recorder_of(config: Config) -> Recorder | None:
    """Who writes down what is found, if anybody is to."""
    if not config.facts:
        return None
    from synthgate.facts.recorder import Recorder  # noqa: PLC0415 - few runs keep facts
    from synthgate.facts.runs import Ledger, address_of  # noqa: PLC0415

    ledger = Ledger(address_of(config.facts, config.folder), config.today.isoformat(), config.facts)
    return Recorder(ledger, config.paths)


def executor_for(config: Config, recorder: Recorder | None = None) -> Executor:
    """Who scans the units of a run.

    Raises:
        UsageError: what is said of that does not go together.
    """
    if config.scheduler and config.executor != "dask":
        raise UsageError(_NO_CLUSTER)
    if config.executor == "dask":
        from synthgate.executors.cluster import Cluster  # noqa: PLC0415 - few runs have a cluster

        number = config.jobs if "jobs" in config.said else AUTO
        number = processors() if number == AUTO else number
        return Cluster(config.scheduler, number, recorder)
    if recorder is None:
        return executor_of(config.jobs)
    if config.jobs != 1:
        raise UsageError(_ONE_WRITER)
    from synthgate.executors.recording import Recording  # noqa: PLC0415 - few runs keep facts

    return Recording(recorder)


def kept_here(config: Config) -> Keep | None:
    """What earlier runs have kept on this machine.

    What lies in a store, and what is written down as facts, is known again by those.
    """
    is_elsewhere = config.facts or config.executor == "dask" or any(map(is_address, config.paths))
    return None if is_elsewhere else keep_for(config)


def refuse_addresses(config: Config) -> None:
    """See that what lies in stores is scanned only where that can be.

    Raises:
        UsageError: a file names the address, or a tool is asked about it that reads files.
    """
    address = next(filter(is_address, config.paths), None)
    if address is None:
        return
    said = config.said.get("paths")
    if said and said.source.within is not None:  # a repository's file
        raise UsageError(_UNASKED.format(file=said.source.name, address=address))
    if config.tools.reads_templates:
        raise UsageError(_NO_FILES.format(address=address))


_NO_CLUSTER = Message("--scheduler: for --executor dask alone, which is not given")
_ONE_WRITER = Message(
    "--facts with --jobs: processes of this machine write facts as a cluster: add --executor dask"
)
_UNASKED = Message(
    "{file}: {address}: nothing is fetched because a file says so: name it on the command line, or "
    "by SYNTHGATE_PATHS"
)
_NO_FILES = Message(
    "{address}: other tools (--with, --guard, --rego, --cel) read files of this machine: fetch "
    "what is there, and scan that"
)
