"""Ten policies, each in five languages, asked of the same templates: the tables of their page.

Usage: python tools/comparison.py

``benchmarks/comparison/templates/POLICY`` holds templates that are ``right…``, ``wrong…``, or
``open``: left to the deployment. A peer is asked where a variable names it (`PEERS`); what one
said is kept in ``said.json``, and stays where it is not here.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from synthgate import scan

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "comparison.md"
FOLDER = ROOT / "benchmarks" / "comparison"
SAID = FOLDER / "said.json"
TEMPLATES = sorted((FOLDER / "templates").glob("*/*.yaml"))
POLICIES = sorted(path.stem for path in (FOLDER / "synthgate").glob("*.yaml"))

Answers = dict[str, str]
"""What is said of each template (``policy/template``): *pass*, *fail*, *unknown* or *error*."""

PASS, FAIL, UNKNOWN, ERROR = "pass", "fail", "unknown", "error"
WORDS = {PASS: PASS, FAIL: FAIL, UNKNOWN: UNKNOWN, ERROR: "fail (*error*)"}
"""As the page has them: cdk-nag reports an error of a rule as a finding."""
EXPECTED = {"right": PASS, "wrong": FAIL, "open": UNKNOWN}
"""What the policy says of a template, by the first word of its name."""


def main() -> None:
    """Ask who is here, and write what was said, and the page."""
    said: dict[str, Answers] = json.loads(SAID.read_text("utf-8")) if SAID.exists() else {}
    said |= {name: asked for name, ask in ASK.items() if (asked := ask())}
    SAID.write_text(json.dumps(said, indent=1, sort_keys=True) + "\n", "utf-8")
    PAGE.write_text(written(PAGE.read_text("utf-8"), said), "utf-8")


def name_of(template: Path) -> str:
    """A template's name in the answers."""
    return f"{template.parent.name}/{template.stem}"


def expected(name: str) -> str:
    """What the policy says of a template."""
    return EXPECTED[name.split("/")[1].partition("-")[0]]


def ask_synthgate() -> Answers:
    """What the cards say."""
    rules = {policy: _id_of(source_of("synthgate", policy)) for policy in POLICIES}
    options: dict[str, Any] = {"rules": [FOLDER / "synthgate"], "profile": "all", "config": None}
    report = scan(*TEMPLATES, folder=FOLDER, **options)
    found = {(f.location.path, f.rule.id, f.status.value) for f in report.findings}
    return {
        name_of(path): _worst(found, path.relative_to(FOLDER).as_posix(), rules[path.parent.name])
        for path in TEMPLATES
    }


def _id_of(card: Path | None) -> str:
    return card.read_text("utf-8").split("\n")[0].removeprefix("id: ") if card else ""


def _worst(found: set[tuple[str, str, str]], path: str, rule: str) -> str:
    return next((status for status in (FAIL, UNKNOWN) if (path, rule, status) in found), PASS)


def ask_guard() -> Answers:
    """What cfn-guard says; a rule that it skips reports nothing."""
    guard = _here("cfn-guard")
    return {
        name_of(path): _of_guard(guard, source, path)
        for path, source in _sources("cfn-guard")
        if guard
    }


def _of_guard(guard: str, source: Path, template: Path) -> str:
    shown = ("--structured", "-o", "json", "-S", "none")
    told = json.loads(_run(guard, "validate", "-r", str(source), "-d", str(template), *shown))
    return FAIL if any(one["status"] == "FAIL" for one in told) else PASS


_REGO = """
import json, sys, regopy, yaml
for policy, template in json.load(sys.stdin):
    rego = regopy.Interpreter()
    rego.add_module("policy", open(policy).read())
    rego.set_input(yaml.safe_load(open(template)))
    print(json.dumps([template, json.loads(str(rego.query("data.policy.deny")))]))
"""


def ask_rego() -> Answers:
    """What rego-cpp says, in the Python that a variable names."""
    python = _here("rego")
    if not python:
        return {}
    pairs = [(str(source), str(path)) for path, source in _sources("rego")]
    lines = _run(python, "-c", _REGO, given=json.dumps(pairs)).splitlines()
    return {
        name_of(Path(template)): FAIL if any(told["expressions"]) else PASS
        for template, told in map(json.loads, lines)
    }


def ask_checkov() -> Answers:
    """What checkov says, of all templates in one run."""
    checkov = _here("checkov")
    if not checkov:
        return {}
    ids = {policy: _checkov_id(source) for policy, source in _by_policy("checkov")}
    folders = ("-d", str(FOLDER / "templates"), "--external-checks-dir", str(FOLDER / "checkov"))
    shown = ("--framework", "cloudformation", "-o", "json", "--skip-download")
    told = json.loads(_run(checkov, *folders, *shown, "--check", ",".join(ids.values())))
    failed = {
        (one["check_id"], one["file_path"].strip("/")) for one in told["results"]["failed_checks"]
    }
    return {
        name_of(path): FAIL if (ids[path.parent.name], f"{name_of(path)}.yaml") in failed else PASS
        for path, _ in _sources("checkov")
    }


def _checkov_id(source: Path) -> str:
    found = re.search(r"CKV2?_CMP_\d+", source.read_text("utf-8"))
    return found[0] if found else ""


def ask_cdk_nag() -> Answers:
    """What cdk-nag says of the templates, each included in an app of its own."""
    modules = _here("cdk-nag")
    if not modules:
        return {}
    lines = _run("node", str(FOLDER / "cdk-nag" / "run.js"), modules).splitlines()
    return dict(map(json.loads, lines))


PEERS = {
    "cfn-guard": "the command",
    "rego": "a Python that has regopy and PyYAML",
    "checkov": "the command",
    "cdk-nag": "a folder with node_modules: cdk-nag, aws-cdk-lib, constructs, typescript 5",
}
"""What ``SYNTHGATE_BENCH_…`` names of each."""

ASK: Mapping[str, Callable[[], Answers]] = {
    "synthgate": ask_synthgate,
    "cfn-guard": ask_guard,
    "rego": ask_rego,
    "checkov": ask_checkov,
    "cdk-nag": ask_cdk_nag,
}


def _here(name: str) -> str:
    return os.environ.get(f"SYNTHGATE_BENCH_{name.upper().replace('-', '_')}", "")


def _run(*command: str, given: str = "") -> str:
    """What a command writes; what it ends with is its own affair."""
    return subprocess.run(
        command, input=given, capture_output=True, text=True, check=False, timeout=600
    ).stdout


def source_of(language: str, policy: str) -> Path | None:
    """A policy in a language; None where that cannot say it."""
    names = (policy, policy.replace("-", "_"))
    found = (path for name in names for path in (FOLDER / language).glob(f"{name}.*"))
    return next(found, None)


def _by_policy(language: str) -> Iterator[tuple[str, Path]]:
    for policy in POLICIES:
        if source := source_of(language, policy):
            yield policy, source


def _sources(language: str) -> Iterator[tuple[Path, Path]]:
    """Each template with the policy that is asked of it."""
    known = dict(_by_policy(language))
    yield from ((path, known[path.parent.name]) for path in TEMPLATES if path.parent.name in known)


_NO_LINE = re.compile(r"\s*($|#|//)|(import|from|package) |(title|why|fix): ")


def lines_of(source: Path) -> int:
    """The lines that say the policy: no comment, import, text for people, nor example."""
    text = source.read_text("utf-8").split("\nexamples:\n")[0]
    return sum(not _NO_LINE.match(line) for line in text.splitlines())


def written(page: str, said: Mapping[str, Answers]) -> str:
    """A page with its tables as they are measured."""
    for name, table in {"lines": _lines, "open": _open, "hard": _hard}.items():
        rows = "".join(f"| {' | '.join(row)} |\n" for row in table(said))
        marked = re.compile(rf"(<!-- measured: {name} -->\n).*?(<!-- end -->)", re.DOTALL)
        page = marked.sub(lambda found, of=rows: f"{found[1]}{of}{found[2]}", page)
    return page


def _head(first: str) -> Iterator[tuple[str, ...]]:
    yield (first, *ASK)
    yield ("---",) * (len(ASK) + 1)


def _lines(said: Mapping[str, Answers]) -> Iterator[tuple[str, ...]]:
    yield from _head("policy")
    for policy in POLICIES:
        sources = [source_of(language, policy) for language in ASK]
        yield (f"`{policy}`", *(str(lines_of(one)) if one else "–" for one in sources))


def _open(said: Mapping[str, Answers]) -> Iterator[tuple[str, ...]]:
    yield from _head("policy")
    for policy in POLICIES:
        yield (f"`{policy}`", *_said(f"{policy}/open", said))


def _hard(said: Mapping[str, Answers]) -> Iterator[tuple[str, ...]]:
    yield from _head("template")
    for name in map(name_of, TEMPLATES):
        if "-" in name.split("/")[1]:
            yield (f"`{name}`", *_said(name, said))


def _said(name: str, said: Mapping[str, Answers]) -> Iterator[str]:
    """What each says of a template; what is not what the policy says is bold."""
    for language in ASK:
        answer: Any = said.get(language, {}).get(name)
        word = WORDS.get(answer, "–")
        yield word if answer in (None, expected(name)) else f"**{word}**"


if __name__ == "__main__":
    main()
