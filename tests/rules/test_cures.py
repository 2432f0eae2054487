"""The cures of cards, run: pairs in the CDK, and templates with the fix applied."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tarfile
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from cures import in_python
from synthgate import scan
from synthgate.choosing import built_in_and_own, catalog_for
from synthgate.config import Config
from synthgate.model import Status
from synthgate.rule.cards.cures import OF_PAIR
from synthgate.rule.cards.profile import Wish

if TYPE_CHECKING:
    from collections.abc import Mapping

    from synthgate.rule.cards.card import Card

CARDS: Mapping[str, Card] = {
    id_: card for id_, card in built_in_and_own().cards.items() if "cdk" in card.body
}
NODE = shutil.which("node")
WITHOUT_PAIR = {
    "opsworks-credential-in-template": "AWS ended OpsWorks Stacks, so that nobody deploys one",
    "sam-api-domain-outdated-tls": "what SAM writes is expanded before a rule is asked",
    "stack-unprotected-from-termination": "about a stack itself, and a pair stands inside of one",
}
"""Rules of `recommended` that no lines in the scope of a stack can cure, and why."""


def pairs() -> dict[str, str]:
    """The lines of all cards, by the stacks that they are put into."""
    return {
        f"{id_}-{part}": card.body["cdk"][part]
        for id_, card in CARDS.items()
        for part in ("flagged", "fixed")
    }


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All pairs of all cards, synthesized."""
    folder = tmp_path_factory.mktemp("cures") / "cdk.out"
    assert in_python.synthesize(pairs(), folder) == {}
    return folder


@pytest.mark.exhaustive
def test_what_is_flagged_fails_and_what_is_fixed_passes(app: Path) -> None:
    """Each by its own rule: the finding is there before, and afterwards the rule has passed."""
    report = scan(app, folder=app.parent, config=None, profile="all", environment="production")
    said: dict[tuple[str, str], set[Status]] = {}
    for one in report.verdicts:
        said.setdefault((one.rule.id, one.subject.stack or ""), set()).add(one.status)
    for one in report.findings:
        for also in one.also:
            said.setdefault((also, one.subject.stack or ""), set()).add(one.status)
    wrong = {
        id_: (said.get((id_, f"{id_}-flagged")), said.get((id_, f"{id_}-fixed")))
        for id_ in CARDS
        if Status.FAIL not in said.get((id_, f"{id_}-flagged"), ())
        or said.get((id_, f"{id_}-fixed"), {Status.PASS}) != {Status.PASS}
    }
    assert wrong == {}


@pytest.mark.exhaustive
def test_what_is_fixed_can_be_deployed(tmp_path: Path) -> None:
    """The CDK, which validates what it synthesizes, finds nothing that CloudFormation refuses."""
    fixed = {name: lines for name, lines in pairs().items() if name.endswith("-fixed")}
    assert in_python.synthesize(fixed, tmp_path, validated=True) == {}
    written = tmp_path / "validation-report.json"
    report = json.loads(written.read_text()) if written.exists() else {"pluginReports": []}
    refused = [
        (one["ruleName"], where["constructPath"], one["description"])
        for plugin in report["pluginReports"]
        for one in plugin["violations"]
        for where in one["violatingConstructs"]
        if one["ruleName"][0] in "EF"
    ]
    assert refused == []


@pytest.mark.parametrize("card", [*CARDS.values()], ids=[*CARDS])
def test_what_is_shown_is_whole(card: Card) -> None:
    """No bracket is left open, or closed that was never opened."""
    for name in OF_PAIR:
        shown = card.rule.fix.code.get(name, "")
        assert shown.count("(") == shown.count(")")
        assert shown.count("[") == shown.count("]")
        assert shown.count("{") == shown.count("}")


@pytest.mark.skipif(NODE is None, reason="there is no Node")
@pytest.mark.exhaustive
def test_typescript_makes_the_same_template(app: Path, tmp_path: Path) -> None:
    """As the Python of the card, but for where functions of the CDK's have their code."""
    written = {
        f"{id_}-{part}": card.body["cdk"]["typescript"][part]
        for id_, card in CARDS.items()
        if "typescript" in card.body["cdk"]
        for part in ("flagged", "fixed")
    }
    (tmp_path / "pairs.json").write_text(json.dumps(written))
    command = [NODE or "", str(Path(in_python.__file__).with_name("in_node.js"))]
    arguments = [str(libraries(tmp_path)), str(tmp_path / "pairs.json"), str(tmp_path / "cdk.out")]
    ran = subprocess.run([*command, *arguments], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr[-2000:]
    assert json.loads(ran.stdout) == {}
    other = [
        name for name in written if template(tmp_path / "cdk.out", name) != template(app, name)
    ]
    assert other == []


def libraries(folder: Path) -> Path:
    """The CDK as Node loads it, out of the packages that its distributions for Python ship."""
    site = Path(str(files("aws_cdk"))).parent
    for number, packed in enumerate(sorted(site.glob("**/_jsii/*.tgz"))):
        unpacked = folder / f"unpacked-{number}"
        with tarfile.open(packed) as archive:
            archive.extractall(unpacked, [*filter(is_run, archive)], filter="data")
        package = unpacked / "package"
        target = (
            folder / "node_modules" / json.loads((package / "package.json").read_text())["name"]
        )
        target.parent.mkdir(parents=True, exist_ok=True)
        package.rename(target)
    return folder


def is_run(file: tarfile.TarInfo) -> bool:
    """Whether Node may want it: no types, no pages, nothing for other languages."""
    return not file.name.endswith((".d.ts", ".md", ".ts-fixture", ".gz", ".map"))


def template(folder: Path, name: str) -> Any:
    """A template, without what tells of the program that made it."""
    text = (folder / f"{name}.template.json").read_text()
    return json.loads(re.sub(r'"aws:cdk:path": "[^"]*"', '"aws:cdk:path": ""', text))


def test_every_rule_that_is_recommended_has_a_pair() -> None:
    """Or is among those that cannot have one; a change is no app, and has none."""
    recommended = catalog_for(Config(profile=Wish("recommended"))).cards
    asked = {id_ for id_, card in recommended.items() if card.scope != "change"}
    assert asked - CARDS.keys() == WITHOUT_PAIR.keys()
