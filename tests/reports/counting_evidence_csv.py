"""The numbers of an `evidence-csv`: a finding has a row for each control that it is told of."""

from __future__ import annotations

from counting_csv import rows


def counted(text: str) -> dict[str, int | None]:
    kinds: dict[str, set[str]] = {"active": set(), "accepted": set(), "unknown": set()}
    problems = 0
    for row in rows(text):
        problems += row["kind"] == "problem"
        if row["asked_by"] == "profile" and row["fingerprint"]:
            fate = {"fail": "active", "unknown": "unknown"}[row["status"]]
            kinds[fate if row["disposition"] == "active" else "accepted"].add(row["fingerprint"])
    return {**{kind: len(found) for kind, found in kinds.items()}, "problems": problems}
