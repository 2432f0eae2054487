"""Inputs that nobody would write, made of ones that somebody did.

A *target* makes the files of a folder and the words of a command line, and says what must hold
of the outcome. `test_fuzz.py` tries a few seconds of each with fixed seeds; ``make fuzz`` goes on
for ten minutes with new ones (``python -m fuzzing --minutes 10 --target NAME --seed N``).
"""
