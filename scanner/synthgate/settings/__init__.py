"""The keys of ``synthgate.yaml``, each of which is an option and a variable as well.

``--help`` is made of this package alone: it knows sentences and forms, no YAML and no rules.
"""

from synthgate.settings.table import (
    CHECKLIST,
    NEVER,
    PREFIX,
    SETTINGS,
    SWITCHES,
    Form,
    Group,
    Reach,
    Setting,
    Untrusted,
    variable,
)

__all__ = [
    "CHECKLIST",
    "NEVER",
    "PREFIX",
    "SETTINGS",
    "SWITCHES",
    "Form",
    "Group",
    "Reach",
    "Setting",
    "Untrusted",
    "variable",
]
