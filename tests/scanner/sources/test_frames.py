"""From the frames that CDK keeps to a line of the user's program."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from synthgate.model import Excerpt, SourceLine
from synthgate.sources.frames import SourceFinder, user_frame
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


@pytest.mark.xfail(strict=True, reason="not read, or read as no file can be named")
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


@pytest.mark.xfail(strict=True, reason="int() refuses, or line 0 is taken for a line")
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


def finder(app: Path) -> SourceFinder:
    return SourceFinder(Places(app, app.parent), app / "cdk.out")


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


@pytest.mark.xfail(strict=True, reason="OSError: file name too long", raises=OSError)
def test_a_name_too_long_for_a_file_is_not_found(app: Path) -> None:
    """Metadata may name anything."""
    assert not finder(app).line(("x" * 5000 + ".py", 1)).found


@pytest.mark.xfail(strict=True, reason="backslashes are no separators here")
def test_a_path_of_windows_is_shown_as_posix(app: Path) -> None:
    """Reports have POSIX paths that are relative (model.py)."""
    windows = finder(app)
    windows.learn([("C:\\build\\app\\lib\\x.py", 1)])
    assert not set("\\:") & set(windows.line(("C:\\build\\app\\lib\\x.py", 1)).path)
