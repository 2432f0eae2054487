"""The function that shows orders."""
