"""Parameter files, in the shapes that people have them.

* the AWS CLI's list: ``[{"ParameterKey": "Stage", "ParameterValue": "prod"}]``, and
  ``["Stage=prod"]`` (AWS CLI Command Reference, "cloudformation deploy");
* a template configuration of CodePipeline: ``{"Parameters": {"Stage": "prod"}}``
  (CodePipeline User Guide, "AWS CloudFormation artifacts");
* a plain map: ``{"Stage": "prod"}``;
* any of these by stack: ``{"App-Prod": …, "App-Dev": …}``, with ``*`` for all.

JSON or YAML.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import field
from pathlib import Path
from typing import Any

from synthgate.errors import TemplateError, UsageError
from synthgate.model import Message, Problem, Text
from synthgate.problem_code import ProblemCode
from synthgate.records import dataclass
from synthgate.resolve.parameters import PREVIOUS
from synthgate.resolve.values import scalar_text
from synthgate.sources.places import read_bounded, why
from synthgate.template.data import is_list, is_mapping

MAX_BYTES = 1024 * 1024
EVERY = "*"


@dataclass(frozen=True, slots=True)
class GivenParameters:
    """Values by stack; those under ``*`` are for every stack."""

    by_stack: Mapping[str, Mapping[str, Any]] = field(default_factory=dict[str, Any])
    file: str = ""

    def unused(self, declared: AbstractSet[str], stacks: AbstractSet[str]) -> Iterator[Problem]:
        """A notice of each name, of a stack or of a parameter, that nothing scanned has."""
        for stack, values in self.by_stack.items():
            if stack != EVERY and stack not in stacks:
                yield self._notice(_NO_STACK, stack)
            for name in values:
                if name not in declared:
                    yield self._notice(_NO_PARAMETER, name)

    def _notice(self, message: Message, name: str) -> Problem:
        said = message.format(name=repr(name))
        return Problem(ProblemCode.PARAMETER_UNUSED, said, self.file)

    def of(self, *names: str | None) -> Mapping[str, Any]:
        """What is given for a stack that has these names; the later name counts more."""
        found: dict[str, Any] = dict(self.by_stack.get(EVERY, {}))
        for name in names:
            found.update(self.by_stack.get(name or "", {}))
        return found


def read_parameters(path: Path, shown: str, *, or_pipe: bool = False) -> GivenParameters:
    """Read a parameter file, or the pipe that a shell makes of ``<(command)``.

    A pipe that the file of a repository names might never end: only who runs the scan names one.

    Raises:
        UsageError: it cannot be read, or has none of the shapes.
    """
    from synthgate.template import yaml_text  # noqa: PLC0415 - a scan without parameters needs none

    try:
        is_pipe = or_pipe and path.is_fifo()
        content = _from_pipe(path) if is_pipe else read_bounded(path, MAX_BYTES)
        text = content.decode("utf-8-sig")
        root = yaml_text.compose(text)
        data = yaml_text.plain(root)[0] if root else None
    except (OSError, UnicodeDecodeError) as error:
        reason = why(error) if isinstance(error, OSError) else Message("not UTF-8 text")
        raise _refused(shown, Message("cannot be read: {reason}").format(reason=reason)) from error
    except TemplateError as error:
        raise _refused(shown, error.text) from error
    by_stack = _by_stack(data)
    if by_stack is None:
        raise _refused(
            shown,
            Message(
                "no parameters: a map of names to values, the AWS CLI's list of ParameterKey and "
                "ParameterValue, a CodePipeline template configuration, or these by stack name"
            ),
        )
    return GivenParameters(by_stack, PIPE if is_pipe else shown)


PIPE = "--parameters"
"""What messages call a pipe, whose name is another one each time."""


def _from_pipe(path: Path) -> bytes:
    """All of a pipe that fits the limit; more is not waited for."""
    with path.open("rb") as pipe:
        return pipe.read(MAX_BYTES + 1)


_NO_STACK = Message("no scanned stack is called {name}: its values were not used")
_NO_PARAMETER = Message("no scanned template has a parameter {name}: its value was not used")


def _refused(shown: str, text: Text) -> UsageError:
    said = Message("--parameters {file}: {reason}")
    return UsageError(said.format(file=shown, reason=text))


def _by_stack(data: object) -> dict[str, Mapping[str, Any]] | None:
    flat = _flat(data)
    if flat is not None:
        return {EVERY: flat}
    if not is_mapping(data):
        return None
    stacks = {name: _flat(part) for name, part in data.items()}
    return None if None in stacks.values() else {n: p for n, p in stacks.items() if p is not None}


def _flat(data: object) -> Mapping[str, Any] | None:
    """One set of parameters in any shape; None of what is none."""
    if is_list(data):
        return _from_list(data)
    if not is_mapping(data):
        return None
    configuration = data.keys() <= {"Parameters", "Tags", "StackPolicy"}
    if configuration and isinstance(data.get("Parameters"), dict | list):
        return _flat(data["Parameters"])
    if any(is_mapping(value) for value in data.values()):
        return None
    values = {name: _joined(value) for name, value in data.items()}
    return None if None in values.values() else values


def _joined(value: object) -> Any:
    """A list is given as CloudFormation takes it: with commas."""
    if is_list(value):
        simple = all(isinstance(item, str | int | float) for item in value)
        return ",".join(map(scalar_text, value)) if simple else None
    return value


def _from_list(entries: list[Any]) -> Mapping[str, Any] | None:
    values: dict[str, Any] = {}
    for entry in entries:
        if isinstance(entry, str) and "=" in entry:
            name, _, value = entry.partition("=")
            values[name] = value
        elif is_mapping(entry) and isinstance(entry.get("ParameterKey"), str):
            value = _entered(entry)
            if value is None:
                return None
            values[entry["ParameterKey"]] = value
        else:
            return None
    return values


def _entered(entry: Mapping[str, Any]) -> Any:
    """What an entry of the AWS CLI's list gives; None where it gives nothing."""
    previous = entry.get("UsePreviousValue")
    if previous is True or previous == "true":
        return PREVIOUS
    value = _joined(entry.get("ParameterValue"))
    return None if is_mapping(value) else value
