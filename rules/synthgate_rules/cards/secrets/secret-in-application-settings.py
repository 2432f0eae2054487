"""Secrets in settings of applications and jobs."""

from synthgate.secrets.spots import environment
from synthgate_rules.cards.secrets.places import check

found = check(environment)
