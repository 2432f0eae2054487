"""Keywords given to calls of a CDK program, as a person would write them."""

from __future__ import annotations

import difflib
import importlib
import inspect

import pytest

from synthgate.choosing import built_in_and_own
from synthgate.fixing.outcomes import NoFixError
from synthgate.fixing.programs import SHARED, Edit, edited
from synthgate.fixing.recipes import recipe, recipe_of

PROGRAM = '''\
"""A program."""

from aws_cdk import (
    Stack,
    aws_s3 as s3,
)
import aws_cdk as cdk


class App(Stack):
    def __init__(self, scope, id, **kwargs):
        super().__init__(scope, id, **kwargs)
        s3.Bucket(self, "One")  # first
        self.two = s3.Bucket(
            self,
            "Two",
            # about it
            removal_policy=cdk.RemovalPolicy.DESTROY,  # really
        )
        s3.Bucket(self, "Three",
                  versioned=False)
        named = s3.Bucket(self, "Four", bucket_name="a-name-so-long-that-the-line-is-nearly-full")
        s3.Bucket(self, "Five", **kwargs)
        wanted = bool(id)
        s3.Bucket(self, "Six", versioned=wanted)
        make_bucket(self)
'''
BUCKET = 's3.Bucket(self, "A")'
VERSIONED = recipe(BUCKET, 's3.Bucket(self, "A", versioned=True)')


def line_of(text: str) -> int:
    """The line that has a text."""
    return next(n for n, it in enumerate(PROGRAM.splitlines(), start=1) if text in it)


def change(at: str, fixed: str, flagged: str = BUCKET) -> tuple[list[str], list[str]]:
    """The lines that are gone from the program, and those that are new."""
    after = edited(PROGRAM.encode(), [Edit(line_of(at), recipe(flagged, fixed))]).decode()
    return changed(PROGRAM, after)


def changed(before: str, after: str) -> tuple[list[str], list[str]]:
    """The same of any two texts."""
    lines = [*difflib.ndiff(before.splitlines(), after.splitlines())]
    return [it[2:] for it in lines if it[0] == "-"], [it[2:] for it in lines if it[0] == "+"]


@pytest.mark.parametrize(
    ("at", "gone", "new"),
    [
        (
            '"One"',
            ['        s3.Bucket(self, "One")  # first'],
            ['        s3.Bucket(self, "One", versioned=True)  # first'],
        ),
        ("self.two", [], ["            versioned=True,"]),
        (
            '"Three"',
            ["                  versioned=False)"],
            ["                  versioned=True)"],
        ),
        (
            '"Four"',
            [line for line in PROGRAM.splitlines() if '"Four"' in line],
            [
                "        named = s3.Bucket(",
                "            self,",
                '            "Four",',
                '            bucket_name="a-name-so-long-that-the-line-is-nearly-full",',
                "            versioned=True,",
                "        )",
            ],
        ),
    ],
)
def test_the_layout_of_the_call_is_kept(at: str, gone: list[str], new: list[str]) -> None:
    """An argument a line where it has that, comments where they stand, no line too long."""
    assert change(at, 's3.Bucket(self, "A", versioned=True)') == (gone, new)


def test_names_are_those_of_the_file() -> None:
    """What it has imported is called as it calls it; what is missing is imported as the rest is."""
    gone, new = change('"One"', 's3.Bucket(self, "A", life=Duration.days(3), key=kms.Spec.AES)')
    assert gone == ['        s3.Bucket(self, "One")  # first']
    assert new == [
        "    aws_kms as kms,",
        '        s3.Bucket(self, "One", life=cdk.Duration.days(3), key=kms.Spec.AES)  # first',
    ]


def test_a_module_is_reached_as_the_call_reaches_it() -> None:
    """Where the file says ``cdk.aws_sqs``, nothing is imported besides."""
    program = "import aws_cdk as cdk\n\ncdk.aws_sqs.Queue(self, 'A')\n"
    cure = recipe('sqs.Queue(self, "A")', 'sqs.Queue(self, "A", e=sqs.QueueEncryption.SQS_MANAGED)')
    assert edited(program.encode(), [Edit(3, cure)]).decode() == program.replace(
        "'A'", "'A', e=cdk.aws_sqs.QueueEncryption.SQS_MANAGED"
    )


def test_an_old_keyword_gives_way_to_the_new_one() -> None:
    """The CDK refuses both beside each other; one that a name gives is changed there."""
    cure = recipe_of(built_in_and_own().cards["dynamodb-table-unrecoverable"])
    head = "from aws_cdk import aws_dynamodb as ddb\n"
    lines = (
        "ddb.Table(\n    self,\n    'A',\n    point_in_time_recovery=False,  # why\n    b=1,\n)\n"
    )
    made = edited(f"{head}{lines}".encode(), [Edit(2, cure)]).decode()
    expected = f"{head}{lines}".replace(
        "point_in_time_recovery=False",
        "point_in_time_recovery_specification=ddb.PointInTimeRecoverySpecification(\n"
        "        point_in_time_recovery_enabled=True,\n    )",
    )
    assert made == expected
    with pytest.raises(NoFixError, match="elsewhere"):
        edited(f"{head}{lines}".replace("False", "wanted").encode(), [Edit(2, cure)])


def test_a_constant_gives_way_and_nothing_else_does() -> None:
    """What stands there by a name comes from elsewhere, and is changed there."""
    retained = 's3.Bucket(self, "A", removal_policy=RemovalPolicy.RETAIN)'
    gone, new = change("self.two", retained)
    assert gone == ["            removal_policy=cdk.RemovalPolicy.DESTROY,  # really"]
    assert new == ["            removal_policy=cdk.RemovalPolicy.RETAIN,  # really"]
    with pytest.raises(NoFixError, match="elsewhere"):
        change('"Six"', 's3.Bucket(self, "A", versioned=True)')


@pytest.mark.parametrize(
    ("at", "said"),
    [
        ('"Five"', r"\*\*"),
        ("make_bucket", "helper"),
        ("class App", "helper"),
        ("wanted =", "helper"),
    ],
)
def test_what_cannot_be_seen_through_is_refused(at: str, said: str) -> None:
    """``**``, a helper, a line without any call of the CDK: with the reason."""
    with pytest.raises(NoFixError, match=said):
        change(at, 's3.Bucket(self, "A", versioned=True)')


def test_another_construct_is_refused_by_its_name() -> None:
    """A cure is for the construct that its pair was run with."""
    with pytest.raises(NoFixError, match=r"aws_s3\.Bucket, and the cure is for aws_sqs\.Queue"):
        change('"One"', 'sqs.Queue(self, "A", enforce_ssl=True)', 'sqs.Queue(self, "A")')


def test_a_method_is_known_by_its_name() -> None:
    """The thing that it is called of has another name in each program."""
    cure = recipe(
        'vpc.balancer.add_listener("A", port=443)',
        'vpc.balancer.add_listener("A", port=443, ssl_policy=elbv2.SslPolicy.RECOMMENDED_TLS)',
    )
    head = b"from aws_cdk import aws_elasticloadbalancingv2 as lb\n"
    after = edited(head + b"self.front.add_listener('A', port=443)\n", [Edit(2, cure)])
    assert b"port=443, ssl_policy=lb.SslPolicy.RECOMMENDED_TLS)" in after


def test_generated_and_broken_files_are_left_alone() -> None:
    """What makes the one has to be changed; the other is no Python."""
    for content, said in (
        (b"# @generated\n" + PROGRAM.encode(), "generated"),
        (b"def (", "Python"),
    ):
        with pytest.raises(NoFixError, match=said):
            edited(content, [Edit(1, VERSIONED)])


def test_several_edits_do_not_move_each_other() -> None:
    """Those further down come first; two of one call are both in it."""
    sealed = recipe(BUCKET, 's3.Bucket(self, "A", enforce_ssl=True)')
    edits = [Edit(line_of(at), one) for at in ('"One"', "self.two") for one in (VERSIONED, sealed)]
    after = edited(PROGRAM.encode(), edits).decode()
    assert 's3.Bucket(self, "One", versioned=True, enforce_ssl=True)  # first' in after
    assert "            versioned=True,\n            enforce_ssl=True,\n        )" in after


def test_an_edit_is_made_once() -> None:
    """A call that says so already is not the reason of the finding."""
    once = edited(PROGRAM.encode(), [Edit(line_of('"One"'), VERSIONED)])
    with pytest.raises(NoFixError, match="already"):
        edited(once, [Edit(line_of('"One"'), VERSIONED)])


def test_nested_properties_are_merged() -> None:
    """What the call says beside it stays; where it says nothing, all of it is new."""
    flagged = 'apigateway.RestApi(self, "A", deploy_options=apigateway.StageOptions(a=1))'
    fixed = 'apigateway.RestApi(self, "A", deploy_options=apigateway.StageOptions(a=1, b=True))'
    head = b"from aws_cdk import aws_apigateway\n"
    said = (
        head + b"aws_apigateway.RestApi(x, 'A', deploy_options=aws_apigateway.StageOptions(c=2))\n"
    )
    after = edited(said, [Edit(2, recipe(flagged, fixed))]).decode()
    assert "StageOptions(c=2, b=True)" in after
    silent = head + b"aws_apigateway.RestApi(x, 'A')\n"
    assert (
        "deploy_options=aws_apigateway.StageOptions("
        in edited(silent, [Edit(2, recipe(flagged, fixed))]).decode()
    )


@pytest.mark.parametrize(
    ("flagged", "fixed"),
    [
        (BUCKET, f"key = 1\n{BUCKET}"),
        (BUCKET, 's3.Bucket(self, "B")'),
        ('s3.Bucket(self, "A", a=True)', BUCKET),
        (BUCKET, 's3.Bucket(self, "A", encryption_key=key)'),
        (BUCKET, 's3.Bucket(self, "A", bucket_name="mine")'),
    ],
    ids=["a statement", "an argument", "taken away", "a thing", "a name"],
)
def test_a_pair_that_differs_in_more_is_for_people(flagged: str, fixed: str) -> None:
    """Only keywords are applied, and only with values that are the same for everybody."""
    with pytest.raises(NoFixError):
        recipe(flagged, fixed)


def test_constructs_share_the_keywords_that_they_are_said_to_share() -> None:
    """Each takes each of them, in the release of the CDK that is tested with."""
    for keywords, names in SHARED:
        for name in names:
            module, _, last = name.partition(".")
            construct = getattr(importlib.import_module(f"aws_cdk.{module}"), last)
            assert keywords <= {*inspect.signature(construct.__init__).parameters}, name


def test_many_cards_can_be_applied() -> None:
    """Were the scope of their pairs read otherwise, it would be few."""
    cards = built_in_and_own().cards.values()
    assert sum(map(is_applied, (card for card in cards if "cdk" in card.body))) > 150


def is_applied(card: object) -> bool:
    """Whether a card has a recipe."""
    try:
        recipe_of(card)  # type: ignore[arg-type]
    except NoFixError:
        return False
    return True
