"""``synthgate lsp``: an editor speaks with it by standard input and output."""

from __future__ import annotations

import argparse
import os
from importlib.util import find_spec
from typing import BinaryIO

from synthgate.errors import UsageError
from synthgate.model import Message
from synthgate.settings.options import given_in


def carry_out(
    arguments: argparse.Namespace,
    said: argparse.Namespace,
    stdin: BinaryIO,
    stdout: BinaryIO | None,
) -> int:
    """Serve one editor, by the configuration of each of its folders.

    `said` are the arguments as they were said, before anybody knew a configuration.

    Raises:
        UsageError: what speaks the protocol is not installed, or nobody could hear it.
    """
    if find_spec("pygls") is None:
        raise UsageError(_LACKS)
    if stdout is None:
        raise UsageError(_NOBODY)
    from synthgate.editor.looks import Told  # noqa: PLC0415 - pygls is an extra
    from synthgate.editor.server import serve  # noqa: PLC0415

    told = Told(given_in(said), arguments.environ, said.config)
    # The server closes what it writes to when it ends; the process still has its own.
    with os.fdopen(os.dup(stdout.fileno()), "wb") as hearer:
        return serve(told, arguments.lang, stdin, hearer)


_LACKS = Message("lsp needs pygls: pip install 'synthgate[lsp]' brings it along")
_NOBODY = Message("lsp speaks bytes, and standard output takes text alone")
