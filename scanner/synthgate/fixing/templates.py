"""Fixes of plain templates: each as text, scanned again, and kept if that finds nothing worse."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from synthgate.errors import TemplateError
from synthgate.fixing.assigning import Assignments, assigned, is_there, ways
from synthgate.fixing.observing import Place, is_gone, observed, places_in, worsened
from synthgate.fixing.outcomes import Edited, Fixed, Left, NoFixError, Outcome
from synthgate.fixing.replacing import replaced
from synthgate.fixing.snippets import snippet_of
from synthgate.fixing.writing import written
from synthgate.model import Finding, Message, first_of
from synthgate.plan import Plan
from synthgate.rule.cards.card import Card
from synthgate.sources.source import Source
from synthgate.template.document import Template
from synthgate.template.read import read_template

_MOST_WAYS = 8
MOST_FINDINGS = 500
"""Of one template in one run, as each is looked at in all of its text."""
_BOM = b"\xef\xbb\xbf"


def mended(
    plan: Plan, source: Source, cards: Mapping[str, Card], findings: Sequence[Finding]
) -> Outcome:
    """What can be mended of a unit's templates; `cards` are the rules that count.

    Each cure is put first where it is likeliest meant, all at once: most pass. The rest is tried
    one by one; where all rules find something new in the end, each fix is held against all of them.
    """
    if len(findings) > MOST_FINDINGS:
        later = tuple(Left(one, _LATER) for one in findings[MOST_FINDINGS:])
        return mended(plan, source, cards, findings[:MOST_FINDINGS]) + Outcome(left=later)
    likely = _Mending(plan, source, cards).likely(findings)
    rest = [one for one in findings if one not in likely]
    first = _Mending(plan, source, cards).with_all(likely).all_of(rest)
    if first.is_sound():
        return first.outcome()
    return _Mending(plan, source, cards, is_careful=True).all_of(findings).outcome()


class _Mending:
    """The files of a unit while they are being mended, fix by fix."""

    def __init__(
        self, plan: Plan, source: Source, cards: Mapping[str, Card], *, is_careful: bool = False
    ) -> None:
        self._plan = plan
        self._source = source
        self._cards = cards
        self._is_careful = is_careful
        self._texts: dict[str, bytes] = {}
        self._fixed: list[Fixed] = []
        self._left: list[Left] = []
        self._before = self._places()
        self._alone: dict[str, Counter[Place]] = {}
        self._originals = {
            loaded.path: self._content(loaded.path, loaded.template.text)
            for loaded in source.load(plan.environment).templates
            if loaded.template and not loaded.template.is_fetched
        }

    def _content(self, path: str, text: str) -> bytes:
        """The very bytes of a file, of which a template tells the text."""
        if self._source.kind in ("stdin", "buffer"):
            return self._source.content
        try:
            return self._source.places.file(path).read_bytes()
        except OSError:
            return text.encode()

    def _places(self, card: Card | None = None) -> Counter[Place]:
        partial = observed(self._plan, self._source, self._texts, card)
        return places_in(partial, self._cards)

    def likely(self, findings: Sequence[Finding]) -> list[Finding]:
        """Those that are gone with the first draft of each; one for a rule and a resource."""
        alone = {(one.rule.id, one.subject): one for one in reversed(findings)}
        drafted = [one for one in findings if alone[one.rule.id, one.subject] is one]
        drafted = [one for one in drafted if self._drafted(one)]
        now = self._places() if drafted else self._before
        return [one for one in drafted if is_gone(one, self._before, now)]

    def with_all(self, findings: Sequence[Finding]) -> _Mending:
        """The first draft of each, which is known to mend it."""
        for one in findings:
            before = self._texts.get(one.location.path)
            if self._drafted(one):
                self._keep(one, before)
        return self

    def _keep(self, finding: Finding, before: bytes | None) -> None:
        """Take a fix for made, and tell what becomes of the resource once that is deployed."""
        path, name = finding.location.path, finding.subject.logical_id
        old, new = (
            read_template(path, it).resources.get(name, {})
            for it in (before or self._originals[path], self._texts[path])
        )
        self._fixed.append(Fixed(finding, path, replaced(old, new)))

    def _drafted(self, finding: Finding) -> bool:
        """Whether there is a draft of which no part could be spared."""
        path = finding.location.path
        try:
            way, text = next(self._drafts(finding, self._cards[finding.rule.id]), ((), b""))
        except NoFixError:
            return False
        if not way or (len(way) > 1 and self._replaces(path, way)):
            return False
        self._texts[path] = text
        return True

    def _replaces(self, path: str, way: Assignments) -> bool:
        template = read_template(path, self._texts.get(path, self._originals[path]))
        return any(is_there(template.data, one.route) for one in way)

    def all_of(self, findings: Sequence[Finding]) -> _Mending:
        """Mend one finding after the other, worst first."""
        for finding in findings:
            try:
                self._mend(finding)
            except NoFixError as error:
                suggestion = finding.rule.fix.code.get("template", "")
                self._left.append(Left(finding, error.reason, suggestion))
        return self

    def _mend(self, finding: Finding) -> None:
        path, card = finding.location.path, self._cards[finding.rule.id]
        if self._texts and self._is_gone(finding, card):
            self._fixed.append(Fixed(finding, path))  # another fix has mended it along
            return
        why = _NOT_CURED
        for way, text in self._drafts(finding, card):
            before = self._texts.get(path)
            if self._passes(finding, card, text):
                self._leave_values(finding, card, way, before)
                found = worsened(self._before, self._now(), self._cards, self._rules(finding))
                if not found:
                    self._keep(finding, before)
                    return
                why = _WORSE.format(names=first_of(found, 3))
            self._put_back(path, before)
        raise NoFixError(why)

    def _passes(self, finding: Finding, card: Card, text: bytes) -> bool:
        """Whether the finding is gone with a text in the place of its file."""
        self._texts[finding.location.path] = text
        return self._is_gone(finding, card)

    def _is_gone(self, finding: Finding, card: Card) -> bool:
        """The same, by a scan of that rule alone, before and after."""
        rule = finding.rule.id
        if rule not in self._alone:
            partial = observed(self._plan, self._source, {}, card)
            self._alone[rule] = places_in(partial, self._cards)
        return is_gone(finding, self._alone[rule], self._places(card))

    def _leave_values(
        self, finding: Finding, card: Card, way: Assignments, before: bytes | None
    ) -> None:
        """Leave values that are there already as they are, where the cure does without."""
        path = finding.location.path
        template = read_template(path, before or self._originals[path])
        for one in [it for it in way if is_there(template.data, it.route)]:
            fewer = tuple(it for it in way if it is not one)
            text, kept = self._text(path, template, fewer), self._texts[path]
            if fewer and text and self._passes(finding, card, text):
                way = fewer
            else:
                self._texts[path] = kept

    def _now(self) -> Counter[Place]:
        return self._places() if self._is_careful else self._before

    def _put_back(self, path: str, before: bytes | None) -> None:
        if before is None:
            del self._texts[path]
        else:
            self._texts[path] = before

    def _rules(self, finding: Finding | None = None) -> set[str]:
        every = [one.finding for one in self._fixed] + ([finding] if finding else [])
        return {rule for one in every for rule in (one.rule.id, *one.also)}

    def _drafts(self, finding: Finding, card: Card) -> Iterator[tuple[Assignments, bytes]]:
        """The file with the cure at each place where it may be meant.

        Raises:
            NoFixError: there is none, or it cannot be written.
        """
        path = finding.location.path
        if path not in self._originals:
            raise NoFixError(_NOT_HERE)
        content = self._texts.get(path, self._originals[path])
        template = read_template(path, content)
        subject, snippet = finding.subject.logical_id, snippet_of(card)
        if subject not in template.resources or template.written(("Resources", subject)) != (
            "Resources",
            subject,
        ):
            raise NoFixError(_NO_RESOURCE)
        at = finding.location.property_path
        for number, way in enumerate(ways(template.data, subject, at, snippet)):
            if number >= _MOST_WAYS:
                return
            text = self._text(path, template, way)
            if text:
                yield way, text

    def _text(self, path: str, template: Template, way: Assignments) -> bytes | None:
        """A file with some values in it; None where that would change anything else."""
        text = written(template.text, way).encode()
        text = _BOM + text if self._originals[path].startswith(_BOM) else text
        return text if _reads_as(path, text, assigned(template.data, way)) else None

    def is_sound(self) -> bool:
        """Whether, of all rules, none finds anything that it did not find before."""
        if not self._texts or self._is_careful:
            return True
        now = self._places()
        mended = all(is_gone(one.finding, self._before, now) for one in self._fixed)
        return mended and not worsened(self._before, now, self._cards, self._rules())

    def outcome(self) -> Outcome:
        """What has come of it."""
        places = self._source.places
        is_stdin = self._source.kind == "stdin"
        edited = tuple(
            Edited(path, None if is_stdin else places.file(path), self._originals[path], text)
            for path, text in self._texts.items()
            if text != self._originals[path]
        )
        return Outcome(tuple(self._fixed), tuple(self._left), edited)


def _reads_as(path: str, text: bytes, wanted: object) -> bool:
    """Whether a text says what it shall, and nothing else."""
    try:
        return read_template(path, text).data == wanted
    except TemplateError:
        return False


_LATER = Message("more than one run mends: run it again, after --write")
_NOT_HERE = Message("its template is an answer of CloudFormation, or lies elsewhere")
_NO_RESOURCE = Message("the cure is not of one resource that the text has: mend it by hand")
_NOT_CURED = Message("the cure of the card does not fit what stands there")
_WORSE = Message("with the cure, something else is found: {names}")
