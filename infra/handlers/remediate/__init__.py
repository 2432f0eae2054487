"""The function that gives other functions what they run short of."""
