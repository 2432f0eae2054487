"""Secrets in metadata."""

from synthgate.secrets.spots import metadata
from synthgate_rules.cards.secrets.places import check

found = check(metadata)
