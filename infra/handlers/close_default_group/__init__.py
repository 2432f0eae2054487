"""The function that empties a network's default security group."""
