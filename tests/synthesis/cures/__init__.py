"""Runs the pairs of cards, lines that fail and lines that pass, in real CDK apps."""
