"""Applies the cures of cards: to templates as text, to CDK programs at the calls that are at fault.

What it writes is scanned again first, and nothing is kept that does not pass.
"""
