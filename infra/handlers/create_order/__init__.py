"""The function that takes orders."""
