"""Laws of the repository, which are tests and not paragraphs."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
import venv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

import synthgate_rules
from synthgate.rule.cards.catalog import load_catalog

ROOT = Path(__file__).resolve().parents[1]
SOURCES = sorted(
    path for folder in ("scanner", "rules", "reports") for path in (ROOT / folder).rglob("*.py")
)
DOCUMENTS = [
    *sorted(ROOT.glob("*.md")),
    *sorted((ROOT / "docs").glob("*.md")),
    *sorted((ROOT / ".github" / "workflows").glob("*.yml")),
]
MOST_LINES_OF_A_MODULE = 300
MOST_LINES_OF_A_FUNCTION = 60
GROWING = {
    "Overlooked": "what a walk leaves out while it goes on",
    "_Scan": "the parts of a unit's report while its templates are asked",
    "Loading": "the parts of a unit while they are gathered",
    "Recorder": "where facts of a run are written while it goes on",
    "_Run": "what a cluster is at while it goes on",
    "Laid": "what is fetched of a store while it is laid down",
    "Runs": "what is known of checkov while it is asked about templates",
    "Seen": "what this process has looked at of its own sources",
    "Side": "what a clause of the gate has for and against it, finding by finding",
    "Weighing": "all of that, while findings are gone through",
    "Telling": "what there is to tell of suppressions, one by one",
    "_Kind": "the first few of a kind of them",
    "_Foreign": "those of another scanner",
    "Noted": "what a report tells of units, while they are gone through",
}
"""Dataclasses that are not frozen, each with its reason."""


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@dataclass(frozen=True)
class Source:
    """What the laws below ask of a module, which is parsed once for all of them."""

    path: str
    long: tuple[str, ...]
    """Functions that do not fit on a screen."""
    open: tuple[str, ...]
    """Dataclasses that are not frozen."""
    words: tuple[str, ...]
    """Texts in Korean."""


@cache
def sources() -> list[Source]:
    return [source(named(path), ast.parse(path.read_text("utf-8"))) for path in SOURCES]


def source(path: str, tree: ast.Module) -> Source:
    every = [*ast.walk(tree)]
    functions = [it for it in every if isinstance(it, ast.FunctionDef | ast.AsyncFunctionDef)]
    long = (it.name for it in functions if lines_of(it) > MOST_LINES_OF_A_FUNCTION)
    records = (
        (it.name, ast.unparse(decorator))
        for it in every
        if isinstance(it, ast.ClassDef)
        for decorator in it.decorator_list
    )
    is_record = ("dataclass", "dataclasses.dataclass")
    of_record = [(name, said) for name, said in records if said.startswith(is_record)]
    words = {it.value for it in every if isinstance(it, ast.Constant) and isinstance(it.value, str)}
    documented = {ast.get_docstring(it, clean=False) for it in every if is_documented(it)}
    return Source(
        path,
        tuple(long),
        tuple(name for name, said in of_record if "frozen=True" not in said),
        tuple(it for it in words - documented if re.search("[가-힣]{3}", it)),
    )


def lines_of(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def test_the_sources_are_found() -> None:
    """The tests below are about something."""
    assert len(SOURCES) > 40


@pytest.mark.parametrize("path", DOCUMENTS, ids=named)
def test_documents_name_only_targets_that_exist(path: Path) -> None:
    """``make x`` in a document or a workflow is a target of the Makefile."""
    makefile = (ROOT / "Makefile").read_text("utf-8")
    rules = re.findall(r"^([a-z][a-z -]*):", makefile, re.MULTILINE)
    targets = {target for rule in rules for target in rule.split()}
    text = path.read_text("utf-8")
    wanted = set(re.findall(r"(?:^ {4,}|`|run: )make ([a-z-]+[a-z])(?!\$)\b", text, re.MULTILINE))
    assert wanted <= targets
    assert wanted or path.name not in {"README.md", "README.ko.md"} or path.parent != ROOT


def test_modules_are_short() -> None:
    """Nobody has to read more than four hundred lines to know a module."""
    long = {
        named(path): lines
        for path in SOURCES
        if (lines := len(path.read_text("utf-8").splitlines())) > MOST_LINES_OF_A_MODULE
    }
    assert not long


def test_functions_are_short() -> None:
    """A function fits on a screen."""
    assert {it.path: it.long for it in sources() if it.long} == {}


def test_dataclasses_are_frozen() -> None:
    """A record does not change once it is made; what grows is named above."""
    open_ones = {name for it in sources() for name in it.open}
    assert open_ones == {*GROWING}


def test_the_code_speaks_english() -> None:
    """Hangul stands in the catalogs; in the code only particles do."""
    assert {it.path: it.words for it in sources() if it.words} == {}


def is_documented(node: ast.AST) -> bool:
    return isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)


def command(*words: str | Path, folder: Path) -> str:
    """Run a program that knows nothing of this repository's environment."""
    hidden = ("PYTHON", "VIRTUAL_ENV", "COV_")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(hidden)}
    ran = subprocess.run(
        list(map(str, words)),
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode in {0, 1}, ran.stdout + ran.stderr
    return ran.stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an environment that has the wheel and what it needs, and nothing else."""
    folder = tmp_path_factory.mktemp("wheel")
    build = (sys.executable, "-m", "build", "--no-isolation", "--wheel")
    command(*build, "--outdir", folder, ROOT, folder=folder)
    (wheel,) = folder.glob("*.whl")
    venv.create(folder / "venv", with_pip=True)
    python = folder / "venv" / "bin" / "python"
    pip = (python, "-m", "pip", "--disable-pip-version-check", "install", "--quiet")
    locked = ROOT / "requirements" / "package.txt"
    command(*pip, "--require-hashes", "--requirement", locked, folder=folder)
    command(*pip, "--no-deps", wheel, folder=folder)
    command(python, "-m", "pip", "check", folder=folder)
    assert (folder / "venv" / "bin" / "synthgate").exists()
    return folder


@pytest.mark.exhaustive
def test_the_wheel_scans_by_itself(installed: Path, tmp_path: Path) -> None:
    """Cards and formats are in it, and its dependencies are all that it needs."""
    (tmp_path / "t.yaml").write_text("Resources:\n  B:\n    Type: AWS::S3::Bucket\n")
    program = installed / "venv" / "bin" / "synthgate"
    words = ("scan", "t.yaml", "--environment", "development", "--format", "json")
    report = json.loads(command(program, *words, folder=tmp_path))
    assert not report["problems"]
    assert report["findings"]
    for name in ("text", "sarif", "sarif-github", "junit"):
        assert command(program, "scan", "t.yaml", "--format", name, folder=tmp_path)


@pytest.mark.exhaustive
def test_the_wheel_has_all_cards(installed: Path, tmp_path: Path) -> None:
    """What `rules list` says there is what lies in the repository."""
    program = installed / "venv" / "bin" / "synthgate"
    rules = json.loads(command(program, "rules", "list", "--format", "json", folder=tmp_path))
    assert {rule["id"] for rule in rules} == {*load_catalog(synthgate_rules.CARDS).cards}


@pytest.mark.exhaustive
def test_the_wheel_holds_three_packages(installed: Path) -> None:
    """Nothing generic lands in a user's site-packages, and no test does."""
    (site,) = (installed / "venv" / "lib").glob("python*/site-packages")
    ours = {path.name for path in site.iterdir() if path.name.startswith("synthgate")}
    assert {name for name in ours if "dist-info" not in name} == {
        "synthgate",
        "synthgate_rules",
        "synthgate_reports",
    }
    assert not {"rules", "reports", "scanner", "tests", "infra"} & {p.name for p in site.iterdir()}


@pytest.mark.parametrize("page", ["robustness.md", "laws.md"])
def test_what_holds_a_promise_is_there(page: str) -> None:
    """Every test that the page of promises, or that of laws, names."""
    named = re.findall(r"`(tests/[^`]*)`", (ROOT / "docs" / page).read_text("utf-8"))
    assert named
    assert [one for one in named if not _is_there(*one.split("::"))] == []


def _is_there(path: str, test: str = "") -> bool:
    """Whether there is such a file, or folder, with such a test in it."""
    file = ROOT / path
    return file.exists() and (not test or f"def {test}(" in file.read_text("utf-8"))
