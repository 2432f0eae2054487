"""What an organisation states of how it runs the controls of a framework: what it files."""

from __future__ import annotations

from typing import Literal

from synthgate.records import dataclass

Form = Literal["operation", "applicability"]
"""What a framework's auditors want filed: a statement of operation (ISMS-P), or one of
applicability (ISO 27001)."""
FORMS: tuple[Form, ...] = ("operation", "applicability")


@dataclass(frozen=True, slots=True)
class Signature:
    """Who wrote, reviewed or approved a statement, and on which day (an ISO date)."""

    name: str
    date: str | None = None


@dataclass(frozen=True, slots=True)
class Organization:
    """Who files a statement, and for what."""

    name: str
    scope: str | None = None
    author: Signature | None = None
    reviewer: Signature | None = None
    approver: Signature | None = None


@dataclass(frozen=True, slots=True)
class Operation:
    """How one control is run, as no scan can know: it changes no state, and is filed.

    `is_applicable` and `is_implemented` are the organisation's word, for a `reason`; None where it
    says nothing. `owner` is the department that answers for it.
    """

    control: str
    is_applicable: bool | None = None
    is_implemented: bool | None = None
    reason: str | None = None
    how: str | None = None
    owner: str | None = None
    documents: tuple[str, ...] = ()
