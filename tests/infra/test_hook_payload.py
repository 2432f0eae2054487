"""Where a payload is fetched from, and from where not; how much of it, and how long."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

from change_hook import payload
from change_hook.address import Address, address_of
from change_hook.errors import RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SIGNED = "?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=0a1b"


@pytest.mark.parametrize(
    ("region", "host"),
    [
        ("us-west-2", "s3.us-west-2.amazonaws.com"),
        ("us-west-2", "s3.us-east-1.amazonaws.com"),
        ("us-west-2", "a-bucket.s3.us-west-2.amazonaws.com"),
        ("us-west-2", "a.bucket.with.dots.s3.us-west-2.amazonaws.com"),
        ("us-west-2", "a-bucket.s3.dualstack.us-west-2.amazonaws.com"),
        ("us-west-2", "a-bucket.s3-us-west-2.amazonaws.com"),
        ("us-east-1", "a-bucket.s3.amazonaws.com"),
        ("us-east-1", "s3.amazonaws.com"),
        ("us-east-1", "s3-fips.us-east-1.amazonaws.com"),
        ("us-gov-west-1", "s3.us-gov-west-1.amazonaws.com"),
        ("cn-north-1", "a-bucket.s3.cn-north-1.amazonaws.com.cn"),
        ("eusc-de-east-1", "s3.eusc-de-east-1.amazonaws.eu"),
    ],
)
def test_endpoints_of_s3_are_read(region: str, host: str) -> None:
    there = address_of(f"https://{host}/key{SIGNED}", region)
    assert there == Address(host, f"/key{SIGNED}")


@pytest.mark.parametrize(
    "url",
    [
        None,
        7,
        "",
        "s3.us-west-2.amazonaws.com/key",
        "http://s3.us-west-2.amazonaws.com/key",
        "ftp://s3.us-west-2.amazonaws.com/key",
        "file:///etc/passwd",
        "https:///key",
        "https:key",
        "https://user@s3.us-west-2.amazonaws.com/key",
        "https://user:word@s3.us-west-2.amazonaws.com/key",
        "https://s3.us-west-2.amazonaws.com@evil.example/key",
        "https://s3.us-west-2.amazonaws.com:443@evil.example/key",
        "https://s3.us-west-2.amazonaws.com:8443/key",
        "https://s3.us-west-2.amazonaws.com:99999/key",
        "https://s3.us-west-2.amazonaws.com:x/key",
        "https://s3.us-west-2.amazonaws.com.evil.example/key",
        "https://s3.us-west-2.amazonaws.com./key",
        "https://evil.example/s3.us-west-2.amazonaws.com/key",
        "https://evil.example/?s3.us-west-2.amazonaws.com",
        "https://evil.example#s3.us-west-2.amazonaws.com",
        "https://evil.example\\@s3.us-west-2.amazonaws.com/key",
        "https://s3.us-west-2.amazonaws.com/key#fragment",
        "https://s3.us-west-2.amazonaws.com\r\nHost: evil.example/key",
        "https://s3.us-west-2.amazonaws.com/key HTTP/1.1",
        "https://s3\u3002us-west-2.amazonaws.com/key",
        "https://ѕ3.us-west-2.amazonaws.com/key",
        "https://s3%2eus-west-2.amazonaws.com/key",
        "https://127.0.0.1/key",
        "https://2130706433/key",
        "https://0x7f.1/key",
        "https://169.254.169.254/latest/meta-data",
        "https://[::1]/key",
        "https://[fd00:ec2::254]/latest",
        "https://[::ffff:127.0.0.1/key",
        "https://localhost/key",
        "https://amazonaws.com/key",
        "https://evils3.us-west-2.amazonaws.com/key",
        "https://a..s3.us-west-2.amazonaws.com/key",
        "https://-a.s3.us-west-2.amazonaws.com/key",
        "https://ec2.us-west-2.amazonaws.com/key",
        "https://abc.execute-api.us-west-2.amazonaws.com/key",
        "https://abc.lambda-url.us-west-2.on.aws/key",
        "https://a.s3-website-us-west-2.amazonaws.com/key",
        "https://a-1.s3-object-lambda.us-west-2.amazonaws.com/key",
        "https://a.s3-accelerate.amazonaws.com/key",
        "https://d1.cloudfront.net/key",
        "https://s3.cn-north-1.amazonaws.com.cn/key",
        "https://s3.us-west-2.amazonaws.eu/key",
        "https://s3.us-west-2.amazonaws.com/" + "k" * 9000,
    ],
)
def test_everything_else_is_refused(url: object) -> None:
    with pytest.raises(RefusedError):
        address_of(url, "us-west-2")


def test_the_partition_is_that_of_the_function() -> None:
    """In China no address of the rest of the world is read."""
    with pytest.raises(RefusedError):
        address_of("https://s3.us-west-2.amazonaws.com/key", "cn-north-1")


# What a server that means no good can do


Answer = "Callable[[BaseHTTPRequestHandler], None]"


@contextmanager
def serving(answer: Callable[[BaseHTTPRequestHandler], None]) -> Iterator[payload.Connect]:
    """A server of this machine, in the place of S3."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            with suppress(OSError):
                answer(self)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield lambda _, seconds: HTTPConnection(
            "127.0.0.1", server.server_address[1], timeout=seconds
        )
    finally:
        server.shutdown()
        server.server_close()


def fetched(answer: Callable[[BaseHTTPRequestHandler], None], seconds: float = 20.0) -> bytes:
    with serving(answer) as connect:
        return payload.fetch(Address("s3.us-west-2.amazonaws.com", "/key"), connect, seconds)


def replied(
    body: bytes, status: int = 200, **headers: str
) -> Callable[[BaseHTTPRequestHandler], None]:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        for name, value in headers.items():
            request.send_header(name.replace("_", "-"), value)
        request.end_headers()
        request.wfile.write(body)

    return answer


def test_a_payload_is_read_whole() -> None:
    assert fetched(replied(b"{}", Content_Length="2")) == b"{}"
    assert fetched(replied(b"{}")) == b"{}"


@pytest.mark.sampled(5)
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_redirect_is_followed(status: int) -> None:
    """Not even to the same place."""
    asked: list[str] = []

    def answer(request: BaseHTTPRequestHandler) -> None:
        asked.append(request.path)
        replied(b"", status, Location="/other", Content_Length="0")(request)

    with pytest.raises(RefusedError, match=str(status)):
        fetched(answer)
    assert asked == ["/key"]


@pytest.mark.sampled(5)
@pytest.mark.parametrize("status", [204, 206, 403, 404, 500])
def test_no_answer_but_200_is_read(status: int) -> None:
    with pytest.raises(RefusedError, match=str(status)):
        fetched(replied(b"", status, Content_Length="0"))


def test_what_is_too_large_by_its_own_word_is_not_read() -> None:
    started = time.monotonic()
    with pytest.raises(RefusedError, match="more than"):
        fetched(replied(b"{", Content_Length=str(10**12)))
    assert time.monotonic() - started < 5


def test_what_is_too_large_without_a_word_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(payload, "MOST_BYTES", 1_000_000)

    def answer(request: BaseHTTPRequestHandler) -> None:
        replied(b"")(request)
        while True:
            request.wfile.write(b" " * 65_536)

    with pytest.raises(RefusedError, match="more than"):
        fetched(answer)


@pytest.mark.parametrize("part", ["head", "body", "nothing"])
def test_what_drips_is_given_up_in_time(part: str) -> None:
    """Each letter comes within the time of a read, and all of them never."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        if part == "body":
            replied(b"", Content_Length="1000")(request)
        for _ in range(100):
            if part != "nothing":
                request.wfile.write(b"H")
            time.sleep(0.1)

    started = time.monotonic()
    with pytest.raises(RefusedError, match="within"):
        fetched(answer, 0.5)
    assert time.monotonic() - started < 5


def test_half_a_payload_is_none() -> None:
    with pytest.raises(RefusedError):
        fetched(replied(b"{}", Content_Length="20"))


def test_what_is_compressed_is_not_unpacked() -> None:
    with pytest.raises(RefusedError, match="compressed"):
        fetched(replied(b"x", Content_Encoding="gzip", Content_Length="1"))


def test_what_is_no_http_is_refused() -> None:
    with pytest.raises(RefusedError, match="cannot be fetched"):
        fetched(lambda request: request.wfile.write(b"\0" * 100 + b"\r\n\r\n"), 5.0)


def test_nobody_there_is_refused_without_the_address() -> None:
    """Which is signed: who has it may read what lies there."""

    def refused(_: str, seconds: float) -> HTTPConnection:
        return HTTPConnection("127.0.0.1", 9, timeout=seconds)

    with pytest.raises(RefusedError) as caught:
        payload.fetch(Address("s3.us-west-2.amazonaws.com", "/key?X-Amz-Signature=1"), refused)
    assert "Signature" not in str(caught.value)


def test_a_connection_asks_who_is_there() -> None:
    """Its certificate is checked, for that host."""
    import ssl

    made = payload.connection("s3.us-west-2.amazonaws.com", 1.0)
    context = made._context  # pyright: ignore[reportAttributeAccessIssue]
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname
