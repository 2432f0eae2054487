"""Secrets in outputs."""

from synthgate.secrets.sections import outputs
from synthgate_rules.cards.secrets.places import check_stack

found = check_stack(outputs)
