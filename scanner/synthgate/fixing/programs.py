"""A file of a CDK program, with the cures of findings applied at the lines that they name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from synthgate.fixing.calls import Writer, calls_in
from synthgate.fixing.imports import Imports, imports_of, with_imports
from synthgate.fixing.layout import Layout, folded
from synthgate.fixing.outcomes import NoFixError
from synthgate.fixing.recipes import Keywords
from synthgate.fixing.scope import CDK
from synthgate.fixing.syntax import cst, metadata
from synthgate.model import Message
from synthgate.records import dataclass

SHARED: tuple[tuple[frozenset[str], tuple[str, ...]], ...] = (
    (
        frozenset({"cloud_watch_role", "deploy_options", "min_compression_size"}),
        (
            "aws_apigateway.RestApi",
            "aws_apigateway.LambdaRestApi",
            "aws_apigateway.SpecRestApi",
            "aws_apigateway.StepFunctionsRestApi",
        ),
    ),
    (
        frozenset({"memory_size", "timeout"}),
        ("aws_lambda.Function", "aws_lambda.DockerImageFunction", "aws_lambda.SingletonFunction"),
    ),
    (
        frozenset({"deletion_protection", "point_in_time_recovery_specification"}),
        ("aws_dynamodb.Table", "aws_dynamodb.TableV2"),
    ),
    (
        frozenset(
            {
                "auto_minor_version_upgrade",
                "backup_retention",
                "cloudwatch_logs_exports",
                "deletion_protection",
                "multi_az",
            }
        ),
        ("aws_rds.DatabaseInstance", "aws_rds.DatabaseInstanceFromSnapshot"),
    ),
    (
        frozenset({"deletion_protection"}),
        ("aws_rds.DatabaseCluster", "aws_rds.ServerlessCluster"),
    ),
    (
        frozenset({"deletion_protection"}),
        (
            "aws_elasticloadbalancingv2.ApplicationLoadBalancer",
            "aws_elasticloadbalancingv2.NetworkLoadBalancer",
        ),
    ),
    (
        frozenset({"require_imdsv2"}),
        (
            "aws_ec2.Instance",
            "aws_ec2.BastionHostLinux",
            "aws_ec2.LaunchTemplate",
            "aws_autoscaling.AutoScalingGroup",
        ),
    ),
)
"""Keywords that several constructs take and mean the same by (AWS CDK, aws-cdk-lib 2)."""
_OF_ALL = frozenset({"removal_policy"})
"""Keywords that mean the same wherever they are taken."""


@dataclass(frozen=True, slots=True)
class Edit:
    """What is wanted at a line of a file."""

    line: int
    keywords: Keywords


def edited(content: bytes, edits: Sequence[Edit]) -> bytes:
    """The file with all of these; those further down first, so that lines stay where they are.

    Raises:
        NoFixError: one of them cannot be made.
    """
    libcst = cst()
    module = _parsed(content)
    wanted: dict[str, str] = {}
    for edit in sorted(edits, key=lambda it: -it.line):
        imports = imports_of(module)
        imports.wanted.update(wanted)
        module = _edited(module, imports, edit)
        wanted = imports.wanted
    module = with_imports(module, wanted)
    made: bytes = module.bytes
    try:
        libcst.parse_module(made)
    except libcst.ParserSyntaxError as error:
        raise NoFixError(_NO_PYTHON) from error
    return made


def _parsed(content: bytes) -> Any:
    libcst = cst()
    try:
        module = libcst.parse_module(content)
    except (libcst.ParserSyntaxError, UnicodeDecodeError, RecursionError) as error:
        raise NoFixError(_NO_PYTHON) from error
    head = module.code[:_HEAD].lower()
    if any(word in head for word in _GENERATED):
        raise NoFixError(_BY_MACHINE)
    return module


def _edited(module: Any, imports: Imports, edit: Edit) -> Any:
    libcst = cst()
    wrapper = metadata().MetadataWrapper(module, unsafe_skip_copy=True)
    places = wrapper.resolve(metadata().PositionProvider)
    call = _at(module, places, imports, edit)
    text = module.code
    layout = Layout.of(text, module.default_indent)
    writer = Writer(imports, layout)
    new = writer.given(call, edit.keywords)
    if new.deep_equals(call):
        raise NoFixError(_SAID)
    place = places[call]
    lines = text.splitlines()
    before = lines[place.start.line - 1][: place.start.column]
    after = lines[place.end.line - 1][place.end.column :]
    said = libcst.Module([]).code_for_node(new)
    return module.deep_replace(call, folded(new, f"{before}{said}{after}", layout))


def _at(module: Any, places: Any, imports: Imports, edit: Edit) -> Any:
    """The one call at a line that the cure is for.

    Raises:
        NoFixError: there is none, or more than one.
    """
    around = [
        call
        for call in calls_in(module)
        if places[call].start.line <= edit.line <= places[call].end.line
        and (imports.qualified(call.func) or _is_method(call, edit.keywords))
    ]
    outer = [
        call for call in around if not any(_is_in(call, it) for it in around if it is not call)
    ]
    fits = [
        call for one in outer for call in calls_in(one) if _is_for(imports, call, edit.keywords)
    ]
    if len(fits) > 1:
        first = [call for call in fits if places[call].start.line == edit.line]
        fits = first if len(first) == 1 else fits
    match fits:
        case [call]:
            return call
        case []:
            raise NoFixError(_named(imports, outer, edit.keywords))
        case _:
            raise NoFixError(_SEVERAL)


def _is_in(call: Any, around: Any) -> bool:
    return any(it is call for it in calls_in(around))


def _is_for(imports: Imports, call: Any, keywords: Keywords) -> bool:
    """Whether a call is of what a cure is for, or of something that takes the same."""
    name = imports.qualified(call.func)
    if name is None or not name.startswith(CDK):
        return _is_method(call, keywords)
    if name == keywords.callee:
        return True
    if {keyword for keyword, _ in keywords.values} <= _OF_ALL:
        return name.rpartition(".")[2][:1].isupper()
    both, wanted = {_short(name), _short(keywords.callee)}, {it for it, _ in keywords.values}
    return any(wanted <= shared and both <= {*names} for shared, names in SHARED)


def _is_method(call: Any, keywords: Keywords) -> bool:
    """Whether a call is of the method that a cure is for, by its name."""
    attribute = cst().Attribute
    return isinstance(call.func, attribute) and f".{call.func.attr.value}" == keywords.callee


def _named(imports: Imports, calls: Sequence[Any], keywords: Keywords) -> Any:
    names = [name for call in calls for name in _names(imports, call)]
    wanted = _short(keywords.callee)
    if not names:
        return _NO_CALL.format(wanted=wanted)
    return _ANOTHER.format(name=_short(names[0]), wanted=wanted)


def _names(imports: Imports, call: Any) -> Iterator[str]:
    name = imports.qualified(call.func)
    if name:
        yield name


def _short(name: str) -> str:
    return name.removeprefix(f"{CDK}.")


_HEAD = 1_000
_GENERATED = ("@generated", "do not edit", "generated by", "autogenerated", "auto-generated")
_NO_PYTHON = Message("the file cannot be read as Python")
_BY_MACHINE = Message("the file says that it is generated: change what makes it")
_SAID = Message("the call says so already: something else overrules it")
_SEVERAL = Message("several calls at this line fit the cure: change them by hand")
_NO_CALL = Message(
    "no call of the CDK stands at this line, but a helper or a subclass: the cure is for {wanted}"
)
_ANOTHER = Message("this line calls {name}, and the cure is for {wanted}")
