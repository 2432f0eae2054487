"""Credentials for cfn-init in the metadata of a resource."""

from synthgate.secrets.spots import authentication
from synthgate_rules.cards.secrets.places import check

readable = check(authentication)
