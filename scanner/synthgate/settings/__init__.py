"""The keys of ``synthgate.yaml``, each of which is an option and a variable as well.

``--help`` is made of this package alone: it knows sentences and forms, no YAML and no rules.
"""

from synthgate.model import NEVER
from synthgate.settings.setting import AUTO, Form, Group, Jobs, Reach, Setting, Untrusted
from synthgate.settings.switches import SWITCHES
from synthgate.settings.table import CHECKLIST, OTHER_NAMES, PREFIX, SETTINGS, variable

__all__ = [
    "AUTO",
    "CHECKLIST",
    "NEVER",
    "OTHER_NAMES",
    "PREFIX",
    "SETTINGS",
    "SWITCHES",
    "Form",
    "Group",
    "Jobs",
    "Reach",
    "Setting",
    "Untrusted",
    "variable",
]
