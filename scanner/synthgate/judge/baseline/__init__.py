"""What was known when somebody began to look: findings that are counted apart until they go."""
