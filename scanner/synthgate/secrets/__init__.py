"""Secrets in clear text: what is one, where it stands, and the mask over it.

Rules say of what they find here that it is a fault; whoever shows a part of the input hides it
(`mask`). Both ask the same functions, so that what is found is never shown.
"""
