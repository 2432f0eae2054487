"""*show_rule* and *list_rules*: what there is to be asked, and what each rule means."""

from __future__ import annotations

from collections.abc import Sequence

from synthgate.agents import shown
from synthgate.agents.answers import RuleCard, RuleRow, Rules
from synthgate.agents.bounds import page, start_of
from synthgate.agents.cards import rule_card
from synthgate.agents.rows import severity_word
from synthgate.agents.workspace import Workspace
from synthgate.choosing import chosen_rules
from synthgate.config import Config
from synthgate.errors import UsageError
from synthgate.framework.rules import Chosen
from synthgate.model import Language, Message, plural
from synthgate.rule.cards.card import Card
from synthgate.rule.cards.python_check import Code
from synthgate.rule.terms.mistakes import meant
from synthgate.workbench.listing import Listed
from synthgate.workbench.looking import Wanted, families_of


def known_rules(config: Config) -> Chosen:
    """Every rule of a workspace; who only tells of them does not run the Python beside them.

    Raises:
        UsageError: the configuration has mistakes.
    """
    return chosen_rules(config, None if config.allow_code else Code.READ)


def card_named(chosen: Chosen, rule_id: str) -> Card:
    """The card of a rule, by its id of now or a former one.

    Raises:
        UsageError: no rule has that id.
    """
    now = chosen.gated.names.now(rule_id)
    wanted = now[0] if now else rule_id
    card = chosen.gated.cards.get(wanted) or chosen.every.get(wanted)
    if card is None:
        raise UsageError(_NO_RULE.format(id=rule_id, meant=meant(rule_id, chosen.every)))
    return card


def show_rule(workspace: Workspace, rule_id: str) -> RuleCard:
    """Show the card of a rule.

    Raises:
        UsageError: no rule has that id, or the configuration has mistakes.
    """
    with workspace.configured({}, anything=False) as config:
        chosen = known_rules(config)
        card = card_named(chosen, rule_id)
        is_asked = card.rule.id in chosen.gated.cards
        return rule_card(card, workspace.language, in_profile=is_asked)


def list_rules(
    workspace: Workspace, wanted: Wanted, word: str | None, limit: int, *, in_profile: bool
) -> Rules:
    """List the rules that are looked for, the worst first.

    Raises:
        UsageError: `word` is nothing that goes on, or the configuration has mistakes.
    """
    with workspace.configured({}, anything=False) as config:
        chosen = known_rules(config)
    found = _found(chosen, wanted, in_profile=in_profile)
    listed = page(found, start_of(word), limit, lambda one: _row(one, workspace.language))
    return Rules(
        summary=_FOUND.format(number=len(found))[workspace.language],
        total=len(found),
        rules=listed.rows,
        left_off=listed.left_off,
        next=listed.next(),
    )


def _found(chosen: Chosen, wanted: Wanted, *, in_profile: bool) -> Sequence[Listed]:
    in_force, families = chosen.gated.cards, families_of(chosen.every)
    every = in_force if in_profile else {**chosen.every, **in_force}
    listed = (
        Listed(it.rule, families.get(name, ""), name in in_force) for name, it in every.items()
    )
    found = (one for one in listed if wanted.fits(one.rule, one.family))
    return sorted(found, key=lambda one: (one.rule.severity.rank, one.rule.id))


def _row(one: Listed, language: Language) -> RuleRow:
    rule = one.rule
    return RuleRow(
        id=shown.name(rule.id),
        severity=severity_word(rule.severity),
        pillar=rule.pillar,
        resources=[shown.name(it) for it in rule.resources],
        in_profile=one.in_force,
        title=shown.said(rule.title[language]),
    )


_NO_RULE = Message("no rule {id!r}{meant} (list_rules finds them by words)")
_FOUND = plural(
    "{number} rule. show_rule tells all of it.", "{number} rules. show_rule tells all of one."
)
