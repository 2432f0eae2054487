"""Templates as ``aws cloudformation get-template`` gives them, in whatever form."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from synthgate.errors import NotATemplateError, TemplateError
from synthgate.template.proof import cannot_be_template
from synthgate.template.read import Meaning, meaning_of, read_template

if TYPE_CHECKING:
    from pathlib import Path

    from synthgate.template.document import Template

TEXT = """\
Description: "a \\"quoted\\" text, ünïcode, 😀 and a \\\\"
Resources:
  Bucket:
    Type: AWS::S3::Bucket
    Properties: {BucketName: plain, Tags: [{Key: "😀", Value: "t\\tb"}]}
  Topic: {Type: AWS::SNS::Topic}
"""
DATA = yaml.safe_load(TEXT)
dumped: Callable[[Any], str] = vars(yaml)["safe_dump"]
"""Of which the stubs leave the types open."""
FORMS: dict[str, str] = {
    "text": json.dumps({"TemplateBody": TEXT, "StagesAvailable": ["Original"]}, indent=4),
    "as is": json.dumps({"TemplateBody": TEXT}, ensure_ascii=False),
    "data": json.dumps({"StagesAvailable": [], "TemplateBody": DATA}, indent=4),
    "json as text": json.dumps({"TemplateBody": json.dumps(DATA, indent=1)}),
    "the text alone": json.dumps(TEXT) + "\n",
    "the data alone": json.dumps(DATA),
    "an answer in YAML": dumped({"TemplateBody": TEXT, "StagesAvailable": []}),
    "data in YAML": dumped({"TemplateBody": DATA}),
}
ROUTES: list[tuple[str | int, ...]] = [
    ("Description",),
    ("Resources", "Bucket", "Type"),
    ("Resources", "Bucket", "Properties", "Tags", 0, "Key"),
    ("Resources", "Bucket", "Properties", "Tags", 0, "Value"),
    ("Resources", "Topic", "Type"),
]


@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_the_same_template(form: str) -> None:
    """What is in it, and that nobody has to be told of anything."""
    template = read_template("Stack.json", FORMS[form].encode())
    assert template.data == DATA
    assert not template.problems
    assert template.is_fetched is (form != "the data alone")


@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_come_across(form: str) -> None:
    """Nobody has to name each file of a folder, and no glance proves that it holds no template."""
    assert not cannot_be_template(FORMS[form].encode())
    assert meaning_of("Stack.json", FORMS[form].encode()) is Meaning.TEMPLATE


@pytest.mark.parametrize("form", ["text", "as is", "the text alone", "json as text", "data"])
@pytest.mark.parametrize("route", ROUTES)
def test_a_place_is_one_in_the_file(form: str, route: tuple[str | int, ...]) -> None:
    """What stands there is the last step of the route, and its value."""
    template = read_template("Stack.json", FORMS[form].encode())
    start, end = template.span(route)
    there = template.text[start:end]
    if "text" in form or form == "as is":
        there = json.loads(f'"{there}"')
    assert there.strip('"').startswith(str(route[-1])) or there.startswith('"Key"')


@given(st.text(min_size=1).filter(str.isprintable), st.text().filter(str.isprintable))
def test_letters_that_are_escaped_move_no_place(name: str, value: str) -> None:
    """Whatever letters stand before it."""
    body = json.dumps({"Description": name + value, "Resources": {"A": {"Type": "AWS::A::B"}}})
    for around in ({"TemplateBody": body}, body):
        for ascii_only in (True, False):
            text = json.dumps(around, ensure_ascii=ascii_only)
            template = read_template("Stack.json", text.encode())
            start, end = template.span(("Resources", "A", "Type"))
            assert json.loads(f'"{text[start:end]}"') == '"Type": "AWS::A::B"'


def test_text_in_yaml_is_placed_as_a_whole() -> None:
    """How YAML writes it leaves no way to tell more."""
    template = read_template("Stack.yaml", FORMS["an answer in YAML"].encode())
    spans = {template.span(route) for route in ROUTES}
    assert len(spans) == 1
    assert template.text[spans.pop()[0] :].startswith("TemplateBody")


ODD: list[Any] = [
    {"TemplateBody": 7},
    {"TemplateBody": None},
    {"TemplateBody": []},
    {"TemplateBody": "just words"},
    {"TemplateBody": json.dumps({"TemplateBody": TEXT})},
    {"TemplateBody": {"TemplateBody": DATA}},
    "just words",
    "7",
    json.dumps(json.dumps(DATA)),
]


@pytest.mark.parametrize("odd", ODD)
def test_something_else_is_no_template(odd: Any) -> None:
    """One level is unwrapped, and no more; what is no template says so, or is passed over."""
    with pytest.raises(NotATemplateError):
        read_template("Stack.json", json.dumps(odd).encode())


@pytest.mark.parametrize(
    "body",
    [
        "Resources: {A: {Type: T}}\nResources: {}",
        "Resources: [",
        "Resources:\n  A: !x &y" + "[" * 300,
    ],
)
def test_text_that_cannot_be_read_is_told_of(body: str) -> None:
    """With a place in the file, where the text within begins."""
    with pytest.raises(TemplateError) as raised:
        read_template("Stack.json", json.dumps({"TemplateBody": body}).encode())
    assert raised.value.position is not None
    assert raised.value.position.line == 1


def test_a_template_with_such_a_key_is_one() -> None:
    """`Resources` beside it make a template of it, wrong as that is."""
    template: Template = read_template(
        "t.json", json.dumps({"Resources": DATA["Resources"], "TemplateBody": "x"}).encode()
    )
    assert not template.is_fetched
    assert template.resources


Cli = Callable[..., Any]


def test_a_folder_of_them_is_a_base(cli: Cli, tmp_path: Path) -> None:
    """Each file is the stack that it is called after; the head knows the stacks by their names."""
    gives = (
        "Resources: {Q: {Type: AWS::SQS::Queue}}\nOutputs: {O: {Value: slow, Export: {Name: o}}}\n"
    )
    reads = (
        "Resources: {P: {Type: AWS::SSM::Parameter,"
        " Properties: {Type: String, Value: !ImportValue o}}}\n"
    )
    for name, body in (("Data", gives), ("Service", reads)):
        (tmp_path / "base").mkdir(exist_ok=True)
        (tmp_path / "base" / f"{name}.json").write_text(json.dumps({"TemplateBody": body}))
        head = tmp_path / "head" / "x" / f"{name}.yaml"
        head.parent.mkdir(parents=True, exist_ok=True)
        stated = f"Metadata: {{synthgate: {{stack-name: {name}, region: eu-west-1}}}}\n"
        head.write_text(stated + body.replace("slow", "fast"))
    ran = cli("diff", "base", "head", "--format", "json")
    rules = [one["rule_id"] for one in json.loads(ran.out)["findings"]]
    assert rules.count("change-breaks-import") == 1
    assert ran.code == 1
