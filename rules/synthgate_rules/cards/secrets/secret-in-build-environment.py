"""Secrets in the environment of builds."""

from synthgate.secrets.spots import environment
from synthgate_rules.cards.secrets.places import check

found = check(environment)
