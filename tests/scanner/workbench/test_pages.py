"""``rules pages``: a page for each rule, an index by service and by tool, and nothing else."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from markdown_it import MarkdownIt

import synthgate_rules
from synthgate.errors import UsageError
from synthgate.rule.cards.card import read_card
from synthgate.rule.cards.catalog import load_catalog
from synthgate.workbench.console import Console
from synthgate.workbench.pages import write_pages

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from synthgate.model import Language

CARD = """\
id: bucket-unnamed
title: {en: Bucket has no name, ko: 이름 없는 버킷}
severity: {default: low, production: high}
pillar: operations
resources: [AWS::S3::Bucket]
parameters: {pattern: "^a"}
unless: [bucket-nameless]
check: {path: $.Properties.BucketName, matches: {parameter: pattern}}
why: {en: Nobody knows it, ko: 아무도 모름}
fix: {en: Name it, ko: 이름을 지정하세요, template: "BucketName: a"}
cdk:
  flagged: s3.Bucket(self, "Data")
  fixed: s3.Bucket(self, "Data", bucket_name="a")
limits: {en: Names of imports are not seen., ko: 가져온 이름은 검사하지 않습니다.}
link: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
config-rule: s3-bucket-named
controls: [FSBP S3.99]
equivalents: {checkov: {same: [CKV_1], wider: [CKV_2]}, kics: {parts: [half]}}
examples:
  fails: |
    Resources: {B: {Type: AWS::S3::Bucket}}  # finding
  passes: |
    Resources: {}
"""
PAGE = """\
# Bucket has no name

| rule | `bucket-unnamed` |
|---|---|
| severity | low (production: high) |
| pillar | operations |
| resources | AWS::S3::Bucket |
| scope | resource |
| silent where these fail | bucket-nameless |

## Why

Nobody knows it

## Fix

Name it

```yaml
BucketName: a
```

## Avoid

```python
s3.Bucket(self, "Data")
```

## Prefer

```python
s3.Bucket(self, "Data", bucket_name="a")
```

## Known limits

Names of imports are not seen.

## Parameters and their defaults

* `pattern`: `^a`

## Examples

The rule finds something here, at the lines that say so:

```yaml
Resources: {B: {Type: AWS::S3::Bucket}}  # finding
```

It passes this:

```yaml
Resources: {}
```

## Elsewhere

| tool | how near | rules |
|---|---|---|
| checkov | the same | `CKV_1` |
| checkov | wider | `CKV_2` |
| kics | a part of it | `half` |

## Controls

* FSBP S3.99
* AWS Config: `s3-bucket-named`

## More

<https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html>
"""
HOSTILE = """\
id: bucket-hostile
title:
  en: "# <script>alert(1)</script> | ![x](http://evil.example/x.png) @all \\e[2J"
severity: low
pillar: operations
resources: ["AWS::<b>::Bucket", "AWS::S3::`x`"]
parameters: {"a`|b": "[click](javascript:alert(1))"}
check: {path: $.Properties.BucketName, exists: true}
why: {en: "1. [click](javascript:alert(1))\\n\\n***\\n\\n# Heading <img src=x onerror=alert(1)>"}
fix:
  en: "- *all* of https://evil.example is `safe` ~~not~~"
  "py\\n# Heading\\n": "code\\n````\\n<script>x</script>"
limits: {en: "+ <!-- hidden -->"}
link: "https://a.example/>\\n<script>alert(1)</script>"
config-rule: "`<b>"
controls: ["* <u>*x*</u>"]
equivalents: {checkov: ["CKV|`<i>"]}
examples:
  fails: |
    # ```
    # </code></pre><script>alert(1)</script>
    # ~~~
  passes: |
    Resources: {}
"""
RENDERER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
PARTS = ["Why", "Fix", "Known limits", "Parameters and their defaults"]
PARTS += ["Examples", "Elsewhere", "Controls", "More"]


def write(folder: Path, *written: str, language: Language = "en") -> str:
    """Write the pages of some cards; what is said to that."""
    cards = [read_card(Path("a.yaml"), text.encode())[0] for text in written]
    out = io.StringIO()
    write_pages({it.rule.id: it for it in cards if it}, folder, Console(out, out, language, str))
    return out.getvalue()


def pages(folder: Path) -> Mapping[str, str]:
    return {path.name: path.read_text("utf-8") for path in sorted(folder.iterdir())}


def test_a_page_is_all_that_a_card_says(tmp_path: Path) -> None:
    """Below a mark."""
    assert "1 page written: " in write(tmp_path, CARD)
    written = pages(tmp_path)
    assert [*written] == ["bucket-unnamed.md", "by-tool.md", "index.md"]
    mark, _, page = written["bucket-unnamed.md"].partition("\n\n")
    assert mark.startswith("<!-- written by synthgate rules pages")
    assert page == PAGE


def test_the_terminal_shows_the_same_page(cli: Callable[..., Any]) -> None:
    """Without the mark."""
    show = ("rules", "show", "bucket-unnamed", "--format", "markdown")
    ran = cli(*show, "--rules", "r", files={"r/a.yaml": CARD})
    assert (ran.code, ran.out, ran.err) == (0, PAGE, "")


@pytest.mark.exhaustive
def test_the_indexes_lead_to_every_page(cli: Callable[..., Any], tmp_path: Path) -> None:
    """Each rule once by service, each id of a tool by tool; no link leads nowhere."""
    assert cli("rules", "pages", "out").code == 0
    cards, written = load_catalog(synthgate_rules.CARDS).cards, pages(tmp_path / "out")
    assert {*written} == {"index.md", "by-tool.md", *(f"{name}.md" for name in cards)}
    assert {*linked(written["by-tool.md"])} <= {*written}
    assert sorted(linked(written["index.md"])) == sorted({*written} - {"index.md"})
    told = {*re.findall(r"^\| `([^`]+)` \|", written["by-tool.md"], re.MULTILINE)}
    for card in cards.values():
        assert {one for ids in card.rule.equivalents.values() for one in ids} <= told


def linked(page: str) -> list[str]:
    return re.findall(r"\]\(([^)]*)\)", page)


def test_pages_are_in_korean(tmp_path: Path) -> None:
    """Headings and sentences."""
    write(tmp_path, CARD, language="ko")
    page = pages(tmp_path)["bucket-unnamed.md"]
    assert "## 알려진 한계\n\n가져온 이름은 검사하지 않습니다.\n" in page
    assert not re.search(r"^## [A-Z]", page, re.MULTILINE)


def test_hostile_words_are_shown_and_mean_nothing(tmp_path: Path) -> None:
    """No tag, no link, no picture, no heading or list of a stranger's, in the page or an index."""
    write(tmp_path, HOSTILE)
    shown = {
        name: RENDERER.render(page.partition("\n\n")[2]) for name, page in pages(tmp_path).items()
    }
    for html in shown.values():
        assert "\x1b" not in html
        assert not re.search(r"<(script|img|b|i|u|s|em|hr|ol|!--)\b", html)
        links = re.findall(r'href="([^"]*)"', html)
        assert [one for one in links if not re.fullmatch(r"[a-z-]+\.md", one)] == []
    html = shown["bucket-hostile.md"]
    assert re.findall(r"<h2>(.*)</h2>", html) == PARTS
    assert html.count("<h1>") == 1
    assert html.count("<td>") == 4 * 2 + 3, "no sign of a stranger parts a cell"
    for words in ("alert(1)&lt;/script&gt;", "*all*", "~~not~~", "&lt;!-- hidden --&gt;", "CKV|`"):
        assert words in html


def test_what_was_written_before_is_written_anew(tmp_path: Path) -> None:
    """The same bytes for the same cards; pages of rules that are gone go, too."""
    write(tmp_path, CARD)
    first = pages(tmp_path)
    write(tmp_path, CARD, HOSTILE)
    assert "bucket-hostile.md" in pages(tmp_path)
    write(tmp_path, CARD)
    assert pages(tmp_path) == first


@pytest.mark.parametrize("name", ["notes.txt", "index.md", "bucket-unnamed.md", "sub/index.md"])
def test_what_is_somebody_elses_stays(tmp_path: Path, name: str) -> None:
    """Nothing is written into a folder that holds anything else, and the way out is told."""
    file = tmp_path / "out" / name
    file.parent.mkdir(parents=True)
    file.write_text("mine")
    with pytest.raises(UsageError, match="Name a folder that is empty or not there yet") as refused:
        write(tmp_path / "out", CARD)
    assert f"holds {name.split('/', maxsplit=1)[0]}, which" in refused.value.text["en"]
    files = [path for path in (tmp_path / "out").rglob("*") if path.is_file()]
    assert [path.read_text() for path in files] == ["mine"]


def test_a_link_is_somebody_elses(tmp_path: Path) -> None:
    """Even one to a page that was written here."""
    write(tmp_path / "out", CARD)
    target = (tmp_path / "out" / "index.md").rename(tmp_path / "mine.md")
    (tmp_path / "out" / "index.md").symlink_to(target)
    with pytest.raises(UsageError, match=r"holds index\.md"):
        write(tmp_path / "out", CARD, HOSTILE)
    assert "bucket-hostile" not in target.read_text()


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    """The reason is told."""
    (tmp_path / "out").write_text("mine")
    with pytest.raises(UsageError, match="out: cannot be the folder of the pages"):
        write(tmp_path / "out", CARD)


@pytest.mark.parametrize("rule_id", ["../evil", "/evil", "index", "by-tool", "a/b", "A"])
def test_no_id_leads_out_of_the_folder(tmp_path: Path, rule_id: str) -> None:
    """Or over an index: nothing is written."""
    with pytest.raises(UsageError, match=re.escape(repr(rule_id))):
        write(tmp_path / "out", CARD.replace("bucket-unnamed", rule_id))
    assert not (tmp_path / "out").exists()
