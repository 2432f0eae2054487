"""What pygls does not do of the protocol's base: every header's case, an error for every request.

(Language Server Protocol 3.17, "Base Protocol" and "Shutdown Request".)
"""

from __future__ import annotations

import re
from typing import Any, BinaryIO, cast

from lsprotocol import types
from pygls.exceptions import JsonRpcException, JsonRpcInvalidRequest
from pygls.protocol import LanguageServerProtocol
from pygls.protocol.json_rpc import RPCMessage, RPCRequest

_LENGTH = re.compile(rb"content-length[ \t]*:[ \t]*(\d+)[ \t]*\r\n", re.IGNORECASE)


class Heard:
    """What an editor writes, with its header as pygls alone knows it.

    The names of header fields are of any case, as HTTP's are (RFC 9110, 5.1), to which the
    protocol's "Header Part" refers.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def readline(self) -> bytes:
        """A line of the header."""
        line = self._stream.readline()
        found = _LENGTH.fullmatch(line)
        return b"Content-Length: %s\r\n" % found[1] if found else line

    def read(self, size: int) -> bytes:
        """The body of a message; nothing where the editor has gone in the middle of it."""
        body = self._stream.read(size)
        return body if len(body) == size else b""


def heard(stream: BinaryIO) -> BinaryIO:
    """A stream that pygls reads, which asks for lines and for bytes, and for nothing else."""
    return cast("BinaryIO", Heard(stream))


class Protocol(LanguageServerProtocol):
    """The protocol of pygls, which answers requests that it cannot carry out, too."""

    def structure_message(self, data: dict[str, Any]) -> Any:
        """The message of an object, as pygls makes it.

        Raises:
            JsonRpcException: it is no such message, and no request that could be answered.
        """
        method = data.get("method")
        if "jsonrpc" in data and isinstance(method, str) and not self.get_message_type(method):
            data.setdefault("params", None)  # which may be left out, of methods of others as well
        try:
            return super().structure_message(data)  # pyright: ignore[reportUnknownMemberType]
        except JsonRpcException as error:
            name = data.get("id")
            if not isinstance(name, int | str) or "method" not in data:
                raise
            return Refused(name, error)

    def handle_message(self, message: RPCMessage | Refused) -> None:
        """Answer a request with an error where it is none, or comes after the last."""
        if self._shutdown and isinstance(message, RPCRequest | Refused):
            self._refuse(message.id, JsonRpcInvalidRequest())
        elif isinstance(message, Refused):
            self._refuse(message.id, message.error)
        else:
            super().handle_message(message)

    def _refuse(self, name: int | str, error: JsonRpcException) -> None:
        said = types.ResponseError(error.code, error.message)
        self._send_response(name, error=said)


class Refused:
    """A request that says nothing which can be carried out: its name, and why."""

    def __init__(self, name: int | str, error: JsonRpcException) -> None:
        self.id = name
        self.error = error
