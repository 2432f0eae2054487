"""``synthgate rules list --format markdown``: the rules by service, as a page to read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from synthgate.model import Language, Message, Rule

ANY = Message("Any resource")
_HEAD = Message("| rule | severity | pillar | what it reports | elsewhere |")
SUM = Message("{rules} rules for {services} services.")
TITLE = Message("Rules")


def page(rules: Sequence[Rule], language: Language) -> Iterator[str]:
    """The lines of the page: a section for each service, a row for each rule."""
    sections = by_service(rules, language)
    yield f"# {TITLE[language]}"
    yield ""
    yield SUM.format(rules=len(rules), services=len(sections))[language]
    for service, its_rules in sections.items():
        yield from ("", f"## {service}", "", _HEAD[language], "|---|---|---|---|---|")
        yield from (_row(rule, language) for rule in its_rules)


def by_service(rules: Sequence[Rule], language: Language) -> dict[str, list[Rule]]:
    """The rules by the service that they are about, services in the order of their names."""
    found: dict[str, list[Rule]] = {}
    for rule in rules:
        found.setdefault(_service(rule, language), []).append(rule)
    return {service: found[service] for service in sorted(found, key=str.lower)}


def _service(rule: Rule, language: Language) -> str:
    """The service of the first type that a rule is about: ``AWS::S3::Bucket`` is S3's."""
    parts = rule.resources[0].split("::")
    return parts[1] if len(parts) > 2 and "*" not in parts[1] else ANY[language]


def _row(rule: Rule, language: Language) -> str:
    severity = str(rule.severity)
    own = {name: level for name, level in rule.severity_in.items() if name != "default"}
    if own:
        severity += f" ({', '.join(f'{name}: {level}' for name, level in own.items())})"
    elsewhere = "; ".join(
        f"{peer}: {', '.join(ids)}" for peer, ids in sorted(rule.equivalents.items())
    )
    cells = (f"`{rule.id}`", severity, rule.pillar, rule.title[language], elsewhere)
    return f"| {' | '.join(str(cell).replace('|', '&#124;') for cell in cells)} |"
