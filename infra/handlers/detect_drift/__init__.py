"""The function that looks for drift."""
