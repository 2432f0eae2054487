"""Secrets in parameters and mappings."""

from synthgate.secrets.sections import values
from synthgate_rules.cards.secrets.places import check_stack

found = check_stack(values)
