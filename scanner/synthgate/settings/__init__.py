"""The keys of ``synthgate.yaml``, each of which is an option and a variable as well.

``--help`` of a command is made of this package alone: it knows sentences and forms, no YAML and no
rules. That of the program needs not even the tables, which are looked for when they are asked for.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from synthgate.settings.setting import (
    AUTO,
    PREFIX,
    Form,
    Group,
    Jobs,
    Reach,
    Setting,
    Untrusted,
    variable,
)

if TYPE_CHECKING:
    from synthgate.model import NEVER
    from synthgate.settings.switches import SWITCHES
    from synthgate.settings.table import CHECKLIST, OTHER_NAMES, SETTINGS

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

_TABLES = {
    "CHECKLIST": "synthgate.settings.table",
    "NEVER": "synthgate.model",
    "OTHER_NAMES": "synthgate.settings.table",
    "SETTINGS": "synthgate.settings.table",
    "SWITCHES": "synthgate.settings.switches",
}


def __getattr__(name: str) -> object:
    """A table, or what only tables need."""
    if name not in _TABLES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_TABLES[name]), name)
    globals()[name] = value
    return value
