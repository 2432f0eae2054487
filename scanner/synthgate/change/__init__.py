"""What the way from a base to a head does: to data, to access, to other stacks."""
