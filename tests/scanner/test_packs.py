"""Packs: cards and profiles that come in installed packages."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import os
import subprocess
import sys
import time
import zipfile
from importlib import invalidate_caches
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from synthgate.cli import Streams, main

if TYPE_CHECKING:
    from collections.abc import Mapping

CARD = """\
id: {id}
title: {{en: Queue is open, ko: 열린 대기열}}
severity: high
pillar: security
resources: [AWS::SQS::Queue]
check: {check}
why: {{en: Because, ko: 때문}}
fix: {{en: Close it, ko: 닫으세요}}
examples: {{fails: "", passes: ""}}
"""
CHECK = "{path: $.Properties.A, exists: true}"
PROFILE = "id: {id}\ntitle: {{en: Acme, ko: 애크미}}\nselect: [acme-*]\n"
QUEUE = "Resources:\n  Q: {Type: AWS::SQS::Queue, Properties: {KmsMasterKeyId: a}}\n"
LOUD = "raise SystemExit('the package was imported')\n"


def card(rule_id: str, check: str = CHECK) -> str:
    return CARD.format(id=rule_id, check=check)


def wheel(folder: Path, name: str, files: Mapping[str, str], entry: str | None = None) -> Path:
    """A wheel as a build backend makes it, of a package that must not be imported."""
    info = f"{name}-1.0.dist-info"
    declared = entry or f"acme = {name}"
    contents = {
        f"{name}/__init__.py": LOUD,
        **{f"{name}/{path}": text for path, text in files.items()},
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{info}/entry_points.txt": f"[console_scripts]\nx = y:z\n[synthgate.packs]\n{declared}\n",
    }
    rows = [f"{path},{checksum(text)},{len(text.encode())}\n" for path, text in contents.items()]
    contents[f"{info}/RECORD"] = "".join([*rows, f"{info}/RECORD,,\n"])
    path = folder / f"{name}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for file, text in contents.items():
            archive.writestr(file, text)
    return path


def checksum(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return "sha256=" + base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


class Ran(NamedTuple):
    code: int
    out: str
    err: str

    @property
    def report(self) -> Any:
        return json.loads(self.out)

    @property
    def rules(self) -> set[str]:
        return {finding["rule_id"] for finding in self.report["findings"]}

    @property
    def problems(self) -> list[tuple[str | None, str]]:
        return [(one["path"], one["message"]) for one in self.report["problems"]]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A folder that packages are installed into."""
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "t.yaml").write_text(QUEUE)
    return tmp_path / "site"


def install(site: Path, name: str, files: Mapping[str, str]) -> None:
    """As pip does it, without a network."""
    built = wheel(site.parent, name, files)
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    options = ["--no-deps", "--no-index", "--no-compile", "--upgrade", "--target", str(site)]
    subprocess.run([*pip, *options, str(built)], check=True)


def unpack(site: Path, name: str, files: Mapping[str, str], entry: str | None = None) -> None:
    """What is left in a folder of packages when a wheel is installed, at a tenth of pip's time."""
    with zipfile.ZipFile(wheel(site.parent, name, files, entry)) as archive:
        archive.extractall(site)


def synthgate(site: Path, *argv: str) -> Ran:
    """Run the program where the packages are installed, in a process of its own."""
    ran = subprocess.run(
        [sys.executable, "-m", "synthgate", *argv],
        cwd=site.parent / "work",
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(site), *sys.path])},
        capture_output=True,
        check=False,
    )
    assert b"Traceback" not in ran.stderr, ran.stderr.decode()
    return Ran(ran.returncode, ran.stdout.decode(), ran.stderr.decode())


SCAN = ("scan", "t.yaml", "--format", "json", "--environment", "test")


def scanned(site: Path, *options: str) -> Ran:
    """What a scan comes to that finds the packages in this process, and imports none."""
    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "path", [str(site), *sys.path])
        patch.chdir(site.parent / "work")
        invalidate_caches()
        code = main([*SCAN, *options], Streams(io.BytesIO(), out, err))
    assert not [one for one in sys.modules if one.startswith("acme_")]
    return Ran(code, out.getvalue(), err.getvalue())


def test_a_pack_brings_rules_and_profiles(site: Path) -> None:
    """Installed by pip, found without importing it, chosen like what ships with synthgate."""
    python = "def open_queue(resource, view):\n    yield from ()\n"
    files = {
        "cards/queue.yaml": card("acme-queue-open"),
        "cards/more/other.yaml": card("acme-queue-odd", "{python: open_queue}"),
        "cards/more/other.py": python,
        "profiles/acme.yaml": PROFILE.format(id="acme"),
    }
    install(site, "acme_policies", files)
    ran = synthgate(site, *SCAN)
    assert (ran.code, ran.rules, ran.problems) == (1, {"acme-queue-open"}, [])
    assert synthgate(site, *SCAN, "--profile", "acme").rules == {"acme-queue-open"}
    assert "acme-queue-odd" in synthgate(site, "rules", "list").out
    assert scanned(site, "--profile", "aspects").rules == set()
    refused = scanned(site, "--profile", "acm")
    assert refused.code == 2
    assert "no profile 'acm'; did you mean 'acme'?" in refused.err
    (site.parent / "work" / "synthgate.yaml").write_text("exclude: [acme-*]\n")
    assert synthgate(site, *SCAN).rules == set()


@pytest.mark.parametrize(
    ("files", "path", "words"),
    [
        (
            {"cards/a.yaml": card("acme-a").replace("high", "urgent")},
            "acme_policies/cards/a.yaml",
            "pack 'acme': severity is one of",
        ),
        (
            {"cards/a.yaml": card("acme-a", "{path: $.a, equal: 1}")},
            "acme_policies/cards/a.yaml",
            "did you mean 'equals'",
        ),
        (
            {"cards/a.yaml": card("sqs-queue-unencrypted")},
            "acme_policies/cards/a.yaml",
            "rule 'sqs-queue-unencrypted' is already defined in sqs/sqs-queue-unencrypted.yaml",
        ),
        (
            {"profiles/all.yaml": PROFILE.format(id="all")},
            "acme_policies/profiles/all.yaml",
            "pack 'acme': profile 'all' is already defined in profiles/all.yaml",
        ),
        ({"rules/a.yaml": card("acme-a")}, None, "has neither 'cards' nor 'profiles'"),
    ],
    ids=["shape", "condition", "id taken", "profile taken", "no folders"],
)
def test_a_broken_pack_is_told_by_its_name(
    site: Path, files: dict[str, str], path: str | None, words: str
) -> None:
    """And nothing is scanned; with its file as the package has it and never an absolute path."""
    unpack(site, "acme_policies", files)
    ran = scanned(site)
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert ran.err.startswith(f"synthgate: {path}:" if path else "synthgate: pack 'acme'")
    assert "pack 'acme'" in ran.err
    assert words in ran.err
    assert str(site) not in ran.err
    assert "팩 'acme'" in scanned(site, "--lang", "ko").err


@pytest.mark.parametrize(
    "value",
    ["nowhere_at_all", "acme_policies.nowhere", "json.decoder", "a b", "acme_policies:x", ""],
)
def test_a_pack_that_names_no_package_is_told(site: Path, value: str) -> None:
    """Nothing is imported to find that out."""
    unpack(site, "acme_policies", {"cards/a.yaml": card("acme-a")}, f"acme = {value}")
    ran = scanned(site)
    assert ran.code == 2
    assert "pack 'acme': no package" in ran.err


def test_a_pack_may_be_a_package_inside_another(site: Path) -> None:
    """Whose outer package is not imported either."""
    files = {"packs/cards/a.yaml": card("acme-a").replace("high", "urgent")}
    unpack(site, "acme_policies", files, "acme = acme_policies.packs")
    assert "acme_policies/packs/cards/a.yaml:3:" in scanned(site).err


def test_two_packs_with_one_id_are_a_mistake(site: Path) -> None:
    """The second is told of with the first one's file."""
    unpack(site, "acme_one", {"cards/a.yaml": card("acme-a")}, "one = acme_one")
    unpack(site, "acme_two", {"cards/b.yaml": card("acme-a")}, "two = acme_two")
    told = scanned(site).err
    assert "acme_two/cards/b.yaml" in told
    assert "pack 'two': rule 'acme-a' is already defined in acme_one/cards/a.yaml" in told


def test_a_mistake_in_a_packs_profile_names_the_pack(site: Path) -> None:
    """It is told only if the profile is asked for."""
    files = {"profiles/acme.yaml": PROFILE.format(id="other").replace("acme-*", "kms-*")}
    unpack(site, "acme_policies", files)
    assert scanned(site).code != 2
    ran = scanned(site, "--profile", "acme")
    assert ran.code == 2
    assert "acme_policies/profiles/acme.yaml:1:1: pack 'acme': id is the name" in ran.err


ENTRY_POINTS = {
    "one/acme-1.0.dist-info": "[synthgate.packs]\nacme = first\n",
    "one/Odd.Name-1.dist-info": "[a]\nb=c\n\n[synthgate.packs]\n# x = y\n a =  b = c \n[d]\ne=f\n",
    "one/many-2.dist-info": "[console_scripts]\nsynthgate.packs = x:y\n",
    "two/ACME-2.0.dist-info": "[synthgate.packs]\nacme = second\n",
    "two/odd_name-3.egg-info": "[synthgate.packs]\nodd = second\n",
    "two/legacy.egg-info": "[synthgate.packs]\r\nlegacy = third\r\n",
    "two/none-1.dist-info": "",
}


@pytest.mark.parametrize("archive", [False, True])
def test_entry_points_are_those_that_python_finds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, archive: bool
) -> None:
    """Whoever installs a pack finds with importlib.metadata what synthgate finds without it."""
    for name, text in ENTRY_POINTS.items():
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "entry_points.txt").write_text(text)
    (tmp_path / "two" / "bare-1.dist-info").mkdir()
    (tmp_path / "two" / "file-1.egg-info").write_text("Name: file\n")
    with zipfile.ZipFile(tmp_path / "three.zip", "w") as packed:
        packed.writestr("zipped-1.dist-info/METADATA", "Name: zipped\nVersion: 1\n")
        packed.writestr("zipped-1.dist-info/entry_points.txt", "[synthgate.packs]\nz = zip\n")
    from synthgate.packs import _declared

    folders = ["one", "nowhere", "two", *(["three.zip"] if archive else [])]
    monkeypatch.setattr(sys, "path", [str(tmp_path / name) for name in folders])
    invalidate_caches()
    wanted = {(point.name, point.value) for point in entry_points(group="synthgate.packs")}
    assert wanted >= {("acme", "first"), ("a", "b = c"), ("legacy", "third")}
    assert (("z", "zip") in wanted) == archive
    assert _declared() == wanted


def test_looking_for_packs_costs_little(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there are none, a few hundredths of a scan: `importlib.metadata` stays unimported."""
    for number in range(200):
        info = site / f"p{number}-1.dist-info"
        info.mkdir(parents=True)
        (info / "entry_points.txt").write_text("[console_scripts]\na = b:c\n")
    from synthgate.packs import find_packs

    monkeypatch.setattr(sys, "path", [str(site), "/nowhere", ""])
    monkeypatch.chdir(site)
    took: list[float] = []
    for _ in range(5):
        start = time.process_time()
        assert find_packs() == ((), ())
        took.append(time.process_time() - start)
    assert min(took) < 0.05
