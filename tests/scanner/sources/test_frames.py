"""From the frames that CDK keeps to a line of the user's program."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from synthgate.model import Excerpt, SourceLine
from synthgate.sources.constructs import Tree
from synthgate.sources.frames import ProgramFiles, RecordedFrames, user_frame
from synthgate.sources.places import Places

if TYPE_CHECKING:
    from pathlib import Path

ELISION = "(no user code in 10 frames, use --stack-trace-limit to capture more)"


@pytest.mark.parametrize(
    ("trace", "frame"),
    [
        (
            [
                "...aws-cdk-lib, jsii runtime...",
                ELISION,
                "__init__ (app.py:47)",
                "build (app.py:64)",
                "<module> (app.py:70)",
            ],
            ("app.py", 47),
        ),
        (["__init__ (/app/infra/data.py:11)"], ("/app/infra/data.py", 11)),
        (["new DataStack (/home/u/app/lib/data.ts:10:15)"], ("/home/u/app/lib/data.ts", 10)),
        (["Object.<anonymous> (js/app.js:43:19)"], ("js/app.js", 43)),
        (["/home/u/app/bin/app.ts:10:15"], ("/home/u/app/bin/app.ts", 10)),
        (["at new Stack (app.ts:1:1)"], ("app.ts", 1)),
        (["x (/a b/my app.py:3)"], ("/a b/my app.py", 3)),
        (["x (/앱/스택.py:3)"], ("/앱/스택.py", 3)),
        (
            [
                "x (/app/.venv/lib/python3.11/site-packages/lib.py:1)",
                "y (/app/node_modules/aws-cdk-lib/core/lib/stack.js:1:2345)",
                "z (/tmp/jsii-kernel-AbCd/node_modules/x.js:1:1)",
                "w (node:internal/modules/cjs/loader:1:1)",
                "v (<frozen runpy>:88)",
                "mine (app.py:9)",
            ],
            ("app.py", 9),
        ),
        (["Array.forEach (:)", "mine (app.ts:5:1)"], ("app.ts", 5)),
        (["...elided:12...", "mine (app.py:2)"], ("app.py", 2)),
        (["inner (app.py:1)", "...aws-cdk-lib...", "outer (app.py:2)"], ("app.py", 1)),
        ([ELISION], None),
        (["...aws-cdk-lib, jsii runtime...(no user code...)"], None),
        (["", ":", "()", "(:1)", "x", "x (y)", "x (notes.txt:3)"], None),
        ([None, 5, ["a.py:1"], {"a.py": 1}], None),
        ([], None),
    ],
)
def test_the_innermost_frame_of_the_user_counts(
    trace: list[object], frame: tuple[str, int] | None
) -> None:
    """Libraries, the runtime and elisions are passed over; odd frames are no crash."""
    assert user_frame(trace) == frame


@pytest.mark.parametrize(
    ("text", "file"),
    [
        ("new S (file:///home/u/app/lib/s.ts:10:15)", "/home/u/app/lib/s.ts"),
        ("build (/home/u/app (copy)/app.py:3)", "/home/u/app (copy)/app.py"),
    ],
)
def test_a_frame_of_a_module_or_of_an_odd_folder_has_its_path(text: str, file: str) -> None:
    """ES modules are traced as URLs; folders may have parentheses in their names."""
    frame = user_frame([text])
    assert frame
    assert frame[0] == file


@pytest.mark.parametrize("number", ["9" * 5000, "0"])
def test_a_line_that_no_file_has_is_no_line(number: str) -> None:
    """Lines count from one, and metadata is input like any other."""
    assert user_frame([f"x (app.py:{number})"]) is None


@pytest.fixture
def app(tmp_path: Path) -> Path:
    """An app in a repository, with a file beside the repository that nobody may open."""
    root = tmp_path / "repo" / "infra"
    (root / "lib").mkdir(parents=True)
    (root / "cdk.out").mkdir()
    (root / "app.py").write_text("one\ntwo\nthree\n")
    (root / "lib" / "data.py").write_text("first\nsecond\n")
    (tmp_path / "secret.py").write_text("password = 1\n")
    (root / "link.py").symlink_to(tmp_path / "secret.py")
    return root


class Finder:
    """What reading an assembly and judging what came of it do with a frame, one after the other."""

    def __init__(self, app: Path) -> None:
        self.recorded = RecordedFrames()
        self.learn = self.recorded.learn
        self.files = ProgramFiles(Places(app, app.parent), app / "cdk.out")

    def line(self, frame: tuple[str, int]) -> SourceLine:
        return replace(self.files.found(self.recorded.line(frame)), recorded="")


finder = Finder


def test_a_file_that_is_here_is_shown_with_its_line(app: Path) -> None:
    """The path is relative to where synthgate runs; the excerpt has a line on each side."""
    found = finder(app).line((str(app / "app.py"), 2))
    assert found == SourceLine("app.py", 2, True, Excerpt(1, ("one", "two", "three")))
    assert finder(app).line(("app.py", 1)).excerpt == Excerpt(1, ("one", "two"))


def test_a_file_recorded_elsewhere_is_found_by_the_end_of_its_path(app: Path) -> None:
    """Synthesized in a container, scanned on the host: the same repository."""
    found = finder(app).line(("/build/123/infra/lib/data.py", 2))
    assert (found.path, found.line, found.found) == ("lib/data.py", 2, True)


def test_a_file_that_is_nowhere_keeps_its_path_within_its_app(app: Path) -> None:
    """No absolute path of another machine gets into a report."""
    elsewhere = finder(app)
    frames = [("/build/app/bin/main.ts", 1), ("/build/app/lib/deep/x.ts", 7)]
    elsewhere.learn(frames)
    assert [elsewhere.line(frame) for frame in frames] == [
        SourceLine("bin/main.ts", 1),
        SourceLine("lib/deep/x.ts", 7),
    ]


def test_a_line_beyond_the_file_is_not_found_in_it(app: Path) -> None:
    """A file that has changed since is no proof of the line."""
    assert finder(app).line(("app.py", 99)) == SourceLine("app.py", 99)


@pytest.mark.parametrize(
    "name",
    ["{tmp}/secret.py", "../../secret.py", "../secret.py", "link.py", "{tmp}/repo/../secret.py"],
)
def test_no_file_outside_the_repository_is_opened(app: Path, name: str) -> None:
    """Whatever a trace names: by an absolute path, by dots or by a link."""
    found = finder(app).line((name.format(tmp=app.parent.parent), 1))
    assert not found.found
    assert found.excerpt is None
    assert not found.path.startswith(("/", ".."))


def test_a_folder_with_the_name_of_a_program_is_no_program(app: Path) -> None:
    """Only regular files are opened."""
    (app / "dir.py").mkdir()
    assert not finder(app).line(("dir.py", 1)).found


def test_a_name_too_long_for_a_file_is_not_found(app: Path) -> None:
    """Metadata may name anything."""
    assert not finder(app).line(("x" * 5000 + ".py", 1)).found


def test_a_path_of_windows_is_shown_as_posix(app: Path) -> None:
    """Reports have POSIX paths that are relative (model.py)."""
    windows = finder(app)
    windows.learn([("C:\\build\\app\\lib\\x.py", 1)])
    assert not set("\\:") & set(windows.line(("C:\\build\\app\\lib\\x.py", 1)).path)


@pytest.mark.parametrize(
    ("text", "frame"),
    [
        ("at file:///home/u/my%20app/s.ts:10:15", ("/home/u/my app/s.ts", 10)),
        ("/home/u/app (copy)/app.ts:3:1", ("/home/u/app (copy)/app.ts", 3)),
        ("Stack.method [as foo] (/a (1) (2)/x.py:3)", ("/a (1) (2)/x.py", 3)),
        ("x (C:\\app (1)\\lib\\x.py:3)", ("C:\\app (1)\\lib\\x.py", 3)),
        ("new S (file:///C:/app/s.ts:10:15)", ("/C:/app/s.ts", 10)),
        ("x (app.py:9999999)", ("app.py", 9_999_999)),
        ("x (app.py:3:0)", ("app.py", 3)),
        ("x (app.py:007)", None),
        ("x (app.py:٣)", None),
        ("x (app.py:-3)", None),
        ("x (file:///app/node_modules/aws-cdk-lib/s.ts:1:1)", None),
        ("(" * 5000, None),
        (":1" * 50_000, None),
    ],
)
def test_a_frame_may_be_written_in_many_ways(text: str, frame: tuple[str, int] | None) -> None:
    """URLs are decoded, brackets of folders are kept, numbers are those that lines have."""
    assert user_frame([text]) == frame


@pytest.mark.parametrize(
    "name", ["C:\\build\\app\\lib\\data.py", "/C:/build/app/lib/data.py", "lib\\data.py"]
)
def test_a_file_recorded_on_windows_is_found(app: Path, name: str) -> None:
    """By the end of its path, like any other."""
    assert finder(app).line((name, 1)).path == "lib/data.py"


def test_where_synthgate_runs_is_in_no_path(app: Path) -> None:
    """A relative file that is nowhere stays as it is, beside absolute ones too."""
    elsewhere = finder(app)
    elsewhere.learn([("/build/app/bin/main.ts", 1), ("gone.ts", 1)])
    assert elsewhere.line(("gone.ts", 1)).path == "gone.ts"


@pytest.mark.parametrize("name", ["a\0b.py", "a/" * 50_000 + "x.py", "\ud800.py"])
def test_a_name_that_no_file_can_have_is_not_found(app: Path, name: str) -> None:
    """Too deep, or with a letter that names have not."""
    assert not finder(app).line((name, 1)).found


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("/A/B", 2),
        ("/A/B/C/D", 2),
        ("/A/BC", 1),
        ("/A", 1),
        ("/", None),
        ("", None),
        ("A/B", None),
        (f"/A{'/x' * 100_000}", 1),
        (f"/deep{'/y' * 100_000}", 3),
    ],
)
def test_the_nearest_construct_is_found(path: str, found: int | None) -> None:
    """The path's own, else that of the nearest ancestor; names that begin alike are others."""
    tree = Tree({"/A": 1, "/A/B": 2, f"/deep{'/y' * 100_000}": 3})
    assert tree.nearest(path) == found


def test_a_file_that_was_written_again_is_read_again(tmp_path: Path) -> None:
    """A process may scan more than once."""
    program = tmp_path / "app.py"
    found: list[SourceLine] = []
    for at, text in enumerate(["one\n", "another one\ntwo\n"]):
        program.write_text(text)
        os.utime(program, (at + 1, at + 1))
        files = ProgramFiles(Places(tmp_path, tmp_path), tmp_path / "cdk.out")
        found.append(files.found(SourceLine("app.py", at + 1, recorded=str(program))))
    assert [line.excerpt and line.excerpt.lines[-1] for line in found] == ["one", "two"]
