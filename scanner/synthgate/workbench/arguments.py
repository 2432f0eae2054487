"""The arguments of ``synthgate rules …``, in English and Korean."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

Say = Callable[[str, str], str]
"""Chooses between an English and a Korean sentence."""


def add_actions(
    rules: argparse.ArgumentParser,
    say: Say,
    add_language: Callable[[argparse.ArgumentParser, Say], None],
) -> None:
    """Give ``rules`` its actions; `add_language` gives each of them the ``--lang`` of all."""
    actions = rules.add_subparsers(dest="action", required=True, metavar="ACTION")
    for name, (summary, add_own) in _actions(say).items():
        action = actions.add_parser(name, help=summary, description=summary)
        add_own(action, say)
        if name in _WITH_CARDS:
            add_allow_code(action, say)
        add_language(action, say)


_WITH_CARDS = ("list", "show", "test", "lint")
"""The actions that read cards of folders."""


def _actions(say: Say) -> dict[str, tuple[str, Callable[[argparse.ArgumentParser, Say], None]]]:
    return {
        "list": (say("list the rules", "규칙 목록"), _list),
        "show": (say("show a rule and all that it says", "규칙 하나의 전체 내용 표시"), _show),
        "test": (
            say("run the examples in the cards", "규칙 카드의 예제를 실행하여 확인"),
            _card_files,
        ),
        "new": (say("write a card to start from", "새 규칙 카드의 초안 작성"), _new),
        "lint": (say("tell every mistake in cards", "규칙 카드의 모든 오류 확인"), _card_files),
        "schema": (
            say(
                "write the JSON Schema of cards, for editors",
                "편집기용 규칙 카드 JSON 스키마 출력",
            ),
            _nothing,
        ),
    }


def add_allow_code(action: argparse.ArgumentParser, say: Say) -> None:
    """The switch that lets the Python beside cards run."""
    action.add_argument(
        "--allow-code",
        action="store_true",
        default=None,
        help=say(
            "run the Python beside the cards of folders that synthgate.yaml, or an action about "
            "rules, names",
            "synthgate.yaml 또는 규칙 명령이 지정한 폴더의 카드 옆 Python 코드를 실행",
        ),
    )


def _list(action: argparse.ArgumentParser, say: Say) -> None:
    action.add_argument("--format", choices=["text", "json", "markdown"], default="text")
    action.add_argument(
        "--profile",
        metavar="NAME|FILE",
        help=say(
            "only the rules that this profile chooses (default: every rule)",
            "이 프로파일이 선택하는 규칙만 (기본값: 모든 규칙)",
        ),
    )
    _own_folders(action, say)


def _own_folders(action: argparse.ArgumentParser, say: Say) -> None:
    action.add_argument(
        "--rules",
        action="append",
        default=[],
        type=Path,
        metavar="DIR",
        help=say(
            "a folder of rule cards of your own; repeatable", "자체 규칙 카드 폴더 (반복 가능)"
        ),
    )


def _show(action: argparse.ArgumentParser, say: Say) -> None:
    action.add_argument("id", metavar="ID")
    action.add_argument("--format", choices=["text", "json"], default="text")
    _own_folders(action, say)


def _card_files(action: argparse.ArgumentParser, say: Say) -> None:
    action.add_argument(
        "paths",
        nargs="*",
        type=Path,
        metavar="DIR",
        help=say(
            "a folder of rule cards, or one card (default: the built-in cards)",
            "규칙 카드 폴더 또는 카드 파일 (기본값: 기본 제공 카드)",
        ),
    )


def _new(action: argparse.ArgumentParser, say: Say) -> None:
    action.add_argument(
        "id",
        metavar="ID",
        help=say(
            "names the fault in lower case, with hyphens: bucket-unencrypted",
            "소문자와 하이픈으로 결함을 나타내는 이름: bucket-unencrypted",
        ),
    )
    action.add_argument(
        "--dir",
        type=Path,
        default=Path(),
        metavar="DIR",
        help=say("the folder of the card (default: here)", "카드를 둘 폴더 (기본값: 현재 폴더)"),
    )
    action.add_argument(
        "--type",
        default="AWS::S3::Bucket",
        metavar="TYPE",
        help=say(
            "the resource type that the rule is about (default: AWS::S3::Bucket)",
            "규칙이 다룰 리소스 유형 (기본값: AWS::S3::Bucket)",
        ),
    )


def _nothing(_: argparse.ArgumentParser, __: Say) -> None:
    """Some actions have no arguments of their own."""
