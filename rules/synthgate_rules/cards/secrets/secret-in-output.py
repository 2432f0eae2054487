"""Secrets in outputs."""

from synthgate.secrets.found import shown_in_outputs
from synthgate_rules.cards.secrets.places import check_stack

found = check_stack(shown_in_outputs)
