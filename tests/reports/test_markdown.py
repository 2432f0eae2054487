"""Markdown as a reader of CommonMark sees it: no word of a stranger's is more than a word."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from crowds import crowd
from markdown_it import MarkdownIt

from synthgate.model import (
    Acceptance,
    Disposition,
    Fix,
    Location,
    Position,
    Provenance,
    Run,
    ScannedTemplate,
    Stamp,
    Subject,
    verbatim,
)
from synthgate_reports.markdown_text import code, in_html, prose

if TYPE_CHECKING:
    from collections.abc import Callable

    from synthgate.model import Report

    Written = Callable[[str, Report], str]

SIZES = (0, 1, 300, pytest.param(50_000, marks=pytest.mark.exhaustive))
TAGS = {
    *("h2", "h3", "p", "ul", "li", "strong", "code", "pre", "a", "br", "span", "b"),
    *("table", "thead", "tbody", "tr", "th", "td", "details", "summary"),
}
COMMENT = 65_536
"""Characters that GitHub takes of a comment."""
EVIL = (
    "@octocat",
    "a@b.example",
    "fixes #1 and GH-2",
    "$x$ and $`y`$",
    "`` ` ``",
    "`a``b`",
    "`@x",
    "- item",
    "1. one",
    "===",
    "---",
    "+ a",
    "> quoted",
    "# head",
    "    code",
    "<img src=x onerror=alert(1)>",
    "</summary></details><script>",
    "<!-- -->",
    "![x](https://evil.example/y.png)",
    "[x](javascript:alert(1))",
    "[x]: https://evil.example",
    "https://evil.example www.evil.example",
    "~~gone~~ **bold** _it_",
    "a | b",
    "&lt;b&gt; &#64;all",
    "\\",
    "```",
    "[^1] :smile:",
)


class Seen(HTMLParser):
    """What a page has: its tags, its links, its words, and what nobody has closed."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.open: list[str] = []
        self.text = ""
        self.loose = ""
        """Words outside of code."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        assert {name for name, _ in attrs} <= {"href", "class", "style"}, attrs
        self.links += [said or "" for name, said in attrs if name == "href"]
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data
        if not {"code", "pre", "a"} & {*self.open}:
            self.loose += f"{data}\0"


def seen(markdown: str) -> Seen:
    """The page as CommonMark has it, with tables, and with HTML as the hosts allow it."""
    page = Seen()
    page.feed(MarkdownIt("commonmark", {"html": True}).enable("table").render(markdown))
    page.close()
    assert page.open == []
    return page


@pytest.mark.parametrize("word", EVIL)
@pytest.mark.parametrize("say", [prose, code, in_html])
def test_words_are_words(say: Callable[[str], str], word: str) -> None:
    """In a list, in a span, within tags: shown letter by letter, and nothing else."""
    said = say(word)
    around = f"<summary>{said}</summary>\n" if say is in_html else f"- {said}\n"
    page = seen(around)
    assert page.tags <= {"ul", "li", "p", "code", "span", "summary"}
    assert page.links == []
    shown = page.text.replace("\u200b", "").strip()
    assert shown == word.strip() or (say is prose and shown == re.sub("`([^`]+)`", r"\1", word))


@pytest.mark.parametrize("word", EVIL)
def test_the_hosts_find_nothing_to_do(word: str) -> None:
    """They look at the text of the page again: for mentions, issues and formulas."""
    for page in (seen(f"- {prose(word)}\n"), seen(f"<summary>{in_html(word)}</summary>\n")):
        assert not re.search(r"@\w|#\d|GH-\d|\$[^\0]*\$", page.loose)


@pytest.mark.parametrize("number", SIZES)
@pytest.mark.parametrize("compared", [False, True])
def test_a_page_holds_whatever_its_findings_are_called(
    number: int, compared: bool, hostile: Report, written: Written
) -> None:
    """Every tag is closed and known, no link is a stranger's, and GitHub takes its length."""
    text = written("markdown", crowd(hostile, number, compared=compared))
    page = seen(text)
    assert page.tags <= TAGS
    assert {*page.links} <= {hostile.findings[0].rule.link}
    assert len(text.encode("utf-16-le")) // 2 <= COMMENT
    assert not re.search(r"@\w", page.loose)


@pytest.mark.parametrize("number", [300, 3000])
def test_what_has_no_room_is_counted(number: int, hostile: Report, written: Written) -> None:
    """The number and the findings that are shown make the whole: see `counting_markdown`."""
    assert "more, for which there is no room here" in written("markdown", crowd(hostile, number))


def test_korean_takes_no_more_room(hostile: Report, written: Written) -> None:
    """And has no heading in English."""
    text = written("markdown", replace(crowd(hostile, 3000, compared=True), language="ko"))
    assert len(text.encode("utf-16-le")) // 2 <= COMMENT
    heads = re.findall(r"^(?:### |<summary>)([^<\n]+)", text, re.MULTILINE)
    assert heads
    assert not [head for head in heads if re.search("[A-Za-z]{3}", head.replace("synthgate", ""))]


def test_a_bot_finds_its_comment(report: Report, written: Written) -> None:
    """By the first line, which of two apps is not the same, and which no name leaves."""
    assert written("markdown", report).startswith("<!-- synthgate-report -->\n")
    for category, name in (("app/prod", "app/prod"), ("--><script>", "script"), ("\n\n", "")):
        text = written("markdown", replace(report, sarif_category=category))
        first = f"<!-- synthgate-report {name} -->" if name else "<!-- synthgate-report -->"
        assert text.splitlines()[0] == first


def stamped(report: Report, repository: str, commit: str = "ab" * 20) -> Report:
    stamp = Stamp("2026-11-23T00:00:00Z", commit, "main", repository)
    return replace(report, run=Run(origin=Provenance(stamp=stamp)))


@pytest.mark.parametrize(
    ("repository", "way"),
    [
        ("https://github.com/o/r", "/blob/{}/{}#L{}-L{}"),
        ("https://gitlab.example/g/s/r", "/-/blob/{}/{}#L{}-{}"),
    ],
)
def test_lines_are_linked_at_the_commit(
    repository: str, way: str, report: Report, written: Written
) -> None:
    """Those of files that are in the repository; an assembly is not."""
    text = written("markdown", stamped(report, repository))
    base = f"{repository}{way.split('{', maxsplit=1)[0]}{'ab' * 20}/infra/"
    assert f"](<{base}" not in text
    links = [one for one in seen(text).links if one.startswith(repository)]
    assert f"{base}app/storage.py#L41" in links
    assert (
        repository
        + way.format("ab" * 20, "infra/templates/legacy%20app.yaml", 9, 11).replace("-L11", "-L11")
        in links
    )
    assert not [one for one in links if "cdk.out" in one]


@pytest.mark.parametrize(
    ("repository", "commit"),
    [
        ("https://git.example/o/r", "ab" * 20),
        ("https://github.com/o/r)](javascript:x", "ab" * 20),
        ("https://github.com/o/r", "main)"),
        ("", ""),
    ],
)
def test_no_link_is_guessed(repository: str, commit: str, report: Report, written: Written) -> None:
    """Where it is not known how lines are addressed, there is the path."""
    links = seen(written("markdown", stamped(report, repository, commit))).links
    assert not [one for one in links if "storage.py" in one]


def test_no_file_outside_the_repository_is_linked(report: Report, written: Written) -> None:
    """There is nothing to show."""
    place = Location("../../x.yaml", Position(1, 1), Position(1, 2))
    one = replace(report.findings[-1], location=place, subject=Subject("A", "T", "../../x.yaml"))
    other = replace(report, findings=(one,), source_prefix="")
    text = written("markdown", stamped(other, "https://github.com/o/r"))
    assert "`x.yaml:1:1`" in text
    assert seen(text).links == []


def test_the_gate_is_said_first(report: Report, written: Written) -> None:
    """And what it rests on, last."""
    lines = written("markdown", stamped(report, "https://github.com/o/r")).splitlines()
    assert lines[1] == "## ⚠ incomplete: 1 template could not be read"
    text = html.unescape("\n".join(lines))
    assert text.index("What it rests on") < text.index("ab" * 20, text.index("What it rests on"))


def test_what_nobody_accepted_one_by_one_is_summed_up(report: Report, written: Written) -> None:
    """A baseline or rules in preview have thousands; what somebody waived stands by itself."""
    told = Acceptance("", verbatim("the rule is being tried"))
    tried = report.findings[0].set_aside(Disposition.PREVIEW, told)
    many = tuple(replace(tried, fingerprint=str(index)) for index in range(500))
    text = written("markdown", replace(report, findings=(*report.findings, *many)))
    assert "<summary>Set aside: these do not count (501)</summary>" in text
    assert "- **critical** `s3-bucket-public` × 500 · in preview: the rule is being tried" in text
    assert "(owner web team, expires 2027-03-31, see OPS-7)" in text


def test_a_fence_is_not_left(report: Report, written: Written) -> None:
    """Code of a pack may have backticks."""
    fix = replace(report.findings[0].rule.fix, code={"template": "a\n```\n<script>\n````\nb"})
    rule = replace(report.findings[0].rule, fix=fix)
    one = replace(report.findings[0], rule=rule, message=verbatim("x"))
    page = seen(
        written(
            "markdown",
            replace(report, findings=(one,), templates=(ScannedTemplate("a", "scanned"),)),
        )
    )
    assert "script" not in page.tags
    assert "<script>" in page.text


@pytest.mark.parametrize("form", ["markdown", "checklist-markdown"])
def test_a_log_that_shows_it_obeys_nothing(report: Report, written: Written, form: str) -> None:
    """In names, sentences, code and problems: Azure Pipelines looks for it anywhere in a line."""
    evil = "##vso[task.setvariable variable=x]1"
    first = report.findings[0]
    finding = replace(
        first,
        message=verbatim(f"see `{evil}` {evil}"),
        rule=replace(first.rule, id=evil, fix=Fix(verbatim(evil), {"template": f"a\n{evil}"})),
        subject=replace(first.subject, construct_path=evil),
    )
    problem = replace(report.problems[0], message=verbatim(f"`{evil}`"), rule_id=evil, path=evil)
    told = replace(report, findings=(finding,), verdicts=(), problems=(problem,))
    text = written(form, told)
    assert "vso" in text
    assert "##vso[" not in text
