"""Try a wheel as a user has it: in an environment with what is locked, and nothing of ours.

``python tools/release_smoke.py WHEEL FOLDER`` makes the environment in the folder, with the Python
that runs this, and needs a package index. `make dist` does it, and the release for the ends of all
supported Pythons.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TEMPLATE = ROOT / "examples" / "every-rule" / "template.yaml"
LOCKED = ROOT / "requirements" / "package.txt"
_READERS = {
    "groff": ("groff", "-K", "utf8", "-man", "-Tutf8", "-ww"),
    "mandoc": ("mandoc", "-Tlint", "-W", "warning"),
}
"""What shows pages of man, where it is here: GNU's, and that of the BSDs and macOS."""
_MOST = 2000
"""Characters of what a program wrote that are told, the last ones."""
_COMPLETED = """
. "$1/share/bash-completion/completions/synthgate"
COMP_WORDS=(synthgate scan --fail-)
COMP_CWORD=2
_shtab_synthgate
echo "${COMPREPLY[@]}"
"""


@dataclass(frozen=True)
class Installed:
    """An environment with the wheel in it, and a folder to work in that has nothing."""

    prefix: Path
    folder: Path

    @property
    def python(self) -> Path:
        """Its Python."""
        return self.prefix / "bin" / "python"

    @cached_property
    def environ(self) -> Mapping[str, str]:
        """What a fresh account has: its own home, and no word of this repository."""
        path = os.pathsep.join((str(self.prefix / "bin"), os.environ["PATH"]))
        return {"HOME": str(self.folder), "PATH": path, "LC_ALL": "C.UTF-8", "MANWIDTH": "80"}

    def run(self, *words: str | Path, code: int = 0) -> str:
        """Run a program there, and return what it writes.

        Raises:
            SystemExit: its exit code is another one; or it complains, and says that all is well.
        """
        ran = subprocess.run(
            [*map(str, words)],
            cwd=self.folder,
            env=self.environ,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        if ran.returncode != code or (ran.stderr and not code):
            told = f"exit code {ran.returncode}\n{ran.stdout[-_MOST:]}{ran.stderr[-_MOST:]}"
            raise SystemExit(f"{' '.join(map(str, words))}: {told}")
        return ran.stdout


def environment(folder: Path) -> Installed:
    """Make an environment with what is locked, without pip, and a folder beside it."""
    shutil.rmtree(folder, ignore_errors=True)
    installed = Installed(folder / "environment", folder / "home")
    installed.folder.mkdir(parents=True)
    venv.create(installed.prefix, symlinks=True)
    locked = ("--only-binary", ":all:", "--require-hashes", "--requirement", str(LOCKED))
    pip(installed.python, *locked)
    return installed


def pip(python: Path, *arguments: str) -> None:
    """Install into another environment, with the pip of this one."""
    quiet = ("-qq", "--disable-pip-version-check")
    command = [sys.executable, "-m", "pip", "--python", str(python), "install", *quiet, *arguments]
    subprocess.run(command, check=True)


def tried(installed: Installed, wheel: Path) -> Iterator[str]:
    """Install the wheel, try everything, and yield what was tried."""
    pip(installed.python, "--no-deps", "--no-index", str(wheel))
    for trial in TRIALS:
        yield trial(installed, wheel.name.split("-")[1])


def _version(installed: Installed, version: str) -> str:
    said = installed.run("synthgate", "--version")
    _require(said.split() == ["synthgate", version], f"--version says {said}")
    return said.strip()


def _scan(installed: Installed, version: str) -> str:
    """By both ways to start it, and in every kind of file that a pipeline takes."""
    shutil.copy(TEMPLATE, installed.folder / "template.yaml")
    words = ("scan", "template.yaml", "--environment", "production", "--format", "json")
    report = json.loads(installed.run(installed.python, "-m", "synthgate", *words, code=1))
    _require(report["findings"] and not report["problems"], "the example has no findings")
    formats = [f"--format={name}=report.{name}" for name in ("html", "sarif", "junit", "markdown")]
    installed.run("synthgate", "scan", "template.yaml", *formats, code=1)
    _require(report["tool"]["version"] == version, "the report is of another version")
    return f"python -m synthgate scan: {len(report['findings'])} findings"


def _korean(installed: Installed, version: str) -> str:
    """The catalogs are there, and the language of the run is theirs."""
    _ = version
    said = installed.run("synthgate", "scan", "template.yaml", "--lang", "ko", code=1)
    _require(bool(re.search("[가-힣]", said)), "--lang ko speaks English")
    return "--lang ko"


def _schemas(installed: Installed, version: str) -> str:
    """Those that are installed are those that are written."""
    _ = version
    there = installed.prefix / "share" / "synthgate" / "schemas"
    for name, words in {"configuration": "config", "card": "rules"}.items():
        written = json.loads(installed.run("synthgate", words, "schema"))
        _require(written == json.loads((there / f"{name}.schema.json").read_text()), name)
    return f"schemas: {', '.join(sorted(path.name for path in there.iterdir()))}"


def _man(installed: Installed, version: str) -> str:
    """Each page is shown without a warning, and by its name where man is."""
    _ = version
    pages = sorted((installed.prefix / "share" / "man").rglob("*.1"))
    _require(len(pages) > 2, "there are no pages of man")
    readers = [name for name in _READERS if shutil.which(name)]
    for page in pages:
        for name in readers:
            installed.run(*_READERS[name], page)
    if "groff" in readers and shutil.which("man"):
        _require("--fail-on" in _plain(installed.run("man", "-P", "cat", "synthgate-scan")), "man")
        korean = _plain(installed.run("man", "-L", "ko", "-P", "cat", "synthgate-scan"))
        _require(bool(re.search("[가-힣]", korean)), "man -L ko speaks English")
    return f"man: {len(pages)} pages without a warning of {' and '.join(readers) or 'nobody'}"


def _plain(shown: str) -> str:
    """What man shows without what makes it bold."""
    return re.sub(r".\x08|\x1b\[[0-9;]*m", "", shown)


def _completion(installed: Installed, version: str) -> str:
    """Bash completes an option."""
    _ = version
    said = installed.run("bash", "--norc", "-c", _COMPLETED, "bash", installed.prefix)
    _require("--fail-on" in said.split(), f"bash completes --fail- with {said!r}")
    for shell, place in (("zsh", "zsh/site-functions/_synthgate"), ("fish", _FISH)):
        if shutil.which(shell):
            installed.run(shell, "-n", installed.prefix / "share" / place)
    return "completion in bash"


_FISH = "fish/vendor_completions.d/synthgate.fish"

TRIALS: tuple[Callable[[Installed, str], str], ...] = (
    _version,
    _scan,
    _korean,
    _schemas,
    _man,
    _completion,
)
"""What is tried of an installation and its version; each says what it was."""


def _require(holds: object, otherwise: str) -> None:
    if not holds:
        raise SystemExit(otherwise)


def main(wheel: Path, folder: Path) -> None:
    """Try a wheel, and say what was tried."""
    for said in tried(environment(folder), wheel):
        print(f"tried: {said}")


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve())
