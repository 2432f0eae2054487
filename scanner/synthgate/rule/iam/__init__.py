"""Policy documents of IAM, in every spelling."""
