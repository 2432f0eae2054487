"""What a check in Python needs: the names to import, in one place."""

from synthgate.model import Message, Text, Words
from synthgate.resolve.compare import as_boolean, equal, is_set
from synthgate.resolve.kleene import Truth, conjunction, decided, disjunction, negation
from synthgate.resolve.numbers import as_number
from synthgate.resolve.resolver import Resource
from synthgate.resolve.values import ABSENT, Partial, Reference, Unknown, causes_of
from synthgate.rule.iam.documents import statements
from synthgate.rule.iam.statement import Statement, each
from synthgate.rule.paths.jsonpath import compile_path
from synthgate.rule.paths.path import Path
from synthgate.rule.paths.steps import Match
from synthgate.rule.surroundings.view import View
from synthgate.rule.terms.outcome import Beside, Place

__all__ = [
    "ABSENT",
    "Beside",
    "Match",
    "Message",
    "Partial",
    "Path",
    "Place",
    "Reference",
    "Resource",
    "Statement",
    "Text",
    "Truth",
    "Unknown",
    "View",
    "Words",
    "as_boolean",
    "as_number",
    "causes_of",
    "compile_path",
    "conjunction",
    "decided",
    "disjunction",
    "each",
    "equal",
    "is_set",
    "negation",
    "statements",
]
