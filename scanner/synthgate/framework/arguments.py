"""The arguments about frameworks and evidence, in English and Korean."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from synthgate.model import Text

Say = Callable[[str, str], str]
"""Chooses between an English and a Korean sentence."""
Add = Callable[[argparse.ArgumentParser, Say], None]
"""Adds arguments to a parser."""

EXIT_CODES = Text(
    """exit codes:
  0  no control is known to be not met; some may be unknown or not assessed
  1  a control is not met
  2  wrong usage, configuration, framework, evidence or rule card
  3  not everything could be scanned""",
    """종료 코드:
  0  미충족으로 확인된 항목 없음 (알 수 없음, 미평가 항목은 있을 수 있음)
  1  충족하지 못한 항목이 있음
  2  잘못된 사용법, 설정, 프레임워크, 증적 또는 규칙 카드
  3  스캔하지 못한 것이 있음""",
)


def add_frameworks(parser: argparse.ArgumentParser, say: Say) -> None:
    """Which frameworks to assess, and by which evidence."""
    parser.add_argument(
        "--framework",
        action="append",
        metavar="NAME|FILE",
        help=say(
            "a framework to assess, as production-checklist; repeatable",
            "평가할 프레임워크(예: production-checklist). 여러 번 지정 가능",
        ),
    )
    parser.add_argument(
        "--evidence",
        metavar="FILE",
        help=say(
            "statements about what no rule can tell (default: evidence.yaml beside synthgate.yaml)",
            "규칙으로 알 수 없는 항목의 증적 파일 (기본값: synthgate.yaml 옆의 evidence.yaml)",
        ),
    )


def add_evidence_actions(
    evidence: argparse.ArgumentParser, say: Say, add_config: Add, add_language: Add
) -> None:
    """Give ``evidence`` its actions."""
    actions = evidence.add_subparsers(dest="action", required=True, metavar="ACTION")
    for name, summary, add_own in (
        ("add", say("state something of a control", "통제 항목의 증적 추가"), _add),
        ("check", say("tell what no longer counts", "유효하지 않은 증적 확인"), None),
    ):
        action = actions.add_parser(name, help=summary, description=summary)
        if add_own:
            add_own(action, say)
        add_frameworks(action, say)
        add_config(action, say)
        add_language(action, say)


def _add(action: argparse.ArgumentParser, say: Say) -> None:
    action.add_argument("--control", required=True, metavar="ID", help=say("as OPS-2", "예: OPS-2"))
    action.add_argument(
        "--statement", required=True, metavar="TEXT", help=say("what is so", "확인한 내용")
    )
    action.add_argument(
        "--by", required=True, metavar="WHO", help=say("who says so", "확인한 사람")
    )
    action.add_argument(
        "--date", metavar="DATE", help=say("as of when (default: today)", "기준일 (기본값: 오늘)")
    )
    action.add_argument(
        "--valid-until",
        metavar="DATE",
        help=say(
            "until when (default: as long as the control allows)",
            "유효 기한 (기본값: 통제 항목이 허용하는 기간)",
        ),
    )
    proof = action.add_mutually_exclusive_group()
    proof.add_argument(
        "--file",
        metavar="FILE",
        help=say(
            "a file below the folder of the evidence; its SHA-256 is noted",
            "증적 파일 폴더 아래의 파일 (SHA-256 값을 기록)",
        ),
    )
    proof.add_argument(
        "--link", metavar="URL", help=say("where it can be seen", "확인할 수 있는 주소")
    )
