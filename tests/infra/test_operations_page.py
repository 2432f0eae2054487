"""The pages of operations, in English and in Korean, against what is really deployed."""

from __future__ import annotations

import json
import re
import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tests.infra.conftest import System

DOCS = Path(__file__).parents[2] / "docs"
PAGES = {"en": DOCS / "operations.md", "ko": DOCS / "operations.ko.md"}
CODE = re.compile(r"`([^`]+)`")
CELL = re.compile(r"(?<!\\)\|")
NAME = re.compile(r"my-cdk-app-(?:\$environment|production)-?[A-Za-z-]*")
FUNCTIONS = (
    *("CreateOrder", "ReadOrder", "FulfilOrder", "HealthCheck", "Remediation"),
    *("DriftDetection", "DefaultGroupCloser"),
)
PREFIXES = ("Monitoring", "Control")
"""What the logical ids of alarms begin with."""


@dataclass(frozen=True)
class Step:
    """A row of troubleshooting: what is seen, and what answers it."""

    told: tuple[str, ...]
    widgets: tuple[str, ...]
    asked: tuple[str, ...]
    then: str

    @property
    def alarms(self) -> set[str]:
        """What it is told by, of CloudWatch."""
        return {name for name in self.told if "::" not in name}

    @property
    def notices(self) -> set[str]:
        """What it is told by otherwise: types of resources that publish by themselves."""
        return {name for name in self.told if "::" in name}


def rows(page: Path) -> Iterator[list[str]]:
    return cells_of(page.read_text("utf-8"))


def cells_of(text: str) -> Iterator[list[str]]:
    for line in text.splitlines():
        if line.startswith("| ") and not line.startswith("| |"):
            yield [cell.strip().replace("\\|", "|") for cell in CELL.split(line)[1:-1]]


def steps(page: Path) -> list[Step]:
    found = [cells for cells in rows(page) if len(cells) == 5]
    return [
        Step(*(tuple(CODE.findall(cell)) for cell in cells[1:4]), then=cells[4])
        for cells in found
        if CODE.search(cells[1])
    ]


def commands(page: Path) -> list[str]:
    """Return every command: the block at the top, and what stands in the tables."""
    text = page.read_text("utf-8")
    inline = [one for cells in rows(page) for cell in cells for one in CODE.findall(cell)]
    return [re.sub(r"\\\n\s*", "", text).replace("\\|", "|"), *inline]


def expanded(names: Iterable[str]) -> set[str]:
    return {
        name.replace("FUNCTION", function)
        for name in names
        for function in (FUNCTIONS if "FUNCTION" in name else ("",))
    }


@pytest.fixture(params=PAGES.values(), ids=PAGES)
def page(request: pytest.FixtureRequest) -> Path:
    return request.param


def alarms_of(system: System) -> set[str]:
    names = set()
    for place in system.find("AWS::CloudWatch::Alarm"):
        [prefix] = [one for one in PREFIXES if place.logical_id.startswith(one)]
        names.add(place.logical_id.removeprefix(prefix)[:-8])
    return names


def widgets_of(system: System) -> Iterator[dict[str, str]]:
    for dashboard in system.find("AWS::CloudWatch::Dashboard").values():
        parts = dashboard["Properties"]["DashboardBody"]["Fn::Join"][1]
        body = "".join(part if isinstance(part, str) else "NAME" for part in parts)
        for widget in json.loads(body)["widgets"]:
            yield widget["properties"]


def test_every_alarm_has_a_step(page: Path, production: System) -> None:
    """And no step is about an alarm that there is not."""
    told = {name for step in steps(page) for name in expanded(step.alarms)}
    assert told == alarms_of(production)


def test_costs_are_told_by_what_every_environment_has(
    page: Path, systems: dict[str, System]
) -> None:
    """Each notice has a step; what is said of an environment, no alarm of the account tells."""
    told = {notice for step in steps(page) for notice in step.notices}
    for system in systems.values():
        publishers = {
            one["Type"]
            for _, one in system.all()
            if {"Subscribers", "NotificationsWithSubscribers"} & one.get("Properties", {}).keys()
        }
        assert told == publishers
    bill = [step for step in steps(page) if "Bill" in step.alarms]
    assert len(bill) == 1
    assert "Bill" not in alarms_of(systems["staging"])
    costs = page.read_text("utf-8").rpartition("\n### ")[2]
    signals = [CODE.findall(cells[1]) for cells in cells_of(costs)]
    assert [one for one in signals if one] == [["Bill"], *([notice] for notice in sorted(told))]


def test_every_step_has_its_place_on_a_dashboard(page: Path, production: System) -> None:
    """By the title of the widget; and something to ask, and something to do."""
    titles = {widget.get("title") for widget in widgets_of(production)}
    assert len(steps(page)) > 12
    for step in steps(page):
        assert step.widgets
        assert expanded(step.widgets) <= titles
        assert step.asked
        assert step.then


def test_outputs_are_there(page: Path, production: System) -> None:
    """What `output STACK NAME` asks for is an output of that stack."""
    asked = {
        found
        for command in commands(page)
        for found in re.findall(r"\boutput (\w+) (\w+)", command)
    }
    assert len(asked) > 12
    for stack, name in asked:
        assert name in production.templates[stack]["Outputs"], (stack, name)


def test_names_are_those_of_the_app(page: Path, production: System) -> None:
    """A stack, a vault, a budget, or the beginning of an alarm's name."""
    prefix = "my-cdk-app-production"
    known = {prefix, *(f"{prefix}-{stack}" for stack in production.templates)}
    known |= {
        vault["Properties"]["BackupVaultName"]
        for vault in production.find("AWS::Backup::BackupVault").values()
    }
    known |= {
        budget["Properties"]["Budget"]["BudgetName"]
        for budget in production.find("AWS::Budgets::Budget").values()
    }
    alarms = {
        f"{prefix}-{at.stack}-{at.logical_id}" for at in production.find("AWS::CloudWatch::Alarm")
    }
    named = {
        found.replace("$environment", "production").rstrip("-")
        for command in commands(page)
        for found in NAME.findall(command)
    }
    assert len(named) > 3
    for name in named - known:
        assert any(alarm.startswith(name) for alarm in alarms), name


def test_queries_ask_for_what_is_logged(page: Path, production: System) -> None:
    """Of functions what the dashboards ask, too; of calls the fields that the stage writes."""
    [stage] = production.find("AWS::ApiGateway::Stage").values()
    fields = set(json.loads(stage["Properties"]["AccessLogSetting"]["Format"]))
    drawn = {
        " | ".join(
            line for line in re.split(r"\n\| | \| ", widget["query"]) if "SOURCE" not in line
        )
        for widget in widgets_of(production)
        if "query" in widget
    }
    asked = [
        (log_group, query)
        for command in commands(page)
        for log_group, query in re.findall(r"""ask "\$\(output \w+ (\w+)\)" '([^']+)'""", command)
    ]
    assert len(asked) > 6
    for log_group, query in asked:
        if log_group == "ApiAccessLogGroupName":
            by = re.findall(r" by ([\w, ]+)|filter (\w+)", query)
            used = {name for pair in by for name in re.split(r",? ", "".join(pair)) if name}
            assert used
            assert used <= fields
        elif "ERROR" in query:
            assert query in drawn


def test_the_shell_can_read_every_command(page: Path) -> None:
    """Quotes are closed, and no command is of another program."""
    found = [one for one in commands(page)[1:] if one.split()[0] in {"aws", "npx", "ask", "output"}]
    assert len(found) > 25
    for command in found:
        assert shlex.split(command)


def test_both_languages_have_the_same_commands() -> None:
    """Whoever reads Korean does the same."""
    english, korean = ([one for one in commands(page)[1:] if " " in one] for page in PAGES.values())
    assert english == korean
    blocks = [
        [line for line in page.read_text("utf-8").splitlines() if line.startswith("    ")]
        for page in PAGES.values()
    ]
    assert blocks[0] == blocks[1]
    assert steps(PAGES["en"])[0].alarms == steps(PAGES["ko"])[0].alarms


@pytest.mark.parametrize("document", ["operations.md", "operations.ko.md"])
def test_files_that_it_names_are_there(document: str) -> None:
    """Links lead somewhere."""
    for link in re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", (DOCS / document).read_text("utf-8")):
        assert (DOCS / link).exists(), link


SETTINGS = (
    *("api_requests_per_second", "memory_mib", "reserved_concurrency", "surge_concurrency"),
    *("most_units", "log_retention"),
)


def test_settings_that_it_names_are_there(page: Path) -> None:
    """Each cure that is a number is in the settings."""
    pytest.importorskip("jsii")
    production = DOCS.parent / "infra" / "production"
    code = "".join((production / name).read_text("utf-8") for name in ("settings.py", "sizes.py"))
    text = page.read_text("utf-8")
    for name in SETTINGS:
        assert f"`{name}`" in text
        assert re.search(rf"^    {name}: ", code, re.MULTILINE), name
