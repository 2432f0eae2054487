"""Text for a person: findable, quiet about repetition, never about what is missing."""

from __future__ import annotations

import io
import re
import unicodedata
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from runpy import run_path
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from synthgate.model import Disposition, Excerpt, Location, Position, Severity, verbatim
from synthgate_reports import FORMATS
from synthgate_reports.excerpt import cells, cut, cut_before
from synthgate_reports.painting import folded

if TYPE_CHECKING:
    from collections.abc import Callable

    from synthgate.model import Finding, Language, Report

    Written = Callable[[str, Report], str]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Wide(io.StringIO):
    """A stream that says how wide it is, as `synthgate.output` makes them."""

    def __init__(self, columns: int) -> None:
        super().__init__()
        self.columns = columns


def shown(report: Report, columns: int, name: str = "text") -> str:
    stream = Wide(columns)
    FORMATS[name](report, stream)
    return stream.getvalue()


def many(finding: Finding, count: int) -> tuple[Finding, ...]:
    return tuple(
        replace(finding, subject=replace(finding.subject, logical_id=f"R{n}", construct_path=None))
        for n in range(count)
    )


def width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def test_the_gates_reason_is_last(report: Report, written: Written) -> None:
    """Whoever sees only the end of a log sees why it is red."""
    *_, counts, reason = written("text", report).splitlines()
    assert counts == (
        "scanned 2 of 3 templates, 5 resources; 3 failed, 1 unknown, 2 passed, 1 accepted"
    )
    assert reason == "incomplete: 1 template could not be read"


def test_a_finding_can_be_grepped(report: Report, written: Written) -> None:
    """`path:line:column: severity rule` starts the line of every finding, the worst first."""
    pattern = re.compile(r"^(\S.*?:\d+:\d+): (\w+) (\S+) \S", re.MULTILINE)
    found = [match.groups() for match in pattern.finditer(written("text", report))]
    assert found[0] == ("app/storage.py:41:5", "critical", "s3-bucket-public")
    words = [word for _, word, _ in found]
    assert words == ["critical", "critical", "info", "unknown", "waived", "error"]


def test_advice_is_given_once(report: Report, written: Written) -> None:
    """Two buckets with one fault need one explanation."""
    text = written("text", report)
    assert text.count("Whoever guesses the name reads the data.") == 1
    assert text.count("Archive") == 1


def test_code_is_in_the_language_of_the_program(report: Report, written: Written) -> None:
    """A line of Python helps nobody who writes TypeScript."""
    (first, *_) = report.findings
    assert first.source is not None
    for path, expected in (
        ("a.py", "block_public_access="),
        ("a.ts", "blockPublicAccess:"),
        ("A.java", "BlockPublicAcls: true"),
    ):
        one = replace(first, source=replace(first.source, path=path))
        assert expected in written("text", replace(report, findings=(one,)))


def test_what_is_not_listed_is_counted(report: Report, written: Written) -> None:
    """500 findings stay readable, and none is left out in silence."""
    text = written("text", replace(report, findings=many(report.findings[0], 500)))
    shown = text.count("(AWS::S3::Bucket)")
    assert 0 < shown < 500
    assert f"... and {500 - shown} more of s3-bucket-public: --verbose" in text
    assert len(text.splitlines()) < 100


@pytest.mark.parametrize("before", ["", "\t", "이름: ", "\x1b[31m", "e\u0301", "🪣 "])
def test_the_caret_stands_below_the_place(before: str, report: Report, written: Written) -> None:
    """Korean letters take two cells, a tab four, an escaped character as many as it is shown in."""
    start = len(before) + 1
    place = Location(
        "a.yaml", Position(1, start), Position(1, start + 4), "", Excerpt(1, (f"{before}HERE",))
    )
    one = replace(report.findings[1], location=place, source=None)
    lines = written("text", replace(report, findings=(one,))).splitlines()
    code, caret = next(pair for pair in pairwise(lines) if "^" in pair[1])
    plain = unicodedata.normalize("NFC", code)
    assert width(plain[: plain.index("HERE")]) == caret.index("^")
    assert caret.count("^") == 4


def test_a_minified_line_shows_the_place(report: Report, written: Written) -> None:
    """A line of a million characters is shown around the column, with its carets below."""
    line = "x" * 500_000 + "HERE" + "y" * 500_000
    place = Location("a.json", Position(1, 500_001), Position(1, 500_005), "", Excerpt(1, (line,)))
    one = replace(report.findings[1], location=place, source=None)
    lines = written("text", replace(report, findings=(one,))).splitlines()
    code, caret = next(pair for pair in pairwise(lines) if "^" in pair[1])
    assert code.index("HERE") == caret.index("^")
    assert len(code) < 130


def test_a_terminal_sees_the_same_words(
    report: Report, written: Written, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Colour is added, and nothing else; NO_COLOR takes it away."""
    monkeypatch.setenv("TERM", "xterm-256color")
    for name in ("NO_COLOR", "FORCE_COLOR", "COLORTERM"):
        monkeypatch.delenv(name, raising=False)
    painted = Terminal()
    FORMATS["text"](report, painted)
    assert "\x1b[" in painted.getvalue()
    assert re.sub(r"\x1b\[[\d;]*m", "", painted.getvalue()) == written("text", report)
    monkeypatch.setenv("NO_COLOR", "1")
    quiet = Terminal()
    FORMATS["text"](report, quiet)
    assert not re.search(r"\x1b\[[\d;]*3\d", quiet.getvalue())


def test_an_assembly_without_traces_says_how_to_get_them(report: Report, written: Written) -> None:
    """The hint is for CDK programs: a plain template has no other source."""
    without = replace(report.findings[0], source=None)
    assert "cdk synth --debug" in written("text", replace(report, findings=(without,)))
    plain = replace(without, subject=replace(without.subject, construct_path=None))
    assert "cdk synth" not in written("text", replace(report, findings=(plain,)))


def test_severity_orders_rules(report: Report, written: Written) -> None:
    """What to mend first stands first."""
    findings = tuple(
        replace(report.findings[4], severity=s, rule=replace(report.findings[4].rule, id=s))
        for s in reversed(Severity)
    )
    text = written("text", replace(report, findings=findings))
    assert re.findall(r": (\w+) \1 ", text) == [s.value for s in Severity]


def test_many_failures_are_summed_up_by_stack_and_rule(report: Report, written: Written) -> None:
    """The worst stack is first; numbers add up; a few failures need no table."""
    first, other, *_ = report.findings
    elsewhere = replace(other, severity=Severity.LOW, subject=replace(other.subject, stack="Audit"))
    one = replace(report, findings=(*many(first, 20), *many(elsewhere, 10)))
    lines = written("text", one).splitlines()
    table = lines[lines.index("Summary of the failures") + 1 :][:8]
    assert [line.split()[:6] for line in table] == [
        ["stack", "critical", "high", "medium", "low", "info"],
        ["ProdStorage", "20", "0", "0", "0", "0"],
        ["Audit", "0", "0", "0", "10", "0"],
        ["all", "20", "0", "0", "10", "0"],
        [],
        ["rule"],
        ["20", "critical", "s3-bucket-public", "Bucket", "may", "be"],
        ["10", "low", "s3-bucket-public", "Bucket", "may", "be"],
    ]
    assert "Summary of the failures" not in written("text", report)


def test_where_there_are_many_the_summary_is_first(report: Report, written: Written) -> None:
    """A file, or a pager, begins with what decided and the tables; the end says it in short."""
    lines = written("text", replace(report, findings=many(report.findings[0], 300))).splitlines()
    assert lines[0] == lines[-1] == report.gate.reason["en"]
    assert lines.index("Summary of the failures") < lines.index("  rule") < 20
    assert "300 findings of 1 rule: 300 critical; most often s3-bucket-public (300)" in lines[-8:]


def test_a_stack_is_told_from_its_neighbours_by_its_end(report: Report) -> None:
    """Names that begin alike are cut before the part that differs, and each line has room."""
    names = [f"{'a-stage-of-some-app-' * 6}{name}" for name in ("Network", "Storage")]
    findings = tuple(
        replace(one, subject=replace(one.subject, stack=names[at % 2]))
        for at, one in enumerate(many(report.findings[0], 40))
    )
    for columns in (60, 80, 200):
        text = shown(replace(report, findings=findings), columns)
        table = text[text.index("  stack") : text.index("  rule")]
        assert "Network " in table
        assert "Storage " in table
        assert max(map(width, table.splitlines())) <= columns


def test_nothing_is_cut_for_who_is_no_terminal(report: Report, written: Written) -> None:
    """A file or a pipe has no width: titles and stacks stand there whole."""
    title, stack = f"{'Bucket ' * 40}ends", f"{'Stage-' * 40}Net"
    failures = many(report.findings[0], 30)
    rule = replace(failures[0].rule, title=verbatim(title))
    findings = tuple(
        replace(one, rule=rule, subject=replace(one.subject, stack=stack)) for one in failures
    )
    text = written("text", replace(report, findings=findings))
    table = text[text.index("Summary of the failures") :].split("\n\n\n")[0]
    assert f"{title}\n" in table
    assert f"  {stack}  " in table
    assert f"{title}\n" not in shown(replace(report, findings=findings), 200)


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("columns", [40, 80, 200])
def test_folding_loses_no_word(report: Report, columns: int, language: Language) -> None:
    """A narrow terminal gets more lines; only what is to be copied is longer than it."""
    spoken = replace(report, language=language)
    text = shown(spoken, columns)
    if columns > 40:  # where the lines of the excerpts have room
        assert text.split() == shown(spoken, 10_000).split()
    for line in text.splitlines():
        is_one_word = len(line.split()) == 1
        is_code = line.startswith("      ")
        is_kept = is_one_word or is_code or "synthgate waive" in line
        assert width(line) <= columns or is_kept, line


WORDS = st.text(st.sampled_from("ab 한글\u0301🪣"), max_size=40)


@given(st.lists(st.tuples(WORDS, st.sampled_from(["", "bold"])), max_size=5), st.integers(5, 30))
@example([("  ", ""), ("가나다라 ", "bold"), ("마바사아", "")], 10)
def test_a_folded_line_is_the_line(line: list[tuple[str, str]], columns: int) -> None:
    """In lines that have room, or are one word."""
    texts = ["".join(text for text, _ in one) for one in folded(line, columns, 2)]
    whole = "".join(text for text, _ in line)
    assert [word for text in texts for word in text.split()] == whole.split()
    assert all(cells(it.rstrip()) <= columns or len(it.split()) == 1 for it in texts)


@given(WORDS, st.integers(4, 30))
def test_what_is_cut_has_room(text: str, columns: int) -> None:
    """Its beginning or its end, with a sign that there is more."""
    for short, rest in (
        (cut(text, columns), str.startswith),
        (cut_before(text, columns), str.endswith),
    ):
        assert cells(short) <= columns
        assert short == text or rest(text, short.removesuffix("...").removeprefix("..."))
        assert (short == text) is (cells(text) <= columns)


def test_verbose_leaves_nothing_out(report: Report, written: Written) -> None:
    """Each resource with its fingerprint, links, what passed, what it rests on."""
    one = replace(report, findings=many(report.findings[0], 300))
    text = written("text-verbose", one)
    assert text.count("(AWS::S3::Bucket)") == 300
    assert "--verbose" not in text
    assert report.findings[0].fingerprint[:12] in text
    link = "https://docs.aws.amazon.com/AmazonS3/"
    assert (link in text, link in written("text", one)) == (True, False)
    assert "Passed: 1 rule found no fault\n     2  resource-without-owner-tag" in text
    assert "What this rests on\n  profile:" in text


def test_what_does_not_count_is_counted_where_it_is_much(report: Report, written: Written) -> None:
    """A few with reason and owner, many by rule: they hide nothing that has to be mended."""
    waived = next(one for one in report.findings if one.disposition is Disposition.WAIVED)
    few = replace(report, findings=many(waived, 3))
    assert written("text", few).count("public web site") == 3
    text = written("text", lots := replace(report, findings=many(waived, 300)))
    assert "public web site" not in text
    assert "   300  critical s3-bucket-public" in text
    assert written("text-verbose", lots).count("public web site") == 300


def test_a_run_with_nothing_to_tell_prints_little(report: Report, written: Written) -> None:
    """What it rests on, how much was looked at, and the gate."""
    nothing = replace(report, findings=(), problems=())
    assert len(written("text", nothing).splitlines()) == 3


def test_notices_are_short(report: Report, written: Written) -> None:
    """A hundred of a kind are a few, and a number; problems get more room."""
    error, _, notice = report.problems
    text = written("text", replace(report, problems=(notice,) * 100 + (error,) * 100))
    assert text.count("merge keys are refused") == 2
    assert "... and 98 more of merge-key: --verbose" in text
    assert text.count("mapping values are not allowed here") == 10
    assert "... and 90 more of template-invalid: --verbose" in text


def test_no_strangers_name_is_part_of_a_command(report: Report, written: Written) -> None:
    """Whoever copies the command that accepts a finding runs nothing else."""
    first = report.findings[0]
    for name in ("$(id)", "a;b", "`x`", "a b", "--help", "한국어", "'", "\ud800", "x\ny", "a|b"):
        subject = replace(first.subject, logical_id=name, construct_path=name, template=name)
        text = written("text", replace(report, findings=(replace(first, subject=subject),)))
        (command,) = [line for line in text.splitlines() if "synthgate waive" in line]
        shortened = first.fingerprint[:8]
        assert f"synthgate waive {shortened} PATH --reason TEXT " in command or name == "--help"
        assert name not in command or name == "--help"


def test_a_command_means_one_finding(report: Report, written: Written) -> None:
    """Where two resources have a name, the fingerprint does, with as many digits as it takes."""
    first = replace(report.findings[0], fingerprint="a" * 10 + "b" * 54)
    subject = replace(first.subject, construct_path=None)
    one = replace(first, subject=subject)
    other = replace(one, subject=replace(subject, stack="Other"), fingerprint="a" * 64)
    alone = written("text", replace(report, findings=(one,)))
    assert "synthgate waive s3-bucket-public:Uploads4F6A cdk.out/" in alone
    text = written("text", replace(report, findings=(one, other)))
    assert f"synthgate waive {'a' * 10}b cdk.out/" in text


@pytest.mark.parametrize("name", ["text", "text-verbose"])
@pytest.mark.parametrize("number", [0, 1, 300, pytest.param(50_000, marks=pytest.mark.exhaustive)])
def test_the_numbers_are_those_of_the_report(
    number: int, name: str, report: Report, written: Written
) -> None:
    """However many there are, and whatever they are called."""
    counting = run_path(str(Path(__file__).with_name(f"counting_{name.replace('-', '_')}.py")))
    hostile = "] ##[x]; \x1b[31m\u202e::error::"
    findings = many(replace(report.findings[0], message=verbatim(hostile)), number)
    one = replace(report, findings=findings, problems=report.problems * number)
    text = written(name, one)
    assert counting["counted"](text) == {
        "active": number,
        "accepted": 0,
        "unknown": 0,
        "problems": 2 * number,
    }
    assert name == "text-verbose" or len(text.splitlines()) < 150


def test_the_sample_is_counted(report: Report, written: Written) -> None:
    """With what was accepted and what is unknown."""
    counting = run_path(str(Path(__file__).with_name("counting_text.py")))
    expected = {"active": 3, "accepted": 1, "unknown": 1, "problems": 2}
    assert counting["counted"](written("text", report)) == expected


def test_the_worst_rules_are_explained(report: Report, written: Written) -> None:
    """The most frequent first; of the others a line says what, where, and how many more."""
    first = report.findings[0]
    findings = tuple(
        one
        for at in range(30)
        for one in many(
            replace(first, rule=replace(first.rule, id=f"rule-{at:02}"), related=()), at + 1
        )
    )
    text = written("text", replace(report, findings=findings))
    explained, lines = text.split("\n\napp/storage.py:41:5: critical rule-09 ")
    assert explained.count("  why: ") == 20
    assert explained.index(" critical rule-29 ") < explained.index(" critical rule-28 ")
    assert "  why: " not in lines
    assert "... and 9 more of rule-09: --verbose" in lines
    assert written("text-verbose", replace(report, findings=findings)).count("  why: ") == 30


def test_a_page_is_advised_where_none_is_written(report: Report, written: Written) -> None:
    """Whoever has it, or the folder of all formats, needs no advice."""
    advice = "--format html=report.html"
    assert advice in written("text", report)
    assert advice not in written("text", replace(report, has_page=True))
