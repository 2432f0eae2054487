"""The workbench of those who write rules: the actions of ``synthgate rules``."""
