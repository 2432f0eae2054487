"""Wrong usage: one line, which names the command, guesses what was meant, and is in one language."""

from __future__ import annotations

import io
import os
import re
import shlex
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import pytest

from synthgate.cli import Streams, main
from synthgate.output import painted

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("scna t.yaml", "no command 'scna'; did you mean 'scan'?"),
        ("t.yaml", "no command 't.yaml'; did you mean 'synthgate scan t.yaml'?"),
        ("scan --formt json", "unknown option --formt; did you mean '--format'? (see synthgate scan --help)"),
        ("rules lst", "did you mean 'list'?"),
        ("rules list --profil=all", "did you mean '--profile'? (see synthgate rules list --help)"),
        ("rules schema more", "'more' is one argument too many (see synthgate rules schema --help)"),
        ("scan --fail-on hgih", "--fail-on is one of critical, high, medium, low, info, never, not 'hgih'; did you mean 'high'?"),
        ("scan --form json", "unknown option --form; did you mean '--format'?"),
        ("scan --format", "--format needs a value"),
        ("scan --exit-zero=1", "--exit-zero takes no value, but has '1'"),
        ("explain", "missing: --resource"),
        ("scan --waivers a.yaml --waivers b.yaml", "--waivers takes one value, and is given two, 'a.yaml' and 'b.yaml'"),
        ("scan --fail-on high --fail-on never", "--fail-on takes one value"),
        ("scan -q --verbose", "-v/--verbose and -q/--quiet exclude each other"),
        ("", "missing: COMMAND"),
    ],
)  # fmt: skip
def test_wrong_usage_is_one_line_with_a_way_out(
    cli: Callable[..., Any], line: str, words: str
) -> None:
    """And its exit code is that of misuse."""
    ran = cli(*line.split(), files={"t.yaml": "Resources: {}"})
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert words in ran.err
    korean = cli(*line.split(), "--lang", "ko").err if line else ""
    assert not line or any("가" <= letter <= "힣" for letter in korean)


@pytest.mark.parametrize(
    "line", ["--fail-on HIGH", "--lang EN", "--format TEXT", "--cdk-made Count"]
)
def test_words_may_be_written_in_any_case(cli: Callable[..., Any], line: str) -> None:
    """They are few, and none differs from another by its case."""
    wait = "Resources: {A: {Type: AWS::CloudFormation::WaitConditionHandle}}"
    assert cli("scan", "t.yaml", *line.split(), files={"t.yaml": wait}).code == 0


def test_a_quiet_run_has_a_line_for_each_finding_and_the_gate(cli: Callable[..., Any]) -> None:
    """As compilers write them; other formats are what they were."""
    pool = "Resources:\n  Pool:\n    Type: AWS::Cognito::UserPool\n"
    ran = cli("scan", "t.yaml", "-q", "--fail-on", "medium", files={"t.yaml": pool})
    *findings, gate = ran.out.splitlines()
    assert all(re.match(r"t\.yaml:\d+:\d+: (high|medium|low|info) [a-z-]+ ", it) for it in findings)
    assert (ran.code, ran.err, gate.startswith("Gate closed")) == (1, "", True)
    assert cli("scan", "t.yaml", "--quiet", "--format", "json").report["findings"]


@pytest.mark.parametrize(
    ("option", "environ", "is_painted"),
    [
        ("auto", {}, False),
        ("auto", {"FORCE_COLOR": "1"}, True),
        ("auto", {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        ("always", {"NO_COLOR": "1"}, True),
        ("Never", {"FORCE_COLOR": "1"}, False),
    ],
)
def test_colour_is_the_users_to_choose(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, option: str, environ: Any, *, is_painted: bool
) -> None:
    """An option outweighs the variables; a pipe has none by itself."""
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    (tmp_path / "t.yaml").write_text("Resources:\n  Pool:\n    Type: AWS::Cognito::UserPool\n")
    out = io.StringIO()
    argv = ["scan", str(tmp_path / "t.yaml"), "--color", option]
    main(argv, Streams(io.BytesIO(), out, io.StringIO()), environ)
    assert ("\x1b[" in out.getvalue()) is is_painted


class Terminal(io.StringIO):
    """What a person looks at; it tells its width to nobody."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("stream", "environ", "columns"),
    [
        (Terminal, {"COLUMNS": "50"}, 50),
        (Terminal, {"COLUMNS": "7"}, 40),
        (Terminal, {"COLUMNS": "wide"}, None),
        (Terminal, {}, None),
        (io.StringIO, {"COLUMNS": "50"}, None),
        (io.StringIO, {"COLUMNS": "50", "FORCE_COLOR": "1"}, 50),
    ],
)
def test_what_a_person_looks_at_has_a_width(
    tmp_path: Path, stream: type[io.StringIO], environ: Any, columns: int | None
) -> None:
    """What goes into a pipe or a file is the same wherever it is written."""
    (tmp_path / "t.yaml").write_text("Resources:\n  Pool:\n    Type: AWS::Cognito::UserPool\n")
    argv = ["scan", str(tmp_path / "t.yaml"), "--fail-on", "medium"]

    def width(environ: dict[str, str]) -> int:
        out = stream()
        main([*argv, "--color", "auto"], Streams(io.BytesIO(), out, io.StringIO()), environ)
        text = re.sub(r"\x1b\[[\d;]*m", "", out.getvalue())
        (why,) = [line for line in text.splitlines() if line.startswith("  why: ")]
        return len(why)

    assert (width(environ) <= columns) if columns else width(environ) == width({})


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="no pseudo-terminals here")
def test_a_terminal_is_asked_how_wide_it_is() -> None:
    """As the system has it, where no variable says otherwise."""
    import fcntl
    import struct
    import termios

    ours, theirs = os.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 72, 0, 0))
    with os.fdopen(ours), os.fdopen(theirs, "w") as terminal:
        streams = Streams(io.BytesIO(), terminal, io.StringIO())
        wide = painted(streams, "auto", {}).stdout
        assert (getattr(wide, "columns", None), wide.isatty()) == (72, True)
        plain = painted(streams, "never", {}).stdout
        assert (getattr(plain, "columns", None), plain.isatty()) == (72, False)


POOL = "Resources:\n  Pool:\n    Type: AWS::Cognito::UserPool\n"


def test_a_verbose_run_tells_all_in_the_place_of_text(cli: Callable[..., Any]) -> None:
    """Other formats are what they were."""
    ran = cli("scan", "t.yaml", "-v", files={"t.yaml": POOL})
    assert "What this rests on" in ran.out
    assert ran.out == cli("scan", "t.yaml", "--format", "text-verbose").out
    assert cli("scan", "t.yaml", "--verbose", "--format", "json").report["findings"]


def test_the_command_of_the_last_lines_accepts_a_finding(cli: Callable[..., Any]) -> None:
    """Word by word, with terms in the place of its capitals."""
    told = ("--fail-on", "medium", "--as-of", "2027-01-15", "--profile", "all")
    ran = cli("scan", "t.yaml", *told, files={"t.yaml": POOL})
    assert ran.code == 1
    (line,) = [it for it in ran.out.splitlines() if it.startswith("accept a finding: ")]
    command = line.removeprefix("accept a finding: synthgate ")
    words = [
        {"TEXT": "a test pool", "WHO": "ops", "YYYY-MM-DD": "2027-01-31"}.get(word, word)
        for word in shlex.split(command)
    ]
    assert cli(*words, "--as-of", "2027-01-15").code == 0
    after = cli("scan", "t.yaml", *told)
    assert ("1 accepted" in after.out, "1 accepted" in ran.out) == (True, False)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "tcsh"])
def test_a_shell_completes_what_there_is(
    cli: Callable[..., Any], capsys: pytest.CaptureFixture[str], shell: str
) -> None:
    """The script names commands, options and words; without shtab, the way to it is told."""
    ran = cli("--print-completion", shell)
    if find_spec("shtab") is None:
        assert (ran.code, "synthgate[completion]" in ran.err) == (2, True)
        return
    script = capsys.readouterr().out
    assert ran.code == 0
    assert all(word in script for word in ("checklist", "exclude-path", "critical", "init"))
