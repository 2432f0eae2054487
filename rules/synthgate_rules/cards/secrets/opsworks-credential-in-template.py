"""Credentials of OpsWorks stacks and apps."""

from synthgate_rules.cards.secrets.places import written

__all__ = ["written"]
