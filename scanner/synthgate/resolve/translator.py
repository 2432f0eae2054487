"""AWS's translator of SAM templates, and no more of what it imports than it uses.

It brings along boto3, which would ask AWS for applications of the Serverless Application Repository
(synthgate keeps those out, and connects to nothing); jsonschema, by which it checks the policy
templates of its own package; and models of every property, of which few templates need any. That is
nine tenths of the time that a small template takes. So while the translator is imported, stand-ins
have the names that it takes from boto3 and jsonschema, and its models are loaded when something of
them is asked for. The real modules come in place of the stand-ins for all that these do not have,
and everybody else who imports them gets the real ones.
"""

# pyright: reportMissingTypeStubs=false
# (aws-sam-translator has annotations and no py.typed marker)

from __future__ import annotations

import logging
import sys
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import LazyLoader
from threading import Lock
from types import ModuleType
from typing import Any

_CLASSES: dict[str, tuple[str, ...]] = {
    "boto3": ("Session",),
    "botocore": (),
    "botocore.client": ("BaseClient",),
    "botocore.config": ("Config",),
    "botocore.exceptions": ("ClientError", "EndpointConnectionError"),
    "jsonschema": (),
    "jsonschema.exceptions": ("ValidationError",),
}
"""What the translator takes from others by name: for annotations, and for what is never done."""
_MODELS = "samtranslator.internal.schema_source.aws_serverless_"
_REGION = "us-east-1"
_ONE_AT_A_TIME = Lock()
"""The translator keeps the Region in a class, and its models are loaded by whoever comes first."""


def translated(fragment: dict[str, Any], parameters: Mapping[str, Any]) -> dict[str, Any]:
    """What a template, which is changed by it, is expanded to.

    Raises:
        Exception: the translator refuses the template, or stumbles over it.
    """
    with _ONE_AT_A_TIME:
        translator, parser, parameter = _modules()
        values = parameter.SamParameterValues(dict(parameters))
        values.add_default_parameter_values(fragment)
        run = translator.Translator({}, parser.Parser(), boto_session=_Session())
        made: dict[str, Any] = run.translate(
            fragment, dict(values.parameter_values), passthrough_metadata=True
        )
        return made


class _Session:
    """What the translator asks for the Region; whatever else it asks, boto3 answers."""

    region_name = _REGION

    def __getattr__(self, name: str) -> Any:
        return getattr(import_module("boto3").Session(region_name=_REGION), name)


@cache
def _modules() -> tuple[Any, Any, Any]:
    """The modules that a translation starts from.

    They check their own policy templates once, and not for every template: the plugin that does so
    keeps nothing between templates.
    """
    try:
        with _less_imported():
            found = _imported()
    except ImportError:  # another release takes more from others: it gets all of it
        for name in [one for one in sys.modules if one.partition(".")[0] == "samtranslator"]:
            del sys.modules[name]
        found = _imported()
    # It says on standard error that nobody collects its metrics.
    logging.getLogger("samtranslator").addHandler(logging.NullHandler())
    translator, _, _ = found
    make = translator.make_policy_template_for_function_plugin
    translator.make_policy_template_for_function_plugin = cache(make)
    return found


def _imported() -> tuple[Any, Any, Any]:
    return (
        import_module("samtranslator.translator.translator"),
        import_module("samtranslator.parser.parser"),
        import_module("samtranslator.sdk.parameter"),
    )


@contextmanager
def _less_imported() -> Generator[None]:
    """Have stand-ins in the place of what is not imported yet, as long as this lasts."""
    absent = [one for one in _CLASSES if one.partition(".")[0] not in sys.modules]
    stand_ins = {name: _StandIn(name) for name in absent}
    later = _Later()
    sys.modules |= stand_ins
    sys.meta_path.insert(0, later)
    try:
        yield
    finally:
        sys.meta_path.remove(later)
        for name in stand_ins:
            sys.modules.pop(name, None)


class _StandIn(ModuleType):
    """A module with the classes that the translator names; for anything else, the real one."""

    def __init__(self, name: str) -> None:
        super().__init__(name, "Stands for a module that is not needed.")
        for one in _CLASSES[name]:
            setattr(self, one, _stand_in(name, one))
        if name == "jsonschema":
            self.validate = _is_checked_by_its_authors

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        if sys.modules.get(self.__name__) is self:  # asked for while it is imported
            raise ImportError(name, name=self.__name__)
        return getattr(import_module(self.__name__), name)


def _stand_in(module: str, name: str) -> type:
    """A class of which the real one makes the instances."""
    if name.endswith("Error"):
        return type(name, (Exception,), {})

    def real(_: type, *given: Any, **named: Any) -> Any:
        return getattr(import_module(module), name)(*given, **named)

    return type(name, (), {"__new__": real})


def _is_checked_by_its_authors(_: object, __: object) -> None:
    """The translator holds the policy templates of its own package against their schema."""


class _Later:
    """Finds the models of the translator, which are loaded when they are asked for something."""

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Where a model is."""
        spec = PathFinder.find_spec(name, path, target) if name.startswith(_MODELS) else None
        if spec and spec.loader:
            spec.loader = LazyLoader(spec.loader)
        return spec
