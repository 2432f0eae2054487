"""Ways into the scanner that several test modules share."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from synthgate.cli import Streams, main
from synthgate.resolve.placement import NOWHERE, Placement
from synthgate.resolve.resolver import Resolver
from synthgate.template.read import read_template

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date
    from pathlib import Path


class Ran(NamedTuple):
    """What a command line came to."""

    code: int
    out: str
    err: str

    @property
    def report(self) -> Any:
        """The JSON on standard output."""
        return json.loads(self.out)

    @property
    def framework(self) -> Any:
        """The first framework of it."""
        return self.report["frameworks"][0]

    @property
    def states(self) -> dict[str, str]:
        """The state of each control of that."""
        return {control["id"]: control["state"] for control in self.framework["controls"]}

    def control(self, id_: str) -> Any:
        """One of its controls."""
        return next(one for one in self.framework["controls"] if one["id"] == id_)


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Ran]:
    """Run a command line in an empty folder that holds the given files."""
    monkeypatch.chdir(tmp_path)

    def run(
        *argv: str,
        files: Mapping[str, str | bytes] | None = None,
        stdin: bytes = b"",
        environ: Mapping[str, str] | None = None,
        today: date | None = None,
    ) -> Ran:
        for name, content in (files or {}).items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        out, err = io.StringIO(), io.StringIO()
        code = main(argv, Streams(io.BytesIO(stdin), out, err), environ, today)
        return Ran(code, out.getvalue(), err.getvalue())

    return run


@pytest.fixture
def resolver() -> Callable[..., Resolver]:
    """Make a resolver of a template in YAML."""

    def make(
        text: str, placement: Placement = NOWHERE, given: Mapping[str, Any] | None = None
    ) -> Resolver:
        return Resolver(read_template("t.yaml", text.encode()), placement, given)

    return make
