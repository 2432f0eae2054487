"""What is measured, a module each: a function from the set-up to rows."""
