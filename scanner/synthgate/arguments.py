"""The command line: its commands, options and help, in the language of the run."""

from __future__ import annotations

from synthgate.adoption import arguments as adoption
from synthgate.agents import arguments as agents
from synthgate.appearance import add_colour, add_looks
from synthgate.comparison import arguments as comparison
from synthgate.completion import add_completion
from synthgate.editor import arguments as editor
from synthgate.fixing import arguments as fixing
from synthgate.framework import arguments as frameworks
from synthgate.model import Language, Message
from synthgate.settings import Group
from synthgate.settings.options import add_option, add_options
from synthgate.setup import arguments as setup
from synthgate.statements import arguments as statements
from synthgate.synth import arguments as synthesis
from synthgate.usage import Commands, Parser, Spoken, speaking
from synthgate.version import __version__
from synthgate.workbench import arguments as workbench

_EXIT_CODES = Message("""exit codes:
  0  the gate is open
  1  the gate is closed
  2  wrong usage, configuration or rule card
  3  not everything could be scanned
  130  interrupted (Ctrl-C)""")


def parser(language: Language) -> Parser:
    """The parser of the command line, which speaks a language."""

    def spoken(sentence: str, **values: object) -> str:
        return Message(sentence).format(**values)[language]

    top = speaking(language)(
        prog="synthgate",
        description=spoken("A policy-as-code compliance gate for AWS CDK and CloudFormation."),
    )
    top.add_argument(
        "--version",
        action="version",
        version=f"synthgate {__version__}",
        help=spoken("show the version"),
    )
    add_completion(top)
    commands = top.add_subparsers(
        dest="command", required=True, metavar="COMMAND", title=spoken("commands")
    )
    scan = commands.add_parser(
        "scan",
        help=spoken("scan templates and cloud assemblies"),
        epilog=_EXIT_CODES[language],
    )
    scan.later(lambda it: _place_arguments(it, spoken), lambda it: _scan_arguments(it, spoken))
    synth = commands.add_parser(
        synthesis.COMMAND,
        usage="%(prog)s [OPTION ...] [-- COMMAND ...]",
        help=spoken("run a CDK program with what its lines need, and scan what comes out"),
        epilog=synthesis.EPILOG[language],
    )
    synth.later(lambda it: _synth_arguments(it, spoken), lambda it: _scan_arguments(it, spoken))
    editor.add_command(commands.add_parser, spoken, language, _general_arguments)
    _fix_command(commands, spoken, language)
    _adoption_commands(commands, spoken, language)
    checklist = commands.add_parser(
        "checklist",
        help=spoken("hold an app against the production checklist"),
        epilog=frameworks.EXIT_CODES[language],
    )
    checklist.later(lambda it: _checklist_arguments(it, spoken))
    _compare_command(commands, spoken, language)
    statement = commands.add_parser(
        "statement",
        help=spoken("state what is known of the controls of several applications"),
        epilog=statements.EXIT_CODES[language],
    )
    statement.later(lambda it: statements.add_statement(it, spoken, _general_arguments))
    evidence = commands.add_parser("evidence", help=spoken("state what no rule can tell"))
    evidence.later(lambda it: frameworks.add_evidence_actions(it, spoken, _general_arguments))
    explain = commands.add_parser(
        "explain",
        help=spoken("show a resource as CloudFormation would see it"),
    )
    explain.later(lambda it: _explain_arguments(it, spoken))
    _surrounding_commands(commands, spoken)
    return top


def _fix_command(commands: Commands, spoken: Spoken, language: Language) -> None:
    fix = commands.add_parser(
        fixing.COMMAND,
        usage="%(prog)s [PATH ...] [OPTION ...] [-- COMMAND ...]",
        help=spoken("apply the cures of findings, scan again, and show what would change"),
        epilog=fixing.EPILOG[language],
    )
    fix.later(
        lambda it: fixing.add_fix(it, spoken),
        lambda it: synthesis.add_running(it, spoken),
        lambda it: add_colour(it, spoken),
        lambda it: _general_arguments(it, spoken),
    )


def _surrounding_commands(commands: Commands, spoken: Spoken) -> None:
    """What a scan goes by: rules, settings, tools."""
    rules = commands.add_parser("rules", help=spoken("about the rules"))
    rules.later(lambda it: workbench.add_actions(it, spoken, _general_arguments))
    listed = commands.add_parser("frameworks", help=spoken("about the frameworks"))
    listed.later(lambda it: workbench.add_framework_actions(it, spoken, _general_arguments))
    config = commands.add_parser("config", help=spoken("what synthgate goes by here"))
    config.later(lambda it: setup.add_actions(it, spoken, _general_arguments))
    tools = commands.add_parser("tools", help=spoken("about the tools of --with"))
    tools.later(lambda it: setup.add_tool_actions(it, spoken, _general_arguments))
    cache = commands.add_parser("cache", help=spoken("about what is kept between runs"))
    cache.later(lambda it: setup.add_cache_actions(it, spoken, _general_arguments))
    agents.add_command(commands, spoken, _general_arguments)


def _adoption_commands(commands: Commands, spoken: Spoken, language: Language) -> None:
    """What is known, what is accepted, and what was stored."""
    diff = commands.add_parser(
        "diff",
        help=spoken("tell what is new between two scans, and what is fixed"),
        epilog=adoption.DIFF_EXIT_CODES[language],
    )
    diff.later(lambda it: _diff_arguments(it, spoken))
    baseline = commands.add_parser("baseline", help=spoken("keep what is known apart"))
    baseline.later(lambda it: adoption.add_baseline_actions(it, spoken, _baseline_arguments))
    for name, summary in (
        ("gate", spoken("hold stored results against the gate of now")),
        ("report", spoken("write reports of stored results; what they say closes nothing")),
    ):
        epilog = _EXIT_CODES[language] if name == "gate" else None
        stored = commands.add_parser(name, help=summary, epilog=epilog)
        stored.later(lambda it: _stored_arguments(it, spoken))
    waive = commands.add_parser("waive", help=spoken("accept a finding, until a day"))
    waive.later(lambda it: _waive_arguments(it, spoken))


def _stored_arguments(stored: Parser, spoken: Spoken) -> None:
    adoption.add_stored(stored, spoken)
    add_options(stored, Group.REPORT, Group.COMPARED)
    _output_argument(stored, spoken)
    _judging_arguments(stored, spoken, Group.RULES, Group.FRAMEWORKS, Group.TRUST)


def _place_arguments(scan: Parser, spoken: Spoken) -> None:
    add_options(scan, Group.PLACES)
    _output_argument(scan, spoken)


def _synth_arguments(synth: Parser, spoken: Spoken) -> None:
    synthesis.add_synth(synth, spoken)
    _folder_argument(synth, spoken)
    add_option(synth, "exclude-path")


def _scan_arguments(scan: Parser, spoken: Spoken) -> None:
    add_options(scan, Group.REPORT, Group.COMPARED)
    scan.add_argument(
        "--explain",
        metavar="RULE:RESOURCE",
        help=spoken(
            "write no report, but each step of one verdict; RESOURCE is a logical id or a "
            "construct path, the name of a stack, or 'app'",
        ),
    )
    _judging_arguments(scan, spoken)


def _diff_arguments(diff: Parser, spoken: Spoken) -> None:
    adoption.add_sides(diff, spoken)
    add_options(diff, Group.REPORT)
    _output_argument(diff, spoken)
    _judging_arguments(diff, spoken)


_LOOKING = (Group.INPUT, Group.RULES, Group.TOOLS, Group.TRUST, Group.RUNNING)


def _baseline_arguments(action: Parser, spoken: Spoken) -> None:
    add_options(action, Group.PLACES)
    add_option(action, "baseline")
    add_option(action, "as-of")
    add_options(action, *_LOOKING)
    _general_arguments(action, spoken)


def _waive_arguments(waive: Parser, spoken: Spoken) -> None:
    adoption.add_waiver(waive, spoken)
    add_options(waive, Group.PLACES)
    add_option(waive, "waivers")
    add_option(waive, "against")
    add_option(waive, "as-of")
    add_options(waive, *_LOOKING)
    _general_arguments(waive, spoken)


def _checklist_arguments(checklist: Parser, spoken: Spoken) -> None:
    add_options(checklist, Group.PLACES, Group.REPORT)
    _output_argument(checklist, spoken)
    _judging_arguments(checklist, spoken)


def _compare_command(commands: Commands, spoken: Spoken, language: Language) -> None:
    compare = commands.add_parser(
        "compare",
        help=spoken("tell what other tools find, and what only they or only we do"),
        epilog=comparison.EXIT_CODES[language],
    )
    compare.later(lambda it: _compare_arguments(it, spoken))


def _compare_arguments(compare: Parser, spoken: Spoken) -> None:
    add_options(compare, Group.PLACES, Group.TOOLS)
    comparison.add_form(compare, spoken)
    add_option(compare, "waivers")
    add_option(compare, "cdk-made")
    add_options(compare, Group.INPUT, Group.RULES, Group.TRUST, Group.RUNNING)
    _general_arguments(compare, spoken)


def _output_argument(scan: Parser, spoken: Spoken) -> None:
    scan.add_argument(
        "--output",
        metavar="FILE",
        help=spoken("the file of a --format without one"),
    )
    _folder_argument(scan, spoken)


def _folder_argument(scan: Parser, spoken: Spoken) -> None:
    scan.add_argument(
        "--out-dir",
        metavar="DIR",
        help=spoken("a folder for the named set: one file of each format (report.json, …)"),
    )


_EVERYTHING = (Group.RULES, Group.INPUT, Group.TOOLS, Group.FRAMEWORKS, Group.TRUST, Group.RUNNING)


def _judging_arguments(scan: Parser, spoken: Spoken, *groups: Group) -> None:
    """What decides the verdicts, as far as `groups` do (default: all), and what they come to."""
    add_options(scan, Group.GATE)
    said = spoken("exit 0 where the gate is closed")
    scan.add_argument("--exit-zero", action="store_true", help=said)
    add_looks(scan, spoken)
    add_options(scan, *(groups or _EVERYTHING))
    _general_arguments(scan, spoken)


def _explain_arguments(explain: Parser, spoken: Spoken) -> None:
    add_options(explain, Group.PLACES)
    explain.add_argument(
        "--resource",
        action="append",
        required=True,
        metavar="ID",
        help=spoken("its logical id or construct path; repeatable"),
    )
    explain.add_argument(
        "--path",
        metavar="JSONPATH",
        help=spoken("only what this path leads to"),
    )
    add_options(explain, Group.INPUT, Group.TRUST)
    _general_arguments(explain, spoken)


def _general_arguments(parser: Parser, spoken: Spoken) -> None:
    """What every command has."""
    parser.add_argument(
        "--config",
        metavar="FILE",
        help=spoken(
            "the configuration (default: the nearest synthgate.yaml up to the repository's root)"
        ),
    )
    parser.add_argument(
        "--no-config",
        dest="config",
        action="store_const",
        const="none",
        help=spoken("read no synthgate.yaml"),
    )
    add_options(parser, Group.GENERAL)
