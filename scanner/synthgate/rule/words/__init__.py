"""The words of conditions, one module each."""
