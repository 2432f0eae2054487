"""What stacks of a real app hand to each other, as the CDK that is installed writes it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import synth
from synthgate.linking import link
from synthgate.sources.assembly import load_assembly
from synthgate.sources.parameter_file import GivenParameters
from synthgate.sources.places import Places

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from synthgate.evaluate import Stack

    Change = Callable[[Sequence[Stack], Sequence[Stack]], Sequence[tuple[str, str, str, str]]]

APP = Path(__file__).with_name("stacks_app.py")


@pytest.fixture(scope="module")
def states(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The assemblies of both states."""
    pytest.importorskip("aws_cdk.aws_sqs")
    folder = tmp_path_factory.mktemp("stacks")
    return _synthesized(folder / "before"), _synthesized(folder / "after")


def _synthesized(folder: Path) -> Path:
    folder.mkdir()
    environ = synth.app_environment(os.environ, synth.find_node(os.environ), {}, folder / "cdk.out")
    command = [sys.executable, str(APP), folder.name]
    subprocess.run(command, env=environ, cwd=folder, check=True, capture_output=True, timeout=300)
    return folder / "cdk.out"


def stacks_of(folder: Path) -> list[Stack]:
    unit = load_assembly(folder, Places(folder.parent, folder.parent))
    return [*link(unit, GivenParameters()).stacks.values()]


def test_the_order_is_that_of_the_manifest(states: tuple[Path, Path]) -> None:
    """The CDK notes it for every reference, and where the program asks for it."""
    before, after = ({it.name: it for it in stacks_of(one)} for one in states)
    gives = before["Gives"].resolver.identity
    for name in ("Near", "Apart", "Far", "Outer"):
        assert before[name].needs == (gives,)
    assert after["Near"].needs == (after["Gives"].resolver.identity,)
    assert after["Apart"].needs == ()
    assert all(it.needs is None for it in before.values() if it.is_nested)


def test_all_that_is_handed_over_no_more_is_told(
    states: tuple[Path, Path], change_of: Change
) -> None:
    """The export is in the way of all that import it, but of a stack that may let go before.

    To the other Region the CDK's handler decides, and a parameter of a nested stack just goes.
    """
    found = change_of(*map(stacks_of, states))
    (broken,) = [one for one in found if one[0] == "breaks-import"]
    assert broken[1:3] == ("fail", "Gives")
    assert "Near" in broken[3]
    (handed,) = [one for one in found if one[0] == "breaks-reference"]
    assert handed[1:3] == ("unknown", "Gives")
    assert [one[1:3] for one in found if one[0] == "unprotects"] == [("fail", "Gives")]
    assert {one[0] for one in found} == {"breaks-import", "breaks-reference", "unprotects"}


def test_the_same_app_changes_nothing(states: tuple[Path, Path], change_of: Change) -> None:
    """Whichever; nor does what comes to be handed over."""
    before, after = states
    for one, other in ((before, before), (after, after), (after, before)):
        assert not change_of(stacks_of(one), stacks_of(other))
