"""The stacks of a shop that does everything wrong, one module for each part of it."""
