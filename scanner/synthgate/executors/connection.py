"""The connection to a Dask cluster, or to workers that are started on this machine for one run."""

from __future__ import annotations

import logging
from collections.abc import Generator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from synthgate.errors import UsageError
from synthgate.guard import described
from synthgate.model import Message

SECONDS = 30.0
"""How long it is waited for a scheduler, and for the first of its workers."""
_DEATHS = 1
"""After so many workers that died over a task, here, the next one is the last."""


@contextmanager
def connected(scheduler: str, number: int) -> Generator[Any]:
    """A client of the cluster at an address; without one, of `number` processes of this machine.

    Raises:
        UsageError: Dask is not installed, nobody answers, or there is no worker.
    """
    try:
        distributed: Any = import_module("distributed")
    except ImportError as error:
        raise UsageError(_NO_DASK.format(reason=error)) from error
    if not scheduler:
        with _local(distributed, number) as cluster, distributed.Client(cluster) as client:
            yield client
        return
    try:
        client = distributed.Client(scheduler, timeout=SECONDS, set_as_default=False)
    except (OSError, ValueError, RuntimeError, TypeError) as error:
        said = _NOBODY.format(scheduler=scheduler, reason=described(error))
        raise UsageError(said) from error
    with client:
        try:
            client.wait_for_workers(1, timeout=SECONDS)
        except TimeoutError as error:
            raise UsageError(_NO_WORKER.format(scheduler=scheduler)) from error
        yield client


def is_alive(client: Any) -> bool:
    """Whether there is still a scheduler, with a worker or with one that is being started."""
    if client.status != "running":
        return False
    if client.scheduler_info(n_workers=-1)["workers"]:
        return True
    try:
        client.wait_for_workers(1, timeout=SECONDS)
    except TimeoutError:
        return False
    return True


def _local(distributed: Any, number: int) -> Any:
    """Workers of this machine. The connections are encrypted: other users share the machine."""
    dask: Any = import_module("dask")
    settings = {
        "distributed.scheduler.allowed-failures": _DEATHS,
        "distributed.worker.profile.enabled": False,  # it looks a hundred times a second
    }
    with dask.config.set(settings):
        return distributed.LocalCluster(
            n_workers=number,
            threads_per_worker=1,
            processes=True,
            host="127.0.0.1",
            security=True,
            dashboard_address=None,
            silence_logs=logging.CRITICAL,
            preload=["synthgate.executors.deaf"],
        )


_NO_DASK = Message(
    "--executor dask: Dask is not installed ({reason}): pip install 'synthgate[dask]'"
)
_NOBODY = Message(
    "--scheduler {scheduler}: nobody answers there ({reason}); start one ('dask scheduler'), or "
    "leave the option out for workers of this machine"
)
_NO_WORKER = Message(
    "--scheduler {scheduler}: it has no worker; start some ('dask worker {scheduler}')"
)
