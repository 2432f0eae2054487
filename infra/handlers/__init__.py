"""The code of the functions: one folder each, deployed as it stands."""
