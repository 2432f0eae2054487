"""The page of the report formats, each with a sample of one report: ``make samples``.

A new format is a row of `ROWS`; the page has those that are registered.

Usage: python tools/report_samples.py
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from sample_report import sample
from synthgate_reports import FOLDERS, FORMATS
from synthgate_reports.files import FILES, named_set

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "reports" / "README.md"
OF_SET = ROOT / "docs" / "reports.md"
_MOST_LINES = 32
_LONGEST_LINE = 150
_MAIN = {"oscal": "assessment-results.json"}
"""Of a format of several files, the one that is shown."""


@dataclass(frozen=True, slots=True)
class Row:
    """A format: for whom, who reads it and within which limits, and how its sample is shown.

    `shown_as` is the language of the sample for Markdown, `since` a text of the line that it
    begins with, where the beginning is the same in every file.
    """

    reader: str
    limits: str
    shown_as: str = "text"
    since: str = ""
    lines: int = _MOST_LINES
    asked: str = ""


ROWS: dict[str, Row] = {
    "text": Row(
        "who has to mend it, in a terminal or the log of a job",
        "A person. The worst rule first, ten resources of each rule, how many more there are; "
        "colour where the terminal takes it (`--color`, `NO_COLOR`, `FORCE_COLOR`).",
    ),
    "text-verbose": Row(
        "who wants all of `text`: every resource, links, what it rests on (`--verbose`)",
        "A person.",
        lines=24,
    ),
    "concise": Row(
        "editors, `grep`, and logs that shall be short (`--quiet`)",
        "Whatever reads `file:line:column: severity rule: message` of compilers. Only what "
        "counts; doubts and notices that are not about trust are left out.",
    ),
    "html": Row(
        "auditors, managers, and whoever is sent one file",
        "A browser, without network. One file that holds everything.",
        "html",
        lines=12,
    ),
    "json": Row(
        "other programs",
        "[report-2.schema.json](synthgate_reports/report-2.schema.json). It has a version "
        "(`schema_version`): a new key is no new version. Passes are only counted.",
        "json",
        since='"findings"',
    ),
    "sarif": Row(
        "viewers and stores of findings",
        "SARIF 2.1.0, in full: doubts are of kind `open`, what is set aside has its "
        "suppression. GitHub would open an alert for each: see `sarif-github`.",
        "json",
        since='"results"',
    ),
    "sarif-github": Row(
        "GitHub code scanning (`upload-sarif`)",
        "What shall be an alert, and nothing else, the worst first. GitHub takes 10 MB after "
        "gzip, and shows the first 5,000 results; two uploads of one commit need a category "
        "each (`--sarif-category`).",
        "json",
        since='"results"',
    ),
    "junit": Row(
        "the test reports of Jenkins, GitLab and others",
        "A case for each rule and resource, unique by class and name. A failure is what "
        "closes the gate. GitLab takes 30 MB a file.",
        "xml",
    ),
    "junit-gitlab": Row(
        "the test reports of GitLab, with the file of each case",
        "As `junit`, with `file` from the root of the repository, which Surefire's schema lacks.",
        "xml",
    ),
    "markdown": Row(
        "a pull request: its comment, or the summary of a job",
        "Within GitHub's limits; what is left out is counted.",
        "markdown",
    ),
    "github": Row(
        "annotations of a job of GitHub Actions",
        "The runner, on standard output: the worst ten, and how many more there are.",
    ),
    "csv": Row(
        "spreadsheets",
        "RFC 4180, in UTF-8. No cell is a formula.",
        "csv",
    ),
    "gitlab-codequality": Row(
        "the widget of a merge request in GitLab",
        "One JSON array without a byte order mark, as `artifacts: reports: codequality`; "
        "equal fingerprints are one.",
        "json",
    ),
    "gitlab-sast": Row(
        "the vulnerability report of GitLab",
        "Its SAST schema, as `artifacts: reports: sast`; a file that is not valid is not "
        "taken in at all.",
        "json",
        since='"vulnerabilities"',
    ),
    "asff": Row(
        "AWS Security Hub CSPM (`batch-import-findings`)",
        "100 findings and 6 MB a batch, 240 KB a finding.",
        "json",
    ),
    "ocsf": Row(
        "AWS Security Hub, Security Lake and other stores of security events",
        "OCSF compliance findings.",
        "json",
    ),
    "checklist": Row(
        "who signs off for production, in a terminal",
        "A person. Every item with its state, what is behind it and what to do.",
        asked="`synthgate checklist cdk.out`, or `--format checklist` of a scan",
    ),
    "checklist-markdown": Row(
        "who signs off for production, on a page",
        "Whatever shows Markdown.",
        "markdown",
    ),
    "oscal": Row(
        "auditors who work with OSCAL: assessment plan, assessment results, component definition",
        "OSCAL 1.2 (compliance-trestle, and whatever reads its JSON). A result for each "
        "framework: [docs/frameworks.md](../docs/frameworks.md). The sample is of "
        "`assessment-results.json`.",
        "json",
        since='"findings"',
        asked="`--format oscal=DIR`: a folder",
    ),
    "results": Row(
        "synthgate itself, later: `synthgate report`, `gate`, `diff` and `--against`",
        "All that any report can be made of, judged by nobody yet: "
        "[docs/reports.md](../docs/reports.md). Of the release that wrote it and those that "
        "say that they read it (`results_version`).",
        "json",
        lines=4,
    ),
}
"""Every format that the page tells of, in its order."""


def main() -> None:
    """Write the page, and the table of the named set, anew."""
    PAGE.write_text(page(), "utf-8")
    OF_SET.write_text(with_files(OF_SET.read_text("utf-8")), "utf-8")


def page() -> str:
    """The page of all formats that there are."""
    return "\n".join([*_head(), *(line for name in _known() for line in _section(name))])


def with_files(text: str) -> str:
    """A page with the table of the named set as it is, between its marks."""
    rows = "".join(f"| `{file}` | `{name}` |\n" for name, file in named_set().items())
    table = f"| file | format |\n|---|---|\n{rows}"
    return re.sub(
        r"(<!-- files -->\n).*?(<!-- end -->)",
        lambda found: f"{found[1]}{table}{found[2]}",
        text,
        flags=re.DOTALL,
    )


def _known() -> list[str]:
    """The formats, in the order of the table; one without a row is a mistake."""
    every = FORMATS | FOLDERS
    missing = every.keys() - ROWS.keys()
    if missing:
        raise KeyError(", ".join(sorted(missing)))
    return [name for name in ROWS if name in every]


def _head() -> Iterator[str]:
    yield _HEAD
    yield "| format | for | in `--out-dir` |"
    yield "|---|---|---|"
    for name in _known():
        file = f"`{FILES[name]}`" if name in FILES else ""
        yield f"| [`{name}`](#{name}) | {ROWS[name].reader} | {file} |"
    yield ""


_HEAD = """\
# The report formats

<!-- made by make samples: edit tools/report_samples.py -->

Each is asked for by `--format NAME` (to standard output) or `--format NAME=FILE`, any number of
them in one run, of a scan or of results that were stored ([docs/reports.md](../docs/reports.md)).
`--out-dir DIR` writes a file of each into one folder. All say the same: what counts, what is
accepted and by whom, what nobody knows, what went wrong, and what the report rests on. The samples
are of one report, with a fault, a doubt, an accepted finding and a notice.
"""


def _section(name: str) -> Iterator[str]:
    row = ROWS[name]
    lines, more = _sample(name, row)
    longest = max((len(run) for run in re.findall("`+", "\n".join(lines))), default=0)
    fence = "`" * max(3, 1 + longest)
    yield f"## {name}"
    yield ""
    yield f"- **For** {row.reader}."
    yield f"- **Asked for** by {row.asked or _asked(name)}."
    yield f"- **Read by, and limits:** {row.limits}"
    yield ""
    yield f"{fence}{row.shown_as}"
    yield from lines
    yield fence
    yield ""
    if more:
        yield f"… and {more} more lines." if more > 1 else "… and one more line."
        yield ""


def _asked(name: str) -> str:
    return f"`--format {name}={FILES[name]}`" if name in FILES else f"`--format {name}`"


def _sample(name: str, row: Row) -> tuple[list[str], int]:
    """The first lines of the format's sample, long ones cut, and how many are left out."""
    stream = StringIO()
    writers = FOLDERS.get(name, {})
    (writers[_MAIN[name]] if writers else FORMATS[name])(sample(), stream)
    every = stream.getvalue().strip("\n").split("\n")
    begin = next((at for at, line in enumerate(every) if row.since in line), 0)
    shown = [_cut(line.rstrip()) for line in every[begin : begin + row.lines]]
    return shown, len(every) - len(shown)


def _cut(line: str) -> str:
    return line if len(line) <= _LONGEST_LINE else f"{line[:_LONGEST_LINE]}…"


if __name__ == "__main__":
    main()
