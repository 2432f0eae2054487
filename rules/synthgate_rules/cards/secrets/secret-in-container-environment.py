"""Secrets in the environment of containers."""

from synthgate.secrets.spots import environment
from synthgate_rules.cards.secrets.places import check

found = check(environment)
