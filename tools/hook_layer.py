"""Build the layer that the hook's function runs with, from the wheel; and measure a cold start.

``python tools/hook_layer.py build out/hook`` writes ``synthgate-layer.zip`` and says how large it
is. ``python tools/hook_layer.py measure out/hook`` starts Python on what is in it, empty, on one
processor, and says how long the import and the first answer take. See docs/hook.md.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FUNCTION = ROOT / "infra" / "hook" / "function"
EVENTS = ROOT / "tests" / "infra" / "hook_events"
NAME = "synthgate-layer.zip"
MOST_BYTES = 250 * 1024 * 1024
"""How large a function and its layers may be, unzipped: "Lambda quotas"."""
MOST_SECONDS = 5.0
"""How long the start of Python, the import and the first answer may take together."""
PYTHON = "3.13"
MACHINES = ("aarch64", "x86_64")
"""What Lambda has: its `arm64`, as the stack says, and its `x86_64`."""
PLATFORMS = ("manylinux_2_28", "manylinux2014")
"""Of wheels that run on Amazon Linux 2023, which has glibc 2.34."""
SAM = (
    "annotated-types",
    "aws-sam-translator",
    "jsonschema",
    "jsonschema-specifications",
    "pydantic",
    "pydantic-core",
    "referencing",
    "rpds-py",
    "typing-inspection",
)
"""What expands the templates of SAM, which a hook is asked about as they were written; it needs
boto3 besides, which Lambda brings."""
LEFT_OUT = (
    "cattrs",
    "jinja2",
    "markdown_it",
    "markupsafe",
    "mdurl",
    "pygments",
    "rich",
    "ruamel",
)
"""What writes reports and edits files: an answer to a hook is neither."""
_EMPTY = {
    "AWS_REGION": "us-west-2",
    "LC_ALL": "C.UTF-8",
    "PATH": "/usr/bin:/bin",
    "PYTHONDONTWRITEBYTECODE": "1",
    "SYNTHGATE_ALL_SCENARIOS": "true",
    "SYNTHGATE_PROFILE": "recommended",
}
_DATE = (2020, 1, 1, 0, 0, 0)


def main(argv: Sequence[str]) -> int:
    """Do what the arguments say, and return the exit code."""
    parser = argparse.ArgumentParser(prog="hook_layer.py", description=__doc__)
    parser.add_argument("what", choices=["build", "measure"])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--python", default=PYTHON, help="the version that runs it")
    parser.add_argument("--machine", choices=MACHINES, default=MACHINES[0])
    parser.add_argument("--add", type=Path, action="append", default=[], help="a policy, rules")
    parser.add_argument("--program", default=sys.executable, help="the Python to measure with")
    arguments = parser.parse_args(argv)
    folder: Path = arguments.folder.resolve()
    if arguments.what == "measure":
        return measure(folder / "layer" / "python", arguments.program)
    return build(folder, arguments.python, arguments.machine, arguments.add)


def build(folder: Path, python: str, machine: str, added: Sequence[Path]) -> int:
    """Write the layer, and say how large it is; 1 if that is more than Lambda takes."""
    layer = folder / "layer"
    shutil.rmtree(folder, ignore_errors=True)
    install(wheel(folder / "dist"), layer / "python", python, machine)
    prune(layer / "python")
    compiled(layer / "python", python)
    for one in added:
        copy = shutil.copytree if one.is_dir() else shutil.copy2
        copy(one, layer / one.name)
    unzipped = sum(path.stat().st_size for path in files(layer))
    archive = folder / NAME
    pack(layer, archive)
    print(f"{archive}: {_mb(archive.stat().st_size)}, unzipped {_mb(unzipped)}", end=" ")
    print(f"of the {_mb(MOST_BYTES)} that Lambda takes")
    return int(unzipped > MOST_BYTES)


def wheel(folder: Path) -> Path:
    """Build the wheel, with the build backend that is installed here."""
    options = ["--no-deps", "--no-build-isolation", "--quiet", "--wheel-dir", str(folder)]
    pip("wheel", *options, str(ROOT))
    [found] = folder.glob("synthgate-*.whl")
    return found


def install(built: Path, target: Path, python: str, machine: str) -> None:
    """Unpack the wheel and what it needs, as it is locked, for the machine that runs it."""
    there = ["--only-binary", ":all:", "--quiet", "--no-compile", "--target", str(target)]
    there += ["--python-version", python, "--implementation", "cp"]
    there += [f"--platform={one}_{machine}" for one in PLATFORMS]
    folder = ROOT / "requirements"
    expanding = built.parent / "sam.txt"
    expanding.write_text("".join(locked(folder / "scan.txt", SAM)))
    for one in (folder / "package.txt", expanding):
        pip("install", *there, "--no-deps", "--require-hashes", "--requirement", str(one))
    pip("install", *there, "--no-deps", str(built))


def locked(file: Path, names: Sequence[str]) -> Iterator[str]:
    """Yield what a file of requirements has of these, with their hashes."""
    is_wanted = False
    for line in file.read_text().splitlines(keepends=True):
        if line[0].isalnum():
            is_wanted = line.partition("==")[0] in names
        if is_wanted and not line.lstrip().startswith("#"):
            yield line


def pip(*arguments: str) -> None:
    """Run pip of this Python."""
    subprocess.run([sys.executable, "-m", "pip", *arguments], check=True)


def prune(folder: Path) -> None:
    """Take away what no answer needs."""
    for name in (*LEFT_OUT, "bin"):
        shutil.rmtree(folder / name, ignore_errors=True)
    for path in [*files(folder)]:
        is_record = path.parent.suffix == ".dist-info" and path.name != "METADATA"
        if is_record or path.suffix in {".po", ".pyc"}:
            path.unlink()


def compiled(folder: Path, python: str) -> None:
    """Compile it for that Python, if it is here: where a layer lies, nothing can be written."""
    program = shutil.which(f"python{python}")
    how = ["-m", "compileall", "-q", "--invalidation-mode", "unchecked-hash", str(folder)]
    done = program and subprocess.run([program, *how], check=False, capture_output=True)
    if not done or done.returncode:
        print(f"no Python {python} here: its modules are compiled at each cold start")


def files(folder: Path) -> Iterator[Path]:
    """Yield all files below a folder, in their order."""
    return (path for path in sorted(folder.rglob("*")) if path.is_file())


def pack(layer: Path, archive: Path) -> None:
    """Write the layer: the same bytes for the same files."""
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as there:
        for path in files(layer):
            entry = zipfile.ZipInfo(path.relative_to(layer).as_posix(), _DATE)
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            there.writestr(entry, path.read_bytes())


MEASURED = ("start and import", "first answer", "together", "processor time of both")
_FIRST = """
import sys, time
from change_hook.handler import answered
imported = time.monotonic()
import json
event, content = (open(name, "rb").read() for name in sys.argv[1:])
said = answered(json.loads(event), lambda _: content)
print(said.get("errorCode"), imported, time.monotonic())
"""
MOST_RESOURCES = 500
"""How many a template may have ("Understand CloudFormation quotas")."""


def measure(layer: Path, program: str, times: int = 5) -> int:
    """Print how long a cold start takes; 1 if that is too long."""
    small = EVENTS / "change_set_payload.json"
    large = layer.parent / "large.json"
    large.write_text(json.dumps(_large(json.loads(small.read_text()))))
    rows = [_started(layer, program, small) for _ in range(times)]
    for name, values in zip(MEASURED, zip(*rows, strict=True), strict=True):
        print(f"{name}: {statistics.median(values):.2f} s (worst {max(values):.2f} s)")
    print(f"first answer, {MOST_RESOURCES} resources: {_started(layer, program, large)[1]:.2f} s")
    print(f"{times} starts of {program} on one processor: {_processor()}")
    return int(max(row[2] for row in rows) > MOST_SECONDS)


def _large(payload: dict[str, Any]) -> dict[str, Any]:
    """A payload whose template has as many resources as one may have."""
    kinds = ("AWS::S3::Bucket", "AWS::SQS::Queue", "AWS::DynamoDB::Table", "AWS::IAM::Role")
    rows = {f"R{at}": {"Type": kinds[at % len(kinds)]} for at in range(MOST_RESOURCES)}
    return {**payload, "template": json.dumps({"Resources": rows})}


def _started(layer: Path, program: str, content: Path) -> tuple[float, float, float, float]:
    """The seconds of start and import, of the first answer, of both, and of the processor.

    Nothing that is installed here is seen (``-S``): what the layer lacks is missing.
    """
    environ = {**_EMPTY, "PYTHONPATH": os.pathsep.join((str(layer), str(FUNCTION)))}
    event = EVENTS / "change_set.json"
    command = ["taskset", "-c", "0", program, "-S", "-c", _FIRST, str(event), str(content)]
    busy, before = _busy(), time.monotonic()
    done = subprocess.run(command, env=environ, check=True, capture_output=True, text=True)
    code, *clock = done.stdout.split()
    if code == "InternalFailure":
        raise SystemExit(f"the hook could not judge: {done.stderr}")
    imported, answered = map(float, clock)
    return imported - before, answered - imported, answered - before, _busy() - busy


def _busy() -> float:
    """The processor time of all programs that were started here and have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _processor() -> str:
    """What this machine has, as Linux says."""
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else "an unnamed one"


def _mb(size: int) -> str:
    return f"{size / 1024 / 1024:.1f} MB"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
