"""What synthgate costs, beside parsing and its peers: ``python -m benchmarks --help``."""
