"""What ``cdk.json`` and ``cdk.context.json`` say of an app, as the CDK CLI reads them.

(aws-cdk 2.1148, `contextFromSettings`, `writeContextToEnv` and `execProgram`.)
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping
from dataclasses import field
from pathlib import Path
from typing import Any

from synthgate.errors import TemplateError, UsageError
from synthgate.model import Message
from synthgate.records import dataclass
from synthgate.sources.cdk_json import FILE_NAME
from synthgate.sources.places import exists, read_bounded, unreadable
from synthgate.template import json_text
from synthgate.template.data import is_list, is_mapping

CONTEXT_FILE = "cdk.context.json"
_MAX_BYTES = 32 * 1024 * 1024
_INERT = re.compile(r"""'[^']*'|"[^"$`\\]*\"""")
"""What is quoted, so that a shell hands it on as it stands."""
_FOR_A_SHELL = re.compile(r"""[|&;<>()$`*?\[\]~#\\\n'"]|^\s*\w+=""")
"""Letters that mean something to a shell, and a variable that it would set."""


@dataclass(frozen=True, slots=True)
class Project:
    """The folder of an app. `settings` is ``cdk.json``, `looked_up` is ``cdk.context.json``."""

    folder: Path
    settings: Mapping[str, Any] = field(default_factory=dict[str, Any])
    looked_up: Mapping[str, Any] = field(default_factory=dict[str, Any])

    @classmethod
    def of(cls, folder: Path) -> Project:
        """Read both files, neither of which need be there.

        Raises:
            UsageError: one is there and cannot be read.
        """
        return cls(folder, _held(folder / FILE_NAME), _held(folder / CONTEXT_FILE))

    def commands(self) -> list[list[str]]:
        """What the CLI would run: ``build``, if there is one, and ``app``.

        Raises:
            UsageError: no app is named, or one that only a shell can run.
        """
        app = self.settings.get("app")
        line = shlex.join(map(str, app)) if is_list(app) else app
        if not isinstance(line, str) or not line.strip():
            raise UsageError(_NO_APP)
        if (self.folder / line).is_dir():
            raise UsageError(_A_FOLDER.format(app=line))
        build = self.settings.get("build")
        lines = {"build": build, "app": line} if isinstance(build, str) else {"app": line}
        return [self._with_node(_words(key, line)) for key, line in lines.items() if line.strip()]

    def _with_node(self, words: list[str]) -> list[str]:
        """The words, with the interpreter of a JavaScript file that cannot run by itself."""
        is_script = words[0].endswith(".js") and (self.folder / words[0]).is_file()
        return ["node", *words] if is_script else words

    def context(self, given: Mapping[str, str], *, bundling: bool) -> dict[str, Any]:
        """The context that the CLI would hand on; `given` is what ``--context`` is there.

        It bundles no asset where that is not asked for.
        """
        own = self.settings.get("context")
        context = {**self.looked_up, **(own if is_mapping(own) else {}), **given}
        switches = {
            "aws:cdk:enable-path-metadata": self._says("pathMetadata"),
            "aws:cdk:enable-asset-metadata": self._says("assetMetadata"),
            "aws:cdk:version-reporting": self._says("versionReporting"),
            "aws:cdk:disable-version-reporting": not self._says("versionReporting"),
            "aws:cdk:disable-asset-staging": not self._says("staging"),
        }
        stacks = self.settings.get("bundlingStacks") or ["**"]
        return {
            **context,
            **{key: True for key, is_on in switches.items() if is_on},
            "aws:cdk:bundling-stacks": stacks if bundling else [],
            # What a validation finds does not keep the templates from being written, and scanned.
            "@aws-cdk/core:failSynthOnValidationErrors": False,
        }

    def _says(self, key: str) -> bool:
        value = self.settings.get(key)
        return True if value is None else bool(value)


def _held(path: Path) -> Mapping[str, Any]:
    """A JSON object; of a file that is not there, an empty one.

    Raises:
        UsageError: it is there and cannot be read.
    """
    if not exists(path):
        return {}
    try:
        content = read_bounded(path, _MAX_BYTES)
        held = json_text.parse(content) if len(content) <= _MAX_BYTES else None
    except OSError as error:
        said = unreadable(error)
        raise UsageError(_BROKEN.format(place=path.name, reason=said)) from error
    except TemplateError as error:
        at = error.position
        place = f"{path.name}:{at.line}:{at.column}" if at else path.name
        raise UsageError(_BROKEN.format(place=place, reason=error.text)) from error
    if not is_mapping(held):
        raise UsageError(_BROKEN.format(place=path.name, reason=_NO_OBJECT))
    return held


def _words(key: str, line: str) -> list[str]:
    """The words of a line, where a shell would do nothing but part them.

    Raises:
        UsageError: it would do more, and none is started here.
    """
    if _FOR_A_SHELL.search(_INERT.sub("_", line)):
        raise UsageError(_SHELL_LINE.format(key=key, line=line))
    return shlex.split(line)


_NO_APP = Message(
    "nothing here says how the app is run: name it, as in 'synthgate synth -- python app.py', or "
    "as 'app' in cdk.json"
)
_A_FOLDER = Message("cdk.json: its app is a folder, {app!r}: say 'synthgate scan {app}'")
_BROKEN = Message("{place}: cannot be used: {reason}")
_NO_OBJECT = Message("no JSON object, or larger than any app's")
_SHELL_LINE = Message(
    "cdk.json: {key!r} is a line for a shell ({line}), and none is started here: put it into a "
    "script and name that, as in 'synthgate synth -- sh synth.sh', or have the CDK CLI run it: "
    "'synthgate synth -- npx cdk synth'"
)
