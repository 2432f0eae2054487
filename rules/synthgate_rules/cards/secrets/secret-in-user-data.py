"""Secrets in user data."""

from synthgate.secrets.spots import user_data
from synthgate_rules.cards.secrets.places import check

found = check(user_data)
