"""What a CDK program may ask of a scan inside its synthesis."""

from __future__ import annotations

from pathlib import Path
from types import EllipsisType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

NAME = "synthgate"
"""What the CDK calls us; an acknowledgement says ``synthgate::s3-bucket-tls-optional``."""


class Wishes:
    """What is given; nothing is read, and nothing heavy imported, before there is something to do.

    What is not given is as the variables ``SYNTHGATE_…`` and ``synthgate.yaml`` have it.
    """

    def __init__(
        self,
        *,
        fail_on: str | None = None,
        profile: str | Path | None = None,
        rules: Sequence[str | Path] | None = None,
        environment: str | None = None,
        policy: str | Path | None = None,
        language: str | None = None,
        folder: str | Path | None = None,
        config: str | Path | EllipsisType | None = ...,
    ) -> None:
        """Note what is wished; a mistake in it is told when the scan is due.

        Args:
            fail_on: the least severity that closes the gate ("never" for none).
            profile: which rules to check: the name of a profile, or its file.
            rules: folders of rule cards to use besides the built-in ones.
            environment: what the stacks are for, where their names and tags do not say it.
            policy: the file of a policy, or ``pack:NAME``, that binds all of it.
            language: ``en`` or ``ko``.
            folder: the folder that paths are relative to, by default the current one.
            config: the file to read instead of the nearest ``synthgate.yaml``; None to read none.
        """
        given: dict[str, Any] = {
            "fail-on": fail_on,
            "profile": profile,
            "rules": rules,
            "environment": environment,
            "policy": policy,
            "lang": language,
        }
        self.given = {key: value for key, value in given.items() if value is not None}
        self.config = config
        self._folder = folder

    @property
    def folder(self) -> Path:
        """Where paths start: what is given, or where the program runs."""
        return Path(self._folder) if self._folder is not None else Path.cwd()
