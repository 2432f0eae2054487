"""From what the user says to the assembly that is to be scanned."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import field
from pathlib import Path

from synthgate.errors import SynthError, UsageError
from synthgate.model import Message
from synthgate.records import dataclass
from synthgate.sources.cdk_json import output_of
from synthgate.synth.environment import environment
from synthgate.synth.output import fresh
from synthgate.synth.project import Project
from synthgate.synth.running import program, run

_CLI = ("cdk", "aws-cdk")
_SYNTH = ("synth", "synthesize")


@dataclass(frozen=True, slots=True)
class Wished:
    """What is to be run: `words`, or else the app of ``cdk.json``; `output` is its assembly.

    `timeout` is in seconds. Of an app that is a stranger's (`untrusted`), nothing runs that only
    its ``cdk.json`` names.
    """

    folder: Path
    words: Sequence[str] = ()
    output: str | None = None
    timeout: float = 600.0
    context: Mapping[str, str] = field(default_factory=dict[str, str])
    bundling: bool = True
    untrusted: bool = False


def synthesized(wished: Wished, environ: Mapping[str, str]) -> Path:
    """Run the app, and return the folder of its assembly, which holds nothing older.

    Raises:
        UsageError: there is nothing to run, or no folder to write to.
        SynthError: the app failed, took too long, or wrote no assembly.
    """
    is_cli = _is_cli(wished.words)
    if is_cli and (wished.context or not wished.bundling):
        raise UsageError(_CLI_HAS_ITS_OWN)
    project = Project(wished.folder) if is_cli else Project.of(wished.folder)
    commands = [[*wished.words]] if wished.words else _of_project(project, wished)
    # Before an older assembly goes: whoever misspells a command shall not lose it.
    program(commands[0][0], wished.folder, environ)
    context = None if is_cli else project.context(wished.context, bundling=wished.bundling)
    with (
        fresh(wished.folder / assembly_of(wished), wished.folder) as output,
        environment(environ, output, context) as variables,
    ):
        for words in commands:
            more = ["--output", str(output)] if is_cli else []
            _run([*words, *more], wished, variables)
        if not os.path.lexists(output / "manifest.json"):
            raise SynthError(_NO_MANIFEST)
    return output


def _run(words: Sequence[str], wished: Wished, variables: Mapping[str, str]) -> None:
    try:
        run(words, wished.folder, variables, wished.timeout)
    except SynthError as error:
        if wished.bundling and "docker" in error.text["en"].lower():
            raise SynthError(_NO_DOCKER.format(text=error.text)) from error
        raise


def _of_project(project: Project, wished: Wished) -> list[list[str]]:
    if wished.untrusted:
        raise UsageError(_OF_A_STRANGER)
    return project.commands()


def assembly_of(wished: Wished) -> str:
    """The folder that is asked for; that of ``cdk.json``, if it is no stranger's; ``cdk.out``."""
    own = None if wished.untrusted else output_of(wished.folder)
    return wished.output or own or "cdk.out"


def _is_cli(words: Sequence[str]) -> bool:
    """Whether some words have the CDK CLI synthesize, however it is started."""
    for at, word in enumerate(words):
        name = Path(word).name.partition("@")[0].removesuffix(".cmd")
        if name in _CLI:
            return any(one in _SYNTH for one in words[at + 1 :])
    return False


_NO_MANIFEST = Message(
    "nothing was scanned: the app ended well, but wrote no manifest.json: does it call "
    "app.synth(), and leave it to CDK_OUTDIR where the assembly is written?"
)
_NO_DOCKER = Message(
    "{text}\nIf it is Docker that is missing to build assets: --no-bundling goes without them"
)
_OF_A_STRANGER = Message(
    "--untrusted: what only the cdk.json of a stranger names is not run: name the command "
    "yourself, as in 'synthgate synth --untrusted -- python app.py', where it can do no harm"
)
_CLI_HAS_ITS_OWN = Message(
    "--context and --no-bundling are for apps that are run without the CDK CLI: say -c to 'cdk "
    "synth', or name the app itself after --"
)
