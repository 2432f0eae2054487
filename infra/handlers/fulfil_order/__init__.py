"""The function that fulfils orders."""
