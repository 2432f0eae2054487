"""What becomes of the findings: counts, and the gate."""
