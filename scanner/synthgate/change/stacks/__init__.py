"""What a change does to other stacks, and the deployment itself."""
