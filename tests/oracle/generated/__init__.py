"""Cases for the reference and the engine, and how the two are compared."""
