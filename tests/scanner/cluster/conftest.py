"""A cluster, a store and a rule that does what it is told: real ones, where they are here."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

CARD = """\
id: topic-told
title: {en: A topic, ko: 주제}
severity: low
pillar: security
resources: [AWS::SNS::Topic]
check: {python: told}
why: {en: It is told to., ko: 시험}
fix: {en: Do so., ko: 시험}
examples:
  fails: |
    Resources: {A: {Type: AWS::SNS::Topic}}
  passes: ""
"""
PYTHON = '''\
"""Does to the process that asks what the environment says.

Its text does not show that it looks at files: of a rule of which it does, no answer is taken again.
"""

from synthgate.clock import signal
from synthgate.kept.trace import Path, os


def told(resource, view):
    """Note that it was asked; die over some resources, once or always."""
    name = resource.logical_id
    if "ASKED" in os.environ:
        with Path(os.environ["ASKED"]).open("a") as log:
            log.write(f"{name}\\\\n")
    if name == os.environ.get("DIE_ALWAYS"):
        os.kill(os.getpid(), signal.SIGKILL)
    once = Path(os.environ.get("DIE_ONCE", "/nowhere/at/all"))
    if once.parent.is_dir() and name == once.name and not once.exists():
        once.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    yield from ()
'''


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str


SCAN = (
    "--no-config", "--exit-zero", "--rules", "rules", "--quiet", "--environment", "production",
    "--select", "topic-told", "--select", "s3-bucket-*", "--select", "sns-*",
)  # fmt: skip
UNITS = 100


@dataclass(frozen=True)
class Place:
    """A folder with templates, an assembly and the rule; programs are run in it."""

    folder: Path
    environ: Mapping[str, str] = field(default_factory=dict)
    words: tuple[str, ...] = SCAN
    dask: tuple[str, ...] = ("--executor", "dask", "--jobs", "2")
    units: int = UNITS

    def argv(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "synthgate", *words]

    def scan(self, *words: str, code: int = 0, **environ: str) -> Ran:
        """Scan as a user does, in a process of its own."""
        argv = self.argv("scan", *SCAN, *words)
        ran = self.run(argv, **environ)
        assert ran.code == code, ran.err
        return ran

    def run(self, argv: Sequence[str], **environ: str) -> Ran:
        done = subprocess.run(
            argv,
            cwd=self.folder,
            env={**os.environ, **self.environ, **environ},
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        return Ran(done.returncode, done.stdout, done.stderr)

    def bytes(self, name: str) -> bytes:
        return (self.folder / name).read_bytes()


def template(number: int) -> str:
    """One of many: a topic of its own name, and a bucket that is not always encrypted."""
    properties = {} if number % 3 else {"BucketEncryption": "some"}
    body = {
        f"Topic{number}": {"Type": "AWS::SNS::Topic"},
        "Bucket": {"Type": "AWS::S3::Bucket", "Properties": properties},
    }
    return json.dumps({"Resources": body}, indent=1)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """The folder ``org`` and the rule in ``rules``."""
    files = {f"org/team{it % 7}/t{it:03}.json": template(it) for it in range(UNITS)}
    stack = {
        "type": "aws:cloudformation:stack",
        "properties": {"templateFile": "One.template.json"},
    }
    stack["environment"] = "aws://123456789012/eu-central-1"
    files |= {
        "org/app/cdk.out/cdk.out": '{"version": "36.0.0"}',
        "org/app/cdk.out/manifest.json": json.dumps(
            {"version": "36.0.0", "artifacts": {"One": stack}}
        ),
        "org/app/cdk.out/One.template.json": template(1000),
        "org/broken.yaml": "Resources: {A: [",
        "rules/told.yaml": CARD,
        "rules/told.py": PYTHON.replace("\\\\n", "\\n"),
    }
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content, "utf-8")
    return Place(tmp_path)


@pytest.fixture
def bucket(place: Place, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    """The same place beside an S3 that runs here, in whose bucket ``org`` lies, too."""
    server_of = pytest.importorskip("moto.server", reason="needs moto[server]")
    boto3 = pytest.importorskip("boto3", reason="needs moto[server]")
    server = server_of.ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    environ = {
        "AWS_ACCESS_KEY_ID": "here",
        "AWS_SECRET_ACCESS_KEY": "here",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": f"http://{host}:{port}",
    }
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    reset = Request(f"{environ['AWS_ENDPOINT_URL']}/moto-api/reset", method="POST")  # noqa: S310
    urlopen(reset).close()  # noqa: S310 - all servers of one process share what they hold
    client = boto3.client("s3")
    client.create_bucket(Bucket="bucket")
    for path in (place.folder / "org").rglob("*"):
        if path.is_file():
            name = path.relative_to(place.folder).as_posix()
            client.put_object(Bucket="bucket", Key=name, Body=path.read_bytes())
    yield Place(place.folder, environ)
    server.stop()
