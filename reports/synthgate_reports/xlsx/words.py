"""All that the workbook says by itself."""

from __future__ import annotations

from synthgate.model import ControlState, Message, in_context, plural

SHEETS = {
    "summary": in_context("sheet", "Summary"),
    "findings": in_context("sheet", "Findings"),
    "besides": in_context("sheet", "Found for frameworks"),
    "passes": in_context("sheet", "Passes"),
    "accepted": in_context("sheet", "Accepted"),
    "evidence": in_context("sheet", "Evidence"),
    "problems": in_context("sheet", "Problems"),
}
LOOKS = {
    ControlState.MET: "good",
    ControlState.EXCEPTED: "open",
    ControlState.NOT_MET: "bad",
    ControlState.UNKNOWN: "open",
    ControlState.NOT_ASSESSED: "grey",
    ControlState.NOT_APPLICABLE: "grey",
}
"""How the cell of a state looks; its word says the same."""
MODES = {
    "automated": Message("automated"),
    "partial": Message("partial"),
    "manual": Message("manual"),
    "unclaimed": Message("unclaimed"),
}
GROUNDS = {
    "asserted": Message("asserted"),
    "reviewed": Message("reviewed"),
    "derived": Message("derived, not reviewed"),
}
KINDS = {
    "proof": Message("evidence"),
    "elsewhere": Message("met elsewhere"),
}
WHOSE = {
    "user": Message("the program's"),
    "cdk": Message("made by the CDK"),
}
PROBLEM_KINDS = {True: Message("notice"), False: in_context("kind", "problem")}
YES, NO = Message("yes"), Message("no")
MORE = plural(
    "{number} more has no room here: --format evidence-csv=FILE has all",
    "{number} more have no room here: --format evidence-csv=FILE has all",
)

HEADS = {
    "accepted": Message("what is accepted, by whom, until when"),
    "aside": Message("findings accepted"),
    "actor": Message("stated by"),
    "apps": Message("apps"),
    "asked": Message("rules asked"),
    "checked": Message("resources checked"),
    "closes": Message("closes the gate"),
    "control": Message("control"),
    "controls": Message("controls"),
    "counting": Message("findings that count"),
    "day": Message("stated on"),
    "digest": Message("digest (SHA-256)"),
    "environment": Message("environment"),
    "evidence": Message("evidence"),
    "elsewhere": Message("met elsewhere"),
    "expires": Message("until"),
    "failed": Message("checks failed"),
    "fingerprint": Message("fingerprint"),
    "fix": Message("How to mend it"),
    "framework": Message("framework"),
    "group": Message("group"),
    "kind": Message("kind"),
    "levels": Message("baselines"),
    "line": Message("line"),
    "logical": Message("logical ID"),
    "mappings": Message("rules mapped to it, and on what grounds"),
    "meaning": Message("meaning"),
    "message": Message("what was found"),
    "mode": Message("who tells of it"),
    "novelty": Message("beside the earlier scan"),
    "code": Message("code"),
    "owner": Message("owner"),
    "passed": Message("checks passed"),
    "place": Message("place"),
    "property": Message("property"),
    "reason": Message("reason"),
    "reasons": Message("why it is in this state"),
    "resource": Message("resource"),
    "rule": Message("rule"),
    "said_by": Message("said by"),
    "severity": Message("severity"),
    "stack": Message("stack"),
    "standing": Message("what became of it"),
    "state": Message("state"),
    "statement": Message("statement"),
    "stated_in": Message("stated in"),
    "status": Message("status"),
    "template": Message("template"),
    "ticket": Message("see"),
    "title": Message("title"),
    "waiting": Message("wait for evidence alone"),
    "total": Message("controls in all"),
    "type": Message("type"),
    "undecided": Message("checks undecided"),
    "until": Message("valid until"),
    "wanted": Message("what is to be stated"),
    "whose": Message("whose resource it is"),
    "why": Message("what decides it"),
    "why_not": Message("why it does not count"),
}
"""The headings of columns."""

SUMMARY = {
    "title": Message("Compliance report"),
    "result": Message("Result"),
    "decided": Message("Decided by"),
    "default": Message("by default"),
    "counts": Message("At a glance"),
    "origin": Message("What it rests on"),
    "version": Message("version of synthgate"),
    "as_of": Message("evidence as of"),
    "unstamped": Message("The day and the commit stand here with --stamp."),
    "frameworks": Message("Frameworks"),
    "none": Message("No framework was assessed: name one by --framework."),
    "overall": Message("the whole app"),
    "source": in_context("framework", "source"),
    "stacks": Message("What was scanned"),
    "scanned": Message("scanned"),
    "failed": Message("not scanned"),
    "active": Message("faults that count"),
    "unknown": Message("doubts that only the deployment decides"),
    "aside": Message("accepted or set aside"),
    "problems": Message("problems of the scan"),
    "passed": Message("checks passed"),
    "reading": Message(
        "A control is met where every check of it passed, and people state what no template tells; "
        "excepted is not met: somebody accepts what failed, for a reason. What is not assessed is "
        "no statement either way. No percentage is given, for it would hide that."
    ),
}
