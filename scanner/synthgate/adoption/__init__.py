"""For a team that begins with an app that has faults: what is known, and what is new."""
