"""What the table says of one setting: its form, where it belongs, how far it is followed."""

from __future__ import annotations

from enum import Enum, auto
from typing import Any, Final, Literal, TypeAlias

from synthgate.model import Message
from synthgate.records import dataclass

PREFIX: Final = "SYNTHGATE_"
AUTO: Final = "auto"
"""As many as make sense here."""
MOST_JOBS: Final = 256
"""How many processes somebody may ask for: no more are of use, and each takes memory."""
Jobs: TypeAlias = int | Literal["auto"]
"""How many processes scan at once."""


class Form(Enum):
    """How a value is written: in the file, after an option, in a variable."""

    TEXT = auto()
    WORD = auto()
    """One of the setting's words, in any case."""
    TRUTH = auto()
    DAY = auto()
    CATEGORY = auto()
    """A name that may have the names of what is scanned in it."""
    NUMBER = auto()
    """A whole number from one."""
    JOBS = auto()
    """A number of processes, or *auto*."""
    TEXTS = auto()
    WORDS = auto()
    """Some of the setting's words."""
    SOME = auto()
    """Some of the setting's words; one of them may stand without a list."""
    COMMANDS = auto()
    """Programs by the names of tools."""
    PATHS = auto()
    FORMATS = auto()
    RULES = auto()
    """Selectors of rules: ids, patterns, criteria."""
    SEVERITIES = auto()
    VALUES = auto()
    """Values of rules' parameters."""
    ENVIRONMENTS = auto()
    GATE = auto()
    """What closes the gate, a mapping."""
    WAIVERS = auto()
    """A list of waivers, or the file that holds one."""

    @property
    def is_repeatable(self) -> bool:
        """Whether an option may be given several times."""
        return self not in {
            Form.TEXT, Form.WORD, Form.TRUTH, Form.DAY, Form.CATEGORY, Form.NUMBER, Form.JOBS,
            Form.GATE, Form.WAIVERS,
        }  # fmt: skip


class Untrusted(Enum):
    """How much of a key ``--untrusted`` takes."""

    TAKEN = "taken"
    STRICTER = "where it is stricter"
    IGNORED = "not taken"


class Reach(Enum):
    """Where the paths in a value of a repository's file may lead."""

    ANYWHERE = auto()
    """There are none, or they are looked at where they are looked for, as names may be."""
    INSIDE = auto()
    REPORTS = auto()


class Group(Enum):
    """What belongs together in ``--help``; a command has the options of whole groups."""

    REPORT = Message("what is told")
    COMPARED = Message("what it is compared with")
    GATE = Message("what closes the gate")
    INPUT = Message("what the templates do not say")
    PLACES = Message("what is scanned")
    RULES = Message("which rules are asked, and how")
    TOOLS = Message("other tools")
    FRAMEWORKS = Message("frameworks")
    TRUST = Message("how far the repository is trusted")
    RUNNING = Message("how the work is done")
    GENERAL = Message("options")


@dataclass(frozen=True, slots=True)
class Setting:
    """One key: the form of its value, where it belongs, and what it means.

    `default` is what holds where nobody says anything. Of the file of a repository, `untrusted`
    says what is taken where that is a stranger's, `reach` where its paths may lead.
    """

    form: Form
    group: Group
    help: Message
    metavar: str = ""
    words: tuple[str, ...] = ()
    default: Any = None
    untrusted: Untrusted = Untrusted.IGNORED
    reach: Reach = Reach.ANYWHERE

    @property
    def is_positional(self) -> bool:
        """Whether the command line has it without a name: the paths alone."""
        return self.metavar == "PATH"


def variable(key: str) -> str:
    """The environment variable of a key."""
    return PREFIX + key.upper().replace("-", "_")
