"""Credentials of known kinds, wherever no other rule looks."""

from synthgate.secrets.spots import elsewhere
from synthgate_rules.cards.secrets.places import check

found = check(elsewhere)
