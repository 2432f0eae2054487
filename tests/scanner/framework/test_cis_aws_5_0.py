"""CIS AWS Foundations 5.0, by the table of its numbers in 7.0.

Counts by section are those of the benchmark v5.0.0 as two catalogs have it, which agree in all
ids and levels: prowler-cloud/prowler @3e000fa (`cis_5.0_aws.json`, where 1.10 reads 1.1) and
turbot/steampipe-mod-aws-compliance @a1d0b44 (`cis_v500`). Pairs are asked for the same audit.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from shipped import framework_named

import synthgate_rules
from synthgate.framework.standard import read_standard

OLD = framework_named("cis-aws-5.0")
NEW = framework_named("cis-aws-7.0")
TABLE = Path(synthgate_rules.__file__).parent / "frameworks/standards/cis-aws-5.0.csv"
SECTIONS = {"1": 21, "2": 9, "3": 9, "4": 16, "5": 8}
LEVEL_1 = 41


def test_every_recommendation_is_there() -> None:
    """Sixty-three, by section, in order."""
    assert OLD is not None
    ids = [one.id for one in OLD.controls]
    assert len(ids) == len({*ids}) == 63
    assert all(re.fullmatch(r"[1-5]\.\d{1,2}(\.\d)?", id_) for id_ in ids)
    assert Counter(id_.split(".")[0] for id_ in ids) == SECTIONS
    assert ids == sorted(ids, key=lambda id_: [int(part) for part in id_.split(".")])
    assert sum("L1" in one.levels for one in OLD.controls) == LEVEL_1


def test_each_number_leads_to_the_same_demand() -> None:
    """Sections moved by one; two recommendations were dropped, nine are new."""
    assert OLD is not None
    assert NEW is not None
    items = read_standard(TABLE, "cis-aws-5.0.csv")[0].items
    pairs = {id_: item.same_as for id_, item in items.items() if item.same_as}
    assert {*items} - {*pairs} == {"1.10", "1.12"}
    new = {"2.1.1", "2.1.2", "2.1.3", "2.1.4", "2.1.5", "2.1.6", "2.21", "4.10", "6.8"}
    assert {one.id for one in NEW.controls} - {*pairs.values()} == new
    later = {one.id: one for one in NEW.controls}
    for one in OLD.controls:
        if one.id in pairs:
            twin = later[pairs[one.id]]
            assert (one.title, one.mode, one.group) == (twin.title, twin.mode, twin.group)
            assert one.levels == twin.levels, one.id
            section, number = (int(part) for part in pairs[one.id].split(".")[:2])
            assert section == int(one.id.split(".")[0]) + 1
            assert section == 2 or number == int(one.id.split(".")[1])
    told = {"1.7": "2.8", "1.9": "2.10", "1.11": "2.11", "1.14": "2.13", "1.21": "2.20"}
    assert {id_: pairs[id_] for id_ in told} == told


def test_what_5_0_has_alone_is_claimed_here() -> None:
    """In both languages; groups that only 7.0 has are not shown."""
    assert OLD is not None
    modes = Counter(one.mode for one in OLD.controls)
    assert modes == {"automated": 20, "partial": 26, "manual": 4, "unclaimed": 13}
    one = next(one for one in OLD.controls if one.id == "1.12")
    for text in (one.title, one.meaning, one.evidence_wanted):
        assert text is not None
        assert not re.search("[가-힣]", text.en)
        assert re.search("[가-힣]", text.ko)
    assert "organizations" not in OLD.groups
