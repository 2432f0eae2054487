"""SOC 2 against the 2017 Trust Services Criteria (AICPA, TSP section 100), revised in 2022.

The 33 common criteria are the 17 principles of COSO (CC1 to CC5) and 16 more (CC6 to CC9);
availability adds 3, confidentiality 2, processing integrity 5 and privacy 18. Counted in
`intuitem/ciso-assistant-community` (soc2-2017.yaml at f990d7b); the revision changed points of
focus, and no criterion.
"""

from __future__ import annotations

import re
from collections import Counter

from shipped import framework_named

NAME = "soc-2"
COUNTS = {
    **dict(zip((f"CC{at}" for at in range(1, 10)), (5, 3, 4, 2, 3, 8, 5, 1, 2), strict=True)),
    "A1": 3,
    "C1": 2,
    "PI1": 5,
    **dict(zip((f"P{at}" for at in range(1, 9)), (1, 1, 2, 3, 2, 7, 1, 1), strict=True)),
}
CATEGORIES = {
    "A": "AVAILABILITY",
    "C": "CONFIDENTIALITY",
    "PI": "PROCESSING-INTEGRITY",
    "P": "PRIVACY",
}
PARTIAL, MANUAL = 13, 17


def test_every_criterion_is_there() -> None:
    """61 in five categories, numbered from one in each series."""
    ids = [control.id for control in framework_named(NAME).controls]
    expected = [f"{series}.{at}" for series, many in COUNTS.items() for at in range(1, many + 1)]
    assert ids == expected
    assert len(ids) == 61
    assert sum(id_.startswith("CC") for id_ in ids) == 33
    assert sum(COUNTS[f"CC{at}"] for at in range(1, 6)) == 17
    assert sum(re.match(r"P\d", id_) is not None for id_ in ids) == 18


def test_the_levels_are_the_categories_of_an_engagement() -> None:
    """The common criteria belong to each, the others to their own."""
    for control in framework_named(NAME).controls:
        series = control.group.rstrip("123456789")
        assert control.group == control.id.split(".")[0]
        assert framework_named(NAME).within[control.group] == series
        if series == "CC":
            assert {*control.levels} == {"SECURITY", *CATEGORIES.values()}
        else:
            assert control.levels == (CATEGORIES[series],)


def test_no_template_decides_a_criterion() -> None:
    """Whoever is audited chooses the controls, and shows that they worked for the whole period."""
    modes = Counter(control.mode for control in framework_named(NAME).controls)
    assert modes == {"partial": PARTIAL, "manual": MANUAL, "unclaimed": 61 - PARTIAL - MANUAL}
    for control in framework_named(NAME).controls:
        if control.id.startswith(("CC1", "CC2")):
            assert control.mode == "unclaimed"
