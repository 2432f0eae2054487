"""Secrets in Parameter Store."""

from synthgate.secrets.spots import stored
from synthgate_rules.cards.secrets.places import check

found = check(stored)
