"""What a walk through a folder did not look at, told in one notice: how many, which, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from synthgate.model import Problem, Text
from synthgate.problem_code import ProblemCode
from synthgate.template.read import MAX_BYTES

MOST_NAMES = 30
"""Names of one kind that a notice gives; of the rest it gives the number."""
_MOST_SUFFIXES = 12


@dataclass(slots=True)
class Overlooked:
    """What was left out, by the reason for it: names as reports show them."""

    likely: list[str] = field(default_factory=list[str])
    """Not read for their suffix, though they seem to be templates."""
    other_resources: list[str] = field(default_factory=list[str])
    """Read, and left alone: their `Resources` are none of CloudFormation's."""
    large: list[str] = field(default_factory=list[str])
    folders: list[str] = field(default_factory=list[str])
    """Of tools and of other people's files."""
    links: list[str] = field(default_factory=list[str])
    """To folders outside."""
    unknown: list[str] = field(default_factory=list[str])
    """Of a suffix that says nothing, or without one."""
    known: Counter[str] = field(default_factory=Counter[str])
    """By their suffixes, which say that they are something else."""

    def notice(self, folder: str) -> Problem | None:
        """The notice about a folder; None where nothing was left out."""
        parts = [
            reason.format(count=len(names), names=_listed(names))
            for reason, names in (
                (_LIKELY, self.likely),
                (_OTHER_RESOURCES, self.other_resources),
                (_LARGE, self.large),
                (_FOLDERS, self.folders),
                (_LINKS, self.links),
                (_UNKNOWN, self.unknown),
            )
            if names
        ]
        if self.known:
            count = sum(self.known.values())
            parts.append(_KNOWN.format(count=count, names=_counted(self.known)))
        if not parts:
            return None
        reasons = Text("; ".join(one.en for one in parts), "; ".join(one.ko for one in parts))
        return Problem(ProblemCode.NOT_LOOKED_AT, _NOTICE.format(reasons=reasons), folder)


def _listed(names: Sequence[str]) -> Text:
    shown = ", ".join(map(_plain, names[:MOST_NAMES]))
    more = len(names) - MOST_NAMES
    return Text(f"{shown} and {more} more", f"{shown} 외 {more}개") if more > 0 else _same(shown)


def _plain(name: str) -> str:
    """A name as it is, or in quotes where it holds what does not print."""
    return name if name.isprintable() else ascii(name)


def _counted(suffixes: Counter[str]) -> Text:
    """Suffixes with their numbers, the most frequent first."""
    ranked = sorted(suffixes.items(), key=lambda item: (-item[1], item[0]))
    shown = ", ".join(f"{count} {suffix}" for suffix, count in ranked[:_MOST_SUFFIXES])
    more = sum(count for _, count in ranked[_MOST_SUFFIXES:])
    return Text(f"{shown}, {more} others", f"{shown}, 기타 {more}개") if more else _same(shown)


def _same(words: str) -> Text:
    return Text(words, words)


_NOTICE = Text(
    "not looked at: {reasons}. To scan one of them, name the file or folder itself",
    "살펴보지 않은 항목: {reasons}. 스캔하려면 해당 파일이나 폴더를 직접 지정하세요",
)
_LIKELY = Text(
    "{count} of a suffix that is not read, which seem to be templates ({names})",
    "읽지 않는 확장자이지만 템플릿으로 보이는 파일 {count}개({names})",
)
_OTHER_RESOURCES = Text(
    "{count} with 'Resources' of which none has a type, so no template ({names})",
    "'Resources'에 타입이 있는 항목이 없어 템플릿이 아닌 파일 {count}개({names})",
)
_LARGE = Text(
    f"{{count}} larger than {MAX_BYTES // 2**20} MiB ({{names}})",
    f"{MAX_BYTES // 2**20}MiB보다 큰 파일 {{count}}개({{names}})",
)
_FOLDERS = Text(
    "{count} folders of tools or of installed packages ({names})",
    "도구나 설치된 패키지의 폴더 {count}개({names})",
)
_LINKS = Text(
    "{count} links to folders outside ({names})",
    "외부 폴더로 연결되는 링크 {count}개({names})",
)
_UNKNOWN = Text(
    "{count} files of unknown suffix or none ({names})",
    "알 수 없는 확장자이거나 확장자가 없는 파일 {count}개({names})",
)
_KNOWN = Text("{count} files of other kinds ({names})", "다른 종류의 파일 {count}개({names})")
