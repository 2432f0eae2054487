"""Passwords of sites."""

from synthgate_rules.cards.secrets.places import written_at

written = written_at("BasicAuthConfig")
