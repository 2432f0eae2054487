"""Where in AWS the resource of a finding is deployed to, and by what name it has no ARN yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from synthgate.records import dataclass
from synthgate_reports.wording import printable

if TYPE_CHECKING:
    from synthgate.model import Report, ScannedTemplate, Subject


@dataclass(frozen=True, slots=True)
class Target:
    """An account and a Region; each is empty where the assembly does not say."""

    account: str = ""
    region: str = ""
    partition: str = "aws"


class Targets:
    """Where the templates of a report are deployed to."""

    def __init__(self, report: Report) -> None:
        self._of_stack: dict[tuple[str, str | None], Target] = {}
        self._of_path: dict[str, Target] = {}
        for template in report.templates:
            target = _target(template)
            self._of_stack.setdefault((template.path, template.stack), target)
            self._of_path.setdefault(template.path, target)

    def of(self, subject: Subject) -> Target:
        """Of the stack of a subject; of one about an app, of its first stack."""
        known = self._of_stack.get((subject.template, subject.stack))
        return known or self.of_file(subject.template)

    def of_file(self, path: str | None) -> Target:
        """Of a template."""
        return self._of_path.get(path or "", Target())


def _target(template: ScannedTemplate) -> Target:
    return Target(
        printable(template.account or ""),
        printable(template.region or ""),
        printable(template.partition or "aws"),
    )


def address(subject: Subject) -> str:
    """A resource within all that one team deploys: its construct path begins with the stage."""
    if subject.construct_path:
        return printable(subject.construct_path)
    scope = [subject.stage, subject.stack or subject.template]
    names = [name for name in scope if name]
    if subject.logical_id != subject.stack:
        names.append(subject.logical_id)
    return printable("/".join(names)) or "-"
