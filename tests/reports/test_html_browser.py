"""The HTML report in a real Chromium: `make browser`.

Playwright drives a Chromium that is on the PATH; axe-core judges how accessible the page is, and
TypeScript reads its script. What is not here is skipped, with its reason.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import replace
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from synthgate.model import (
    Disposition,
    Location,
    Position,
    Report,
    Severity,
    Status,
    Subject,
    ToolRule,
    Words,
    verbatim,
)
from synthgate_reports.html import payload

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import ModuleType

    Written = Callable[[str, Report], str]
    Opened = Callable[..., Any]

pytestmark = pytest.mark.exhaustive


def beside(name: str) -> ModuleType:
    """A module of this folder, which is no package."""
    spec = spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


frameworks = beside("html_frameworks")

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), ""
)
AXE = os.environ.get("SYNTHGATE_AXE", "")
TSC = os.environ.get("SYNTHGATE_TSC", "")
PARTS = Path(payload.__file__).parent
SCRIPTS = ("data.js", "details.js", "page.js", "proofs.js", "frameworks.js", "start.js")
EVIL = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "javascript:alert(1)",
    "</script><script>alert(1)</script>",
    "{{7*7}}${alert(1)}",
    "=cmd|'/c calc'!A1",
    "safe\u202egnp.exe",
    "\x1b[31mred",
)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    api = pytest.importorskip("playwright.sync_api", reason="needs the group 'browser'")
    if not CHROMIUM:
        pytest.skip("no Chromium on the PATH")
    with api.sync_playwright() as playwright:
        # Root, as in a container, has no sandbox; the page is ours.
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def opened(chromium: Any, written: Written, tmp_path: Path) -> Iterator[Opened]:
    """Opens a report; nothing was asked of a network in the end, and nothing complained of."""
    contexts: list[Any] = []
    asked: list[str] = []
    complaints: list[str] = []

    def open_(report: Report, address: str = "", **options: Any) -> Any:
        path = tmp_path / f"report{len(contexts)}.html"
        path.write_text(written("html", report), encoding="utf-8")
        contexts.append(chromium.new_context(**options))
        page = contexts[-1].new_page()
        page.on("request", lambda it: asked.append(it.url))
        page.on("console", lambda it: complaints.append(it.text))
        page.on("pageerror", lambda it: complaints.append(str(it)))
        page.on("dialog", lambda it: complaints.append(it.message) or it.dismiss())
        page.goto(f"{path.as_uri()}{address}")
        if options.get("java_script_enabled", True):
            page.wait_for_selector("html[data-ready]")
        return page

    yield open_
    for context in contexts:
        context.close()
    assert [url for url in asked if not re.match(r"file:///|data:,", url)] == []
    assert complaints == []


def named(report: Report, number: int, name: str) -> Any:
    """A finding of which every text is this name."""
    finding = report.findings[0]
    return replace(
        finding,
        severity=[*Severity][number % 5],
        status=Status.UNKNOWN if number % 7 == 3 else Status.FAIL,
        rule=replace(finding.rule, id=f"rule-{number % 4}", link=name, title=verbatim(name)),
        message=verbatim(f"{name} {number}"),
        why=verbatim(name),
        subject=Subject(
            name,
            f"AWS::{['S3', 'Lambda'][number % 2]}::X",
            "t",
            f"Prod/App{number % 3}/{name}",
            "App",
        ),
        location=Location(name, Position(number + 1, 1), Position(number + 1, 2), name),
        sources=(ToolRule("checkov", name, "wider", name, name, name),),
        fingerprint=f"{number + 1:032x}",
        related=(),
    )


def many(report: Report, number: int, *names: str) -> Report:
    found = (
        named(report, it, names[it % len(names)] if names else "Thing") for it in range(number)
    )
    return replace(report, findings=(*found, *report.findings), verdicts=())


def count(page: Any) -> str:
    return page.inner_text("#count")


def until(page: Any, expression: str) -> None:
    """Wait for something to be true; the page's policy forbids how Playwright does that."""
    for _ in range(100):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(50)
    pytest.fail(f"never true: {expression}")


def rows(page: Any) -> int:
    return page.locator("#rows button.open").count()


@pytest.mark.parametrize("kind", ["report", "hostile", "many", "empty", "frameworks"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "ko"])
def test_axe_finds_nothing(
    kind: str, scheme: str, language: str, report: Report, hostile: Report, opened: Opened
) -> None:
    """With all that can be opened open."""
    if not AXE:
        pytest.skip("SYNTHGATE_AXE names no axe.min.js: see `make browser`")
    empty = replace(report, findings=(), verdicts=(), problems=(), templates=())
    given = {
        "report": report,
        "hostile": frameworks.with_whole(hostile, EVIL[0]),
        "many": many(report, 300),
        "empty": empty,
        "frameworks": frameworks.with_whole(report),
    }[kind]
    said: Any = {"language": language}
    page = opened(replace(given, **said), color_scheme=scheme, bypass_csp=True)
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    page.wait_for_timeout(100)
    for button in page.locator("#rows button.open").all()[:5]:
        button.click()
    page.evaluate(f"() => {{ {Path(AXE).read_text('utf-8')} }}")
    found = page.evaluate("() => window.axe.run(document, {resultTypes: ['violations']})")
    assert [(it["id"], [node["html"] for node in it["nodes"]]) for it in found["violations"]] == []


def test_names_of_a_stranger_run_nothing(report: Report, opened: Opened) -> None:
    """Neither on the page nor in the details; what they say is there to be read."""
    page = opened(many(report, 2 * len(EVIL), *EVIL))
    for number in range(rows(page)):
        page.locator("#rows button.open").nth(number).click()
    page.evaluate("document.querySelector('#tree').open = true")
    page.wait_for_timeout(200)
    assert page.evaluate("document.scripts.length") == 1  # the data are taken away
    assert page.locator("#rows img, #rows svg, #rows script").count() == 0
    text = page.inner_text("#rows")
    for name in EVIL[:6]:
        assert name in text
    assert "\\u202egnp.exe" in text
    links = page.eval_on_selector_all("a", "all => all.map(it => it.getAttribute('href'))")
    assert {link for link in links if not re.match("#|https://docs.aws", link)} == set()


def test_filters_work_together_and_stay_in_the_address(report: Report, opened: Opened) -> None:
    """Whoever opens the address sees the same."""
    given = many(report, 300)
    page = opened(given)
    assert count(page).startswith("305 of 305")
    page.check("input[value=high]")
    page.check("input[value=medium]")
    page.select_option("#service", "S3")
    page.fill("#q", "thing")
    until(page, "location.hash.includes('q=thing')")
    assert "severity=high%2Cmedium" in page.evaluate("location.hash")
    said, address = count(page), page.evaluate("location.hash")
    assert rows(page) == int(said.split()[0])
    assert 0 < rows(page) < 100
    other = opened(given, address)
    assert count(other) == said
    assert other.input_value("#q") == "thing"
    assert other.is_checked("input[value=high]")
    other.click("#clear")
    assert count(other).startswith("305 of 305")
    other.go_back()
    assert count(other) == said


def test_a_page_has_two_hundred_rows(report: Report, opened: Opened) -> None:
    """Real ones, and the buttons lead to the others; the last is no trap for the focus."""
    page = opened(many(report, 450))
    assert rows(page) == 200
    page.locator("[data-to=next]").first.focus()
    page.keyboard.press("Enter")
    assert "page 2 of 3" in count(page)
    page.keyboard.press("Enter")
    assert rows(page) == 55
    assert page.evaluate("document.activeElement.dataset.to") == "next"
    assert page.evaluate("document.activeElement.getAttribute('aria-disabled')") == "true"
    assert "page=3" in page.evaluate("location.hash")


def test_a_link_leads_to_a_finding(report: Report, opened: Opened) -> None:
    """On whatever page it is, open and in focus; where the report has none, that is said."""
    given = many(report, 450)
    page = opened(given, f"#finding={given.findings[333].fingerprint}")
    line = page.locator("#rows button.open[aria-expanded=true]")
    assert line.inner_text() == given.findings[333].message["en"]
    assert page.evaluate("document.activeElement.className") == "open"
    assert given.findings[333].fingerprint in page.inner_text(".details")
    shorter = opened(given, f"#finding={given.findings[3].fingerprint}&severity=critical")
    assert shorter.locator(".details").count() == 1
    missing = opened(given, "#finding=feedfeedfeed")
    assert "feedfeedfeed" in count(missing)


def test_links_of_the_summary_lead_to_what_they_count(report: Report, opened: Opened) -> None:
    """The numbers at the head and of each stack are those of the list."""
    page = opened(many(report, 100))
    for name in ("active", "closing", "unknown"):
        number = page.inner_text(f"#number-{name}")
        page.click(f".numbers .{name} a")
        until(page, f"document.querySelector('#count').textContent.startsWith('{number} ')")
    total = page.locator(".chart tbody tr").first.locator("strong").inner_text()
    page.locator(".chart tbody tr").first.locator("a").click()
    until(page, f"document.querySelector('#count').textContent.startsWith('{total} ')")


def test_constructs_and_groups(report: Report, opened: Opened) -> None:
    """The tree leads to what is below a construct; groups have heads with their numbers."""
    page = opened(many(report, 90))
    page.click("#tree summary")
    page.locator("#constructs .fold").first.click()
    page.get_by_role("link", name="App1", exact=True).click()
    until(page, "location.hash.includes('path=Prod%2FApp1')")
    assert rows(page) == 30
    page.select_option("#group", "severity")
    heads = page.locator("#rows tr.group").all_inner_texts()
    assert len(heads) == 5
    assert sum(int(re.findall(r"\((\d+)\)", it)[0]) for it in heads) == 30


def test_details_tell_all(report: Report, opened: Opened) -> None:
    """Both excerpts with the marked line, the cure to copy, the tools, the related place."""
    page = opened(report)
    page.locator("#rows button.open").first.click()
    text = page.inner_text(".details")
    for words in ("PublicRead", "uploads = s3.Bucket", "BlockPublicAccess.BLOCK_ALL", "CKV_AWS_53"):
        assert words in text
    assert "a policy lets everyone in" in text
    assert page.locator(".details mark").all_inner_texts() == [
        'uploads = s3.Bucket(self, "Uploads", public_read_access=True)',
        '"PublicRead"',
    ]
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator(".details .copy button").first.click()
    until(page, "document.querySelector('.copy [role=status]').textContent")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == "block_public_access=s3.BlockPublicAccess.BLOCK_ALL"


def test_the_summary_needs_no_script(report: Report, opened: Opened) -> None:
    """What is not there without it is told."""
    page = opened(report, java_script_enabled=False)
    text = page.inner_text("main")
    for words in (
        "1 template could not be read",
        "public web site",
        "2027-03-31",
        "needs the script",
    ):
        assert words in text
    assert not page.is_visible("#browser")
    assert not page.is_visible("#theme")


def test_keys_reach_everything(report: Report, opened: Opened) -> None:
    """The first leads past the head; every stop is seen, and none keeps the focus."""
    page = opened(report)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    seen: list[str] = []
    for _ in range(120):
        seen.append(
            page.evaluate(
                "() => { const it = document.activeElement; return it === document.body ? '' :"
                " `${it.tagName}#${it.id}.${it.className} ${getComputedStyle(it).outlineStyle}` }"
            )
        )
        page.keyboard.press("Tab")
    assert "" in seen, "the focus came round"
    stops = seen[: seen.index("")]
    assert [stop for stop in stops if stop.endswith(" none")] == []
    for part in ("INPUT#q", "SELECT#stack", "BUTTON#clear", "BUTTON#.open", "BUTTON#theme"):
        assert any(stop.startswith(part) for stop in stops), part


def visible(page: Any) -> list[str]:
    """The ids of the controls that are shown."""
    return page.eval_on_selector_all(
        ".control, .silent span[id]",
        "all => all.filter(it => it.checkVisibility()).map(it => it.id)",
    )


def test_one_framework_is_chosen_and_its_controls_by_state(report: Report, opened: Opened) -> None:
    """Both are in the address; a link to a control opens it; the way back leads back."""
    given = frameworks.with_whole(report)
    page = opened(given)
    assert page.inner_text("#controls-count") == "14 of 14 controls"
    assert len(visible(page)) == 14
    page.select_option("#framework", "isms")
    assert len(visible(page)) == 7
    page.check("input[value=not-met]")
    page.check("input[value=unknown]")
    assert visible(page) == ["isms/2.6.1", "isms/2.6.2"]
    assert page.evaluate("location.hash") == "#isms?state=not-met,unknown"
    assert "not met, unknown; 2 of 7" in page.inner_text("#isms .filtered")
    assert not page.is_visible("[id='isms/1']")
    other = opened(given, "#isms?state=not-met,unknown")
    assert visible(other) == visible(page)
    assert other.is_checked("input[value=unknown]")
    other.evaluate("location.hash = '#isms/2.6.3'")
    until(other, "document.activeElement.textContent.includes('2.6.3')")
    assert len(visible(other)) == 7
    assert "met elsewhere" in other.inner_text("[id='isms/2.6.3']")
    other.go_back()
    until(other, "document.querySelector('#controls-count').textContent.startsWith('2 of 7')")
    silent = opened(given, "#isms/1.2")
    assert silent.evaluate("document.activeElement.id") == "isms/1.2"
    missing = opened(given, "#isms/9.9")
    assert "isms/9.9" in missing.inner_text("#controls-count")


def test_what_stands_behind_a_control(report: Report, opened: Opened) -> None:
    """Grounds, findings with their place and line, why some do not count, and what passed."""
    page = opened(frameworks.with_whole(report), "#isms/2.6.1")
    text = page.inner_text("[id='isms/2.6.1']")
    for words in (
        "reviewed by A table, through FSBP S3.5: rule-never-asked",
        "app/storage.py:41",
        'uploads = s3.Bucket(self, "Uploads", public_read_access=True)',
        "public web site · said by",
        "owner: web team · until: 2027-03-31",
        "2 found, 1 passed",
        "tolerated in this environment",
        "Prod/dana",
    ):
        assert words in text, words
    page.locator("[id='isms/2.6.1'] .found a").first.click()
    until(page, "location.hash.startsWith('#finding=')")
    assert page.locator("#rows .details").count() == 1


def test_more_is_shown_of_what_is_long(report: Report, opened: Opened) -> None:
    """Twenty of what a rule found at first, and the focus goes on from there."""
    given = frameworks.with_many(many(report, 300), 3)
    page = opened(given, "#large/0.0")
    said = page.locator("[id='large/0.0'] .said").filter(has_text="rule-0").first
    items = said.locator(".found li:not(.rest)")
    assert items.count() == 20
    said.locator(".found .rest button").click()
    assert items.count() > 20
    assert page.evaluate("document.activeElement.tagName") == "LI"


def test_a_framework_is_printed_alone(report: Report, opened: Opened, tmp_path: Path) -> None:
    """With its scope and policy and what went wrong, all of it open; without the script, too."""
    given = frameworks.with_whole(report)
    for options in ({}, {"java_script_enabled": False}):
        page = opened(given, "#isms/2.6.1" if options else "#isms", **options)
        page.emulate_media(media="print")
        if not options:
            page.evaluate("dispatchEvent(new Event('beforeprint'))")
            assert page.inner_text("h1").endswith(": Statement (isms 2023)")
            assert "Prod/dana" in page.inner_text("[id='isms/2.6.1']")
        for part in ("#isms", "#policy", "#problems", "[id='isms/2.6.1']"):
            assert page.is_visible(part), part
        for part in ("#glance", "#findings", "#accepted", "[id='.glance']", "#controls"):
            assert not page.is_visible(part), part
        assert page.is_visible("text=Meaning of 2.6.2")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page = opened(given, "#frameworks")
    page.emulate_media(media="print")
    assert page.is_visible("#glance")
    assert page.is_visible("#isms")
    chosen = opened(given, "#isms")
    chosen.pdf(path=str(tmp_path / "isms.pdf"))
    if shutil.which("pdftotext"):
        command = ("pdftotext", "-layout", str(tmp_path / "isms.pdf"), "-")
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        assert re.search(r"\b1 ?/ ?\d", said)
        assert "Statement · 2 Measures · 2.6 Access control" in said
        assert "Prod/dana" in said


def test_a_thousand_controls_are_there_soon(report: Report, opened: Opened) -> None:
    """And a choice of states answers at once."""
    page = opened(frameworks.with_many(many(report, 5_000), 1000), "#large/3.3")
    assert page.evaluate("performance.now()") < 15_000
    took = page.evaluate(
        "() => { const before = performance.now();"
        " document.querySelector('#controls input[value=met]').click();"
        " return performance.now() - before }"
    )
    assert took < 2_000
    assert page.inner_text("#controls-count") == "0 of 1000 controls"


def test_colours_follow_the_reader(report: Report, opened: Opened) -> None:
    """Those of the system first, then those that are chosen; paper is white."""
    page = opened(report, color_scheme="dark")
    ground = "getComputedStyle(document.body).backgroundColor"
    dark = page.evaluate(ground)
    assert page.inner_text("#theme") == "Light colours"
    page.click("#theme")
    assert page.inner_text("#theme") == "Dark colours"
    assert page.evaluate(ground) == "rgb(255, 255, 255)" != dark
    page.click("#theme")
    assert page.evaluate(ground) == dark
    page.emulate_media(media="print")
    assert page.evaluate(ground) == "rgb(255, 255, 255)"


def test_print_folds_nothing(report: Report, opened: Opened, tmp_path: Path) -> None:
    """And is no table cut off at the edge."""
    page = opened(replace(report, language="ko"), viewport={"width": 720, "height": 900})
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("main details:not([open], #tree)").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("main details:not([open])").count() > 0
    page.pdf(path=str(tmp_path / "report.pdf"))
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF")


def test_a_narrow_window_has_no_second_scroll_bar(report: Report, opened: Opened) -> None:
    """Of a telephone, or of a page at 400 percent: tables scroll by themselves."""
    page = opened(many(report, 10, *EVIL, "x" * 300), viewport={"width": 360, "height": 700})
    page.locator("#rows button.open").first.click()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_fifty_thousand_findings_are_there_soon(report: Report, opened: Opened) -> None:
    """Rows within seconds, even on a busy machine; a choice answers at once."""
    page = opened(many(report, 50_000))
    assert page.evaluate("performance.now()") < 15_000
    took = page.evaluate(
        "() => { const before = performance.now();"
        " document.querySelector('input[value=high]').click(); return performance.now() - before }"
    )
    assert took < 3_000
    assert rows(page) == 200


def test_accepted_ones_are_told_apart(report: Report, opened: Opened) -> None:
    """In the list as in the summary, with who said so."""
    page = opened(report, "#disposition=waived")
    page.locator("#rows button.open").first.click()
    for words in ("public web site", "web team", "2027-03-31", "OPS-7"):
        assert words in page.inner_text(".details")
    assert Disposition.WAIVED in page.evaluate("location.hash")


def test_the_script_has_no_mistake_of_types(tmp_path: Path) -> None:
    """As TypeScript reads its comments, at its strictest."""
    if not TSC:
        pytest.skip("SYNTHGATE_TSC names no tsc: see `make browser`")
    whole = tmp_path / "page.js"
    whole.write_text("".join((PARTS / name).read_text("utf-8") for name in SCRIPTS), "utf-8")
    options = ("--allowJs", "--checkJs", "--strict", "--noEmit", "--noUnusedLocals")
    target = ("--target", "es2022", "--lib", "es2022,dom,dom.iterable", "--skipLibCheck")
    ran = subprocess.run(
        [TSC, *options, *target, str(whole)], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stdout


def test_words_are_those_of_the_language(report: Report, opened: Opened) -> None:
    """Those of the script, too."""
    page = opened(replace(many(report, 300), language="ko"))
    page.locator("#rows button.open").first.click()
    assert "전체 조사 결과 305건 중 305건" in count(page)
    assert Words("How to mend it", "수정 방법").ko in page.inner_text(".details")
    assert page.get_attribute("html", "lang") == "ko"
