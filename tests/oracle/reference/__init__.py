"""A slow evaluator of templates and rules in plain two-valued logic, to hold the engine against.

It is written from the documentation (AWS's, and `docs/rule-language.md`), and shares no code with
the engine: each world of a small template is deployed in the mind, and every word asked of it.
"""
