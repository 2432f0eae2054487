"""What comes of asking: findings of the library, of one's own rules, and what was not answered."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from synthgate.adapters.asking import Answer, Readable, Request
from synthgate.adapters.cfn_validate.lines import Answered, Found
from synthgate.adapters.cfn_validate.process import Kind, Said, ask_all, package
from synthgate.adapters.cfn_validate.rule_files import Source, sources_of
from synthgate.adapters.cfn_validate.telling import absent, problems_of, repeated
from synthgate.adapters.quoting import Quoting
from synthgate.model import Heard, Problem, Reported, Spot, Status, ToolRun
from synthgate.records import dataclass
from synthgate.secrets.hearsay import link, one_line

BUILT_IN = "cfn-validate"
"""The name of the library's own rules."""
_AS_WRITTEN = frozenset({"guard", "cel"})
"""Kinds of rules whose messages are their authors' own, and quote nothing."""
_INDEX = re.compile(r"[./](\d+)(?=[./]|$)")


def ask(request: Request) -> Answer:
    """What the library itself finds: what it calls fatal, an error or a warning."""
    return _answer(request, "built-in", [], [])


def guard(request: Request) -> Answer:
    """What rules of Guard find, as cfn-guard would: in the template as it is written."""
    return _with_rules(request, "guard")


def rego(request: Request) -> Answer:
    """What rules of Rego find that are written for the library."""
    return _with_rules(request, "rego")


def cel(request: Request) -> Answer:
    """What rules of CEL find that are written for the library."""
    return _with_rules(request, "cel")


def _with_rules(request: Request, kind: Kind) -> Answer:
    sources = sources_of(kind, request.folder, request.files)
    if not sources.every:
        return Answer(Heard((ToolRun(kind, is_whole=False),)), tuple(sources.problems))
    return _answer(request, kind, sources.every, sources.problems)


def _answer(
    request: Request, kind: Kind, sources: Sequence[Source], problems: Sequence[Problem]
) -> Answer:
    tool = BUILT_IN if kind == "built-in" else kind
    where = package()
    if where is None:
        return Answer(Heard((ToolRun(tool, is_whole=False),)), (*problems, absent(tool)))
    rules = [source.rule for source in sources]
    said = ask_all(kind, rules, request.templates, where, request.seconds)
    asked = _Asked(tool, request.templates, sources, said)
    told = [*problems, *problems_of(tool, request.templates, sources, said)]
    again = repeated(tool, sources, said)
    run = ToolRun(tool, said.release, is_whole=not told)
    return Answer(Heard((run,), tuple(asked.reported())), (*told, *again))


_UNRANKED = "guard"
"""Guard has no severities: the library calls all its rules an error, as cfn-guard does in SARIF."""


@dataclass(frozen=True)
class _Asked:
    """The findings of all templates, and the rules that nothing is known of."""

    tool: str
    templates: Sequence[Readable]
    sources: Sequence[Source]
    said: Said

    def reported(self) -> Iterator[Reported]:
        """In the order of the templates; one thing is said once."""
        for at in sorted(self.said.answered):
            if at not in range(len(self.templates)):
                continue
            answered, readable = self.said.answered[at], self.templates[at]
            quoting = Quoting(readable, self.tool not in _AS_WRITTEN)
            found = (self._reported(one, quoting) for one in answered.found)
            yield from dict.fromkeys([*found, *self._unknown(answered, readable)])

    def _reported(self, found: Found, quoting: Quoting) -> Reported:
        spot = Spot(
            quoting.readable.shown,
            one_line(found.logical_id),
            line=max(found.line, 0),
            end_line=max(found.end_line, 0),
            property_path=one_line(_INDEX.sub(r"[\1]", found.property_path).replace("/", ".")),
        )
        return Reported(
            self.tool,
            one_line(found.rule_id),
            Status.FAIL,
            spot,
            quoting.said(found.message),
            one_line(found.title),
            "" if self.tool == _UNRANKED else one_line(found.severity),
            link(found.link),
        )

    def _unknown(self, answered: Answered, readable: Readable) -> Iterator[Reported]:
        """Rules of CEL that broke over a template: what they would have said, nobody knows."""
        for at, _ in answered.failed:
            rule_id = self.sources[at].rule_id if 0 <= at < len(self.sources) else ""
            if rule_id:
                yield Reported(self.tool, one_line(rule_id), Status.UNKNOWN, Spot(readable.shown))
