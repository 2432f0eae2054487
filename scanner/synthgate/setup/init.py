"""``synthgate config init``: a commented ``synthgate.yaml``, by what lies in the folder.

Looked at are ``cdk.json``, the workflows of GitHub Actions, and the markers by which templates
suppress findings of other scanners. Nothing is run, and only so many bytes and files are read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path

from synthgate.config import FILE_NAME
from synthgate.errors import UsageError
from synthgate.model import Message, Text
from synthgate.records import dataclass
from synthgate.sources.cdk_json import output_of
from synthgate.sources.places import read_bounded
from synthgate.workbench.console import Console

SCHEMA_NAME = "synthgate.schema.json"
MOST_FILES = 200
MOST_BYTES = 20_000_000
MARKERS: Mapping[str, tuple[bytes, ...]] = {
    "cdk-nag": (b'"cdk_nag"', b"cdk_nag:"),
    "checkov": (b'"checkov"', b"checkov:"),
    "cfn_nag": (b'"cfn_nag"', b"cfn_nag:"),
}
"""What stands in the metadata of a template beside what each scanner shall not report."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What lies in a folder: where its CDK app writes, its workflows, whose markers it has."""

    output: str | None
    workflows: tuple[str, ...]
    markers: Mapping[str, int]


def write_file(folder: Path, console: Console) -> None:
    """Write the file.

    Raises:
        UsageError: there is one, or it cannot be written.
    """
    path = folder / FILE_NAME
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(_content(_look(folder), console))
    except FileExistsError as error:
        raise UsageError(_THERE.format(path=FILE_NAME)) from error
    except OSError as error:
        raise UsageError(_UNWRITTEN.format(reason=error.strerror or "")) from error
    console.say(_WRITTEN.format(path=FILE_NAME))


def _look(folder: Path) -> Seen:
    output = output_of(folder)
    workflows = sorted(islice((folder / ".github" / "workflows").glob("*.y*ml"), MOST_FILES))
    templates = islice((folder / (output or "cdk.out")).rglob("*.template.json"), MOST_FILES)
    contents = [_read(path) for path in sorted(templates)]
    counts = {
        tool: sum(content.count(sign) for content in contents for sign in signs)
        for tool, signs in MARKERS.items()
    }
    return Seen(output, tuple(one.name for one in workflows), counts)


def _read(path: Path) -> bytes:
    try:
        return read_bounded(path, MOST_BYTES)
    except OSError:
        return b""


def _content(seen: Seen, console: Console) -> str:
    """The file: what was seen, and the defaults, which only hold where nobody says them."""
    lines = [f"# yaml-language-server: $schema={SCHEMA_NAME}"]
    for part in _parts(seen):
        if isinstance(part, str):
            lines.append(part)
        else:
            lines += ["", *(f"# {line}" for line in part[console.language].splitlines())]
    return "\n".join(lines) + "\n"


def _parts(seen: Seen) -> Iterator[Text | str]:
    """Sentences, each followed by the lines that it is about."""
    yield _SCHEMA.format(file=SCHEMA_NAME)
    yield _DEFAULTS
    yield _GATE
    yield "# fail-on: high"
    yield _PROFILE
    yield "# profile: recommended"
    if seen.output:
        yield _OUTPUT.format(output=seen.output)
    yield _ENVIRONMENTS
    yield '# environments: {}  # {"*-prod": production, "*-dev": development}'
    if seen.workflows:
        yield _WORKFLOWS.format(names=", ".join(seen.workflows))
        yield "# format: [text, sarif-github=out/synthgate.sarif]"
    for tool, number in seen.markers.items():
        if number:
            yield _MARKERS.format(tool=tool, number=number)
    yield _EXCLUDE
    yield "# exclude: []"


_SCHEMA = Message(
    "Keys, words and their meaning in your editor: synthgate config schema > {file}\n"
    "What is in force, and why: synthgate config show"
)
_DEFAULTS = Message(
    "What follows are the defaults, as comments: what is written here outweighs the defaults of\n"
    "your organization's policy."
)
_GATE = Message(
    "The least severity that closes the gate: critical, high, medium, low, info, never."
)
_PROFILE = Message("Which rules to check: recommended, all, or a profile of your own (a file).")
_OUTPUT = Message("cdk.json has the app write into {output!r}; that is what is scanned.")
_ENVIRONMENTS = Message(
    "What stacks are for, by their name, stage or path, where that does not say it; rules about\n"
    "production are unknown where nothing says it."
)
_WORKFLOWS = Message(
    "There are workflows ({names}): a report for GitHub code scanning, to be uploaded there."
)
_MARKERS = Message(
    "{tool}: {number} suppressions in the templates. They count for the rules of the same meaning."
)
_EXCLUDE = Message(
    "Rules not to check: an id, a pattern (s3-*), or criteria ({{pillars: [cost]}})."
)
_THERE = Message("{path} is there already; 'synthgate config show' tells what it comes to")
_UNWRITTEN = Message("synthgate.yaml cannot be written: {reason}")
_WRITTEN = Message("{path} is written; 'synthgate scan' goes by it now")
