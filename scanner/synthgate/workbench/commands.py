"""``synthgate rules …``: which action does what, and with which exit code."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING

from synthgate.errors import UsageError
from synthgate.model import Message
from synthgate.workbench.console import Console

if TYPE_CHECKING:
    from synthgate.rule.cards.catalog import Catalog
    from synthgate.rule.cards.python_check import Code

MISTAKEN = 2
"""Wrong usage, or a mistake in a card, as in all of synthgate."""


def carry_out(arguments: argparse.Namespace, console: Console) -> int:
    """Carry out an action and give its exit code.

    Raises:
        UsageError: the arguments ask for what there is not.
    """
    return _ACTIONS[arguments.action](arguments, console)


def _list(arguments: argparse.Namespace, console: Console) -> int:
    from synthgate.choosing import chosen_rules  # noqa: PLC0415 - an action loads its own
    from synthgate.workbench.listing import Listed, write_rules  # noqa: PLC0415
    from synthgate.workbench.looking import families_of, wanted_of  # noqa: PLC0415

    chosen = chosen_rules(arguments.config, _code(arguments))
    in_force, wanted = chosen.gated.cards, wanted_of(arguments)
    every = in_force if arguments.in_profile else {**chosen.every, **in_force}
    families = families_of(chosen.every)
    listed = (Listed(card.rule, families[name], name in in_force) for name, card in every.items())
    found = [one for one in listed if wanted.fits(one.rule, one.family)]
    write_rules(found, arguments.format, console)
    return _complain(chosen.gated, console)


def _show(arguments: argparse.Namespace, console: Console) -> int:
    from synthgate.choosing import built_in_and_own, cache_of, own_of  # noqa: PLC0415
    from synthgate.rule.cards.sheet import refuse  # noqa: PLC0415
    from synthgate.workbench.show import show  # noqa: PLC0415

    config = arguments.config
    refuse(config.mistakes)
    catalog = built_in_and_own(own_of(config, _code(arguments)), cache_of(config))
    code = _complain(catalog, console)
    show(catalog, arguments.id, arguments.format, console)
    return code


def _pages(arguments: argparse.Namespace, console: Console) -> int:
    from synthgate.choosing import chosen_rules  # noqa: PLC0415
    from synthgate.workbench.pages import write_pages  # noqa: PLC0415

    chosen = chosen_rules(arguments.config, _code(arguments))
    in_force = chosen.gated.cards
    cards = in_force if arguments.in_profile else {**chosen.every, **in_force}
    code = _complain(chosen.gated, console)
    write_pages(cards, arguments.dir, console)
    return code


def _code(arguments: argparse.Namespace) -> Code:
    """An action that only tells of rules does not run the Python beside them."""
    from synthgate.rule.cards.python_check import Code  # noqa: PLC0415

    return Code.RUN if arguments.config.allow_code else Code.READ


def _complain(catalog: Catalog, console: Console) -> int:
    """Tell what is wrong with the cards, and return the exit code that says so."""
    wrong = [problem for problem in catalog.problems if problem.kind != "notice"]
    console.complain(wrong)
    return MISTAKEN if wrong else 0


def _test(arguments: argparse.Namespace, console: Console) -> int:
    from synthgate.workbench.paths import cards_of  # noqa: PLC0415
    from synthgate.workbench.testing import Explains, test_cards  # noqa: PLC0415

    files = cards_of(arguments.paths, allow_code=arguments.config.allow_code)
    return test_cards(files, console, Explains(arguments.explains))


def _try(arguments: argparse.Namespace, console: Console) -> int:
    from synthgate.workbench.trying import Trial  # noqa: PLC0415
    from synthgate.workbench.watching import watch  # noqa: PLC0415

    trial = Trial(arguments.config, arguments.card, arguments.template, explains=arguments.explain)
    if not arguments.watch:
        return trial.run(console)
    return watch(trial, console)


def _new(arguments: argparse.Namespace, console: Console) -> int:
    from synthgate.workbench.new import write_card, write_family  # noqa: PLC0415

    if (arguments.id is None) == (arguments.family is None):
        raise UsageError(_ID_OR_FAMILY)
    if arguments.family is None:
        write_card(arguments.id, arguments.dir, arguments.type, console)
    else:
        write_family(arguments.family, arguments.dir, arguments.type, console)
    return 0


def _lint(arguments: argparse.Namespace, console: Console) -> int:
    from synthgate.workbench.lint import lint  # noqa: PLC0415
    from synthgate.workbench.paths import cards_of  # noqa: PLC0415

    return lint(cards_of(arguments.paths, allow_code=arguments.config.allow_code), console)


def _schema(_: argparse.Namespace, console: Console) -> int:
    from synthgate.workbench.schema import write_schema  # noqa: PLC0415

    write_schema(console)
    return 0


_ID_OR_FAMILY = Message("rules new: name a rule (ID), or a family of rules (--family NAME)")

_ACTIONS: dict[str, Callable[[argparse.Namespace, Console], int]] = {
    "list": _list,
    "show": _show,
    "pages": _pages,
    "test": _test,
    "try": _try,
    "new": _new,
    "lint": _lint,
    "schema": _schema,
}
