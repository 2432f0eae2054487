"""Code that nobody can read."""

from synthgate_rules.cards.general.inline_code import is_read

__all__ = ["is_read"]
