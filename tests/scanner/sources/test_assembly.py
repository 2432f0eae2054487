"""A cloud assembly is read by its manifest: all of it, and nothing outside it."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

import pytest

from synthgate.sources.assembly import load_assembly
from synthgate.sources.places import Places, is_assembly

if TYPE_CHECKING:
    from pathlib import Path

    from synthgate.model import Problem
    from synthgate.sources.loaded import LoadedTemplate, Unit

BUCKET = {"Type": "AWS::S3::Bucket"}


def template(*ids: str, **more: Any) -> dict[str, Any]:
    return {"Resources": {**dict.fromkeys(ids, BUCKET), **more}}


def stack(name: str, **more: Any) -> dict[str, Any]:
    """A stack artifact whose template has the usual name."""
    properties = {"templateFile": f"{name}.template.json", **more.pop("properties", {})}
    return {"type": "aws:cloudformation:stack", "properties": properties, **more}


def logical(name: str) -> list[dict[str, Any]]:
    return [{"type": "aws:cdk:logicalId", "data": name}]


def file_of(name: str) -> list[dict[str, Any]]:
    return [{"type": "aws:cdk:templateFile", "data": name}]


class Out:
    """A cdk.out being written by hand."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.write("cdk.out", {"version": "55.0.0"})

    def write(self, name: str, content: Any) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content if isinstance(content, str) else json.dumps(content))

    def manifest(self, artifacts: Any, folder: str = ".", **more: Any) -> None:
        self.write(f"{folder}/manifest.json", {"version": "55.0.0", "artifacts": artifacts, **more})

    def load(self) -> Unit:
        return load_assembly(self.folder, Places(self.folder.parent, self.folder.parent))

    def problems(self) -> list[Problem]:
        return [problem for problem in self.load().problems if problem.kind == "incomplete"]


@pytest.fixture
def out(tmp_path: Path) -> Out:
    return Out(tmp_path / "cdk.out")


def row(loaded: LoadedTemplate) -> tuple[str, str | None, str | None]:
    return loaded.path, loaded.stack, loaded.stage


def construct(loaded: LoadedTemplate, logical_id: str) -> str | None:
    return loaded.origins[logical_id].construct_path


def test_a_stack_is_read_with_its_constructs_and_its_place(out: Out) -> None:
    """Name, account, region and construct paths are those of the manifest and its metadata."""
    out.manifest(
        {
            "Data": stack(
                "Data",
                environment="aws://123456789012/eu-west-1",
                properties={"stackName": "my-data"},
                additionalMetadataFile="Data.metadata.json",
                displayName="Data",
            ),
            "Data.assets": {
                "type": "cdk:asset-manifest",
                "properties": {"file": "Data.assets.json"},
            },
            "Tree": {"type": "cdk:tree", "properties": {"file": "tree.json"}},
        }
    )
    out.write("Data.template.json", template("B1", "B2"))
    out.write("Data.metadata.json", {"/Data/Bucket/Resource": logical("B1")})
    unit = out.load()
    (loaded,) = unit.templates
    assert not unit.problems
    assert row(loaded) == ("cdk.out/Data.template.json", "my-data", None)
    placement = loaded.placement
    assert (placement.account, placement.region, placement.stack_name) == (
        "123456789012",
        "eu-west-1",
        "my-data",
    )
    assert construct(loaded, "B1") == "Data/Bucket/Resource"
    assert "B2" not in loaded.origins


@pytest.mark.parametrize(
    ("environment", "account", "region"),
    [
        ("aws://unknown-account/unknown-region", None, None),
        ("aws://unknown-account/eu-west-1", None, "eu-west-1"),
        ("aws://123456789012/unknown-region", "123456789012", None),
        ("aws://${Token[AWS.AccountId]}/${Token[Region]}", None, None),
        ("nonsense", None, None),
        (None, None, None),
        (5, None, None),
    ],
)
def test_an_environment_that_is_not_known_is_not_made_up(
    out: Out, environment: object, account: str | None, region: str | None
) -> None:
    """Placeholders are neither account nor region; the artifact's id is the stack's name."""
    out.manifest({"S": stack("S", environment=environment)})
    out.write("S.template.json", template("B"))
    (loaded,) = out.load().templates
    assert (loaded.placement.account, loaded.placement.region) == (account, region)
    assert loaded.stack == "S"


def test_stages_are_followed(out: Out) -> None:
    """A stage is an assembly in the assembly; its stacks say which stage they are of."""
    for stage in ("Dev", "Prod"):
        out.manifest(
            {f"{stage}Svc": stack(f"{stage}Svc", properties={"stackName": f"{stage}-Svc"})},
            f"assembly-{stage}",
        )
        out.write(f"assembly-{stage}/{stage}Svc.template.json", template("B"))
    nested = {
        f"assembly-{stage}": {
            "type": "cdk:cloud-assembly",
            "properties": {"directoryName": f"assembly-{stage}", "displayName": stage},
        }
        for stage in ("Dev", "Prod")
    }
    out.manifest(nested)
    loaded = out.load().templates
    assert [row(one) for one in loaded] == [
        ("cdk.out/assembly-Dev/DevSvc.template.json", "Dev-Svc", "Dev"),
        ("cdk.out/assembly-Prod/ProdSvc.template.json", "Prod-Svc", "Prod"),
    ]
    assert [one.placement.environment for one in loaded] == ["development", "production"]


def holder(asset: str | None = None) -> dict[str, Any]:
    metadata = {"Metadata": {"aws:asset:path": asset}} if asset else {}
    return {"Type": "AWS::CloudFormation::Stack", **metadata}


def test_two_nested_stacks_of_one_asset_are_two(out: Out) -> None:
    """The file of the construct counts, not the hash, which both have in common."""
    out.manifest({"S": stack("S", additionalMetadataFile="m.json")})
    asset = "SOne.nested.template.json"
    out.write("S.template.json", template(OneRes=holder(asset), TwoRes=holder(asset)))
    out.write("SOne.nested.template.json", template("Inner09E1"))
    out.write("STwo.nested.template.json", template("Inner09E1"))
    out.write(
        "m.json",
        {
            "/S": file_of("S.template.json"),
            "/S/One": file_of("SOne.nested.template.json"),
            "/S/One.NestedStack/One.NestedStackResource": logical("OneRes"),
            "/S/One/Inner/Resource": logical("Inner09E1"),
            "/S/Two": file_of("STwo.nested.template.json"),
            "/S/Two.NestedStack/Two.NestedStackResource": logical("TwoRes"),
            "/S/Two/Inner/Resource": logical("Inner09E1"),
        },
    )
    loaded = out.load().templates
    assert [(one.path, one.stack) for one in loaded] == [
        ("cdk.out/S.template.json", "S"),
        ("cdk.out/SOne.nested.template.json", "S/One"),
        ("cdk.out/STwo.nested.template.json", "S/Two"),
    ]
    assert [construct(one, "Inner09E1") for one in loaded[1:]] == [
        "S/One/Inner/Resource",
        "S/Two/Inner/Resource",
    ]


def test_metadata_in_the_manifest_is_read_as_well(out: Out) -> None:
    """Older versions keep it there, and know nested stacks by their resource and asset."""
    metadata = {
        "/S/Bucket/Resource": logical("B"),
        "/S/Child.NestedStack/Child.NestedStackResource": logical("ChildRes"),
        "/S/Child/Inner/Resource": logical("Inner"),
    }
    out.manifest({"S": stack("S", metadata=metadata)})
    out.write("S.template.json", template("B", ChildRes=holder("SChild.nested.template.json")))
    out.write("SChild.nested.template.json", template("Inner"))
    parent, child = out.load().templates
    assert construct(parent, "B") == "S/Bucket/Resource"
    assert child.stack == "S/Child"
    assert construct(child, "Inner") == "S/Child/Inner/Resource"


@pytest.mark.parametrize("kind", ["AWS::CloudFormation::Stack", "AWS::CloudFormation::StackSet"])
def test_a_template_is_found_by_the_hash_of_its_url(out: Out, kind: str) -> None:
    """Without metadata the asset manifest says which file has the hash."""
    digest = "ab" * 32
    out.manifest({"S": stack("S")})
    url = {"Fn::Sub": f"https://s3.${{AWS::URLSuffix}}/b/{digest}.json"}
    out.write("S.template.json", template(C={"Type": kind, "Properties": {"TemplateURL": url}}))
    out.write("S.assets.json", {"files": {digest: {"source": {"path": "child.json"}}}})
    out.write("child.json", template("Inner"))
    assert [one.path for one in out.load().templates][1:] == ["cdk.out/child.json"]


def test_a_product_is_a_template_of_its_own(out: Out) -> None:
    """Service Catalog products stand on their construct like nested stacks."""
    out.manifest({"S": stack("S", additionalMetadataFile="m.json")})
    out.write("S.template.json", template(P={"Type": "AWS::ServiceCatalog::CloudFormationProduct"}))
    out.write("SP.product.template.json", template("B"))
    out.write("m.json", {"/S/P": file_of("SP.product.template.json")})
    assert [one.path for one in out.load().templates] == [
        "cdk.out/S.template.json",
        "cdk.out/SP.product.template.json",
    ]


def test_the_path_in_the_resource_serves_where_metadata_is_silent(out: Out) -> None:
    """``aws:cdk:path`` is what the CDK CLI leaves in the template."""
    out.manifest({"S": stack("S")})
    out.write(
        "S.template.json", template(B={**BUCKET, "Metadata": {"aws:cdk:path": "S/x (1)/{y}"}})
    )
    (loaded,) = out.load().templates
    assert construct(loaded, "B") == "S/x (1)/{y}"


def test_a_path_that_the_tree_does_not_have_is_of_another_app(out: Out) -> None:
    """A template that was made elsewhere, and copied, brings the paths of its own program."""
    out.manifest({"S": stack("S")})
    own, copied = ({"aws:cdk:path": path} for path in ("S/Own/Resource", "T/Copied/Resource"))
    out.write(
        "S.template.json",
        template(Own={**BUCKET, "Metadata": own}, Copied={**BUCKET, "Metadata": copied}),
    )
    node = {"path": "S/Own/Resource", "constructInfo": {"fqn": "aws-cdk-lib.aws_s3.CfnBucket"}}
    out.write("tree.json", {"tree": {"path": "", "children": {"Own": node}}})
    (loaded,) = out.load().templates
    assert construct(loaded, "Own") == "S/Own/Resource"
    assert "Copied" not in loaded.origins


def test_a_path_in_a_copied_template_is_of_another_app(out: Out) -> None:
    """Even where this app has such a construct: a product that once was one of its stacks."""
    product = {
        "Type": "AWS::ServiceCatalog::CloudFormationProduct",
        "Metadata": {"aws:asset:path": "asset.0a1b.json"},
    }
    bucket = {**BUCKET, "Metadata": {"aws:cdk:path": "S/B/Resource"}}
    out.manifest({"S": stack("S")})
    out.write("S.template.json", template(P=product, B=bucket))
    out.write("asset.0a1b.json", template(B=bucket))
    own, copied = out.load().templates
    assert construct(own, "B") == "S/B/Resource"
    assert "B" not in copied.origins


def test_the_line_of_the_program_comes_with_the_construct(out: Out) -> None:
    """From the creation stack; what was made in synthesis shows its stack's own line."""
    (out.folder.parent / "app.py").write_text("a\nb\nc\n")

    def made(line: int) -> dict[str, Any]:
        return {"type": "aws:cdk:creationStack", "data": [f"x (app.py:{line})"]}

    out.manifest({"S": stack("S", additionalMetadataFile="m.json")})
    out.write("S.template.json", template("B", "Late", "Deep"))
    out.write(
        "m.json",
        {
            "/S": [*file_of("S.template.json"), made(1)],
            "/S/B/Resource": [*logical("B"), made(2)],
            "/S/Late": [*logical("Late"), made(3)],
            "/S/BootstrapVersion": [made(3)],
            "/S/Deep/Policy/Resource": logical("Deep"),
            "/S/Deep": [made(2)],
        },
    )
    (loaded,) = out.load().templates
    lines = {name: origin.source for name, origin in loaded.origins.items()}
    assert {name: line and (line.path, line.line) for name, line in lines.items()} == {
        "B": ("app.py", 2),
        "Late": ("app.py", 1),
        "Deep": ("app.py", 2),
    }


def test_a_template_that_no_manifest_names_is_told_of(out: Out) -> None:
    """A stray is not scanned, and that is said; it changes no verdict."""
    out.manifest({"S": stack("S")})
    out.write("S.template.json", template("B"))
    out.write("Old.template.json", template("B"))
    unit = out.load()
    assert [one.path for one in unit.templates] == ["cdk.out/S.template.json"]
    assert [(p.path, p.kind) for p in unit.problems] == [("cdk.out/Old.template.json", "notice")]


def test_a_manifest_in_an_asset_is_nobodys(out: Out) -> None:
    """Manifests are followed, never searched for; that a template lies there is told."""
    out.manifest({"S": stack("S")})
    out.write("S.template.json", template("B"))
    out.manifest({"X": stack("X")}, "asset.0123")
    out.write("asset.0123/X.template.json", template("B"))
    unit = out.load()
    assert [one.path for one in unit.templates] == ["cdk.out/S.template.json"]
    told = [(problem.kind, problem.path) for problem in unit.problems]
    assert told == [("notice", "cdk.out/asset.0123/X.template.json")]


def test_a_template_that_is_missing_is_a_problem_of_its_stack(out: Out) -> None:
    """The row is there, failed, and the message names stack and manifest."""
    out.manifest({"Gone": stack("Gone"), "S": stack("S")})
    out.write("S.template.json", template("B"))
    unit = out.load()
    assert [(row(one), one.template is None) for one in unit.templates] == [
        (("cdk.out/Gone.template.json", "Gone", None), True),
        (("cdk.out/S.template.json", "S", None), False),
    ]
    (problem,) = unit.problems
    assert "Gone" in problem.message.en
    assert "cdk.out/manifest.json" in problem.message.en


@pytest.mark.parametrize(
    "name",
    ["../secret.json", "{tmp}/secret.json", "link.json", "sub/../../secret.json", "dir/s.json"],
)
@pytest.mark.parametrize("way", ["template", "metadata", "stage", "nested", "asset"])
def test_nothing_outside_the_assembly_is_opened(
    out: Out, tmp_path: Path, name: str, way: str
) -> None:
    """By dots, by an absolute path, by a link to a file or a folder: refused, and said."""
    secret = {**template("Secret"), "/S/Secret/Resource": logical("B"), "artifacts": {}}
    out.write("../secret.json", secret)
    out.write("../other/s.json", secret)
    (out.folder / "link.json").symlink_to(tmp_path / "secret.json")
    (out.folder / "dir").symlink_to(tmp_path / "other")
    name = name.format(tmp=tmp_path)
    artifacts: dict[str, Any] = {"S": stack("S")}
    out.write("S.template.json", template("B"))
    if way == "template":
        artifacts["T"] = stack("T", properties={"templateFile": name})
    elif way == "metadata":
        artifacts["S"]["additionalMetadataFile"] = name
    elif way == "stage":
        artifacts["T"] = {"type": "cdk:cloud-assembly", "properties": {"directoryName": name}}
    elif way == "nested":
        artifacts["S"]["metadata"] = {"/S/N": file_of(name)}
    else:
        out.write("S.template.json", template("B", N=holder(name)))
    out.manifest(artifacts)
    unit = out.load()
    assert [one.path for one in unit.templates] == ["cdk.out/S.template.json"]
    assert "Secret" not in str(unit.templates)
    assert any("outside the assembly" in problem.message.en for problem in unit.problems)


@pytest.mark.parametrize("name", [None, "", 5, [], "a\0b"])
def test_a_file_name_that_is_none_is_a_problem(out: Out, name: object) -> None:
    """A manifest is input like any other."""
    out.manifest({"S": stack("S", properties={"templateFile": name})})
    assert out.problems()


@pytest.mark.parametrize("name", [".", "./", "x/.."])
def test_an_assembly_in_itself_is_refused(out: Out, name: str) -> None:
    """A stage that is its own parent is a problem, and no endless walk."""
    (out.folder / "x").mkdir()
    out.manifest(
        {
            "S": stack("S"),
            "A": {"type": "cdk:cloud-assembly", "properties": {"directoryName": name}},
        }
    )
    out.write("S.template.json", template("B"))
    assert any("without end" in problem.message.en for problem in out.problems())


def test_an_assembly_in_itself_is_read_once(out: Out) -> None:
    """However the manifest spells the folder, its stacks are in the report once."""
    (out.folder / "x").mkdir()
    nested = {"type": "cdk:cloud-assembly", "properties": {"directoryName": "x/.."}}
    out.manifest({"S": stack("S"), "A": nested})
    out.write("S.template.json", template("B"))
    assert len(out.load().templates) == 1


def test_a_template_in_itself_is_read_once(out: Out) -> None:
    """A nested stack whose template is its parent's ends there, and is a problem."""
    out.manifest({"S": stack("S")})
    out.write("S.template.json", template(N=holder("S.template.json")))
    unit = out.load()
    assert len(unit.templates) <= 2
    assert unit.problems


def test_lookups_that_synth_could_not_make_are_told(out: Out) -> None:
    """Dummy values in templates make a report incomplete; the stages' repetition is told once."""
    missing = [{"key": "vpc:account=1", "provider": "vpc-provider", "props": {}}]
    out.manifest({"S": stack("S")}, "assembly-A", missing=missing)
    out.write("assembly-A/S.template.json", template("B"))
    nested = {"type": "cdk:cloud-assembly", "properties": {"directoryName": "assembly-A"}}
    out.manifest({"A": nested}, missing=missing)
    (problem,) = out.problems()
    assert "vpc:account=1" in problem.message.en


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "5", '"x"', "{}", '{"artifacts": []}', '{"artifacts": null}', "[" * 9999],
)
def test_a_broken_manifest_is_a_problem(out: Out, text: str) -> None:
    """Whatever stands in it: said with its path, and no crash."""
    out.write("manifest.json", text)
    (problem,) = out.problems()
    assert problem.path == "cdk.out/manifest.json"


@pytest.mark.parametrize(
    "artifact",
    [
        None,
        5,
        [],
        {},
        {"type": "aws:cloudformation:stack"},
        {"type": "aws:cloudformation:stack", "properties": []},
        {"type": "cdk:cloud-assembly"},
        {"type": ["x"]},
        stack("S", displayName=[1], metadata=[1], additionalMetadataFile=5),
        stack("S", metadata={"/S": 5, "": [1, {}, {"type": 5, "data": {}}], "//": logical("B")}),
        stack("S", properties={"stackName": {"a": 1}, "tags": ["x"]}),
        stack("S", metadata={"/S/x": [{"type": "aws:cdk:creationStack", "data": [1, None, "("]}]}),
    ],
    ids=str,
)
def test_odd_artifacts_are_no_crash(out: Out, artifact: Any) -> None:
    """What is well-formed beside them is read."""
    out.manifest({"A": artifact, "Good": stack("Good")})
    out.write("S.template.json", template("B"))
    out.write("Good.template.json", template("B"))
    assert "cdk.out/Good.template.json" in [one.path for one in out.load().templates]


@pytest.mark.parametrize(
    ("artifact", "said"),
    [
        (None, "the whole of 'A'"),
        ([], "the whole of 'A'"),
        ({}, "type of 'A'"),
        ({"type": ["cdk:tree"]}, "type of 'A'"),
        (stack("S", displayName=[1]), "displayName of 'A'"),
        (stack("S", metadata=[1]), "metadata of 'A'"),
        (stack("S", environment=["aws://1/x"]), "environment of 'A'"),
        (stack("S", properties={"stackName": {"a": 1}}), "stackName of 'A'"),
        (stack("S", properties={"tags": ["x"]}), "tags of 'A'"),
        (stack("S", properties={"terminationProtection": "true"}), "terminationProtection of 'A'"),
        ({**stack("S"), "properties": []}, "properties of 'A'"),
    ],
    ids=str,
)
def test_what_the_schema_does_not_have_is_a_problem(out: Out, artifact: Any, said: str) -> None:
    """An entry that cannot be taken as it is may be a stack that nobody scanned."""
    out.manifest({"A": artifact})
    out.write("S.template.json", template("B"))
    assert any(said in problem.message.en for problem in out.problems())


@pytest.mark.parametrize(
    "kind", ["none", "cdk:tree", "cdk:asset-manifest", "cdk:feature-flag-report"]
)
def test_known_entries_without_templates_are_passed_over(out: Out, kind: str) -> None:
    """They deploy nothing that a template describes."""
    out.manifest({"A": {"type": kind}, "S": stack("S")})
    out.write("S.template.json", template("B"))
    assert not out.load().problems


def test_entries_of_unknown_types_are_told_in_one_notice(out: Out) -> None:
    """By id and type, the first of them: a newer CDK may deploy something by them."""
    many = {f"A{number}": {"type": "aws:new"} for number in range(300)}
    out.manifest({**many, "S": stack("S")})
    out.write("S.template.json", template("B"))
    (notice,) = out.load().problems
    assert (notice.code.id, notice.kind) == ("artifact-unknown", "notice")
    assert "'A0' (aws:new)" in notice.message.en
    assert "290 more" in notice.message.en


@pytest.mark.parametrize(
    ("version", "marker", "codes"),
    [
        ("55.0.0", {}, []),
        ("0.36.0", {}, []),
        ("39.0.0-alpha.1+x", {}, []),
        (None, {"version": "55.0.0"}, []),
        (None, {}, ["assembly-invalid"]),
        (55, {"version": "55.0.0"}, ["assembly-invalid"]),
        (["55.0.0"], {}, ["assembly-invalid"]),
        ("", {}, ["assembly-invalid"]),
        ("55", {}, ["assembly-invalid"]),
        ("9" * 400 + ".0.0", {}, ["assembly-invalid"]),
        ("56.0.0", {}, ["assembly-newer"]),
    ],
    ids=str,
)
def test_a_version_that_is_none_or_newer_is_told(
    out: Out, version: object, marker: dict[str, str], codes: list[str]
) -> None:
    """The rest is read all the same; the file beside the manifest has the version, too."""
    out.write("cdk.out", marker)
    stated = {} if version is None else {"version": version}
    out.write("manifest.json", {**stated, "artifacts": {"S": stack("S")}})
    out.write("S.template.json", template("B"))
    unit = out.load()
    assert [problem.code.id for problem in unit.problems] == codes
    assert unit.templates[0].template


def test_a_newer_version_is_told_once(out: Out) -> None:
    """However many stages say it again."""
    stages = {
        name: {"type": "cdk:cloud-assembly", "properties": {"directoryName": f"assembly-{name}"}}
        for name in ("A", "B")
    }
    for name in stages:
        out.manifest({"S": stack("S")}, f"assembly-{name}", version="99.0.0")
        out.write(f"assembly-{name}/S.template.json", template("B"))
    out.manifest(stages, version="99.0.0")
    assert [problem.code.id for problem in out.load().problems] == ["assembly-newer"]


def test_a_stage_that_no_manifest_names_is_told_of(out: Out) -> None:
    """It is left over, or hidden: not scanned, and said so."""
    out.manifest({"S": stack("S")})
    out.write("S.template.json", template("B"))
    out.manifest({"T": stack("T")}, "assembly-Old")
    unit = out.load()
    assert [(p.path, p.code.id) for p in unit.problems] == [
        ("cdk.out/assembly-Old", "template-stray")
    ]
    assert len(unit.templates) == 1


def test_two_artifacts_of_one_id_are_refused(out: Out) -> None:
    """The second would hide the first."""
    one, other = (json.dumps(stack(name)) for name in ("S", "T"))
    out.write(
        "manifest.json", f'{{"version": "55.0.0", "artifacts": {{"A": {one}, "A": {other}}}}}'
    )
    (problem,) = out.problems()
    assert "duplicate key 'A'" in problem.message.en


@pytest.mark.parametrize("entry", [{"type": "aws:cloudformation:stack"}, stack("../x")], ids=str)
def test_problems_of_one_kind_have_an_end(out: Out, entry: dict[str, Any]) -> None:
    """What a manifest of 5,000 broken entries has to say fits into a report, with the number."""
    out.manifest({f"A{number}": entry for number in range(5000)})
    problems = out.problems()
    assert len(problems) < 1100
    assert "more problems" in problems[-1].message.en


@pytest.mark.parametrize("kind", ["folder", "pipe"])
def test_a_manifest_that_is_no_file_is_a_problem(out: Out, kind: str) -> None:
    """The templates beside it are not scanned as if nobody had meant an assembly."""
    path = out.folder / "manifest.json"
    path.mkdir() if kind == "folder" else os.mkfifo(path)
    out.write("S.template.json", template("B"))
    assert is_assembly(out.folder)
    (problem,) = out.problems()
    assert "not a regular file" in problem.message.en


def test_what_stack_sets_and_products_deploy_is_known(out: Out) -> None:
    """Of those whose template was read, and of those whose is elsewhere."""
    hash_ = "ab" * 32
    url = f"https://x/{hash_}.json"
    versions = [{"Info": {"LoadTemplateFromURL": at}} for at in (url, "https://elsewhere/x.json")]
    resources = {
        "Set": {"Type": "AWS::CloudFormation::StackSet", "Properties": {"TemplateURL": url}},
        "Product": {
            "Type": "AWS::ServiceCatalog::CloudFormationProduct",
            "Properties": {"ProvisioningArtifactParameters": versions},
        },
    }
    out.manifest({"S": stack("S")})
    out.write("S.template.json", template(**resources))
    out.write("S.assets.json", {"files": {hash_: {"source": {"path": "v.json"}}}})
    out.write("v.json", template("B"))
    parent, *read = out.load().templates
    assert {name: len(ids) for name, ids in parent.deploys.items()} == {"Set": 1, "Product": 1}
    assert len(read) == 2
    assert not parent.children


def test_metadata_that_is_broken_is_a_problem_and_the_template_is_read(out: Out) -> None:
    """Construct paths are lost, findings are not."""
    out.manifest({"S": stack("S", additionalMetadataFile="m.json")})
    out.write("S.template.json", template("B"))
    out.write("m.json", "{")
    unit = out.load()
    assert unit.templates[0].template
    assert [problem.path for problem in unit.problems] == ["cdk.out/m.json"]


def test_a_stack_in_a_stack_owns_its_own(out: Out) -> None:
    """Without a stage, paths nest: each resource belongs to the template that has it."""
    metadata = {
        "/A": file_of("A.template.json"),
        "/A/B": file_of("AB.template.json"),
        "/A/X/Resource": logical("X"),
    }
    inner = {"/A/B": file_of("AB.template.json"), "/A/B/X/Resource": logical("X")}
    out.manifest(
        {"A": stack("A", metadata={**metadata, "/A/B": []}), "AB": stack("AB", metadata=inner)}
    )
    out.write("A.template.json", template("X"))
    out.write("AB.template.json", template("X"))
    one, other = out.load().templates
    assert (construct(one, "X"), construct(other, "X")) == ("A/X/Resource", "A/B/X/Resource")


def nested_pair(out: Out) -> None:
    """Two instances of one nested stack, which has a nested stack itself; all of one asset."""
    out.manifest({"S": stack("S", additionalMetadataFile="m.json")})
    out.write("S.template.json", template(OneRes=holder("One.json"), TwoRes=holder("One.json")))
    metadata: dict[str, Any] = {"/S": file_of("S.template.json")}
    for name in ("One", "Two"):
        out.write(f"{name}.json", template("B", DeepRes=holder("OneDeep.json")))
        out.write(f"{name}Deep.json", template("B"))
        metadata |= {
            f"/S/{name}": file_of(f"{name}.json"),
            f"/S/{name}.NestedStack/{name}.NestedStackResource": logical(f"{name}Res"),
            f"/S/{name}/Deep": file_of(f"{name}Deep.json"),
            f"/S/{name}/Deep.NestedStack/Deep.NestedStackResource": logical("DeepRes"),
        }
    out.write("m.json", metadata)


def test_a_nested_stack_is_found_by_the_resource_that_stands_for_it(out: Out) -> None:
    """By metadata: each instance its own template, in each instance of its parent."""
    nested_pair(out)
    loaded = out.load().templates
    assert {one.id: dict(one.children) for one in loaded} == {
        "cdk.out/S.template.json#/S": {
            "OneRes": "cdk.out/One.json#/S/One",
            "TwoRes": "cdk.out/Two.json#/S/Two",
        },
        "cdk.out/One.json#/S/One": {"DeepRes": "cdk.out/OneDeep.json#/S/One/Deep"},
        "cdk.out/OneDeep.json#/S/One/Deep": {},
        "cdk.out/Two.json#/S/Two": {"DeepRes": "cdk.out/TwoDeep.json#/S/Two/Deep"},
        "cdk.out/TwoDeep.json#/S/Two/Deep": {},
    }


def test_a_nested_stack_is_found_by_its_asset_where_metadata_is_silent(out: Out) -> None:
    """Two instances of one file are two templates with ids of their own, as are those below."""
    out.manifest({"S": stack("S")})
    out.write("S.template.json", template(A=holder("child.json"), B=holder("child.json")))
    out.write("child.json", template(C=holder("deep.json")))
    out.write("deep.json", template("X"))
    loaded = out.load().templates
    assert [(one.stack, dict(one.children)) for one in loaded] == [
        ("S", {"A": "cdk.out/child.json#/S/A", "B": "cdk.out/child.json#/S/B"}),
        ("S/A", {"C": "cdk.out/deep.json#/S/A/C"}),
        ("S/A/C", {}),
        ("S/B", {"C": "cdk.out/deep.json#/S/B/C"}),
        ("S/B/C", {}),
    ]
    assert len({one.id for one in loaded}) == 5


def test_a_child_that_cannot_be_read_is_a_child_all_the_same(out: Out) -> None:
    """Its row is there, failed; one that was refused has no row and is no child."""
    out.manifest({"S": stack("S")})
    out.write("S.template.json", template(Gone=holder("gone.json"), Out=holder("../x.json")))
    parent, gone = out.load().templates
    assert dict(parent.children) == {"Gone": gone.id}
    assert gone.template is None


def test_the_versions_of_a_product_have_names_of_their_own(out: Out) -> None:
    """One resource, several templates: each its stack and id, none a nested stack."""
    one, two = "ab" * 32, "cd" * 32
    versions = [{"Info": {"LoadTemplateFromURL": f"https://x/{name}.json"}} for name in (one, two)]
    product = {
        "Type": "AWS::ServiceCatalog::CloudFormationProduct",
        "Properties": {"ProvisioningArtifactParameters": versions},
    }
    out.manifest({"S": stack("S")})
    out.write("S.template.json", template(P=product))
    files = {name: {"source": {"path": "v.json"}} for name in (one, two)}
    out.write("S.assets.json", {"files": files})
    out.write("v.json", template("B"))
    loaded = out.load().templates
    assert [one.stack for one in loaded] == ["S", "S/P", "S/P (2)"]
    assert len({one.id for one in loaded}) == 3
    assert not loaded[0].children


def test_two_stacks_of_one_template_and_one_name_have_ids_of_their_own(out: Out) -> None:
    """Whatever a manifest names twice."""
    twin = {"properties": {"templateFile": "S.template.json"}, "displayName": "S"}
    out.manifest({"S": stack("S"), "T": stack("T", **twin)})
    out.write("S.template.json", template("B"))
    assert len({one.id for one in out.load().templates}) == 2


def test_templates_in_each_other_come_to_an_end(out: Out) -> None:
    """A in B in A: each place once on the way down, and a problem for each way."""
    out.manifest({"A": stack("A"), "B": stack("B")})
    for name, other in (("A", "B"), ("B", "A")):
        child = holder(f"x/../{other}.template.json")
        out.write(f"{name}.template.json", template(N=child, M=child))
    (out.folder / "x").mkdir()
    unit = out.load()
    assert [one.stack for one in unit.templates] == ["A", "A/N", "A/M", "B", "B/N", "B/M"]
    assert "nested in itself" in unit.problems[0].message.en


def chain(out: Out, levels: int, width: int) -> None:
    """Templates, each of which holds the next one so many times."""
    out.manifest({"S": stack("0")})
    for level in range(levels):
        child = holder(f"{level + 1}.template.json")
        out.write(f"{level}.template.json", template(**{f"N{n}": child for n in range(width)}))
    out.write(f"{levels}.template.json", template("B"))


def test_stacks_nest_so_deep_and_no_deeper(out: Out) -> None:
    """What lies beyond is a problem: no endless walk, and no silence."""
    chain(out, 31, 1)
    assert not out.load().problems
    chain(out, 400, 1)
    unit = out.load()
    assert len(unit.templates) == 32
    assert [p.kind for p in unit.problems if "deep" in p.message.en] == ["incomplete"]


def test_an_assembly_has_so_many_templates_and_no_more(
    out: Out, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two to the thirty places of one file: the limit is told once."""
    monkeypatch.setattr("synthgate.sources.nesting.MAX_TEMPLATES", 100)
    chain(out, 30, 2)
    unit = out.load()
    assert len(unit.templates) == 100
    (problem,) = unit.problems
    assert "more than 100 templates" in problem.message.en


def test_an_assembly_without_stacks_is_a_problem(out: Out) -> None:
    """To scan nothing must not look like to pass."""
    out.manifest({})
    (problem,) = out.problems()
    assert problem.path == "cdk.out/manifest.json"


@pytest.mark.parametrize("name", ["x" * 300, "x/" * 3000, "loop", "loop/x.json", "다" * 200])
def test_names_that_no_file_can_have_are_no_crash(out: Out, name: str) -> None:
    """Of templates, metadata, stages, assets and artifacts: what is beside them is read."""
    (out.folder / "loop").symlink_to("loop")
    out.write("S.template.json", template(N=holder(name)))
    metadata = {"/S/N": file_of(name), "/S/B": [{"type": "aws:cdk:creationStack", "data": [name]}]}
    out.manifest(
        {
            name: stack("S", metadata=metadata, additionalMetadataFile=name),
            "T": stack("T", properties={"templateFile": name}),
            "A": {"type": "cdk:cloud-assembly", "properties": {"directoryName": name}},
        }
    )
    unit = out.load()
    assert unit.templates[0].template
    assert unit.problems
