"""What a change does to access: who may do what that he could not before."""
