"""A partial report as bytes and back, the rules of the run by their ids: JSON, no pickle."""

from __future__ import annotations

from collections.abc import Mapping

import orjson

from synthgate.model import PartialReport, Rule
from synthgate_reports.results import NoResultsError, as_data, of_data


def encode(partial: PartialReport, known: Mapping[str, Rule]) -> bytes:
    """The bytes of a partial report, in which no rule is that is not `known`."""
    return orjson.dumps(as_data(partial))


def decode(content: bytes, known: Mapping[str, Rule]) -> PartialReport:
    """The partial report of some bytes.

    Raises:
        NoResultsError: they are none.
    """
    try:
        return of_data(orjson.loads(content), known)
    except ValueError as error:
        raise NoResultsError(str(error)) from error
