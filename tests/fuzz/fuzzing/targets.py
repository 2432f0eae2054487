"""What is tried: each target is a function from chance to a run that must hold its promises."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from fuzzing import files, templates
from fuzzing.harness import Outcome, reported_beside, run

Target = Callable[[Random], object]


def _scan(content: bytes, *words: str, name: str = "t.yaml") -> Outcome:
    outcome = run({name: content}, ["scan", name, "beside.yaml", *words])
    assert reported_beside(outcome)
    return outcome


def resolver(random: Random) -> object:
    """Intrinsic functions, conditions, parameters and mappings of every shape."""
    return _scan(files.encoded(random, templates.template(random)), "--profile", "all")


def whole_app(random: Random) -> object:
    """Two templates that import from each other, looked at past their defaults."""
    made = {f"{name}.json": files.encoded(random, templates.template(random)) for name in "ab"}
    outcome = run(made, ["scan", ".", "--all-scenarios"])
    assert reported_beside(outcome)
    return outcome


def loops(random: Random) -> object:
    """`Fn::ForEach`."""
    return _scan(files.encoded(random, templates.looping(random)))


def sam(random: Random) -> object:
    """AWS's translator, and what is made of its answer."""
    return _scan(files.encoded(random, templates.serverless(random)))


def text(random: Random) -> object:
    """Bytes that are nearly JSON or YAML, in a folder and by name."""
    content = files.broken(random, files.encoded(random, templates.template(random)))
    name = random.choice(("t.yaml", "t.json", "t.template"))
    _scan(content, name=name)
    outcome = run({name: content}, ["scan", "."])
    assert reported_beside(outcome)
    return outcome


def assemblies(random: Random) -> object:
    """Manifests, metadata, templates and stages."""
    outcome = run(files.assembly(random), ["scan", "cdk.out", "beside.yaml", "--framework",
                                           "production-checklist"])  # fmt: skip
    assert reported_beside(outcome)
    return outcome


def parameters(random: Random) -> object:
    """Files of parameters."""
    made = {
        "t.yaml": files.encoded(random, templates.template(random)),
        "p.json": files.parameters(random),
    }
    return run(made, ["scan", "t.yaml", "beside.yaml", "--parameters", "p.json"])


def configuration(random: Random) -> object:
    """``synthgate.yaml``, which a stranger may have written."""
    made = {"synthgate.yaml": files.configuration(random), "own/c.yaml": files.card(random)}
    return run(made, ["scan", "beside.yaml", *random.choice(((), ("--untrusted",)))])


def cards(random: Random) -> object:
    """Rule cards, asked of templates and of themselves."""
    made = {
        "own/c.yaml": files.card(random),
        "t.yaml": files.encoded(random, templates.template(random)),
    }
    words = (
        ["scan", "t.yaml", "beside.yaml", "--rules", "own"],
        ["rules", "lint", "own"],
        ["rules", "test", "own"],
    )
    return [run(made, [*one]) for one in words]


def evidence(random: Random) -> object:
    """Files of evidence."""
    made = {"evidence.yaml": files.evidence(random)}
    return [run(made, ["checklist", "beside.yaml"]), run(made, ["evidence", "check"])]


def explanations(random: Random) -> object:
    """`explain` and `--explain` of resources with odd bodies."""
    data = templates.template(random)
    made = {"t.yaml": files.encoded(random, data)}
    resources = data.get("Resources") if isinstance(data, dict) else None
    name = random.choice([*resources]) if isinstance(resources, dict) and resources else "A"
    ids = ("s3-bucket-acl-public", "iam-policy-wildcard-action", "lambda-failures-lost")
    return [
        run(made, ["explain", "t.yaml", f"--resource={name}"]),
        run(made, ["scan", "t.yaml", f"--explain={random.choice(ids)}:{name}"]),
    ]


TARGETS: dict[str, Target] = {
    target.__name__: target
    for target in (
        resolver, whole_app, loops, sam, text, assemblies, parameters, configuration, cards, evidence,
        explanations,
    )
}  # fmt: skip
