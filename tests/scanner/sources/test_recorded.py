"""Recorded lines are read as input: bounded, checked, and none is needed for a scan."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from synthgate import scan
from synthgate.cdk.recorder import FILE_NAME
from synthgate.sources import recorded as module
from synthgate.sources.assembly import load_assembly
from synthgate.sources.places import places

if TYPE_CHECKING:
    from pathlib import Path

    from synthgate.model import Problem

PATHS = {
    "Data/Books/Resource": "Books",
    "Data/Late/Resource": "Late",
    "Data/Nested.NestedStack/Nested.NestedStackResource": "Nested",
}
TYPES = {"Books": "AWS::S3::Bucket", "Late": "AWS::SQS::Queue", "Nested": "AWS::SNS::Topic"}


@pytest.fixture
def app(tmp_path: Path) -> Path:
    """The folder of an app, with its assembly as an old CDK writes it, and its program."""
    assembly = tmp_path / "cdk.out"
    assembly.mkdir()
    metadata = {
        f"/{path}": [{"type": "aws:cdk:logicalId", "data": name}] for path, name in PATHS.items()
    }
    stack = {
        "type": "aws:cloudformation:stack",
        "properties": {"templateFile": "Data.template.json"},
        "metadata": metadata,
    }
    resources: dict[str, Any] = {
        name: {"Type": type_, "Properties": {}} for name, type_ in TYPES.items()
    }
    files: dict[str, Any] = {
        "cdk.out": {"version": "39.0.0"},
        "manifest.json": {"version": "39.0.0", "artifacts": {"Data": stack}},
        "Data.template.json": {"Resources": resources},
    }
    for name, held in files.items():
        (assembly / name).write_text(json.dumps(held))
    (tmp_path / "app.py").write_text("".join(f"line {number}\n" for number in range(1, 20)))
    return tmp_path


def record(app: Path, constructs: Any, **more: Any) -> None:
    held = {"version": 1, "constructs": constructs, **more}
    (app / "cdk.out" / FILE_NAME).write_text(json.dumps(held))


def place(file: object, line: object) -> dict[str, object]:
    return {"file": file, "line": line}


def lines(app: Path) -> tuple[dict[str, int | None], list[Problem]]:
    """The line of each resource by its logical id, and what is told of the file."""
    unit = load_assembly(app / "cdk.out", places(app))
    (loaded,) = unit.templates
    found = {name: it.source.line if it.source else None for name, it in loaded.origins.items()}
    return found, [one for one in unit.problems if one.code.id == "lines-invalid"]


def test_the_nearest_recorded_construct_has_the_line(app: Path) -> None:
    """That of a nested stack stands beside the group that holds its resource."""
    here = str(app / "app.py")
    record(
        app, {"Data": place(here, 2), "Data/Books": place(here, 3), "Data/Nested": place(here, 4)}
    )
    assert lines(app) == ({"Books": 3, "Late": 2, "Nested": 4}, [])


def trace(app: Path, path: str, line: int) -> None:
    """Have the CDK say, too, which line made a construct."""
    manifest = app / "cdk.out" / "manifest.json"
    held = json.loads(manifest.read_text())
    entry = {"type": "aws:cdk:creationStack", "data": [f"<module> ({app / 'app.py'}:{line})"]}
    held["artifacts"]["Data"]["metadata"].setdefault(path, []).append(entry)
    manifest.write_text(json.dumps(held))


def test_what_the_cdk_says_of_the_same_construct_counts(app: Path) -> None:
    """But for the line of the synthesis, and for what it says of something further above."""
    here = str(app / "app.py")
    constructs = {"Data/Books/Resource": place(here, 5), "Data/Late": place(here, 6)}
    record(app, constructs, synth=place(here, 19))
    trace(app, "/Data/Books/Resource", 7)
    trace(app, "/Data", 8)
    assert lines(app)[0] == {"Books": 7, "Late": 6, "Nested": 8}
    trace(app, "/Data/Late/Resource", 19)
    assert lines(app)[0]["Late"] == 6


def test_findings_stand_in_the_program(app: Path) -> None:
    """Where its files lie here; what a stranger names elsewhere is not opened."""
    record(
        app, {"Data/Books": place(str(app / "app.py"), 3), "Data/Late": place("/etc/hosts.py", 1)}
    )
    report = scan("cdk.out", folder=app, config=None)
    sources = {it.subject.logical_id: it.source for it in report.findings if it.source}
    assert sources["Books"].found
    assert (sources["Books"].path, sources["Books"].line) == ("app.py", 3)
    assert not any(name == "Late" and it.found for name, it in sources.items())


WRONG = {
    "text": "no JSON",
    "list": "[]",
    "deep": "[" * 100_000,
    "newer": '{"version": 2, "constructs": {}}',
    "bare": '{"version": 1}',
    "shape": '{"version": 1, "constructs": [1]}',
    "twice": '{"version": 1, "constructs": {}, "constructs": {}}',
    "binary": b"\xff\xfe",
}


@pytest.mark.parametrize("content", WRONG.values(), ids=WRONG)
def test_a_file_that_cannot_be_used_is_told(content: str | bytes, app: Path) -> None:
    """By its name, in both languages; all the rest goes on."""
    path = app / "cdk.out" / FILE_NAME
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    found, (problem,) = lines(app)
    assert found == {"Books": None, "Late": None, "Nested": None}
    assert (problem.path, problem.kind) == (f"cdk.out/{FILE_NAME}", "notice")
    assert problem.message["en"] != problem.message["ko"]


@pytest.mark.parametrize(
    "odd",
    [
        place("app.py", 0), place("app.py", -1), place("app.py", "3"), place("app.py", True),
        place("app.py", 10**9), place("/x/site-packages/y.py", 3), place("/etc/passwd", 3),
        place(None, 3), [], None, "app.py:3", {},
    ],
)  # fmt: skip
def test_an_entry_that_names_no_line_is_passed_over(odd: object, app: Path) -> None:
    """And counted; the others are used."""
    record(app, {"Data/Books": odd, "Data/Late": place(str(app / "app.py"), 3)})
    found, (problem,) = lines(app)
    assert (found["Books"], found["Late"]) == (None, 3)
    assert "1 construct without a line" in problem.message["en"]


@pytest.mark.parametrize("kind", ["link", "folder", "large", "many"])
def test_only_a_file_of_a_sane_size_is_read(
    kind: str, app: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A link may lead anywhere, and is not followed."""
    path = app / "cdk.out" / FILE_NAME
    if kind == "link":
        path.symlink_to("/dev/zero")
    elif kind == "folder":
        path.mkdir()
    else:
        monkeypatch.setattr(module, "MAX_BYTES" if kind == "large" else "MOST_CONSTRUCTS", 0)
        record(app, {"Data": place("/x/app.py", 1)})
    assert len(lines(app)[1]) == 1


def hints(app: Path) -> list[str]:
    report = scan("cdk.out", folder=app, config=None)
    return [it.path or "" for it in report.problems if it.code.id == "lines-missing"]


@pytest.mark.parametrize("line", ["python3 app.py", ".venv/bin/python app.py", "uv run app.py"])
def test_where_a_python_program_has_no_lines_a_hint_says_how(line: str, app: Path) -> None:
    """Once, and no more when they are there; not where they cannot be missing."""
    (app / "cdk.json").write_text(json.dumps({"app": line}))
    assert hints(app) == ["cdk.out"]
    record(app, {"Data": place(str(app / "app.py"), 3)})
    assert hints(app) == []


@pytest.mark.parametrize("held", ["{}", '{"app": "npx ts-node bin/pythons.ts"}', "[", '{"app": 3}'])
def test_of_what_is_no_python_program_nothing_is_hinted(held: str, app: Path) -> None:
    """Nor without any cdk.json."""
    assert hints(app) == []
    (app / "cdk.json").write_text(held)
    assert hints(app) == []
