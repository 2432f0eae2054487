"""A platform team's policy: defaults below a repository's own words, and bounds above all words.

`sheet` reads one, `sources` finds those that are named, `bounds` applies what they say of a
configuration, `scope` what they say of what is scanned, and `rules` what of the rules that it
chooses.
"""

from synthgate.config.policy.bounds import bounded
from synthgate.config.policy.rules import BoundRule, Holding
from synthgate.config.policy.scope import held
from synthgate.config.policy.sheet import BASE, Policy
from synthgate.config.policy.sources import EXTENDS, POLICY, policy_named

__all__ = [
    "BASE",
    "EXTENDS",
    "POLICY",
    "BoundRule",
    "Holding",
    "Policy",
    "bounded",
    "held",
    "policy_named",
]
