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
from synthgate.sources.places import exists as is_there
from synthgate.sources.remote.store import is_address

if TYPE_CHECKING:
    from synthgate.facts.recorder import Recorder


def recorder_of(config: Config, head: str | None = None) -> Recorder | None:
    """Who writes down what is found, if anybody is to.

    Raises:
        UsageError: what facts are written with is not installed, or one of two sides (`head`) would
            have to be written.
    """
    if not config.facts:
        return None
    if head is not None:
        raise UsageError(_OF_SCANS)
    from synthgate.facts.folder import require  # noqa: PLC0415 - few runs keep facts
    from synthgate.facts.recorder import Recorder  # noqa: PLC0415
    from synthgate.facts.runs import Ledger, address_of  # noqa: PLC0415

    address = address_of(config.facts, config.folder)
    require(address, config.facts)
    return Recorder(Ledger(address, config.today.isoformat(), config.facts), config.paths)


def executor_for(config: Config, recorder: Recorder | None = None) -> Executor:
    """Who scans the units of a run.

    Raises:
        UsageError: what is said of that does not go together.
    """
    if config.scheduler and config.executor != "dask":
        raise UsageError(_NO_CLUSTER)
    _refuse_revision(config, config.against or "")
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


def side_of(config: Config, word: str) -> tuple[Executor, Keep | None]:
    """Who scans one side of a comparison, and where what is found is kept.

    Raises:
        UsageError: machines elsewhere would have to read what is unpacked on this one.
    """
    _refuse_revision(config, word)
    keep = None if config.executor == "dask" else keep_for(config)
    return executor_for(config), keep


def _refuse_revision(config: Config, word: str) -> None:
    if not config.scheduler:
        return
    from synthgate.sources.git_tree import revision_in  # noqa: PLC0415 - few have a scheduler

    if revision_in(word) and not is_there(config.folder / word):
        raise UsageError(_UNPACKED_HERE.format(word=word))


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


_OF_SCANS = Message(
    "--facts: of a scan, and 'diff' looks at two sides: write those of HEAD with 'synthgate scan "
    "HEAD --against BASE'"
)
_UNPACKED_HERE = Message(
    "{word}: a revision is unpacked on this machine, where the workers of a cluster elsewhere "
    "(--scheduler) do not look: leave that out, or name a folder or stored results (--format "
    "results=FILE)"
)
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
