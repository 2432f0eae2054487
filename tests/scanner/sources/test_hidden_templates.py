"""Nothing passes unread: a template in disguise is scanned, or it is told by its name."""

from __future__ import annotations

import bz2
import codecs
import gzip
from typing import TYPE_CHECKING

import pytest

from synthgate import scan
from synthgate.template.read import MAX_BYTES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from synthgate.model import Report

BUCKET = "Resources:\n  B:\n    Type: AWS::S3::Bucket\n"
JSON = '{"Resources": {"B": {"Type": "AWS::S3::Bucket"}}}'

READ: dict[str, str | bytes] = {
    "plain.yaml": BUCKET,
    "plain.json": JSON,
    "upper.JSON": JSON,
    "upper.YML": BUCKET,
    ".yaml": BUCKET,
    "x.template": JSON,
    "yaml-in.json": BUCKET,
    "flow.yaml": "{Resources: {B: {Type: AWS::S3::Bucket}}}",
    "after-marker.yaml": "--- {Resources: {B: {Type: AWS::S3::Bucket}}}\n",
    "after-marker-and-tag.yaml": "--- !!map\nResources: {B: {Type: AWS::S3::Bucket}}\n",
    "marked.yaml": f"---\n{BUCKET}...\n",
    "directive.yaml": f"%YAML 1.1\n---\n{BUCKET}",
    "tag-directive.yaml": f"%TAG !e! tag:example.com,2000:\n---\n{BUCKET}",
    "anchored.yaml": "&a Resources: {B: {Type: AWS::S3::Bucket}}\n",
    "anchored-whole.yaml": "--- &a\nResources: {B: {Type: AWS::S3::Bucket}}\n",
    "tagged.yaml": "!!str Resources: {B: {Type: AWS::S3::Bucket}}\n",
    "tagged-and-anchored.yaml": '!!str &a "Resources": {B: {Type: AWS::S3::Bucket}}\n',
    "verbatim-tag.yaml": "!<tag:yaml.org,2002:str> Resources: {B: {Type: AWS::S3::Bucket}}\n",
    "by-alias.yaml": "Metadata: {x: &r Resources}\n*r : {B: {Type: AWS::S3::Bucket}}\n",
    "by-alias-of-type.yaml": "Metadata: {x: &t 'AWS::S3::Bucket'}\nResources: {B: {Type: *t}}\n",
    "merged.yaml": "Mappings: &m {Resources: {B: {Type: AWS::S3::Bucket}}}\n<<: *m\n",
    "explicit.yaml": "? Resources\n: {B: {Type: AWS::S3::Bucket}}\n",
    "explicit-comment.yaml": "? Resources # they\n\n# are\n: {B: {Type: AWS::S3::Bucket}}\n",
    "explicit-block.yaml": "? |-\n  Resources\n: {B: {Type: AWS::S3::Bucket}}\n",
    "explicit-broken.yaml": '? "Res\\\n  ources"\n: {B: {Type: AWS::S3::Bucket}}\n',
    "explicit-breaks.yaml": '? "Re\\\n   \\\r\n\tsou\\\rrces"\n: {B: {Type: AWS::S3::Bucket}}\n',
    "explicit-nel.yaml": '? "Res\\\u0085  our\\\u2028ces"\n: {B: {Type: AWS::S3::Bucket}}\n',
    "single-quoted.yaml": "'Resources' : {B: {Type: AWS::S3::Bucket}}\n",
    "hex.yaml": '"\\x52esources": {B: {Type: AWS::S3::Bucket}}\n',
    "long-hex.yaml": '"Resource\\U00000073": {B: {Type: AWS::S3::Bucket}}\n',
    "escaped.json": JSON.replace("Resources", "\\u0052esources"),
    "escaped-whole.json": JSON.replace(
        "Resources", "".join(f"\\u00{ord(letter):02x}" for letter in "Resources")
    ),
    "escaped-type.json": JSON.replace("::", "\\u003a\\u003a"),
    "escaped-type.yaml": 'Resources: {B: {Type: "AWS\\x3a\\x3aS3\\x3a\\x3aBucket"}}\n',
    "windows.yaml": BUCKET.replace("\n", "\r\n"),
    "macintosh.yaml": BUCKET.replace("\n", "\r"),
    "marked-utf-8.yaml": codecs.BOM_UTF8 + BUCKET.encode(),
    "marked-utf-8.json": codecs.BOM_UTF8 + JSON.encode(),
    "tabs.json": JSON.replace(" ", "\t\n\t"),
    "tabs.yaml": "Resources:\t\n  B:\t{Type: AWS::S3::Bucket}\t\n",
    "blank-lines.yaml": "\n" * 5000 + BUCKET,
    "late.yaml": "Description: >\n" + "  many words\n" * 50_000 + BUCKET,
    "late.json": '{"Description": "' + "x" * 900_000 + '", ' + JSON[1:],
    "trailing-comma.json": JSON.replace("}}}", "},}}"),
    "custom.yaml": "Resources: {B: {Type: Custom::Thing, Properties: {ServiceToken: x}}}\n",
    "third-party.json": JSON.replace("AWS::S3::Bucket", "Datadog::Monitors::Monitor"),
    "module.json": JSON.replace("AWS::S3::Bucket", "My::Own::Bucket::MODULE"),
    "looped.yaml": (
        "Transform: AWS::LanguageExtensions\nResources:\n  'Fn::ForEach::Each':\n"
        "    - N\n    - [A, B]\n    - 'B${N}': {Type: AWS::S3::Bucket}\n"
    ),
    "looped-type.yaml": (
        "Transform: AWS::LanguageExtensions\nResources:\n  'Fn::ForEach::Each':\n"
        "    - N\n    - [Bucket, AccessPoint]\n    - 'R${N}': {Type: 'AWS::S3::${N}'}\n"
    ),
    "k8s.yaml/stack.yaml": BUCKET,
    "a folder/with spaces .yaml": BUCKET,
}
"""Those of a suffix that is read: there is a row for each among the scanned."""

TOLD: dict[str, str | bytes] = {
    "looped-type-by-function.yaml": (
        "Transform: AWS::LanguageExtensions\nResources:\n  'Fn::ForEach::Each':\n"
        "    - N\n    - [S3::Bucket, SQS::Queue]\n    - 'R&{N}': {Type: !Sub 'AWS::${N}'}\n"
    ),
    "flow-comment.yaml": "{Resources # of\n : {B: {Type: AWS::S3::Bucket}}}",
    "flow-spread.yaml": "{\n  Resources\n  :\n  {B: {Type: AWS::S3::Bucket}}}",
    "utf-16.yaml": BUCKET.encode("utf-16"),
    "utf-16.json": JSON.encode("utf-16-be"),
    "utf-32.json": JSON.encode("utf-32"),
    "latin-1.yaml": f"# r\u00e9sum\u00e9\n{BUCKET}".encode("latin-1"),
    "not-text.yaml": b"\xff" * 40,
    "gzip.json": gzip.compress(JSON.encode()),
    "bzip2.template": bz2.compress(JSON.encode()),
    "trailing-nul.json": JSON.encode() + b"\0",
    "cut.json": JSON[:-5],
    "cut.yaml": BUCKET + "  C: [",
    "comments.json": "// a bucket\n" + JSON,
    "two-documents.yaml": f"{BUCKET}---\n{BUCKET}",
    "second-document.yaml": f"kind: List\n---\n{BUCKET}",
    "twice.json": JSON.replace("{", '{"Resources": {}, ', 1),
    "twice-escaped.json": JSON.replace("{", '{"\\u0052esources": {}, ', 1),
    "twice.yaml": f"Resources: {{}}\n{BUCKET}",
    "macro.yaml": "Resources: {'Fn::Transform': {Name: AWS::Include, Parameters: {L: s3://x}}}\n",
    "resources-by-tag.yaml": "Resources: !Transform {Name: Macro}\n",
    "version-only.yaml": "AWSTemplateFormatVersion: 2010-09-09\n",
    "too-deep.json": '{"Resources": ' + '{"a": ' * 300 + "1" + "}" * 301,
    "untyped.yaml": "Resources: {B: {Properties: {Name: x}}}\n",
    "resources-list.json": '{"Resources": [{"Type": "AWS::S3::Bucket"}]}',
    "x.jsonc": "// a bucket\n" + JSON,
    "x.json5": JSON.replace('"', "'"),
    "escaped.json5": "{'\\x52esources': {B: {Type: 'x'}}}",
    "x.tmpl": BUCKET,
    "x.yaml.j2": BUCKET + "{# end #}",
    "x.yaml.bak": BUCKET,
    "x.yaml~": BUCKET,
    "x.yaml.": BUCKET,
    "x.json.gz": gzip.compress(JSON.encode()),
    "without-suffix": BUCKET,
    "escaped-without-suffix": JSON.replace("Resources", "\\u0052esources"),
    "x.txt": JSON.replace("Resources", "\\u0052esources"),
    "venv/x.yaml": BUCKET,
    "node_modules/aws/x.yaml": BUCKET,
    ".git/x.yaml": BUCKET,
}
"""Those that cannot be read, or are not looked at: a problem or the notice has their name."""


def written(folder: Path, files: Mapping[str, str | bytes]) -> None:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """What a scan of a folder that holds all of them came to."""
    folder = tmp_path_factory.mktemp("hidden")
    written(folder / "d", {**READ, **TOLD})
    written(folder / "d", {"env/pyvenv.cfg": "home = /usr", "env/lib/x.yaml": BUCKET})
    with (folder / "d" / "first-sign-after-much.json").open("wb") as file:
        file.seek(MAX_BYTES)
        file.write(JSON.encode())
    written(folder, {"outside/x.yaml": BUCKET})
    (folder / "d" / "linked.yaml").symlink_to(folder / "outside" / "x.yaml")
    (folder / "d" / "linked").symlink_to(folder / "outside")
    return scan("d", folder=folder, config=None)


@pytest.mark.parametrize("name", READ)
def test_each_disguise_is_scanned(report: Report, name: str) -> None:
    """However its key is written, in whatever style and layout."""
    (row,) = (row for row in report.templates if row.path == f"d/{name}")
    assert (row.status, row.resources > 0) == ("scanned", True)
    assert f"d/{name}" not in [p.path for p in report.problems if p.kind == "incomplete"]


MORE_TOLD = ("first-sign-after-much.json", "linked.yaml", "linked", "env")


@pytest.mark.parametrize("name", [*TOLD, *MORE_TOLD])
def test_what_is_not_scanned_is_told(report: Report, name: str) -> None:
    """In a problem of its own, or in the one notice of the folder; in both languages."""
    folder = name.partition("/")[0] if name.endswith("/x.yaml") else name
    (notice,) = (one for one in report.problems if one.code.id == "not-looked-at")
    own = [one for one in report.problems if one.path == f"d/{name}" and one.kind == "incomplete"]
    noticed = f"d/{folder}" in notice.message.en and f"d/{folder}" in notice.message.ko
    assert bool(own) != noticed


def test_the_gate_is_not_open_over_what_could_not_be_read(report: Report) -> None:
    """A candidate that is no template for its mistakes makes the report incomplete."""
    assert report.gate.exit_code == 3
