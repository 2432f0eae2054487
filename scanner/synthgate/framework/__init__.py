"""Frameworks: what a standard demands, which rules tell of it, and what is known of each demand."""
