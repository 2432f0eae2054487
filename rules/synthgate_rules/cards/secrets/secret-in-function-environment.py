"""Secrets in the environment of functions."""

from synthgate.secrets.spots import environment
from synthgate_rules.cards.secrets.places import check

found = check(environment)
