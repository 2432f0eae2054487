"""Single changes to production as it is synthesized, by the item of the checklist they break."""
