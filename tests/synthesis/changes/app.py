"""The templates of an assembly, to be changed in one place."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Body = dict[str, Any]


@dataclass
class App:
    """What is deployed to production, template by template; stacks by the end of their names."""

    templates: dict[str, Body]
    files: dict[str, str] = field(default_factory=dict[str, str])

    @classmethod
    def read(cls, assembly: Path) -> App:
        """The templates of the one stage of an assembly."""
        (stage,) = assembly.glob("assembly-*")
        manifest = json.loads((stage / "manifest.json").read_text("utf-8"))
        files = {
            one["properties"]["stackName"].rpartition("-")[2]: one["properties"]["templateFile"]
            for one in manifest["artifacts"].values()
            if one["type"] == "aws:cloudformation:stack"
        }
        read = {name: json.loads((stage / file).read_text("utf-8")) for name, file in files.items()}
        return cls(read, files)

    def write(self, assembly: Path, target: Path) -> None:
        """An assembly like another one, with these templates."""
        (stage,) = assembly.glob("assembly-*")
        (target / stage.name).mkdir(parents=True)
        for folder, into in ((assembly, target), (stage, target / stage.name)):
            for file in folder.iterdir():
                if file.is_file() and not file.name.endswith(".assets.json"):
                    (into / file.name).write_bytes(file.read_bytes())
        for name, template in self.templates.items():
            path = target / stage.name / self.files[name]
            path.write_text(json.dumps(template, indent=1), "utf-8")

    def all(self, kind: str, like: str = "") -> Iterator[tuple[str, str, Body]]:
        """The stack, the logical id and the body of each resource of a type, of ids like that."""
        for stack, template in self.templates.items():
            for logical_id, body in template["Resources"].items():
                if body["Type"] == f"AWS::{kind}" and like in logical_id:
                    yield stack, logical_id, body

    def body(self, kind: str, like: str = "", stack: str = "") -> Body:
        """The first of them, of a stack whose name ends so."""
        return next(body for where, _, body in self.all(kind, like) if where.endswith(stack))

    def of(self, kind: str, like: str = "", stack: str = "") -> Body:
        """Its properties."""
        return self.body(kind, like, stack)["Properties"]

    def drop(self, kind: str, like: str = "") -> None:
        """Take resources away."""
        found = [*self.all(kind, like)]
        assert found, (kind, like)
        for stack, logical_id, _ in found:
            del self.templates[stack]["Resources"][logical_id]

    def add(self, stack: str, kind: str, properties: Body | None = None, **more: Any) -> None:
        """A resource more; `id` is its logical id."""
        logical_id = more.pop("id", "Added")
        body = {"Type": f"AWS::{kind}", "Properties": properties or {}, **more}
        self.templates[stack]["Resources"][logical_id] = body

    def grant(self, statement: Body, like: str = "CreateOrder") -> None:
        """A statement more in the policy of a function's role."""
        self.statements("IAM::Policy", like).append({"Effect": "Allow", **statement})

    def statements(self, kind: str, like: str = "", stack: str = "") -> list[Body]:
        """The statements of a policy."""
        return self.of(kind, like, stack)["PolicyDocument"]["Statement"]

    def alarm(self, like: str) -> Body:
        """The properties of an alarm."""
        return self.of("CloudWatch::Alarm", like)


Change = Callable[[App], object]
KEEP = {"DeletionPolicy": "Retain", "UpdateReplacePolicy": "Retain"}
OPEN = {"Effect": "Allow", "Principal": "*", "Resource": "*"}
