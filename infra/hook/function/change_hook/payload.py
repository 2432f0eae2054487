"""The payload of a stack or a change set, fetched from where CloudFormation put it.

It lies in Amazon S3, as the input of a function is too small for templates (CloudFormation Hooks
User Guide, "Create Lambda functions to evaluate resources for Lambda Hooks").
"""

import json
import ssl
from collections.abc import Callable, Mapping
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import Any, cast

from change_hook.address import Address
from change_hook.errors import RefusedError
from synthgate.clock import OutOfTimeError, within

MOST_BYTES = 32 * 1024 * 1024
"""How large a payload may be: two templates of 1 MB, written as JSON, and what changes."""
MOST_SECONDS = 8.0
"""How long all of it may take to arrive: of the 30 seconds that the hook has, less than a third."""
_PIECE = 65_536

Fetch = Callable[[Address], bytes]
Connect = Callable[[str, float], HTTPConnection]


def connection(host: str, seconds: float) -> HTTPConnection:
    """Return a connection to a host that has shown whose it is; no proxy is asked."""
    return HTTPSConnection(host, timeout=seconds, context=ssl.create_default_context())


def fetch(address: Address, connect: Connect = connection, seconds: float = MOST_SECONDS) -> bytes:
    """Return what lies at an address. Nothing is followed to another one.

    Raises:
        RefusedError: it cannot be had, is too large, or takes too long.
    """
    try:
        with within(seconds):
            return _fetched(connect(address.host, seconds), address)
    except OutOfTimeError as error:
        raise RefusedError(f"the payload did not arrive within {seconds:g} seconds") from error
    except (OSError, HTTPException) as error:
        kind = type(error).__name__  # what an error says may hold the address, which is signed
        raise RefusedError(f"the payload cannot be fetched: {kind}") from error


def _fetched(there: HTTPConnection, address: Address) -> bytes:
    try:
        there.request("GET", address.target, headers={"Accept-Encoding": "identity"})
        return _body(there.getresponse())
    finally:
        there.close()


def _body(response: HTTPResponse) -> bytes:
    if response.status != 200:
        raise RefusedError(f"the payload is not there: status {response.status}, and no other way")
    if response.getheader("Content-Encoding", "identity") != "identity":
        raise RefusedError("the payload is compressed, which is not documented")
    if response.length is not None and response.length > MOST_BYTES:
        raise RefusedError(_TOO_LARGE)
    body = bytearray()
    while piece := response.read(_PIECE):
        body += piece
        if len(body) > MOST_BYTES:
            raise RefusedError(_TOO_LARGE)
    if response.length:
        raise RefusedError("the payload did not arrive whole")
    return bytes(body)


def read(content: bytes) -> Mapping[str, Any]:
    """Return what a payload holds.

    Raises:
        RefusedError: it is no JSON object.
    """
    try:
        found = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise RefusedError("the payload is no JSON") from error
    if not isinstance(found, dict):
        raise RefusedError("the payload is no JSON object")
    return cast("Mapping[str, Any]", found)


_TOO_LARGE = f"the payload has more than {MOST_BYTES:,} bytes"
