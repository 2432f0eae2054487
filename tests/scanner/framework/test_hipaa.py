"""The HIPAA Security Rule against 45 CFR Part 164 Subpart C.

Appendix A to the subpart ("Security Standards: Matrix") lists the standards of 164.308 to 164.312
and their specifications: 18 standards, 14 required and 22 addressable specifications. It leaves out
164.308(b)(2), a second sentence of a standard, and 164.314 and 164.316, which are counted by their
paragraphs.
"""

from __future__ import annotations

import re
from collections import Counter

from shipped import framework_named

NAME = "hipaa"
COUNTS = {"164.308": 31, "164.310": 12, "164.312": 12, "164.314": 9, "164.316": 5}
STANDARDS = {
    *("164.308(a)(1)(i)", "164.308(a)(2)", "164.308(a)(3)(i)", "164.308(a)(4)(i)"),
    *("164.308(a)(5)(i)", "164.308(a)(6)(i)", "164.308(a)(7)(i)", "164.308(a)(8)"),
    *("164.308(b)(1)", "164.310(a)(1)", "164.310(b)", "164.310(c)", "164.310(d)(1)"),
    *("164.312(a)(1)", "164.312(b)", "164.312(c)(1)", "164.312(d)", "164.312(e)(1)"),
}
SPELLING = re.compile(r"164\.3(08|1[0246])(\([a-e]\))(\(\d\)(\([iv]+\)(\([A-E]\))?)?)?")
PARTIAL, MANUAL = 14, 21


def test_every_standard_and_specification_is_there() -> None:
    """In the order of the sections, each in the group of its standard."""
    controls = framework_named(NAME).controls
    assert len(controls) == sum(COUNTS.values()) == 69
    assert [*dict.fromkeys(one.id[:7] for one in controls)] == [*COUNTS]
    assert Counter(one.id[:7] for one in controls) == COUNTS
    for one in controls:
        assert SPELLING.fullmatch(one.id), one.id
        assert one.id.startswith(one.group)
        assert framework_named(NAME).within[one.group] == one.id[:7]


def test_the_matrix_of_appendix_a() -> None:
    """Standards have to be complied with; of specifications some are addressable."""
    listed = [
        one
        for one in framework_named(NAME).controls
        if one.id[:7] in {"164.308", "164.310", "164.312"} and one.id != "164.308(b)(2)"
    ]
    assert {one.id for one in listed} > STANDARDS
    assert all(one.levels == ("REQUIRED",) for one in listed if one.id in STANDARDS)
    specifications = Counter(one.levels for one in listed if one.id not in STANDARDS)
    assert len(STANDARDS) == 18
    assert specifications == {("REQUIRED",): 14, ("ADDRESSABLE",): 22}


def test_all_have_the_titles_of_the_rule_in_both_languages() -> None:
    """They are law, and free; meanings and evidence are ours."""
    for control in framework_named(NAME).controls:
        claimed = control.mode != "unclaimed"
        said = (control.title, *((control.meaning, control.evidence_wanted) if claimed else ()))
        for words in said:
            assert words is not None, control.id
            assert words.en, control.id
            assert not re.search("[가-힣]", words.en), control.id
            assert re.search("[가-힣]", words.ko), control.id


def test_no_template_decides_a_safeguard() -> None:
    """Where health information is, none tells; those of offices and of AWS are not claimed."""
    modes = Counter(control.mode for control in framework_named(NAME).controls)
    assert modes == {"partial": PARTIAL, "manual": MANUAL, "unclaimed": 69 - PARTIAL - MANUAL}
    physical = {one.mode for one in framework_named(NAME).controls if one.id.startswith("164.310")}
    assert physical == {"unclaimed"}
