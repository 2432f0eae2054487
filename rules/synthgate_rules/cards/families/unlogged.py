"""Logs of databases that are not exported, by what each engine has.

RDS API Reference, "CreateDBInstance" and "CreateDBCluster", EnableCloudwatchLogsExports; without
those that need an agent or users of a kind that not every database has (oemagent,
iam-db-auth-error), and without Aurora's "instance".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from synthgate.rule.api import (
    ABSENT,
    Place,
    Resource,
    Truth,
    Unknown,
    View,
    causes_of,
    conjunction,
    disjunction,
    equal,
    negation,
)
from synthgate.template.data import is_list

KEY = "EnableCloudwatchLogsExports"
MYSQL = ("audit", "error", "general", "slowquery")
POSTGRES = ("postgresql", "upgrade")
OF_INSTANCES: Mapping[str, tuple[str, ...]] = {
    "mysql|mariadb": MYSQL,
    "postgres": POSTGRES,
    "oracle-.*": ("alert", "audit", "listener", "trace"),
    "sqlserver-(ee|se)": ("agent", "error"),
    "sqlserver-(ex|web)": ("error",),
    "db2-.*": ("diag.log", "notify.log"),
}
OF_CLUSTERS: Mapping[str, tuple[str, ...]] = {
    "aurora(-mysql)?": MYSQL,
    "aurora-postgresql": ("postgresql",),
    "mysql": ("error", "general", "slowquery"),
    "postgres": POSTGRES,
}


def unexported_of_instance(resource: Resource, _: View) -> Iterator[Place]:
    """The list of exports, if a log of the instance's engine is not in it."""
    yield from _unexported(resource, OF_INSTANCES)


def unexported_of_cluster(resource: Resource, _: View) -> Iterator[Place]:
    """The same of a cluster."""
    yield from _unexported(resource, OF_CLUSTERS)


def _unexported(resource: Resource, logs: Mapping[str, tuple[str, ...]]) -> Iterator[Place]:
    listed = resource.properties.get(KEY, ABSENT)
    whole = conjunction((_not_empty(listed), _all_of_engine(resource, listed, logs)))
    if whole is not True:
        causes = whole.causes if isinstance(whole, Unknown) else ()
        yield Place(("Properties", KEY), listed, causes)


def _not_empty(listed: Any) -> Truth:
    """Whether something is exported, which is wanted of any engine."""
    if isinstance(listed, Unknown):
        return listed
    return disjunction(negation(equal(item, "")) for item in _items(listed))


def _all_of_engine(resource: Resource, listed: Any, logs: Mapping[str, tuple[str, ...]]) -> Truth:
    """Whether all logs of the engine are; of an engine that is taken over, as of a copy, any do."""
    engine = resource.properties.get("Engine", ABSENT)
    if causes_of(engine):
        return Unknown(causes_of(engine))
    if isinstance(listed, Unknown):
        return listed
    names = (name for name in logs if re.fullmatch(name, str(engine), re.IGNORECASE))
    wanted = logs.get(next(names, ""), ())
    return conjunction(disjunction(equal(item, log) for item in _items(listed)) for log in wanted)


def _items(listed: Any) -> list[Any]:
    """What is listed; a single item counts as a list of one."""
    if listed is ABSENT:
        return []
    return list(listed) if is_list(listed) else [listed]
