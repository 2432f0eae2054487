"""One rule card: read from YAML, checked, and compiled when it is first needed."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar, cast

from synthgate.errors import CardError
from synthgate.model import LANGUAGES, Fix, Pillar, Rule, Severity, Text
from synthgate.resolve.resolver import Resource
from synthgate.rule.conditions import Compiler, Condition
from synthgate.rule.outcome import PASSED, Outcome, Place
from synthgate.rule.view import View
from synthgate.template import yaml_text
from synthgate.template.data import is_list, is_mapping
from synthgate.template.document import Route

Check = Callable[[Resource, View], Iterator[Place]]
"""A rule in Python: yields a place for each fault, with causes where it cannot tell."""

REQUIRED = ("id", "title", "severity", "pillar", "resources", "check", "why", "fix", "examples")
OPTIONAL = ("when", "link", "config-rule", "equivalents", "controls")
EXAMPLES = ("fails", "passes", "unknown")
PEERS = ("checkov", "cdk-nag", "guard-registry", "cfn_nag", "kics", "trivy", "cfn-lint")

Member = TypeVar("Member", bound=StrEnum)


@dataclass(frozen=True)
class Card:
    """A rule with its check and its examples."""

    rule: Rule
    path: Path
    body: Mapping[str, Any]

    @property
    def examples(self) -> Mapping[str, str]:
        """Templates by what the rule says of them."""
        return self.body["examples"]

    @cached_property
    def when(self) -> Condition | None:
        """What a resource must be like for the rule to apply."""
        return self._compile("when") if "when" in self.body else None

    @cached_property
    def check(self) -> Condition:
        """What a resource must be like to pass."""
        return self._compile("check")

    def _compile(self, word: str) -> Condition:
        return Compiler(self._python).condition(self.body[word], word)

    def _python(self, name: str) -> Check:
        """A function of the module beside the card, loaded from its file alone."""
        path = self.path.with_suffix(".py")
        spec = importlib.util.spec_from_file_location(f"synthgate_card_{path.stem}", path)
        if not (spec and spec.loader and path.is_file()):
            raise CardError(
                Text(
                    f"check.python: there is no {path.name} beside the card",
                    f"check.python: 카드 옆에 {path.name} 파일이 없습니다",
                )
            )
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        check: Any = getattr(module, name, None)
        if callable(check):
            return cast("Check", check)
        raise CardError(
            Text(
                f"check.python: {path.name} has no function {name!r}",
                f"check.python: {path.name}에 함수 {name!r}이(가) 없습니다",
            )
        )

    def verdict(self, view: View) -> Outcome | None:
        """What the rule says of a resource; None where it does not apply."""
        applies = self.when(view, view.resource.body) if self.when else PASSED
        match applies.status.value:
            case "fail":
                return None
            case "pass":
                return self.check(view, view.resource.body)
            case _:
                checked = self.check(view, view.resource.body)
                return checked if checked.status.value == "pass" else applies


def read_card(path: Path, content: bytes) -> tuple[Card | None, list[CardError]]:
    """Read a card and everything that is wrong with it; no card where something is.

    Each mistake has its position in the file.
    """
    try:
        root = yaml_text.compose(content.decode("utf-8-sig"))
        body, _ = yaml_text.plain(root) if root else (None, ())
    except UnicodeDecodeError:
        return None, [CardError(Text("not UTF-8 text", "UTF-8 텍스트가 아닙니다"))]
    except yaml_text.TemplateError as error:
        return None, [CardError(error.text, error.position)]
    if root is None or not is_mapping(body):
        return None, [CardError(Text("a rule card is a mapping", "규칙 카드는 매핑이어야 합니다"))]
    checker = _Checker(body, root)
    mistakes = checker.mistakes()
    if mistakes:
        return None, mistakes
    return Card(_rule(body), path, body), []


class _Checker:
    """Finds every mistake of one card."""

    def __init__(self, body: dict[str, Any], root: yaml_text.yaml.Node) -> None:
        self._body = body
        self._locator = yaml_text.YamlLocator(root)
        self._found: list[CardError] = []

    def mistakes(self) -> list[CardError]:
        self._keys((), self._body, REQUIRED, OPTIONAL)
        for word in ("title", "why"):
            self._languages((word,))
        self._languages(("fix",))
        self._member(("severity",), Severity)
        self._member(("pillar",), Pillar)
        self._resources()
        self._equivalents()
        self._examples()
        return self._found

    def _say(self, route: Route, en: str, ko: str) -> None:
        self._found.append(CardError(Text(en, ko), self._locator.position(route)))

    def _keys(
        self,
        route: Route,
        node: Mapping[str, Any],
        required: tuple[str, ...],
        optional: tuple[str, ...] = (),
    ) -> None:
        known = [*required, *optional]
        for key in node:
            if key not in known:
                near = get_close_matches(key, known, n=1)
                hint = (f"; did you mean {near[0]!r}?", f"; {near[0]!r}을(를) 뜻했나요?")
                en, ko = hint if near else ("", "")
                self._say((*route, key), f"unknown key {key!r}{en}", f"알 수 없는 키 {key!r}{ko}")
        for key in required:
            if key not in node:
                self._say(route, f"missing key {key!r}", f"키 {key!r}가 없습니다")

    def _languages(self, route: Route) -> None:
        node = self._body.get(str(route[0]))
        if node is None:
            return
        if not is_mapping(node):
            self._say(
                route, f"{route[0]} needs 'en' and 'ko'", f"{route[0]}에는 'en'과 'ko'가 필요합니다"
            )
            return
        for language in LANGUAGES:
            if not (isinstance(node.get(language), str) and node[language].strip()):
                self._say(
                    route,
                    f"{route[0]} has no text in {language!r}",
                    f"{route[0]}에 {language!r} 문장이 없습니다",
                )

    def _member(self, route: Route, kind: type[StrEnum]) -> None:
        value = self._body.get(str(route[0]))
        names = [str(member) for member in kind]
        if value is not None and value not in names:
            self._say(
                route,
                f"{route[0]} is one of {', '.join(names)}, not {value!r}",
                f"{route[0]}은(는) {', '.join(names)} 중 하나여야 합니다: {value!r}",
            )

    def _resources(self) -> None:
        types = self._body.get("resources")
        if types is None:
            return
        if not (is_list(types) and types and all(isinstance(kind, str) for kind in types)):
            self._say(
                ("resources",),
                "resources is a list of types",
                "resources는 리소스 유형의 목록입니다",
            )

    def _equivalents(self) -> None:
        peers = self._body.get("equivalents", {})
        if is_mapping(peers):
            self._keys(("equivalents",), peers, (), PEERS)

    def _examples(self) -> None:
        examples = self._body.get("examples")
        if is_mapping(examples):
            self._keys(("examples",), examples, EXAMPLES[:2], EXAMPLES[2:])


def _rule(body: Mapping[str, Any]) -> Rule:
    fix: Mapping[str, str] = body["fix"]
    equivalents: Mapping[str, list[str]] = body.get("equivalents", {})
    return Rule(
        id=body["id"],
        title=_text(body["title"]),
        severity=Severity(body["severity"]),
        pillar=Pillar(body["pillar"]),
        resources=tuple(body["resources"]),
        why=_text(body["why"]),
        fix=Fix(_text(fix), {key: line for key, line in fix.items() if key not in LANGUAGES}),
        link=body.get("link"),
        config_rule=body.get("config-rule"),
        equivalents={peer: tuple(ids) for peer, ids in equivalents.items() if ids},
        controls=tuple(body.get("controls", ())),
    )


def _text(node: Mapping[str, str]) -> Text:
    return Text(node["en"].strip(), node["ko"].strip())
