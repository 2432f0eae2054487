"""From paths to what there is to read: each once, nothing by surprise, nothing in silence."""

from __future__ import annotations

import io
import json
import os
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from synthgate.sources.discover import Discovery
from synthgate.sources.places import Places, places, read_bounded
from synthgate.template.read import MAX_BYTES

if TYPE_CHECKING:
    from pathlib import Path

    from synthgate.model import Problem

BUCKET = "Resources:\n  B:\n    Type: AWS::S3::Bucket\n"


def found(folder: Path, *paths: str, stdin: bytes = b"") -> tuple[list[str], list[Problem]]:
    """Paths of the templates, with an ! where one could not be read; and the problems."""
    discovery = Discovery(Places(folder, folder), io.BytesIO(stdin))
    units = [source.load() for source in discovery.sources(paths)]
    rows = [
        one.path if one.template else f"!{one.path}" for unit in units for one in unit.templates
    ]
    problems = [*discovery.problems, *(problem for unit in units for problem in unit.problems)]
    return rows, problems


def write(folder: Path, **files: str) -> None:
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_dot_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def assembly(folder: Path, name: str = "S") -> None:
    folder.mkdir(parents=True)
    (folder / "cdk.out").write_text('{"version": "55.0.0"}')
    artifact = {
        "type": "aws:cloudformation:stack",
        "properties": {"templateFile": f"{name}.template.json"},
    }
    (folder / "manifest.json").write_text(json.dumps({"artifacts": {name: artifact}}))
    (folder / f"{name}.template.json").write_text('{"Resources": {}}')


def test_a_folder_is_walked_for_templates(tmp_path: Path) -> None:
    """Whatever means to be a template is read, in order; other people's files are not."""
    write(
        tmp_path,
        b_dot_yaml=BUCKET,
        a__c_dot_json='{"Resources": {"B": {"Type": "AWS::S3::Bucket"}}}',
        a__d_dot_template=BUCKET,
        package_dot_json='{"name": "x"}',
        docs_dot_md=BUCKET,
        values_dot_yaml="name: {{ .Values.x }}\n",
        node_modules__x_dot_yaml=BUCKET,
        _dot_git__x_dot_yaml=BUCKET,
    )
    rows, problems = found(tmp_path, ".")
    assert rows == ["b.yaml", "a/c.json", "a/d.template"]
    assert [problem.kind for problem in problems] == ["notice"]


def test_without_a_path_the_output_of_synth_is_read(tmp_path: Path) -> None:
    """``cdk.out``, and where there is none, that is said with what to do."""
    _, (problem,) = found(tmp_path)
    assert "cdk synth" in problem.message.en
    assert problem.kind == "incomplete"
    assembly(tmp_path / "cdk.out")
    assert found(tmp_path) == (["cdk.out/S.template.json"], [])


def test_an_assembly_in_a_folder_is_read_by_its_manifest(tmp_path: Path) -> None:
    """Its files are not walked, its manifest is followed."""
    assembly(tmp_path / "app" / "cdk.out")
    write(tmp_path, app__cdk_dot_out__asset__x_dot_yaml=BUCKET, other_dot_yaml=BUCKET)
    rows, _ = found(tmp_path, ".")
    assert sorted(rows) == ["app/cdk.out/S.template.json", "other.yaml"]


@pytest.mark.parametrize("path", ["cdk.out/manifest.json", "cdk.out", "./cdk.out/"])
def test_an_assembly_has_many_names(tmp_path: Path, path: str) -> None:
    """Its folder, or its manifest."""
    assembly(tmp_path / "cdk.out")
    assert found(tmp_path, path) == (["cdk.out/S.template.json"], [])


def test_a_broken_output_of_synth_is_no_plain_folder(tmp_path: Path) -> None:
    """A failed synth leaves templates of the run before: they are not read as if they were it."""
    assembly(tmp_path / "cdk.out")
    (tmp_path / "cdk.out" / "cdk.out").unlink()
    (tmp_path / "cdk.out" / "manifest.json").write_text("{")
    rows, problems = found(tmp_path)
    assert not rows
    assert problems[0].path == "cdk.out/manifest.json"


@pytest.mark.parametrize("path", ["lost", "lost/manifest.json"])
def test_an_assembly_that_has_lost_its_mark_is_told(tmp_path: Path, path: str) -> None:
    """Its templates are read each for itself, which is said."""
    assembly(tmp_path / "lost")
    (tmp_path / "lost" / "cdk.out").unlink()
    _, problems = found(tmp_path, path)
    told = [one for one in problems if "'cdk.out' beside it is missing" in one.message.en]
    assert [(one.path, one.kind) for one in told] == [("lost/manifest.json", "notice")]
    (tmp_path / "lost" / "manifest.json").write_text('{"artifacts": {"a": {"type": "npm"}}}')
    _, problems = found(tmp_path, path)
    assert not any("cdk.out" in one.message.en for one in problems)


def test_what_is_named_twice_is_read_once(tmp_path: Path) -> None:
    """By another spelling, by its folder, by a link, and standard input too."""
    write(tmp_path, a_dot_yaml=BUCKET)
    (tmp_path / "link.yaml").symlink_to("a.yaml")
    assembly(tmp_path / "cdk.out")
    names = ["a.yaml", "./a.yaml", str(tmp_path / "a.yaml"), "link.yaml", ".", "-", "-"]
    names += ["cdk.out", "cdk.out/manifest.json"]
    rows, problems = found(tmp_path, *names, stdin=BUCKET.encode())
    assert len(rows) == 3
    assert not problems


@pytest.mark.parametrize("paths", [(".", "x.yaml"), ("x.yaml", ".")])
def test_a_file_that_is_named_has_to_be_a_template_wherever_it_lies(
    tmp_path: Path, paths: tuple[str, str]
) -> None:
    """Its folder, named before or after, does not take that back."""
    write(
        tmp_path,
        a_dot_yaml=BUCKET,
        x_dot_yaml="[Resources, 'AWSTemplateFormatVersion: 2010-09-09']",
    )
    rows, problems = found(tmp_path, *paths)
    assert sorted(rows) == ["!x.yaml", "a.yaml"]
    assert [problem.path for problem in problems] == ["x.yaml"]


def test_standard_input_is_a_template(tmp_path: Path) -> None:
    """``-`` reads it; nothing on it is an empty template."""
    assert found(tmp_path, "-", stdin=BUCKET.encode()) == (["<stdin>"], [])
    rows, (problem,) = found(tmp_path, "-")
    assert rows == ["!<stdin>"]
    assert "empty" in problem.message.en


def test_a_path_that_is_not_there_is_a_problem_and_others_are_read(tmp_path: Path) -> None:
    """Each path that leads nowhere is told by its name."""
    write(tmp_path, a_dot_yaml=BUCKET)
    rows, problems = found(tmp_path, "nowhere", "a.yaml", "gone.yaml", "a.yaml/x")
    assert rows == ["a.yaml"]
    assert [problem.path for problem in problems] == ["nowhere", "gone.yaml", "a.yaml/x"]


def test_a_folder_without_templates_is_a_problem(tmp_path: Path) -> None:
    """To scan nothing must not look like to pass."""
    (tmp_path / "empty").mkdir()
    write(tmp_path, others__a_dot_json="{}", others__b_dot_txt="x")
    for path in ("empty", "others"):
        _, (problem,) = found(tmp_path, path)
        assert (problem.path, problem.kind) == (path, "incomplete")


def test_every_folder_without_templates_is_a_problem(tmp_path: Path) -> None:
    """One problem does not hide another."""
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    assert [problem.path for problem in found(tmp_path, "one", "two")[1]] == ["one", "two"]


def test_a_folder_of_what_turns_out_to_be_no_template_is_a_problem(tmp_path: Path) -> None:
    """The gate would open although nothing was scanned."""
    write(tmp_path, d__notes_dot_txt="AWSTemplateFormatVersion is a key of templates.\n")
    rows, problems = found(tmp_path, "d")
    assert not rows
    assert problems


def test_a_broken_template_in_a_folder_is_a_problem(tmp_path: Path) -> None:
    """What means to be one and cannot be read is not passed over."""
    write(
        tmp_path,
        a_dot_yaml=BUCKET + "  C: [",
        b_dot_json='{"AWSTemplateFormatVersion": "2010-09-09"',
        c_dot_yaml="AWSTemplateFormatVersion: 2010-09-09\n",
    )
    rows, problems = found(tmp_path, ".")
    assert rows == ["!a.yaml", "!b.json", "!c.yaml"]
    assert [problem.path for problem in problems] == ["a.yaml", "b.json", "c.yaml"]


def test_a_named_file_has_to_be_a_template(tmp_path: Path) -> None:
    """Who names a file means it, whatever its suffix or contents."""
    write(tmp_path, x_dot_md=BUCKET, list_dot_yaml="- a\n")
    rows, problems = found(tmp_path, "x.md", "list.yaml")
    assert rows == ["x.md", "!list.yaml"]
    assert [problem.path for problem in problems] == ["list.yaml"]


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    """A file that nobody named is read only if it lies below the folder."""
    write(tmp_path, outside__a_dot_yaml=BUCKET, inside__b_dot_yaml=BUCKET)
    (tmp_path / "inside" / "link.yaml").symlink_to(tmp_path / "outside" / "a.yaml")
    (tmp_path / "inside" / "folder").symlink_to(tmp_path / "outside")
    (tmp_path / "inside" / "dangling.yaml").symlink_to("nowhere.yaml")
    rows, _ = found(tmp_path, "inside")
    assert "inside/b.yaml" in rows
    assert not any("link" in row or "folder" in row or "outside" in row for row in rows)


def test_a_loop_of_links_is_no_crash(tmp_path: Path) -> None:
    """A link to itself leads nowhere; its neighbours are read."""
    write(tmp_path, b_dot_yaml=BUCKET)
    (tmp_path / "loop.yaml").symlink_to("loop.yaml")
    assert "b.yaml" in found(tmp_path, ".")[0]


def test_a_link_to_an_assembly_outside_is_not_followed(tmp_path: Path) -> None:
    """What holds for files holds for assemblies."""
    assembly(tmp_path / "outside")
    write(tmp_path, inside__b_dot_yaml=BUCKET)
    (tmp_path / "inside" / "link").symlink_to(tmp_path / "outside")
    assert found(tmp_path, "inside")[0] == ["inside/b.yaml"]


def test_a_pipe_is_a_problem_and_not_a_wait(tmp_path: Path) -> None:
    """Reading it might never end: in a folder, and by its name."""
    os.mkfifo(tmp_path / "pipe.yaml")
    for path in (".", "pipe.yaml"):
        rows, (problem,) = found(tmp_path, path)
        assert rows == ["!pipe.yaml"]
        assert "not a regular file" in problem.message.en


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_a_problem(tmp_path: Path) -> None:
    """Its name says that it may be a template."""
    write(tmp_path, a_dot_yaml=BUCKET)
    (tmp_path / "a.yaml").chmod(0)
    assert found(tmp_path, ".")[0] == ["!a.yaml"]


def test_a_folder_called_like_a_template_is_a_folder(tmp_path: Path) -> None:
    """``stack.yaml/`` is walked."""
    write(tmp_path, stack_dot_yaml__a_dot_yaml=BUCKET)
    assert found(tmp_path, "stack.yaml")[0] == ["stack.yaml/a.yaml"]


def test_a_path_too_long_for_a_file_is_not_there(tmp_path: Path) -> None:
    """A typing mistake is a problem, whatever the operating system says of it."""
    assert found(tmp_path, "x" * 300)[1]


def test_paths_are_relative_to_the_folder_and_sources_to_the_repository(tmp_path: Path) -> None:
    """The nearest repository is the root, unless one is named; the prefix leads from it."""
    deep = tmp_path / "repo" / "a" / "b"
    deep.mkdir(parents=True)
    (tmp_path / "repo" / ".git").mkdir()
    assert places(deep).prefix == "a/b"
    assert places(tmp_path / "repo").prefix == ""
    assert places(deep, deep.parent).prefix == "b"
    assert places(deep).shown(tmp_path / "repo" / "x.yaml") == "../../x.yaml"


def test_a_template_alone_is_known_by_its_path(tmp_path: Path) -> None:
    """It has an identity like those of an assembly, and no children that anyone knows of."""
    write(tmp_path, a_dot_yaml=BUCKET)
    (source,) = Discovery(Places(tmp_path, tmp_path)).sources(["a.yaml"])
    (loaded,) = source.load().templates
    assert (loaded.id, dict(loaded.children)) == ("a.yaml", {})


def test_one_template_among_others_is_enough(tmp_path: Path) -> None:
    """What only mentions templates is passed over beside one, first or last."""
    words = "AWSTemplateFormatVersion is a key of templates.\n"
    write(tmp_path, d__a_dot_txt=words, d__b_dot_yaml=BUCKET, d__c_dot_txt=words)
    assert found(tmp_path, "d") == (["d/b.yaml"], [])


@pytest.mark.parametrize("path", ["loop", "loop/x", "loop.yaml"])
def test_a_loop_of_links_that_is_named_is_a_problem(tmp_path: Path, path: str) -> None:
    """It leads nowhere, and that is said by its name."""
    for name in ("loop", "loop.yaml"):
        (tmp_path / name).symlink_to(name)
    _, (problem,) = found(tmp_path, path)
    assert problem.path == path


def test_a_link_to_an_assembly_inside_is_the_assembly(tmp_path: Path) -> None:
    """Read once, by whichever name comes first."""
    assembly(tmp_path / "d" / "cdk.out")
    (tmp_path / "d" / "again").symlink_to("cdk.out")
    assert len(found(tmp_path, "d")[0]) == 1


@pytest.mark.skipif(os.geteuid() == 0, reason="root may enter everything")
def test_a_folder_that_may_not_be_entered_is_a_problem(tmp_path: Path) -> None:
    """What may lie in it was not scanned."""
    write(tmp_path, a_dot_yaml=BUCKET)
    (tmp_path / "closed").mkdir(mode=0)
    rows, (problem,) = found(tmp_path, ".")
    assert rows == ["a.yaml"]
    assert problem.path == "closed"


def test_a_template_of_another_encoding_is_told_of(tmp_path: Path) -> None:
    """UTF-16, with a mark and without one, is no UTF-8; it is not passed over."""
    for name, encoding in (("a", "utf-16"), ("b", "utf-16-le"), ("c", "utf-16-be")):
        (tmp_path / f"{name}.yaml").write_bytes(BUCKET.encode(encoding))
    rows, problems = found(tmp_path, ".")
    assert rows == ["!a.yaml", "!b.yaml", "!c.yaml"]
    assert len(problems) == 3


def notice(folder: Path, path: str = ".") -> str:
    """What is told of what was not looked at."""
    (problem,) = (one for one in found(folder, path)[1] if one.code.id == "not-looked-at")
    assert problem.kind == "notice"
    return problem.message.en


def test_a_folder_in_which_all_was_looked_at_has_no_notice(tmp_path: Path) -> None:
    """What was read, and what is proved to be no template, needs no word."""
    write(
        tmp_path,
        a_dot_yaml=BUCKET,
        package_dot_json='{"name": "x"}',
        tsconfig_dot_json="// comment\n{,}",
        broken_dot_yaml="a: {{ x }}\n",
        requirements_dot_txt="boto3\n",
        LICENSE="All rights",
        settings_dot_jsonc="// x\n{}",
    )
    assert found(tmp_path, ".") == (["a.yaml"], [])


def test_what_was_not_looked_at_is_counted_by_suffix(tmp_path: Path) -> None:
    """The most frequent first; files that are surely something else are not even opened."""
    write(tmp_path, a_dot_yaml=BUCKET, x_dot_py="", y_dot_py=BUCKET, z_dot_md="", w_dot_MD="")
    (tmp_path / "pipe.png").symlink_to("/dev/zero")
    assert "5 files of other kinds (2 .md, 2 .py, 1 .png)" in notice(tmp_path)


def test_a_folder_with_only_what_is_not_read_says_both(tmp_path: Path) -> None:
    """No template was scanned, which is a problem; and there is one that could have been."""
    write(tmp_path, x_dot_jsonc="// a\n" + BUCKET)
    rows, problems = found(tmp_path, ".")
    assert not rows
    assert [problem.code.id for problem in problems] == ["nothing-to-scan", "not-looked-at"]
    assert "seems to be a template (x.jsonc)" in problems[1].message.en


def test_names_come_to_an_end(tmp_path: Path) -> None:
    """Of many, the first are named and the rest counted."""
    write(tmp_path, a_dot_yaml=BUCKET, **{f"t{n:02}_dot_tmpl": BUCKET for n in range(40)})
    assert "40 of a suffix that is not read" in notice(tmp_path)
    assert "t29.tmpl and 10 more" in notice(tmp_path)


@pytest.mark.parametrize("name", ["a\nb.tmpl", "\x1b[31m.tmpl", "a\udcff.tmpl"])
def test_a_name_that_does_not_print_is_written_as_text(tmp_path: Path, name: str) -> None:
    """A line of the report is a line, and all of it can be encoded."""
    write(tmp_path, a_dot_yaml=BUCKET)
    (tmp_path / name).write_text(BUCKET)
    assert ascii(name)[1:-1] in notice(tmp_path)
    assert notice(tmp_path).isprintable()


def test_a_virtual_environment_has_any_name(tmp_path: Path) -> None:
    """``pyvenv.cfg`` beside ``lib`` tells it; named itself, it is walked like any other."""
    write(tmp_path, a_dot_yaml=BUCKET, env__pyvenv_dot_cfg="", env__lib__x_dot_yaml=BUCKET)
    write(tmp_path, mine__pyvenv_dot_cfg="", mine__x_dot_yaml=BUCKET)
    assert found(tmp_path, ".")[0] == ["a.yaml", "mine/x.yaml"]
    assert "1 folder of tools or of installed packages (env)" in notice(tmp_path)
    assert found(tmp_path, "env")[0] == ["env/lib/x.yaml"]


def test_links_out_are_told_by_name(tmp_path: Path) -> None:
    """A file that may be a template is a problem, a folder is in the notice."""
    write(tmp_path, out__a_dot_yaml=BUCKET, in__b_dot_yaml=BUCKET)
    (tmp_path / "in" / "link.yaml").symlink_to(tmp_path / "out" / "a.yaml")
    (tmp_path / "in" / "folder").symlink_to(tmp_path / "out")
    (tmp_path / "in" / "same.yml").symlink_to("b.yaml")
    (tmp_path / "in" / "self").symlink_to(".")
    rows, problems = found(tmp_path, "in")
    assert rows == ["in/b.yaml"]
    assert [(one.path, one.kind) for one in problems] == [
        ("in/link.yaml", "incomplete"),
        ("in", "notice"),
    ]
    assert "1 link to folders outside (in/folder)" in problems[1].message.en


def test_a_large_file_is_told_by_name(tmp_path: Path) -> None:
    """In the notice; but one that looks like a template is one that cannot be read."""
    write(tmp_path, a_dot_yaml=BUCKET, data_dot_json="[", huge_dot_yaml=BUCKET)
    for name in ("data.json", "huge.yaml"):
        os.truncate(tmp_path / name, MAX_BYTES + 1)
    assert "1 larger than 32 MiB (data.json)" in notice(tmp_path)
    assert found(tmp_path, ".")[0] == ["a.yaml", "!huge.yaml"]


def test_resources_of_another_meaning_are_named_and_change_nothing(tmp_path: Path) -> None:
    """Texts of a program, say: looked at, no template, and named, for one can never know."""
    write(tmp_path, a_dot_yaml=BUCKET, ko_dot_json='{"Resources": {"hello": "안녕하세요"}}')
    rows, problems = found(tmp_path, ".")
    assert rows == ["a.yaml"]
    assert [problem.kind for problem in problems] == ["notice"]
    assert "(ko.json)" in problems[0].message.en


def test_what_an_assembly_holds_is_not_counted(tmp_path: Path) -> None:
    """Its manifests say what matters in it."""
    assembly(tmp_path / "d" / "cdk.out")
    write(tmp_path, d__cdk_dot_out__asset_dot_1__x_dot_tmpl=BUCKET, d__cdk_dot_out__y_dot_py="")
    assert found(tmp_path, "d")[1] == []


def test_a_walk_opens_what_may_be_a_template_and_no_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each other file once at most, and none of a suffix that says what it is."""
    write(tmp_path, **{f"f{n}_dot_json": '{"a": 1}' for n in range(50)})
    write(tmp_path, **{f"f{n}_dot_py": "x = 1" for n in range(50)})
    opened: list[str] = []

    def counted(path: Path, limit: int) -> bytes:
        opened.append(path.name)
        return read_bounded(path, limit)

    for module in ("walk", "discover"):
        monkeypatch.setattr(f"synthgate.sources.{module}.read_bounded", counted)
    found(tmp_path, ".")
    assert sorted(opened) == sorted(f"f{n}.json" for n in range(50))


def test_what_is_nested_too_deep_is_read_for_itself(tmp_path: Path) -> None:
    """No file is put aside for one that will not read it, and none is said to contain itself."""
    names = [f"n{number:02}.yaml" for number in range(41)]
    for name, inner in pairwise(names):
        nested = {"Type": "AWS::CloudFormation::Stack", "Properties": {"TemplateURL": inner}}
        (tmp_path / name).write_text(json.dumps({"Resources": {"N": nested}}))
    (tmp_path / names[-1]).write_text(BUCKET)
    rows, problems = found(tmp_path, ".")
    assert sorted(set(rows)) == names
    assert [problem.code.id for problem in problems] == ["nested-template-unread"]
    assert "contains itself" not in problems[0].message.en
