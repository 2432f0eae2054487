"""Kinds of faults, each with one severity, by the rubric of docs/severity.md.

A card names its kind (`fault: unencrypted`), and has that severity. One that is worse, or less bad,
than its kind says so, and why (`severity-reason`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from synthgate.model import Message, Severity, Text
from synthgate.records import dataclass
from synthgate.rule.terms.mistakes import Mistake, told
from synthgate.template.data import is_mapping

FAULT, SEVERITY, REASON = "fault", "severity", "severity-reason"
MILDER, MILDER_WHEN = "milder", "milder-when"

Written = str | Mapping[str, str]
"""A severity as a card has it: a word, or a word for each environment and a default."""

_CRITICAL, _HIGH, _MEDIUM, _LOW, _INFO = map(str, Severity)


@dataclass(frozen=True, slots=True)
class Fault:
    """A kind of faults: its severity, and what it means."""

    severity: Written
    meaning: Text


FAULTS: Mapping[str, Fault] = {
    "open": Fault(
        _CRITICAL,
        Message("anyone, or any account, can read, change or take over, as it is deployed"),
    ),
    "secret": Fault(
        _CRITICAL, Message("a credential stands in the template, for all who may read it")
    ),
    "exposed": Fault(
        _HIGH, Message("reached from the internet, or without proof of who asks: one flaw away")
    ),
    "admin": Fault(
        _HIGH, Message("who holds the identity can make itself anything in the account")
    ),
    "privileged": Fault(_HIGH, Message("what runs here can take over the machine around it")),
    "secret-shown": Fault(
        _HIGH, Message("a credential is shown to people who may look, and not only to its users")
    ),
    "unencrypted": Fault(_HIGH, Message("data lie on disks in plain text")),
    "plaintext": Fault(_HIGH, Message("what travels the internet travels in plain text")),
    "loss": Fault(
        {"production": _HIGH, "default": _MEDIUM},
        Message("one mistake, and the data are gone for certain"),
    ),
    "broken": Fault(_HIGH, Message("what it was built for does certainly not work")),
    "broad-grant": Fault(_MEDIUM, Message("more is allowed than the work needs")),
    "defence": Fault(_MEDIUM, Message("a layer of defence is missing")),
    "plaintext-inside": Fault(
        _MEDIUM, Message("what travels within the network travels in plain text")
    ),
    "outdated-tls": Fault(_MEDIUM, Message("versions of TLS that are broken are accepted")),
    "tls-optional": Fault(_MEDIUM, Message("who asks may choose to ask in plain text")),
    "unlogged": Fault(_MEDIUM, Message("what happened cannot be found out afterwards")),
    "ineffective": Fault(
        _MEDIUM, Message("a safeguard is there, and certainly or probably does nothing")
    ),
    "unrecoverable": Fault(
        {"production": _MEDIUM, "default": _LOW},
        Message("what is overwritten or deleted by mistake cannot be brought back"),
    ),
    "outage": Fault(
        {"production": _MEDIUM, "default": _LOW}, Message("one failure of AWS's stops the service")
    ),
    "unwatched": Fault(
        {"production": _MEDIUM, "default": _INFO}, Message("what fails, fails without anyone told")
    ),
    "untended": Fault(
        {"production": _LOW, "default": _INFO},
        Message("what a production account has besides: dashboards, budgets, tests, automation"),
    ),
    "hygiene": Fault(_LOW, Message("no harm by itself, and in the way of whoever looks for harm")),
    "own-key": Fault(_INFO, Message("AWS encrypts it, with a key that is not one's own")),
    "aws-default": Fault(_INFO, Message("AWS does it by itself, though the template does not say")),
    "cost": Fault(_INFO, Message("money is spent that need not be")),
    "advice": Fault(_INFO, Message("worth considering; whether it is better here is a choice")),
}
"""Every kind, the worst first."""


def severities_of(card: Mapping[str, Any]) -> Mapping[str, Severity]:
    """By environment, of a card without mistakes: its own, else those of its fault."""
    written = card[SEVERITY] if SEVERITY in card else FAULTS[card[FAULT]].severity
    return {name: Severity(word) for name, word in _by_environment(written).items()}


def mistakes(card: Mapping[str, Any]) -> Iterator[Mistake]:
    """A card without a severity, and one that differs from its fault without a reason."""
    yield from _milder(card)
    fault = FAULTS.get(str(card.get(FAULT)))
    if SEVERITY not in card:
        if FAULT not in card:
            yield told((), _NO_SEVERITY)
        if REASON in card:
            yield told((REASON,), _NOTHING_TO_EXPLAIN)
    elif fault and _by_environment(card[SEVERITY]) == _by_environment(fault.severity):
        yield told((SEVERITY,), _SAID_BY_FAULT.format(fault=card[FAULT]))
    elif fault and REASON not in card:
        yield told((SEVERITY,), _NO_REASON.format(fault=card[FAULT]))


def _milder(card: Mapping[str, Any]) -> Iterator[Mistake]:
    """Half of the two that belong together."""
    for key, other in ((MILDER, MILDER_WHEN), (MILDER_WHEN, MILDER)):
        if key in card and other not in card:
            yield told((key,), _HALF.format(key=other))


def _by_environment(written: Any) -> Mapping[str, Any]:
    return written if is_mapping(written) else {"default": written}


_HALF = Message("missing key {key!r} beside it")
_NO_SEVERITY = Message("missing key 'fault', or 'severity' where no kind of faults fits")
_SAID_BY_FAULT = Message("'fault: {fault}' says so: leave it out")
_NO_REASON = Message("not the severity of 'fault: {fault}': say why, in 'severity-reason'")
_NOTHING_TO_EXPLAIN = Message("explains a 'severity' that the card does not have")
