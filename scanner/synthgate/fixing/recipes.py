"""What differs between the two programs of a card's pair, as keywords of calls.

Only that is applied which was run. A pair that differs in anything else (a statement more, a call
of another function) is shown to people, who know what their program has in its place.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator

from synthgate.fixing.outcomes import NO_CURE, TAKES_AWAY, NoFixError
from synthgate.fixing.scope import meant_by
from synthgate.fixing.words import is_chosen_key, is_chosen_name, is_word, takes_away
from synthgate.model import Message, first_of
from synthgate.records import dataclass
from synthgate.rule.cards.card import Card
from synthgate.template.data import is_mapping


@dataclass(frozen=True, slots=True)
class Code:
    """An expression in one line, and what its names stand for."""

    text: str
    names: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Keywords:
    """What a call of ``aws_cdk.aws_s3.Bucket``, or of ``.add_listener``, has to say, by keyword."""

    callee: str
    values: tuple[tuple[str, Value], ...]


@dataclass(frozen=True, slots=True)
class Value:
    """The value of a keyword: all of it, where there is none.

    Where there is one, `inner` is what the call in it has to say, or those in its list.
    """

    code: Code
    inner: Keywords | None = None
    is_list: bool = False


_MOST_NAMED = 3


def recipe_of(card: Card) -> Keywords:
    """The calls of the pair, and what they have to say.

    Raises:
        NoFixError: there is no pair, or it differs in what cannot be applied.
    """
    if takes_away(card.outline.id):
        raise NoFixError(TAKES_AWAY)
    pair = card.body.get("cdk")
    if not is_mapping(pair):
        raise NoFixError(NO_CURE)
    return recipe(str(pair["flagged"]), str(pair["fixed"]))


def recipe(flagged: str, fixed: str) -> Keywords:
    """The same, of two programs.

    Raises:
        NoFixError: they differ in what cannot be applied.
    """
    before, after = ast.parse(flagged).body, ast.parse(fixed).body
    if len(before) != len(after):
        raise NoFixError(_STATEMENTS)
    own = {name for one in after for node in ast.walk(one) for name in _stored(node)}
    differing = [pair for pair in zip(before, after, strict=True) if not _same(*pair)]
    if len(differing) != 1:
        raise NoFixError(_STATEMENTS)
    found = _root(*differing[0], own)
    chosen = [*dict.fromkeys(_to_be_chosen(found))]
    if chosen:
        raise NoFixError(_TO_BE_CHOSEN.format(names=first_of(chosen, _MOST_NAMED)))
    return found


def _stored(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        yield node.id


def _same(one: ast.AST, other: ast.AST) -> bool:
    return ast.dump(one) == ast.dump(other)


def _root(before: ast.AST, after: ast.AST, own: set[str]) -> Keywords:
    """The outermost call of something of the CDK that differs in its keywords.

    Raises:
        NoFixError: there is none, or more than it differs.
    """
    if isinstance(before, ast.Call) and isinstance(after, ast.Call):
        callee = qualified(after.func, own) or method(after.func)
        if callee and _same(before.func, after.func) and _args_same(before, after):
            return _keywords(callee, before, after, own)
    inner = [*zip(ast.iter_child_nodes(before), ast.iter_child_nodes(after), strict=False)]
    differing = [pair for pair in inner if not _same(*pair)]
    if type(before) is not type(after) or len(differing) != 1 or len(inner) != _count(after):
        raise NoFixError(_STATEMENTS)
    return _root(*differing[0], own)


def _count(node: ast.AST) -> int:
    return len([*ast.iter_child_nodes(node)])


def _args_same(before: ast.Call, after: ast.Call) -> bool:
    return [*map(ast.dump, before.args)] == [*map(ast.dump, after.args)]


def qualified(node: ast.AST, own: Collection[str]) -> str | None:
    """What an expression names (``s3.Bucket``) in full; None where it names nothing of the CDK."""
    match node:
        case ast.Name(id=name):
            return None if name in own else meant_by(name)
        case ast.Attribute(value=value, attr=attr):
            around = qualified(value, own)
            return around and f"{around}.{attr}"
        case _:
            return None


def method(node: ast.AST) -> str | None:
    """The method that is called of a thing, whatever that is: ``.add_listener``."""
    return f".{node.attr}" if isinstance(node, ast.Attribute) else None


def _keywords(callee: str, before: ast.Call | None, after: ast.Call, own: set[str]) -> Keywords:
    """What a call says that it did not say before.

    Raises:
        NoFixError: it said something that it does not say any more.
    """
    said = {one.arg: one.value for one in before.keywords} if before else {}
    says = {one.arg: one.value for one in after.keywords}
    if said.keys() - says.keys() or None in says:
        raise NoFixError(_STATEMENTS)
    values = [
        (str(name), _value(said.get(name), value, own))
        for name, value in says.items()
        if name not in said or not _same(said[name], value)
    ]
    return Keywords(callee, tuple(values))


def _value(before: ast.expr | None, after: ast.expr, own: set[str]) -> Value:
    code = _code(after, own)
    if isinstance(after, ast.Call) and after.keywords:
        callee = qualified(after.func, own)
        was = before if isinstance(before, ast.Call) and _same(before.func, after.func) else None
        if callee and (was is None or _args_same(was, after)) and (was or not after.args):
            return Value(code, _keywords(callee, was, after, own))
    if isinstance(after, ast.List) and isinstance(before, ast.List):
        pairs = [pair for pair in zip(before.elts, after.elts, strict=False) if not _same(*pair)]
        if len(pairs) == 1 and len(before.elts) == len(after.elts):
            return Value(code, _root(*pairs[0], own), is_list=True)
    return Value(code)


def _code(node: ast.expr, own: set[str]) -> Code:
    names = {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}
    meant = ((name, qualified(ast.Name(name), own) or "") for name in sorted(names))
    return Code(ast.unparse(node), tuple(meant))


def _to_be_chosen(keywords: Keywords) -> Iterator[str]:
    """What of a recipe somebody has to choose: things, texts of their own, who may do what."""
    for name, value in keywords.values:
        if is_chosen_key(name):
            yield name
        elif value.inner and (value.is_list or value.inner.values):
            yield from _to_be_chosen(value.inner)
        else:
            yield from _chosen_in(value.code)


def _chosen_in(code: Code) -> Iterator[str]:
    yield from (name for name, meant in code.names if not meant)
    for node in ast.walk(ast.parse(code.text, mode="eval")):
        match node:
            case ast.Constant(value=str(text)) if not is_word(text):
                yield text
            case ast.Attribute(attr=attr) if is_chosen_name(attr):
                yield ast.unparse(node)
            case ast.keyword(arg=str(name)) if is_chosen_key(name):
                yield name
            case ast.JoinedStr():
                yield ast.unparse(node)
            case _:
                pass


_STATEMENTS = Message("the cure is more than the keywords of one call: apply it by hand")
_TO_BE_CHOSEN = Message("the cure has values that are yours to choose: {names}")
