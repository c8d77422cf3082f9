"""Checking quotations: whether a source prints words as somebody's own."""
