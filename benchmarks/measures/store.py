"""A thousand templates that lie in S3: a server of moto's that runs here stands for it."""

from __future__ import annotations

# boto3 comes without types: what a client answers is Any here.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
import importlib.util
import socket
import subprocess
import sys
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from typing import Any

from benchmarks.floor import floor, templates_in
from benchmarks.process import here
from benchmarks.setup import Row, Setup, jobs

NUMBER = 1_000
_BUCKET = "templates"
_NEEDED = ("boto3", "moto", "s3fs")
_KEYS = {"AWS_ACCESS_KEY_ID": "here", "AWS_SECRET_ACCESS_KEY": "here"}  # what moto does not look at


def store(setup: Setup) -> Iterator[Row]:
    """One scan by address, beside the floor of the same bytes read from files."""
    lacking = [name for name in _NEEDED if importlib.util.find_spec(name) is None]
    if lacking:
        yield Row("store", "through S3", skipped=f"not installed: {', '.join(lacking)}")
        return
    folder = setup.made(NUMBER)
    files = templates_in(folder)
    yield Row("store", "floor", here(lambda: floor(files)), size=NUMBER)
    with _server() as address:
        _upload(address, {str(file.relative_to(folder)): file.read_bytes() for file in files})
        command = setup.command(f"s3://{_BUCKET}/made", *jobs(1), report="store.json")
        variables = {"AWS_ENDPOINT_URL": address, "AWS_DEFAULT_REGION": "us-east-1", **_KEYS}
        cost = setup.site.run(command, setup.scratch, **variables)
        if not (setup.scratch / "store.json").exists():
            yield Row("store", "through S3", skipped=f"this version reads none: {cost.said[-200:]}")
            return
        counts = setup.counted("store.json")
        wrong = () if counts.templates == NUMBER else (f"{counts.templates} templates",)
        yield Row("store", "through S3", cost, counts, wrong=wrong, size=NUMBER)


@contextmanager
def _server() -> Generator[str]:
    """The address of an S3 that is there for as long as the context lasts."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            for _ in range(300):
                with socket.socket() as asked:
                    if asked.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.1)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


def _upload(address: str, objects: dict[str, bytes]) -> None:
    import boto3  # noqa: PLC0415 - only who has it gets here

    keys = {key.lower(): value for key, value in _KEYS.items()}
    client: Any = boto3.client("s3", endpoint_url=address, region_name="us-east-1", **keys)  # pyright: ignore
    client.create_bucket(Bucket=_BUCKET)
    for name, content in objects.items():
        client.put_object(Bucket=_BUCKET, Key=f"made/{name}", Body=content)
