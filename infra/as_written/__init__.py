"""The seed's constructs in Python, faults and all: the "before" of the demonstration.

Nothing here is to be deployed or copied. Each fault is named where it stands
(``# Fault NAME``), and docs/seed-faults.md says of each name what happens, how
``production`` mends it, and which rule reports it. What the seed's TypeScript does that
Python or CDK refuses altogether is transcribed as near as it can be.
"""
